"""The codebook: which code stands under which, and which are values of what."""

from typing import Any

import pytest

from workbench.coding.codebook import Codebook, codes_table, dimensions_table, faults
from workbench.schema.artefacts import CODES, DIMENSIONS

NAME = {"zh": "名", "en": "name"}


def code(parent: str = "", **fields: Any) -> dict[str, Any]:
    return {"parent": parent, "label": NAME, "definition": "what it means", **fields}


def dimension(scale: str, *codes: str) -> dict[str, Any]:
    return {"label": NAME, "question": "which?", "scale": scale, "codes": list(codes)}


def book(codes: dict[str, Any], crosswalk: Any = (), **dimensions: Any) -> Codebook:
    return Codebook.model_validate(
        {"codes": codes, "dimensions": dimensions, "crosswalk": list(crosswalk)}
    )


GOOD = book(
    {"top": code(), "weak": code("top"), "strong": code("top"), "other": code()},
    independence=dimension("ordinal", "weak", "strong"),
    kind=dimension("nominal", "other"),
)


def told(codebook: Codebook) -> list[tuple[tuple[str | int, ...], str]]:
    return [(fault.keys, fault.message) for fault in faults(codebook)]


# --- faults -------------------------------------------------------------------


def test_a_good_codebook_has_no_fault():
    assert told(GOOD) == []


def test_a_circle_of_codes_is_told_with_its_path_at_each_of_its_codes():
    # a under b, b under c, c under a; d only hangs on the circle
    found = told(book({"a": code("b"), "b": code("c"), "c": code("a"), "d": code("a")}))

    assert found == [
        (("codes", "a", "parent"), "codes in a circle: a > b > c > a"),
        (("codes", "b", "parent"), "codes in a circle: b > c > a > b"),
        (("codes", "c", "parent"), "codes in a circle: c > a > b > c"),
    ]


def test_a_code_under_itself_is_a_circle():
    assert told(book({"a": code("a")})) == [(("codes", "a", "parent"), "codes in a circle: a > a")]


def test_a_missing_parent_is_told_where_it_is_named():
    # b lies under a, whose parent is missing: that is a's fault alone
    found = told(book({"a": code("nowhere"), "b": code("a")}))

    assert found == [(("codes", "a", "parent"), "unknown parent 'nowhere'")]


def test_a_dimension_names_known_codes_and_each_once():
    found = told(book({"a": code(), "b": code()}, kind=dimension("set", "a", "x", "b", "a")))

    assert found == [
        (("dimensions", "kind", "codes"), "code 'a' stands 2 times; keep one"),
        (("dimensions", "kind", "codes"), "unknown code 'x'"),
    ]


def test_a_code_that_is_a_value_of_two_dimensions_is_told():
    twice = book({"a": code()}, one=dimension("nominal", "a"), two=dimension("nominal", "a"))

    assert len(told(twice)) > 0


@pytest.mark.parametrize(
    "wrong",
    [dimension("interval", "a"), dimension("nominal", "a") | {"scael": 1}, {"label": NAME}],
)
def test_a_dimension_that_does_not_fit_is_refused(wrong: dict[str, Any]):
    with pytest.raises(ValueError, match=r"dimensions\.kind"):
        book({"a": code()}, kind=wrong)


def test_a_code_needs_both_names_and_a_definition():
    with pytest.raises(ValueError, match="2 validation errors"):
        book({"a": {"label": {"zh": "名"}}})


# --- ranks and tables ---------------------------------------------------------


def test_the_weakest_code_ranks_first_and_only_an_order_has_ranks():
    ordinal, nominal = GOOD.dimensions["independence"], GOOD.dimensions["kind"]

    assert [ordinal.rank(name) for name in ("weak", "strong", "other")] == [1, 2, 0]
    assert nominal.rank("other") == 0


def test_a_code_is_a_row_with_its_dimension_rank_and_use():
    table = codes_table(GOOD, {"strong": 3}).set_index("code")

    assert set(table.columns) == set(CODES) - {"code"}
    assert table[["dimension", "rank", "parent", "segments"]].to_dict("index") == {
        "top": {"dimension": "", "rank": 0, "parent": "", "segments": 0},
        "weak": {"dimension": "independence", "rank": 1, "parent": "top", "segments": 0},
        "strong": {"dimension": "independence", "rank": 2, "parent": "top", "segments": 3},
        "other": {"dimension": "kind", "rank": 0, "parent": "", "segments": 0},
    }


def test_indicators_are_joined_in_each_language():
    hinted = book({"a": code(indicators={"zh": ["甲", "乙"], "en": ["one"]})})
    row = codes_table(hinted, {}).iloc[0]

    assert (row["indicators_zh"], row["indicators_en"]) == ("甲; 乙", "one")


def test_dimensions_keep_the_order_of_the_codebook():
    table = dimensions_table(GOOD)

    assert set(table.columns) == set(DIMENSIONS)
    assert table[["position", "dimension", "scale"]].to_dict("list") == {
        "position": [0, 1],
        "dimension": ["independence", "kind"],
        "scale": ["ordinal", "nominal"],
    }

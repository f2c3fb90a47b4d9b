"""Units: each document and case of a group counts once, and what does not is named."""

import pandas as pd

from workbench.comparison import units

CASES = pd.DataFrame(
    {"case": ["city", "street", "hall", "far"],
     "path": ["city", "city/street", "city/street/hall", "far"]}
)  # fmt: skip


def documents(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """doc, cases, genre, reprint_of."""
    return pd.DataFrame(rows, columns=["doc", "cases", "genre", "reprint_of"])


def reasons(found: units.Units) -> dict[str, str]:
    return dict(zip(found.left_out["id"], found.left_out["reason"], strict=True))


def test_a_case_within_another_that_is_compared_is_left_out_with_its_documents() -> None:
    table = documents(("a", "city", "news", ""), ("b", "hall", "news", ""))
    found = units.of_cases(table, CASES, {"city": "x", "hall": "y", "far": "y"})

    assert (found.documents, found.cases) == ({"a": "x"}, {"city": "x", "far": "y"})
    assert reasons(found) == {"hall": "nested", "b": "nested"}


def test_a_case_whose_container_is_not_compared_counts() -> None:
    table = documents(("b", "hall", "news", ""), ("c", "far", "news", ""))
    found = units.of_cases(table, CASES, {"hall": "x", "far": "y"})

    assert found.documents == {"b": "x", "c": "y"}
    assert reasons(found) == {}


def test_a_document_of_two_groups_is_in_neither_and_one_of_a_group_and_its_inner_case_counts() -> (
    None
):
    table = documents(("a", "city;far", "news", ""), ("b", "city;hall", "news", ""))
    found = units.of_cases(table, CASES, {"city": "x", "hall": "y", "far": "y"})

    assert found.documents == {"b": "x"}
    assert reasons(found)["a"] == "several"


def test_a_reprint_counts_only_where_its_original_is_not_there() -> None:
    table = documents(
        ("a", "city", "news", ""), ("b", "city", "news", "a"), ("c", "far", "news", "z")
    )
    found = units.of_cases(table, CASES, {"city": "x", "far": "y"})

    assert found.documents == {"a": "x", "c": "y"}
    assert reasons(found) == {"b": "reprint"}


def test_a_note_beside_what_it_was_written_from_is_left_out_and_one_alone_counts() -> None:
    table = documents(
        ("a", "city", "paper", ""), ("n", "city", "note", ""), ("m", "far", "note", "")
    )
    found = units.of_cases(table, CASES, {"city": "x", "far": "y"})

    assert found.documents == {"a": "x", "m": "y"}
    assert reasons(found) == {"n": "note"}


def test_documents_grouped_by_a_column_of_their_own_need_no_case() -> None:
    table = documents(("a", "", "policy", ""), ("b", "city", "news", ""), ("c", "", "news", "b"))
    found = units.of_documents(table, "genre")

    assert found.documents == {"a": "policy", "b": "news"}
    assert reasons(found) == {"c": "reprint"}


def test_a_study_without_documents_has_no_units() -> None:
    found = units.of_cases(documents(), CASES, {})

    assert found.documents == found.cases == {}
    assert found.left_out.empty

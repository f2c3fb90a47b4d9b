"""Fairness: what is unlike in the things that are compared, and whom it concerns."""

import pandas as pd
import pytest

from workbench import fairness
from workbench.fairness import Side, cautions, together


def said(*sides: Side) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The parts of each warning, by its kind."""
    return {caution.kind.name: list(caution.parts) for caution in cautions(sides)}


def side(name: str, **facts: object) -> Side:
    """A side with one document of its own, and values for sets of one."""
    sets = ("levels", "cases", "within", "genres", "languages", "translations", "documents")
    given = {"documents": f"doc-{name}", **facts}
    own = {
        key: frozenset(str(value).split()) if key in sets else value for key, value in given.items()
    }
    return Side(name, **own)


def test_what_is_alike_needs_no_warning() -> None:
    alike = {"genres": "news", "languages": "zh", "levels": "street", "tokens": 100}

    assert said(side("a", **alike), side("b", **alike)) == {}


def test_one_thing_alone_is_no_comparison() -> None:
    assert said(side("a", documents="", withheld=True)) == {}


def test_a_press_conference_against_a_journal_article_is_a_warning() -> None:
    found = said(side("a", genres="press_conference"), side("b", genres="paper"))

    assert found == {"genre": [("paper", ("b",)), ("press_conference", ("a",))]}


@pytest.mark.parametrize(
    ("field", "kind"),
    [("levels", "level"), ("languages", "language"), ("translations", "translation")],
)
def test_a_difference_names_each_value_and_who_has_it(field: str, kind: str) -> None:
    found = said(side("a", **{field: "x"}), side("b", **{field: "y"}), side("c", **{field: "x"}))

    assert found == {kind: [("x", ("a", "c")), ("y", ("b",))]}


def test_groups_of_the_same_mixture_do_not_differ() -> None:
    assert said(side("a", genres="news paper"), side("b", genres="paper news")) == {}


def test_what_is_not_known_of_a_side_is_no_difference() -> None:
    assert said(side("a", levels="street"), side("b", levels="")) == {}


def test_a_case_within_another_that_is_compared_is_named_with_its_container() -> None:
    street, hall = side("street", cases="street"), side("hall", cases="hall", within="street city")

    assert said(street, hall) == {"nested": [("street", ("hall",))]}


def test_a_case_whose_container_is_not_compared_is_not_nested() -> None:
    assert said(side("a", cases="a", within="city"), side("b", cases="b", within="city")) == {}


@pytest.mark.parametrize(("longer", "found"), [(400, False), (401, True)])
def test_lengths_may_differ_fourfold_and_no_more(longer: int, found: bool) -> None:
    assert ("length" in said(side("a", tokens=100), side("b", tokens=longer))) is found


def test_a_length_that_nobody_counted_is_no_length() -> None:
    assert said(side("a", tokens=0), side("b", tokens=900), side("c", tokens=800)) == {}


def test_a_reprint_is_named_beside_its_original_and_only_there() -> None:
    copy = side("b", reprints={"doc-b": "doc-a"})

    assert said(side("a"), copy) == {"reprint": [("doc-a", ("doc-b",))]}
    assert said(side("c"), copy) == {}


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ((2016, 2018), (2018, 2020), []),
        ((2009, 9999), (2021, 2023), []),
        ((2021, 2023), (2013, 2014), [("2013–2014", ("b",)), ("2021–2023", ("a",))]),
        ((2014, 2014), (2016, 9999), [("2014", ("a",)), ("2016–", ("b",))]),
        (None, (2014, 2014), []),
    ],
)
def test_periods_that_share_no_year_are_named(
    one: tuple[int, int] | None, other: tuple[int, int], found: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert said(side("a", years=one), side("b", years=other)).get("period", []) == found


def test_a_document_that_carries_several_cases_is_named_with_them() -> None:
    one = side("a", documents="d", carried={"d": frozenset(["a"])})
    other = side("b", documents="d", carried={"d": frozenset(["b"])})

    assert said(one, other)["shared"] == [("d", ("a", "b"))]


def test_a_case_of_one_document_or_one_speaker_or_without_evidence_is_named() -> None:
    found = said(
        side("well", documents="d e", speakers=2),
        side("thin", documents="d", speakers=2),
        side("voice", documents="d e", speakers=1),
        side("bare", documents="", speakers=0),
    )

    assert found == {
        "one_document": [("", ("thin",))],
        "one_speaker": [("", ("voice",))],
        "no_evidence": [("", ("bare",))],
    }


def test_texts_held_by_reference_are_named() -> None:
    assert said(side("a", withheld=True), side("b")) == {"withheld": [("", ("a",))]}


def test_several_comparisons_say_each_kind_and_value_once() -> None:
    streets = cautions([side("a", genres="news"), side("b", genres="paper")])
    districts = cautions([side("c", genres="news"), side("d", genres="web")])
    [genre] = together([streets, districts])

    assert genre.parts == (("news", ("a", "c")), ("paper", ("b",)), ("web", ("d",)))


# --- what is compared ----------------------------------------------------------

DOCUMENTS = pd.DataFrame(
    {
        "doc": ["d1", "d2", "d3"],
        "language": ["zh", "en", "zh"],
        "genre": ["news", "paper", "news"],
        "date": ["2018-08", "", "2022"],
        "tokens": [100, 200, 50],
        "cases": ["c1", "c1;c2", ""],
        "reprint_of": ["", "", "d1"],
        "rights": ["open", "withheld", "open"],
    }
)


def test_documents_are_sides_with_what_is_known_of_them() -> None:
    _, paper, again = fairness.documents(DOCUMENTS)

    assert (paper.genres, paper.tokens, paper.years, paper.withheld) == ({"paper"}, 200, None, True)
    assert paper.carried == {"d2": {"c1", "c2"}}
    assert (again.years, again.reprints) == ((2022, 2022), {"d3": "d1"})


def test_a_group_of_documents_sums_them_and_an_empty_group_is_none() -> None:
    [both] = fairness.groups(DOCUMENTS, {"both": ["d1", "d3"], "none": []})

    assert (both.tokens, both.years, both.languages) == (150, (2018, 2022), {"zh"})


def test_documents_of_a_collection_without_cards_can_be_compared() -> None:
    bare = pd.DataFrame({"doc": ["a", "b"], "language": "zh", "genre": "", "date": "", "tokens": 9})

    assert cautions(fairness.documents(bare)) == []


def test_a_case_that_the_tables_do_not_hold_says_nothing_of_its_document() -> None:
    # d2 is of c1 and of c2; a view of the district of c1 holds no row of c2
    cases = pd.DataFrame({"case": ["c1"], "path": ["c0/c1"], "city": ["x"], "level": ["street"]})
    sizes = pd.DataFrame({"doc": ["d2", "d2"], "tokens": [150, 50]})
    own = fairness.described({"cases": cases, "documents": DOCUMENTS, "sizes": sizes})

    assert list(own["level"]) == ["street", "street", ""]
    assert list(own["within"]) == ["c0", "c0", ""]
    assert list(own["tokens"]) == [0, 200, 0]

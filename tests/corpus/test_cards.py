"""Cards: which dates, years, spans and references they may hold."""

from typing import Any

import pytest
from pydantic import ValidationError

from workbench.corpus.cards import (
    Case,
    Document,
    SetAside,
    containers,
    documents_table,
    faults,
    policies_table,
)
from workbench.schema import DOCUMENTS, POLICIES

NAME = {"zh": "名", "en": "name"}
POLICY = {"number": "民发〔2020〕36号", "issuer": ["A", "B"], "jurisdiction": "land"}


def document(**fields: Any) -> Document:
    card = {
        "title": NAME,
        "language": "zh",
        "genre": "news",
        "source": "a paper",
        "rights": "withheld",
        "sha256": "0" * 64,
        "length": 100,
    }
    return Document.model_validate(card | fields)


def case(**fields: Any) -> Case:
    card = {
        "label": NAME,
        "short": NAME,
        "level": "street",
        "place": "land",
        "years": "2016/2018",
        "documents": [],
    }
    return Case.model_validate(card | fields)


# --- dates and years ----------------------------------------------------------


@pytest.mark.parametrize("date", ["", "2018", "2018-08", "2018-08-08", "2020-02-29"])
def test_a_date_may_be_as_coarse_as_its_source(date: str):
    assert document(date=date).date == date


@pytest.mark.parametrize(
    "date",
    [
        "二〇二一",
        "２０１８",
        "18",
        "2018-8",
        "2018/08/08",
        "2018-08-08 ",
        "2018-13",
        "2018-00",
        "2018-02-30",
        "2019-02-29",
        "0000",
        "about 2018",
    ],
)
def test_what_is_no_date_is_refused(date: str):
    with pytest.raises(ValidationError, match="date"):
        document(date=date)


@pytest.mark.parametrize("years", ["2016/2018", "2018/2018", "2009/..", "2016-03/2018-07-12"])
def test_a_case_has_its_years(years: str):
    assert case(years=years).years == years


@pytest.mark.parametrize(
    "years", ["2016", "", "/2018", "二〇一六/..", "2016/2018-13", "2016-2018", "2016/2017/2018"]
)
def test_years_that_are_no_interval_are_refused(years: str):
    with pytest.raises(ValidationError, match="years"):
        case(years=years)


@pytest.mark.parametrize("years", ["2018/2016", "2018-05/2018-04", "2016/..2018", "2016/"])
def test_years_that_run_backwards_or_trail_off_are_refused(years: str):
    with pytest.raises(ValidationError, match="years"):
        case(years=years)


# --- documents ----------------------------------------------------------------


def test_a_span_set_aside_lies_in_the_text():
    # a text of 100 characters ends at 100: [90, 100) is its last span, [90, 101) is not one
    span = {"kind": "furniture", "why": "tags"}

    assert document(set_aside=[span | {"start": 90, "end": 100}]).set_aside[0].end == 100
    with pytest.raises(ValidationError, match=r"span \[90, 101\) ends after the text"):
        document(set_aside=[span | {"start": 90, "end": 101}])


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5)])
def test_a_span_set_aside_runs_forward(start: int, end: int):
    with pytest.raises(ValidationError, match=rf"span \[{start}, {end}\) is empty"):
        SetAside(start=start, end=end, kind="furniture", why="")


def test_a_span_set_aside_does_not_begin_before_the_text():
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        SetAside(start=-1, end=5, kind="furniture", why="")


def test_a_policy_has_a_policy_part_and_nothing_else_has():
    assert document(genre="policy", policy=POLICY).policy is not None
    with pytest.raises(ValidationError, match="exactly if its genre is policy"):
        document(genre="policy")
    with pytest.raises(ValidationError, match="exactly if its genre is policy"):
        document(genre="news", policy=POLICY)


def test_an_open_document_names_its_licence():
    assert document(rights="open", licence="CC BY 4.0").licence == "CC BY 4.0"
    with pytest.raises(ValidationError, match="names its licence"):
        document(rights="open")


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "0" * 63},
        {"sha256": "A" * 64},
        {"language": "fr"},
        {"genre": "poem"},
        {"length": -1},
        {"title_reading": 1.01},
        {"titel": "x"},
        {"repairs": [{"name": "guess", "proof": "x"}]},
    ],
)
def test_a_field_out_of_its_range_is_refused(wrong: dict[str, Any]):
    with pytest.raises(ValidationError) as refusal:
        document(**wrong)
    assert refusal.value.errors()[0]["loc"][0] == next(iter(wrong))


# --- references ---------------------------------------------------------------


def test_every_reference_that_leads_nowhere_is_told():
    documents = {
        "d": document(places=["land", "sea"], cases=["c", "x"]),
        "p": document(genre="policy", policy=POLICY | {"jurisdiction": "moon"}),
    }
    cases = {"c": case(place="air", contained_in="y", documents=["d", "z"])}

    found = faults(documents, cases, ["land"])

    assert [(fault.record, fault.keys, fault.message) for fault in found] == [
        ("d", ("places", 1), "unknown place 'sea'"),
        ("d", ("cases", 1), "unknown case 'x'"),
        ("p", ("policy", "jurisdiction"), "unknown place 'moon'"),
        ("c", ("place",), "unknown place 'air'"),
        ("c", ("contained_in",), "unknown case 'y'"),
        ("c", ("documents", 1), "unknown document 'z'"),
    ]


def test_references_that_lead_somewhere_are_no_fault():
    documents = {"d": document(places=["land"], cases=["c"])}
    cases = {"c": case(documents=["d"]), "e": case(contained_in="c")}

    assert faults(documents, cases, ["land"]) == []


def test_a_case_that_contains_itself_is_a_fault_of_its_circle_only():
    # a in b, b in a: both contain themselves; c merely lies in them
    cases = {
        "a": case(contained_in="b"),
        "b": case(contained_in="a"),
        "c": case(contained_in="a"),
        "d": case(contained_in="d"),
    }

    found = faults({}, cases, ["land"])

    assert [(fault.record, fault.message) for fault in found] == [
        ("a", "case 'a' contains itself"),
        ("b", "case 'b' contains itself"),
        ("d", "case 'd' contains itself"),
    ]


def test_containers_run_from_the_outermost_down_to_the_case():
    cases = {
        "hall": case(contained_in="street"),
        "street": case(contained_in="district"),
        "district": case(),
    }

    assert containers("hall", cases) == ["district", "street", "hall"]
    assert containers("district", cases) == ["district"]


# --- tables -------------------------------------------------------------------


def test_a_document_is_a_row_with_what_is_attached_here():
    cards = {"a": document(cases=["x", "y"]), "b": document()}
    table = documents_table(cards, ["b"]).set_index("doc")

    assert set(table.columns) == set(DOCUMENTS) - {"doc"}
    assert table["attached"].to_dict() == {"a": False, "b": True}
    assert table["cases"].to_dict() == {"a": "x;y", "b": ""}


def test_only_policies_are_rows_of_the_policies():
    dated = POLICY | {"signed": "2020-12-07", "unverified": ["signed", "number"]}
    cards = {"a": document(), "p": document(genre="policy", policy=dated)}
    table = policies_table(cards)

    assert set(table.columns) == set(POLICIES)
    assert table[["doc", "issuer", "signed", "unverified"]].values.tolist() == [
        ["p", "A;B", "2020-12-07", "signed;number"]
    ]


def test_a_study_without_a_policy_has_an_empty_table_of_policies():
    assert set(policies_table({"a": document()}).columns) == set(POLICIES)

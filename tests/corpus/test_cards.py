"""Cards: which dates, years, spans and references they may hold."""

from typing import Any

import pytest
from pydantic import ValidationError

from workbench.corpus import cards
from workbench.corpus.cards import (
    Case,
    Document,
    Repair,
    SetAside,
    containers,
    documents_of,
    documents_table,
    policies_table,
    repairs_of,
    repairs_table,
)
from workbench.errors import Fault
from workbench.schema.artefacts import DOCUMENTS, POLICIES, REPAIRS

NAME = {"zh": "名", "en": "name"}
POLICY = {"number": "民发〔2020〕36号", "issuer": ["A", "B"], "jurisdiction": "land"}
SPAN = {"start": 90, "end": 100, "kind": "furniture", "why": "tags", "quote_sha256": "1" * 64}
GAPS = {"name": "digit_one_space", "proof": "20 18"}


def document(**fields: Any) -> Document:
    card = {
        "title": NAME,
        "language": "zh",
        "genre": "news",
        "date": "2018",
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
    }
    return Case.model_validate(card | fields)


def faults(
    documents: dict[str, Document], cases: dict[str, Case], places: list[str]
) -> list[Fault]:
    return cards.faults(documents, cases, places, today="2026-03-01")


def told(**fields: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """What is wrong with a sound document in which some fields were changed."""
    return [(f.keys, f.message) for f in faults({"d": document(**fields)}, {}, ["land"])]


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
    assert document(set_aside=[SPAN]).set_aside[0].end == 100
    with pytest.raises(ValidationError, match=r"span \[90, 101\) ends after the text"):
        document(set_aside=[SPAN | {"end": 101}])


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5)])
def test_a_span_set_aside_runs_forward(start: int, end: int):
    with pytest.raises(ValidationError, match=rf"span \[{start}, {end}\) is empty"):
        SetAside.model_validate(SPAN | {"start": start, "end": end})


def test_a_span_set_aside_does_not_begin_before_the_text():
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        SetAside.model_validate(SPAN | {"start": -1, "end": 5})


@pytest.mark.parametrize("quote", ["A" * 64, "1" * 16])
def test_a_span_set_aside_is_held_to_its_passage(quote: str):
    with pytest.raises(ValidationError, match="quote_sha256"):
        SetAside.model_validate(SPAN | {"quote_sha256": quote})


def test_a_span_written_by_hand_has_no_hash_yet():
    span = {key: value for key, value in SPAN.items() if key != "quote_sha256"}

    assert SetAside.model_validate(span).quote_sha256 == ""


def test_spans_set_aside_do_not_overlap():
    with pytest.raises(ValidationError, match="overlaps another"):
        document(set_aside=[SPAN, SPAN | {"start": SPAN["end"] - 1}])


@pytest.mark.parametrize("kind", ["furniture", "repetition", "references"])
def test_a_span_is_set_aside_as_one_of_three_kinds(kind: str):
    assert SetAside.model_validate(SPAN | {"kind": kind}).applied
    with pytest.raises(ValidationError, match="kind"):
        SetAside.model_validate(SPAN | {"kind": "dull"})


def test_a_span_or_repair_that_is_switched_off_stays_on_the_card_and_changes_nothing():
    off = {"applied": False}
    card = document(
        set_aside=[SPAN, SPAN | {"start": 0, "end": 5} | off],
        repairs=[GAPS | off, {"name": "nbsp_space", "proof": "x"}],
    )

    assert card.left_out() == [(90, 100)]
    assert card.applied() == ["nbsp_space"]
    assert [len(card.set_aside), len(card.repairs)] == [2, 2]


@pytest.mark.parametrize("name", ["collapse_repetition", "cut_furniture", "guess"])
def test_only_a_damage_of_the_whole_text_is_a_repair(name: str):
    with pytest.raises(ValidationError, match="name"):
        Repair.model_validate({"name": name, "proof": "x"})


# --- titles, genres, originals --------------------------------------------------


@pytest.mark.parametrize("title", [{"zh": "名"}, {"en": "name"}, NAME])
def test_a_title_stands_in_one_language_at_least(title: dict[str, str]):
    card = document(title=title)

    assert {"zh": card.title.zh, "en": card.title.en} == {"zh": "", "en": "", **title}


@pytest.mark.parametrize("title", [{}, {"zh": "", "en": ""}])
def test_a_document_without_any_title_is_refused(title: dict[str, str]):
    with pytest.raises(ValidationError, match="has to stand in zh or in en"):
        document(title=title)


@pytest.mark.parametrize("part", ["label", "short"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_case_is_named_in_both_languages(part: str, language: str):
    with pytest.raises(ValidationError, match=rf"{part}\.{language}"):
        case(**{part: NAME | {language: ""}})


@pytest.mark.parametrize(
    "genre", ["news", "paper", "press_conference", "note", "report", "interview", "web"]
)
def test_a_document_has_one_of_the_genres(genre: str):
    assert document(genre=genre).genre == genre


def test_an_original_is_known_by_name_bytes_and_format():
    original = {"name": "旧 报.txt", "sha256": "2" * 64, "format": "txt"}
    read = document(original=original).original

    assert read is not None
    assert (read.name, read.encoding, read.row, read.notes) == ("旧 报.txt", "", 0, [])
    for wrong in ({"sha256": "2" * 8}, {"format": "doc"}, {"path": "/home"}):
        with pytest.raises(ValidationError, match=next(iter(wrong))):
            document(original=original | wrong)


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
        {"genre": ""},
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
    cases = {"c": case(place="air", contained_in="y")}

    found = faults(documents, cases, ["land"])

    assert [(fault.record, fault.keys, fault.message) for fault in found] == [
        ("d", ("places", 1), "unknown place 'sea'"),
        ("d", ("cases", 1), "unknown case 'x'"),
        ("p", ("policy", "jurisdiction"), "unknown place 'moon'"),
        ("c", ("place",), "unknown place 'air'"),
        ("c", ("contained_in",), "unknown case 'y'"),
    ]


def test_references_that_lead_somewhere_are_no_fault():
    documents = {"d": document(places=["land"], cases=["c"])}
    cases = {"c": case(), "e": case(contained_in="c")}

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


def test_the_documents_of_a_case_are_those_whose_cards_name_it():
    documents = {"b": document(cases=["c", "e"]), "a": document(cases=["c"]), "d": document()}

    assert documents_of("c", documents) == ["a", "b"]
    assert documents_of("e", documents) == ["b"]
    assert documents_of("nothing", documents) == []


def test_a_case_has_no_documents_of_its_own():
    with pytest.raises(ValidationError, match="documents"):
        case(documents=["d"])


def test_a_case_without_a_place_is_told():
    found = faults({}, {"c": case(place="")}, ["land"])

    assert [(f.record, f.keys, f.message) for f in found] == [
        ("c", ("place",), "place: missing; fill it in")
    ]


# --- gaps, and documents that repeat another --------------------------------------


@pytest.mark.parametrize(
    ("fields", "key", "message"),
    [
        ({"source": ""}, ("source",), "source: missing; say where the document comes from"),
        (
            {"date": ""},
            ("date",),
            "date: missing; give it, or say in date_note why it is not known",
        ),
        (
            {"genre": "policy", "policy": POLICY | {"issuer": []}},
            ("policy", "issuer"),
            "policy.issuer: missing; name who issued it",
        ),
    ],
)
def test_a_gap_in_a_card_is_a_finding_and_no_refusal(
    fields: dict[str, Any], key: tuple[str, ...], message: str
):
    assert told(**fields) == [(key, message)]


def test_a_date_that_is_not_known_is_no_gap_where_the_card_says_why():
    assert told(date="", date_note="The page names none.") == []


def test_all_gaps_of_a_card_are_told_at_once():
    assert [keys for keys, _ in told(date="", source="")] == [("source",), ("date",)]


@pytest.mark.parametrize("date", ["2026", "2026-03", "2026-03-01", "2025-12-31"])
def test_a_document_of_today_or_before_is_no_fault(date: str):
    # today is 2026-03-01: the year and the month have begun
    assert told(date=date) == []


@pytest.mark.parametrize("date", ["2027", "2026-04", "2026-03-02"])
def test_a_document_from_the_future_is_told(date: str):
    assert told(date=date) == [(("date",), f"date {date} lies in the future")]


def test_a_reprint_names_a_document_that_is_there_and_is_not_itself():
    documents = {
        "first": document(),
        "again": document(reprint_of="first"),
        "lost": document(reprint_of="frist"),
        "own": document(reprint_of="own"),
    }

    assert [(f.record, f.keys, f.message) for f in faults(documents, {}, [])] == [
        ("lost", ("reprint_of",), "unknown document 'frist'; did you mean first?"),
        ("own", ("reprint_of",), "a document cannot be named on its own card"),
    ]


def test_a_reprint_of_a_reprint_names_the_one_that_both_repeat():
    documents = {
        "first": document(),
        "second": document(reprint_of="first"),
        "third": document(reprint_of="second"),
    }

    assert [(f.record, f.keys, f.message) for f in faults(documents, {}, [])] == [
        ("third", ("reprint_of",), "second is a reprint itself; write reprint_of: first")
    ]


def test_two_reprints_of_one_another_are_both_told():
    documents = {"a": document(reprint_of="b"), "b": document(reprint_of="a")}

    assert [f.record for f in faults(documents, {}, [])] == ["a", "b"]


def test_documents_that_only_resemble_one_another_have_to_be_there():
    documents = {"a": document(distinct_from=["b", "c", "a"]), "b": document()}

    assert [(f.keys, f.message) for f in faults(documents, {}, [])] == [
        (("distinct_from", 1), "unknown document 'c'"),
        (("distinct_from", 2), "a document cannot be named on its own card"),
    ]


def test_a_repair_or_a_span_that_stands_twice_is_told_at_its_second_place():
    spans = [SPAN, SPAN | {"why": "again"}, SPAN | {"kind": "references"}]

    assert told(repairs=[GAPS, GAPS | {"applied": False}], set_aside=spans) == [
        (("repairs", 1), "repairs: stands twice; keep one"),
        (("set_aside", 1), "set_aside: stands twice; keep one"),
    ]


@pytest.mark.parametrize("key", ["private", "public"])
@pytest.mark.parametrize("blank", ["", " ", "\u3000\n"])
def test_nothing_blank_is_private_or_public(key: str, blank: str):
    with pytest.raises(ValidationError, match=key):
        document(**{key: ["王小明", blank]})


# --- tables -------------------------------------------------------------------


def test_a_document_is_a_row_with_what_is_attached_here():
    documents = {"a": document(cases=["x", "y"], title={"zh": "名"}), "b": document()}
    table = documents_table(documents, ["b"], {}).set_index("doc")

    assert set(table.columns) == set(DOCUMENTS) - {"doc"}
    assert table["attached"].to_dict() == {"a": False, "b": True}
    assert table["cases"].to_dict() == {"a": "x;y", "b": ""}
    assert table["title_en"].to_dict() == {"a": "", "b": "name"}


def test_a_document_keeps_the_places_it_names_and_says_where_they_are_today():
    documents = {"a": document(places=["old", "land"], reprint_of="b"), "b": document()}
    table = documents_table(documents, [], {"old": "new", "land": "land"}).set_index("doc")

    assert table["places"].to_dict() == {"a": "old;land", "b": ""}
    assert table["places_today"].to_dict() == {"a": "new;land", "b": ""}
    assert table["reprint_of"].to_dict() == {"a": "b", "b": ""}


LEDGER = {
    "set_aside": [
        SPAN,
        SPAN | {"start": 0, "end": 5, "why": "menu"},
        SPAN | {"start": 40, "end": 60, "kind": "repetition", "why": "as [10, 30)"},
        SPAN | {"start": 80, "end": 90, "kind": "references", "why": "a list", "applied": False},
    ],
    "repairs": [
        GAPS | {"note": "all of it"},
        {"name": "nbsp_space", "proof": "x", "applied": False},
    ],
}


def test_the_ledger_names_all_that_is_read_otherwise_and_whether_it_is():
    # a repair is one of the whole text, [0, 100); a span has its reason for a proof
    assert repairs_of(document(**LEDGER)) == [
        ("digit_one_space", 0, 100, True, "20 18", "all of it"),
        ("nbsp_space", 0, 100, False, "x", ""),
        ("cut_furniture", 90, 100, True, "tags", ""),
        ("cut_furniture", 0, 5, True, "menu", ""),
        ("collapse_repetition", 40, 60, True, "as [10, 30)", ""),
        ("cut_references", 80, 90, False, "a list", ""),
    ]
    assert repairs_of(document()) == []


def test_a_row_of_documents_names_each_repair_that_is_applied_once():
    table = documents_table({"a": document(**LEDGER), "b": document()}, [], {})

    assert table["repairs"].tolist() == ["collapse_repetition;cut_furniture;digit_one_space", ""]


def test_every_repair_and_span_is_a_row_of_the_ledger():
    table = repairs_table({"a": document(**LEDGER), "b": document()})

    assert list(table.columns) == list(REPAIRS)
    assert table["doc"].tolist() == ["a"] * 6
    assert table["applied"].tolist() == [True, False, True, True, True, False]
    assert table.loc[0, ["start", "end", "repair", "note"]].tolist() == [
        0,
        100,
        "digit_one_space",
        "all of it",
    ]


def test_a_study_without_repairs_has_an_empty_ledger():
    table = repairs_table({"a": document()})

    assert table.empty
    assert list(table.columns) == list(REPAIRS)
    assert str(table["applied"].dtype) == "bool"


def test_only_policies_are_rows_of_the_policies():
    dated = POLICY | {"signed": "2020-12-07", "unverified": ["signed", "number"]}
    documents = {"a": document(), "p": document(genre="policy", policy=dated)}
    table = policies_table(documents)

    assert set(table.columns) == set(POLICIES)
    assert table[["doc", "issuer", "signed", "unverified"]].values.tolist() == [
        ["p", "A;B", "2020-12-07", "signed;number"]
    ]


def test_a_study_without_a_policy_has_an_empty_table_of_policies():
    assert set(policies_table({"a": document()}).columns) == set(POLICIES)

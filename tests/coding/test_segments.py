"""Coded spans: held to their texts, and each refusal with its row."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.coding.segments import broken, doubled, faults, quote_hash, quoted, verified
from workbench.schema import ROLES, SEGMENTS_FILE

TEXT = "𠮷街道培育社区社会组织。\n居民自治。"
TEXTS = {"d": TEXT}
LENGTHS = {"d": len(TEXT), "away": 10}


def row(start: int, end: int, **fields: Any) -> dict[str, Any]:
    """A good segment of document d, but for what ``fields`` say."""
    quote = TEXT[start:end] if start >= 0 else ""
    return {
        "id": "s1",
        "doc": "d",
        "start": start,
        "end": end,
        "quote_sha256": quote_hash(quote),
        "before_sha256": "",
        "after_sha256": "",
        "doc_sha256": "",
        "quote": "",
        "code": "idea",
        "case": "c",
        "speaker": "",
        "speaker_role": "author",
        "basis": "stated",
        "confidence": 0.8,
        "paraphrase_zh": "甲",
        "paraphrase_en": "a",
        "note": "",
        **fields,
    }


def rows(*segments: dict[str, Any]) -> pd.DataFrame:
    table = pd.DataFrame(list(segments), columns=list(SEGMENTS_FILE)).astype(SEGMENTS_FILE)
    return table.set_index(pd.Index(range(2, 2 + len(table)), name="line"))


def told(*segments: dict[str, Any]) -> list[tuple[int | str, str]]:
    found = faults(rows(*segments), codes={"idea"}, cases={"c"})
    return [(fault.keys[0], fault.message) for fault in found]


# --- spans --------------------------------------------------------------------


def test_a_span_that_holds_its_quotation_is_not_broken():
    # the whole text, its first character (𠮷) and its last
    whole = len(TEXT)

    assert broken(rows(row(0, whole), row(0, 1), row(whole - 1, whole)), TEXTS, LENGTHS) == {}


@pytest.mark.parametrize(
    ("start", "end"), [(5, 5), (6, 5), (-1, 5), (0, 18 + 1), (18, 19), (100, 200)]
)
def test_a_span_that_is_none_is_broken(start: int, end: int):
    # the text has 18 characters: 𠮷 counts once
    assert len(TEXT) == 18

    (message,) = broken(rows(row(start, end)), TEXTS, LENGTHS).values()

    assert message == f"s1: [{start}, {end}) of d is not a span of a text of 18 characters"


def test_a_quotation_that_drifted_is_broken():
    shifted = row(3, 5) | {"start": 4, "end": 6}

    assert broken(rows(shifted), TEXTS, LENGTHS) == {
        2: "s1: [4, 6) of d is not the passage that was coded; re-select it or restore the text"
    }


def test_one_changed_character_breaks_the_spans_over_it_and_no_other():
    # 街 is character 1; the spans [0, 3) and [1, 2) lie over it, [3, 5) does not
    altered = {"d": TEXT.replace("街", "衔")}
    table = rows(row(0, 3, id="a"), row(1, 2, id="b"), row(3, 5, id="c"))

    assert sorted(broken(table, altered, LENGTHS)) == [2, 3]


def test_a_document_nobody_knows_is_told():
    assert broken(rows(row(0, 2, doc="x")), TEXTS, LENGTHS) == {2: "s1: unknown document 'x'"}


def test_a_text_that_is_not_here_is_checked_by_its_length_only():
    # away has 10 characters and no text: [0, 10) may be, [0, 11) may not
    table = rows(row(0, 10, doc="away"), row(0, 11, doc="away"))

    assert broken(table, TEXTS, LENGTHS) == {
        3: "s1: [0, 11) of away is not a span of a text of 10 characters"
    }


def test_an_empty_text_has_no_spans():
    assert sorted(broken(rows(row(0, 0, doc="e"), row(0, 1, doc="e")), {"e": ""}, {"e": 0})) == [
        2,
        3,
    ]


def test_spans_may_overlap_nest_and_coincide():
    table = rows(row(0, 5, id="a"), row(3, 8, id="b"), row(4, 5, id="c"), row(0, 5, id="d"))

    assert broken(table, TEXTS, LENGTHS) == {}
    assert faults(table, codes={"idea"}, cases={"c"}) == []


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), st.data())
def test_every_span_of_any_text_holds_until_its_quotation_changes(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    table = rows(
        row(0, 1) | {"start": start, "end": end, "quote_sha256": quote_hash(text[start:end])}
    )
    other = text[:start] + ("a" if text[start] != "a" else "b") + text[start + 1 :]

    assert broken(table, {"d": text}, {"d": len(text)}) == {}
    assert broken(table, {"d": other}, {"d": len(text)}).keys() == {2}


# --- words that may stand here ---------------------------------------------------

RIGHTS = {"d": "open", "away": "withheld"}


def quoting(*segments: dict[str, Any]) -> list[tuple[int | str, str]]:
    found = quoted(rows(*segments), rights=RIGHTS)
    return [(fault.keys[0], fault.message) for fault in found]


def test_an_open_document_is_quoted_and_a_withheld_one_is_not():
    # 𠮷0 街1 道2 培3 育4
    assert quoting(row(3, 5, quote="培育"), row(3, 5, doc="away", quote="")) == []


def test_the_words_of_a_withheld_document_may_not_stand_in_a_row():
    assert quoting(row(0, 1, quote="𠮷"), row(3, 5, doc="away", quote="培育")) == [
        (3, "s1: away is withheld; its words may not stand here: empty quote")
    ]


@pytest.mark.parametrize("quote", ["", "培", "培育 ", "培訓"])
def test_a_quote_that_is_not_the_passage_is_told_with_the_command_that_mends_it(quote: str):
    assert quoting(row(3, 5, quote=quote)) == [
        (2, "s1: quote is not the passage of quote_sha256; run: workbench anchor")
    ]


def test_a_quote_of_an_unknown_document_is_told_where_its_span_is_checked():
    assert quoting(row(3, 5, doc="x", quote="甲")) == []


def test_no_segments_quote_nothing():
    assert quoting() == []


# --- what is known of the text ------------------------------------------------


def test_a_span_of_a_text_that_is_here_is_verified_and_quoted():
    # 𠮷0 街1 道2 培3 育4
    table = verified(rows(row(3, 5), row(0, 10, doc="away")), TEXTS)

    assert table["status"].tolist() == ["verified", "reference"]
    assert table["quote"].tolist() == ["培育", ""]
    assert str(table["status"].dtype) == "str"


def test_no_segments_are_verified_to_none():
    table = verified(rows(), TEXTS)

    assert table.empty
    assert {"status", "quote"} < set(table.columns)


# --- judgement ----------------------------------------------------------------


def test_a_good_segment_has_no_fault():
    assert told(row(0, 2), row(0, 2, id="s2", case="")) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"code": "x"}, "s1: unknown code 'x'; add it to the codebook or correct it"),
        ({"case": "y"}, "s1: unknown case 'y'"),
        (
            {"speaker_role": "mayor"},
            f"s1: speaker_role 'mayor' is none of {sorted(ROLES)}",
        ),
        ({"basis": "felt"}, "s1: basis 'felt' is none of ['derived', 'inferred', 'stated']"),
        (
            {"basis": "not_found"},
            "s1: basis 'not_found' is none of ['derived', 'inferred', 'stated']",
        ),
        ({"confidence": 1.01}, "s1: confidence 1.01 is not between 0 and 1"),
        ({"confidence": -0.1}, "s1: confidence -0.1 is not between 0 and 1"),
        ({"confidence": float("nan")}, "s1: confidence nan is not between 0 and 1"),
        ({"paraphrase_zh": ""}, "s1: a segment needs a paraphrase in both languages"),
        ({"paraphrase_en": ""}, "s1: a segment needs a paraphrase in both languages"),
    ],
)
def test_each_refusal_names_the_segment_and_its_line(fields: dict[str, Any], message: str):
    assert told(row(0, 2, id="s0"), row(0, 2, **fields)) == [(3, message)]


@pytest.mark.parametrize("confidence", [0, 1])
def test_full_doubt_and_full_certainty_are_confidences(confidence: float):
    assert told(row(0, 2, confidence=confidence)) == []


def test_an_id_that_stands_twice_is_told_at_its_second_place():
    # s1 on lines 2 and 4; s2 is an id of another table
    table = rows(row(0, 2), row(3, 5, id="s2"), row(3, 5), row(3, 5, id="s3"))
    again = doubled(table, taken={"s2"})

    assert [(fault.keys, fault.message) for fault in again] == [
        ((3,), "id 's2' stands twice; give each its own"),
        ((4,), "id 's1' stands twice; give each its own"),
    ]
    assert doubled(rows(row(0, 2))) == []


def test_all_faults_of_a_segment_are_told_at_once():
    assert len(told(row(0, 2, code="x", case="y", basis="z", confidence=2))) == 4

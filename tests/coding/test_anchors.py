"""Anchors: a span finds its quote again in a corrected text, or says why it cannot."""

import random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.coding.anchors import (
    CONTEXT,
    Move,
    anchor,
    moves,
    orphans,
    reanchored,
    repeated,
)
from workbench.coding.segments import quote_hash

COLUMNS = {
    "id": "str",
    "doc": "str",
    "start": "int64",
    "end": "int64",
    "quote_sha256": "str",
    "before_sha256": "str",
    "after_sha256": "str",
    "doc_sha256": "str",
    "quote": "str",
}
BLANK = {"before_sha256": "", "after_sha256": ""}


def rows(text: str, *spans: tuple[int, int], **fields: Any) -> pd.DataFrame:
    """Segments s0, s1 … of document d, marked in ``text``, as lines 2, 3 … of a file."""
    records = [
        {
            "id": f"s{number}",
            "doc": "d",
            "start": start,
            "end": end,
            **anchor(text, start, end),
            "doc_sha256": quote_hash(text),
            "quote": "",
            **fields,
        }
        for number, (start, end) in enumerate(spans)
    ]
    lines = pd.RangeIndex(2, 2 + len(records), name="line")
    return pd.DataFrame(records, lines, list(COLUMNS)).astype(COLUMNS)


def span(text: str, quote: str, number: int = 0) -> tuple[int, int]:
    """The span of the occurrence ``number`` of ``quote``."""
    start = -1
    for _ in range(number + 1):
        start = text.index(quote, start + 1)
    return start, start + len(quote)


def how(found: list[Move]) -> list[tuple[str, int | None]]:
    return [(move.how, move.to_start) for move in found]


LEFT, RIGHT = "abcdefghijklmnopqrstuvwx", "ABCDEFGHIJKLMNOPQRSTUVWX"  # 24 characters each
FAR = "-" * 400


# --- the hashes of a row ------------------------------------------------------


def test_an_anchor_hashes_the_quote_and_24_characters_on_each_side():
    text = "." + LEFT + "居民自治" + RIGHT + "."

    assert CONTEXT == 24
    assert anchor(text, 25, 29) == {
        "quote_sha256": quote_hash("居民自治"),
        "before_sha256": quote_hash(LEFT)[:16],
        "after_sha256": quote_hash(RIGHT)[:16],
    }


def test_at_the_ends_of_a_text_the_context_is_what_there_is():
    # sha256 of nothing starts with e3b0c44298fc1c14
    assert anchor("甲乙丙", 0, 3)["before_sha256"] == "e3b0c44298fc1c14"
    assert anchor("甲乙丙", 0, 3)["after_sha256"] == "e3b0c44298fc1c14"
    assert anchor("甲" + FAR, 1, 2)["before_sha256"] == quote_hash("甲")[:16]


# --- one span -----------------------------------------------------------------


def test_in_the_same_text_every_span_stays():
    # 甲 stands four times, with no context to tell them apart
    text = "甲乙甲乙甲乙甲"

    found = moves(rows(text, (2, 3), (4, 5), (0, 7), **BLANK), text)

    assert how(found) == [("stays", 2), ("stays", 4), ("stays", 0)]
    assert {move.note for move in found} == {"the text is the same"}


def test_a_span_moves_by_what_was_inserted_before_it():
    text = "第一行\n" + LEFT + "居民自治" + RIGHT

    (move,) = moves(rows(text, (28, 32)), "新的" + text)

    assert move == Move("s0", "d", 28, 32, 30, 34, "moved", "both contexts fit")


def test_a_row_that_is_no_span_is_an_orphan_and_is_kept():
    found = moves(rows("甲乙丙", (2, 2), (3, 1), (-1, 1), (1, 9)), "乙丙")

    assert [move.how for move in found] == ["orphan"] * 4
    assert found[0].note == "[2, 2) is not a span; re-select it"


def test_a_row_that_has_only_positions_is_asked_for_its_quote():
    bare = rows("第一行甲乙丙", (3, 5)).assign(quote_sha256="", before_sha256="", after_sha256="")
    (move,) = moves(bare.assign(quote="", doc_sha256=""), "第一行甲乙丙")

    assert move.how == "orphan"
    assert move.note.startswith("it has neither quote nor hash to be found by; give its quote")


def test_contexts_decide_between_two_occurrences():
    text = FAR + "居民" + FAR + LEFT + "居民" + RIGHT + FAR
    marked = rows(text, span(text, "居民", 1))

    for corrected in ("新" + text, LEFT + text, "居民" + text):
        (move,) = moves(marked, corrected)

        assert move.to_start == corrected.index(LEFT + "居民") + 24


@pytest.mark.parametrize("edited", [LEFT + "居民" + "?" * 24, "?" * 24 + "居民" + RIGHT])
def test_one_context_decides_where_the_other_was_edited(edited: str):
    text = FAR + "居民" + FAR + LEFT + "居民" + RIGHT + FAR
    corrected = "居民" + FAR + "新" + FAR + edited + FAR

    (move,) = moves(rows(text, span(text, "居民", 1)), corrected)

    assert move.how == "moved"
    assert corrected[: move.to_start].endswith((LEFT, "?"))
    assert move.note == "one context fits"


def test_a_quote_is_found_between_contexts_that_moved_apart():
    text = FAR + "居民" + FAR + LEFT + "居民" + RIGHT + FAR
    corrected = "居民" + FAR + LEFT + "one " + "居民" + " two" + RIGHT + "居民"

    (move,) = moves(rows(text, span(text, "居民", 1)), corrected)

    assert (move.to_start, move.note) == (
        corrected.index("居民 two"),
        "between its old contexts",
    )


def test_the_only_occurrence_is_the_place_whatever_stands_around_it():
    text = FAR + "居民自治" + FAR

    (move,) = moves(rows(text, (400, 404)), "前言" + "居民自治" + "后记")

    assert (move.how, move.to_start, move.note) == ("moved", 2, "its only occurrence")


def test_a_row_without_contexts_is_found_by_its_quote():
    text = FAR + "居民自治" + FAR

    assert how(moves(rows(text, (400, 404), **BLANK), "前言" + text)) == [("moved", 402)]


@pytest.mark.parametrize("quote", ["", "居民"])
def test_a_quote_is_found_by_its_hash_alone_as_by_its_words(quote: str):
    # occurrences may overlap: 居民居 stands at 2 and at 4 of 了了居民居民居
    text = "一居民居二" + FAR
    marked = rows(text, (1, 3), **BLANK, quote=quote)
    twice = rows(text, (1, 4), **BLANK, quote="居民居" if quote else "")

    assert how(moves(marked, "三" * 7 + "居民")) == [("moved", 7)]
    assert "[2, 5), [4, 7)" in moves(twice, "了了居民居民居")[0].note


def test_a_quote_that_is_not_the_hashed_one_is_not_believed():
    text = FAR + "居民自治" + FAR

    (move,) = moves(rows(text, (400, 404), quote="社会组织"), "社会组织一")

    assert (move.how, move.note) == (
        "orphan",
        "its quote is not in the text; re-select it or take the row out",
    )


# --- edits within the quote ---------------------------------------------------


def test_an_edited_quote_is_an_orphan_and_told_where_it_stood():
    text = FAR + LEFT + "居民自冶" + RIGHT + FAR
    corrected = "新" + FAR + LEFT + "居民的自治" + RIGHT + FAR
    told = "between its old neighbours now stands [425, 430)"

    (move,) = moves(rows(text, (424, 428)), corrected)
    (shown,) = moves(rows(text, (424, 428), quote="居民自冶"), corrected)

    assert (move.how, move.to_start, move.to_end) == ("orphan", None, None)
    assert move.note == f"{told}; re-select it"
    assert shown.note == f"{told}: '居民的自治'; re-select it"


@pytest.mark.parametrize("elsewhere", ["2016", LEFT + "2016"])
@pytest.mark.parametrize("quote", ["", "2016"])
def test_an_edited_figure_is_not_taken_for_the_same_figure_elsewhere(elsewhere: str, quote: str):
    # the one 2016 that is left belongs to another sentence, even where that starts alike
    text = FAR + LEFT + "2016" + RIGHT + FAR + elsewhere + FAR
    corrected = text.replace("2016" + RIGHT, "2017" + RIGHT)

    assert moves(rows(text, (424, 428), quote=quote), corrected)[0].how == "orphan"


def test_of_two_places_with_the_same_contexts_none_is_guessed():
    sentence = LEFT + "居民" + RIGHT
    text = sentence + FAR + sentence

    (move,) = moves(rows(text, span(text, "居民", 1)), "新" + text)

    assert move.note == (
        "its quote stands at [25, 27), [475, 477), and nothing decides; re-select it"
    )


def test_a_place_beyond_a_neighbour_is_not_the_nearest():
    # 居民 stood before 理事会; both that are left stand after it
    text = "居民....." + SURE
    marked = blanked(rows(text, (0, 2), span(text, "理事会")), "s0")

    assert how(moves(marked, SURE + "居民" + FAR + "居民")) == [("orphan", None), ("moved", 24)]


def test_a_place_that_another_row_holds_is_not_taken_twice():
    # the first 2016 and its surroundings are rewritten; the second is the other row's
    text = "一二三2016四五六" + FAR + LEFT + "2016" + RIGHT
    marked = rows(text, span(text, "2016"), span(text, "2016", 1))
    corrected = "七八九2017十" + FAR + LEFT + "2016" + RIGHT

    assert how(moves(marked, corrected)) == [
        ("orphan", None),
        ("moved", corrected.index("2016")),
    ]


def test_of_two_passages_that_became_one_none_is_guessed():
    sentence = LEFT + "居民自治" + RIGHT
    text = sentence + FAR + sentence
    marked = rows(text, span(text, "居民自治"), span(text, "居民自治", 1), **BLANK)

    assert [move.how for move in moves(marked, "新" + sentence + FAR)] == ["orphan", "orphan"]


def test_a_deleted_passage_is_told_where_its_neighbours_meet():
    text = FAR + LEFT + "居民自治" + RIGHT + FAR

    (move,) = moves(rows(text, (424, 428)), text.replace("居民自治", ""))

    assert move.note == (
        "its quote is not in the text; its old neighbours now meet at 424; "
        "re-select it or take the row out"
    )


# --- neighbours ---------------------------------------------------------------

SURE = LEFT + "理事会" + RIGHT


def test_equal_candidates_are_an_orphan_with_all_of_them_in_the_note():
    text = "甲居民乙" + FAR + "丙居民丁"

    (move,) = moves(rows(text, (1, 3), **BLANK), "新" + text)

    assert (move.how, move.note) == (
        "orphan",
        "its quote stands at [2, 4), [406, 408), and nothing decides; re-select it",
    )


def test_many_candidates_are_counted_not_listed():
    (move,) = moves(rows("居", (0, 1), **BLANK), "一居二居三居四居五居六居七居")

    assert move.note.startswith("its quote stands at [1, 2), [3, 4), [5, 6), [7, 8), [9, 10) and 2")


def test_a_neighbour_leads_to_one_of_two_equal_candidates():
    text = "居民" + FAR + "居民一" + SURE + FAR
    marked = blanked(rows(text, span(text, "居民", 1), span(text, "理事会")), "s0")
    corrected = "很长的新开头" + text

    found = moves(marked, corrected)

    assert [move.to_start for move in found] == [
        span(corrected, "居民", 1)[0],
        corrected.index("理事会"),
    ]
    assert [move.note for move in found] == ["where its neighbours lead", "both contexts fit"]


def blanked(table: pd.DataFrame, *names: str) -> pd.DataFrame:
    """``table`` with nothing known of the contexts of ``names``."""
    given = ~table["id"].isin(names)
    return table.assign(**{column: table[column].where(given, "") for column in BLANK})


def test_the_clearly_nearest_wins_and_two_as_near_do_not():
    # s1 stands at 427; it leads s0, 3 further on, to 430; candidates 431 and 490 (1 and 60 off),
    # then 429 and 431 (1 and 1 off)
    text = FAR + LEFT + "理事会居民" + RIGHT
    marked = blanked(rows(text, (427, 429), (424, 427)), "s0")
    clear = FAR + LEFT + "理事会" + "啊" + "居民" + "." * 57 + "居民" + RIGHT
    tied = FAR + LEFT[:24] + "理事会" + "啊" * 10 + "居民" + "." * 4 + "居民"

    assert how(moves(marked, clear)) == [("moved", 428), ("stays", 424)]
    assert moves(marked, tied)[0].how == "orphan"


def test_a_nested_span_goes_with_the_one_around_it():
    # 居民 alone fits three places; within the moved sentence there is one
    text = "居民一" + FAR + "由居民来议" + FAR + "居民二"
    outer, inner = span(text, "由居民来议"), span(text, "居民", 1)
    corrected = "居民三居民" + FAR[:50] + "由居民来议" + FAR[:90] + "居民"
    marked = rows(text, inner, outer)

    assert how(moves(marked, corrected)) == [("moved", 56), ("moved", 55)]


def test_rows_marked_in_another_text_are_no_neighbours():
    # s1 counts in an older text: what it moved by says nothing about s0
    text = "居民" + FAR + "居民一" + SURE + FAR
    marked = blanked(rows(text, span(text, "居民", 1), span(text, "理事会")), "s0")
    mixed = marked.assign(doc_sha256=["now", "then"])

    assert [move.how for move in moves(marked, "新" + text)] == ["moved", "moved"]
    assert [move.how for move in moves(mixed, "新" + text)] == ["orphan", "moved"]


def test_three_hundred_hashed_rows_are_each_answered():
    # written from numbers, no ten characters of it stand twice; the lengths are 4 to 120
    text = "".join(f"{chr(0x4E00 + at * 7)}{chr(0x4E00 + at % 50)}" for at in range(1500))
    spans = [(at, at + 4 + at * 31 % 117) for at in range(0, 2700, 9)]
    corrected = "".join("改" if at % 97 == 5 else c for at, c in enumerate(text))
    whole = [not any(at % 97 == 5 for at in range(*each)) for each in spans]

    found = moves(rows(text, *spans), corrected)

    assert [move.how == "stays" for move in found] == whole
    assert [move.how == "orphan" for move in found] == [not held for held in whole]


# --- properties ---------------------------------------------------------------

PIECES = ["居民", "自治", "a", "b ", "\n", "\r\n", "👍", "👩\u200d🌾", "𠮷", "e\u0301", "。"]


@st.composite
def marked_texts(draw: st.DrawFn, longer: str = "") -> tuple[list[str], list[str]]:
    """Texts as gaps and quotes by turns, every quote with a number of its own."""
    count = draw(st.integers(1, 5))
    piece = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
    quotes = [f"<{n}{longer}{draw(piece)}{n}>" for n in range(count)]
    return draw(st.lists(piece, min_size=count + 1, max_size=count + 1)), quotes


def woven(gaps: list[str], quotes: list[str]) -> str:
    return gaps[0] + "".join(q + gap for q, gap in zip(quotes, gaps[1:], strict=True))


def spans_of(gaps: list[str], quotes: list[str]) -> list[tuple[int, int]]:
    starts = [len(woven(gaps[: n + 1], quotes[:n])) for n in range(len(quotes))]
    return [(at, at + len(q)) for at, q in zip(starts, quotes, strict=True)]


@settings(max_examples=30, deadline=None)
@given(marked_texts(), st.data())
def test_edits_outside_the_spans_lose_none(
    marked: tuple[list[str], list[str]], data: st.DataObject
):
    gaps, quotes = marked
    text, table = woven(gaps, quotes), rows(woven(gaps, quotes), *spans_of(gaps, quotes))
    cut = st.integers(0, 12)
    edited = [
        gap[: (at := data.draw(cut))]
        + data.draw(st.sampled_from(["", *PIECES]))
        + gap[at + data.draw(cut) :]
        for gap in gaps
    ]
    corrected = woven(edited, quotes)

    found = moves(table, corrected)

    assert [corrected[move.to_start : move.to_end] for move in found] == quotes
    assert [(move.to_start, move.to_end) for move in found] == spans_of(edited, quotes)
    assert [move.how == "stays" for move in found] == [m.start == m.to_start for m in found]
    assert text == corrected or len(found) == len(table)


@settings(max_examples=30, deadline=None)
@given(marked_texts(), st.data())
def test_an_edit_inside_a_span_orphans_that_one_alone(
    marked: tuple[list[str], list[str]], data: st.DataObject
):
    gaps, quotes = marked
    number = data.draw(st.integers(0, len(quotes) - 1))
    at = data.draw(st.integers(1, len(quotes[number]) - 1))
    changed = quotes[number][:at] + "改" + quotes[number][at + data.draw(st.integers(0, 1)) :]
    edited = [*quotes[:number], changed, *quotes[number + 1 :]]

    found = moves(rows(woven(gaps, quotes), *spans_of(gaps, quotes)), woven(gaps, edited))

    assert [move.how == "orphan" for move in found] == [n == number for n in range(len(quotes))]
    places = [(m.to_start, m.to_end) for m in found if m.how != "orphan"]
    expected = spans_of(gaps, edited)
    assert places == expected[:number] + expected[number + 1 :]


@settings(max_examples=30, deadline=None)
@given(
    st.text(st.sampled_from("ab甲𠮷\n"), min_size=1, max_size=40),
    st.text(st.sampled_from("ab甲𠮷\n"), max_size=40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(1, 4)), max_size=6),
    st.booleans(),
)
def test_between_any_two_texts_no_row_is_dropped_and_none_stands_on_other_words(
    text: str, corrected: str, given_spans: list[tuple[int, int]], blank: bool
):
    spans = [(at, at + length) for at, length in given_spans if at + length <= len(text)]
    table = rows(text, *spans, **(BLANK if blank else {}))

    found = moves(table, corrected)

    assert [move.id for move in found] == table["id"].tolist()
    for move in found:
        if move.how == "orphan":
            assert (move.to_start, move.to_end) == (None, None)
            assert move.note
        else:
            assert corrected[move.to_start : move.to_end] == text[move.start : move.end]
    if text[:1] and spans and corrected == text:
        assert {move.how for move in found} == {"stays"}


@settings(max_examples=30, deadline=None)
@given(marked_texts(longer="=" * CONTEXT), st.randoms(use_true_random=False))
def test_paragraphs_may_change_places(marked: tuple[list[str], list[str]], chance: random.Random):
    gaps, quotes = marked
    paragraphs = [q + gap + "\n" for q, gap in zip(quotes, gaps[1:], strict=True)]
    text = gaps[0] + "".join(paragraphs)
    shuffled = list(paragraphs)
    chance.shuffle(shuffled)
    corrected = gaps[0] + "".join(shuffled)

    found = moves(rows(text, *(span(text, quote) for quote in quotes)), corrected)

    assert [(m.to_start, m.to_end) for m in found] == [span(corrected, q) for q in quotes]


# --- what a row becomes -------------------------------------------------------


def test_a_found_row_gets_the_anchors_of_the_corrected_text_and_an_orphan_keeps_its_own():
    text = LEFT + "居民自治" + RIGHT + "理事会。"
    marked = rows(text, (24, 28), (52, 55))
    corrected = "新" + text.replace("理事会", "理事长")

    made = reanchored(marked, moves(marked, corrected), corrected, quote_hash(corrected))

    assert made.loc[2, ["start", "end", "doc_sha256"]].tolist() == [
        25,
        29,
        quote_hash(corrected),
    ]
    assert made.loc[2, "before_sha256"] == quote_hash(("新" + LEFT)[-24:])[:16]
    assert made.loc[3].equals(marked.loc[3])
    assert made.index.equals(marked.index)
    assert made.dtypes.equals(marked.dtypes)
    assert marked.loc[2, "start"] == 24


def test_rows_that_were_re_anchored_stay_in_the_corrected_text():
    text = LEFT + "居民自治" + RIGHT
    corrected = "新的" + text
    marked = rows(text, (24, 28), (26, 30))
    made = reanchored(marked, moves(marked, corrected), corrected, quote_hash(corrected))
    again = moves(made, corrected)

    assert [move.how for move in again] == ["stays", "stays"]
    assert reanchored(made, again, corrected, quote_hash(corrected)).equals(made)


def test_no_rows_have_no_moves():
    none = rows("甲")

    assert moves(none, "乙") == []
    assert reanchored(none, [], "乙", quote_hash("乙")).equals(none)


def test_rows_marked_in_another_text_than_the_cards_are_orphans():
    table = pd.concat([
        rows("甲乙", (0, 1), (1, 2)),
        rows("甲", (0, 1), doc="e", doc_sha256=""),
        rows("甲", (0, 1), doc="f"),
    ]).assign(doc_sha256=["old", "new", "", "kept"])  # fmt: skip
    table.index = pd.RangeIndex(2, 6, name="line")

    # e was written by hand; of f there is no card
    assert orphans(table, {"d": "new", "e": "new"}) == {
        2: "s0: coded in another text of d than its card names; "
        "re-anchor it, or re-select the passage"
    }


def test_the_same_span_code_and_case_twice_is_told_with_the_earlier_row():
    table = rows("甲乙丙", (0, 2), (0, 2), (0, 2)).assign(code="idea", case="c")

    assert [(fault.keys, fault.message) for fault in repeated(table)] == [
        ((3,), "s1: same span, code and case as 's0'; keep one"),
        ((4,), "s2: same span, code and case as 's0'; keep one"),
    ]


def test_overlaps_nesting_and_other_codes_and_cases_are_no_repetition():
    table = rows("甲乙丙", (0, 2), (1, 3), (0, 3), (0, 2), (0, 2))
    table = table.assign(code=["a", "a", "a", "b", "a"], case=["", "", "", "", "c"])

    assert repeated(table) == []

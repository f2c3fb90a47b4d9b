"""Repairs: offered where the text proves the damage, made where the reading is certain."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.corpus.repairs import REPAIRS, edits, offered, proof, reading
from workbench.corpus.texts import fingerprint
from workbench.corpus.views import Edit
from workbench.errors import UsageError

BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # as machines are
DAMAGED = "Founded on 20 14 10 15; by 20 1 1 some 1 10000 people, 47. 1% of all, had come."
PIECES = ["20 14", " 10", " 1", "1", "0", "47. 1%", "\n", "\u00a0", "街道", "２", " 3 5", ".", ","]


def read(text: str, *names: str) -> str:
    return reading(text, repairs=names or ["digit_one_space"]).text


# --- the gap before the digit 1 -------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("20 14", "2014"),
        ("20 1 1", "2011"),
        ("1 10000", "110000"),
        ("1 1 1", "111"),
        ("0.2 1", "0.21"),
        ("1,1 10", "1,110"),
        ("47. 1%", "47.1%"),
        ("47. 1 1％", "47.11％"),
        ("3. 1 million", "3.1 million"),
        ("3. 1亿", "3.1亿"),
    ],
)
def test_the_gap_before_an_inner_1_is_closed(raw: str, value: str):
    assert read(f"约 {raw} then") == f"约 {value} then"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("20 14 10 15", "2014-10-15"),
        ("2003 3 5", "2003-03-05"),
        ("20 1 1 1 1 2 1", "2011-11-21"),  # 2011-1-1 would leave digits over
        ("20 14 0 1 3 1", "2014-01-31"),
        ("20 14 1 1 2", "2014-11-02"),  # a 12 would be printed 12: no gap before a 2
        ("19 19 12 3 1", "1919-12-31"),
    ],
)
def test_a_date_set_with_spaces_is_an_iso_date(raw: str, value: str):
    assert read(f"({raw}), Anmen") == f"({value}), Anmen"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("20 14 1 1 1", "2014 1 1 1"),  # 2014-01-11 or 2014-11-01
        ("20 14 100 people", "2014 100 people"),
        ("5 20 14 100", "5 2014 100"),
        ("20 14 13 10", "2014 13 10"),  # no thirteenth month
        ("20 14 10 15 10 30", "2014 10 15 10 30"),  # with a time of day
        ("20 14 10 15.5", "2014 10 15.5"),
    ],
)
def test_what_follows_a_whole_year_and_is_no_sure_date_keeps_its_gaps(raw: str, value: str):
    assert read(raw) == value


@pytest.mark.parametrize(
    "text",
    [
        "in 20\n14",
        "20  14",
        "20\t14",
        "20\u300014",
        "２０ １４",
        "2 5 and 3 20",
        "ward 1-1, 1+ 1, 1, 100",
        "that was 45. 1 in 3 stayed",
        "2. 1 million came",
        "\u3000\u30002. 1%",
        "第 1 社区 1 室",
        "",
    ],
)
def test_what_is_no_gap_in_a_number_or_cannot_be_told_stays(text: str):
    assert edits("digit_one_space", text) == []


def test_neighbours_before_a_1_are_read_as_one_number_as_documented():
    assert read("Table 1 1, 5 10 15") == "Table 11, 51015"


def test_every_edit_is_one_gap_so_that_positions_stay_sharp():
    # D=0 a=1 y=2 ' '=3; 20 14 10 5 is [4, 14): gaps at 6, 9, 12; the 5 gets its zero
    assert edits("digit_one_space", "Day 20 14 10 5") == [
        Edit(6, 7, ""),
        Edit(9, 10, "-"),
        Edit(12, 13, "-0"),
    ]


# --- proofs ---------------------------------------------------------------------


def test_a_damaged_text_proves_itself_with_counts_and_examples():
    # one gap in the date's year, two in 2011, one in 110000, one in 47.1
    assert offered(DAMAGED) == {
        "digit_one_space": "5 gaps before an inner digit 1, and no 1 directly after a digit: "
        "20 14 10 15 -> 2014-10-15, 20 1 1 -> 2011, 1 10000 -> 110000"
    }


@pytest.mark.parametrize(
    "text",
    [
        "20 14 and 20 1",
        DAMAGED + " Room 311",
        DAMAGED + " 第２1号",
        "5 1 3\n7 12 8\n9 14 3\n2 1 4",
        "the 2003 10 12, the 2004 10 14, the 2005 12 10",
        "",
    ],
    ids=["two gaps", "a whole 11", "after a wide digit", "columns", "dates alone", "empty"],
)
def test_a_text_that_does_not_prove_the_damage_is_offered_nothing(text: str):
    assert offered(text) == {}


def test_dates_with_other_digits_do_not_speak_against_the_damage():
    text = "20 14 3 5, then 20 15 4 6, then 20 16 7 8"

    assert proof("digit_one_space", text).startswith("3 gaps")


def test_no_break_spaces_are_counted_and_shown():
    text = "约\u00a05\u00a0km, 约\u00a05 more\u00a0\u00a0\n"

    assert proof("nbsp_space", text) == "5 no-break spaces (U+00A0): 约[NBSP]5 -> 约 5"
    assert proof("nbsp_space", "\u00a0") == "1 no-break space (U+00A0)"
    assert proof("nbsp_space", "a b") == ""


def test_a_no_break_space_is_read_as_a_space():
    assert read("a\u00a0\u00a0b\u00a0", "nbsp_space") == "a  b "


@pytest.mark.parametrize("function", [edits, proof])
def test_an_unknown_repair_is_refused_with_the_nearest_name(function):
    with pytest.raises(UsageError, match="unknown repair 'nbsp_spce'; did you mean nbsp_space"):
        function("nbsp_spce", "text")


def test_a_repair_like_no_other_is_refused_with_all_names():
    with pytest.raises(UsageError, match="there are digit_one_space, nbsp_space"):
        reading("text", repairs=["?"])


# --- readings -------------------------------------------------------------------


def test_a_reading_is_repaired_and_lacks_what_is_left_out():
    text = "甲\u00a020 14乙丙"  # 甲 0, NBSP 1, 20 14 [2, 7), 乙 7, 丙 8
    view = reading(text, repairs=["nbsp_space", "digit_one_space"], left_out=[(7, 8)])

    assert view.text == "甲 2014丙"
    assert view.source_span(2, 6) == (2, 7)
    assert view.reading(2, 7) == "2014"
    assert view.reading(7, 8) == ""


def test_a_span_left_out_wins_over_the_repairs_it_touches():
    # [1, 4) takes "0 1" of "20 14 10 15": the year's gap is not read, the others are
    view = reading("20 14 10 15", repairs=["digit_one_space"], left_out=[(1, 4)])

    assert view.text == "24-10-15"


def test_spans_left_out_may_overlap_meet_and_come_in_any_order():
    view = reading("abcdefgh", repairs=[], left_out=[(5, 6), (1, 3), (2, 4), (4, 5)])

    assert view.text == "agh"


@pytest.mark.parametrize(
    ("text", "span", "read_as"),
    [
        ("5月 由甲\n丁", (3, 6), "5月 \n丁"),  # 由甲 and the line end after it
        ("甲\n页脚\n丁", (1, 5), "甲\n丁"),
        ("甲\n页脚\n丁", (2, 5), "甲\n丁"),  # the line end before the span stays
        ("页眉\n丁", (0, 3), "丁"),
        ("甲\n页脚", (1, 4), "甲"),
        ("甲乙丁", (1, 2), "甲丁"),
    ],
)
def test_what_stood_in_two_lines_does_not_touch(text: str, span: tuple[int, int], read_as: str):
    view = reading(text, repairs=[], left_out=[span])

    assert view.text == read_as
    assert [text[at] for at in view.start.tolist()] == list(read_as)


def test_nothing_declared_is_the_text_itself():
    assert reading("20 14\u00a0", repairs=[]).text == "20 14\u00a0"
    assert reading("", repairs=list(REPAIRS)).text == ""


def test_a_repair_named_twice_is_made_once():
    assert read("20 14", "digit_one_space", "digit_one_space") == "2014"


@pytest.mark.parametrize("span", [(0, 0), (2, 1), (-1, 1), (0, 4)])
def test_a_span_that_is_no_passage_is_refused(span: tuple[int, int]):
    with pytest.raises(ValueError, match="no passage of 3 characters"):
        reading("abc", repairs=[], left_out=[span])


@settings(BUSY, max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.data())
def test_a_reading_changes_spaces_hyphens_and_leading_zeros_only(text: str, data: st.DataObject):
    places = st.integers(0, len(text))
    spans = [tuple(sorted(pair)) for pair in data.draw(st.lists(st.tuples(places, places)))]
    spans = [(start, end) for start, end in spans if start < end]
    left = [sign for at, sign in enumerate(text) if not any(s <= at < e for s, e in spans)]
    view = reading(text, repairs=REPAIRS, left_out=spans)

    def bare(signs: str) -> str:
        return re.sub(r"[ \u00a0\n\-0]", "", signs)

    assert bare(view.text) == bare("".join(left))


# --- the real documents -----------------------------------------------------------


@pytest.fixture(scope="module")
def documents(originals: list[Path]) -> list[str]:
    paths = [path for folder in originals for path in sorted(folder.glob("**/*.*"))]
    return [p.read_bytes().decode() for p in paths if p.suffix in {".txt", ".md"}]


def test_the_figures_read_by_hand_are_what_the_repair_reads(documents: list[str], repo: Path):
    with (repo / "corpus/coding/figures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["repair"] == "digit_one_space"]
    damaged = [text for text in documents if "digit_one_space" in offered(text)]
    view = reading(damaged[0], repairs=["digit_one_space"])
    values = [view.reading(int(row["start"]), int(row["end"])).rstrip("%") for row in rows]

    assert len({fingerprint(text) for text in damaged}) == 1
    assert values == [row["value"] for row in rows]
    assert len(edits("digit_one_space", damaged[0])) == 10  # each was looked at

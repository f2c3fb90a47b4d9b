"""Views: a text read another way, with the way back for every position."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.corpus.views import Edit, View

BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # as machines are
SOURCES = st.text(st.sampled_from("ab c文字\n\u00a0\u200b𠮷👨\u200d👩\u0301"), max_size=20)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A source with edits that do not overlap, in any order."""
    source = draw(SOURCES)
    places = sorted(draw(st.sets(st.integers(0, len(source)), max_size=8)))
    spans = list(zip(places[::2], places[1::2], strict=False))
    readings = st.text(st.sampled_from("xy 𠮷"), max_size=3)
    return source, draw(st.permutations([Edit(*span, draw(readings)) for span in spans]))


def replaced(source: str, edits: list[Edit]) -> str:
    """The edits made one by one, from the right."""
    for start, end, reading in sorted(edits, reverse=True):
        source = source[:start] + reading + source[end:]
    return source


# --- by hand --------------------------------------------------------------------


def test_a_view_knows_the_source_of_every_character():
    # a b c d e: "bc" is read X, "e" is left out
    view = View.of("abcde", [Edit(4, 5, ""), Edit(1, 3, "X")])

    assert view.text == "aXd"
    assert view.start.tolist() == [0, 1, 3]
    assert view.end.tolist() == [1, 3, 4]
    assert view.source_span(1, 3) == (1, 4)
    assert view.view_span(2, 4) == (1, 3)


def test_a_longer_reading_stands_for_its_whole_span():
    view = View.of("a㎡b", [Edit(1, 2, "m2")])

    assert view.source_span(2, 3) == (1, 2)
    assert view.view_span(1, 2) == (1, 3)
    assert view.reading(0, 2) == "am2"


def test_what_is_left_out_is_nowhere_in_the_view():
    view = View.of("abcd", [Edit(1, 3, "")])

    assert view.view_span(1, 3) == (1, 1)
    assert view.reading(1, 3) == ""
    assert view.source_span(0, 2) == (0, 4)  # a passage across it holds it


def test_edits_may_touch():
    assert View.of("abcd", [Edit(0, 2, "X"), Edit(2, 4, "Y")]).text == "XY"


@pytest.mark.parametrize("source", ["", "ab"])
def test_no_edit_is_the_source(source: str):
    view = View.of(source)

    assert view.text == source
    assert view.start.dtype == view.end.dtype == np.int64
    assert view.start.tolist() == list(range(len(source)))


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 2, "x"), Edit(1, 3, "y")],
        [Edit(2, 1, "x")],
        [Edit(-1, 1, "x")],
        [Edit(2, 4, "x")],
        [Edit(1, 1, "x")],
    ],
    ids=["overlap", "backwards", "before the text", "behind the text", "inserted"],
)
def test_edits_without_a_source_of_their_own_are_refused(edits: list[Edit]):
    with pytest.raises(ValueError, match="is empty, overlaps another or leaves the text"):
        View.of("abc", edits)


@pytest.mark.parametrize("span", [(0, 0), (1, 0), (-1, 1), (0, 4)])
def test_a_span_that_is_no_passage_of_the_view_has_no_source(span: tuple[int, int]):
    with pytest.raises(ValueError, match="no passage of 3 characters"):
        View.of("abc").source_span(*span)


def test_a_character_may_be_read_as_none_or_many():
    view = View.each("aßc", {"a": "", "ß": "ss", "c": "c"}.__getitem__)

    assert view.text == "ssc"
    assert view.start.tolist() == [1, 1, 2]
    assert view.end.tolist() == [2, 2, 3]


def test_a_view_on_a_view_leads_to_the_first_source():
    inner = View.of("ab\u00a0 c", [Edit(2, 3, " ")])
    view = inner.through(View.of(inner.text, [Edit(2, 4, " ")]))

    assert view.text == "ab c"
    assert view.source_span(2, 3) == (2, 4)


def test_a_view_that_leaves_everything_out_is_empty_through_another_too():
    nothing = View.of("ab", [Edit(0, 2, "")])

    assert nothing.through(View.of("")).text == ""
    assert View.of("ab").through(nothing).text == ""
    assert nothing.view_span(0, 2) == (0, 0)


# --- for every text ---------------------------------------------------------------


@settings(BUSY, max_examples=150)
@given(edited())
def test_a_view_reads_what_replacing_from_the_right_would_give(made: tuple[str, list[Edit]]):
    source, edits = made
    view = View.of(source, edits)

    assert view.text == replaced(source, edits)
    assert len(view.start) == len(view.end) == len(view.text)
    assert (np.diff(view.start) >= 0).all()
    assert (np.diff(view.end) >= 0).all()
    assert (view.start < view.end).all()


@settings(BUSY, max_examples=150)
@given(edited(), st.data())
def test_to_the_view_and_back_loses_nothing_that_was_kept(
    made: tuple[str, list[Edit]], data: st.DataObject
):
    source, edits = made
    view = View.of(source, edits)
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    first, last = view.view_span(start, end)
    gone = {at for edit in edits if not edit.reading for at in range(edit.start, edit.end)}
    kept = [at for at in range(start, end) if at not in gone]

    assert (first < last) == bool(kept) or start == end
    if kept:
        back = view.source_span(first, last)
        assert back[0] <= kept[0]
        assert kept[-1] < back[1]
        assert view.view_span(*back) == (first, last)


@settings(BUSY, max_examples=150)
@given(edited(), st.data())
def test_through_is_looking_twice(made: tuple[str, list[Edit]], data: st.DataObject):
    inner = View.of(*made)
    outer = View.each(inner.text, lambda sign: data.draw(st.sampled_from(["", sign, "xx"])))
    view = inner.through(outer)

    assert view.text == outer.text
    for at in range(len(view.text)):
        assert view.source_span(at, at + 1) == inner.source_span(*outer.source_span(at, at + 1))

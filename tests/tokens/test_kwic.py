"""Key word in context: where a pattern stands and what surrounds it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import UsageError
from workbench.tokens.kwic import COLUMNS, concordance

TEXTS = {
    "b": "街道培育社区社会组织。\nThe street hatches social organisations.",
    "a": "𠮷社会组织",
}


def test_a_hit_has_its_span_and_its_context():
    # b: 街0 道1 培2 育3 社4 区5 社6 会7 组8 织9: the hit is [6, 10)
    hit = concordance(TEXTS, "社会组织", width=3).set_index("doc").loc["b"]

    assert (hit["start"], hit["end"]) == (6, 10)
    assert (hit["left"], hit["match"], hit["right"]) == ("育社区", "社会组织", "。 T")


def test_positions_are_code_points():
    # 𠮷 is one code point
    assert concordance(TEXTS, "社会组织").iloc[0][["doc", "start"]].tolist() == ["a", 1]


def test_hits_are_ordered_by_document_and_position():
    found = concordance(TEXTS, "社会组织|社区|social organi[sz]ation")

    assert found["doc"].tolist() == ["a", "b", "b", "b"]
    assert found["match"].tolist() == ["社会组织", "社区", "社会组织", "social organisation"]


def test_capitals_do_not_matter():
    assert concordance(TEXTS, "STREET")["match"].tolist() == ["street"]


def test_line_breaks_are_shown_as_spaces_also_in_the_hit():
    hit = concordance({"a": "one\r\ntwo\tthree"}, r"one\s+two").iloc[0]

    assert hit["match"] == "one  two"
    assert hit["right"] == " three"
    assert hit["end"] == 8


def test_the_width_is_that_of_each_side_and_ends_with_the_text():
    hit = concordance({"a": "x" * 50 + "!" + "y" * 10}, "!").iloc[0]

    assert (len(hit["left"]), len(hit["right"])) == (30, 10)
    assert concordance({"a": "x!y"}, "!", width=0).iloc[0][["left", "right"]].tolist() == ["", ""]


@pytest.mark.parametrize("pattern", ["", "x*", "^", "nowhere"])
def test_a_pattern_that_matches_nothing_has_no_hits(pattern: str):
    found = concordance({"a": "社区", "b": ""}, pattern)

    assert found.empty
    assert list(found.columns) == COLUMNS


@pytest.mark.parametrize("pattern", ["(", "[", "*", "a{2,1}", "(?P<a>x)(?P<a>y)", "\\"])
def test_a_pattern_that_does_not_compile_is_refused_with_the_reason(pattern: str):
    with pytest.raises(UsageError) as refusal:
        concordance(TEXTS, pattern)
    assert str(refusal.value).startswith(f"pattern {pattern!r}: ")


def test_a_repetition_beyond_all_bounds_is_refused_too():
    with pytest.raises(UsageError):
        concordance(TEXTS, "a{99999999999}")


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from("社区a\r\n𠮷 "), max_size=40), st.integers(0, 5))
def test_the_hit_is_its_span_and_the_context_is_what_stands_there(text: str, width: int):
    for row in concordance({"d": text}, "社区|a", width=width).to_dict("records"):
        around = text[max(0, row["start"] - width) : row["end"] + width]
        shown = row["left"] + row["match"] + row["right"]

        assert text[row["start"] : row["end"]] == row["match"]
        assert shown == "".join(" " if c.isspace() else c for c in around)


class Upper:
    """A reading in capitals that leaves out hyphens: a stand-in for a folded text."""

    def __init__(self, text: str) -> None:
        self.kept = [at for at, letter in enumerate(text) if letter != "-"]
        self.text = text.replace("-", "").upper()

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        return self.kept[start], self.kept[end - 1] + 1


def test_a_reading_is_searched_line_by_line_and_hits_are_spans_of_the_text():
    # "co-\nop co-op": the word broken over two lines is none; the other is [7, 12)
    found = concordance({"d": "co-\nop co-op"}, "COOP", reading=Upper)

    assert found[["start", "end", "match"]].to_numpy().tolist() == [[7, 12, "co-op"]]

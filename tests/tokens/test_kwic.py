"""Key word in context: where a pattern stands and what surrounds it."""

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import UsageError
from workbench.tokens import kwic, table
from workbench.tokens.kwic import COLUMNS, concordance, contexts, either, phrase
from workbench.tokens.table import Tokens

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


def upper(text: str) -> list[Upper]:
    return [Upper(line) for line in text.split("\n")]


def test_a_reading_is_searched_line_by_line_and_hits_are_spans_of_the_text():
    # "co-\nop co-op": the word broken over two lines is none; the other is [7, 12)
    found = concordance({"d": "co-\nop co-op"}, "COOP", reading=upper)

    assert found[["start", "end", "match"]].to_numpy().tolist() == [[7, 12, "co-op"]]


# --- order and language -------------------------------------------------------

SORTED = {
    "a": "乙甲公园，甲乙公园。丙公园",
    "b": "our old park, an Open park; the old park",
}


def test_hits_are_sorted_by_what_stands_left_from_the_hit_outwards():
    # outwards: old our | old the | open an; then 丙 4e19, 乙 4e59 甲, 甲 7532 乙
    found = concordance(SORTED, "公园|park", sort="left")

    assert found["doc"].tolist() == ["b", "b", "b", "a", "a", "a"]
    assert found["start"].tolist() == [8, 36, 22, 11, 7, 2]


def test_hits_are_sorted_by_what_stands_right_of_them_signs_left_out():
    # nothing | nothing | an Open park | the old park | 丙公园 | 甲乙公园
    found = concordance(SORTED, "公园|park", sort="right")

    assert found["start"].tolist() == [11, 36, 8, 22, 7, 2]
    assert found["right"].tolist()[2] == ", an Open park; the old park"


def test_equal_neighbours_keep_the_order_of_the_texts():
    found = concordance({"b": "甲园", "a": "甲园甲园"}, "园", width=1, sort="left")

    assert list(zip(found["doc"], found["start"], strict=True)) == [("a", 1), ("a", 3), ("b", 1)]


def test_an_unknown_order_is_refused_with_the_known_ones():
    with pytest.raises(UsageError, match="sort 'middle': sort by one of position, left, right"):
        concordance(TEXTS, "社区", sort="middle")


def test_each_hit_has_its_language_and_a_number_that_of_what_surrounds_it():
    found = concordance({"a": "共12人", "b": "all 12 of us"}, "12|us|人")

    assert found["language"].tolist() == ["zh", "zh", "en", "en"]


# --- words and terms as they stand --------------------------------------------


def test_the_longest_of_several_terms_is_found_whatever_signs_are_in_them():
    found = concordance({"a": "社会组织（试行）和社会"}, either(["社会", "社会组织（试行）", "(?"]))

    assert found["match"].tolist() == ["社会组织（试行）", "社会"]


def test_a_latin_term_is_found_as_a_whole_word_across_a_line_break_and_beside_chinese():
    text = "Social\nWork, social works, antisocial work加入wto后 WTOs"

    assert concordance({"a": text}, either(["social work", "WTO"]))["start"].tolist() == [0, 44]


def test_of_no_terms_there_are_no_hits():
    assert concordance(TEXTS, either([])).empty


# --- contexts of spans --------------------------------------------------------


def test_contexts_are_in_the_order_of_the_spans_given():
    found = contexts(
        {"a": "甲\u3000乙丙", "b": "x\ty"}, ["b", "a", "a"], [0, 2, 0], [1, 3, 1], width=2
    )

    assert found.to_numpy().tolist() == [
        ["b", 0, 1, "", "x", " y", "en"],
        ["a", 2, 3, "甲 ", "乙", "丙", "zh"],
        ["a", 0, 1, "", "甲", " 乙", "zh"],
    ]


def test_contexts_of_no_spans_have_the_columns_of_a_concordance():
    found = contexts({}, [], [], [])

    assert found.empty
    assert list(found.columns) == COLUMNS


# --- phrases in a token table -------------------------------------------------


def tokens_of(*documents: list[list[str]]) -> Tokens:
    """Documents of paragraphs of words; a word that is a sign or a space is none."""
    rows = [
        (number, at, len(word), document, word)
        for document, paragraphs in enumerate(documents)
        for number, at, word in _placed(paragraphs)
    ]
    kept = [row for row in rows if row[4].isalnum()]
    types = sorted({(word, "en" if word.isascii() else "zh") for *_, word in kept})
    counts = np.bincount([row[3] for row in kept], minlength=len(documents))
    return Tokens(
        docs=table.names(f"d{number}" for number in range(len(documents))),
        pointer=np.append(0, np.cumsum(counts)).astype(np.int64),
        word=np.array([[word for word, _ in types].index(row[4]) for row in kept], np.int32),
        start=np.array([row[1] for row in kept], np.int32),
        length=np.array([row[2] for row in kept], np.int32),
        paragraph=np.array([row[0] for row in kept], np.int32),
        words=table.names(word for word, _ in types),
        languages=table.names(language for _, language in types),
    )


def _placed(paragraphs: list[list[str]]) -> list[tuple[int, int, str]]:
    words = [(number, word) for number, words in enumerate(paragraphs) for word in [*words, "\n"]]
    starts = accumulate((len(word) for _, word in words), initial=0)
    return [(number, at, word) for (number, word), at in zip(words, starts, strict=False)]


def hits_of(tokens: Tokens, *words: str) -> list[tuple[int, int, int]]:
    return list(zip(*(part.tolist() for part in phrase(tokens, words)), strict=True))


def test_a_phrase_is_found_in_one_paragraph_without_signs_between_chinese_words():
    # d0: 社区社会组织 and 社区，社会 and 社区|社会 over a line; d1 begins where d0 ends
    made = tokens_of(
        [["社区", "社会", "组织", "，", "社区", "，", "社会", "社区"], ["社会", "社区"]],
        [],
        [["社会", "组织"]],
    )

    assert hits_of(made, "社区", "社会") == [(0, 0, 4)]
    assert hits_of(made, "社会", "组织") == [(0, 2, 6), (2, 0, 4)]
    assert hits_of(made, "社区") == [(0, 0, 2), (0, 7, 9), (0, 12, 14), (0, 17, 19)]


def test_one_sign_may_stand_between_words_of_which_one_is_english():
    made = tokens_of([["social", "-", "work", " ", "站", "，", " ", "work", ",", " ", "social"]])

    assert hits_of(made, "social", "work", "站") == [(0, 0, 13)]
    assert hits_of(made, "work", "social") == []


def test_no_phrase_runs_over_a_line_or_from_one_document_into_the_next():
    # "social" ends at 6, and "work" stands at 7 of the same text or at 6 of the next
    assert hits_of(tokens_of([["social"], ["work"]]), "social", "work") == []
    assert hits_of(tokens_of([["social"]], [["- - - ", "work"]]), "social", "work") == []


def test_a_large_table_is_read_in_blocks(monkeypatch):
    monkeypatch.setattr(kwic, "BLOCK", 2)

    assert hits_of(tokens_of([["甲", "乙", "甲", "甲", "乙"]]), "甲") == [
        (0, 0, 1),
        (0, 2, 3),
        (0, 3, 4),
    ]


def test_a_word_that_is_not_there_has_no_hits_and_no_words_are_refused():
    made = tokens_of([["社区"]])

    assert hits_of(made, "社区", "公园") == hits_of(made, "公园") == []
    assert hits_of(table.empty(), "社区") == []
    with pytest.raises(UsageError, match="a phrase of no words"):
        phrase(made, [])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.lists(st.sampled_from("甲乙，"), max_size=6), max_size=3), max_size=3))
def test_a_phrase_of_chinese_words_is_where_its_text_stands(documents: list[list[list[str]]]):
    # the words are one character each, so that their borders are everywhere
    texts = {
        f"d{number}": "\n".join(map("".join, paragraphs))
        for number, paragraphs in enumerate(documents)
    }
    found = hits_of(tokens_of(*documents), "甲", "乙", "甲")
    expected = concordance(texts, "甲(?=乙甲)")

    assert [(f"d{doc}", start) for doc, start, _ in found] == list(
        zip(expected["doc"], expected["start"], strict=True)
    )
    assert all(end == start + 3 for _, start, end in found)

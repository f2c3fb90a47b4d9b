"""Sentences of both languages, with spans, and the clause around a span."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.tokens import english
from workbench.tokens.sentences import clause, sentences

PIECES = [
    *(
        "街道",
        "居民参加",
        "。",
        "！",
        "？",
        "；",
        "……",
        "?!",
        "，",
        "、",
        "：",
        "“",
        "”",
        "（",
        "）",
        "」",
    ),
    *("The street buys services. ", "Mr. ", "U.S. ", "WTO", "3.5", "1,000", ".", "?", "...", '"'),
    *(" ", "\n", "\r\n", "\u3000", "\u2028", "\x1c", "𠮷", "é", "_", "①"),
]
MIXED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=14).map("".join)


def cut(text: str) -> list[tuple[str, str]]:
    return [(text[start:end], language) for start, end, language in sentences(text)]


@settings(max_examples=300, deadline=None)
@given(MIXED)
def test_sentences_are_in_order_apart_trimmed_and_on_one_line(text: str):
    found = list(sentences(text))

    assert all(one[1] <= other[0] for one, other in pairwise(found))
    parts = [text[start:end] for start, end, _ in found]
    assert all(part == part.strip() and any(map(str.isalnum, part)) for part in parts)
    assert not set("\n\r\u2028") & set("".join(parts))


@settings(max_examples=300, deadline=None)
@given(MIXED)
def test_every_letter_and_digit_stands_in_exactly_one_sentence(text: str):
    held = [at for start, end, _ in sentences(text) for at in range(start, end)]
    needed = [at for at, character in enumerate(text) if character.isalnum()]

    assert [at for at in held if text[at].isalnum()] == needed


def test_a_chinese_sentence_ends_at_its_mark_and_at_a_semicolon():
    # 一0 是1 培2 育3 ；4 | 二5 是6 孵7 化8 。9
    text = "一是培育；二是孵化。"

    assert list(sentences(text)) == [(0, 5, "zh"), (5, 10, "zh")]


def test_what_closes_quotes_and_brackets_goes_with_the_sentence_before():
    assert cut("他问：“谁来做？”没人答（都走了。）……后来呢?!") == [
        ("他问：“谁来做？”", "zh"),
        ("没人答（都走了。）", "zh"),
        ("后来呢?!", "zh"),
    ]


def test_a_line_end_always_ends_a_sentence_of_either_language():
    assert cut("第一条\n街道\r\n\nThe street\nbuys") == [
        ("第一条", "zh"),
        ("街道", "zh"),
        ("The street", "en"),
        ("buys", "en"),
    ]


def test_english_words_do_not_part_a_chinese_sentence():
    assert cut("据Li et al. 的研究，WTO及U.S. 的做法不同。") == [
        ("据Li et al. 的研究，WTO及U.S. 的做法不同。", "zh")
    ]


def test_whole_english_sentences_before_chinese_are_sentences():
    assert cut("The street buys it. Residents decide now. 街道购买。") == [
        ("The street buys it.", "en"),
        ("Residents decide now.", "en"),
        ("街道购买。", "zh"),
    ]


def test_numbers_are_of_the_language_of_their_text():
    assert cut("47.1%\n街道") == [("47.1%", "zh"), ("街道", "zh")]
    assert cut("47.1%") == [("47.1%", "en")]


def test_english_sentences_are_those_of_nltk():
    text = "No. 5 costs 3.50 (see p. 3). Is it so? “Yes.” So J. Li said... nothing!"

    assert [(a, b) for a, b, _ in sentences(text)] == list(english.sentences(text))
    assert {language for _, _, language in sentences(text)} == {"en"}


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "。！？", "——（）", "..."])
def test_a_text_without_letters_has_no_sentences(text: str):
    assert list(sentences(text)) == []


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("街道没有食堂、图书馆，但是有公园。", "图书馆", "街道没有食堂、图书馆"),
        ("共1,000人：其中300人", "000", "共1,000人"),
        ("It has no hall, but it costs 3.5 tons. Yes", "costs", "but it costs 3.5 tons"),
        ("It has no hall, but it costs 3.5 tons. Yes", "hall", "It has no hall"),
        ("In the U.S. streets buy at 10:30; so do we", "buy", "In the U.S. streets buy at 10:30"),
        ("街道\n 居民 \n公园", "居民", "居民"),
        ("居民", "居民", "居民"),
        ("，居民，", "居民", "居民"),
    ],
)
def test_a_clause_is_bounded_by_commas_and_marks_but_not_inside_numbers_and_lists(
    text: str, word: str, expected: str
):
    at = text.index(word)
    start, end = clause(text, at, at + len(word))

    assert text[start:end] == expected


@settings(max_examples=200, deadline=None)
@given(MIXED, st.data())
def test_a_clause_holds_its_span_and_parts_nothing_it_should_hold(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = clause(text, start, end)

    assert 0 <= first <= start <= end <= last <= len(text)
    assert not set("，；。！？\n") & set(text[first:start] + text[end:last])
    assert clause(text, first, last) == (first, last)

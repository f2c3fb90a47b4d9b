"""Texts in two scripts: each run goes to its own tokenizer."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.tokens.tokenize import runs, tokenizer

TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            ["社区", "组织", " and ", "H", "K队", "51个", "NGO", "é", "𠮷", "，", "\r\n"]
        ),
        st.text(st.characters(codec="utf-8"), max_size=5),
    ),
    max_size=12,
).map("".join)

tokens = tokenizer(["社区社会组织", "K志愿服务队"])


def languages(text: str) -> list[tuple[str, str]]:
    return [(language, text[start:end]) for language, start, end in runs(text)]


# --- runs ---------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(TEXTS)
@example("")
@example("a社bc")
def test_the_runs_of_a_text_are_the_text(text: str):
    found = list(runs(text))

    assert "".join(text[start:end] for _, start, end in found) == text
    assert all(start < end for _, start, end in found)
    assert all(one[2] == other[1] for one, other in pairwise(found))


def test_a_text_without_han_is_english_from_its_first_character():
    assert languages("51 teams, a H Street") == [("en", "51 teams, a H Street")]


def test_a_word_in_latin_letters_begins_an_english_run_up_to_the_next_han():
    assert languages("培育 NGO (non-profit)，并扶持") == [
        ("zh", "培育 "),
        ("en", "NGO (non-profit)"),
        ("zh", "，并扶持"),
    ]


@pytest.mark.parametrize("text", ["K队有51个人", "H街道", "𠮷野家A区", "㐀 5 %"])
def test_a_single_letter_or_a_number_stays_with_the_chinese_around_it(text: str):
    assert languages(text) == [("zh", text)]


def test_no_text_has_no_run():
    assert languages("") == []


# --- tokens -------------------------------------------------------------------


def test_each_run_is_cut_by_its_own_tokenizer():
    text = "K志愿服务队是社区社会组织。It doesn't stop. 好"

    assert [(text[start:end], language) for _, start, end, language in tokens(text)] == [
        ("K志愿服务队", "zh"),
        ("是", "zh"),
        ("社区社会组织", "zh"),
        ("It", "en"),
        ("does", "en"),
        ("n't", "en"),
        ("stop", "en"),
        ("好", "zh"),
    ]


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_token_is_its_span_and_english_is_lower_case(text: str):
    for word, start, end, language in tokens(text):
        assert word == (text[start:end].lower() if language == "en" else text[start:end])
        assert any(character.isalnum() for character in word)


def test_marks_and_space_are_no_tokens():
    assert list(tokens("，。 \r\n……《》 -- ... !?")) == []


def test_chinese_keeps_its_capitals_and_english_loses_them():
    assert [word for word, *_ in tokens("K队")] == ["K", "队"]
    assert [word for word, *_ in tokens("The NGO")] == ["the", "ngo"]

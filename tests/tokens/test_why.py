"""Why a text is cut as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.tokens.tokenize import tokenizer
from workbench.tokens.why import why

TERMS = ["社区社会组织", "民非"]


def told(text: str, *terms: str) -> list[tuple[str, str]]:
    return [(reason.word, reason.how) for reason in why(text, terms)]


def test_each_piece_says_how_it_came_about() -> None:
    assert told("培育社区社会组织，在 NGO team 里", *TERMS) == [
        ("培育", "dictionary"),
        ("社区社会组织", "lexicon"),
        ("，", "mark"),
        ("在", "single"),
        (" ", "mark"),
        ("NGO", "english"),
        ("team", "english"),
        ("里", "single"),
    ]


def test_a_name_that_no_dictionary_has_is_found_by_the_model() -> None:
    assert ("杭研", "model") in told("他来到了网易杭研大厦")


def test_what_the_lexicon_changed_is_shown_beside_what_would_stand_there() -> None:
    [term] = [reason for reason in why("社区社会组织", TERMS) if reason.how == "lexicon"]

    assert term.detail == "without the lexicon: 社区 | 社会 | 组织"
    assert [reason.detail for reason in why("社区", TERMS)] == ["frequency 6,115"]


def test_a_term_that_does_not_stand_changes_nothing() -> None:
    assert why("居民非常满意", TERMS) == why("居民非常满意")


def test_no_text_has_no_reasons() -> None:
    assert why("", TERMS) == []


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from([*TERMS, "居民", "非常", "，", "NGO ", "K队", "51个"])).map("".join)
)
def test_the_words_are_those_that_are_counted(text: str) -> None:
    reasons = [reason for reason in why(text, TERMS) if reason.how != "mark"]
    words = [(word, start, end) for word, start, end, _ in tokenizer(TERMS)(text)]

    assert [
        (r.word.lower() if r.language == "en" else r.word, r.start, r.end) for r in reasons
    ] == words


@pytest.mark.parametrize("text", ["民非", "是民非。"])
def test_a_short_term_holds_against_its_parts(text: str) -> None:
    assert ("民非", "lexicon") in told(text, *TERMS)

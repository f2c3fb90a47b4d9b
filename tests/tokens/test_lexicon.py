"""The lexicon: where its terms stand in a text, and which of them cannot be."""

import pandas as pd
import pytest

from workbench.tokens.lexicon import Lexicon, faults, lexicon


def terms(*rows: tuple[str, str]) -> pd.DataFrame:
    table = pd.DataFrame(
        [(term, language, "concept", "") for language, term in rows],
        columns=["term", "language", "category", "note"],
    )
    return table.set_index(pd.Index(range(2, 2 + len(rows)), name="line"))


def stopwords(*words: str) -> pd.DataFrame:
    return pd.DataFrame({"word": pd.Series(words, dtype="str"), "note": ""})


def found(text: str, *rows: tuple[str, str]) -> list[tuple[str, str]]:
    """The terms found, each with the passage it was found in."""
    book = lexicon(terms(*rows), stopwords())
    return [(term, text[start:end]) for term, _, start, end in book.found(text)]


ZH = [("zh", "社会组织"), ("zh", "社区社会组织"), ("zh", "民非")]
EN = [
    ("en", "social organisation"),
    ("en", "organisation"),
    ("en", "residents' committee"),
    ("en", "social enterprise"),
    ("en", "match"),
    ("en", "party"),
]


# --- what is found ------------------------------------------------------------


def test_the_longest_term_wins_and_no_passage_counts_twice():
    assert found("社区社会组织和社会组织", *ZH) == [
        ("社区社会组织", "社区社会组织"),
        ("社会组织", "社会组织"),
    ]
    assert found("a social organisation", *EN) == [("social organisation", "social organisation")]


def test_of_two_terms_that_begin_alike_the_longer_wins():
    rows = [("zh", "五社"), ("zh", "五社联动"), ("en", "social work"), ("en", "social work agency")]
    text = "五社联动 a social work agency"

    assert {term for term, _ in found(text, *rows)} == {"五社联动", "social work agency"}


def test_a_plural_counts_with_its_singular():
    text = "Organisations, social enterprises and matches"

    assert found(text, *EN) == [
        ("organisation", "Organisations"),
        ("social enterprise", "social enterprises"),
        ("match", "matches"),
    ]


def test_a_term_that_is_a_plural_itself_is_found_as_it_stands():
    rows = [("en", "service"), ("en", "services")]

    assert found("services, service", *rows) == [("services", "services"), ("service", "service")]


def test_an_english_term_goes_across_a_line_break_and_any_capitals():
    text = "the SOCIAL\r\n  Enterprise and the Residents'\ncommittee"

    assert found(text, *EN) == [
        ("social enterprise", "SOCIAL\r\n  Enterprise"),
        ("residents' committee", "Residents'\ncommittee"),
    ]


def test_an_english_term_begins_and_ends_with_a_word():
    assert found("reorganisation, partying, matchbox, disorganisations", *EN) == []


def test_an_english_term_is_found_beside_marks_only():
    assert found("(party), party-building; party.", *EN) == [("party", "party")] * 3


def test_spans_are_those_of_the_text():
    # 𠮷 is one code point: 民非 stands at [1, 3)
    book = lexicon(terms(*ZH), stopwords())

    assert list(book.found("𠮷民非")) == [("民非", "zh", 1, 3)]


def test_a_lexicon_without_terms_finds_nothing():
    assert found("社会组织 organisation") == []
    assert list(Lexicon({"zh": frozenset()}).found("社会组织")) == []


@pytest.mark.parametrize("text", ["在h街道办公", "在H街道办公"])
def test_a_chinese_term_with_a_letter_is_found_in_either_case(text: str):
    assert [term for term, _ in found(text, ("zh", "H街道"))] == ["H街道"]


def test_a_long_s_does_not_stop_the_count():
    assert len(found("the ſocial enterprise", *EN)) <= 1


# --- the tables ---------------------------------------------------------------


def test_english_terms_and_stop_words_are_lower_case():
    book = lexicon(terms(("en", "Five Communes"), ("zh", "H街道")), stopwords("The", "的"))

    assert book.terms == {"en": frozenset({"five communes"}), "zh": frozenset({"H街道"})}
    assert book.stopwords == {"the", "的"}


@pytest.mark.parametrize("term", ["社区 组织", "“五社”联动", "政府—市场导向型"])
def test_a_chinese_term_that_can_never_stay_whole_is_a_fault(term: str):
    (fault,) = faults(terms(("zh", "五社"), ("zh", term)))

    assert fault.keys == (3,)
    assert fault.message == f"term {term!r} holds a space or a mark at which Chinese text is cut"


def test_a_term_that_stands_twice_is_a_fault_on_both_lines():
    told = faults(terms(("zh", "五社"), ("en", "party"), ("zh", "五社")))

    assert [(fault.keys, fault.message) for fault in told] == [
        ((2,), "term '五社' stands twice; keep one"),
        ((4,), "term '五社' stands twice; keep one"),
    ]


def test_a_language_other_than_the_two_is_a_fault():
    (fault,) = faults(terms(("fr", "parti")))

    assert (fault.keys, fault.message) == ((2,), "language 'fr' is neither zh nor en")


def test_a_good_lexicon_has_no_fault():
    assert faults(terms(*ZH, *EN)) == []
    assert faults(terms()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_term_is_a_fault(language: str):
    assert len(faults(terms((language, "")))) == 1

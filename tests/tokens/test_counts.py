"""Counts: what is counted, what is left out, and the rates made of it."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from workbench.schema import FEATURES_FILE
from workbench.schema.artefacts import RATES, SIZES
from workbench.tokens import counts
from workbench.tokens.lexicon import Lexicon
from workbench.tokens.matrix import Matrix, counted
from workbench.tokens.tokenize import cutter

BOOK = Lexicon(
    {
        "zh": frozenset({"社区社会组织", "民非", "民办非企业单位", "企业"}),
        "en": frozenset({"social work"}),
    }
)
cut = cutter(BOOK.terms["zh"])


def count(text: str, *set_aside: tuple[int, int]) -> dict[tuple[str, str, str], int]:
    tokens = cut([("a", text)])
    starts, ends = tokens.start, tokens.start + tokens.length
    found = [
        (term, counts.outside(np.array([start]), np.array([end]), set_aside)[0])
        for term, start, end in counts.terms(text, starts, ends, BOOK)
    ]
    words = counted(counts.counted_part(tokens, {"a": set_aside}))
    table = counts.features(words, 0, Counter(term for term, kept in found if kept))
    assert list(table.columns) == list(FEATURES_FILE)
    keys = table[["kind", "language", "word"]].itertuples(index=False, name=None)
    return dict(zip(keys, table["count"], strict=True))


# --- features -----------------------------------------------------------------


def test_words_and_terms_are_counted_side_by_side():
    # 社区社会组织 twice as a word and as a term; 和 once; the comma is no word
    assert count("社区社会组织，和社区社会组织") == {
        ("word", "zh", "社区社会组织"): 2,
        ("word", "zh", "和"): 1,
        ("term", "zh", "社区社会组织"): 2,
    }


def test_english_words_are_counted_in_lower_case():
    # "Social work" once, "social\nwork" once: two of each word, two terms
    assert count("Social work? No, social\nwork") == {
        ("word", "en", "social"): 2,
        ("word", "en", "work"): 2,
        ("word", "en", "no"): 1,
        ("term", "en", "social work"): 2,
    }


def test_an_enterprise_inside_a_longer_term_is_not_counted():
    # 企业 stands twice, once of them inside 民办非企业单位
    found = count("民办非企业单位和企业")

    assert found["term", "zh", "企业"] == found["word", "zh", "企业"] == 1
    assert found["term", "zh", "民办非企业单位"] == 1


def test_a_short_term_has_to_begin_and_end_where_words_do():
    # 居民 + 非议: 民非 is in the text but is no word of it
    assert ("term", "zh", "民非") not in count("居民非议很多")
    assert count("作为民非机构")["term", "zh", "民非"] == 1


@pytest.mark.xfail(strict=True, reason="jieba reads 为民 + 非, and 民非 then begins inside a word")
def test_a_short_term_is_found_in_its_most_usual_phrase():
    assert count("登记为民非")["term", "zh", "民非"] == 1


def test_a_long_term_is_found_in_the_text_where_the_segmentation_lost_it():
    # as if the words were cut 社区 | 社会 | 组织
    starts, ends = np.array([0, 2, 4]), np.array([2, 4, 6])

    assert counts.terms("社区社会组织", starts, ends, BOOK) == [(("zh", "社区社会组织"), 0, 6)]


def test_what_the_card_sets_aside_is_not_counted():
    # 社区社会组织 is [0, 6) and [7, 13): the second is set aside, and touching is enough
    text = "社区社会组织和社区社会组织"

    assert count(text, (7, 13))["word", "zh", "社区社会组织"] == 1
    assert count(text, (12, 13))["term", "zh", "社区社会组织"] == 1
    assert count(text, (0, 13)) == {}


@pytest.mark.parametrize(
    ("span", "aside", "kept"),
    [
        ((0, 2), [(2, 4)], True),
        ((2, 4), [(0, 2)], True),
        ((1, 3), [(2, 4)], False),
        ((1, 3), [(0, 2)], False),
        ((1, 2), [(0, 9)], False),
        ((0, 9), [], True),
    ],
)
def test_a_span_touches_another_only_if_they_share_a_character(
    span: tuple[int, int], aside: list[tuple[int, int]], kept: bool
):
    start, end = np.array([span[0]]), np.array([span[1]])

    assert counts.outside(start, end, aside).tolist() == [kept]


@pytest.mark.parametrize("text", ["", "，。\r\n"])
def test_a_text_without_words_has_no_features(text: str):
    assert count(text) == {}


def test_one_long_line_is_counted_like_any_other():
    # 20,000 times the same six characters, without a line end
    assert count("社区社会组织，" * 2000)["word", "zh", "社区社会组织"] == 2000


# --- what may stand in a text of which only the words are known -------------------


def test_a_term_is_possible_where_each_of_its_letters_is():
    # 民 非 办 单 位 are there, but no 企 and no 业; "work" is within "working"
    words = ["民办", "非常", "单位", "social", "working"]

    assert counts.possible(BOOK, words) == {"民非", "social work"}
    assert counts.possible(BOOK, []) == set()


# --- sizes and rates ----------------------------------------------------------


def of(*rows: tuple[str, str, str, int]) -> Matrix:
    """Words of documents, given as (doc, language, word, count), as counts on file."""
    by_document: dict[str, list[tuple[str, str, str, int]]] = {}
    for doc, *row in rows:
        by_document.setdefault(doc, []).append(("word", *row))
    return counts.on_file(
        {doc: pd.DataFrame(own, columns=list(FEATURES_FILE)) for doc, own in by_document.items()}
    )


HAND = of(
    ("a", "zh", "社区", 3),
    ("a", "zh", "好", 2),
    ("a", "en", "social", 1),
    ("a", "en", "work", 4),
    ("b", "zh", "社区", 1),
)
TERMS = {"a": Counter({("zh", "社区"): 3, ("en", "social work"): 1}), "b": Counter()}


def test_counts_on_file_are_a_matrix_with_a_row_a_document():
    assert HAND.docs.tolist() == ["a", "b"]
    assert HAND.words.tolist() == ["social", "work", "好", "社区"]
    assert HAND.sparse().toarray().tolist() == [[1, 4, 2, 3], [0, 0, 0, 1]]


def test_sizes_are_tokens_types_and_characters_by_document_and_language():
    # a, en: 1 + 4 tokens, 2 types, 1 x 6 + 4 x 4 = 22 characters
    # a, zh: 3 + 2 tokens, 2 types, 3 x 2 + 2 x 1 = 8 characters;  b, zh: 1, 1, 2
    found = counts.sizes(HAND)

    assert list(found.columns) == list(SIZES)
    assert list(found.itertuples(index=False, name=None)) == [
        ("a", "en", 5, 2, 22, True),
        ("a", "zh", 5, 2, 8, True),
        ("b", "zh", 1, 1, 2, True),
    ]


def test_counts_older_than_the_lexicon_are_marked():
    found = counts.sizes(HAND, outdated=["b"])

    assert found.groupby("doc")["current"].all().to_dict() == {"a": True, "b": False}


def test_terms_of_one_meaning_are_counted_under_one_name():
    # center 1 and centre 2 in 100 words: 1000 x 3 / 100
    sizes = counts.sizes(of(("a", "en", "x", 100)))
    terms = {"a": Counter({("en", "center"): 1, ("en", "centre"): 2})}
    found = counts.rates(terms, sizes, synonyms={"center": "centre"})

    assert found[["term", "count", "rate"]].to_numpy().tolist() == [["centre", 3, 30]]


def test_rates_are_per_thousand_characters_in_chinese_and_words_in_english():
    # zh: 1000 x 3 / 8 characters = 375;  en: 1000 x 1 / 5 words = 200
    found = counts.rates(TERMS, counts.sizes(HAND)).set_index("term")

    assert set(found.columns) == set(RATES) - {"term"}
    assert found.loc["社区", "rate"] == pytest.approx(375)
    assert found.loc["social work", "rate"] == pytest.approx(200)
    assert len(found) == 2


def test_a_document_without_words_has_no_size_and_no_rate():
    words = counted(cut([("a", ""), ("b", "企业")]))
    found = counts.rates({"a": Counter(), "b": Counter({("zh", "企业"): 1})}, counts.sizes(words))

    assert counts.sizes(words)["doc"].tolist() == ["b"]
    # 1000 x 1 / 2 characters
    assert found["rate"].tolist() == [500]


def test_no_documents_give_no_sizes_and_no_rates():
    nothing = counts.on_file({})

    assert counts.sizes(nothing).empty
    assert counts.rates({}, counts.sizes(nothing)).empty
    assert list(counts.rates({}, counts.sizes(nothing)).columns) == list(RATES)

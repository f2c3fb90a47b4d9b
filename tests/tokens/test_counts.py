"""Counts: what is counted, what is left out, and the rates made of it."""

import pandas as pd
import pytest

from workbench.schema import COUNTS, FEATURES_FILE, FREQUENCIES, RATES, SIZES
from workbench.tokens.counts import counts, features, frequencies, outside, rates, sizes
from workbench.tokens.lexicon import Lexicon
from workbench.tokens.tokenize import tokenizer

BOOK = Lexicon(
    {
        "zh": frozenset({"社区社会组织", "民非", "民办非企业单位", "企业"}),
        "en": frozenset({"social work"}),
    }
)
cut = tokenizer(BOOK.terms["zh"])


def count(text: str, *set_aside: tuple[int, int]) -> dict[tuple[str, str, str], int]:
    table = features(text, cut(text), BOOK, set_aside)
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
    lost = [("社区", 0, 2, "zh"), ("社会", 2, 4, "zh"), ("组织", 4, 6, "zh")]
    table = features("社区社会组织", lost, BOOK)

    assert table.loc[table["kind"] == "term", "word"].tolist() == ["社区社会组织"]


def test_what_the_card_sets_aside_is_not_counted():
    # 社区社会组织 is [0, 6) and [7, 13): the second is set aside, and touching is enough
    text = "社区社会组织和社区社会组织"

    assert count(text, (7, 13))["word", "zh", "社区社会组织"] == 1
    assert count(text, (12, 13))["term", "zh", "社区社会组织"] == 1
    assert count(text, (0, 13)) == {}


def test_a_span_touches_another_only_if_they_share_a_character():
    # [0, 2) and [2, 4) are neighbours; [1, 3) shares a character with each
    assert outside(0, 2, [(2, 4)])
    assert outside(2, 4, [(0, 2)])
    assert not outside(1, 3, [(2, 4)])
    assert not outside(1, 3, [(0, 2)])
    assert not outside(1, 2, [(0, 9)])
    assert outside(0, 9, [])


@pytest.mark.parametrize("text", ["", "，。\r\n"])
def test_a_text_without_words_has_no_features(text: str):
    assert count(text) == {}


def test_one_long_line_is_counted_like_any_other():
    # 20,000 times the same six characters, without a line end
    assert count("社区社会组织，" * 2000)["word", "zh", "社区社会组织"] == 2000


# --- sizes and rates ----------------------------------------------------------


def table(*rows: tuple[str, str, str, str, int]) -> pd.DataFrame:
    by_document: dict[str, list[tuple[str, str, str, int]]] = {}
    for doc, *row in rows:
        by_document.setdefault(doc, []).append(tuple(row))
    return counts(
        {doc: pd.DataFrame(own, columns=list(FEATURES_FILE)) for doc, own in by_document.items()}
    )


HAND = table(
    ("a", "word", "zh", "社区", 3),
    ("a", "word", "zh", "好", 2),
    ("a", "term", "zh", "社区", 3),
    ("a", "word", "en", "social", 1),
    ("a", "word", "en", "work", 4),
    ("a", "term", "en", "social work", 1),
    ("b", "word", "zh", "社区", 1),
)


def test_sizes_are_tokens_types_and_characters_by_document_and_language():
    # a, en: 1 + 4 tokens, 2 types, 1 x 6 + 4 x 4 = 22 characters
    # a, zh: 3 + 2 tokens, 2 types, 3 x 2 + 2 x 1 = 8 characters;  b, zh: 1, 1, 2
    found = sizes(HAND)

    assert list(found.columns) == list(SIZES)
    assert list(found.itertuples(index=False, name=None)) == [
        ("a", "en", 5, 2, 22, True),
        ("a", "zh", 5, 2, 8, True),
        ("b", "zh", 1, 1, 2, True),
    ]


def test_counts_older_than_the_lexicon_are_marked():
    found = sizes(HAND, outdated=["b"])

    assert found.groupby("doc")["current"].all().to_dict() == {"a": True, "b": False}


def test_frequencies_are_those_of_the_whole_corpus_without_stop_words():
    # zh has 5 + 1 = 6 tokens, 社区 is 3 + 1 of them in two documents: 1000 x 4 / 6
    # en has 5 tokens, social is 1 of them: 1000 x 1 / 5; work is a stop word
    found = frequencies(HAND, sizes(HAND), stopwords=["work", "好"]).set_index("word")

    assert set(found.columns) == set(FREQUENCIES) - {"word"}
    assert found["documents"].to_dict() == {"social": 1, "社区": 2}
    assert found["rate"].to_dict() == {"social": 200, "社区": pytest.approx(4000 / 6)}


def test_terms_of_one_meaning_are_counted_under_one_name():
    # center 1 and centre 2 in 100 words: 1000 x 3 / 100
    counted = table(
        ("a", "word", "en", "x", 100),
        ("a", "term", "en", "center", 1),
        ("a", "term", "en", "centre", 2),
    )
    found = rates(counted, sizes(counted), synonyms={"center": "centre"})

    assert found[["term", "count", "rate"]].to_numpy().tolist() == [["centre", 3, 30]]


def test_rates_are_per_thousand_characters_in_chinese_and_words_in_english():
    # zh: 1000 x 3 / 8 characters = 375;  en: 1000 x 1 / 5 words = 200
    found = rates(HAND, sizes(HAND)).set_index("term")

    assert set(found.columns) == set(RATES) - {"term"}
    assert found.loc["社区", "rate"] == pytest.approx(375)
    assert found.loc["social work", "rate"] == pytest.approx(200)
    assert len(found) == 2


def test_a_document_without_words_has_no_size_and_no_rate():
    by_document = {doc: features(text, cut(text), BOOK) for doc, text in (("a", ""), ("b", "企业"))}
    counted = counts(by_document)
    found = rates(counted, sizes(counted))

    assert set(counted["doc"]) == {"b"}
    # 1000 x 1 / 2 characters
    assert found["rate"].tolist() == [500]


def test_the_columns_of_the_counts_are_those_of_their_schema():
    assert list(HAND.columns) == list(COUNTS)


def test_a_corpus_without_a_single_word_has_an_empty_table_of_counts():
    assert counts({"a": features("", [], BOOK)}).empty


def test_no_counts_give_no_sizes_and_no_rates():
    nothing = HAND.head(0)

    assert sizes(nothing).empty
    assert rates(nothing, sizes(nothing)).empty


def test_no_counts_give_no_frequencies():
    none = pd.DataFrame(columns=list(COUNTS)).astype(COUNTS)
    made = frequencies(none, sizes(none), stopwords=["的"])

    assert made.empty
    assert list(made.columns) == list(FREQUENCIES)

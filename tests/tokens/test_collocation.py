"""Collocations as NLTK measures them, and windows by hand."""

from collections.abc import Callable

import numpy as np
import pytest
from nltk.collocations import BigramCollocationFinder
from nltk.metrics import BigramAssocMeasures

from workbench.tokens.collocation import bigrams, collocates, measures
from workbench.tokens.table import Tokens

Make = Callable[..., Tokens]

WORDS = (
    "居民 委员会 讨论 居民 公约 居民 委员会 请 社区 居民 代表 讨论 公约 社区 居民 委员会 记录 "
    "居民 公约 由 居民 委员会 公布 社区 居民 代表 委员会 讨论 经费"
)


def test_the_measures_of_every_pair_are_those_of_nltk(table: Make) -> None:
    finder = BigramCollocationFinder.from_words(WORDS.split())
    theirs = {
        "pmi": BigramAssocMeasures.pmi,
        "log_likelihood": BigramAssocMeasures.likelihood_ratio,
        "chi2": BigramAssocMeasures.chi_sq,
        "t_score": BigramAssocMeasures.student_t,
        "dice": BigramAssocMeasures.dice,
    }
    found = bigrams(table(a=WORDS), minimum=1).set_index(["first", "second"])

    assert found["count"].to_dict() == dict(finder.ngram_fd)
    for name, measure in theirs.items():
        expected = dict(finder.score_ngrams(measure))
        assert found[name].to_dict() == pytest.approx(expected, rel=1e-9, abs=1e-9), name


def test_measures_by_hand() -> None:
    # 8 together of 10 and 20 in 100: expected 2; pmi = log2 4; dice = 16/30
    # npmi = 2 / -log2 .08; log_dice = 14 + log2(16/30)
    found = {name: float(values[0]) for name, values in measures([8], [10], [20], [100]).items()}

    assert found["expected"] == 2
    assert found["pmi"] == 2
    assert found["npmi"] == pytest.approx(2 / 3.643856)
    assert found["dice"] == pytest.approx(16 / 30)
    assert found["log_dice"] == pytest.approx(14 + np.log2(16 / 30))
    assert found["t_score"] == pytest.approx(6 / np.sqrt(8))


def test_a_pair_stands_in_one_document_and_one_language(table: Make) -> None:
    found = bigrams(table(a="社区 居民", b="居民 社区 team plan"), minimum=1)

    pairs = set(zip(found["first"], found["second"], strict=True))
    assert pairs == {("社区", "居民"), ("居民", "社区"), ("team", "plan")}


def test_a_window_reaches_both_ways_and_not_into_another_document(table: Make) -> None:
    # around 茶馆 within 2: a has 老人(-2) 在(-1) 喝茶(+1) 聊天(+2); b has 在(+1)
    tokens = table(a="远 老人 在 茶馆 喝茶 聊天 远", b="茶馆 在")
    found = collocates(tokens, "茶馆", window=2, minimum=1).set_index("word")

    assert found["count"].to_dict() == {"在": 2, "老人": 1, "喝茶": 1, "聊天": 1}
    assert found["distance"].to_dict() == {"在": 0, "老人": -2, "喝茶": 1, "聊天": 2}
    assert found["documents"].to_dict()["在"] == 2
    # 5 places in windows, 在 is 2 of 9 tokens
    assert found.loc["在", "expected"] == pytest.approx(5 * 2 / 9)


def test_rare_pairs_and_other_documents_are_left_out(table: Make) -> None:
    tokens = table(a="社区 居民 社区 居民", b="社区 居民")

    assert bigrams(tokens, minimum=3)["count"].tolist() == [3]
    assert bigrams(tokens, minimum=1, rows=np.array([1]))["count"].tolist() == [1]
    assert collocates(tokens, "社区", minimum=9).empty


def test_a_word_that_is_nowhere_has_no_collocates(table: Make) -> None:
    assert collocates(table(a="社区 居民"), "茶馆").empty
    assert bigrams(table()).empty

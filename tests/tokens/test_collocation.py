"""Collocations as NLTK measures them, and windows by hand."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.collocations import BigramCollocationFinder
from nltk.metrics import BigramAssocMeasures

from workbench.tokens.collocation import bigrams, collocates, measures
from workbench.tokens.table import Tokens

from .conftest import tokens_of

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


@pytest.mark.parametrize(
    ("g2", "joint", "first_only", "second_only", "neither"),
    [
        (270.72, 110, 2442, 111, 29114),
        (263.90, 29, 13, 123, 31612),
        (256.84, 31, 23, 139, 31584),
        (167.23, 10, 0, 3, 31764),
    ],
)
def test_log_likelihood_is_the_published_one(
    g2: float, joint: int, first_only: int, second_only: int, neither: int
) -> None:
    # Dunning (1993), the first rows of his table of bigrams by likelihood ratio
    total = joint + first_only + second_only + neither
    found = measures([joint], [joint + first_only], [joint + second_only], [total])

    assert round(float(found["log_likelihood"][0]), 2) == g2


def test_pmi_t_score_and_chi_squared_are_the_published_ones() -> None:
    # Manning & Schütze (1999, ch. 5), 14,307,668 words: a pair of words that stand 42 and 20
    # times, 20 together, has I = 18.38; one of 15,828 and 4,675, 8 together, has t = 0.999932
    # and chi-squared = 1.55
    close, loose = ({name: float(v[0]) for name, v in measures(*four).items()} for four in (
        ([20], [42], [20], [14_307_668]), ([8], [15_828], [4_675], [14_307_668]),
    ))  # fmt: skip

    assert round(close["pmi"], 2) == 18.38
    assert round(loose["t_score"], 6) == 0.999932
    assert round(loose["chi2"], 2) == 1.55


def test_a_pair_stands_in_one_paragraph_and_one_language(table: Make) -> None:
    found = bigrams(table(a="社区 居民", b="居民 社区 team plan | go"), minimum=1)

    pairs = set(zip(found["first"], found["second"], strict=True))
    assert pairs == {("社区", "居民"), ("居民", "社区"), ("team", "plan")}


def test_a_pair_is_expected_among_the_tokens_of_its_language(table: Make) -> None:
    # 社区 stands twice and 居民 twice among 4 Chinese tokens; the 6 English are no places of theirs
    found = bigrams(table(a="社区 居民 | 社区 居民 | the tea house has a door"), minimum=2)

    assert found[["first", "expected", "pmi"]].to_numpy().tolist() == [["社区", 1, 1]]


def test_a_window_reaches_both_ways_and_not_into_another_document(table: Make) -> None:
    # around 茶馆 within 2: a has 老人(-2) 在(-1) 喝茶(+1) 聊天(+2); b has 在(+1)
    tokens = table(a="远 老人 在 茶馆 喝茶 聊天 远", b="茶馆 在")
    found = collocates(tokens, "茶馆", window=2, minimum=1).set_index("word")

    assert found["count"].to_dict() == {"在": 2, "老人": 1, "喝茶": 1, "聊天": 1}
    assert found["distance"].to_dict() == {"在": 0, "老人": -2, "喝茶": 1, "聊天": 2}
    assert found["documents"].to_dict()["在"] == 2
    # 5 places in windows; 在 is 2 of the 7 tokens that are no node, 茶馆 stands twice
    assert found.loc["在", "expected"] == pytest.approx(5 * 2 / 7)
    assert found.loc["在", "dice"] == pytest.approx(2 * 2 / (2 + 2))
    assert found.loc["在", "log_dice"] == pytest.approx(14)


def test_a_token_between_two_nodes_counts_once_and_the_nodes_not_at_all(table: Make) -> None:
    # 茶馆 . 在 . 茶馆: 在 is midway; 老人 is 1 after the first, 喝茶 1 before the second
    tokens = table(a="茶馆 老人 在 喝茶 茶馆 远")
    found = collocates(tokens, "茶馆", window=4, minimum=1).set_index("word")

    assert found["count"].to_dict() == {"老人": 1, "在": 1, "喝茶": 1, "远": 1}
    assert found["distance"].to_dict() == {"老人": 1, "在": 0, "喝茶": -1, "远": 1}
    # all four tokens that are no node are in a window: each is just as often there as expected
    assert found["expected"].tolist() == [1] * 4
    assert found["log_likelihood"].tolist() == [0] * 4


def test_several_words_are_one_node(table: Make) -> None:
    tokens = table(a="老人 茶馆 喝茶 远 远 茶室 喝茶")
    found = collocates(tokens, {"茶馆", "茶室"}, window=1, minimum=1).set_index("word")

    assert found["count"].to_dict() == {"喝茶": 2, "老人": 1, "远": 1}


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("甲乙丙丁"), max_size=20), min_size=1, max_size=3),
    st.integers(1, 6),
)
def test_windows_are_those_of_a_plain_search(texts: list[list[str]], window: int) -> None:
    inside, whole = [], []
    for words in texts:
        nodes = [place for place, word in enumerate(words) if word == "甲"]
        near = [min((abs(at - node) for node in nodes), default=99) for at in range(len(words))]
        whole += [word for word in words if word != "甲"]
        inside += [word for word, far in zip(words, near, strict=True) if 0 < far <= window]
    tokens = tokens_of(**{f"d{n}": " ".join(words) for n, words in enumerate(texts)})
    found = collocates(tokens, "甲", window=window, minimum=1).set_index("word")

    assert found["count"].to_dict() == {word: inside.count(word) for word in set(inside)}
    for word, expected in found["expected"].items():
        assert expected == pytest.approx(len(inside) * whole.count(word) / len(whole))


def test_rare_pairs_and_other_documents_are_left_out(table: Make) -> None:
    tokens = table(a="社区 居民 社区 居民", b="社区 居民")

    assert bigrams(tokens, minimum=3)["count"].tolist() == [3]
    assert bigrams(tokens, minimum=1, rows=np.array([1]))["count"].tolist() == [1]
    assert collocates(tokens, "社区", minimum=9).empty


def test_a_word_that_is_nowhere_has_no_collocates(table: Make) -> None:
    assert collocates(table(a="社区 居民"), "茶馆").empty
    assert bigrams(table()).empty

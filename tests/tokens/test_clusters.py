"""Clusters of words."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import UsageError
from workbench.tokens.clusters import ngrams
from workbench.tokens.table import Tokens

from .conftest import tokens_of

Make = Callable[..., Tokens]


def test_runs_are_counted_as_they_are_read(table: Make) -> None:
    tokens = table(a="社区 居民 自治 社区 居民", b="the tea house and the tea house", c="社区 居民")
    found = ngrams(tokens, 2, minimum=2)

    assert found.to_numpy().tolist() == [
        ["社区居民", "zh", 3, 2],
        ["tea house", "en", 2, 1],
        ["the tea", "en", 2, 1],
    ]
    assert ngrams(tokens, 3, minimum=2)["words"].tolist() == ["the tea house"]


def test_a_run_ends_with_its_paragraph_its_document_and_its_language(table: Make) -> None:
    assert ngrams(table(a="社区 | 居民 team", b="自治"), 2, minimum=1).empty


def test_only_the_documents_asked_for_are_read(table: Make) -> None:
    tokens = table(a="社区 居民", b="居民 自治")

    assert ngrams(tokens, 2, minimum=1, rows=np.array([1]))["words"].tolist() == ["居民自治"]


@pytest.mark.parametrize("n", [1, 9])
def test_runs_of_one_word_or_very_many_are_refused(table: Make, n: int) -> None:
    with pytest.raises(UsageError, match=f"clusters of {n} words: ask for 2 to 8"):
        ngrams(table(a="社区 居民"), n)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from("甲乙丙"), max_size=30), st.integers(2, 5), st.integers(1, 3))
def test_every_run_is_counted_once_for_each_place(words: list[str], n: int, minimum: int) -> None:
    runs = ["".join(words[at : at + n]) for at in range(len(words) - n + 1)]
    found = ngrams(tokens_of(a=" ".join(words)), n, minimum=minimum)

    assert dict(zip(found["words"], found["count"], strict=True)) == {
        run: runs.count(run) for run in runs if runs.count(run) >= minimum
    }
    assert found["count"].is_monotonic_decreasing


def test_a_run_that_was_cut_in_two_ways_is_two_runs(table: Make) -> None:
    found = ngrams(table(a="社区 居民", b="社 区居民"), 2, minimum=1)

    assert found[["words", "count"]].to_numpy().tolist() == [["社区居民", 1], ["社区居民", 1]]


def test_of_no_words_there_are_no_runs(table: Make) -> None:
    assert ngrams(table(), 3).empty
    assert "documents" in ngrams(table(a="社区"), 5)

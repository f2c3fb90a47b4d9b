"""Numbers counted with their documents."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.tokens import tally
from workbench.tokens.clusters import ngrams
from workbench.tokens.collocation import bigrams
from workbench.tokens.tally import batches, in_order, tallied

from .conftest import tokens_of


def test_a_number_is_counted_in_places_and_in_documents() -> None:
    # 7 three times in documents 0 and 2; 4 once
    known, count, documents = tallied(np.array([7, 4, 7, 7]), np.array([0, 1, 2, 2]))

    assert known.tolist() == [4, 7]
    assert count.tolist() == [1, 3]
    assert documents.tolist() == [1, 2]


@pytest.mark.parametrize("scale", [1, 2**61])
@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=40), st.integers(1, 4))
def test_counts_are_those_of_a_counter_however_large_the_numbers(
    scale: int, places: list[tuple[int, int]], minimum: int
) -> None:
    often = Counter(key for key, _ in places)
    wide = Counter(key for key, _ in set(places))
    key = np.array([key for key, _ in places], np.int64) * scale
    found = tallied(key, np.array([doc for _, doc in places], np.int64), minimum=minimum)

    expected = [n for n in sorted(often) if often[n] >= minimum]
    assert found[0].tolist() == [n * scale for n in expected]
    assert found[1].tolist() == [often[n] for n in expected]
    assert found[2].tolist() == [wide[n] for n in expected]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("甲乙丙丁"), max_size=40), st.integers(1, 12))
def test_batches_hold_every_place_once_and_a_word_whole(words: list[str], size: int) -> None:
    tokens = tokens_of(a=" ".join(words))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tally, "BATCH", size)
        found = list(batches(tokens))

    assert sorted(np.concatenate(found).tolist()) == list(range(len(words)))
    held = [set(tokens.word[at].tolist()) for at in found]
    assert sum(map(len, held)) == len(set(words))


def test_runs_and_pairs_counted_in_batches_are_those_counted_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tokens = tokens_of(a="甲 乙 甲 乙 丙 甲 乙 丙", b="乙 丙 甲 乙 丁 丁 丁 team plan team plan")
    whole = [bigrams(tokens, minimum=2), *(ngrams(tokens, n, minimum=2) for n in (2, 3, 4))]
    monkeypatch.setattr(tally, "BATCH", 3)
    parts = [bigrams(tokens, minimum=2), *(ngrams(tokens, n, minimum=2) for n in (2, 3, 4))]

    # 甲乙 乙丙 丙甲 丁丁 team-plan; 甲乙丙 乙丙甲 丙甲乙; 乙丙甲乙
    assert [len(each) for each in whole] == [5, 5, 3, 1]
    assert all(one.equals(other) for one, other in zip(whole, parts, strict=True))


@pytest.mark.parametrize("scale", [1, 2**61])
def test_numbers_are_put_in_order_with_their_places_however_large(scale: int) -> None:
    number, place = in_order(np.array([3, 0, 3, 1], np.int64) * scale)

    assert number.tolist() == [0, scale, 3 * scale, 3 * scale]
    assert place.tolist() == [1, 3, 0, 2]


def test_of_nothing_there_is_no_count() -> None:
    assert all(len(each) == 0 for each in tallied(np.array([], int), np.array([], int)))
    assert all(len(each) == 0 for each in in_order(np.array([], np.int64)))

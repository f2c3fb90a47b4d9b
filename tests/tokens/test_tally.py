"""Numbers counted with their documents."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.tokens.tally import tallied


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


def test_of_nothing_there_is_no_count() -> None:
    assert all(len(each) == 0 for each in tallied(np.array([], int), np.array([], int)))

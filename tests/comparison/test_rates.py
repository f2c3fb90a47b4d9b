"""Rates of groups with exact intervals."""

import numpy as np
import pandas as pd
import pytest

from workbench.comparison.rates import poisson, rates

COUNTS = pd.DataFrame(
    [("a", "zh", "x", 6), ("b", "zh", "x", 4), ("c", "zh", "y", 1), ("e", "en", "x", 2)],
    columns=["doc", "language", "item", "count"],
)
BASES = pd.DataFrame(
    [("a", "zh", 400), ("b", "zh", 600), ("c", "zh", 500), ("d", "zh", 500), ("e", "en", 100)],
    columns=["doc", "language", "base"],
)
GROUPS = {"a": "g", "b": "g", "c": "h", "d": "h", "e": "h"}


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # Garwood (1936), as tabled by Ulm (1990, Am. J. Epidemiol. 131) and in textbooks since
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904),
     (100, 81.3640, 121.6272)],
)  # fmt: skip
def test_intervals_are_those_of_the_published_table(count: int, low: float, high: float) -> None:
    found = poisson(np.array([count]))

    assert [end[0] for end in found] == pytest.approx([low, high], abs=1e-3)


def test_a_rate_is_the_count_of_a_group_over_all_its_documents_of_the_language() -> None:
    # g: 10 in 400 + 600 characters; the interval of 10 is 4.795 to 18.390
    row = rates(COUNTS, BASES, GROUPS).query("group == 'g' and item == 'x'").iloc[0]

    assert (row["count"], row["documents"], row["of"], row["base"]) == (10, 2, 2, 1000)
    assert (row["rate"], row["low"], row["high"]) == pytest.approx((10, 4.795, 18.390), abs=1e-3)


def test_what_a_group_lacks_is_a_zero_with_an_upper_end() -> None:
    row = rates(COUNTS, BASES, GROUPS).query("group == 'h' and item == 'x' and language == 'zh'")

    assert row["rate"].tolist() == [0.0]
    assert row["high"].tolist() == pytest.approx([3.689], abs=1e-3)  # per 1,000 of 1,000


def test_languages_are_counted_apart_and_one_document_has_no_interval() -> None:
    row = rates(COUNTS, BASES, GROUPS).query("language == 'en'").iloc[0]

    assert (row["rate"], row["of"]) == (20.0, 1)
    assert np.isnan(row["low"])


def test_documents_of_no_group_are_not_counted() -> None:
    found = rates(COUNTS, BASES, {"c": "h"})

    assert found["item"].tolist() == ["y"]
    assert found["base"].tolist() == [500]

"""Frequencies: rates of a language, and intervals that hold their ends."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import binomtest

from workbench.tokens.frequency import frequencies, wilson
from workbench.tokens.matrix import Matrix, counted
from workbench.tokens.table import empty

Make = Callable[..., Matrix]


def test_a_rate_is_among_the_tokens_of_its_language(matrix: Make) -> None:
    # zh: 社区 2 of 3, 1000 x 2/3; en: team 1 of 2
    found = frequencies(matrix(a="社区 好 team", b="社区 plan")).set_index("word")

    assert found["count"].to_dict() == {"plan": 1, "team": 1, "好": 1, "社区": 2}
    assert found["documents"]["社区"] == 2
    assert found["rate"].to_dict() == pytest.approx(
        {"plan": 500, "team": 500, "好": 1000 / 3, "社区": 2000 / 3}
    )


def test_only_the_documents_asked_for_are_counted(matrix: Make) -> None:
    found = frequencies(matrix(a="社区 好", b="社区"), rows=np.array([1]))

    assert found[["word", "count", "rate"]].to_numpy().tolist() == [["社区", 1, 1000]]


@pytest.mark.parametrize(("count", "base"), [(1, 10), (0, 7), (7, 7), (50, 1000), (3, 200_000)])
def test_the_interval_is_that_of_scipy(count: int, base: int) -> None:
    expected = binomtest(count, base).proportion_ci(method="wilson")
    low, high = wilson(np.array([count]), np.array([base]))

    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_of_no_tokens_there_is_no_rate() -> None:
    assert np.isnan(wilson(np.array([0]), np.array([0]))).all()
    assert frequencies(counted(empty())).empty

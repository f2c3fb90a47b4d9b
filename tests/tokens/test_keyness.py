"""Keyness against hand-made values, SciPy, and what is published."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, chi2_contingency, power_divergence

from workbench.errors import UsageError
from workbench.tokens import keyness as measures
from workbench.tokens.keyness import keyness
from workbench.tokens.matrix import Matrix

Make = Callable[..., Matrix]


def of(name: str, *four: int) -> float:
    return float(getattr(measures, name)(*(np.array([each]) for each in four))[0])


# --- the measures ------------------------------------------------------------------


def test_log_likelihood_by_hand() -> None:
    # 30 of 1000 against 10 of 1000: both expect 20; 2 (30 ln 1.5 + 10 ln .5) = 10.4650
    assert of("log_likelihood", 30, 10, 1000, 1000) == pytest.approx(10.4650, abs=5e-5)
    assert of("log_likelihood", 10, 10, 1000, 1000) == 0


def test_log_likelihood_of_a_word_that_one_group_lacks() -> None:
    # 12 of 1000 against 0 of 3000: E = 3, 2 x 12 ln 4 = 33.2711
    assert of("log_likelihood", 12, 0, 1000, 3000) == pytest.approx(33.2711, abs=5e-5)


@pytest.mark.parametrize(
    ("four", "published"),
    [
        ((348, 99, 1_000_000, 1_000_000), 147),
        ((9, 32, 1_000_000, 1_000_000), 14),
        ((15, 14, 1_000_000, 1_000_000), 0),
        ((21, 25, 1_000_000, 1_000_000), 0),
    ],
)
def test_log_likelihood_is_that_of_rayson(four: tuple[int, ...], published: int) -> None:
    # the forms of a verb in two corpora of a million words: Rayson, Corpora list, 18 Jan 2002
    assert round(of("log_likelihood", *four)) == published


def test_log_likelihood_is_that_of_the_calculator_of_lancaster() -> None:
    # 52 of 50,000 against 57 of 75,000 words: + 2.65, as its course material prints it
    assert round(of("log_likelihood", 52, 57, 50_000, 75_000), 2) == 2.65


def test_nothing_counted_is_no_difference_and_no_warning() -> None:
    with np.errstate(all="raise"):
        assert of("log_likelihood", 0, 0, 0, 0) == 0
        assert of("log_likelihood", 0, 0, 10, 10) == 0
        assert of("chi_squared", 0, 0, 10, 10) == 0
        assert of("percent_difference", 0, 0, 10, 10) == 0


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 500), st.integers(0, 500), st.integers(600, 10**6), st.integers(600, 10**6))
def test_the_tests_are_those_of_scipy(a: int, b: int, size_a: int, size_b: int) -> None:
    if a + b == 0:
        return
    share = (a + b) / (size_a + size_b)
    # two cells, as power_divergence sums them; their sums are equal by construction
    g2 = power_divergence([a, b], [size_a * share, size_b * share], lambda_=0).statistic
    whole = chi2_contingency([[a, size_a - a], [b, size_b - b]], correction=False).statistic

    assert of("log_likelihood", a, b, size_a, size_b) == pytest.approx(g2, rel=1e-9, abs=1e-9)
    assert of("chi_squared", a, b, size_a, size_b) == pytest.approx(whole, rel=1e-9, abs=1e-9)


def test_a_doubled_rate_is_a_log_ratio_of_one() -> None:
    # 20/1000 against 10/1000; and 4 of 1000 against none, taken as half of one: log2 8
    assert of("log_ratio", 20, 10, 1000, 1000) == pytest.approx(1)
    assert of("log_ratio", 4, 0, 1000, 1000) == pytest.approx(3)
    assert of("log_ratio", 0, 4, 1000, 1000) == pytest.approx(-3)


def test_percent_difference_is_the_difference_over_the_reference() -> None:
    # 30/1000 is 50 % more than 20/1000; 10/1000 is 50 % less
    assert of("percent_difference", 30, 20, 1000, 1000) == pytest.approx(50)
    assert of("percent_difference", 10, 20, 1000, 1000) == pytest.approx(-50)
    assert of("percent_difference", 5, 0, 1000, 1000) > 1e15


def test_the_critical_values_of_the_tables_are_those_of_chance() -> None:
    # chi-squared with 1 df: 3.84 at 5 %, 6.63 at 1 %, 10.83 at 0.1 %, 15.13 at 0.01 %
    found = measures.chance(np.array([3.84, 6.63, 10.83, 15.13]))

    assert found.round(4).tolist() == [0.05, 0.01, 0.001, 0.0001]
    assert found == pytest.approx(chi2.sf([3.84, 6.63, 10.83, 15.13], 1), rel=1e-12)


def test_holm_multiplies_by_the_tests_that_are_left_and_never_falls() -> None:
    # sorted .01 .02 .03 .04 times 4 3 2 1: .04 .06 .06 .06
    assert measures.holm(np.array([0.04, 0.01, 0.03, 0.02])).tolist() == [0.06, 0.04, 0.06, 0.06]
    assert measures.holm(np.array([0.9, 0.8])).tolist() == [1, 1]
    assert measures.holm(np.array([])).tolist() == []


# --- the table ---------------------------------------------------------------------


def test_words_are_compared_within_their_language(matrix: Make) -> None:
    # zh: 社区 3 of 4 against 1 of 4; en: plan 3 of 3 against 1 of 2
    both = matrix(a="社区 社区 社区 好 plan plan plan", b="社区 好 好 好 plan go")
    found = keyness(both, np.array([0])).set_index("word")

    assert found.index.tolist() == ["好", "社区", "plan"]  # 好 is as key: 1 against 3
    assert found.loc["社区", ["count", "reference_count", "rate", "reference_rate"]].tolist() == [
        3, 1, 750, 250,
    ]  # fmt: skip
    assert found.loc["plan", "reference_rate"] == 500
    assert found.loc["社区", "log_ratio"] == pytest.approx(np.log2(3))
    assert found.loc["社区", ["documents", "reference_documents"]].tolist() == [1, 1]


def test_the_rest_is_every_document_that_is_not_in_the_group(matrix: Make) -> None:
    three = matrix(a="社区 社区 社区", b="社区 好", c="好 好")

    assert keyness(three, np.array([0])).equals(keyness(three, np.array([0]), np.array([1, 2])))


def test_rare_words_are_left_out(matrix: Make) -> None:
    two = matrix(a="社区 社区 好", b="社区 路")

    assert keyness(two, np.array([0]), minimum=3)["word"].tolist() == ["社区"]
    assert len(keyness(two, np.array([0]), minimum=1)) == 3


@pytest.mark.parametrize(
    ("target", "reference", "message"),
    [
        ([], None, "the first group has no documents"),
        ([0, 1, 2], None, "the second group has no documents"),
        ([2], [0], "the documents of the first group have no words"),
        ([0], [2], "the documents of the second group have no words"),
        ([0, 1], [1], r"1 documents are in both groups \(b\)"),
    ],
)
def test_groups_that_cannot_be_compared_are_refused(
    matrix: Make, target: list[int], reference: list[int] | None, message: str
) -> None:
    three = matrix(a="社区", b="好", c="")
    other = None if reference is None else np.array(reference)

    with pytest.raises(UsageError, match=message):
        keyness(three, np.array(target, int), other)


def test_groups_without_a_common_language_are_refused(matrix: Make) -> None:
    with pytest.raises(UsageError, match="the two groups have no language in common"):
        keyness(matrix(a="社区 居民", b="team plan"), np.array([0]))

"""Lexical diversity by hand and by the program lexicalrichness."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from workbench.tokens.diversity import diversity, hdd, mattr, mtld, yule_k
from workbench.tokens.table import Tokens

# Two hundred words of few and many occurrences, made by arithmetic.
WORDS = np.array([(k * k + k // 7) % 61 % (1 + k % 37) for k in range(200)])


def test_the_measures_are_those_of_lexicalrichness() -> None:
    # lexicalrichness 0.5.1: mattr(50), mtld(0.72), hdd(42), yulek of the same words
    assert mattr(WORDS) == pytest.approx(0.4166887417218545)
    assert mtld(WORDS) == pytest.approx(9.761904761904763)
    assert hdd(WORDS) == pytest.approx(0.4561775516483298)
    assert yule_k(WORDS) == pytest.approx(597.5)


def test_a_moving_average_by_hand() -> None:
    # windows of 3: a b a, b a c, a c c -> 2/3, 3/3, 2/3
    assert mattr(np.array([0, 1, 0, 2, 2]), window=3) == pytest.approx((2 + 3 + 2) / 9)


def test_factors_by_hand() -> None:
    # a a is full at 1/2: 60 tokens have 30 factors, forwards and backwards
    assert mtld(np.zeros(60, int)) == 2


def test_a_factor_that_is_not_full_counts_as_the_part_it_has_come_to() -> None:
    # forwards 25 factors of 0 0, then 1 2 3 1 at 3/4: (1 - .75) / (1 - .72) of one more;
    # backwards 1 3 2 1 0 0 is one, at 4/6, and 24 of 0 0. lexicalrichness 0.5.1: 2.12275862
    words = np.array([0, 0] * 25 + [1, 2, 3, 1])

    assert mtld(words) == pytest.approx((54 / (25 + 0.25 / 0.28) + 54 / 25) / 2)
    assert mtld(words) == pytest.approx(2.1227586206896554)


def test_draws_by_hand() -> None:
    # two of a a b: a is missed never, as only one other word is left: 1; b in 1 of 3: 2/3
    assert hdd(np.array([0, 0, 1]), drawn=2) == pytest.approx((1 + 2 / 3) / 2)


def test_the_ratios_of_a_document_in_each_language(table: Callable[..., Tokens]) -> None:
    # zh: 4 tokens, 3 types; en: 1 and 1
    found = diversity(table(a="社区 好 社区 路 team", b="")).set_index("language")

    assert found["doc"].to_dict() == {"zh": "a", "en": "a"}
    assert found.loc["zh", ["tokens", "types", "ttr", "root_ttr"]].tolist() == [4, 3, 0.75, 1.5]


@pytest.mark.parametrize("measure", [mattr, mtld, hdd])
def test_of_too_few_words_nothing_is_computed(measure: Callable[..., float]) -> None:
    assert math.isnan(measure(np.arange(41)))
    assert math.isnan(yule_k(np.array([], int)))


def test_a_text_of_different_words_alone_has_no_factor() -> None:
    assert math.isnan(mtld(np.arange(60)))
    assert yule_k(np.arange(60)) == 0

"""Expressions over sets: how they are read, what they are worth, and how they are refused."""

import math

import pandas as pd
import pytest

from workbench import qca
from workbench.errors import UsageError
from workbench.qca.expressions import conjunctions

DATA = pd.DataFrame(
    {"A": [0.9, 0.2], "B": [0.4, 0.3], "M": [2, 0], "U": [0.5, math.nan]}, index=["x", "y"]
)


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("A", 0.9, 0.2),
        ("~A", 0.1, 0.8),
        ("A*B", 0.4, 0.2),
        ("A + B", 0.9, 0.3),
        ("~A*B + ~B", 0.6, 0.7),  # x: max(min(.1, .4), .6);  y: max(min(.8, .3), .7)
        ("~(A + B)", 0.1, 0.7),  # x: 1 - .9;  y: 1 - .3
        ("~(A*~B)", 0.4, 0.8),  # x: max(.1, .4);  y: max(.8, .3)
        ("M{2}", 1, 0),
        ("M{0,1}*A", 0, 0.2),
        ("~M{2}", 0, 1),
        ("~~A", 0.9, 0.2),
    ],
)
def test_a_membership_is_the_least_of_all_and_the_greatest_of_any(
    text: str, x: float, y: float
) -> None:
    assert qca.memberships(text, DATA).tolist() == pytest.approx([x, y])


def test_an_unknown_score_gives_an_unknown_membership() -> None:
    assert math.isnan(qca.memberships("U", DATA)["y"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A*", "a condition wanted after 'A*', not 'the end'"),
        ("A B", "*, + or the end wanted after 'A', not 'B'"),
        ("(A + B", "a closing bracket wanted"),
        ("A + C", "no column 'C'"),
        ("M*A", "M has several values; write M{1}"),
        ("", "a condition wanted"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stops(text: str, said: str) -> None:
    with pytest.raises(UsageError) as refusal:
        qca.memberships(text, DATA)

    assert said in str(refusal.value)


def test_brackets_are_multiplied_out_and_contradictions_left_out() -> None:
    found = conjunctions("A*(B + ~A) + ~M{1}", {"A": 2, "B": 2, "M": 3})

    assert found == [{"A": {1}, "B": {1}}, {"M": {0, 2}}]


def test_a_value_that_a_condition_does_not_have_is_refused() -> None:
    with pytest.raises(UsageError, match="M has no value 3"):
        conjunctions("M{3}", {"M": 3})

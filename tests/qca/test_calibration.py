"""Calibration: values by hand, Ragin's table of incomes, and every refusal."""

import math

import pandas as pd
import pytest

from workbench import qca
from workbench.errors import UsageError

near = pytest.approx


def raw(*scores: float) -> pd.Series:
    return pd.Series(scores, index=[f"c{at}" for at, _ in enumerate(scores)], name="income")


def test_the_direct_method_gives_the_stated_membership_at_its_anchors() -> None:
    # log odds of 0.95 are ln 19; half way above the crossover they are half of it:
    # 1 / (1 + 19 ** -0.5) = 0.813398
    found = qca.direct(raw(10, 20, 40, 30), (10, 20, 40))

    assert found.tolist() == near([0.05, 0.5, 0.95, 1 / (1 + 19**-0.5)])


def test_incomes_are_calibrated_by_the_log_odds_of_ragin() -> None:
    # Ragin 2008, ch. 5: crossover 5,000, log odds of 3 at 2,500 and 20,000
    three = 1 / (1 + math.exp(-3))
    found = qca.direct(raw(40110, 5000, 2980), (2500, 5000, 20000), idm=three).round(2)

    # (2980 - 5000) * 3 / 2500 = -2.424; 1 / (1 + e ** 2.424) = 0.08
    assert found.tolist() == [1.0, 0.5, 0.08]


def test_falling_anchors_give_the_complement_of_rising_ones() -> None:
    scores = raw(1, 4, 6, 9)
    rising, falling = qca.direct(scores, (2, 5, 8)), qca.direct(scores, (8, 5, 2))

    assert (rising + falling).tolist() == near([1, 1, 1, 1])


def test_straight_lines_meet_the_anchors() -> None:
    # (15 - 10) / (20 - 10) / 2 = 0.25;  1 - (40 - 30) / (40 - 20) / 2 = 0.75
    found = qca.direct(raw(5, 15, 20, 30, 45), (10, 20, 40), curve="power")

    assert found.tolist() == near([0, 0.25, 0.5, 0.75, 1])


def test_an_exponent_bends_the_lines() -> None:
    # 0.5 ** 3 / 2 = 0.0625 below the crossover;  1 - 0.5 ** 2 / 2 = 0.875 above it
    found = qca.direct(raw(15, 30), (10, 20, 40), curve="power", below=3, above=2)

    assert found.tolist() == near([0.0625, 0.875])


def test_six_anchors_make_a_bell() -> None:
    anchors = (155, 165, 175, 175, 185, 195)
    found = qca.direct(raw(150, 160, 165, 175, 180, 195), anchors, curve="power")

    assert found.tolist() == near([0, 0.25, 0.5, 1, 0.75, 0])


def test_a_logistic_bell_is_the_lesser_of_its_two_sides() -> None:
    found = qca.direct(raw(155, 165, 185, 195), (155, 165, 175, 176, 185, 195))

    assert found.tolist() == near([0.05, 0.5, 0.5, 0.05])


def test_memberships_next_to_none_are_none() -> None:
    # 1 / (1 + 19 ** 4) = 0.0000077 is nearer to 0 than 0.0001
    assert qca.direct(raw(-20, 70), (10, 20, 30)).tolist() == [0.0, 1.0]


def test_a_score_on_a_threshold_reaches_it() -> None:
    assert qca.crisp(raw(549, 550, 551), 550).tolist() == [0, 1, 1]
    assert qca.crisp(raw(549, 850, 600), (550, 850)).tolist() == [0, 2, 1]


def test_thresholds_give_the_multivalue_development_of_the_literature() -> None:
    scores = qca.lipset("raw")["DEV"]

    assert qca.crisp(scores, (550, 850)).tolist() == qca.lipset("multivalue")["DEV"].tolist()


@pytest.mark.parametrize(
    ("condition", "anchors"),
    [
        ("DEV", (400, 550, 900)),
        ("URB", (25, 50, 65)),
        ("LIT", (50, 75, 90)),
        ("IND", (20, 30, 40)),
        ("STB", (15, 9.5, 5)),
        ("SURV", (-9, 0, 10)),
    ],
)
def test_the_fuzzy_scores_of_the_literature_come_from_the_raw_ones(
    condition: str, anchors: tuple[float, ...]
) -> None:
    found = qca.direct(qca.lipset("raw")[condition], anchors, idm=1 / (1 + math.exp(-3)))

    assert found.round(2).tolist() == qca.lipset("fuzzy")[condition].tolist()


def test_the_indirect_method_follows_its_groups() -> None:
    # groups of four scores at thresholds 10, 20, 30: memberships 0, 1/3, 2/3, 1
    found = qca.indirect(raw(4, 8, 12, 18, 22, 28, 34, 38), (10, 20, 30))

    assert found.is_monotonic_increasing
    assert found.iloc[0] < 0.1
    assert found.iloc[-1] > 0.9
    assert sum(found) == near(2 * (0 + 1 / 3 + 2 / 3 + 1), abs=0.01)  # a logit keeps the sum


@pytest.mark.parametrize(
    "method",
    [
        lambda scores: qca.direct(scores, (10, 20, 40)),
        lambda scores: qca.crisp(scores, 20),
        lambda scores: qca.indirect(scores, (10, 20)),
    ],
)
def test_what_is_unknown_stays_unknown(method: qca.Calibration) -> None:
    found = method(raw(5, math.nan, 15, 25, 35, 45, 55))

    assert found.isna().tolist() == [False, True, False, False, False, False, False]


def test_an_anchor_can_be_moved() -> None:
    calibration = qca.Calibration(qca.crisp, (550.0, 850.0))

    assert calibration.moved(1, 900.0)(raw(880)).tolist() == [1]
    assert calibration(raw(880)).tolist() == [2]


@pytest.mark.parametrize(
    ("method", "said"),
    [
        (lambda x: qca.direct(x, (10, 20)), "3 or 6 anchors"),
        (lambda x: qca.direct(x, (10, 30, 20)), "rise or fall"),
        (lambda x: qca.direct(x, (1, 2, 3, 2, 5, 6)), "have to rise"),
        (lambda x: qca.direct(x, (1, 2, 3), idm=0.5), "within (0.5, 1)"),
        (lambda x: qca.crisp(x, (5, 5)), "thresholds of income have to rise"),
        (lambda x: qca.indirect(x, (5,)), "2 thresholds or more"),
        (lambda x: qca.indirect(x - 100, (5, 6)), "scores > 0"),
    ],
)
def test_anchors_that_make_no_sense_are_refused(method: qca.Calibration, said: str) -> None:
    with pytest.raises(UsageError) as refusal:
        method(raw(1, 2, 3))

    assert said in str(refusal.value)

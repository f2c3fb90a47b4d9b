"""Memberships from passages, studies that cannot carry a comparison, and robust results."""

import math

import pandas as pd
import pytest

from workbench import qca
from workbench.errors import UsageError
from workbench.qca.study import random_without_contradiction

LIPSET = ["DEV", "URB", "LIT", "IND", "STB"]
RULES = [
    qca.Rule("veto", 0.0, "veto"),
    qca.Rule("council that decides", 1.0, "council*budget"),
    qca.Rule("council that may not", 0.33, "council*~budget"),
    qca.Rule("some body", 0.67, "council + forum"),
]


def passages(*rows: tuple[str, str, bool, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["case", "indicator", "found", "segment"])


# --- anchored calibration ------------------------------------------------------------


def test_the_first_rule_that_holds_decides_and_keeps_its_passages() -> None:
    evidence = passages(
        ("a", "council", True, "s1"),
        ("a", "budget", True, "s2"),
        ("a", "forum", True, "s3"),
        ("b", "council", True, "s4"),
        ("b", "budget", False, "s5"),
        ("c", "council", True, "s6"),
        ("d", "veto", True, "s7"),
        ("d", "council", True, "s8"),
    )
    found = qca.anchored(evidence, RULES, cases="abcd").set_index("case")

    assert found["membership"].to_dict() == {"a": 1.0, "b": 0.33, "c": 0.67, "d": 0.0}
    assert found["rule"]["b"] == "council that may not"
    assert found["segments"].to_dict() == {"a": "s1;s2", "b": "s4;s5", "c": "s6", "d": "s7"}


def test_a_case_without_evidence_is_unknown_and_never_zero() -> None:
    rules = [*RULES, qca.Rule("otherwise", 0.1)]
    found = qca.anchored(passages(("b", "other", True, "s1")), rules, cases="ab")

    assert math.isnan(found["membership"][0])
    assert found["rule"].tolist() == ["", "otherwise"]
    assert found["segments"].tolist() == ["", "s1"]


def test_a_case_that_no_rule_reaches_is_unknown() -> None:
    found = qca.anchored(passages(("a", "budget", True, "s1")), RULES, cases="a")

    assert math.isnan(found["membership"][0])


def test_a_lack_that_another_passage_belies_is_no_lack() -> None:
    rules = [qca.Rule("no budget", 0.2, "~budget")]
    lacking = passages(("a", "budget", False, "s1"))
    belied = passages(("a", "budget", False, "s1"), ("a", "budget", True, "s2"))

    assert qca.anchored(lacking, rules, cases="a")["membership"][0] == 0.2
    assert math.isnan(qca.anchored(belied, rules, cases="a")["membership"][0])


def test_rules_that_make_no_sense_are_refused_all_at_once() -> None:
    rules = [qca.Rule("one", 1.5, "council"), qca.Rule("any", 0.0), qca.Rule("any", 1, "x")]
    with pytest.raises(UsageError) as refusal:
        qca.anchored(passages(("z", "council", True, "s1")), rules, cases="a")

    for said in ("1.5 is outside", "'any' holds always", "names of their own", "compared: z"):
        assert said in str(refusal.value)


# --- what a study has to have --------------------------------------------------------


def study(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["case", "level", "contained_in"])


def alike(number: int) -> pd.DataFrame:
    return study(*((f"c{at}", "street", "") for at in range(number)))


def test_random_data_contradict_themselves_as_often_as_counted_by_hand() -> None:
    # two cases, one condition: in the same row by 1/2, and then of different outcome by 1/2
    assert random_without_contradiction(2, 1) == pytest.approx(1 - 1 / 4)


def test_more_conditions_need_more_cases() -> None:
    assert [qca.cases_needed(number) for number in (2, 3, 4, 5, 6, 7)] == [7, 10, 13, 18, 25, 35]


def test_enough_cases_of_one_level_carry_a_study() -> None:
    assert qca.insufficient(alike(7), conditions=["A", "B"]) == ""


def test_cases_of_several_levels_are_refused() -> None:
    given = study(("a", "city", ""), ("b", "street", ""), ("c", "street", "x"))
    said = qca.insufficient(given, conditions=["A"], at_least=2)

    assert said == (
        "insufficient: 3 cases of 2 levels (city 1, street 2); compare within one level"
    )


def test_too_few_cases_are_refused_and_a_nested_one_is_not_counted() -> None:
    given = study(("a", "x", ""), ("b", "x", "a"), ("c", "x", "b"), ("d", "x", ""))
    said = qca.insufficient(given, conditions=["A", "B"])

    assert "b lies in a; c lies in a, b: count one of them" in said
    assert "2 cases that lie in no other for 2 conditions, which need 7 or more" in said


def test_an_unknown_membership_is_refused_by_name() -> None:
    scores = pd.DataFrame({"A": [1.0, math.nan]}, index=["c0", "c1"])
    said = qca.insufficient(alike(3), conditions=["A", "B"], memberships=scores, at_least=3)

    assert said == "insufficient: memberships are unknown: c0 (B), c1 (A, B), c2 (A, B)"


# --- robustness ----------------------------------------------------------------------


def test_the_inclusion_cut_moves_between_the_scores_of_rows() -> None:
    # row 24 (FR, SE) of 0.7088 turns positive at its score; row 22 (FI, IE) negative above its
    data = qca.lipset("fuzzy")
    table = qca.truth_table(data, conditions=LIPSET, outcome="SURV", inclusion=0.8)
    found = qca.robustness(table, kind="parsimonious").cutoffs.set_index("what")

    assert found.loc["inclusion", ["above", "up_to"]].tolist() == pytest.approx(
        [0.708771929824562, 0.804270462633452]
    )
    assert found.loc["inclusion", "below"] == "DEV*STB"
    # asked for two cases, the rows of EE, AU and DE are remainders, and models are tied
    assert found.loc["frequency", "up_to"] == 1
    assert found.loc["frequency", "beyond"] == "URB + DEV*~IND | URB + LIT*~IND*STB"


def test_a_threshold_moves_between_raw_scores() -> None:
    # a case with 517 (IT) would count as developed at 517; one with 586 (CZ) not above 586
    table = qca.truth_table(qca.lipset("crisp"), conditions=LIPSET, outcome="SURV")
    found = qca.robustness(
        table,
        kind="parsimonious",
        raw=qca.lipset("raw"),
        calibrations={"DEV": qca.Calibration(qca.crisp, (550.0,))},
    )

    assert found.anchors[["above", "up_to", "tolerance"]].to_numpy().tolist() == [[517, 586, 0]]


def test_an_anchor_is_followed_to_where_the_models_change() -> None:
    # with crossover c, c0 has 1 - (100 - 90) / (100 - c) / 2 and c1, without the outcome,
    # 40 / c / 2; the inclusion .68 is met where c1 has k = .32 / .68 of c0:
    # 20 / c = k (95 - c) / (100 - c), the lower root of k c^2 - (95 k + 20) c + 2000 = 0.
    # From 90 on, c0 is no longer in the row.
    raw = pd.DataFrame({"A": [90.0, 40.0]}, index=["c0", "c1"])
    calibration = qca.Calibration(qca.direct, (0.0, 50.0, 100.0), {"curve": "power"})
    data = raw.assign(A=calibration(raw["A"]), Y=[1.0, 0.0])
    table = qca.truth_table(data, conditions=["A"], outcome="Y", inclusion=0.68)
    moved = qca.robustness(table, kind="conservative", raw=raw, calibrations={"A": calibration})
    found = moved.anchors.set_index("what").loc["A anchor 2"]
    k = 0.32 / 0.68
    root = (95 * k + 20 - math.sqrt((95 * k + 20) ** 2 - 8000 * k)) / (2 * k)

    assert found["tolerance"] == pytest.approx(1e-4)
    assert found["above"] == pytest.approx(root, abs=1e-4)
    assert found["up_to"] == pytest.approx(90, abs=2e-4)
    assert "no row is sufficient" in found["below"]


def test_cases_whose_absence_changes_the_models_are_named() -> None:
    data = pd.DataFrame(
        {"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 1, 0, 0]}, index=["p", "q", "r", "s"]
    )
    table = qca.truth_table(data, conditions=["A", "B"], outcome="Y")
    found = qca.robustness(table, kind="conservative")

    # without p or q, only one of the rows A*B and A*~B is left
    assert found.cases.set_index("case")["same"].to_dict() == {
        "p": False,
        "q": False,
        "r": True,
        "s": True,
    }
    assert found.cases["models"].tolist() == ["A*~B", "A*B", "A", "A"]
    assert found.summary.iloc[-1].tolist() == ["cases left out", 4, 2, 2]


def test_calibrations_that_are_not_those_of_the_table_are_refused() -> None:
    table = qca.truth_table(qca.lipset("crisp"), conditions=LIPSET, outcome="SURV")
    wrong = {"DEV": qca.Calibration(qca.crisp, (900.0,))}
    with pytest.raises(UsageError, match="scores of the table in DEV"):
        qca.robustness(table, kind="parsimonious", raw=qca.lipset("raw"), calibrations=wrong)
    with pytest.raises(UsageError, match="raw scores are needed"):
        qca.robustness(table, kind="parsimonious", calibrations=wrong)

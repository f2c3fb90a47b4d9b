"""Truth tables and solutions: values by hand, published results, and every refusal."""

import math
from typing import Any

import pandas as pd
import pytest

from workbench import qca
from workbench.errors import UsageError

LIPSET = ["DEV", "URB", "LIT", "IND", "STB"]
near = pytest.approx


def cases(**columns: list[float]) -> pd.DataFrame:
    rows = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.Index([f"c{at}" for at in range(rows)], name="case"))


def row(table: qca.TruthTable, number: int) -> Any:
    return table.rows.set_index("row").loc[number]


def test_inclusion_is_the_shared_part_of_the_row() -> None:
    # row A: memberships .9, .8, .3; with Y: min .6 + .7 + .2 = 1.5;  1.5 / 2.0 = .75
    # both Y and ~Y: min(.6, .4) + min(.7, .3) + min(.2, .8) -> .4 + .3 + .2 = .9
    # PRI: (1.5 - .9) / (2 - .9) = .545454...
    data = cases(A=[0.9, 0.8, 0.3], Y=[0.6, 0.7, 0.2])
    found = row(qca.truth_table(data, conditions=["A"], outcome="Y", inclusion=0.75), 2)

    assert found["inclusion"] == near(1.5 / 2.0)
    assert found["pri"] == near(0.6 / 1.1)
    assert (found["out"], found["n"], found["cases"]) == ("1", 2, "c0;c1")


def test_rows_are_numbered_with_the_first_condition_most_significant() -> None:
    # A = 1, M = 2, B = 0 of levels 2, 3, 2: 1 + 1 * 6 + 2 * 2 + 0 = 11
    data = cases(A=[1.0], M=[2], B=[0.0], Y=[1.0])

    assert qca.truth_table(data, conditions=["A", "M", "B"], outcome="Y").rows["row"].tolist() == [
        11
    ]


def test_deviant_cases_contradict_the_outcome_of_their_row() -> None:
    data = cases(A=[0.9, 0.9, 0.9, 0.1, 0.2], Y=[0.9, 0.9, 0.4, 0.1, 0.6])
    table = qca.truth_table(data, conditions=["A"], outcome="Y", inclusion=0.8)

    assert row(table, 2)["deviant"] == "c2"
    assert (row(table, 1)["out"], row(table, 1)["deviant"]) == ("0", "c4")


def test_two_cuts_make_a_contradiction_of_what_lies_between() -> None:
    data = cases(A=[1, 1, 0], Y=[1, 0, 0])
    table = qca.truth_table(data, conditions=["A"], outcome="Y", inclusion=(0.9, 0.4))

    assert table.rows["out"].tolist() == ["0", "C"]


def test_a_row_with_too_few_cases_is_a_remainder() -> None:
    data = cases(A=[1, 1, 0], Y=[1, 1, 0])
    table = qca.truth_table(data, conditions=["A"], outcome="Y", frequency=2)

    assert table.rows["out"].tolist() == ["?", "1"]
    assert table.remainders == 1


def test_a_score_of_one_half_is_refused_by_name() -> None:
    data = cases(A=[0.9, 0.5], B=[0.5, 0.5], Y=[1, 0])
    with pytest.raises(UsageError, match=r"no row: c0 \(B\), c1 \(A, B\); recalibrate"):
        qca.truth_table(data, conditions=["A", "B"], outcome="Y")


def test_a_score_of_one_half_may_be_left_outside_but_counts_in_the_sums() -> None:
    # (min(.9, 1) + min(.5, 0)) / (.9 + .5) = .9 / 1.4
    data = cases(A=[0.9, 0.5], Y=[1, 0])
    table = qca.truth_table(data, conditions=["A"], outcome="Y", inclusion=0.6, halves="leave")

    assert table.outside.to_dict("list") == {"case": ["c1"], "conditions": ["A"]}
    assert row(table, 2)["inclusion"] == near(0.9 / 1.4)
    assert row(table, 2)["cases"] == "c0"


@pytest.mark.parametrize(
    ("data", "options", "said"),
    [
        ({"A": [1.0, math.nan]}, {}, "membership in A is unknown for c1"),
        ({"A": [0.2, 1.4]}, {}, "A has scores outside [0, 1] for c1"),
        ({"A": [-1, 1]}, {}, "A has scores outside [0, 1] for c0"),
        ({"A": [0, 1], "Y": [0, 2]}, {}, "Y has several values; write Y{1}"),
        ({"A": [0, 1]}, {"conditions": ["A", "B"]}, "no column 'B'"),
        ({"A": [0, 1]}, {"conditions": ["A", "A"]}, "every condition once"),
        ({"A": [0, 1]}, {"inclusion": 1.2}, "inclusion cut-offs"),
        ({"A": [0, 1]}, {"inclusion": (0.4, 0.9)}, "the upper first"),
        ({"A": [0, 1]}, {"frequency": 0}, "frequency cut-off is 1 or more"),
    ],
)
def test_scores_and_cuts_that_are_none_are_refused(
    data: dict[str, list[float]], options: dict[str, Any], said: str
) -> None:
    given = {"conditions": ["A"], "outcome": "Y"} | options
    with pytest.raises(UsageError) as refusal:
        qca.truth_table(cases(**({"Y": [0, 1]} | data)), **given)

    assert said in str(refusal.value)


# --- solutions: Lipset's democracies -------------------------------------------------


def crisp(**options: Any) -> qca.TruthTable:
    return qca.truth_table(qca.lipset("crisp"), conditions=LIPSET, outcome="SURV", **options)


def fuzzy(outcome: str = "SURV") -> qca.TruthTable:
    return qca.truth_table(qca.lipset("fuzzy"), conditions=LIPSET, outcome=outcome, inclusion=0.8)


def terms(expression: str) -> set[str]:
    return set(expression.split(" + "))


def only(solution: qca.Solution) -> set[str]:
    [expression] = solution.expressions
    return terms(expression)


def test_survival_needs_what_rihoux_and_de_meur_found() -> None:
    found = qca.solutions(crisp(), kind="conservative")

    assert only(found) == {"DEV*~URB*LIT*STB", "DEV*LIT*IND*STB"}


def test_ties_are_all_kept_whatever_their_length() -> None:
    found = qca.solutions(crisp(frequency=2), kind="parsimonious")

    assert found.expressions == ["DEV", "LIT*STB"]
    assert found.essential == []
    assert [model.name for model in found.models] == ["M1", "M2"]


def test_the_three_solutions_of_fuzzy_sets_are_those_of_ragin() -> None:
    table = fuzzy()
    between = qca.solutions(table, kind="intermediate", expectations=LIPSET)

    assert only(qca.solutions(table, kind="parsimonious")) == {"DEV*~IND", "URB*STB"}
    assert only(between) == {"DEV*URB*LIT*STB", "DEV*LIT*~IND*STB"}
    assert between.totals["inclusion"].tolist() == near([0.865947611710324])
    assert between.totals["uncovered"].tolist() == ["FR;SE"]
    assert between.fit["cases"].tolist() == ["BE;CZ;NL;UK", "FI;IE"]


def test_a_literal_without_an_expectation_is_dropped_and_one_met_in_part_too() -> None:
    found = qca.solutions(fuzzy(), kind="intermediate", expectations=["DEV", "STB", "~LIT*IND"])

    assert only(found) == {"DEV*URB*STB", "DEV*~IND*STB"}


def test_models_of_multivalue_sets_are_tied() -> None:
    table = qca.truth_table(qca.lipset("multivalue"), conditions=LIPSET, outcome="SURV")
    found = qca.solutions(table, kind="parsimonious")

    assert {frozenset(terms(one)) for one in found.expressions} == {
        frozenset({"DEV{2}", "DEV{1}*STB"}),
        frozenset({"DEV{1}*STB", "IND*STB"}),
        frozenset({"DEV{1}*~IND", "IND*STB"}),
    }


def test_what_cannot_be_is_not_assumed() -> None:
    found = qca.solutions(fuzzy(), kind="parsimonious", excluded=["DEV*~LIT"])

    assert only(found) == {"DEV*LIT*~IND", "URB*LIT*STB"}


def test_a_positive_row_can_be_excluded_by_its_number_alone() -> None:
    found = qca.solutions(fuzzy(), kind="conservative", excluded=[22])

    assert only(found) == {"DEV*URB*LIT*IND*STB"}
    with pytest.raises(UsageError, match=r"rows \[22\] are positive"):
        qca.solutions(fuzzy(), kind="conservative", excluded=["DEV*~IND"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"kind": "intermediate"}, "needs expectations"),
        ({"kind": "parsimonious", "excluded": [33]}, "rows are 1 to 32"),
        ({"kind": "parsimonious", "excluded": ["GNP"]}, "no column 'GNP'"),
        ({"kind": "intermediate", "expectations": ["DEV{2}"]}, "DEV has no value 2"),
        ({"kind": "parsimonious", "excluded": [22, 32]}, "no row is sufficient for SURV"),
    ],
)
def test_solutions_that_cannot_be_are_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as refusal:
        qca.solutions(fuzzy(), **options)

    assert said in str(refusal.value)


# --- counterfactuals and configurations ----------------------------------------------


def test_counterfactuals_are_easy_where_the_expectations_bear_them() -> None:
    # rows 10..30 are the twelve assumptions of DEV*~IND + URB*STB; only row 30,
    # DEV*URB*LIT*~IND*STB, is in the intermediate solution
    table = fuzzy()
    shortest = qca.solutions(table, kind="parsimonious")
    between = qca.solutions(table, kind="intermediate", expectations=LIPSET)
    found = qca.counterfactuals(between, shortest)

    assert found["row"].tolist() == [10, 12, 14, 16, 17, 18, 21, 25, 26, 28, 29, 30]
    assert found.loc[found["kind"] == "easy", "row"].tolist() == [30]
    assert qca.assumptions(between)["row"].tolist() == [30]
    assert qca.assumptions(qca.solutions(table, kind="conservative")).empty


def test_what_is_assumed_for_both_outcomes_contradicts_itself() -> None:
    tables = fuzzy(), fuzzy("~SURV")
    sides = [qca.solutions(table, kind="parsimonious") for table in tables]

    assert qca.contradictory(*sides)["row"].tolist() == [10, 12, 14, 16, 17, 21, 25, 29]
    assert qca.simultaneous(*tables).empty


def test_remainders_within_an_expression_are_found() -> None:
    found = qca.remainders(fuzzy(), "DEV*~LIT")

    assert found["row"].tolist() == [17, 18, 19, 20, 25, 26, 27, 28]
    assert set(found["DEV"]) == {1}


def test_core_conditions_are_those_of_the_parsimonious_solution() -> None:
    table = fuzzy()
    shortest = qca.solutions(table, kind="parsimonious")
    between = qca.solutions(table, kind="intermediate", expectations=LIPSET)
    found = qca.configurations(between, shortest).set_index(["term", "condition"])["role"]

    # DEV*~IND lies around the second term, URB*STB around the first
    assert found["DEV*LIT*~IND*STB"].to_dict() == {
        "DEV": "core",
        "URB": "",
        "LIT": "contributing",
        "IND": "core",
        "STB": "contributing",
    }
    assert found["DEV*URB*LIT*STB", "URB"] == "core"
    with pytest.raises(UsageError, match="an intermediate and a parsimonious"):
        qca.configurations(shortest, between)


# --- necessity -----------------------------------------------------------------------


def test_necessity_of_a_condition_by_hand() -> None:
    # X .8 .4 .6, Y .6 .5 .1: min .6 + .4 + .1 = 1.1; Y 1.2; X 1.8
    # RoN: (.2 + .6 + .4) / (.4 + .6 + .9) = 1.2 / 1.9
    data = cases(X=[0.8, 0.4, 0.6], Y=[0.6, 0.5, 0.1])
    found = qca.necessity(data, "X", "Y").iloc[0]

    assert found["inclusion"] == near(1.1 / 1.2)
    assert found["coverage"] == near(1.1 / 1.8)
    assert found["ron"] == near(1.2 / 1.9)


def test_unique_coverage_is_what_no_other_term_covers() -> None:
    # A .9 .1, B .2 .7, Y 1 1: together 1.6 / 2, A alone 1.0 / 2, B alone .9 / 2
    data = cases(A=[0.9, 0.1], B=[0.2, 0.7], Y=[1, 1])
    found = qca.sufficiency(data, ["A", "B"], "Y")

    assert found["coverage"].tolist() == near([0.5, 0.45])
    assert found["unique_coverage"].tolist() == near([0.8 - 0.45, 0.8 - 0.5])
    assert math.isnan(qca.sufficiency(data, "A", "Y")["unique_coverage"][0])


def test_an_empty_set_has_no_inclusion() -> None:
    assert math.isnan(qca.sufficiency(cases(A=[0, 0], Y=[1, 0]), "A", "Y")["inclusion"][0])


def test_necessary_sets_are_searched_without_redundant_disjunctions() -> None:
    found = qca.supersets(fuzzy(), inclusion=0.9, coverage=0.6)

    assert found["expression"].tolist() == ["LIT", "STB", "LIT*STB", "DEV + URB + IND"]
    assert found["ron"].tolist() == near([0.50941423, 0.68011811, 0.8, 0.70417071])
    assert len(qca.supersets(fuzzy(), inclusion=0.9, coverage=0.6, longest=2)) == 3

"""The notebook on set-theoretic comparison, and what it shows."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from workbench import qca, show
from workbench.project import Project
from workbench.show.html import Html
from workbench.show.venn import SHAPES, _inside, _region

CONDITIONS = ["DEV", "URB", "LIT", "IND", "STB"]


@pytest.fixture(scope="module")
def table() -> qca.TruthTable:
    """The truth table of Ragin 2009, whose solutions are printed there."""
    scores = qca.lipset("fuzzy")
    return qca.truth_table(scores, conditions=CONDITIONS, outcome="SURV", inclusion=0.8)


# --- tables -------------------------------------------------------------------


def test_a_truth_table_begins_with_the_sufficient_rows_and_strikes_out_deviant_cases(
    table: qca.TruthTable,
):
    shown = show.truth_table(table).markup

    assert "9 rows with cases, 23 remainders" in shown
    assert shown.index("BE") < shown.index("FI") < shown.index("EE")
    assert "<s>FR</s>, <s>SE</s>" in shown.replace("<span>", "").replace("</span>", "")


def test_a_configuration_table_tells_core_from_contributing(table: qca.TruthTable):
    # parsimonious DEV*~IND + URB*STB; intermediate DEV*URB*LIT*STB + DEV*LIT*~IND*STB
    parsimonious = qca.solutions(table, kind="parsimonious")
    intermediate = qca.solutions(table, kind="intermediate", expectations=CONDITIONS)
    found = qca.configurations(intermediate, parsimonious)
    shown = show.configuration_table(found, intermediate.fit).markup

    rows = [row.split("</tr>")[0] for row in shown.split("<tr>")[2:]]
    signs = [[sign for sign in "●⊗•⊖" if sign in cell] for row in rows[:5] for cell in cells(row)]
    assert signs == [
        *(["•"], ["●"]),  # DEV
        *(["●"], []),
        *(["•"], ["•"]),
        *([], ["⊗"]),
        *(["●"], ["•"]),
    ]
    assert "0.901" in rows[5]


def cells(row: str) -> list[str]:
    return row.split("<td>")[1:]


def test_measures_have_names_and_nothing_is_said_in_both_languages(table: qca.TruthTable):
    fit = qca.solutions(table, kind="parsimonious").fit
    shown = show.measures(fit, caption=("解", "Solution")).markup

    assert "一致性" in shown
    assert "unique_coverage" not in shown
    assert "No combination" in show.measures(fit.iloc[:0], caption=("解", "Solution")).markup


def test_a_chart_marks_what_a_term_covers(table: qca.TruthTable):
    # DEV*~IND covers row 22 (10101), URB*STB row 32 (11111)
    shown = show.chart(qca.solutions(table, kind="parsimonious").chart).markup

    assert shown.count("×") == 2


def test_whether_cases_can_carry_it_is_a_sentence():
    assert "insufficient: few" in show.feasibility("insufficient: few").markup
    assert "can carry" in show.feasibility("").markup


# --- figures ------------------------------------------------------------------


def test_a_plot_has_the_deviant_cases_as_squares_and_names_those_in_the_set():
    # A and B in the set, B without the outcome; C outside
    x = pd.Series([0.9, 0.8, 0.2], index=["A", "B", "C"])
    y = pd.Series([1.0, 0.1, 0.3], index=["A", "B", "C"], name="Y")
    figure = show.xy({"X": x}, y)

    assert isinstance(figure, Figure)
    circles, squares = figure.axes[0].collections
    assert circles.get_offsets().tolist() == [[0.9, 1.0], [0.2, 0.3]]
    assert squares.get_offsets().tolist() == [[0.8, 0.1]]
    assert [text.get_text() for text in figure.axes[0].texts] == ["A", "B"]
    # min: .9 + .1 + .2 = 1.2; of X 1.9, of Y 1.4
    assert figure.axes[0].get_title(loc="left") == "一致性 incl 0.632 · 覆盖度 cov 0.857"


@pytest.mark.parametrize("sets", sorted(SHAPES))
def test_every_configuration_has_one_region_of_a_venn_diagram(sets: int):
    from itertools import product

    from scipy.ndimage import label

    inside = _inside(SHAPES[sets])
    for configuration in product((0, 1), repeat=sets):
        pieces, number = label(_region(inside, configuration))
        large = [int((pieces == at).sum()) for at in range(1, number + 1)]
        assert sum(size > 20 for size in large) == 1, configuration


def test_a_venn_diagram_writes_the_sign_of_a_configuration_into_its_region():
    figure = show.venn(["A", "B"], {(1, 1): "1", (1, 0): "0", (0, 0): "0"})

    assert isinstance(figure, Figure)
    assert {text.get_text() for text in figure.axes[0].texts} == {
        *("A", "B"),
        *("11\n●", "10\n○", "01"),
    }
    painted = np.asarray(figure.axes[0].images[0].get_array())
    assert set(np.unique(painted).tolist()) == {0, 1, 3}  # sufficient, not, remainder


def test_a_venn_diagram_of_six_sets_is_not_drawn():
    drawn = show.venn(list("ABCDEF"), {})

    assert isinstance(drawn, Html)
    assert "two to five" in drawn.markup


# --- the notebook -------------------------------------------------------------


def test_the_notebook_goes_from_raw_values_to_robustness(built: Project, executed: Callable):
    shown = executed(built, "qca")

    for said in ("Raw values", "Memberships", "Necessary", "Truth table", "DEV*~IND<", "URB*STB<"):
        assert said in shown, said
    assert "Ranges of the anchors" in shown
    assert "insufficient: " in shown


def test_an_empty_study_is_told_to_be_insufficient(empty: Project, executed: Callable):
    assert "insufficient: 0 cases" in executed(empty, "qca")

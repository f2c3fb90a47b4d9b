"""Correspondence analysis of the smoking data of Greenacre (1984)."""

import numpy as np
import pandas as pd
import pytest

from workbench.errors import UsageError
from workbench.tokens.correspondence import correspondence

SMOKING = pd.DataFrame(
    [[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]],
    index=["SM", "JM", "SE", "JE", "SC"],
    columns=["none", "light", "medium", "heavy"],
)


def test_inertias_are_the_published_ones() -> None:
    # Greenacre: total 0.08519; principal inertias 0.07476 (87.8 %), 0.01002 (11.8 %), 0.00041
    found = correspondence(SMOKING)

    assert found.inertia.round(5).tolist() == [0.07476, 0.01002, 0.00041]
    assert round(float(found.inertia.sum()), 5) == 0.08519
    assert (100 * found.share).round(1).tolist() == [87.8, 11.8, 0.5]


def test_coordinates_and_contributions_are_those_of_prince() -> None:
    # prince 0.23.0, up to the sign of an axis
    found = correspondence(SMOKING)

    assert found.rows["axis_1"].abs().tolist() == pytest.approx(
        [0.065768, 0.258958, 0.380595, 0.232952, 0.201089], abs=5e-7
    )
    assert found.rows["axis_2"].abs().tolist() == pytest.approx(
        [0.193737, 0.243305, 0.010660, 0.057744, 0.078911], abs=5e-7
    )
    assert found.columns["axis_1"].abs().tolist() == pytest.approx(
        [0.393308, 0.099456, 0.196321, 0.293776], abs=5e-7
    )
    assert found.rows["contribution_1"].tolist() == pytest.approx(
        [0.003298, 0.083659, 0.512006, 0.330974, 0.070064], abs=5e-7
    )
    # none and heavy are on different sides, senior employees beside none
    assert found.rows.loc["SE", "axis_1"] * found.columns.loc["none", "axis_1"] > 0
    assert found.rows.loc["SE", "axis_1"] * found.columns.loc["heavy", "axis_1"] < 0


def test_contributions_and_qualities_add_up_to_one() -> None:
    found = correspondence(SMOKING)
    axes = range(1, 4)

    for points in (found.rows, found.columns):
        assert [points[f"contribution_{n}"].sum() for n in axes] == pytest.approx([1, 1, 1])
        assert sum(points[f"cos2_{n}"] for n in axes).tolist() == pytest.approx([1] * len(points))
        assert points["mass"].sum() == pytest.approx(1)


def test_the_row_of_the_greatest_contribution_is_on_the_positive_side() -> None:
    rows = correspondence(SMOKING).rows

    assert all(rows.loc[rows[f"contribution_{n}"].idxmax(), f"axis_{n}"] > 0 for n in (1, 2, 3))


@pytest.mark.parametrize("often", [2, 3, 5])
def test_of_rows_that_contribute_alike_the_first_is_on_the_positive_side(often: int) -> None:
    # both rows have half of the axis; rounding alone would make one of them the greater
    rows = correspondence(pd.DataFrame([[1, often], [often, 1]])).rows

    assert rows.loc[0, "axis_1"] > 0 > rows.loc[1, "axis_1"]


def test_two_rows_have_one_axis_and_like_rows_none() -> None:
    assert len(correspondence(SMOKING.iloc[:2]).inertia) == 1
    alike = pd.DataFrame([[1, 2], [2, 4]])
    assert len(correspondence(alike).inertia) == 0


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([[1, -1], [2, 3]], "a count is negative"),
        ([[1, 2]], "a table of 1 x 2"),
        ([[1, 2], [0, 0]], "a row or a column of the table is empty"),
        ([[0, 2], [0, 1]], "a row or a column of the table is empty"),
    ],
)
def test_tables_without_an_analysis_are_refused(table: list[list[int]], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        correspondence(pd.DataFrame(np.array(table)))

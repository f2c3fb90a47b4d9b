"""Contingency: residuals and chi-squared of published tables, and what is refused."""

import math

import numpy as np
import pandas as pd
import pytest

from workbench.comparison.contingency import (
    adjusted_residuals,
    arrangements,
    cochran,
    contingency,
)
from workbench.errors import UsageError

# Agresti, An Introduction to Categorical Data Analysis (2007), tables 2.5 and 2.6:
# gender by party (Democrat, Independent, Republican).
PARTY = np.array([[762, 327, 468], [484, 239, 477]])


def one_each(table: np.ndarray) -> tuple[pd.DataFrame, dict[str, str]]:
    """The table as documents of one passage each: rows are groups, columns codes."""
    cells = [(row, column) for (row, column), often in np.ndenumerate(table) for _ in range(often)]
    docs = [f"d{number}" for number in range(len(cells))]
    values = np.eye(table.shape[1], dtype=int)[[column for _, column in cells]]
    groups = {doc: f"g{row}" for doc, (row, _) in zip(docs, cells, strict=True)}
    return pd.DataFrame(values, index=docs), groups


def test_a_published_table_has_the_published_chi_squared_and_residuals() -> None:
    # X² = 30.1, df = 2; standardized residuals of women 4.50, 0.70, -5.32
    found = contingency(*one_each(PARTY))

    assert (found.chi2, found.dof) == (pytest.approx(30.07, abs=0.005), 2)
    assert found.residuals["g0"].tolist() == pytest.approx([4.50, 0.70, -5.32], abs=0.005)
    assert found.residuals["g1"].tolist() == pytest.approx([-4.50, -0.70, 5.32], abs=0.005)
    assert found.expected["g0"].tolist() == pytest.approx([703.7, 319.6, 533.7], abs=0.05)


def test_independent_passages_that_meet_cochrans_rule_have_the_p_of_the_distribution() -> None:
    # P(χ²(2) > 30.07) = exp(-30.07 / 2)
    found = contingency(*one_each(PARTY))

    assert found.method == "distribution"
    assert found.p == pytest.approx(math.exp(-found.chi2 / 2))
    assert found.v == pytest.approx(math.sqrt(30.07 / 2757), abs=1e-4)


def test_a_residual_follows_from_its_definition() -> None:
    # [[3, 1], [1, 3]]: E = 2; (3 - 2) / sqrt(2 * 1/2 * 1/2) = sqrt 2
    found = adjusted_residuals(np.array([[3, 1], [1, 3]]))

    assert found == pytest.approx(np.array([[1, -1], [-1, 1]]) * math.sqrt(2))


@pytest.mark.parametrize(
    ("expected", "carried"),
    [([[5, 5], [5, 5]], True), ([[1, 9, 9], [9, 9, 9]], True), ([[0.9, 9, 9], [9, 9, 9]], False),
     ([[4, 9], [9, 9]], False)],
)  # fmt: skip
def test_cochrans_rule(expected: list[list[float]], carried: bool) -> None:
    assert cochran(np.array(expected)) is carried


def blocks(*rows: tuple[str, int, int]) -> tuple[pd.DataFrame, dict[str, str]]:
    """Documents of a group with passages of two codes."""
    docs = [f"d{number}" for number in range(len(rows))]
    counts = pd.DataFrame([row[1:] for row in rows], index=docs, columns=["x", "y"])
    return counts, {doc: row[0] for doc, row in zip(docs, rows, strict=True)}


APART = blocks(*[("g", 6, 0)] * 3, *[("h", 0, 6)] * 3)


def test_passages_of_one_document_are_permuted_together() -> None:
    # 6!/(3! 3!) = 20 arrangements, all 720 orders tried; 2 of the 20 part x from y so far
    found = contingency(*APART)

    assert found.method == "permutation"
    assert found.p == pytest.approx(2 / 20)
    assert (found.v, found.chi2) == (pytest.approx(1.0), pytest.approx(36.0))


def test_a_residual_of_few_expected_passages_is_not_shown() -> None:
    # g has 13 of 25 passages, y 5: 2.6 are expected of y in g, 10.4 of x
    found = contingency(*blocks(*[("g", 4, 0)] * 2, ("g", 4, 1), *[("h", 3, 1)] * 2, ("h", 2, 2)))

    assert found.residuals.loc["y"].isna().all()
    assert found.residuals.loc["x"].notna().all()


def test_a_permutation_is_the_same_each_time() -> None:
    rows = [("g", 4, 1), ("g", 3, 2), ("g", 5, 0), ("g", 2, 2), *[("h", 1, 4)] * 4]

    assert contingency(*blocks(*rows)).p == contingency(*blocks(*rows)).p


def test_documents_fall_into_groups_in_so_many_ways() -> None:
    assert arrangements([3, 3]) == 20
    assert arrangements([1, 1, 1]) == 6


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("g", 6, 1)] * 6, "2 codes in 1 groups; two of each are needed"),
        ([("g", 6, 0)] * 3 + [("h", 6, 0)] * 3, "1 codes in 2 groups"),
        ([("g", 6, 1)] * 6 + [("h", 1, 6)], "groups of fewer than 2 documents: h \\(1\\)"),
        ([("g", 6, 1)] * 2 + [("h", 1, 6)] * 2, "4 documents can be arranged .* in 6 ways"),
        ([("g", 1, 1), ("h", 1, 1)], "g \\(1\\), h \\(1\\).*; 2 documents can be arranged"),
    ],
)
def test_tables_that_carry_nothing_are_refused(
    rows: list[tuple[str, int, int]], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        contingency(*blocks(*rows))

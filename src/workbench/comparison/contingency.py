"""Which codes stand in which group of documents more often than their margins have it."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from workbench.errors import UsageError

LEAST = 2  # documents a group: with one, what is of the group and what of the text is one thing
ARRANGEMENTS = 20  # of documents in groups: with fewer no p can be below 0.05
RESAMPLES = 9999
BATCH = 500

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Contingency:
    """A table of codes x groups, and how far it is from independence.

    ``observed``, ``expected`` and ``residuals`` (adjusted, Haberman 1973; NaN where fewer
    than 5 are expected) have a row a code and a column a group. ``v`` is Cramér's V (0 to
    1). ``p`` is of the chi-squared distribution, or of a permutation of whole documents.
    """

    observed: pd.DataFrame
    expected: pd.DataFrame
    residuals: pd.DataFrame
    chi2: float
    dof: int
    v: float
    p: float
    method: str  # distribution, permutation


def contingency(counts: pd.DataFrame, group_of: Mapping[str, str], *, seed: int = 0) -> Contingency:
    """The analysis of ``counts``: a row a document, a column a code, whole numbers.

    Passages of one document are not independent, so documents are what is permuted between
    the groups, all arrangements or 9,999 at random; the distribution is used only where
    every document gives one observation and Cochran's rule holds (1954, Biometrics 10).
    Raises UsageError where a group has fewer than two documents, where there are not two
    groups and two codes, and where so few arrangements exist that no p is below 0.05.
    """
    kept = counts.loc[[doc for doc in counts.index if doc in group_of]]
    own = kept.loc[kept.sum(axis=1) > 0, kept.sum() > 0]
    groups = [group_of[doc] for doc in own.index]
    _refuse(groups, list(own.columns))
    observed = own.groupby(groups).sum().T
    table = observed.to_numpy(np.float64)
    expected, residuals = _expected(table), adjusted_residuals(table)
    statistic, dof = float(_chi2(table)), (len(table) - 1) * (table.shape[1] - 1)
    single = bool((own.sum(axis=1) == 1).all())
    method = "distribution" if single and cochran(expected) else "permutation"
    p = (
        float(stats.chi2.sf(statistic, dof))
        if method == "distribution"
        else _permuted(own.to_numpy(np.float64), groups, seed)
    )
    v = math.sqrt(statistic / (table.sum() * (min(table.shape) - 1)))
    return Contingency(
        observed,
        _like(observed, expected),
        _like(observed, np.where(expected >= 5, residuals, math.nan)),
        statistic,
        dof,
        v,
        p,
        method,
    )


def _like(table: pd.DataFrame, values: Floats) -> pd.DataFrame:
    return pd.DataFrame(values, index=table.index, columns=table.columns)


def _refuse(groups: Sequence[str], codes: Sequence[str]) -> None:
    often = Counter(groups)
    found = []
    if len(often) < 2 or len(codes) < 2:
        found.append(f"{len(codes)} codes in {len(often)} groups; two of each are needed")
    few = [f"{name} ({number})" for name, number in sorted(often.items()) if number < LEAST]
    if few:
        found.append(
            f"groups of fewer than {LEAST} documents: {', '.join(few)}; what is of the group "
            "cannot be told from what is of the text"
        )
    ways = arrangements(list(often.values()))
    if len(often) >= 2 and ways < ARRANGEMENTS:
        found.append(
            f"{len(groups)} documents can be arranged in these groups in {ways} ways; with "
            f"fewer than {ARRANGEMENTS} no result is told from chance"
        )
    if found:
        raise UsageError("; ".join(found))


def arrangements(sizes: Sequence[int]) -> int:
    """In how many ways documents fall into groups of these sizes: ``n! / (n1! n2! ...)``."""
    return math.factorial(sum(sizes)) // math.prod(map(math.factorial, sizes))


def cochran(expected: Floats) -> bool:
    """Whether expected counts carry the chi-squared distribution (Cochran 1954).

    None is below 1, and at most a fifth of them below 5.
    """
    return bool(expected.min() >= 1 and (expected < 5).mean() <= 0.2)


def adjusted_residuals(observed: Floats) -> Floats:
    """``(O - E) / √(E (1 - row share) (1 - column share))`` (Haberman 1973, Biometrics 29).

    About standard normal where rows and columns are independent, so that beyond ±2 a cell
    stands out, and beyond ±3 among many. NaN where a row or column is the whole table.
    """
    expected, total = _expected(observed), observed.sum()
    rows, columns = observed.sum(axis=1) / total, observed.sum(axis=0) / total
    spread = expected * np.outer(1 - rows, 1 - columns)
    away = np.full(observed.shape, math.nan)
    np.divide(observed - expected, np.sqrt(spread), out=away, where=spread > 0)
    return away


def _expected(observed: Floats) -> Floats:
    """Row total times column total over the whole; also of many tables at once."""
    rows, columns = observed.sum(axis=-1, keepdims=True), observed.sum(axis=-2, keepdims=True)
    return np.asarray(rows * columns / observed.sum(axis=(-2, -1), keepdims=True), np.float64)


def _chi2(observed: Floats) -> Any:
    expected = _expected(observed)
    parts = np.zeros(observed.shape)
    np.divide((observed - expected) ** 2, expected, out=parts, where=expected > 0)
    return parts.sum(axis=(-2, -1))


def _permuted(counts: Floats, groups: Sequence[str], seed: int) -> float:
    """How often documents that fall into the groups by chance give as large a chi-squared."""
    names, labels = np.unique(np.array(groups), return_inverse=True)

    def statistic(drawn: NDArray[Any], axis: int = -1) -> Any:
        belongs = np.moveaxis(drawn, axis, -1)[..., None] == np.arange(len(names))
        return _chi2(np.swapaxes(belongs.astype(np.float64), -1, -2) @ counts)

    tested = stats.permutation_test(
        (labels,),
        statistic,
        permutation_type="pairings",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=BATCH,
        alternative="greater",
        rng=np.random.default_rng(seed),
    )
    return float(tested.pvalue)

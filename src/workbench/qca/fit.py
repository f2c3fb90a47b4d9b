"""Parameters of fit: how far one set is sufficient or necessary for another.

X are the memberships in a condition, Y those in the outcome, S their sums.

inclusion    S(min(X, Y)) / S(X) for sufficiency, / S(Y) for necessity; also called
             consistency (Ragin 2006, 2008).
pri          (S(min(X,Y)) - S(min(X,Y,1-Y))) / (S(X) - S(min(X,Y,1-Y))): proportional
             reduction in inconsistency (Ragin; Schneider & Wagemann 2012).
coverage     S(min(X, Y)) / S(Y) for sufficiency, / S(X) for necessity (Ragin 2006).
unique       the coverage of all terms together less that of all others (Ragin 2008).
ron          S(1 - X) / S(1 - min(X, Y)): relevance of necessity (Schneider & Wagemann 2012).

A ratio over nothing is NaN.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import UsageError
from workbench.qca.expressions import memberships

Scores = NDArray[np.float64]

SUFFICIENCY = ["expression", "inclusion", "pri", "coverage", "unique_coverage"]
NECESSITY = ["expression", "inclusion", "ron", "coverage"]


def ratio(above: float, below: float) -> float:
    """A quotient; NaN over nothing."""
    return float(above) / float(below) if below > 0 else float("nan")


def inclusion(x: Scores, y: Scores) -> float:
    """How much of X lies in Y, 0 to 1; for necessity, ask for Y in X."""
    return ratio(np.minimum(x, y).sum(), x.sum())


def pri(x: Scores, y: Scores) -> float:
    """The inclusion of X in Y without what lies in both Y and its absence."""
    both = np.minimum(np.minimum(x, y), 1 - y).sum()
    return ratio(np.minimum(x, y).sum() - both, x.sum() - both)


def ron(x: Scores, y: Scores) -> float:
    """How far a necessary X is more than a set that nearly every case is in."""
    return ratio((1 - x).sum(), (1 - np.minimum(x, y)).sum())


def unique_coverages(xs: Sequence[Scores], y: Scores) -> list[float]:
    """What each of several sets covers of Y that no other covers; NaN for a lone set."""
    if len(xs) < 2:
        return [float("nan")] * len(xs)
    stacked = np.asarray(xs)
    whole = inclusion(y, stacked.max(axis=0))
    return [
        whole - inclusion(y, np.delete(stacked, at, axis=0).max(axis=0)) for at in range(len(xs))
    ]


def sufficiency(data: pd.DataFrame, expressions: str | Sequence[str], outcome: str) -> pd.DataFrame:
    """Each expression as sufficient for the outcome (columns ``SUFFICIENCY``).

    data : a row a case, a column a condition, scores in [0, 1] or values of a multi-value
    condition. Several expressions are the terms of one solution: the unique coverage of
    each is what it covers beside the others. Raises UsageError for an unknown column or
    an unknown membership.
    """
    names, xs, y = _sets(data, expressions, outcome)
    rows = [
        (name, inclusion(x, y), pri(x, y), inclusion(y, x), unique)
        for name, x, unique in zip(names, xs, unique_coverages(xs, y), strict=True)
    ]
    return pd.DataFrame(rows, columns=SUFFICIENCY)


def necessity(data: pd.DataFrame, expressions: str | Sequence[str], outcome: str) -> pd.DataFrame:
    """Each expression as necessary for the outcome (columns ``NECESSITY``).

    Data and refusals are those of ``sufficiency``.
    """
    names, xs, y = _sets(data, expressions, outcome)
    rows = [
        (name, inclusion(y, x), ron(x, y), inclusion(x, y))
        for name, x in zip(names, xs, strict=True)
    ]
    return pd.DataFrame(rows, columns=NECESSITY)


def _sets(
    data: pd.DataFrame, expressions: str | Sequence[str], outcome: str
) -> tuple[list[str], list[Scores], Scores]:
    names = [expressions] if isinstance(expressions, str) else list(expressions)
    xs = [memberships(name, data) for name in names]
    y = memberships(outcome, data)
    for scores in [*xs, y]:
        unknown = [str(case) for case in data.index[scores.isna()]]
        if unknown:
            raise UsageError(f"membership in {scores.name} is unknown for {', '.join(unknown)}")
    return names, [x.to_numpy() for x in xs], y.to_numpy()

"""Correspondence analysis: words and groups of documents on one map."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbench.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

NONE = 1e-12  # inertia that is but rounding
DIGITS = 9  # to which contributions are compared, so that rounding decides no sign


@dataclass(frozen=True)
class Correspondence:
    """What a correspondence analysis found; axes in the order of their inertia.

    ``inertia`` and ``share`` (of the total) have shape (axes,). ``rows`` and ``columns``
    have a row a row (column) of the table: mass, and for each axis ``n`` from 1 its
    principal coordinate ``axis_n``, its contribution to the axis ``contribution_n`` and the
    quality of its place there ``cos2_n``.
    """

    inertia: NDArray[np.float64]
    share: NDArray[np.float64]
    rows: "pd.DataFrame"
    columns: "pd.DataFrame"


def correspondence(table: "pd.DataFrame") -> Correspondence:
    """The analysis of a table of counts (Benzécri 1973; Greenacre 2017).

    The singular values of ``D_r^-½ (P - r c') D_c^-½``, P the table over its sum, r and c
    its margins, squared, are the inertias. Signs are chosen so that on each axis the row of
    the greatest contribution is on the positive side. Raises UsageError for negative counts
    and for a table with fewer than two rows or columns that hold anything; empty rows and
    columns have to be left out before.
    """
    counts = table.to_numpy(np.float64)
    if (counts < 0).any():
        raise UsageError("a count is negative; correspondence analysis is for counts")
    if min(counts.shape) < 2:
        raise UsageError(
            f"a table of {counts.shape[0]} x {counts.shape[1]}: two of each are needed"
        )
    if not (counts.sum(axis=0).all() and counts.sum(axis=1).all()):
        raise UsageError("a row or a column of the table is empty; leave it out")
    shares = counts / counts.sum()
    r, c = shares.sum(axis=1), shares.sum(axis=0)
    left, singular, right = np.linalg.svd(
        (shares - np.outer(r, c)) / np.sqrt(np.outer(r, c)), full_matrices=False
    )
    kept = singular**2 > NONE
    left, singular, right = left[:, kept], singular[kept], right[kept].T
    most = np.round(np.abs(left), DIGITS).argmax(axis=0)  # the first of equals
    sign = np.sign(left[most, np.arange(len(singular))])
    inertia = singular**2
    total = inertia.sum()
    return Correspondence(
        inertia,
        inertia / total if total else inertia,
        _points(table.index, r, left * sign, singular),
        _points(table.columns, c, right * sign, singular),
    )


def _points(
    index: "pd.Index[Any]",
    mass: NDArray[np.float64],
    vectors: NDArray[np.float64],
    singular: NDArray[np.float64],
) -> "pd.DataFrame":
    import pandas as pd

    coordinates = vectors * singular / np.sqrt(mass)[:, None]
    square = coordinates**2
    away = square.sum(axis=1, keepdims=True)
    cos2 = np.divide(square, away, out=np.zeros_like(square), where=away > 0)
    axes = range(1, len(singular) + 1)
    return pd.DataFrame(
        {
            "mass": mass,
            **{f"axis_{n}": coordinates[:, n - 1] for n in axes},
            **{f"contribution_{n}": vectors[:, n - 1] ** 2 for n in axes},
            **{f"cos2_{n}": cos2[:, n - 1] for n in axes},
        },
        index=index,
    )

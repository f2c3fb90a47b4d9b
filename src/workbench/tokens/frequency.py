"""How often words stand, as rates that can be compared, with their intervals."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbench.tokens.matrix import Matrix, Rows

if TYPE_CHECKING:
    import pandas as pd

Z95 = 1.959963984540054  # of the normal distribution, two-sided

Numbers = NDArray[np.floating[Any]] | NDArray[np.integer[Any]]


def frequencies(matrix: Matrix, *, rows: Rows | None = None, per: int = 1000) -> "pd.DataFrame":
    """The words of the documents ``rows`` with their rates per ``per`` tokens of a language.

    Columns: word, language, count, documents, rate, and low and high, the ends of the 95 %
    interval of the rate (``wilson``). It takes each token for a draw of its own; words come
    in bursts, so that the true interval is wider, the more so the fewer the documents.
    """
    import pandas as pd

    count = matrix.totals(rows)
    stands = count > 0
    base = bases(matrix, count)
    low, high = wilson(count, base)
    table = pd.DataFrame(
        {
            "word": matrix.words,
            "language": matrix.languages,
            "count": count,
            "documents": matrix.ranges(rows),
            "rate": per * count / np.maximum(base, 1),
            "low": per * low,
            "high": per * high,
        }
    )
    return table[stands].reset_index(drop=True)


def bases(matrix: Matrix, count: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each word the tokens of its language among those counted in ``count``."""
    base = np.zeros(len(count), np.int64)
    for language in ("zh", "en"):
        own = matrix.languages == language
        base[own] = count[own].sum()
    return base


def wilson(count: Numbers, base: Numbers) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The ends of Wilson's 95 % interval of ``count / base``; NaN where ``base`` is 0.

    ``(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)`` (Wilson 1927, JASA 22).
    """
    n = np.where(np.asarray(base) > 0, base, math.nan)
    p, z2 = np.asarray(count) / n, Z95**2
    middle, scale = p + z2 / (2 * n), 1 + z2 / n
    reach = Z95 * np.sqrt(p * (1 - p) / n + z2 / (4 * n**2))
    return np.maximum((middle - reach) / scale, 0.0), np.minimum((middle + reach) / scale, 1.0)

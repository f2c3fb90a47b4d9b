"""Keyness: which words one group of documents uses more, or less, than another.

Every measure compares a word's count ``a`` among ``size_a`` tokens with its count ``b``
among ``size_b``; sizes are those of the word's language. Significance says that a
difference is unlikely to be chance if each token were drawn for itself, which words of
running text are not: read effect sizes and document counts first.
"""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbench.errors import UsageError
from workbench.tokens.frequency import bases
from workbench.tokens.matrix import Matrix, Rows

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Counts = NDArray[Any]

HALF = 0.5  # stands for a count of 0 in a ratio
TINY = 1e-18  # stands for a rate of 0 in %DIFF


def keyness(
    matrix: Matrix, target: Rows, reference: Rows | None = None, *, minimum: int = 3
) -> "pd.DataFrame":
    """The words that tell the documents ``target`` from ``reference`` (default: all others).

    Columns: word, language, count, documents, rate (per 1,000), the same of the reference,
    g2, chi2, log_ratio (positive: the target has more), diff, p of g2, and p_adjusted after
    Holm, which allows for as many tests as there are rows. Words with fewer than ``minimum``
    occurrences in both groups together are left out. Sorted by g2, then by word.
    Raises UsageError where a group is empty, has no words, or shares documents, and where
    the two have no language in common.
    """
    import pandas as pd

    target, reference = _groups(matrix, target, reference)
    a, b = matrix.totals(target), matrix.totals(reference)
    size_a, size_b = bases(matrix, a), bases(matrix, b)
    common = (size_a > 0) & (size_b > 0)
    if not common.any():
        raise UsageError("the two groups have no language in common; compare those of one")
    kept = common & (a + b >= minimum)
    four = tuple(each[kept] for each in (a, b, size_a, size_b))
    g2 = log_likelihood(*four)
    p = chance(g2)
    table = pd.DataFrame(
        {
            "word": matrix.words[kept],
            "language": matrix.languages[kept],
            "count": four[0],
            "documents": matrix.ranges(target)[kept],
            "rate": 1000 * four[0] / four[2],
            "reference_count": four[1],
            "reference_documents": matrix.ranges(reference)[kept],
            "reference_rate": 1000 * four[1] / four[3],
            "g2": g2,
            "chi2": chi_squared(*four),
            "log_ratio": log_ratio(*four),
            "diff": percent_difference(*four),
            "p": p,
            "p_adjusted": holm(p),
        }
    )
    return table.sort_values("g2", ascending=False, kind="stable", ignore_index=True)


def _groups(matrix: Matrix, target: Rows, reference: Rows | None) -> tuple[Rows, Rows]:
    if reference is None:
        others = np.ones(len(matrix.docs), bool)
        others[target] = False
        reference = np.flatnonzero(others)
    for name, rows in (("first", target), ("second", reference)):
        if not len(rows):
            raise UsageError(f"the {name} group has no documents; choose some")
        if not matrix.totals(rows).any():
            raise UsageError(f"the documents of the {name} group have no words; choose others")
    if len(both := np.intersect1d(target, reference)):
        shared = ", ".join(sorted(matrix.docs[both])[:3])
        raise UsageError(f"{len(both)} documents are in both groups ({shared}); leave them out")
    return target, reference


def log_likelihood(a: Counts, b: Counts, size_a: Counts, size_b: Counts) -> Floats:
    """G2 over the two cells of the word: ``2 (a ln(a/E_a) + b ln(b/E_b))``.

    ``E_a = size_a (a + b) / (size_a + size_b)`` (Rayson & Garside 2000; Dunning 1993 sums
    over the cells of all other words as well, which adds little for rare words). 0 where
    nothing was counted.
    """
    both = size_a + size_b
    share = np.divide(a + b, both, out=np.zeros(len(both)), where=both > 0)
    return np.maximum(2 * (_part(a, size_a * share) + _part(b, size_b * share)), 0.0)


def _part(observed: Counts, expected: Floats) -> Floats:
    """``observed ln(observed / expected)``, 0 where nothing was observed."""
    ratio = np.divide(observed, expected, out=np.ones(len(observed)), where=observed > 0)
    return np.asarray(observed * np.log(ratio), np.float64)


def chi_squared(a: Counts, b: Counts, size_a: Counts, size_b: Counts) -> Floats:
    """Pearson's chi-squared of the 2 x 2 table word/other x group, without Yates' correction."""
    a, b, size_a, size_b = (np.asarray(each, np.float64) for each in (a, b, size_a, size_b))
    all_words, both = size_a + size_b, a + b
    below = size_a * size_b * both * (all_words - both)
    crossed = a * (size_b - b) - b * (size_a - a)
    return np.divide(all_words * crossed**2, below, out=np.zeros(len(below)), where=below > 0)


def log_ratio(a: Counts, b: Counts, size_a: Counts, size_b: Counts) -> Floats:
    """How many times the rate doubles: ``log2((a/size_a) / (b/size_b))`` (Hardie 2014).

    A count of 0 is taken as 0.5.
    """
    one, other = (np.where(each > 0, each, HALF) for each in (a, b))
    return np.asarray(np.log2(one / size_a) - np.log2(other / size_b), np.float64)


def percent_difference(a: Counts, b: Counts, size_a: Counts, size_b: Counts) -> Floats:
    """%DIFF, ``100 (rate_a - rate_b) / rate_b`` (Gabrielatos & Marchi 2011).

    A rate of 0 in the reference is divided by as 1e-18, as they do: such a word stands
    apart, its value says nothing but that.
    """
    one, other = a / size_a, b / size_b
    return np.asarray(100 * (one - other) / np.where(other > 0, other, TINY), np.float64)


def chance(g2: Floats) -> Floats:
    """The probability of so large a value under chi-squared with one degree of freedom."""
    return np.array([math.erfc(math.sqrt(value / 2)) for value in g2.tolist()], np.float64)


def holm(p: Floats) -> Floats:
    """Probabilities adjusted for as many tests as there are, after Holm (1979)."""
    order = np.argsort(p, kind="stable")
    stepped = p[order] * np.arange(len(p), 0, -1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(stepped), 1.0) if len(p) else stepped
    return adjusted

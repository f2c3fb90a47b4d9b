"""Clusters: runs of words that stand again and again."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workbench.errors import UsageError
from workbench.tokens.matrix import Rows
from workbench.tokens.table import Tokens

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 8


def ngrams(tokens: Tokens, n: int, *, minimum: int = 3, rows: Rows | None = None) -> "pd.DataFrame":
    """Runs of ``n`` words within a paragraph: words, language, count, documents.

    ``words`` is the run as it is read, English with spaces. Marks between the words are
    not seen. Runs of two languages are left out. Sorted by count, then by words.
    Raises UsageError for ``n`` outside 2 to 8.
    """
    import pandas as pd

    if not 2 <= n <= LONGEST:
        raise UsageError(f"clusters of {n} words: ask for 2 to {LONGEST}")
    own = tokens if rows is None else tokens.take(rows.tolist())
    at, run = _runs(own, n)
    number, count = np.unique(run, return_counts=True)
    kept = number[count >= minimum]
    frequent = np.isin(run, kept)
    at, run = at[frequent], run[frequent]
    first = at[np.unique(run, return_index=True)[1]]
    doc = own.doc[at]
    documents = np.bincount(
        np.searchsorted(kept, np.unique(run * (len(own.docs) + 1) + doc) // (len(own.docs) + 1)),
        minlength=len(kept),
    )
    table = pd.DataFrame(
        {
            "words": [_read(own, place, n) for place in first.tolist()],
            "language": own.languages[own.word[first]],
            "count": count[count >= minimum],
            "documents": documents,
        }
    )
    return table.sort_values(["count", "words"], ascending=[False, True], ignore_index=True)


def _runs(own: Tokens, n: int) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Where each run of ``n`` words begins, and a number that equal runs share.

    A run of k + 1 words is the pair of the number of its first k and its last word.
    """
    is_english = own.languages == "en"
    line = own.doc.astype(np.int64) << 32 | own.paragraph
    at, run = np.arange(len(own)), own.word.astype(np.int64)
    for step in range(1, n):
        fits = at < len(own) - step
        at, run = at[fits], run[fits]
        last = own.word[at + step]
        fits = (line[at] == line[at + step]) & (is_english[own.word[at]] == is_english[last])
        at, pair = at[fits], (run * len(own.words) + last)[fits]
        run = np.unique(pair, return_inverse=True)[1].astype(np.int64)
    return at, run


def _read(own: Tokens, place: int, n: int) -> str:
    between = " " if own.languages[own.word[place]] == "en" else ""
    return between.join(own.words[own.word[place : place + n]])

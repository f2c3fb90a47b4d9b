"""How evenly a word is spread: over the documents, and through each of them."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workbench.tokens.matrix import Matrix, Rows
from workbench.tokens.table import Tokens

if TYPE_CHECKING:
    import pandas as pd


def dispersion(matrix: Matrix, *, rows: Rows | None = None, minimum: int = 3) -> "pd.DataFrame":
    """Dispersion over the documents ``rows`` of every word with ``minimum`` occurrences.

    The parts are the documents that have tokens of the word's language. Columns: word,
    language, count, documents, and

    juilland_d : ``1 - V / sqrt(n - 1)``, V the coefficient of variation of the rates in the
        n parts (Juilland et al. 1970; by rates, since the parts differ in size). 1 is even,
        0 is all in one part; NaN with one part.
    dp : ``½ Σ |v_i - s_i|``, v_i the share of the word's occurrences and s_i that of all
        tokens in part i (Gries 2008). 0 is even, towards 1 is uneven.
    dp_norm : ``dp / (1 - min s_i)`` (Lijffijt & Gries 2012).
    """
    import pandas as pd

    own = matrix if rows is None else matrix.take(rows)
    parts = [_measured(own.only(own.languages == each), minimum) for each in ("zh", "en")]
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)


def _measured(own: Matrix, minimum: int) -> "pd.DataFrame":
    import pandas as pd

    own = own.take(np.flatnonzero(own.sizes() > 0))
    count = own.totals()
    kept = count >= minimum
    d, dp = measures(own)
    norm = 1 - own.sizes().min() / own.sizes().sum() if len(own.docs) else np.nan
    return pd.DataFrame(
        {
            "word": own.words[kept],
            "language": own.languages[kept],
            "count": count[kept],
            "documents": own.ranges()[kept],
            "juilland_d": d[kept],
            "dp": dp[kept],
            "dp_norm": dp[kept] / norm if norm else np.full(int(kept.sum()), np.nan),
        }
    )


def measures(own: Matrix) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Juilland's D and Gries' DP of each word over all documents, none of them empty.

    Shape (words,) each. A part without the word adds its share of all tokens to DP, so
    only the cells that are not 0 are visited.
    """
    n, types, sizes = len(own.docs), len(own.words), own.sizes()
    if not n:
        return np.empty(types), np.empty(types)
    count = np.maximum(own.totals(), 1)
    share = sizes[own.row] / sizes.sum()
    rate = own.count / sizes[own.row]
    mean = np.bincount(own.column, rate, types) / n
    square = np.bincount(own.column, rate**2, types) / n
    spread = np.sqrt(np.maximum(square - mean**2, 0.0))
    varies = np.divide(spread, mean, out=np.full(types, np.nan), where=mean > 0)
    here = np.bincount(own.column, np.abs(own.count / count[own.column] - share), types)
    absent = 1 - np.bincount(own.column, share, types)
    return 1 - varies / np.sqrt(n - 1) if n > 1 else np.full(types, np.nan), (here + absent) / 2


def places(tokens: Tokens, word: str, *, rows: Rows | None = None) -> "pd.DataFrame":
    """Every place of a word: doc, start, length, and at, how far through its document.

    ``at`` is 0 for the first token and towards 1 for the last; the marks of an x-ray plot.
    """
    import pandas as pd

    at = np.flatnonzero(np.isin(tokens.word, tokens.ids(word)))
    doc = np.searchsorted(tokens.pointer, at, side="right") - 1
    if rows is not None:
        kept = np.isin(doc, rows)
        at, doc = at[kept], doc[kept]
    sizes = np.diff(tokens.pointer)
    return pd.DataFrame(
        {
            "doc": tokens.docs[doc],
            "start": tokens.start[at],
            "length": tokens.length[at],
            "at": (at - tokens.pointer[doc]) / sizes[doc],
        }
    )

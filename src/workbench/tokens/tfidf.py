"""Tf-idf: the words that tell one document from the others."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workbench.errors import UsageError, did_you_mean
from workbench.tokens.matrix import Matrix

if TYPE_CHECKING:
    import pandas as pd


def rarity(matrix: Matrix) -> NDArray[np.float64]:
    """The inverse document frequency of each word, ``ln((1 + N) / (1 + df)) + 1``.

    N counts the documents, df those that have the word (Spärck Jones 1972, smoothed as in
    scikit-learn: as if one more document had every word); shape (words,).
    """
    return np.asarray(np.log((1 + len(matrix.docs)) / (1 + matrix.ranges())) + 1, np.float64)


def weights(matrix: Matrix, idf: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """The weight of each cell of the matrix, ``tf * idf``; shape (cells,).

    Each document is scaled to length 1 (Salton & Buckley 1988). ``idf`` is the ``rarity`` of
    the words; that in the matrix itself if None.
    """
    rare = rarity(matrix) if idf is None else idf
    weight = matrix.count * rare[matrix.column]
    length = np.sqrt(np.bincount(matrix.row, weight**2, len(matrix.docs)))
    return np.asarray(weight / length[matrix.row], np.float64)


def top(matrix: Matrix, doc: str, *, most: int = 20) -> "pd.DataFrame":
    """The words of the greatest weight in one document: doc, word, language, count, weight.

    Raises UsageError for a document that is not in the matrix.
    """
    import pandas as pd

    if doc not in matrix.docs:
        raise UsageError(f"no words of document {doc!r}{did_you_mean(doc, matrix.docs)}")
    own = matrix.take(matrix.rows([doc]))
    table = pd.DataFrame(
        {
            "doc": doc,
            "word": own.words[own.column],
            "language": own.languages[own.column],
            "count": own.count,
            "weight": weights(own, rarity(matrix)),
        }
    )
    ranked = table.sort_values("weight", ascending=False, kind="stable", ignore_index=True)
    return ranked.head(most)

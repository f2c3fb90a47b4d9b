"""Tf-idf: the words that tell one document from the others."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workbench.errors import UsageError, did_you_mean
from workbench.tokens.matrix import Matrix

if TYPE_CHECKING:
    import pandas as pd


def weights(matrix: Matrix) -> NDArray[np.float64]:
    """The weight of each cell of the matrix; shape (cells,).

    ``tf * (ln((1 + N) / (1 + df)) + 1)``, each document scaled to length 1: the smoothed
    form of Salton & Buckley (1988) that scikit-learn computes. N counts the documents, df
    those that have the word.
    """
    idf = np.log((1 + len(matrix.docs)) / (1 + matrix.ranges())) + 1
    weight = matrix.count * idf[matrix.column]
    length = np.sqrt(np.bincount(matrix.row, weight**2, len(matrix.docs)))
    return np.asarray(weight / length[matrix.row], np.float64)


def top(matrix: Matrix, doc: str, *, most: int = 20) -> "pd.DataFrame":
    """The words of the greatest weight in one document: doc, word, language, count, weight.

    Raises UsageError for a document that is not in the matrix.
    """
    import pandas as pd

    if doc not in matrix.docs:
        raise UsageError(f"no words of document {doc!r}{did_you_mean(doc, matrix.docs)}")
    [row] = matrix.rows([doc])
    cells = slice(int(matrix.pointer[row]), int(matrix.pointer[row + 1]))
    column = matrix.column[cells]
    table = pd.DataFrame(
        {
            "doc": doc,
            "word": matrix.words[column],
            "language": matrix.languages[column],
            "count": matrix.count[cells],
            "weight": weights(matrix)[cells],
        }
    )
    order = ["weight", "word"]
    return table.sort_values(order, ascending=[False, True], ignore_index=True).head(most)

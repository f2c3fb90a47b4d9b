"""Co-occurrence: which of the frequent words stand in the same paragraphs."""

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from workbench.tokens.matrix import Rows
from workbench.tokens.table import Tokens

if TYPE_CHECKING:
    import pandas as pd


def network(
    tokens: Tokens,
    *,
    most: int = 60,
    minimum: int = 3,
    rows: Rows | None = None,
    stopwords: Collection[str] = (),
) -> "pd.DataFrame":
    """The edges between the ``most`` words of each language that are in most paragraphs.

    Columns: source, target, language, count (paragraphs that have both) and weight, the
    normalised pointwise mutual information of the two being there (Bouma 2009), from 0 to
    1; pairs that are together less often than by chance are no edge. Words of one character
    and stop words are left out. Sorted by weight, then by words.
    """
    import pandas as pd
    from scipy.sparse import csr_array

    own = tokens if rows is None else tokens.take(rows.tolist())
    line = own.doc.astype(np.int64) << 32 | own.paragraph
    lines, number = np.unique(line, return_inverse=True)
    shape = (len(lines), len(own.words))
    here = csr_array((np.ones(len(own), np.int64), (number, own.word)), shape=shape)
    here.data[:] = 1
    often = np.asarray(here.sum(axis=0)).ravel()
    edges = []
    for language in ("zh", "en"):
        chosen = _frequent(own, often, language, stopwords)[:most]
        part = here[:, chosen]
        one, other = np.triu_indices(len(chosen), 1)
        count = (part.T @ part).toarray()[one, other]
        held = count >= minimum
        one, other, count = chosen[one[held]], chosen[other[held]], count[held]
        share = count / len(lines)
        pmi = np.log(share * len(lines) ** 2 / (often[one] * often[other]))
        weight = np.divide(pmi, -np.log(share), out=np.ones(len(pmi)), where=share < 1)
        edges.append(
            pd.DataFrame(
                {
                    "source": own.words[one],
                    "target": own.words[other],
                    "language": language,
                    "count": count,
                    "weight": weight,
                }
            )[weight > 0]
        )
    table: pd.DataFrame = pd.concat(edges, ignore_index=True)
    order = ["weight", "source", "target"]
    return table.sort_values(order, ascending=[False, True, True], ignore_index=True)


def _frequent(
    own: Tokens, often: "np.typing.NDArray[np.int64]", language: str, stopwords: Collection[str]
) -> "np.typing.NDArray[np.intp]":
    """The words of a language, those of most paragraphs first."""
    longer = np.array([len(word) > 1 for word in own.words], bool)
    kept = (own.languages == language) & longer & ~np.isin(own.words, list(stopwords))
    words = np.flatnonzero(kept)
    return words[np.argsort(-often[words], kind="stable")]

"""How alike documents are in their words, and the groups that follow from it."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbench.errors import UsageError
from workbench.tokens.matrix import Matrix
from workbench.tokens.tfidf import weights

if TYPE_CHECKING:
    import pandas as pd

LEAST, MOST = 3, 5000  # documents; a table of 5,000 squared takes 200 MB
MIXED = 0.1  # share of words of the other language up to which a document is of one


def similarity(matrix: Matrix) -> "pd.DataFrame":
    """The cosine of the tf-idf weights of each two documents; a square table, 1 to itself.

    Raises UsageError for fewer than three documents with words or more than 5,000, and for
    documents of different languages, which have no words in common whatever they say.
    """
    import pandas as pd
    from scipy.sparse import csr_array

    own = matrix.take(np.flatnonzero(matrix.sizes() > 0))
    if len(own.docs) < LEAST:
        raise UsageError(f"{len(own.docs)} documents with words: similarity needs {LEAST} or more")
    if len(own.docs) > MOST:
        raise UsageError(f"{len(own.docs)} documents: choose {MOST} or fewer to be compared")
    _refuse_languages(own)
    shape = (len(own.docs), len(own.words))
    weighed = csr_array((weights(own), own.column, own.pointer), shape=shape)
    cosine = np.clip((weighed @ weighed.T).toarray(), 0.0, 1.0)
    np.fill_diagonal(cosine, 1.0)
    return pd.DataFrame(cosine, index=list(own.docs), columns=list(own.docs))


def _refuse_languages(own: Matrix) -> None:
    english = np.bincount(own.row, own.count * (own.languages[own.column] == "en"), len(own.docs))
    share = english / own.sizes()
    zh, en = own.docs[share <= MIXED], own.docs[share >= 1 - MIXED]
    if len(zh) and len(en):
        raise UsageError(
            f"{len(zh)} documents are Chinese and {len(en)} English; compare those of one language"
        )


def clusters(similarity: "pd.DataFrame", *, method: str = "average") -> NDArray[np.float64]:
    """The agglomerative clustering of ``1 - similarity``, as SciPy's linkage matrix.

    Shape (documents - 1, 4); ``average`` is UPGMA (Sokal & Michener 1958).
    """
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    distance = 1 - similarity.to_numpy()
    return np.asarray(linkage(squareform(distance, checks=False), method), np.float64)


def stability(similarity: "pd.DataFrame", groups: int) -> "pd.Series[Any]":
    """For each document how far the ``groups`` of the others stay what they are without it.

    The share of the pairs of other documents that are still together or still apart, the
    Rand index (1971); 1 where nothing depends on the document. Raises UsageError for a
    number of groups that leaves nothing to change.
    """
    import pandas as pd
    from scipy.cluster.hierarchy import fcluster

    names = list(similarity.index)
    if not 2 <= groups <= len(names) - 2:
        raise UsageError(
            f"{groups} groups of {len(names)} documents: ask for 2 to {len(names) - 2}"
        )
    whole = pd.Series(fcluster(clusters(similarity), groups, "maxclust"), index=names)
    agreed = {}
    for name in names:
        others = [each for each in names if each != name]
        part = fcluster(clusters(similarity.loc[others, others]), groups, "maxclust")
        agreed[name] = _rand(whole[others].to_numpy(), part)
    return pd.Series(agreed)


def _rand(one: NDArray[Any], other: NDArray[Any]) -> float:
    first, second = np.triu_indices(len(one), 1)
    return float(((one[first] == one[second]) == (other[first] == other[second])).mean())

"""Co-occurrence: which of the frequent words stand in the same paragraphs."""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workbench.tokens.matrix import Matrix, Rows, counted
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
    normalised pointwise mutual information of the two being there (Bouma 2009) among the
    paragraphs of the language, from 0 to 1; pairs that are together less often than by
    chance are no edge. Words of one character and stop words are left out. Sorted by
    weight, then by words.
    """
    import pandas as pd

    own = tokens if rows is None else tokens.take(rows.tolist())
    paragraphs = _by_paragraph(own)
    both = [_edges(paragraphs, each, most, minimum, stopwords) for each in ("zh", "en")]
    table: pd.DataFrame = pd.concat([each for each in both if len(each)] or both)
    order = ["weight", "source", "target"]
    return table.sort_values(order, ascending=[False, True, True], ignore_index=True)


def _by_paragraph(own: Tokens) -> Matrix:
    """How often each word stands in each paragraph, which is taken for a document."""
    new = np.append(True, own.paragraph[1:] != own.paragraph[:-1])[: len(own)]
    new[own.pointer[:-1][np.diff(own.pointer) > 0]] = True
    begin = np.flatnonzero(new)
    nameless = np.empty(len(begin), object)
    pointer = np.append(begin, len(own)).astype(np.int64)
    return counted(replace(own, docs=nameless, pointer=pointer))


def _edges(
    paragraphs: Matrix, language: str, most: int, minimum: int, stopwords: Collection[str]
) -> "pd.DataFrame":
    import pandas as pd

    own, often = paragraphs, paragraphs.ranges()
    spoken = own.languages == language
    lines = int(np.logical_or.reduceat(spoken[own.column], own.pointer[:-1]).sum())
    chosen = _frequent(own, often, language, stopwords)[:most]
    part = own.sparse()[:, chosen]
    part.data = np.ones(len(part.data), np.int64)
    one, other = np.triu_indices(len(chosen), 1)
    count = (part.T @ part).toarray()[one, other]
    held = count >= max(minimum, 1)
    one, other, count = chosen[one[held]], chosen[other[held]], count[held]
    pmi = np.log(count * lines / (often[one] * often[other]))
    surprise = np.log(lines / count)
    weight = np.divide(pmi, surprise, out=np.ones(len(pmi)), where=surprise > 0)
    table = pd.DataFrame(
        {
            "source": own.words[one],
            "target": own.words[other],
            "language": language,
            "count": count,
            "weight": weight,
        }
    )
    joined: pd.DataFrame = table[weight > 0]
    return joined


def _frequent(
    own: Matrix, often: NDArray[np.int64], language: str, stopwords: Collection[str]
) -> NDArray[np.intp]:
    """The words of a language, those of most paragraphs first."""
    without = set(stopwords)  # isin compares objects with every stop word in turn
    fits = np.array([len(word) > 1 and word not in without for word in own.words], bool)
    words = np.flatnonzero((own.languages == language) & fits)
    return words[np.argsort(-often[words], kind="stable")]

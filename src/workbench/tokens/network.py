"""Co-occurrence: which of the frequent words stand in the same paragraphs."""

from collections.abc import Collection
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
    line = own.doc.astype(np.int64) << 32 | own.paragraph
    begin = np.flatnonzero(np.append(True, line[1:] != line[:-1])[: len(line)])
    whole = Tokens(
        docs=np.empty(len(begin), object),  # they have no names
        pointer=np.append(begin, len(line)).astype(np.int64),
        word=own.word,
        start=own.start,
        length=own.length,
        paragraph=own.paragraph,
        words=own.words,
        languages=own.languages,
    )
    return counted(whole)


def _edges(
    paragraphs: Matrix, language: str, most: int, minimum: int, stopwords: Collection[str]
) -> "pd.DataFrame":
    import pandas as pd

    own = paragraphs.only(paragraphs.languages == language)
    lines, often = int((np.diff(own.pointer) > 0).sum()), own.ranges()
    chosen = _frequent(own, often, stopwords)[:most]
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
    own: Matrix, often: NDArray[np.int64], stopwords: Collection[str]
) -> NDArray[np.intp]:
    """The words, those of most paragraphs first."""
    longer = np.array([len(word) > 1 for word in own.words], bool)
    words = np.flatnonzero(longer & ~np.isin(own.words, list(stopwords)))
    return words[np.argsort(-often[words], kind="stable")]

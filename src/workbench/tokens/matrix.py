"""The document-term matrix: how often each word stands in each document.

Counts of documents whose text is not here come in as well, so that everything that
needs no word order works with them.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.tokens.compiler import compiles
from workbench.tokens.table import Names, Tokens, names, union

Rows = NDArray[np.intp]

MANY = 2**22  # tokens for which it pays to wake a compiler


@dataclass(frozen=True)
class Matrix:
    """Counts by document in compressed rows, columns ascending within a row.

    ``pointer`` has shape (documents + 1,); ``column`` (a row of ``words``) and ``count``
    have shape (cells that are not 0,). ``words`` are sorted by word and language.
    """

    docs: Names
    pointer: NDArray[np.int64]
    column: NDArray[np.int32]
    count: NDArray[np.int32]
    words: Names
    languages: Names

    @property
    def row(self) -> NDArray[np.int32]:
        """The document of each cell; shape (cells,)."""
        return np.repeat(np.arange(len(self.docs), dtype=np.int32), np.diff(self.pointer))

    def sparse(self) -> Any:
        """The same as ``scipy.sparse.csr_array`` of shape (documents, words)."""
        from scipy.sparse import csr_array

        shape = (len(self.docs), len(self.words))
        return csr_array((self.count, self.column, self.pointer), shape=shape)

    def sizes(self) -> NDArray[np.int64]:
        """Tokens of each document; shape (documents,)."""
        return np.diff(np.append(0, np.cumsum(self.count, dtype=np.int64))[self.pointer])

    def totals(self, rows: Rows | None = None) -> NDArray[np.int64]:
        """How often each word stands in the documents ``rows`` (default: all)."""
        cells = self._cells(rows)
        weighed = np.bincount(self.column[cells], self.count[cells], len(self.words))
        return weighed.astype(np.int64)

    def ranges(self, rows: Rows | None = None) -> NDArray[np.int64]:
        """In how many of the documents ``rows`` (default: all) each word stands."""
        return np.bincount(self.column[self._cells(rows)], minlength=len(self.words))

    def rows(self, docs: Sequence[str]) -> Rows:
        """The rows of the documents named; raises KeyError for one that is not here."""
        number = {doc: at for at, doc in enumerate(self.docs.tolist())}
        return np.array([number[doc] for doc in docs], np.intp)

    def take(self, rows: Rows) -> "Matrix":
        """The documents ``rows`` in that order; the words stay, also those of no document."""
        cells = self._cells(rows)
        pointer = np.append(0, np.cumsum(np.diff(self.pointer)[rows]))
        return Matrix(
            self.docs[rows],
            pointer,
            self.column[cells],
            self.count[cells],
            self.words,
            self.languages,
        )

    def only(self, kept: NDArray[np.bool_]) -> "Matrix":
        """Only the words ``kept``, a mask of shape (words,); all documents stay."""
        cells = kept[self.column]
        pointer = np.append(0, np.cumsum(cells))[self.pointer]
        number = (np.cumsum(kept) - 1).astype(np.int32)
        return Matrix(
            self.docs,
            pointer,
            number[self.column[cells]],
            self.count[cells],
            self.words[kept],
            self.languages[kept],
        )

    def _cells(self, rows: Rows | None) -> Any:
        if rows is None:
            return slice(None)
        sizes = np.diff(self.pointer)[rows]
        begins = np.repeat(self.pointer[rows] - np.append(0, np.cumsum(sizes))[:-1], sizes)
        return begins + np.arange(sizes.sum())


def counted(tokens: Tokens) -> Matrix:
    """The document-term matrix of a token table."""
    if ("numba" in sys.modules or len(tokens) > MANY) and compiles():
        from workbench.tokens.kernel import often

        column, count, pointer = often(tokens.word, tokens.pointer, len(tokens.words))
    else:
        key = tokens.doc * np.int64(len(tokens.words)) + tokens.word
        cells, count = np.unique(key, return_counts=True)
        row, column = np.divmod(cells, max(len(tokens.words), 1))
        pointer = np.searchsorted(row, np.arange(len(tokens.docs) + 1))
    return Matrix(
        tokens.docs,
        pointer.astype(np.int64),
        column.astype(np.int32),
        count.astype(np.int32),
        tokens.words,
        tokens.languages,
    )


def stacked(parts: Sequence[Matrix]) -> Matrix:
    """The documents of several matrices one after another, in one vocabulary."""
    words, languages, numbers = union([(part.words, part.languages) for part in parts])
    sizes = [np.diff(part.pointer) for part in parts]
    column = [number[part.column] for number, part in zip(numbers, parts, strict=True)]
    return Matrix(
        names(doc for part in parts for doc in part.docs),
        np.append(0, np.cumsum(np.concatenate([[], *sizes]))).astype(np.int64),
        np.concatenate([np.empty(0, np.int32), *column]),
        np.concatenate([np.empty(0, np.int32), *(part.count for part in parts)]),
        words,
        languages,
    )

"""Reading a cut collection, a shard at a time."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.errors import InputError
from workbench.partitions import index as indices
from workbench.project import Project
from workbench.shards.shard import Found, Shard
from workbench.tokens.matrix import Matrix
from workbench.tokens.table import Names, Tokens, names

if TYPE_CHECKING:
    import pandas as pd


class Occurrences(NamedTuple):
    """Where a word stands: the row in ``Collection.documents``, and the span in its text."""

    row: NDArray[np.int64]
    start: NDArray[np.int32]
    end: NDArray[np.int32]


class Collection:
    """The documents, words and texts of a collection as ``workbench tokens`` cut them.

    Raises InputError where it was not cut yet.
    """

    def __init__(self, project: Project, name: str) -> None:
        folder = indices.folder_of(project, name)
        index = indices.read(folder)
        if index is None:
            raise InputError(f"collection {name!r} is not cut yet; run: workbench tokens")
        self.name = name
        self.index = index
        self.keep: list[str] = index.settings["columns"]["keep"]
        self.shards = [Shard(folder / each.key, each.source, each.first) for each in index.shards]
        sizes = [each.documents for each in index.shards]
        self._first = np.append(0, np.cumsum(sizes, dtype=np.int64))  # row of each shard's first

    def __len__(self) -> int:
        """How many documents there are."""
        return int(self._first[-1])

    @cached_property
    def documents(self) -> "pd.DataFrame":
        """One row a document: doc, date, the columns kept, characters, tokens."""
        import pandas as pd

        return pd.concat(map(self._documents, self.shards), ignore_index=True)

    def _documents(self, shard: Shard) -> "pd.DataFrame":
        import pandas as pd

        columns = shard.columns(["date", *self.keep, "characters", "tokens"])
        return pd.DataFrame({"doc": shard.docs, **columns})

    def tokens(self) -> "Iterator[tuple[pd.DataFrame, Tokens]]":
        """The documents and the tokens of one shard after the other."""
        for shard in self.shards:
            yield self._documents(shard), shard.tokens()

    def matrix(self) -> Matrix:
        """How often each word stands in each document of the collection.

        Besides the result, which takes 8 bytes for each cell, one shard is in the memory.
        """
        cells = sum(each.cells for each in self.index.shards)
        column, count = np.empty(cells, np.int32), np.empty(cells, np.int32)
        pointer = np.zeros(len(self) + 1, np.int64)
        number: dict[str, int] = {}  # of each word with its language, as they are met
        docs: list[str] = []
        filled = 0
        for shard in self.shards:
            part = shard.matrix()
            own = [number.setdefault(key, len(number)) for key in _keys(part)]
            cell = slice(filled, filled + len(part.column))
            column[cell] = np.array(own, np.int32)[part.column]
            count[cell] = part.count
            pointer[len(docs) + 1 :][: len(part.docs)] = filled + part.pointer[1:]
            docs += part.docs.tolist()
            filled = cell.stop
        words, languages, rank = _ranked(number)
        return Matrix(names(docs), pointer, rank[column], count, words, languages)

    def occurrences(self, word: str) -> Occurrences:
        """Every place of a word, in the order of the documents.

        Of a shard that does not have the word only its vocabulary is read.
        """
        found = [
            Occurrences(places.document + first, places.start, places.end)
            for shard, first in zip(self.shards, self._first, strict=False)
            if (places := shard.find(word)) is not None
        ]
        none = Occurrences(np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.int32))
        return Occurrences(*(np.concatenate(each) for each in zip(none, *found, strict=True)))

    def contexts(self, places: Occurrences, *, width: int = 30) -> list[tuple[str, str, str]]:
        """What stands before, at and after each place, up to ``width`` characters of its text."""
        said = np.empty(len(places.row), object)
        home = self._home(places.row)
        for at in np.unique(home):
            own = home == at
            row = places.row[own] - self._first[at]
            found = Found(row, places.start[own], places.end[own])
            said[own] = names(self.shards[at].context(found, width=width))
        return list(said)

    def texts(self, rows: Sequence[int]) -> Iterator[str]:
        """The texts of documents, by their rows in ``documents``."""
        for row, at in zip(rows, self._home(rows), strict=True):
            yield self.shards[at].text(row - int(self._first[at]))

    def _home(self, rows: Any) -> NDArray[np.intp]:
        """The shard of each document."""
        return np.asarray(np.searchsorted(self._first, rows, side="right") - 1, np.intp)


def _keys(part: Matrix) -> list[str]:
    """Each word with its language, which has two letters, as one string."""
    return (part.words + part.languages).tolist()  # type: ignore[no-any-return]


def _ranked(number: dict[str, int]) -> tuple[Names, Names, NDArray[np.int32]]:
    """The words and languages sorted, and the rank of each by the number it was given."""
    pairs = sorted((key[:-2], key[-2:], at) for key, at in number.items())
    rank = np.empty(len(pairs), np.int32)
    rank[[at for _, _, at in pairs]] = np.arange(len(pairs), dtype=np.int32)
    return names(word for word, *_ in pairs), names(each for _, each, _ in pairs), rank

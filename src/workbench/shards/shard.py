"""Reading a shard back, each time only the columns that are asked for."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench import store
from workbench.tokens.matrix import Matrix
from workbench.tokens.table import COLUMNS, Names, Tokens, names


class Found(NamedTuple):
    """Where a word stands: the row of the document in its shard, and its span there."""

    document: NDArray[np.int64]
    start: NDArray[np.int32]
    end: NDArray[np.int32]


@dataclass(frozen=True)
class Shard:
    """One shard as it lies in its folder; ``source`` and ``first`` are where it comes from."""

    folder: Path
    source: str
    first: int

    @cached_property
    def _layout(self) -> dict[str, NDArray[Any]]:
        return self.columns(["start", "characters", "tokens"])

    def columns(self, wanted: list[str] | None = None) -> dict[str, NDArray[Any]]:
        """Columns of ``documents.parquet``, a value a document."""
        return store.read_columns(self.folder / "documents.parquet", wanted)

    @property
    def docs(self) -> Names:
        """The id of each document, or where it stands in its source if it has none."""
        held = self.columns(["doc", "row"])
        rows = zip(held["doc"].tolist(), held["row"].tolist(), strict=True)
        return names(doc or f"{self.source}:{self.first + row}" for doc, row in rows)

    def tokens(self) -> Tokens:
        """All tokens of the shard."""
        columns = store.read_columns(self.folder / "tokens.parquet", COLUMNS)
        words, languages = self.vocabulary()
        return Tokens(
            docs=self.docs,
            pointer=_pointer(self._layout["tokens"]),
            words=words,
            languages=languages,
            **columns,
        )

    def matrix(self) -> Matrix:
        """How often each word stands in each document of the shard."""
        cells = store.read_columns(self.folder / "counts.parquet", ["word", "count"])
        pointer = _pointer(self.columns(["types"])["types"])
        return Matrix(self.docs, pointer, cells["word"], cells["count"], *self.vocabulary())

    def vocabulary(self) -> tuple[Names, Names]:
        """The words and their languages."""
        held = store.read_columns(self.folder / "words.parquet", ["word", "language"])
        return held["word"], held["language"]

    def find(self, word: str) -> Found | None:
        """Every place of a word in any language, in order; None where it stands nowhere here."""
        ids = store.find_value(self.folder / "words.parquet", "word", word)
        if not len(ids):
            return None
        held = store.read_columns(self.folder / "tokens.parquet", ["word", "start", "length"])
        at = np.flatnonzero(np.logical_or.reduce([held["word"] == each for each in ids]))
        start = held["start"][at]
        document = np.searchsorted(_pointer(self._layout["tokens"]), at, side="right") - 1
        return Found(document, start, start + held["length"][at])

    def context(self, found: Found, *, width: int) -> list[tuple[str, str, str]]:
        """What stands before, at and after each place, ``width`` characters on each side."""
        begin = self._layout["start"][found.document]
        end = begin + self._layout["characters"][found.document]
        first, last = begin + found.start, begin + found.end
        left, right = np.maximum(begin, first - width), np.minimum(end, last + width)
        cuts = np.stack([left, first, last, right], axis=1).tolist()
        return [(self._text(a, b), self._text(b, c), self._text(c, d)) for a, b, c, d in cuts]

    def text(self, document: int) -> str:
        """The whole text of a document, by its row in the shard."""
        start = int(self._layout["start"][document])
        return self._text(start, start + int(self._layout["characters"][document]))

    def _text(self, start: int, end: int) -> str:
        return self._characters[start:end].tobytes().decode("utf-32-le")

    @cached_property
    def _characters(self) -> NDArray[np.uint32]:
        path = self.folder / "text.utf32"
        if not path.stat().st_size:
            return np.empty(0, np.uint32)  # a file without bytes cannot be mapped
        return np.memmap(path, "<u4", "r")


def _pointer(sizes: NDArray[Any]) -> NDArray[np.int64]:
    return np.append(0, np.cumsum(sizes, dtype=np.int64))

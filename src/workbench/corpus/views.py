"""A text read another way, with the way back: every position of a reading has its source.

The stored text of a document never changes. A repair, a cut of page furniture or a
folded form for searching is a view on it, and a view knows for each of its characters
which characters of the source it stands for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Edit(NamedTuple):
    """``source[start:end]`` is read as ``reading``; an empty reading leaves it out."""

    start: int
    end: int
    reading: str


class Alike(NamedTuple):
    """A reading that has its characters where the source has them."""

    text: str

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source behind ``text[start:end]``."""
        return start, end


@dataclass(frozen=True)
class View:
    """``text``, and for each character the span ``[start, end)`` of the source behind it.

    Both arrays have shape ``(len(text),)`` and never fall, so that they can be
    searched. What a view leaves out belongs to none of its characters.
    """

    text: str
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    @classmethod
    def of(cls, source: str, edits: Iterable[Edit] = ()) -> "View":
        """``source`` with ``edits`` applied.

        Raises ValueError where two edits overlap, one lies outside the source, or one
        replaces nothing: what is only inserted would have no source.
        """
        cuts = sorted(edits)
        spans = np.array([(start, end) for start, end, _ in cuts], np.int64).reshape(-1, 2)
        kept = _kept(len(source), spans)
        lengths = [len(reading) for _, _, reading in cuts]
        at = np.repeat(np.searchsorted(kept, spans[:, 0]), lengths)
        readings = np.repeat(spans, lengths, axis=0)
        return cls(
            _edited(source, cuts),
            np.insert(kept, at, readings[:, 0]),
            np.insert(kept + 1, at, readings[:, 1]),
        )

    @classmethod
    def each(cls, source: str, read: Callable[[str], str]) -> "View":
        """``source`` with every character read for itself; an empty reading leaves it out."""
        readings = [read(letter) for letter in source]
        lengths = np.fromiter(map(len, readings), np.int64, len(readings))
        start = np.repeat(np.arange(len(source), dtype=np.int64), lengths)
        return cls("".join(readings), start, start + 1)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the source that holds ``text[start:end]``, which is not empty."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"[{start}, {end}) is no passage of {len(self.text)} characters")
        return int(self.start[start]), int(self.end[end - 1])

    def view_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``source[start:end]`` stands in ``text``; empty where it was left out."""
        first = int(np.searchsorted(self.end, start, side="right"))
        last = int(np.searchsorted(self.start, end, side="left"))
        return first, max(first, last)

    def reading(self, start: int, end: int) -> str:
        """What ``source[start:end]`` is read as; empty where it was left out."""
        return self.text[slice(*self.view_span(start, end))]

    def through(self, outer: "View") -> "View":
        """This view's source seen through ``outer``, which is a view on ``self.text``."""
        return View(outer.text, self.start[outer.start], self.end[outer.end - 1])


def _kept(length: int, spans: NDArray[np.int64]) -> NDArray[np.int64]:
    """The positions of a source of ``length`` characters that lie in none of ``spans``."""
    done = np.append(0, spans[:-1, 1]) if len(spans) else spans[:, 1]
    wrong = (spans[:, 0] < done) | (spans[:, 0] >= spans[:, 1]) | (spans[:, 1] > length)
    if wrong.any():
        start, end = spans[wrong][0]
        raise ValueError(f"edit [{start}, {end}) is empty, overlaps another or leaves the text")
    cut = np.zeros(length + 1, np.int64)
    cut[spans[:, 0]] += 1
    cut[spans[:, 1]] -= 1
    return np.flatnonzero(np.cumsum(cut[:-1]) == 0)


def _edited(source: str, cuts: Iterable[Edit]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, reading in cuts:
        parts += source[done:start], reading
        done = end
    return "".join([*parts, source[done:]])

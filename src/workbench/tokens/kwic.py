"""Key word in context: every place where a pattern stands, with what surrounds it."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import pandas as pd

from workbench.errors import UsageError

COLUMNS = ["doc", "start", "end", "left", "match", "right"]


class Reading(Protocol):
    """A text read another way, which knows the span of the source behind each of its own."""

    @property
    def text(self) -> str:
        """The text as it is searched."""

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source behind ``text[start:end]``."""


def concordance(
    texts: Mapping[str, str],
    pattern: str,
    *,
    width: int = 30,
    reading: Callable[[str], Reading] | None = None,
) -> pd.DataFrame:
    """Find a regular expression in every text; ``width`` characters each side.

    One row a hit, sorted by document and position. Line breaks in the context
    are shown as spaces. With a ``reading`` each line is searched as it is read, and
    the hits are spans of the text all the same. Raises UsageError for a pattern
    that does not compile.
    """
    try:
        expression = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError) as error:
        raise UsageError(f"pattern {pattern!r}: {error}") from error
    rows = [
        (doc, start, end, *_context(text, start, end, width))
        for doc, text in sorted(texts.items())
        for start, end in _spans(text, expression, reading)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _spans(
    text: str, expression: re.Pattern[str], reading: Callable[[str], Reading] | None
) -> Iterator[tuple[int, int]]:
    if reading is None:
        yield from (match.span() for match in expression.finditer(text) if match[0])
        return
    at = 0
    for line in text.split("\n"):
        read = reading(line)
        for match in expression.finditer(read.text):
            if match[0]:
                start, end = read.source_span(*match.span())
                yield at + start, at + end
        at += len(line) + 1


def _context(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    left, right = text[max(0, start - width) : start], text[end : end + width]
    return tuple(re.sub(r"\s", " ", part) for part in (left, text[start:end], right))  # type: ignore[return-value]

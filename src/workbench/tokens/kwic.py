"""Key word in context: every place where something stands, with what surrounds it.

A pattern is searched in the texts, so that a term is found wherever the borders of tokens
run; a sequence of words is found in a token table, however large, without any text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.errors import UsageError
from workbench.tokens.english import flat
from workbench.tokens.sentences import LATIN, language
from workbench.tokens.table import Tokens

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["doc", "start", "end", "left", "match", "right", "language"]
SORTS = ("position", "left", "right")

BLOCK = 2**22  # tokens compared at once, in four megabytes

Hit = tuple[str, int, int]


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
    sort: str = "position",
    reading: Callable[[str], Sequence[Reading]] | None = None,
) -> "pd.DataFrame":
    """Find a regular expression in every text; ``width`` characters each side.

    One row a hit, as ``contexts``, in the order of ``sort``: by document and position, or
    by what stands left or right of the hit. With a ``reading``, which gives the lines of a
    text, each is searched as it is read, and the hits are spans of the text all the same.
    A hit of nothing is none.
    Raises UsageError for a pattern that does not compile and for an unknown order. A
    pattern that nests repetitions, as ``(a+)+b``, may run for ever: interrupt it.
    """
    try:
        expression = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError) as error:
        raise UsageError(f"pattern {pattern!r}: {error}") from error
    hits = [
        (doc, start, end)
        for doc, text in sorted(texts.items())
        for start, end in _spans(text, expression, reading)
    ]
    docs, starts, ends = zip(*hits, strict=True) if hits else ((), (), ())
    return ordered(contexts(texts, docs, starts, ends, width=width), sort)


def ordered(table: "pd.DataFrame", sort: str) -> "pd.DataFrame":
    """The rows of ``contexts``, which are in the order of the texts, in another of ``SORTS``."""
    if sort not in SORTS:
        raise UsageError(f"sort {sort!r}: sort by one of {', '.join(SORTS)}")
    return table if sort == "position" else table.iloc[_order(table, sort)].reset_index(drop=True)


def either(words: Iterable[str]) -> str:
    """A pattern that finds any of several words or terms as they stand, the longest first.

    One that begins or ends with a Latin letter does so at the border of a word; white
    space in it is any white space.
    """
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(map(_as_it_stands, longest_first)) or "(?!)"


def contexts(
    texts: Mapping[str, str],
    docs: Sequence[str],
    starts: Sequence[int],
    ends: Sequence[int],
    *,
    width: int = 30,
) -> "pd.DataFrame":
    """What stands in and around the spans ``[start, end)`` of the documents ``docs``.

    One row a span in the order given: doc, start, end, left and right with at most
    ``width`` characters, match, and the language of the match. White space is shown as
    spaces.
    """
    parts = [
        (text[max(0, start - width) : start], text[start:end], text[end : end + width])
        for text, start, end in zip(map(texts.__getitem__, docs), starts, ends, strict=True)
    ]
    return table(docs, starts, ends, parts)


def table(
    docs: Sequence[str],
    starts: Sequence[int],
    ends: Sequence[int],
    parts: Sequence[tuple[str, str, str]],
) -> "pd.DataFrame":
    """The rows of ``contexts`` for spans of which the left, the match and the right are known."""
    import pandas as pd

    lengths = [len(part) for triple in parts for part in triple]
    shown = flat("".join(part for triple in parts for part in triple))
    pieces = [shown[a:b] for a, b in pairwise(accumulate(lengths, initial=0))]
    left, match, right = pieces[::3], pieces[1::3], pieces[2::3]
    around = map("".join, zip(left, match, right, strict=True))
    return pd.DataFrame(
        {
            "doc": list(docs),
            "start": np.asarray(starts, np.int64),
            "end": np.asarray(ends, np.int64),
            "left": left,
            "match": match,
            "right": right,
            "language": list(map(language, match, around)),
        }
    )


def phrase(
    tokens: Tokens, words: Sequence[str]
) -> tuple[NDArray[np.intp], NDArray[np.int64], NDArray[np.int64]]:
    """Where words stand one after another in one paragraph: documents, starts, ends.

    Three arrays of shape (hits,): rows of ``tokens.docs``, and spans in code points.
    Between two Chinese words stands nothing, between others at most one sign, as a space
    or a hyphen. Raises UsageError for a phrase of no words.
    """
    if not words:
        raise UsageError("a phrase of no words; give one or more")
    at = _standing(tokens, tokens.ids(words[0]))
    for step, word in enumerate(words[1:], 1):
        at = at[at < len(tokens) - step]
        at = at[np.isin(tokens.word[at + step], tokens.ids(word))]
        at = at[_adjoining(tokens, at + step - 1)]
    last = at + len(words) - 1
    docs = np.searchsorted(tokens.pointer, at, side="right") - 1
    whole = (last < tokens.pointer[docs + 1]) & (tokens.paragraph[at] == tokens.paragraph[last])
    at, last = at[whole], last[whole]
    ends = tokens.start[last].astype(np.int64) + tokens.length[last]
    return docs[whole], tokens.start[at].astype(np.int64), ends


def _spans(
    text: str, expression: re.Pattern[str], reading: Callable[[str], Sequence[Reading]] | None
) -> Iterator[tuple[int, int]]:
    if reading is None:
        yield from (match.span() for match in expression.finditer(text) if match[0])
        return
    at = 0
    for line, read in zip(text.split("\n"), reading(text), strict=True):
        for match in expression.finditer(read.text):
            if match[0]:
                start, end = read.source_span(*match.span())
                yield at + start, at + end
        at += len(line) + 1


def _order(table: "pd.DataFrame", side: str) -> list[int]:
    """The rows by what stands on one side of them, signs and capitals left out.

    Chinese by the characters and English by the words, from the hit outwards.
    """
    keys = []
    for context, spoken in zip(table[side], table["language"], strict=True):
        read = re.findall(r"\w" if spoken == "zh" else r"\w+", context.casefold())
        keys.append(read[::-1] if side == "left" else read)
    return sorted(range(len(keys)), key=keys.__getitem__)


def _as_it_stands(word: str) -> str:
    before = f"(?<!{LATIN})" if re.match(LATIN, word) else ""
    after = f"(?!{LATIN})" if re.match(LATIN, word[-1:]) else ""
    return before + r"\s+".join(map(re.escape, word.split())) + after


def _standing(tokens: Tokens, ids: NDArray[np.int32]) -> NDArray[np.int64]:
    """The tokens that are one of ``ids``, a block at a time."""
    found = [np.empty(0, np.int64)]
    for begin in range(0, len(tokens), BLOCK):
        block = tokens.word[begin : begin + BLOCK]
        found += [begin + np.flatnonzero(block == number) for number in ids]
    return np.sort(np.concatenate(found))


def _adjoining(tokens: Tokens, at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the token after each of ``at`` stands close enough to be its next word."""
    chinese = tokens.languages == "zh"
    both = chinese[tokens.word[at]] & chinese[tokens.word[at + 1]]
    gap = tokens.start[at + 1] - tokens.start[at] - tokens.length[at]
    return (gap >= 0) & (gap <= np.where(both, 0, 1))

"""Clusters: runs of words that stand again and again."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.errors import UsageError
from workbench.tokens.matrix import Rows
from workbench.tokens.table import Names, Tokens
from workbench.tokens.tally import batches, in_order, tallied

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 8


class Runs(NamedTuple):
    """Where runs begin, and a number that equal runs share; both of shape (places,)."""

    begin: NDArray[np.int64]
    number: NDArray[np.int64]


def ngrams(tokens: Tokens, n: int, *, minimum: int = 3, rows: Rows | None = None) -> "pd.DataFrame":
    """Runs of ``n`` words within a paragraph: words, language, count, documents.

    ``words`` is the run as it is read, English with spaces; a Chinese run that was cut in
    two ways is two runs. Marks between the words are not seen. Runs of two languages are
    left out. Sorted by count, then by words. Raises UsageError for ``n`` outside 2 to 8.
    """
    import pandas as pd

    if not 2 <= n <= LONGEST:
        raise UsageError(f"clusters of {n} words: ask for 2 to {LONGEST}")
    own = tokens if rows is None else tokens.take(rows.tolist())
    doc = own.doc
    parts = [_counted(own, doc, at, n, minimum) for at in batches(own)]
    table: pd.DataFrame = pd.concat([part for part in parts if len(part)] or parts)
    return table.sort_values("count", ascending=False, kind="stable", ignore_index=True)


def _counted(
    own: Tokens, doc: NDArray[np.int32], at: NDArray[np.int64], n: int, minimum: int
) -> "pd.DataFrame":
    """The runs that begin at some places, in the order of their words."""
    import pandas as pd

    runs = Runs(at, own.word[at].astype(np.int64))
    for length in range(1, n - 1):
        runs = _frequent(_longer(own, doc, runs, length), minimum)
    place = np.zeros(int(runs.number.max(initial=-1)) + 1, np.int64)
    place[runs.number] = runs.begin  # one where the run can be read
    runs = _longer(own, doc, runs, n - 1)
    known, count, documents = tallied(runs.number, doc[runs.begin], minimum=minimum)
    begun, last = np.divmod(known, max(len(own.words), 1))
    return pd.DataFrame(
        {
            "words": _read(own, place[begun], last, n),
            "language": own.languages[last],
            "count": count,
            "documents": documents,
        }
    )


def _longer(own: Tokens, doc: NDArray[np.int32], runs: Runs, length: int) -> Runs:
    """The runs with the word that follows them in their paragraph, if it is of their language.

    The number is a pair: that of the shorter run, and the word.
    """
    at, number = runs
    fits = at < len(own) - length
    at, number = at[fits], number[fits]
    is_english = own.languages == "en"
    end, last = at + length, own.word[at + length]
    fits = (doc[at] == doc[end]) & (own.paragraph[at] == own.paragraph[end])
    fits &= is_english[own.word[at]] == is_english[last]
    return Runs(at[fits], number[fits] * len(own.words) + last[fits])


def _frequent(runs: Runs, minimum: int) -> Runs:
    """Those that stand ``minimum`` times, numbered anew; what they begin stands no oftener.

    They stay in the order of the text, in which it is fastest to look up what follows.
    """
    number, place = in_order(runs.number)
    begin = np.flatnonzero(np.append(True, number[1:] != number[:-1])[: len(number)])
    count = np.diff(np.append(begin, len(number)))
    kept = count >= minimum
    renumbered = np.empty(len(number), np.int64)
    renumbered[place] = np.repeat(np.where(kept, np.cumsum(kept) - 1, -1), count)
    held = renumbered >= 0
    return Runs(runs.begin[held], renumbered[held])


def _read(own: Tokens, place: NDArray[np.int64], last: NDArray[np.int64], n: int) -> Names:
    between = np.where(own.languages[last] == "en", " ", "").astype(object)
    text = own.words[own.word[place]]
    for step in range(1, n - 1):
        text = text + between + own.words[own.word[place + step]]
    return np.asarray(text + between + own.words[last], object)

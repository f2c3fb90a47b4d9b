"""Numbers counted in one sort: how often each stands, and in how many documents."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.tokens.table import Tokens

Integers = NDArray[np.integer[Any]]
Tally = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]

LARGEST = 2**63 - 1
BATCH = 2**23  # places sorted at a time; they take up to 800 MB


def batches(tokens: Tokens) -> Iterator[NDArray[np.int64]]:
    """The places of all tokens: those of the first words, then of the next ones, and so on.

    What begins with a word is whole in one batch, so that each is counted for itself.
    """
    until = np.cumsum(np.bincount(tokens.word, minlength=len(tokens.words)))
    for number in range(len(tokens) // BATCH + 1):
        first, end = np.searchsorted(until, [number * BATCH, (number + 1) * BATCH], side="right")
        yield np.flatnonzero((first <= tokens.word) & (tokens.word < end))


def tallied(key: Integers, doc: Integers, *, minimum: int = 1) -> Tally:
    """The numbers that stand ``minimum`` times or more, ascending; their counts and documents.

    ``key`` and ``doc``, not negative, have shape (places,). Key and document are sorted as
    one number: to sort is several times faster than to say in what order to sort.
    """
    if not len(key):
        return (np.empty(0, np.int64),) * 3
    docs = int(doc.max()) + 1
    if int(key.max()) > LARGEST // docs - 1:
        known, number = np.unique(key, return_inverse=True)
        few, count, documents = tallied(number, doc, minimum=minimum)
        return known[few].astype(np.int64), count, documents
    cell = key * np.int64(docs) + doc
    cell.sort()
    another = np.append(True, cell[1:] != cell[:-1])
    key = cell // docs
    begin = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    count = np.diff(np.append(begin, len(key)))
    documents = np.add.reduceat(another, begin, dtype=np.int64)
    kept = count >= minimum
    return key[begin][kept], count[kept], documents[kept]


def in_order(key: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers, none negative, in ascending order, and the place each had before.

    Number and place are sorted as one number, as in ``tallied``.
    """
    places = max(len(key), 1)
    if int(key.max(initial=0)) > LARGEST // places - 1:
        order = np.argsort(key, kind="stable")
        return key[order], order
    cell = key * np.int64(places) + np.arange(len(key))
    cell.sort()
    number, place = np.divmod(cell, places)
    return number, place

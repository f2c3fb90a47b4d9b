"""Numbers counted in one sort: how often each stands, and in how many documents."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.integer[Any]]
Tally = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]

LARGEST = 2**63 - 1


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

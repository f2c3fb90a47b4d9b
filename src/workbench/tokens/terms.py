"""Many terms in one pass over a text, overlapping ones too (Aho & Corasick 1975).

Aho, A. V. & Corasick, M. J. (1975): Efficient string matching: an aid to bibliographic
search. Communications of the ACM 18(6), 333-340.
"""

import gc
from collections.abc import Sequence
from itertools import chain

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

# A table of all transitions is faster while it fits into the caches of a processor.
FEW = 1000


class Matcher:
    """Finds every one of ``terms``, as they are written; each is known by its number."""

    def __init__(self, terms: Sequence[str]) -> None:
        """Raises ValueError for an empty term, which would be found everywhere."""
        kinds = ahocorasick_rs.Implementation
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(terms),
            store_patterns=False,
            implementation=kinds.DFA if len(terms) <= FEW else kinds.ContiguousNFA,
        )

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Every match as ``(number of the term, start, end)``, in the order of their ends.

        Offsets count code points, and ``text[start:end]`` is the term.
        """
        was_on = gc.isenabled()
        gc.disable()  # the search for garbage among tuples of numbers takes a tenth of the time
        try:
            matches: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(
                text, overlapping=True
            )
        finally:
            if was_on:
                gc.enable()
        return matches

    def found(self, text: str) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """The matches of ``find`` as three arrays of shape (matches,): terms, starts, ends."""
        matches = self.find(text)
        flat = np.fromiter(chain.from_iterable(matches), np.int32, 3 * len(matches))
        number, start, end = flat.reshape(-1, 3).T
        return number, start, end

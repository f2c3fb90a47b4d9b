"""All covers with the least number of prime implicants: the tied models of a solution.

Terms that cover the same rows stand for one another, so that covers are sought among the
different sets of rows and multiplied out at the end. The search takes the row that is
covered in the fewest ways and leaves out of later branches what it took in earlier ones,
so that no cover is found twice.
"""

from collections.abc import Iterator
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from workbench.errors import UsageError
from workbench.qca.space import Flags

Cover = tuple[int, ...]


def covers_of_least_size(covered: Flags, *, at_most: int) -> list[Cover]:
    """Every set of terms, of the least size, that together cover all rows.

    covered : which term covers which row, shape (terms, rows); every row is covered.
    Returns positions of terms in ascending order. Raises UsageError where there are more
    than ``at_most``.
    """
    sets, of = np.unique(covered, axis=0, return_inverse=True)
    members = [np.flatnonzero(of.ravel() == at).tolist() for at in range(len(sets))]
    size = _least(sets[_greatest(sets)])
    found: list[list[int]] = []
    models = 0
    for cover in _Search(sets).covers(size):
        models += prod(len(members[at]) for at in cover)
        if models > at_most:
            raise UsageError(
                f"more than {at_most} models of {size} terms are tied: the data do not tell them "
                "apart; use fewer conditions, or a higher frequency or inclusion cut-off"
            )
        found.append(cover)
    every = (product(*(members[at] for at in cover)) for cover in found)
    return sorted(tuple(sorted(model)) for models_of in every for model in models_of)


def _greatest(sets: Flags) -> NDArray[np.int64]:
    """The positions of the sets that no other one contains."""
    order = np.argsort(-sets.sum(axis=1), kind="stable")
    kept: list[int] = []
    missed = np.empty((0, sets.shape[1]), np.bool_)  # the rows outside each kept set
    for at in order.tolist():
        if not len(missed) or (missed & sets[at]).any(axis=1).all():
            kept.append(at)
            missed = np.concatenate([missed, ~sets[at][None]])
    return np.array(sorted(kept), np.int64)


def _least(sets: Flags) -> int:
    search, size = _Search(sets), 0
    while next(search.covers(size), None) is None:
        size += 1
    return size


class _Search:
    """Covers of a given size; sets of rows and of terms are the bits of integers."""

    def __init__(self, sets: Flags) -> None:
        self.rows_of = [_bits(row) for row in sets]
        self.sets_of = [_bits(column) for column in sets.T]

    def covers(self, size: int) -> Iterator[list[int]]:
        """The covers of at most ``size`` sets; none is found twice."""
        allowed = (1 << len(self.rows_of)) - 1
        return self._covers((1 << len(self.sets_of)) - 1, allowed, size)

    def _covers(self, uncovered: int, allowed: int, size: int) -> Iterator[list[int]]:
        if not uncovered:
            yield []
            return
        ways = sorted(
            (self.sets_of[row] & allowed for row in _places(uncovered)), key=int.bit_count
        )
        if not ways[0] or _needed(ways, size) > size:
            return
        for one in _places(ways[0]):
            allowed &= ~(1 << one)
            for rest in self._covers(uncovered & ~self.rows_of[one], allowed, size - 1):
                yield [one, *rest]


def _needed(ways: list[int], enough: int) -> int:
    """At least so many sets are needed: one for each of rows that share no set."""
    used = count = 0
    for way in ways:
        if not way & used:
            used |= way
            count += 1
            if count > enough:
                break
    return count


def _bits(flags: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest

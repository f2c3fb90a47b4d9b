"""All covers with the least number of prime implicants: the tied models of a solution.

Rows that are covered whenever another one is need no thought, and terms that cover the
same of the remaining rows stand for one another: covers are sought among the different
sets of rows and multiplied out at the end. The search takes the row that is covered in
the fewest ways, leaves out of later branches what it took in earlier ones, so that no
cover is found twice, and enters no branch that cannot end in time.
"""

import math
from collections.abc import Iterable, Iterator
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from workbench.errors import UsageError
from workbench.qca.space import Flags

Cover = tuple[int, ...]

LONG = 300  # steps after which a better bound pays
MOST = 1_000_000  # steps; what is learnt in them is held
ROUNDING = 1e-6


def covers_of_least_size(covered: Flags, *, at_most: int) -> list[Cover]:
    """Every set of terms, of the least size, that together cover all rows.

    covered : which term covers which row, shape (terms, rows); every row is covered.
    Returns positions of terms in ascending order. Raises UsageError where there are more
    than ``at_most``.
    """
    packed, of = _distinct(covered[:, _decisive(covered)])
    members = [np.flatnonzero(of == at).tolist() for at in range(len(packed))]
    search = _Search(packed)
    found: list[list[int]] = []
    models = 0
    for cover in search.covers():
        models += prod(len(members[at]) for at in cover)
        if models > at_most:
            raise UsageError(
                f"more than {at_most} models of {len(cover)} terms are tied: the data do not tell "
                "them apart; use fewer conditions, or a higher frequency or inclusion cut-off"
            )
        found.append(cover)
    every = (product(*(members[at] for at in cover)) for cover in found)
    return sorted(tuple(sorted(model)) for models_of in every for model in models_of)


def _decisive(covered: Flags) -> list[int]:
    """Rows that are not covered by all that covers some other row."""
    ways = [_bits(row) for row in covered.T]
    kept: list[int] = []
    for at in sorted(range(len(ways)), key=lambda row: ways[row].bit_count()):
        if all(ways[row] & ~ways[at] for row in kept):
            kept.append(at)
    return sorted(kept)


def _distinct(covered: Flags) -> tuple[list[int], NDArray[np.int64]]:
    """The different sets of rows as bits, and which of them each term is; -1 for none."""
    packed, of = np.unique(
        np.packbits(covered, axis=1, bitorder="little"), axis=0, return_inverse=True
    )
    sets = [int.from_bytes(row.tobytes(), "little") for row in packed]
    of = of.ravel()
    return (sets[1:], of - 1) if not sets[0] else (sets, of)


class _Search:
    """Covers of the least size by sets of rows, which are the bits of integers."""

    def __init__(self, sets: list[int]) -> None:
        self.sets = sets
        self.every = _union(sets)
        rows = list(_places(self.every))
        largest = _largest(sets)
        self.best = {row: [one for one in largest if one >> row & 1] for row in rows}
        self.near = {row: _union(self.best[row]) for row in rows}  # rows that share a set with it
        self.rows = sorted(rows, key=lambda row: len(self.best[row]))  # hardest to cover first
        self.of = {row: [at for at, one in enumerate(sets) if one >> row & 1] for row in rows}
        self.largest = largest
        self.weights: dict[int, float] = {}  # of rows; those of a set are 1 at most
        self.bounds: dict[int, tuple[int, int]] = {0: (0, 0)}

    def covers(self) -> Iterator[list[int]]:
        """Every cover of the least size, as positions of sets; none is found twice."""
        size = self._needed(self.every)
        while not self.possible(self.every, size):
            size += 1
        return self._covers(self.every, frozenset(), size)

    def _covers(self, uncovered: int, barred: frozenset[int], size: int) -> Iterator[list[int]]:
        if not uncovered:
            yield []
            return
        row = next(row for row in self.rows if uncovered >> row & 1)
        taken = set(barred)
        for one in self.of[row]:
            if one in taken:
                continue
            taken.add(one)
            left = uncovered & ~self.sets[one]
            if self.possible(left, size - 1):
                for rest in self._covers(left, frozenset(taken), size - 1):
                    yield [one, *rest]

    def possible(self, uncovered: int, size: int) -> bool:
        """Whether so many sets can cover these rows; what is learnt is remembered."""
        low, high = self.bounds.get(uncovered) or (self._needed(uncovered), len(self.rows))
        if low <= size < high:
            row = next(row for row in self.rows if uncovered >> row & 1)
            options = _largest({one & uncovered for one in self.best[row]})
            if any(self.possible(uncovered & ~one, size - 1) for one in options):
                high = size
            else:
                low = size + 1
        self.bounds[uncovered] = low, high
        if len(self.bounds) > MOST:
            raise UsageError(
                f"the smallest cover of {len(self.rows)} rows by {len(self.sets)} different "
                f"prime implicants was not found in {MOST:,} steps; use fewer conditions, or a "
                "higher frequency or inclusion cut-off"
            )
        return size >= high

    def _needed(self, uncovered: int) -> int:
        """At least so many sets are needed, by two bounds.

        One for each of rows that share no set; and, once the search has become long, the
        sum of weights that no set may have more than 1 of (the dual linear programme).
        """
        if not self.weights and len(self.bounds) > LONG:
            self.weights = dict(zip(self.rows, self._dual(), strict=True))
        weight = sum(self.weights[row] for row in _places(uncovered)) if self.weights else 0
        count, least = 0, math.ceil(weight - ROUNDING)
        for row in self.rows:
            if uncovered >> row & 1:
                count += 1
                uncovered &= ~self.near[row]
        return max(count, least)

    def _dual(self) -> list[float]:
        from scipy.optimize import linprog

        shares = np.array([[one >> row & 1 for row in self.rows] for one in self.largest])
        found = linprog(-np.ones(len(self.rows)), A_ub=shares, b_ub=np.ones(len(shares)))
        return [float(weight) for weight in found.x]


def _largest(sets: Iterable[int]) -> list[int]:
    """The sets that no other one contains, large ones first."""
    kept: list[int] = []
    for one in sorted(set(sets), key=int.bit_count, reverse=True):
        if all(one & ~other for other in kept):
            kept.append(one)
    return kept


def _union(sets: Iterable[int]) -> int:
    union = 0
    for one in sets:
        union |= one
    return union


def _bits(flags: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest

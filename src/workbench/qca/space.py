"""The property space: the conditions, their values, and how a configuration is written.

A row of the truth table fixes the value of every condition; a term fixes some and leaves
the others ``OPEN``. Both are rows of an array of shape (terms, conditions).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.qca.expressions import Literals

Terms = NDArray[np.int8]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Term = tuple[int, ...]

OPEN = -1  # the condition is not part of the term


@dataclass(frozen=True)
class Space:
    """Conditions with the number of their values: 2 for a crisp or fuzzy set."""

    conditions: tuple[str, ...]
    levels: tuple[int, ...]

    @cached_property
    def sizes(self) -> dict[str, int]:
        """The number of values by condition."""
        return dict(zip(self.conditions, self.levels, strict=True))

    @cached_property
    def _weights(self) -> Numbers:
        after = [1, *np.cumprod(self.levels[::-1], dtype=np.int64).tolist()]
        return np.array(after[-2::-1], np.int64)

    def numbers(self, rows: Terms) -> Numbers:
        """The numbers of rows: 1 and the mixed-radix value, first condition most significant."""
        return 1 + rows.astype(np.int64) @ self._weights

    def rows(self, numbers: Iterable[int]) -> Terms:
        """The rows of some numbers, shape (numbers, conditions)."""
        given = np.fromiter(numbers, np.int64)[:, None] - 1
        values: Numbers = given // self._weights % np.array(self.levels)
        return values.astype(np.int8)

    @property
    def size(self) -> int:
        """The number of rows that are logically possible."""
        return int(self._weights[0]) * self.levels[0]

    def count(self, term: Term) -> int:
        """How many rows a term covers."""
        return prod(level for value, level in zip(term, self.levels, strict=True) if value == OPEN)

    def inside(self, term: Term) -> Numbers:
        """The numbers of all rows that a term covers."""
        weights = self._weights.tolist()
        found = np.array([1], np.int64)
        for value, weight, levels in zip(term, weights, self.levels, strict=True):
            here = range(levels) if value == OPEN else [value]
            found = (found[:, None] + weight * np.array(here)).ravel()
        return found

    def text(self, term: Term) -> str:
        """A term as an expression: ``~DEV*LIT``, ``DEV{2}`` for a multi-value condition."""
        return "*".join(self._literal(at, value) for at, value in enumerate(term) if value != OPEN)

    def _literal(self, at: int, value: int) -> str:
        name = self.conditions[at]
        if self.levels[at] > 2:
            return f"{name}{{{value}}}"
        return name if value else f"~{name}"

    def literals(self, term: Term) -> dict[str, int]:
        """The values that a term asks for, by condition."""
        pairs = zip(self.conditions, term, strict=True)
        return {name: value for name, value in pairs if value != OPEN}

    def terms(self, conjunctions: Iterable[Literals]) -> list[Term]:
        """Conjunctions of sets of values, multiplied out into terms of single values."""
        return [
            term
            for one in conjunctions
            for term in product(*(sorted(one.get(name, {OPEN})) for name in self.conditions))
        ]

    def scores(self, terms: Terms, data: pd.DataFrame) -> NDArray[np.float64]:
        """The membership of every case in every term, shape (terms, cases)."""
        scores = np.ones((len(terms), len(data)))
        for at, (name, levels) in enumerate(zip(self.conditions, self.levels, strict=True)):
            own = _by_value(data[name].to_numpy(np.float64), levels)
            scores = np.minimum(scores, own[terms[:, at]])
        return scores


def _by_value(column: NDArray[np.float64], levels: int) -> NDArray[np.float64]:
    """The memberships in each value, then 1 for OPEN, shape (levels + 1, cases)."""
    if levels > 2:
        values = [(column == value).astype(np.float64) for value in range(levels)]
    else:
        values = [1 - column, column]
    return np.array([*values, np.ones_like(column)])


def covers(terms: Terms, rows: Terms) -> Flags:
    """Which term covers which row (or term), shape (terms, rows)."""
    found = np.ones((len(terms), len(rows)), np.bool_)
    for at in range(terms.shape[1]):
        own = terms[:, at, None]
        found &= (own == OPEN) | (own == rows[None, :, at])
    return found


def columns(space: Space, rows: Terms) -> Mapping[str, NDArray[np.int8]]:
    """The columns of a table of rows, by condition."""
    return {name: rows[:, at] for at, name in enumerate(space.conditions)}

"""The search for what is necessary: conjunctions, and disjunctions that are not redundant."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import UsageError
from workbench.qca import fit
from workbench.qca.table import CUT, TruthTable

Scores = NDArray[np.float64]
Part = tuple[int, ...]  # positions of literals, rising; no two of one condition

MOST = 200_000  # sets looked at in one step


def supersets(
    table: TruthTable,
    *,
    inclusion: float = 0.9,
    coverage: float = 0.0,
    ron: float = 0.0,
    longest: int | None = None,
) -> pd.DataFrame:
    """Every set of conditions that is necessary for the outcome (columns ``NECESSITY``).

    Conjunctions of any length whose inclusion, coverage and relevance of necessity reach
    the cut-offs; disjunctions too, unless a part of them already has the inclusion.
    longest : literals of an expression, as many as there are conditions unless it is given.

    Single conditions come first, then conjunctions, then disjunctions, each by length.
    Raises UsageError where the search grows beyond memory; give ``longest`` then.
    """
    literals, of, scores = _literals(table)
    y = table.outcome.to_numpy(np.float64)
    depth = longest or len(table.space.conditions)
    found: list[tuple[Part, str]] = []
    rows: list[tuple[object, ...]] = []
    for mark, join, grows in (("*", np.minimum, True), (" + ", np.maximum, False)):
        for part, x in _search(of, scores, y, inclusion, depth, join, grows=grows):
            if len(part) > 1 or mark == "*":
                found.append((part, mark))
                rows.append(
                    (
                        mark.join(literals[at] for at in part),
                        *(fit.inclusion(y, x), fit.ron(x, y), fit.inclusion(x, y)),
                    )
                )
    every = pd.DataFrame(rows, columns=fit.NECESSITY)
    kept = (every["coverage"] >= coverage - CUT) & (every["ron"] >= ron - CUT)
    order = sorted(np.flatnonzero(kept).tolist(), key=lambda at: _rank(*found[at]))
    return every.iloc[order].reset_index(drop=True)


def _rank(part: Part, mark: str) -> tuple[bool, int, Part]:
    return mark == " + ", len(part), part


def _literals(table: TruthTable) -> tuple[list[str], list[int], Scores]:
    """The literals, the condition of each, and the memberships in each; presence first."""
    space = table.space
    places = [
        (at, value)
        for at, levels in enumerate(space.levels)
        for value in ((1, 0) if levels == 2 else range(levels))
    ]
    terms = np.full((len(places), len(space.conditions)), -1, np.int8)
    for row, (at, value) in enumerate(places):
        terms[row, at] = value
    names = [space.text(tuple(term)) for term in terms.tolist()]
    return names, [at for at, _ in places], space.scores(terms, table.data)


def _search(
    of: Sequence[int],
    scores: Scores,
    y: Scores,
    cut: float,
    depth: int,
    join: np.ufunc,
    *,
    grows: bool,
) -> list[tuple[Part, Scores]]:
    """The parts that have the inclusion, level by level.

    A conjunction has it only if its parts do, so it grows from those that do; a disjunction
    is of interest only if none of its parts does, so it grows from those that do not.
    """
    found: list[tuple[Part, Scores]] = []
    level: dict[Part, Scores] = {(at,): scores[at] for at in range(len(of))}
    for length in range(1, depth + 1):
        kept = {}
        for part, x in level.items():
            enough = fit.inclusion(y, x) >= cut - CUT
            if enough:
                found.append((part, x))
            if enough == grows:
                kept[part] = x
        level = {}
        for part, x in kept.items():
            for at in range(part[-1] + 1, len(of)):
                longer = (*part, at)
                if of[at] != of[part[-1]] and all(
                    one in kept for one in combinations(longer, length)
                ):
                    level[longer] = join(x, scores[at])
        if len(level) > MOST:
            raise UsageError(f"more than {MOST} sets to try; give longest={length}")
    return found

"""How far cut-offs and anchors can move, and which cases can be left out, with the same result.

Two results are the same when they have the same models, whatever their fit (after the
sensitivity ranges of Oana & Schneider 2021). Between two values at which some case changes
its row, or some row its outcome, nothing can change; where these values are known, every
range is exact. Anchors of the direct and indirect method move the inclusion of all rows
at once: their ranges are found by steps outward and bisection.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from workbench.errors import UsageError
from workbench.qca.calibration import Calibration, crisp
from workbench.qca.expressions import literals, memberships, parsed
from workbench.qca.solution import Kind, solutions
from workbench.qca.space import Term
from workbench.qca.table import CUT, TruthTable, tabulated

RANGES = ["what", "value", "above", "up_to", "tolerance", "below", "beyond"]
CASES = ["case", "same", "models"]
STEPS = 32  # even ones between an anchor and its bound, beside the raw scores
FINE = 1e-6  # of the span of raw scores: where bisection stops
REACH = 1.0  # spans that an outer anchor is moved beyond the raw scores

Found = tuple[frozenset[frozenset[Term]], str]  # the models, and how they are written
Solve = Callable[[TruthTable], Found]


@dataclass(frozen=True)
class Robustness:
    """What may change before the models do.

    models : the result, by its expressions.
    cutoffs, anchors : columns ``RANGES``. The models are the same for values ``above`` one
    bound (exclusive) and ``up_to`` the other (inclusive); NaN where no value that may be
    taken changes them. ``below`` and ``beyond`` are the models met first outside.
    ``tolerance`` is 0 for an exact range; otherwise a bound is the last value seen to keep
    the models, and the change is no farther than the tolerance.
    cases : columns ``CASES``: whether the models stay when a case is left out.
    """

    models: str
    cutoffs: pd.DataFrame
    anchors: pd.DataFrame
    cases: pd.DataFrame

    @cached_property
    def summary(self) -> pd.DataFrame:
        """How far each value can move down and up; NaN where no move changes the models.

        Columns ``what``, ``value``, ``down``, ``up``; a last line tells of how many cases
        left out (``value``) how many keep the models (``up``) or change them (``down``).
        """
        ranges = pd.concat([self.cutoffs, self.anchors], ignore_index=True)
        moved = pd.DataFrame(
            {
                "what": ranges["what"],
                "value": ranges["value"],
                "down": ranges["value"] - ranges["above"],
                "up": ranges["up_to"] - ranges["value"],
            }
        )
        same = int(self.cases["same"].sum())
        left = ["cases left out", float(len(self.cases)), float(len(self.cases) - same), same]
        return pd.concat([moved, pd.DataFrame([left], columns=moved.columns)], ignore_index=True)

    def _repr_html_(self) -> str:
        return str(self.summary.to_html(index=False))


def robustness(
    table: TruthTable,
    *,
    kind: Kind,
    expectations: Sequence[str] = (),
    excluded: Sequence[str | int] = (),
    raw: pd.DataFrame | None = None,
    calibrations: Mapping[str, Calibration] | None = None,
) -> Robustness:
    """How the models of one kind of solution stand when choices are made otherwise.

    kind, expectations, excluded : as of ``solutions``.  raw : raw scores by case, for the
    columns that ``calibrations`` name; conditions or what the outcome is made of. Cut-offs,
    anchors and cases are moved one at a time. A choice that leaves no solution changes it.

    Raises UsageError where calibrations do not give the scores of the table.
    """

    def solve(other: TruthTable) -> Found:
        try:
            found = solutions(other, kind=kind, expectations=expectations, excluded=excluded)
        except UsageError as refusal:
            return frozenset(), str(refusal)
        return frozenset(frozenset(one.terms) for one in found.models), _said(found.expressions)

    found = solutions(table, kind=kind, expectations=expectations, excluded=excluded)
    remembered = _Remembered(solve)
    moves = _cutoffs(table, remembered)
    anchors = _anchors(table, remembered, raw, calibrations or {})
    return Robustness(_said(found.expressions), moves, anchors, _cases(table, remembered))


def _said(expressions: Sequence[str]) -> str:
    return " | ".join(expressions)


class _Remembered:
    """Solves a table once for all that have the same rows with the same outcomes."""

    def __init__(self, solve: Solve) -> None:
        self.solve = solve
        self.known: dict[tuple[object, ...], Found] = {}

    def __call__(self, table: TruthTable) -> Found:
        rows = table.rows
        key = (*rows["row"], *rows["out"])
        if key not in self.known:
            self.known[key] = self.solve(table)
        return self.known[key]


def _recut(table: TruthTable, cut: float, frequency: int) -> TruthTable:
    """The table with other cut-offs; a contradiction is negative, and needs no lower one."""
    return tabulated(table.space, table.data, table.outcome, (cut,), frequency)


def _cutoffs(table: TruthTable, solve: Solve) -> pd.DataFrame:
    cut, frequency = table.inclusion[0], table.frequency
    scores = table.rows.loc[table.rows["n"] >= frequency, "inclusion"]
    rows = [
        _exact(
            ("inclusion", cut),
            scores[(scores > CUT) & (scores < 1 - CUT)],  # a cut-off is within (0, 1]
            lambda value: solve(_recut(table, value, frequency)),
            lambda score: score + 2 * CUT,
        ),
        _exact(
            ("frequency", float(frequency)),
            table.rows["n"],
            lambda value: solve(_recut(table, cut, int(value))),
            lambda score: score + 1,
        ),
    ]
    return pd.DataFrame(rows, columns=RANGES)


def _exact(
    named: tuple[str, float],
    scores: pd.Series,
    solve: Callable[[float], Found],
    after: Callable[[float], float],
) -> tuple[object, ...]:
    """The range of a value, of which only matters which scores reach it.

    after : the next value above a score, which the score does not reach.
    """
    what, value = named
    base, known = solve(value), np.unique(scores.to_numpy(np.float64)).tolist()
    lower = [score for score in known[::-1] if after(score) <= value]
    upper = [score for score in known if after(score) > value]
    above, below = _first(base, ((score, solve(score)) for score in lower))
    up_to, beyond = _first(base, ((score, solve(after(score))) for score in upper))
    return what, value, above, up_to, 0.0, below, beyond


def _first(base: Found, tried: Iterable[tuple[float, Found]]) -> tuple[float, str]:
    """The first value with other models, and these models."""
    for value, (models, said) in tried:
        if models != base[0]:
            return value, said
    return float("nan"), ""


def _cases(table: TruthTable, solve: Solve) -> pd.DataFrame:
    base, rows = solve(table), []
    for at, case in enumerate(table.data.index):
        data, outcome = table.data.drop(index=case), table.outcome.drop(index=case)
        found = solve(tabulated(table.space, data, outcome, table.inclusion, table.frequency))
        rows.append((str(table.data.index[at]), found[0] == base[0], found[1]))
    return pd.DataFrame(rows, columns=CASES)


def _anchors(
    table: TruthTable,
    solve: Solve,
    raw: pd.DataFrame | None,
    calibrations: Mapping[str, Calibration],
) -> pd.DataFrame:
    if not calibrations:
        return pd.DataFrame(columns=RANGES)
    if raw is None:
        raise UsageError("the raw scores are needed to move the anchors of their calibration")
    scored = _Scored(table, raw.loc[table.data.index], calibrations)
    rows = [
        _anchor(scored, solve, name, place)
        for name, calibration in calibrations.items()
        for place in range(len(calibration.anchors))
    ]
    return pd.DataFrame(rows, columns=RANGES)


class _Scored:
    """A truth table that can be made again with an anchor moved."""

    def __init__(
        self, table: TruthTable, raw: pd.DataFrame, calibrations: Mapping[str, Calibration]
    ) -> None:
        self.table, self.raw, self.calibrations = table, raw, calibrations
        own = {name: of(raw[name]) for name, of in calibrations.items()}
        self.scores = table.data.assign(**own)
        self.explained = {literal.condition for literal in literals(parsed(table.name))}
        wrong = [name for name in table.space.conditions if not self._fits(name)]
        if self.explained & set(own) and not _near(self._outcome(self.scores), table.outcome):
            wrong.append(table.name)
        unused = sorted(set(own) - set(table.space.conditions) - self.explained)
        if wrong or unused:
            said = f"calibrations do not give the scores of the table in {', '.join(wrong)}"
            raise UsageError(said if wrong else f"not in the table: {', '.join(unused)}")

    def _fits(self, name: str) -> bool:
        return _near(self.scores[name], self.table.data[name])

    def _outcome(self, scores: pd.DataFrame) -> pd.Series:
        return memberships(self.table.name, scores)

    def moved(self, name: str, place: int, anchor: float) -> TruthTable:
        """The truth table with one anchor of one column at another raw score."""
        own = self.calibrations[name].moved(place, anchor)(self.raw[name])
        scores = self.scores.assign(**{name: own})
        outcome = self._outcome(scores) if name in self.explained else self.table.outcome
        table, data = self.table, scores[list(self.table.space.conditions)]
        return tabulated(table.space, data, outcome, table.inclusion, table.frequency)


def _near(ours: pd.Series, theirs: pd.Series) -> bool:
    return bool((ours - theirs).abs().max() <= CUT)


def _anchor(scored: _Scored, solve: Solve, name: str, place: int) -> tuple[object, ...]:
    calibration, raw = scored.calibrations[name], scored.raw[name]
    value = float(calibration.anchors[place])
    low, high, span = _bounds(calibration.anchors, place, raw)
    named = f"{name} anchor {place + 1}", value

    def at(anchor: float) -> Found:
        return solve(scored.moved(name, place, anchor))

    if calibration.method is crisp:
        inside = raw[(raw > low) & (raw < high)]
        return _exact(named, inside, at, lambda score: float(np.nextafter(score, np.inf)))
    return _walked(named, _points(raw, low, high, FINE * span), at, FINE * span)


def _bounds(anchors: Sequence[float], place: int, raw: pd.Series) -> tuple[float, float, float]:
    """Between which raw scores an anchor may be (exclusive), and the span of all."""
    known = [*anchors, float(raw.min()), float(raw.max())]
    span = max(known) - min(known)
    before = anchors[place - 1] if place else None
    after = anchors[place + 1] if place + 1 < len(anchors) else None
    lower, upper = (before, after) if anchors[-1] >= anchors[0] else (after, before)
    return (
        min(known) - REACH * span if lower is None else float(lower),
        max(known) + REACH * span if upper is None else float(upper),
        span,
    )


def _points(raw: pd.Series, low: float, high: float, fine: float) -> list[float]:
    """Where to look between two bounds: even steps, and both sides of each raw score."""
    even = np.linspace(low, high, STEPS + 2)[1:-1]
    every = np.unique([*even, *(raw - fine), *(raw + fine), low + fine, high - fine])
    return [float(point) for point in every if low < point < high]


def _walked(
    named: tuple[str, float],
    points: Sequence[float],
    solve: Callable[[float], Found],
    fine: float,
) -> tuple[object, ...]:
    """The range of a value by steps outward, halved where the models change."""
    what, value = named
    base = solve(value)
    above, below = _edge(base, value, [p for p in points[::-1] if p < value], solve, fine)
    up_to, beyond = _edge(base, value, [p for p in points if p > value], solve, fine)
    return what, value, above, up_to, fine, below, beyond


def _edge(
    base: Found,
    start: float,
    points: Sequence[float],
    solve: Callable[[float], Found],
    fine: float,
) -> tuple[float, str]:
    """The last value seen with the same models, and the models after it."""
    for same, other in pairwise([start, *points]):
        found = solve(other)
        if found[0] == base[0]:
            continue
        while abs(other - same) > fine:
            middle = solve((same + other) / 2)
            if middle[0] == base[0]:
                same = (same + other) / 2
            else:
                other, found = (same + other) / 2, middle
        return same, found[1]
    return float("nan"), ""

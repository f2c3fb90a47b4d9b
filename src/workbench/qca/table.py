"""The truth table: which configurations there are, and whether each goes with the outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import UsageError, did_you_mean
from workbench.qca import fit
from workbench.qca.expressions import memberships
from workbench.qca.space import Space, Terms, columns

CUT = 1e-9  # a score short of a cut-off by no more has reached it: rounding decides no row
HALF = 0.5
ROWS = ["row", "out", "n", "inclusion", "pri", "cases", "deviant"]  # beside the conditions


@dataclass(frozen=True)
class TruthTable:
    """The observed rows of a truth table, and the scores they were found in.

    rows : by configuration its number ``row``, a column for each condition, ``out`` (1, 0,
    C for a contradiction, ? for a row with fewer cases than the frequency cut-off, which is
    a remainder), ``n`` cases, ``inclusion`` and ``pri`` in the outcome, ``cases`` (ids,
    joined by ``;``) and among them those ``deviant``: outcome below 0.5 where out is 1 or
    C, above 0.5 where it is 0.
    data : scores by case and condition.  outcome : memberships in the outcome.
    outside : cases in no row, with the conditions in which their score is exactly 0.5.
    """

    space: Space
    rows: pd.DataFrame
    data: pd.DataFrame
    outcome: pd.Series
    inclusion: tuple[float, ...]
    frequency: int
    outside: pd.DataFrame

    @property
    def name(self) -> str:
        """The outcome as it was asked for."""
        return str(self.outcome.name)

    def configurations(self, *outs: str) -> Terms:
        """The rows whose ``out`` is one of these, shape (rows, conditions)."""
        chosen = self.rows[self.rows["out"].isin(outs)]
        return chosen[list(self.space.conditions)].to_numpy(np.int8)

    @property
    def remainders(self) -> int:
        """How many logically possible rows have too few cases, or none."""
        return self.space.size - int((self.rows["out"] != "?").sum())

    def _repr_html_(self) -> str:
        return str(self.rows.to_html(index=False))


def truth_table(
    data: pd.DataFrame,
    *,
    conditions: Sequence[str],
    outcome: str,
    inclusion: float | tuple[float, float] = 1.0,
    frequency: int = 1,
    halves: Literal["refuse", "leave"] = "refuse",
) -> TruthTable:
    """The truth table of some conditions and an outcome (Ragin 1987, 2008).

    data : a row a case, indexed by case id; scores in [0, 1], or the values 0, 1, 2, … of a
    multi-value condition.  outcome : an expression, such as ``SURV``, ``~SURV``, ``DEV{1}``.
    inclusion : a row whose inclusion in the outcome reaches it is 1, another one 0; of two
    cut-offs (upper, lower), a row that only reaches the lower one is a contradiction, C.
    frequency : a row with fewer cases is a remainder.  halves : a score of exactly 0.5 puts
    a case in no row; it is refused, or on request the case is left ``outside`` all rows.

    A case is in the row in which its membership is above 0.5. Sums of fit run over all
    cases. Raises UsageError for unknown columns, unknown memberships, scores that are
    none, and cut-offs out of order; it lists all of them.
    """
    scores, y = _scores(data, conditions, outcome)
    cuts = _cuts(inclusion, frequency)
    space = Space(tuple(conditions), tuple(_levels(scores[name]) for name in conditions))
    return tabulated(space, scores, y, cuts, frequency, halves)


def tabulated(
    space: Space,
    data: pd.DataFrame,
    outcome: pd.Series,
    cuts: tuple[float, ...],
    frequency: int,
    halves: str = "leave",
) -> TruthTable:
    """The truth table of scores that were checked before, in a given property space."""
    outside = _outside(space, data)
    if halves == "refuse" and len(outside):
        said = ", ".join(f"{case} ({names})" for case, names in outside.to_numpy())
        raise UsageError(
            f"a score of 0.5 puts a case in no row: {said}; "
            "recalibrate, or let halves='leave' leave these cases out of every row"
        )
    inside = ~data.index.astype(str).isin(outside["case"])
    rows, of = np.unique(_configurations(space, data), axis=0, return_inverse=True)
    of = np.where(inside, of.ravel(), -1)
    kept = np.isin(np.arange(len(rows)), of)
    xs, y = space.scores(rows[kept], data), outcome.to_numpy(np.float64)
    found = [
        _row(x, y, np.flatnonzero(of == at), data.index, cuts, frequency)
        for x, at in zip(xs, np.flatnonzero(kept), strict=True)
    ]
    measured = pd.DataFrame(found, columns=ROWS[1:])
    table = pd.concat([described(space, space.numbers(rows[kept])), measured], axis=1)
    return TruthTable(space, table, data, outcome, cuts, frequency, outside)


def _row(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    members: NDArray[np.int64],
    index: pd.Index,
    cuts: tuple[float, ...],
    frequency: int,
) -> tuple[str, int, float, float, str, str]:
    inclusion = fit.inclusion(x, y)
    out = "?" if len(members) < frequency else _out(inclusion, cuts)
    against = {"?": np.zeros_like(y, np.bool_), "0": y > HALF}.get(out, y < HALF)
    deviant = members[against[members]]
    return (out, len(members), inclusion, fit.pri(x, y), _ids(index[members]), _ids(index[deviant]))


def _out(inclusion: float, cuts: tuple[float, ...]) -> str:
    if inclusion >= cuts[0] - CUT:
        return "1"
    return "C" if len(cuts) > 1 and inclusion >= cuts[1] - CUT else "0"


def _ids(cases: pd.Index) -> str:
    return ";".join(map(str, cases))


def _configurations(space: Space, data: pd.DataFrame) -> Terms:
    """The row of every case; of one with a score of 0.5, whatever it would be."""
    scores = data.to_numpy(np.float64)
    several = np.array(space.levels) > 2
    return np.where(several, scores, scores > HALF).astype(np.int8)


def _outside(space: Space, data: pd.DataFrame) -> pd.DataFrame:
    half = data.to_numpy(np.float64) == HALF
    rows = [
        (
            str(case),
            ", ".join(name for name, here in zip(space.conditions, row, strict=True) if here),
        )
        for case, row in zip(data.index, half, strict=True)
        if row.any()
    ]
    return pd.DataFrame(rows, columns=["case", "conditions"])


def _scores(
    data: pd.DataFrame, conditions: Sequence[str], outcome: str
) -> tuple[pd.DataFrame, pd.Series]:
    faults = [
        f"no column {name!r}{did_you_mean(name, map(str, data.columns))}"
        for name in conditions
        if name not in data.columns
    ]
    if not conditions or len(set(conditions)) < len(conditions):
        faults.append("name every condition once")
    if data.index.has_duplicates or data.empty:
        faults.append("the data need one row for each case, indexed by its id")
    if faults:
        raise UsageError("; ".join(faults))
    y = memberships(outcome, data)
    scores = data[list(conditions)].astype(np.float64)
    faults = [fault for name in conditions for fault in _faults(name, scores[name])]
    faults += _faults(outcome, y, several=False)
    if faults:
        raise UsageError("; ".join(faults))
    return scores, y


def _faults(name: str, scores: pd.Series, *, several: bool = True) -> list[str]:
    """What is wrong with the scores of one condition or of the outcome."""
    unknown = scores.index[scores.isna()]
    if len(unknown):
        ids = ", ".join(map(str, unknown))
        return [f"membership in {name} is unknown for {ids}; code it or leave the case out"]
    whole = bool((scores == scores.round()).all()) and several
    odd = scores.index[(scores < 0) | ((scores > 1) & (not whole))]
    if len(odd):
        return [f"{name} has scores outside [0, 1] for {', '.join(map(str, odd))}; calibrate it"]
    return []


def _cuts(inclusion: float | tuple[float, float], frequency: int) -> tuple[float, ...]:
    cuts = tuple(inclusion) if isinstance(inclusion, tuple | list) else (inclusion,)
    if not all(0 < cut <= 1 for cut in cuts) or list(cuts) != sorted(cuts, reverse=True):
        raise UsageError(f"inclusion cut-offs are above 0, at most 1, the upper first: {cuts}")
    if frequency < 1:
        raise UsageError(f"the frequency cut-off is 1 or more, not {frequency}")
    return cuts


def _levels(scores: pd.Series) -> int:
    return max(2, int(scores.max()) + 1) if scores.max() > 1 else 2


def described(space: Space, numbers: NDArray[np.int64]) -> pd.DataFrame:
    """Rows by number, with a column for each condition."""
    rows: Mapping[str, NDArray[np.int8]] = columns(space, space.rows(numbers))
    return pd.DataFrame({"row": numbers, **rows})

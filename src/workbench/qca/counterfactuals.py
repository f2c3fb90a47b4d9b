"""Remainders that a solution assumes to have the outcome, and which of them are tenable."""

import numpy as np
import pandas as pd

from workbench.errors import UsageError
from workbench.qca.expressions import conjunctions
from workbench.qca.solution import Model, Solution
from workbench.qca.space import Numbers
from workbench.qca.table import TruthTable, described

MOST = 2**22  # remainders of one list


def assumptions(solution: Solution, model: str | None = None) -> pd.DataFrame:
    """The simplifying assumptions of each model, or of one: the remainders that it covers.

    Columns ``model``, ``row`` and one for each condition. Those of a conservative solution
    are none; those of an intermediate one are its easy counterfactuals. Raises UsageError
    for an unknown model and for more than four million remainders.
    """
    return _listed(
        solution, {one.name: _assumed(solution, one) for one in _chosen(solution, model)}
    )


def counterfactuals(intermediate: Solution, parsimonious: Solution) -> pd.DataFrame:
    """The assumptions of the parsimonious models, easy or difficult (Ragin 2008, ch. 9).

    Columns ``model`` (an intermediate one), ``row``, one for each condition, and
    ``kind``: easy where the intermediate model covers the row too, in keeping with the
    expectations, difficult where only its parsimonious end does.
    """
    ends = {one.name: _assumed(parsimonious, one) for one in parsimonious.models}
    found = _listed(intermediate, {one.name: ends[one.between[1]] for one in intermediate.models})
    easy = {one.name: _assumed(intermediate, one) for one in intermediate.models}
    of = found.groupby("model", sort=False)["row"]
    here = of.transform(lambda rows: np.isin(rows, easy[str(rows.name)])).astype(bool)
    return found.assign(kind=np.where(here, "easy", "difficult"))


def contradictory(one: Solution, other: Solution) -> pd.DataFrame:
    """Remainders assumed for an outcome and for its absence at once (Yamasaki & Rihoux 2009).

    one, other : solutions of both outcomes over the same conditions. Columns ``row`` and
    one for each condition; assumptions of any two models count. Raises UsageError for
    solutions over different conditions.
    """
    _comparable(one.table, other.table)
    ours, theirs = (
        np.concatenate([_assumed(side, model) for model in side.models]) for side in (one, other)
    )
    return described(one.space, np.intersect1d(ours, theirs))


def simultaneous(one: TruthTable, other: TruthTable) -> pd.DataFrame:
    """Observed rows that are sufficient for an outcome and for its absence at once.

    Columns ``row`` and one for each condition. Raises UsageError for different conditions.
    """
    _comparable(one, other)
    ours, theirs = (table.space.numbers(table.configurations("1")) for table in (one, other))
    return described(one.space, np.intersect1d(ours, theirs))


def remainders(table: TruthTable, expression: str) -> pd.DataFrame:
    """The remainders within an expression, such as impossible ones: ``DEV*~LIT``.

    Columns ``row`` and one for each condition.
    """
    terms = table.space.terms(conjunctions(expression, table.space.sizes))
    return described(table.space, _remaining(table, terms))


def _chosen(solution: Solution, model: str | None) -> list[Model]:
    found = [one for one in solution.models if model in (None, one.name)]
    if not found:
        raise UsageError(f"no model {model!r}; there are {[one.name for one in solution.models]}")
    return found


def _assumed(solution: Solution, model: Model) -> Numbers:
    return _remaining(solution.table, list(model.terms))


def _remaining(table: TruthTable, terms: list[tuple[int, ...]]) -> Numbers:
    """The numbers of the remainders that terms cover, rising."""
    space = table.space
    size = sum(space.count(term) for term in terms)
    if size > MOST:
        raise UsageError(f"the terms cover up to {size} remainders, too many to list")
    covered = [space.inside(term) for term in terms]
    rows = np.unique(np.concatenate([np.empty(0, np.int64), *covered]))
    return np.setdiff1d(rows, space.numbers(table.configurations("0", "1", "C")))


def _listed(solution: Solution, rows: dict[str, Numbers]) -> pd.DataFrame:
    numbers = np.concatenate([np.empty(0, np.int64), *rows.values()])
    table = described(solution.space, numbers)
    names = np.repeat(np.array(list(rows), object), [len(own) for own in rows.values()])
    table.insert(0, "model", names)
    return table


def _comparable(one: TruthTable, other: TruthTable) -> None:
    if one.space != other.space:
        raise UsageError("the two are over different conditions; name the same for both")

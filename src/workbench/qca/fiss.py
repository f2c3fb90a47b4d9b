"""The configuration table after Fiss (2011): what is core, what contributes."""

import pandas as pd

from workbench.errors import UsageError
from workbench.qca.solution import Model, Solution
from workbench.qca.space import OPEN, Term

CONFIGURATIONS = ["model", "configuration", "term", "condition", "value", "role"]


def configurations(intermediate: Solution, parsimonious: Solution) -> pd.DataFrame:
    """One row for each term of an intermediate model and condition (``CONFIGURATIONS``).

    configuration : the number of the term in its model.  value : what the term asks of the
    condition, 1 presence and 0 absence (or a value of a multi-value condition); missing
    where it asks nothing.  role : ``core`` where a term of the parsimonious model that the
    intermediate one was built on, shorter or equal, asks it too, ``contributing``
    elsewhere, empty where nothing is asked. Raises UsageError for solutions of other kinds
    or of different truth tables.
    """
    kinds = intermediate.kind, parsimonious.kind
    if kinds != ("intermediate", "parsimonious") or intermediate.table is not parsimonious.table:
        raise UsageError("an intermediate and a parsimonious solution of one table are needed")
    ends = {model.name: model for model in parsimonious.models}
    rows = [
        (model.name, number, intermediate.space.text(term), *literal)
        for model in intermediate.models
        for number, term in enumerate(model.terms, start=1)
        for literal in _literals(intermediate, term, ends[model.between[1]])
    ]
    return pd.DataFrame(rows, columns=CONFIGURATIONS).astype({"value": "Int8"})


def _literals(intermediate: Solution, term: Term, end: Model) -> list[tuple[str, int | None, str]]:
    core = _core(term, end)
    return [
        (
            name,
            None if value == OPEN else value,
            "" if value == OPEN else "core" if at in core else "contributing",
        )
        for at, (name, value) in enumerate(zip(intermediate.space.conditions, term, strict=True))
    ]


def _core(term: Term, end: Model) -> set[int]:
    """The places of the conditions of parsimonious terms that the term lies within."""
    return {
        at
        for shorter in end.terms
        if all(value in (OPEN, own) for value, own in zip(shorter, term, strict=True))
        for at, value in enumerate(shorter)
        if value != OPEN
    }

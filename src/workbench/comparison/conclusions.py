"""The conclusions of a study as data: what each says of the comparison, and whether it holds."""

from collections.abc import Iterator
from itertools import product
from typing import Annotated

import pandas as pd
from pydantic import Field, StringConstraints, model_validator

from workbench.comparison.belonging import Hybrid, Member, Outside
from workbench.comparison.conditions import Alike, Below, Has, Lacks, Leads, Marked, SaidBy
from workbench.comparison.evidence import Cell
from workbench.comparison.typology import Typology
from workbench.comparison.view import FALLS, HELD, UNSAID, Condition, Known, Verdict, View
from workbench.errors import Fault
from workbench.schema import ID, Label, Record
from workbench.schema.artefacts import CONCLUSIONS

Name = Annotated[str, StringConstraints(pattern=rf"^{ID}$")]


class Says(Record):
    """One thing that a conclusion says: exactly one of the conditions below."""

    has: Has | None = None
    leads: Leads | None = None
    lacks: Lacks | None = None
    alike: Alike | None = None
    marked: Marked | None = None
    said_by: SaidBy | None = None
    below: Below | None = None
    member: Member | None = None
    outside: Outside | None = None
    hybrid: Hybrid | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Says":
        if sum(value is not None for value in vars(self).values()) != 1:
            raise ValueError(f"name exactly one of {', '.join(type(self).model_fields)}")
        return self

    @property
    def kind(self) -> str:
        """The name of the condition."""
        return next(name for name, value in vars(self).items() if value is not None)

    @property
    def condition(self) -> Condition:
        """The condition itself."""
        found: Condition = getattr(self, self.kind)
        return found


class Conclusion(Record):
    """A sentence about the cases, and all that has to hold for it."""

    statement: Label
    chapter: str  # the page of the book that tells it, as _toc.yml names it
    map: bool = False  # it speaks of several levels, each for itself
    says: Annotated[list[Says], Field(min_length=1)]

    def cells(self, typology: Typology) -> list[Cell]:
        """Every cell that it rests on, once."""
        return list(dict.fromkeys(c for s in self.says for c in s.condition.cells(typology)))

    def judge(self, view: View) -> Verdict:
        """It falls with any of its conditions, and is unsaid with any that is."""
        verdicts = [each.condition.judge(view) for each in self.says]
        for state in (FALLS, UNSAID):
            whys = [verdict.why for verdict in verdicts if verdict.state == state]
            if whys:
                return Verdict(state, "; ".join(whys))
        return HELD


class Conclusions(Record):
    """The conclusions of a study, ``corpus/coding/conclusions.yml``."""

    conclusions: dict[Name, Conclusion] = {}


def faults(given: Conclusions, known: Known) -> list[Fault]:
    """What no cell, code or type answers to, and what compares across levels."""
    return [
        Fault("", ("conclusions", name, *keys), message)
        for name, conclusion in given.conclusions.items()
        for keys, message in _faults(conclusion, known)
    ]


Place = tuple[str | int, ...]


def _faults(conclusion: Conclusion, known: Known) -> Iterator[tuple[Place, str]]:
    odd = [
        (("says", number, says.kind), message)
        for number, says in enumerate(conclusion.says)
        for message in (*says.condition.faults(known), *_mixed(says.condition, known))
    ]
    yield from odd
    if odd:
        return
    about = [case for says in conclusion.says for case in says.condition.about]
    levels = sorted({known.levels[case] for case in about})
    if len(levels) > 1 and not conclusion.map:
        listed = ", ".join(levels)
        yield (), f"speaks of several levels ({listed}); write one for each, or say map: true"
    if len(levels) == 1 and conclusion.map:
        yield ("map",), f"is no map: all its cases are of the level {levels[0]}"
    yield from _counted_twice(conclusion, known)


def _mixed(condition: Condition, known: Known) -> Iterator[str]:
    """Cases of several levels beside one another; that all of them lack something ranks none."""
    if not condition.counts:
        return
    at = {case: known.levels[case] for case in condition.about if case in known.levels}
    if len(set(at.values())) > 1:
        listed = ", ".join(f"{case} ({level})" for case, level in at.items())
        yield f"compares across levels: {listed}; write a condition for each level"


def _counted_twice(conclusion: Conclusion, known: Known) -> Iterator[tuple[Place, str]]:
    counted = {c for s in conclusion.says if s.condition.counts for c in s.condition.about}
    for inner, outer in product(sorted(counted), sorted(counted)):
        if outer in known.around(inner):
            yield (), f"counts {inner} beside {outer}, in which it lies; name one of the two"


def table(given: Conclusions, view: View, levels: dict[str, str]) -> pd.DataFrame:
    """Every conclusion with its verdict on the whole evidence (``artefacts.CONCLUSIONS``)."""
    rows = []
    for position, (name, conclusion) in enumerate(given.conclusions.items()):
        verdict = conclusion.judge(view)
        about = [case for says in conclusion.says for case in says.condition.about]
        rows.append(
            {
                "conclusion": name,
                "position": position,
                "chapter": conclusion.chapter,
                "levels": ";".join(dict.fromkeys(levels[case] for case in about)),
                "statement_zh": conclusion.statement.zh,
                "statement_en": conclusion.statement.en,
                "verdict": verdict.state,
                "why": verdict.why,
                "cells": ";".join(f"{c}:{dim}" for c, dim in conclusion.cells(view.typology)),
            }
        )
    return pd.DataFrame(rows, columns=list(CONCLUSIONS))

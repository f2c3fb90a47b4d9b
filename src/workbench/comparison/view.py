"""A comparison as conclusions look at it, and the verdicts they come to."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, NamedTuple

import pandas as pd

from workbench.comparison.evidence import Cell, Evidence, Scenario, remaining
from workbench.comparison.typology import Decide, Typology, types
from workbench.errors import did_you_mean
from workbench.schema import Record, ids

HOLDS, FALLS, UNSAID = "holds", "falls", "unsaid"


class Verdict(NamedTuple):
    """Whether something holds, falls (the cells say otherwise) or is unsaid, and why.

    It is unsaid where a cell that it needs is not known.
    """

    state: str
    why: str = ""


HELD = Verdict(HOLDS)


class Reading(NamedTuple):
    """One cell of the matrix."""

    value: list[str]  # the leading code first
    mark: str
    segments: list[str]
    rank: float


@dataclass(frozen=True)
class View:
    """The cells and types of a comparison, and who speaks in its segments."""

    cells: dict[Cell, Reading]
    types: dict[tuple[str, str], dict[Hashable, Any]]  # a row of the types a case and type
    roles: dict[str, str]  # of every segment
    typology: Typology

    def changed(self, other: "View") -> set[Cell]:
        """The cells that do not say the same in another."""
        return {name for name, cell in self.cells.items() if cell[:2] != other.cells[name][:2]}

    def without(self, evidence: Evidence, left_out: Collection[Scenario]) -> "View":
        """What it would be without some of its evidence; only cases that change are typed anew."""
        cells = remaining(evidence, left_out)
        then, now = _by_case(evidence.cells), _by_case(cells)
        moved = [case for case, own in then.items() if now.get(case) != own]
        part = view(evidence, cells, moved)
        return replace(self, cells=self.cells | part.cells, types=self.types | part.types)


def view(evidence: Evidence, cells: pd.DataFrame, cases: Collection[str] | None = None) -> View:
    """The comparison as these cells have it, of some cases or of all."""
    matrix, types = evidence.compared(cells, cases)
    return View(
        {
            (row["case"], row["dimension"]): Reading(
                ids(row["value"]), row["mark"], ids(row["segments"]), row["rank"]
            )
            for row in matrix.to_dict("records")
        },
        {(row["case"], row["type"]): row for row in types.to_dict("records")},
        dict(zip(evidence.segments["id"], evidence.segments["speaker_role"], strict=True)),
        evidence.typology,
    )


def _by_case(cells: pd.DataFrame) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    columns = (cells[name] for name in ("case", "dimension", "value", "segments"))
    for case, *rest in zip(*columns, strict=True):
        found.setdefault(case, []).append(tuple(rest))
    return found


class Known(NamedTuple):
    """What a condition may speak of."""

    levels: Mapping[str, str]  # of every case
    inside: Mapping[str, str]  # the case that a case lies in, or an empty string
    codes: Mapping[str, list[str]]  # of every dimension
    scales: Mapping[str, str]  # of every dimension
    typology: Typology

    def around(self, case: str) -> Iterator[str]:
        """The cases that a case lies in, the nearest first."""
        while case := self.inside.get(case, ""):
            yield case


class Condition(Record, ABC):
    """Something a conclusion says of some cases of one level."""

    # It sets its cases beside one another, which are then of one level and counted once each.
    counts: ClassVar[bool] = True

    @property
    @abstractmethod
    def about(self) -> list[str]:
        """The cases it speaks of."""

    @abstractmethod
    def cells(self, typology: Typology) -> list[Cell]:
        """Every cell that it rests on."""

    @abstractmethod
    def judge(self, view: View) -> Verdict:
        """Whether the comparison bears it out."""

    @abstractmethod
    def faults(self, known: Known) -> Iterator[str]:
        """What it speaks of and nobody knows."""


def rules(typology: Typology) -> dict[str, list[str]]:
    """The dimensions that each type reads."""
    return {kind: list(rule.rules) for _, kind, rule in types(typology)}


def decide(typology: Typology, kind: str) -> Decide:
    """When a case belongs to a type."""
    family = next(family for family, name, _ in types(typology) if name == kind)
    return typology.families[family].decide or typology.decide


def unknown(what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """A message for every name that is not known."""
    listed = list(known)
    for name in names:
        if name not in listed:
            yield f"unknown {what} {name!r}{did_you_mean(name, listed)}"

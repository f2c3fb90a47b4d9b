"""A comparison as conclusions look at it, and the verdicts they come to."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from workbench.comparison.evidence import Cell, Evidence
from workbench.comparison.matrix import Row
from workbench.comparison.typology import Decide, Typology, type_rows, types
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
    types: dict[tuple[str, str], Row]  # a row of the types a case and type
    roles: dict[str, str]  # of every segment
    typology: Typology

    def changed(self, part: "View") -> set[Cell]:
        """The cells that say something else in ``part``, which is of some cases or of all."""
        return {name for name, cell in part.cells.items() if cell[:2] != self.cells[name][:2]}

    def altered(self, part: "View") -> "View":
        """The same comparison with some cases as they are in ``part``."""
        return replace(self, cells=self.cells | part.cells, types=self.types | part.types)


def view(evidence: Evidence, cells: Mapping[str, list[Row]] | None = None) -> View:
    """The whole comparison, or that of the cases with other ``cells``: see ``remaining``."""
    if cells is None:
        cells = {case: evidence.by_case.get(case, []) for case in evidence.sheet.cases}
    matrix = {case: list(evidence.sheet.rows(case, rows)) for case, rows in cells.items()}
    return View(
        {
            (case, row["dimension"]): Reading(
                ids(row["value"]), row["mark"], ids(row["segments"]), row["rank"]
            )
            for case, rows in matrix.items()
            for row in rows
        },
        {
            (case, str(row["type"])): row
            for case, rows in matrix.items()
            for row in type_rows(case, rows, evidence.scales, evidence.typology)
        },
        evidence.roles,
        evidence.typology,
    )


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

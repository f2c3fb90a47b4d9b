"""What a conclusion may say of cells: what they hold, how they rank, who said it."""

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar

import pandas as pd
from pydantic import Field, model_validator

from workbench.comparison.evidence import Cell
from workbench.comparison.typology import Typology
from workbench.comparison.view import (
    FALLS,
    HELD,
    UNSAID,
    Condition,
    Known,
    Reading,
    Verdict,
    View,
    unknown,
)
from workbench.schema import BASES, ROLES

Ids = Annotated[list[str], Field(min_length=1)]
LOOKED = {*BASES, "not_found"}  # marks of cells that somebody looked at


class Over(Condition):
    """The cells of some cases on one dimension."""

    cases: Ids
    dimension: str

    @property
    def about(self) -> list[str]:
        """The cases it speaks of."""
        return self.cases

    def cells(self, typology: Typology) -> list[Cell]:  # noqa: ARG002
        """A cell a case."""
        return [(case, self.dimension) for case in self.about]

    def named(self) -> list[str]:
        """The codes that it names."""
        return []

    def faults(self, known: Known) -> Iterator[str]:
        """Unknown cases or dimension, and codes that are not of the dimension."""
        yield from unknown("case", self.about, known.levels)
        yield from unknown("dimension", [self.dimension], known.codes)
        codes = known.codes.get(self.dimension, self.named())
        yield from unknown(f"value of {self.dimension}", self.named(), codes)

    def judge(self, view: View) -> Verdict:
        """Every cell has to be known, and to be as said."""
        read = {case: view.cells[case, self.dimension] for case in self.cases}
        if empty := [case for case, cell in read.items() if not self.known(cell)]:
            return Verdict(UNSAID, f"not known: {_listed(empty, self.dimension)}")
        if odd := [case for case, cell in read.items() if not self.fits(cell, view)]:
            return Verdict(FALLS, f"otherwise: {_listed(odd, self.dimension)}")
        return HELD

    def known(self, cell: Reading) -> bool:
        """Whether a cell can be judged."""
        return bool(cell.value)

    def fits(self, cell: Reading, view: View) -> bool:
        """Whether a cell that is known is as said."""
        raise NotImplementedError


class Has(Over):
    """Each cell holds one of some codes (``any_of``), or all of them (``all_of``)."""

    any_of: list[str] = []
    all_of: list[str] = []

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Has":
        if bool(self.any_of) == bool(self.all_of):
            raise ValueError("name the codes in either any_of or all_of")
        return self

    def named(self) -> list[str]:
        """The codes that it names."""
        return [*self.any_of, *self.all_of]

    def fits(self, cell: Reading, view: View) -> bool:  # noqa: ARG002
        """Whether the codes are there."""
        there = set(cell.value)
        return bool(there & set(self.any_of)) if self.any_of else there >= set(self.all_of)


class Leads(Over):
    """The leading code of each cell is one of some."""

    one_of: Ids

    def named(self) -> list[str]:
        """The codes that it names."""
        return self.one_of

    def fits(self, cell: Reading, view: View) -> bool:  # noqa: ARG002
        """Whether the first code is among them."""
        return cell.value[0] in self.one_of


class Lacks(Over):
    """No cell holds any of some codes; one in which nothing was found lacks them too.

    The cells that are not known are passed over, as long as one of them is.
    """

    counts: ClassVar[bool] = False
    codes: Ids

    def named(self) -> list[str]:
        """The codes that it names."""
        return self.codes

    def judge(self, view: View) -> Verdict:
        """One cell has to have been looked at, and none to hold a code."""
        read = {case: view.cells[case, self.dimension] for case in self.cases}
        if not any(cell.mark in LOOKED for cell in read.values()):
            return Verdict(UNSAID, f"not known: {_listed(read, self.dimension)}")
        if odd := [case for case, cell in read.items() if set(self.codes) & set(cell.value)]:
            return Verdict(FALLS, f"otherwise: {_listed(odd, self.dimension)}")
        return HELD


class Alike(Over):
    """The cells lead with the same code."""

    cases: Annotated[list[str], Field(min_length=2)]

    def fits(self, cell: Reading, view: View) -> bool:
        """Whether the first code is that of the first case."""
        return cell.value[0] == view.cells[self.cases[0], self.dimension].value[0]


class Marked(Over):
    """How each cell was come by: stated, derived, inferred, or looked for and not found."""

    counts: ClassVar[bool] = False
    mark: str

    def faults(self, known: Known) -> Iterator[str]:
        """As of all cells, and a mark that there is not."""
        yield from super().faults(known)
        yield from unknown("mark", [self.mark], sorted(LOOKED))

    def known(self, cell: Reading) -> bool:
        """Whether somebody looked."""
        return cell.mark in LOOKED

    def fits(self, cell: Reading, view: View) -> bool:  # noqa: ARG002
        """Whether it is the mark of the cell."""
        return cell.mark == self.mark


class SaidBy(Over):
    """Nobody but speakers of some roles says what each cell rests on."""

    counts: ClassVar[bool] = False
    roles: Ids

    def faults(self, known: Known) -> Iterator[str]:
        """As of all cells, and roles that there are not."""
        yield from super().faults(known)
        yield from unknown("role", self.roles, sorted(ROLES))

    def fits(self, cell: Reading, view: View) -> bool:
        """Whether every passage is said in one of the roles."""
        return {view.roles[segment] for segment in cell.segments} <= set(self.roles)


class Below(Over):
    """Each case ranks lower than another on an ordinal dimension."""

    than: str

    @property
    def about(self) -> list[str]:
        """Those that are ranked, and the one above them."""
        return [*self.cases, self.than]

    def faults(self, known: Known) -> Iterator[str]:
        """As of all cells, a dimension without ranks, and a case under itself."""
        yield from super().faults(known)
        if known.scales.get(self.dimension, "ordinal") != "ordinal":
            yield f"{self.dimension!r} has no ranks; below needs an ordinal dimension"
        if self.than in self.cases:
            yield f"{self.than!r} is held against itself"

    def judge(self, view: View) -> Verdict:
        """Every rank has to be known: an empty cell is never a low one."""
        rank = {case: view.cells[case, self.dimension].rank for case in self.about}
        if empty := [case for case in rank if pd.isna(rank[case])]:
            return Verdict(UNSAID, f"not known: {_listed(empty, self.dimension)}")
        if odd := [case for case in self.cases if rank[case] >= rank[self.than]]:
            return Verdict(FALLS, f"not below {self.than}: {_listed(odd, self.dimension)}")
        return HELD


def _listed(cases: Iterable[str], dimension: str) -> str:
    return ", ".join(f"{case} x {dimension}" for case in cases)

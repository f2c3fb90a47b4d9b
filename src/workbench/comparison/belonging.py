"""What a conclusion may say of types: who belongs, who does not, who joins several."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from workbench.comparison.conditions import Ids
from workbench.comparison.evidence import Cell
from workbench.comparison.typology import BELONGS, Typology, types
from workbench.comparison.view import (
    FALLS,
    HELD,
    UNSAID,
    Condition,
    Known,
    Verdict,
    View,
    decide,
    rules,
    unknown,
)


class Belonging(Condition):
    """How some cases stand to types."""

    cases: Ids

    @property
    def about(self) -> list[str]:
        """The cases it speaks of."""
        return self.cases

    @property
    def kinds(self) -> list[str]:
        """The types it speaks of."""
        raise NotImplementedError

    def cells(self, typology: Typology) -> list[Cell]:
        """The cells that the rules of the types read."""
        read = dict.fromkeys(dim for kind in self.kinds for dim in rules(typology)[kind])
        return [(case, dimension) for case in self.cases for dimension in read]

    def faults(self, known: Known) -> Iterator[str]:
        """Unknown cases or types."""
        yield from unknown("case", self.cases, known.levels)
        yield from unknown("type", self.kinds, rules(known.typology))

    def judge(self, view: View) -> Verdict:
        """A case with too few known rules is neither in nor out."""
        needed = {kind: decide(view.typology, kind).known_at_least for kind in self.kinds}
        rows = [view.types[case, kind] for case in self.cases for kind in self.kinds]
        if short := [row["case"] for row in rows if row["known"] < needed[row["type"]]]:
            named = ", ".join(dict.fromkeys(short))
            return Verdict(UNSAID, f"too few known rules of {_either(self.kinds)}: {named}")
        for row in rows:
            if not self.fits(row["verdict"]):
                return Verdict(FALLS, f"{row['case']} is {row['verdict']}: {row['reason']}")
        return HELD

    def fits(self, verdict: str) -> bool:
        """Whether a case that can be judged stands to a type as said."""
        raise NotImplementedError


class Member(Belonging):
    """The cases belong to a type."""

    type: str

    @property
    def kinds(self) -> list[str]:
        """The type."""
        return [self.type]

    def fits(self, verdict: str) -> bool:
        """Whether it is a member."""
        return verdict == "member"


class Outside(Member):
    """The cases do not belong to a type, nor to it among others; they may be undecided."""

    counts: ClassVar[bool] = False

    def fits(self, verdict: str) -> bool:
        """Whether it is none."""
        return verdict not in BELONGS


class Hybrid(Belonging):
    """The cases are hybrids of several types of a family."""

    counts: ClassVar[bool] = False
    of: Annotated[list[str], Field(min_length=2)]

    @property
    def kinds(self) -> list[str]:
        """The types that they join."""
        return self.of

    def fits(self, verdict: str) -> bool:
        """Whether it joins the type with others."""
        return verdict == "hybrid"

    def faults(self, known: Known) -> Iterator[str]:
        """As of all, and types of several families."""
        yield from super().faults(known)
        families = {family for family, kind, _ in types(known.typology) if kind in self.of}
        if len(families) > 1:
            yield f"types of several families: {', '.join(sorted(families))}"


def _either(kinds: list[str]) -> str:
    return " or ".join(kinds)

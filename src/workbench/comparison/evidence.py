"""What the comparison rests on, and what remains of it without some of the evidence.

The rule, once. A scenario takes coded segments away, and readings of cells. A cell whose
own reading goes is gone. Any other cell keeps the codes that one of its remaining segments
carries; a code that none of its segments carries by name was read from all of them, and
stands while one remains. A cell without codes is gone, and what is gone is not known: it is
never weak. What was looked for and not found stands while a segment of its case remains.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from workbench.comparison.matrix import Row, Sheet, by_case
from workbench.comparison.typology import Scales, Typology
from workbench.schema import ids

Cell = tuple[str, str]  # case and dimension

# What can be left out, in the order of the switches.
SWITCHES = (
    *("document", "genre", "translation", "official"),
    *("inferred", "doubtful", "coder", "repairs"),
)


class Scenario(NamedTuple):
    """One part of the evidence that is left out: a kind, and which of it."""

    kind: str  # one of SWITCHES, or cell
    of: str = ""  # a document, genre, translation, coder, confidence, or ``case:dimension``

    @property
    def id(self) -> str:
        """The name of the scenario in tables."""
        return f"{self.kind}:{self.of}" if self.of else self.kind


@dataclass(frozen=True)
class Evidence:
    """The tables that matrix and types are made from.

    segments : ``artefacts.SEGMENTS`` with the ``genre`` and ``translation`` of the document,
        and ``repaired``: whether the span holds a number that is read only by a repair.
    doubtful_below : a reading of less confidence is doubtful.
    """

    cells: pd.DataFrame
    segments: pd.DataFrame
    cases: pd.DataFrame
    dimensions: pd.DataFrame
    codes: pd.DataFrame
    documents: pd.DataFrame
    typology: Typology
    doubtful_below: float

    @cached_property
    def by_case(self) -> dict[str, list[Row]]:
        """The cells of each case that has any."""
        return by_case(self.cells)

    @cached_property
    def sheet(self) -> Sheet:
        """What makes the rows of the matrix."""
        return Sheet(self.cases, self.dimensions, self.codes, self.segments, self.documents)

    @cached_property
    def scales(self) -> Scales:
        """How its dimensions are read."""
        return Scales.of(self.dimensions, self.codes)

    @cached_property
    def code(self) -> dict[str, str]:
        """The code that each segment carries."""
        return dict(zip(self.segments["id"], self.segments["code"], strict=True))

    @cached_property
    def roles(self) -> dict[str, str]:
        """Who speaks in each segment: an official, a resident, ..."""
        return dict(zip(self.segments["id"], self.segments["speaker_role"], strict=True))

    @cached_property
    def heard(self) -> dict[str, set[str]]:
        """The segments that speak of each case, or are evidence of one of its cells."""
        found: dict[str, set[str]] = {}
        for case, segment in zip(self.segments["case"], self.segments["id"], strict=True):
            found.setdefault(case, set()).add(segment)
        for case, rows in self.by_case.items():
            found.setdefault(case, set()).update(s for row in rows for s in ids(row["segments"]))
        return found


def scenarios(evidence: Evidence) -> list[Scenario]:
    """Every switch that takes something away, then every single cell with a value."""
    rows = evidence.segments
    each = {
        "document": sorted(set(rows["doc"])),
        **{name: sorted(set(rows[name])) for name in ("genre", "translation", "coder")},
        "doubtful": [f"{evidence.doubtful_below:g}"],
    }
    candidates = [Scenario(kind, of) for kind in SWITCHES for of in each.get(kind, [""])]
    switches = [
        scenario
        for scenario in candidates
        if scenario != ("translation", "none")  # what is not translated is no doubt
        and _takes(scenario, evidence)
    ]
    valued = evidence.cells[evidence.cells["value"] != ""]
    return switches + [Scenario("cell", name) for name in sorted(cell_ids(valued))]


def cell_ids(cells: pd.DataFrame) -> list[str]:
    """The cells as ``case:dimension``."""
    return [f"{case}:{dim}" for case, dim in zip(cells["case"], cells["dimension"], strict=True)]


def _takes(scenario: Scenario, evidence: Evidence) -> bool:
    """Whether any cell is not as it was."""
    return bool(remaining(evidence, [scenario]))


def _segments(scenario: Scenario, evidence: Evidence) -> set[str]:
    """The segments that a scenario takes away."""
    rows = evidence.segments
    match scenario.kind:
        case "document":
            lost = rows["doc"] == scenario.of
        case "genre" | "translation" | "coder":
            lost = rows[scenario.kind] == scenario.of
        case "official":
            lost = rows["speaker_role"] == "official"
        case "inferred":
            lost = rows["basis"] == "inferred"
        case "doubtful":
            lost = rows["confidence"] < evidence.doubtful_below
        case "repairs":
            lost = rows["repaired"].astype(bool)
        case _:
            return set()
    return set(rows.loc[lost, "id"])


def _cells(scenario: Scenario, evidence: Evidence) -> set[Cell]:
    """The cells whose own reading a scenario takes away."""
    cells = evidence.cells
    match scenario.kind:
        case "inferred":
            gone = cells[cells["basis"] == "inferred"]
        case "doubtful":
            gone = cells[cells["confidence"] < evidence.doubtful_below]
        case "cell":
            case, _, dimension = scenario.of.partition(":")
            return {(case, dimension)}
        case _:
            return set()
    return set(zip(gone["case"], gone["dimension"], strict=True))


def remaining(evidence: Evidence, left_out: Collection[Scenario]) -> dict[str, list[Row]]:
    """The cells of each case that is not as it was, without what the scenarios take away."""
    lost = set[str]().union(*(_segments(each, evidence) for each in left_out))
    gone = set[Cell]().union(*(_cells(each, evidence) for each in left_out))
    found = {}
    for case, before in evidence.by_case.items():
        heard = evidence.heard[case]
        if heard.isdisjoint(lost) and not gone:
            continue
        kept = [row for row in before if (case, row["dimension"]) not in gone]
        silent = bool(heard) and heard <= lost
        after = [row for cell in kept if (row := _left(cell, lost, evidence.code, silent=silent))]
        if after != before:
            found[case] = after
    return found


def _left(cell: Row, lost: set[str], code: Mapping[str, str], *, silent: bool) -> Row | None:
    """A cell as it stands without some segments; None if it is gone.

    silent : no segment that speaks of its case remains.
    """
    own = ids(cell["segments"])
    if not own:
        return None if silent else cell
    left = [segment for segment in own if segment not in lost]
    if left == own:
        return cell
    carried, still = {code[s] for s in own}, {code[s] for s in left}
    read = [c for c in ids(cell["value"]) if c in still or (left and c not in carried)]
    return cell | {"value": ";".join(read), "segments": ";".join(left)} if read else None

"""What the comparison rests on, and what remains of it without some of the evidence.

The rule, once. A scenario takes coded segments away, and readings of cells. A cell whose
own reading goes is gone. Any other cell keeps the codes that one of its remaining segments
carries; a code that none of its segments carries by name was read from all of them, and
stands while one remains. A cell without codes is gone, and what is gone is not known: it is
never weak. What was looked for and not found stands while a segment of its case remains.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from workbench.comparison.matrix import matrix
from workbench.comparison.typology import Typology, type_table
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

    def compared(
        self, cells: pd.DataFrame, cases: Collection[str] | None = None
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Matrix and types as these cells have them, of some cases or of all."""
        rows = self.cases if cases is None else self.cases[self.cases["case"].isin(list(cases))]
        own = cells[cells["case"].isin(rows["case"])]
        table = matrix(own, rows, self.dimensions, self.codes, self.segments, self.documents)
        return table, type_table(table, self.dimensions, self.codes, self.typology)


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
    said = ["case", "dimension", "value", "segments"]
    before, after = evidence.cells[said], remaining(evidence, [scenario])[said]
    return before.to_numpy().tolist() != after.to_numpy().tolist()


def _segments(scenario: Scenario, rows: pd.DataFrame, evidence: Evidence) -> "pd.Series[bool]":
    """The segments that a scenario takes away."""
    match scenario.kind:
        case "document":
            return rows["doc"] == scenario.of
        case "genre" | "translation" | "coder":
            return rows[scenario.kind] == scenario.of
        case "official":
            return rows["speaker_role"] == "official"
        case "inferred":
            return rows["basis"] == "inferred"
        case "doubtful":
            return rows["confidence"] < evidence.doubtful_below
        case "repairs":
            return rows["repaired"].astype(bool)
    return pd.Series(data=False, index=rows.index)


def _cells(scenario: Scenario, evidence: Evidence) -> "pd.Series[bool]":
    """The cells whose own reading a scenario takes away."""
    cells = evidence.cells
    match scenario.kind:
        case "inferred":
            return cells["basis"] == "inferred"
        case "doubtful":
            return cells["confidence"] < evidence.doubtful_below
        case "cell":
            return pd.Series(cell_ids(cells), index=cells.index, dtype="str") == scenario.of
    return pd.Series(data=False, index=cells.index)


def remaining(evidence: Evidence, left_out: Collection[Scenario]) -> pd.DataFrame:
    """The cells as they stand without the evidence that the scenarios take away."""
    segments, cells = evidence.segments, evidence.cells
    lost = pd.Series(data=False, index=segments.index)
    gone = pd.Series(data=False, index=cells.index)
    for scenario in left_out:
        lost |= _segments(scenario, segments, evidence)
        gone |= _cells(scenario, evidence)
    if not lost.any():
        return cells[~gone]
    kept = _Kept(cells, segments, set(segments.loc[~lost, "id"]))
    rows = list(kept.rows(cells[~gone]))
    return pd.DataFrame(rows, columns=list(cells.columns)).astype(cells.dtypes.to_dict())


class _Kept:
    """The segments that remain, and what they let stand."""

    def __init__(self, cells: pd.DataFrame, segments: pd.DataFrame, left: set[str]) -> None:
        self.left = left
        self.code = dict(zip(segments["id"], segments["code"], strict=True))
        named = zip(segments["case"], segments["id"], strict=True)
        rows = zip(cells["case"], cells["segments"], strict=True)
        cited = ((case, segment) for case, joined in rows for segment in ids(joined))
        heard = {(case, segment) for case, segment in (*named, *cited) if case}
        self.silenced = {c for c, _ in heard} - {c for c, s in heard if s in left}

    def rows(self, cells: pd.DataFrame) -> Iterator[dict[str, object]]:
        for row in cells.to_dict("records"):
            own = ids(row["segments"])
            if not own:
                if row["case"] not in self.silenced:
                    yield {str(key): value for key, value in row.items()}
                continue
            left = [segment for segment in own if segment in self.left]
            value = self._value(ids(row["value"]), own, left)
            if value:
                still = {"value": ";".join(value), "segments": ";".join(left)}
                yield {str(key): value for key, value in row.items()} | still

    def _value(self, value: list[str], own: list[str], left: list[str]) -> list[str]:
        carried, still = {self.code[s] for s in own}, {self.code[s] for s in left}
        return [code for code in value if code in still or (left and code not in carried)]

"""The case x dimension matrix: every pair has a mark, and none is filled by default."""

import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from workbench.schema import ids
from workbench.schema.artefacts import MATRIX

Row = dict[str, Any]  # of a table, by column
SEVERAL = ("segments", "counter")
SAID = ("summary_zh", "summary_en", "note")


class Voice(NamedTuple):
    """Who speaks in a segment, and where."""

    doc: str
    genre: str
    role: str
    who: str  # without a name the author of the document, or somebody of that role in it


class Sheet:
    """The rows of one case after another; what all of them look up is indexed once."""

    def __init__(
        self,
        cases: pd.DataFrame,
        dimensions: pd.DataFrame,
        codes: pd.DataFrame,
        segments: pd.DataFrame,
        documents: pd.DataFrame,
    ) -> None:
        known = zip(cases["case"], cases["level"], cases["depth"], strict=True)
        self.cases: dict[str, Row] = {
            case: {"case": case, "level": level, "depth": depth} for case, level, depth in known
        }
        self.scales = dict(zip(dimensions["dimension"], dimensions["scale"], strict=True))
        self.ranks = dict(zip(codes["code"], codes["rank"], strict=True))
        genres = dict(zip(documents["doc"], documents["genre"], strict=True))
        said = segments[["id", "doc", "speaker", "speaker_role"]].itertuples(index=False)
        self.voices = {
            name: Voice(doc, genres[doc], role, speaker or doc) for name, doc, speaker, role in said
        }

    def rows(self, case: str, cells: Iterable[Row]) -> Iterator[Row]:
        """A row a dimension, whether one of the case's ``cells`` is of it or not."""
        given = {cell["dimension"]: cell for cell in cells}
        for dimension, scale in self.scales.items():
            own = self._read(given.get(dimension, NOT_LOOKED), scale)
            yield {**self.cases[case], "dimension": dimension, **own}

    def _read(self, cell: Row, scale: str) -> Row:
        value = ids(cell["value"])
        ranked = value and scale == "ordinal"
        voices = [self.voices[name] for name in ids(cell["segments"]) if name in self.voices]
        return {
            "value": ";".join(value),
            "rank": float(self.ranks.get(value[0], math.nan)) if ranked else math.nan,
            "mark": cell["basis"],
            "confidence": cell["confidence"] if value else math.nan,
            **{name: ";".join(ids(cell[name])) for name in SEVERAL},
            "documents": _joined(voice.doc for voice in voices),
            "genres": _joined(voice.genre for voice in voices),
            "speaker_roles": _joined(voice.role for voice in voices),
            "speakers": len({(voice.who, voice.role) for voice in voices}),
            **{name: cell[name] for name in SAID},
        }


NOT_LOOKED: Row = {
    "basis": "not_looked",
    "confidence": math.nan,
    **dict.fromkeys(("value", *SEVERAL, *SAID), ""),
}


def _joined(names: Iterable[str]) -> str:
    return ";".join(sorted(set(names)))


def by_case(cells: pd.DataFrame) -> dict[str, list[Row]]:
    """The cells of each case that has any."""
    found: dict[str, list[Row]] = {}
    for row in cells.to_dict("records"):
        found.setdefault(row["case"], []).append({str(key): value for key, value in row.items()})
    return found


def matrix(
    cells: pd.DataFrame,
    cases: pd.DataFrame,
    dimensions: pd.DataFrame,
    codes: pd.DataFrame,
    segments: pd.DataFrame,
    documents: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per case and dimension (``artefacts.MATRIX``).

    ``mark`` tells "looked for, not found" (not_found) from "not yet looked"
    (not_looked). ``rank`` is that of the leading value of an ordinal dimension,
    NaN elsewhere: an empty cell is never a weak one. Roles, genres and speakers are
    those of the evidence; what speaks against the value adds none.
    """
    sheet, own = Sheet(cases, dimensions, codes, segments, documents), by_case(cells)
    rows = [row for case in sheet.cases for row in sheet.rows(case, own.get(case, []))]
    return pd.DataFrame(rows, columns=list(MATRIX))

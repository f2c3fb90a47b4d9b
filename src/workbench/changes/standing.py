"""What a study says at one time: its cells and segments, and the matrix and types from them."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from workbench import files, store
from workbench import project as projects
from workbench.coding import cells, codebook
from workbench.comparison import matrix, typology
from workbench.corpus import places
from workbench.errors import Fault
from workbench.schema import CELLS_FILE, SEGMENTS_FILE, Schema
from workbench.study import Study, read

EMPTY = {"str": "", "int64": "0", "float64": "0"}


@dataclass
class Standing:
    """The tables of a study, and what of them could not be made, in words.

    ``matrix`` and ``types`` are None where the study has faults that forbid to derive them.
    """

    cells: pd.DataFrame
    segments: pd.DataFrame
    matrix: pd.DataFrame | None = None
    types: pd.DataFrame | None = None
    notes: list[str] = field(default_factory=list)


def standing(study: Study) -> Standing:
    """The cells and segments of a study as read, and what follows from them."""
    found = Standing(study.cells, study.segments)
    unread = [shown for shown in study.unread if "/texts/" not in shown]
    if faults := [f"{shown} cannot be read" for shown in unread] or _faults(study):
        found.notes.append(f"its matrix and types are not compared: {faults[0]}")
        return found
    dimensions = codebook.dimensions_table(study.codebook)
    codes = codebook.codes_table(study.codebook, {})
    cases = places.cases_table(study.cases, study.places, study.documents)
    coded = study.segments.replace({"doc": study.originals})
    genres = [(doc, card.genre) for doc, card in study.documents.items()]
    documents = pd.DataFrame(genres, columns=["doc", "genre"])
    found.matrix = matrix.matrix(study.cells, cases, dimensions, codes, coded, documents)
    if study.typology:
        found.types = typology.type_table(found.matrix, dimensions, codes, study.typology)
    return found


def _faults(study: Study) -> list[str]:
    """What forbids to derive a matrix: codes, cells or rules that do not fit one another."""
    book = study.codebook
    found: list[Fault] = codebook.faults(book)
    found += cells.faults(
        study.cells,
        dimensions=book.dimensions,
        cases=study.cases,
        segments=set(study.segments["id"]),
    )
    if study.typology:
        codes_of = {name: dimension.codes for name, dimension in book.dimensions.items()}
        found += typology.faults(study.typology, codes_of)
    return [fault.message for fault in found]


def earlier(root: Path) -> Standing:
    """A study as an earlier version of the workbench left it, read as well as it can be.

    A table that lacks a column of today is read as if that column were empty; the notes
    say so. Raises InputError where its settings cannot be read.
    """
    notes: list[str] = []
    for path in sorted((root / "corpus" / "coding" / "segments").glob("*.csv")):
        notes += _fitted(path, SEGMENTS_FILE, root)
    notes += _fitted(root / "corpus" / "coding" / "cells.csv", CELLS_FILE, root)
    found = standing(read(projects.find(root)))
    found.notes[:0] = notes
    return found


def _fitted(path: Path, schema: Schema, root: Path) -> list[str]:
    """Give a table the columns of today; returns what it lacked, in words."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    had = set(rows[0]) if rows else set(schema)
    if had == set(schema):
        return []
    fitted = [{name: row.get(name) or EMPTY[kind] for name, kind in schema.items()} for row in rows]
    table = pd.DataFrame(fitted, columns=list(schema)).astype(schema)
    files.write_text(store.csv_text(table, schema), path)
    odd = ", ".join(sorted(set(schema) ^ had))
    return [f"{path.relative_to(root).as_posix()} had other columns ({odd}); read as empty"]

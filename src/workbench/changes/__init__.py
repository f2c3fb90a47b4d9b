"""What has changed in a study since a commit: its cells and segments, its matrix and types.

Nothing is written; both studies are read and compared. The loop from findings back to
coding goes through git, and this is how it is looked at.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from workbench import reads
from workbench.changes import commit
from workbench.changes.standing import Standing, earlier, standing
from workbench.errors import InputError, UsageError
from workbench.project import Project
from workbench.schema import CELLS_FILE, SEGMENTS_FILE, ids
from workbench.schema.artefacts import CHANGES
from workbench.study import read

__all__ = ["KEYS", "Changes", "Standing", "since", "standing"]

KEYS = {
    "cells": ["case", "dimension"],
    "segments": ["id"],
    "matrix": ["case", "dimension"],
    "types": ["case", "family", "type"],
}
# What a cell says for itself is told as a change of the cell: of the matrix only the rest is.
COMPARED = {
    "cells": [name for name in CELLS_FILE if name not in KEYS["cells"]],
    "segments": [*(name for name in SEGMENTS_FILE if name != "id"), "coder"],
    "matrix": ["level", "rank", "documents", "speaker_roles", "genres", "speakers"],
    "types": ["verdict", "distance", "known", "rules"],
}
# What names a row that came or went; a pair without a cell is no news.
HEAD = {"cells": "value", "segments": "code", "types": "verdict"}
UNORDERED = {"segments", "counter"}  # ids whose order says nothing
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Changes:
    """What changed since a commit (``artefacts.CHANGES``), and what could not be compared."""

    commit: str
    table: pd.DataFrame
    notes: list[str]


def since(project: Project, ref: str = "HEAD") -> Changes:
    """What has changed in the study since ``ref``, a commit, tag or branch of git.

    With an empty ``ref``, as a notebook begins with, nothing is compared.
    Raises UsageError where there is no such commit or no study in it, EnvironmentFault
    where git is missing.
    """
    if not ref:
        return Changes("", pd.DataFrame(columns=list(CHANGES)), ["no commit is named"])
    found = commit.resolved(project.root, ref)
    if ref != found:  # a run that read a branch is due again: another commit may be there
        reads.note(f"git:{ref}", found)
    with tempfile.TemporaryDirectory() as folder:
        then = _at(commit.extracted(project.root, found, Path(folder)), ref)
    now = standing(read(project))
    notes = [f"{ref}: {note}" for note in then.notes] + [f"now: {note}" for note in now.notes]
    rows = [row for what in KEYS for row in _compared(what, then, now)]
    table = pd.DataFrame(rows, columns=list(CHANGES)).astype(CHANGES)
    return Changes(found, table, notes)


def _at(root: Path, ref: str) -> Standing:
    try:
        return earlier(root)
    except InputError as error:
        raise UsageError(f"the study at {ref} cannot be read by this version: {error}") from None


def _compared(what: str, then: Standing, now: Standing) -> Iterator[dict[str, str]]:
    before, after = getattr(then, what), getattr(now, what)
    if before is None or after is None:
        return
    old, new = _by_key(before, KEYS[what]), _by_key(after, KEYS[what])
    for key in sorted({*old, *new}):
        one, other = old.get(key), new.get(key)
        named = {"what": what, **_named(what, key, other or one or {})}
        for change, column in _steps(what, one, other):
            values = {"before": _text(one, column), "after": _text(other, column)}
            yield {**named, "change": change, "column": column, **values}


def _steps(what: str, one: Row | None, other: Row | None) -> Iterator[tuple[str, str]]:
    """How a row became another, and in which columns; a row of its own is named by one."""
    if one is None or other is None:
        if what in HEAD:
            yield ("added" if one is None else "removed"), HEAD[what]
        return
    for column in COMPARED[what]:
        if _text(one, column) != _text(other, column):
            yield "changed", column


def _by_key(table: pd.DataFrame, key: list[str]) -> dict[tuple[str, ...], Row]:
    return {
        tuple(row[name] for name in key): {str(name): value for name, value in row.items()}
        for row in table.to_dict("records")
    }


def _named(what: str, key: tuple[str, ...], row: Row) -> dict[str, str]:
    """The case a change is of, and what else names it: a dimension, a type, a segment."""
    if what == "segments":
        return {"case": str(row["case"]), "name": key[0]}
    return {"case": key[0], "name": " ".join(key[1:])}


def _text(row: Row | None, column: str) -> str:
    """A value as it is compared and shown: numbers short, sets of ids in one order."""
    if row is None:
        return ""
    value = row[column]
    if column in UNORDERED:
        return ";".join(sorted(ids(value)))
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{value:.4g}"
    return str(value)

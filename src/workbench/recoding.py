"""A change of the codebook that reaches everything coded, and is remembered.

Renaming, merging or deleting a code is one step: the codebook, the typology and all
tables that name the code change together, or nothing does.
"""

from pathlib import Path

import pandas as pd

from workbench import files, store
from workbench import project as projects
from workbench.coding import anchors, codebook, migration
from workbench.coding.codebook import Codebook
from workbench.comparison.typology import Typology
from workbench.errors import UsageError
from workbench.project import Project
from workbench.schema import (
    CELLS_FILE,
    MIGRATIONS_FILE,
    SEGMENTS_FILE,
    TYPE_TABLE_FILE,
    Schema,
)
from workbench.study import Study, read

BOOK, RULES = "corpus/coding/codebook.yml", "corpus/coding/typology.yml"
LOG = "corpus/coding/migrations.csv"


def recode(project: Project, old: str, new: str, *, why: str) -> tuple[str, dict[str, int]]:
    """Rename the code ``old`` to ``new``, merge it into ``new`` if that is a code, or delete it.

    An empty ``new`` deletes. Returns the action and how many rows of which file changed.
    Raises UsageError, and writes nothing, where a code is unknown or still needed, and
    where two passages of one coder would say the same.
    """
    study = read(project)
    study.refuse()
    action: migration.Action = (
        "delete" if not new else "merge" if new in study.codebook.codes else "rename"
    )
    _refuse(study, action, old, new)
    tables = _tables(study, old, new)
    changed = {name: _texts(project.root / name, action, old, new) for name in (BOOK, RULES)}
    meant = _check(changed)
    for shown, (table, columns) in tables.items():
        if "rank" in table:  # of a value that now stands elsewhere in its dimension
            ranks = [
                meant.dimensions[dimension].rank(value)
                for dimension, value in zip(table["dimension"], table["value"], strict=True)
            ]
            tables[shown] = (table.assign(rank=ranks), columns)
    rows = {shown: _uses(project, shown, columns, old) for shown, (_, columns) in tables.items()}
    _write(project, tables, changed)
    _log(project, action, old, new, rows, why)
    return action, {shown: count for shown, count in rows.items() if count}


def _refuse(study: Study, action: migration.Action, old: str, new: str) -> None:
    used = migration.uses(old, study.segments, study.cells, study.type_table)
    rules = files.read_text(study.project.root / RULES)
    if count := migration.renamed_in_yaml(rules, old, old)[1]:
        used["typology.yml"] = count
    faults = migration.faults(action, old, new, codebook=study.codebook, used=used)
    if faults:
        raise UsageError("; ".join(fault.message for fault in faults))


def _tables(study: Study, old: str, new: str) -> dict[str, tuple[pd.DataFrame, Schema]]:
    """The tables that name a code, by file, as they will be."""
    made: dict[str, tuple[pd.DataFrame, Schema]] = {}
    for coder, rows in study.segments.groupby("coder", sort=True):
        table = migration.renamed(rows[list(SEGMENTS_FILE)], "code", old, new)
        if repeated := anchors.repeated(table):
            said = "; ".join(fault.message for fault in repeated)
            raise UsageError(f"the passages of {coder} would repeat: {said}")
        made[f"corpus/coding/segments/{coder}.csv"] = (table, SEGMENTS_FILE)
    others = {"cells": (study.cells, CELLS_FILE), "type_table": (study.type_table, TYPE_TABLE_FILE)}
    for name, (table, columns) in others.items():
        shown = f"corpus/coding/{name}.csv"
        if (study.project.root / shown).is_file():
            made[shown] = (migration.renamed(table, "value", old, new), columns)
    return made


def _texts(path: Path, action: migration.Action, old: str, new: str) -> str:
    change = migration.renamed_in_yaml if action == "rename" else migration.merged_in_yaml
    return change(files.read_text(path), old, new)[0]


def _check(changed: dict[str, str]) -> Codebook:
    """The codebook as it will be; raises UsageError where the change would break a file."""
    book, _ = projects.parse_yaml(changed[BOOK], shown=BOOK)
    rules, _ = projects.parse_yaml(changed[RULES], shown=RULES)
    meant = book.parse(Codebook)[0] if book else None
    faults = [fault.message for fault in codebook.faults(meant)] if meant else ["cannot be read"]
    if meant is None or faults or rules is None or rules.parse(Typology)[0] is None:
        said = "; ".join(faults)
        raise UsageError(f"{BOOK} would not be one any more ({said}); change it by hand")
    return meant


def _uses(project: Project, shown: str, columns: Schema, old: str) -> int:
    table, _ = store.read_csv(project.root / shown, columns, shown=shown)
    column = "code" if "code" in columns else "value"
    return sum(old in cell.split(";") for cell in table[column])


def _write(
    project: Project, tables: dict[str, tuple[pd.DataFrame, Schema]], changed: dict[str, str]
) -> None:
    texts = {shown: store.csv_text(table, columns) for shown, (table, columns) in tables.items()}
    for shown, text in (texts | changed).items():
        path = project.root / shown
        with files.editing(path, root=project.root) as edit:
            if text.encode() != edit.data:
                files.keep(path)
                edit.save(text.encode())


def _log(
    project: Project,
    action: migration.Action,
    old: str,
    new: str,
    rows: dict[str, int],
    why: str,
) -> None:
    path = project.root / LOG
    with files.editing(path, root=project.root) as edit:
        before = (
            store.read_csv(path, MIGRATIONS_FILE, shown=LOG)[0]
            if path.is_file()
            else store.empty(MIGRATIONS_FILE)
        )
        segments = sum(count for shown, count in rows.items() if "/segments/" in shown)
        after = migration.logged(before, action, old, new, rows=segments, why=why)
        edit.save(store.csv_text(after, MIGRATIONS_FILE).encode())

"""The files of coded spans while they are edited: locked, whole, held to a text."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench import files, store
from workbench.coding import anchors
from workbench.coding.anchors import Move
from workbench.corpus import texts
from workbench.corpus.cards import Document
from workbench.errors import refuse
from workbench.files import Edit
from workbench.project import Project
from workbench.schema import FIGURES_FILE, SEGMENTS_FILE, Schema


@dataclass(frozen=True)
class Coded:
    """A file of coded spans that is being edited."""

    shown: str
    edit: Edit
    columns: Schema
    table: pd.DataFrame


def coded_files(project: Project, held: ExitStack) -> list[Coded]:
    """The files of coded spans, locked; raises InputError where a row would be lost."""
    folder = project.corpus("coding")
    paths = [*sorted((folder / "segments").glob("*.csv")), folder / "figures.csv"]
    found, coded = [], []
    for path in filter(Path.is_file, paths):
        shown = project.relative(path)
        columns = FIGURES_FILE if path.name == "figures.csv" else SEGMENTS_FILE
        edit = held.enter_context(files.editing(path, root=project.root))
        table, findings = store.read_csv(path, columns, shown=shown)
        found += findings
        coded.append(Coded(shown, edit, columns, table))
    refuse(found)
    return coded


def _selected_anew(rows: pd.DataFrame, quotes: pd.Series, text: str) -> pd.DataFrame:
    """Rows whose quote a person wrote or changed: it counts, not the hash of an earlier one."""
    written = (quotes != "") & (quotes.map(store.sha256) != rows["quote_sha256"])
    spans = zip(rows["start"], rows["end"], strict=True)
    there = written & ([text[start:end] for start, end in spans] == quotes)
    return rows.assign(
        quote_sha256=rows["quote_sha256"].mask(written, quotes.map(store.sha256)),
        before_sha256=rows["before_sha256"].mask(written, ""),
        after_sha256=rows["after_sha256"].mask(written, ""),
        doc_sha256=rows["doc_sha256"].mask(written, "").mask(there, texts.fingerprint(text)),
    )


def held_to(coded: Coded, doc: str, text: str, card: Document) -> list[Move]:
    """Re-anchor the rows of one document in one file, and save it if anything changed."""
    own = coded.table["doc"] == doc
    rows = coded.table[own]
    if not len(rows):
        return []
    quotes = rows["raw"] if "raw" in rows else rows["quote"]
    rows = _selected_anew(rows, quotes, text)
    moves = anchors.moves(rows.assign(quote=quotes), text)
    again = anchors.reanchored(rows, moves, text, texts.fingerprint(text))
    if "quote" in again:
        again["quote"] = [
            was if move.to_start is None else text[start:end] if card.rights == "open" else ""
            for was, move, start, end in zip(
                again["quote"], moves, again["start"], again["end"], strict=True
            )
        ]
    if not again.equals(coded.table[own]):
        files.keep(coded.edit.path)
        coded.table.loc[own, :] = again
        coded.edit.save(store.csv_text(coded.table, coded.columns).encode())
    return moves

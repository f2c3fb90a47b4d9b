"""Changes to what is held: originals attached, texts corrected, documents removed.

Whatever is replaced is kept beside it as ``NAME.replaced-1``, what is removed lies in
``corpus/archive/``, and no coded span is ever dropped: one that has lost its passage
stays where it was and blocks the book until someone selects it again.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from workbench import files, stages, store
from workbench import project as projects
from workbench.coding import anchors
from workbench.coding.anchors import Move as Move
from workbench.corpus import importers, texts
from workbench.corpus.cards import Document
from workbench.errors import InputError, UsageError, did_you_mean, refuse
from workbench.files import Edit
from workbench.project import Project
from workbench.schema import ANCHOR, FIGURES_FILE, SEGMENTS_FILE, Schema
from workbench.study import Study, read

# --- originals --------------------------------------------------------------------


def attach(project: Project, folders: Iterable[Path]) -> tuple[dict[str, Path], list[str]]:
    """Put the texts of withheld originals found in ``folders`` into the study, and count them.

    Originals are recognised by content: by their bytes where the document was imported
    here, else by their text. Returns the files found by document and the documents that
    are still missing.
    """
    documents = read(project).documents
    found: dict[str, Path] = {}
    for doc, path, text in _originals(folders, documents):
        target = project.corpus("withheld", f"{doc}.txt")
        if target.is_file() and files.read_text(target) != text:
            files.keep(target)  # someone's edits
        files.write_text(text, target)
        found[doc] = path
    stages.recount(project, only=found)
    withheld = {doc for doc, card in documents.items() if card.rights == "withheld"}
    here = {path.stem for path in project.corpus("withheld").glob("*.txt")}
    return found, sorted(withheld - here)


def _originals(
    folders: Iterable[Path], documents: dict[str, Document]
) -> Iterator[tuple[str, Path, str]]:
    wanted = {doc: card for doc, card in documents.items() if card.rights == "withheld"}
    by_text = {card.sha256: doc for doc, card in wanted.items()}
    imported = {doc: card.original for doc, card in wanted.items() if card.original}
    by_bytes = {file.sha256: doc for doc, file in imported.items() if not file.row}
    paths = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    for path in paths:
        data = path.read_bytes()
        doc = by_bytes.get(store.sha256(data), "")
        text = _again(data, path, wanted[doc]) if doc else texts.stored(data)
        doc = doc or (by_text.get(texts.fingerprint(text), "") if text is not None else "")
        if doc and text is not None and texts.fingerprint(text) == wanted[doc].sha256:
            yield doc, path, text


def _again(data: bytes, path: Path, card: Document) -> str:
    """The text of an original as it was imported; its name may have changed since."""
    assert card.original is not None
    name = f"{path.stem}.{card.original.format}"
    return importers.read(data, name, encoding=card.original.encoding).text


# --- anchors ----------------------------------------------------------------------


@dataclass(frozen=True)
class Coded:
    """A file of coded spans that is being edited."""

    shown: str
    edit: Edit
    columns: Schema
    table: pd.DataFrame


def correct(project: Project, doc: str, file: Path | None, *, encoding: str = "") -> list[Move]:
    """Give a document a better text and find every coded span in it again.

    The text is that of ``file``, or the stored one where it was edited in place.
    Returns what became of every span; ``how`` is orphan where none was found. The card
    takes the new hash and length, and the spans it sets aside move as well. Raises
    InputError where the file is no text, in UTF-8 or as declared by ``encoding``.
    """
    study = read(project)
    if doc not in study.documents:
        raise UsageError(f"no document {doc!r}{did_you_mean(doc, study.documents)}")
    card = study.documents[doc]
    folder = "texts" if card.rights == "open" else "withheld"
    stored = project.corpus(folder, f"{doc}.txt")
    if file is None and doc not in study.texts:
        raise UsageError(f"no text of {doc} is here; attach the original, or name the better text")
    text = study.texts[doc] if file is None else _imported(file, encoding)
    if texts.fingerprint(text) == card.sha256 and study.texts.get(doc) == text:
        raise UsageError(f"{doc} has this text already; nothing to correct")
    with ExitStack() as held:
        coded = _coded(project, held)
        path = project.corpus("documents", f"{doc}.yml")
        sheet = held.enter_context(files.editing(path, root=project.root))
        if file is not None:
            files.keep(stored)
            files.write_text(text, stored)
        done = [move for each in coded for move in _hold(each, doc, text, card)]
        done += _recard(sheet, project.relative(path), card, text)
    stages.recount(project, only=[doc])
    return done


def _imported(file: Path, encoding: str) -> str:
    try:
        return importers.read(file.read_bytes(), file.name, encoding=encoding).text
    except InputError as error:
        raise InputError(f"{file}: {error}") from None


def anchor(project: Project) -> list[Move]:
    """Hold every coded span whose text is here to that text; returns those that changed.

    Fills in what a row written by hand lacks (hashes, and the quote of an open
    document), and finds again what was coded in an earlier text.
    """
    study = read(project)
    whole = {
        doc: text
        for doc, text in study.texts.items()
        if texts.fingerprint(text) == study.documents[doc].sha256
    }
    with ExitStack() as held:
        return [
            move
            for each in _coded(project, held)
            for doc in sorted(set(each.table["doc"]) & set(whole))
            for move in _hold(each, doc, whole[doc], study.documents[doc])
            if move.how != "stays"
        ]


def _coded(project: Project, held: ExitStack) -> list[Coded]:
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


def _hold(coded: Coded, doc: str, text: str, card: Document) -> list[Move]:
    """Re-anchor the rows of one document in one file, and save it if anything changed."""
    own = coded.table["doc"] == doc
    rows = coded.table[own]
    if not len(rows):
        return []
    quotes = rows["raw"] if "raw" in rows else rows["quote"]
    blank = rows["quote_sha256"] == ""
    hashes = rows["quote_sha256"].mask(blank & (quotes != ""), quotes.map(store.sha256))
    rows = rows.assign(quote_sha256=hashes)
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


def _recard(sheet: Edit, shown: str, card: Document, text: str) -> list[Move]:
    """Give a card the hash and length of its new text, and its cuts their new places."""
    cuts = pd.DataFrame(
        [
            (f"set_aside {number}", shown, cut.start, cut.end, cut.quote_sha256, "", "", "", "")
            for number, cut in enumerate(card.set_aside)
        ],
        columns=["id", "doc", "start", "end", *ANCHOR, "quote"],
    )
    moves = anchors.moves(cuts, text)
    new = card.model_copy(
        update={
            "sha256": texts.fingerprint(text),
            "length": len(text),
            "set_aside": [
                cut
                if move.to_start is None
                else cut.model_copy(update={"start": move.to_start, "end": move.to_end})
                for cut, move in zip(card.set_aside, moves, strict=True)
                if not _is_outside(move, text)
            ],
        }
    )
    if new != card:
        files.keep(sheet.path)
        sheet.save(_rewritten(sheet.data.decode(), shown, card, new).encode())
    off = "; taken off the card, which cannot name what lies after the text"
    return [
        replace(move, note=move.note + off) if _is_outside(move, text) else move for move in moves
    ]


def _is_outside(move: Move, text: str) -> bool:
    return move.to_start is None and move.end > len(text)


def _rewritten(written: str, shown: str, old: Document, new: Document) -> str:
    """The card's own YAML with the new values in place, its comments and order kept.

    Where that does not lead to ``new``, the card is written afresh.
    """
    source, _ = projects.parse_yaml(written, shown=shown)
    assert source is not None
    changes: list[tuple[tuple[str | int, ...], Any, Any]] = [
        (("sha256",), old.sha256, new.sha256),
        (("length",), old.length, new.length),
    ]
    for number, (was, now) in enumerate(zip(old.set_aside, new.set_aside, strict=False)):
        changes += [
            (("set_aside", number, key), getattr(was, key), getattr(now, key))
            for key in ("start", "end")
        ]
    lines = written.split("\n")
    for keys, was, now in changes:
        at = source.line(keys) - 1
        pattern = rf"(?<![\w-]){keys[-1]}: *['\"]?{was}(?!\w)"
        lines[at] = re.sub(pattern, f"{keys[-1]}: {now}", lines[at], count=1)
    made, _ = projects.parse_yaml("\n".join(lines), shown=shown)
    parsed = made.parse(Document)[0] if made else None
    if parsed == new:
        return "\n".join(lines)
    return projects.yaml_text(new.model_dump(exclude_defaults=True, by_alias=True))


# --- removal ----------------------------------------------------------------------


def remove(project: Project, doc: str, *, archive: bool) -> list[str]:
    """Take a document out of the study; returns the ids of the codings that went with it.

    Its card, text and counts are moved to ``corpus/archive/DOC/`` (the text of a withheld
    one to ``corpus/withheld/archive/``, which git ignores). Raises UsageError where codings
    rest on it, unless ``archive`` is said: then they are moved along.
    """
    study = read(project)
    if doc not in study.documents:
        raise UsageError(f"no document {doc!r}{did_you_mean(doc, study.documents)}")
    _refuse_if_needed(study, doc)
    resting = [*_ids(study.segments, doc), *_ids(study.figures, doc)]
    if resting and not archive:
        held = study.resting_on(resting)
        raise UsageError(
            f"{len(resting)} codings rest on {doc} ({_some(resting)}), and on them the cells "
            f"{_some(held)}; remove them first, or take both out with --archive"
        )
    folder = project.corpus("archive", doc)
    if folder.exists():
        raise UsageError(f"{project.relative(folder)} is there already; rename it first")
    with ExitStack() as held_files:
        for coded in _coded(project, held_files):
            _archive_rows(coded, doc, folder)
    for path in _files_of(study, doc):
        withheld = path.parent.name == "withheld"
        kept = project.corpus("withheld", "archive") if withheld else folder
        kept.mkdir(parents=True, exist_ok=True)
        os.replace(path, kept / path.name)
    return resting


def _refuse_if_needed(study: Study, doc: str) -> None:
    needed = [
        other
        for other, card in study.documents.items()
        if doc in (card.reprint_of, *card.distinct_from)
    ]
    if needed:
        raise UsageError(f"the cards of {', '.join(needed)} name {doc}; correct them first")


def _files_of(study: Study, doc: str) -> list[Path]:
    corpus = study.project.corpus
    named = (
        corpus("texts", f"{doc}.txt"),
        corpus("withheld", f"{doc}.txt"),
        corpus("features", f"{doc}.csv"),
        corpus("features", f"{doc}.json"),
        corpus("documents", f"{doc}.yml"),  # last: until then the document can be named again
    )
    return [path for path in named if path.is_file()]


def _archive_rows(coded: Coded, doc: str, folder: Path) -> None:
    own = coded.table["doc"] == doc
    if own.any():
        files.write_text(
            store.csv_text(coded.table[own], coded.columns), folder / coded.edit.path.name
        )
        coded.edit.save(store.csv_text(coded.table[~own], coded.columns).encode())


def _ids(rows: pd.DataFrame, doc: str) -> list[str]:
    return [str(name) for name in rows.loc[rows["doc"] == doc, "id"]]


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:5])
    return (shown + (f" and {len(names) - 5} more" if len(names) > 5 else "")) or "none"

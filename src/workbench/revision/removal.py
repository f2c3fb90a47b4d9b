"""A document taken out of the study, with all that rests on it or not at all."""

import os
from contextlib import ExitStack
from pathlib import Path

import pandas as pd

from workbench import files, store
from workbench.errors import UsageError, did_you_mean
from workbench.project import Project
from workbench.revision.coded import Coded, coded_files
from workbench.study import Study, read


def remove(project: Project, doc: str, *, archive: bool) -> list[str]:
    """Take a document out of the study; returns the ids of the codings that went with it.

    Its card and counts are moved to ``corpus/archive/DOC/``, its text to
    ``corpus/withheld/archive/DOC/``, which git ignores: it may be removed for what it says.
    Raises UsageError where codings rest on it, unless ``archive`` is said: then they are
    moved along.
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
    folder, texts = project.corpus("archive", doc), project.corpus("withheld", "archive", doc)
    if (folder / f"{doc}.yml").exists():  # it is moved last: without it, an earlier call broke off
        raise UsageError(
            f"{project.relative(folder)} is there already; rename it, and "
            f"{project.relative(texts)}, first"
        )
    with ExitStack() as held_files:
        for coded in coded_files(project, held_files):
            _archive_rows(coded, doc, folder)
    for path in _files_of(study, doc):
        kept = texts if path.suffix == ".txt" else folder
        kept.mkdir(parents=True, exist_ok=True)
        files.keep(kept / path.name)
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
        files.keep(folder / coded.edit.path.name)
        files.write_text(
            store.csv_text(coded.table[own], coded.columns), folder / coded.edit.path.name
        )
        coded.edit.save(store.csv_text(coded.table[~own], coded.columns).encode())


def _ids(rows: pd.DataFrame, doc: str) -> list[str]:
    return [str(name) for name in rows.loc[rows["doc"] == doc, "id"]]


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:5])
    return (shown + (f" and {len(names) - 5} more" if len(names) > 5 else "")) or "none"

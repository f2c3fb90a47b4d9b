"""A better text for a document, and every coded span found in it again."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from workbench import counting, files, store
from workbench.coding.anchors import Move
from workbench.corpus import duplicates, importers, texts
from workbench.corpus.cards import Document, Original
from workbench.errors import InputError, UsageError, did_you_mean
from workbench.project import Project
from workbench.revision.card import filled_in, recarded
from workbench.revision.coded import Coded, coded_files, held_to
from workbench.schema import ANCHOR
from workbench.study import read

ANOTHER = 0.1  # a text that shares less with the one before is no correction of it


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
    stored = project.corpus(card.folder, f"{doc}.txt")
    if file is None and doc not in study.texts:
        raise UsageError(f"no text of {doc} is here; attach the original, or name the better text")
    text, original = study.texts.get(doc, ""), card.original
    if file is not None:
        text, original = _imported(file, encoding, card)
    if texts.fingerprint(text) == card.sha256 and study.texts.get(doc) == text:
        raise UsageError(f"{doc} has this text already; nothing to correct")
    _refuse_another(doc, study.texts.get(doc, ""), text)
    with ExitStack() as held:
        coded = coded_files(project, held)
        path = project.corpus("documents", f"{doc}.yml")
        sheet = held.enter_context(files.editing(path, root=project.root))
        if file is not None:
            files.keep(stored)
            files.write_text(text, stored)
        done = [move for each in coded for move in held_to(each, doc, text, card)]
        was = study.whole.get(doc, "")
        done += recarded(sheet, project.relative(path), card, was, text, original=original)
    counting.recount(project, only=[doc])
    return done


def _refuse_another(doc: str, was: str, now: str) -> None:
    """Refuse what is no correction but another document."""
    alike = duplicates.similarity(was, now) if was else 1.0
    if alike < ANOTHER:
        raise UsageError(
            f"that is another text than {doc} (similarity {alike:.2f}); to replace a document: "
            f"workbench remove {doc}, then workbench add"
        )


def _imported(file: Path, encoding: str, card: Document) -> tuple[str, Original | None]:
    """The text of a file, and what a card that names its original says of it from now on."""
    data = file.read_bytes()
    try:
        extract = importers.read(data, file.name, encoding=encoding)
    except InputError as error:
        raise InputError(f"{file}: {error}") from None
    if card.original is None:
        return extract.text, None
    facts = {"format": extract.format, "encoding": extract.encoding, "notes": extract.notes}
    known = {"name": file.name, "sha256": store.sha256(data), "row": 0}
    return extract.text, Original.model_validate(facts | known)


def anchor(project: Project) -> list[Move]:
    """Hold every coded span whose text is here to that text; returns those that changed.

    Fills in what a row written by hand lacks (hashes, and the quote of an open
    document; the hash of a span set aside), and finds again what was coded in an
    earlier text. A row that was completed is told as such.
    """
    study = read(project)
    with ExitStack() as held:
        done = [
            move
            for each in coded_files(project, held)
            for doc in sorted(set(each.table["doc"]) & study.whole.keys())
            for move in _completed(each, doc, study.whole[doc], study.documents[doc])
        ]
        for doc, text in study.whole.items():
            path = project.corpus("documents", f"{doc}.yml")
            if any(not cut.quote_sha256 for cut in study.documents[doc].set_aside):
                sheet = held.enter_context(files.editing(path, root=project.root))
                done += filled_in(sheet, doc, project.relative(path), text)
    return done


def _completed(coded: Coded, doc: str, text: str, card: Document) -> list[Move]:
    """Re-anchor the rows of one document; those that changed, or lacked something."""
    anchors_of = coded.table[list(ANCHOR)]
    bare = set(coded.table.loc[(anchors_of == "").any(axis=1), "id"])
    moves = held_to(coded, doc, text, card)
    return [
        replace(move, how="completed") if move.how == "stays" else move
        for move in moves
        if move.how != "stays" or move.id in bare
    ]

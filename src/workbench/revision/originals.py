"""Withheld originals, recognised by content and put where git does not see them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench import counting, files, store
from workbench.corpus import importers, texts
from workbench.corpus.cards import Document
from workbench.project import Project
from workbench.study import read


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
        if target.is_file() and target.read_bytes() != text.encode():
            files.keep(target)  # someone's edits
        files.write_text(text, target)
        found[doc] = path
    counting.recount(project, only=found)
    withheld = {doc for doc, card in documents.items() if card.rights == "withheld"}
    here = {path.stem for path in project.corpus("withheld").glob("*.txt")}
    return found, sorted(withheld - here)


def _originals(
    folders: Iterable[Path], documents: dict[str, Document]
) -> Iterator[tuple[str, Path, str]]:
    wanted = {doc: card for doc, card in documents.items() if card.rights == "withheld"}
    by_text, by_bytes = defaultdict(list), defaultdict(list)
    for doc, card in wanted.items():
        by_text[card.sha256].append(doc)
        if card.original and not card.original.row:
            by_bytes[card.original.sha256].append(doc)
    paths = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    for path in paths:
        data = path.read_bytes()
        readings = {_again(data, path, wanted[doc]) for doc in by_bytes[store.sha256(data)]}
        for text in {texts.stored(data), *readings} - {None}:
            assert text is not None
            yield from ((doc, path, text) for doc in by_text[texts.fingerprint(text)])


def _again(data: bytes, path: Path, card: Document) -> str:
    """The text of an original as it was imported; its name may have changed since."""
    assert card.original is not None
    name = f"{path.stem}.{card.original.format}"
    return importers.read(data, name, encoding=card.original.encoding).text

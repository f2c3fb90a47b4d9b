"""A Word document: which parts of the file hold its text, its notes and its properties."""

import posixpath
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from workbench.corpus.facts import Fact
from workbench.corpus.importers.archive import archive, part
from workbench.corpus.importers.extract import Extract, Unreadable
from workbench.corpus.importers.properties import declared
from workbench.corpus.importers.word import Body, attribute, local

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old and of encrypted documents
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TITLES = {"heading 1": "first heading", "title": "paragraph in the style Title"}


def docx(data: bytes) -> Extract:
    """The text of a .docx: a paragraph a line, cells of a row parted by a tab, notes at the end."""
    if data.startswith(OLE):
        raise Unreadable(_old(data))
    opened = archive(data)
    main = _related(opened, "", "officeDocument") or "word/document.xml"
    root = part(opened, main)
    if root is None or local(root) != "document":
        raise Unreadable("no Word document in it; open it in its program and save it as .docx")
    body = Body(_styles(opened, main))
    body.walk(root)
    _add_notes(body, opened, main)
    properties, made = _properties(opened)
    text = "".join(f"{line}\n" for line in body.lines)
    headings = {
        style: {"title": Fact(body.first[style], where)}
        for style, where in TITLES.items()
        if style in body.first
    }
    facts = {**headings.get("heading 1", {}), **properties, **headings.get("title", {})}
    return Extract(text, "docx", "", facts, [], body.told() + made)


def _old(data: bytes) -> str:
    if ENCRYPTED in data:
        return "encrypted; open it in Word with its password and save it without one"
    return "an old Word document (.doc) in fact; open it in Word or LibreOffice, save it as .docx"


def _related(opened: ZipFile, source: str, kind: str) -> str:
    """The member that ``source`` names as its ``kind``, or an empty string."""
    folder, name = posixpath.split(source)
    root = part(opened, posixpath.join(folder, "_rels", f"{name}.rels"))
    for each in () if root is None else root:
        if each.get("Type", "").endswith(f"/{kind}") and each.get("TargetMode") != "External":
            named = posixpath.join("/", folder, each.get("Target", ""))
            return posixpath.normpath(named).lstrip("/")
    return ""


def _add_notes(body: Body, opened: ZipFile, main: str) -> None:
    """Write the notes that the text refers to, in its order, after the text."""
    held = {
        (kind, attribute(note, "id")): note
        for kind in ("footnote", "endnote")
        for note in _notes(opened, main, kind)
    }
    for number, reference in enumerate(list(body.notes), 1):
        before = len(body.lines)
        if reference in held:
            body.walk(held[reference])
        written = " ".join(line.strip() for line in body.lines[before:])
        body.lines[before:] = [f"[{number}] {written}".rstrip()]


def _notes(opened: ZipFile, main: str, kind: str) -> Iterator[Any]:
    name = _related(opened, main, f"{kind}s")
    root = part(opened, name) if name else None
    yield from () if root is None else root


def _styles(opened: ZipFile, main: str) -> dict[str, str]:
    """The names of the styles by their ids: in a Chinese Word the id of Title is a3."""
    name = _related(opened, main, "styles")
    root = part(opened, name) if name else None
    return {
        attribute(style, "styleId"): attribute(named, "val").lower()
        for style in (() if root is None else root)
        for named in style
        if local(style) == "style" and local(named) == "name"
    }


def _properties(opened: ZipFile) -> tuple[dict[str, Fact], list[str]]:
    """Title and authors, and a note on the day the file was made, which is not its date."""
    root = part(opened, "docProps/core.xml")
    held = {} if root is None else {local(each): each.text or "" for each in root}
    day = held.get("created", "")[:10]
    facts = declared(held.get("title", ""), held.get("creator", ""), "properties of the document")
    return facts, [f"the file was made on {day}, which says nothing of its text"] if day else []

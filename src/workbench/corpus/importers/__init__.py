"""Importers: the bytes of one file become a text and what the file says of itself.

Nothing is written here and no card is made. Every file either gives an Extract
or is refused with a sentence; no failure of a library passes through.
"""

from pathlib import PurePath

from workbench.corpus.importers.extract import Extract, Unreadable
from workbench.errors import did_you_mean

__all__ = ["LIMIT", "SUFFIXES", "Extract", "Unreadable", "read"]

LIMIT = 200 * 1024 * 1024  # bytes
SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
COLLECTIONS = (".csv", ".tsv", ".jsonl", ".parquet")  # many documents each; see collection
BLANK = "\ufeff\u200b\u200c\u200d\u2060"  # characters nobody sees


def read(data: bytes, name: str, *, encoding: str = "", limit: int = LIMIT) -> Extract:
    """What is in a file called ``name``: its suffix says the format.

    ``encoding`` is what someone declares; docx and pdf need none. ``limit`` is
    in bytes. Raises Unreadable, whose message does not name the file.
    """
    kind = _kind(name)
    if len(data) > limit:
        held, most = len(data) / 1024**2, limit / 1024**2
        raise Unreadable(
            f"too large: {held:.1f} MB, at most {most:g} MB are read; "
            "split it, or raise the limit with --max-mb"
        )
    made = _extract(data, kind, encoding)
    if not made.text.strip().strip(BLANK).strip():
        raise Unreadable("empty: no text in it; leave it out, or save it again with its text")
    return made


def _kind(name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    if suffix == ".doc":
        raise Unreadable("an old Word document; open it in Word or LibreOffice, save it as .docx")
    if suffix in COLLECTIONS:
        raise Unreadable("a collection of many documents; bring them in with: workbench add")
    if suffix not in SUFFIXES:
        every = (*SUFFIXES, *COLLECTIONS)
        known = did_you_mean(suffix, every) or f"; known are {', '.join(every)}"
        raise Unreadable(f"unknown format {suffix or 'without a suffix'!r}{known}")
    return SUFFIXES[suffix]


def _extract(data: bytes, kind: str, encoding: str) -> Extract:
    """Each reader is imported when it is first needed: their libraries are slow to load."""
    if kind == "html":
        from workbench.corpus.importers.html import html

        return html(data, encoding)
    if kind == "docx":
        from workbench.corpus.importers.docx import docx

        return docx(data)
    if kind == "pdf":
        from workbench.corpus.importers.pdf import pdf

        return pdf(data)
    from workbench.corpus.importers.plain import plain

    return plain(data, encoding, kind=kind)

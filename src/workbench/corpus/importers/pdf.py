"""A PDF with a text layer: its pages as paragraphs, running heads marked.

The only module that knows pypdf. A picture of a page holds no characters, and a
font may hide which ones it shows: both are refused rather than guessed at.
"""

import io
import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdf

from workbench.corpus.facts import Cut
from workbench.corpus.importers.extract import Extract, Unreadable, printable
from workbench.corpus.importers.properties import declared
from workbench.corpus.importers.unwrap import paragraphs, running, usual_width

PAGES = 5_000
DRAWN = 300 * 1024**2  # bytes of page content, unpacked
STEPS = 20_000_000  # drawing operations; forms within forms can multiply without end
WRITTEN = 50_000_000  # characters
ODD = 0.1  # share of characters that are none, from which on a text layer is no text
BROKEN = "broken: it cannot be read as a PDF ({}); open it in a reader and print it to a new PDF"
LOCKED = "encrypted; open it with its password and print it to a new PDF without one"
SCAN = "no text layer; run OCR first"


def pdf(data: bytes) -> Extract:
    """The text layer of a PDF, pages parted by a blank line."""
    try:
        with _warnings() as warned:
            reader = _opened(data)
            pages = [_lines(text) for text in _texts(reader)]
            facts = _facts(reader)
    except Unreadable:
        raise
    except Exception as error:  # pypdf raises of every kind on damaged files
        raise Unreadable(BROKEN.format(printable(str(error), 80) or "damaged")) from error
    notes = _unsure(pages, warned)
    text, cuts, joins = _text(pages)
    if joins:
        notes.append(f"lines of the pages joined to paragraphs: {joins}")
    return Extract(text, "pdf", "", facts, cuts, notes)


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What pypdf complains of, which would else go to the user's screen."""
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("pypdf")
    before, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


def _opened(data: bytes) -> pypdf.PdfReader:
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("no PDF: it does not begin like one; open it in its program, export it")
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")
        except Exception as error:  # also where the method of encryption is not supported
            raise Unreadable(LOCKED) from error
        if not opened:
            raise Unreadable(LOCKED)
    if len(reader.pages) > PAGES:
        raise Unreadable(f"too long: {len(reader.pages)} pages, at most {PAGES} are read; split it")
    return reader


def _texts(reader: pypdf.PdfReader) -> Iterator[str]:
    steps = drawn = written = 0

    def step(*_: Any) -> None:
        nonlocal steps
        steps += 1
        if steps > STEPS:
            raise _TooMuch

    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        drawn += 0 if contents is None else len(contents.get_data())
        try:
            if drawn > DRAWN:
                raise _TooMuch
            text = page.extract_text(visitor_operand_before=step)
        except _TooMuch:
            raise Unreadable(f"unsafe: page {number} unpacks without end; print it anew") from None
        written += len(text)
        if written > WRITTEN:
            raise Unreadable(f"too long: more than {WRITTEN:,} characters; split it")
        yield text


class _TooMuch(BaseException):
    """Ends an extraction; no handler of the library for its own failures catches it."""


def _lines(text: str) -> list[str]:
    """The lines of a page, of characters that a text can hold."""
    held = "".join(each for each in text if each in "\n\t" or not _none(each))
    return held.split("\n")


def _none(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}


def _unsure(pages: list[list[str]], warned: list[str]) -> list[str]:
    """Notes on pages without text; refuses where the text layer is none."""
    if any("Exceeded" in each for each in warned):  # then it went on without the rest
        raise Unreadable("unsafe: its drawings unpack without end; print it to a new PDF")
    written = "".join("".join(page) for page in pages)
    if not any(map(str.isalnum, written)):
        raise Unreadable(SCAN)
    odd = sum(each == "\ufffd" or unicodedata.category(each) in {"Co", "Cn"} for each in written)
    if odd > ODD * len(written) or any("ncoding" in each and "not" in each for each in warned):
        raise Unreadable("its fonts do not say which characters they show; run OCR on it")
    bare = [str(number) for number, page in enumerate(pages, 1) if not "".join(page).strip()]
    return [f"pages without text (pictures?): {', '.join(bare)}"] if bare else []


def _text(pages: list[list[str]]) -> tuple[str, list[Cut], int]:
    """The text, its running lines, and how many line ends were taken away."""
    whole = usual_width([line for page in pages for line in page])
    blocks: list[str] = []
    cuts: list[Cut] = []
    position = joins = 0
    for page, why in zip(pages, running(pages), strict=True):
        made = _page(page, why, usual_width(page) or whole)
        joins += sum(1 for line in page if line.strip()) - len(made)
        for line, reason in made:
            if reason:
                cuts.append(Cut(position, position + len(line), "furniture", reason))
            position += len(line) + 1
        if made:
            blocks.append("".join(f"{line}\n" for line, _ in made))
            position += 1
    return "\n".join(blocks), cuts, joins


def _page(page: list[str], why: dict[int, str], width: float) -> list[tuple[str, str]]:
    """The lines of a page with why each is furniture; running ones are joined to nothing."""
    made: list[tuple[str, str]] = []
    open_lines: list[str] = []
    for number, line in enumerate(page):
        if number in why:
            made += [(each, "") for each in paragraphs(open_lines, width)]
            made.append((line.strip(), why[number]))
            open_lines = []
        else:
            open_lines.append(line)
    return made + [(each, "") for each in paragraphs(open_lines, width)]


def _facts(reader: pypdf.PdfReader) -> dict[str, Any]:
    try:
        held = reader.metadata
        title, author = (
            (str(held.get(key) or "") for key in ("/Title", "/Author")) if held else ("",) * 2
        )
    except Exception:  # damaged properties take nothing from the text
        return {}
    return declared(title, author, "properties of the PDF")

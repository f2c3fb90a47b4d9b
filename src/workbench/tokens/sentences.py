"""Sentences and clauses of texts in two languages: the unit that carries a claim.

A semicolon ends a Chinese sentence here. In grammar it only parts the members of one
(GB/T 15834-2011), but policy prose strings measure after measure on it, each a claim of its
own with its own code, and a sentence of law would run over a page.
"""

import re
from collections.abc import Iterator

from workbench.tokens import english
from workbench.tokens.tokenize import HAN, runs

_HAN = re.compile(f"[{HAN}]")
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_PIECE = re.compile(r"[^。！？；｡?!…]*(?:[。！？；｡?!…]+[”’」』）)】〕》］｝]*)?")

LATIN = r"[A-Za-z\u00C0-\u024F]"
_WORD = re.compile(LATIN + "{2}")

# A whole English sentence: three words and a mark. Fewer may be an abbreviation.
_WHOLE = re.compile(r"(?:\S+\s+){2,}\S*[.?!]\W*\Z")

# What parts clauses, read onwards and backwards; signs inside a number or a word do not.
# An enumeration (、) shares its verb, and with it its negation: 没有食堂、图书馆.
_PARTS = r"[，；：。！？｡…;?!\n\r\x0b\x0c\x85\u2028\u2029]|[,:](?![0-9])|(?<![0-9])[,:]"
_ONWARDS = re.compile(rf"{_PARTS}|(?<=\w\w)\.(?=\s|\Z)")
_BACKWARDS = re.compile(rf"{_PARTS}|(?<!\S)\.(?=\w\w)")


def sentences(text: str) -> Iterator[tuple[int, int, str]]:
    """The sentences of a text as ``(start, end, language)``, in order, in code points.

    A Chinese one ends after 。！？；?!… and what closes quotes and brackets behind them, an
    English one where Punkt says, and either at the end of a line. White space around a
    sentence is left out, and so is what holds no letter, digit or Han character. The
    language is ``zh`` where there is a Han character, and for numbers in a text with one.
    """
    for line in _LINE.finditer(text):
        for start, end in _of_line(text, *line.span()):
            part = text[start:end]
            if any(map(str.isalnum, part)):
                first = start + len(part) - len(part.lstrip())
                last = start + len(part.rstrip())
                yield first, last, language(part, text)


def language(part: str, around: str) -> str:
    """``zh`` where there is a Han character in ``part``, ``en`` where there is a Latin word.

    Numbers and single letters are of the language around them: 3 and K in 3号楼K队.
    """
    if _HAN.search(part):
        return "zh"
    return "en" if _WORD.search(part) or not _HAN.search(around) else "zh"


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around ``text[start:end]``: between commas, colons and ends of sentences.

    The signs that bound it and the white space inside them are left out.
    """
    line = text.rfind("\n", 0, start) + 1
    backwards = text[line : start + 1][::-1]  # from the first character of the span
    before = _BACKWARDS.search(backwards, 1 if start < len(text) else 0)
    after = _ONWARDS.search(text, end)
    first = line + len(backwards) - before.start() if before else line
    last = after.start() if after else len(text)
    return start - len(text[first:start].lstrip()), end + len(text[end:last].rstrip())


def _of_line(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    if not _HAN.search(text, begin, end):
        yield from _english(text, begin, end)
        return
    for piece in _PIECE.finditer(text, begin, end):
        if _HAN.search(piece[0]):
            yield from _mixed(text, *piece.span())
        else:
            yield from _english(text, *piece.span())


def _english(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in english.sentences(text[begin:end]):
        yield begin + first, begin + last


def _mixed(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A Chinese sentence, without the whole English ones that go before it.

    English that follows Chinese is part of its sentence, whatever marks it has.
    """
    at = begin
    for spoken, start, stop in runs(text[begin:end]):
        if spoken == "en":
            for first, last in _english(text, begin + start, begin + stop):
                alone = not any(map(str.isalnum, text[at:first]))
                if alone and last < end and _WHOLE.match(text, first, last):
                    yield at, last
                    at = last
    yield at, end

"""Printed pages back into paragraphs: lines broken by the page are joined again.

A page knows only lines. One that is full goes on in the next; one that is short,
or is followed by what begins like a heading or an item, ends its paragraph.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from workbench.corpus.importers.layout import CJK

FULL = 0.8  # of the usual width: justified Latin lines differ that much in characters
BRIMFUL = 0.95  # for a line that ends a sentence, and so perhaps its paragraph
ENDS = "。！？!?.…”"
USUAL = 0.85  # the rank of the usual width among those of a page
FEW = 4  # lines of a page that has no usual width of its own
EDGE = 2  # lines at the head and at the foot of a page that may be running
PAGES = 3  # on which the same line has to stand to be a running one
PAIR = 2  # pages of a document that has no third: its outermost line has to be no sentence
SHARE = 0.3  # of the pages; heads of left and right pages differ
STARTS = re.compile(
    r"[一二三四五六七八九十百]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[\d一二三四五六七八九十百]{1,5}[章节条编]"
    r"|\d{1,2}(?:\.\d{1,2}){0,3}[.、．)]?\s+\S|[•·●▪◦‣–—]\s|\[\d{1,3}\]"
)
NUMBER = re.compile(
    r"[-–—·\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*(?:/|of|共)\s*\d{1,4}(?:\s*页)?)?[-–—·\s]*"
    r"|page\s+(\d{1,4})(?:\s+of\s+\d{1,4})?",
    re.I,
)
EAST = re.compile(f"[{CJK}“”‘’…—·]")
HYPHENS = "-\u2010\u00ad"


def paragraphs(lines: Sequence[str], width: float) -> list[str]:
    """The paragraphs of a page; ``width`` is that of a full line, in columns."""
    made: list[str] = []
    before = ""
    for line in lines:
        if line.strip() and before.strip() and _goes_on(before.strip(), line.strip(), width):
            made[-1] = joined(made[-1], line)
        elif line.strip():
            made.append(line.lstrip())
        before = line
    return [each.rstrip() for each in made]


def _goes_on(before: str, after: str, width: float) -> bool:
    """Whether a paragraph goes on from one line to the next."""
    if STARTS.match(after):
        return False
    if before[-1] not in ENDS:
        return columns(before) >= FULL * width
    other = bool(EAST.match(before[0])) != bool(EAST.match(after[0]))
    return columns(before) >= BRIMFUL * width and not other


def joined(before: str, after: str) -> str:
    """Two parts of a paragraph as one: a space only between words, a hyphen closed."""
    left, right = before.rstrip(), after.lstrip()
    if len(left) > 1 and left[-1] in HYPHENS and left[-2].islower() and right[0].islower():
        return left[:-1] + right
    tight = bool(EAST.match(left[-1])) + bool(EAST.match(right[0]))
    parted = tight == 0 or (tight == 1 and left != before)  # a space typed at the end is meant
    return left + " " * parted + right


def columns(text: str) -> int:
    """The width of a line: Han characters count two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def usual_width(lines: Sequence[str]) -> float:
    """The width of a full line among ``lines``, or 0 if there are too few to know."""
    widths = sorted(columns(line.strip()) for line in lines if line.strip())
    return widths[int(USUAL * (len(widths) - 1))] if len(widths) >= FEW else 0


def running(pages: Sequence[Sequence[str]]) -> list[dict[int, str]]:
    """For each page its running lines by number, and why each of them is one."""
    seen: Counter[tuple[int, str]] = Counter()
    for page in pages:
        seen.update({(place, _key(page[number])) for number, place in _edges(page)})
    least = max(PAGES, SHARE * len(pages))
    counted = _counted(pages)
    found: list[dict[int, str]] = []
    for index, page in enumerate(pages):
        why: dict[int, str] = {}
        for number, place in _edges(page):
            key = _key(page[number])
            if _printed(page[number]) - index in counted:
                why[number] = "page number"
            elif key.strip("#") and (seen[place, key] >= least or _pairs(pages, place, key)):
                edge = "head" if place > 0 else "foot"
                why[number] = f"the same line at the {edge} of {seen[place, key]} pages"
        found.append(why)
    return found


def _pairs(pages: Sequence[Sequence[str]], place: int, key: str) -> bool:
    """Whether both pages of a document of two begin, or end, with one line; full pages only."""
    filled = [[line for line in page if line.strip()] for page in pages]
    if len(pages) != PAIR or abs(place) != 1 or min(map(len, filled)) <= 2 * EDGE:
        return False
    outer = [_key(page[0 if place > 0 else -1]) for page in filled]
    return outer == [key] * PAIR and key[-1] not in ENDS


def _edges(page: Sequence[str]) -> list[tuple[int, int]]:
    """The outer lines of a page as ``(number, place)``; places count 1, 2 and -1, -2."""
    filled = [number for number, line in enumerate(page) if line.strip()]
    places = {number: place for place, number in enumerate(filled[:EDGE], 1)}
    feet = {number: -place for place, number in enumerate(reversed(filled[-EDGE:]), 1)}
    return list(({**feet, **places} if len(filled) > 2 * EDGE else places | feet).items())


def _key(line: str) -> str:
    """A line with the number of its page left open."""
    return re.sub(r"^\d+ | \d+$", "#", " ".join(line.split()))


def _printed(line: str) -> float:
    """The page number a line consists of, or one that no page has."""
    found = NUMBER.fullmatch(line.strip())
    return int(found[1] or found[2]) if found else float("inf")


def _counted(pages: Sequence[Sequence[str]]) -> set[float]:
    """How far printed numbers run ahead of the pages, where two pages after one another agree."""
    ahead = [
        {_printed(page[number]) - index for number, _ in _edges(page)}
        for index, page in enumerate(pages)
    ]
    return {each for one, other in pairwise(ahead) for each in one & other} - {float("inf")}

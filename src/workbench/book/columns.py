"""How wide the columns of a printed table are, and which of its rows may break.

A page cannot be scrolled. A table that would not fit into its lines gets the
full width: each column first what its longest word needs, then the rest where
it makes the table lower. A table of one line a row is left to the typesetter.
"""

import re
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from workbench.book import tree

LINE = 92  # what fits into one line of a table, in halves of a Chinese character
SMALL = 105  # what fits in the small type of a table of many columns
TINY = 119  # and in the type of one of very many
LYING = 180  # and in that type if the page lies on its side
FEW = 4  # columns up to which a table keeps its larger type
MANY = 7  # and up to which the type is small, not tiny
INSET = 2.7  # the air left and right of a cell, in the same measure
LONGEST = 40  # beyond this a word is broken, and asks for no more width
LOW = 8  # lines up to which a row stays whole: about a fifth of a page
TALL, SIDEWAYS = "tall", "sideways"  # the classes by which the typesetter knows them

# Chinese breaks anywhere, and a long word at its hyphen; 2018-08-08 and f-pu-01 do not.
_WORD = re.compile(r"(?:[^\s\u2E80-\uFFFF-]|-(?=\d)|(?<![A-Za-z]{3})-)+-?")
_HAN = re.compile(r"[\u2E80-\uFFFF]{1,4}")  # no line of a column is one character of four

# How wide a letter is if it is not about as wide as a digit; all of a head are bold.
_WIDTHS = dict.fromkeys("fijlrtI.,:;'!()[]|/-", 0.65) | dict.fromkeys("mwMW%", 1.55)
_WIDTHS |= dict.fromkeys("ABCDEFGHKNOPQRUVXY", 1.3)
BOLD = 1.1


def share_width(table: tree.Element) -> None:
    """Give the columns of a table that is too wide for a line their shares of it.

    A row too high to stay whole gets the class ``tall``, and a table whose words
    do not fit upright ``sideways``.
    """
    for old in list(table.iter("colgroup")):
        tree.remove(old)
    rows = list(table.iter("tr"))
    needs, texts = extents(rows)
    if not texts.size or (texts.max(axis=0) + INSET).sum() <= LINE:
        return
    line = room(needs)
    if line == LYING:
        table.set("class", f"{table.get('class', '')} {SIDEWAYS}".strip())
    given = shares(needs, texts, line=line)
    for row, lines in zip(rows, heights(texts, given).max(axis=1), strict=True):
        if lines > LOW:
            row.set("class", f"{row.get('class', '')} {TALL}".strip())
    group = tree.new("colgroup")
    for percent in percentages(given):
        group.append(tree.new("col", style=f"width: {percent}%"))
    caption = table.find("caption")
    table.insert(0 if caption is None else 1, group)


def extents(rows: list[tree.Element]) -> tuple[list[float], NDArray[np.float64]]:
    """What each column needs for its longest word, and how long the text of each cell is.

    A cell over several columns counts for none of them.
    """
    needs: dict[int, float] = {}
    found: dict[tuple[int, int], int] = {}
    for at_row, row in enumerate(rows):
        at = 0
        for cell in row.iterchildren("td", "th"):
            span = int(cell.get("colspan") or 1)
            if span == 1:
                need, found[at_row, at] = _extent(cell)
                needs[at] = max(needs.get(at, 0), need)
            at += span
    columns = max(needs, default=-1) + 1
    texts = np.zeros((len(rows), columns))
    for place, length in found.items():
        texts[place] = length
    return [needs.get(at, INSET) for at in range(columns)], texts


def _extent(cell: tree.Element) -> tuple[float, int]:
    text, weight = tree.text(cell), BOLD if cell.tag == "th" else 1
    whole = sum(2 if ord(letter) >= 0x2E80 else 1 for letter in text)
    longest = max(map(_wide, _WORD.findall(text)), default=2)
    chinese = 2 * max(map(len, _HAN.findall(text)), default=1)
    return max(min(LONGEST, weight * longest), chinese) + INSET, whole


def _wide(word: str) -> float:
    return sum(_WIDTHS.get(letter, 1) for letter in word)


def room(needs: list[float]) -> int:
    """How much fits into a line in the type that the template has for so many columns."""
    if len(needs) <= MANY:
        return LINE if len(needs) <= FEW else SMALL
    return TINY if sum(needs) <= TINY else LYING


def shares(needs: list[float], texts: NDArray[np.float64], *, line: int) -> NDArray[np.float64]:
    """Widths of the columns: what each needs, and the rest where it lowers the rows most.

    A row is as high as its highest cell. That maximum is taken softly, by a high
    power, so that two cells of one height are both widened.
    """
    given = np.array(needs, dtype=float)
    for _ in range(int(line - sum(needs))):
        high = heights(texts, given)
        rows = (high**8).sum(axis=1, keepdims=True)
        gain = high**9 * np.where(rows > 0, rows, 1) ** (1 / 8 - 1) / np.maximum(texts, 1)
        given[gain.sum(axis=0).argmax()] += 1
    return given


def heights(texts: NDArray[np.float64], given: NDArray[np.float64]) -> NDArray[np.float64]:
    """About how many lines each cell has in columns of these widths."""
    return texts / np.maximum(given - INSET, 1)


def percentages(given: NDArray[np.float64]) -> list[int]:
    """Widths in whole shares of a hundred."""
    ends = [0.0, *accumulate(given)]
    return [round(100 * b / ends[-1]) - round(100 * a / ends[-1]) for a, b in pairwise(ends)]

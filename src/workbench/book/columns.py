"""How wide the columns of a printed table are.

A page cannot be scrolled. A table that would not fit gets the full width: each
column first what its longest word needs, then its share by what it holds. A
table that fits is left to the typesetter.
"""

import re
from itertools import accumulate, pairwise

from workbench.book import tree

LINE = 80  # what fits into one line of a table, in halves of a Chinese character
SMALL = 105  # what fits in the small type of a table of many columns
FEW = 4  # columns up to which a table keeps its larger type
INSET = 4  # the air left and right of a cell, in the same measure
LONGEST = 40  # beyond this a cell is broken into lines, and asks for no more width

# Chinese breaks anywhere, and a long word at its hyphen; 2018-08-08 and f-pu-01 do not.
_WORD = re.compile(r"(?:[^\s\u2E80-\uFFFF-]|-(?=\d)|(?<![A-Za-z]{3})-)+")


def share_width(table: tree.Element) -> None:
    """Give the columns of a table that is too wide for a line their shares of it."""
    for old in list(table.iter("colgroup")):
        tree.remove(old)
    wanted = widths(table)
    if sum(min(LONGEST, asked) for _, asked in wanted) <= LINE:
        return
    group = tree.new("colgroup")
    for percent in percentages(wanted):
        group.append(tree.new("col", style=f"width: {percent}%"))
    caption = table.find("caption")
    table.insert(0 if caption is None else 1, group)


def widths(table: tree.Element) -> list[tuple[int, int]]:
    """What each column needs and asks for; a cell over several columns counts for none."""
    needs: dict[int, int] = {}
    asks: dict[int, int] = {}
    for row in table.iter("tr"):
        at = 0
        for cell in row.iterchildren("td", "th"):
            span = int(cell.get("colspan") or 1)
            if span == 1:
                need, ask = _extent(tree.text(cell))
                needs[at] = max(needs.get(at, 0), need)
                asks[at] = max(asks.get(at, 0), ask)
            at += span
    columns = range(max(asks, default=-1) + 1)
    return [(needs.get(at, INSET), asks.get(at, INSET)) for at in columns]


def _extent(text: str) -> tuple[int, int]:
    whole = sum(2 if ord(letter) >= 0x2E80 else 1 for letter in text)
    longest = max(map(len, _WORD.findall(text)), default=2)
    return min(LONGEST, longest) + INSET, whole + INSET


def percentages(wanted: list[tuple[int, int]]) -> list[int]:
    """Whole shares of a hundred: the needs first, the rest by what is asked beyond them.

    By the square root: a text four times as long becomes twice as wide and as high.
    """
    line = SMALL if len(wanted) > FEW else LINE
    spare = max(0, line - sum(need for need, _ in wanted))
    beyond = [max(0, ask - need) ** 0.5 for need, ask in wanted]
    each = spare / (sum(beyond) or 1)
    needs = (need for need, _ in wanted)
    ends = [0.0, *accumulate(need + each * more for need, more in zip(needs, beyond, strict=True))]
    return [round(100 * b / ends[-1]) - round(100 * a / ends[-1]) for a, b in pairwise(ends)]

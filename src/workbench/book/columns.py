"""How wide the columns of a printed table are.

A page cannot be scrolled. A table that would not fit gets the full width,
shared by what its columns hold; a table that fits is left to the typesetter.
"""

from itertools import pairwise

from workbench.book import tree

LINE = 80  # what fits into one line of a table, in halves of a Chinese character
LONGEST = 40  # beyond this a cell is broken into lines, and asks for no more width


def share_width(table: tree.Element) -> None:
    """Give the columns of a table that is too wide for a line their shares of it."""
    for old in list(table.iter("colgroup")):
        tree.remove(old)
    wanted = widths(table)
    if sum(wanted) <= LINE:
        return
    group = tree.new("colgroup")
    for percent in percentages(wanted):
        group.append(tree.new("col", style=f"width: {percent}%"))
    caption = table.find("caption")
    table.insert(0 if caption is None else 1, group)


def widths(table: tree.Element) -> list[int]:
    """What each column asks for; a cell over several columns asks for none."""
    asked: dict[int, int] = {}
    for row in table.iter("tr"):
        at = 0
        for cell in row.iterchildren("td", "th"):
            span = int(cell.get("colspan") or 1)
            if span == 1:
                asked[at] = max(asked.get(at, 4), min(LONGEST, _width(tree.text(cell)) + 2))
            at += span
    return [asked.get(at, 4) for at in range(max(asked, default=-1) + 1)]


def _width(text: str) -> int:
    return sum(2 if ord(letter) >= 0x2E80 else 1 for letter in text)


def percentages(wanted: list[int]) -> list[int]:
    """Whole shares of a hundred, in proportion, which together make a hundred."""
    total, ends = sum(wanted), [0]
    for each in wanted:
        ends.append(ends[-1] + each)
    return [round(100 * b / total) - round(100 * a / total) for a, b in pairwise(ends)]

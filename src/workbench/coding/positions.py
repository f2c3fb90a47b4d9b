"""Positions that other programs give: the same span counted in other units."""

import bisect
import functools
import itertools
from collections.abc import Callable

from workbench.errors import InputError

SHOWN = 80  # characters of a quote, in a refusal

_UNITS: dict[str, tuple[Callable[[str], int], int]] = {  # width of a character, and of a BOM
    "code points": (lambda _: 1, 1),
    "UTF-16 units": (lambda character: 1 + (ord(character) > 0xFFFF), 1),
    "UTF-8 bytes": (lambda character: len(character.encode()), 3),
}
_LINE_ENDS = {"": (0, False), ", CRLF": (1, False), ", BOM": (0, True), ", CRLF, BOM": (1, True)}


def positions(text: str, start: int, end: int, quote: str) -> tuple[int, int, str]:
    """The span of a stored text that another program calls ``[start, end)``.

    Returns ``start`` and ``end`` in code points and how they were counted: in
    "code points", "UTF-16 units" or "UTF-8 bytes", with ", CRLF" where a line end
    was counted as two and ", BOM" where the byte order mark was counted. The first
    of these that leads to ``quote`` is taken; InputError if none does.
    """
    said = quote.replace("\r\n", "\n").replace("\r", "\n")
    for (extra, (line_end, bom)), unit in itertools.product(_LINE_ENDS.items(), _UNITS):
        offsets = _offsets(text, unit, line_end, bom)
        span = bisect.bisect_left(offsets, start), bisect.bisect_left(offsets, end)
        exact = [offsets[at] if at < len(offsets) else None for at in span] == [start, end]
        if exact and said and text[slice(*span)] == said:
            return *span, unit + extra
    raise InputError(
        f"[{start}, {end}) is not {quote[:SHOWN]!r}, whether counted in {', '.join(_UNITS)}, "
        "with or without CRLF line ends and BOM; export the passage again or re-select it"
    )


@functools.lru_cache(maxsize=16)  # the selections of a document come one after another
def _offsets(text: str, unit: str, line_end: int, bom: bool) -> list[int]:
    width, mark = _UNITS[unit]
    widths = (width(character) + line_end * (character == "\n") for character in text)
    return list(itertools.accumulate(widths, initial=mark * bom))

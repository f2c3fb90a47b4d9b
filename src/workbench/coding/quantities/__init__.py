"""Amounts, counts, shares, dates, ranks and ranges in a text, each with its span and reading.

What is found is a proposal: a person decides which of them is a figure of the study. So it
is read as it is printed and nothing is concluded: a qualifier, a unit and a denominator are
only those that stand beside the number.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain

from workbench.coding.quantities import calendar, counted, shares, spans
from workbench.coding.quantities.quantity import Quantity

__all__ = ["Quantity", "quantities"]

Dated = tuple[int, int, str]

_FINDERS = (spans.ranges, shares.shares, shares.ordinals, calendar.years, counted.counted)
_HALF_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    ord("％"): "%",
    ord("．"): ".",
    ord("\u00a0"): " ",
    ord("\u3000"): " ",
}
_SENTENCE = re.compile(r"[。！？!?；;\n]|\.(?=\s)")


def quantities(text: str, *, dates: Iterable[Dated] = (), today: str = "") -> list[Quantity]:
    """Every quantity of ``text`` in its order; no two overlap.

    dates : the dates of the text that bear a year, as ``(start, end, iso)``
    today : the date of the text, which settles the year of a day and month printed alone
    """
    flat = text.translate(_HALF_WIDTH)  # a character for a character: positions stay
    found: list[Quantity] = []
    taken = bytearray(len(text))
    days = chain(calendar.given(dates), calendar.days(flat, today))
    for each in chain(days, *(finder(flat) for finder in _FINDERS)):
        if not any(taken[each.start : each.end]):
            taken[each.start : each.end] = b"\1" * (each.end - each.start)
            found.append(each)
    return _with_periods(sorted(found), flat)


def _with_periods(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """Each with the date that stands before it in its sentence, or else after it."""
    ends = [match.start() for match in _SENTENCE.finditer(text)] + [len(text)]
    sentence, dated = _counter(ends), dict[int, list[Quantity]]()
    for each in found:
        if each.kind == "date":
            dated.setdefault(sentence(each.start), []).append(each)
    sentence = _counter(ends)
    return [_with_period(each, dated.get(sentence(each.start), [])) for each in found]


def _counter(ends: Sequence[int]) -> Callable[[int], int]:
    """Return a function from rising positions to the number of their sentence."""
    at = 0

    def sentence(position: int) -> int:
        nonlocal at
        while ends[at] < position:
            at += 1
        return at

    return sentence


def _with_period(each: Quantity, dates: Sequence[Quantity]) -> Quantity:
    if each.kind == "date" or not dates:
        return each
    before = [date for date in dates if date.end <= each.start]
    return replace(each, period=(before[-1] if before else dates[0]).value)

"""Dates in a text beyond those with a year and a notation: days alone, and bare years."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from workbench.coding.quantities.numerals import HAN, chinese
from workbench.coding.quantities.quantity import Quantity, beside_han, noun

_FINENESS = {4: "year", 7: "month", 10: "date"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_NAME = "|".join(_MONTHS)
_DAY_ZH = re.compile(
    rf"(?<![\d年])(?P<month>\d{{1,2}}|[{HAN}]{{1,3}})月(?P<day>\d{{1,2}}|[{HAN}]{{1,3}})[日号]"
)
_DAY_EN = re.compile(
    rf"\b(?P<month>{_NAME}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? \d{{4}})"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?P<month2>{_NAME})\b"
)
_YEAR = re.compile(r"(?<![\w.,:/#〔\[-])(?:19|20)\d\d(?![\w%/\]〕-]|[.,]\d| ?年)")
_CITED = re.compile(r"[A-Za-z.,，]\s*[（(][^()（）]*$")
_CLOSED = re.compile(r"[a-z]?\s?[)）;]")
_WHEN = re.compile(r"\b(?:in|since|by|of|until|during|from|to|before|after|year)\s$", re.I)


def given(dates: Iterable[tuple[int, int, str]]) -> Iterator[Quantity]:
    """Dates that were found elsewhere, as quantities."""
    for start, end, iso in dates:
        yield Quantity(start, end, "date", iso, unit=_FINENESS[len(iso)])


def days(text: str, today: str) -> Iterator[Quantity]:
    """Days without a year: the last such day up to ``today``, where that is a day."""
    for match in _DAY_ZH.finditer(text):
        yield from _day(match.span(), chinese(match["month"]), chinese(match["day"]), today)
    for match in _DAY_EN.finditer(text):
        month = 1 + _MONTHS.index(match["month"] or match["month2"])
        yield from _day(match.span(), Decimal(month), Decimal(match["day"] or match["day2"]), today)


def _day(
    span: tuple[int, int], month: Decimal | None, day: Decimal | None, today: str
) -> Iterator[Quantity]:
    if month and day and month <= 12 and day <= 31:
        short = f"{int(month):02}-{int(day):02}"
        year = int(today[:4]) - (short > today[5:]) if len(today) == 10 else 0
        yield Quantity(*span, "date", f"{year}-{short}" if year else f"--{short}", unit="date")


def years(text: str) -> Iterator[Quantity]:
    """Years in an English sentence; not those of a reference, as in (Li, 2011)."""
    for match in _YEAR.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        cited = _CLOSED.match(text, match.end()) and _CITED.search(before)
        if cited or beside_han(text, *match.span()):
            continue
        if _WHEN.search(before) or not noun(text, match.end()):
            yield Quantity(*match.span(), "date", match[0], unit="year")

"""Ranges: 3-5个, 3-5万元, 六七十岁, 30%~40%, between 3 and 5, 10-15, 2016-2020."""

import re
from collections.abc import Iterator
from decimal import Decimal

from workbench.coding.quantities import units
from workbench.coding.quantities.numerals import (
    ARABIC,
    CHINESE,
    ENGLISH,
    HAN,
    chinese,
    english,
    plain,
)
from workbench.coding.quantities.quantity import (
    ALONE_ZH,
    FREE,
    UNIT_ZH,
    Quantity,
    beside_han,
    is_year,
    noun,
    refers,
)

_CHINESE = re.compile(
    rf"{ALONE_ZH}(?P<low>{ARABIC}[百千万亿]*|[{HAN}]+)(?:{UNIT_ZH}|%)? ?[-–—~～〜至到]{{1,2}} ?"
    rf"(?P<high>{CHINESE})(?P<unit>{UNIT_ZH}|%)"
)
_NEIGHBOURS = re.compile(
    rf"(?<![{HAN}])(?P<before>[十百千]?)(?P<two>一二|二三|两三|三四|三五|四五|五六|六七|七八|八九)"
    rf"(?P<place>[十百千万亿]*)(?P<unit>{UNIT_ZH})"
)
_ENGLISH = re.compile(
    rf"(?P<opens>between |from )?{FREE}\b(?P<low>{ENGLISH})%?(?P<joined> ?[-–—] ?| to | and )"
    rf"(?P<high>{ENGLISH})(?![\w:/-]|[.,]\d)(?P<percent> ?%)?",
    re.I,
)


def ranges(text: str) -> Iterator[Quantity]:
    """Ranges with both ends; a low end without a magnitude has that of the high one."""
    for match in _CHINESE.finditer(text):
        high = chinese(match["high"])
        yield from _range(match, _low(match, high), high, _unit(match["unit"]))
    for match in _NEIGHBOURS.finditer(text):
        low, high = (chinese(match["before"] + digit + match["place"]) for digit in match["two"])
        yield from _range(match, low, high, _unit(match["unit"]))
    for match in _ENGLISH.finditer(text):
        if match["joined"] == " and " and (match["opens"] or "").lower() != "between ":
            continue
        if beside_han(text, *match.span()) or refers(text, match.start()):
            continue
        years = is_year(match["low"]) and is_year(match["high"])
        unit = "year" if years else "%" if match["percent"] else noun(text, match.end())
        yield from _range(match, english(match["low"]), english(match["high"]), unit)


def _low(match: re.Match[str], high: Decimal | None) -> Decimal | None:
    """The low end; of 3-5万元 it is 30,000."""
    magnitude = re.search("[百千万亿]+$", match["high"])
    if high is not None and magnitude and re.fullmatch(ARABIC, match["low"]):
        scaled = chinese(match["low"] + magnitude[0])
        if scaled is not None and scaled < high:
            return scaled
    return chinese(match["low"])


def _unit(word: str) -> str:
    return units.UNITS_ZH.get(word, word)


def _range(
    match: re.Match[str], low: Decimal | None, high: Decimal | None, unit: str
) -> Iterator[Quantity]:
    if low is not None and high is not None and low < high:
        yield Quantity(*match.span(), "range", plain(low), high=plain(high), unit=unit)

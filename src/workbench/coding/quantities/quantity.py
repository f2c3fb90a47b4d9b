"""A quantity as it is read, and the patterns that several of its finders share."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.coding.quantities import units
from workbench.coding.quantities.numerals import HAN


@dataclass(frozen=True, order=True)
class Quantity:
    """A number ``text[start:end]`` as it is read.

    kind : amount, count, share, date, ordinal or range
    value, high : a plain decimal or an ISO date; ``high`` is the upper end of a range
    denominator : the whole of a share that is printed with it, as in "24 of 51"
    unit : a measure (CNY, m2, years), a measure word (个), a noun, % or a part of the calendar
    period : the ISO date that stands nearest in the sentence, or empty
    """

    start: int
    end: int
    kind: str
    value: str
    high: str = ""
    denominator: str = ""
    unit: str = ""
    qualifier: str = ""
    period: str = ""


def choice(words: Iterable[str]) -> str:
    """An alternation of ``words``, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def named(patterns: Mapping[str, str], prefix: str, *, tail: str = "") -> str:
    """An alternation in which each pattern is a group called ``prefix_name``."""
    return "|".join(f"(?P<{prefix}_{name}>(?:{words}){tail})" for name, words in patterns.items())


UNIT_ZH = rf"(?!{units.NO_UNIT_ZH})(?:{choice(units.UNITS_ZH)})"
BEFORE_ZH = rf"(?:(?:{named(units.BEFORE_ZH, 'before')}) ?)?"
BEFORE_EN = rf"(?:\b{named(units.BEFORE_EN, 'said', tail=' ')})?"
AFTER_ZH = rf"(?:{named(units.AFTER_ZH, 'after')})?"
AFTER_EN = rf"(?: ?(?:{named(units.AFTER_EN, 'after')}))?"
FREE = r"(?<![\dA-Za-z:/\[#§$-])(?<!\d[.,])"  # no part of a code, a time or a longer number
ALONE_ZH = rf"{FREE}(?<![第{HAN}])"

_REFERRED = re.compile(
    rf"(?:\b{units.REFERENCES_EN}|{units.REFERENCES_ZH})\s?(?:\d+\s?(?:and|,|to|[-–])\s?)?$", re.I
)
_WORDS = re.compile(r"[ -]([A-Za-z][A-Za-z'’]*)")
_STOPS = re.compile(
    "and|or|of|in|to|for|with|by|from|on|at|the|an?|that|who|which|ha(?:ve|s|d)|were|are|is|was|as"
    "|but|than|per|will|can|be|been|this|these|those|its?|their|then|also"
)
_PLURAL = {"people", "staff", "personnel", "children", "women", "men"}


def noun(text: str, end: int) -> str:
    """The plural noun that an English number counts, within the next four words; or nothing."""
    found = ""
    for _ in range(4):
        word = _WORDS.match(text, end)
        if word is None or _STOPS.fullmatch(word[1].lower()):
            break
        spoken = word[1].lower()
        plural = spoken in _PLURAL or re.search(r"[^sui']s$", spoken)
        if found and not plural:
            break
        found, end = spoken if plural else found, word.end()
    return found


def qualifier(match: re.Match[str]) -> str:
    """The qualifier whose words a pattern above found, or nothing."""
    said = (name.partition("_")[2] for name, words in match.groupdict().items() if words)
    return next((name for name in said if name in units.BEFORE_ZH), "")


def refers(text: str, start: int) -> bool:
    """Whether the number at ``start`` names a place in a text, as in Table 3."""
    return bool(_REFERRED.search(text[max(0, start - 20) : start]))


def is_year(numeral: str) -> bool:
    """Whether a numeral may be a year of the last century or this one."""
    return bool(re.fullmatch(r"(?:19|20)\d\d", numeral))


def beside_han(text: str, start: int, end: int) -> bool:
    """Whether a Chinese character touches ``text[start:end]``."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return bool(re.search(r"[\u3400-\u9fff]", around))

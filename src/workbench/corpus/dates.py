"""Dates as Chinese and English documents print them, read as ISO.

A date that no calendar has (30 February, month 13) is none, and neither is a damaged one:
what is left of it would be a guess.
"""

import datetime
import re

_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_GAP = r"[ \t\u00a0\u3000]{0,3}"
_SPACE = r"[ \t\u00a0]{1,3}"
_TEN = r"[一二三四五六七八九十]{1,3}"

# Each part of a notation says what it is. A year never follows another digit.
_NUMERIC = (
    r"(?<![\d.])(?P<y1>\d{4})(?P<sep>[-/.])(?P<m1>\d{1,2})(?P=sep)(?P<d1>\d{1,2})(?!\d|[-/.]\d)"
)
_CHINESE = (
    rf"(?<!\d)(?P<y2>\d{{4}}|[〇○零一二三四五六七八九]{{4}}){_GAP}年"
    rf"(?:{_GAP}(?P<m2>\d{{1,2}}|{_TEN}){_GAP}月"
    rf"(?:{_GAP}(?P<d2>\d{{1,2}}|{_TEN}){_GAP}[日号])?)?(?!代|度)"
)
_DAY_FIRST = (
    rf"\b(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?{_SPACE}(?:of{_SPACE})?"
    rf"(?P<m3>{_NAME}),?{_SPACE}(?P<y3>\d{{4}})\b"
)
_MONTH_FIRST = (
    rf"\b(?P<m4>{_NAME}){_SPACE}(?:(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,{_GAP}"
    rf"|(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?{_SPACE})?(?P<y4>\d{{4}})\b"
)
_NOTATIONS = re.compile("|".join((_NUMERIC, _CHINESE, _DAY_FIRST, _MONTH_FIRST)))
_UNITS = (
    ("y1", "y2", "y3", "y4"),
    ("m1", "m2", "m3", "m4"),
    ("d1", "d2", "d3", "d4", "d5"),
)


def parsed(text: str) -> list[tuple[int, int, str]]:
    """Every date of ``text`` as ``(start, end, iso)``, in the order of the text.

    ``iso`` is as fine as the notation: 2018, 2018-08 or 2018-08-08. Read are
    2018-08-08, 2018/8/8, 2018.8.8, 2018年8月8日, 二〇一八年八月, full-width digits,
    8 August 2018, August 8, 2018 and Aug. 2018. Years run from 1800 to 2199.
    """
    found = ((match.span(), _iso(match)) for match in _NOTATIONS.finditer(text))
    return [(start, end, iso) for (start, end), iso in found if iso]


def day(text: str) -> str:
    """``text`` as ISO where it is exactly one date in some notation, else as it stands."""
    said = text.strip()
    found = parsed(said)
    return found[0][2] if [(start, end) for start, end, _ in found] == [(0, len(said))] else text


def _iso(match: re.Match[str]) -> str:
    """The date of one notation, empty where the calendar has no such day."""
    year, month, day = (_number(next(filter(None, match.group(*unit)), "")) for unit in _UNITS)
    if not 1800 <= year < 2200:
        return ""
    try:
        whole = datetime.date(year, abs(month), abs(day)).isoformat()
    except ValueError:
        return ""
    return whole[: 10 if day > 0 else 7 if month > 0 else 4]


def _number(written: str) -> int:
    """A number in digits, in Chinese digits (二〇二一), in Chinese tens (二十一), or a month.

    0 where it is none, -1 where nothing is written.
    """
    if not written:
        return -1
    if written[0].isdecimal():
        return int(written)
    if written[0].isascii():
        return _MONTHS.index(written[:3].lower()) + 1
    if "十" not in written:
        return int("".join(str(_DIGITS[digit]) for digit in written))
    tens, _, ones = written.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)

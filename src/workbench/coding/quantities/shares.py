"""Shares of a whole and ranks: 47.06 %, 百分之四十七, 七成五, 24 of 51; 第三, the third."""

import re
from collections.abc import Iterator
from decimal import Decimal

from workbench.coding.quantities import units
from workbench.coding.quantities.numerals import (
    ARABIC,
    CHINESE,
    DIGITS,
    ENGLISH,
    HAN,
    chinese,
    english,
    plain,
)
from workbench.coding.quantities.quantity import (
    AFTER_ZH,
    BEFORE_EN,
    BEFORE_ZH,
    FREE,
    UNIT_ZH,
    Quantity,
    is_year,
    noun,
    qualifier,
)

_DIGIT = "".join(DIGITS)
_PERCENT = re.compile(
    rf"(?:{BEFORE_ZH}|{BEFORE_EN}){FREE}(?P<number>{ARABIC}|(?:{ENGLISH})(?= ?per ?cent))"
    rf"(?: ?%| ?per ?cent(?! ?age)\b){AFTER_ZH}",
    re.I,
)
_FRACTION = re.compile(rf"{BEFORE_ZH}(?P<whole>[{HAN}]+|\d+)分之(?P<number>{CHINESE}){AFTER_ZH}")
_TENTHS = re.compile(
    rf"{BEFORE_ZH}(?<![{HAN}组构形养完变合达建])(?P<number>[{_DIGIT}])成(?P<half>半|[{_DIGIT}])?"
    rf"(?![立员为功果长就本年都熟分绩效]){AFTER_ZH}"
)
_OF = re.compile(
    rf"{BEFORE_EN}{FREE}\b(?P<number>{ENGLISH}) (?:out )?of (?:the |its |their |all |these )?"
    rf"(?P<whole>{ENGLISH})(?![\w%.:/-]*\d)\b",
    re.I,
)
_RANK_ZH = re.compile(rf"第(?P<number>\d+|[{HAN}]+)(?!{units.NOT_RANKED_ZH})(?P<unit>{UNIT_ZH})?")
_FIRST = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_RANKS = {word: str(rank) for rank, word in enumerate((*_FIRST, "tenth"), start=1)}
_RANK_EN = re.compile(
    r"\b(?:(?<=\bthe )|(?<=\bits )|(?<=\btheir )|(?<=\bour )|(?<=\bthis )|(?<=\ba ))"
    rf"(?P<word>{'|'.join(_RANKS)})\b(?!-| (?:{units.NOT_RANKED_EN})\b)"
    r"|\b(?P<number>\d+)(?:st|nd|rd|th)\b",
    re.I,
)


def shares(text: str) -> Iterator[Quantity]:
    """Percentages, fractions, tenths, and parts printed with their whole."""
    for match in _PERCENT.finditer(text):
        if (value := english(match["number"])) is not None:
            yield _share(match, value)
    for match in _FRACTION.finditer(text):
        value, whole = chinese(match["number"]), chinese(match["whole"])
        if value is not None and whole:
            yield _share(match, value, whole=None if whole == 100 else whole)
    for match in _TENTHS.finditer(text):
        half = 5 if match["half"] == "半" else DIGITS.get(match["half"], 0)
        yield _share(match, Decimal(10 * DIGITS[match["number"]] + half))
    for match in _OF.finditer(text):
        value, whole = english(match["number"]), english(match["whole"])
        if value is not None and whole and value <= whole and not is_year(match["whole"]):
            yield _share(match, value, whole=whole, unit=noun(text, match.end()))


def _share(
    match: re.Match[str], value: Decimal, *, whole: Decimal | None = None, unit: str = ""
) -> Quantity:
    return Quantity(
        *match.span(),
        "share",
        plain(value),
        denominator=plain(whole) if whole else "",
        unit=unit if whole else "%",
        qualifier=qualifier(match),
    )


def ordinals(text: str) -> Iterator[Quantity]:
    """Ranks, but not what numbers a law or a title: 第三条, 第三方, a third party."""
    for match in _RANK_ZH.finditer(text):
        if (value := chinese(match["number"])) is not None:
            end = match.end("number")
            yield Quantity(match.start(), end, "ordinal", plain(value), unit=match["unit"] or "")
    for match in _RANK_EN.finditer(text):
        rank = _RANKS[match["word"].lower()] if match["word"] else match["number"]
        yield Quantity(*match.span(), "ordinal", rank, unit=noun(text, match.end()))

"""Amounts and counts: 138万元, 十余家, 近8万人; nearly 80,000 residents, 1.38 million yuan."""

import re
from collections.abc import Iterator
from decimal import Decimal

from workbench.coding.quantities import units
from workbench.coding.quantities.numerals import CHINESE, ENGLISH, HAN, chinese, english, plain
from workbench.coding.quantities.quantity import (
    AFTER_EN,
    AFTER_ZH,
    ALONE_ZH,
    BEFORE_EN,
    BEFORE_ZH,
    UNIT_ZH,
    Quantity,
    beside_han,
    choice,
    is_year,
    noun,
    qualifier,
    refers,
)

_CHINESE = re.compile(
    rf"{BEFORE_ZH}{ALONE_ZH}(?P<number>{CHINESE})(?P<inside>[{''.join(units.INSIDE_ZH)}]?)"
    rf"(?P<magnitude>[百千万亿]*) ?(?P<unit>{UNIT_ZH}){AFTER_ZH}"
)
_ENGLISH = re.compile(
    rf"{BEFORE_EN}(?P<currency>(?:{choice(units.CURRENCIES)}) ?)?"
    rf"(?<![\dA-Za-z:/\[#§+-])(?<!\d[.,])(?<!\+ )(?P<number>{ENGLISH})(?![\w%:/\]-]|[.,]\d|\+ ?\d)"
    rf"(?: ?(?P<unit>{choice(units.MEASURES_EN)})(?![\w-]))?"
    rf"(?: (?:per|a|each|every) (?P<per>year|month|week|day|person|household)\b)?{AFTER_EN}",
    re.I,
)
_COMMON = re.compile(r"one|zero|hundred|thousand|million|billion|trillion", re.I)
_VAGUE = re.compile(rf"一|[百千万亿][{HAN}]*")  # an article, or part of a phrase
_TIME = {"years", "months", "days", "weeks"}


def counted(text: str) -> Iterator[Quantity]:
    """Numbers with a measure, a measure word or a noun; a bare one in English alone.

    A lone 一 or one is an article, and 百, 千, 万 alone belong to phrases.
    """
    for match in _CHINESE.finditer(text):
        value = _value(match)
        if value is None or (_VAGUE.fullmatch(match["number"]) and not _qualifier(match)):
            continue
        if match["unit"] == "年" and value >= 1000:
            span = match.start("number"), match.end("unit")
            yield Quantity(*span, "date", plain(value), unit="year")
        else:
            yield _chinese(match, value)
    for match in _ENGLISH.finditer(text):
        value = english(match["number"])
        if value is None or _COMMON.fullmatch(match["number"]):
            continue
        if not (beside_han(text, *match.span()) or refers(text, match.start())):
            yield from _english(text, match, value)


def _value(match: re.Match[str]) -> Decimal | None:
    """The number; a magnitude that follows 余 or 多 multiplies it, as in 100多万."""
    value = chinese(match["number"])
    scale = chinese(f"1{match['magnitude']}") if match["inside"] else Decimal(1)
    return None if value is None or scale is None else value * scale


def _qualifier(match: re.Match[str]) -> str:
    return qualifier(match) or units.INSIDE_ZH.get(match["inside"], "")


def _chinese(match: re.Match[str], value: Decimal) -> Quantity:
    unit = units.UNITS_ZH[match["unit"]]
    since = match["before_nearly"] == "近" and unit in _TIME  # 近3年: the last three years
    return Quantity(
        match.start("number") if since else match.start(),
        match.end(),
        "amount" if match["unit"] in units.MEASURES_ZH else "count",
        plain(value),
        unit=unit,
        qualifier="" if since else _qualifier(match),
    )


def _english(text: str, match: re.Match[str], value: Decimal) -> Iterator[Quantity]:
    money = units.CURRENCIES.get((match["currency"] or "").strip().lower())
    measure = units.MEASURES_EN.get((match["unit"] or "").lower()) or money
    unit, number = measure or noun(text, match.end()), match["number"]
    bare = not (unit or qualifier(match))
    if (bare and (is_year(number) or not number[0].isdigit())) or _numbers_a_list(text, match):
        return
    yield Quantity(
        *match.span(),
        "amount" if measure else "count",
        plain(value),
        unit=f"{unit}/{match['per'].lower()}" if match["per"] else unit,
        qualifier=qualifier(match),
    )


def _numbers_a_list(text: str, match: re.Match[str]) -> bool:
    """Whether the number opens a line as ``1.``, ``(1)`` or a heading's 2.1 does."""
    line = text.rfind("\n", 0, match.start()) + 1
    opens = not text[line : match.start()].strip(" #*>-(（")
    after = text[match.end() :][:3]
    headed = "." in match["number"] and re.match(r"\s+[A-Z\u3400-\u9fff]", after)
    return opens and bool(headed or re.match(r"\.(?:\s|$)|[)）、:]|\s*$", after))

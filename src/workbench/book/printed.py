"""How a figure of the ledger reads in a sentence: its qualifier, its number, its unit."""

import json
from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

Row = Mapping[Hashable, Any]

FIGURES = "figures.json"  # beside the chapters; what the role {figure} prints, by id
QUALIFIERS = {
    "": ("", ""),
    "more_than": ("超过", "more than"),
    "at_least": ("至少", "at least"),
    "nearly": ("近", "nearly"),
    "about": ("约", "about"),
    "at_most": ("至多", "at most"),
    "less_than": ("不足", "less than"),
}
SPOKEN = {"CNY": "yuan", "CNY/year": "yuan a year", "persons": "people", "m2": "m²"}
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
UNREAD = ("（未读：修复已关闭）", "(not read: its repair is switched off)")


def figures(table: pd.DataFrame) -> str:
    """What a chapter may print, as JSON: id -> ``zh``, ``en`` and the page of its evidence."""
    rows = {
        row["id"]: {"zh": zh(row), "en": en(row), "page": f"evidence/{row['doc']}"}
        for row in table.to_dict("records")
    }
    return json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def zh(row: Row) -> str:
    """The figure in a Chinese sentence: 近8万人, 超过47%, 2016年3月."""
    if not row["value"]:
        return UNREAD[0]
    if row["kind"] == "date":
        parts = zip(row["value"].split("-"), "年月日", strict=False)
        return "".join(f"{int(number)}{sign}" for number, sign in parts)
    if row["kind"] == "ordinal":
        return f"第{row['value']}"
    number = _ends(row, _myriads, "至")
    whole = "" if row["unit"] == "%" or not row["denominator"] else row["denominator"]
    said = f"{whole}中的{number}" if whole.isdigit() else number
    return f"{QUALIFIERS[row['qualifier']][0]}{said}{row['unit_zh'] or row['unit']}"


def en(row: Row) -> str:
    """The figure in an English sentence: nearly 80,000 people, more than 47 %, March 2016."""
    if not row["value"]:
        return UNREAD[1]
    if row["kind"] == "date":
        year, month, day = (*row["value"].split("-"), "", "")[:3]
        named = MONTHS[int(month) - 1] if month else ""
        return " ".join(part for part in (day.lstrip("0"), named, year) if part)
    if row["kind"] == "ordinal":
        return _ranked(int(row["value"]))
    number, unit = _ends(row, _grouped, "–"), SPOKEN.get(row["unit"], row["unit"])
    whole = "" if row["unit"] == "%" else row["denominator"]
    said = f"{number} of {whole}" if whole.isdigit() else number
    return " ".join(part for part in (QUALIFIERS[row["qualifier"]][1], said, unit) if part)


def _ends(row: Row, form: Any, dash: str) -> str:
    ends = [row["value"], *([row["high"]] if row["high"] else [])]
    return dash.join(form(Decimal(each)) for each in ends)


def _myriads(number: Decimal) -> str:
    """8万, 138万, 1.2亿: by the largest of them that leaves two decimals at most."""
    for scale, sign in ((10**8, "亿"), (10**4, "万")):
        if abs(number) >= scale and not (100 * number) % scale:
            return f"{_plain(number / scale)}{sign}"
    return _plain(number)


def _grouped(number: Decimal) -> str:
    """80,000 and 1.38 million."""
    for scale, word in ((10**9, "billion"), (10**6, "million")):
        if abs(number) >= scale and not (100 * number) % scale:
            return f"{_plain(number / scale)} {word}"
    return f"{number:,}"


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _ranked(rank: int) -> str:
    teens = rank % 100 in (11, 12, 13)
    return f"{rank}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(rank % 10, 'th')}"

"""What figures say of one another: a share agrees with its parts, a sum with its addends."""

import re
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from workbench.errors import Fault, InputError, did_you_mean
from workbench.schema import ids
from workbench.sums import total

NUMBER = r"-?\d+(?:\.\d+)?"

Row = Mapping[Hashable, Any]


def faults(rows: pd.DataFrame) -> list[Fault]:
    """Shares, parts and sums that do not follow from the figures they name."""
    known = {row["id"]: row for row in rows.reset_index().to_dict("records")}
    return [
        Fault("", (row["line"],), f"{row['id']}: {message}")
        for row in rows.reset_index().to_dict("records")
        for message in _unknown(row, known) or _relations(row, known)
    ]


def agrees(share: str, qualifier: str, exact: Decimal) -> bool:
    """Whether a printed ``share`` is what one would print of ``exact``, both in percent.

    Without a qualifier ``exact`` is rounded half either way to the decimals printed. A
    qualified share differs from it by less than a unit of its last digit that is not 0,
    on the side that the qualifier says: more than 47 % is said of 47.06, and not of 48.2.
    """
    value, unit = Decimal(share), _unit(share)
    more, less = value < exact < value + unit, value - unit < exact < value
    at = exact == value
    return {
        "": abs(exact - value) <= Decimal(1).scaleb(-_decimals(share)) / 2,
        "more_than": more,
        "at_least": more or at,
        "nearly": less,
        "less_than": less,
        "at_most": less or at,
        "about": more or less or at,
    }[qualifier]


def _decimals(share: str) -> int:
    return len(share.partition(".")[2])


def _unit(share: str) -> Decimal:
    """The place of the last digit that is not 0: 1 in 47, 10 in 50, 0.1 in 47.1."""
    digits = share.replace(".", "")
    zeros = len(digits) - len(digits.rstrip("0"))
    return Decimal(1).scaleb(zeros - _decimals(share))


def _unknown(row: Row, known: Mapping[str, Row]) -> list[str]:
    """Figures that a row names and that there are not."""
    named = [("numerator", row["numerator"]), ("denominator", row["denominator"])]
    named += [("sum_of", each) for each in ids(row["sum_of"])]
    return [
        f"{column} {name!r} is no {'other ' if name == row['id'] else ''}figure of the ledger"
        + did_you_mean(name, set(known) - {row["id"]})
        for column, name in named
        if name and (name not in known or name == row["id"])
        if not (column == "denominator" and re.fullmatch(NUMBER, name))
    ]


def _relations(row: Row, known: Mapping[str, Row]) -> Iterator[str]:
    whole = known.get(row["denominator"])
    if row["numerator"] and row["kind"] != "share":
        yield f"only a share has a numerator; this is of the kind {row['kind']!r}"
    elif row["numerator"] and not row["denominator"]:
        yield "a numerator needs its denominator"
    elif row["numerator"]:
        yield from _share(row, known[row["numerator"]], whole)
    elif whole is not None and row["kind"] != "share":
        yield from _part(row, whole)
    if row["sum_of"]:
        yield from _sum(row, [known[name] for name in ids(row["sum_of"])])


def _share(row: Row, part: Row, whole: Row | None) -> Iterator[str]:
    of = whole["value"] if whole is not None else row["denominator"]
    counted = [part, *([whole] if whole is not None else [])]
    for each in counted:
        if each["qualifier"] or each["kind"] not in {"count", "amount"}:
            yield f"no share follows from {each['id']}, which is no exact count or amount"
            return
    if whole is not None and part["denominator"] != whole["id"]:
        yield f"{part['id']} has to name {whole['id']} as its denominator"
    if {each["period"] for each in counted} != {row["period"]}:
        yield "its period is not that of its numerator and denominator"
    if not Decimal(of):
        yield "its denominator is 0"
    elif not agrees(
        row["value"], row["qualifier"], exact := 100 * Decimal(part["value"]) / Decimal(of)
    ):
        printed = f"{row['qualifier'].replace('_', ' ')} {row['value']}".strip()
        yield f"{part['value']} of {of} is {exact:.2f} %, and it says {printed} %"


def _part(row: Row, whole: Row) -> Iterator[str]:
    for name in ("unit", "period"):
        if row[name] != whole[name]:
            yield f"{name} {row[name]!r}, but its whole {whole['id']} has {whole[name]!r}"
    if Decimal(row["value"]) > Decimal(whole["value"]):
        yield f"a part of {row['value']}, but its whole {whole['id']} is {whole['value']}"


def _sum(row: Row, addends: list[Row]) -> Iterator[str]:
    try:
        made = total([{str(key): value for key, value in each.items()} for each in addends])
    except InputError as error:
        yield f"sum_of: {error}"
        return
    for name in ("unit", "period", "qualifier"):
        if row[name] != addends[0][name]:
            yield f"sum_of: {name} {row[name]!r}, but its addends have {addends[0][name]!r}"
    if made != Decimal(row["value"]):
        yield f"sum_of: its addends make {made}, and it says {row['value']}"

"""The ledger of figures: each number as printed, as read, and with its span."""

import re
from collections.abc import Collection, Hashable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from workbench.coding import relations
from workbench.coding.relations import NUMBER
from workbench.coding.segments import quote_hash
from workbench.errors import Fault
from workbench.schema import ID

KINDS = {"amount", "count", "share", "date", "ordinal", "range"}
MEASURED = {"amount", "count", "share", "range"}  # what has a definition
QUALIFIERS = {"", "more_than", "at_least", "nearly", "about", "at_most", "less_than"}

_NUMBER = re.compile(NUMBER)
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def faults(rows: pd.DataFrame, *, repairs: Mapping[str, Collection[str]]) -> list[Fault]:
    """Figures that are not their own quotation, or are read in a way nobody declared.

    ``repairs`` maps a document to the names of the repairs that its card proves. What
    figures say of one another is looked at once each of them is sound.
    """
    found = [
        Fault("", (row["line"],), f"{row['id']}: {message}")
        for row in rows.reset_index().to_dict("records")
        for message in [*_figure(row, repairs.get(row["doc"], ())), *_kind(row)]
    ]
    return found or relations.faults(rows)


def read(rows: pd.DataFrame, applied: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """``rows`` without the values that rest on a repair which is switched off.

    ``applied`` maps a document to the repairs by which it is read.
    """
    off = [
        bool(repair) and repair not in applied[doc]
        for doc, repair in zip(rows["doc"], rows["repair"], strict=True)
    ]
    return rows.assign(value=rows["value"].mask(pd.Series(off, index=rows.index, dtype=bool), ""))


def _figure(row: Mapping[Hashable, Any], repairs: Collection[str]) -> Iterator[str]:
    if not re.fullmatch(ID, row["id"]):
        yield "an id is small letters, digits and hyphens"
    if quote_hash(row["raw"]) != row["quote_sha256"]:
        yield f"raw {row['raw']!r} is not the passage of its span; copy it as it stands"
    if not (_NUMBER.fullmatch(row["value"]) or _DATE.fullmatch(row["value"])):
        yield f"value {row['value']!r} is neither a number nor an ISO date"
    if row["qualifier"] not in QUALIFIERS:
        yield f"qualifier {row['qualifier']!r} is none of {sorted(QUALIFIERS)}"
    if row["repair"] and row["repair"] not in repairs:
        yield f"repair {row['repair']!r} is not declared on the card of {row['doc']}"
    if not 0 <= row["confidence"] <= 1:
        yield f"confidence {row['confidence']} is not between 0 and 1"
    if not (row["measures_zh"] and row["measures_en"]):
        yield "what it measures is said in both languages"


def _kind(row: Mapping[Hashable, Any]) -> Iterator[str]:
    """What does not fit the kind of a figure."""
    kind = row["kind"]
    if kind not in KINDS:
        yield f"kind {kind!r} is none of {sorted(KINDS)}"
    elif _NUMBER.fullmatch(row["value"]) and kind == "date" and not _DATE.fullmatch(row["value"]):
        yield f"kind 'date', but the value {row['value']!r} is none"
    elif not _NUMBER.fullmatch(row["value"]) and _DATE.fullmatch(row["value"]) and kind != "date":
        yield f"kind {kind!r}, but the value {row['value']!r} is a date"
    if (kind == "range") != bool(row["high"]):
        yield "a range, and nothing else, has its upper end in high"
    elif row["high"] and not _above(row["high"], row["value"]):
        yield f"high {row['high']!r} is not above the value {row['value']!r}"
    if kind in MEASURED and not re.fullmatch(ID, row["definition"]):
        yield f"definition {row['definition']!r}: say what is counted, as teams-founded"


def _above(high: str, low: str) -> bool:
    numbers = _NUMBER.fullmatch(high) and _NUMBER.fullmatch(low)
    return bool(numbers) and Decimal(high) > Decimal(low)

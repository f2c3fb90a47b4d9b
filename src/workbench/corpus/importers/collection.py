"""Collections: one file that holds many documents, a row a document.

A collection may be larger than the memory, so rows are read one by one, and one
bad row is reported with its line and does not stop the others.
"""

import csv
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from workbench.corpus.facts import SEVERAL, SINGLE, SPELLED
from workbench.errors import InputError, UsageError, did_you_mean

FIELDS = (*SINGLE, *SEVERAL, *SPELLED)
LISTS = {name for name in FIELDS if SPELLED.get(name, name) in SEVERAL}
FIELD_LIMIT = 200 * 2**20  # characters of one field; Python's csv stops at 131,072 otherwise


class Row(NamedTuple):
    """One document: its text with LF line ends, and those fields of its card that say something.

    ``number`` is the line on which it begins (its row, in a parquet file), from 1.
    """

    number: int
    text: str
    fields: dict[str, str]


class BadRow(NamedTuple):
    """A row that is no document, why, and what to do."""

    number: int
    message: str


class Ignored(NamedTuple):
    """Columns that no card has, with the line on which they were first seen."""

    number: int
    columns: list[str]


def rows(
    lines: Iterable[str], kind: Literal["csv", "tsv", "jsonl"], *, text_column: str = "text"
) -> Iterator[Row | BadRow | Ignored]:
    """The documents of a collection, in order; columns without a use are named once.

    lines : as an open text file yields them (with ``newline=""``), without a byte order mark.
    A tsv file quotes as a spreadsheet does. Blank lines are passed over.
    Raises UsageError where no column is called ``text_column``, and InputError where the
    header is missing or names a column twice.
    """
    if kind == "jsonl":
        yield from _json_rows(lines, text_column)
    else:
        yield from _separated_rows(lines, "," if kind == "csv" else "\t", text_column)


def row(number: int, values: Mapping[str, object], *, text_column: str = "text") -> Row | BadRow:
    """The document of one row; ``values`` are Python's own, None or NaN where there is none.

    Numbers and dates become strings; the lists ``authors``, ``places`` and ``cases`` are
    joined by ``;``. Blank fields are left out.
    """
    try:
        text = values.get(text_column)
        if not isinstance(text, str | None):
            raise ValueError(f"{text_column!r} is {_kind(text)}, not a string")
        fields = {name: scalar(name, values[name]) for name in FIELDS if name in values}
        fields = {n: clean(n, v) for n, v in fields.items() if v.strip() and n != text_column}
        text = clean(text_column, text or "").replace("\r\n", "\n").replace("\r", "\n")
    except ValueError as error:
        return BadRow(number, str(error))
    if not text.strip():
        return BadRow(number, f"no text: {text_column!r} is empty; fill it or take the row out")
    return Row(number, text, fields)


def unused(columns: Iterable[str], *, text_column: str = "text") -> list[str]:
    """The columns that no card has, in order.

    Raises UsageError with the columns there are where none is called ``text_column``.
    """
    names = list(columns)
    if text_column not in names:
        named = f"the columns are {', '.join(names)}; say which one it is: --text-column NAME"
        there = named if names else "there are no columns"
        hint = did_you_mean(text_column, names)
        raise UsageError(f"no column {text_column!r} to take the texts from{hint}; {there}")
    return [name for name in names if name not in {text_column, *FIELDS}]


def _separated_rows(
    lines: Iterable[str], delimiter: str, text_column: str
) -> Iterator[Row | BadRow | Ignored]:
    csv.field_size_limit(max(csv.field_size_limit(), FIELD_LIMIT))
    records = _records(lines, delimiter)
    first = next((record for record in records if record[1] != []), None)
    if first is None or isinstance(first[1], str):
        raise InputError(f"no header line: {first[1] if first else 'the file is empty'}")
    number, header = first[0], [name.strip() for name in first[1]]
    if twice := [name for at, name in enumerate(header) if name in header[:at]]:
        raise InputError(f"the header names {twice[0]!r} twice; rename one")
    if columns := unused(header, text_column=text_column):
        yield Ignored(number, columns)
    for number, values in records:
        if isinstance(values, str):
            yield BadRow(number, values)
        elif values and len(values) != len(header):
            wrong = f"{len(values)} fields where the header names {len(header)}"
            yield BadRow(number, f"{wrong}; put a text that holds the separator in quotes")
        elif values:
            fields = dict(zip(header, values, strict=True))
            yield row(number, fields, text_column=text_column)


def _records(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each record with the line it begins on, or the sentence that says why it cannot be read."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, f"broken row: {error}; write a quote inside a text twice"


def _json_rows(lines: Iterable[str], text_column: str) -> Iterator[Row | BadRow | Ignored]:
    seen: set[str] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            values = members(line)
        except ValueError as error:
            yield BadRow(number, str(error))
            continue
        if seen is None:  # a wrong name of the column is wrong in every line
            unused(values, text_column=text_column)
            seen = {text_column, *FIELDS}
        if new := [name for name in values if name not in seen]:
            seen.update(new)
            yield Ignored(number, new)
        yield row(number, values, text_column=text_column)


def members(line: str) -> dict[str, Any]:
    """The members of the object on a line of JSON; raises ValueError where it is none."""
    try:
        values = json.loads(line.rstrip(), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = f"{error.msg} at character {error.pos + 1}"
        raise ValueError(f"not a line of JSON: {where}") from None
    except RecursionError as error:
        raise ValueError(str(error)) from None
    if not isinstance(values, dict):
        raise ValueError(f"{_kind(values)} where an object is expected: {{...}}")
    return values


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        if name in values:
            raise ValueError(f"{name!r} stands twice in one object; take one out")
        values[clean("a key", name)] = value
    return values


def scalar(name: str, value: object) -> str:
    """A value of the column ``name`` as a string; raises ValueError where that says nothing."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            pass
        case int():
            return str(value)
        case float():  # a column of years with a gap is one of floats: 2018.0 is 2018, NaN the gap
            return "" if math.isnan(value) else f"{value:.15g}"
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case list() if name in LISTS and all(isinstance(item, str) for item in value):
            return ";".join(value)
    raise ValueError(f"{name!r} is {_kind(value)}, not a string")


def _kind(value: object) -> str:
    names = {str: "a string", bool: "a truth value", int: "a number", float: "a number"}
    names |= {list: "a list", dict: "an object", type(None): "null", bytes: "raw bytes"}
    return names.get(type(value), f"a {type(value).__name__}")


def clean(name: str, value: str) -> str:
    """``value``, if it can be stored as UTF-8 text; else raises ValueError."""
    if "\0" in value:
        raise ValueError(f"{name!r} holds a NUL character; this is no text, export it again")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        half = f"U+{ord(value[error.start]):04X}"
        raise ValueError(f"{name!r} holds half a character ({half}); export it again") from None
    return value

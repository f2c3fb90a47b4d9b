"""Tables people edit or open in a spreadsheet."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from workbench.errors import Finding
from workbench.files import write_bytes, write_text
from workbench.schema import Schema
from workbench.store.tables import conform, empty

NUMBERS = {"int64": np.int64, "float64": float}

# What begins a formula, also in full or small width and after what is not seen (OWASP).
FORMULA = re.compile(r"[\t\r\n]|[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[-=+@＝＋－＠﹦﹢﹣﹫]")


def read_csv(path: Path, schema: Schema, *, shown: str) -> tuple[pd.DataFrame, list[Finding]]:
    """A table people edit, indexed by the line on which each row ends.

    A row that does not fit the schema is left out and reported; the rest is
    kept, up to where the file can no longer be read as a table at all.
    """
    rows: list[list[Any]] = []
    lines: list[int] = []
    findings: list[Finding] = []
    delimiter = "\t" if path.suffix == ".tsv" else ","
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"not UTF-8 at byte {error.start}; save it as UTF-8"
        return empty(schema), [Finding(shown, 0, message)]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
        if header != list(schema):
            message = f"the first line has to be: {delimiter.join(schema)}"
            if len(header) == 1 and header[0].count(";") == len(schema) - 1:
                message = "the columns are parted by semicolons; save the table with commas"
            return empty(schema), [Finding(shown, 1, message)]
        for row in reader:
            values, fault = _row(row, schema) if row else ([], "")
            if fault:
                findings.append(Finding(shown, reader.line_num, fault))
            elif values:
                rows.append(values)
                lines.append(reader.line_num)
    except csv.Error as error:
        message = f"cannot be read on from here ({error}); check the quotation marks"
        findings.append(Finding(shown, reader.line_num, message))
    table = pd.DataFrame(rows, columns=list(schema), index=pd.Index(lines, name="line"))
    return table.astype(schema), findings


def _row(row: list[str], schema: Schema) -> tuple[list[Any], str]:
    if len(row) != len(schema):
        return [], f"{len(row)} fields instead of {len(schema)}; check commas and quotes"
    values: list[Any] = []
    for text, (name, kind) in zip(row, schema.items(), strict=True):
        try:
            values.append(NUMBERS[kind](text) if kind in NUMBERS else text)
        except (ValueError, OverflowError):
            return [], f"{name}: {text!r} is not a number"
        if kind in NUMBERS and "_" in text:  # Python reads 1_000 as a thousand
            return [], f"{name}: {text!r} is not a number"
    return values, ""


def write_csv(table: pd.DataFrame, path: Path, schema: Schema) -> Path:
    """Write a table people may read: UTF-8, LF, the columns of ``schema``."""
    return write_text(csv_text(table, schema), path)


def csv_text(table: pd.DataFrame, schema: Schema) -> str:
    """A table people may read as CSV; ``read_csv`` gives the same rows back."""
    written = conform(table, schema, "table")
    text = written.to_csv(index=False, lineterminator="\n")
    if "\r" in text:  # not every Python quotes it, and a reader would end the row there
        text = written.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    return str(text)


def write_spreadsheet(table: pd.DataFrame, path: Path) -> Path:
    """Write a table for Excel and its kin: CSV in UTF-8 with a BOM, lines end in CRLF.

    A text that a spreadsheet would run as a formula gets an apostrophe before
    it; numbers stay numbers. The lossless table is that of ``write_csv``.
    """
    shown = table.apply(lambda column: column.map(_unarmed)).rename(columns=_unarmed)
    text = shown.to_csv(index=False, lineterminator="\r\n")
    return write_bytes(text.encode("utf-8-sig"), path)


def _unarmed(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value

"""Reading and writing tables and records: the only room that knows file formats.

Bytes are put in place by ``files``, so that a reader finds the old file or the
new one. Every artefact has a JSON sidecar that says what it was made from.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from workbench.errors import Finding, InputError
from workbench.files import read_text, write_bytes, write_text
from workbench.project import Project
from workbench.schema import ARTEFACTS, Schema

NUMBERS = {"int64": np.int64, "float64": float}

# What begins a formula, also in full or small width and after what is not seen (OWASP).
FORMULA = re.compile(r"[\t\r\n]|[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[-=+@＝＋－＠﹦﹢﹣﹫]")

ARROW = {
    "str": pa.string(),
    "int64": pa.int64(),
    "int32": pa.int32(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "category": pa.dictionary(pa.int32(), pa.string()),
}


@dataclass(frozen=True)
class Provenance:
    """What an artefact was made from; the same provenance gives the same bytes.

    ``inputs`` maps what was read (a path from the study's root, or ``code`` for
    the package) to its sha256, or to an empty string where it is absent.
    """

    inputs: dict[str, str]
    settings: dict[str, Any]
    versions: dict[str, str]

    def difference(self, other: "Provenance") -> list[str]:
        """What differs in ``other``, each as ``changed|new|gone NAME``."""
        return [
            *_difference(self.inputs, other.inputs, "file"),
            *_difference(self.settings, other.settings, "setting"),
            *_difference(self.versions, other.versions, "version of"),
        ]


def _difference(old: dict[str, Any], new: dict[str, Any], kind: str) -> list[str]:
    def verb(name: str) -> str:
        return "new" if name not in old else "gone" if name not in new else "changed"

    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return [f"{verb(name)} {kind} {name}" for name in names]


def sha256(data: bytes | str) -> str:
    """The sha256 of bytes, or of the UTF-8 bytes of a string, in hexadecimal."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def file_hash(path: Path) -> str:
    """The sha256 of a file's bytes, or of a folder's files with their names.

    An empty string where there is neither.
    """
    if path.is_dir():
        held = sorted(each for each in path.rglob("*") if each.is_file())
        return sha256("".join(f"{each.relative_to(path)} {file_hash(each)}\n" for each in held))
    return sha256(path.read_bytes()) if path.is_file() else ""


def versions(*packages: str) -> dict[str, str]:
    """The installed version of each package."""
    return {package: version(package) for package in packages}


def write_json(data: Any, path: Path) -> Path:
    """Write ``data`` as JSON with sorted keys and a final line end."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    return write_text(text + "\n", path)


def read_json(path: Path) -> Any:
    """The data of a JSON file."""
    return json.loads(read_text(path))


# --- tables -------------------------------------------------------------------


def save(
    table: pd.DataFrame, path: Path, schema: Schema, *, key: list[str], made_from: Provenance
) -> Path:
    """Write a table as Parquet, rows sorted by ``key``, with its sidecar.

    Raises ValueError where the table lacks a column of ``schema``, has another
    one, holds a value of another kind, or two rows share a key: a stage that
    does so is wrong, not the study.
    """
    written = _conform(table, schema, path.name).sort_values(key, kind="stable")
    doubled = written.duplicated(key)
    if doubled.any():
        raise ValueError(
            f"{path.name}: rows share the key {written.loc[doubled, key].iloc[0].tolist()}"
        )
    buffer = io.BytesIO()
    columns = {name: _arrow(written[name], kind) for name, kind in schema.items()}
    pq.write_table(pa.table(columns), buffer, compression="zstd")
    write_bytes(buffer.getvalue(), path)
    write_sidecar(path, made_from, rows=len(written))
    return path


def _arrow(values: pd.Series, kind: str) -> pa.Array:
    if kind == "category":  # pandas numbers a few categories with fewer bits
        codes, known = values.cat.codes.to_numpy(np.int32), values.cat.categories
        return pa.DictionaryArray.from_arrays(codes, pa.array(known, pa.string()))
    return pa.Array.from_pandas(values, type=ARROW[kind])


def _conform(table: pd.DataFrame, schema: Schema, name: str) -> pd.DataFrame:
    if set(table.columns) != set(schema):
        odd = sorted(set(table.columns) ^ set(schema))
        raise ValueError(f"{name}: columns {odd} are not those of its schema")
    for column, kind in schema.items():
        _refuse_misfits(table[column], kind, f"{name}: {column}")
    return table.astype(schema)[list(schema)]


def _refuse_misfits(values: pd.Series, kind: str, where: str) -> None:
    """Raise where ``astype`` would cut a fraction or take a word for a truth."""
    if kind.startswith("int") and pd.api.types.is_float_dtype(values) and (values % 1 != 0).any():
        raise ValueError(f"{where} holds NA or a fraction instead of a whole number")
    if kind == "bool" and len(values) and not pd.api.types.is_bool_dtype(values):
        raise ValueError(f"{where} holds something else than true and false")


def load(path: Path, schema: Schema) -> pd.DataFrame:
    """Read a table that ``save`` wrote; raises InputError where it is not there."""
    if not path.is_file():
        raise InputError(f"{path.name} is not built yet; run: workbench build")
    table = pq.read_table(path).to_pandas()
    return _conform(table, schema, path.name)


class Tables(Mapping[str, pd.DataFrame]):
    """The tables of a built study by name, each read when it is first asked for."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            stage, columns, _ = ARTEFACTS[name]
            self._read[name] = load(self._project.artefact(stage, f"{name}.parquet"), columns)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(ARTEFACTS)

    def __len__(self) -> int:
        return len(ARTEFACTS)


def write_sidecar(path: Path, made_from: Provenance, **facts: Any) -> Path:
    """Say beside ``path`` what it was made from and which bytes it has."""
    record = {"artefact": path.name, "sha256": file_hash(path), **facts, **vars(made_from)}
    return write_json(record, path.with_name(path.name + ".json"))


def is_intact(path: Path) -> bool:
    """Whether an artefact is there with the bytes that were written."""
    sidecar = path.with_name(path.name + ".json")
    try:
        return bool(read_json(sidecar)["sha256"] == file_hash(path))
    except (OSError, ValueError, KeyError):  # not there, or not whole
        return False


def staleness(paths: Iterable[Path], made_from: Provenance) -> list[str] | None:
    """Why artefacts have to be made again: [] if all are fresh, None if one is missing."""
    each = [_staleness(path, made_from) for path in paths]
    if any(reasons is None for reasons in each):
        return None
    return sorted({reason for reasons in each for reason in reasons or []})


def _staleness(path: Path, made_from: Provenance) -> list[str] | None:
    sidecar = path.with_name(path.name + ".json")
    try:
        record = read_json(sidecar)
        old = Provenance(record["inputs"], record["settings"], record["versions"])
    except (OSError, ValueError, KeyError):  # not there, or not whole
        return None
    if not path.exists():
        return None
    altered = [] if record["sha256"] == file_hash(path) else [f"altered by hand: {path.name}"]
    return altered + old.difference(made_from)


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


def empty(schema: Schema) -> pd.DataFrame:
    """A table of ``schema`` without rows."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in schema.items()})


def write_csv(table: pd.DataFrame, path: Path, schema: Schema) -> Path:
    """Write a table people may read: UTF-8, LF, the columns of ``schema``."""
    return write_text(csv_text(table, schema), path)


def csv_text(table: pd.DataFrame, schema: Schema) -> str:
    """A table people may read as CSV; ``read_csv`` gives the same rows back."""
    written = _conform(table, schema, "table")
    text = written.to_csv(index=False, lineterminator="\n")
    if "\r" in text:  # not every Python quotes it, and a reader would end the row there
        text = written.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    return str(text)


def parquet_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file, a batch at a time; raises InputError where it is none."""
    try:
        with pq.ParquetFile(path) as stored:
            for batch in stored.iter_batches(batch_size=1000):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"not a Parquet file ({error}); write it again") from None


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

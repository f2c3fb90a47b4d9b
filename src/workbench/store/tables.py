"""Tables of pandas: Parquet between the stages, CSV where people read and edit."""

import io
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from workbench import reads
from workbench.errors import InputError, UsageError
from workbench.files import write_bytes
from workbench.project import Project
from workbench.schema import Schema
from workbench.schema.artefacts import ARTEFACTS
from workbench.store.provenance import Provenance, sha256, write_sidecar
from workbench.store.scope import Scope, is_shared, within

OF = "#district="  # what parts the name of an artefact from the district whose rows were read

ARROW = {
    "str": pa.string(),
    "int64": pa.int64(),
    "int32": pa.int32(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "category": pa.dictionary(pa.int32(), pa.string()),
}


def save(
    table: pd.DataFrame, path: Path, schema: Schema, *, key: list[str], made_from: Provenance
) -> Path:
    """Write a table as Parquet, rows sorted by ``key``, with its sidecar.

    Raises ValueError where the table lacks a column of ``schema``, has another
    one, holds a value of another kind, or two rows share a key: a stage that
    does so is wrong, not the study.
    """
    written = conform(table, schema, path.name).sort_values(key, kind="stable")
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


def conform(table: pd.DataFrame, schema: Schema, name: str) -> pd.DataFrame:
    """The columns of ``schema`` in their kinds and order; raises ValueError for others."""
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
    reads.opened(path)
    return _loaded(path, schema)


def _loaded(path: Path, schema: Schema) -> pd.DataFrame:
    if not path.is_file():
        raise InputError(f"{path.name} is not built yet; run: workbench build")
    table = pq.read_table(path).to_pandas()
    return conform(table, schema, path.name)


class Tables(Mapping[str, pd.DataFrame]):
    """The tables of a built study by name, each read when it is first asked for.

    district : id of the place whose rows are given, nothing beyond them; all if empty.
        What compares or counts the whole study is refused with UsageError then.
    Whoever runs a notebook is told what it read, to the row: see ``reads``.
    """

    def __init__(self, project: Project, *, district: str = "") -> None:
        self._project = project
        self._district = district
        self._whole = _Whole(project)
        self._given: dict[str, pd.DataFrame] = {}

    def of(self, district: str) -> "Tables":
        """The tables of another district, or of all for an empty one."""
        return Tables(self._project, district=district)

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._given:
            self._given[name] = self._rows(name) if self._district else self._all(name)
        return self._given[name]

    def _all(self, name: str) -> pd.DataFrame:
        reads.opened(self._whole.path(name))
        return self._whole[name]

    def _rows(self, name: str) -> pd.DataFrame:
        rows = self._scope.rows(name, self._whole[name])
        if reads.is_watched():
            path = self._project.relative(self._whole.path(name))
            reads.note(path + OF + self._district, digest(rows))
        return rows

    @cached_property
    def _scope(self) -> Scope:
        return within(self._district, self._whole)

    def __iter__(self) -> Iterator[str]:
        return iter(ARTEFACTS)

    def __len__(self) -> int:
        return len(ARTEFACTS)


class _Whole(Mapping[str, pd.DataFrame]):
    """All rows of every table, noted by nobody: who gives them on notes what was given."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            self._read[name] = _loaded(self.path(name), ARTEFACTS[name].columns)
        return self._read[name]

    def path(self, name: str) -> Path:
        return self._project.artefact(ARTEFACTS[name].stage, f"{name}.parquet")

    def __iter__(self) -> Iterator[str]:
        return iter(ARTEFACTS)

    def __len__(self) -> int:
        return len(ARTEFACTS)


class Today:
    """The hashes of what runs have read, as of now: ``today(name)`` for any name noted.

    Artefacts are read once for all districts.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._tables = _Whole(project)
        self._scopes: dict[str, Scope] = {}
        self._shared: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """The hash of today; "" where there is no longer such a thing."""
        if name not in self._known:
            path, _, district = name.partition(OF)
            where = self._project.root / path
            self._known[name] = (
                self._rows(where.stem, district) if district else reads.file_hash(where)
            )
        return self._known[name]

    def _rows(self, name: str, district: str) -> str:
        try:
            if not is_shared(name):
                return self._digest(name, district)
            if name not in self._shared:
                self._shared[name] = self._digest(name, district)
            return self._shared[name]
        except (InputError, UsageError, KeyError, ValueError):  # not built, or of other versions
            return ""

    def _digest(self, name: str, district: str) -> str:
        if district not in self._scopes:
            self._scopes[district] = within(district, self._tables)
        return digest(self._scopes[district].rows(name, self._tables[name]))


def digest(rows: pd.DataFrame) -> str:
    """The sha256 of rows, written as JSON by columns: the same for the same values anywhere."""
    columns = {str(name): values.to_numpy(dtype=object) for name, values in rows.items()}
    return sha256(json.dumps({name: values.tolist() for name, values in columns.items()}))


def empty(schema: Schema) -> pd.DataFrame:
    """A table of ``schema`` without rows."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in schema.items()})

"""Tables of pandas: Parquet between the stages, CSV where people read and edit."""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from workbench.errors import InputError
from workbench.files import write_bytes
from workbench.project import Project
from workbench.schema import ARTEFACTS, Schema
from workbench.store.provenance import Provenance, write_sidecar

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
    if not path.is_file():
        raise InputError(f"{path.name} is not built yet; run: workbench build")
    table = pq.read_table(path).to_pandas()
    return conform(table, schema, path.name)


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


def empty(schema: Schema) -> pd.DataFrame:
    """A table of ``schema`` without rows."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in schema.items()})

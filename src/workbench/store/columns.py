"""Parquet of plain arrays, for tables of millions of rows that never become a data frame.

Nothing in a file depends on the time or the machine: the same columns give the same bytes.
"""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from workbench import reads
from workbench.errors import InputError
from workbench.files import write_bytes

Column = NDArray[Any] | Sequence[str]

# What grows along a document, as positions do, is stored by its differences.
PACKED = "DELTA_BINARY_PACKED"


def write_columns(path: Path, columns: Mapping[str, Column]) -> Path:
    """Write columns of one length: arrays of integers, and sequences of strings."""
    arrays = {name: _arrow(values) for name, values in columns.items()}
    packed = {name: PACKED for name, held in arrays.items() if pa.types.is_integer(held.type)}
    spelled = [name for name in arrays if name not in packed]
    buffer = io.BytesIO()
    pq.write_table(
        pa.table(arrays),
        buffer,
        compression="zstd",
        column_encoding=packed,
        use_dictionary=spelled,
        write_statistics=False,
    )
    return write_bytes(buffer.getvalue(), path)


def _arrow(values: Column) -> pa.Array:
    if isinstance(values, np.ndarray) and values.dtype != object:
        return pa.array(values)
    return pa.array(values, pa.string())


def read_columns(path: Path, names: Sequence[str] | None = None) -> dict[str, NDArray[Any]]:
    """The columns ``names`` (default: all) as arrays; strings as objects.

    Raises InputError where the file is not there or not whole.
    """
    table = _table(path, names)
    return {name: table[name].to_numpy() for name in table.column_names}


def find_value(path: Path, name: str, value: str) -> NDArray[np.int64]:
    """The rows in which a column of strings is ``value``, without making Python's strings."""
    import pyarrow.compute as pc

    found = pc.equal(_table(path, [name])[name], value)
    return np.flatnonzero(found.to_numpy())


def _table(path: Path, names: Sequence[str] | None) -> pa.Table:
    reads.opened(path)
    try:
        return pq.read_table(path, columns=None if names is None else list(names))
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{path}: not there or not whole ({error}); make it again") from None

"""Parquet of plain arrays, for tables of millions of rows that never become a data frame.

Nothing in a file depends on the time or the machine: the same columns give the same bytes.
pandas stays unloaded, which is a fifth of the time of a question to a large collection:
hence neither ``read_table`` nor ``pa.array`` nor ``to_numpy``.
"""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from pyarrow.lib import StringBuilder

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
        held = pa.py_buffer(np.ascontiguousarray(values))
        return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, held])
    spelled = StringBuilder()
    spelled.append_values(values)
    return spelled.finish()


def read_columns(path: Path, names: Sequence[str] | None = None) -> dict[str, NDArray[Any]]:
    """The columns ``names`` (default: all) as arrays; strings as objects.

    Raises InputError where the file is not there or not whole.
    """
    table = _table(path, names)
    return {name: _numpy(table[name]) for name in table.column_names}


def find_value(path: Path, name: str, value: str) -> NDArray[np.int64]:
    """The rows in which a column of strings is ``value``, without making Python's strings."""
    import pyarrow.compute as pc

    found = pc.indices_nonzero(pc.equal(_table(path, [name])[name], value))
    return _numpy(pa.chunked_array([found])).astype(np.int64)


def _table(path: Path, names: Sequence[str] | None) -> pa.Table:
    reads.opened(path)
    try:
        with pq.ParquetFile(path) as file:
            return file.read(columns=None if names is None else list(names))
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{path}: not there or not whole ({error}); make it again") from None


def _numpy(column: pa.ChunkedArray) -> NDArray[Any]:
    if pa.types.is_string(column.type):
        return np.array(column.to_pylist(), object)
    return np.from_dlpack(column.combine_chunks())

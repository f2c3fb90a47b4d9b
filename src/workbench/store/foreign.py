"""Parquet files of others: their columns and their rows, a batch at a time."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from workbench import reads
from workbench.errors import InputError

BATCH = 1000  # rows that are in the memory at a time


class Group(NamedTuple):
    """A group of rows of a Parquet file: how many there are, and the bytes they take."""

    rows: int
    size: int  # of the columns asked for, once decoded
    stored: int  # the same on the disk


def parquet_rows(
    path: Path, *, columns: Sequence[str] | None = None, groups: range | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file; raises InputError where it is none.

    ``columns`` and ``groups`` limit what is read; default is all.
    """
    with _opened(path) as stored:
        asked = None if groups is None else list(groups)
        for batch in stored.iter_batches(BATCH, row_groups=asked, columns=columns):
            yield from batch.to_pylist()


def parquet_columns(path: Path) -> list[str]:
    """The names of the columns."""
    with _opened(path) as stored:
        return list(stored.schema_arrow.names)


def parquet_groups(path: Path, columns: Sequence[str]) -> list[Group]:
    """The groups of rows, in order; their sizes are those of ``columns``."""
    with _opened(path) as stored:
        about = [stored.metadata.row_group(at) for at in range(stored.metadata.num_row_groups)]
        held = [(group, _chunks(group, columns)) for group in about]
        return [
            Group(
                group.num_rows,
                sum(chunk.total_uncompressed_size for chunk in chunks),
                sum(chunk.total_compressed_size for chunk in chunks),
            )
            for group, chunks in held
        ]


def parquet_hash(path: Path, columns: Sequence[str], groups: range) -> str:
    """The sha256 of the bytes of ``columns`` in ``groups``, as they are stored."""
    digest = hashlib.sha256(repr(list(columns)).encode())
    with _opened(path) as stored, path.open("rb") as stream:
        for group in groups:
            for chunk in _chunks(stored.metadata.row_group(group), columns):
                digest.update(f"{chunk.path_in_schema} {chunk.num_values}".encode())
                stream.seek(chunk.dictionary_page_offset or chunk.data_page_offset)
                digest.update(stream.read(chunk.total_compressed_size))
    return digest.hexdigest()


def _chunks(group: Any, columns: Sequence[str]) -> list[Any]:
    chunks = [group.column(at) for at in range(group.num_columns)]
    return [chunk for chunk in chunks if chunk.path_in_schema.split(".")[0] in columns]


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    reads.opened(path)
    try:
        with pq.ParquetFile(path, pre_buffer=False, buffer_size=2**16) as stored:
            yield stored
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"not a Parquet file ({error}); write it again") from None

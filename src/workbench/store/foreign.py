"""Parquet files of others: their columns, their rows, a batch at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from workbench.errors import InputError


def parquet_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file, a batch at a time; raises InputError where it is none."""
    try:
        with pq.ParquetFile(path) as stored:
            for batch in stored.iter_batches(batch_size=1000):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"not a Parquet file ({error}); write it again") from None

"""Reading and writing tables and records: the only room that knows file formats.

Bytes are put in place by ``files``, so that a reader finds the old file or the
new one. Every artefact has a JSON sidecar that says what it was made from.
"""

from typing import TYPE_CHECKING, Any

from workbench.store.provenance import (
    Provenance,
    file_hash,
    is_intact,
    read_json,
    sha256,
    staleness,
    versions,
    write_json,
    write_sidecar,
)

if TYPE_CHECKING:
    from workbench.store.columns import find_value, read_columns, write_columns
    from workbench.store.foreign import (
        parquet_columns,
        parquet_groups,
        parquet_hash,
        parquet_rows,
    )
    from workbench.store.sheets import csv_text, read_csv, write_csv, write_spreadsheet
    from workbench.store.tables import Tables, Today, empty, load, save

__all__ = [
    "Provenance",
    "Tables",
    "Today",
    "csv_text",
    "empty",
    "file_hash",
    "find_value",
    "is_intact",
    "load",
    "parquet_columns",
    "parquet_groups",
    "parquet_hash",
    "parquet_rows",
    "read_columns",
    "read_csv",
    "read_json",
    "save",
    "sha256",
    "staleness",
    "versions",
    "write_columns",
    "write_csv",
    "write_json",
    "write_sidecar",
    "write_spreadsheet",
]

# What needs pandas or pyarrow, which take up to a second to import: whoever only wants a
# hash does without both, and the processes that cut collections without pandas.
_LATE = {
    **dict.fromkeys(("Tables", "Today", "empty", "load", "save"), "tables"),
    **dict.fromkeys(("csv_text", "read_csv", "write_csv", "write_spreadsheet"), "sheets"),
    **dict.fromkeys(
        ("parquet_columns", "parquet_groups", "parquet_hash", "parquet_rows"), "foreign"
    ),
    **dict.fromkeys(("find_value", "read_columns", "write_columns"), "columns"),
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"workbench.store.{_LATE[name]}"), name)

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
    from workbench.store.foreign import parquet_rows
    from workbench.store.sheets import csv_text, read_csv, write_csv, write_spreadsheet
    from workbench.store.tables import Tables, empty, load, save

__all__ = [
    "Provenance",
    "Tables",
    "csv_text",
    "empty",
    "file_hash",
    "is_intact",
    "load",
    "parquet_rows",
    "read_csv",
    "read_json",
    "save",
    "sha256",
    "staleness",
    "versions",
    "write_csv",
    "write_json",
    "write_sidecar",
    "write_spreadsheet",
]

# What needs pandas, which takes half a second to import: the processes that cut
# collections do without it.
_LATE = {
    **dict.fromkeys(("Tables", "empty", "load", "save"), "tables"),
    **dict.fromkeys(("csv_text", "read_csv", "write_csv", "write_spreadsheet"), "sheets"),
    "parquet_rows": "foreign",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"workbench.store.{_LATE[name]}"), name)

"""The notebook as its author wrote it: code, prose and tags, not outputs.

Read as plain JSON, because importing nbformat takes two seconds and whoever
only asks what a notebook declares should not wait for it.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from workbench.errors import InputError, UsageError

Cell = dict[str, Any]

# What merely opening or running a notebook changes.
VOLATILE = {"collapsed", "execution", "papermill", "scrolled"}


def cells(notebook: Path) -> list[Cell]:
    """Return the cells, each with its source as one string."""
    content = _content(notebook)
    if content.get("nbformat") != 4 or not isinstance(content.get("cells"), list):
        raise InputError(f"{notebook.name}: not a version 4 notebook; save it again in JupyterLab")
    return [{**cell, "source": "".join(cell.get("source", ""))} for cell in content["cells"]]


def tagged(notebook: Path, tag: str) -> list[tuple[int, Cell]]:
    """Return the code cells that carry a tag, numbered from 1 among all cells."""
    return [
        (number, cell)
        for number, cell in enumerate(cells(notebook), start=1)
        if cell["cell_type"] == "code" and tag in cell.get("metadata", {}).get("tags", [])
    ]


def fingerprint(notebook: Path) -> str:
    """Return the sha256 of what the author wrote; opening a notebook leaves it alone."""
    written = [
        [cell["cell_type"], cell["source"], _lasting(cell.get("metadata", {}))]
        for cell in cells(notebook)
    ]
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


def _content(notebook: Path) -> dict[str, Any]:
    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"{notebook}: no such notebook; check its name") from None
    except ValueError as error:
        raise InputError(
            f"{notebook.name}: not a readable notebook ({error}); restore it from git"
        ) from None
    return content if isinstance(content, dict) else {}


def _lasting(metadata: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in metadata.items() if key not in VOLATILE}

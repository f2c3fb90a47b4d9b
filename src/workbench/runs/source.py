"""The notebook as its author wrote it: code, prose and tags, not outputs.

Read as plain JSON, because importing nbformat takes two seconds and whoever
only asks what a notebook declares should not wait for it.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbench.errors import InputError, UsageError

Cell = dict[str, Any]

# What merely opening, running or saving a notebook changes, in an editor or another.
VOLATILE = {
    *("ExecuteTime", "collapsed", "editable", "execution", "jupyter", "papermill"),
    *("scrolled", "slideshow", "trusted", "vscode"),
}
OF_THE_MACHINE = {"kernelspec", "language_info", "widgets"}  # of a notebook, not of a cell


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
        lasting(_content(notebook).get("metadata", {})),
        *(
            [
                *(cell["cell_type"], cell["source"], lasting(cell.get("metadata", {}))),
                cell.get("attachments", {}),
            ]
            for cell in cells(notebook)
        ),
    ]
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


def lasting(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an author wrote of the metadata of a notebook or a cell."""
    return {
        key: value
        for key, value in metadata.items()
        if key not in VOLATILE | OF_THE_MACHINE and value != []  # no tags, whether said or not
    }


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

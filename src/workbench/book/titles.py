"""Titles the build knows better: of the study, and of the chapters one notebook gives."""

import json
import re
from typing import Any

from workbench.book.escape import literal
from workbench.errors import InputError


def titled(notebook: bytes, title: str) -> bytes:
    """Return the notebook with ``title`` as its first heading.

    Raises ValueError if its first cell is not Markdown that begins with one.
    """
    content = json.loads(notebook)
    first = content["cells"][0]
    heading, *rest = "".join(first["source"]).splitlines(keepends=True)
    if first["cell_type"] != "markdown" or not heading.startswith("# "):
        raise ValueError("the first cell of a chapter is its heading")
    first["source"] = [f"# {literal(title)}\n", *rest]
    return _written(content)


def blank(title: str) -> bytes:
    """Return a notebook that holds nothing but its heading."""
    cell = {"cell_type": "markdown", "id": "cell-1", "metadata": {}, "source": [f"# {title}\n"]}
    content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return _written(content)


def noticed(notebook: bytes, notice: str) -> bytes:
    """Return the notebook with a notice that nobody overlooks under its heading."""
    content = json.loads(notebook)
    lines = [":::{warning}\n", f"{literal(notice)}\n", ":::\n"]
    cell = {"cell_type": "markdown", "id": "notice", "metadata": {}, "source": lines}
    content["cells"].insert(1, cell)
    return _written(content)


def _written(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def config(text: str, *, title: str, author: str) -> str:
    """Return the text of `_config.yml` with the study's own title and author.

    Both are said once, in the study's settings; the file holds a line for each.
    """
    for name, value in (("title", title.strip()), ("author", author)):
        line = f"{name}: {json.dumps(value, ensure_ascii=False)}"
        text, found = re.subn(rf"(?m)^{name}:.*$", line.replace("\\", r"\\"), text)
        if found != 1:
            raise InputError(f"_config.yml: needs one line '{name}: …', and has {found}")
    return text

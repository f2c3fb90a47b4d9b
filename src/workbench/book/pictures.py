"""Figures whose captions stand under a picture, and under nothing else.

A notebook gives the caption of a figure beside the cell that draws it. Where the
study has nothing to draw, the cell says why, and a caption under it would promise
a picture that is not there. What a cell shows besides its picture, such as the
warnings of a comparison, would be captioned once more.
"""

import json
from collections.abc import Iterator
from typing import Any

Cell = dict[str, Any]


def captioned(notebook: bytes) -> bytes:
    """Return the notebook with a caption at each picture that has one, and nowhere else.

    A cell that drew nothing loses its caption; what one shows besides its picture follows
    in a cell of its own. The same bytes where nothing has to change.
    """
    content = json.loads(notebook)
    cells = [part for cell in content["cells"] for part in _parted(cell)]
    if cells == content["cells"]:
        return notebook
    content["cells"] = cells
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _parted(cell: Cell) -> Iterator[Cell]:
    if "figure" not in cell["metadata"].get("mystnb", {}):
        yield cell
        return
    pictures = [output for output in cell["outputs"] if _drawn(output)]
    others = [output for output in cell["outputs"] if not _drawn(output)]
    bare = {key: value for key, value in cell["metadata"]["mystnb"].items() if key != "figure"}
    plain = {**cell, "metadata": {**cell["metadata"], "mystnb": bare}}
    if not pictures:
        yield plain
        return
    yield {**cell, "outputs": pictures}
    if others:
        named = {"id": f"{cell['id']}-more"} if "id" in cell else {}
        yield {**plain, **named, "source": [], "outputs": others}


def _drawn(output: Cell) -> bool:
    return any(kind.startswith("image/") for kind in output.get("data", {}))

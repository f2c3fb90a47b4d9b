"""Figures that came out as a sentence: where nothing is drawn, no caption and no number.

A notebook gives the caption of a figure beside the cell that draws it. Where the
study has nothing to draw, the cell says why, and a caption under it would promise
a picture that is not there.
"""

import json
from typing import Any


def captioned(notebook: bytes) -> bytes:
    """Return the notebook without the captions of cells that drew nothing.

    The same bytes where every caption has its picture.
    """
    content = json.loads(notebook)
    bare = [cell for cell in content["cells"] if _caption(cell) and not _drawn(cell)]
    if not bare:
        return notebook
    for cell in bare:
        del cell["metadata"]["mystnb"]["figure"]
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _caption(cell: dict[str, Any]) -> bool:
    return "figure" in cell["metadata"].get("mystnb", {})


def _drawn(cell: dict[str, Any]) -> bool:
    kinds = {kind for output in cell["outputs"] for kind in output.get("data", {})}
    return any(kind.startswith("image/") for kind in kinds)

"""A chapter's own title: one notebook gives many chapters, and all would bear its name."""

import json

from workbench.book.escape import literal


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
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

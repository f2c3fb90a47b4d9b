"""What the book is called and in which order its pages are read.

Sphinx knows both; PDF and DOCX are made from the finished HTML and need them.
So they are written beside the pages, as ``spine.json``.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx


def order(app: Sphinx) -> Iterator[dict[str, Any]]:
    """The book's pages as a reader turns them; ``depth`` 0 is a chapter."""
    site = app.config.external_site_map
    yield {"page": site.root.docname, "depth": 0, "part": ""}
    for tree in site.root.subtrees:
        part = tree.caption or ""
        for item in tree.items:
            if isinstance(item, str):
                yield from _below(site, item, depth=0, part=part)
                part = ""  # a part's title stands before its first page only


def _below(site: Any, name: str, *, depth: int, part: str = "") -> Iterator[dict[str, Any]]:
    docname = name.rsplit(".", 1)[0] if name.endswith((".md", ".ipynb", ".rst")) else name
    yield {"page": docname, "depth": depth, "part": part}
    for tree in site[docname].subtrees if docname in site else ():
        for item in tree.items:
            if isinstance(item, str):
                yield from _below(site, item, depth=depth + 1)


def _write(app: Sphinx, failure: Exception | None) -> None:
    if failure or app.builder.name != "html":
        return
    spine = {
        "title": app.config.html_title,
        "author": app.config.author,
        "language": app.config.language,
        "pages": list(order(app)),
    }
    text = json.dumps(spine, ensure_ascii=False, indent=1) + "\n"
    Path(app.outdir, "spine.json").write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the spine when the pages are done."""
    app.connect("build-finished", _write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

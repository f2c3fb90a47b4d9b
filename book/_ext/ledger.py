"""Numbers of the ledger in a sentence: {figure}`f-bc-03` prints one and leads to its span.

The build writes beside the chapters, as ``figures.json``, how each figure reads in Chinese
and in English. The language is that of the paragraph in which it stands. An id that the
ledger does not have is an error of the build. {own}`0.80` prints a number of no source.
"""

import difflib
import json
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

FIGURES = "figures.json"
_log = logging.getLogger(__name__)


class Figure(SphinxRole):
    """A place for a figure; what is printed there is known once its paragraph is read."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Leave an empty place that knows its id, file and line."""
        place = nodes.inline(self.rawtext, self.text, ledger=self.text.strip())
        self.set_source_info(place)
        return [place], []


class Own(SphinxRole):
    """A number that is of no source: it is printed as it stands."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Print the text."""
        return [nodes.inline(self.rawtext, self.text, classes=["own"])], []


def _read(app: Sphinx) -> None:
    path = Path(app.srcdir, FIGURES)
    app.env.ledger = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _print(app: Sphinx, doctree: nodes.document, page: str) -> None:
    for place in [each for each in doctree.findall(nodes.inline) if "ledger" in each]:
        name = place["ledger"]
        if name not in app.env.ledger:
            near = difflib.get_close_matches(name, app.env.ledger, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            _log.warning("no figure %r in the ledger%s", name, hint, location=place)
            continue
        figure = app.env.ledger[name]
        target = f"{app.builder.get_relative_uri(page, figure['page'])}#{name}"
        text = figure["zh" if _chinese(place) else "en"]
        place.replace_self(
            nodes.reference(text, text, refuri=target, internal=True, classes=["ledger"])
        )


def _chinese(place: nodes.Node) -> bool:
    """Whether the paragraph around has more Chinese characters than words of other letters."""
    block = place.parent
    while isinstance(block, nodes.Inline):
        block = block.parent
    text = block.astext()
    return len(re.findall(r"[\u3400-\u9fff]", text)) > len(re.findall(r"[A-Za-z]{2,}", text))


def setup(app: Sphinx) -> dict[str, Any]:
    """Read the ledger once, and print its figures when every page has been read."""
    app.add_role("figure", Figure())
    app.add_role("own", Own())
    app.connect("builder-inited", _read)
    app.connect("doctree-resolved", _print)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

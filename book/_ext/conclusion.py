"""A conclusion beside the prose that argues for it: {conclusion}`its-id`.

It prints the conclusion in both languages, leads to its cells, and says without which
documents it falls or can no longer be said. The build writes ``_conclusions.json`` from the
comparison; an id that is not there is an error.
"""

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

RECORD = "_conclusions.json"
CELLS = "study/sensitivity"
LOST = {
    "falls": "缺之不成立 Falls without: ",
    "unsaid": "缺之无从判断 Cannot be said without: ",
}


class ConclusionRole(SphinxRole):
    """``{conclusion}`id```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The words of the conclusion, linked to its cells, and what it rests on."""
        known = self.config.workbench_conclusions
        if self.text not in known:
            message = f"no conclusion is called {self.text!r} in corpus/coding/conclusions.yml"
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        told = known[self.text]
        shown = nodes.inline(ids=[f"told-{self.text}"], classes=["conclusion"])
        shown += nodes.Text(" ".join(dict.fromkeys((told["zh"], told["en"]))) + " ")
        shown += self._link("→ 单元格 cells", f"{self._page(CELLS)}#conclusion-{self.text}")
        shown += self._grounds(told)
        return [shown], []

    def _grounds(self, told: dict[str, Any]) -> nodes.inline:
        small = nodes.inline(classes=["conclusion-grounds"])
        for state, lead in LOST.items():
            for number, doc in enumerate(told[state]):
                small += nodes.Text(", " if number else f" {lead}")
                small += self._link(doc, self._page(f"evidence/{doc}"))
        if not small.children:
            small += nodes.Text(" 不系于任何一篇文献 Holds without any one document.")
        return small

    def _page(self, name: str) -> str:
        return str(self.env.app.builder.get_relative_uri(self.env.docname, name))

    @staticmethod
    def _link(words: str, uri: str) -> nodes.reference:
        return nodes.reference("", words, refuri=uri, internal=True)


def _read(app: Sphinx, config: Any) -> None:
    path = Path(app.srcdir, RECORD)
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    config.workbench_conclusions = known


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the role; a changed record renders every page anew."""
    app.add_config_value("workbench_conclusions", {}, "env")
    app.connect("config-inited", _read)
    app.add_role("conclusion", ConclusionRole())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

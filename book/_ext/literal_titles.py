"""A page's title is text, also where the theme repeats it for the printer.

The theme writes it into the page unescaped; a title may come from a document.
"""

from html import escape
from typing import Any

from sphinx.application import Sphinx

AFTER_THE_THEME = 900


def _escape(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    if "pagetitle" in context:
        context["pagetitle"] = escape(context["pagetitle"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Escape the title once the theme has set it."""
    app.connect("html-page-context", _escape, priority=AFTER_THE_THEME)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

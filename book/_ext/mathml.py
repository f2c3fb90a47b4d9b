"""Formulas as MathML, which browsers draw by themselves.

Sphinx's own way is MathJax from another host. pandoc turns TeX into MathML
while the book is built, and keeps the TeX as an annotation, from which the PDF
is made.
"""

from functools import cache
from typing import Any

import pypandoc
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.math import get_node_equation_number


@cache
def mathml(tex: str, *, display: bool) -> str:
    """TeX without delimiters -> one ``<math>`` element."""
    source = rf"\[{tex}\]" if display else rf"\({tex}\)"
    html = pypandoc.convert_text(source, "html", format="latex", extra_args=["--mathml"])
    if "<math" not in html:
        raise SphinxError(f"pandoc cannot read the formula {tex!r}; correct its TeX")
    return str(html[html.index("<math") : html.rindex("</math>")] + "</math>")


def _visit_inline(writer: Any, node: nodes.math) -> None:
    writer.body.append(mathml(node.astext(), display=False))
    raise nodes.SkipNode


def _visit_block(writer: Any, node: nodes.math_block) -> None:
    writer.body.append(writer.starttag(node, "div", CLASS="math"))
    writer.body.append(mathml(node.astext(), display=True))
    if node["number"]:
        number = get_node_equation_number(writer, node)
        writer.body.append(f'<span class="eqno">({number})</span>')
    writer.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the renderer ``mathml``."""
    app.add_html_math_renderer("mathml", (_visit_inline, None), (_visit_block, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""HTML that cannot be broken by what it shows: everything is escaped on the way in."""

from collections.abc import Iterable, Sequence
from html import escape

ONE_LINE = "white-space: nowrap"
EVIDENCE = "../evidence"  # from a page of the book to its evidence pages

# JupyterLab sets every cell of a table flush right, as if it held a number.
_STYLE = (
    "<style>.workbench-table :is(td, th) {text-align: left !important; vertical-align: top}</style>"
)


class Html:
    """A piece of HTML; notebooks show it as it is."""

    def __init__(self, markup: str) -> None:
        self.markup = markup

    def __add__(self, other: "Html") -> "Html":
        return Html(self.markup + other.markup)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Html) and self.markup == other.markup

    def __hash__(self) -> int:
        return hash(self.markup)

    def _repr_html_(self) -> str:
        # JupyterLab would set what stands between two dollars as a formula
        return f'<div class="mathjax_ignore">{self.markup}</div>'


def text(value: object) -> Html:
    """Any value as plain text."""
    return Html(escape(str(value)))


def tag(name: str, *content: Html, **attributes: str) -> Html:
    """An element; a trailing underscore in an attribute's name is dropped."""
    pairs = "".join(
        f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items() if value
    )
    return Html(f"<{name}{pairs}>{join('', content).markup}</{name}>")


def join(separator: str, parts: Iterable[Html]) -> Html:
    """The parts with plain ``separator`` between them."""
    return Html(escape(separator).join(part.markup for part in parts))


def both(zh: str, en: str) -> Html:
    """A name in both languages, each marked as what it is."""
    pair = [tag("span", text(zh), lang="zh")] if zh else []
    if en and en != zh:
        pair.append(tag("span", text(en), lang="en"))
    return join(" ", pair)


def stacked(zh: str, en: str) -> Html:
    """A sentence in both languages, the one above the other."""
    lines = [tag("span", text(line), lang=lang) for lang, line in (("zh", zh), ("en", en)) if line]
    return Html("<br/>".join(line.markup for line in lines))


def segment_link(doc: str, segment: str, *, tip: str = "") -> Html:
    """A link to the place of a coded segment in the evidence pages."""
    return tag("a", text(segment), href=f"{EVIDENCE}/{doc}.html#{segment}", title=tip)


def table(
    head: Sequence[Html], rows: Iterable[Sequence[Html]], *, caption: Html, row_heads: bool = True
) -> Html:
    """A table with a caption; the first cell of each row is its head."""
    top = tag("tr", *(tag("th", cell, scope="col") for cell in head))
    body = []
    for row in rows:
        first = tag("th", row[0], scope="row") if row_heads else tag("td", row[0])
        body.append(tag("tr", first, *(tag("td", cell) for cell in row[1:])))
    inner = tag(
        "table", tag("caption", caption), tag("thead", top), tag("tbody", *body), class_="workbench"
    )
    return tag("div", Html(_STYLE), inner, class_="workbench-table")


def note(message: str) -> Html:
    """A sentence of the workbench itself, under or instead of a table."""
    return tag("p", text(message), class_="workbench-note")

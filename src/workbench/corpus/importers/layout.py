"""The visible text of a web page, line by line, as a reader would go through it.

Every line knows whether it stands in an element that says of itself that it is
no part of the article, so that nothing has to be thrown away here.
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

# Where a browser breaks a line within Han or kana text, no space is meant.
CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff"
BROKEN = re.compile(f"(?<=[{CJK}])[ \t\r\f]*\n[ \t\n\r\f]*(?=[{CJK}])")
SPACES = re.compile("[ \t\n\r\f]+")

BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
    "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "search", "section",
    "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr",
    "ul",
}  # fmt: skip
DROPPED = {
    "audio", "canvas", "datalist", "iframe", "noframes", "noscript", "object", "rp", "rt",
    "script", "style", "svg", "template", "title", "video",
}  # fmt: skip
# Not form: some sites put the whole page into one.
FURNITURE = {"aside", "button", "dialog", "menu", "nav", "search", "select", "textarea"}
OF_THE_PAGE = {"footer", "header"}  # furniture unless they belong to an article
ROLES = {"alert", "banner", "complementary", "contentinfo", "dialog", "menu", "menubar"} | {
    *("navigation", "search", "toolbar")
}
UNSEEN = re.compile(r"display:none|visibility:hidden")


@dataclass(frozen=True)
class Line:
    """One line of a page, the furniture it stands in (or nothing), and its heading (h1..h6)."""

    text: str
    furniture: str = ""
    heading: str = ""


def lines(tree: Any) -> tuple[list[Line], int]:
    """Every visible line of an lxml tree in reading order, and how many parts are hidden.

    Block elements end lines and cells of a table row are parted by a tab. White
    space is shown as a browser does; entities are characters already.
    """
    page = _Page()
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            page.leave(element)
        elif not page.enter(element):
            walk.skip_subtree()
    page.end_line()
    return page.lines, page.hidden


class _Page:
    """What is written so far: the open line as its cells, and where the walk stands."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.hidden = 0
        self._cells: list[list[str]] = [[]]
        self._furniture: list[str] = []
        self._opened: dict[str, int] = {}
        self._flat: Any = None  # the cell within which blocks end no line
        self._cell = 0  # the number of cells on the open line

    def enter(self, element: Any) -> bool:
        """Open an element; False if nothing within it is seen."""
        tag = element.tag
        if _hidden(element):
            self.hidden += tag not in DROPPED
            return False
        self._break(element)
        self._opened[tag] = self._opened.get(tag, 0) + 1
        self._furniture.append(self._named(element))
        if tag in {"td", "th"} and self._flat is None and _simple(element):
            self._flat = element
        self._write(element.text)
        return True

    def leave(self, element: Any) -> None:
        """Close an element and go on with the text after it."""
        tag = element.tag
        if not _hidden(element):
            if self._flat is element:
                self._flat = None
            elif tag not in {"td", "th"}:
                self._break(element)
            self._opened[tag] -= 1
            self._furniture.pop()
        self._write(element.tail)

    def end_line(self) -> None:
        """Finish the open line, if anything stands on it."""
        verbatim = self._opened.get("pre", 0) > 0
        cells = [_shown("".join(cell), verbatim) for cell in self._cells]
        text = "\t".join(cells)
        self._cells = [[]]
        self._cell = 0
        if text.strip():
            heading = next((f"h{n}" for n in range(1, 7) if self._opened.get(f"h{n}")), "")
            why = next(filter(None, self._furniture), "")
            self.lines.append(Line(text.rstrip(), why, heading))

    def _break(self, element: Any) -> None:
        if element.tag in {"td", "th"} and self._flat is None:
            if self._cell or "".join(self._cells[-1]).strip():
                self._cells.append([])
            self._cell += 1
        elif element.tag == "br" or element.tag in BLOCKS:
            if self._flat is None:
                self.end_line()
            else:
                self._cells[-1].append(" ")

    def _write(self, text: str | None) -> None:
        if not text:
            return
        if self._opened.get("pre") and self._flat is None:
            first, *others = text.split("\n")
            self._cells[-1].append(first)
            for other in others:
                self.end_line()
                self._cells[-1].append(other)
        else:
            self._cells[-1].append(text)

    def _named(self, element: Any) -> str:
        """The element or role that makes ``element`` furniture, or an empty string."""
        tag, role = element.tag, (element.get("role") or "").strip().lower()
        inside = self._opened.get("article") or self._opened.get("main")
        if tag in FURNITURE or (tag in OF_THE_PAGE and not inside):
            return f"<{tag}>"
        return f"a part with the role {role}" if role in ROLES else ""


def _hidden(element: Any) -> bool:
    style = SPACES.sub("", element.get("style") or "").lower()
    shut = element.tag == "dialog" and element.get("open") is None
    return (
        element.tag in DROPPED
        or shut
        or element.get("hidden") is not None
        or bool(UNSEEN.search(style))
    )


def _simple(cell: Any) -> bool:
    """Whether a cell holds at most one block, so that its row stays one line."""
    return len(list(islice(cell.iterdescendants("br", *BLOCKS), 2))) < 2


def _shown(text: str, verbatim: bool) -> str:
    return (
        text.replace("\r", "").rstrip()
        if verbatim
        else SPACES.sub(" ", BROKEN.sub("", text)).strip(" ")
    )

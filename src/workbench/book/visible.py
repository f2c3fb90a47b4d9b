"""The words of the built book, page by page, as a reader sees them."""

from collections.abc import Iterator
from pathlib import Path

from workbench.book import tree

UNSEEN = {"script", "style", "template", "noscript"}
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl"),
    *("dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head"),
    *("header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table"),
    *("tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"),
}
SAID = ("title", "alt", "aria-label", "content", "href")  # on hovering, aloud, to a machine


def visible(html_dir: Path) -> Iterator[tuple[str, str]]:
    """Each page's path from ``html_dir`` and its text; what its attributes say as well.

    A line ends where a block does: a number set partly bold is one, the numbers of two
    cells of a table are two.
    """
    for page in tree.pages(html_dir):
        read = tree.read(page)
        text = "".join(_words(read))
        said = (element.get(name) for element in tree.elements(read) for name in SAID)
        yield page.relative_to(html_dir).as_posix(), "\n".join([text, *filter(None, said)])


def _words(element: tree.Element) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in UNSEEN:  # a comment has no tag
        end = "\n" if element.tag in BLOCKS else ""
        yield end
        yield element.text or ""
        for child in element:
            yield from _words(child)
        yield end
    yield element.tail or ""

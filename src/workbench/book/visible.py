"""The words of the built book, page by page, as a reader sees them."""

from collections.abc import Iterator
from pathlib import Path

from workbench.book import tree

UNSEEN = {"script", "style", "template", "noscript"}
INLINE = {
    "a",
    "b",
    "strong",
    "em",
    "i",
    "u",
    "q",
    "s",
    "span",
    "small",
    "mark",
    "code",
    "sub",
    "sup",
}
SHOWN_ON_HOVER = ("title", "alt")


def visible(html_dir: Path) -> Iterator[tuple[str, str]]:
    """Each page's path from ``html_dir`` and its text; what is shown on hovering as well.

    A line ends where a block does: a number set partly bold is one, the numbers of two
    cells of a table are two.
    """
    for page in tree.pages(html_dir):
        yield page.relative_to(html_dir).as_posix(), "".join(_words(tree.read(page)))


def _words(element: tree.Element) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in UNSEEN:  # a comment has no tag
        end = "" if element.tag in INLINE else "\n"
        yield end
        yield element.text or ""
        for child in element:
            yield from _words(child)
        yield from (f"\n{element.get(name)}\n" for name in SHOWN_ON_HOVER if element.get(name))
        yield end
    yield element.tail or ""

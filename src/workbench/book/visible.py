"""The words of the built book, page by page, as a reader sees them."""

from collections.abc import Iterator
from pathlib import Path

from workbench.book import tree

UNSEEN = {"script", "style", "template", "noscript"}


def visible(html_dir: Path) -> Iterator[tuple[str, str]]:
    """Each page's path from ``html_dir`` and its text; what is shown on hovering as well."""
    for path in tree.pages(html_dir):
        words = [
            piece
            for element in tree.elements(tree.read(path))
            for piece in (
                "" if element.tag in UNSEEN else element.text,
                element.tail,
                element.get("title"),
                element.get("alt"),
            )
            if piece
        ]
        yield path.relative_to(html_dir).as_posix(), "\n".join(words)

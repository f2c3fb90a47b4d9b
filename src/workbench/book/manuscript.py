"""The whole book as one document, made from the finished site.

The site has been checked: every link arrives, every reference is resolved,
every figure is numbered. The printed book is made from it and from nothing
else, so that the two cannot disagree.
"""

import json
import posixpath
import shutil
from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from workbench.book import tree
from workbench.book.columns import share_width
from workbench.book.crossrefs import join_up, label
from workbench.book.tidy import tidy, unframe
from workbench.errors import InputError

INLINE = "data:image/svg+xml;base64,"


@dataclass(frozen=True)
class Spine:
    """What `_ext/spine.py` wrote beside the pages; a page is its name, depth and part."""

    title: str
    author: str
    language: str
    pages: list[dict[str, str | int]]


def spine(html_dir: Path) -> Spine:
    """Title, author and order of the pages of a site."""
    path = html_dir / "spine.json"
    if not path.is_file():
        raise InputError(f"{path}: not there; build the HTML with the extension 'spine' first")
    return Spine(**json.loads(path.read_text(encoding="utf-8")))


def manuscript(html_dir: Path, *, folder: Path) -> str:
    """Return the book as one HTML text; its pictures are put into ``folder``."""
    order = spine(html_dir).pages
    articles = {str(entry["page"]): _article(html_dir, str(entry["page"])) for entry in order}
    for page, body in articles.items():
        take_pictures(body, page=page, html_dir=html_dir, folder=folder)
        tidy(body, pictures=folder, prefix=label(page))
    join_up(articles)
    whole = tree.new("body")
    for entry in order:
        body = articles[str(entry["page"])]
        if entry["part"]:
            whole.append(tree.new("h1", text=str(entry["part"])))
        lower_headings(body, by=int(entry["depth"]) + 1)
        unframe(body)
        for table in list(body.iter("table")):
            share_width(table)
        whole.append(body)
        tree.unwrap(body)
    return f'<html><head><meta charset="utf-8"></head>{tree.write(whole)}</html>'


def _article(html_dir: Path, page: str) -> tree.Element:
    found = tree.of_class(tree.read(html_dir / f"{page}.html"), "bd-article")
    if not found:
        raise InputError(f"{page}.html: has no text; the theme must be sphinx-book-theme")
    return found[0]


def take_pictures(body: tree.Element, *, page: str, html_dir: Path, folder: Path) -> None:
    """Put every picture of a page into a file beside the manuscript, and point to it."""
    for picture in body.iter("img"):
        source = picture.get("src") or ""
        if source.startswith(INLINE):  # typst reads pictures from files only
            drawn = b64decode(source.removeprefix(INLINE))
            name = f"{sha256(drawn).hexdigest()[:16]}.svg"
            (folder / name).write_bytes(drawn)
            _point(picture, name)
            continue
        parts = urlsplit(source)
        if parts.scheme or not parts.path:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        name = path.replace("/", "-").replace(" ", "-")
        shutil.copyfile(html_dir / path, folder / name)
        _point(picture, name)


def _point(picture: tree.Element, name: str) -> None:
    """Let a picture show the file ``name``, as large as the page has room for."""
    picture.set("src", name)
    for size in ("width", "height", "style", "srcset"):
        picture.attrib.pop(size, None)


def lower_headings(body: tree.Element, *, by: int) -> None:
    """A part is a heading of the first rank, a chapter of the second."""
    for heading in list(body.iter("h1", "h2", "h3", "h4", "h5", "h6")):
        heading.tag = f"h{min(6, int(heading.tag[1]) + by)}"

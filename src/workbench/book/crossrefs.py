"""Links between pages, when the pages become one document.

On the site a passage is `evidence/x.html#jy-001`. In one document every name
must be unique, so it becomes `evidence.x.jy-001`, and only what something
points to keeps a name at all.
"""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from workbench.book import tree

CARRIERS = {"h1", "h2", "h3", "h4", "h5", "h6", "table", "figure"}  # pandoc keeps their names
INLINE = {"span", "a", "em", "strong", "b", "i", "code", "sup", "sub", "mark", "img"}


def label(page: str, fragment: str = "") -> str:
    """The name, in one document, of a place on a page."""
    parts = [part for part in (*page.split("/"), fragment) if part]
    return ".".join(re.sub(r"[^A-Za-z0-9_-]+", "-", part) for part in parts)


def join_up(articles: dict[str, tree.Element]) -> None:
    """Turn links between ``articles`` (by page name) into links inside one document."""
    known = {
        label(page, element.get("id") or "")
        for page, article in articles.items()
        for element in tree.elements(article)
    } | {label(page) for page in articles}
    used = {name for page, article in articles.items() for name in point(page, article, known)}
    for page, article in articles.items():
        anchor(page, article, used)


def point(page: str, article: tree.Element, known: set[str]) -> Iterator[str]:
    """Direct the links of one page; yield what they point to."""
    for link in list(article.iter("a")):
        parts = urlsplit(link.get("href") or "")
        if parts.scheme or parts.netloc:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        target = path.removesuffix(".html") if parts.path else page
        name = label(target, unquote(parts.fragment))
        if name in known and link.get("href"):
            link.set("href", f"#{name}")
            yield name
        else:  # to the search page, the index, or nowhere
            tree.unwrap(link)


def anchor(page: str, article: tree.Element, used: set[str]) -> None:
    """Name what is pointed to, on an element that keeps its name."""
    start = next(iter(article.iter("h1")), article)
    names = [(start, label(page))]
    for element in list(tree.elements(article)):
        identity = element.attrib.pop("id", None)
        if identity:
            names.append((home(element), label(page, identity)))
    for element, name in names:
        if name in used:
            give(element, name)


def home(element: tree.Element) -> tree.Element:
    """Where the name of an element goes: a section's to its heading, a row's to its cell."""
    if element.tag == "section":
        return next(iter(element.iter("h1", "h2", "h3", "h4", "h5", "h6")), element)
    if element.tag == "tr":
        return next(iter(element.iter("td", "th")), element)
    if element.tag in ("blockquote", "div", "li", "td", "th", "dd"):
        return next(iter(element.iter("p")), element)
    return element


def give(element: tree.Element, name: str) -> None:
    """Name an element; where pandoc would drop the name, put an empty anchor into it."""
    if element.tag in CARRIERS and not element.get("id"):
        element.set("id", name)
        return
    empty = tree.new("span", id=name)
    if element.tag in ("table", "figure", "img", "ul", "ol", "dl", "pre"):
        paragraph = tree.new("p") if element.tag not in INLINE else empty
        if paragraph is not empty:
            paragraph.append(empty)
        element.addprevious(paragraph)
        return
    empty.tail, element.text = element.text, None
    element.insert(0, empty)

"""HTML as a tree. The only module of the book that knows how lxml reads it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

Element = Any  # lxml says nothing about its types


def read(page: Path) -> Element:
    """The tree of one page; its elements know their lines."""
    # huge_tree: a figure as one inline image is longer than lxml trusts
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    return html.document_fromstring(page.read_bytes(), parser=parser)


def write(element: Element) -> str:
    """An element as HTML."""
    return str(html.tostring(element, encoding="unicode", with_tail=False))


def new(tag: str, *, text: str = "", **attributes: str) -> Element:
    """A new element."""
    element = html.Element(tag, attributes)
    element.text = text or None
    return element


def elements(tree: Element) -> Iterator[Element]:
    """Every element in order of the text; no comments."""
    return (element for element in tree.iter() if isinstance(element.tag, str))


def text(element: Element) -> str:
    """The text inside an element, in one line."""
    return " ".join(str(element.text_content()).split())


def classes(element: Element) -> set[str]:
    """The classes of an element."""
    return set((element.get("class") or "").split())


def of_class(tree: Element, *names: str) -> list[Element]:
    """Every element that has one of these classes."""
    return [element for element in elements(tree) if classes(element) & set(names)]


def remove(element: Element) -> None:
    """Take an element out; the text after it stays."""
    element.drop_tree()


def unwrap(element: Element) -> None:
    """Take the tags away; what was between them stays."""
    element.drop_tag()


def pages(html_dir: Path) -> list[Path]:
    """Every page of a site."""
    return sorted(html_dir.rglob("*.html"))


def xml(element: Element) -> str:
    """An element as XML, for SVG."""
    return str(html.tostring(element, encoding="unicode", method="xml", with_tail=False))

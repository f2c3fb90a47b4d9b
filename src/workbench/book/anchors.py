"""Whether every link inside the built book arrives.

Sphinx checks the links it wrote itself. The links in a notebook's tables, which
lead each cell to its passage, it never sees; those are what the book is for.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from workbench.book import tree
from workbench.errors import Finding

POINTERS = ("href", "src", "poster", "data")
PAGES_OWN = {"", "top"}  # fragments that every page answers to


def links(html_dir: Path) -> list[Finding]:
    """Every link inside the book whose page, file or anchor is missing."""
    trees = {page: tree.read(page) for page in tree.pages(html_dir.resolve())}
    targets = {page: PAGES_OWN | names(whole) for page, whole in trees.items()}
    return sorted(
        Finding(page.relative_to(html_dir.resolve()).as_posix(), element.sourceline or 0, wrong)
        for page, whole in trees.items()
        for element in tree.elements(whole)
        for attribute in POINTERS
        if (wrong := broken(element.get(attribute), page=page, targets=targets))
    )


def names(whole: tree.Element) -> set[str]:
    """What a link may point to within one page."""
    ids = {element.get("id") for element in tree.elements(whole)}
    return {name for name in ids | {a.get("name") for a in whole.iter("a")} if name}


def broken(address: str | None, *, page: Path, targets: dict[Path, set[str]]) -> str:
    """Why a link on ``page`` does not arrive, or nothing if it does."""
    if address is None:
        return ""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    path = page.parent / unquote(parts.path) if parts.path else page
    target = path.resolve()
    if target.is_dir():
        target = target / "index.html"
    if not target.is_file():
        return f"the link {address!r} leads to a file that is not in the book; correct it"
    if target in targets and unquote(parts.fragment) not in targets[target]:
        return f"the link {address!r} leads to an anchor that is not on that page; correct it"
    return ""

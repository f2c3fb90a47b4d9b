"""What the built book would ask other hosts for.

A book that is read on a train, in an archive or in ten years must carry all it
shows. A link that the reader follows is his own affair; whatever a browser
would fetch by itself is listed here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from workbench.book import tree
from workbench.errors import Finding

# Attributes that a browser fetches by itself, whatever element carries them.
FETCHED = ("src", "srcset", "poster", "data", "background", "xlink:href", "action")
# Elements whose href is fetched; that of <a> and <area> waits for the reader.
FETCHING = {"link", "image", "use", "feimage", "base", "script"}
IDLE_LINKS = {"canonical", "alternate", "author", "license", "next", "prev", "help", "search"}

CSS = re.compile(r"""(?:url\(|@import)\s*["']?\s*([^"')\s;]+)""", re.IGNORECASE)
JS = re.compile(
    r"""(?:\b(?:import|fetch|importScripts|Worker|EventSource|WebSocket|open)\s*\(\s*(?:["'][A-Z]+["'],\s*)?
    |\bfrom\s+|\.(?:src|href|action)\s*=\s*)["'`]((?:https?:|wss?:)?//[^"'`\s]+)""",
    re.VERBOSE,
)


def external_requests(html_dir: Path) -> list[Finding]:
    """Everything in the built book that would be fetched from another host."""
    found = []
    for path in sorted(html_dir.rglob("*")):
        for line, address in addresses(path):
            if elsewhere(address):
                wrong = f"asks another host for {address!r}; put the file into the book"
                found.append(Finding(path.relative_to(html_dir).as_posix(), line, wrong))
    return sorted(set(found))


def addresses(path: Path) -> Iterator[tuple[int, str]]:
    """Line and address of everything that one file makes a browser fetch."""
    if path.suffix in (".html", ".svg"):
        for element in tree.elements(tree.read(path)):
            yield from ((element.sourceline or 0, address) for address in _fetched(element))
    elif path.suffix in (".css", ".js"):
        text = path.read_text(encoding="utf-8", errors="replace")
        for use in (CSS if path.suffix == ".css" else JS).finditer(text):
            yield text.count("\n", 0, use.start()) + 1, use[1]


def _fetched(element: tree.Element) -> Iterator[str]:
    for name in FETCHED:
        yield from _candidates(element.get(name) or "", several=name == "srcset")
    idle = element.tag == "link" and set((element.get("rel") or "").split()) <= IDLE_LINKS
    if element.tag.lower() in FETCHING and not idle:
        yield element.get("href") or ""
    if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
        yield (element.get("content") or "").partition("=")[2].strip(" '\"")
    yield from CSS.findall(element.get("style") or "")
    if element.tag in ("style", "script"):
        yield from (CSS if element.tag == "style" else JS).findall(element.text or "")


def _candidates(value: str, *, several: bool) -> Iterator[str]:
    if several and not value.lstrip().startswith("data:"):
        yield from (choice.split()[0] for choice in value.split(",") if choice.strip())
    else:
        yield value.strip()


def elsewhere(address: str) -> bool:
    """Whether an address names a host; browsers read a backslash as a slash."""
    try:
        parts = urlsplit(address.replace("\\", "/"))
    except ValueError:
        return True
    return bool(parts.netloc) or parts.scheme in {"http", "https", "ws", "wss", "ftp"}

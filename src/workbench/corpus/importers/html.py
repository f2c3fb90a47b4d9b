"""A saved web page: all its visible text, and which of it is not the article.

The whole page is stored, and what is not the article is a cut with its reason,
so that a wrong cut can be switched off. The only module that knows trafilatura.
"""

import re
from copy import deepcopy
from typing import Any

import lxml.html
import trafilatura
from lxml import etree
from trafilatura.metadata import extract_metadata

from workbench.corpus.facts import Cut, Fact
from workbench.corpus.importers.decoding import decode, known_encoding
from workbench.corpus.importers.extract import Extract, Unreadable
from workbench.corpus.importers.layout import Line, lines

HEAD = 4096  # bytes in which a page declares its encoding
CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]*(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
ASKED = 5 * 1024 * 1024  # characters; trafilatura is not asked about a longer page
DEEPEST = 200  # elements within each other; a page has twenty or thirty
PARTING = re.compile(r"\s*[-–—_|·]+\s*")  # between a title and the name of its site
SHINGLE = 12  # characters that no two sentences share by chance


def html(data: bytes, declared: str) -> Extract:
    """A page saved as HTML; no address in it is ever opened."""
    decoded = decode(data, declared or declared_charset(data))
    tree = _tree(decoded.text)
    shown, hidden = lines(tree)
    article = _article(shown, _main(tree, len(decoded.text)))
    notes = [] if article else ["no article found in the page: nothing of it is cut"]
    if hidden:
        notes.append(f"hidden parts of the page left out: {hidden}")
    text = "".join(f"{line.text}\n" for line in shown)
    cuts = _cuts(shown, *article) if article else []
    facts = _facts(tree, {_key(line.text) for line in shown})
    return Extract(text, "html", decoded.encoding, facts, cuts, decoded.notes + notes)


def declared_charset(data: bytes) -> str:
    """The encoding a page declares in its head, or nothing if that cannot be."""
    found = CHARSET.search(data[:HEAD])
    try:
        name = known_encoding(found[1].decode("ascii")) if found else ""
    except Unreadable:
        return ""
    if name.startswith(("utf-16", "utf-32")):
        return ""  # then the declaration itself could not have been read
    return "cp1252" if name == "iso8859-1" else name  # as every browser reads it


def _tree(text: str) -> Any:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        tree = lxml.html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable("empty: no text in this page; save the page again") from error
    if parser.error_log.filter_from_fatals():  # what follows such a place is lost
        raise Unreadable("broken: the page nests too deeply; save it as text from the browser")
    return tree


# --- what is the article --------------------------------------------------------


def _main(tree: Any, size: int) -> list[str]:
    """The paragraphs trafilatura holds to be the article, as keys; none if it is not asked."""
    if size > ASKED or _deeper(tree, DEEPEST):
        return []
    try:
        found = trafilatura.bare_extraction(deepcopy(tree), include_comments=False)
    except Exception:  # whatever it fails on, the text is there without it
        return []
    text = getattr(found, "text", None) or ""
    return [key for key in map(_key, text.split("\n")) if key]


def _deeper(tree: Any, most: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > most:
            return True
    return False


def _key(text: str) -> str:
    """A text without what extraction may add or lose: white space, marks of lists and tables."""
    return "".join(text.strip(" \t-|#").replace("|", "").split())


def _cuts(shown: list[Line], first: int, last: int) -> list[Cut]:
    """Furniture elements, and every line before and after the article."""
    found: list[Cut] = []
    position = 0
    for number, line in enumerate(shown):
        begin = position + len(line.text) - len(line.text.lstrip())
        position += len(line.text) + 1
        why = f"in {line.furniture} of the page" if line.furniture else ""
        if not why and line.heading != "h1" and not first <= number <= last:
            why = f"{'before' if number < first else 'after'} the article of the page"
        if not why:
            continue
        if found and found[-1].why == why and found[-1].end == begin - 1:
            begin = found.pop().start
        found.append(Cut(begin, position - 1, "furniture", why))
    return found


def _article(shown: list[Line], main: list[str]) -> tuple[int, int] | None:
    """The numbers of the first and the last line of the article, if it is found.

    A long line found in it is a sure one; short ones count only next to those.
    """
    whole = set(main)
    pieces = {key[i : i + SHINGLE] for key in main for i in range(len(key) - SHINGLE + 1)}
    keys = [_key(line.text) for line in shown]

    def inside(number: int) -> bool:
        key = keys[number]
        long = len(key) >= SHINGLE and key[:SHINGLE] in pieces and key[-SHINGLE:] in pieces
        return not shown[number].furniture and (long or key in whole)

    held = [number for number in range(len(shown)) if inside(number)]
    sure = [number for number in held if len(keys[number]) >= SHINGLE] or held
    if not sure:
        return None
    first, last, near = sure[0], sure[-1], set(held)
    while first - 1 in near:
        first -= 1
    while last + 1 in near:
        last += 1
    return first, last


# --- what the page says of itself -----------------------------------------------


def _facts(tree: Any, printed: set[str]) -> dict[str, Fact]:
    found = {
        "title": _title(tree, printed),
        "authors": _meta(tree, "author"),
        "date": _date(tree),
        "source": _meta(tree, "og:site_name"),
    }
    return {field: fact for field, fact in found.items() if fact}


def _meta(tree: Any, *names: str) -> Fact | None:
    for name in names:
        for element in tree.iter("meta"):
            label = element.get("property") or element.get("name") or ""
            value = _line(element.get("content") or "")
            if label.strip().lower() == name and value:
                return Fact(value, f"meta {name}")
    return None


def _title(tree: Any, printed: set[str]) -> Fact | None:
    """What the page shares as its title, its only main heading, or the window's title."""
    if shared := _meta(tree, "og:title"):
        return Fact(_without_site(shared.value, printed), shared.where)
    for tag, where in (("h1", "heading of the page"), ("title", "title of the page")):
        held = [_line(element.text_content()) for element in tree.iter(tag)]
        if len(held) == 1 and held[0]:
            return Fact(_without_site(held[0], printed), where)
    return None


def _without_site(title: str, printed: set[str]) -> str:
    """A title as one of the lines ``printed`` on the page has it, without the site's name."""
    ends = [] if _key(title) in printed else [match.start() for match in PARTING.finditer(title)]
    shorter = (title[:end] for end in reversed(ends))
    return next((each for each in shorter if _key(each) in printed), title)


def _date(tree: Any) -> Fact | None:
    published = _meta(tree, "article:published_time")
    day = re.match(r"\d{4}-\d\d-\d\d", published.value) if published else None
    if published and day:
        return Fact(day[0], published.where)
    try:
        found = extract_metadata(deepcopy(tree), extensive=False).date
    except Exception:  # the date is a convenience, the page is read without it
        found = None
    return Fact(found, "markup of the page") if found else None


def _line(text: str) -> str:
    return " ".join(text.split())

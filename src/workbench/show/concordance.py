"""Hits in their context, and one of them in its document."""

from collections.abc import Sequence

import pandas as pd

from workbench.show import empty, labels
from workbench.show.html import ONE_LINE, Html, both, note, table, tag, text
from workbench.show.labels import word
from workbench.show.parts import Row, rows_of

SHOWN = 200  # hits put on the page at once
BUILT = "../build/6-book/html/evidence"  # from a notebook to the evidence pages of the book
LIT = "background: #fff1a8; color: #111"
_HEAD = [
    text("№"),
    both("左", "Left"),
    both("关键词", "Match"),
    both("右", "Right"),
    both("文献", "Document"),
    both("位置", "Position"),
    both("语言", "Language"),
]


def concordance(documents: pd.DataFrame, hits: pd.DataFrame, *, by_reference: int = 0) -> Html:
    """Hits in their context, each with its document, language and position.

    documents : doc, title_zh, title_en and, where there are evidence pages, rights.
    hits : doc, start, language, left, match, right.  ``by_reference`` counts the documents
    that could not be searched because their text is not on this machine.
    """
    if hits.empty:
        return empty.note(empty.HITS) + _unsearched(by_reference)
    shown = hits.head(SHOWN)
    own = documents[documents["doc"].isin(list(shown["doc"]))]
    links = {row["doc"]: page_link(row) for row in rows_of(own)}
    body = [
        [text(number), *_context(row), links.get(row["doc"], text(row["doc"])), *_place(row)]
        for number, row in enumerate(rows_of(shown), start=1)
    ]
    count = len(hits)
    caption = both(
        f"检索结果 {count} 处", f"{count} hits" + (f", first {SHOWN}" if count > SHOWN else "")
    )
    return table(_HEAD, body, caption=caption, row_heads=False) + _unsearched(by_reference)


def _context(row: Row) -> list[Html]:
    return [
        tag("div", text(row["left"]), style=f"text-align: right; {ONE_LINE}"),
        tag("b", text(row["match"]), style=ONE_LINE),
        tag("div", text(row["right"]), style=f"text-align: left; {ONE_LINE}"),
    ]


def _place(row: Row) -> list[Html]:
    language = word(labels.LANGUAGES, row["language"])
    return [text(row["start"]), tag("span", language, style=ONE_LINE)]


def _unsearched(number: int) -> Html:
    if not number:
        return Html("")
    return note(
        f"{number} documents are held by reference only and were not "
        "searched; attach their originals with: workbench attach DIR"
    )


def page_link(document: Row) -> Html:
    """The id of a document, leading to its evidence page where that prints its text."""
    name, title = str(document["doc"]), document["title_zh"] or document["title_en"]
    if document.get("rights") != "open":
        return tag("span", text(name), title=title, style=ONE_LINE)
    href = f"{BUILT}/{name}.html"
    return tag("a", text(name), href=href, title=title, target="_blank", style=ONE_LINE)


def passage(documents: pd.DataFrame, doc: str, parts: Sequence[str]) -> Html:
    """A passage lit up in its document.

    parts : what stands before it, the passage, and what stands after it.
    """
    before, match, after = parts
    [document] = rows_of(documents[documents["doc"] == doc])
    title = both(document["title_zh"], document["title_en"])
    lit = tag("mark", text(match), style=LIT)
    around = tag(
        "div", text(before), lit, text(after), style="white-space: pre-wrap; line-height: 1.75"
    )
    return tag("p", tag("b", title), text(" · "), page_link(document)) + around

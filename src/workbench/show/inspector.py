"""The segmentation of a text made visible: each word in a box that tells how it came about."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from workbench.show import empty
from workbench.show.html import Html, both, join, table, tag, text
from workbench.show.parts import Row, rows_of


class Way(NamedTuple):
    """How a word came about: its name, and a frame that is told from the others without colour."""

    zh: str
    en: str
    frame: str


WAYS = {
    "lexicon": Way("词表术语", "term of the lexicon", "3px double #1d6a7d; background: #e3f0f3"),
    "dictionary": Way("词典", "dictionary", "1px solid #5f6670; background: #f4f6f8"),
    "model": Way("HMM 推断", "guessed by the HMM", "2px dashed #b4531a; background: #fbeee4"),
    "single": Way("单字", "single character", "1px dotted #5f6670; background: #fff"),
    "english": Way("英文", "English", "2px solid #5b3f8c; background: #f0ebf8"),
}
_BOX = (
    "display: inline-block; padding: 0 .3em; margin: .15em .1em; border-radius: 3px; "
    "color: #111; line-height: 1.5; border: "
)


def segmentation(source: str, why: pd.DataFrame) -> Html:
    """The text with its words boxed, a legend, and the words as a table.

    why : word, start, end, language, how, detail.  Marks and what stands between words are
    shown as they are.
    """
    words = [row for row in rows_of(why) if row["how"] in WAYS]
    if not words:
        return empty.note(empty.WORDS)
    shown, at = [], 0
    for row in words:
        shown += [_plain(source[at : row["start"]]), _boxed(row)]
        at = row["end"]
    line = tag("p", *shown, _plain(source[at:]), style="line-height: 2.2")
    return line + _legend({row["how"] for row in words}) + _table(words)


def _plain(between: str) -> Html:
    shown = tag("span", text(between), style="white-space: pre-wrap; color: #888")
    return shown if between else Html("")


def _boxed(row: Row) -> Html:
    tip = f"[{row['start']}, {row['end']}) {row['detail']}"
    return tag("span", text(row["word"]), title=tip, style=_BOX + WAYS[row["how"]].frame)


def _legend(used: set[str]) -> Html:
    items = [
        tag("span", text(f"{way.zh} {way.en}"), style=_BOX + way.frame)
        for name, way in WAYS.items()
        if name in used
    ]
    return tag("p", tag("small", both("图例", "Legend"), text(": "), join(" ", items)))


def _table(words: Sequence[Row]) -> Html:
    head = [both("词", "Word"), both("位置", "Span"), both("来历", "How"), both("依据", "Grounds")]
    body = [
        [
            text(row["word"]),
            text(f"[{row['start']}, {row['end']})"),
            both(WAYS[row["how"]].zh, WAYS[row["how"]].en),
            text(row["detail"]),
        ]
        for row in words
    ]
    return table(head, body, caption=both("切分结果", f"The words ({len(words)})"))

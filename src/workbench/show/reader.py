"""The concordance as a pane: hits, and the one that was chosen lit up in its document."""

from collections.abc import Hashable, Mapping
from typing import Any

import ipywidgets as widgets

from workbench.show import views
from workbench.show.answers import Answer
from workbench.show.concordance import SHOWN, concordance, passage
from workbench.show.html import Html
from workbench.show.inquiry import Docs, Words
from workbench.show.panes import Pane, choice, textbox
from workbench.show.parts import rows_of

ORDERS = [("文献 document", "position"), ("左侧 left", "left"), ("右侧 right", "right")]
AROUND = 12  # characters of a hit's context in the list to choose from


def reader(words: Words, *, pattern: str) -> Pane:
    """A pattern, an order, the hits, and a list whose choice opens a hit in its document."""
    box, order = textbox("检索 Find", pattern), choice("排序 Sorted by", ORDERS)
    hits = widgets.Select(
        options=[], description="", rows=12, layout=widgets.Layout(width="26em", max_width="100%")
    )
    opened = Answer(flex="1 1 24em", padding="0 1em")

    @views.told
    def answer(docs: Docs) -> Html:
        hits.options = []
        opened.put(Html(""))
        found = words.concordance(box.value, docs, sort=order.value)
        known[:] = rows_of(found.head(SHOWN))
        hits.options = [(_line(number, row), number) for number, row in enumerate(known, start=1)]
        hits.value = None
        return concordance(words.documents, found, by_reference=views.unsearched(words, docs))

    known: list[dict[Hashable, Any]] = []

    def open_hit(_change: object) -> None:
        if hits.value:
            row = known[hits.value - 1]
            parts = words.passage(row["doc"], row["start"], row["end"])
            opened.put(passage(words.documents, row["doc"], parts))

    hits.observe(open_hit, names="value")
    lead = widgets.HTML("<b>在文献中查看 See in its document</b>")
    jump = widgets.HBox([hits, opened.box], layout=widgets.Layout(flex_flow="row wrap"))
    frame = {"max_height": "32em", "overflow": "auto"}
    return Pane("检索 Concordance", [box, order], answer, below=[lead, jump], layout=frame)


def _line(number: int, row: Mapping[Hashable, Any]) -> str:
    left, right = row["left"][-AROUND:], row["right"][:AROUND]
    return f"{number} · {left}【{row['match']}】{right} · {row['doc']}"

"""Dispersion drawn as an x-ray: where in its documents a word stands."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.parts import rows_of
from workbench.show.rowplots import Panel, rowplot, scale, strokes

MOST = 40  # documents drawn at once
HALF = 0.36  # of a row: how far a mark reaches up and down
PRINTED = {"juilland_d": "D", "dp": "DP"}


def dispersion(
    places: pd.DataFrame,
    *,
    word: str,
    documents: pd.DataFrame,
    measures: Mapping[Hashable, Any] | None = None,
    most: int = MOST,
) -> Figure | Html:
    """A row a document by date, a mark for each place of ``word`` from its begin to its end.

    places : doc, at (0 to 1).  documents : doc, title_zh, title_en, date.  Of more than
    ``most`` documents those are drawn that hold the word most often.
    """
    if places.empty:
        return empty.undrawn(empty.PLACES)
    often = places["doc"].value_counts()
    kept = documents[documents["doc"].isin(often.index[:most])].sort_values(["date", "doc"])
    row = {doc: number for number, doc in enumerate(kept["doc"])}
    titles = [drawing.both_ends(named(document), 24) for document in rows_of(kept)]
    figure, (axes,) = rowplot(Panel(titles, [f"{often[doc]:,}" for doc in row]), under=1)
    drawn = places[places["doc"].isin(list(row))]
    at, line = drawn["at"].to_numpy(float), drawn["doc"].map(row).to_numpy(float)
    axes.plot(*strokes(at, at, line - HALF, line + HALF), color=drawing.FIRST, linewidth=1)
    axes.set_xlim(-0.01, 1.01)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["篇首 begin", "25 %", "50 %", "75 %", "篇末 end"])
    scale(axes, "在文献中的位置 Place in the document；右侧 at right: 次数 count")
    drawing.title(axes, _spread(word, places, len(kept), measures))
    return figure


def named(document: Mapping[Hashable, Any]) -> str:
    """The title of a document with its year, in one language."""
    name = document["title_zh"] or document["title_en"] or document["doc"]
    year = str(document.get("date", ""))[:4]
    return f"{year} {name}".strip()


def _spread(
    word: str, places: pd.DataFrame, drawn: int, measures: Mapping[Hashable, Any] | None
) -> str:
    there = places["doc"].nunique()
    shown = f"图示 {drawn} 篇 drawn" if drawn < there else ""
    parts = [f"“{drawing.brief(word, 24)}”", f"{len(places):,} 次 times", f"{there:,} 篇 documents"]
    known = measures or {}
    parts += [f"{name} = {known[key]:.2f}" for key, name in PRINTED.items() if key in known]
    return " · ".join([*parts, *filter(None, [shown])])

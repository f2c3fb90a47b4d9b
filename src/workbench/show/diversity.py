"""Lexical diversity drawn: a column a measure, a row a document."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.results import HEADS
from workbench.show.rowplots import Panel, rowplot, scale

MEASURES = ("mattr", "hdd", "mtld", "yule_k")
MOST = 30  # documents drawn at once


def diversity(found: pd.DataFrame, *, names: Mapping[str, str], most: int = MOST) -> Figure | Html:
    """Each measure of each document that is long enough for a moving average.

    found : doc, language, tokens and ``MEASURES``.  The ``most`` longest texts, by language
    and, within one, by MATTR: measures of two languages are no comparison.
    """
    measured = found[found["mattr"].notna()]
    if measured.empty:
        return empty.undrawn(empty.LONG)
    kept = measured.nlargest(most, "tokens").sort_values(
        ["language", "mattr", "doc"], ascending=[False, False, True], ignore_index=True
    )
    named = Panel([drawing.both_ends(names.get(doc, doc), 22) for doc in kept["doc"]])
    bare = Panel([""] * len(kept))
    figure, panels = rowplot(named, *[bare] * (len(MEASURES) - 1), row=0.21)
    for axes, measure in zip(panels, MEASURES, strict=True):
        for language, colour, mark in (("zh", drawing.FIRST, "o"), ("en", drawing.SECOND, "s")):
            own = kept[kept["language"] == language]
            axes.scatter(own[measure], own.index, s=26, color=colour, marker=mark, zorder=3)
        axes.margins(x=0.15)
        scale(axes, *dict.fromkeys(HEADS[measure]), steps=3)
    drawing.title(panels[0], "● 中文 Chinese   ■ 英文 English")
    return figure

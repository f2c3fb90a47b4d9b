"""Collocates drawn: the words around a word by the strength of the tie."""

import pandas as pd
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.results import HEADS, number

MEASURES = ("log_dice", "log_likelihood", "npmi", "pmi", "t_score", "chi2", "dice")


def collocates(
    found: pd.DataFrame, *, word: str, measure: str = "log_dice", most: int = 20
) -> Figure | Html:
    """The ``most`` words most strongly tied to ``word`` by one of ``MEASURES``.

    found : word, count, documents, distance and the measure.
    """
    if found.empty:
        return empty.undrawn(empty.RESULT)
    chosen = found.nlargest(most, [measure, "count"])
    figure, (axes,) = drawing.canvas(height=1.3 + 0.22 * len(chosen))
    drawing.rows(axes, list(chosen["word"]))
    places = range(len(chosen))
    axes.hlines(places, min(0, chosen[measure].min()), chosen[measure], color=drawing.FIRST)
    axes.scatter(chosen[measure], places, s=34, color=drawing.FIRST, zorder=3)
    facts = zip(chosen["count"], chosen["documents"], chosen["distance"], strict=True)
    drawing.aside(axes, [f"{n:,} · {docs:,} · {number(far)}" for n, docs, far in facts])
    zh, en = HEADS[measure]
    aside = "右侧 At right: 共现次数 count · 文献数 documents · 平均位置 mean distance"
    drawing.scale(axes, f"{zh} {en}", aside)
    drawing.title(axes, f"“{drawing.brief(word, 24)}” 的搭配词 Collocates")
    return figure

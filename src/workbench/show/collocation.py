"""Collocates drawn: the words around a word by the strength of the tie."""

import pandas as pd
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.lollipops import lollipops
from workbench.show.results import HEADS
from workbench.show.rowplots import Panel, rowplot, scale

MEASURES = ("log_dice", "log_likelihood", "npmi", "pmi", "t_score", "chi2", "dice")

ASIDE = "右侧 At right: 共现次数 count · 文献数 documents · 平均位置 mean distance"


def collocates(
    found: pd.DataFrame, *, word: str, measure: str = "log_dice", most: int = 20
) -> Figure | Html:
    """The ``most`` words most strongly tied to ``word`` by one of ``MEASURES``.

    found : word, count, documents, distance and the measure.
    """
    if found.empty:
        return empty.undrawn(empty.RESULT)
    chosen = found.nlargest(most, [measure, "count"])
    figure, (axes,) = rowplot(_named(chosen))
    lollipops(axes, chosen[measure])
    scale(axes, " ".join(dict.fromkeys(HEADS[measure])), ASIDE)
    drawing.title(axes, f"“{drawing.brief(word, 24)}” 的搭配词 Collocates")
    return figure


def _named(chosen: pd.DataFrame) -> Panel:
    facts = zip(chosen["count"], chosen["documents"], chosen["distance"], strict=True)
    return Panel(
        [drawing.brief(word, 16) for word in chosen["word"]],
        [f"{count:,} · {documents:,} · {far:+.1f}" for count, documents, far in facts],
    )

"""Frequencies drawn: a dot a word with the interval of its rate, a panel a language."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.panels import panels
from workbench.show.rowplots import Panel, scale


def frequencies(found: pd.DataFrame, *, most: int = 20) -> Figure | Html:
    """The most frequent words of each language per 1,000 words, with 95 % intervals.

    found : word, language, count, documents, rate, low, high.
    """
    if found.empty:
        return empty.undrawn(empty.WORDS)
    return panels(found, most=most, named=_named, draw=_dots)


def _named(own: pd.DataFrame) -> Panel:
    counted = zip(own["count"], own["documents"], strict=True)
    return Panel(
        [drawing.brief(word, 16) for word in own["word"]],
        [f"{count:,} · {documents:,}" for count, documents in counted],
    )


def _dots(axes: Axes, own: pd.DataFrame) -> None:
    axes.errorbar(
        own["rate"],
        range(len(own)),
        xerr=[own["rate"] - own["low"], own["high"] - own["rate"]],
        fmt="o",
        markersize=4.5,
        color=drawing.FIRST,
        elinewidth=1.2,
    )
    axes.set_xlim(left=0)
    rate = "每千词次数（95% 区间） Per 1,000 words"
    scale(axes, rate, "右侧 At right: 次数 count · 文献数 documents", steps=4)

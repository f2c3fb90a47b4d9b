"""Frequencies drawn: a dot a word with the interval of its rate, a panel a language."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.labels import LANGUAGES


def frequencies(found: pd.DataFrame, *, most: int = 20) -> Figure | Html:
    """The most frequent words of each language per 1,000 words, with 95 % intervals.

    found : word, language, count, documents, rate, low, high.
    """
    if found.empty:
        return empty.undrawn(empty.WORDS)
    groups = [(str(name), own.nlargest(most, "count")) for name, own in found.groupby("language")]
    groups.sort(reverse=True)  # Chinese first
    tallest = max(len(own) for _, own in groups)
    figure, panels = drawing.canvas(height=1.1 + 0.22 * tallest, columns=len(groups))
    for axes, (language, own) in zip(panels, groups, strict=True):
        _panel(axes, own, tallest)
        drawing.title(axes, " ".join(LANGUAGES.get(language, (language,))))
    return figure


def _panel(axes: Axes, own: pd.DataFrame, tallest: int) -> None:
    drawing.rows(axes, list(own["word"]))
    axes.set_ylim(tallest - 0.4, -0.6)
    spread = [own["rate"] - own["low"], own["high"] - own["rate"]]
    axes.errorbar(
        own["rate"],
        range(len(own)),
        xerr=spread,
        fmt="o",
        markersize=4.5,
        color=drawing.FIRST,
        ecolor=drawing.FIRST,
        elinewidth=1.2,
    )
    pairs = zip(own["count"], own["documents"], strict=True)
    drawing.aside(axes, [f"{count:,} · {documents:,}" for count, documents in pairs])
    axes.set_xlim(left=0)
    drawing.few(axes, 4)
    lead = "每千词次数（95% 区间） Per 1,000 words"
    drawing.scale(axes, lead, "右侧 At right: 次数 count · 文献数 documents")

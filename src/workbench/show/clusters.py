"""Clusters drawn: the runs of words that stand most often, a panel a language."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.lollipops import lollipops
from workbench.show.panels import panels
from workbench.show.rowplots import Panel, scale


def clusters(found: pd.DataFrame, *, most: int = 20) -> Figure | Html:
    """The ``most`` frequent runs of each language.

    found : words, language, count, documents.
    """
    if found.empty:
        return empty.undrawn(empty.RUNS)
    return panels(found, most=most, named=_named, draw=_counts)


def _named(own: pd.DataFrame) -> Panel:
    return Panel(
        [drawing.brief(words, 32) for words in own["words"]],
        [f"{documents:,}" for documents in own["documents"]],
    )


def _counts(axes: Axes, own: pd.DataFrame) -> None:
    lollipops(axes, own["count"])
    scale(axes, "次数 Count", "右侧 At right: 文献数 documents", steps=4)

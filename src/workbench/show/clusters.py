"""Clusters drawn: the runs of words that stand most often, a panel a language."""

import pandas as pd
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.labels import LANGUAGES
from workbench.show.lollipops import lollipops
from workbench.show.rowplots import Panel, rowplot, scale


def clusters(found: pd.DataFrame, *, most: int = 20) -> Figure | Html:
    """The ``most`` frequent runs of each language.

    found : words, language, count, documents.
    """
    if found.empty:
        return empty.undrawn(empty.RUNS)
    groups = [(str(name), own.nlargest(most, "count")) for name, own in found.groupby("language")]
    groups.sort(reverse=True)  # Chinese first
    figure, panels = rowplot(*(_named(own) for _, own in groups))
    for axes, (language, own) in zip(panels, groups, strict=True):
        lollipops(axes, own["count"])
        scale(axes, "次数 Count", "右侧 At right: 文献数 documents", steps=4)
        drawing.title(axes, " ".join(LANGUAGES.get(language, (language,))))
    return figure


def _named(own: pd.DataFrame) -> Panel:
    return Panel(
        [drawing.brief(words, 32) for words in own["words"]],
        [f"{documents:,}" for documents in own["documents"]],
    )

"""What is most frequent in each language, a panel beside the other, Chinese first."""

from collections.abc import Callable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.show import drawing
from workbench.show.labels import LANGUAGES
from workbench.show.rowplots import Panel, rowplot


def panels(
    found: pd.DataFrame,
    *,
    most: int,
    named: Callable[[pd.DataFrame], Panel],
    draw: Callable[[Axes, pd.DataFrame], None],
) -> Figure:
    """The rows of the greatest ``count`` of each language: ``named`` beside what is drawn.

    found : language, count, and what ``named`` and ``draw`` read.
    """
    groups = [(str(name), own.nlargest(most, "count")) for name, own in found.groupby("language")]
    groups.sort(reverse=True)
    figure, listed = rowplot(*(named(own) for _, own in groups))
    for axes, (language, own) in zip(listed, groups, strict=True):
        draw(axes, own)
        drawing.title(axes, " ".join(LANGUAGES.get(language, (language,))))
    return figure

"""Groups drawn: the rates of codes or terms in each, and where they stand out."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.labels import LANGUAGES
from workbench.show.rowplots import LINE, Panel, rowplot, scale

MOST = len(drawing.SERIES)  # groups that can be told apart
SIGNS = dict(zip(drawing.MARKS, "●■▲◆▼✚", strict=True))
ROW = 0.34  # inches of a row, which holds a mark for each group
ABREAST = 3  # names of groups in a line
UNITS = {"zh": "每千字 Per 1,000 characters", "en": "每千词 Per 1,000 words"}
LIMIT = 4.0  # of a residual, from where on the colour stays the same


def rates(
    found: pd.DataFrame, *, groups: Mapping[str, str], items: Mapping[str, str]
) -> Figure | Html:
    """A panel a language, a row an item, a mark a group with its 95 % interval.

    found : group, language, item, rate, low, high.  groups, items : what they are called.
    A mark is hollow where the group has one document in the language, and no interval.
    """
    if found.empty:
        return empty.undrawn(empty.RESULT)
    if len(groups) > MOST:
        return empty.undrawn(empty.MANY)
    parts = sorted(((str(name), own) for name, own in found.groupby("language")), reverse=True)
    listed = [list(dict.fromkeys(own["item"])) for _, own in parts]
    named = [Panel([drawing.brief(items.get(i, i), 20) for i in names]) for names in listed]
    lines = -(-len(groups) // ABREAST)
    figure, panels = rowplot(*named, row=ROW, under=1 + lines)
    for axes, (language, own), names in zip(panels, parts, listed, strict=True):
        _marks(axes, own, list(groups), names)
        scale(axes, UNITS[language], steps=4)
        drawing.title(axes, " ".join(LANGUAGES[language]))
    _legend(figure, list(groups.values()))
    return figure


def _marks(axes: Axes, own: pd.DataFrame, groups: Sequence[str], items: Sequence[str]) -> None:
    offsets = np.linspace(-0.26, 0.26, len(groups)) if len(groups) > 1 else [0.0]
    for number, (group, offset) in enumerate(zip(groups, offsets, strict=True)):
        rows = own[own["group"] == group]
        at = np.array([items.index(item) + offset for item in rows["item"]])
        known = rows["low"].notna().to_numpy()
        colour, mark = drawing.SERIES[number], drawing.MARKS[number]
        axes.hlines(at[known], rows["low"][known], rows["high"][known], color=colour, lw=1.2)
        axes.scatter(
            rows["rate"],
            at,
            c=np.where(known, colour, "white"),
            edgecolors=colour,
            marker=mark,
            s=24,
            zorder=3,
        )
    axes.set_xlim(left=-0.02 * axes.get_xlim()[1])


def _legend(figure: Figure, groups: Sequence[str]) -> None:
    """The signs of the groups under the panels, each with its colour."""
    high = figure.get_size_inches()[1]
    lines = -(-len(groups) // ABREAST)
    for number, name in enumerate(groups):
        line, place = divmod(number, ABREAST)
        figure.text(
            0.03 + place / ABREAST,
            (0.05 + LINE * (lines - 1 - line)) / high,
            f"{SIGNS[drawing.MARKS[number]]} {drawing.brief(name, 30)}",
            color=drawing.SERIES[number],
            fontsize=drawing.SMALL + 1,
        )


def residuals(
    observed: pd.DataFrame,
    found: pd.DataFrame,
    *,
    groups: Mapping[str, str],
    items: Mapping[str, str],
) -> Figure:
    """Adjusted residuals as colours with the counts; grey where fewer than 5 are expected.

    observed, found : a row a code, a column a group.
    """
    drawing.theme()
    figure = drawing.blank(height=1.2 + 0.3 * len(found))
    axes = figure.add_axes((0.22, 0.16, 0.7, 0.8))
    sns.heatmap(
        found,
        ax=axes,
        cmap="vlag",
        vmin=-LIMIT,
        vmax=LIMIT,
        annot=observed,
        fmt="d",
        linewidths=1,
        cbar_kws={"label": "调整残差 Adjusted residual"},
    )
    axes.set_facecolor(drawing.HAIRLINE)
    for (row, column), value in np.ndenumerate(found.to_numpy(float)):
        if np.isnan(value):  # the heatmap writes nothing where it has no colour
            count = str(observed.iloc[row, column])
            axes.text(column + 0.5, row + 0.5, count, ha="center", va="center")
    axes.set_yticks(np.arange(len(found)) + 0.5, [items.get(i, i) for i in found.index], rotation=0)
    axes.set_xticks(
        np.arange(len(found.columns)) + 0.5,
        [drawing.brief(groups.get(g, g), 20) for g in found.columns],
        rotation=0,
    )
    axes.set(xlabel="", ylabel="")
    return figure

"""Trends drawn: how often words stand in the documents of each year."""

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.rowplots import scale

MOST = len(drawing.SERIES)  # lines that can still be told apart


def trends(found: pd.DataFrame, *, years: pd.Series) -> Figure | Html:
    """A line a word with its 95 % interval; a year without documents is a gap, not a zero.

    found : year, word, rate, low, high.  years : the year of each document, for the number
    of documents drawn below.  The first ``MOST`` words are drawn.
    """
    rows = found.assign(year=pd.to_numeric(found["year"], errors="coerce")).dropna(subset="year")
    if rows.empty:
        return empty.undrawn(empty.YEARS)
    whole = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
    figure, (axes, below) = drawing.stacked(height=4.2, heights=[4, 1])
    for number, ((word, language), own) in enumerate(rows.groupby(["word", "language"])):
        if number < MOST:
            spoken = set(rows.loc[rows["word"] == word, "language"])
            called = str(word) if len(spoken) == 1 else f"{word} ({language})"
            _line(axes, called, own.set_index("year").reindex(whole), number)
    _documents(below, pd.to_numeric(years, errors="coerce").value_counts().reindex(whole))
    axes.set_ylabel("每千词次数 Per 1,000 words")
    axes.set_ylim(bottom=0)
    sns.despine(ax=axes)
    sns.despine(ax=below, left=True)
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    return figure


def _line(axes: Axes, word: str, own: pd.DataFrame, number: int) -> None:
    colour, mark = drawing.SERIES[number], drawing.MARKS[number]
    axes.plot(
        own.index,
        own["rate"],
        color=colour,
        marker=mark,
        markersize=5,
        label=drawing.brief(word, 14),
    )
    axes.fill_between(own.index, own["low"], own["high"], color=colour, alpha=0.12, linewidth=0)
    alone = own["rate"].notna() & own["rate"].shift().isna() & own["rate"].shift(-1).isna()
    axes.vlines(own.index[alone], own["low"][alone], own["high"][alone], color=colour, alpha=0.4)


def _documents(axes: Axes, number: pd.Series) -> None:
    axes.bar(number.index, number, color=drawing.HAIRLINE, width=0.7)
    for year, count in number.dropna().items():
        axes.annotate(
            f"{count:,.0f}",
            (year, 0),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=drawing.SMALL,
            color=drawing.MUTED,
        )
    axes.set_ylabel("文献数\nDocuments", linespacing=1.4)
    axes.set_yticks([])
    scale(axes, "年份 Year（缺口：该年无文献 a gap: no document of that year）")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))

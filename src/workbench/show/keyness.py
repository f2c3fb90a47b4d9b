"""Keyness drawn: which words two groups of documents use unlike each other, and how much."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.rowplots import Panel, rowplot, scale

SURE = 0.05  # of an adjusted p


class Group(NamedTuple):
    """One of the two groups that are compared: its name and how many documents it has."""

    name: str
    documents: int


def keyness(
    found: pd.DataFrame, *, target: Group, reference: Group, most: int = 15
) -> Figure | Html:
    """The words most typical of either group: the log ratio is the length, G² the mark's size.

    found : word, documents, reference_documents, g2, log_ratio, p_adjusted; ``most`` words
    a group, those of the highest G². A log ratio of 1 is twice the rate, of 2 four times.
    """
    more, less = found[found["log_ratio"] > 0], found[found["log_ratio"] < 0]
    chosen = pd.concat([more.nlargest(most, "g2"), less.nlargest(most, "g2")])
    if chosen.empty:
        return empty.undrawn(empty.RESULT)
    ordered = chosen.sort_values(["log_ratio", "g2"], ascending=False)
    figure, (axes,) = rowplot(_named(ordered))
    _lollipops(axes, ordered)
    scale(
        axes,
        "◆ B 组多用 more in B   ←   对数比 Log ratio (log₂)   →   ● A 组多用 more in A",
        "大小 Size: G²；空心 hollow: 校正 p adjusted p ≥ 0.05；"
        "右侧 at right: G² · 文献数 documents A/B",
    )
    drawing.title(axes, f"{_called('A', target)}  ↔  {_called('B', reference)}")
    return figure


def _called(letter: str, group: Group) -> str:
    return f"{letter}: {drawing.brief(group.name, 28)}（{group.documents:,} 篇 documents）"


def _named(ordered: pd.DataFrame) -> Panel:
    facts = zip(ordered["g2"], ordered["documents"], ordered["reference_documents"], strict=True)
    return Panel(
        [drawing.brief(word, 16) for word in ordered["word"]],
        [f"{g2:,.1f} · {here:,}/{there:,}" for g2, here, there in facts],
    )


def _lollipops(axes: Axes, ordered: pd.DataFrame) -> None:
    ratio = ordered["log_ratio"].to_numpy()
    places = np.arange(len(ordered))
    sizes = 18 + 160 * ordered["g2"].to_numpy() / ordered["g2"].max()
    for side, colour, mark in ((ratio > 0, drawing.FIRST, "o"), (ratio < 0, drawing.SECOND, "D")):
        axes.hlines(places[side], 0, ratio[side], color=colour, linewidth=1.4)
        filled = np.where(ordered["p_adjusted"].to_numpy()[side] < SURE, colour, "white")
        at = ratio[side], places[side]
        axes.scatter(*at, s=sizes[side], c=filled, marker=mark, edgecolors=colour, zorder=3)
    axes.axvline(0, color=drawing.MUTED, linewidth=0.8)
    reach = 1.15 * np.abs(ratio).max()
    axes.set_xlim(-reach, reach)

"""XY plots: each case by its membership in a set and in the outcome."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.apart import apart, size
from workbench.show.html import Html

SIDE, GAP, MARGIN, HEAD = 3.15, 0.8, 0.6, 0.45  # inches
ACROSS = 2  # plots beside each other
NAME = 7.5  # points


def xy(sets: Mapping[str, pd.Series], outcome: pd.Series) -> Figure | Html:
    """A plot for each set: points above the diagonal are consistent with sufficiency.

    sets : memberships by case, by the expression of the set.  outcome : memberships by case,
    under the name of the outcome. Cases in the set without the outcome, the deviant ones, are
    squares; cases more in the set than out of it are named.
    """
    if not sets:
        return empty.undrawn(empty.SETS)
    down = -(-len(sets) // ACROSS)
    height = MARGIN + down * (SIDE + GAP)
    figure = drawing.blank(height=height)
    for at, (name, x) in enumerate(sets.items()):
        row, column = divmod(at, ACROSS)
        left = MARGIN + column * (SIDE + GAP)
        bottom = height - (row + 1) * (SIDE + GAP) + GAP - HEAD
        place = (left / drawing.WIDTH, bottom / height, SIDE / drawing.WIDTH, SIDE / height)
        _plot(figure.add_axes(place), name, x, outcome)
    return figure


def _plot(axes: Axes, name: str, x: pd.Series, y: pd.Series) -> None:
    axes.plot([0, 1], [0, 1], color=drawing.MUTED, linewidth=0.8, zorder=1)
    for half in (axes.axvline, axes.axhline):
        half(0.5, color=drawing.HAIRLINE, linewidth=0.8, zorder=0)
    deviant = (x > 0.5) & (y < 0.5)
    for which, colour, mark in ((~deviant, drawing.FIRST, "o"), (deviant, drawing.SECOND, "s")):
        axes.scatter(x[which], y[which], s=28, color=colour, marker=mark, zorder=3, clip_on=False)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel=drawing.brief(name, 44), ylabel=str(y.name))
    drawing.title(axes, _said(x, y))
    _name(axes, x[x > 0.5], y)


def _said(x: pd.Series, y: pd.Series) -> str:
    both = float(np.minimum(x, y).sum())
    inclusion, coverage = both / x.sum(), both / y.sum()
    return f"一致性 incl {inclusion:.3f} · 覆盖度 cov {coverage:.3f}"


def _name(axes: Axes, x: pd.Series, y: pd.Series) -> None:
    """Names near their points, none on a point or on another name."""
    if x.empty:
        return
    scale = SIDE * 72  # points of the page
    words = [drawing.brief(str(case), 12) for case in x.index]
    points = np.column_stack([x, y[x.index]]).astype(float) * scale
    sizes = np.array([size(word, NAME) for word in words])
    taken = points, np.full_like(points, 6.0)
    placed = apart(points + np.array([0, 9]), sizes, taken=taken, page=np.array([scale, scale]))
    for word, (across, up) in zip(words, placed / scale, strict=True):
        axes.text(across, up, word, fontsize=NAME, color=drawing.MUTED, ha="center", va="center")

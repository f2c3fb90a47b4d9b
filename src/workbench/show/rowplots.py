"""Plots with a row for each word or document: its name at the left, what is known at the right.

The margins are reckoned from the lengths of the texts: to measure them takes a widget
longer than all the rest of the drawing.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from workbench.show import drawing
from workbench.show.apart import size

Ends = NDArray[np.float64]

NAME, NOTE = 9, 8  # points
LINE = 0.2  # inches between the lines under an axis
TOP, BORDER, GAP = 0.36, 0.08, 0.14  # inches


class Panel(NamedTuple):
    """The names of the rows from the top down, and what is printed at their ends."""

    names: Sequence[str]
    notes: Sequence[str] = ()


def rowplot(*panels: Panel, row: float = 0.22, under: int = 2) -> tuple[Figure, list[Axes]]:
    """A figure with a panel beside the other, all with as much room to draw in.

    row : inches of a row.  under : lines of text below the scale.
    """
    number = max(len(panel.names) for panel in panels)
    bottom = 0.32 + under * LINE
    height = TOP + row * number + bottom
    figure = drawing.blank(height=height)
    left = [_wide(panel.names, NAME) + GAP for panel in panels]
    right = [_wide(panel.notes, NOTE) + GAP for panel in panels]
    room = (drawing.WIDTH - 2 * BORDER - sum(left) - sum(right)) / len(panels)
    axes, at = [], BORDER
    for panel, before, after in zip(panels, left, right, strict=True):
        box = (at + before, bottom, room, height - bottom - TOP)
        across, up, wide, high = box
        place = (across / drawing.WIDTH, up / height, wide / drawing.WIDTH, high / height)
        axes.append(_rows(figure.add_axes(place), panel, number))
        at += before + room + after
    return figure, axes


def _wide(texts: Sequence[str], points: float) -> float:
    return max((size(text, points)[0] / 72 for text in texts), default=0)


def _rows(axes: Axes, panel: Panel, number: int) -> Axes:
    axes.set_yticks([])
    axes.set_ylim(number - 0.4, -0.6)
    lines = np.arange(len(panel.names), dtype=float)
    ends = strokes(np.zeros(len(lines)), np.ones(len(lines)), lines, lines)
    axes.plot(
        *ends,
        transform=axes.get_yaxis_transform(),
        color=drawing.HAIRLINE,
        linewidth=0.6,
        zorder=0,
    )
    sns.despine(ax=axes, left=True)
    place: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center"}
    for at, name in enumerate(panel.names):
        axes.text(-0.012, at, name, ha="right", fontsize=NAME, **place)
    for at, note in enumerate(panel.notes):
        axes.text(1.012, at, note, ha="left", fontsize=NOTE, color=drawing.MUTED, **place)
    return axes


def strokes(
    x: NDArray[np.float64],
    to_x: NDArray[np.float64],
    y: NDArray[np.float64],
    to_y: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Many straight lines as one, with gaps: drawn at once, they take no time."""
    gap = np.full(len(x), np.nan)
    return np.column_stack([x, to_x, gap]).ravel(), np.column_stack([y, to_y, gap]).ravel()


def scale(axes: Axes, *lines: str, steps: int = 0) -> None:
    """What the horizontal scale is, in lines that do not touch, and its steps at most."""
    axes.set_xlabel("\n".join(lines), linespacing=1.45, labelpad=5)
    if steps:
        axes.xaxis.set_major_locator(MaxNLocator(steps))

"""Correspondence analysis drawn: words and groups of documents on one map."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from workbench.show import drawing, empty
from workbench.show.apart import apart, size
from workbench.show.html import Html

HEIGHT = 6.2  # inches
MARGIN = (0.09, 0.09, 0.89, 0.85)  # of the axes in the page: left, bottom, width, height
LABEL = 9  # points


class Solution(Protocol):
    """A correspondence analysis; its axes are numbered from 1."""

    @property
    def share(self) -> NDArray[np.float64]:
        """The part of the inertia (0 to 1) of each axis."""

    @property
    def rows(self) -> pd.DataFrame:
        """By row: mass, principal coordinates axis_1 ..., contribution_1 ..., cos2_1 ..."""

    @property
    def columns(self) -> pd.DataFrame:
        """The same by column."""


def correspondence(
    solution: Solution, *, names: Mapping[str, tuple[str, str]], by: str, of: str = "词 words"
) -> Figure | Html:
    """The first two axes; a unit is as long on both. Words are dots, groups diamonds.

    names : what a group is called in both languages.  by : what the groups are, and ``of``
    what stands in them.  Rows and columns are in principal coordinates: distances within
    each are chi-squared distances, those between a word and a group are not.
    """
    if len(solution.share) < 2:
        return empty.undrawn(empty.MAP)
    labels = [drawing.brief(str(word), 12) for word in solution.rows.index]
    groups = [_group(str(name), names) for name in solution.columns.index]
    points = np.vstack([_first_two(solution.rows), _first_two(solution.columns)])
    figure = drawing.blank(height=HEIGHT)
    axes = figure.add_axes(MARGIN)
    scale = _fit(axes, points)
    _marks(axes, points, len(labels))
    _named(axes, points, [*labels, *groups], len(labels), scale)
    first, second = solution.share[:2]
    axes.set_xlabel(f"第一轴 Axis 1（{first:.1%}）")
    axes.set_ylabel(f"第二轴 Axis 2（{second:.1%}）")
    both = f"两轴合计 both axes: {first + second:.1%}"
    drawing.title(axes, f"● {of}   ◆ {by}   ·   {both}")
    return figure


def coordinates(solution: Solution, *, names: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Groups and words with their mass, and on two axes place, contribution and quality."""
    groups = solution.columns.rename(index=lambda name: _group(str(name), names))
    listed = pd.concat([groups, solution.rows])
    return listed.rename_axis("word").reset_index()


def _group(name: str, names: Mapping[str, tuple[str, str]]) -> str:
    return drawing.brief(" ".join(names.get(name, (name,))), 26)


def _first_two(coordinates: pd.DataFrame) -> NDArray[np.float64]:
    return coordinates[["axis_1", "axis_2"]].to_numpy(float)


def _fit(axes: Axes, points: NDArray[np.float64]) -> float:
    """Set the limits so that everything fits; returns points of the page per unit."""
    page = _page()
    low, high = points.min(axis=0), points.max(axis=0)
    room = page - np.array([130, 50])  # for the labels at the borders
    scale = float((room / np.maximum(high - low, 1e-9)).min())
    middle, half = (low + high) / 2, page / scale / 2
    axes.set_xlim(middle[0] - half[0], middle[0] + half[0])
    axes.set_ylim(middle[1] - half[1], middle[1] + half[1])
    axes.axhline(0, color=drawing.HAIRLINE, linewidth=0.8, zorder=0)
    axes.axvline(0, color=drawing.HAIRLINE, linewidth=0.8, zorder=0)
    return scale


def _page() -> NDArray[np.float64]:
    return 72 * np.array([drawing.WIDTH * MARGIN[2], HEIGHT * MARGIN[3]])


def _marks(axes: Axes, points: NDArray[np.float64], words: int) -> None:
    x, y = points.T
    axes.scatter(x[:words], y[:words], s=16, color=drawing.FIRST, marker="o", zorder=3)
    axes.scatter(x[words:], y[words:], s=52, color=drawing.SECOND, marker="D", zorder=3)


def _named(
    axes: Axes, points: NDArray[np.float64], labels: Sequence[str], words: int, scale: float
) -> None:
    """Write each name near its mark, none on another, with a line to a mark that is far."""
    corner = np.array([axes.get_xlim()[0], axes.get_ylim()[0]])
    at = (points - corner) * scale
    sizes = np.array([size(label, LABEL) for label in labels])
    beside = at + np.array([0, 9])
    order = np.argsort(np.arange(len(at)) < words, kind="stable")  # groups have the first choice
    moved = np.empty_like(at)
    marks = np.full((len(at), 2), 7.0)
    moved[order] = apart(beside[order], sizes[order], taken=(at, marks), page=_page())
    for number, label in enumerate(labels):
        word = number < words
        colour: Any = "#1b2a33" if word else drawing.SECOND
        far = np.abs(moved[number] - beside[number]).max() > 12
        axes.annotate(
            label,
            points[number],
            tuple(moved[number] / scale + corner),
            ha="center",
            va="center",
            fontsize=LABEL,
            color=colour,
            zorder=4,
            arrowprops={"arrowstyle": "-", "color": drawing.MUTED, "lw": 0.5} if far else None,
        )

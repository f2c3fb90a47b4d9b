"""Venn diagrams of a truth table: every configuration a region, by what goes with it."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Patch
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from workbench.show import drawing, empty
from workbench.show.html import Html

Shape = tuple[float, float, float, float, float]  # centre x, y; width, height; degrees
Inside = NDArray[np.bool_]

# Circles for two and three sets; ellipses for four (Venn 1880) and five (Gruenbaum 1975).
SHAPES: Mapping[int, Sequence[Shape]] = {
    2: [(0.38, 0.5, 0.5, 0.5, 0), (0.62, 0.5, 0.5, 0.5, 0)],
    3: [(0.5, 0.62, 0.5, 0.5, 0), (0.39, 0.42, 0.5, 0.5, 0), (0.61, 0.42, 0.5, 0.5, 0)],
    4: [
        (0.350, 0.400, 0.72, 0.45, 140),
        (0.450, 0.500, 0.72, 0.45, 140),
        (0.544, 0.500, 0.72, 0.45, 40),
        (0.644, 0.400, 0.72, 0.45, 40),
    ],
    5: [
        (0.428, 0.449, 0.87, 0.50, 155),
        (0.469, 0.543, 0.87, 0.50, 82),
        (0.558, 0.523, 0.87, 0.50, 10),
        (0.578, 0.432, 0.87, 0.50, 118),
        (0.489, 0.383, 0.87, 0.50, 46),
    ],
}
LOW, HIGH = -0.08, 1.08  # what is drawn, around a square that holds the shapes
FINE = 800  # points a side at which regions are told apart
SIDE = 6.0  # inches
COLOURS = {"1": "#8fc1c9", "0": "#f0c9ae", "C": "#c9b6dd", "?": "#f4f5f6"}
SIGNS = {"1": "\n●", "0": "\n○", "C": "\nC"}  # nothing hangs on the colour alone
SAID = {
    "1": "● 充分 sufficient",
    "0": "○ 不充分 not sufficient",
    "C": "C 矛盾 contradiction",
    "?": "逻辑余项 remainder",
}


def venn(conditions: Sequence[str], outs: Mapping[tuple[int, ...], str]) -> Figure | Html:
    """The configurations of two to five conditions, coloured by their outcome.

    outs : by configuration, a 1 or 0 for each condition, one of ``SAID``; what is not
    listed is a remainder. Each region has its configuration and its sign written into it.
    """
    if len(conditions) not in SHAPES:
        return empty.undrawn(empty.VENN)
    shapes = SHAPES[len(conditions)]
    inside = _inside(shapes)
    figure = drawing.blank(height=SIDE)
    axes = figure.add_axes((0.02, 0.02, SIDE / drawing.WIDTH, 0.96))
    _colour(axes, inside, outs)
    for (x, y, wide, high, turned), name in zip(shapes, conditions, strict=True):
        axes.add_patch(Ellipse((x, y), wide, high, angle=turned, fill=False, edgecolor="#3c4650"))
        _name(axes, (x, y), _tip(shapes, (x, y, wide, high, turned)), name)
    for configuration in product((0, 1), repeat=len(conditions)):
        if any(configuration):
            sign = SIGNS.get(outs.get(configuration, "?"), "")
            written = "".join(map(str, configuration)) + sign
            _write(axes, _region(inside, configuration), written)
    _key(axes, outs)
    return figure


def _inside(shapes: Sequence[Shape]) -> list[Inside]:
    """For each set the points of a square grid that lie in it; shape (FINE, FINE)."""
    side = np.linspace(LOW, HIGH, FINE)
    x, y = np.meshgrid(side, side)
    found = []
    for cx, cy, wide, high, turned in shapes:
        angle = np.radians(turned)
        along = (x - cx) * np.cos(angle) + (y - cy) * np.sin(angle)
        across = (y - cy) * np.cos(angle) - (x - cx) * np.sin(angle)
        found.append((along / (wide / 2)) ** 2 + (across / (high / 2)) ** 2 <= 1)
    return found


def _region(inside: Sequence[Inside], configuration: Sequence[int]) -> Inside:
    """The points in just the sets that a configuration has."""
    agree = [own == bool(value) for own, value in zip(inside, configuration, strict=True)]
    return np.asarray(np.logical_and.reduce(agree), np.bool_)


def _colour(axes: Axes, inside: Sequence[Inside], outs: Mapping[tuple[int, ...], str]) -> None:
    kinds = list(COLOURS)
    painted = np.full((FINE, FINE), len(kinds))
    for configuration in product((0, 1), repeat=len(inside)):
        if any(configuration) or configuration in outs:  # around the sets only if it has cases
            kind = outs.get(configuration, "?")
            painted[_region(inside, configuration)] = kinds.index(kind)
    axes.imshow(
        painted,
        origin="lower",
        extent=(LOW, HIGH, LOW, HIGH),
        cmap=ListedColormap([*COLOURS.values(), "#ffffff"]),
        vmin=-0.5,
        vmax=len(kinds) + 0.5,
        interpolation="nearest",
        aspect="equal",
    )
    axes.axis("off")


def _write(axes: Axes, region: Inside, written: str) -> None:
    """A few signs where their region is widest."""
    row, column = np.unravel_index(int(distance_transform_edt(region).argmax()), region.shape)
    step = (HIGH - LOW) / (FINE - 1)
    axes.text(
        LOW + column * step,
        LOW + row * step,
        written,
        ha="center",
        va="center",
        fontsize=6.5,
        color="#1b2a33",
    )


def _tip(shapes: Sequence[Shape], shape: Shape) -> tuple[float, float]:
    """The end of a shape that is farther from the middle of all."""
    x, y, wide, high, turned = shape
    middle = np.mean([other[:2] for other in shapes], axis=0)
    if wide == high:
        away = np.array([x, y]) - middle
        ends = [np.array([x, y]) + away / np.linalg.norm(away) * wide / 2]
    else:
        angle = np.radians(turned)
        reach = np.array([np.cos(angle), np.sin(angle)]) * wide / 2
        ends = [np.array([x, y]) + reach, np.array([x, y]) - reach]
    best = max(ends, key=lambda end: float(np.linalg.norm(end - middle)))
    return float(best[0]), float(best[1])


def _name(axes: Axes, centre: tuple[float, float], tip: tuple[float, float], name: str) -> None:
    away = np.array(tip) - np.array(centre)
    x, y = np.array(tip) + 0.045 * away / np.linalg.norm(away)
    axes.text(x, y, drawing.brief(name, 14), ha="center", va="center", fontsize=10)


def _key(axes: Axes, outs: Mapping[tuple[int, ...], str]) -> None:
    kinds = [kind for kind in SAID if kind in outs.values() or kind == "?"]
    axes.legend(
        handles=[Patch(facecolor=COLOURS[k], edgecolor="#3c4650", label=SAID[k]) for k in kinds],
        loc="upper left",
        bbox_to_anchor=(1.0, 1.0),
        frameon=False,
    )

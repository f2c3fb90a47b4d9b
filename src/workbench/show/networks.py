"""Co-occurrence drawn as a network: which words stand together."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from workbench.show import drawing, empty
from workbench.show.apart import apart, size
from workbench.show.html import Html
from workbench.show.parts import rows_of

SEED = 20  # of the layout: the same network lies the same way each time
HEIGHT = 6.4  # inches
LABEL = 9  # points


def network(found: pd.DataFrame) -> Figure | Html:
    """A node a word, as large as it is often met with others; a line is as wide as its weight.

    found : source, target, language, count, weight.  Where words lie means nothing but
    that those with strong ties are drawn near to each other.
    """
    if found.empty:
        return empty.undrawn(empty.LINKS)
    import networkx as nx

    graph = nx.Graph()
    ties = found.sort_values(["source", "target"])
    graph.add_nodes_from(sorted({*ties["source"], *ties["target"]}))
    graph.add_weighted_edges_from(ties[["source", "target", "weight"]].itertuples(index=False))
    figure, axes = _page()
    met = _met(found)
    at = _places(graph, met)
    _lines(axes, ties, at)
    _nodes(axes, at, met, _languages(ties))
    return figure


def _page() -> tuple[Figure, Axes]:
    """Axes over the whole page whose unit is the point."""
    figure = drawing.blank(height=HEIGHT)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, 72 * drawing.WIDTH)
    axes.set_ylim(0, 72 * HEIGHT)
    axes.set_axis_off()
    return figure, axes


def _met(found: pd.DataFrame) -> dict[str, float]:
    """How often each word stands together with one of the others."""
    ends = pd.concat([found.set_index(end)["count"] for end in ("source", "target")])
    summed = ends.groupby(level=0).sum()
    return {str(word): float(often) for word, often in summed.items()}


def _languages(ties: pd.DataFrame) -> dict[str, str]:
    return {row[end]: row["language"] for end in ("source", "target") for row in rows_of(ties)}


def _radius(often: float, most: float) -> float:
    return 3 + 11 * float(np.sqrt(often / most))


def _places(graph: Any, met: dict[str, float]) -> dict[str, tuple[float, float]]:
    """The layout in points, pulled apart until no label lies on another."""
    import networkx as nx

    nodes = sorted(graph, key=lambda node: (-met[node], node))  # the largest stay in place
    spread = 2.2 / np.sqrt(len(nodes))
    laid = nx.spring_layout(graph, weight="weight", seed=SEED, k=spread, iterations=120)
    at = np.array([laid[node] for node in nodes])
    low, high = at.min(axis=0), at.max(axis=0)
    page = np.array([72 * drawing.WIDTH, 72 * HEIGHT])
    edge = np.array([46, 30])
    at = edge + (at - low) / np.maximum(high - low, 1e-9) * (page - 2 * edge)
    most = max(met.values())
    boxes = np.array([_box(node, _radius(met[node], most)) for node in nodes])
    moved = apart(at, boxes, page=page)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, moved, strict=True)}


def _box(word: str, radius: float) -> tuple[float, float]:
    wide, high = size(drawing.brief(word, 12), LABEL)
    return max(wide, 2 * radius) + 4, 2 * radius + high + 4


def _lines(axes: Axes, ties: pd.DataFrame, at: dict[str, tuple[float, float]]) -> None:
    strongest = ties["weight"].max()
    for row in rows_of(ties):
        (x, y), (to_x, to_y) = at[row["source"]], at[row["target"]]
        share = row["weight"] / strongest if strongest > 0 else 1
        axes.plot(
            [x, to_x], [y, to_y], color="#8a97a3", linewidth=0.4 + 3 * share, alpha=0.55, zorder=1
        )


def _nodes(
    axes: Axes,
    at: dict[str, tuple[float, float]],
    met: dict[str, float],
    languages: dict[str, str],
) -> None:
    most = max(met.values())
    halo = [withStroke(linewidth=2.5, foreground="white")]
    for word, (x, y) in at.items():
        radius = _radius(met[word], most)
        _, high = size(word, LABEL)
        english = languages.get(word) == "en"
        axes.scatter(
            x,
            y + high / 2,
            s=(1.7 * radius) ** 2,
            color=drawing.SECOND if english else drawing.FIRST,
            marker="s" if english else "o",
            zorder=2,
            edgecolor="white",
        )
        axes.text(
            x,
            y - radius,
            drawing.brief(word, 12),
            ha="center",
            va="center",
            fontsize=LABEL,
            zorder=3,
            path_effects=halo,
        )

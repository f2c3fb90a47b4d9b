"""Co-occurrence drawn as a network: which words stand together."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.apart import apart, size
from workbench.show.html import Html
from workbench.show.parts import rows_of

SEED = 20  # of the layout: the same network lies the same way each time
HEIGHT = 6.4  # inches
LABEL = 9  # points
TIES = 4  # drawn of each word: with all of them a network is a knot
SAID = f"● 中文 Chinese   ■ 英文 English   ·   每词最强的 {TIES} 个联系 {TIES} strongest ties each"
STRIP = 20  # points at the top, for that
EDGE = 0.07  # of its part of the page, that a language leaves free
LINE = "#8a97a3"
PAPER = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.4}


def network(found: pd.DataFrame) -> Figure | Html:
    """A node a word, as large as it is often met with others; a line is as wide as its weight.

    found : source, target, language, count, weight, with an index of its own for each row.
    Of each word the ``TIES`` strongest ties are drawn.  Where words lie means nothing but
    that those with strong ties are drawn near to each other.
    """
    if found.empty:
        return empty.undrawn(empty.LINKS)
    ties = strongest(found)
    figure, axes = _page()
    met = _met(found)
    at = _places(ties, met)
    _lines(axes, ties, at)
    _nodes(axes, at, met, _languages(ties))
    axes.text(8, 72 * HEIGHT - STRIP / 2, SAID, va="center", fontsize=LABEL, color=drawing.MUTED)
    return figure


def strongest(found: pd.DataFrame, *, ties: int = TIES) -> pd.DataFrame:
    """The ties that are among the ``ties`` strongest of either of their words, by the words."""
    ends = pd.concat([found.assign(word=found[end]) for end in ("source", "target")])
    ranked = ends.sort_values(["weight", "count"], ascending=False, kind="stable")
    kept = ranked.groupby("word").head(ties).index
    return found.loc[sorted(set(kept))].sort_values(["source", "target"])


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


def _places(ties: pd.DataFrame, met: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The layout in points, a language beside the other, no label on another."""
    page = np.array([72 * drawing.WIDTH, 72 * HEIGHT - STRIP])
    parts = [_laid(own) for _, own in sorted(ties.groupby("language"), reverse=True)]
    shares = np.sqrt([len(part) for part in parts])
    ends = np.append(0, np.cumsum(page[0] * shares / shares.sum()))
    wanted = {
        word: (begin + x * (end - begin), y * page[1])
        for part, begin, end in zip(parts, ends, ends[1:], strict=False)
        for word, (x, y) in part.items()
    }
    nodes = sorted(wanted, key=lambda node: (-met[node], node))  # the largest stay in place
    most = max(met.values())
    boxes = np.array([_box(node, _radius(met[node], most)) for node in nodes])
    moved = apart(np.array([wanted[node] for node in nodes]), boxes, page=page)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, moved, strict=True)}


def _laid(own: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """The words of one language laid out by springs, within a margin of the unit square."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted({*own["source"], *own["target"]}))
    graph.add_weighted_edges_from(own[["source", "target", "weight"]].itertuples(index=False))
    spread = 2.2 / np.sqrt(len(graph))
    laid = nx.spring_layout(graph, weight="weight", seed=SEED, k=spread, iterations=120)
    at = np.array(list(laid.values()))
    low, high = at.min(axis=0), at.max(axis=0)
    within = EDGE + (1 - 2 * EDGE) * (at - low) / np.maximum(high - low, 1e-9)
    return dict(zip(laid, map(tuple, within.tolist()), strict=True))


def _box(word: str, radius: float) -> tuple[float, float]:
    wide, high = size(drawing.brief(word, 12), LABEL)
    return max(wide, 2 * radius) + 4, 2 * radius + high + 4


def _lines(axes: Axes, ties: pd.DataFrame, at: dict[str, tuple[float, float]]) -> None:
    share = ties["weight"] / max(ties["weight"].max(), 1e-9)
    ends = [[at[row["source"]], at[row["target"]]] for row in rows_of(ties)]
    wide = (0.4 + 3 * share).to_list()
    axes.add_collection(
        LineCollection(ends, linewidths=wide, colors=LINE, alpha=0.55, zorder=1), autolim=False
    )


def _nodes(
    axes: Axes,
    at: dict[str, tuple[float, float]],
    met: dict[str, float],
    languages: dict[str, str],
) -> None:
    most = max(met.values())
    for language, colour, mark in (("zh", drawing.FIRST, "o"), ("en", drawing.SECOND, "s")):
        words = [word for word in at if languages[word] == language]
        radii = np.array([_radius(met[word], most) for word in words])
        x, y = np.array([at[word] for word in words]).reshape(-1, 2).T
        up = 1.3 * LABEL / 2
        areas = (1.7 * radii) ** 2
        axes.scatter(x, y + up, s=areas, color=colour, marker=mark, edgecolor="white", zorder=2)
        for word, across, along in zip(words, x, y - radii, strict=True):
            label = axes.text(across, along, drawing.brief(word, 12), zorder=3, fontsize=LABEL)
            label.set(ha="center", va="center", bbox=PAPER)

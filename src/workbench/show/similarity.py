"""Similarity of documents drawn: a tree of who is nearest to whom beside a map of all pairs."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from workbench.show import drawing, empty
from workbench.show.apart import size
from workbench.show.html import Html

MOST = 50  # documents whose names can still be read
ROW, TOP, BOTTOM, TREE = 0.19, 0.5, 0.62, 1.7  # inches
WRITTEN = 12  # documents whose similarities are written into the map


COSINE = "余弦相似度 Cosine similarity"


def similarity(
    found: pd.DataFrame, *, names: Mapping[str, str], measure: str = COSINE
) -> Figure | Html:
    """Documents grouped by average linkage of 1 - similarity, and the similarity of each pair.

    found : a square table of similarities (0 to 1) by document.  names : what a document
    is called.  measure : what the map shows.  Tree and map have the documents in one order.
    """
    if len(found) < 3:
        return empty.undrawn(empty.ALIKE)
    distances = np.clip(1 - found.to_numpy(dtype=float), 0, None)
    np.fill_diagonal(distances, 0)
    tree = hierarchy.linkage(squareform(distances, checks=False), method="average")
    order = hierarchy.leaves_list(tree)
    docs = [str(found.index[number]) for number in order]
    titles = [drawing.both_ends(names.get(doc, doc), 22) for doc in docs]
    figure, left, right, below = _page(titles)
    _tree(left, tree, len(docs))
    _map(right, below, found.to_numpy(float)[np.ix_(order, order)], titles, measure)
    return figure


def pairs(found: pd.DataFrame, *, names: Mapping[str, str]) -> pd.DataFrame:
    """Each pair of documents once, the most alike first: doc, other, similarity."""
    first, second = np.triu_indices(len(found), k=1)
    called = [names.get(str(doc), str(doc)) for doc in found.index]
    listed = pd.DataFrame(
        {
            "doc": [called[row] for row in first],
            "other": [called[row] for row in second],
            "similarity": found.to_numpy(float)[first, second],
        }
    )
    return listed.sort_values("similarity", ascending=False, kind="stable")


def _page(titles: Sequence[str]) -> tuple[Figure, Axes, Axes, Axes]:
    """Axes for the tree, the map, and the scale of its colours."""
    high = max(ROW * len(titles), 0.9)
    height, names = TOP + high + BOTTOM, max(size(title, 9)[0] for title in titles) / 72 + 0.15
    figure = drawing.blank(height=height)
    begin = TREE + 0.25
    wide = drawing.WIDTH - begin - names

    def axes(x: float, y: float, across: float, up: float) -> Axes:
        place = (x / drawing.WIDTH, y / height, across / drawing.WIDTH, up / height)
        return figure.add_axes(place)

    return (
        figure,
        axes(0.15, BOTTOM, TREE, high),
        axes(begin, BOTTOM, wide, high),
        axes(begin + wide / 4, BOTTOM - 0.16, wide / 2, 0.08),
    )


def _tree(axes: Axes, tree: NDArray[np.float64], leaves: int) -> None:
    hierarchy.dendrogram(
        tree,
        ax=axes,
        orientation="left",
        no_labels=True,
        color_threshold=0,
        above_threshold_color=drawing.MUTED,
    )
    axes.set_ylim(10 * leaves, 0)  # the first leaf at the top, where the map has its first row
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel("距离 Distance（1 − 相似度）")
    sns.despine(ax=axes, left=True, bottom=True, top=False)


def _map(
    axes: Axes, below: Axes, grid: NDArray[np.float64], titles: Sequence[str], measure: str
) -> None:
    drawn = axes.imshow(grid, cmap="crest", vmin=0, vmax=1, aspect="auto", interpolation="none")
    axes.set_xticks([])
    axes.set_yticks(range(len(titles)), titles)
    axes.yaxis.tick_right()
    axes.tick_params(axis="y", length=0)
    sns.despine(ax=axes, left=True, bottom=True)
    scale = axes.figure.colorbar(drawn, cax=below, orientation="horizontal")
    scale.set_label(measure)
    scale.outline.set_visible(False)
    if len(titles) <= WRITTEN:
        for (row, column), value in np.ndenumerate(grid):
            ink = "white" if value > 0.5 else "black"
            axes.text(
                column, row, f"{value:.2f}", ha="center", va="center", color=ink, fontsize=7.5
            )

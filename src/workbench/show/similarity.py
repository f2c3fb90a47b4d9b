"""Similarity of documents drawn: a tree of who is nearest to whom beside a map of all pairs."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from workbench.show import drawing, empty
from workbench.show.html import Html

MOST = 50  # documents whose names can still be read


def similarity(found: pd.DataFrame, *, names: Mapping[str, str]) -> Figure | Html:
    """Documents grouped by average linkage of 1 - similarity, and the similarity of each pair.

    found : a square table of similarities (0 to 1) by document.  names : what a document
    is called.  The tree and the map show the documents in the same order.
    """
    if len(found) < 3:
        return empty.undrawn(empty.ALIKE)
    distances = np.clip(1 - found.to_numpy(dtype=float), 0, None)
    np.fill_diagonal(distances, 0)
    tree = hierarchy.linkage(squareform(distances, checks=False), method="average")
    figure = drawing.blank(height=1.5 + 0.19 * len(found))
    figure.set_layout_engine("constrained")
    left, right = figure.subplots(1, 2, width_ratios=[1, 3.2])
    order = _tree(left, tree, len(found))
    doc = [str(found.index[number]) for number in order]
    _map(right, found.loc[doc, doc], [drawing.brief(names.get(d, d), 18) for d in doc])
    return figure


def _tree(axes: Axes, tree: NDArray[np.float64], leaves: int) -> list[int]:
    drawn = hierarchy.dendrogram(
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
    return [int(number) for number in drawn["leaves"]]


def _map(axes: Axes, ordered: pd.DataFrame, labels: list[str]) -> None:
    few = len(labels) <= 12
    sns.heatmap(
        ordered,
        ax=axes,
        cmap="crest",
        vmin=0,
        vmax=1,
        annot=few,
        fmt=".2f",
        annot_kws={"fontsize": 7.5},
        linewidths=0.5,
        xticklabels=False,
        yticklabels=labels,
        cbar_kws={
            "label": "余弦相似度 Cosine similarity",
            "location": "bottom",
            "shrink": 0.6,
            "aspect": 40,
        },
    )
    axes.yaxis.tick_right()
    axes.tick_params(axis="y", rotation=0, length=0)
    axes.set(xlabel="", ylabel="")

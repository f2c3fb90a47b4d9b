"""The figures of the study, drawn with seaborn and labelled in Chinese."""

from collections.abc import Iterable, Sequence

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbench.show import empty, fonts
from workbench.show.fair import all_cases, compares
from workbench.show.html import Html
from workbench.show.labels import Tables, names
from workbench.show.parts import chosen


def _theme() -> None:
    sns.set_theme(
        style="white",
        rc={
            "font.family": fonts.family(),
            "figure.dpi": 150,
            "axes.unicode_minus": False,
            "text.parse_math": False,
        },
    )


@compares(all_cases)
def type_distances(tables: Tables, *, cases: Sequence[str] | None = None) -> Figure | Html:
    """How far each case stands from each type: 0 fits every rule, 1 none.

    The type a case belongs to is framed, those of a hybrid with dashes; a blank field has
    too little evidence.
    Where every field is blank it is said why, and nothing is drawn.
    """
    order = chosen(tables, cases)
    if why := empty.untyped(tables, order):
        return empty.undrawn(why)
    rows = tables["types"]
    rows = rows[rows["case"].isin(order)]
    kinds = list(tables["type_labels"]["type"])
    needed = rows["type"].map(tables["type_labels"].set_index("type")["known_at_least"])
    rows = rows[rows["known"] >= needed]
    return _distances(tables, rows, order, kinds) if len(rows) else empty.undrawn(empty.UNDECIDABLE)


def _distances(tables: Tables, rows: pd.DataFrame, order: list[str], kinds: list[str]) -> Figure:
    _theme()
    grid = rows.pivot_table(index="case", columns="type", values="distance", dropna=False)
    grid = grid.reindex(index=order, columns=kinds)
    figure, axes = plt.subplots(figsize=(10, 2.2 + 0.5 * len(order)), layout="constrained")
    sns.heatmap(
        grid,
        ax=axes,
        vmin=0,
        vmax=1,
        cmap="crest_r",
        annot=True,
        fmt=".2f",
        linewidths=1,
        cbar=False,
    )
    _part_families(axes, tables, kinds)
    _frame_members(axes, rows, order, kinds)
    _name_axes(axes, tables, order, kinds)
    plt.close(figure)
    return figure


def _part_families(axes: Axes, tables: Tables, kinds: list[str]) -> None:
    family = tables["type_labels"].set_index("type")["family"]
    for position in range(1, len(kinds)):
        if family[kinds[position]] != family[kinds[position - 1]]:
            axes.axvline(position, color="black", linewidth=2)


def _frame_members(axes: Axes, rows: pd.DataFrame, order: list[str], kinds: list[str]) -> None:
    members = rows[rows["verdict"].isin(["member", "hybrid"])]
    for case, kind, verdict in members[["case", "type", "verdict"]].itertuples(index=False):
        corner = (kinds.index(kind), order.index(case))
        whole = verdict == "member"
        axes.add_patch(
            Rectangle(
                corner,
                1,
                1,
                fill=False,
                edgecolor="#b3261e",
                linewidth=2.5,
                linestyle="-" if whole else "--",
            )
        )


def _name_axes(axes: Axes, tables: Tables, order: list[str], kinds: list[str]) -> None:
    case, kind = names(tables, "short"), names(tables, "type")
    axes.set_yticklabels([case.stacked(name) for name in order], rotation=0)
    axes.set_xticklabels([kind.stacked(name) for name in kinds], rotation=30, ha="right")
    axes.set(xlabel="", ylabel="")


@compares(all_cases)
def ordinal_profile(tables: Tables, *, cases: Sequence[str] | None = None) -> Figure | Html:
    """The ranks of the ordinal dimensions, a row a case; blank where nothing is known.

    Where every field is blank it is said why, and nothing is drawn.
    """
    order = chosen(tables, cases)
    if why := empty.uncompared(tables, order):
        return empty.undrawn(why)
    dimensions = tables["dimensions"]
    ordinal = list(dimensions.loc[dimensions["scale"] == "ordinal", "dimension"])
    rows = tables["matrix"]
    rows = rows[rows["case"].isin(order)]
    if rows["rank"].isna().all():
        return empty.undrawn(empty.RANKED if ordinal else empty.ORDINAL)
    return _profile(tables, rows, order, ordinal)


def _profile(tables: Tables, rows: pd.DataFrame, order: list[str], ordinal: list[str]) -> Figure:
    _theme()
    grid = rows.pivot_table(index="case", columns="dimension", values="rank", dropna=False)
    grid = grid.reindex(index=order, columns=ordinal)
    ranks = range(1, 1 + int(tables["codes"]["rank"].max()))
    figure, axes = plt.subplots(figsize=(7, 1.4 + 0.45 * len(order)), layout="constrained")
    colours = ListedColormap(sns.color_palette("crest", len(ranks)).as_hex())
    sns.heatmap(
        grid,
        ax=axes,
        vmin=0.5,
        vmax=len(ranks) + 0.5,
        cmap=colours,
        linewidths=1,
        annot=_words(tables, grid),
        fmt="",
        cbar=False,
    )
    case, dimension = names(tables, "short"), names(tables, "dimension")
    axes.set_yticklabels([case.stacked(name) for name in order], rotation=0)
    axes.set_xticklabels([dimension.stacked(name) for name in ordinal], rotation=0)
    axes.set(xlabel="", ylabel="")
    plt.close(figure)
    return figure


def _words(tables: Tables, grid: pd.DataFrame) -> pd.DataFrame:
    codes = tables["codes"]
    labels = codes.set_index(["dimension", "rank"])["label_zh"].to_dict()

    def column(values: Iterable[float], dimension: object) -> list[str]:
        return ["" if pd.isna(rank) else labels[dimension, int(rank)] for rank in values]

    return pd.DataFrame({name: column(grid[name], name) for name in grid}, index=grid.index)

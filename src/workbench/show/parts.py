"""What the tables of the study have in common: rows, links to a case, grounds."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from workbench.show import labels
from workbench.show.html import EVIDENCE, Html, both, tag, text
from workbench.show.labels import Tables, names, word

Row = Mapping[Hashable, Any]


def cases_within(tables: Tables, district: str) -> list[str]:
    """The cases that lie in a district, or all if it is empty; containers come first."""
    rows = tables["cases"]
    return list(rows["case"] if not district else rows.loc[rows["district"] == district, "case"])


def chosen(tables: Tables, cases: Sequence[str] | None) -> list[str]:
    """The cases that were asked for, in the order of the study; all for None."""
    listed = tables["cases"]["case"]
    return list(listed if cases is None else listed[listed.isin(list(cases))])


def rows_of(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """The rows of a table, each by the names of its columns."""
    return frame.to_dict("records")


def case_link(tables: Tables, case: str, *, form: str = "short") -> Html:
    """The name of a case, leading to its cells."""
    return tag("a", names(tables, form)(case), href=f"{EVIDENCE}/case-{case}.html")


def cell_link(row: Row, shown: Html) -> Html:
    """What a cell shows, leading to the cell with its grounds."""
    page = f"{EVIDENCE}/case-{row['case']}.html"
    return tag("a", shown, href=f"{page}#cell-{row['case']}-{slug(row['dimension'])}")


def basis(mark: str, confidence: float) -> Html:
    """How a value was come by, and how sure the coder is."""
    return word(labels.MARKS, mark) + text(f" {confidence:.2f}")


def nested(tables: Tables, row: Row) -> Html:
    """The case that contains this one, on a line of its own; nothing where there is none."""
    if not row["contained_in"]:
        return Html("")
    outer = names(tables, "short")(row["contained_in"])
    return tag("br") + tag("small", both("属于", "within") + text(" ") + outer)


def nesting(tables: Tables, cases: Sequence[str]) -> tuple[int, int]:
    """How many of the cases stand for themselves, and how many lie within another of them."""
    rows = tables["cases"][tables["cases"]["case"].isin(list(cases))]
    within = sum(bool(set(path.split("/")[:-1]) & set(cases)) for path in rows["path"])
    return len(rows) - within, within


def dated(value: str) -> Html:
    """A date that is not broken into two lines."""
    return tag("span", text(value or "–"), class_="nowrap")


def by_level(cases: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """The cases from the highest level down, containers before what they contain."""
    order = {level: number for number, level in enumerate(labels.LEVELS)}
    return sorted(rows_of(cases), key=lambda row: (order[row["level"]], row["path"]))


def levels(tables: Tables, cases: Collection[str], level: str = "") -> list[list[Row]]:
    """These cases by their level, the highest first; only those of ``level`` if it is named."""
    rows: list[Row] = [row for row in by_level(tables["cases"]) if row["case"] in cases]
    groups = [list(own) for _, own in groupby(rows, key=lambda row: row["level"])]
    return [own for own in groups if level in ("", own[0]["level"])]


def slug(name: str) -> str:
    """An id as the anchors of the book write it."""
    return name.replace("_", "-")

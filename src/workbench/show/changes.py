"""What has changed since a commit, as a table with the names of today."""

import pandas as pd

from workbench.schema import ids
from workbench.show import empty, labels
from workbench.show.html import Html, both, join, table, text
from workbench.show.labels import Tables, names, word
from workbench.show.parts import Row, rows_of


def changes(tables: Tables, changed: pd.DataFrame) -> Html:
    """The rows of ``artefacts.CHANGES``: where, in which column, before and after."""
    if changed.empty:
        return empty.note(empty.CHANGES)
    case, shown = names(tables, "short"), Values(tables)
    body = [
        [
            word(labels.CHANGED, row["what"]),
            case(row["case"]),
            shown.name(row),
            word(labels.STEPS, row["change"]) + text(f" {row['column']}"),
            shown.value(row, "before"),
            shown.value(row, "after"),
        ]
        for row in rows_of(changed)
    ]
    head = [
        both("何者", "What"),
        both("案例", "Case"),
        both("所在", "Where"),
        both("变化", "Change"),
        both("此前", "Before"),
        both("现在", "Now"),
    ]
    return table(head, body, caption=both(f"变化{len(body)}处", f"Changes: {len(body)}"))


class Values:
    """Names for what changed; an id that has gone since stays an id."""

    def __init__(self, tables: Tables) -> None:
        kinds = ("dimension", "family", "type", "code")
        self._named = {kind: names(tables, kind) for kind in kinds}

    def name(self, row: Row) -> Html:
        """The dimension or the type, or the id of the segment."""
        if row["what"] != "types":
            return self._named["dimension"](row["name"])
        family, _, kind = row["name"].partition(" ")
        return self._named["family"](family) + text(": ") + self._named["type"](kind)

    def value(self, row: Row, column: str) -> Html:
        """A value by the names of its codes or its fixed words, else as it stands."""
        value = str(row[column])
        if row["column"] in ("value", "code"):
            return join("; ", [self._named["code"](code) for code in ids(value)])
        fixed = {"basis": labels.MARKS, "verdict": labels.VERDICTS}
        return word(fixed[row["column"]], value) if row["column"] in fixed else text(value)

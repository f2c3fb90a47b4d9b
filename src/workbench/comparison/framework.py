"""The framework matrix as one grid: a row a case, a column a dimension, summaries in the fields.

It is for reading in a spreadsheet; what is computed with is the long table of ``matrix``.
"""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from workbench.schema import ids

Row = Mapping[Hashable, Any]


def framework(
    matrix: pd.DataFrame, cases: pd.DataFrame, dimensions: pd.DataFrame, codes: pd.DataFrame
) -> pd.DataFrame:
    """One row a case, containers before what they contain; a column a dimension.

    A field says value, basis and confidence, the summaries, the evidence, what speaks
    against it, and who says so; a case within another one names it in ``contained_in``.
    """
    named = dict(zip(codes["code"], codes["label_zh"] + " " + codes["label_en"], strict=True))
    fields = {
        (row["case"], row["dimension"]): _field(row, named) for row in matrix.to_dict("records")
    }
    heads = cases[["case", "label_zh", "label_en", "level", "contained_in"]]
    grid = heads.loc[cases["path"].sort_values().index].reset_index(drop=True)
    for row in dimensions.sort_values("position").to_dict("records"):
        head = f"{row['label_zh']} {row['label_en']}".strip()
        grid[head] = [fields[case, row["dimension"]] for case in grid["case"]]
    return grid


def _field(row: Row, named: Mapping[str, str]) -> str:
    if not row["value"]:
        return str(row["mark"]).replace("_", " ")
    value = "; ".join(named.get(code, code) for code in ids(row["value"]))
    voices = ", ".join(ids(f"{row['speaker_roles']};{row['genres']}")).replace("_", " ")
    alone = ", one voice" if row["speakers"] == 1 else ""
    lines = [
        f"{value} ({row['mark']} {row['confidence']:.2f})",
        row["summary_zh"],
        row["summary_en"],
        f"evidence: {row['segments']} ({voices}{alone})",
        f"against: {row['counter']}" if row["counter"] else "",
    ]
    return "\n".join(filter(None, lines))

"""The case x dimension matrix: every pair has a mark, and none is filled by default."""

import pandas as pd

from workbench.schema import MATRIX, ids


def matrix(
    cells: pd.DataFrame,
    cases: pd.DataFrame,
    dimensions: pd.DataFrame,
    codes: pd.DataFrame,
    segments: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per case and dimension (``schema.MATRIX``).

    ``mark`` tells "looked for, not found" (not_found) from "not yet looked"
    (not_looked). ``rank`` is that of the leading value of an ordinal dimension,
    NaN elsewhere: an empty cell is never a weak one.
    """
    pairs = cases[["case", "level", "depth"]].merge(dimensions[["dimension", "scale"]], how="cross")
    table = pairs.merge(cells, on=["case", "dimension"], how="left")
    texts = ["value", "segments", "summary_zh", "summary_en", "note"]
    table[texts] = table[texts].fillna("")
    for several in ("value", "segments"):
        table[several] = [";".join(ids(joined)) for joined in table[several]]
    table["mark"] = table["basis"].fillna("not_looked")
    table["confidence"] = table["confidence"].where(table["value"] != "")
    ranks = codes.set_index("code")["rank"]
    leading = table["value"].astype("str").str.split(";").str[0]
    table["rank"] = leading.map(ranks).where(table["scale"] == "ordinal").astype("float64")
    doc_of = segments.set_index("id")["doc"]
    table["documents"] = [
        ";".join(sorted({doc_of[s] for s in ids(joined) if s in doc_of.index}))
        for joined in table["segments"]
    ]
    return table[list(MATRIX)]

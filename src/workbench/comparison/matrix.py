"""The case x dimension matrix: every pair has a mark, and none is filled by default."""

import pandas as pd

from workbench.schema import ids
from workbench.schema.artefacts import MATRIX


def matrix(
    cells: pd.DataFrame,
    cases: pd.DataFrame,
    dimensions: pd.DataFrame,
    codes: pd.DataFrame,
    segments: pd.DataFrame,
    documents: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per case and dimension (``artefacts.MATRIX``).

    ``mark`` tells "looked for, not found" (not_found) from "not yet looked"
    (not_looked). ``rank`` is that of the leading value of an ordinal dimension,
    NaN elsewhere: an empty cell is never a weak one. Roles, genres and speakers are
    those of the evidence; what speaks against the value adds none.
    """
    pairs = cases[["case", "level", "depth"]].merge(dimensions[["dimension", "scale"]], how="cross")
    table = pairs.merge(cells, on=["case", "dimension"], how="left")
    texts = ["value", "segments", "counter", "summary_zh", "summary_en", "note"]
    table[texts] = table[texts].fillna("")
    for several in ("value", "segments", "counter"):
        table[several] = [";".join(ids(joined)) for joined in table[several]]
    table["mark"] = table["basis"].fillna("not_looked")
    table["confidence"] = table["confidence"].where(table["value"] != "")
    ranks = codes.set_index("code")["rank"]
    leading = table["value"].astype("str").str.split(";").str[0]
    table["rank"] = leading.map(ranks).where(table["scale"] == "ordinal").astype("float64")
    return _voiced(table, segments, documents)[list(MATRIX)]


def _voiced(table: pd.DataFrame, segments: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The cells with the documents, genres, roles and number of speakers of their evidence.

    A speaker without a name is the author of the document, or somebody of that role in it.
    """
    said = segments.set_index("id")[["doc", "speaker", "speaker_role"]].copy()
    said["genre"] = said["doc"].map(documents.set_index("doc")["genre"])
    said["who"] = said["speaker"].where(said["speaker"] != "", said["doc"])
    evidence = [
        said.loc[[s for s in ids(joined) if s in said.index]] for joined in table["segments"]
    ]
    for name, column in (
        ("documents", "doc"),
        ("genres", "genre"),
        ("speaker_roles", "speaker_role"),
    ):
        table[name] = [";".join(sorted(set(rows[column]))) for rows in evidence]
    table["speakers"] = [len(set(zip(r["who"], r["speaker_role"], strict=True))) for r in evidence]
    return table

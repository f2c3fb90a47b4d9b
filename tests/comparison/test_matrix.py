"""The matrix: every pair of case and dimension has a mark, and empty is never weak."""

from typing import Any

import pandas as pd
import pytest

from workbench.comparison.matrix import matrix
from workbench.schema.artefacts import CELLS, MATRIX

CASES = pd.DataFrame({"case": ["c", "d"], "level": ["street", "community"], "depth": [0, 1]})
DIMENSIONS = pd.DataFrame(
    {"dimension": ["independence", "idea"], "scale": ["ordinal", "nominal"], "position": [0, 1]}
)
CODES = pd.DataFrame({"code": ["weak", "partial", "strong", "market"], "rank": [1, 2, 3, 0]})
SEGMENTS = pd.DataFrame(
    [
        ("s1", "paper", "", "author"),
        ("s2", "news", "Li", "official"),
        ("s3", "paper", "", "author"),
        ("s4", "paper", "Li", "official"),
        ("s5", "news", "", "author"),
    ],
    columns=["id", "doc", "speaker", "speaker_role"],
)
DOCUMENTS = pd.DataFrame({"doc": ["paper", "news"], "genre": ["paper", "news"]})


def cell(
    case: str, dimension: str, value: str, basis: str, segments: str, counter: str = ""
) -> dict[str, Any]:
    return {
        "case": case,
        "dimension": dimension,
        "value": value,
        "basis": basis,
        "confidence": 0.8,
        "segments": segments,
        "counter": counter,
        "summary_zh": "甲",
        "summary_en": "a",
        "note": "n",
    }


def cells(*given: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(given), columns=list(CELLS)).astype(CELLS)


def compared(*given: dict[str, Any]) -> pd.DataFrame:
    table = matrix(cells(*given), CASES, DIMENSIONS, CODES, SEGMENTS, DOCUMENTS)
    assert list(table.columns) == list(MATRIX)
    return table.astype(MATRIX).set_index(["case", "dimension"])


def test_every_pair_has_a_row_and_one_nobody_looked_at_says_so():
    # 2 cases x 2 dimensions = 4 pairs, of which 1 is decided
    table = compared(cell("c", "independence", "weak", "stated", "s1"))

    assert len(table) == 4
    assert table["mark"].value_counts().to_dict() == {"not_looked": 3, "stated": 1}


@pytest.mark.parametrize("basis", ["stated", "derived", "inferred"])
def test_a_decided_cell_is_marked_by_its_basis(basis: str):
    row = compared(cell("c", "independence", "strong", basis, "s1")).loc[("c", "independence")]

    assert row["mark"] == basis
    assert row[["value", "rank", "confidence"]].tolist() == ["strong", 3, 0.8]
    assert row[["level", "depth", "summary_zh", "note"]].tolist() == ["street", 0, "甲", "n"]


def test_looked_for_and_not_found_is_not_the_same_as_not_looked():
    table = compared(cell("c", "independence", "", "not_found", ""))

    assert table.loc[("c", "independence"), "mark"] == "not_found"
    assert table.loc[("d", "independence"), "mark"] == "not_looked"


def test_an_empty_cell_is_never_weak():
    # weak has rank 1; what is not found or not looked for has none, and no confidence
    table = compared(cell("c", "independence", "", "not_found", ""))
    empty = table[table["value"] == ""]

    assert len(empty) == 4
    assert empty["rank"].isna().all()
    assert empty["confidence"].isna().all()


def test_only_an_order_has_ranks():
    table = compared(cell("c", "idea", "market", "stated", "s1"))

    assert pd.isna(table.loc[("c", "idea"), "rank"])


def test_the_rank_is_that_of_the_leading_value():
    # partial leads: rank 2, though weak (1) and strong (3) stand behind it
    table = compared(cell("c", "independence", "partial;weak;strong", "stated", "s1"))

    assert table.loc[("c", "independence"), "rank"] == 2


def test_the_documents_of_a_cell_are_those_of_its_segments_once_each():
    # s1 and s3 are of paper, s2 of news
    table = compared(cell("c", "independence", "weak", "stated", "s1;s2;s3"))

    assert table.loc[("c", "independence"), "documents"] == "news;paper"
    assert table.loc[("d", "independence"), "documents"] == ""


def test_ids_with_a_space_between_them_are_the_same_ids():
    table = compared(cell("c", "independence", "weak", "stated", "s1; s2"))

    assert table.loc[("c", "independence"), "documents"] == "news;paper"


def test_no_cells_make_a_matrix_nobody_looked_at():
    table = compared()

    assert set(table["mark"]) == {"not_looked"}
    assert table["rank"].isna().all()


def test_no_cases_make_no_rows():
    table = matrix(cells(), CASES.head(0), DIMENSIONS, CODES, SEGMENTS, DOCUMENTS)

    assert table.empty
    assert list(table.columns) == list(MATRIX)


# --- who says so, and what speaks against it ----------------------------------


@pytest.mark.parametrize(
    ("segments", "roles", "genres", "speakers"),
    [
        ("s1", "author", "paper", 1),
        ("s1;s3", "author", "paper", 1),  # the author of one document, twice
        ("s2;s4", "official", "news;paper", 1),  # Li in two documents is one speaker
        ("s1;s5", "author", "news;paper", 2),  # each document has an author of its own
        ("s1;s2", "author;official", "news;paper", 2),
    ],
)
def test_a_cell_knows_who_says_so_and_in_what_kind_of_document(
    segments: str, roles: str, genres: str, speakers: int
):
    row = compared(cell("c", "independence", "weak", "stated", segments)).loc["c", "independence"]

    assert (row["speaker_roles"], row["genres"], row["speakers"]) == (roles, genres, speakers)


def test_what_speaks_against_a_value_adds_no_speaker_and_no_document():
    table = compared(cell("c", "independence", "weak", "stated", "s1", counter=" s2 ;s5"))
    row = table.loc[("c", "independence")]

    assert row["counter"] == "s2;s5"
    assert (row["documents"], row["speakers"]) == ("paper", 1)


def test_a_cell_without_evidence_has_no_speaker():
    table = compared(cell("c", "independence", "", "not_found", ""))

    assert set(table["speakers"]) == {0}
    assert set(table["speaker_roles"]) == {""}
    assert set(table["counter"]) == {""}

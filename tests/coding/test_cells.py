"""Cells: the chain from case and dimension to a coded segment, and each way it breaks."""

from typing import Any

import pandas as pd
import pytest

from workbench.coding.cells import faults, resting_on
from workbench.coding.codebook import Dimension
from workbench.schema import CELLS_FILE, ids

NAME = {"zh": "名", "en": "name"}
DIMENSIONS = {
    "independence": Dimension.model_validate(
        {"label": NAME, "question": "?", "scale": "ordinal", "codes": ["weak", "strong"]}
    ),
    "idea": Dimension.model_validate(
        {"label": NAME, "question": "?", "scale": "nominal", "codes": ["market", "balance"]}
    ),
}


def cell(**fields: Any) -> dict[str, Any]:
    """A good cell, but for what ``fields`` say."""
    return {
        "case": "c",
        "dimension": "independence",
        "value": "weak",
        "basis": "stated",
        "confidence": 0.8,
        "segments": "s1",
        "counter": "",
        "summary_zh": "甲",
        "summary_en": "a",
        "note": "",
        **fields,
    }


def cells(*given: dict[str, Any]) -> pd.DataFrame:
    table = pd.DataFrame(list(given), columns=list(CELLS_FILE)).astype(CELLS_FILE)
    return table.set_index(pd.Index(range(2, 2 + len(table)), name="line"))


def told(*given: dict[str, Any]) -> list[tuple[int | str, str]]:
    found = faults(cells(*given), dimensions=DIMENSIONS, cases={"c", "d"}, segments={"s1", "s2"})
    return [(fault.keys[0], fault.message) for fault in found]


def test_a_good_cell_has_no_fault():
    assert told(
        cell(),
        cell(case="d", value="weak", segments="s1;s2", basis="inferred", note="because"),
        cell(dimension="idea", value="balance;market", counter="s2"),
    ) == []  # fmt: skip


def test_looked_for_and_not_found_is_a_cell_without_value_and_segments():
    assert told(cell(value="", segments="", basis="not_found")) == []


NAMED = "c x independence: "
NEITHER = NAMED + "not_found has neither value nor segments nor counter-evidence"
EVIDENCE = "a value needs at least one segment as its evidence, and evidence needs a value"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"case": "e"}, "e x independence: unknown case"),
        ({"dimension": "mood"}, "c x mood: unknown dimension"),
        (
            {"basis": "guessed"},
            NAMED + "basis 'guessed' is none of ['derived', 'inferred', 'not_found', 'stated']",
        ),
        (
            {"basis": "not_looked"},
            NAMED + "basis 'not_looked' is none of ['derived', 'inferred', 'not_found', 'stated']",
        ),
        ({"value": "market"}, NAMED + "'market' is not a value of it"),
        ({"value": "weak;odd"}, NAMED + "'odd' is not a value of it"),
        (
            {"counter": "s1"},
            NAMED + "'s1' is both evidence and counter-evidence; keep it where it weighs more",
        ),
        ({"counter": "s2;s8"}, NAMED + "unknown segment 's8'"),
        (
            {"value": "", "segments": "", "counter": "s2", "basis": "not_found"},
            NEITHER,
        ),
        ({"segments": "s1;s9"}, NAMED + "unknown segment 's9'"),
        (
            {"basis": "not_found"},
            NEITHER,
        ),
        (
            {"basis": "not_found", "value": ""},
            NEITHER,
        ),
        ({"segments": ""}, NAMED + EVIDENCE),
        ({"segments": " ; "}, NAMED + EVIDENCE),
        ({"value": ""}, NAMED + EVIDENCE),
        ({"value": "", "segments": ""}, NAMED + EVIDENCE),
        ({"basis": "inferred"}, NAMED + "an inferred value needs its reason in the note"),
        ({"confidence": 1.5}, NAMED + "confidence 1.5 is not between 0 and 1"),
        ({"confidence": float("nan")}, NAMED + "confidence nan is not between 0 and 1"),
    ],
)
def test_each_refusal_names_the_cell_and_its_line(fields: dict[str, Any], message: str):
    assert told(cell(case="d"), cell(**fields)) == [(3, message)]


def test_a_cell_that_stands_twice_is_told_at_its_second_place():
    assert told(cell(), cell(case="d"), cell(value="strong")) == [
        (4, "c x independence: stands twice; keep one")
    ]


def test_ids_are_parted_by_semicolons_and_stripped():
    assert ids(" s1; s2 ;;s3;") == ["s1", "s2", "s3"]
    assert ids("") == []


def test_the_cells_that_rest_on_a_segment_are_found():
    # s1 is evidence of the first and the third; s11 is another segment than s1
    table = cells(
        cell(segments="s1;s2"),
        cell(case="d", segments="s2; s11"),
        cell(dimension="idea", segments="s3; s1"),
    )

    assert resting_on(table, ["s1"]) == ["c x independence", "c x idea"]
    assert resting_on(table, ["s2", "s3"]) == ["c x independence", "d x independence", "c x idea"]
    assert resting_on(table, []) == []
    assert resting_on(table, ["nothing"]) == []


def test_a_cell_that_a_segment_speaks_against_rests_on_it_too():
    assert resting_on(cells(cell(counter="s2"), cell(case="d")), ["s2"]) == ["c x independence"]

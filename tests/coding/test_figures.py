"""The ledger of figures: a number is its own quotation, and every reading is declared."""

import hashlib
from typing import Any

import pandas as pd
import pytest

from workbench.coding.figures import faults, read
from workbench.schema import FIGURES_FILE


def figure(**changed: Any) -> dict[str, Any]:
    """A sound figure in which some fields were changed."""
    return {
        "id": "f-a-01",
        "case": "",
        "doc": "letter",
        "start": 0,
        "end": 12,
        "quote_sha256": hashlib.sha256(b"more than 50").hexdigest(),
        "before_sha256": "",
        "after_sha256": "",
        "doc_sha256": "",
        "raw": "more than 50",
        "kind": "count",
        "value": "50",
        "high": "",
        "unit": "projects",
        "unit_zh": "个项目",
        "qualifier": "more_than",
        "period": "2013",
        "definition": "projects",
        "numerator": "",
        "denominator": "",
        "sum_of": "",
        "measures_zh": "项目数",
        "measures_en": "projects",
        "repair": "",
        "confidence": 0.9,
        "note": "",
        **changed,
    }


def table(*figures: dict[str, Any]) -> pd.DataFrame:
    rows = pd.DataFrame(list(figures), columns=list(FIGURES_FILE)).astype(FIGURES_FILE)
    return rows.set_index(pd.Index(range(2, 2 + len(rows)), name="line"))


def told(**changed: Any) -> list[str]:
    """What is wrong with a sound figure in which some fields were changed."""
    found = faults(table(figure(**changed)), repairs={"letter": {"digit_one_space"}})
    assert all(fault.keys == (2,) for fault in found)
    return [fault.message.removeprefix("f-a-01: ") for fault in found]


def test_a_sound_figure_has_no_fault():
    assert told() == []
    assert told(repair="digit_one_space") == []


@pytest.mark.parametrize("value", ["50", "-3.5", "2018"])
def test_a_value_is_a_number(value: str):
    assert told(value=value) == []


@pytest.mark.parametrize("value", ["2018", "2018-08", "2018-08-08"])
def test_a_value_of_a_date_is_an_iso_date(value: str):
    assert told(value=value, kind="date") == []


@pytest.mark.parametrize("value", ["", "20x", "fifty", "1,380,000", "2018-8-8", "47.1%"])
def test_a_value_that_is_neither_is_told(value: str):
    assert told(value=value) == [f"value {value!r} is neither a number nor an ISO date"]


def test_a_figure_that_is_not_the_passage_of_its_span_is_told():
    assert told(raw="more than 60") == [
        "raw 'more than 60' is not the passage of its span; copy it as it stands"
    ]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"qualifier": "some"}, "qualifier 'some' is none of"),
        ({"repair": "nbsp_space"}, "repair 'nbsp_space' is not declared on the card of letter"),
        ({"confidence": 7.0}, "confidence 7.0 is not between 0 and 1"),
        ({"measures_zh": ""}, "what it measures is said in both languages"),
        ({"kind": "sum"}, "kind 'sum' is none of"),
        ({"kind": "date"}, "kind 'date', but the value '50' is none"),
        ({"value": "2018-08"}, "kind 'count', but the value '2018-08' is a date"),
        ({"kind": "range"}, "a range, and nothing else, has its upper end in high"),
        ({"high": "60"}, "a range, and nothing else, has its upper end in high"),
        ({"kind": "range", "high": "50"}, "high '50' is not above the value '50'"),
        ({"definition": ""}, "definition '': say what is counted"),
        ({"numerator": "f-x"}, "numerator 'f-x' is no figure of the ledger"),
        ({"id": "F_A"}, "F_A: an id is small letters, digits and hyphens"),
    ],
)
def test_each_reading_nobody_declared_is_told(changed: dict[str, Any], message: str):
    (said,) = told(**changed)

    assert said.startswith(message)


# --- read under repairs -----------------------------------------------------------

READ = [
    figure(id="f-1", doc="a", value="50"),
    figure(id="f-2", doc="a", value="2100", repair="digit_one_space"),
    figure(id="f-3", doc="b", value="310", repair="digit_one_space"),
    figure(id="f-4", doc="b", value="41", repair="nbsp_space"),
]


def test_what_is_read_under_repairs_that_are_applied_has_its_value():
    both = {"a": ["digit_one_space"], "b": ["nbsp_space", "digit_one_space"]}

    assert read(table(*READ), both)["value"].tolist() == ["50", "2100", "310", "41"]


def test_a_value_that_rests_on_a_repair_that_is_switched_off_is_not_read():
    # f-3 rests on a repair of b that is off; the same one of a is on
    off = read(table(*READ), {"a": ["digit_one_space"], "b": ["nbsp_space"]})

    assert off["value"].tolist() == ["50", "2100", "", "41"]
    assert off["raw"].tolist() == ["more than 50"] * 4
    assert off["repair"].tolist() == [row["repair"] for row in READ]


def test_without_any_repair_only_what_is_printed_so_has_a_value():
    assert read(table(*READ), {"a": [], "b": []})["value"].tolist() == ["50", "", "", ""]


def test_switching_a_repair_off_changes_no_row_that_was_given():
    rows = table(*READ)
    read(rows, {"a": [], "b": []})

    assert rows.equals(table(*READ))


def test_no_figures_are_read_to_none():
    assert read(table(), {}).empty
    assert str(read(table(), {})["value"].dtype) == "str"

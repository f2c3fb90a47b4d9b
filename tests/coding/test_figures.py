"""The ledger of figures: a number is its own quotation, and every reading is declared."""

import hashlib
from typing import Any

import pandas as pd
import pytest

from workbench.coding.figures import faults
from workbench.schema import FIGURES_FILE


def told(**changed: Any) -> list[str]:
    """What is wrong with a sound figure in which some fields were changed."""
    raw = changed.get("raw", "more than 50")
    sound = {
        "id": "f-a-01",
        "case": "",
        "doc": "letter",
        "start": 0,
        "end": 12,
        "quote_sha256": hashlib.sha256(b"more than 50").hexdigest(),
        "raw": raw,
        "value": "50",
        "unit": "projects",
        "qualifier": "more_than",
        "period": "2013",
        "measures_zh": "项目数",
        "measures_en": "projects",
        "repair": "",
        "confidence": 0.9,
        "note": "",
    }
    table = pd.DataFrame([{**sound, **changed}], index=pd.Index([2], name="line"))
    found = faults(table[list(FIGURES_FILE)], repairs={"letter": {"digit_one_space"}})
    assert all(fault.keys == (2,) for fault in found)
    return [fault.message.removeprefix("f-a-01: ") for fault in found]


def test_a_sound_figure_has_no_fault():
    assert told() == []
    assert told(repair="digit_one_space") == []


@pytest.mark.parametrize("value", ["50", "-3.5", "2018-08", "2018-08-08"])
def test_a_value_is_a_number_or_an_iso_date(value: str):
    assert told(value=value) == []


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
        ({"id": "F_A"}, "F_A: an id is small letters, digits and hyphens"),
    ],
)
def test_each_reading_nobody_declared_is_told(changed: dict[str, Any], message: str):
    (said,) = told(**changed)

    assert said.startswith(message)

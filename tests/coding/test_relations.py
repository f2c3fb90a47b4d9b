"""Shares, parts and sums: what figures say of one another is held to arithmetic."""

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from workbench.coding.relations import agrees, faults
from workbench.schema import FIGURES_FILE

EMPTY: dict[str, Any] = dict.fromkeys(FIGURES_FILE, "") | {"start": 0, "end": 1, "confidence": 1.0}


def figure(name: str, value: str, **more: str) -> dict[str, Any]:
    """A count of teams in 2018 in which some fields were changed."""
    known = {"id": name, "kind": "count", "value": value, "unit": "teams", "period": "2018"}
    return {**EMPTY, **known, "definition": "street-teams", **more}


WHOLE = figure("all", "51")
PART = figure("dance", "24", denominator="all")


def share(value: str, **more: str) -> dict[str, Any]:
    known = {"kind": "share", "unit": "%", "numerator": "dance", "denominator": "all"}
    return figure("share", value, **{**known, **more})


def told(*figures: dict[str, Any]) -> list[str]:
    rows = pd.DataFrame(list(figures), columns=list(FIGURES_FILE)).astype(FIGURES_FILE)
    rows.index = pd.Index(range(2, 2 + len(rows)), name="line")
    return [f"{fault.keys[0]} {fault.message}" for fault in faults(rows)]


@pytest.mark.parametrize(
    ("printed", "qualifier", "sound"),
    [
        # 24 / 51 = 47.0588... %
        ("47.06", "", True),
        ("47.05", "", False),
        ("47.1", "", True),
        ("47", "", True),
        ("47", "more_than", True),
        ("46", "more_than", False),
        ("48", "nearly", True),
        ("47", "nearly", False),
        ("40", "more_than", True),
        ("47", "about", True),
        ("48", "about", True),
        ("46", "about", False),
        ("48", "at_most", True),
        ("48", "less_than", True),
        ("47", "at_least", True),
        ("48", "at_least", False),
    ],
)
def test_a_share_agrees_with_its_parts_within_what_is_printed(
    printed: str, qualifier: str, sound: bool
):
    assert agrees(printed, qualifier, Decimal(100) * 24 / 51) is sound


def test_a_share_half_way_between_two_is_both():
    # 1 of 8 is 12.5 %
    assert agrees("12", "", Decimal("12.5"))
    assert agrees("13", "", Decimal("12.5"))


def test_a_share_and_its_parts_that_agree_have_no_fault():
    # 17 / 51 = 33.33... %
    other = figure("aid", "17", denominator="all")

    assert (
        told(WHOLE, PART, other, share("47.06"), {**share("33.3", numerator="aid"), "id": "s2"})
        == []
    )


def test_a_share_that_does_not_follow_is_told_at_its_line():
    assert told(WHOLE, PART, share("48.1")) == ["4 share: 24 of 51 is 47.06 %, and it says 48.1 %"]


def test_a_whole_may_be_a_number_that_is_no_figure():
    part = figure("dance", "24")

    assert told(part, share("60", denominator="40")) == []
    assert told(part, share("61", denominator="40")) == [
        "3 share: 24 of 40 is 60.00 %, and it says 61 %"
    ]
    assert told(part, share("60", denominator="0")) == ["3 share: its denominator is 0"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"period": "2011"}, "its period is not that of its numerator and denominator"),
        (
            {"numerator": "danse"},
            "numerator 'danse' is no figure of the ledger; did you mean dance?",
        ),
        ({"numerator": "share"}, "numerator 'share' is no other figure of the ledger"),
        ({"denominator": ""}, "a numerator needs its denominator"),
        ({"kind": "count"}, "only a share has a numerator; this is of the kind 'count'"),
    ],
)
def test_a_share_that_leads_nowhere_is_told(changed: dict[str, str], message: str):
    assert told(WHOLE, PART, share("47", **changed)) == [f"4 share: {message}"]


def test_no_share_follows_from_a_qualified_figure():
    many = {**PART, "qualifier": "more_than"}

    assert told(WHOLE, many, share("47")) == [
        "4 share: no share follows from dance, which is no exact count or amount"
    ]


def test_a_part_is_of_the_kind_of_its_whole_and_not_larger():
    assert told(WHOLE, figure("dance", "52", denominator="all")) == [
        "3 dance: a part of 52, but its whole all is 51"
    ]
    assert told(WHOLE, {**PART, "unit": "persons"}) == [
        "3 dance: unit 'persons', but its whole all has 'teams'"
    ]


def test_a_sum_is_that_of_its_addends():
    parts = [figure("a", "24"), figure("b", "17")]

    assert told(*parts, figure("sum", "41", sum_of="a;b")) == []
    assert told(*parts, figure("sum", "42", sum_of="a;b")) == [
        "4 sum: sum_of: its addends make 41, and it says 42"
    ]


def test_a_sum_that_mixes_is_refused_with_the_reason():
    parts = [figure("a", "24"), figure("b", "17", definition="groups")]

    assert told(*parts, figure("sum", "41", sum_of="a;b")) == [
        "4 sum: sum_of: a, b cannot be added: definition differs: street-teams (a), groups (b)"
    ]


def test_no_figures_have_no_faults():
    assert told() == []

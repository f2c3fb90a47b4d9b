"""The crosswalk: each tie rests on a passage and leads to a dimension there is."""

from typing import Any

import pytest
from pydantic import ValidationError

from workbench.coding.crosswalk import Tie, faults, table
from workbench.schema.artefacts import CROSSWALK

IDEAS, MONEY = {"zh": "理念", "en": "Ideas"}, {"zh": "资源", "en": "Money"}


def tie(**fields: Any) -> Tie:
    """A good tie, but for what ``fields`` say."""
    good = {"perspective": IDEAS, "dimensions": ["idea"], "segments": ["s1"], "why": "both begin"}
    return Tie.model_validate({**good, **fields})


def told(*ties: Tie) -> list[tuple[Any, str]]:
    found = faults(ties, dimensions={"idea", "money"}, segments={"s1", "s2"})
    return [(fault.keys[1], fault.message) for fault in found]


def test_a_perspective_may_have_several_aspects_and_dimensions_without_one():
    assert told(
        tie(), tie(aspect=MONEY), tie(basis="stated", perspective=MONEY, why="")
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"dimensions": ["idea", "mood"]}, "unknown dimension 'mood'"),
        ({"segments": ["s1", "x"]}, "unknown segment 'x'"),
        ({"segments": []}, "a tie needs at least one segment as its evidence"),
        ({"why": ""}, "an inferred tie needs its why"),
    ],
)
def test_a_broken_tie_is_told_with_its_place(fields: dict[str, Any], message: str):
    assert told(tie(perspective=MONEY), tie(**fields)) == [(1, message)]


def test_a_tie_given_twice_is_told():
    assert told(tie(aspect=MONEY), tie(), tie(aspect=MONEY)) == [
        (2, "Ideas and Money: tied twice; keep one")
    ]


@pytest.mark.parametrize(
    "wrong", [{"dimensions": []}, {"basis": "derived"}, {"confidence": 1.1}, {"aspects": [MONEY]}]
)
def test_a_tie_that_is_no_tie_is_refused(wrong: dict[str, Any]):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        tie(**wrong)


def test_the_ties_are_a_table_in_their_order():
    made = table([tie(aspect=MONEY, dimensions=["money", "idea"]), tie(confidence=0.5)])

    assert list(made.columns) == list(CROSSWALK)
    assert made[["position", "aspect_en", "dimensions", "confidence"]].to_numpy().tolist() == [
        [0, "Money", "money;idea", 1.0],
        [1, "", "idea", 0.5],
    ]


def test_no_ties_make_an_empty_table():
    assert table([]).empty

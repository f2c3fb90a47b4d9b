"""Which figures may be added, and why others may not."""

from decimal import Decimal
from typing import Any

import pytest

from workbench.errors import InputError
from workbench.sums import mixed, total


def figure(name: str, value: str, **changed: str) -> dict[str, Any]:
    """A count of teams of a street in 2018 in which some fields were changed."""
    known = {"id": name, "value": value, "kind": "count", "unit": "teams", "period": "2018"}
    return known | {"qualifier": "", "definition": "street-teams", "denominator": ""} | changed


def test_figures_that_count_the_same_are_added_without_a_loss():
    assert total([figure("a", "24"), figure("b", "17")]) == 41
    # 0.1 + 0.2 is 0.30000000000000004 in binary
    assert total([figure("a", "0.1"), figure("b", "0.2")]) == Decimal("0.3")


def test_qualified_figures_are_added_to_those_of_the_same_qualifier():
    many = [figure("a", "30", qualifier="more_than"), figure("b", "20", qualifier="more_than")]

    assert total(many) == 50


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"unit": "persons"}, "unit differs: teams (a), persons (b)"),
        ({"period": "2019"}, "period differs: 2018 (a), 2019 (b)"),
        ({"qualifier": "nearly"}, "qualifier differs: none (a), nearly (b)"),
        ({"definition": "groups"}, "definition differs: street-teams (a), groups (b)"),
        ({"kind": "share"}, "b is of the kind share"),
        ({"denominator": "a"}, "b is a part of a"),
        ({"id": "a"}, "a stands 2 times"),
        ({"value": ""}, "b is not read, its repair is switched off"),
    ],
)
def test_a_mix_is_refused_with_its_reason(changed: dict[str, str], reason: str):
    mix = [figure("a", "24"), {**figure("b", "17"), **changed}]

    assert mixed(mix) == [reason]
    with pytest.raises(InputError, match=r"cannot be added: ") as refused:
        total(mix)
    assert reason in str(refused.value)


def test_figures_without_a_period_are_not_known_to_have_the_same_one():
    mix = [figure("a", "24", period=""), figure("b", "17", period="")]

    assert mixed(mix) == ["the period of a is not stated", "the period of b is not stated"]


def test_every_reason_is_told_at_once():
    mix = [figure("a", "24"), figure("b", "17", unit="persons", period="2019")]

    assert len(mixed(mix)) == 2


def test_nothing_has_no_sum():
    with pytest.raises(InputError, match="nothing to add"):
        total([])

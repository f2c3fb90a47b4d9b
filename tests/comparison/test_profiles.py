"""Profiles: Gower's distance by hand, clusters that hold, and what is refused."""

import math

import pytest

from workbench.comparison.profiles import Profile, apart, clusters, gower
from workbench.comparison.typology import Reading
from workbench.errors import UsageError

RANKS = ["weak", "partial", "strong"]


def ordinal(value: str) -> Reading:
    return Reading("ordinal", RANKS, [value])


def nominal(*value: str) -> Reading:
    return Reading("nominal", [], list(value))


def several(*value: str) -> Reading:
    return Reading("set", [], list(value))


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        (nominal("a"), nominal("a", "b"), 0.0),
        (nominal("a"), nominal("b", "a"), 1.0),
        (ordinal("weak"), ordinal("partial"), 0.5),
        (ordinal("strong"), ordinal("weak"), 1.0),
        (several("a", "b"), several("b", "c"), 2 / 3),  # one of three is shared
    ],
)
def test_two_cells_are_apart_by_their_scale(one: Reading, other: Reading, distance: float) -> None:
    assert apart(one, other) == pytest.approx(distance)


def test_gowers_distance_is_the_mean_over_what_is_known_of_both() -> None:
    # idea 1, rank 1/2, tools 2/3; voice is known of one only: (1 + 1/2 + 2/3) / 3 = 13/18
    one = {"idea": nominal("a"), "rank": ordinal("weak"), "tools": several("a", "b")}
    other = {"idea": nominal("b"), "rank": ordinal("partial"), "tools": several("b", "c")}
    distance, shared = gower(one | {"voice": nominal("v")}, other)

    assert (distance, shared) == (pytest.approx(13 / 18), 3)


def test_cases_that_share_nothing_known_are_neither_near_nor_far() -> None:
    distance, shared = gower({"idea": nominal("a")}, {"rank": ordinal("weak")})

    assert math.isnan(distance)
    assert shared == 0


def two_kinds(cases: int = 8, dimensions: int = 6) -> dict[str, Profile]:
    """Cases of two kinds that no dimension mixes up."""
    return {
        f"case-{n}": {f"d{d}": nominal("a" if n < cases / 2 else "b") for d in range(dimensions)}
        for n in range(cases)
    }


def test_two_kinds_are_two_clusters_that_every_sample_brings_back() -> None:
    found = clusters(two_kinds())

    assert found.member.to_numpy().tolist() in ([1] * 4 + [2] * 4, [2] * 4 + [1] * 4)
    assert found.jaccard.tolist() == [1.0, 1.0]
    assert found.distance.loc["case-0", "case-7"] == 1.0
    assert found.times == 200


def test_cases_that_each_dimension_parts_another_way_have_no_stable_cluster() -> None:
    crossed = {
        f"case-{n}": {f"d{bit}": nominal(str(n >> bit & 1)) for bit in range(3)} for n in range(8)
    }

    assert clusters(crossed).jaccard.max() < 0.75


def test_seven_cases_are_refused_and_the_bound_is_told() -> None:
    with pytest.raises(UsageError, match="7 cases: clusters need 8 or more"):
        clusters(two_kinds(7))


def test_cases_that_share_two_known_dimensions_are_refused_by_name() -> None:
    thin = two_kinds() | {"case-3": {"d0": nominal("a"), "d1": nominal("a")}}

    with pytest.raises(UsageError, match=r"case-3 and case-0 \(2\)"):
        clusters(thin)

"""Whether a study can carry a set-theoretic comparison at all, said before a solution is.

Cases of different levels are no one population; a case and what contains it are not two
cases; what is unknown is in no row; and where conditions are many for the cases, even
random data seem free of contradictions, so that a solution means nothing (Marx 2010;
Marx & Dusa 2011).
"""

from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd

from workbench.schema import ids

RISK = 0.1  # of random data without a contradiction, the most that is borne


@cache
def cases_needed(conditions: int, *, risk: float = RISK) -> int:
    """The fewest cases for a number of crisp conditions: 7 for 2, 13 for 4, 18 for 5.

    With fewer cases, data drawn at random (every condition and the outcome by a fair coin)
    show no contradiction with a probability above ``risk``. This is the question of the
    benchmarks of Marx (2010), answered exactly here instead of by simulation.
    """
    cases = 1
    while random_without_contradiction(cases, conditions) > risk:
        cases += 1
    return cases


def random_without_contradiction(cases: int, conditions: int) -> float:
    """The probability that random crisp data have no contradictory row, in (0, 1].

    Cases fall one by one: into a new row, or into one that holds some, whose outcome they
    then have to share.
    """
    rows = 2**conditions
    occupied = [1.0]  # the probability, by the number of rows that hold cases
    for _ in range(cases):
        stay = [chance * filled / rows / 2 for filled, chance in enumerate(occupied)]
        move = [chance * (rows - filled) / rows for filled, chance in enumerate(occupied)]
        occupied = [one + other for one, other in zip([*stay, 0.0], [0.0, *move], strict=True)]
    return sum(occupied)


def insufficient(
    cases: pd.DataFrame,
    *,
    conditions: Sequence[str],
    memberships: pd.DataFrame | None = None,
    at_least: int | None = None,
) -> str:
    """Why these cases cannot carry the comparison, or an empty string if they can.

    cases : columns ``case``, ``level`` and ``contained_in`` (ids of cases joined by ``;``).
    memberships : scores by case id and condition; NaN is unknown.  at_least : the fewest
    cases for the conditions; ``cases_needed`` unless the study states another number.

    A case that lies in another one of the table is not counted beside it.
    """
    within = _containers(cases)
    faults = [_levels(cases), _nested(within), _few(cases, within, len(conditions), at_least)]
    if memberships is not None:
        faults.append(_unknown(cases, conditions, memberships))
    said = "; ".join(fault for fault in faults if fault)
    return f"insufficient: {said}" if said else ""


def _levels(cases: pd.DataFrame) -> str:
    counts = cases["level"].value_counts(sort=False).sort_index()
    if len(counts) < 2:
        return ""
    listed = ", ".join(f"{level} {count}" for level, count in counts.items())
    return f"{len(cases)} cases of {len(counts)} levels ({listed}); compare within one level"


def _containers(cases: pd.DataFrame) -> dict[str, list[str]]:
    """By case the cases of the table that it lies in, however far up; only of those that do."""
    above = {
        str(case): ids(inside)
        for case, inside in zip(cases["case"], cases["contained_in"], strict=True)
    }
    found = {case: sorted(_upwards(case, above) & set(above)) for case in above}
    return {case: inside for case, inside in found.items() if inside}


def _upwards(case: str, above: Mapping[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(above[case])
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += above.get(one, [])
    return seen - {case}


def _nested(within: Mapping[str, list[str]]) -> str:
    pairs = [f"{case} lies in {', '.join(inside)}" for case, inside in sorted(within.items())]
    return f"{'; '.join(pairs)}: count one of them" if pairs else ""


def _few(
    cases: pd.DataFrame, within: Mapping[str, list[str]], conditions: int, at_least: int | None
) -> str:
    needed = cases_needed(conditions) if at_least is None else at_least
    count = len(cases) - len(within)
    if count >= needed:
        return ""
    counted = f"{count} cases" if not within else f"{count} cases that lie in no other"
    return f"{counted} for {conditions} conditions, which need {needed} or more"


def _unknown(cases: pd.DataFrame, conditions: Sequence[str], memberships: pd.DataFrame) -> str:
    scores = memberships.reindex(index=cases["case"].astype(str), columns=list(conditions))
    rows = [
        f"{case} ({', '.join(scores.columns[row.isna()])})"
        for case, row in scores.iterrows()
        if row.isna().any()
    ]
    return f"memberships are unknown: {', '.join(rows)}" if rows else ""

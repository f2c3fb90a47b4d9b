"""Which policies were in force over a case, and which came before or after it."""

from collections.abc import Mapping

import pandas as pd

from workbench.schema.artefacts import CONTEXT


def context(
    cases: pd.DataFrame, policies: pd.DataFrame, around: Mapping[str, list[str]]
) -> pd.DataFrame:
    """Return one row per case and policy whose jurisdiction covers it (``artefacts.CONTEXT``).

    ``around`` maps the place of a case to the places it lies in. A policy relates
    to a case by comparing its time in force with the years of the case; where it
    gives no date of force, the date of signature or publication opens it.
    """
    rows = [
        {
            "case": case["case"],
            "policy": policy["doc"],
            "jurisdiction": policy["jurisdiction"],
            "signed": policy["signed"],
            "published": policy["published"],
            "relation": relation(case["years"], opens(policy), policy["in_force_to"]),
        }
        for _, case in cases.iterrows()
        for _, policy in policies.iterrows()
        if policy["jurisdiction"] in around[case["place"]]
    ]
    return pd.DataFrame(rows, columns=list(CONTEXT))


def opens(policy: Mapping[str, str] | pd.Series) -> str:
    """The first day a policy can have worked, as far as it is known."""
    return str(policy["in_force_from"] or policy["signed"] or policy["published"])


def relation(years: str, start: str, end: str) -> str:
    """How a policy in force over ``[start, end]`` stands to a case of ``years``.

    Dates of different fineness are compared by what both have: a policy of
    2018-06 and a case of 2018 overlap.
    """
    first, _, last = years.partition("/")
    last = "9999" if last.startswith("..") or not last else last
    if not start:
        return "unknown"
    if _before(last, start):
        return "after_case"
    return "before_case" if end and _before(end, first) else "in_force"


def _before(one: str, other: str) -> bool:
    fineness = min(len(one), len(other))
    return one[:fineness] < other[:fineness]

"""How far conclusions and types can be trusted: what changes without some of the evidence.

Every scenario of ``comparison.evidence`` is compared anew: cells, matrix, types, conclusions.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

import pandas as pd

from workbench.comparison.conclusions import Conclusions, table
from workbench.comparison.evidence import Evidence, Scenario, remaining, scenarios
from workbench.comparison.typology import BELONGS
from workbench.comparison.view import View, view
from workbench.schema.artefacts import SCENARIOS, SENSITIVITY, TYPE_SENSITIVITY


class Sensitivity(NamedTuple):
    """The verdicts on the whole evidence, the scenarios, and what each of them changes."""

    conclusions: pd.DataFrame  # artefacts.CONCLUSIONS
    scenarios: pd.DataFrame  # artefacts.SCENARIOS
    sensitivity: pd.DataFrame  # artefacts.SENSITIVITY
    type_sensitivity: pd.DataFrame  # artefacts.TYPE_SENSITIVITY


def sensitivity(evidence: Evidence, given: Conclusions) -> Sensitivity:
    """Compare anew without each document, genre, coder, kind of reading, and single cell."""
    whole, tried = view(evidence), scenarios(evidence)
    members = _members(whole)
    verdicts: list[dict[str, object]] = []
    moved: list[dict[str, object]] = []
    for scenario in tried:
        part = view(evidence, remaining(evidence, [scenario]))
        verdicts += _verdicts(scenario, given, whole, part)
        moved += _moved(scenario, members, part)
    listed = [(s.id, position, s.kind, s.of) for position, s in enumerate(tried)]
    return Sensitivity(
        table(given, whole, _levels(evidence)),
        pd.DataFrame(listed, columns=list(SCENARIOS)),
        pd.DataFrame(verdicts, columns=list(SENSITIVITY)),
        pd.DataFrame(moved, columns=list(TYPE_SENSITIVITY)),
    )


def judged(evidence: Evidence, given: Conclusions, left_out: Collection[str] = ()) -> pd.DataFrame:
    """The verdicts (``artefacts.CONCLUSIONS``) without several parts of the evidence at once.

    ``left_out`` names scenarios by their ids; one that there is not raises KeyError.
    """
    known = {scenario.id: scenario for scenario in scenarios(evidence)}
    part = view(evidence, remaining(evidence, [known[name] for name in left_out]))
    return table(given, view(evidence).altered(part), _levels(evidence))


def _levels(evidence: Evidence) -> dict[str, str]:
    return dict(zip(evidence.cases["case"], evidence.cases["level"], strict=True))


def _verdicts(
    scenario: Scenario, given: Conclusions, whole: View, part: View
) -> Iterator[dict[str, object]]:
    changed, left = whole.changed(part), whole.altered(part)
    for name, conclusion in given.conclusions.items():
        verdict = conclusion.judge(left)
        own = conclusion.cells(whole.typology)
        yield {
            "conclusion": name,
            "scenario": scenario.id,
            "verdict": verdict.state,
            "why": verdict.why,
            "changed": ";".join(":".join(cell) for cell in own if cell in changed),
        }


Members = dict[tuple[str, str], tuple[str, str]]


def _moved(scenario: Scenario, whole: Members, part: View) -> Iterator[dict[str, object]]:
    """The cases that belong to another type than on the whole evidence, or to none."""
    for (case, family), (after, reason) in _members(part).items():
        before, _ = whole[case, family]
        if after != before:
            yield {
                "case": case,
                "family": family,
                "scenario": scenario.id,
                "before": before,
                "after": after,
                "reason": reason,
            }


def _members(seen: View) -> Members:
    """Of each case and family the types it belongs to, joined by ``;``, and the reason."""
    found: Members = {}
    for (case, kind), row in seen.types.items():
        before, _ = found.get((case, row["family"]), ("", ""))
        names = [*filter(None, [before]), *([kind] if row["verdict"] in BELONGS else [])]
        found[case, row["family"]] = ";".join(names), row["reason"]
    return found

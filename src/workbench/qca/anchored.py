"""Anchored calibration: memberships from coded passages, with the rule that decided them.

A membership that rests on qualitative material is only as good as the rule from evidence
to score (Basurto & Speer 2012; de Block & Vis 2019). Here the rule is written down, and
the result keeps which rule decided and the segments it rests on. What was not looked at is
unknown; it is never 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from workbench.errors import UsageError
from workbench.qca.expressions import Any, Expression, Literal, literals, parsed

INDICATORS = ["case", "indicator", "found", "segment"]
MEMBERSHIPS = ["case", "membership", "rule", "segments"]


@dataclass(frozen=True)
class Rule:
    """A membership, and the indicators that give it.

    when : an expression over indicators, such as ``council*~veto + budget``; empty for
    every case that has any evidence, which only the last rule may be.
    """

    name: str
    membership: float
    when: str = ""


def anchored(
    indicators: pd.DataFrame, rules: Sequence[Rule], *, cases: Iterable[str]
) -> pd.DataFrame:
    """One row a case: its membership by the first rule that holds (columns ``MEMBERSHIPS``).

    indicators : one row a coded passage: ``case``, ``indicator``, ``found`` (true where the
    passage shows it, false where it shows that it is lacking) and ``segment``, the id of
    the passage. A literal holds where a passage shows it, ``~`` where a passage shows its
    lack and none shows it; an indicator without a passage is unknown and holds neither way.

    Returns ``membership`` in [0, 1], NaN where no rule holds or a case has no evidence;
    ``rule``, the name of the rule or empty; and ``segments``, the ids it rests on, joined
    by ``;``. Raises UsageError for rules out of order, of the same name, of memberships
    outside [0, 1], and for passages of unknown cases; it lists all of them.
    """
    names = list(cases)
    expressions = _checked(indicators, rules, names)
    evidence = {str(case): group for case, group in indicators.groupby("case")}
    rows = [_case(case, evidence.get(case), rules, expressions) for case in names]
    return pd.DataFrame(rows, columns=MEMBERSHIPS)


def anchored_conditions(
    indicators: pd.DataFrame, rules: Mapping[str, Sequence[Rule]], *, cases: Iterable[str]
) -> pd.DataFrame:
    """One row a condition and case: ``anchored`` by the rules of each condition.

    Columns ``condition`` and ``MEMBERSHIPS``. Pivoted to a column a condition it is what a
    truth table is made of.
    """
    names = list(cases)
    found = {name: anchored(indicators, own, cases=names) for name, own in rules.items()}
    empty = pd.DataFrame(columns=MEMBERSHIPS)
    table = pd.concat(found or {"": empty}, names=["condition", None])
    return table.reset_index("condition").reset_index(drop=True)


def _checked(
    indicators: pd.DataFrame, rules: Sequence[Rule], cases: list[str]
) -> list[Expression | None]:
    faults = [
        f"rule {rule.name!r}: membership {rule.membership} is outside [0, 1]"
        for rule in rules
        if not 0 <= rule.membership <= 1
    ]
    faults += [
        f"rule {rule.name!r} holds always, so that no later rule is reached; put it last"
        for rule in rules[:-1]
        if not rule.when
    ]
    if len({rule.name for rule in rules}) < len(rules) or not rules:
        faults.append("rules need names of their own, one rule at least")
    unknown = sorted(set(indicators["case"]) - set(cases))
    if unknown:
        faults.append(f"passages of cases that are not compared: {', '.join(unknown)}")
    if faults:
        raise UsageError("; ".join(faults))
    return [parsed(rule.when) if rule.when else None for rule in rules]


def _case(
    case: str,
    evidence: pd.DataFrame | None,
    rules: Sequence[Rule],
    expressions: Sequence[Expression | None],
) -> tuple[str, float, str, str]:
    if evidence is not None:
        passages = _passages(evidence)
        for rule, expression in zip(rules, expressions, strict=True):
            segments = _every(evidence) if expression is None else _shown(expression, passages)
            if segments:
                return case, rule.membership, rule.name, ";".join(sorted(segments))
    return case, float("nan"), "", ""


def _every(evidence: pd.DataFrame) -> set[str]:
    return set(evidence["segment"].astype(str))


def _passages(evidence: pd.DataFrame) -> dict[tuple[str, bool], set[str]]:
    """The segments that show an indicator, or its lack."""
    return {
        (str(name), bool(found)): _every(group)
        for (name, found), group in evidence.groupby(["indicator", "found"])
    }


def _shown(expression: Expression, passages: dict[tuple[str, bool], set[str]]) -> set[str]:
    """The segments by which an expression holds; none where it does not."""
    if isinstance(expression, Literal):
        if expression.negated and (expression.condition, True) in passages:
            return set()
        return passages.get((expression.condition, not expression.negated), set())
    parts = [_shown(part, passages) for part in expression.parts]
    if isinstance(expression, Any) or all(parts):
        return set().union(*parts)
    return set()


def indicators_of(rules: Sequence[Rule]) -> list[str]:
    """The indicators that some rule asks for, in the order of the rules."""
    asked = [literals(parsed(rule.when)) for rule in rules if rule.when]
    return list(dict.fromkeys(literal.condition for some in asked for literal in some))

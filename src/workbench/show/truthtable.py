"""The tables of a set-theoretic comparison: configurations, necessity, solutions, robustness."""

from collections.abc import Sequence
from typing import Any, Protocol

import pandas as pd

from workbench.schema import ids
from workbench.show import empty
from workbench.show.html import ONE_LINE, Html, both, join, note, table, tag, text
from workbench.show.parts import rows_of
from workbench.show.results import number

OUT = {
    "1": ("●", "sufficient: the inclusion reaches the cut-off"),
    "0": ("○", "not sufficient"),
    "C": ("C", "a contradiction: between the two cut-offs"),
    "?": ("?", "a remainder: too few cases"),
}
MOST = 64  # rows put on the page at once
HEADS = {
    "model": ("模型", "Model"),
    "term": ("路径", "Term"),
    "expression": ("表达式", "Expression"),
    "inclusion": ("一致性", "Inclusion"),
    "pri": ("PRI", "PRI"),
    "coverage": ("覆盖度", "Coverage"),
    "unique_coverage": ("唯一覆盖度", "Unique"),
    "ron": ("必要性切题度", "RoN"),
    "cases": ("案例", "Cases"),
    "deviant": ("偏差案例", "Deviant"),
    "uncovered": ("未覆盖案例", "Uncovered"),
    "what": ("选择", "Choice"),
    "value": ("取值", "Value"),
    "above": ("高于", "Above"),
    "up_to": ("不超过", "Up to"),
    "tolerance": ("误差", "Tolerance"),
    "below": ("低于下界时", "Below it"),
    "beyond": ("高于上界时", "Beyond it"),
    "case": ("案例", "Case"),
    "same": ("解不变", "Same models"),
    "models": ("解", "Models"),
    "row": ("行", "Row"),
    "condition": ("条件", "Condition"),
    "membership": ("隶属度", "Membership"),
    "rule": ("规则", "Rule"),
    "segments": ("证据", "Segments"),
    "kind": ("反事实", "Counterfactual"),
}
SAID = {
    "easy": ("容易", "easy"),
    "difficult": ("困难", "difficult"),
}
WORDS = {"case", "cases", "deviant", "uncovered", "segments"}


class Space(Protocol):
    """The conditions of a truth table."""

    @property
    def conditions(self) -> Sequence[str]:
        """Their names."""


class TruthTable(Protocol):
    """What is shown of a truth table: see ``qca.TruthTable``."""

    @property
    def space(self) -> Space:
        """Its conditions."""

    @property
    def rows(self) -> pd.DataFrame:
        """row, a column a condition, out, n, inclusion, pri, cases, deviant."""

    @property
    def name(self) -> str:
        """The outcome."""

    @property
    def remainders(self) -> int:
        """Rows with too few cases, or none."""


def truth_table(made: TruthTable) -> Html:
    """The observed rows, those sufficient for the outcome first; deviant cases are struck out."""
    conditions = list(made.space.conditions)
    rows = made.rows.assign(order=made.rows["out"].map(list(OUT).index))
    rows = rows.sort_values(["order", "inclusion", "row"], ascending=[True, False, True])
    facts = [("行", "Row"), *((name, name) for name in conditions), (made.name, made.name)]
    facts += [("案例数", "n"), HEADS["inclusion"], HEADS["pri"], HEADS["cases"]]
    body = [
        [
            text(row["row"]),
            *(text(row[name]) for name in conditions),
            tag("span", text(OUT[row["out"]][0]), title=OUT[row["out"]][1]),
            text(row["n"]),
            _value(row["inclusion"]),
            _value(row["pri"]),
            _cases(row["cases"], row["deviant"]),
        ]
        for row in rows_of(rows.head(MOST))
    ]
    caption = both(
        f"真值表：{len(rows)} 行有案例，{made.remainders} 行为逻辑余项",
        f"Truth table: {len(rows)} rows with cases, {made.remainders} remainders",
    )
    return table([both(*head) for head in facts], body, caption=caption)


def _cases(cases: str, deviant: str) -> Html:
    against = set(ids(deviant))
    return join(", ", [tag("s" if one in against else "span", text(one)) for one in ids(cases)])


def measures(found: pd.DataFrame, *, caption: tuple[str, str]) -> Html:
    """Any table of fit, solutions, counterfactuals or robustness, its columns named."""
    if found.empty:
        return empty.note(empty.SETS)
    head = [both(*HEADS.get(str(name), (str(name), str(name)))) for name in found.columns]
    body = [
        [_cell(str(name), value) for name, value in row.items()]
        for row in rows_of(found.head(MOST))
    ]
    return table(head, body, caption=both(*caption))


def _cell(name: str, value: Any) -> Html:
    if name in WORDS:
        return text(", ".join(ids(str(value))) or "–")
    if isinstance(value, bool):
        return both("是", "yes") if value else both("否", "no")
    if isinstance(value, float):
        return _value(value)
    return both(*SAID[value]) if value in SAID else text(value)


def _value(value: float) -> Html:
    return tag("span", text(number(float(value))), style=ONE_LINE)


def feasibility(why: str) -> Html:
    """Whether cases can carry a comparison: why not, as ``qca.insufficient`` says it, or yes."""
    return note(why) if why else empty.note(empty.FEASIBLE)


def chart(found: pd.DataFrame) -> Html:
    """The prime implicants chart: which term covers which row of the truth table."""
    head = [both("质蕴涵项", "Prime implicant"), *(text(row) for row in found.columns)]
    body = [
        [text(term), *(text("×" if covers else "") for covers in line)]
        for term, line in zip(found.index, found.to_numpy().tolist(), strict=True)
    ]
    caption = both("质蕴涵项表", "Prime implicants by the rows they cover")
    return table(head, body, caption=caption)

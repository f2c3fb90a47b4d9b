"""The configuration table after Fiss (2011): what each way to the outcome asks for."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.show import empty
from workbench.show.html import Html, both, note, table, tag, text
from workbench.show.parts import rows_of
from workbench.show.results import number

ASKED = {
    (1, "core"): ("●", "core: present"),
    (0, "core"): ("⊗", "core: absent"),
    (1, "contributing"): ("•", "contributing: present"),
    (0, "contributing"): ("⊖", "contributing: absent"),
}
KEY = (
    "● 核心条件存在 core, present · ⊗ 核心条件缺席 core, absent · "
    "• 辅助条件存在 contributing, present · ⊖ 辅助条件缺席 contributing, absent · "
    "空格 blank: 无关紧要 may be either"
)
FACTS = ("inclusion", "coverage", "unique_coverage")
NAMES = {
    "inclusion": ("一致性", "Inclusion"),
    "coverage": ("覆盖度", "Raw coverage"),
    "unique_coverage": ("唯一覆盖度", "Unique coverage"),
}


def configuration_table(found: pd.DataFrame, fit: pd.DataFrame, *, model: str = "") -> Html:
    """One model as a table: a row a condition, a column a configuration.

    found : model, configuration, term, condition, value, role.  fit : model, term and
    ``FACTS``.  model : its name; the first if empty.
    """
    if found.empty:
        return empty.note(empty.SETS)
    name = model or str(found["model"].iloc[0])
    own = found[found["model"] == name]
    terms = list(own["term"].drop_duplicates())
    cells = {(row["condition"], row["term"]): row for row in rows_of(own)}
    body = [
        [text(condition), *(_mark(cells[condition, term]) for term in terms)]
        for condition in own["condition"].drop_duplicates()
    ]
    measured = fit[fit["model"] == name].set_index("term")
    body += [
        [both(*NAMES[fact]), *(text(number(float(measured.loc[term, fact]))) for term in terms)]
        for fact in FACTS
    ]
    head = [both("条件", "Condition"), *(text(str(at)) for at in range(1, len(terms) + 1))]
    caption = both(f"组态（{name}）", f"Configurations ({name})")
    return table(head, body, caption=caption) + note(KEY)


def _mark(asked: Mapping[Any, Any]) -> Html:
    """The sign of a condition; the value itself of one with more than two, bold if core."""
    role = asked["role"]
    if not role:
        return text("")
    sign, said = ASKED.get((int(asked["value"]), role), (str(asked["value"]), role))
    return tag("strong" if role == "core" else "span", text(sign), title=said)

"""Sums of figures: shown with their addends, and only of what may be added."""

import pandas as pd
import pytest
from lxml import html

from workbench import show
from workbench.errors import InputError, UsageError
from workbench.show.html import Html

Tables = dict[str, pd.DataFrame]


def words(made: Html) -> str:
    return " ".join(html.fromstring(f"<div>{made.markup}</div>").text_content().split())


def counted(name: str, value: str, **more: str) -> dict[str, object]:
    """A count of teams in 2018."""
    known = {"id": name, "doc": "d1", "value": value, "kind": "count", "unit": "teams"}
    return {**known, "unit_zh": "支", "period": "2018", "definition": "teams", **more}


def ledger(tables: Tables, *figures: dict[str, object]) -> dict[str, pd.DataFrame]:
    """The tables of the example with these figures alone."""
    empty = tables["figures"].iloc[:1].map(lambda value: "" if isinstance(value, str) else value)
    rows = [{**empty.iloc[0].to_dict(), **figure} for figure in figures]
    return {**tables, "figures": pd.DataFrame(rows)}


WHOLE, DANCE = counted("all", "51"), counted("dance", "24", denominator="all")


def test_a_sum_is_shown_with_its_addends(tables: Tables):
    made = ledger(tables, DANCE, counted("aid", "17"))

    assert words(show.total(made, ["dance", "aid"])) == "24 dance + 17 aid = 41 支 teams"


def test_a_mix_is_refused_and_so_is_an_unknown_figure(tables: Tables):
    made = ledger(tables, WHOLE, DANCE)

    with pytest.raises(InputError, match="dance is a part of all"):
        show.total(made, ["all", "dance"])
    with pytest.raises(UsageError, match=r"no figure 'dans' in the ledger; did you mean dance\?"):
        show.total(made, ["dans"])


def test_the_parts_of_a_whole_stand_below_the_ledger_where_they_may_be_added(tables: Tables):
    aid = counted("aid", "17", denominator="all")

    assert "24 dance + 17 aid = 41 支 teams；总数 of 51 all" in words(
        show.figures(ledger(tables, WHOLE, DANCE, aid))
    )
    late = {**aid, "period": "2019"}
    assert " = " not in words(show.figures(ledger(tables, WHOLE, DANCE, late)))

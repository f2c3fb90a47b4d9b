"""Sums of figures: shown with their addends, and only of what may be added."""

from collections.abc import Sequence
from typing import Any

from workbench import sums
from workbench.errors import UsageError, did_you_mean
from workbench.show.html import Html, both, join, segment_link, tag, text
from workbench.show.labels import Tables
from workbench.show.parts import Row, rows_of


def total(tables: Tables, names: Sequence[str]) -> Html:
    """The sum of the figures ``names``, ids of the ledger, with its addends.

    Raises UsageError for an unknown id, InputError where the figures are not one kind of
    thing: another unit, period, qualifier or definition, or a part beside its whole.
    """
    known = {str(row["id"]): row for row in rows_of(tables["figures"])}
    for name in names:
        if name not in known:
            raise UsageError(f"no figure {name!r} in the ledger{did_you_mean(name, known)}")
    return _equation([known[name] for name in names])


def parts(rows: Sequence[Row]) -> Html:
    """Of each whole among ``rows``, what its parts make together, where they may be added."""
    lines = []
    for whole in rows:
        own = [row for row in rows if row["denominator"] == whole["id"] and row["kind"] != "share"]
        if len(own) > 1 and not sums.mixed(_named(own)):
            of = text("；") + both("总数", "of") + text(f" {whole['value']} ") + _link(whole)
            lines.append(tag("p", _equation(own), of, class_="workbench-note"))
    return join("", lines)


def _equation(rows: Sequence[Row]) -> Html:
    made = sums.total(_named(rows))
    addends = join(" + ", (text(f"{row['value']} ") + _link(row) for row in rows))
    return addends + text(f" = {made:,f} ") + both(rows[0]["unit_zh"], rows[0]["unit"])


def _link(row: Row) -> Html:
    return tag("small", segment_link(row["doc"], row["id"]))


def _named(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows]

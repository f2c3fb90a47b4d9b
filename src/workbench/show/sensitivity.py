"""How far conclusions and types can be trusted: what becomes of them without some evidence."""

from collections.abc import Callable, Collection, Mapping, Sequence

import pandas as pd

from workbench.schema import ids
from workbench.show import empty, labels
from workbench.show.fair import all_cases, compares
from workbench.show.html import EVIDENCE, Html, both, join, stacked, table, tag, text
from workbench.show.labels import SIGNS, STATES, Tables, names, word
from workbench.show.parts import Row, by_level, case_link, cell_link, chosen, rows_of

Judge = Callable[[Collection[str]], pd.DataFrame]

SOURCES = ("document", "genre")  # what is left out in the first table; the rest in the second
NOTHING = text("–")


@compares(all_cases)
def conclusions(tables: Tables) -> Html:
    """Every conclusion with its level, its cells, and the chapter that tells it."""
    if tables["conclusions"].empty:
        return empty.note(empty.CONCLUSIONS)
    head = [
        both("结论", "Conclusion"),
        both("层级", "Level"),
        both("所据单元格", "Its cells"),
        both("章", "Chapter"),
    ]
    body = [
        [
            tag("span", _statement(row), id=f"conclusion-{row['conclusion']}"),
            join(", ", [word(labels.LEVELS, level) for level in ids(row["levels"])]),
            join("", _cells(tables, ids(row["cells"]))),
            tag("a", text(row["chapter"]), href=_told(row)),
        ]
        for row in rows_of(tables["conclusions"])
    ]
    return table(head, body, caption=both("结论及其所据", "Conclusions and what they rest on"))


def _told(row: Row) -> str:
    return f"../{row['chapter']}.html#told-{row['conclusion']}"


def _statement(row: Row) -> Html:
    """A conclusion in both languages, wide enough to be read beside many columns."""
    shown = stacked(row["statement_zh"], row["statement_en"])
    return tag("span", shown, style="display: inline-block; min-width: 10.5em; font-weight: normal")


def _cells(tables: Tables, listed: Sequence[str]) -> list[Html]:
    """The cells by their dimension, each leading to its grounds."""
    of: dict[str, list[Html]] = {}
    for case, _, dimension in (name.partition(":") for name in listed):
        link = cell_link({"case": case, "dimension": dimension}, names(tables, "short")(case))
        of.setdefault(dimension, []).append(link)
    return [
        tag("div", tag("small", names(tables, "dimension")(dimension), text(": ")), join(", ", own))
        for dimension, own in of.items()
    ]


def _cell(tables: Tables, name: str) -> Html:
    """A cell by the names of its case and dimension, leading to its grounds."""
    case, _, dimension = name.partition(":")
    shown = names(tables, "short")(case) + text(" × ") + names(tables, "dimension")(dimension)
    return cell_link({"case": case, "dimension": dimension}, shown)


def sensitivity(tables: Tables) -> Html:
    """Conclusions x what is left out: one table for sources, one for kinds of reading."""
    if tables["conclusions"].empty:
        return empty.note(empty.CONCLUSIONS)
    switches = [row for row in rows_of(tables["scenarios"]) if row["kind"] != "cell"]
    by_source = [row for row in switches if row["kind"] in SOURCES]
    by_reading = [row for row in switches if row["kind"] not in SOURCES]
    return join(
        "",
        [
            _legend(),
            _grid(tables, by_source, both("缺一文献或体裁时", "Without one document or genre")),
            _grid(tables, by_reading, both("缺一类读法时", "Without one kind of reading")),
        ],
    )


def _legend() -> Html:
    signs = [tag("b", text(sign)) + text(" ") + both(*STATES[s]) for s, sign in SIGNS.items()]
    return tag("p", join(" · ", signs), class_="workbench-note")


def _grid(tables: Tables, switches: Sequence[Row], caption: Html) -> Html:
    if not switches:
        return Html("")
    rows = {(r["conclusion"], r["scenario"]): r for r in rows_of(tables["sensitivity"])}
    head = [both("结论", "Conclusion"), *(switch(tables, each) for each in switches)]
    body = [
        [
            _statement(row) + tag("small", _to_cells(row)),
            *(_sign(rows[row["conclusion"], each["scenario"]]) for each in switches),
        ]
        for row in rows_of(tables["conclusions"])
    ]
    return table(head, body, caption=caption)


def _to_cells(row: Row) -> Html:
    return tag("a", both("单元格", "cells"), href=f"#conclusion-{row['conclusion']}")


def _sign(row: Row) -> Html:
    """A verdict as a sign; pointed at, it says what it means and why."""
    said = " ".join(STATES[row["verdict"]])
    said = f"{said}: {row['why']}" if row["why"] else said
    return tag("span", text(SIGNS[row["verdict"]]), title=said, class_="workbench-sign")


def switch(tables: Tables, row: Row) -> Html:
    """What a scenario leaves out, by name."""
    kind, of = row["kind"], row["of"]
    if kind == "document":
        return tag("a", text(of), href=f"{EVIDENCE}/{of}.html")
    return _cell(tables, of) if kind == "cell" else both(*switch_names(kind, of))


def switch_names(kind: str, of: str) -> tuple[str, str]:
    """What a scenario that is no cell leaves out, in both languages."""
    if kind == "genre":
        return labels.GENRES[of]
    if kind == "translation":
        return labels.TRANSLATIONS[of]
    if kind == "doubtful":
        return f"信度低于 {of}", f"confidence under {of}"
    if kind == "coder":
        return f"编码者 {of}", f"coder {of}"
    return labels.SWITCHES.get(kind, (of, of))


def type_sensitivity(tables: Tables, *, cases: Sequence[str] | None = None) -> Html:
    """Of each case and family: what a single cell, document, genre, coder or reading changes."""
    wanted = chosen(tables, cases)
    if why := empty.untyped(tables, wanted):
        return empty.note(why)
    kinds = {
        "cell": both("一个单元格", "One cell"),
        "document": both("一篇文献", "One document"),
        "genre": both("一种体裁", "One genre"),
        "coder": both("一位编码者", "One coder"),
        "": both("一类读法", "One kind of reading"),
    }
    listed = {row["scenario"]: row for row in rows_of(tables["scenarios"])}
    moved = rows_of(tables["type_sensitivity"])
    head = [both("案例", "Case"), both("类型", "Type"), *kinds.values()]
    body = [
        [case_link(tables, case), _type(tables, family, kind), *_moves(tables, own, listed, kinds)]
        for case, family, kind in _members(tables)
        if case in wanted
        for own in [[row for row in moved if (row["case"], row["family"]) == (case, family)]]
    ]
    caption = both("缺何则类型改变", "What changes the type of a case when it is left out")
    return table(head, body, caption=caption)


def _members(tables: Tables) -> list[tuple[str, str, str]]:
    """Each case and family with the types it belongs to, joined by ``;``."""
    types = tables["types"]
    rows = types[types["verdict"].isin(["member", "hybrid"])]
    own = rows.groupby(["case", "family"])["type"].agg(";".join).to_dict()
    families = dict.fromkeys(tables["type_labels"]["family"])
    return [
        (row["case"], family, own.get((row["case"], family), ""))
        for row in by_level(tables["cases"])
        for family in families
    ]


def _type(tables: Tables, family: str, kind: str) -> Html:
    head = tag("small", names(tables, "family")(family))
    return head + tag("br") + _type_name(tables, kind)


def _type_name(tables: Tables, kinds: str) -> Html:
    named = [names(tables, "type")(kind) for kind in ids(kinds)]
    return join(" + ", named) if named else word(labels.VERDICTS, "undecided")


def _moves(
    tables: Tables, moved: Sequence[Row], listed: Mapping[str, Row], kinds: Collection[str]
) -> list[Html]:
    """A column a kind: what is left out, and what the case then is."""
    shown: dict[str, list[Html]] = {kind: [] for kind in kinds}
    for row in sorted(moved, key=lambda row: listed[row["scenario"]]["position"]):
        left_out = listed[row["scenario"]]
        after = switch(tables, left_out) + text(" → ") + _type_name(tables, row["after"])
        column = left_out["kind"] if left_out["kind"] in kinds else ""
        shown[column].append(tag("div", after, title=row["reason"]))
    return [join("", parts) if parts else NOTHING for parts in shown.values()]


def verdicts(found: pd.DataFrame) -> Html:
    """The verdicts on the conclusions, as ``found``, and why, where one does not hold."""
    if found.empty:
        return empty.note(empty.CONCLUSIONS)
    head = [both("结论", "Conclusion"), both("判断", "Verdict"), both("缘由", "Why")]
    body = [
        [
            stacked(row["statement_zh"], row["statement_en"]),
            text(f"{SIGNS[row['verdict']]} ") + both(*STATES[row["verdict"]]),
            text(row["why"] or "–"),
        ]
        for row in rows_of(found)
    ]
    holds = int((found["verdict"] == "holds").sum())
    caption = both(f"{len(found)} 条中 {holds} 条成立", f"{holds} of {len(found)} hold")
    return table(head, body, caption=caption)


def switchboard(tables: Tables, judge: Judge) -> object:
    """Switches for every part of the evidence, with the verdicts that are left.

    judge : gives the verdicts without the scenarios of some ids.
    """
    from workbench.show.switchboard import Switchboard  # ipywidgets takes its time to load

    return Switchboard(tables, judge).box

"""The comparison as tables: the matrix by level, types by rule, the source's own table."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from workbench.schema import ids
from workbench.show import empty, labels
from workbench.show.cell import Cells
from workbench.show.fair import all_cases, compares, within_levels
from workbench.show.html import (
    Html,
    both,
    join,
    note,
    segment_link,
    table,
    tag,
    text,
)
from workbench.show.labels import Tables, names, word
from workbench.show.parts import (
    Row,
    by_level,
    case_link,
    cell_link,
    chosen,
    levels,
    nested,
    nesting,
    rows_of,
)

ASPECTS = 5  # columns of an overview whose aspects no source names
DRAWN = "†"
DRAWN_NOTE = (
    f"{DRAWN} The type was made after this case, or its value was taken from the type's own "
    "table: the fit holds by construction and tests nothing."
)


@compares(within_levels)
def matrix(tables: Tables, *, cases: Sequence[str] | None = None, level: str = "") -> Html:
    """The comparison, a table a level: a row a dimension, a column a case.

    Cases of different levels never stand in one table. Each value names its
    basis and confidence and links to its evidence; a cell that was looked for
    and not found is told from one nobody looked for.
    """
    wanted = chosen(tables, cases)
    if why := empty.uncompared(tables, wanted):
        return empty.note(why)
    shown = [_level(tables, columns) for columns in levels(tables, wanted, level)]
    return join("", shown) if shown else empty.note(empty.LEVEL)


def _level(tables: Tables, columns: Sequence[Row]) -> Html:
    found = {(row["case"], row["dimension"]): row for row in rows_of(tables["matrix"])}
    cells, dimension = Cells(tables), names(tables, "dimension")
    head = [both("维度", "Dimension"), *(_case_head(tables, row) for row in columns)]
    body = [
        [
            dimension(name),
            *(cells.whole(found[row["case"], name]) for row in columns),
        ]
        for name in tables["dimensions"]["dimension"]
    ]
    zh, en = labels.LEVELS[columns[0]["level"]]
    caption = both(f"{zh}层级案例比较", f"Cases of the {en} level compared")
    return table(head, body, caption=caption)


def _case_head(tables: Tables, row: Row) -> Html:
    level = tag("small", word(labels.LEVELS, row["level"]))
    return case_link(tables, row["case"]) + tag("br") + level + nested(tables, row)


@compares(all_cases)
def overview(tables: Tables, *, cases: Sequence[str] | None = None) -> Html:
    """One line a case, by level: the leading aspects and the types it belongs to."""
    wanted = chosen(tables, cases)
    if why := empty.uncompared(tables, wanted):
        return empty.note(why)
    cells = {(row["case"], row["dimension"]): row for row in rows_of(tables["matrix"])}
    aspects, families = _aspects(tables), _families(tables)
    dimension = names(tables, "dimension")
    typed = [both("类型", "Types")] if families else []
    head = [both("案例", "Case"), *(dimension(a) for a in aspects), *typed]
    body = [
        [
            _case_head(tables, row),
            *(_leading(tables, cells[row["case"], aspect]) for aspect in aspects),
            *(_verdicts(tables, row["case"], families) for _ in typed),
        ]
        for row in by_level(tables["cases"])
        if row["case"] in wanted
    ]
    shown = _explained(table(head, body, caption=both("案例概览", "The cases at a glance")))
    return shown + _counted_once(tables, wanted)


def _counted_once(tables: Tables, cases: Sequence[str]) -> Html:
    alone, within = nesting(tables, cases)
    if not within:
        return Html("")
    zh = f"共{alone + within}个案例：{alone}个各自独立，{within}个包含于其中，不另计。"
    en = f"{alone + within} cases: {alone} stand for themselves, {within} lie within these "
    return empty.note(empty.Reason(zh, f"{en}and are not counted beside them."))


def _aspects(tables: Tables) -> list[str]:
    """The dimensions of the source's own table of types; without one, the first of the study."""
    listed = set(tables["type_table"]["dimension"])
    in_order = tables["dimensions"].sort_values("position")["dimension"]
    return [name for name in in_order if name in listed] or list(in_order.head(ASPECTS))


def _families(tables: Tables) -> list[str]:
    return list(tables["type_labels"]["family"].drop_duplicates())


def _explained(shown: Html) -> Html:
    """What is shown, with the note on daggers where it has one."""
    return shown + note(DRAWN_NOTE) if DRAWN in shown.markup else shown


def _verdicts(tables: Tables, case: str, families: Sequence[str]) -> Html:
    return join("", [_family_verdict(tables, case, name) for name in families])


def _leading(tables: Tables, row: Row) -> Html:
    if not row["value"]:
        return tag("span", word(labels.MARKS, row["mark"]), class_="workbench-empty")
    label = names(tables, "code")(ids(row["value"])[0])
    grounds = f"{labels.MARKS[row['mark']][0]} {row['confidence']:.2f}"
    return cell_link(row, label) + tag("br") + tag("small", text(grounds))


def _family_verdict(tables: Tables, case: str, family: str) -> Html:
    head = tag("small", text(f"{names(tables, 'family').zh(family)} "))
    return tag("p", head + _verdict(tables, case, family))


def _verdict(tables: Tables, case: str, family: str) -> Html:
    types = tables["types"]
    own = types[(types["case"] == case) & (types["family"] == family)]
    near = own[own["verdict"].isin(["member", "hybrid"])].sort_values(["distance", "type"])
    if near.empty:
        why = word(labels.GROUNDS, _first(own["ground"]))
        said = word(labels.VERDICTS, "undecided") + text(": ") + why
        return tag("span", said, title=_first(own["reason"]))
    listed = tables["type_labels"].set_index("type")["drawn_from"]
    kind = names(tables, "type")
    shown = [
        kind(row["type"])
        + text(f" ({row['distance']:.2f}){DRAWN if case in ids(listed[row['type']]) else ''}")
        for row in rows_of(near)
    ]
    hybrid = word(labels.VERDICTS, "hybrid") + text(": ") if len(shown) > 1 else Html("")
    return hybrid + join(" + ", shown)


def _named(tables: Tables, sentence: str) -> str:
    """A sentence with the English names of types and dimensions instead of their ids."""
    named = {**names(tables, "type").pairs, **names(tables, "dimension").pairs}
    longest_first = sorted(named, key=len, reverse=True)
    pattern = rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"
    return re.sub(pattern, lambda found: named[found[0]][1], sentence)


def _first(values: pd.Series) -> str:
    return str(values.iloc[0]) if len(values) else ""


@compares(all_cases)
def types(tables: Tables, *, family: str = "", cases: Sequence[str] | None = None) -> Html:
    """The distance of each case to each type, and the verdict: a table a family, or one of them."""
    wanted = chosen(tables, cases)
    if why := empty.untyped(tables, wanted):
        return empty.note(why)
    families = [name for name in _families(tables) if family in ("", name)]
    return join("", [_typed(tables, name, wanted) for name in families])


def _typed(tables: Tables, family: str, cases: Sequence[str]) -> Html:
    rows = tables["types"]
    rows = rows[rows["family"] == family]
    listed = tables["type_labels"]
    kinds = list(listed.loc[listed["family"] == family, "type"])
    kind = names(tables, "type")
    head = [
        both("案例", "Case"),
        *(kind(name) for name in kinds),
        both("判定", "Verdict"),
        both("理由", "Reason"),
    ]
    body = []
    for row in by_level(tables["cases"]):
        own = rows[rows["case"] == row["case"]].set_index("type")
        if row["case"] not in cases:
            continue
        body.append(
            [
                case_link(tables, row["case"]),
                *(_distance(own, name) for name in kinds),
                _verdict(tables, row["case"], family),
                text(_named(tables, _first(own["reason"]))),
            ]
        )
    label = names(tables, "family").pairs[family]
    caption = both(
        f"{label[0]}：与各类型的距离 · 隶属度(1−距离)(已知规则/规则)",
        f"{label[1]}: distance to each type · membership, 1 − distance (rules known/rules)",
    )
    return _explained(table(head, body, caption=caption))


def _distance(own: pd.DataFrame, kind: str) -> Html:
    row = own.to_dict("index")[kind]
    if pd.isna(row["distance"]):
        return text(f"– (0/{row['rules']})")
    near = f"{row['distance']:.2f} · {row['membership']:.2f}"
    return text(f"{near} ({row['known']}/{row['rules']})")


def type_rules(tables: Tables) -> Html:
    """The rules by which a case belongs to a type."""
    if tables["type_labels"].empty:
        return empty.note(empty.TYPES)
    code, dimension = names(tables, "code"), names(tables, "dimension")
    family = names(tables, "family")
    head = [
        both("类型", "Type"),
        both("类别", "Family"),
        both("规则", "Rules"),
        both("理由", "Why"),
    ]
    body = [
        [
            both(row["label_zh"], row["label_en"]),
            family(row["family"]),
            join("", [_rule(rule, code, dimension) for rule in row["rules"].split(" | ")]),
            text(_named(tables, row["why"] or row["definition"])),
        ]
        for row in rows_of(tables["type_labels"])
    ]
    shown = table(head, body, caption=both("类型及其判定规则", "Types and their rules"))
    return shown + join("", [note(cut) for cut in _cut_offs(tables)])


def _cut_offs(tables: Tables) -> list[str]:
    """When a case belongs to a type, a sentence a family."""
    return [
        f"{row['family_en']}: a case belongs to the nearest type if at least "
        f"{row['known_at_least']} of its rules are known, its distance is at most "
        f"{row['distance_at_most']:.2f}, and the next type is at least "
        f"{row['margin_at_least']:.2f} further away; nearer than that it is a hybrid of both. "
        f"In every other case it is undecided."
        for row in rows_of(tables["type_labels"].drop_duplicates("family"))
    ]


def _rule(rule: str, code: labels.Names, dimension: labels.Names) -> Html:
    name, _, accepted = rule.partition(": ")
    values = join(", ", [code(part) for part in accepted.split(", ")])
    return tag("div", dimension(name) + text(": ") + values)


def type_table(tables: Tables) -> Html:
    """The source's own table of types: as printed, the Chinese reading, the rank."""
    if tables["type_table"].empty:
        return empty.note(empty.TYPE_TABLE)
    rows = {(row["dimension"], row["type"]): row for row in rows_of(tables["type_table"])}
    documents = tables["segments"].set_index("id")["doc"].to_dict()
    listed = {dimension for dimension, _ in rows}
    kinds = [k for k in tables["type_labels"]["type"] if k in {kind for _, kind in rows}]
    kind, dimension = names(tables, "type"), names(tables, "dimension")
    head = [both("方面", "Aspect"), *(kind(name) for name in kinds)]
    body = [
        [dimension(name), *(_printed(rows[name, kind_id], documents) for kind_id in kinds)]
        for name in tables["dimensions"]["dimension"]
        if name in listed
    ]
    caption = both(
        "来源自带的类型表:原文、中文读法与序次",
        "The source's own table of types: as printed, Chinese reading, rank",
    )
    return table(head, body, caption=caption)


def _printed(row: Row, documents: Mapping[Any, str]) -> Html:
    rank = f" · {row['rank']}" if row["rank"] else ""
    reading = tag(
        "p",
        tag("span", text(row["reading_zh"]), lang="zh"),
        text(f" ({row['reading_confidence']:.2f}){rank}"),
    )
    printed = tag("q", text(row["printed"]), title=row["note"])
    return printed + reading + segment_link(documents[row["segment"]], row["segment"])

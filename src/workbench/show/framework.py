"""The framework matrix: written summaries in a grid, and every cell on a row of its own."""

from collections.abc import Sequence

from workbench.schema import ids
from workbench.show import empty, labels, parts
from workbench.show.cell import Cells
from workbench.show.fair import compares, within_levels
from workbench.show.html import Html, both, join, segment_link, table, tag, text
from workbench.show.labels import Tables, names, word
from workbench.show.parts import Row, by_level, case_link, chosen, levels, nested, rows_of


@compares(within_levels)
def summaries(tables: Tables, *, cases: Sequence[str] | None = None, level: str = "") -> Html:
    """The written summaries, a table a level: a row a case, a column a dimension."""
    wanted = chosen(tables, cases)
    if why := empty.uncompared(tables, wanted):
        return empty.note(why)
    shown = [_grid(tables, group) for group in levels(tables, wanted, level)]
    return join("", shown) if shown else empty.note(empty.LEVEL)


def _grid(tables: Tables, rows: Sequence[Row]) -> Html:
    found = {(row["case"], row["dimension"]): row for row in rows_of(tables["matrix"])}
    cells, dimension = Cells(tables), names(tables, "dimension")
    listed = list(tables["dimensions"].sort_values("position")["dimension"])
    body = [
        [
            case_link(tables, row["case"]) + nested(tables, row),
            *(cells.brief(found[row["case"], name]) for name in listed),
        ]
        for row in rows
    ]
    zh, en = labels.LEVELS[rows[0]["level"]]
    caption = both(f"框架矩阵：{zh}层级", f"Framework matrix: {en} level")
    return table([both("案例", "Case"), *map(dimension, listed)], body, caption=caption)


def cells(
    tables: Tables,
    *,
    cases: Sequence[str] | None = None,
    level: str = "",
    dimension: str = "",
    basis: str = "",
    least: float = 0.0,
) -> Html:
    """Every cell on a row of its own, those of one level, dimension or basis, or all.

    basis : stated, derived, inferred, not_found or not_looked.
    least : the lowest confidence shown; above 0 it leaves out every cell without a value.
    """
    wanted = chosen(tables, cases)
    if why := empty.uncompared(tables, wanted):
        return empty.note(why)
    asked = {"level": level, "dimension": dimension, "mark": basis}
    rows = [
        row
        for row in _in_order(tables)
        if row["case"] in wanted
        and all(row[column] == value for column, value in asked.items() if value)
        and (not least or (row["value"] and row["confidence"] >= least))
    ]
    return _listed(tables, rows) if rows else empty.note(empty.CELLS)


def _in_order(tables: Tables) -> list[Row]:
    """The cells by level and case, each case in the order of the dimensions."""
    cases = [row["case"] for row in by_level(tables["cases"])]
    listed = list(tables["dimensions"].sort_values("position")["dimension"])
    found = {(row["case"], row["dimension"]): row for row in rows_of(tables["matrix"])}
    return [found[case, name] for case in cases for name in listed]


def _listed(tables: Tables, rows: Sequence[Row]) -> Html:
    shown, dimension = Cells(tables), names(tables, "dimension")
    body = [
        [
            case_link(tables, row["case"]) + tag("br") + tag("small", _level(row)),
            dimension(row["dimension"]),
            shown.brief(row),
            parts.basis(row["mark"], row["confidence"]) if row["value"] else Html(""),
            shown.voices(row) if row["value"] else Html(""),
            shown.evidence(row),
            shown.counter(row),
            text(row["note"]),
        ]
        for row in rows
    ]
    head = [
        both("案例", "Case"),
        both("维度", "Dimension"),
        both("取值与概述", "Value and summary"),
        both("依据", "Basis"),
        both("发言者与体裁", "Speaker and genre"),
        both("证据", "Evidence"),
        both("反证", "Against"),
        both("备注", "Note"),
    ]
    caption = both(f"逐格列出，共{len(rows)}格", f"Cell by cell: {len(rows)}")
    return table(head, body, caption=caption)


def _level(row: Row) -> Html:
    return word(labels.LEVELS, row["level"])


def crosswalk(tables: Tables) -> Html:
    """How the perspectives of a source answer to the aspects of its table and our dimensions."""
    if tables["crosswalk"].empty:
        return empty.note(empty.CROSSWALK)
    documents = tables["segments"].set_index("id")["doc"].to_dict()
    dimension = names(tables, "dimension")
    body = [
        [
            both(row["perspective_zh"], row["perspective_en"]),
            both(row["aspect_zh"], row["aspect_en"]) if row["aspect_en"] else text("–"),
            join(", ", [dimension(name) for name in ids(row["dimensions"])]),
            parts.basis(row["basis"], row["confidence"]),
            join(", ", [segment_link(documents[s], s) for s in ids(row["segments"])]),
            text(row["why"]),
        ]
        for row in rows_of(tables["crosswalk"])
    ]
    head = [
        both("视角", "Perspective"),
        both("方面", "Aspect"),
        both("本研究维度", "Dimension here"),
        both("依据", "Basis"),
        both("证据", "Evidence"),
        both("理由", "Why"),
    ]
    caption = both(
        "来源的视角、其类型表的方面与本研究维度的对照",
        "Perspectives of the source, aspects of its table, dimensions of this study",
    )
    return table(head, body, caption=caption)

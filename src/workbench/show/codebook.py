"""The codebook as tables: every code, and the dimensions they are values of."""

from workbench.show import empty
from workbench.show.html import Html, both, join, table, text
from workbench.show.labels import Tables, names
from workbench.show.parts import rows_of


def dimensions(tables: Tables) -> Html:
    """The dimensions of the comparison: question, scale, values."""
    if tables["dimensions"].empty:
        return empty.note(empty.DIMENSIONS)
    code = names(tables, "code")
    rows = tables["codes"]
    head = [
        both("维度", "Dimension"),
        both("问题", "Question"),
        both("尺度", "Scale"),
        both("取值", "Values"),
    ]
    body = []
    for row in rows_of(tables["dimensions"]):
        own = rows[rows["dimension"] == row["dimension"]].sort_values(["rank", "code"])
        values = join(" < " if row["scale"] == "ordinal" else "; ", [code(c) for c in own["code"]])
        body.append(
            [
                both(row["label_zh"], row["label_en"]),
                text(row["question"]),
                text(row["scale"]),
                values,
            ]
        )
    return table(head, body, caption=both("比较维度", "Dimensions of the comparison"))


def codes(tables: Tables, *, parent: str = "") -> Html:
    """The codebook, or what is under one parent, and how many segments carry each code."""
    rows = tables["codes"]
    if rows.empty:
        return empty.note(empty.CODES)
    children = set(rows["parent"])
    tops = rows[(rows["parent"] == "") & rows["code"].isin(children)]
    return join(
        "", [_code_group(tables, code) for code in tops["code"] if code == parent or not parent]
    )


def _code_group(tables: Tables, parent: str) -> Html:
    rows = tables["codes"]
    own = rows[(rows["parent"] == parent) | (rows["code"] == parent)]
    head = [
        both("代码", "Code"),
        both("定义", "Definition"),
        both("包括", "Include"),
        both("排除", "Exclude"),
        both("注意", "Pitfalls"),
        both("段落", "Segments"),
    ]
    body = [
        [
            both(row["label_zh"], row["label_en"]),
            text(row["definition"]),
            text(row["include"]),
            text(row["exclude"]),
            text(row["pitfalls"]),
            text(row["segments"]),
        ]
        for row in rows_of(own)
    ]
    return table(head, body, caption=names(tables, "code")(parent))

"""Widgets for exploring; each shows exactly what its static twin would show."""

from collections.abc import Callable, Mapping

import pandas as pd

from workbench.errors import WorkbenchError
from workbench.schema import ids
from workbench.show import empty, labels
from workbench.show.html import Html, both, note, table, tag, text
from workbench.show.labels import Tables, names

SHOWN = 200  # hits put on the page at once

Search = Callable[[Mapping[str, str], str], pd.DataFrame]


def concordance(tables: Tables, hits: pd.DataFrame, *, by_reference: int = 0) -> Html:
    """Hits in their context, each with its document and position.

    ``by_reference`` counts the documents that could not be searched because
    their text is not on this machine; the note under the table says so.
    """
    title = names(tables, "document")
    head = [
        both("文献", "Document"),
        both("位置", "Position"),
        both("左", "Left"),
        both("关键词", "Match"),
        both("右", "Right"),
    ]
    body = [
        [
            tag("span", text(row["doc"]), title=title.zh(row["doc"])),
            text(row["start"]),
            tag("div", text(row["left"]), style="text-align: right; white-space: nowrap"),
            tag("b", text(row["match"])),
            tag("div", text(row["right"]), style="text-align: left; white-space: nowrap"),
        ]
        for row in hits.head(SHOWN).to_dict("records")
    ]
    count = len(hits)
    caption = both(
        f"检索结果 {count} 处", f"{count} hits" + (f", first {SHOWN}" if count > SHOWN else "")
    )
    searched = (
        table(head, body, caption=caption, row_heads=False) if count else empty.note(empty.HITS)
    )
    if not by_reference:
        return searched
    return searched + note(
        f"{by_reference} documents are held by reference only and were not "
        "searched; attach their originals with: workbench attach DIR"
    )


FILTERS = {
    "city": "城市 City",
    "year": "年份 Year",
    "genre": "体裁 Genre",
    "level": "层级 Level",
    "language": "语言 Language",
    "cases": "案例 Case",
}


def explorer(tables: Tables, texts: Mapping[str, str], search: Search) -> object:
    """A concordance with filters for city, year, genre, level, language and case."""
    import ipywidgets as widgets

    documents = described(tables)
    pattern = widgets.Text("社会组织|social organi[sz]ation", description="检索 Find")
    filters = {
        name: widgets.Dropdown(options=_options(documents, name, tables), description=label)
        for name, label in FILTERS.items()
    }
    output = widgets.HTML()

    def refresh(_change: object = None) -> None:
        chosen = chosen_documents(documents, {name: box.value for name, box in filters.items()})
        here = {doc: texts[doc] for doc in chosen if doc in texts}
        try:
            hits = search(here, pattern.value)
            shown = concordance(tables, hits, by_reference=len(chosen) - len(here))
        except WorkbenchError as error:
            shown = note(str(error))
        output.value = shown.markup

    for box in (pattern, *filters.values()):
        box.observe(refresh, names="value")
    refresh()
    boxes = widgets.HBox([*filters.values()], layout=widgets.Layout(flex_flow="row wrap"))
    return widgets.VBox([pattern, boxes, output])


def described(tables: Tables) -> pd.DataFrame:
    """The documents with their year and with the cities and levels of their cases."""
    cases = tables["cases"].set_index("case")

    def of_cases(joined: str, column: str) -> str:
        return ";".join(sorted({str(cases.loc[case, column]) for case in ids(joined)}))

    documents = tables["documents"]
    return documents.assign(
        year=documents["date"].str[:4],
        city=[of_cases(joined, "city") for joined in documents["cases"]],
        level=[of_cases(joined, "level") for joined in documents["cases"]],
    )


def chosen_documents(documents: pd.DataFrame, wanted: Mapping[str, str]) -> list[str]:
    """The documents that match every filter; an empty filter matches all."""
    kept = documents
    for column, value in wanted.items():
        if value:
            kept = kept[[value in ids(joined) for joined in kept[column]]]
    return list(kept["doc"])


def _options(documents: pd.DataFrame, column: str, tables: Tables) -> list[tuple[str, str]]:
    values = sorted({part for joined in documents[column] for part in ids(joined)})
    fixed = {"genre": labels.GENRES, "language": labels.LANGUAGES, "level": labels.LEVELS}
    other = {"cases": "short", "city": "place"}
    named = fixed.get(column) or (names(tables, other[column]).pairs if column in other else {})
    shown = {value: " ".join(filter(None, named.get(value, (value,)))) for value in values}
    return [("全部 all", ""), *((name, value) for value, name in shown.items())]

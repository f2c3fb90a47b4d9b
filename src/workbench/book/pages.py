"""The evidence pages: where every cell, number and quotation of the book arrives.

A page a document lists its coded spans in the order of the text; a page a case
lists its cells with the spans they rest on. Each has an anchor of its own.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from workbench.book.escape import literal

Tables = Mapping[str, pd.DataFrame]
Row = Mapping[Hashable, Any]
Resting = Mapping[str, list[tuple[str, str]]]  # by segment: the cells it bears on


# Sources first, then the policies around them, then what was written for the study.
GENRES = ["paper", "report", "news", "press_conference", "interview", "web", "policy", "note"]


UNCODED = "尚无编码。 Nothing is coded yet of this case."


def evidence(tables: Tables, texts: Mapping[str, str]) -> dict[str, str]:
    """Every evidence page as MyST, by its place in the book and in its order there.

    texts : the texts that may be printed whole.
    """
    cases = {
        f"evidence/case-{row['case']}.md": _case(row, tables)
        for row in tables["cases"].to_dict("records")
    }
    documents = sorted(
        tables["documents"].to_dict("records"),
        key=lambda row: (GENRES.index(row["genre"]), row["date"], row["doc"]),
    )
    return cases | {
        f"evidence/{row['doc']}.md": _document(row, tables, texts.get(row["doc"], ""))
        for row in documents
    }


def names(
    table: pd.DataFrame, key: str, zh: str = "label_zh", en: str = "label_en"
) -> Callable[[str], str]:
    """Return a function from an id of ``table`` to its escaped name in both languages."""
    pairs = {row[key]: (row[zh], row[en]) for row in table.to_dict("records")}

    def name(identifier: str) -> str:
        return both(*pairs.get(identifier, (identifier, identifier)))

    return name


def both(zh: str, en: str) -> str:
    """Both languages of one text, escaped; once where they are the same."""
    return literal(zh) if zh == en or not en else literal(f"{zh} {en}".strip())


def stacked(zh: str, en: str) -> str:
    """Both languages of one text, the one above the other."""
    return "\\\n".join(literal(text) for text in (zh, en) if text)


def anchored(name: str, blocks: Iterable[str], *, kind: str = "evidence") -> str:
    """A block that lights up when it is arrived at."""
    body = "\n\n".join(block for block in blocks if block)
    return f"::::{{container}} {kind}\n:name: {name}\n\n{body}\n::::\n"


def _document(row: Row, tables: Tables, text: str) -> str:
    segments = tables["segments"][tables["segments"]["doc"] == row["doc"]]
    figures = tables["figures"][tables["figures"]["doc"] == row["doc"]]
    passages = [group.to_dict("records") for _, group in segments.groupby(["start", "end"])]
    parts = [f"# {both(row['title_zh'], row['title_en'])}", _about(row, tables)]
    if passages:
        resting = _resting(tables["cells"], "segments"), _resting(tables["cells"], "counter")
        parts += ["## 段落 Passages", *(_passage(rows, resting, tables) for rows in passages)]
    if len(figures):
        parts += ["## 数字 Figures", *map(_figure, figures.to_dict("records"))]
    if text:
        parts += ["## 全文 Text", *(literal(line) for line in text.splitlines() if line.strip())]
    elif not len(segments) and not len(figures):
        parts.append("尚无编码段落。 No passage of this document is coded.")
    return "\n\n".join(parts) + "\n"


def _about(row: Row, tables: Tables) -> str:
    facts = [
        ("标识 id", row["doc"]),
        ("体裁 genre", row["genre"].replace("_", " ")),
        ("语言 language", row["language"]),
        ("日期 date", row["date"] or "not stated"),
        ("出处 source", row["source"]),
        ("长度 length", f"{row['length']:,} characters"),
        ("sha256", row["sha256"]),
        ("权利 rights", {"withheld": "by reference, not reprinted"}.get(row["rights"], "open")),
    ]
    lines = [f"- {name}: {literal(str(value))}" for name, value in facts]
    if places := _places(row, tables):
        lines.append(f"- 地点 places: {'; '.join(places)}")
    lines += [f"- 修复 repair: {repair}" for repair in _repairs(row, tables)]
    listed = "\n".join(lines)
    if original := row["reprint_of"]:
        listed += f"\n- 转载，计一次 reprint, counted once, of: [{original}]({original}.md)"
    if row["rights"] == "withheld" and not row["attached"]:
        listed += (
            "\n\nThe text of this document was not at hand when the book was built: its passages "
            "are shown as paraphrase and position. With the original attached they are quotations."
        )
    if row["rights"] == "withheld" and row["attached"]:
        listed += (
            "\n\nThe original was attached when this copy was built, so its passages are quoted: "
            "a copy for the desk. A copy to be published is built without it."
        )
    return listed


def _places(row: Row, tables: Tables) -> list[str]:
    """The places of a document, each with what it belongs to today."""
    place = names(tables["places"], "place")
    merged = tables["places"].set_index("place")["merged"].to_dict()
    then, now = (
        [part for part in row[key].split(";") if part] for key in ("places", "places_today")
    )
    return [
        place(name)
        if name == today
        else f"{place(name)} → {place(today)} (merged {literal(merged[name] or 'since')})"
        for name, today in zip(then, now, strict=True)
    ]


def _repairs(row: Row, tables: Tables) -> list[str]:
    own = tables["repairs"][tables["repairs"]["doc"] == row["doc"]]
    return [
        literal(
            f"{repair['repair']} [{repair['start']}, {repair['end']})"
            + ("" if repair["applied"] else " (switched off)")
            + f": {repair['proof']}"
        )
        for repair in own.to_dict("records")
    ]


def _passage(rows: list[Row], resting: tuple[Resting, Resting], tables: Tables) -> str:
    """One span with its quotation, and below it each code with an anchor of its own."""
    first = rows[0]
    said = dict.fromkeys((row["paraphrase_zh"], row["paraphrase_en"]) for row in rows)
    quote = f"> {literal(' '.join(first['quote'].split()))}" if first["quote"] else ""
    speaker = " · ".join(literal(p) for p in (first["speaker"], first["speaker_role"]) if p)
    parts = [
        f"**{_span(first)}** · {speaker}",
        quote,
        *(stacked(zh, en) for zh, en in said),
        *(_code(row, [each.get(row["id"], []) for each in resting], tables) for row in rows),
    ]
    body = "\n\n".join(part for part in parts if part)
    return f":::::{{container}} evidence\n\n{body}\n:::::\n"


def _code(row: Row, resting: list[list[tuple[str, str]]], tables: Tables) -> str:
    short = names(tables["cases"], "case", "short_zh", "short_en")
    code = names(tables["codes"], "code")(row["code"])
    case = f" · {short(row['case'])}" if row["case"] else ""
    grounds = f"{row['basis']} {row['confidence']:.2f}, coder {literal(row['coder'])}"
    lines = [f"**{row['id']}** {code}{case} · {grounds}"]
    for mark, cells in zip(("→", "反证 against →"), resting, strict=True):
        lines += [f"{mark} {_cells(cells, tables)}"] if cells else []
    lines += [literal(row["note"])] if row["note"] else []
    return anchored(row["id"], ["\\\n".join(lines)], kind="code")


def _cells(resting: list[tuple[str, str]], tables: Tables) -> str:
    short = names(tables["cases"], "case", "short_zh", "short_en")
    dimension = names(tables["dimensions"], "dimension")
    return "; ".join(
        f"[{short(case)} × {dimension(name)}]({'#' + cell_anchor(case, name)})"
        for case, name in resting
    )


def _span(row: Row) -> str:
    return literal(f"[{row['start']}, {row['end']})")


def _figure(row: Row) -> str:
    ends = "–".join(row[name] for name in ("value", "high") if row[name])
    value = ends if row["value"] else "not read, its repair is switched off:"
    reading = f"{row['qualifier'].replace('_', ' ')} {value} {row['unit']}".strip()
    repair = f" · repaired by {row['repair']}" if row["repair"] else ""
    period = f" · {row['period']}" if row["period"] else ""
    return anchored(
        row["id"],
        [
            f"**{row['id']}** · {_span(row)} · "
            + literal(f"“{' '.join(row['raw'].split())}” → {reading}{period}{repair}"),
            both(row["measures_zh"], row["measures_en"]),
            literal(row["note"]) if row["note"] else "",
        ],
    )


def _resting(cells: pd.DataFrame, column: str) -> dict[str, list[tuple[str, str]]]:
    """The cells that name a segment as their evidence, or as what speaks against them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in cells.to_dict("records"):
        for segment in filter(None, row[column].split(";")):
            found.setdefault(segment, []).append((row["case"], row["dimension"]))
    return found


def cell_anchor(case: str, dimension: str) -> str:
    """The anchor of a cell of the comparison."""
    return f"cell-{case}-{dimension.replace('_', '-')}"


def _case(row: Row, tables: Tables) -> str:
    cells = tables["matrix"][tables["matrix"]["case"] == row["case"]]
    segments = {s["id"]: s for s in tables["segments"].to_dict("records")}
    by_dimension = {cell["dimension"]: cell for cell in cells.to_dict("records")}
    return "\n\n".join(
        [
            f"# {both(row['label_zh'], row['label_en'])}",
            _about_case(row, tables),
            *([] if set(cells["mark"]) - {"not_looked"} else [UNCODED]),
            *(
                _cell(by_dimension[dimension], segments, tables)
                for dimension in tables["dimensions"]["dimension"]
            ),
        ]
    )


def _about_case(row: Row, tables: Tables) -> str:
    place = names(tables["places"], "place")(row["place"])
    listed = filter(None, row["documents"].split(";"))
    documents = ", ".join(f"[{doc}]({doc}.md)" for doc in listed) or "–"
    facts = [
        f"- 层级 level: {row['level']}",
        f"- 地点 place: {place}",
        f"- 年份 years: {literal(row['years'])}",
        f"- 文献 documents: {documents}",
    ]
    if row["contained_in"]:
        outer = names(tables["cases"], "case")(row["contained_in"])
        sure = f" ({row['contained_confidence']:.2f})" if row["contained_confidence"] < 1 else ""
        facts.append(f"- 属于 within: [{outer}](case-{row['contained_in']}.md){sure}")
    return "\n".join(facts)


def _cell(row: Row, segments: Mapping[str, Row], tables: Tables) -> str:
    code = names(tables["codes"], "code")
    value = "; ".join(code(part) for part in row["value"].split(";") if part)
    dimension = names(tables["dimensions"], "dimension")(row["dimension"])
    mark = row["mark"].replace("_", " ")
    sure = f" {row['confidence']:.2f}" if row["value"] else ""
    return anchored(
        cell_anchor(row["case"], row["dimension"]),
        [
            f"**{dimension}**: {value or '–'} ({mark}{sure}){_voices(row)}",
            stacked(row["summary_zh"], row["summary_en"]),
            literal(row["note"]) if row["note"] else "",
            _listed(row["segments"], segments),
            "反证 Against:" if row["counter"] else "",
            _listed(row["counter"], segments),
        ],
    )


def _voices(row: Row) -> str:
    """Who says so, in what kind of document; one voice alone is named as such."""
    said = [row["speaker_roles"], row["genres"]]
    alone = ["仅一人之言 one voice"] if row["speakers"] == 1 else []
    shown = [part.replace(";", ", ").replace("_", " ") for part in said if part] + alone
    return " · " + " · ".join(shown) if shown else ""


def _listed(joined: str, segments: Mapping[str, Row]) -> str:
    return "\n".join(
        f"- [{s}](#{s}) {both(segments[s]['paraphrase_zh'], segments[s]['paraphrase_en'])}"
        for s in joined.split(";")
        if s
    )

"""What the corpus holds, as tables: cases, documents, passages, policies, figures."""

from collections.abc import Iterable

import pandas as pd

from workbench.schema import ids
from workbench.show import empty, labels
from workbench.show.html import (
    EVIDENCE,
    Html,
    both,
    join,
    segment_link,
    stacked,
    table,
    tag,
    text,
)
from workbench.show.labels import Tables, names, word
from workbench.show.parts import Row, basis, case_link, cases_within, dated, rows_of
from workbench.show.totals import parts
from workbench.show.words import footing


def cases(tables: Tables, *, district: str = "") -> Html:
    """The cases of a district, or all: level, place, years, what contains them."""
    rows = tables["cases"]
    chosen = rows[rows["district"] == district] if district else rows
    if chosen.empty:
        return empty.note(empty.NO_CASE_HERE if district else empty.CASES)
    place, case = names(tables, "place"), names(tables, "short")
    head = [
        both("案例", "Case"),
        both("层级", "Level"),
        both("地点", "Place"),
        both("年份", "Years"),
        both("所属案例", "Within"),
        both("来源文献", "Sources"),
    ]
    body = [
        [
            case_link(tables, row["case"], form="case"),
            word(labels.LEVELS, row["level"]),
            place(row["place"]),
            text(_years(row["years"])),
            _container(row, case),
            _documents(tables, row["documents"]),
        ]
        for row in rows_of(chosen)
    ]
    return table(head, body, caption=both("案例及其层级", "Cases and their level"))


def _years(interval: str) -> str:
    first, _, last = interval.partition("/")
    return first if first == last else f"{first}–{last.replace('..', '')}"


def _container(row: Row, case: labels.Names) -> Html:
    if not row["contained_in"]:
        return text("–")
    sure = row["contained_confidence"]
    doubt = Html("") if sure == 1 else text(f" ({sure:.2f})")
    return case(row["contained_in"]) + doubt


def _documents(tables: Tables, joined: str) -> Html:
    """The documents of a case without the notes that were written from them."""
    genre = tables["documents"].set_index("doc")["genre"]
    sources = [doc for doc in ids(joined) if genre[doc] != "note"]
    links = [tag("a", text(doc), href=f"{EVIDENCE}/{doc}.html") for doc in sources]
    return join(", ", links) if links else text("–")


def documents(tables: Tables, *, district: str = "") -> Html:
    """The documents that inform the cases of a district, or all, with their length."""
    rows = tables["documents"].merge(_sizes(tables["sizes"]), on="doc", how="left")
    if district:
        wanted = {doc for joined in _of(tables["cases"], district) for doc in ids(joined)}
        rows = rows[rows["doc"].isin(wanted)]
    if rows.empty:
        return empty.note(empty.NO_DOCUMENT_HERE if district else empty.DOCUMENTS)
    order = {genre: number for number, genre in enumerate(labels.GENRES)}
    rows = rows.sort_values(
        ["genre", "date", "doc"], key=lambda c: c.map(order) if c.name == "genre" else c
    )
    head = [
        both("文献", "Document"),
        both("体裁", "Genre"),
        both("语言", "Language"),
        both("日期", "Date"),
        both("字数", "Characters"),
        both("词数", "Tokens"),
        both("权利", "Rights"),
    ]
    body = [
        [
            _title(row) + _reprint(tables, row["reprint_of"]),
            word(labels.GENRES, row["genre"]),
            word(labels.LANGUAGES, row["language"]),
            dated(row["date"]),
            text(f"{row['length']:,}"),
            _tokens(row),
            word(labels.RIGHTS, row["rights"]),
        ]
        for row in rows_of(rows)
    ]
    shown = table(head, body, caption=both("所据文献", "Documents it rests on"))
    return shown + footing(tables, rows["doc"])


def _title(row: Row) -> Html:
    """A title in both languages; a Chinese one that is our reading says so."""
    link = tag("a", both(row["title_zh"], row["title_en"]), href=f"{EVIDENCE}/{row['doc']}.html")
    sure = row["title_reading"]
    doubt = tag("small", text(f" (中文题名系推测 Chinese title inferred, {sure:.2f})"))
    return link + doubt if sure == sure else link  # NaN is not itself


def _reprint(tables: Tables, original: str) -> Html:
    """What a document repeats, if it is a reprint: it stands in the list, and counts once."""
    if not original:
        return Html("")
    link = tag("a", names(tables, "document")(original), href=f"{EVIDENCE}/{original}.html")
    said = both("转载，计一次：", "reprint, counted once, of") + text(" ") + link
    return tag("br") + tag("small", said)


def _sizes(sizes: pd.DataFrame) -> pd.DataFrame:
    whole = sizes.groupby("doc", as_index=False)
    return whole.agg(tokens=("tokens", "sum"), current=("current", "all"))


def _tokens(row: Row) -> Html:
    counted: float = row["tokens"]  # NaN where no one has counted
    return text(f"{counted:,.0f}" + ("" if row["current"] else "*") if counted > 0 else "–")


def _of(cases: pd.DataFrame, district: str) -> Iterable[str]:
    return cases.loc[cases["district"] == district, "documents"]


def evidence(tables: Tables, *, district: str = "") -> Html:
    """Every coded passage about the cases of a district, or of all, case by case.

    The quotation where the text is on this machine, our paraphrase elsewhere.
    """
    segments = tables["segments"]
    blocks: list[Html] = []
    here = cases_within(tables, district)
    if not here:
        return empty.note(empty.NO_CASE_HERE if district else empty.CASES)
    for case in here:
        own = segments[segments["case"] == case]
        name = names(tables, "case").pairs[case]
        if own.empty:
            why = f"{name[0]}：尚无编码段落", f"No passage is coded for {name[1]}."
            blocks.append(empty.note(empty.Reason(*why)))
            continue
        caption = both(f"编码证据:{name[0]}", f"Coded evidence: {name[1]}")
        head = [
            both("段落", "Passage"),
            both("代码", "Code"),
            both("内容", "Content"),
            both("讲述者", "Speaker"),
            both("依据", "Basis"),
        ]
        code = names(tables, "code")
        body = [
            [
                segment_link(row["doc"], row["id"]),
                code(row["code"]),
                _content(row),
                _speaker(row),
                basis(row["basis"], row["confidence"]),
            ]
            for row in rows_of(own)
        ]
        blocks.append(table(head, body, caption=caption))
    return join("", blocks)


def _content(row: Row) -> Html:
    paraphrase = stacked(row["paraphrase_zh"], row["paraphrase_en"])
    if not row["quote"]:
        return paraphrase
    return tag("q", text(" ".join(row["quote"].split()))) + tag("br") + paraphrase


def _speaker(row: Row) -> Html:
    role = word(labels.ROLES, row["speaker_role"])
    return text(row["speaker"]) + text(" · ") + role if row["speaker"] else role


def policies(tables: Tables, *, district: str = "") -> Html:
    """The policies whose jurisdiction covers the cases of a district, or of all, by date."""
    context = tables["context"]
    own = context[context["case"].isin(cases_within(tables, district))]
    if own.empty:
        return empty.note(empty.NO_POLICY_HERE if district else empty.POLICIES)
    by_policy = own.merge(
        tables["policies"][["doc", "number", "issuer", "unverified"]],
        left_on="policy",
        right_on="doc",
    )
    title, place, case = names(tables, "policy"), names(tables, "place"), names(tables, "short")
    head = [
        both("政策", "Policy"),
        both("文号", "Number"),
        both("制定机关", "Issuer"),
        both("适用地域", "Jurisdiction"),
        both("签署", "Signed"),
        both("公布", "Published"),
        both("与案例的关系", "Relation to the cases"),
    ]
    body = []
    for name, group in by_policy.groupby("policy", sort=False):
        row = rows_of(group)[0]
        relations = [
            case(r["case"]) + text(": ") + word(labels.RELATIONS, r["relation"])
            for r in rows_of(group)
        ]
        body.append(
            [
                tag("a", title(str(name)), href=f"{EVIDENCE}/{name}.html"),
                text(row["number"] or "–"),
                text(row["issuer"].replace(";", "、")),
                place(row["jurisdiction"]),
                _dated(row, "signed"),
                _dated(row, "published"),
                join("; ", relations),
            ]
        )
    caption = both("政策背景(* 待核实)", "Policy context (* not verified on file)")
    return table(head, body, caption=caption)


def _dated(row: Row, name: str) -> Html:
    star = "*" if name in ids(row["unverified"]) else ""
    return dated(row[name]) + text(star)


def figures(tables: Tables, *, district: str = "") -> Html:
    """The figures of the cases of a district, or all: as printed and as read."""
    rows = tables["figures"]
    if district:
        rows = rows[rows["case"].isin(cases_within(tables, district))]
    if rows.empty:
        return empty.note(empty.NO_FIGURE_HERE if district else empty.FIGURES)
    case = names(tables, "short")
    head = [
        both("出处", "Span"),
        both("案例", "Case"),
        both("含义", "Measures"),
        both("原文", "Printed"),
        both("读作", "Read as"),
        both("时期", "Period"),
        both("修复", "Repair"),
    ]
    body = [
        [
            segment_link(row["doc"], row["id"]),
            case(row["case"]) if row["case"] else text("–"),
            both(row["measures_zh"], row["measures_en"]),
            text(" ".join(row["raw"].split())),
            _reading(row),
            text(row["period"] or "–"),
            word(labels.REPAIRS, row["repair"]) if row["repair"] else text("–"),
        ]
        for row in rows_of(rows)
    ]
    shown = table(head, body, caption=both("数字台账", "The ledger of figures"))
    return shown + parts(rows_of(rows))


def _reading(row: Row) -> Html:
    """The value with its qualifier and unit; none where its repair is switched off."""
    if not row["value"]:
        return both("未读：修复已关闭", "not read: the repair is switched off")
    qualifier = word(labels.QUALIFIERS, row["qualifier"])
    ends = [amount(row[name]) for name in ("value", "high") if row[name]]
    return qualifier + text(f" {'–'.join(ends)} {row['unit']}")


def repairs(tables: Tables) -> Html:
    """The ledger: everything that is read otherwise than it stands, with its proof."""
    rows = tables["repairs"]
    if rows.empty:
        return empty.note(empty.REPAIRS)
    document = names(tables, "document")
    head = [
        both("文献", "Document"),
        both("修复", "Repair"),
        both("位置", "Span"),
        both("证据", "Proof"),
    ]
    body = [
        [
            tag("a", document(row["doc"]), href=f"{EVIDENCE}/{row['doc']}.html"),
            word(labels.REPAIRS, row["repair"]) + _off(row["applied"]),
            text(f"[{row['start']}, {row['end']})"),
            text(row["proof"]),
        ]
        for row in rows_of(rows)
    ]
    return table(head, body, caption=both("修复台账", "The ledger of repairs"))


def _off(applied: bool) -> Html:
    return Html("") if applied else tag("small", both(" （已关闭）", " (switched off)"))


def amount(value: str) -> str:
    """A number with separators; a year or a date as it stands."""
    return f"{int(value):,}" if value.isdigit() and len(value) > 4 else value

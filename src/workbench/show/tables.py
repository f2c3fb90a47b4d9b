"""The tables of the study; every value in them leads to the spans it rests on."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from workbench.show import labels
from workbench.show.html import (
    EVIDENCE,
    Html,
    both,
    join,
    note,
    segment_link,
    stacked,
    table,
    tag,
    text,
)
from workbench.show.labels import Tables, names, word

Row = Mapping[Hashable, Any]


def cases_within(tables: Tables, district: str) -> list[str]:
    """The cases that lie in a district, containers before what they contain."""
    rows = tables["cases"]
    return list(rows.loc[rows["district"] == district, "case"])


def _rows(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return frame.to_dict("records")


def _parts(joined: str) -> list[str]:
    return [part for part in joined.split(";") if part]


def _caption(zh: str, en: str) -> Html:
    return both(zh, en)


def _case_link(tables: Tables, case: str, *, form: str = "short") -> Html:
    return tag("a", names(tables, form)(case), href=f"{EVIDENCE}/case-{case}.html")


def cases(tables: Tables, *, district: str = "") -> Html:
    """The cases of a district, or all: level, place, years, what contains them."""
    rows = tables["cases"]
    chosen = rows[rows["district"] == district] if district else rows
    if chosen.empty:
        return note("No case of the corpus lies in this district: insufficient for a chapter.")
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
            _case_link(tables, row["case"], form="case"),
            word(labels.LEVELS, row["level"]),
            place(row["place"]),
            text(row["years"].replace("/", "–").replace("..", "")),
            _container(row, case),
            _documents(row["documents"]),
        ]
        for row in _rows(chosen)
    ]
    return table(head, body, caption=_caption("案例及其层级", "Cases and their level"))


def _container(row: Row, case: labels.Names) -> Html:
    if not row["contained_in"]:
        return text("–")
    sure = row["contained_confidence"]
    doubt = Html("") if sure == 1 else text(f" ({sure:.2f})")
    return case(row["contained_in"]) + doubt


def _documents(joined: str) -> Html:
    links = [tag("a", text(doc), href=f"{EVIDENCE}/{doc}.html") for doc in _parts(joined)]
    return join(", ", links)


def documents(tables: Tables, *, district: str = "") -> Html:
    """The documents that inform the cases of a district, or all, with their length."""
    rows = tables["documents"].merge(_sizes(tables["sizes"]), on="doc", how="left")
    if district:
        wanted = {doc for joined in _of(tables["cases"], district) for doc in _parts(joined)}
        rows = rows[rows["doc"].isin(wanted)]
    title = names(tables, "document")
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
            tag("a", title(row["doc"]), href=f"{EVIDENCE}/{row['doc']}.html"),
            word(labels.GENRES, row["genre"]),
            word(labels.LANGUAGES, row["language"]),
            _date(row["date"]),
            text(f"{row['length']:,}"),
            _tokens(row),
            word(labels.RIGHTS, row["rights"]),
        ]
        for row in _rows(rows)
    ]
    shown = table(head, body, caption=_caption("所据文献", "Documents it rests on"))
    return shown + outdated(tables, rows["doc"])


def _sizes(sizes: pd.DataFrame) -> pd.DataFrame:
    whole = sizes.groupby("doc", as_index=False)
    return whole.agg(tokens=("tokens", "sum"), current=("current", "all"))


def _tokens(row: Row) -> Html:
    counted: float = row["tokens"]  # NaN where no one has counted
    return text(f"{counted:,.0f}" + ("" if row["current"] else "*") if counted > 0 else "–")


def outdated(tables: Tables, documents: Iterable[str]) -> Html:
    """A warning if some of the counts shown were made with another lexicon than today's."""
    sizes = tables["sizes"]
    late = sizes.loc[~sizes["current"] & sizes["doc"].isin(list(documents)), "doc"].unique()
    if not len(late):
        return Html("")
    return note(
        f"* The counts of {', '.join(late)} are older than the lexicon; whoever has the "
        "originals refreshes them with: workbench count"
    )


def _of(cases: pd.DataFrame, district: str) -> Iterable[str]:
    return cases.loc[cases["district"] == district, "documents"]


def evidence(tables: Tables, *, district: str) -> Html:
    """Every coded passage about the cases of a district, case by case.

    The quotation where the text is on this machine, our paraphrase elsewhere.
    """
    segments = tables["segments"]
    blocks = []
    for case in cases_within(tables, district):
        own = segments[segments["case"] == case]
        if own.empty:
            blocks.append(note(f"No passage is coded for {names(tables, 'case').zh(case)}."))
            continue
        name = names(tables, "case").pairs[case]
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
                _basis(row["basis"], row["confidence"]),
            ]
            for row in _rows(own)
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


def _basis(mark: str, confidence: float) -> Html:
    return word(labels.MARKS, mark) + text(f" {confidence:.2f}")


def matrix(tables: Tables, *, cases: Sequence[str] = (), level: str = "") -> Html:
    """The comparison, a table a level: a row a dimension, a column a case.

    Cases of different levels never stand in one table. Each value names its
    basis and confidence and links to its evidence; a cell that was looked for
    and not found is told from one nobody looked for.
    """
    chosen = [row for row in _rows(tables["cases"]) if row["case"] in cases or not cases]
    levels = [name for name in labels.LEVELS if level in ("", name)]
    by_level = [[row for row in chosen if row["level"] == name] for name in levels]
    return join("", [_level(tables, columns) for columns in by_level if columns])


def _level(tables: Tables, columns: Sequence[Row]) -> Html:
    cells = {(row["case"], row["dimension"]): row for row in _rows(tables["matrix"])}
    documents = tables["segments"].set_index("id")["doc"].to_dict()
    tips = tables["segments"].set_index("id")["paraphrase_en"].to_dict()
    code, dimension = names(tables, "code"), names(tables, "dimension")
    head = [both("维度", "Dimension"), *(_case_head(tables, row) for row in columns)]
    body = [
        [
            dimension(name),
            *(_cell(cells[row["case"], name], code, documents, tips) for row in columns),
        ]
        for name in tables["dimensions"]["dimension"]
    ]
    zh, en = labels.LEVELS[columns[0]["level"]]
    caption = both(f"{zh}层级案例比较", f"Cases of the {en} level compared")
    return table(head, body, caption=caption)


def _case_head(tables: Tables, row: Row) -> Html:
    level = tag("small", word(labels.LEVELS, row["level"]))
    outer = names(tables, "short")(row["contained_in"]) if row["contained_in"] else None
    nested = tag("br") + tag("small", both("属于", "within") + text(" ") + outer) if outer else None
    return _case_link(tables, row["case"]) + tag("br") + level + (nested or Html(""))


def _cell(
    row: Row, code: labels.Names, documents: Mapping[Any, str], tips: Mapping[Any, str]
) -> Html:
    if not row["value"]:
        return tag("span", word(labels.MARKS, row["mark"]), class_="workbench-empty")
    anchor = f"{EVIDENCE}/case-{row['case']}.html#cell-{row['case']}-{slug(row['dimension'])}"
    values = join("; ", [code(part) for part in _parts(row["value"])])
    links = [segment_link(documents[s], s, tip=tips[s]) for s in _parts(row["segments"])]
    grounds = _basis(row["mark"], row["confidence"]) + text(": ") + join(", ", links)
    summary = stacked(row["summary_zh"], row["summary_en"])
    return (
        tag("p", tag("a", values, href=anchor), class_="workbench-value")
        + tag("p", summary, class_="workbench-summary")
        + tag("p", grounds, class_="workbench-grounds")
    )


def slug(name: str) -> str:
    """An id as the anchors of the book write it."""
    return name.replace("_", "-")


def overview(tables: Tables, *, cases: Sequence[str] = ()) -> Html:
    """One line a case, by level: the five aspects and the types it belongs to."""
    cells = {(row["case"], row["dimension"]): row for row in _rows(tables["matrix"])}
    aspects = list(tables["type_table"]["dimension"].drop_duplicates())
    position = tables["dimensions"].set_index("dimension")["position"]
    aspects.sort(key=lambda name: position[name])
    families = list(tables["type_labels"]["family"].drop_duplicates())
    dimension, family = names(tables, "dimension"), names(tables, "family")
    heads = join(" / ", [family(name) for name in families])
    head = [both("案例", "Case"), *(dimension(a) for a in aspects), heads]
    body = [
        [
            _case_link(tables, row["case"])
            + tag("br")
            + tag("small", word(labels.LEVELS, row["level"])),
            *(_leading(tables, cells[row["case"], aspect]) for aspect in aspects),
            join("", [tag("p", _verdict(tables, row["case"], name)) for name in families]),
        ]
        for row in _by_level(tables["cases"])
        if row["case"] in cases or not cases
    ]
    return table(head, body, caption=_caption("案例概览", "The cases at a glance"))


def _by_level(cases: pd.DataFrame) -> list[dict[Hashable, Any]]:
    order = {level: number for number, level in enumerate(labels.LEVELS)}
    return sorted(_rows(cases), key=lambda row: (order[row["level"]], row["path"]))


def _leading(tables: Tables, row: Row) -> Html:
    if not row["value"]:
        return tag("span", word(labels.MARKS, row["mark"]), class_="workbench-empty")
    anchor = f"{EVIDENCE}/case-{row['case']}.html#cell-{row['case']}-{slug(row['dimension'])}"
    label = names(tables, "code")(_parts(row["value"])[0])
    grounds = f"{labels.MARKS[row['mark']][0]} {row['confidence']:.2f}"
    return tag("a", label, href=anchor) + tag("br") + tag("small", text(grounds))


def _verdict(tables: Tables, case: str, family: str) -> Html:
    types = tables["types"]
    own = types[(types["case"] == case) & (types["family"] == family)]
    member = own[own["verdict"] == "member"]
    if member.empty:
        return tag("span", word(labels.VERDICTS, "undecided"), title=_first(own["reason"]))
    near = float(member["distance"].iloc[0])
    return names(tables, "type")(_first(member["type"])) + text(f" ({near:.2f})")


def _first(values: pd.Series) -> str:
    return str(values.iloc[0]) if len(values) else ""


def types(tables: Tables, *, family: str, cases: Sequence[str] = ()) -> Html:
    """The distance of each case to each type of a family, and the verdict."""
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
    for row in _by_level(tables["cases"]):
        own = rows[rows["case"] == row["case"]].set_index("type")
        if cases and row["case"] not in cases:
            continue
        body.append(
            [
                _case_link(tables, row["case"]),
                *(_distance(own, name) for name in kinds),
                _verdict(tables, row["case"], family),
                text(_first(own["reason"])),
            ]
        )
    label = names(tables, "family").pairs[family]
    caption = both(f"与{label[0]}各类型的距离", f"Distance to the types: {label[1]}")
    return table(head, body, caption=caption)


def _distance(own: pd.DataFrame, kind: str) -> Html:
    row = own.to_dict("index")[kind]
    if pd.isna(row["distance"]):
        return text(f"– (0/{row['rules']})")
    return text(f"{row['distance']:.2f} ({row['known']}/{row['rules']})")


def type_rules(tables: Tables) -> Html:
    """The rules by which a case belongs to a type."""
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
            text(row["why"] or row["definition"]),
        ]
        for row in _rows(tables["type_labels"])
    ]
    return table(head, body, caption=_caption("类型及其判定规则", "Types and their rules"))


def _rule(rule: str, code: labels.Names, dimension: labels.Names) -> Html:
    name, _, accepted = rule.partition(": ")
    values = join(", ", [code(part) for part in accepted.split(", ")])
    return tag("div", dimension(name) + text(": ") + values)


def type_table(tables: Tables) -> Html:
    """The source's own table of types: as printed, the Chinese reading, the rank."""
    rows = {(row["dimension"], row["type"]): row for row in _rows(tables["type_table"])}
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
    caption = both("Pu 表1:原文、中文读法与序次", "Pu's Table 1: as printed, Chinese reading, rank")
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


def policies(tables: Tables, *, district: str) -> Html:
    """The policies whose jurisdiction covers the cases of a district, by date."""
    context = tables["context"]
    own = context[context["case"].isin(cases_within(tables, district))]
    if own.empty:
        return note("No policy of the corpus covers a case of this district.")
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
        row = _rows(group)[0]
        relations = [
            case(r["case"]) + text(": ") + word(labels.RELATIONS, r["relation"])
            for r in _rows(group)
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
    star = "*" if name in _parts(row["unverified"]) else ""
    return _date(row[name]) + text(star)


def _date(value: str) -> Html:
    return tag("span", text(value or "–"), class_="nowrap")


def figures(tables: Tables, *, district: str = "") -> Html:
    """The figures of the cases of a district, or all: as printed and as read."""
    rows = tables["figures"]
    if district:
        rows = rows[rows["case"].isin(cases_within(tables, district))]
    if rows.empty:
        return note("The sources give no figure for this district.")
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
            word(labels.QUALIFIERS, row["qualifier"])
            + text(f" {amount(row['value'])} {row['unit']}"),
            text(row["period"] or "–"),
            text(row["repair"] or "–"),
        ]
        for row in _rows(rows)
    ]
    return table(head, body, caption=_caption("数字台账", "The ledger of figures"))


def amount(value: str) -> str:
    """A number with separators; a year or a date as it stands."""
    return f"{int(value):,}" if value.isdigit() and len(value) > 4 else value


def codes(tables: Tables, *, parent: str = "") -> Html:
    """The codebook, or what is under one parent, and how many segments carry each code."""
    rows = tables["codes"]
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
        for row in _rows(own)
    ]
    return table(head, body, caption=names(tables, "code")(parent))


def dimensions(tables: Tables) -> Html:
    """The dimensions of the comparison: question, scale, values."""
    code = names(tables, "code")
    rows = tables["codes"]
    head = [
        both("维度", "Dimension"),
        both("问题", "Question"),
        both("尺度", "Scale"),
        both("取值", "Values"),
    ]
    body = []
    for row in _rows(tables["dimensions"]):
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
    return table(head, body, caption=_caption("比较维度", "Dimensions of the comparison"))


def term_rates(tables: Tables, *, terms: int = 20) -> Html:
    """The most frequent terms of the lexicon, by language, with rates and documents."""
    rates, sizes = tables["rates"], tables["sizes"]
    base = sizes.assign(base=sizes["characters"].where(sizes["language"] == "zh", sizes["tokens"]))
    whole = base.groupby("language")["base"].sum().to_dict()
    summed = rates.groupby(["language", "term"], as_index=False).agg(
        count=("count", "sum"), documents=("doc", "nunique")
    )
    head = [
        both("术语", "Term"),
        both("语言", "Language"),
        both("次数", "Count"),
        both("文献数", "Documents"),
        both("每千字词", "Per 1,000"),
    ]
    body = [
        [
            text(row["term"]),
            word(labels.LANGUAGES, row["language"]),
            text(f"{row['count']:,}"),
            text(row["documents"]),
            text(f"{1000 * row['count'] / whole[row['language']]:.2f}"),
        ]
        for _, group in summed.groupby("language")
        for row in _rows(group.nlargest(terms, ["count", "documents"]))
    ]
    shown = table(head, body, caption=_caption("术语频率", "Terms of the lexicon"))
    return shown + outdated(tables, rates["doc"])


def words(tables: Tables, *, most: int = 20) -> Html:
    """The most frequent words of each language without stop words."""
    head = [
        both("词", "Word"),
        both("语言", "Language"),
        both("次数", "Count"),
        both("文献数", "Documents"),
        both("每千词", "Per 1,000"),
    ]
    body = [
        [
            text(row["word"]),
            word(labels.LANGUAGES, row["language"]),
            text(f"{row['count']:,}"),
            text(row["documents"]),
            text(f"{row['rate']:.2f}"),
        ]
        for _, group in tables["frequencies"].groupby("language")
        for row in _rows(group.nlargest(most, ["count", "documents"]))
    ]
    shown = table(head, body, caption=_caption("高频词(去停用词)", "Frequent words, no stop words"))
    return shown + outdated(tables, tables["sizes"]["doc"])

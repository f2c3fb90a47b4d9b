"""Text statistics between groups of cases: a figure, its table, and what is left out.

Where the data do not carry an answer the reason stands in its place.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, ParamSpec

import pandas as pd

from workbench import fairness
from workbench.errors import WorkbenchError
from workbench.show import correspondence as maps
from workbench.show import empty, labels
from workbench.show import groups as drawn
from workbench.show import similarity as trees
from workbench.show.choosing import value_names
from workbench.show.drawing import picture
from workbench.show.fair import Called, Compared, compares, study_names
from workbench.show.html import ONE_LINE, Html, both, join, table, tag, text
from workbench.show.inquiry import Grouped
from workbench.show.labels import Tables, names, word
from workbench.show.parts import Row, rows_of
from workbench.show.results import results
from workbench.show.sides import ASKED

Given = ParamSpec("Given")
MOST = 12  # items of a language, those in the most documents first
REASONS = {
    "nested": ("在另一案例之内", "within another case"),
    "several": ("一篇载多组", "of several groups"),
    "reprint": ("转载", "reprints"),
    "note": ("据其他文献所写的述要", "notes written from the others"),
}
STABILITY = ((0.75, ("稳定", "stable")), (0.6, ("存疑", "doubtful")), (0.0, ("不稳", "dissolves")))


def refused(view: Callable[Given, Html]) -> Callable[Given, Html]:
    """Show why the data do not carry an analysis instead of failing."""

    @wraps(view)
    def answered(*args: Given.args, **kwargs: Given.kwargs) -> Html:
        try:
            return view(*args, **kwargs)
        except WorkbenchError as error:
            return _refusal(error)

    return answered


def _refusal(error: WorkbenchError) -> empty.Nothing:
    return empty.note(empty.Reason("资料不足，不作此分析", f"Not carried by the data: {error}."))


def of_groups(groups: Grouped, tables: Tables, **_: object) -> Compared:
    """The groups, but for the difference that makes them."""
    named = {**study_names(tables), **group_names(groups, tables)}
    asked = frozenset(filter(None, [ASKED.get(groups.by, "")]))
    return Compared([fairness.groups(groups.documents, groups.of)], named, asked)


def of_counted(groups: Grouped, tables: Tables, **_: object) -> Compared:
    """The cases that are counted."""
    return Compared([fairness.cases(tables, groups.cases)], study_names(tables))


def within_groups(groups: Grouped, tables: Tables, **_: object) -> Compared:
    """The cases that are counted, a comparison a group."""
    parts = [_members(groups, name) for name in _listed(groups)]
    return Compared([fairness.cases(tables, part) for part in parts], study_names(tables))


@refused
@compares(of_groups)
def rates(groups: Grouped, tables: Tables, *, of: str = "codes") -> Html:
    """How often codes or terms stand in each group, per 1,000 characters or words.

    of : ``codes``, those of the first rank, or ``terms`` of the lexicon.
    """
    found = groups.code_rates() if of == "codes" else groups.term_rates()
    if found.empty:
        return empty.note(empty.RESULT) + _left_out(groups, tables)
    kept = _frequent(found)
    called = group_names(groups, tables)
    items = _codes(tables) if of == "codes" else {}
    shown = drawn.rates(
        kept,
        groups={name: " ".join(filter(None, called.get(name, (name,)))) for name in groups.of},
        items={item: zh or en for item, (zh, en) in items.items()},
    )
    alt = "各组比率 Rates of the groups"
    return picture(shown, alt=alt) + _rated(kept, called, items) + _left_out(groups, tables)


def _frequent(found: pd.DataFrame) -> pd.DataFrame:
    """The items that stand in the most documents, and of those in as many the most often."""
    often = found.groupby(["language", "item"], as_index=False)[["documents", "count"]].sum()
    most = often.sort_values(["documents", "count", "item"], ascending=[False, False, True])
    kept = most.groupby("language").head(MOST).assign(place=lambda rows: range(len(rows)))
    joined = found.merge(kept[["language", "item", "place"]], on=["language", "item"])
    return joined.sort_values(["language", "place", "group"], ignore_index=True)


def _rated(found: pd.DataFrame, called: Called, items: Called) -> Html:
    groups = sorted(found["group"].unique())
    head = [both("项", "Item"), both("语言", "Language"), *(word(called, name) for name in groups)]
    body = []
    for (language, _), own in found.groupby(["language", "place"]):
        item = own["item"].iloc[0]
        cells = {row["group"]: _rate(row) for row in rows_of(own)}
        body.append(
            [
                both(*items.get(item, (item, ""))),
                word(labels.LANGUAGES, str(language)),
                *(cells.get(name, text("–")) for name in groups),
            ]
        )
    caption = both(
        "各组比率：中文每千字，英文每千词 [95% 区间]，次数，文献数；某组某语言只有一篇时不给区间",
        "Rates of the groups per 1,000 characters (Chinese) or words (English) [95 % interval], "
        "count, documents; with one document in a language there is no interval",
    )
    return table(head, body, caption=caption)


def _rate(row: Row) -> Html:
    """A rate with its interval; below it the count and the documents that hold the item."""
    wide: str = "" if pd.isna(row["low"]) else f" [{row['low']:.2f}–{row['high']:.2f}]"
    rate = tag("span", text(f"{row['rate']:.2f}{wide}"), style=ONE_LINE)
    grounds = f"{row['count']} · {row['documents']}/{row['of']}"
    return rate + tag("br") + tag("small", text(grounds))


def _left_out(groups: Grouped, tables: Tables) -> Html:
    """What is not counted, by reason; notes are only numbered."""
    left, called = groups.left_out, study_names(tables)
    if left.empty:
        return Html("")
    parts = []
    for reason, own in left.groupby("reason"):
        few = [] if reason == "note" else [both(*called[name]) for name in own["id"]]
        listed = text(": ") + join("; ", few) if few else Html("")
        parts.append(word(REASONS, str(reason)) + text(f" ({len(own)})") + listed)
    lead = both("未计入（各计一次）", "Left out, so that each counts once")
    return tag("p", tag("small", lead + text(": ") + join(". ", parts)), class_="workbench-note")


@refused
@compares(of_groups)
def contingency(groups: Grouped, tables: Tables) -> Html:
    """Codes by groups: counts, adjusted residuals, chi-squared and Cramér's V."""
    found, called, codes = groups.contingency(), group_names(groups, tables), _codes(tables)
    figure = drawn.residuals(
        found.observed,
        found.residuals,
        groups={name: zh or en for name, (zh, en) in called.items()},
        items={code: zh or en for code, (zh, en) in codes.items()},
    )
    head = [both("代码", "Code"), *(word(called, name) for name in found.observed)]
    body = [
        [word(codes, code), *(_cell(found, code, group) for group in found.observed)]
        for code in found.observed.index
    ]
    how = {
        "distribution": ("χ² 分布", "of the χ² distribution"),
        "permutation": ("文献置换", "of documents permuted"),
    }[found.method]
    told = f"χ² = {found.chi2:.2f} (df {found.dof}), V = {found.v:.2f}, p = {found.p:.4f}"
    caption = both(
        f"段落数（期望；调整残差）：{told}，{how[0]}",
        f"Passages (expected; adjusted residual): {told} {how[1]}",
    )
    return picture(figure, alt="调整残差 Adjusted residuals") + table(head, body, caption=caption)


def _cell(found: Any, code: str, group: str) -> Html:
    tables = (found.observed, found.expected, found.residuals)
    observed, expected, residual = (each.loc[code, group] for each in tables)
    away = "–" if pd.isna(residual) else f"{residual:+.2f}"
    return tag("span", text(f"{observed} ({expected:.1f}; {away})"), style=ONE_LINE)


@refused
@compares(of_counted)
def correspondence(groups: Grouped, tables: Tables) -> Html:
    """Codes and cases on one map, with inertia, contributions and cos²."""
    solution, codes = groups.correspondence(), _codes(tables)
    named = replace(
        solution,
        rows=solution.rows.rename(index=lambda code: " ".join(codes.get(code, (code,)))),
    )
    called = study_names(tables)
    figure = maps.correspondence(named, names=called, by="案例 cases", of="代码 codes")
    listed = maps.coordinates(named, names=called)
    shares = ", ".join(f"{share:.1%}" for share in solution.share)
    caption = (
        f"坐标；总惯量 {solution.inertia.sum():.3f}，各轴 {shares}",
        f"Coordinates; inertia {solution.inertia.sum():.3f}, by axis {shares}",
    )
    drawing = picture(figure, alt="代码与案例对应图 Codes and cases on one map")
    return drawing + results(listed, caption=caption)


@refused
@compares(within_groups)
def clusters(groups: Grouped, tables: Tables, *, number: int = 2) -> Html:
    """The cases of each group clustered by what their cells say, with the stability."""
    parts = [_clustered(groups, tables, name, number) for name in _listed(groups)]
    shown = join("", parts)
    bare = all(isinstance(part, empty.Nothing) for part in parts)
    return empty.Nothing(shown.markup) if bare else shown


def _listed(groups: Grouped) -> list[str]:
    return sorted(set(groups.cases.values()))


def _members(groups: Grouped, name: str) -> list[str]:
    return [case for case, group in groups.cases.items() if group == name]


def _clustered(groups: Grouped, tables: Tables, name: str, wanted: int) -> Html:
    zh, en = group_names(groups, tables).get(name, (name, ""))
    en = en or zh
    try:
        found = groups.clusters(name, number=wanted)
    except WorkbenchError as error:
        return empty.note(empty.Reason(f"{zh}：资料不足，不作聚类", f"{en}: {error}."))
    called = study_names(tables)
    figure = trees.similarity(
        1 - found.distance,
        names={case: " ".join(filter(None, called[case])) for case in found.member.index},
        measure="1 − Gower 距离 Gower distance",
    )
    head = [
        both("类", "Cluster"),
        both("案例", "Cases"),
        both("Jaccard", ""),
        both("判定", "Verdict"),
    ]
    body = [
        [
            text(cluster),
            join(
                ", ", [both(*called[case]) for case in found.member[found.member == cluster].index]
            ),
            text(f"{jaccard:.2f}"),
            both(*next(verdict for bound, verdict in STABILITY if jaccard >= bound)),
        ]
        for cluster, jaccard in found.jaccard.items()
    ]
    caption = both(
        f"{zh}：聚类及其稳定性（维度自助抽样 {found.times} 次）",
        f"{en}: clusters and their stability ({found.times} samples of the dimensions)",
    )
    return picture(figure, alt="案例聚类 Clusters of cases") + table(head, body, caption=caption)


def group_names(groups: Grouped, tables: Tables) -> Called:
    """What the groups are called in both languages."""
    if groups.by in {"level", "city", "genre"}:
        return dict(value_names(groups.by, tables))
    return names(tables, "type").pairs if groups.by else {name: (name, "") for name in groups.of}


def _codes(tables: Tables) -> dict[str, tuple[str, str]]:
    return dict(names(tables, "code").pairs)

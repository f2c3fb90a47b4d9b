"""Tables: everything escaped, every value linked, every kind of empty told apart."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench import show
from workbench.schema.artefacts import CHANGES
from workbench.show.html import Html
from workbench.show.parts import slug
from workbench.show.tables import amount

Tables = dict[str, pd.DataFrame]


def changed(written: str = "") -> pd.DataFrame:
    """A cell, a segment and a type that changed; ``written`` stands wherever text is free."""
    rows = [
        ("cells", "c1", "independence", "changed", "value", "weak", "strong"),
        ("cells", "c1", "idea", "changed", "summary_en", f"{written}before", written),
        ("segments", "c2", "s9", "removed", "code", "weak", ""),
        ("types", "c2", "f free", "changed", "verdict", "undecided", "hybrid"),
    ]
    return pd.DataFrame(rows, columns=list(CHANGES))


EVERY: dict[str, Callable[[Tables], Html]] = {
    "cases": show.cases,
    "cases of a district": lambda t: show.cases(t, district="shangcheng"),
    "documents": show.documents,
    "documents of a district": lambda t: show.documents(t, district="shangcheng"),
    "evidence": lambda t: show.evidence(t, district="shangcheng"),
    "matrix": show.matrix,
    "cells": show.cells,
    "summaries": show.summaries,
    "crosswalk": show.crosswalk,
    "changes": lambda t: show.changes(t, changed(t["types"]["reason"][0])),
    "overview": show.overview,
    "types": lambda t: show.types(t, family="f"),
    "type_rules": show.type_rules,
    "type_table": show.type_table,
    "sensitivity": show.sensitivity,
    "type_sensitivity": show.type_sensitivity,
    "verdicts": lambda t: show.verdicts(t["conclusions"]),
    "policies": lambda t: show.policies(t, district="shangcheng"),
    "figures": show.figures,
    "codes": show.codes,
    "dimensions": show.dimensions,
    "term_rates": show.term_rates,
    "words": show.words,
}
ELEMENTS = {
    *("div", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("a", "span", "p", "q", "b", "br", "small", "style", "details", "summary"),
}
ATTRIBUTES = {"class", "scope", "lang", "href", "title", "style"}
HOSTILE = '</td></script><script>alert(1)</script><img src=x onerror=alert(2)>" onclick="x\' {{7}}'


class Seen(HTMLParser):
    def __init__(self, made: Html) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(made.markup)
        self.close()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.names.add(name)
        self.attributes |= {key for key, _ in attributes}
        self.links += [value or "" for key, value in attributes if key == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


def words(made: Html) -> str:
    """What a reader sees, without the markup."""
    return Seen(made).words


def rows(made: Html) -> list[str]:
    """What a reader sees in each row of the body."""
    body = made.markup.partition("<tbody>")[2]
    return [Seen(Html(row)).words for row in re.findall(r"<tr>(.*?)</tr>", body)]


# --- escaping and links -------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_hostile_names_and_texts_are_shown_literally(name: str, filled: Callable[[str], Tables]):
    seen = Seen(EVERY[name](filled(HOSTILE)))

    assert seen.names <= ELEMENTS
    assert seen.attributes <= ATTRIBUTES
    assert "<script>alert(1)</script>" in seen.words


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.sampled_from("<>&\"'`/= ;|:甲a{$}\u202e\n"), min_size=1, max_size=15))
def test_whatever_people_write_makes_no_element(filled: Callable[[str], Tables], written: str):
    tables = filled(written)
    for make in (show.cases, show.matrix, show.evidence, show.figures, show.documents):
        made = make(tables, district="shangcheng") if make is show.evidence else make(tables)
        seen = Seen(made)

        assert seen.names <= ELEMENTS
        assert seen.attributes <= ATTRIBUTES


@pytest.mark.parametrize("name", EVERY)
def test_every_link_leads_to_the_evidence_pages(name: str, tables: Tables):
    links = Seen(EVERY[name](tables)).links
    known = {"d1.html", "p1.html", "case-c1.html", "case-c2.html"}

    away = [link for link in links if not link.startswith("#conclusion-")]
    assert all(link.startswith("../evidence/") for link in away)
    assert {link.removeprefix("../evidence/").partition("#")[0] for link in away} <= known


def test_a_value_of_the_matrix_leads_to_its_cell_and_its_segments(tables: Tables):
    links = Seen(show.matrix(tables, cases=["c2"])).links

    assert "../evidence/case-c2.html#cell-c2-idea" in links
    assert {"../evidence/d1.html#s1", "../evidence/d1.html#s2"} <= set(links)


def test_every_coded_passage_leads_to_its_segment(tables: Tables):
    made = show.evidence(tables, district="shangcheng")

    assert Seen(made).links == ["../evidence/d1.html#s1", "../evidence/d1.html#s2"]


def test_anchors_are_written_with_hyphens():
    assert slug("government_role") == "government-role"


# --- empty is told apart ------------------------------------------------------


def test_not_found_is_told_from_not_looked_and_neither_is_weak(tables: Tables):
    # c1: weak, idea not found;  c2: independence not looked for, idea inferred
    one, other = (words(show.matrix(tables, cases=[case])) for case in ("c1", "c2"))

    assert "looked for, not found" in one
    assert "not yet looked" not in one
    assert "not yet looked" in other
    assert "looked for, not found" not in other
    assert "weak" in one
    assert "weak" not in other


def test_an_empty_cell_has_no_link(tables: Tables):
    empty = tables | {"matrix": tables["matrix"].assign(value="", segments="", mark="not_found")}

    assert [link for link in Seen(show.matrix(empty)).links if "#" in link] == []


def test_basis_and_confidence_stand_with_each_value(tables: Tables):
    assert "文述 stated 0.80" in words(show.matrix(tables, cases=["c1"]))
    assert "推断 inferred 0.80" in words(show.matrix(tables, cases=["c2"]))


def test_a_district_without_cases_is_insufficient_and_not_an_empty_table(tables: Tables):
    made = show.cases(tables, district="boxing")

    assert "insufficient" in made.markup
    assert "<table" not in made.markup


def test_a_district_without_policies_or_figures_says_so(tables: Tables):
    assert words(show.policies(tables, district="boxing")) == (
        "所收政策均不涵盖该区县的案例 · No policy of the corpus covers a case of this district."
    )
    assert words(show.figures(tables, district="boxing")) == (
        "来源未给出该区县的数字 · The sources give no figure for this district."
    )


def test_a_case_without_passages_says_so(tables: Tables):
    assert "社区组织：尚无编码段落 · No passage is coded for Hall." in words(
        show.evidence(tables, district="shangcheng")
    )


# --- one language is enough ---------------------------------------------------


@pytest.mark.parametrize(
    ("zh", "en", "shown"),
    [("一篇报道", "", "一篇报道"), ("", "A report", "A report"), ("一篇", "One", "一篇 One")],
)
def test_a_title_in_one_language_stands_for_both(tables: Tables, zh: str, en: str, shown: str):
    named = tables["documents"].assign(title_zh=zh, title_en=en, title_reading=float("nan"))
    row = rows(show.documents(tables | {"documents": named}))[0]

    assert row.startswith(f"{shown}新闻报道")


def test_a_reprint_is_shown_as_such_and_leads_to_what_it_repeats(tables: Tables):
    reprint = tables["documents"].assign(
        title_en=["First", "Second"], reprint_of=["p1", ""], title_reading=float("nan")
    )
    one, other = rows(show.documents(tables | {"documents": reprint}))

    assert "转载，计一次： reprint, counted once, of Second" in one
    assert "reprint" not in other
    assert "../evidence/p1.html" in Seen(show.documents(tables | {"documents": reprint})).links


def test_a_case_without_a_document_has_a_dash_for_its_sources(tables: Tables):
    bare = tables | {"cases": tables["cases"].assign(documents="")}

    assert all(row.endswith("–") for row in rows(show.cases(bare)))


# --- cases and documents ------------------------------------------------------


def test_a_contained_case_names_its_container_and_the_doubt(tables: Tables):
    one, other = rows(show.cases(tables))

    assert "街道 Street (0.85)" in other
    assert "(" not in one


def test_the_cases_of_a_district_are_its_own(tables: Tables):
    elsewhere = tables | {"cases": tables["cases"].assign(district=["shangcheng", "boxing"])}

    assert show.cases_within(elsewhere, "boxing") == ["c2"]
    assert len(rows(show.cases(elsewhere, district="boxing"))) == 1
    assert len(rows(show.cases(elsewhere))) == 2


def test_a_document_without_counts_has_no_number_of_tokens(tables: Tables):
    # d1 has 400 tokens; p1 was never counted, and 0 would be a lie
    one, other = rows(show.documents(tables))

    assert "12,345" in one
    assert "400" in one
    assert "–" in other


def test_a_district_rests_on_the_documents_of_its_cases(tables: Tables):
    assert len(rows(show.documents(tables))) == 2
    assert len(rows(show.documents(tables, district="shangcheng"))) == 1


def test_a_quotation_is_shown_where_the_text_is_here_and_never_over_two_lines(tables: Tables):
    made = show.evidence(tables, district="shangcheng")

    assert "<q>甲 乙</q>" in made.markup
    assert made.markup.count("<q>") == 1


# --- comparison ---------------------------------------------------------------


def test_the_matrix_of_a_level_holds_the_cases_of_that_level_only(tables: Tables):
    made = words(show.matrix(tables, level="street"))

    assert "街道层级案例比较" in made
    assert "社区 Hall" not in made


def test_a_contained_case_says_in_what_it_lies(tables: Tables):
    assert "属于 within 街道" in words(show.matrix(tables, cases=["c2"]))


def test_the_distance_names_the_rules_it_rests_on(tables: Tables):
    # c1: 2 of 2 rules known;  c2: none known, and that is no distance
    one, other = rows(show.types(tables, family="f"))

    assert "0.25 · 0.75 (2/2)" in one
    assert "附庸型 (0.25)" in one
    assert other.count("– (0/2)") == 2
    assert "未定 undecided" in other


def test_a_hybrid_is_shown_with_both_of_its_types(tables: Tables):
    types = tables["types"].assign(
        verdict="hybrid", ground="close", distance=[0.25, 0.2, 0.25, 0.2]
    )
    one, _ = rows(show.types(tables | {"types": types}, family="f"))

    assert "混合 hybrid: 自由型 (0.20) + 附庸型 (0.25)" in one


@pytest.mark.parametrize(
    ("ground", "shown"),
    [
        ("too_few_known", "资料不足 too little evidence"),
        ("too_far", "距各类型皆远 far from every type"),
    ],
)
def test_what_nothing_decides_says_which_way(tables: Tables, ground: str, shown: str):
    types = tables["types"].assign(verdict="undecided", ground=ground)

    assert f"未定 undecided: {shown}" in rows(show.types(tables | {"types": types}))[0]


def test_a_value_stands_with_its_speaker_its_genre_and_what_speaks_against_it(tables: Tables):
    made = show.matrix(tables, cases=["c2"])

    assert "官员 official · 新闻报道 news · 仅一人之言 one voice" in words(made)
    assert "反证 against: s1" in words(made)
    assert "../evidence/d1.html#s1" in Seen(made).links


def test_nothing_is_said_against_a_value_that_nothing_speaks_against(tables: Tables):
    two = tables | {"matrix": tables["matrix"].assign(speakers=2)}
    made = words(show.matrix(two, cases=["c1"]))

    assert "against" not in made
    assert "one voice" not in made


def test_the_overview_counts_a_case_within_another_once(tables: Tables):
    # c2 lies in c1: of 2 cases 1 stands for itself
    assert "2 cases: 1 stand for themselves, 1 lie within" in words(show.overview(tables))
    assert "属于 within 街道" in rows(show.overview(tables))[1]
    assert "lie within" not in words(show.overview(tables, cases=["c2"]))


def test_cells_are_chosen_by_level_dimension_basis_and_confidence(tables: Tables):
    # the street: stated 0.80 and not found;  the hall: not looked and inferred 0.80
    def shown(**asked: str | float) -> list[str]:
        return rows(show.cells(tables, **asked))  # type: ignore[arg-type]

    assert len(shown()) == 4
    assert len(shown(level="street")) == 2
    assert len(shown(dimension="idea")) == 2
    assert "not yet looked" in shown(basis="not_looked")[0]
    assert len(shown(least=0.8)) == 2
    assert "No cell meets the conditions." in words(show.cells(tables, least=0.9))


def test_the_summaries_are_a_grid_of_cases_down_and_dimensions_across(tables: Tables):
    summed = tables | {"matrix": tables["matrix"].assign(summary_en="in our words")}
    one, *more = rows(show.summaries(summed, level="street"))

    assert more == []
    assert one.startswith("街道 Street")
    assert "弱 weakin our words" in one
    assert "looked for, not found" in one


def test_a_change_is_shown_by_the_names_of_today(tables: Tables):
    cell, _, segment, kind = rows(show.changes(tables, changed()))

    assert "独立性" in cell
    assert "弱 weak强 strong" in cell
    assert "s9删去 removed code" in segment
    assert "自由型" in kind
    assert "未定 undecided混合 hybrid" in kind


def test_without_a_change_it_is_said(tables: Tables):
    assert words(show.changes(tables, changed().head(0))) == "无变化 · Nothing has changed."


def test_a_perspective_without_an_aspect_has_a_dash(tables: Tables):
    (row,) = rows(show.crosswalk(tables))

    assert row.startswith("–")
    assert "推断 inferred 0.70" in row


def test_the_overview_puts_the_higher_level_first(tables: Tables):
    turned = tables | {"cases": tables["cases"].iloc[::-1]}
    found = rows(show.overview(turned))

    assert [row.split()[0] for row in found] == ["街道", "社区"]
    assert "附庸型 (0.25)" in found[0]


def test_an_order_is_written_with_its_direction(tables: Tables):
    made = words(show.dimensions(tables))

    assert "弱 weak < 强 strong" in made


def test_the_printed_table_shows_the_rank_where_there_is_an_order(tables: Tables):
    made = rows(show.type_table(tables))

    assert len(made) == 1
    assert "(1.00) · 1" in made[0]
    assert "(1.00) · 2" in made[0]


def test_a_date_that_is_not_verified_carries_a_star(tables: Tables):
    (row,) = rows(show.policies(tables, district="shangcheng"))

    assert "2018-01*" in row
    assert "2018-02" in row
    assert "2018-02*" not in row
    assert "施行中 in force" in row


# --- numbers ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("110000", "110,000"),
        ("1380000", "1,380,000"),
        ("10000", "10,000"),
        ("2018", "2018"),  # a year
        ("9999", "9999"),
        ("2018-08-08", "2018-08-08"),
        ("47.06", "47.06"),
        ("0", "0"),
        ("", ""),
    ],
)
def test_an_amount_has_separators_and_a_year_has_none(value: str, shown: str):
    assert amount(value) == shown


def test_a_figure_keeps_its_qualifier(tables: Tables):
    assert "超过 more than 110,000" in rows(show.figures(tables))[0]


def test_a_rate_is_over_all_documents_of_its_language(tables: Tables):
    # 4 occurrences in 800 characters: 1000 x 4 / 800 = 5
    (row,) = rows(show.term_rates(tables))

    assert row.endswith("5.00")


def test_the_terms_shown_are_the_most_frequent(tables: Tables):
    rates = pd.concat(
        [tables["rates"].assign(term=f"t{count}", count=count) for count in (1, 3, 2)]
    )

    assert [row[:2] for row in rows(show.term_rates(tables | {"rates": rates}, terms=2))] == [
        "t3",
        "t2",
    ]


def test_the_words_shown_are_the_most_frequent(tables: Tables):
    words_of = [tables["frequencies"].assign(word=f"w{count}", count=count) for count in (1, 3, 2)]
    made = show.words(tables | {"frequencies": pd.concat(words_of)}, most=2)

    assert [row[:2] for row in rows(made)] == ["w3", "w2"]


@pytest.mark.parametrize("make", [show.documents, show.term_rates, show.words])
def test_counts_older_than_the_lexicon_are_named_under_every_table_that_uses_them(
    make: Callable[[Tables], Html], tables: Tables
):
    late = tables | {"sizes": tables["sizes"].assign(current=False)}
    message = "The counts of d1 are older than the lexicon"

    assert message in words(make(late))
    assert message not in words(make(tables))


def test_the_codebook_is_a_table_for_each_code_that_has_others_under_it(tables: Tables):
    assert show.codes(tables).markup.count("<table") == 1
    assert show.codes(tables, parent="weak").markup == ""
    assert len(rows(show.codes(tables, parent="top"))) == 4

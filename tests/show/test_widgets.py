"""Widgets: each shows what its static twin would show, and a refusal as a sentence."""

from collections.abc import Callable

import ipywidgets as widgets
import pandas as pd
import pytest

from workbench import show
from workbench.show.widgets import FILTERS, SHOWN, chosen_documents, described
from workbench.study import concordance as search

Tables = dict[str, pd.DataFrame]
TEXTS = {"d1": "社会组织<b>与</b>社区\nsocial organisation"}


def hits(count: int) -> pd.DataFrame:
    row = {"doc": "d1", "start": 7, "end": 9, "left": "甲 ", "match": "<社>", "right": " 乙"}
    return pd.DataFrame([row] * count, columns=list(row))


def opened(tables: Tables) -> tuple[widgets.Text, dict[str, widgets.Dropdown], widgets.HTML]:
    """The pattern, the filters by what they filter, and the output."""
    pattern, bar, output = show.explorer(tables, TEXTS, search).children
    return pattern, dict(zip(FILTERS, bar.children, strict=True)), output


# --- the static twin ----------------------------------------------------------


def test_a_hit_shows_its_document_and_its_place(tables: Tables):
    made = show.concordance(tables, hits(1)).markup

    assert "1 hits" in made
    assert "&lt;社&gt;" in made
    assert "<td>7</td>" in made
    assert ">d1</" in made


def test_more_hits_than_a_page_holds_are_counted_and_cut(tables: Tables):
    # 201 hits, of which the first 200 are on the page
    made = show.concordance(tables, hits(SHOWN + 1)).markup

    assert "201 hits, first 200" in made
    assert made.count("<td>7</td>") == SHOWN


def test_no_hits_are_told_as_none(tables: Tables):
    made = show.concordance(tables, hits(0)).markup

    assert "检索结果 0 处" in made
    assert "0 hits" in made
    assert "<table" not in made


def test_documents_that_could_not_be_searched_are_counted(tables: Tables):
    assert "3 documents are held by reference only" in (
        show.concordance(tables, hits(1), by_reference=3).markup
    )
    assert "by reference" not in show.concordance(tables, hits(1)).markup


# --- filters ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ({}, ["d1", "p1"]),
        ({"genre": "", "language": "", "cases": ""}, ["d1", "p1"]),
        ({"genre": "policy"}, ["p1"]),
        ({"cases": "c2"}, ["d1"]),  # one of the two that d1 names
        ({"cases": "c"}, []),  # part of an id is no id
        ({"genre": "news", "language": "en"}, []),
    ],
)
def test_a_document_has_to_match_every_filter(
    tables: Tables, wanted: dict[str, str], kept: list[str]
):
    assert chosen_documents(tables["documents"], wanted) == kept


# --- the explorer -------------------------------------------------------------


def test_the_explorer_shows_what_its_static_twin_shows(tables: Tables):
    pattern, _, output = opened(tables)
    first = output.value
    pattern.value = "社区|<b>"

    # d1 is searched; p1 is by reference
    assert (
        first
        == show.concordance(
            tables, search(TEXTS, "社会组织|social organi[sz]ation"), by_reference=1
        ).markup
    )
    assert (
        output.value == show.concordance(tables, search(TEXTS, "社区|<b>"), by_reference=1).markup
    )


def test_a_filter_leaves_out_the_other_documents(tables: Tables):
    pattern, filters, output = opened(tables)
    pattern.value = "社区"
    filters["genre"].value = "policy"

    assert output.value == show.concordance(tables, search({}, "社区"), by_reference=1).markup


def test_a_pattern_that_does_not_compile_is_answered_with_the_refusal(tables: Tables):
    pattern, _, output = opened(tables)
    pattern.value = "<b>("

    assert output.value.startswith('<p class="workbench-note">pattern &#x27;&lt;b&gt;(&#x27;: ')
    pattern.value = "社区"
    assert "1 hits" in output.value


def test_the_filters_offer_all_and_what_the_documents_have_by_name(tables: Tables):
    _, filters, _ = opened(tables)

    assert filters["genre"].options == (
        ("全部 all", ""),
        ("新闻报道 news", "news"),
        ("政策法规 policy", "policy"),
    )
    assert [value for _, value in filters["cases"].options] == ["", "c1", "c2"]


def test_a_document_is_found_by_the_cities_and_levels_of_its_cases(tables: Tables):
    cases = tables["cases"].assign(city=["north", "south"], level=["street", "community"])
    documents = tables["documents"].assign(cases=["c1;c2", ""], date=["2018-08-08", ""])
    table = described({**tables, "cases": cases, "documents": documents})

    assert table[["year", "city", "level"]].to_numpy().tolist() == [
        ["2018", "north;south", "community;street"],
        ["", "", ""],
    ]
    assert chosen_documents(table, {"city": "south", "level": ""}) == [table["doc"].iloc[0]]


def test_hostile_names_make_no_element(filled: Callable[[str], Tables]):
    made = show.concordance(filled("<script>alert(1)</script>"), hits(1)).markup

    assert "<script" not in made

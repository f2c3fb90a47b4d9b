"""A study with nothing in it, or little: every table and figure says why it is not there."""

from collections.abc import Callable

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

from workbench import show
from workbench.schema.artefacts import ARTEFACTS
from workbench.show.html import Html

from .conftest import cell, frame, measured

mpl.use("Agg")

Tables = dict[str, pd.DataFrame]
Show = Callable[[Tables], Html]

WHOLE: dict[str, tuple[Show, str, str]] = {
    "cases": (show.cases, "尚无案例", "There is no case yet."),
    "documents": (show.documents, "尚无文献", "There is no document yet."),
    "evidence": (show.evidence, "尚无案例", "There is no case yet."),
    "policies": (
        show.policies,
        "所收政策均不涵盖任一案例",
        "No policy of the corpus covers a case.",
    ),
    "figures": (show.figures, "尚无数字", "No figure is on file yet."),
    "overview": (show.overview, "尚无案例", "There is no case yet."),
    "matrix": (show.matrix, "尚无案例", "There is no case yet."),
    "cells": (show.cells, "尚无案例", "There is no case yet."),
    "summaries": (show.summaries, "尚无案例", "There is no case yet."),
    "crosswalk": (show.crosswalk, "无视角与方面的对照", "No crosswalk is written yet."),
    "types": (show.types, "尚无类型", "No type is defined yet."),
    "type_rules": (show.type_rules, "尚无类型", "No type is defined yet."),
    "type_table": (show.type_table, "无来源自带的类型表", "No source of the study brings"),
    "conclusions": (show.conclusions, "尚无结论", "No conclusion is on file yet"),
    "sensitivity": (show.sensitivity, "尚无结论", "No conclusion is on file yet"),
    "type_sensitivity": (show.type_sensitivity, "尚无类型", "No type is defined yet."),
    "codes": (show.codes, "尚无代码", "The codebook has no codes yet."),
    "dimensions": (show.dimensions, "尚无比较维度", "The codebook has no dimension"),
    "term_rates": (show.term_rates, "文献中尚无词表所列术语", "No term of the lexicon"),
    "words": (show.words, "尚无词频", "No word is counted yet."),
    "ordinal_profile": (show.ordinal_profile, "图从略：尚无案例", "Nothing to draw. There is no"),
    "type_distances": (show.type_distances, "图从略：尚无类型", "Nothing to draw. No type"),
}
OF_CASES: dict[str, Show] = {
    "overview": show.overview,
    "matrix": show.matrix,
    "cells": show.cells,
    "summaries": show.summaries,
    "types": show.types,
    "ordinal_profile": show.ordinal_profile,
    "type_distances": show.type_distances,
}


def nothing() -> Tables:
    """The tables of a study in which nobody has written anything."""
    return {name: frame(name) for name in ARTEFACTS}


@pytest.fixture
def uncoded(tables: Tables) -> Tables:
    """The tiny study before anyone has coded a passage of it."""
    cases, dimensions = ("c1", "c2"), ("independence", "idea")
    cells = [cell(case, dimension, "not_looked") for case in cases for dimension in dimensions]
    apart = [measured(case, kind, float("nan"), "undecided")
             for case in cases for kind in ("vassal", "free")]  # fmt: skip
    return tables | {
        "matrix": frame("matrix", *cells),
        "types": frame("types", *apart),
        "segments": frame("segments"),
        "type_table": frame("type_table"),
    }


def said(made: Html, zh: str, en: str) -> bool:
    """Whether this is one sentence in both languages, and no table."""
    in_both = f'<span lang="zh">{zh}' in made.markup and f'<span lang="en">{en}' in made.markup
    return in_both and "<table" not in made.markup


@pytest.mark.parametrize("name", WHOLE)
def test_a_study_with_nothing_in_it_says_so_in_both_languages(name: str):
    make, zh, en = WHOLE[name]

    assert said(make(nothing()), zh, en)


@pytest.mark.parametrize("name", OF_CASES)
def test_cases_that_nobody_coded_are_no_table_of_blanks(name: str, uncoded: Tables):
    drawn = "图从略：" if name in ("ordinal_profile", "type_distances") else ""

    assert said(OF_CASES[name](uncoded), f"{drawn}尚无编码", "")
    assert "Nothing is coded yet." in OF_CASES[name](uncoded).markup


def test_one_cell_looked_for_in_vain_is_something_coded(uncoded: Tables):
    looked = uncoded["matrix"].assign(mark=["not_found", *["not_looked"] * 3])

    assert "looked for, not found" in show.matrix(uncoded | {"matrix": looked}).markup


@pytest.mark.parametrize("name", OF_CASES)
def test_cases_without_a_dimension_to_compare_by_say_that(name: str, tables: Tables):
    bare = tables | {"dimensions": frame("dimensions"), "matrix": frame("matrix")}

    assert "尚无比较维度" in OF_CASES[name](bare).markup


@pytest.mark.parametrize("make", OF_CASES.values(), ids=OF_CASES)
def test_no_case_chosen_is_not_every_case(make: Callable[..., Html], tables: Tables):
    """A district without a case must not show the cases of all the others."""
    made = make(tables, cases=[]).markup

    assert "所选范围内尚无案例" in made
    assert "insufficient" in made
    assert "<table" not in made


@pytest.mark.parametrize("make", [show.cases, show.documents, show.evidence])
def test_a_district_without_cases_or_documents_is_insufficient_or_says_what_lacks(
    make: Callable[..., Html], tables: Tables
):
    made = make(tables, district="boxing")

    assert said(made, "该区县尚无", "No ")
    assert "insufficient" in made.markup


def test_a_level_without_a_case_says_so(tables: Tables):
    assert said(show.matrix(tables, level="organisation"), "该层级尚无案例", "There is no case of")


def test_without_types_the_overview_has_no_column_for_them(tables: Tables):
    typeless = tables | {name: frame(name) for name in ("types", "type_labels", "type_table")}
    made = show.overview(typeless).markup

    assert "类型" not in made
    assert "独立性" in made  # the first dimensions of the study stand for the source's aspects
    assert "†" not in made


def test_an_overview_without_a_table_of_types_shows_the_first_five_dimensions(tables: Tables):
    seven = [{"dimension": f"d{n}", "position": n, "label_zh": f"维度{n}"} for n in range(7)]
    cells = [cell(case, f"d{n}", "not_found") for case in ("c1", "c2") for n in range(7)]
    long = tables | {
        "dimensions": frame("dimensions", *seven[::-1]),
        "matrix": frame("matrix", *cells),
        "type_table": frame("type_table"),
    }
    made = show.overview(long).markup

    assert [n for n in range(7) if f"维度{n}" in made] == [0, 1, 2, 3, 4]


def test_types_that_no_evidence_reaches_are_not_drawn_as_a_blank_frame(tables: Tables):
    # both rules of each type are known, but three are asked for
    strict = tables | {"type_labels": tables["type_labels"].assign(known_at_least=3)}

    assert said(show.type_distances(strict), "图从略：证据不足", "Nothing to draw. The evidence")


def test_a_study_without_an_ordinal_dimension_has_no_profile(tables: Tables):
    flat = tables | {
        "dimensions": tables["dimensions"].assign(scale="nominal"),
        "matrix": tables["matrix"].assign(rank=float("nan")),
    }

    assert said(show.ordinal_profile(flat), "图从略：尚无有序维度", "Nothing to draw. No dimension")


def test_cases_without_any_rank_have_no_profile(tables: Tables):
    # c2 has an idea, but nobody looked for its independence
    assert said(show.ordinal_profile(tables, cases=["c2"]), "图从略：有序维度尚无取值", "Nothing")


def test_one_case_alone_is_drawn(tables: Tables):
    alone = tables | {
        name: tables[name][tables[name]["case"] == "c1"] for name in ("cases", "matrix", "types")
    }

    assert isinstance(show.ordinal_profile(alone).figure, Figure)
    assert isinstance(show.type_distances(alone).figure, Figure)

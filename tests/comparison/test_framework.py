"""The framework matrix as a grid: what a reader of a spreadsheet finds in a field."""

from typing import Any

import pandas as pd

from workbench.comparison.framework import framework

CASES = pd.DataFrame(
    [
        ("inner", "里", "Inner", "community", "outer", "outer/inner"),
        ("outer", "外", "Outer", "street", "", "outer"),
    ],
    columns=["case", "label_zh", "label_en", "level", "contained_in", "path"],
)
DIMENSIONS = pd.DataFrame(
    [("idea", 1, "理念", "Idea"), ("money", 0, "资源", "Money")],
    columns=["dimension", "position", "label_zh", "label_en"],
)
CODES = pd.DataFrame({"code": ["weak", "market"], "label_zh": ["弱", "市场"],
                      "label_en": ["Weak", "Market"]})  # fmt: skip


def cell(case: str, dimension: str, value: str = "", **more: Any) -> dict[str, Any]:
    return {
        "case": case,
        "dimension": dimension,
        "value": value,
        "mark": "stated" if value else "not_looked",
        "confidence": 0.8,
        "segments": "s1;s2",
        "counter": "",
        "speaker_roles": "author;official",
        "genres": "news",
        "speakers": 2,
        "summary_zh": "少",
        "summary_en": "Little",
        **more,
    }


def grid(**more: Any) -> pd.DataFrame:
    rows = [
        cell("outer", "money", "weak;market", **more),
        cell("outer", "idea", mark="not_found"),
        cell("inner", "money"),
        cell("inner", "idea"),
    ]
    return framework(pd.DataFrame(rows), CASES, DIMENSIONS, CODES)


def test_cases_go_down_containers_first_and_dimensions_across_in_their_order():
    made = grid()

    assert made["case"].tolist() == ["outer", "inner"]
    assert made["contained_in"].tolist() == ["", "outer"]
    assert list(made.columns)[5:] == ["资源 Money", "理念 Idea"]


def test_a_field_says_value_summary_evidence_and_voices():
    assert grid()["资源 Money"][0].splitlines() == [
        "弱 Weak; 市场 Market (stated 0.80)",
        "少",
        "Little",
        "evidence: s1;s2 (author, official, news)",
    ]


def test_what_speaks_against_and_one_voice_are_named():
    lines = grid(counter="s3", speakers=1)["资源 Money"][0].splitlines()

    assert lines[3:] == ["evidence: s1;s2 (author, official, news, one voice)", "against: s3"]


def test_not_found_is_told_from_not_looked():
    assert grid()["理念 Idea"].tolist() == ["not found", "not looked"]


def test_no_cases_make_a_grid_without_rows():
    nothing = pd.DataFrame([cell("outer", "money")]).head(0)

    assert framework(nothing, CASES.head(0), DIMENSIONS, CODES).empty

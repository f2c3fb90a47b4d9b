"""Policies and cases: what was in force when, and over whom."""

import pandas as pd
import pytest

from workbench.comparison.context import context, opens, relation
from workbench.schema.artefacts import CONTEXT

# --- relation -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "start", "end", "expected"),
    [
        ("2016/2018", "2010", "", "in_force"),
        ("2016/2018", "2010", "2015", "before_case"),
        ("2016/2018", "2010", "2016", "in_force"),  # its last year is the case's first
        ("2016/2018", "2018", "", "in_force"),  # its first year is the case's last
        ("2016/2018", "2019", "", "after_case"),
        ("2016/2018", "2019", "2030", "after_case"),
        ("2016/2018", "", "", "unknown"),
        ("2016/2018", "", "2010", "unknown"),
        ("2009/..", "2099-01-01", "", "in_force"),  # the case goes on
        ("2009/..", "2000", "2008", "before_case"),
    ],
)
def test_a_policy_stands_to_a_case_by_their_years(years: str, start: str, end: str, expected: str):
    assert relation(years, start, end) == expected


@pytest.mark.parametrize(
    ("years", "start", "end", "expected"),
    [
        ("2018/2018", "2018-06", "", "in_force"),  # both have the year 2018
        ("2018/2018", "2018-12-31", "", "in_force"),
        ("2016/2018-05", "2018-06-01", "", "after_case"),  # 2018-05 is before 2018-06
        ("2016/2018-06", "2018-06-30", "", "in_force"),  # the month is the same
        ("2016/2018-06-29", "2018-06-30", "", "after_case"),
        ("2018-06/2019", "2010", "2018", "in_force"),
        ("2018-06/2019", "2010", "2018-05-31", "before_case"),
        ("2018-06-01/2019", "2010", "2018-06", "in_force"),
    ],
)
def test_dates_of_different_fineness_are_compared_by_what_both_have(
    years: str, start: str, end: str, expected: str
):
    assert relation(years, start, end) == expected


@pytest.mark.parametrize(
    ("force", "signed", "published", "expected"),
    [
        ("2019-01-01", "2018-06-01", "2018-07-01", "2019-01-01"),
        ("", "2018-06-01", "2018-07-01", "2018-06-01"),
        ("", "", "2018-07-01", "2018-07-01"),
        ("", "", "", ""),
    ],
)
def test_a_policy_opens_in_force_else_when_signed_else_when_published(
    force: str, signed: str, published: str, expected: str
):
    policy = {"in_force_from": force, "signed": signed, "published": published}

    assert opens(policy) == expected


# --- context ------------------------------------------------------------------

CASES = pd.DataFrame(
    {"case": ["hall", "town"], "place": ["kaixuan", "jining"], "years": ["2013/2014", "2020/.."]}
)
AROUND = {
    "kaixuan": ["kaixuan", "jianggan", "shangcheng", "zhejiang", "china"],
    "jining": ["jining", "shandong", "china"],
}


def policies(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["doc", "jurisdiction", "signed", "in_force_to"])
    return table.assign(published="2018-03", in_force_from="")


def test_a_policy_covers_the_cases_inside_its_jurisdiction():
    # 凯旋 lay in 江干 and lies in 上城: policies of both cover it, those of 山东 do not
    table = context(
        CASES,
        policies(
            ("state", "china", "2010", ""),
            ("old", "jianggan", "2010", "2012"),
            ("new", "shangcheng", "2021", ""),
            ("shandong", "shandong", "2010", ""),
            ("moon", "moon", "2010", ""),
        ),
        AROUND,
    )

    assert list(table.columns) == list(CONTEXT)
    assert table.set_index(["case", "policy"])["relation"].to_dict() == {
        ("hall", "state"): "in_force",
        ("hall", "old"): "before_case",
        ("hall", "new"): "after_case",
        ("town", "state"): "in_force",
        ("town", "shandong"): "in_force",
    }


def test_both_dates_of_a_policy_are_kept():
    row = context(CASES, policies(("state", "china", "2017-12", "")), AROUND).iloc[0]

    assert row[["signed", "published"]].tolist() == ["2017-12", "2018-03"]


@pytest.mark.parametrize("cases", [CASES, CASES.head(0)])
def test_without_policies_or_cases_there_is_no_context(cases: pd.DataFrame):
    table = context(cases, policies(), AROUND)

    assert table.empty
    assert list(table.columns) == list(CONTEXT)

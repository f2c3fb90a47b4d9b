"""A figure in a sentence: its qualifier, number and unit in the language around it."""

import json

import pandas as pd
import pytest

from workbench.book.printed import en, figures, zh

NAMES = {"id": "f-01", "doc": "letter", "unit": "persons", "unit_zh": "人"}
ROW = NAMES | {"kind": "count", "value": "80000", "high": "", "qualifier": "", "denominator": ""}
CNY = {"kind": "amount", "unit": "CNY", "unit_zh": "元"}
SHARE = {"kind": "share", "unit": "%", "unit_zh": "%"}


@pytest.mark.parametrize(
    ("changed", "chinese", "english"),
    [
        ({"qualifier": "nearly"}, "近8万人", "nearly 80,000 people"),
        ({**CNY, "value": "1380000"}, "138万元", "1.38 million yuan"),
        (
            {**CNY, "value": "4700000", "qualifier": "more_than"},
            "超过470万元",
            "more than 4.7 million yuan",
        ),
        ({**CNY, "value": "320000000"}, "3.2亿元", "320 million yuan"),
        ({"value": "110001", "qualifier": "at_least"}, "至少110001人", "at least 110,001 people"),
        ({**SHARE, "value": "47.06"}, "47.06%", "47.06 %"),
        ({**SHARE, "value": "47", "qualifier": "more_than"}, "超过47%", "more than 47 %"),
        (
            {"kind": "share", "value": "24", "denominator": "51", "unit": "teams", "unit_zh": "支"},
            "51中的24支",
            "24 of 51 teams",
        ),
        ({"value": "24", "denominator": "f-02"}, "24人", "24 people"),
        (
            {"kind": "range", "value": "60", "high": "79", "unit": "years", "unit_zh": "岁"},
            "60至79岁",
            "60–79 years",
        ),
        ({"kind": "date", "value": "2018", "unit": "year"}, "2018年", "2018"),
        ({"kind": "date", "value": "2016-03", "unit": "month"}, "2016年3月", "March 2016"),
        ({"kind": "date", "value": "2018-07-02"}, "2018年7月2日", "2 July 2018"),
        ({"kind": "ordinal", "value": "1"}, "第1", "1st"),
        ({"kind": "ordinal", "value": "12"}, "第12", "12th"),
        ({"unit": "rooms", "unit_zh": "", "value": "9"}, "9rooms", "9 rooms"),
        (
            {"value": ""},
            "（未读：修复已关闭）",
            "(not read: its repair is switched off)",
        ),
    ],
)
def test_a_figure_reads_as_one_says_it(changed: dict[str, str], chinese: str, english: str):
    row = {**ROW, **changed}

    assert (zh(row), en(row)) == (chinese, english)


def test_what_a_chapter_may_print_leads_to_the_page_of_its_document():
    made = json.loads(figures(pd.DataFrame([ROW])))

    assert made == {"f-01": {"zh": "8万人", "en": "80,000 people", "page": "evidence/letter"}}

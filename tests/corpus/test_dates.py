"""Dates in Chinese and English notations, and what is none."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.corpus.dates import day, parsed


@pytest.mark.parametrize(
    ("notation", "iso"),
    [
        ("2018-08-08", "2018-08-08"),
        ("2018/8/8", "2018-08-08"),
        ("2022.09.22", "2022-09-22"),
        ("2018年8月8日", "2018-08-08"),
        ("2018 年 8 月 8 日", "2018-08-08"),
        ("2018年8月", "2018-08"),
        ("2018年", "2018"),
        ("２０２１年", "2021"),
        ("２０２１年１２月３日", "2021-12-03"),
        ("二〇二一年", "2021"),
        ("二○二一年五月", "2021-05"),
        ("二〇二一年五月十四日", "2021-05-14"),
        ("一九九八年十二月三十一日", "1998-12-31"),
        ("二零一零年十月二十日", "2010-10-20"),
        ("22 September 2022", "2022-09-22"),
        ("3rd of March, 2021", "2021-03-03"),
        ("September 22, 2022", "2022-09-22"),
        ("May 1st, 2020", "2020-05-01"),
        ("Sept. 2022", "2022-09"),
        ("Dec 31, 1999", "1999-12-31"),
        ("August 2018", "2018-08"),
    ],
)
def test_a_notation_is_read_wherever_it_stands(notation: str, iso: str):
    text = f"甲 {notation} 乙"

    assert parsed(text) == [(2, 2 + len(notation), iso)]
    assert parsed(notation) == [(0, len(notation), iso)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2018-02-30",
        "2019年2月29日",
        "2018年13月1日",
        "二〇二一年十三月",
        "二〇二一年十十月",
        "2018年0月",
        "February 30, 2020",
        "20 14 10 15",
        "12018-08-08",
        "2018-08-081",
        "1.2018.1.1",
        "2018.1.1.1",
        "2018-08/08",
        "1980年代",
        "2018年度",
        "9018年8月8日",
        "三年五月",
        "maybe 2022",
        "may 2022",
        "2100平米",
    ],
)
def test_what_no_calendar_has_or_is_damaged_is_no_date(text: str):
    assert parsed(text) == []


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2019/5/6", "2019-05-06"),
        (" 2019年5月 ", "2019-05"),
        ("2019-05-06", "2019-05-06"),
        ("2019-05", "2019-05"),
        ("2019/5/6-2019/5/8", "2019/5/6-2019/5/8"),
        ("about 2019/5/6", "about 2019/5/6"),
        ("5/6/2019", "5/6/2019"),
        ("", ""),
    ],
)
def test_exactly_one_date_is_written_as_iso_and_anything_else_stays(said: str, iso: str):
    assert day(said) == iso


def test_several_dates_come_in_the_order_of_the_text():
    text = "2017年4月20日通过，2020/5/14修正，May 2021 reprinted"

    # 2017年4月20日 is 10 characters, 通过， 3 more, 2020/5/14 is 9, 修正， 3 more
    assert parsed(text) == [(0, 10, "2017-04-20"), (13, 22, "2020-05-14"), (25, 33, "2021-05")]


def test_a_leap_day_is_a_date_in_leap_years_only():
    assert [iso for _, _, iso in parsed("2020-02-29 2021-02-29 2000-02-29 1900-02-29")] == [
        "2020-02-29",
        "2000-02-29",
    ]


DAYS = st.dates(datetime.date(1800, 1, 1), datetime.date(2199, 12, 31))
NOTATIONS = st.sampled_from(
    [
        "{0.year}-{0.month:02}-{0.day:02}",
        "{0.year}/{0.month}/{0.day}",
        "{0.year}.{0.month}.{0.day}",
        "{0.year}年{0.month}月{0.day}日",
        "{0.day} {0:%B} {0.year}",
        "{0:%B} {0.day}, {0.year}",
    ]
)


@settings(max_examples=100, deadline=None)
@given(DAYS, NOTATIONS, st.text(st.sampled_from("甲 、。x\n"), max_size=5))
def test_every_day_is_read_back_from_every_notation(day: datetime.date, notation: str, around: str):
    written = notation.format(day)
    text = f"{around} {written}，{around}"
    found = parsed(text)

    assert [(text[start:end], iso) for start, end, iso in found] == [(written, day.isoformat())]


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("0129８年月日号-/. 〇一十九 May,Sept\n"), max_size=40))
def test_spans_lie_in_order_and_every_date_exists(text: str):
    done = 0
    for start, end, iso in parsed(text):
        assert done <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        datetime.date.fromisoformat(iso + "-01-01"[len(iso) - 4 :])
        done = end

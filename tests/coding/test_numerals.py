"""Numerals of both languages: every number that is written is read as itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.coding.quantities.numerals import chinese, english, plain

DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """``number`` below a trillion in Chinese, as a schoolbook writes it."""
    if number >= 10**8:
        return _joined(number, 10**8, "亿", 10**7)
    if number >= 10**4:
        return _joined(number, 10**4, "万", 10**3)
    for place, sign in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= place:
            return _joined(number, place, sign, place // 10)
    return DIGITS[number]


def _joined(number: int, place: int, sign: str, next_place: int) -> str:
    above, rest = divmod(number, place)
    gap = "零" if rest < next_place else ""
    return written(above) + sign + (gap + written(rest) if rest else "")


@given(st.integers(0, 10**12 - 1))
def test_a_chinese_numeral_is_read_as_the_number_it_was_written_from(number: int) -> None:
    assert chinese(written(number)) == number


@given(st.integers(1, 10**9), st.integers(0, 99))
def test_arabic_digits_before_a_magnitude_lose_no_decimal(whole: int, hundredths: int) -> None:
    value = Decimal(f"{whole}.{hundredths:02}")

    assert chinese(f"{value}万") == value * 10**4
    assert english(f"{value} million") == value * 10**6


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十五", "15"),
        ("两百五", "250"),
        ("三万五", "35000"),
        ("一百零五", "105"),
        ("一点五亿", "150000000"),
        ("3万5千", "35000"),
        ("二〇一八", "2018"),
        ("贰仟叁佰", "2300"),
        ("一万亿", "1000000000000"),
    ],
)
def test_each_way_of_writing_chinese_has_its_value(numeral: str, value: str) -> None:
    read = chinese(numeral)

    assert read is not None
    assert plain(read) == value


@pytest.mark.parametrize("numeral", ["六七", "十十", "十百", "一百三百", "3千5万", ""])
def test_what_is_no_chinese_numeral_has_no_value(numeral: str) -> None:
    assert chinese(numeral) is None


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("1,380,000", "1380000"),
        ("1.38 million", "1380000"),
        ("twenty-four", "24"),
        ("One hundred and five", "105"),
        ("two hundred thousand", "200000"),
        ("three million twenty", "3000020"),
    ],
)
def test_each_way_of_writing_english_has_its_value(numeral: str, value: str) -> None:
    read = english(numeral)

    assert read is not None
    assert plain(read) == value


@pytest.mark.parametrize("numeral", ["five six", "twenty ten", "two thousand million", "a few"])
def test_what_is_no_english_numeral_has_no_value(numeral: str) -> None:
    assert english(numeral) is None

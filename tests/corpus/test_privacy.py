"""What is private is found however it is typed, and nothing else is.

Every number here is made up: born in 1900 or earlier, or of one digit repeated.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.corpus.privacy import found, masked
from workbench.errors import UsageError

# 1*7+1*9+1*5+1*4+1*2+9*1+1*9+1*5+1*2 = 52;  52 mod 11 = 8;  "10X98765432"[8] = "4"
PERSON = "110101190001010014"
# the sequence 005 instead of 001 adds 4*2: 60 mod 11 = 5, "7"; 008 adds 7*2: 66 mod 11 = 0, "1"
# 003 adds 2*2: 56 mod 11 = 1, "0"; and 009 adds 8*2: 68 mod 11 = 2, "X"
PERSON_X = "11010119000101009X"
MOBILE = "13800000000"


def spans(text: str, **options: object) -> list[tuple[str, str]]:
    return [(text[item.start : item.end], item.kind) for item in found(text, **options)]


# --- identity numbers ------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        PERSON,
        "110101190001010057",
        "110101190001010081",
        "110101190001010030",
        PERSON_X,
        PERSON_X.lower(),
        "110101 19000101 0014",
        "110101-19000101-0014",
        "1101 0119 0001 0100 14",
        "110101\u00a01900\u20130101 001\u200bX".replace("001\u200bX", "009\u200bX"),
        "１１０１０１１９０００１０１００９Ｘ",
        "11010118991231001X",
    ],
)
def test_an_identity_number_is_found_however_it_is_typed(number: str):
    text = f"𠮷氏，证号{number}，已故。"

    assert spans(text) == [(number, "identity number")]


@pytest.mark.parametrize(
    "number",
    [
        "110101190001010015",  # the check digit is 4
        "110101190013010011",  # no thirteenth month
        "110101190002300010",  # no 30 February
        "110101190001010014" + "5",
        "9" + "110101190001010014",
        "990101190001010014",
        "110101 190001 \n 010014",
        "a7110101190001010014f",
        "110101\t19000101\t0014",
    ],
)
def test_another_long_number_is_no_identity_number(number: str):
    assert spans(f"编号{number}。") == []


def test_a_number_of_18_digits_needs_place_and_check_digit_both():
    # no place begins with 16; 6*9 instead of 1*9 adds 45: 97 mod 11 = 9, "3"
    assert spans("160101190001010013") == []
    # 15 is Inner Mongolia; 5*9 instead of 1*9 adds 36: 88 mod 11 = 0, "1"
    assert spans("150101190001010011") == [("150101190001010011", "identity number")]


def test_a_number_before_it_hides_no_identity_number():
    assert spans(f"5 {PERSON[:6]} {PERSON[6:14]} {PERSON[14:17]} {PERSON[17]}") == [
        ("110101 19000101 001 4", "identity number")
    ]


@pytest.mark.parametrize("number", ["110101000101001", "１１０１０１０００１０１００１"])
def test_an_old_identity_number_has_a_place_and_a_date(number: str):
    assert spans(f"ID {number}") == [(number, "identity number")]


@pytest.mark.parametrize(
    "number",
    [
        "990101000101001",
        "110101001301001",
        "110101 000101 001",
        "1101010001010012",
        "0110101000101",
    ],
)
def test_other_numbers_of_about_15_digits_are_no_old_identity_numbers(number: str):
    assert spans(number) == []


# --- mobile numbers -----------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        MOBILE,
        "138-0000-0000",
        "138 0000 0000",
        "+86 13800000000",
        "+86-138-0000-0000",
        "8613800000000",
        "008613800000000",
        "１３８００００００００",
        "138—0000—0000",
        "19900000000",
    ],
)
@pytest.mark.parametrize("around", ["电话{}。", "Tel{}", "({})", "{}元旦后再打", "1. {}\n"])
def test_a_mobile_number_is_found_however_it_is_typed(number: str, around: str):
    text = around.format(number)

    assert (number, "mobile number") in spans(text)
    assert len(spans(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "113800000000",
        "138000000001",
        "12800000000",
        "010-65000000",
        "12345",
        "1380 0000 000",
        "138\n0000\n0000",
        "6222 1380 0000 0000",
        "3a13800000000f7c",
        "0.13800000000",
    ],
)
def test_another_number_is_no_mobile_number(text: str):
    assert spans(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "投入13800000000元",
        "投入13800000000 元。",
        "￥13800000000",
        "人民币 13800000000",
        "13800000000.50",
        "１３８００００００００元",
        "13800000000 yuan",
        "$ 13800000000",
        "13800000000美元",
    ],
)
def test_a_sum_of_money_is_no_mobile_number(text: str):
    assert spans(text) == []


# --- private names -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "as_written"),
    [
        ("居民赵小四说", "赵小四"),
        ("居民趙小四說", "趙小四"),
        ("赵　小　四", "赵　小　四"),
        ("Zhao Xiaosi said", "Zhao Xiaosi"),
        ("by ZHAO\nXIAOSI.", "ZHAO\nXIAOSI"),
        ("Ｚｈａｏ Xiaosi", "Ｚｈａｏ Xiaosi"),
    ],
)
def test_a_private_name_is_found_as_a_search_finds_it(text: str, as_written: str):
    assert spans(text, names=["赵小四", "Zhao Xiaosi"]) == [(as_written, "private name")]


def test_a_latin_name_is_no_part_of_a_longer_word():
    assert spans("Living with Li and Lin, said LI.", names=["Li"]) == [
        ("Li", "private name"),
        ("LI", "private name"),
    ]


def test_of_two_names_one_within_the_other_the_longer_is_named():
    assert spans("赵小四和赵小", names=["赵小", "赵小四"]) == [
        ("赵小四", "private name"),
        ("赵小", "private name"),
    ]


def test_signs_of_a_name_stand_for_themselves():
    assert spans("a.b@c.cn aXb@c.cn", names=["a.b@c.cn"]) == [("a.b@c.cn", "private name")]


# --- all of them ---------------------------------------------------------------------


def test_what_is_found_comes_in_order_and_once():
    text = f"赵小四，{MOBILE}；{PERSON}；赵小四"

    assert found(text, names=["赵小四"]) == [
        (0, 3, "private name"),
        (4, 15, "mobile number"),
        (16, 34, "identity number"),
        (35, 38, "private name"),
    ]


def test_what_is_allowed_is_not_reported_and_everything_else_is():
    text = f"热线{MOBILE}，赵小四路，赵小四，{PERSON}"

    assert spans(text, names=["赵小四"], allowed=[MOBILE, "趙小四路"]) == [
        ("赵小四", "private name"),
        (PERSON, "identity number"),
    ]


@pytest.mark.parametrize("text", ["", "社区居民议事厅 310 ㎡", "Contact the office."])
def test_nothing_is_found_where_nothing_is_private(text: str):
    assert found(text, names=["赵小四"], allowed=["x"]) == []


@pytest.mark.parametrize("blank", ["", " \u3000", "\u200b"])
def test_a_blank_name_or_passage_is_refused(blank: str):
    with pytest.raises(UsageError, match="blank; take it out of the list"):
        found("text", names=["赵小四", blank])
    with pytest.raises(UsageError, match="blank; take it out of the list"):
        found("text", allowed=[blank])


@pytest.mark.parametrize(
    ("item", "shown"),
    [(MOBILE, "138…00"), (PERSON, "110…14"), ("赵小四", "赵…"), ("赵四", "赵…"), ("Ann Ho", "A…")],
)
def test_a_message_never_shows_the_whole(item: str, shown: str):
    assert masked(item) == shown


@settings(deadline=None, max_examples=60)
@given(
    before=st.text(alphabet="社区，。 \n𠮷👩\u200d👧é", max_size=8),
    after=st.text(alphabet="社区，。 \n𠮷👩\u200d👧é", max_size=8),
    item=st.sampled_from([PERSON, PERSON_X, MOBILE, "138-0000-0000", "110101000101001", "赵小四"]),
)
def test_an_item_is_found_at_its_place_in_any_text(before: str, after: str, item: str):
    only = [(part.start, part.end) for part in found(before + item + after, names=["赵小四"])]

    assert only == [(len(before), len(before) + len(item))]

"""Numbers in Chinese and English sentences: where they stand, and what they are read as."""

from itertools import pairwise

import pytest

from workbench.coding.quantities import Quantity, quantities

# sentence, then for each quantity: wording, kind, value (low-high, n of m), unit, qualifier
CHINESE = [
    ("街道有24个团队。", [("24个", "count", "24", "个", "")]),
    ("街道有二十四个团队。", [("二十四个", "count", "24", "个", "")]),
    ("中心服务居民近8万人。", [("近8万人", "count", "80000", "persons", "nearly")]),
    ("附近5个社区参加。", [("5个", "count", "5", "个", "")]),
    ("投入资金138万元。", [("138万元", "amount", "1380000", "CNY", "")]),
    ("总额达3.2亿元。", [("3.2亿元", "amount", "320000000", "CNY", "")]),
    ("来了十余家单位。", [("十余家", "count", "10", "家", "more_than")]),
    ("两百多个志愿者到场。", [("两百多个", "count", "200", "个", "more_than")]),
    ("花费100多万元。", [("100多万元", "amount", "1000000", "CNY", "more_than")]),
    ("共20余名教师。", [("20余名", "count", "20", "persons", "more_than")]),
    ("超过300户家庭入住。", [("超过300户", "count", "300", "households", "more_than")]),
    ("约1200平方米。", [("约1200平方米", "amount", "1200", "m2", "about")]),
    ("节约3万元。", [("3万元", "amount", "30000", "CNY", "")]),
    ("大约五十人报名。", [("大约五十人", "count", "50", "persons", "about")]),
    ("至少6名专职人员。", [("至少6名", "count", "6", "persons", "at_least")]),
    ("不少于3次会议。", [("不少于3次", "count", "3", "times", "at_least")]),
    ("每队不超过8人。", [("不超过8人", "count", "8", "persons", "at_most")]),
    ("不足10人。", [("不足10人", "count", "10", "persons", "less_than")]),
    ("60岁以上老人。", [("60岁以上", "amount", "60", "years", "at_least")]),
    ("2年内免租。", [("2年内", "amount", "2", "years", "at_most")]),
    ("近3年办了几次。", [("3年", "amount", "3", "years", "")]),
    ("走了5公里左右。", [("5公里左右", "amount", "5", "km", "about")]),
    ("服务1200人次。", [("1200人次", "count", "1200", "person-times", "")]),
    ("占比47.06%。", [("47.06%", "share", "47.06", "%", "")]),
    ("占比超过47%。", [("超过47%", "share", "47", "%", "more_than")]),
    ("占百分之四十七。", [("百分之四十七", "share", "47", "%", "")]),
    ("近百分之八十点五。", [("近百分之八十点五", "share", "80.5", "%", "nearly")]),
    ("三分之一的居民。", [("三分之一", "share", "1 of 3", "", "")]),
    ("约七成五受访者。", [("约七成五", "share", "75", "%", "about")]),
    ("完成任务，成立五年。", [("五年", "amount", "5", "years", "")]),
    ("设3-5个小组。", [("3-5个", "range", "3-5", "个", "")]),
    ("设3至5个小组。", [("3至5个", "range", "3-5", "个", "")]),
    ("奖励3-5万元。", [("3-5万元", "range", "30000-50000", "CNY", "")]),
    ("降低30%~40%。", [("30%~40%", "range", "30-40", "%", "")]),
    ("多是六七十岁的人。", [("六七十岁", "range", "60-70", "years", "")]),
    ("十二三岁的孩子。", [("十二三岁", "range", "12-13", "years", "")]),
    ("名列第三。", [("第三", "ordinal", "3", "", "")]),
    ("第12届邻居节。", [("第12", "ordinal", "12", "届", "")]),
    ("按照第三条规定，由第三方办理。", []),
    ("2016年3月成立。", [("2016年3月", "date", "2016-03", "month", "")]),
    ("二〇一八年八月八日开会。", [("二〇一八年八月八日", "date", "2018-08-08", "date", "")]),
    ("7月12日走访。", [("7月12日", "date", "2018-07-12", "date", "")]),
    ("12月1日走访。", [("12月1日", "date", "2017-12-01", "date", "")]),
    ("３５个楼栋。", [("３５个", "count", "35", "个", "")]),
    ("一个社区统一组织，三社联动，百姓称道。", []),
    ("三位一体，千家万户。", []),
    ("见表3和图 2。", []),
    ("3万5千元。", [("3万5千元", "amount", "35000", "CNY", "")]),
    ("一百零五间，一亿零三百万元。", [
        ("一百零五间", "count", "105", "rooms", ""),
        ("一亿零三百万元", "amount", "103000000", "CNY", ""),
    ]),
]  # fmt: skip
ENGLISH = [
    ("It serves nearly 80,000 residents.",
     [("nearly 80,000", "count", "80000", "residents", "nearly")]),
    ("More than 20 teams came.", [("More than 20", "count", "20", "teams", "more_than")]),
    ("It raised 1.38 million yuan.", [("1.38 million yuan", "amount", "1380000", "CNY", "")]),
    ("It spent RMB 3,500 on tea.", [("RMB 3,500", "amount", "3500", "CNY", "")]),
    ("It pays over 100,000 yuan per year.",
     [("over 100,000 yuan per year", "amount", "100000", "CNY/year", "more_than")]),
    ("Of the teams, 24 of 51 dance.", [("24 of 51", "share", "24 of 51", "", "")]),
    ("Two out of the nine rooms leak.", [("Two out of the nine", "share", "2 of 9", "rooms", "")]),
    ("The share is 47.06%.", [("47.06%", "share", "47.06", "%", "")]),
    ("About 33 per cent agreed.", [("About 33 per cent", "share", "33", "%", "about")]),
    ("It fell by 4 percentage points.",
     [("4 percentage points", "amount", "4", "points", "")]),
    ("Between 3 and 5 helpers come.", [("Between 3 and 5", "range", "3-5", "helpers", "")]),
    ("It needs 10-15 volunteers.", [("10-15", "range", "10-15", "volunteers", "")]),
    ("The plan covers 2016–2020.", [("2016–2020", "range", "2016-2020", "year", "")]),
    ("It was the third tender.", [("third", "ordinal", "3", "", "")]),
    ("The 2nd round failed.", [("2nd", "ordinal", "2", "", "")]),
    ("A third party of the first time.", []),
    ("On 8 August 2018 it rained.", [("8 August 2018", "date", "2018-08-08", "date", "")]),
    ("On September 22 it rained.", [("September 22", "date", "2017-09-22", "date", "")]),
    ("In 2013 teams were few.", [("2013", "date", "2013", "year", "")]),
    ("They met 2,013 people.", [("2,013", "count", "2013", "people", "")]),
    ("As was shown (Li, 2011), it works [12].", []),
    ("At least five streets joined.", [("At least five", "count", "5", "streets", "at_least")]),
    ("Up to 8 people share it.", [("Up to 8", "count", "8", "people", "at_most")]),
    ("Fewer than thirty-two stayed.", [("Fewer than thirty-two", "count", "32", "", "less_than")]),
    ("There were 40 or more visitors.", [("40 or more", "count", "40", "visitors", "at_least")]),
    ("One hundred and five desks.", [("One hundred and five", "count", "105", "desks", "")]),
    ("The floor has 2,100 square metres.",
     [("2,100 square metres", "amount", "2100", "m2", "")]),
    ("See Table 3, Section 4.2 and pp. 12-14.", []),
    ("One of them is well known, twice over.", []),
    ("1. Aims\n2.1 Means\n(3) Ends", []),
    ("Nine cities communities were named.", [("Nine", "count", "9", "communities", "")]),
    ("version A1, 10:30, 3/4, x2, #7, 1+ 1", []),
]  # fmt: skip


def told(text: str) -> list[tuple[str, str, str, str, str]]:
    """What is found in a text of 1 August 2018."""
    dates = [
        (at, at + len(word), iso) for word, iso in DATES.items() if (at := text.find(word)) >= 0
    ]
    return [
        (text[q.start : q.end], q.kind, _value(q), q.unit, q.qualifier)
        for q in quantities(text, dates=dates, today="2018-08-01")
    ]


DATES = {
    "2016年3月": "2016-03",
    "二〇一八年八月八日": "2018-08-08",
    "8 August 2018": "2018-08-08",
}


def _value(q: Quantity) -> str:
    if q.denominator:
        return f"{q.value} of {q.denominator}"
    return f"{q.value}-{q.high}" if q.high else q.value


@pytest.mark.parametrize(("sentence", "expected"), CHINESE + ENGLISH)
def test_each_number_of_a_sentence_is_found_and_read(
    sentence: str, expected: list[tuple[str, str, str, str, str]]
) -> None:
    assert told(sentence) == expected


def test_a_number_knows_the_date_that_stands_before_it_in_its_sentence() -> None:
    text = "In 2013, it ran 50 projects. It has 9 rooms. It held 7 meetings in 2015."

    found = quantities(text)

    assert [(q.value, q.period) for q in found if q.kind == "count"] == [
        ("50", "2013"),
        ("9", ""),
        ("7", "2015"),
    ]


def test_no_two_quantities_overlap_and_all_stand_in_their_order() -> None:
    text = "".join(sentence for sentence, _ in CHINESE) + " ".join(s for s, _ in ENGLISH)

    found = quantities(text)

    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_text_without_numbers_has_no_quantity() -> None:
    assert quantities("") == []
    assert quantities("邻里互助。 Neighbours help.") == []

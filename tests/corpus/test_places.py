"""Places of all times, and where they lie today."""

from typing import Any

import pytest

from workbench.corpus.cards import Case, Document
from workbench.corpus.places import (
    Place,
    Places,
    at_level,
    cases_table,
    faults,
    jurisdiction,
    named,
    places_table,
    resolve,
    standing,
    today,
    upwards,
)
from workbench.errors import UsageError
from workbench.schema.artefacts import CASES, PLACES


def place(zh: str, en: str, level: str, **fields: Any) -> Place:
    return Place.model_validate({"zh": zh, "en": en, "level": level, **fields})


def document(cases: list[str]) -> Document:
    card = {"title": {"zh": "名"}, "language": "zh", "genre": "news", "rights": "withheld"}
    return Document.model_validate(card | {"sha256": "0" * 64, "length": 9, "cases": cases})


CHINA = {
    "china": place("中国", "China", "country"),
    "zhejiang": place("浙江省", "Zhejiang", "province", **{"in": "china"}),
    "hangzhou": place("杭州市", "Hangzhou", "city", **{"in": "zhejiang"}),
    "shangcheng": place(
        "上城区", "Shangcheng District", "district", **{"in": "hangzhou"}, aliases=["上城"]
    ),
    "jianggan": place(
        "江干区",
        "Jianggan District",
        "district",
        **{"in": "hangzhou"},
        aliases=["江干"],
        merged_into="shangcheng",
        merged="2021-04",
    ),
    "kaixuan": place("凯旋街道", "Kaixuan Street", "street", **{"in": "jianggan"}),
}


# --- of today -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["jianggan", "江干", "江干区", "Jianggan District", "上城"])
def test_a_merged_district_is_the_one_that_took_it_over(name: str):
    assert resolve(name, CHINA) == "shangcheng"


def test_a_street_of_a_merged_district_lies_in_the_district_of_today():
    # 凯旋街道 lay in 江干 until April 2021; 江干 is passed through, not reported
    assert upwards("kaixuan", CHINA) == [
        "kaixuan",
        "jianggan",
        "shangcheng",
        "hangzhou",
        "zhejiang",
        "china",
    ]
    assert at_level("kaixuan", "district", CHINA) == "shangcheng"
    assert at_level("kaixuan", "street", CHINA) == "kaixuan"


def test_above_a_district_there_is_no_street():
    assert at_level("shangcheng", "street", CHINA) == ""
    assert at_level("hangzhou", "district", CHINA) == ""
    assert at_level("nowhere", "district", CHINA) == ""


@pytest.mark.parametrize(
    ("name", "near"), [("Shangchen", "shangcheng"), ("Hangzou", "Hangzhou"), ("凯旋街", "凯旋街道")]
)
def test_a_misspelt_place_is_answered_with_the_nearest_names(name: str, near: str):
    with pytest.raises(UsageError, match=f"unknown place '{name}'; did you mean .*{near}"):
        resolve(name, CHINA)


def test_a_place_like_no_other_is_answered_with_the_file():
    with pytest.raises(UsageError, match=r"unknown place 'XQ9'; see corpus/places\.yml"):
        resolve("XQ9", CHINA)


def test_an_id_is_never_hidden_by_the_alias_of_another_place():
    places = {
        "hubin": place("湖滨", "Hubin", "street"),
        "lake": place("西湖", "Lake", "street", aliases=["hubin"]),
    }

    assert resolve("hubin", places) == "hubin"


# --- of its own time ------------------------------------------------------------


@pytest.mark.parametrize("name", ["jianggan", "江干", "江干区", "Jianggan District"])
def test_a_merged_district_is_named_as_itself(name: str):
    assert named(name, CHINA) == "jianggan"


def test_a_name_nobody_bears_is_answered_as_where_it_is_resolved():
    with pytest.raises(UsageError, match=r"unknown place 'XQ9'; see corpus/places\.yml"):
        named("XQ9", CHINA)
    with pytest.raises(UsageError, match="unknown place 'Jiangan'; did you mean"):
        named("Jiangan", CHINA)


def test_of_today_every_place_is_itself_or_the_one_that_took_it_over():
    assert today(CHINA) == {name: name for name in CHINA} | {"jianggan": "shangcheng"}


def test_of_two_mergers_after_one_another_the_last_place_is_left():
    places = {
        "a": place("甲", "A", "district", merged_into="b"),
        "b": place("乙", "B", "district", merged_into="c"),
        "c": place("丙", "C", "district"),
    }

    assert today(places) == {"a": "c", "b": "c", "c": "c"}


SAID = "江干区 Jianggan District belongs today to 上城区 Shangcheng District, since 2021-04"


@pytest.mark.parametrize("date", ["2013", "2020-12-31", "2021-04", "2021-03", "2021", ""])
def test_a_document_before_the_merger_names_a_place_of_its_time(date: str):
    # a year alone, and the month of the merger, may lie before it: nothing is wrong
    assert standing("jianggan", date, CHINA) == SAID


@pytest.mark.parametrize("date", ["2022", "2021-05", "2021-05-01"])
def test_a_document_after_the_merger_that_names_the_place_is_younger(date: str):
    assert standing("jianggan", date, CHINA) == f"{SAID}; the document of {date} is younger"


def test_a_merger_without_a_date_is_neither_before_nor_after():
    places = CHINA | {"jianggan": CHINA["jianggan"].model_copy(update={"merged": ""})}

    assert standing("jianggan", "2030", places) == SAID.removesuffix(", since 2021-04")


def test_of_a_place_that_still_is_there_is_nothing_to_say():
    assert standing("shangcheng", "2022", CHINA) == ""
    assert standing("kaixuan", "2022", CHINA) == ""


# --- of titles -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("浙江省志愿服务条例", "zhejiang"),
        ("浙江省杭州市上城区某办法", "zhejiang"),  # of names as long the first
        ("杭州市江干区凯旋街道公约", "kaixuan"),  # the longest
        ("Rules of Hangzhou on teams", "hangzhou"),
        ("关于上城的通知", "shangcheng"),  # by an alias
        ("中国某法", "china"),
    ],
)
def test_a_title_speaks_of_the_longest_place_in_it(title: str, place: str):
    assert jurisdiction(title, CHINA) == (place, "")


@pytest.mark.parametrize(
    ("title", "unknown"),
    [
        ("山东省志愿服务条例", "山东省"),
        ("  广西壮族自治区办法", "广西壮族自治区"),
        ("香港特别行政区条例", "香港特别行政区"),
        ("南京市办法", "南京市"),
    ],
)
def test_a_title_of_a_place_that_is_unknown_says_so(title: str, unknown: str):
    assert jurisdiction(title, CHINA) == ("china", unknown)


@pytest.mark.parametrize(
    "title",
    [
        "社会团体登记管理条例",
        "扶持社区组织的方案",  # 社区 is no place
        "关于改善老旧小区的办法",
        "支持全市志愿者的意见",
        "Charity Law",
        "",
    ],
)
def test_a_title_without_a_place_is_one_of_the_country(title: str):
    assert jurisdiction(title, CHINA) == ("china", "")


def test_where_no_country_is_known_a_title_without_a_place_has_no_jurisdiction():
    assert jurisdiction("慈善法", {"a": place("甲区", "A", "district")}) == ("", "")


# --- faults -------------------------------------------------------------------


def test_the_gazetteer_above_has_no_fault():
    assert faults(CHINA) == []


def test_unknown_places_and_wrong_levels_are_told():
    places = {
        "a": place("甲", "A", "district", **{"in": "moon"}, merged_into="sun"),
        "b": place("乙", "B", "city", **{"in": "a"}),
        "c": place("丙", "C", "district", **{"in": "a"}),
    }

    assert [(fault.keys, fault.message) for fault in faults(places)] == [
        (("places", "a", "in"), "unknown place 'moon'"),
        (("places", "a", "merged_into"), "unknown place 'sun'"),
        (("places", "b", "in"), "a city cannot lie in a district ('a')"),
        (("places", "c", "in"), "a district cannot lie in a district ('a')"),
    ]


def test_places_that_lie_in_one_another_are_a_fault_and_no_endless_walk():
    places = {
        "a": place("甲", "A", "district", **{"in": "b"}),
        "b": place("乙", "B", "city", **{"in": "a"}),
    }

    assert len(faults(places)) == 1
    assert upwards("a", places) == ["a", "b"]


def test_places_merged_into_one_another_are_a_fault():
    places = {
        "a": place("甲", "A", "district", merged_into="b"),
        "b": place("乙", "B", "district", merged_into="a"),
    }

    assert [(fault.keys, fault.message) for fault in faults(places)] == [
        (("places", "a", "merged_into"), "no place of today is left"),
        (("places", "b", "merged_into"), "no place of today is left"),
    ]


def test_the_level_of_a_place_is_one_of_six():
    with pytest.raises(ValueError, match="level"):
        Places.model_validate({"places": {"a": {"zh": "甲", "en": "A", "level": "village"}}})


# --- tables -------------------------------------------------------------------


def test_a_place_is_a_row():
    table = places_table(CHINA).set_index("place")

    assert set(table.columns) == set(PLACES) - {"place"}
    assert table.loc["jianggan", "merged_into"] == "shangcheng"
    assert table.loc["jianggan", "aliases"] == "江干"


def test_a_case_is_a_row_with_its_district_of_today_and_its_depth():
    # office is outermost: depth 0; its hall is one deeper
    name = {"zh": "名", "en": "name"}
    card = {"label": name, "short": name, "years": "2013/.."}
    cases = {
        "office": Case.model_validate(card | {"level": "street", "place": "kaixuan"}),
        "hall": Case.model_validate(
            card | {"level": "organisation", "place": "kaixuan", "contained_in": "office"}
        ),
    }
    documents = {"e": document(["hall"]), "d": document(["office", "hall"]), "f": document([])}
    table = cases_table(cases, CHINA, documents).set_index("case")

    assert set(table.columns) == set(CASES) - {"case"}
    assert table["district"].tolist() == ["shangcheng", "shangcheng"]
    assert table["city"].tolist() == ["hangzhou", "hangzhou"]
    assert table["depth"].to_dict() == {"office": 0, "hall": 1}
    assert table["path"].to_dict() == {"office": "office", "hall": "office/hall"}
    assert table["documents"].to_dict() == {"office": "d", "hall": "d;e"}


def test_a_name_that_two_places_bear_is_told():
    places = {
        "a": place("甲", "A", "district", aliases=["南"]),
        "b": place("乙", "B", "district", aliases=["南", "甲"]),
    }

    assert [(fault.keys, fault.message) for fault in faults(places)] == [
        (("places", "b"), "'南' names 'a' already; write the longer form of one"),
        (("places", "b"), "'甲' names 'a' already; write the longer form of one"),
    ]

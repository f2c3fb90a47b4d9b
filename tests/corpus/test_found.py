"""What a text says of itself, and where."""

import datetime
from pathlib import Path

import pytest
import yaml

from workbench.corpus.facts import Fact
from workbench.corpus.found import facts, language, printed_source
from workbench.corpus.furniture import cuts
from workbench.corpus.texts import fingerprint, stored

TODAY = datetime.date(2024, 6, 1)
ZH = (
    "柳溪街道的老粮站关了二十年，去年春天才又有人进来打扫。"
    "如今这里每周三晚上都亮着灯，合唱队在楼上，修车的师傅在楼下。"
)
EN = (
    "The old granary of Willow Street stood empty for twenty years before anybody swept it. "
    "A choir now sings upstairs on Wednesday evenings, and a man mends bicycles below."
)
LAW = (
    "第一条 为了管好粮站，制定本办法。\n\n第二条 粮站归街坊。\n\n"
    "第三条 本办法自2019年9月1日起施行。\n"
)


def told(text: str, name: str = "x.txt") -> dict[str, Fact]:
    return facts(text, name, cuts(text), today=TODAY)


def values(text: str, name: str = "x.txt") -> dict[str, str]:
    return {key: fact.value for key, fact in told(text, name).items()}


# --- language -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ZH, "zh"),
        (EN, "en"),
        ("", "en"),
        ("2018 — 08", "en"),
        ("社区 NGO 的三个 case", "zh"),  # 4 characters, 2 words
        ("the choir of 粮站 sings", "en"),  # 2 characters, 4 words
        ("the choir's co-op 粮站街", "en"),  # 3 characters, 3 words
    ],
)
def test_the_language_is_that_of_the_larger_share(text: str, expected: str):
    assert language(text) == expected


def test_furniture_has_no_say_in_the_language():
    foot = f"责任编辑:小柳\n上一篇:{'桥头的菜园' * 4}\n下一篇:{'书屋' * 9}"
    text = f"首页 > 街坊 > 正文\n\n{EN}\n\n{foot}"

    assert language(text) == "zh"
    assert language(text, cuts(text)) == "en"


# --- title ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title", "where"),
    [
        (f"# 中共柳溪　委员会的信\n\n{ZH}", "中共柳溪 委员会的信", "line 1"),
        (f"\n\n粮站又亮灯了\n\n{ZH}", "粮站又亮灯了", "line 3"),
        (f"Granaries Compared\n\n—— The Case of Liuxi\n\n{EN}",
         "Granaries Compared: The Case of Liuxi", "line 1"),
        (f"Granaries\n-- A case\n{EN}", "Granaries: A case", "line 1"),
        (f"柳溪网\n首页 > 街坊 > 正文\n粮站又亮灯了\n{ZH}", "粮站又亮灯了", "line 3"),
        (f"2019-03-02\n粮站又亮灯了\n{ZH}", "粮站又亮灯了", "line 2"),
    ],
)  # fmt: skip
def test_a_printed_title_is_found(text: str, title: str, where: str):
    assert told(text)["title"] == Fact(title, where)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("粮站办法(2018-05-24).md", "粮站办法"),
        ("2010_粮站办法.md", "粮站办法"),
        ("ab_cd_2017_粮站_办法.md", "粮站 办法"),
        ("03 - The granary.txt", "The granary"),
        ("2010.txt", "2010"),
        ("v1.2 粮站", "v1.2 粮站"),
    ],
)
def test_without_one_the_name_of_the_file_is_the_title(name: str, title: str):
    assert told(ZH, name)["title"] == Fact(title, "name of the file")


def test_an_empty_text_without_a_name_has_no_facts():
    assert told("", "") == {}


# --- date -----------------------------------------------------------------------


def test_a_legal_text_is_of_its_last_amendment():
    head = "2007年11月23日 柳溪会议通过\n\n2018年7月27日 柳溪会议修订\n\n"

    assert told(f"# 粮站办法\n\n{head}{LAW}")["date"] == Fact("2018-07-27", "line 5: 2018年7月27日")


def test_the_day_it_comes_into_force_is_not_its_date():
    stamp = "> 修订时间 2016年8月31日柳溪令第5号公布 自2016年9月1日起施行\n\n"

    assert values(f"# 粮站办法\n\n{stamp}{LAW}")["date"] == "2016-08-31"


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2019-03-02\u00a0 来源:柳溪晚讯", "2019-03-02"),
        ("Author:Liuxi.com Time:2019.03.02", "2019-03-02"),
        ("发布时间：二〇一九年三月二日 10:23", "2019-03-02"),
        ("Published: 2 March 2019", "2019-03-02"),
        ("2019年3月", "2019-03"),
        ("（2019年3月）", "2019-03"),
        ("柳溪街道粮食科\n2019 年 3 月", "2019-03"),
    ],
)
def test_the_date_of_a_source_line_is_the_date(line: str, date: str):
    assert values(f"粮站又亮灯了\n\n{line}\n{ZH}")["date"] == date


def test_a_last_line_that_is_a_date_is_the_date():
    text = f"粮站来信\n\n{ZH}\n\n柳溪街坊\n2019年3月2日\n"

    assert told(text)["date"] == Fact("2019-03-02", "line 6: 2019年3月2日")


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("粮站(2018-05-24).md", "2018-05-24"),
        ("2010_粮站.md", "2010"),
        ("ab_2017_粮站.md", "2017"),
        ("2012_粮站规划2011-2020.md", "2012"),
        ("粮站2018年5月.txt", "2018-05"),
    ],
)
def test_otherwise_the_name_of_the_file_may_have_one(name: str, date: str):
    fact = told(ZH, name)["date"]

    assert fact.value == date
    assert fact.where.startswith("name of the file: 20")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("2018-02-30 来源:柳溪晚讯", "x.txt"),
        ("2024-06-02 来源:柳溪晚讯", "x.txt"),
        ("20 14 10 15 来源:柳溪晚讯", "x.txt"),
        ("来源:柳溪晚讯", "粮站规划2011-2020.md"),
        ("来源:柳溪晚讯", "2035_粮站.md"),
    ],
)
def test_impossible_future_damaged_dates_and_spans_of_years_are_not_taken(line: str, name: str):
    assert "date" not in told(f"粮站又亮灯了\n\n{line}\n{ZH}", name)


def test_a_date_of_today_has_been():
    assert values(f"粮站又亮灯了\n\n2024-06-01\n{ZH}")["date"] == "2024-06-01"
    assert values(f"粮站又亮灯了\n\n2024年6月\n{ZH}")["date"] == "2024-06"


def test_a_date_in_the_prose_is_not_the_date_of_the_text():
    assert "date" not in told(f"粮站又亮灯了\n\n2018年8月8日，街坊们开了会。{ZH}")


def test_where_text_and_name_disagree_the_text_is_taken_and_both_are_told():
    text = f"粮站又亮灯了\n\n2019-03-02\n{ZH}"

    assert told(text, "2011_粮站.txt")["date"] == Fact(
        "2019-03-02", "line 3: 2019-03-02; the name of the file: 2011"
    )
    assert told(text, "2019_粮站.txt")["date"].where == "line 3: 2019-03-02"


# --- source and authors ---------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ("粮站\n2019-03-02 来源：柳溪晚讯（记者 柳三）\n", "柳溪晚讯（记者 柳三）"),
        ("粮站\n文章来源: 柳溪晚讯  责任编辑：小柳\n", "柳溪晚讯"),
        ("The granary\nSource: Liuxi Evening 2019-03-02\n", "Liuxi Evening"),
        ("The granary\nAuthor:Liuxi.com Time:2019.03.02\n", "Liuxi.com"),
        ("柳溪网\n首页 > 街坊 > 正文\n粮站\n", "柳溪网"),
        ("Current location - Liuxi Reader - Towns - Granary\nGranary\n", "Liuxi Reader"),
    ],
)
def test_a_source_is_named_by_its_line_or_the_site(head: str, source: str):
    assert values(head + ZH)["source"] == source


def test_only_a_source_line_prints_a_source():
    line = "2019-03-02 来源：柳溪晚讯"

    assert printed_source(f"粮站\n{line}\n{ZH}") == Fact("柳溪晚讯", "line 2")
    assert printed_source(f"柳溪网\n首页 > 街坊 > 正文\n粮站\n{ZH}") is None


def test_a_section_of_a_site_is_no_source():
    assert "source" not in told(f"首页 > 街坊 > 正文\n粮站又亮灯了\n{ZH}")


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        (f"粮站\n作者：柳三、吴小四  时间：2019-03-02\n{ZH}", "柳三;吴小四"),
        (f"The granary\nAuthor: Mu Li Time: 2019.03.02\n{EN}", "Mu Li"),
        (f"粮站\n\n{ZH}\n\n本报记者 柳三 吴小四\n", "柳三;吴小四"),
        (f"粮站\n\n{ZH}（记者 柳三）\n", "柳三"),
        (f"The granary\n\n{EN}\nLiuxi reporter Mu Li Liuxi report\n", "Mu Li"),
        (f"G\n\nMu Li ¹, Ana Wu ^{{2,*}}\n\n¹Liuxi University\n\nAbstract\n\n{EN}", "Mu Li;Ana Wu"),
        (
            f"粮站研究\n\n柳三，吴小四\n\n（柳溪大学 粮学院）\n\n摘要：{ZH}\n\n关键词：粮",
            "柳三;吴小四",
        ),
    ],
)
def test_authors_are_told_where_they_are_certain(text: str, authors: str):
    assert values(text)["authors"] == authors


@pytest.mark.parametrize(
    "text",
    [
        f"粮站\n\n{ZH}他告诉记者 如今热闹了。",
        f"The granary\n\n{EN} A reporter Mu Li knew had said so to everybody in the street. {EN}",
        f"G\n\nMu Li\n\nA subtitle of the work\n\nAbstract\n\n{EN}",
        f"The granary\n\n{EN}\n{EN[3:]}\n- END -\nOther: reporter Ana Wu reports",
    ],
)
def test_a_name_in_prose_or_in_a_teaser_is_no_author(text: str):
    assert "authors" not in told(text)


# --- genre ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        (f"# 柳溪粮站管理办法\n\n{LAW}", "policy"),
        (f"# 柳溪粮站管理办法（试行）\n\n{LAW}", "policy"),
        (f"# 关于粮站的意见\n\n现就粮站工作提出如下意见。\n\n{ZH}", "policy"),
        (f"# 柳溪市人民政府关于粮站的通知\n\n{ZH}", "policy"),
        (f"# 柳溪会议报告\n\n我代表柳溪委员会向大会作报告。\n\n{ZH}", "policy"),
        (f"粮站研究\n\n摘要：{ZH}\n\n关键词：粮站\n\n{ZH}", "paper"),
        (f"Granaries\n\nAbstract: {EN}\n\n{EN}\n\nReferences\n\n[1] Li, 2001", "paper"),
        (f"粮站\n\n2019-03-02 来源:柳溪晚讯\n{ZH}", "news"),
        (f"首页 > 街坊 > 正文\n粮站\n{ZH}", "news"),
        (f"粮站\n\n{ZH}\n\n责任编辑:小柳", "news"),
        (f"The granary\n\nOn Monday the town held a press conference on grain. {EN}",
         "press_conference"),
        (f"粮站\n\n昨天，柳溪召开粮站新闻发布会。{ZH}", "press_conference"),
        (f"粮站\n\n{'问：何时开门？' + chr(10) + '答：周三。' + chr(10)}" * 3, "interview"),
        (f"粮站调查报告\n\n{ZH}", "report"),
    ],
)  # fmt: skip
def test_the_genre_follows_from_how_the_text_is_built(text: str, genre: str):
    assert values(text)["genre"] == genre


@pytest.mark.parametrize(
    "text",
    [ZH, f"粮站又亮灯了\n\n{ZH}", f"柳溪有了粮站条例\n\n{ZH}", f"我的意见\n\n{ZH}", "", "粮站"],
)
def test_without_proof_there_is_no_genre(text: str):
    assert "genre" not in told(text)


# --- number and issuer ----------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "number", "issuer"),
    [
        ("2019年8月1日 中华人民共和国国务院令第900号发布", "国务院令第900号", "国务院"),
        ("2019年8月1日民政部令第 90 号公布", "民政部令第90号", "民政部"),
        ("民发〔2017〕9号", "民发〔2017〕9号", None),
        ("2019年8月1日 柳溪市第三届人民代表大会常务委员会第二次会议通过", None,
         "柳溪市人民代表大会常务委员会"),
        ("（2019年8月1日柳溪市第三届人民代表大会常务委员会第二次会议通过）", None,
         "柳溪市人民代表大会常务委员会"),
        ("（二〇一九年八月一日经柳溪省第三届人民代表大会第二次会议通过）", None,
         "柳溪省人民代表大会"),
        ("2019年8月1日日照市第三届人民代表大会第二次会议通过", None, "日照市人民代表大会"),
        ("2019年8月1日 第十届全国人民代表大会第二次会议通过", None, "全国人民代表大会"),
    ],
)  # fmt: skip
def test_number_and_issuer_stand_in_the_head(head: str, number: str | None, issuer: str | None):
    found = values(f"# 粮站办法\n\n{head}\n\n{LAW}")

    assert (found.get("number"), found.get("issuer")) == (number, issuer)


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("中共中央　国务院关于粮站的意见", "中共中央;国务院"),
        ("民政部办公厅关于粮站的通知", "民政部办公厅"),
        ("柳溪市人民政府关于粮站的意见", "柳溪市人民政府"),
    ],
)
def test_a_title_may_name_the_issuer(title: str, issuer: str):
    assert values(f"# {title}\n\n{ZH}")["issuer"] == issuer


def test_a_number_in_an_article_is_of_another_text():
    text = f"# 粮站办法\n\n第一条 依国务院令第7号制定本办法。\n\n{LAW}"

    assert not {"number", "issuer"} & set(told(text))


def test_only_a_policy_has_a_number_and_an_issuer():
    assert not {"number", "issuer"} & set(told(f"粮站又亮灯了\n\n民发〔2017〕9号\n\n{ZH}"))


# --- the real material ----------------------------------------------------------

# Printed otherwise than on the card: a heading of another document, one that is
# shorter, and two without their issuer.
OTHER_TITLES = {
    "policy-2024-community-workers",
    "policy-2012-social-work-talent-plan",
    "policy-2015-third-party-assessment",
    "policy-2024-voluntary-service-system",
}
# The card has the day of promulgation or publication, which the text does not print.
OTHER_DATES = {
    "policy-2021-binzhou-grid-governance",
    "policy-2024-community-workers",
    "policy-2024-voluntary-service-system",
    "policy-2021-grassroots-governance",
}


@pytest.fixture(scope="module")
def real(originals: list[Path]) -> dict[Path, str]:
    files = [path for folder in originals for path in folder.rglob("*") if path.is_file()]
    return {path: stored(path.read_bytes()) or "" for path in files}


@pytest.fixture(scope="module")
def cards(repo: Path) -> dict[str, dict]:
    paths = (repo / "corpus" / "documents").glob("*.yml")
    read = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}
    return {card["sha256"]: {"doc": doc} | card for doc, card in read.items()}


def test_the_originals_agree_with_their_cards(real: dict[Path, str], cards: dict[str, dict]):
    titles, dates, known = set(), set(), 0
    for path, text in real.items():
        if card := cards.get(fingerprint(text)):
            found = facts(text, path.name, cuts(text), today=TODAY)
            known += 1
            printed = found["title"].value
            titles |= set() if printed in card["title"].values() else {card["doc"]}
            date = found["date"].value if "date" in found else ""
            dates |= set() if card["date"].startswith(date) else {card["doc"]}

            assert language(text, cuts(text)) == card["language"], card["doc"]
            assert found["genre"].value == card["genre"], card["doc"]
            assert bool(date) == bool(card["date"]), card["doc"]

    assert known > 20
    assert titles == OTHER_TITLES
    assert dates == OTHER_DATES


def test_every_legal_text_has_title_date_and_genre(real: dict[Path, str]):
    legal = {path: text for path, text in real.items() if path.suffix == ".md"}

    assert len(legal) == 29
    for path, text in legal.items():
        found = facts(text, path.name, cuts(text), today=TODAY)

        assert language(text) == "zh", path.name
        assert found["title"].where == "line 1", path.name
        assert found["genre"].value == "policy", path.name
        assert found["date"].value[:2] in ("19", "20"), path.name

"""Page furniture, repetition and references, told from the text itself."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.corpus.furniture import cuts
from workbench.corpus.texts import fingerprint, stored

ZH = (
    "柳溪街道的老粮站关了二十年，去年春天才又有人进来打扫。"
    "如今这里每周三晚上都亮着灯，合唱队在楼上，修车的师傅在楼下。"
)
EN = (
    "The old granary of Willow Street stood empty for twenty years before anybody swept it. "
    "A choir now sings upstairs on Wednesday evenings, and a man mends bicycles below. "
    "Neighbours who never spoke bring soup, and some of them stay to listen."
)


def pieces(text: str, kind: str = "") -> list[str]:
    return [text[cut.start : cut.end] for cut in cuts(text) if kind in ("", cut.kind)]


# --- the head of a page ---------------------------------------------------------


def test_a_chinese_head_is_cut_down_to_its_date():
    head = "柳溪网\n\n首页 > 街坊 > 正文\n\n粮站又亮灯了\n\n"
    text = f"{head}2019-03-02  来源:柳溪晚讯\u00a0\n{ZH}\n{ZH[5:]}\n"

    assert pieces(text) == [head, "来源:柳溪晚讯\u00a0\n"]
    assert {cut.kind for cut in cuts(text)} == {"furniture"}
    assert "line 3" in cuts(text)[0].why


def test_an_english_breadcrumb_goes_with_the_title_under_it():
    head = "Current location - Readings - Towns - The granary\nThe granary\n"

    assert pieces(head + EN) == [head]


@pytest.mark.parametrize(
    "line",
    [
        "当前位置：首页 > 街坊 > 粮站",
        "您的位置: 首页 » 街坊",
        "Home > Towns > Granary",
        "街坊 > 正文",
    ],
)
def test_breadcrumbs_of_several_makes_are_known(line: str):
    assert pieces(f"{line}\n\n{ZH}{EN}") == [f"{line}\n\n"]


@pytest.mark.parametrize(
    "line", ["Home - a short history", "Home care > hospital care", "首页改版的通知", "粮食 > 布匹"]
)
def test_a_title_with_a_dash_or_an_arrow_is_no_breadcrumb(line: str):
    assert pieces(f"{line}\n\n{ZH}{EN}") == []


def test_a_source_line_under_the_title_keeps_its_date():
    text = f"The granary\nAuthor:Liuxi.com Time:2019.03.02\n{EN}"

    assert pieces(text) == ["Author:Liuxi.com Time:"]


def test_a_title_and_a_date_alone_are_no_furniture():
    assert pieces(f"粮站又亮灯了\n\n2019-03-02\n\n{ZH}") == []


def test_a_label_further_down_is_content():
    assert pieces(f"粮站又亮灯了\n\n{ZH}\n\n时间：每周三晚上\n\n来源：街坊自己\n\n{ZH[3:]}") == []


# --- its foot -------------------------------------------------------------------


def test_everything_from_the_editor_on_is_cut():
    foot = "责任编辑:小柳\n\n相关热词:\n\n粮站\n\n上一篇:桥头的菜园\n下一篇:柳树下的书屋"

    assert pieces(f"{ZH}\n{ZH[2:]}\n\n{foot}\n") == [foot]


@pytest.mark.parametrize("mark", ["- END -", "—— 完 ——", "（完）", "=END="])
def test_teasers_after_an_end_mark_are_cut(mark: str):
    foot = f"{mark}\nAnother town opens a swimming pool\nThe mayor swam first (Li Mu) on July 2..."

    assert pieces(f"{EN}\n{EN[4:]}\n{foot}") == [foot]


def test_a_paragraph_under_the_mark_keeps_everything():
    assert pieces(f"{EN}\n{EN[3:]}\n{EN[6:]}\n- END -\n{EN[9:]} {EN[7:]}") == []


@pytest.mark.parametrize(
    "line",
    [
        "　　相关阅读的风气在老人里传开了。",
        "相关阅读的风气传开了",
        "编辑：墙报由街坊轮流来做。",
        "相关文章登出以后，来的人多了。",
        "分享到的蔬菜当天吃完。",
        "主办：柳溪街道",
        "Related articles were read aloud on Friday",
    ],
)
def test_a_sentence_that_begins_like_a_foot_is_content(line: str):
    assert pieces(f"{ZH}\n{ZH[2:]}\n\n{line}\n") == []


@pytest.mark.parametrize(
    "foot",
    [
        "相关阅读：桥头的菜园",
        "【相关链接】\n桥头的菜园",
        "【打印】【关闭】",
        "版权所有 柳溪街道",
        "主办：柳溪街道\n地址：柳溪桥头\n某ICP备00000001号",
        "Related articles\nA garden at the bridge",
    ],
)
def test_links_buttons_and_imprint_are_a_foot(foot: str):
    assert pieces(f"{ZH}\n{ZH[2:]}\n\n{foot}\n") == [foot]


def test_an_editor_named_in_the_first_half_is_no_foot():
    assert pieces(f"粮站\n责编的话\n责任编辑:小柳\n{ZH}\n{ZH[1:]}") == []


# --- papers ---------------------------------------------------------------------

PAPER = (
    "Granaries Compared\n\n—— The Case of Liuxi\n\nMu Li ¹, Ana Wu ^{2,*}\n\n"
    "¹Institute of Grain, Liuxi\n\n²Liuxi University, Liuxi, China\n\n"
    f"Abstract\n\n{EN}\n\nKeywords: grain; neighbours\n\n1. Begin\n\n{EN[4:]}\n\n{EN[9:]}\n\n"
)
LIST = "References\n\n- [1] Li M. On grain. 2001.\n- [2] Wu A. On bread [J]. Bread, 2004(2):1-9."


def test_names_and_addresses_between_title_and_abstract_are_cut():
    found = pieces(PAPER)

    assert len(found) == 1
    assert found[0].startswith("Mu Li ¹")
    assert found[0].endswith("Liuxi, China\n\n")


def test_without_an_address_it_is_not_certain_who_wrote_a_paper():
    assert pieces(f"Granaries\n\nMu Li\n\nAbstract\n\n{EN}") == []


def test_a_reference_list_reaches_to_the_end():
    assert pieces(PAPER + LIST + "\n", "references") == [LIST]


@pytest.mark.parametrize(
    "heading", ["参考文献", "参考文献：", "【参考文献】", "## References", "6. References"]
)
def test_headings_of_references_are_known_in_both_languages(heading: str):
    text = f"{ZH}\n{ZH[1:]}\n\n{heading}\n[1] 柳三．粮站记［M］．2001．"

    assert pieces(text, "references") == [text[text.index(heading) :]]


def test_a_reference_list_ends_at_the_next_heading():
    text = f"{PAPER}{LIST}\n\n## Appendix\n\nThe songs the choir sang in 2019"

    assert pieces(text, "references") == [LIST]


def test_a_heading_of_references_without_entries_is_none():
    assert pieces(f"Contents\n\nReferences\n\nAppendix\n\n{EN}", "references") == []


# --- repetition -----------------------------------------------------------------


def test_of_a_phrase_in_a_loop_the_first_stays():
    loop = ", ring the bell" * 6
    text = f"{EN} They say ring the bell{loop}. Then silence."

    assert pieces(text) == [loop]
    assert "7 times" in cuts(text)[0].why


def test_a_loop_takes_in_the_same_phrase_a_little_changed():
    said = ["never sell bells", "never sell the bellhouse", *["never sell the bell"] * 6]
    text = f'{EN} "never dance, {", ".join(said)}, and never sell the bells. {EN}'
    start = text.index(", never sell the bellhouse")

    assert [(cut.start, text[cut.end :][:2]) for cut in cuts(text)] == [(start, ". ")]
    assert "9 times" in cuts(text)[0].why


def test_a_loop_without_commas_is_cut_as_well():
    assert pieces(f"{ZH}居民的参与{'的参与' * 6}。{ZH[1:]}") == ["的参与" * 6]


def test_four_times_and_what_has_no_words_are_no_loop():
    assert (
        pieces(f"{EN} {'ring the bell, ' * 4} {'- ' * 40} {'|---' * 20} {'哈' * 30} 1 1 1 1 1")
        == []
    )


def test_a_lead_that_stands_below_again_is_cut():
    lead = ZH[:40]
    text = f"粮站又亮灯了\n\n{lead}\n\n{EN}\n\n“{lead}”一位老人说。"

    assert pieces(text) == [lead]
    assert str(text.rindex(lead)) in cuts(text)[0].why


def test_a_short_line_said_twice_is_no_lead():
    assert pieces(f"粮站又亮灯了\n\n老人笑了\n\n{EN}\n\n老人笑了") == []


# --- markup ---------------------------------------------------------------------


def test_comments_and_addresses_of_links_are_markup():
    text = f"# 粮站办法\n\n<!-- end of head -->\n\n见《[粮法](https://law.example/1.html)》。{ZH}"

    assert pieces(text) == ["<!-- end of head -->", "](https://law.example/1.html)"]


def test_the_stamp_of_a_collection_is_cut():
    stamp = "> 修订时间 2016年8月31日柳溪令第5号公布"

    assert pieces(f"# 粮站办法\n\n{stamp}\n\n{ZH}") == [stamp]
    assert pieces(f"# 粮站办法\n\n> 修订时间不明\n\n{ZH}") == []


# --- caution --------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " \n\t\n", "粮站", ZH, EN, f"{ZH}\n\n{EN}"])
def test_a_text_without_furniture_keeps_everything(text: str):
    assert cuts(text) == []


def test_a_page_of_nothing_but_furniture_is_not_emptied():
    text = "柳溪网\n首页 > 街坊 > 正文\n责任编辑:小柳\n上一篇:桥头的菜园\n下一篇:书屋"

    assert sum(cut.end - cut.start for cut in cuts(text)) <= len(text) / 2


def test_a_bibliography_is_a_text_of_its_own():
    assert pieces(f"粮站书目\n\n{LIST}", "references") == []


LINES = st.sampled_from(
    [
        "首页 > 街坊 > 正文", "粮站", "2019-03-02 来源:甲报", "责任编辑:小柳", "- END -", LIST,
        ZH, EN, "Abstract", "Mu Li", "Liuxi University", "# 粮站", "<!-- x -->", "敲钟，" * 7, "",
        " \u00a0", "上一篇:甲", "References", "[1] 2001", "> 修订时间 2019年", "敲敲钟" * 6,
        "[a](https://x.example/y)",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\n\n", " "]))
def test_cuts_are_sorted_apart_and_hold_something(parts: list[str], between: str):
    text = between.join(parts)
    found = cuts(text)

    assert all(0 <= cut.start < cut.end <= len(text) for cut in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[cut.start] == text[cut.start : cut.end].lstrip()[0] for cut in found)
    assert all(cut.why and cut.kind in {"furniture", "repetition", "references"} for cut in found)


@pytest.mark.parametrize(
    "unit",
    ["社", " ", "\u00a0", "- ", "> ", "首页 > ", "[(", "参考文献", "2018年", "ring the bell, "],
)
def test_a_line_of_a_million_characters_is_read(unit: str):
    text = unit * (1_000_000 // len(unit))

    assert len(cuts(text)) <= 1


# --- the real material ----------------------------------------------------------

# A heading that is of another document cannot be told from the page.
MISSED = {("policy-2024-community-workers", 0, 18, "furniture")}


def test_the_cuts_of_the_originals_are_those_a_person_decided(originals: list[Path], repo: Path):
    cards = {
        card["sha256"]: (path.stem, card)
        for path in (repo / "corpus" / "documents").glob("*.yml")
        for card in [yaml.safe_load(path.read_text(encoding="utf-8"))]
        if card["rights"] == "withheld"
    }
    decided, found, seen = set(), set(), set()
    for path in (path for folder in originals for path in folder.rglob("*") if path.is_file()):
        text = stored(path.read_bytes()) or ""
        doc, card = cards.get(fingerprint(text), ("", {}))
        if doc:
            seen.add(doc)
            spans = card.get("set_aside", [])
            decided |= {(doc, span["start"], span["end"], span["kind"]) for span in spans}
            found |= {(doc, cut.start, cut.end, cut.kind) for cut in cuts(text)}

    assert len(seen) > 20
    assert decided - found == MISSED
    assert found - decided == set()

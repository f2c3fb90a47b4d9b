"""A saved page is stored whole; what is not its article is cut with a reason."""

from collections.abc import Callable

import pytest

from workbench.corpus.facts import Fact
from workbench.corpus.importers import Extract, Unreadable, html, read

ARTICLE = """\
<h1>柳街的老人食堂</h1>
<p class="info">2018-08-08 来源：柳街通讯</p>
<p>柳街的食堂开门那天，雨下得很大，
   可是队伍一直排到桥头，一共来了&nbsp;120 位老人。</p>
<p>食堂的钱一半来自街道，一半来自居民的捐款；做饭的是三位退休的厨师，每天轮流掌勺。</p>
<p>The kitchen is run by <b>three</b> retired cooks who take turns,
as all of them like to.</p>
<p>后来，别的街道也学着办了起来，有的办成了，有的没有办成，要看有没有人愿意长久地做下去。</p>"""

PAGE = f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="gb2312">
<title>柳街的老人食堂 - 竹巷网</title><meta property="og:site_name" content="竹巷网">
<meta name="Author" content="王 小明">
<meta property="article:published_time" content="2018-08-08T09:00:00+08:00">
<script>var x = "<p>script</p>"</script></head><body>
<header><a href="/">首页</a> <a href="/n">新闻</a></header>
<nav><ul><li>要闻</li><li>社区</li></ul></nav>
<div>当前位置 &gt; 社区 &gt; 正文</div>
<div id="content">{ARTICLE}</div>
<div><h3>相关阅读</h3><ul><li><a href="/1">竹巷的图书角</a></li></ul></div>
<div role="complementary">广告</div>
<footer>版权所有</footer></body></html>"""


def text(page: str) -> str:
    return read(page.encode(), "a.html").text


@pytest.fixture
def page() -> Extract:
    return read(PAGE.encode("gb18030"), "a.html")


def test_all_that_is_seen_is_stored_in_its_order(page: Extract):
    assert page.text.split("\n") == [
        "首页 新闻",
        "要闻",
        "社区",
        "当前位置 > 社区 > 正文",
        "柳街的老人食堂",
        "2018-08-08 来源：柳街通讯",
        "柳街的食堂开门那天，雨下得很大，可是队伍一直排到桥头，一共来了\u00a0120 位老人。",
        "食堂的钱一半来自街道，一半来自居民的捐款；做饭的是三位退休的厨师，每天轮流掌勺。",
        "The kitchen is run by three retired cooks who take turns, as all of them like to.",
        "后来，别的街道也学着办了起来，有的办成了，有的没有办成，要看有没有人愿意长久地做下去。",
        "相关阅读",
        "竹巷的图书角",
        "广告",
        "版权所有",
        "",
    ]


def test_what_is_not_the_article_is_cut_with_its_reason(
    page: Extract, sound: Callable[[Extract], None]
):
    cut = {page.text[each.start : each.end]: each.why for each in page.cuts}

    sound(page)
    assert cut == {
        "首页 新闻": "in <header> of the page",
        "要闻\n社区": "in <nav> of the page",
        "当前位置 > 社区 > 正文": "before the article of the page",
        "相关阅读\n竹巷的图书角": "after the article of the page",
        "广告": "in a part with the role complementary of the page",
        "版权所有": "in <footer> of the page",
    }
    assert {each.kind for each in page.cuts} == {"furniture"}


def test_a_page_says_who_when_and_where(page: Extract):
    assert page.encoding == "gb18030"
    assert page.facts == {
        "title": Fact("柳街的老人食堂", "heading of the page"),
        "authors": Fact("王 小明", "meta author"),
        "date": Fact("2018-08-08", "meta article:published_time"),
        "source": Fact("竹巷网", "meta og:site_name"),
    }


def test_a_page_without_an_article_is_cut_nowhere():
    made = read("<nav>首页</nav>".encode(), "a.html")

    assert (made.text, made.cuts) == ("首页\n", [])
    assert made.notes == ["no article found in the page: nothing of it is cut"]


def test_a_page_within_a_form_has_its_article():
    made = read(f"<form><p>首页</p>{ARTICLE}<button>搜索</button></form>".encode(), "a.html")

    assert [made.text[each.start : each.end] for each in made.cuts] == ["首页", "搜索"]


def test_a_failure_to_find_the_article_loses_nothing(monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(html.trafilatura, "bare_extraction", fail)
    made = read(PAGE.encode("gb18030"), "a.html")

    assert "120 位老人" in made.text
    assert made.cuts == []


def test_the_headline_and_header_of_an_article_are_not_furniture():
    # the header within <article> is the article's own, the one before it the page's
    inner = ARTICLE.replace("<h1>", "<header><p>本报讯</p><h1>").replace("</h1>", "</h1></header>")
    made = read(f"<header>站名</header><article>{inner}</article>".encode(), "a.html")
    cut = [made.text[each.start : each.end] for each in made.cuts]

    assert "站名" in cut
    assert not any("柳街的老人食堂" in each for each in cut)


# --- layout -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>a<br>b</p>c<div>d</div>e", "a\nb\nc\nd\ne\n"),
        ("<p>a <b>b</b>\n c</p>", "a b c\n"),
        ("<p>社区\n  治理 社区\tx</p>", "社区治理 社区 x\n"),
        ("<p>a<span hidden>b</span>c<i style='Display: None'>d</i>e</p>", "ace\n"),
        ("<p>a<script>b</script>c<!-- d -->e<style>f</style>g</p>", "aceg\n"),
        ("<p>漢<ruby>字<rp>(</rp><rt>zì</rt><rp>)</rp></ruby></p>", "漢字\n"),
        ("<p>&lt;script&gt;x&lt;/script&gt; {{ y }}</p>", "<script>x</script> {{ y }}\n"),
        ("<p>&amp;amp; &#x4E00;&#0;</p>", "&amp; 一\ufffd\n"),
        ("<img alt='x' onerror='alert(1)'><p onclick='y'>z</p>", "z\n"),
        ("<pre>a  b\n  c\n\nd&#13;</pre>e", "a  b\n  c\nd\ne\n"),
        ("<p>a\u00a0&nbsp; b\u200b\ufeff👨\u200d👩</p>", "a\u00a0\u00a0 b\u200b\ufeff👨\u200d👩\n"),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "a\nb\n"),
    ],
)
def test_a_page_is_written_as_it_is_seen(page: str, expected: str):
    assert text(page) == expected


def test_cells_are_parted_by_tabs_and_rows_by_line_ends():
    rows = "<tr><th></th><th>人数</th></tr><tr><td><p>2017</p></td><td>80</td></tr>"

    assert text(f"<p>x</p><table>{rows}</table>y") == "x\n\t人数\n2017\t80\ny\n"


def test_a_table_that_lays_out_a_page_ends_lines():
    page = "<table><tr><td><p>a</p><p>b</p></td><td><p>c</p><p>d</p></td></tr></table>"

    assert text(page).replace("\t", "") == "a\nb\nc\nd\n"


# --- encodings ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "codec", "encoding"),
    [
        ('<meta charset="GBK">', "gb18030", "gb18030"),
        ('<meta http-equiv=Content-Type content="text/html; charset=big5">', "big5", "big5"),
        ('<?xml version="1.0" encoding="gb2312"?>', "gb18030", "gb18030"),
        ('<meta charset="gb2312">', "utf-8", "utf-8"),
        ('<meta charset="klingon">', "utf-8", "utf-8"),
        ("", "utf-16", "utf-16-le"),
    ],
)
def test_a_page_declares_its_encoding(head: str, codec: str, encoding: str):
    made = read(f"{head}<p>社會治理 。</p>".encode(codec), "a.htm")

    assert (made.text, made.encoding) == ("社會治理 。\n", encoding)


def test_latin1_of_a_page_is_what_browsers_make_of_it():
    made = read(b"<meta charset=iso-8859-1><p>\x93caf\xe9\x94</p>", "a.html")

    assert made.text == "“café”\n"


@pytest.mark.parametrize("head", ["", '<meta charset="klingon">', '<meta charset="utf-16">'])
def test_a_page_in_an_encoding_it_does_not_name_is_refused(head: str):
    with pytest.raises(Unreadable, match="no encoding declared; it reads as"):
        read(f"{head}<p>社区治理，居民参与</p>".encode("gb18030"), "a.html")


def test_what_someone_declares_outweighs_the_page():
    page = '<meta charset="big5"><p>社区治理</p>'.encode("gb18030")

    assert read(page, "a.html", encoding="gbk").text == "社区治理\n"


# --- damage -------------------------------------------------------------------


def test_a_page_of_endless_depth_is_refused_and_a_deep_one_read():
    deep = f"{'<div>' * 1500}深{'</div>' * 1500}尾"

    assert text(deep) == "深\n尾\n"
    with pytest.raises(Unreadable, match="nests too deeply"):
        text("<div>" * 5000 + "深")


@pytest.mark.parametrize("page", ["<html>", "<!-- x -->", "<script>x</script>", "<p> </p>"])
def test_a_page_without_text_is_refused(page: str):
    with pytest.raises(Unreadable, match="empty"):
        text(page)


def test_no_address_of_a_page_is_opened(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection is opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    outside = '<link rel="canonical" href="http://example.org/a"><iframe src="http://example.org">'
    entity = '<!DOCTYPE html SYSTEM "http://example.org/x.dtd">'

    assert "120 位老人" in text(f"{entity}{outside}</iframe>{PAGE}")


def test_an_article_without_a_body_around_it_is_read():
    """HTML allows to leave out head and body; the parser then leaves the article in the head."""
    page = "<!DOCTYPE html><title>邻里客厅</title><article><p>街道开了一间客厅。</p></article>"

    assert read(page.encode(), "a.html").text == "街道开了一间客厅。\n"


@pytest.mark.parametrize(
    ("window", "title"),
    [
        ("柳街的灯-柳街政府网", "柳街的灯"),
        ("柳街的灯 | 新闻_柳街网", "柳街的灯"),
        ("桥头的灯-柳街政府网", "桥头的灯-柳街政府网"),  # no line of the page says so
    ],
)
def test_the_title_of_a_window_is_without_its_site_where_a_line_is(window: str, title: str):
    page = f"<title>{window}</title><body><table><tr><td>柳街的灯</td></tr></table>"

    assert read(page.encode(), "a.html").facts["title"] == Fact(title, "title of the page")

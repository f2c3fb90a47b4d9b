"""How a legal or policy text shows what it is: its kind, version, number and issuer."""

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from workbench.corpus import dates
from workbench.corpus.facts import Fact
from workbench.corpus.pages import HEAD, Head, Line, light, lines, number_of

_KIND = r"条例|办法|意见|规定|决定|决议|纲要|规划|计划|方案|通知|细则|法|报告"
_TITLE = re.compile(rf"({_KIND})(?:\s*[（(][^（）()]*[）)])*$")
_ARTICLE = re.compile(r"^[#*> \t\u3000]*(第[一二三四五六七八九十百零〇\d]{1,6}[条章篇])", re.M)
_ARTICLES = 3

# The words with which such a text enacts, decides or is laid before a congress.
_FORMULA = re.compile(
    rf"制定(?:本|如下|以下)(?:{_KIND})|[作做]出(?:如下|以下|本)(?:决定|决议)"
    r"|(?:提出|制定)(?:如下|以下)[^。，\n]{0,8}(?:意见|方案|规划|措施)"
    r"|代表[^。，\n]{2,20}向[^。，\n]{0,12}大会[^。，\n]{0,3}报告"
)
_NEAR_THE_TOP = 2000  # characters in which the formula stands

_OFFICE = r"(?:办公厅|办公室)?"
_ORGAN = (
    rf"(?:中共中央(?:组织部|宣传部|政法委员会|社会工作部)?{_OFFICE}|国务院{_OFFICE}"
    rf"|[\u4e00-\u9fff]{{1,10}}?[省市区县州盟旗](?:委|人民政府){_OFFICE}"
    rf"|[\u4e00-\u9fff]{{1,7}}部{_OFFICE})"
)
_BY = re.compile(rf"({_ORGAN}(?:[\s、]?{_ORGAN})*)(?:关于|印发)")
_CONGRESS = re.compile(
    r"(?:\d日)?[由经]?([\u4e00-\u9fff]{2,12}?)?第[一二三四五六七八九十\d]+届(全国)?(人民代表大会(?:常务委员会)?)"
    r"第[一二三四五六七八九十\d]+次会议[^\n，。]{0,30}?通过"
)

_VERSION = re.compile(r"通过|修正|修订|公布|发布|批准|颁布|印发|施行|实施")
_NUMBERS = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,10}[〔［【\[(（](?:19|20)\d\d[〕］】\])）]第?\d+号"
    r"|(?<![^日\s（(])(?:中华人民共和国)?([\u4e00-\u9fff]{2,12})令第?\s?\d+\s?号"
)


def kind(text: str, title: str) -> Fact | None:
    """``policy`` where the title names such a text and the text bears it out.

    Borne out by articles or chapters, by a formula of enactment near the top, or by
    the organ of state that the title names.
    """
    named = _TITLE.search(title)
    if not named:
        return None
    articles = list(islice(_ARTICLE.finditer(text), _ARTICLES))
    formula = _FORMULA.search(text, 0, _NEAR_THE_TOP)
    proof = f"the title ends in {named[1]}"
    if len(articles) == _ARTICLES:
        at = number_of(text, articles[0].start(1))
        return Fact("policy", f"{proof}, line {at}: {articles[0][1]}")
    if formula:
        at = number_of(text, formula.start())
        return Fact("policy", f"{proof}, line {at}: formula of enactment")
    organ = _BY.match(title)
    return Fact("policy", f"{proof} and names its issuer") if organ else None


def versions(text: str, page: Head) -> Iterator[tuple[Line, str, str]]:
    """The dates of passing and amending in the head: line, notation and ISO date.

    The day from which a text is in force (自…起) is none of them.
    """
    for line in _top(text, page):
        for start, end, iso in dates.parsed(line.text if _VERSION.search(line.text) else ""):
            if not (line.text[:start].endswith("自") and line.text[end:].startswith("起")):
                yield line, line.text[start:end], iso


def number(text: str, page: Head) -> Fact | None:
    """The number under which the text was issued, if its head or title line prints one."""
    for line in _top(text, page):
        if match := _NUMBERS.search(line.text):
            value = "".join(match[0].split()).removeprefix("中华人民共和国")
            return Fact(value, f"line {line.number}")
    return None


def issuer(text: str, page: Head, title: str) -> Fact | None:
    """Who issued the text: named by the title, by the meeting that passed it, or by its order."""
    if named := _BY.match(title):
        organs = re.findall(_ORGAN, named[1])
        return Fact(";".join(organs), "title")
    for line in _top(text, page):
        if passed := _CONGRESS.search(_undated(line.text)):
            place = passed[1] or passed[2] or ""
            return Fact(place + passed[3], f"line {line.number}")
        if (order := _NUMBERS.search(line.text)) and order[1]:
            return Fact(order[1].removeprefix("中华人民共和国"), f"line {line.number}")
    return None


def _top(text: str, page: Head) -> list[Line]:
    """The lines between the title and the first article, chapter or paragraph."""
    below = islice(lines(text), HEAD)
    near = (line for line in below if not page.title or line.start > page.title.start)
    return list(takewhile(lambda line: light(line.text, 120) and not _is_body(line), near))


def _undated(text: str) -> str:
    """``text`` without its dates: the last sign of one is no part of the name that follows."""
    for start, end, _ in reversed(dates.parsed(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def _is_body(line: Line) -> bool:
    return bool(_ARTICLE.match(line.text)) or line.text.endswith("。") or line.text[0] == "#"

"""The head of a page: site, breadcrumb, title, source line, and where the text begins.

What a text says of itself and what is only furniture of the page it was copied from are
both read off these few lines, so that they are told apart in one place.
"""

import re
from collections.abc import Iterator
from itertools import islice, takewhile, zip_longest
from typing import NamedTuple

from workbench.corpus import dates

HEAD = 12  # lines with something on them; further down nothing is a head
_HEAVIEST_TITLE = 60  # Chinese characters or English words
_HEAVIEST_BYLINE = 30

_HERE = (
    r"(?:网站首页|首页|主页|当前位置|您?(?:现在|当前|所在)的?位置|您的位置|"
    r"Home|Current (?:location|position)|You are here|Your (?:location|position))"
)
_STEP = r"\s*[>›»→＞]+\s*|\s+[-–—|/]\s+"
_BREADCRUMB = re.compile(
    rf"{_HERE}(?:{_STEP}|\s*[:：].*(?:{_STEP}))|.*[>›»→＞]\s*正文$", re.IGNORECASE
)
_LABEL = (
    r"(?:(?:文章|信息|稿件)?来源|(?:文章)?作者|记者|(?:发布|发表|更新)?(?:时间|日期)|(?:责任)?编辑|"
    r"浏览(?:次数|量)?|点击(?:数|量)?|阅读(?:数|量)?|字号|"
    r"\b(?:Sources?|Authors?|Time|Date|Published(?: on)?|Posted(?: on)?|Editors?|Views|From))"
)
_LABELLED = re.compile(rf"({_LABEL})\s*[:：]\s*", re.IGNORECASE)
_LINE = re.compile(r"\S[^\n]*")
_WORDS = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


class Line(NamedTuple):
    """One line that is not blank, without the blanks around it; ``number`` counts from 1."""

    number: int
    start: int
    end: int
    text: str


class Head(NamedTuple):
    """What stands above the text itself, which begins at ``body``."""

    site: list[Line]
    breadcrumb: Line | None
    title: Line | None
    subtitle: Line | None
    bylines: list[Line]
    body: int


def weight(text: str) -> tuple[int, int]:
    """How many Chinese characters and how many words in Latin letters a text has."""
    return len(_HAN.findall(text)), len(_WORDS.findall(text))


def light(text: str, most: int) -> bool:
    """Whether a text has at most ``most`` Chinese characters and English words."""
    if len(text) <= most or len(text) > 10 * most:
        return len(text) <= most
    return sum(weight(text)) <= most


def lines(text: str, start: int = 0) -> Iterator[Line]:
    """The lines from ``start`` on that are not blank; that of ``start`` is number 1."""
    number = 1
    for match in _LINE.finditer(text, start):
        number += text.count("\n", start, match.start())
        start = match.start()
        line = match[0].rstrip()
        yield Line(number, start, start + len(line), line)


def number_of(text: str, position: int) -> int:
    """The number of the line in which ``position`` lies, from 1."""
    return text.count("\n", 0, position) + 1


def head(text: str) -> Head:
    """The head of ``text``, as far as it has one.

    The name of a site counts only above a breadcrumb, a source line only close
    under the title.
    """
    top = list(islice(lines(text), HEAD))
    place = next((i for i, line in enumerate(top[:5]) if _is_breadcrumb(line)), -1)
    site, breadcrumb = top[: max(place, 0)], (top[place] if place >= 0 else None)
    if not all(light(line.text, 12) for line in site):
        site, breadcrumb, place = [], None, -1
    rest = top[place + 1 :]
    title = _title(rest, whole=text)
    below = [line for line in rest if not title or line.start > title.start]
    subtitle = below[0] if title and below and re.match(r"[—–-]{1,3}\s*\w", below[0].text) else None
    below = below[1:] if subtitle else below
    bylines = list(takewhile(is_byline, below[:3]))
    after = below[len(bylines) :]
    return Head(site, breadcrumb, title, subtitle, bylines, after[0].start if after else len(text))


def steps(breadcrumb: Line) -> list[str]:
    """The steps of a breadcrumb, without the words that say that it is one."""
    parts = re.split(_STEP, re.sub(rf"^{_HERE}\s*[:：]", "", breadcrumb.text, flags=re.IGNORECASE))
    named = [part.strip() for part in parts]
    return [part for part in named if part and not re.fullmatch(_HERE + "|正文", part, re.I)]


def is_byline(line: Line) -> bool:
    """Whether a line only says where, when or by whom, as in 2018-08-08 来源:甲报."""
    if not light(line.text, _HEAVIEST_BYLINE) or line.text[-1] in "。！？":
        return False
    if is_date(line.text):
        return True
    found = dates.parsed(line.text)
    at_start = found[0][1] if found and found[0][0] == 0 else 0
    rest = re.sub(r"^\s*\d{1,2}:\d\d(?::\d\d)?", "", line.text[at_start:]).strip()
    return bool(_LABELLED.match(rest)) or (at_start > 0 and not rest)


def is_date(text: str) -> bool:
    """Whether a line is nothing but one date, in brackets or not."""
    if not light(text, _HEAVIEST_BYLINE):
        return False
    bare = re.sub(r"^[（(]\s*|\s*[）)]$", "", text)
    return [(start, end) for start, end, _ in dates.parsed(bare)] == [(0, len(bare))]


def labelled(line: Line) -> Iterator[tuple[str, str]]:
    """The label and value of every part of a source line, the labels in small letters."""
    marks = list(_LABELLED.finditer(line.text))
    for mark, following in zip_longest(marks, marks[1:]):
        end = following.start() if following else len(line.text)
        value = line.text[mark.end() : end]
        cut = [start for start, _, _ in dates.parsed(value) if start > 0]
        yield mark[1].lower(), value[: cut[0] if cut else None].strip(" \t\u00a0\u3000|｜")


def _is_breadcrumb(line: Line) -> bool:
    """Arrows make a breadcrumb; dashes and bars, which titles have too, from the second on."""
    if len(line.text) > 300 or not _BREADCRUMB.match(line.text):
        return False
    return bool(re.search("[>›»→＞]", line.text)) or len(re.split(_STEP, line.text)) > 2


def _title(top: list[Line], *, whole: str) -> Line | None:
    """The heading of a Markdown text, else a first line that is no sentence."""
    headings = [line for line in top if re.match(r"# +\S", line.text)]
    if headings:
        return headings[0]
    first = next((line for line in top if not is_byline(line)), None)
    if first is None or not whole[first.end :].strip() or first.text[-1] in "。；;，,.：:、":
        return None
    fits = light(first.text, _HEAVIEST_TITLE) and sum(weight(first.text)) > 0
    return first if fits and not first.text.startswith(("<", ">", "|", "- ")) else None

"""How a scholarly paper is built: its authors and their addresses, abstract, references."""

import re
from itertools import islice
from typing import NamedTuple

from workbench.corpus.pages import HEAD, Head, Line, lines

_OPEN, _CLOSE = r"^[#*\[【 \t]*", r"[\]】*]*[ \t\u3000]*(?:[:：.]|$)"
_PARTS = {
    "abstract": re.compile(rf"{_OPEN}(?:Abstract|ABSTRACT|摘[ \u3000]*要){_CLOSE}", re.M),
    "keywords": re.compile(
        rf"{_OPEN}(?:Key ?[Ww]ords|KEY ?WORDS|Index Terms|关[ \u3000]*键[ \u3000]*[词字]){_CLOSE}",
        re.M,
    ),
    "references": re.compile(
        r"^(?:#{1,6} +)?[\[【]?(?:\d{1,2}\.? *|[一二三四五六七八九十]+、)?\**"
        r"(?:References|REFERENCES|Bibliography|Works [Cc]ited|参考文献)\**[\]】]?"
        r"[ \t]*[:：]?[ \t]*(?=$|[\[［【]1)",
        re.M,
    ),
}
_ENTRY = re.compile(r"(?:[-*•] )?[\[［【(（]?\d{1,3}[\]］】)）.、]|.*(?:19|20)\d\d")
_AFFILIATION = re.compile(
    r"(?<![A-Za-z])(?:University|College|Institute|School|Academy|Cent(?:er|re)|Department|Faculty"
    r"|Laboratory)\b|大学|学院|研究院|研究所|研究中心|党校|@",
)
_MARKS = re.compile(r"\^\{[^{}]*\}|[\d¹²³⁴⁵⁶⁷⁸⁹⁰*†‡§#^]+")
_LATIN_NAME = re.compile(r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){1,3}")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,6})?")


class Byline(NamedTuple):
    """The authors of a paper, and the span of their names and addresses."""

    names: list[str]
    line: Line
    end: int


def part(text: str, name: str, start: int = 0) -> re.Match[str] | None:
    """Where the abstract, the keywords or the references begin, with their heading."""
    return _PARTS[name].search(text, start)


def is_entry(text: str) -> bool:
    """Whether a line can be an entry of a reference list: it has a number or a year."""
    return bool(_ENTRY.match(text[:1000]))


def byline(text: str, page: Head) -> Byline | None:
    """Who wrote a paper, if it says so between the title and the abstract or keywords.

    Certain only where the first line is names throughout, and each other one an
    address or names again; there is at least one address.
    """
    top = [line for line in islice(lines(text), 2 * HEAD) if line.start >= page.body]
    heads = (_PARTS["abstract"], _PARTS["keywords"])
    place = next((i for i, at in enumerate(top) if any(h.match(at.text) for h in heads)), 0)
    block, names = top[:place], people(top[0].text) if place else []
    addresses = [line for line in block[1:] if _AFFILIATION.search(line.text)]
    known = [line for line in block[1:] if line in addresses or people(line.text)]
    if not names or not addresses or len(known) < len(block) - 1:
        return None
    more = [name for line in known if line not in addresses for name in people(line.text)]
    return Byline(list(dict.fromkeys([*names, *more])), block[0], top[place].start)


def people(text: str) -> list[str]:
    """The names of people that ``text`` consists of; empty if anything else is in it."""
    if len(text) > 300:
        return []
    parts = re.split(r"[,，、;；]|\band\b|&|和", _MARKS.sub(" ", text))
    names = [" ".join(part.split()) for part in parts]
    names = [one for name in names for one in (name.split() if _spaced(name) else [name])]
    names = [name for name in names if name]
    good = all(_LATIN_NAME.fullmatch(name) or _HAN_NAME.fullmatch(name) for name in names)
    return names if good else []


def _spaced(names: str) -> bool:
    """Whether several Chinese names stand side by side with only a blank between them."""
    return all(_HAN_NAME.fullmatch(name) for name in names.split())

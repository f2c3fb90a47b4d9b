"""What a text says of itself: language, title, date, source, authors, genre, number.

Only what is printed in the text or in the name of its file is a fact, and each tells
where it was found; what is not certain is left for a person to fill in.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal

from workbench.corpus import dates, legal, papers
from workbench.corpus.facts import Cut, Fact
from workbench.corpus.pages import (
    Head,
    head,
    is_date,
    labelled,
    lines,
    number_of,
    steps,
    weight,
)

_SITE = re.compile(r"[\w-]+\.(?:com|cn|net|org)\b|(?:网|报|社|台|在线|News|Daily|Times)$")
_NAMES = r"[\u4e00-\u9fff]{2,4}(?:[ \u3000、][\u4e00-\u9fff]{2,4}){0,4}"
_REPORTER = re.compile(
    rf"(?:本报|本网|本刊|本台|见习|特约)?记者[ \u3000:：]+({_NAMES})[ \u3000]*(?:[）)]|报道|$)"
    r"|\b[Rr]eporters? ([A-Z][a-z]+ [A-Z][a-z]+)\b",
    re.M,
)
_NEAR = 4  # lines of a head in which a date may stand alone, such as that of a report
_SHORT = 40  # characters of a short line beside the name of its reporter
_BRIEFING = re.compile(
    r"(?:召开|举行|举办)[^。\n]{0,60}?(?:新闻|媒体)(?:发布|通气|吹风)会"
    r"|\b(?:held|holds|organi[sz]ed|hosted)\b[^.\n]{0,60}\b(?:press conference|news briefing)"
)
_OPENING = 600  # characters in which a report names the press conference it is of
_ASKED = re.compile(
    r"^[*# \t\u3000]*(?:问|记者|采访者|访谈者|Q|Question|Interviewer) ?\**[:：]", re.M
)
_TURNS = 3
_EDITOR = re.compile(r"^[ \t\u00a0\u3000]*[（(【\[]?(?:责任编辑|责编) ?[:：]", re.M)
_REPORT = re.compile(r"(?:报告|\b[Rr]eport)$")
_YEAR = re.compile(r"(?<!\d)(?<!\d[-–—])((?:19|20)\d\d)(?!\d|[-–—]\d)")
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")

_Dated = Iterator[tuple[str, str]]


def language(text: str, cuts: Iterable[Cut] = ()) -> Literal["zh", "en"]:
    """The language of the larger share of ``text`` outside ``cuts``.

    A Chinese character counts as one English word. A text without either is ``en``.
    """
    kept, done = [], 0
    for cut in cuts:
        kept.append(text[done : cut.start])
        done = cut.end
    han, words = weight("\n".join([*kept, text[done:]]))
    return "zh" if han > words else "en"


def facts(
    text: str, name: str, cuts: Iterable[Cut] = (), *, today: datetime.date
) -> dict[str, Fact]:
    """What ``text``, or else the name of its file, tells of the document.

    Keys among title, date, source, authors, genre, number and issuer; what is not
    there has no key. ``cuts`` are the spans of ``furniture.cuts``. A date after
    ``today`` is not taken. Where the name of the file has another date than the text,
    the text's is taken and ``where`` tells both.
    """
    page, spans = head(text), list(cuts)
    title = _title(page, name)
    genre = _genre(text, page, title, spans)
    policy = genre is not None and genre.value == "policy"
    found = {
        "title": title,
        "date": _date(text, page, name, policy=policy, today=today),
        "source": _source(page),
        "authors": _authors(text, page, spans),
        "genre": genre,
        "number": legal.number(text, page) if policy else None,
        "issuer": legal.issuer(text, page, title.value) if policy and title else None,
    }
    return {key: fact for key, fact in found.items() if fact}


# --- title ----------------------------------------------------------------------


def _title(page: Head, name: str) -> Fact | None:
    if page.title:
        value = _tidy(page.title.text.lstrip("#"))
        if page.subtitle:
            value += ": " + _tidy(page.subtitle.text.lstrip("—–- "))
        return Fact(value, f"line {page.title.number}")
    stem = _SUFFIX.sub("", name)
    for start, end, _ in reversed(dates.parsed(stem)):
        stem = stem[:start] + stem[end:]
    numbered = re.sub(r"^(?:[A-Za-z]+_)*\d+[\s._-]+|[（(]\s*[）)]", "", stem)
    value = _tidy(numbered.replace("_", " ").strip("-. ")) or _tidy(stem)
    return Fact(value, "name of the file") if value else None


def _tidy(title: str) -> str:
    return " ".join(title.replace("**", "").split())


# --- date -----------------------------------------------------------------------


def _date(text: str, page: Head, name: str, *, policy: bool, today: datetime.date) -> Fact | None:
    """The first date of the text that has been, else the one of the file's name."""
    printed = [*(_versions(text, page) if policy else ()), *_datelines(text, page)]
    in_text = next((at for at in printed if _has_been(at[0], today)), None)
    in_name = next((at for at in _named(name) if _has_been(at[0], today)), None)
    if not in_text or not in_name:
        iso, where = in_text or in_name or ("", "")
        return Fact(iso, where) if iso else None
    shared = min(len(in_text[0]), len(in_name[0]))
    differ = in_text[0][:shared] != in_name[0][:shared]
    return Fact(in_text[0], in_text[1] + (f"; the {in_name[1]}" if differ else ""))


def _has_been(iso: str, today: datetime.date) -> bool:
    return iso <= today.isoformat()[: len(iso)]


def _versions(text: str, page: Head) -> _Dated:
    """The dates of passing and amending, the last one first: it is of the text on file."""
    for line, notation, iso in reversed(list(legal.versions(text, page))):
        yield iso, f"line {line.number}: {notation}"


def _datelines(text: str, page: Head) -> _Dated:
    """The dates of the source lines, then of a line near the title or a last one that is a date."""
    closing = text[-500:].rstrip().rpartition("\n")[2].strip()
    last = number_of(text, len(text.rstrip()))
    near = [line for line in islice(lines(text), _NEAR) if is_date(line.text)]
    for line in [*page.bylines, *near]:
        for start, end, iso in dates.parsed(line.text):
            yield iso, f"line {line.number}: {line.text[start:end]}"
    for start, end, iso in dates.parsed(closing):
        if (start, end) == (0, len(closing)):
            yield iso, f"line {last}: {closing}"


def _named(name: str) -> _Dated:
    for start, end, iso in dates.parsed(name.replace("_", " ")):
        yield iso, f"name of the file: {name[start:end]}"
    if year := _YEAR.search(name):
        yield year[1], f"name of the file: {year[1]}"


# --- source and authors ---------------------------------------------------------


def _source(page: Head) -> Fact | None:
    """The source a page names, else the site by its own line or its breadcrumb."""
    if printed := _printed_source(page):
        return printed
    if page.site:
        return Fact(page.site[0].text, f"line {page.site[0].number}: above the breadcrumb")
    crumb = page.breadcrumb
    if crumb and not re.search(r"首页|主页|\bHome\b", crumb.text):
        first = next(iter(steps(crumb)), "")
        if _SITE.search(first) or weight(first)[1] >= 2:
            return Fact(first, f"line {crumb.number}: breadcrumb")
    return None


def printed_source(text: str) -> Fact | None:
    """The source that a source line under the title names, as in 来源：甲报."""
    return _printed_source(head(text))


def _printed_source(page: Head) -> Fact | None:
    for line in page.bylines:
        for label, value in labelled(line):
            by_site = label.startswith("author") and _SITE.search(value)
            if value and (label.endswith(("来源", "source", "sources")) or by_site):
                return Fact(value, f"line {line.number}")
    return None


def _authors(text: str, page: Head, cuts: list[Cut]) -> Fact | None:
    if paper := papers.byline(text, page):
        return Fact(";".join(paper.names), f"line {paper.line.number}")
    for line in page.bylines:
        for label, value in labelled(line):
            names = papers.people(value)
            if names and ("author" in label or label.endswith(("作者", "记者"))):
                return Fact(";".join(names), f"line {line.number}")
    return _reporter(text, cuts)


def _reporter(text: str, cuts: list[Cut]) -> Fact | None:
    """A reporter named in a short line of their own or in brackets, not in a teaser."""
    for match in _REPORTER.finditer(text):
        before = text[max(0, match.start() - _SHORT) : match.start()]
        after = text[match.end() : match.end() + _SHORT]
        at_start = "\n" in before or len(before) < _SHORT
        at_end = "\n" in after or len(after) < _SHORT
        alone = (at_start and at_end) or match[0][-1] in "）)"
        if alone and not any(cut.start <= match.start() < cut.end for cut in cuts):
            names = re.split(r"[ \u3000、]", match[1]) if match[1] else [match[2]]
            return Fact(";".join(names), f"line {number_of(text, match.start())}")
    return None


# --- genre ----------------------------------------------------------------------


def _genre(text: str, page: Head, title: Fact | None, cuts: list[Cut]) -> Fact | None:
    named = title.value if title else ""
    parts = [part for part in ("abstract", "keywords", "references") if papers.part(text, part)]
    if len(parts) >= 2:
        return Fact("paper", " and ".join(parts))
    if policy := legal.kind(text, named):
        return policy
    if len(list(islice(_ASKED.finditer(text), _TURNS))) == _TURNS:
        return Fact("interview", "questions and answers")
    if _BRIEFING.search(text[page.body : page.body + _OPENING]):
        return Fact("press_conference", "the opening names the press conference")
    if proof := _news(text, page):
        return Fact("news", proof)
    if reporter := _reporter(text, cuts):
        return Fact("news", f"{reporter.where}: reporter")
    return Fact("report", "title") if _REPORT.search(named) else None


def _news(text: str, page: Head) -> str:
    """What of the page shows that it was published as news; empty if nothing does."""
    if page.breadcrumb:
        return f"line {page.breadcrumb.number}: breadcrumb"
    for line in page.bylines:
        if any(label.endswith(("来源", "source", "sources")) for label, _ in labelled(line)):
            return f"line {line.number}: source"
    editor = _EDITOR.search(text)
    return f"line {number_of(text, editor.start())}: editor" if editor else ""

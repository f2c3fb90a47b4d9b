"""References as their readers write them.

A Chinese reference follows GB/T 7714 (任敏, 胡鹏辉, 郑先令. 题名[J]. 刊名, 年(期): 页.),
a Western one author and year. Which one an entry is, its title says. A Chinese
name is one word and is never turned round, and "et al." is 等. The list is
sorted by key, so that keys which begin with the name in pinyin put both kinds
into one alphabet.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pybtex.plugin import register_plugin
from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.plugin import register_plugin as register_reference_style
from sphinxcontrib.bibtex.style.referencing import BracketStyle, PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle
from sphinxcontrib.bibtex.style.template import node

MARKS = {"article": "J", "book": "M", "incollection": "M", "inproceedings": "C",
         "phdthesis": "D", "mastersthesis": "D", "online": "EB/OL", "misc": "Z"}  # fmt: skip


def _chinese(entry: Any) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]", entry.fields.get("title", "")))


def _plain(latex: str) -> str:
    return str(Text.from_latex(latex))


def _get(entry: Any, name: str) -> str:
    return _plain(entry.fields.get(name, ""))


def _surname(person: Any) -> str:
    return _plain(" ".join(person.prelast_names + person.last_names))


def _people(entry: Any) -> list[Any]:
    return list(entry.persons.get("author") or entry.persons.get("editor") or ())


def chinese_names(entry: Any) -> str:
    """All names up to three, else three and 等."""
    names = [_surname(person) for person in _people(entry)]
    return ", ".join(names[:3] + ["等"] * (len(names) > 3))


def western_names(entry: Any) -> str:
    """``Rihoux, B., & Ragin, C. C.``; an institution is a surname in braces."""
    names = []
    for person in _people(entry):
        initials = [f"{_plain(name)[0]}." for name in person.first_names + person.middle_names]
        names.append(", ".join([_surname(person), *([" ".join(initials)] if initials else [])]))
    return ", ".join(names[:-1]) + ", & " + names[-1] if len(names) > 1 else "".join(names)


def _join(parts: Iterable[Text | str], separator: str) -> Text:
    return Text(separator).join([part for part in parts if part])


def _link(entry: Any) -> Text | str:
    doi = _get(entry, "doi")
    url = f"https://doi.org/{doi}" if doi else _get(entry, "url")
    return HRef(url, url) if url else ""


def _issue(entry: Any) -> str:
    number = _get(entry, "number")
    return _get(entry, "volume") + (f"({number})" if number else "")


def _pages(entry: Any) -> str:
    return _get(entry, "pages")


def numbered(entry: Any) -> str:
    """Year, volume, issue and pages as GB/T writes them: ``2020, 21(3): 12-22``."""
    volume = _get(entry, "volume")
    when = _get(entry, "year") + (", " if volume else "") + _issue(entry)
    return when + (f": {_pages(entry)}" if _pages(entry) else "").replace("–", "-")


def _chinese_reference(entry: Any) -> Text:
    mark = _get(entry, "mark") or MARKS.get(entry.type, "Z")
    number = _get(entry, "number") if entry.type in ("misc", "online") else ""
    title = _get(entry, "title") + (f": {number}" if number else "") + f"[{mark}]"
    if journal := _get(entry, "journal"):
        source = f"{journal}, {numbered(entry)}"
    elif publisher := _get(entry, "publisher"):
        place = _get(entry, "address")
        source = (f"{place}: " if place else "") + f"{publisher}, {_get(entry, 'year')}"
    else:
        source = f"({_get(entry, 'date') or _get(entry, 'year')})"
    return _join([chinese_names(entry), title, source, _link(entry)], ". ") + "."


def _western_reference(entry: Any) -> Text:
    title: Text | str = _get(entry, "title")
    edition = _get(entry, "edition")
    if journal := _get(entry, "journal"):
        source = _join([Tag("em", journal), _issue(entry), _pages(entry)], ", ")
    else:
        title = Text(Tag("em", title), f" ({edition})" if edition else "")
        source = _join([_get(entry, "address"), _get(entry, "publisher")], ": ")
    head = f"{western_names(entry)} ({_get(entry, 'year') or 'n.d.'})"
    return _join([head, title, source, _get(entry, "howpublished"), _link(entry)], ". ") + "."


class Style(BaseStyle):  # type: ignore[misc]
    """The list of references."""

    # Only the sorting is used; the names are written above.
    default_name_style = "plain"
    default_label_style = "number"
    default_sorting_style = "none"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.sort = lambda entries: sorted(entries, key=lambda entry: str(entry.key).lower())

    def format_entry(self, label: str, entry: Any, **_: Any) -> FormattedEntry:
        """One reference, with its note in brackets."""
        text = _chinese_reference(entry) if _chinese(entry) else _western_reference(entry)
        note = _get(entry, "note")
        return FormattedEntry(entry.key, text + (f" [{note}]" if note else ""), label)


@node  # type: ignore[untyped-decorator]
def cited(_: list[Any], data: dict[str, Any], full: bool = False) -> Text:
    """The names inside a citation: 任敏等; Miles et al.; Rihoux & Ragin."""
    entry = data["entry"]
    names = [_surname(person) for person in _people(entry)] or [_get(entry, "title")]
    short, last = ("等", ", ") if _chinese(entry) else (" et al.", " & ")
    if len(names) > 2 and not full:
        return Text(names[0] + short)
    return Text(", ".join(names[:-1]), last if names[1:] else "", names[-1])


@dataclass
class Names(PersonStyle):
    """Names in the text, for authors, editors and works without either."""

    def names(self, _: str, full: bool) -> Any:
        """The names of those who wrote it."""
        return cited(full=full)

    def author_or_editor_or_title(self, full: bool) -> Any:
        """The names, or the title of a work without any."""
        return cited(full=full)


def _round_brackets() -> BracketStyle:
    return BracketStyle(left="(", right=")", sep="; ")


@dataclass
class Citations(AuthorYearReferenceStyle):
    """Citations in the text: (吴晓林, 2020); Ragin (2008)."""

    bracket_textual: BracketStyle = field(default_factory=_round_brackets)
    bracket_parenthetical: BracketStyle = field(default_factory=_round_brackets)
    person: PersonStyle = field(default_factory=Names)


def setup(_: Sphinx) -> dict[str, Any]:
    """Make both styles known by the name ``gbt7714``."""
    register_plugin("pybtex.style.formatting", "gbt7714", Style)
    register_reference_style("sphinxcontrib.bibtex.style.referencing", "gbt7714", Citations)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""What people add by a form: a new case, a new place, a new term."""

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import get_args

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from workbench import files
from workbench import project as projects
from workbench.corpus import places
from workbench.corpus.cards import Interval, Level
from workbench.corpus.places import LEVELS, Place, Places
from workbench.errors import InputError, UsageError, did_you_mean, refuse
from workbench.project import Project
from workbench.schema import FILE_ID, ID, ids
from workbench.study import TERMS_FILE, countable, term_faults

ENGLISH = " (Province|City|District|County|Street|Subdistrict|Community)$"
CASE = """\
label: {{zh: {zh}, en: {en}}}  # its full name in both languages
short: {{zh: {zh}, en: {en}}}  # a short one, for the heads of tables
level: {level}  # municipality, district, street, community or organisation
place: {place}  # an id of corpus/places.yml; another one: workbench new place ID
years: {years}  # of the events: 2016/2018, or 2009/.. where they go on
note: ""  # what a reader has to know; contained_in: ID where it is part of another case
"""


def new_case(
    project: Project, case: str, *, zh: str, en: str, level: str, place: str, years: str
) -> tuple[Path, list[str]]:
    """Write the card of a case; returns its path and the fields still to be filled in.

    ``place`` may be the id, a name or an alias of a place. Raises UsageError where the
    id is unfit or taken, the place is unknown, or a value is none that a card may have.
    """
    path = project.corpus("cases", f"{_fit(case)}.yml")
    if path.exists():
        raise UsageError(
            f"{project.relative(path)} is there already; edit it, or choose another id"
        )
    known = _gazetteer(project).places
    values = {"zh": zh, "en": en, "level": level, "place": place, "years": years}
    missing = [name for name, value in values.items() if not value]
    if place:
        values["place"] = places.wanted(place, known)
    if wrong := [*_level(level, get_args(Level)), *_years(years)]:
        raise UsageError("; ".join(wrong))
    quoted = {name: _flow(value) for name, value in values.items()}
    files.write_text(CASE.format(**quoted), path)
    return path, missing


def new_place(project: Project, place: str, *, zh: str, en: str, level: str, within: str) -> Path:
    """Add a place to the end of the gazetteer.

    Raises UsageError where its id or a name is taken, its level is none, or the place
    around it is unknown; InputError where the file cannot be added to.
    """
    path = project.corpus("places.yml")
    known = _gazetteer(project).places
    if _fit(place) in known:
        raise UsageError(f"{place} is in corpus/places.yml already")
    if wrong := _level(level, LEVELS) or ([] if level else ["level: say it"]):
        raise UsageError(wrong[0])
    parts = {"zh": _flow(zh), "en": _flow(en), "level": level}
    if within:
        parts["in"] = places.wanted(within, known)
    if short := _shorter(zh, en, known.values()):
        parts["aliases"] = f"[{', '.join(map(_flow, short))}]"
    line = f"  {place}: {{{', '.join(f'{key}: {value}' for key, value in parts.items())}}}\n"
    with files.editing(path, root=project.root) as edit:
        written = edit.data.decode("utf-8-sig")
        made = written + ("" if written.endswith("\n") else "\n") + line
        source, _ = projects.parse_yaml(made, shown="corpus/places.yml")
        grown = source.parse(Places)[0] if source else None
        if grown is None or set(grown.places) != {*known, place}:
            raise InputError(
                f"corpus/places.yml cannot be added to at its end; write in it:\n{line}"
            )
        before = places.faults(known)  # a new id may also be what another place is called
        faults = [fault.message for fault in places.faults(grown.places) if fault not in before]
        if faults:
            raise UsageError(f"{place}: {'; '.join(faults)}")
        edit.save(made.encode())
    return path


def new_term(
    project: Project, term: str, *, language: str, category: str, parts: str, note: str
) -> Path:
    """Add a term to the lexicon, before the first line that sorts after it.

    ``parts`` are terms inside it, joined by ``;``. Raises UsageError where ``check`` would
    find fault with it, InputError where the file cannot be added to.
    """
    path = project.root / TERMS_FILE
    written = term.lower() if language == "en" else term
    row = {"term": written, "language": language, "parts": ";".join(ids(parts))}
    row |= {"category": category, "note": note}
    wrong = [f"{name}: say it" for name in ("term", "category") if not row[name].strip()]
    wrong += [
        f"{name} holds a tab or a line break" for name in row if re.search(r"[\t\r\n]", row[name])
    ]
    with files.editing(path, root=project.root) as edit:
        study = countable(project, only=())
        header = 1
        refuse([each for each in study.findings if each.path == TERMS_FILE and each.line <= header])
        line = pd.DataFrame([row], index=pd.Index([0], name="line"))
        grown = pd.concat([study.terms, line])
        wrong += [fault.message for fault in term_faults(study, grown) if fault.keys == (0,)]
        if wrong:
            raise UsageError(f"{term}: {'; '.join(wrong)}")
        edit.save(_with_line(edit.data.decode("utf-8-sig"), row).encode())
    return path


def _with_line(table: str, row: Mapping[str, str]) -> str:
    """A table of terms with a row more, the others where they are."""
    ending = "\r\n" if "\r\n" in table else "\n"
    header, *lines = table.splitlines()
    columns = header.split("\t")
    own = (row["language"], row["term"])
    term, language = columns.index("term"), columns.index("language")
    keys = [(cells[language], cells[term]) for cells in (line.split("\t") for line in lines)]
    at = next((n for n, key in enumerate(keys) if key > own), len(lines))
    cells = io.StringIO()
    csv.writer(cells, delimiter="\t", lineterminator="").writerow([row[name] for name in columns])
    return ending.join([header, *lines[:at], cells.getvalue(), *lines[at:], ""])


def _level(level: str, levels: Collection[str]) -> list[str]:
    """What is wrong with a level; nothing where none is said."""
    if not level or level in levels:
        return []
    near = did_you_mean(level.lower(), levels)
    return [f"unknown level {level!r}{near}; one of {', '.join(levels)}"]


def _years(years: str) -> list[str]:
    """What is wrong with the years of a case, and how they are likely to be meant."""
    if not years:
        return []
    try:
        TypeAdapter(Interval).validate_python(years)
    except ValidationError:
        found = re.findall("[0-9]{4}", years)
        likely = "/".join((found[0], found[-1])) if found else years
        near = f"; did you mean {likely}?" if likely != years else ""
        return [f"years {years!r}{near}; write them as 2016/2018, or 2009/.. where they go on"]
    return []


def _shorter(zh: str, en: str, known: Iterable[Place]) -> list[str]:
    """The names without 区 and District, by which people call a place, where they are free."""
    taken = {name for place in known for name in (place.zh, place.en, *place.aliases)}
    short = (re.sub("(?<=..)(省|市|区|县|街道|社区)$", "", zh), re.sub(ENGLISH, "", en))
    return [name for name in short if name not in {zh, en} | taken]


def _gazetteer(project: Project) -> Places:
    return projects.load(project.corpus("places.yml"), Places, shown="corpus/places.yml")


def _fit(name: str) -> str:
    if not re.fullmatch(FILE_ID, name):
        raise UsageError(
            f"id {name!r}: write small letters, digits and hyphens, and do not begin with case-"
        )
    return name


def _flow(value: str) -> str:
    """A string as it stands within ``{…}`` of YAML; what JSON quotes, YAML reads."""
    if re.fullmatch(ID, value):
        source, _ = projects.parse_yaml(value, shown="")
        if source and source.data == value:  # and no number, no null
            return value
    return json.dumps(value, ensure_ascii=False)

"""Places with their names of all times: 江干 of 2013 lies in the 上城 of today."""

import difflib
import re
from collections.abc import Mapping
from typing import Literal

import pandas as pd
from pydantic import Field

from workbench.corpus.cards import Case, Document, PartialDate, containers, documents_of
from workbench.errors import Fault, UsageError
from workbench.schema import Record
from workbench.schema.artefacts import CASES, PLACES

LEVELS = ("country", "province", "city", "district", "street", "community")


class Place(Record):
    """One place; ``merged_into`` names the place that took it over."""

    zh: str
    en: str
    level: Literal["country", "province", "city", "district", "street", "community"]
    within: str = Field("", alias="in")
    aliases: list[str] = []
    merged_into: str = ""
    merged: PartialDate = ""
    note: str = ""


class Places(Record):
    """The gazetteer of the study, ``corpus/places.yml``."""

    places: dict[str, Place]


def faults(places: Mapping[str, Place]) -> list[Fault]:
    """Places within a place that is unknown or not of a higher level."""
    found: list[Fault] = []
    meant: dict[str, str] = {name: name for name in places}
    for name, place in places.items():
        for spelling in dict.fromkeys((place.zh, place.en, *place.aliases)):
            if (first := meant.setdefault(spelling, name)) != name:
                message = f"{spelling!r} names {first!r} already; write the longer form of one"
                found.append(Fault("", ("places", name), message))
        for key, other in (("in", place.within), ("merged_into", place.merged_into)):
            if other and other not in places:
                found.append(Fault("", ("places", name, key), f"unknown place {other!r}"))
        if place.merged_into in places and not _today(name, places):
            found.append(Fault("", ("places", name, "merged_into"), "no place of today is left"))
        outer = places.get(place.within)
        if outer and LEVELS.index(outer.level) >= LEVELS.index(place.level):
            message = f"a {place.level} cannot lie in a {outer.level} ({place.within!r})"
            found.append(Fault("", ("places", name, "in"), message))
    return found


def upwards(name: str, places: Mapping[str, Place]) -> list[str]:
    """``name`` and every place around it today, the smallest first."""
    path: list[str] = []
    while name in places and name not in path:
        path.append(name)
        name = places[name].merged_into or places[name].within
    return path


def _today(name: str, places: Mapping[str, Place]) -> list[str]:
    return [place for place in upwards(name, places) if not places[place].merged_into]


def at_level(name: str, level: str, places: Mapping[str, Place]) -> str:
    """The place of ``level`` that ``name`` is or lies in today, or an empty string."""
    around = _today(name, places)
    return next((place for place in around if places[place].level == level), "")


def resolve(text: str, places: Mapping[str, Place]) -> str:
    """The id of the place that ``text`` names by id, name or alias, as of today.

    Raises UsageError with the nearest names where there is none.
    """
    return _today(named(text, places), places)[0]


def named(text: str, places: Mapping[str, Place]) -> str:
    """The id of the place that ``text`` names by id, name or alias, merged or not.

    Raises UsageError with the nearest names where there is none.
    """
    spelled = {a: name for name, place in places.items() for a in place.aliases}
    labels = {label: name for name, place in places.items() for label in (place.en, place.zh)}
    names = spelled | labels | {name: name for name in places}  # an id is never hidden
    if text not in names:
        near = difflib.get_close_matches(text, names, n=3, cutoff=0.4)
        hint = f"; did you mean {', '.join(near)}?" if near else "; see corpus/places.yml"
        raise UsageError(f"unknown place {text!r}{hint}")
    return names[text]


def wanted(text: str, places: Mapping[str, Place]) -> str:
    """As ``named``, for a place that may be new: the refusal says how to add it."""
    try:
        return named(text, places)
    except UsageError as error:
        raise UsageError(f"{error}; or add it: workbench new place ID …") from None


def today(places: Mapping[str, Place]) -> dict[str, str]:
    """Every place, and the place that took it over or itself where it still is."""
    return {name: _today(name, places)[0] for name in places}


def standing(name: str, date: str, places: Mapping[str, Place]) -> str:
    """What a reader has to know of a place that a document of ``date`` names; "" if nothing.

    ``date`` is ISO, partial, or empty where it is not known.
    """
    place = places[name]
    if not place.merged_into:
        return ""
    now = places[_today(name, places)[0]]
    said = f"{place.zh} {place.en} belongs today to {now.zh} {now.en}"
    if not place.merged:
        return said
    fineness = min(len(date), len(place.merged))
    late = bool(date) and date[:fineness] > place.merged[:fineness]
    return f"{said}, since {place.merged}" + (f"; the document of {date} is younger" * late)


# A name that ends like one of a place, and not in 社区, 小区, 园区, 全市, 本市, 各县.
_RULED = re.compile(
    r"[\u4e00-\u9fff]{2,7}?(?<![社小园全本各])(?:省|自治区|特别行政区|自治州|市|县|区)"
)


def jurisdiction(title: str, places: Mapping[str, Place]) -> tuple[str, str]:
    """The place whose law a title speaks of, and a name it begins with that is unknown.

    The longest name in the title that is known, else the country, else nothing.
    """
    spelled = {
        spelling: name
        for name, place in places.items()
        for spelling in (place.zh, place.en, *place.aliases)
        if spelling in title
    }
    country = next((name for name, place in places.items() if place.level == "country"), "")
    if spelled:
        return spelled[max(spelled, key=len)], ""
    unknown = _RULED.match(title.strip())
    return country, unknown[0] if unknown else ""


def places_table(places: Mapping[str, Place]) -> pd.DataFrame:
    """One row a place, as ``artefacts.PLACES``."""
    rows = [
        {
            "place": name,
            "label_zh": place.zh,
            "label_en": place.en,
            "aliases": ";".join(place.aliases),
            **place.model_dump(include={"level", "within", "merged_into", "merged", "note"}),
        }
        for name, place in places.items()
    ]
    return pd.DataFrame(rows, columns=list(PLACES))


def cases_table(
    cases: Mapping[str, Case], places: Mapping[str, Place], documents: Mapping[str, Document]
) -> pd.DataFrame:
    """One row a case with its district and city of today, as ``artefacts.CASES``."""
    rows = [
        {
            "case": case,
            "label_zh": card.label.zh,
            "label_en": card.label.en,
            "short_zh": card.short.zh,
            "short_en": card.short.en,
            "level": card.level,
            "place": card.place,
            "district": at_level(card.place, "district", places),
            "city": at_level(card.place, "city", places),
            "years": card.years,
            "contained_in": card.contained_in,
            "contained_confidence": card.contained_confidence,
            "documents": ";".join(documents_of(case, documents)),
            "depth": len(containers(case, cases)) - 1,
            "path": "/".join(containers(case, cases)),
        }
        for case, card in cases.items()
    ]
    return pd.DataFrame(rows, columns=list(CASES))

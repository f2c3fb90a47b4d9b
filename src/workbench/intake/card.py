"""From what is known of a document to its card."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from anyascii import anyascii
from pydantic import ValidationError

from workbench import store
from workbench.corpus import dates, furniture, texts
from workbench.corpus.cards import Document
from workbench.corpus.facts import Cut, Fact
from workbench.corpus.importers import Extract
from workbench.intake.item import SAID, Item, Source

LONGEST = 60  # characters of an id
NOWHERE = "0" * 64


@dataclass
class Fields:
    """What is known of a document, by the fields of its card; ``values`` hold one value each."""

    values: dict[str, str]
    authors: list[str]
    places: list[str]
    cases: list[str]
    issuer: list[str]

    @property
    def title(self) -> str:
        """The title in whatever language it is known."""
        return next((self.values[key] for key in TITLES if self.values.get(key)), "")


TITLES = ("title", "title_zh", "title_en")


def fields(facts: Mapping[str, Fact]) -> Fields:
    """The values of facts; several authors, places, cases and issuers are parted by ``;``."""
    values = _dated({key: fact.value for key, fact in facts.items()})
    several = {
        key: [part.strip() for part in re.split("[;；]", values.pop(key, "")) if part.strip()]
        for key in ("authors", "places", "cases", "issuer")
    }
    return Fields({key: value for key, value in values.items() if value}, **several)


def lacking(known: Fields, *, in_row: bool = False) -> list[str]:
    """What no card can do without and nobody said, of a file or of a row of a collection."""
    there = {**known.values, "title": known.title}
    beside = "fill the column title" if in_row else "write it beside the file"
    hints = {"title": beside, "genre": "say --genre", "language": "say it"}
    return [
        f"{key}: missing and not found in it; {hint}"
        for key, hint in hints.items()
        if not there.get(key)
    ]


def _dated(values: dict[str, str]) -> dict[str, str]:
    """``values`` with a date such as Excel writes it, 2019/5/6, in the notation of a card."""
    return values | ({"date": dates.day(values["date"])} if "date" in values else {})


def cuts(extract: Extract) -> list[Cut]:
    """What the format and the text tell to be no content; where both do, the format."""
    known = sorted(extract.cuts)
    more = furniture.cuts(shown(extract))
    pieces = (piece for cut in more for piece in _beside(cut, known, extract.text))
    return sorted([*known, *pieces])


def shown(extract: Extract) -> str:
    """The text with blanks for what its format cuts: a head is read without the menu above it."""
    parts, done = [], 0
    for cut in sorted(extract.cuts):
        parts.append(extract.text[done : cut.start])
        parts.append(re.sub(r"[^\n]", " ", extract.text[cut.start : cut.end]))
        done = cut.end
    return "".join([*parts, extract.text[done:]])


def _beside(cut: Cut, known: list[Cut], text: str) -> list[Cut]:
    """The parts of a cut between those ``known``, as far as something stands on them."""
    inside = [other for other in known if cut.start < other.end and other.start < cut.end]
    if not inside:
        return [cut]
    starts, ends = [cut.start, *(other.end for other in inside)], [other.start for other in inside]
    pieces = zip(starts, [*ends, cut.end], strict=True)
    return [
        replace(
            cut,
            start=end - len(text[start:end].lstrip()),
            end=start + len(text[start:end].rstrip()),
        )
        for start, end in pieces
        if text[start:end].strip()
    ]


def slug(source: Source) -> str:
    """An id made of a file's name in any script: small letters, digits and hyphens."""
    stem = Path(source.name.rpartition(" row ")[0] if source.row else source.name).stem
    name = f"{stem}-{source.row}" if source.row else stem
    spelled = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", anyascii(name)).lower()
    joined = re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")
    if len(joined) > LONGEST:
        joined = joined[:LONGEST].rpartition("-")[0] or joined[:LONGEST]
    return f"d-{joined}" if joined.startswith("case-") else joined or "document"


def record(source: Source, item: Item, known: Fields) -> dict[str, Any]:
    """The data of a card, as its YAML will have it."""
    assert source.extract is not None
    values = {key: value for key, value in known.values.items() if key not in {"id", *TITLES}}
    policy = {key: values.pop(key, "") for key in ("number", "jurisdiction")}
    date = item.facts.get("date")
    if date and date.where != SAID and "date" not in source.beside and "date_note" not in values:
        values["date_note"] = f"Found at import: {date.where}."
    return {
        "title": _title(known),
        **values,
        "authors": known.authors,
        "places": known.places,
        "cases": known.cases,
        "sha256": texts.fingerprint(item.text),
        "length": len(item.text),
        "set_aside": [
            {**vars(cut), "quote_sha256": store.sha256(item.text[cut.start : cut.end])}
            for cut in item.cuts
        ],
        "repairs": [{"name": name, "proof": proof} for name, proof in item.offered.items()],
        "original": _original(source, source.extract),
        "policy": policy | {"issuer": known.issuer} if values.get("genre") == "policy" else None,
    }


def _title(known: Fields) -> dict[str, str]:
    title = {language: known.values.get(f"title_{language}", "") for language in ("zh", "en")}
    own = known.values.get("language", "")
    if own in title:
        title[own] = title[own] or known.values.get("title", "")
    return title


def _original(source: Source, extract: Extract) -> dict[str, Any]:
    return {
        "name": source.name.rpartition(" row ")[0] if source.row else source.name,
        "sha256": source.sha256,
        "format": extract.format,
        "encoding": extract.encoding,
        "row": source.row,
        "notes": extract.notes,
    }


def specimen(values: Mapping[str, str]) -> dict[str, Any]:
    """A card with nothing but ``values`` in it that could be wrong."""
    known = {k: v for k, v in _dated(dict(values)).items() if k in Document.model_fields}
    known = {key: value for key, value in known.items() if key not in {"title", "cases", "places"}}
    rest = {"title": {"en": "t"}, "language": "en", "rights": "withheld", "length": 0}
    made = {**rest, "genre": "note", "sha256": NOWHERE, **known}
    return made | ({"policy": {"jurisdiction": "p"}} if made["genre"] == "policy" else {})


def misfits(record: Mapping[str, Any]) -> list[str]:
    """Everything in the data of a card that does not fit one.

    What only fields together can get wrong (open, and no licence) is told as well
    where another field is wrong by itself.
    """
    try:
        Document.model_validate(record)
    except ValidationError as error:
        faults = error.errors()
        wrong = {fault["loc"][0] for fault in faults if fault["loc"]}
        wrong |= {"genre", "policy"} if wrong & {"genre", "policy"} else set()
        rest = specimen({}) | {key: part for key, part in record.items() if key not in wrong}
        return [_misfit(fault) for fault in faults] + (misfits(rest) if wrong else [])
    return []


def _misfit(fault: Any) -> str:
    name = ".".join(str(part) for part in fault["loc"])
    said = fault["msg"].removeprefix("Value error, ")
    return f"{name}: {said} (found {fault['input']!r})" if name else said


def missing(card: Document) -> list[str]:
    """The fields a reader will ask for and nobody has filled yet."""
    policy = card.policy
    lacks = {
        "title.zh": not card.title.zh,
        "title.en": not card.title.en,
        "date": not card.date,
        "source": not card.source,
        "authors": not card.authors and card.genre in {"paper", "report", "interview"},
        "places": not card.places and policy is None,
        "cases": not card.cases and policy is None,
        "policy.number": bool(policy and not policy.number),
        "policy.issuer": bool(policy and not policy.issuer),
    }
    return [name for name, lacking in lacks.items() if lacking]

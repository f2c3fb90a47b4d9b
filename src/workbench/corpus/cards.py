"""The card of a document and the card of a case: what the study knows of them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Literal

import pandas as pd
from pydantic import AfterValidator, Field, model_validator

from workbench.errors import Fault, did_you_mean
from workbench.schema import POLICIES, Label, Record

Level = Literal["municipality", "district", "street", "community", "organisation"]


def _partial_date(value: str) -> str:
    if value and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        raise ValueError("write a date as 2018, 2018-08 or 2018-08-08")
    if value:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    return value


def _interval(value: str) -> str:
    start, _, end = value.partition("/")
    _partial_date(start)
    fineness = min(len(start), len(end))
    if end != "..":
        _partial_date(end)
    if not start or not end or (end != ".." and end[:fineness] < start[:fineness]):
        raise ValueError("write years as 2016/2018, or 2009/.. where they go on")
    return value


PartialDate = Annotated[str, AfterValidator(_partial_date)]
Interval = Annotated[str, AfterValidator(_interval)]
Share = Annotated[float, Field(ge=0, le=1)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SetAside(Record):
    """A span that is not the document's own content and is not counted."""

    start: int = Field(ge=0)
    end: int
    kind: Literal["furniture", "repetition", "references"]
    why: str

    @model_validator(mode="after")
    def _runs_forward(self) -> "SetAside":
        if self.end <= self.start:
            raise ValueError(f"span [{self.start}, {self.end}) is empty")
        return self


class Repair(Record):
    """A known damage of the text and the passage that proves it."""

    name: Literal["digit_one_space", "collapse_repetition", "nbsp_space"]
    proof: str
    note: str = ""


class Policy(Record):
    """What a policy document is in law: dates as the gazette gives them."""

    number: str
    issuer: list[str]
    jurisdiction: str
    signed: PartialDate = ""
    published: PartialDate = ""
    in_force_from: PartialDate = ""
    in_force_to: PartialDate = ""
    unverified: list[Literal["number", "signed", "published", "in_force_from", "in_force_to"]] = []


class Document(Record):
    """One document of the corpus; its text lies beside it or is withheld."""

    title: Label
    title_reading: Share | None = None
    language: Literal["zh", "en"]
    genre: Literal["news", "paper", "press_conference", "policy", "note"]
    date: PartialDate = ""
    date_note: str = ""
    source: str
    authors: list[str] = []
    translation: Literal["none", "machine", "author"] = "none"
    rights: Literal["open", "withheld"]
    licence: str = ""
    sha256: Sha256
    length: int = Field(ge=0)
    places: list[str] = []
    cases: list[str] = []
    set_aside: list[SetAside] = []
    repairs: list[Repair] = []
    policy: Policy | None = None
    note: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> "Document":
        if (self.genre == "policy") != (self.policy is not None):
            raise ValueError("a document has a policy part exactly if its genre is policy")
        if self.rights == "open" and not self.licence:
            raise ValueError("an open document names its licence")
        late = [span for span in self.set_aside if span.end > self.length]
        if late:
            raise ValueError(f"span [{late[0].start}, {late[0].end}) ends after the text")
        return self


class Case(Record):
    """One case: what is compared."""

    label: Label
    short: Label  # for the heads of tables and the axes of figures
    level: Level
    place: str
    place_confidence: Share = 1.0
    place_note: str = ""
    years: Interval
    contained_in: str = ""
    contained_confidence: Share = 1.0
    contained_note: str = ""
    documents: list[str]
    aliases: list[str] = []
    note: str = ""


def faults(
    documents: Mapping[str, Document], cases: Mapping[str, Case], places: Iterable[str]
) -> list[Fault]:
    """Every reference of a card that leads nowhere, and every case inside itself."""
    known = set(places)
    found: list[Fault] = []

    def resolve(
        record: str, keys: tuple[str | int, ...], name: str, what: str, ids: set[str]
    ) -> None:
        if name and name not in ids:
            message = f"unknown {what} {name!r}{did_you_mean(name, ids)}"
            found.append(Fault(record, keys, message))

    for doc, card in documents.items():
        for position, place in enumerate(card.places):
            resolve(doc, ("places", position), place, "place", known)
        for position, case in enumerate(card.cases):
            resolve(doc, ("cases", position), case, "case", set(cases))
        if card.policy:
            resolve(doc, ("policy", "jurisdiction"), card.policy.jurisdiction, "place", known)
    for case, study in cases.items():
        resolve(case, ("place",), study.place, "place", known)
        resolve(case, ("contained_in",), study.contained_in, "case", set(cases))
        for position, doc in enumerate(study.documents):
            resolve(case, ("documents", position), doc, "document", set(documents))
        if case in containers(case, cases)[:-1]:
            found.append(Fault(case, ("contained_in",), f"case {case!r} contains itself"))
    return found


def containers(case: str, cases: Mapping[str, Case]) -> list[str]:
    """The cases around ``case`` from the outermost one down to itself."""
    path = [case]
    while (outer := cases[path[0]].contained_in) in cases:
        path.insert(0, outer)
        if outer in path[1:]:
            break
    return path


def documents_table(documents: Mapping[str, Document], attached: Iterable[str]) -> pd.DataFrame:
    """One row a document, as ``schema.DOCUMENTS``."""
    here = set(attached)
    return pd.DataFrame(
        {
            "doc": doc,
            "title_zh": card.title.zh,
            "title_en": card.title.en,
            "title_reading": card.title_reading,
            **card.model_dump(include={"language", "genre", "date", "source", "rights", "sha256"}),
            "length": card.length,
            "attached": doc in here,
            "cases": ";".join(card.cases),
        }
        for doc, card in documents.items()
    )


def policies_table(documents: Mapping[str, Document]) -> pd.DataFrame:
    """One row a policy document, as ``schema.POLICIES``."""
    rows = [
        {
            "doc": doc,
            "title_zh": card.title.zh,
            "title_en": card.title.en,
            "issuer": ";".join(card.policy.issuer),
            **card.policy.model_dump(exclude={"issuer", "unverified"}),
            "unverified": ";".join(card.policy.unverified),
        }
        for doc, card in documents.items()
        if card.policy
    ]
    return pd.DataFrame(rows, columns=list(POLICIES))

"""The card of a document and the card of a case: what the study knows of them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from workbench.errors import Fault, did_you_mean
from workbench.schema import Label, Record
from workbench.schema.artefacts import DOCUMENTS, POLICIES, REPAIRS

if TYPE_CHECKING:  # collections are cut without it
    import pandas as pd

Genre = Literal["news", "paper", "press_conference", "policy", "note", "report", "interview", "web"]
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
Passage = Annotated[str, Field(pattern=r"\S")]


class SetAside(Record):
    """A span that is not the document's own content: neither read nor counted.

    ``why`` is its proof; with ``applied: false`` the span is read after all. Without
    ``quote_sha256`` it was written by hand; ``workbench anchor`` fills it in.
    """

    start: int = Field(ge=0)
    end: int
    kind: Literal["furniture", "repetition", "references"]
    why: str
    quote_sha256: Sha256 | Literal[""] = ""
    applied: bool = True

    @model_validator(mode="after")
    def _runs_forward(self) -> "SetAside":
        if self.end <= self.start:
            raise ValueError(f"span [{self.start}, {self.end}) is empty")
        return self


class Repair(Record):
    """A damage of the whole text, how it is read, and the passage that proves it.

    With ``applied: false`` the text is read as it stands.
    """

    name: Literal["digit_one_space", "nbsp_space"]
    proof: str
    applied: bool = True
    note: str = ""


class Policy(Record):
    """What a policy document is in law: dates as the gazette gives them."""

    number: str = ""
    issuer: list[str] = []
    jurisdiction: str
    signed: PartialDate = ""
    published: PartialDate = ""
    in_force_from: PartialDate = ""
    in_force_to: PartialDate = ""
    unverified: list[Literal["number", "signed", "published", "in_force_from", "in_force_to"]] = []


class Title(Record):
    """A title in the language it has, and in the other where somebody gave one."""

    zh: str = ""
    en: str = ""

    @model_validator(mode="after")
    def _is_there(self) -> "Title":
        if not (self.zh or self.en):
            raise ValueError("a title has to stand in zh or in en")
        return self


class Original(Record):
    """The file a document was imported from, so that it is known again."""

    name: str
    sha256: Sha256  # of its bytes; of the row's text where it is a row of a collection
    format: Literal["txt", "md", "html", "docx", "pdf", "csv", "tsv", "jsonl", "parquet"]
    encoding: str = ""
    row: int = 0  # of a collection, from 1
    notes: list[str] = []


class Document(Record):
    """One document of the corpus; its text lies beside it or is withheld.

    ``reprint_of`` names the document whose story this one repeats: it is kept, and
    counted once. ``distinct_from`` names documents it resembles without repeating them.
    ``public`` lists strings that look private and may be published.
    """

    title: Title
    title_reading: Share | None = None
    language: Literal["zh", "en"]
    genre: Genre
    date: PartialDate = ""
    date_note: str = ""
    source: str = ""
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
    reprint_of: str = ""
    distinct_from: list[str] = []
    private: list[Passage] = []
    public: list[Passage] = []
    original: Original | None = None
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
        spans = sorted((span.start, span.end) for span in self.set_aside)
        if crossing := [b for a, b in pairwise(spans) if a != b and b[0] < a[1]]:
            raise ValueError(f"span [{crossing[0][0]}, {crossing[0][1]}) overlaps another")
        return self

    @property
    def folder(self) -> str:
        """Where its text lies under ``corpus/``: only an open one may be published."""
        return "texts" if self.rights == "open" else "withheld"

    def left_out(self) -> list[tuple[int, int]]:
        """The spans that are neither read nor counted."""
        return sorted({(span.start, span.end) for span in self.set_aside if span.applied})

    def applied(self) -> list[str]:
        """The repairs by which the text is read otherwise than it stands."""
        return [repair.name for repair in self.repairs if repair.applied]


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
    aliases: list[str] = []
    note: str = ""


def faults(
    documents: Mapping[str, Document],
    cases: Mapping[str, Case],
    places: Iterable[str],
    *,
    today: str,
) -> list[Fault]:
    """Every reference of a card that leads nowhere, every gap, every case inside itself.

    ``today`` is an ISO date: a document is not from the future.
    """
    known = set(places)
    found: list[Fault] = []

    def resolve(
        record: str, keys: tuple[str | int, ...], name: str, what: str, ids: Collection[str]
    ) -> None:
        if what == "document" and name == record:
            found.append(Fault(record, keys, "a document cannot be named on its own card"))
        elif name and name not in ids:
            message = f"unknown {what} {name!r}{did_you_mean(name, ids)}"
            found.append(Fault(record, keys, message))

    for doc, card in documents.items():
        for position, place in enumerate(card.places):
            resolve(doc, ("places", position), place, "place", known)
        for position, case in enumerate(card.cases):
            resolve(doc, ("cases", position), case, "case", cases)
        resolve(doc, ("reprint_of",), card.reprint_of, "document", documents)
        for position, other in enumerate(card.distinct_from):
            resolve(doc, ("distinct_from", position), other, "document", documents)
        found += [Fault(doc, keys, said) for keys, said in (*_gaps(card), *_repeated(card))]
        if card.date > today:
            found.append(Fault(doc, ("date",), f"date {card.date} lies in the future"))
        root = documents[card.reprint_of].reprint_of if card.reprint_of in documents else ""
        if root and doc != card.reprint_of:
            message = f"{card.reprint_of} is a reprint itself; write reprint_of: {root}"
            found.append(Fault(doc, ("reprint_of",), message))
        if card.policy:
            resolve(doc, ("policy", "jurisdiction"), card.policy.jurisdiction, "place", known)
    for case, study in cases.items():
        if not study.place:
            found.append(Fault(case, ("place",), "place: missing; fill it in"))
        resolve(case, ("place",), study.place, "place", known)
        resolve(case, ("contained_in",), study.contained_in, "case", cases)
        if case in containers(case, cases)[:-1]:
            found.append(Fault(case, ("contained_in",), f"case {case!r} contains itself"))
    return found


def _gaps(card: Document) -> Iterator[tuple[tuple[str, ...], str]]:
    """What a card has to say before its document can be published."""
    if not card.source:
        yield ("source",), "source: missing; say where the document comes from"
    if not (card.date or card.date_note):
        yield ("date",), "date: missing; give it, or say in date_note why it is not known"
    if card.policy and not card.policy.issuer:
        yield ("policy", "issuer"), "policy.issuer: missing; name who issued it"


def _repeated(card: Document) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Repairs and spans that the card names twice: the ledger has one row for each."""
    names = [repair.name for repair in card.repairs]
    spans = [(span.kind, span.start, span.end) for span in card.set_aside]
    for key, entries in (("repairs", names), ("set_aside", spans)):
        for position, entry in enumerate(entries):
            if entry in entries[:position]:
                yield (key, position), f"{key}: stands twice; keep one"


def documents_of(case: str, documents: Mapping[str, Document]) -> list[str]:
    """The documents that speak of a case, by their own cards."""
    return sorted(doc for doc, card in documents.items() if case in card.cases)


def containers(case: str, cases: Mapping[str, Case]) -> list[str]:
    """The cases around ``case`` from the outermost one down to itself."""
    path = [case]
    while (outer := cases[path[0]].contained_in) in cases:
        path.insert(0, outer)
        if outer in path[1:]:
            break
    return path


SHOWN = {"language", "genre", "date", "source", "translation", "rights", "sha256"}


def documents_table(
    documents: Mapping[str, Document], attached: Iterable[str], today: Mapping[str, str]
) -> "pd.DataFrame":
    """One row a document, as ``artefacts.DOCUMENTS``.

    ``today`` maps a place to the place it belongs to today, itself where it still is.
    """
    import pandas as pd

    here = set(attached)
    rows = [
        {
            "doc": doc,
            "title_zh": card.title.zh,
            "title_en": card.title.en,
            "title_reading": card.title_reading,
            **card.model_dump(include=SHOWN),
            "length": card.length,
            "attached": doc in here,
            "cases": ";".join(card.cases),
            "places": ";".join(card.places),
            "places_today": ";".join(today[place] for place in card.places),
            "reprint_of": card.reprint_of,
            "repairs": ";".join(sorted({name for name, _, _, on, *_ in repairs_of(card) if on})),
        }
        for doc, card in documents.items()
    ]
    return pd.DataFrame(rows, columns=list(DOCUMENTS))


# What leaving out a span of each kind is called in the ledger.
CUTS = {
    "furniture": "cut_furniture",
    "repetition": "collapse_repetition",
    "references": "cut_references",
}


def repairs_of(card: Document) -> list[tuple[str, int, int, bool, str, str]]:
    """Name, span, whether applied, proof and note of everything read otherwise than it stands."""
    whole = [(r.name, 0, card.length, r.applied, r.proof, r.note) for r in card.repairs]
    return [*whole, *((CUTS[s.kind], s.start, s.end, s.applied, s.why, "") for s in card.set_aside)]


def repairs_table(documents: Mapping[str, Document]) -> "pd.DataFrame":
    """The ledger of repairs, one row a repair or span, as ``artefacts.REPAIRS``."""
    import pandas as pd

    rows = [
        (doc, start, end, name, applied, proof, note)
        for doc, card in documents.items()
        for name, start, end, applied, proof, note in repairs_of(card)
    ]
    return pd.DataFrame(rows, columns=list(REPAIRS)).astype({"applied": bool})


def policies_table(documents: Mapping[str, Document]) -> "pd.DataFrame":
    """One row a policy document, as ``artefacts.POLICIES``."""
    import pandas as pd

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

"""One call of an intake: each document is judged, and kept or refused."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from workbench import files, holdings
from workbench import project as projects
from workbench.corpus import dates, found, places, privacy, repairs, texts
from workbench.corpus.cards import Case, Document
from workbench.corpus.duplicates import Pair
from workbench.corpus.facts import Cut, Fact
from workbench.corpus.importers import decoding
from workbench.corpus.places import Place
from workbench.errors import InputError, UsageError, did_you_mean
from workbench.intake import card as cards
from workbench.intake.item import SAID, Declared, Item, Source
from workbench.intake.sources import Sources, listed
from workbench.project import Project

Tell = Callable[[int, int], None]


class Intake:
    """One call: what is held, what was declared for all files, what was taken so far.

    Raises UsageError, before anything is read, where the case, the place or another
    declared value does not exist.
    """

    def __init__(self, project: Project, declared: Declared, *, dry_run: bool = False) -> None:
        self.project, self.declared, self.dry_run = project, declared, dry_run
        self.holdings = holdings.read(project)
        self.cases, self.places = _cases(project), _places(project)
        self.today = datetime.now(UTC).date()
        self.given = self._given()
        self._sources = Sources(declared, self.holdings.originals)

    @property
    def remarks(self) -> list[str]:
        """What there is to say of whole files, such as columns that nothing uses."""
        return self._sources.remarks

    def add(self, paths: Iterable[Path], *, tell: Tell = lambda _done, _of: None) -> Iterator[Item]:
        """Bring files and folders in, one at a time; yields what became of each.

        ``tell`` hears how many of how many files are done. A second call with the
        same files changes nothing. Raises UsageError where a path does not exist.
        """
        found = [(path, list(listed([path]))) for path in paths]
        wanted = [each for _, held in found for each in held]
        self._sources.remarks += [f"no file in {path}" for path, held in found if not held]
        for done, (path, name) in enumerate(wanted):
            tell(done, len(wanted))
            yield from map(self.judged, self._sources.of(path, name))
        tell(len(wanted), len(wanted))
        if not self.dry_run:
            self.holdings.save()

    def twins(self) -> list[Pair]:
        """The pairs of a document just taken and one it repeats, wholly or nearly."""
        return self.holdings.twins()

    def _given(self) -> dict[str, Fact]:
        """The declared values as facts; refuses those that cannot be."""
        given: dict[str, Fact] = {}
        case, place = self.declared.case, self.declared.place
        if case and case not in self.cases:
            near = did_you_mean(case, self.cases)
            raise UsageError(f"no case {case!r}{near}; to make one: workbench new case {case}")
        if place:
            given["places"] = Fact(places.wanted(place, self.places), SAID)
        elif case:
            given["places"] = Fact(self.cases[case].place, f"the place of {case}")
        if case:
            given["cases"] = Fact(case, SAID)
        for name in ("genre", "date", "rights", "licence", "source", "language"):
            if value := getattr(self.declared, name):
                unsaid = name == "rights" and value == Declared.rights
                said = dates.day(value) if name == "date" else value
                given[name] = Fact(said, "unless you say open" if unsaid else SAID)
        self._refuse(given)
        return given

    def _refuse(self, given: dict[str, Fact]) -> None:
        values = {name: fact.value for name, fact in given.items()}
        wrong = cards.misfits(cards.specimen(values))
        if self._is_future(values.get("date", "")):
            wrong.append(f"date: {values['date']} lies in the future")
        try:
            decoding.known_encoding(self.declared.encoding or "utf-8")
        except InputError as error:
            wrong.append(str(error))
        unlicensed = values.get("rights") == "open" and not values.get("licence")
        hint = "; say it: --licence CC-BY-4.0, or the one they have" if unlicensed else ""
        if wrong:
            raise UsageError("; ".join(wrong) + hint)

    def _is_future(self, date: str) -> bool:
        """Whether it is a date to come; what is no date at all is refused as that."""
        return bool(re.match("[0-9]{4}", date)) and date > self.today.isoformat()

    def judged(self, source: Source) -> Item:
        """Take one document in, or say everything that stands against it at once."""
        item = Item(source.name, problems=list(source.problems))
        here = self.holdings.originals.get(source.sha256)
        if here and source.row and here in self.holdings.taken:
            item.problems.append(f"the same text as {here}, a row before; keep one of them")
        elif here:
            item.state, item.doc = "known", here
            item.notes += self._otherwise(here)
        elif source.extract is not None:
            item.text, item.notes = source.extract.text, list(source.extract.notes)
            item.cuts = cards.cuts(source.extract)
            item.facts = self._facts(source, item.cuts)
            item.offered = repairs.offered(item.text)
            card = self._card(source, item)
            if card is not None and not item.problems:
                self._keep(source, item, card)
        return item

    def _otherwise(self, doc: str) -> list[str]:
        """A note where a document that is here was read in another encoding than is said now.

        What is UTF-8 stays that, whatever is said of a folder.
        """
        path = self.project.corpus("documents", f"{doc}.yml")
        if not self.declared.encoding or not path.is_file():
            return []
        card = projects.load(path, Document, shown=self.project.relative(path))
        read_as = card.original.encoding if card.original else ""
        said = decoding.known_encoding(self.declared.encoding)
        if read_as.startswith(("utf-8", said)) or not read_as:
            return []
        again = f"to read it otherwise: workbench remove {doc}, then add it again"
        return [f"read as {read_as}; {again}"]

    def _facts(self, source: Source, cuts: list[Cut]) -> dict[str, Fact]:
        assert source.extract is not None
        text, name = cards.shown(source.extract), Path(source.name).name
        told = found.facts(text, "" if source.row else name, cuts, today=self.today)
        told["language"] = Fact(found.language(text, cuts), "its letters")
        held = dict(source.extract.facts)
        printed = found.printed_source(text)
        if printed and held.get("source", Fact("", "meta ")).where.startswith("meta "):
            held["source"] = printed  # the site may only have reprinted it
        return told | held | self.given | dict(source.beside)

    def _card(self, source: Source, item: Item) -> Document | None:
        """The card of a document; adds to its problems all that keeps it from having one."""
        fields = cards.fields(item.facts)
        if same := self.holdings.texts.get(texts.fingerprint(item.text)):
            item.problems.append(f"the same text as {same}, which is here already")
        item.problems += cards.lacking(fields, in_row=bool(source.row))
        fields.places = [self._place(name, item) for name in fields.places]
        item.problems += [
            f"unknown case {case!r}{did_you_mean(case, self.cases)}"
            for case in fields.cases
            if case not in self.cases
        ]
        if fields.values.get("genre") == "policy":
            self._rule(fields, item)
        if self._is_future(date := fields.values.get("date", "")):
            item.problems.append(f"date: {date} lies in the future")
        item.doc = self._named(source, item)
        record = cards.record(source, item, fields)
        item.problems += cards.misfits(cards.specimen(fields.values) if item.problems else record)
        return None if item.problems else Document.model_validate(record)

    def _place(self, name: str, item: Item) -> str:
        try:
            place = places.wanted(name, self.places)
        except UsageError as error:
            item.problems.append(str(error))
            return name
        date = item.facts["date"].value if "date" in item.facts else ""
        if note := places.standing(place, date, self.places):
            item.notes.append(note)
        return place

    def _rule(self, fields: cards.Fields, item: Item) -> None:
        """Find out where a policy is in force: as said, or by the place its title names."""
        if said := fields.values.get("jurisdiction"):
            fields.values["jurisdiction"] = self._place(said, item)
            return
        where, unknown = places.jurisdiction(fields.title, self.places)
        fields.values["jurisdiction"] = where
        if unknown:
            item.missing.append(f"policy.jurisdiction ({unknown} is not in places.yml)")
        if not where:
            item.problems.append("jurisdiction: its title names no place that is in places.yml")

    def _named(self, source: Source, item: Item) -> str:
        """An id of its own: the one it was given, or one made of its name."""
        if given := item.facts.get("id"):
            if given.value in self.holdings.documents:
                item.problems.append(
                    f"id {given.value!r} is that of another text; for a better text of the same "
                    f"document: workbench correct {given.value} FILE"
                )
            return given.value
        base, number = cards.slug(source), 1
        while self._is_taken(name := base if number == 1 else f"{base}-{number}", item.text):
            number += 1
        return name

    def _is_taken(self, name: str, text: str) -> bool:
        """Whether a document bears an id, or another text lies where its own would."""
        held = (self.project.corpus(folder, f"{name}.txt") for folder in ("texts", "withheld"))
        lying = (path.read_bytes() for path in held if path.exists())
        return name in self.holdings.documents or any(data != text.encode() for data in lying)

    def _keep(self, source: Source, item: Item, card: Document) -> None:
        """Write the text and then its card, so that a card without its text cannot be."""
        item.state = "added"
        item.missing += cards.missing(card)
        self.holdings.take(item.doc, source.sha256, item.text, card)
        if card.rights == "open":
            item.notes += [
                f"{p.kind} at [{p.start}, {p.end}): it would be published"
                for p in privacy.found(item.text, names=card.private, allowed=card.public)
            ]
        if not self.dry_run:
            files.write_text(item.text, self.project.corpus(card.folder, f"{item.doc}.txt"))
            path = self.project.corpus("documents", f"{item.doc}.yml")
            files.write_text(projects.record_text(card), path)
            self.holdings.stamp(item.doc, path)


def _cases(project: Project) -> dict[str, Case]:
    paths = sorted(project.corpus("cases").glob("*.yml"))
    return {path.stem: projects.load(path, Case, shown=project.relative(path)) for path in paths}


def _places(project: Project) -> dict[str, Place]:
    path = project.corpus("places.yml")
    return projects.load(path, places.Places, shown=project.relative(path)).places

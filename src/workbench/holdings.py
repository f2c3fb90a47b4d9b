"""What the study holds already, known by content: so that nothing comes in twice.

Reading thousands of cards and texts for every new file would be slow, so what was read
of each is kept in ``build/0-intake/holdings.json`` and trusted as long as the card has
the size and the time it had. The file may be deleted at any time.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from workbench import project as projects
from workbench import store
from workbench.corpus import duplicates, texts
from workbench.corpus.cards import Document
from workbench.corpus.duplicates import Pair as Pair
from workbench.corpus.duplicates import Signature
from workbench.corpus.views import Edit, View
from workbench.errors import EnvironmentFault
from workbench.project import Project


@dataclass
class Holding:
    """One document as it is known here; ``signature`` is empty where its text is absent."""

    stamp: list[int]  # size and time of its card
    original: str  # sha256 of the bytes it was imported from
    text: str  # sha256 of its text
    signature: str
    reprint_of: str
    distinct_from: list[str]


@dataclass
class Holdings:
    """The documents of a study by id, and by the hashes of their originals and texts."""

    project: Project
    documents: dict[str, Holding] = field(default_factory=dict)
    originals: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)

    def take(self, doc: str, original: str, text: str, card: Document) -> None:
        """Note a new document."""
        self.taken.append(doc)
        self._hold(doc, _holding([], original, _signature(text, card), card))

    def twins(self) -> list[Pair]:
        """The pairs of one that is new and one it repeats, wholly or nearly."""
        return self.pairs(among=self.taken)

    def pairs(self, *, among: list[str] | None = None) -> list[Pair]:
        """All pairs of documents that resemble each other and that no card has decided."""
        signatures = {
            doc: Signature.from_hex(held.signature)
            for doc, held in self.documents.items()
            if held.signature
        }
        return [
            pair
            for pair in duplicates.pairs(signatures, among=among, texts=_Contents(self.project))
            if not self._is_decided(pair)
        ]

    def _is_decided(self, pair: Pair) -> bool:
        """Whether both tell one story by their cards, or one card tells them apart.

        What is said of a document holds for its reprints: of ten copies nine cards say so.
        """
        one, other = self._story(pair.one), self._story(pair.other)
        return bool(one & other or one & self._apart(other) or other & self._apart(one))

    def _story(self, doc: str) -> set[str]:
        return {doc, self.documents[doc].reprint_of} - {""}

    def _apart(self, docs: set[str]) -> set[str]:
        held = (self.documents[doc] for doc in docs if doc in self.documents)
        return {name for each in held for name in each.distinct_from}

    def stamp(self, doc: str, card: Path) -> None:
        """Note that a card is on the disk now."""
        self.documents[doc].stamp = _stamp(card)

    def save(self) -> None:
        """Keep what was read for the next call, where that can be written."""
        kept = {doc: vars(held) for doc, held in self.documents.items() if held.stamp}
        with suppress(EnvironmentFault):
            store.write_json(kept, _path(self.project))

    def _hold(self, doc: str, held: Holding) -> None:
        self.documents[doc] = held
        self.texts.setdefault(held.text, doc)
        if held.original:
            self.originals.setdefault(held.original, doc)


def read(project: Project) -> Holdings:
    """What the study holds now; raises InputError for a card that cannot be read."""
    held, before = Holdings(project), _before(project)
    for path in sorted(project.corpus("documents").glob("*.yml")):
        known = before.get(path.stem)
        late = known and not known.signature and _has_text(project, path.stem)  # attached since
        if known and known.stamp == _stamp(path) and not late:
            held._hold(path.stem, known)
        else:
            held._hold(path.stem, _look(project, path))
    return held


def _look(project: Project, path: Path) -> Holding:
    stamp = _stamp(path)
    card = projects.load(path, Document, shown=project.relative(path))
    text = _text(project, path.stem, card)
    signature = _signature(text, card) if text is not None else ""
    original = card.original.sha256 if card.original else ""
    return _holding(stamp, original, signature, card)


def _holding(stamp: list[int], original: str, signature: str, card: Document) -> Holding:
    return Holding(
        stamp, original, card.sha256, signature, card.reprint_of, list(card.distinct_from)
    )


def _signature(text: str, card: Document) -> str:
    return duplicates.signature(_content(text, card)).to_hex()


def _content(text: str, card: Document) -> str:
    """A document's own content: a reprint has another head and foot."""
    return View.of(text, [Edit(start, end, "\n") for start, end in card.left_out()]).text


class _Contents(Mapping[str, str]):
    """The contents that are here, each read when it is asked for and not kept."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def __getitem__(self, doc: str) -> str:
        path = self._project.corpus("documents", f"{doc}.yml")
        if not path.is_file():
            raise KeyError(doc)
        card = projects.load(path, Document, shown=self._project.relative(path))
        text = _text(self._project, doc, card)
        if text is None:
            raise KeyError(doc)
        return _content(text, card)

    def __iter__(self) -> Iterator[str]:
        return (path.stem for path in self._project.corpus("documents").glob("*.yml"))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _text(project: Project, doc: str, card: Document) -> str | None:
    """The text of a document, or None where it is not here or not that of its card."""
    path = project.corpus(card.folder, f"{doc}.txt")
    text = texts.stored(path.read_bytes()) if path.is_file() else None
    return text if text is not None and texts.fingerprint(text) == card.sha256 else None


def _has_text(project: Project, doc: str) -> bool:
    return any(project.corpus(folder, f"{doc}.txt").is_file() for folder in ("texts", "withheld"))


def _stamp(path: Path) -> list[int]:
    seen = path.stat()
    return [seen.st_size, seen.st_mtime_ns]


def _path(project: Project) -> Path:
    return project.root / "build" / "0-intake" / "holdings.json"


def _before(project: Project) -> dict[str, Holding]:
    """What was kept by an earlier call; nothing where another version of this module kept it."""
    try:
        kept = store.read_json(_path(project))
        return {doc: Holding(**known) for doc, known in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}

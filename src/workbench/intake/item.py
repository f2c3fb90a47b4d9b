"""What goes through an intake: what was declared, one document, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.corpus.facts import Cut, Fact
from workbench.corpus.importers import Extract

MAX_MB = 200
SAID = "as you said"
AWAITED = ("date", "source", "policy.issuer")  # without them a document is not published


@dataclass(frozen=True)
class Declared:
    """What the user says of all the files of one call; empty where nothing is said."""

    case: str = ""
    place: str = ""
    genre: str = ""
    date: str = ""
    rights: str = "withheld"
    licence: str = ""
    source: str = ""
    language: str = ""
    encoding: str = ""
    text_column: str = "text"
    max_mb: int = MAX_MB


@dataclass(frozen=True)
class Source:
    """One document before it is judged: its name, hash and extract, or why it has none."""

    name: str
    sha256: str
    extract: Extract | None = None
    beside: Mapping[str, Fact] = field(default_factory=dict)
    row: int = 0
    problems: tuple[str, ...] = ()


@dataclass
class Item:
    """What became of one file, or of one row of a collection.

    ``state`` is added, known (it was here already) or refused; ``problems`` say why it
    was refused, ``missing`` names the fields that are still to be filled on its card.
    """

    name: str
    state: str = "refused"
    doc: str = ""
    facts: dict[str, Fact] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    offered: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def awaited(self) -> list[str]:
        """The missing fields without which the book is not made."""
        noted = "date_note" in self.facts  # why its date is not known
        return [name for name in self.missing if name in AWAITED and not (name == "date" and noted)]

    @property
    def welcome(self) -> list[str]:
        """The missing fields that the book can do without."""
        return [name for name in self.missing if name not in self.awaited]

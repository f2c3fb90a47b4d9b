"""What every importer gives back, and how it refuses."""

from dataclasses import dataclass, field

from workbench.corpus.facts import Cut, Fact
from workbench.errors import InputError


class Unreadable(InputError):
    """A file that cannot become a text; the caller adds its name to the message."""


@dataclass(frozen=True)
class Extract:
    """What is in one file.

    ``text`` is what the study stores: LF, no byte order mark, otherwise the
    document's own characters. ``format`` is a value of ``SUFFIXES``; ``encoding``
    is empty for docx and pdf. ``facts`` are only what the file itself declares,
    by field of a card: title, authors, date, source. ``cuts`` are what
    the format tells to be furniture, sorted and apart. ``front_matter`` is the
    YAML at the head of the file, unread; it is no part of the text.
    """

    text: str
    format: str
    encoding: str
    facts: dict[str, Fact] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    front_matter: str = ""


def printable(text: str, most: int) -> str:
    """The beginning of a text for a message, on one line and without marks that turn it round."""
    line = " ".join(text.split())[:most]
    return "".join(each if each.isprintable() else "·" for each in line)

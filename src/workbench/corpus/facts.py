"""What is found out about a document, each with the place it was found in."""

from dataclasses import dataclass

# What may be said of a document beside its file or in a row, by the fields of its card,
# those that hold several, and the names people give them.
SEVERAL = ("authors", "places", "cases", "issuer")
SINGLE = (
    *("id", "title", "title_zh", "title_en", "language", "genre", "date", "date_note", "source"),
    *("translation", "rights", "licence", "note", "number", "jurisdiction", "reprint_of"),
)
SPELLED = {"author": "authors", "place": "places", "case": "cases", "license": "licence"}


@dataclass(frozen=True)
class Fact:
    """The value of one field of a card, and where it was found, in words for the user.

    Dates are ISO (2018, 2018-08 or 2018-08-08); several authors are joined by ``;``.
    """

    value: str
    where: str


@dataclass(frozen=True, order=True)
class Cut:
    """A span ``[start, end)`` that is not the document's own content, and its proof.

    ``kind`` is furniture, repetition or references.
    """

    start: int
    end: int
    kind: str
    why: str

"""What is found out about a document, each with the place it was found in."""

from dataclasses import dataclass


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

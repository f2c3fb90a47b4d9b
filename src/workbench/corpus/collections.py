"""The card of a collection: many documents in one or several files, which get no cards."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from workbench.corpus.cards import Genre, Title
from workbench.schema import Record

# What the workbench itself says of each document.
OWN = ("doc", "date", "row", "start", "characters", "tokens", "sha256")

Name = Annotated[str, Field(min_length=1)]


class Columns(Record):
    """Which columns hold what. A document without an id is known by its file and line."""

    text: Name
    id: str = ""
    date: str = ""
    keep: list[Name] = []  # further ones, to group by

    @model_validator(mode="after")
    def _are_different(self) -> "Columns":
        named = [name for name in (self.text, self.id, self.date, *self.keep) if name]
        if twice := sorted({name for name in named if named.count(name) > 1}):
            raise ValueError(f"column {', '.join(twice)} is named twice; keep one")
        if own := [name for name in self.keep if name in OWN]:
            raise ValueError(f"keep: {', '.join(own)} is a name of the workbench; rename it")
        return self


class Collection(Record):
    """One collection. It is counted and searched, and never published in full.

    ``path`` is a file or a glob, absolute or from the study's root: ``.jsonl`` (also
    ``.jsonl.gz`` and ``.jsonl.xz``) or ``.parquet``.
    """

    title: Title
    language: Literal["zh", "en", "mixed"]
    genre: Genre
    source: str = ""
    rights: Literal["open", "withheld"]
    note: str = ""
    path: Name
    columns: Columns

    @model_validator(mode="after")
    def _lies_outside(self) -> "Collection":
        if self.path.startswith("corpus/"):
            raise ValueError(
                "path: every command reads all of corpus/; put the files elsewhere, as in data/"
            )
        return self

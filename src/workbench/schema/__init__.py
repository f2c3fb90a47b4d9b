"""The columns of the files that people edit, and what all tables have in common.

A schema maps a column to its dtype: ``str``, ``int64``, ``float64``, ``bool``, or in
tables of millions of rows ``int32`` and ``category`` (a number for each string).
``schema.artefacts`` has the tables under ``build/``. Positions are Unicode code points
``[start, end)`` in the stored text. A cell of a table that holds several ids joins them
with ``;``.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Schema = dict[str, str]


class Record(BaseModel):
    """A record of a YAML file: frozen, and without keys that nobody declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Record):
    """A name in both languages of the study."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


# Ids are names of files and anchors of pages.
ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
FILE_ID = rf"(?!case-){ID}"  # of a document or a case, whose page is called case-ID

# Who speaks in a passage, and how a value was come by.
ROLES = {"official", "practitioner", "scholar", "resident", "author", "document"}
BASES = {"stated", "derived", "inferred"}


def ids(joined: str) -> list[str]:
    """The ids of a cell that holds several, joined by ``;``."""
    return [part.strip() for part in joined.split(";") if part.strip()]


# --- corpus/: what people read and decided -----------------------------------

# What holds a span to its text: see coding.anchors. Hashes are sha256 of UTF-8 bytes,
# those of the context cut to their first 16 digits.
ANCHOR: Schema = {
    "quote_sha256": "str",  # of text[start:end]
    "before_sha256": "str",  # of the little that stands before it
    "after_sha256": "str",  # and after it
    "doc_sha256": "str",  # of the whole text the span was marked in
}

SEGMENTS_FILE: Schema = {
    "id": "str",
    "doc": "str",
    "start": "int64",
    "end": "int64",
    **ANCHOR,
    "quote": "str",  # text[start:end] of an open document; empty where it is withheld
    "code": "str",
    "case": "str",  # empty where the passage speaks of no case
    "speaker": "str",  # a name or an office; empty where the author speaks
    "speaker_role": "str",  # official, practitioner, scholar, resident, author, document
    "basis": "str",  # stated, derived, inferred
    "confidence": "float64",
    "paraphrase_zh": "str",
    "paraphrase_en": "str",
    "note": "str",
}

CELLS_FILE: Schema = {
    "case": "str",
    "dimension": "str",
    "value": "str",  # codes of the dimension, the leading one first
    "basis": "str",  # stated, derived, inferred, not_found
    "confidence": "float64",
    "segments": "str",
    "counter": "str",  # segments that speak against the value; often empty
    "summary_zh": "str",
    "summary_en": "str",
    "note": "str",
}

FIGURES_FILE: Schema = {
    "id": "str",
    "case": "str",
    "doc": "str",
    "start": "int64",
    "end": "int64",
    **ANCHOR,
    "raw": "str",  # as printed
    "kind": "str",  # amount, count, share, date, ordinal, range
    "value": "str",  # as read: a number, or an ISO date
    "high": "str",  # the upper end of a range, whose lower one is value
    "unit": "str",
    "unit_zh": "str",  # as it follows the number in Chinese: 人, 个社区
    "qualifier": "str",  # more_than, at_least, nearly, about, at_most, less_than, or empty
    "period": "str",
    "definition": "str",  # an id that says what is counted; figures that share it may be added
    "numerator": "str",  # of a share: the figure that is the part
    "denominator": "str",  # of a share or a part: the figure, or the number, that is the whole
    "sum_of": "str",  # the figures that the source adds up to this one
    "measures_zh": "str",
    "measures_en": "str",
    "repair": "str",  # the repair that leads from raw to value, or empty
    "confidence": "float64",
    "note": "str",
}

TYPE_TABLE_FILE: Schema = {
    "dimension": "str",
    "type": "str",
    "segment": "str",
    "printed": "str",  # the wording of the source's table
    "reading_zh": "str",  # the likely Chinese behind a translated word
    "reading_confidence": "float64",
    "value": "str",  # code of the dimension
    "rank": "int64",  # 1 = weakest; 0 where the dimension has no order
    "note": "str",
}

MIGRATIONS_FILE: Schema = {
    "step": "int64",  # 1 for the first
    "action": "str",  # rename, merge, delete
    "old": "str",
    "new": "str",  # empty where the old code was deleted
    "rows": "int64",  # rows of segments that changed
    "why": "str",
}

FEATURES_FILE: Schema = {
    "kind": "str",  # word: a token; term: a term of the lexicon, matched on the text
    "language": "str",
    "word": "str",
    "count": "int64",
}

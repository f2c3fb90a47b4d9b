"""The columns of every table: those people edit and those the stages write.

A schema maps a column to its dtype: ``str``, ``int64``, ``float64``, ``bool``, or in
tables of millions of rows ``int32`` and ``category`` (a number for each string).
``ARTEFACTS`` lists the tables under ``build/`` with their stage and key.
Positions are Unicode code points ``[start, end)`` in the stored text. A cell of
a table that holds several ids joins them with ``;``.
"""

from typing import Annotated, NamedTuple

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
    "value": "str",  # as read: a number, or an ISO date
    "unit": "str",
    "qualifier": "str",  # more_than, nearly, about, or empty
    "period": "str",
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

# --- build/: what a machine wrote ---------------------------------------------

DOCUMENTS: Schema = {
    "doc": "str",
    "title_zh": "str",
    "title_en": "str",
    "title_reading": "float64",  # confidence of a Chinese title that is our reading, or NaN
    "language": "str",
    "genre": "str",
    "date": "str",
    "source": "str",
    "translation": "str",  # none, machine, author
    "rights": "str",  # open, withheld
    "sha256": "str",
    "length": "int64",  # code points
    "attached": "bool",  # its text is on this machine
    "cases": "str",
    "places": "str",
    "places_today": "str",  # what its places are today, where one was merged since
    "reprint_of": "str",  # the document whose story it repeats; it is not counted again
    "repairs": "str",  # what is read otherwise than it stands: names of REPAIRS
}

REPAIRS: Schema = {
    "doc": "str",
    "start": "int64",  # the span that is left out; 0 and the length for the whole text
    "end": "int64",
    "repair": "str",  # digit_one_space, nbsp_space, cut_furniture, cut_references, ...
    "applied": "bool",
    "proof": "str",
    "note": "str",
}

CASES: Schema = {
    "case": "str",
    "label_zh": "str",
    "label_en": "str",
    "short_zh": "str",
    "short_en": "str",
    "level": "str",
    "place": "str",
    "district": "str",
    "city": "str",
    "years": "str",
    "contained_in": "str",
    "contained_confidence": "float64",
    "documents": "str",
    "depth": "int64",  # 0 for a case that no other contains
    "path": "str",  # ids from the outermost container down, joined by "/"
}

POLICIES: Schema = {
    "doc": "str",
    "title_zh": "str",
    "title_en": "str",
    "number": "str",
    "issuer": "str",
    "jurisdiction": "str",
    "signed": "str",
    "published": "str",
    "in_force_from": "str",
    "in_force_to": "str",
    "unverified": "str",  # fields that rest on general knowledge, not on a text on file
}

PARAGRAPHS: Schema = {"doc": "str", "paragraph": "int64", "start": "int64", "end": "int64"}

TOKENS: Schema = {
    "doc": "category",
    "start": "int32",
    "end": "int32",
    "paragraph": "int32",  # lines with something on them, from 0
    "word": "category",
    "language": "category",
}

CUTS: Schema = {
    "doc": "str",
    "made_from": "str",  # hash of what its tokens rest on: see stages.cut_from
}

COUNTS: Schema = {
    "doc": "category",
    "language": "category",
    "word": "category",
    "count": "int32",
}

SIZES: Schema = {
    "doc": "str",
    "language": "str",
    "tokens": "int64",
    "types": "int64",
    "characters": "int64",  # of the tokens: punctuation and space are not counted
    "current": "bool",  # counted with the lexicon and engines of today
}

SEGMENTS: Schema = {
    **SEGMENTS_FILE,
    "coder": "str",
    "status": "str",  # verified against the text, or reference where it is not here
    "quote": "str",  # empty where the text is not here
}

CELLS: Schema = {**CELLS_FILE}

FIGURES: Schema = {**FIGURES_FILE, "status": "str", "quote": "str"}

CODES: Schema = {
    "code": "str",
    "parent": "str",
    "dimension": "str",  # the dimension whose value it is, or empty
    "rank": "int64",  # 1 = weakest; 0 where there is no order
    "label_zh": "str",
    "label_en": "str",
    "definition": "str",
    "include": "str",
    "exclude": "str",
    "indicators_zh": "str",
    "indicators_en": "str",
    "pitfalls": "str",
    "segments": "int64",  # how many segments carry it
}

SUGGESTIONS: Schema = {
    "doc": "str",
    "start": "int64",
    "end": "int64",
    "code": "str",
    "term": "str",  # the indicator of the code that stands there
    "negated": "bool",
    "negation": "str",  # the cue, or empty
    "attribution": "str",  # the cue of somebody who says so, or empty
    "speaker": "str",  # the words that name who; empty where the text is withheld
}

DIMENSIONS: Schema = {
    "dimension": "str",
    "position": "int64",
    "label_zh": "str",
    "label_en": "str",
    "question": "str",
    "scale": "str",  # nominal, ordinal, set
}

MATRIX: Schema = {
    "case": "str",
    "dimension": "str",
    "level": "str",
    "depth": "int64",
    "value": "str",
    "rank": "float64",  # of an ordinal value, NaN otherwise
    "mark": "str",  # stated, derived, inferred, not_found, not_looked
    "confidence": "float64",
    "segments": "str",
    "documents": "str",
    "summary_zh": "str",
    "summary_en": "str",
    "note": "str",
}

TYPES: Schema = {
    "case": "str",
    "family": "str",
    "type": "str",
    "distance": "float64",  # 0 fits every rule, 1 none; NaN where no rule could be read
    "known": "int64",  # rules that could be read
    "rules": "int64",
    "verdict": "str",  # member, other, or undecided
    "reason": "str",
}

TYPE_LABELS: Schema = {
    "family": "str",
    "type": "str",
    "position": "int64",
    "family_zh": "str",
    "family_en": "str",
    "label_zh": "str",
    "label_en": "str",
    "definition": "str",
    "rules": "str",  # dimension: codes | dimension: codes
    "why": "str",
    "drawn_from": "str",  # cases the type was made after
    "known_at_least": "int64",
    "distance_at_most": "float64",
    "margin_at_least": "float64",
}

TYPE_TABLE: Schema = {**TYPE_TABLE_FILE}

FREQUENCIES: Schema = {
    "language": "str",
    "word": "str",
    "count": "int64",
    "documents": "int64",
    "rate": "float64",  # per 1,000 tokens of the language
    "low": "float64",  # the ends of its 95 % interval
    "high": "float64",
}

RATES: Schema = {
    "doc": "str",
    "term": "str",  # the canonical form of its synonyms
    "language": "str",  # of the passages, which may differ from that of the canonical form
    "count": "int64",
    "rate": "float64",  # per 1,000 characters (zh) or words (en)
}

CONTEXT: Schema = {
    "case": "str",
    "policy": "str",
    "jurisdiction": "str",
    "signed": "str",
    "published": "str",
    "relation": "str",  # in_force, before_case, after_case, unknown
}

PLACES: Schema = {
    "place": "str",
    "label_zh": "str",
    "label_en": "str",
    "level": "str",
    "within": "str",
    "merged_into": "str",
    "merged": "str",
    "aliases": "str",
    "note": "str",
}


class Artefact(NamedTuple):
    """A table of ``build/``: the stage that writes it, its columns and its key."""

    stage: str
    columns: Schema
    key: list[str]  # rows are sorted by it, and no two share it


ARTEFACTS = {
    "documents": Artefact("corpus", DOCUMENTS, ["doc"]),
    "repairs": Artefact("corpus", REPAIRS, ["doc", "start", "end", "repair"]),
    "cases": Artefact("corpus", CASES, ["path"]),
    "places": Artefact("corpus", PLACES, ["place"]),
    "policies": Artefact("corpus", POLICIES, ["signed", "doc"]),
    "paragraphs": Artefact("corpus", PARAGRAPHS, ["doc", "paragraph"]),
    "tokens": Artefact("tokens", TOKENS, ["doc", "start"]),
    "cuts": Artefact("tokens", CUTS, ["doc"]),
    "counts": Artefact("tokens", COUNTS, ["doc", "language", "word"]),
    "sizes": Artefact("tokens", SIZES, ["doc", "language"]),
    "frequencies": Artefact("tokens", FREQUENCIES, ["language", "word"]),
    "rates": Artefact("tokens", RATES, ["term", "doc", "language"]),
    "segments": Artefact("coding", SEGMENTS, ["doc", "start", "end", "id"]),
    "cells": Artefact("coding", CELLS, ["case", "dimension"]),
    "figures": Artefact("coding", FIGURES, ["doc", "start", "end", "id"]),
    "codes": Artefact("coding", CODES, ["code"]),
    "dimensions": Artefact("coding", DIMENSIONS, ["position"]),
    "suggestions": Artefact("coding", SUGGESTIONS, ["doc", "start", "end", "code", "term"]),
    "matrix": Artefact("compare", MATRIX, ["case", "dimension"]),
    "types": Artefact("compare", TYPES, ["case", "family", "type"]),
    "type_labels": Artefact("compare", TYPE_LABELS, ["position"]),
    "type_table": Artefact("compare", TYPE_TABLE, ["dimension", "type"]),
    "context": Artefact("compare", CONTEXT, ["case", "signed", "policy"]),
}

"""The columns of the tables that the stages write: ``ARTEFACTS`` has each with stage and key."""

from typing import NamedTuple

from workbench.schema import CELLS_FILE, FIGURES_FILE, SEGMENTS_FILE, TYPE_TABLE_FILE, Schema

DOCUMENTS: Schema = {
    "doc": "str",
    "title_zh": "str",
    "title_en": "str",
    "title_reading": "float64",  # confidence of a Chinese title that is our reading, or NaN
    "language": "str",
    "genre": "str",
    "translation": "str",  # none, machine, author
    "date": "str",
    "source": "str",
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
    "counter": "str",  # what speaks against the value
    "documents": "str",  # of the evidence, as are roles, genres and speakers
    "speaker_roles": "str",
    "genres": "str",
    "speakers": "int64",  # different people, offices or documents; 0 without evidence
    "summary_zh": "str",
    "summary_en": "str",
    "note": "str",
}

TYPES: Schema = {
    "case": "str",
    "family": "str",
    "type": "str",
    "distance": "float64",  # 0 fits every rule, 1 none; NaN where no rule could be read
    "membership": "float64",  # 1 - distance
    "known": "int64",  # rules that could be read
    "rules": "int64",
    "verdict": "str",  # member, hybrid, other, or undecided
    "ground": "str",  # of the verdict: nearest, close, too_far, too_few_known
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

CROSSWALK: Schema = {
    "position": "int64",
    "perspective_zh": "str",
    "perspective_en": "str",
    "aspect_zh": "str",  # of the source's own table; empty where none of them answers
    "aspect_en": "str",
    "dimensions": "str",
    "segments": "str",
    "basis": "str",  # stated, inferred
    "confidence": "float64",
    "why": "str",
}

CHANGES: Schema = {
    "what": "str",  # cells, segments, matrix, types
    "case": "str",
    "name": "str",  # of a dimension, of a family and type, or id of a segment
    "change": "str",  # added, removed, changed
    "column": "str",
    "before": "str",
    "after": "str",
}

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

CONCLUSIONS: Schema = {
    "conclusion": "str",
    "position": "int64",
    "chapter": "str",  # the page of the book that tells it
    "levels": "str",  # of its cases
    "statement_zh": "str",
    "statement_en": "str",
    "verdict": "str",  # holds, falls, unsaid
    "why": "str",
    "cells": "str",  # case:dimension of every cell that it names
}

SCENARIOS: Schema = {
    "scenario": "str",
    "position": "int64",
    "kind": "str",  # what is left out: see comparison.evidence
    "of": "str",  # which document, genre, kind of translation, coder, or case:dimension
}

SENSITIVITY: Schema = {
    "conclusion": "str",
    "scenario": "str",
    "verdict": "str",  # holds, falls, unsaid without that part of the evidence
    "why": "str",
    "changed": "str",  # those of its cells, as case:dimension, that are not as before
}

TYPE_SENSITIVITY: Schema = {
    "case": "str",
    "family": "str",
    "scenario": "str",
    "before": "str",  # a type, several of a hybrid, or empty where the case is undecided
    "after": "str",
    "reason": "str",
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
    "crosswalk": Artefact("compare", CROSSWALK, ["position"]),
    "context": Artefact("compare", CONTEXT, ["case", "signed", "policy"]),
    "conclusions": Artefact("compare", CONCLUSIONS, ["position"]),
    "scenarios": Artefact("compare", SCENARIOS, ["position"]),
    "sensitivity": Artefact("compare", SENSITIVITY, ["conclusion", "scenario"]),
    "type_sensitivity": Artefact("compare", TYPE_SENSITIVITY, ["case", "family", "scenario"]),
}

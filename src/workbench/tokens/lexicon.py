"""The study's lexicon: terms kept whole, synonyms, stop words."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from workbench.errors import Fault
from workbench.schema import Schema
from workbench.tokens.chinese import cuttable

TERMS: Schema = {"term": "str", "language": "str", "category": "str", "note": "str"}
SYNONYMS: Schema = {"term": "str", "canonical": "str", "language": "str", "note": "str"}
STOPWORDS: Schema = {"word": "str", "note": "str"}


@dataclass(frozen=True)
class Lexicon:
    """Terms by language, and the words that frequency lists leave out."""

    terms: dict[str, frozenset[str]]
    stopwords: frozenset[str] = field(default=frozenset())
    synonyms: dict[str, str] = field(default_factory=dict)  # term -> canonical form

    @cached_property
    def _by_fold(self) -> dict[str, dict[str, str]]:
        return {
            language: {term.casefold(): term for term in sorted(terms)}
            for language, terms in self.terms.items()
        }

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """For each language one expression that finds its terms, the longest first.

        English terms are found at word borders, in any case, across line breaks.
        """
        return {
            language: re.compile(_alternatives(terms, language), re.IGNORECASE)
            for language, terms in self.terms.items()
            if terms
        }

    def found(self, text: str) -> Iterator[tuple[str, str, int, int]]:
        """Every term in a text as ``(term, language, start, end)``, longest wins."""
        for language, pattern in self.patterns.items():
            for match in pattern.finditer(text):
                yield self._term(match[0], language), language, match.start(), match.end()

    def standing(self, text: str) -> set[str]:
        """The terms that make a difference to a text: Chinese ones in it, English ones found."""
        chinese = {term for term in self.terms.get("zh", ()) if term in text}
        return chinese | {term for term, language, _, _ in self.found(text) if language == "en"}

    def _term(self, found: str, language: str) -> str:
        """The term that ``found`` is a form of: a plural counts with its singular."""
        spaced = " ".join(found.casefold().split())
        forms = (spaced, spaced.removesuffix("s"), spaced.removesuffix("es"))
        by_fold = self._by_fold[language]
        return next(by_fold[form] for form in forms if form in by_fold)


def _alternatives(terms: frozenset[str], language: str) -> str:
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    if language == "zh":
        return "|".join(map(re.escape, longest_first))
    spaced = (r"\s+".join(map(re.escape, term.split())) for term in longest_first)
    return rf"\b(?:{'|'.join(spaced)})(?:s|es)?\b"


def lexicon(
    terms: pd.DataFrame, stopwords: pd.DataFrame, synonyms: pd.DataFrame | None = None
) -> Lexicon:
    """The lexicon of a study from its tables; English terms in lower case.

    A synonym is looked for like a term, and counted under its canonical form.
    """
    listed = terms if synonyms is None else pd.concat([terms, synonyms])
    by_language = {
        str(language): frozenset(_folded(term) for term in group["term"])
        for language, group in listed.groupby("language")
    }
    canonical = (
        {} if synonyms is None else dict(zip(synonyms["term"], synonyms["canonical"], strict=True))
    )
    return Lexicon(
        by_language,
        frozenset(stopwords["word"].str.lower()),
        {_folded(term): _folded(form) for term, form in canonical.items()},
    )


def _folded(term: str) -> str:
    return term.lower() if term.isascii() else term


def synonym_faults(synonyms: pd.DataFrame, terms: pd.DataFrame) -> list[Fault]:
    """Synonyms of something that is no term, or that is a synonym in its turn."""
    known, turned = set(terms["term"]), set(synonyms["term"])
    found = []
    for row in synonyms.reset_index().to_dict("records"):
        canonical = row["canonical"]
        if canonical not in known:
            message = f"{canonical!r} is not in terms.tsv; add it or correct it"
            found.append(Fault("", (row["line"],), message))
        if canonical in turned:
            message = f"{canonical!r} is a synonym itself; name the form it stands for"
            found.append(Fault("", (row["line"],), message))
    return found


def faults(terms: pd.DataFrame) -> list[Fault]:
    """Terms that stand twice, have no known language, or can never be kept whole."""
    often = Counter(zip(terms["language"], terms["term"], strict=True))
    found = []
    for row in terms.reset_index().to_dict("records"):
        line = row["line"]
        if row["language"] not in ("zh", "en"):
            found.append(Fault("", (line,), f"language {row['language']!r} is neither zh nor en"))
        elif not row["term"].strip():
            found.append(Fault("", (line,), "a term is empty; remove the line"))
        elif often[row["language"], row["term"]] > 1:
            found.append(Fault("", (line,), f"term {row['term']!r} stands twice; keep one"))
        elif row["language"] == "zh" and not cuttable(row["term"]):
            message = f"term {row['term']!r} holds a space or a mark at which Chinese text is cut"
            found.append(Fault("", (line,), message))
    return found

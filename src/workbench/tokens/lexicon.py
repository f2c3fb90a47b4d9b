"""The study's lexicon: terms kept whole, their parts, synonyms, stop words."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from workbench.schema import Schema, ids
from workbench.tokens.chinese import LONG
from workbench.tokens.terms import Matcher
from workbench.tokens.tokenize import HAN

TERMS: Schema = {
    "term": "str",
    "language": "str",
    "parts": "str",  # terms inside it that count as well, joined by ;
    "category": "str",
    "note": "str",
}
SYNONYMS: Schema = {"term": "str", "canonical": "str", "language": "str", "note": "str"}
STOPWORDS: Schema = {"word": "str", "note": "str"}

_LETTER = rf"[^\W{HAN}]"  # English goes on; a Han character beside it ends a word

Found = tuple[str, str, int, int]  # a term, its language, and where it stands
Match = tuple[int, int, str]
Borders = tuple[Collection[int], Collection[int]]  # where words begin, and where they end


@dataclass(frozen=True)
class Lexicon:
    """Terms by language, and the words that frequency lists leave out."""

    terms: dict[str, frozenset[str]]
    stopwords: frozenset[str] = field(default=frozenset())
    synonyms: dict[str, str] = field(default_factory=dict)  # term -> canonical form
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)  # term -> terms inside it

    def found(self, text: str, *, borders: Borders | None = None) -> Iterator[Found]:
        """Every term in a text as ``(term, language, start, end)``, by language and position.

        Of terms that overlap the longest wins, of equal ones the first; what stands inside
        it is found only where it is one of its declared parts, and follows it. A Chinese
        term of fewer than ``LONG`` characters has to begin and end at ``borders``, if they
        are given. English terms stand between word borders, in any case, across line
        breaks, also in the plural.
        """
        for language, matches in (("en", self._english(text)), ("zh", self._chinese(text))):
            if language == "zh" and borders:
                begins, ends = borders
                matches = [
                    (start, end, term)
                    for start, end, term in matches
                    if len(term) >= LONG or (start in begins and end in ends)
                ]
            for whole in _longest(matches):
                for start, end, term in (whole, *self._inside(text, *whole, language)):
                    yield term, language, start, end

    def standing(self, text: str) -> set[str]:
        """The terms that make a difference to a text: Chinese ones in it, English ones found."""
        return {term for *_, term in self.everywhere(text)}

    def everywhere(self, text: str) -> list[Match]:
        """Every occurrence of a term as ``(start, end, term)``, sorted, also inside others.

        Of English terms that begin at one place only the longest.
        """
        return sorted({*self._english(text), *self._chinese(text)})

    def entry(self, term: str) -> str:
        """A term with its declared parts: what decides how it counts."""
        return ";".join([term, *self.parts.get(term, ())])

    # --- Chinese ---

    @cached_property
    def _matcher(self) -> tuple[tuple[str, ...], Matcher]:
        terms = tuple(sorted(filter(None, self.terms.get("zh", ()))))
        return terms, Matcher([term.lower() for term in terms])

    def _chinese(self, text: str) -> list[Match]:
        terms, matcher = self._matcher
        return [(start, end, terms[number]) for number, start, end in matcher.find(_lower(text))]

    # --- English ---

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        terms = set(filter(None, self.terms.get("en", ())))
        if not terms:
            return None
        first = "".join(sorted({re.escape(term[0]) for term in terms}))  # passes over Chinese
        return re.compile(rf"(?=[{first}])(?=({_spelled(terms, 'en')}))", re.IGNORECASE)

    @cached_property
    def _by_fold(self) -> dict[str, str]:
        return {term.casefold(): term for term in sorted(self.terms.get("en", ()))}

    def _english(self, text: str) -> list[Match]:
        matches = self._pattern.finditer(text) if self._pattern else ()
        return [(*match.span(1), self._term(match[1])) for match in matches]

    def _term(self, found: str) -> str:
        """The term that ``found`` is a form of: a plural counts with its singular."""
        spaced = " ".join(found.casefold().split())
        forms = (spaced, spaced.removesuffix("s"), spaced.removesuffix("es"))
        return next(self._by_fold[form] for form in forms if form in self._by_fold)

    # --- parts ---

    def _inside(self, text: str, start: int, end: int, term: str, language: str) -> Iterator[Match]:
        for part in self.parts.get(term, ()):
            spelled = re.compile(_spelled([part], language), re.IGNORECASE)
            yield from ((*match.span(), part) for match in spelled.finditer(text, start, end))


def _longest(matches: Iterable[Match]) -> list[Match]:
    """Matches that do not overlap, in order: the longest are chosen first, then the first."""
    chosen: list[Match] = []
    for start, end, term in sorted(matches, key=lambda match: (match[0] - match[1], match[0])):
        at = bisect_left(chosen, (start,))
        after_one = at == 0 or chosen[at - 1][1] <= start
        if after_one and (at == len(chosen) or end <= chosen[at][0]):
            chosen.insert(at, (start, end, term))
    return chosen


def _spelled(terms: Iterable[str], language: str) -> str:
    """An expression for any of ``terms``, the longest first; an English one also in the plural."""
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    if language == "zh":
        return "|".join(map(re.escape, longest_first))
    spaced = (r"\s+".join(map(re.escape, term.split())) for term in longest_first)
    return rf"(?<!{_LETTER})(?:{'|'.join(spaced)})(?:s|es)?(?!{_LETTER})"


def _lower(text: str) -> str:
    """The text in lower case, each character in its place."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


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
    inside = zip(terms["term"], map(ids, terms["parts"]), strict=True)
    return Lexicon(
        by_language,
        frozenset(stopwords["word"].str.lower()),
        {_folded(term): _folded(form) for term, form in canonical.items()},
        {_folded(term): tuple(map(_folded, parts)) for term, parts in inside if parts},
    )


def _folded(term: str) -> str:
    return term.lower() if term.isascii() else term

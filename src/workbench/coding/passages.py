"""A corrected text, searched for coded passages of which only hashes are known.

Finding one by its contexts is quick: those are all of one length. Only a passage
whose surroundings changed as well is looked for at every character of the text.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.coding.segments import quote_hash

CONTEXT = 24  # characters on each side
SHA = "[0-9a-f]{64}"
GAP = 10 * CONTEXT  # an edited passage may have grown by so much


def before(text: str, at: int) -> str:
    """The hash of the context that ends at ``at``: 16 hexadecimal digits."""
    return quote_hash(text[max(0, at - CONTEXT) : at])[:16]


def after(text: str, at: int) -> str:
    """The hash of the context that starts at ``at``: 16 hexadecimal digits."""
    return quote_hash(text[at : at + CONTEXT])[:16]


@dataclass(frozen=True)
class Span:
    """A row as it was coded: ``text_sha`` says in which text ``start`` and ``end`` count."""

    id: str
    doc: str
    start: int
    end: int
    quote_sha: str
    before: str  # empty where nothing is known
    after: str
    quote: str  # empty where only its hash may be known
    text_sha: str

    @property
    def length(self) -> int:
        """Characters of the quote."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


def span(row: Mapping[Hashable, Any]) -> Span:
    """The span of a row; a ``quote`` that is not the hashed one is not believed."""
    given = row.get("quote", "")
    quote = given if quote_hash(given) == row["quote_sha256"] else ""
    where = row["id"], row["doc"], int(row["start"]), int(row["end"])
    hashes = row["quote_sha256"], row["before_sha256"], row["after_sha256"]
    return Span(*where, *hashes, quote, row.get("doc_sha256", ""))


@dataclass(frozen=True)
class Place:
    """Where a span stands now, and why there."""

    start: int
    why: str


class Corrected:
    """The corrected text with the spans of one document, some of them placed already."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self.text, self.sha, self.spans = text, quote_hash(text), spans
        self.placed: dict[int, Place] = {}  # by number of the span
        self._before = _index(text, before, {span.before for span in spans} - {""})
        self._after = _index(text, after, {span.after for span in spans} - {""})
        self._scanned: dict[tuple[int, str], list[int]] | None = None

    def bears(self, span: Span, at: int) -> bool:
        """Whether the quote of ``span`` stands at ``at``."""
        if not 0 <= at < at + span.length <= len(self.text):
            return False
        return quote_hash(self.text[at : at + span.length]) == span.quote_sha

    def beside(self, span: Span) -> dict[int, int]:
        """Places of the quote next to an old context: start -> contexts that fit, 1 or 2."""
        starts = self._before.get(span.before, [])
        ends = [end - span.length for end in self._after.get(span.after, [])]
        return {at: n for at, n in Counter(starts + ends).items() if self.bears(span, at)}

    def options(self, span: Span) -> list[int]:
        """The places of the quote with the most contexts that fit, at least one."""
        fits = self.beside(span)
        return sorted(at for at in fits if fits[at] == max(fits.values()))

    def occurrences(self, span: Span) -> list[int]:
        """Every place of the quote of a span that is neither placed yet nor ``reworded``."""
        if span.quote:
            return list(_finds(self.text, span.quote))
        if self._scanned is None:  # one search for all, when the first of them needs it
            rest = [other for n, other in enumerate(self.spans) if n not in self.placed]
            hashed = [other for other in rest if other.length > 0 and not other.quote]
            self._scanned = _scan(self.text, [one for one in hashed if not self.reworded(one)])
        return self._scanned.get((span.length, span.quote_sha), [])

    def gap(self, span: Span) -> tuple[int, int] | None:
        """What now stands between the old contexts, if that is one passage or nothing."""
        pairs = [
            (start, end)
            for start in self._before.get(span.before, [])
            for end in self._after.get(span.after, [])
            if start <= end <= start + span.length + GAP
        ]
        return pairs[0] if len(pairs) == 1 else None

    def between(self, span: Span) -> list[int]:
        """The places of the quote between the old contexts, which may have moved apart."""
        start, end = self.gap(span) or (0, 0)
        return [at for at in range(start, end - span.length + 1) if self.bears(span, at)]

    def reworded(self, span: Span) -> bool:
        """Whether a quote has another wording now, and is too short to be known elsewhere.

        A date of which one digit was corrected is not the same date in another
        sentence; a quote as long as a context that stands elsewhere was moved there.
        """
        start, end = self.gap(span) or (0, 0)
        return start < end and span.length < CONTEXT and not self.between(span)

    def settle(self, found: Mapping[int, Place]) -> None:
        """Place what was found, but no two different passages of a text on the same one."""
        claims = defaultdict(set)
        for number, place in [*self.placed.items(), *found.items()]:
            span = self.spans[number]
            claims[place.start, span.quote_sha, span.text_sha].add(span.start)
        for number, place in found.items():
            span = self.spans[number]
            if len(claims[place.start, span.quote_sha, span.text_sha]) == 1:
                self.placed[number] = place

    def overlapped(self, span: Span) -> list[tuple[Span, int]]:
        """The placed spans that overlapped ``span``, with their new start."""
        return [pair for pair in self._kin(span) if pair[0].overlaps(span)]

    def beyond(self, span: Span) -> list[tuple[Span, int]]:
        """The nearest placed span on either side of ``span``, with its new start."""
        kin = self._kin(span)
        left = [pair for pair in kin if pair[0].end <= span.start]
        right = [pair for pair in kin if pair[0].start >= span.end]
        nearest = [max(left, key=lambda pair: pair[0].end)] if left else []
        return nearest + ([min(right, key=lambda pair: pair[0].start)] if right else [])

    def _kin(self, span: Span) -> list[tuple[Span, int]]:
        placed = [(self.spans[number], place.start) for number, place in self.placed.items()]
        return [pair for pair in placed if pair[0].text_sha == span.text_sha]


def _index(text: str, context: Callable[[str, int], str], wanted: set[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(text) + 1) if wanted else ():
        if (sha := context(text, at)) in wanted:
            places[sha].append(at)
    return dict(places)


def _finds(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)  # occurrences may overlap


def _scan(text: str, spans: Sequence[Span]) -> dict[tuple[int, str], list[int]]:
    """Every place of the hashed quotes: one growing hash from each character serves all lengths."""
    wanted = {bytes.fromhex(sha) for span in spans if re.fullmatch(SHA, sha := span.quote_sha)}
    lengths = sorted({span.length for span in spans})
    data, offsets = text.encode(), [0]
    for character in text:
        offsets.append(offsets[-1] + len(character.encode()))
    places: dict[tuple[int, str], list[int]] = defaultdict(list)
    for start in range(len(text)) if lengths else ():
        hashed, done = hashlib.sha256(), offsets[start]
        for length in lengths:
            if start + length > len(text):
                break
            until = offsets[start + length]
            hashed.update(data[done:until])
            done = until
            if hashed.digest() in wanted:
                places[length, hashed.hexdigest()].append(start)
    return dict(places)

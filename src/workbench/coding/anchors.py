"""Edit-safe anchors: a coded span finds its place again when its text is corrected.

A row knows the sha256 of its quote and hashes of a little context on both sides.
That is enough to find it by, so it works for texts that may not be copied as well.
A span is only ever placed where the text hashes to its quote; what cannot be
decided is an orphan for a person to re-select, never a guess.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbench.coding.passages import CONTEXT as CONTEXT
from workbench.coding.passages import Corrected, Place, Span, after, before, span
from workbench.coding.segments import quote_hash
from workbench.errors import Fault

SHOWN = 80  # characters of a passage, and not more than ...
LISTED = 5  # ... places, in a note


@dataclass(frozen=True)
class Move:
    """Where a row's span stands in the corrected text, and how that was decided.

    ``how`` is "stays", "moved" or "orphan"; an orphan has no ``to_start`` and
    ``to_end``, and its ``note`` says what a person can do.
    """

    id: str
    doc: str
    start: int
    end: int
    to_start: int | None
    to_end: int | None
    how: str
    note: str


def anchor(text: str, start: int, end: int) -> dict[str, str]:
    """``quote_sha256``, ``before_sha256`` and ``after_sha256`` of ``text[start:end]``."""
    return {
        "quote_sha256": quote_hash(text[start:end]),
        "before_sha256": before(text, start),
        "after_sha256": after(text, end),
    }


def moves(rows: pd.DataFrame, text: str) -> list[Move]:
    """One Move for each of ``rows``, in their order; ``text`` is the corrected text.

    ``rows`` are segments or figures of one document with id, doc, start, end,
    quote_sha256, before_sha256 and after_sha256, and with quote and doc_sha256
    where they are known; rows with another doc_sha256 are no neighbours. Each rule
    may lean on what the surer ones before it placed.
    """
    spans = [span(row) for row in rows.to_dict("records")]
    here = Corrected(text, spans)
    for rule in RULES:
        rest = [number for number in range(len(spans)) if number not in here.placed]
        here.settle({number: place for number in rest if (place := rule(spans[number], here))})
    return [_move(one, here, here.placed.get(number)) for number, one in enumerate(spans)]


def reanchored(
    rows: pd.DataFrame, moves: Sequence[Move], text: str, doc_sha256: str
) -> pd.DataFrame:
    """``rows`` at their new places, with the contexts and the sha256 of the corrected text.

    ``moves`` are those of ``rows``. An orphan keeps everything as it was: its
    old ``doc_sha256`` is what marks it.
    """
    records = rows.to_dict("records")
    for row, move in zip(records, moves, strict=True):
        if move.to_start is not None and move.to_end is not None:
            row.update({"start": move.to_start, "end": move.to_end, "doc_sha256": doc_sha256})
            row.update(anchor(text, move.to_start, move.to_end))
    return pd.DataFrame(records, rows.index, rows.columns).astype(rows.dtypes)


def orphans(rows: pd.DataFrame, shas: Mapping[str, str]) -> dict[int, str]:
    """Rows anchored in another text than their card's: line of the row -> message.

    ``shas`` has the sha256 of every document's text. A row without ``doc_sha256``
    was written by hand and says nothing about its text.
    """
    return {
        row["line"]: f"{row['id']}: coded in another text of {row['doc']} than its card names; "
        "re-anchor it, or re-select the passage"
        for row in rows.rename_axis("line").reset_index().to_dict("records")
        if row["doc_sha256"] and row["doc_sha256"] != shas.get(row["doc"], row["doc_sha256"])
    }


def repeated(rows: pd.DataFrame) -> list[Fault]:
    """Rows of one coder that say again what an earlier one said of the same span.

    Spans may overlap, nest, and bear several codes; only the identical span with
    the same code and case is a fault, told at its later line.
    """
    first: dict[tuple[Any, ...], str] = {}
    found = []
    for row in rows.rename_axis("line").reset_index().to_dict("records"):
        key = tuple(row[column] for column in ("doc", "start", "end", "code", "case"))
        if key in first:
            message = f"{row['id']}: same span, code and case as {first[key]!r}; keep one"
            found.append(Fault("", (row["line"],), message))
        first.setdefault(key, row["id"])
    return found


# --- the rules, from the surest to the weakest --------------------------------


def _same_text(span: Span, here: Corrected) -> Place | None:
    same = span.text_sha == here.sha and here.bears(span, span.start)
    return Place(span.start, "the text is the same") if same else None


def _both_contexts(span: Span, here: Corrected) -> Place | None:
    both = [at for at, fits in here.beside(span).items() if fits == 2]
    return Place(both[0], "both contexts fit") if len(both) == 1 else None


def _between(span: Span, here: Corrected) -> Place | None:
    places = here.between(span)
    return Place(places[0], "between its old contexts") if len(places) == 1 else None


def _one_context(span: Span, here: Corrected) -> Place | None:
    options = [] if here.reworded(span) else here.options(span)
    return Place(options[0], "one context fits") if len(options) == 1 else None


def _neighbours(span: Span, here: Corrected) -> Place | None:
    """Unchanged passages that overlap have moved as one; others mostly with their nearest."""
    options = here.options(span)
    likely = [] if here.reworded(span) else _expected(span, here)
    fits = [at for at in likely if here.bears(span, at) and (at in options or not options)]
    return Place(fits[0], "where its neighbours lead") if len(fits) == 1 else None


def _alone(span: Span, here: Corrected) -> Place | None:
    """The only occurrence, unless another wording stands where the quote was."""
    places = [] if here.reworded(span) else here.occurrences(span)
    return Place(places[0], "its only occurrence") if len(places) == 1 else None


def _nearest(span: Span, here: Corrected) -> Place | None:
    """The occurrence clearly nearest to where the neighbours lead, in their order.

    Without a neighbour nothing is known of the shift: the old place or none.
    """
    expected = _expected(span, here)
    places = [at for at in _candidates(span, here) if _in_order(span, at, here)]
    if not expected:
        return Place(span.start, "its old place") if span.start in places else None
    far = sorted((min(abs(at - there) for there in expected), at) for at in places)
    if not far or (len(far) > 1 and 2 * far[0][0] >= far[1][0]):
        return None
    return Place(far[0][1], "nearest to where its neighbours lead")


RULES: list[Callable[[Span, Corrected], Place | None]] = [
    _same_text,
    _both_contexts,
    _between,
    _one_context,
    _neighbours,
    _alone,
    _nearest,
]


def _candidates(span: Span, here: Corrected) -> list[int]:
    return [] if here.reworded(span) else here.options(span) or here.occurrences(span)


def _expected(span: Span, here: Corrected) -> set[int]:
    leading = here.overlapped(span) or here.beyond(span)
    return {span.start + at - other.start for other, at in leading}


def _in_order(span: Span, at: int, here: Corrected) -> bool:
    return all(
        there + other.length <= at if other.start < span.start else at + span.length <= there
        for other, there in here.beyond(span)
    )


# --- what a person reads ------------------------------------------------------


def _move(span: Span, here: Corrected, place: Place | None) -> Move:
    old = span.id, span.doc, span.start, span.end
    if place is None:
        return Move(*old, None, None, "orphan", _why_lost(span, here))
    how = "stays" if place.start == span.start else "moved"
    return Move(*old, place.start, place.start + span.length, how, place.why)


def _why_lost(span: Span, here: Corrected) -> str:
    if not 0 <= span.start < span.end:
        return f"[{span.start}, {span.end}) is not a span; re-select it"
    if not (span.quote_sha or span.quote):
        return "it has neither quote nor hash to be found by; give its quote, or re-select it"
    gap = here.gap(span)
    if gap and gap[0] < gap[1] and not here.between(span):
        passage = f": {here.text[gap[0] : gap[1]][:SHOWN]!r}" if span.quote else ""
        return f"between its old neighbours now stands [{gap[0]}, {gap[1]}){passage}; re-select it"
    if places := here.options(span) or here.occurrences(span):
        shown = ", ".join(f"[{at}, {at + span.length})" for at in places[:LISTED])
        more = f" and {len(places) - LISTED} more" if len(places) > LISTED else ""
        return f"its quote stands at {shown}{more}, and nothing decides; re-select it"
    where = f"; its old neighbours now meet at {gap[0]}" if gap else ""
    return f"its quote is not in the text{where}; re-select it or take the row out"

"""From the numbers of a text to the ledger of figures: what is proposed, and what is confirmed.

Extraction only proposes. A figure of the study is a row that a person wrote or confirmed.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from workbench import files, store
from workbench.coding import anchors, figures, segments
from workbench.coding.quantities import Quantity, quantities
from workbench.corpus import dates, repairs
from workbench.errors import UsageError, did_you_mean, refuse
from workbench.project import Project
from workbench.schema import FIGURES_FILE, ID
from workbench.study import Study, read

SHOWN = "corpus/coding/figures.csv"
NEAR = 3  # proposals named where none begins at a position
WIDTH = 16  # characters shown on either side of a number


@dataclass(frozen=True)
class Proposal:
    """A number at ``[start, end)`` of a stored text, and how it is read under its repairs.

    ``repair`` names what leads from ``raw`` to the reading, or is empty.
    """

    doc: str
    start: int
    end: int
    raw: str
    quantity: Quantity
    repair: str
    before: str
    after: str


@dataclass
class Compared:
    """What the extraction found beside the ledger.

    proposals : numbers that no row covers, documents of cases first
    rows, found : rows of the ledger whose text is here, and those found with their value
    missed : the ids of the others
    """

    proposals: list[Proposal] = field(default_factory=list)
    rows: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)


def compared(
    project: Project,
    *,
    docs: Collection[str] = (),
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> Compared:
    """The numbers of ``docs``, or of all texts that are here, beside the ledger.

    A story counts once, and what a card sets aside is not read. ``tell`` hears how many
    documents of how many are done. Raises UsageError for a
    document whose text is not here.
    """
    study = read(project)
    result = Compared()
    listed = _documents(study, docs)
    for done, doc in enumerate(listed):
        tell(done, len(listed))
        rows = study.figures[study.figures["doc"] == doc].to_dict("records")
        found = _proposed(study, doc)
        result.proposals += [each for each in found if not any(_meet(each, row) for row in rows)]
        for row in rows:
            same = any(_meet(each, row) and each.quantity.value == row["value"] for each in found)
            result.found += same
            result.missed += [] if same else [row["id"]]
        result.rows += len(rows)
    return result


def _documents(study: Study, docs: Collection[str]) -> list[str]:
    for doc in docs:
        if doc not in study.whole:
            raise UsageError(f"no text of {doc!r} is here{did_you_mean(doc, study.whole)}")
    every = {*study.whole} - {*study.originals}
    return sorted(docs or every, key=lambda doc: (not study.documents[doc].cases, doc))


def _meet(each: Proposal, row: dict[Any, Any]) -> bool:
    return bool(each.start < row["end"] and row["start"] < each.end)


def _proposed(study: Study, doc: str) -> list[Proposal]:
    """Every number of a document, its span in the stored text."""
    text, card = study.whole[doc], study.documents[doc]
    view = repairs.reading(text, repairs=card.applied(), left_out=card.left_out())
    edited = {
        name: [(edit.start, edit.end) for edit in repairs.edits(name, text)]
        for name in card.applied()
    }
    found = quantities(view.text, dates=dates.parsed(view.text), today=card.date)
    return [
        Proposal(
            *(doc, *span, text[slice(*span)], each),
            repair=next((name for name, spans in edited.items() if _inside(spans, *span)), ""),
            before=view.text[max(0, each.start - WIDTH) : each.start],
            after=view.text[each.end : each.end + WIDTH],
        )
        for each in found
        for span in [view.source_span(each.start, each.end)]
    ]


def _inside(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(start <= first and last <= end for first, last in spans)


# --- what a person confirms ---------------------------------------------------


def confirm(
    project: Project, doc: str, start: int, *, confidence: float = 0.95, **said: str
) -> dict[str, Any]:
    """Write the proposal that begins at ``start`` of ``doc`` into the ledger; return its row.

    ``said`` holds what only a person can say: columns of ``schema.FIGURES_FILE``; an empty one
    is as read, or as the card has it. Raises UsageError where no proposal begins there, a row
    covers it, or the row would be a finding; Locked where someone else is at work on the file.
    """
    path = project.root / SHOWN
    with files.editing(path, root=project.root) as edit:
        study = read(project)
        refuse([each for each in study.findings if each.path == SHOWN])
        _documents(study, [doc])
        row = _row(study, _at(study, doc, start), said) | {"confidence": confidence}
        table = _with_row(study.figures, row)
        if wrong := _wrong(study, table):
            raise UsageError("; ".join(wrong))
        edit.save(store.csv_text(table, FIGURES_FILE).encode())
    return row


def _at(study: Study, doc: str, start: int) -> Proposal:
    found = _proposed(study, doc)
    at = next((each for each in found if each.start == start), None)
    if at is None:
        near = sorted(
            sorted(found, key=lambda p: abs(p.start - start))[:NEAR], key=lambda p: p.start
        )
        listed = ", ".join(f"{each.start} ({each.raw!r})" for each in near) or "nowhere"
        raise UsageError(f"no number of {doc} begins at {start}; near it: {listed}")
    rows = study.figures[study.figures["doc"] == doc].to_dict("records")
    if held := [row["id"] for row in rows if _meet(at, row)]:
        raise UsageError(f"{at.raw!r} at {start} is in the ledger already: {', '.join(held)}")
    return at


def _row(study: Study, at: Proposal, said: dict[str, str]) -> dict[str, Any]:
    text, card, each = study.whole[at.doc], study.documents[at.doc], at.quantity
    known = {
        **dict.fromkeys(FIGURES_FILE, ""),
        "id": _next_id(study.figures, at.doc),
        "case": card.cases[0] if len(card.cases) == 1 else "",
        "doc": at.doc,
        "start": at.start,
        "end": at.end,
        **anchors.anchor(text, at.start, at.end),
        "doc_sha256": card.sha256,
        "raw": at.raw,
        "repair": at.repair,
        **{name: getattr(each, name) for name in ("kind", "value", "high", "unit", "qualifier")},
        "denominator": each.denominator,
        "period": each.period,
    }
    return {**known, **{name: value for name, value in said.items() if value}}


def _next_id(rows: pd.DataFrame, doc: str) -> str:
    """The id after those of the document's rows: f-bc-19 is followed by f-bc-20."""
    own = [match for name in rows.loc[rows["doc"] == doc, "id"] if (match := _numbered(name))]
    stem = own[-1][1] if own else f"f-{doc}"
    taken = [
        int(match[2]) for name in rows["id"] if (match := _numbered(name)) and match[1] == stem
    ]
    return f"{stem}-{max(taken, default=0) + 1:02}"


def _numbered(name: str) -> re.Match[str] | None:
    return re.fullmatch(rf"({ID})-(\d+)", name)


def _with_row(rows: pd.DataFrame, row: dict[str, Any]) -> pd.DataFrame:
    """The ledger with ``row`` after the last one of its document."""
    records: list[dict[Any, Any]] = rows.to_dict("records")
    own = [at for at, each in enumerate(records) if each["doc"] == row["doc"]]
    records.insert(own[-1] + 1 if own else len(records), row)
    table = pd.DataFrame(records, columns=list(FIGURES_FILE)).astype(FIGURES_FILE)
    return table.rename_axis("line")


def _wrong(study: Study, table: pd.DataFrame) -> list[str]:
    declared = {doc: {r.name for r in card.repairs} for doc, card in study.documents.items()}
    found = segments.doubled(table, taken=set(study.segments["id"]))
    found += segments.unknown_cases(table, study.cases)
    found += figures.faults(table, repairs=declared)
    return [fault.message for fault in found]

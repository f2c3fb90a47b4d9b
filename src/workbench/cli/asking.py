"""Commands that ask the corpus something and change nothing."""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.cells import cell_len, set_cell_size

from workbench import project as projects
from workbench.cli.screen import ASKING, app, err, likeness, number, out, plain, progress
from workbench.errors import UsageError

if TYPE_CHECKING:
    from workbench.ledger import Proposal
    from workbench.lookup import Hit
    from workbench.project import Project

Docs = Annotated[list[str] | None, typer.Option("--doc", help="Only in this one; may be repeated.")]


@app.command(rich_help_panel=ASKING)
def find(
    query: Annotated[str, typer.Argument(help="Words to look for, in any script or width.")],
    doc: Docs = None,
) -> None:
    """Find a passage in any form: traditional or simplified, full-width, capital, NFD.

    Prints the document and the span in its stored text, with what stands around it.
    Example: `workbench find 樞紐型` · `workbench find "social enterprise" --doc bochang-press`
    """
    from workbench import lookup

    hits = lookup.find(projects.find(), query, docs=doc or ())
    for hit in hits:
        out.print(_shown(hit))
    if not hits:
        out.print("not found in any text that is here")
        raise typer.Exit(1)
    held = number(len({hit.doc for hit in hits}), "document")
    out.print(f"{number(len(hits), 'passage')} in {held}")


def _shown(hit: "Hit") -> str:
    """A find on one line: its document, its span, and what stands around it."""
    around = (_line(part) for part in (hit.before, hit.passage, hit.after))
    before, passage, after = (plain(part) for part in around)
    return f"{plain(f'{hit.doc}  [{hit.start}, {hit.end})')}  {before}[bold]{passage}[/]{after}"


def _line(text: str) -> str:
    return re.sub(r"[^\S\n]", " ", text).replace("\n", "⏎")  # a wide space is not printable


@app.command(rich_help_panel=ASKING)
def terms(
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    most: Annotated[int, typer.Option(min=1, help="How many are shown.")] = 50,
) -> None:
    """List what may be a term and is none of the lexicon yet, the likeliest first.

    Strings that hold together and stand in many settings, by C-value; Chinese ones with
    cohesion and freedom in bits, and as they are cut today. Each with the first place where
    it stands. What is one: workbench new term.
    Example: `workbench terms --most 20` · `workbench terms --language en`
    """
    from workbench import lookup

    found = lookup.terms(projects.find(), language=language, most=most)
    if found.empty:
        out.print("no candidate in the texts that are here")
        return
    rows = [
        [f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in row]
        for row in found.itertuples(index=False)
    ]
    for line in _aligned([list(found.columns), *rows]):
        out.print(plain(line))


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    """A line a row, the cells below one another and none shortened: they are copied."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(map(set_cell_size, row, widths)).rstrip()


@app.command(rich_help_panel=ASKING)
def figures(
    docs: Annotated[
        list[str] | None, typer.Argument(help="Documents whose text is here; else all.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="How many are shown.")] = 50,
) -> None:
    """List the numbers of the texts that no row of figures.csv covers, with their reading.

    Each with its document, its span, as printed, and as read: kind, value, unit, qualifier,
    period, repair. Nothing is written; what is a figure of the study: workbench new figure.
    Example: `workbench figures bochang-press` · `workbench figures --most 200`
    """
    from workbench import ledger

    with progress("reading", "documents") as tell:
        found = ledger.compared(projects.find(), docs=docs or (), tell=tell)
    for line in _aligned([_proposal(each) for each in found.proposals[:most]]):
        out.print(plain(line))
    rest = len(found.proposals) - most
    beyond = (
        f"{number(len(found.proposals), 'proposal')}{f', {rest:,} not shown' if rest > 0 else ''}"
    )
    held = f"{found.found} of {found.rows} rows of the ledger are found with their value"
    missed = f" (not: {', '.join(found.missed)})" if found.missed else ""
    out.print(plain(f"{beyond}; {held}{missed}"))
    if found.proposals:
        first = found.proposals[0]
        out.print(f"to confirm one: workbench new figure {first.doc} {first.start} --help")


def _proposal(each: "Proposal") -> list[str]:
    """A number on one line: where it stands, as printed, as read, and what is around it."""
    read = each.quantity
    ends = f"{read.value}-{read.high}" if read.high else read.value
    value = f"{ends} of {read.denominator}" if read.denominator else ends
    parts = (read.kind, read.qualifier, value, read.unit, read.period and f"({read.period})")
    reading = " ".join(part for part in parts if part)
    around = _line(f"{each.before}⟦{each.raw}⟧{each.after}")
    return [each.doc, f"[{each.start}, {each.end})", reading, each.repair, around]


@app.command(rich_help_panel=ASKING)
def locate(
    doc: Annotated[str, typer.Argument(help="The id of a document whose text is here.")],
    passage: Annotated[str, typer.Argument(help="The words of the passage, as they stand.")],
) -> None:
    """Print the row of a segments file for a passage: its span and its anchor; the rest is yours.

    Where the words stand several times there is a row for each, and what stands around
    them is told apart from the rows (on stderr).
    Example: `workbench locate note-jiyang-en "hub organisation"`
    """
    from workbench import lookup

    project = projects.find()
    rows = lookup.locate(project, doc, passage)
    written = csv.writer(sys.stdout, lineterminator="\n")
    for row in rows:
        written.writerow(row.values())
    if len(rows) > 1:
        err.print(f"{number(len(rows), 'place')}; keep the row you mean:")
        for hit in lookup.exact(project, doc, passage):
            err.print(_shown(hit))


@app.command(rich_help_panel=ASKING)
def read(
    doc: Annotated[str, typer.Argument(help="The id of a document whose text is here.")],
    without: Annotated[
        list[str] | None,
        typer.Option("--without", help="A repair to leave out of this reading; may be repeated."),
    ] = None,
) -> None:
    """Print a text as it is read: repaired, without page furniture. The stored one stays.

    Example: `workbench read shangcheng-nanmencang-feature --without digit_one_space`
    """
    from workbench import lookup

    sys.stdout.write(lookup.reading(projects.find(), doc, without=without or ()).text + "\n")


@app.command(rich_help_panel=ASKING)
def duplicates() -> None:
    """Name the documents that repeat another one, wholly or nearly, and are not decided yet.

    Decide on the card: `reprint_of: ID` counts the story once, `distinct_from: [ID]` keeps both.
    Exit code 1 if there is any.
    """
    from workbench import holdings

    held = holdings.read(projects.find())
    pairs = held.pairs()
    held.save()
    for pair in pairs:
        out.print(plain(likeness(pair)))
    out.print(f"{number(len(pairs), 'pair')} to decide")
    if pairs:
        raise typer.Exit(1)


@app.command(rich_help_panel=ASKING)
def fingerprint(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A text.")],
) -> None:
    """Print the sha256 and length that the card of a text gives.

    Example: `workbench fingerprint corpus/texts/note-jiyang-en.txt`
    """
    from workbench.lookup import facts

    for name, value in facts(file).items():
        out.print(f"{name}: {value}")


@app.command(rich_help_panel=ASKING)
def export(
    folder: Annotated[Path, typer.Argument(file_okay=False, help="Where the tables go.")],
    table: Annotated[
        list[str] | None, typer.Option("--table", help="Only this one; may be repeated.")
    ] = None,
) -> None:
    """Write the built tables as CSV files that a spreadsheet opens safely.

    The table `framework` is the comparison as a grid: cases down, dimensions across.
    A cell that begins with = + - @ is shown as text; the tables under build/ stay as they are.
    Example: `workbench export ~/tables --table framework --table figures`
    """
    from workbench import lookup

    project = projects.find()
    if folder.resolve().is_relative_to(project.root / "corpus"):
        raise UsageError("corpus/ holds what people decide; name another folder")
    paths = lookup.export(project, folder, names=table or ())
    out.print(plain(f"{number(len(paths), 'table')} in {folder}"))
    if late := _stale(project):
        out.print(f"note: older than the corpus: {', '.join(late)}; to renew: workbench build")


def _stale(project: "Project") -> list[str]:
    """The stages whose tables are no longer what they would be made today."""
    from workbench import stages

    session = stages.Session(project)
    return [
        stage.name for stage in stages.STAGES if stage.staleness(project, stage.provenance(session))
    ]

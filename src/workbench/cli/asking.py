"""Commands that ask the corpus something and change nothing."""

import csv
import re
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from workbench import project as projects
from workbench.cli.screen import ASKING, app, likeness, out, plain
from workbench.errors import UsageError

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
    table = Table("document", "span", "passage", box=None, pad_edge=False)
    for hit in hits:
        around = (_line(part) for part in (hit.before, hit.passage, hit.after))
        before, passage, after = (plain(part) for part in around)
        table.add_row(
            hit.doc, plain(f"[{hit.start}, {hit.end})"), f"{before}[bold]{passage}[/]{after}"
        )
    out.print(table if hits else "not found in any text that is here")
    if hits:
        out.print(f"{len(hits)} passages in {len({hit.doc for hit in hits})} documents")
    else:
        raise typer.Exit(1)


def _line(text: str) -> str:
    return re.sub(r"[^\S\n]", " ", text).replace("\n", "⏎")  # a wide space is not printable


@app.command(rich_help_panel=ASKING)
def locate(
    doc: Annotated[str, typer.Argument(help="The id of a document whose text is here.")],
    passage: Annotated[str, typer.Argument(help="The words of the passage, as they stand.")],
) -> None:
    """Print how a row of a segments file begins for a passage: its span and its anchor.

    Example: `workbench locate note-jiyang-en "hub organisation"`
    """
    from workbench import lookup

    written = csv.writer(sys.stdout, lineterminator="\n")
    for row in lookup.locate(projects.find(), doc, passage):
        written.writerow(row.values())


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
    out.print(f"{len(pairs)} pairs to decide")
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

    A cell that begins with = + - @ is shown as text; the tables under build/ stay as they are.
    Example: `workbench export ~/tables --table matrix --table figures`
    """
    from workbench import lookup

    if folder.resolve().is_relative_to(projects.find().root / "corpus"):
        raise UsageError("corpus/ holds what people decide; name another folder")
    paths = lookup.export(projects.find(), folder, names=table or ())
    out.print(plain(f"{len(paths)} tables in {folder}"))

"""Commands that change what the study holds."""

from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench import files
from workbench import project as projects
from workbench.cli import reporting
from workbench.cli.screen import CORPUS, app, number, out, plain, progress
from workbench.errors import UsageError

if TYPE_CHECKING:
    from workbench.intake import Intake, Item
    from workbench.revision import Move

NAMED = 5  # documents of many that are named

new = typer.Typer(no_args_is_help=True, help="Add a case, a place, a term or a figure.")
app.add_typer(new, name="new", rich_help_panel=CORPUS)


@app.command(rich_help_panel=CORPUS)
def init(
    folder: Annotated[Path, typer.Argument(help="A folder that is new or holds no study.")],
    title_zh: Annotated[str, typer.Option(help="Title of the study in Chinese.")] = "",
    title_en: Annotated[str, typer.Option(help="Title of the study in English.")] = "",
    author: Annotated[list[str] | None, typer.Option(help="May be repeated.")] = None,
) -> None:
    """Start an empty study: corpus, notebooks and book, ready to be built.

    Example: `workbench init ~/my-study --title-en "Hubs compared" --author "Li Na"`
    """
    from workbench import starter

    paths = starter.init(folder, title_zh=title_zh, title_en=title_en, authors=author or [])
    out.print(plain(f"{len(paths)} files in {folder}; next: cd {folder}, then"))
    out.print("  workbench new case ID, workbench add FILES --case ID, workbench build")


@app.command(rich_help_panel=CORPUS)
def add(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders, with all below.")],
    case: Annotated[str, typer.Option(help="The case they speak of.")] = "",
    place: Annotated[str, typer.Option(help="Id, name or alias; else that of the case.")] = "",
    genre: Annotated[
        str,
        typer.Option(help="news, paper, press_conference, policy, note, report, interview or web."),
    ] = "",
    date: Annotated[str, typer.Option(help="2018, 2018-08 or 2018-08-08.")] = "",
    rights: Annotated[str, typer.Option(help="open, or withheld: kept out of git.")] = "withheld",
    licence: Annotated[str, typer.Option(help="Of open documents: CC-BY-4.0, …")] = "",
    source: Annotated[str, typer.Option(help="Where they come from.")] = "",
    language: Annotated[str, typer.Option(help="zh or en; else told by the letters.")] = "",
    encoding: Annotated[str, typer.Option(help="Of texts that are not UTF-8: gb18030, …")] = "",
    text_column: Annotated[
        str, typer.Option(help="Column of the text in csv, jsonl, parquet.")
    ] = "text",
    max_mb: Annotated[int, typer.Option(help="Larger files are refused.")] = 200,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it all, write nothing.")] = False,
) -> None:
    """Bring in documents: txt, md, html, docx, pdf, and rows of csv, tsv, jsonl, parquet.

    Each gets a text and a card with what could be found out; what is missing is listed.
    Fields may be given beside a file (FILE.yml), in `metadata.csv` (column `file`) or as
    front matter. Adding the same again changes nothing. Exit code 1 if a file was refused.
    Example: `workbench add ~/xihu --case xihu-hub --genre news` ·
    `workbench add old.txt --case xihu-hub --encoding gb18030 --dry-run`
    """
    from workbench import counting, intake

    project = projects.find()
    declared = intake.Declared(
        case=case,
        place=place,
        genre=genre,
        date=date,
        rights=rights,
        licence=licence,
        source=source,
        language=language,
        encoding=encoding,
        text_column=text_column,
        max_mb=max_mb,
    )
    with nullcontext() if dry_run else files.locked(project.root / "build"):
        desk = intake.Intake(project, declared, dry_run=dry_run)
        items = _taken(desk, paths)
        added = [item.doc for item in items if item.state == "added"]
        if due := [] if dry_run else sorted({*added, *counting.uncounted(project)}):
            with progress("counting", "documents") as tell:
                late = set(counting.recount(project, only=due, tell=tell)) - set(added)
            if late:
                desk.remarks.append(f"counted what an earlier call had left: {_some(late)}")
        twins = desk.twins() if added else []
    for remark in desk.remarks:
        out.print(plain(f"note     {remark}"))
    reporting.report(items, twins, dry_run=dry_run)


def _taken(desk: "Intake", paths: Iterable[Path]) -> "list[Item]":
    """Run the intake; only what the report needs of each document is kept."""
    items: list[Item] = []
    added = 0
    with progress("adding", "files") as tell:
        for item in desk.add(paths, tell=tell):
            added += item.state == "added"
            if added > reporting.DETAILED:
                item.text = ""
            items.append(item)
    return items


def _some(docs: Iterable[str]) -> str:
    """How many documents there are, and the first of them."""
    named = sorted(docs)
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return f"{number(len(named), 'document')} ({', '.join(named[:NAMED])}{more})"


@new.command("case")
def new_case(
    case: Annotated[str, typer.Argument(help="Its id: small letters, digits, hyphens.")],
    zh: Annotated[str, typer.Option(help="Its name in Chinese.")] = "",
    en: Annotated[str, typer.Option(help="Its name in English.")] = "",
    level: Annotated[
        str, typer.Option(help="municipality, district, street, community, organisation")
    ] = "",
    place: Annotated[str, typer.Option(help="Id, name or alias of its place.")] = "",
    years: Annotated[str, typer.Option(help="2016/2018, or 2009/.. where they go on.")] = "",
) -> None:
    """Write the six-line card of a case, with hints where something is still missing.

    Example: `workbench new case xihu-hub --zh 西湖枢纽 --en "Xihu hub" --level street --place 西湖`
    """
    from workbench import forms

    project = projects.find()
    with files.locked(project.root / "build"):
        path, missing = forms.new_case(
            project, case, zh=zh, en=en, level=level, place=place, years=years
        )
    out.print(plain(f"wrote {project.relative(path)}"))
    if missing:
        out.print(f"still missing: {', '.join(missing)}; fill them in there")
    out.print(f"next: workbench add FILES --case {case}")


@new.command("place")
def new_place(
    place: Annotated[str, typer.Argument(help="Its id: small letters, digits, hyphens.")],
    zh: Annotated[str, typer.Option(help="Its name in Chinese.")],
    en: Annotated[str, typer.Option(help="Its name in English.")],
    level: Annotated[str, typer.Option(help="province, city, district, street, community")],
    within: Annotated[str, typer.Option("--in", help="The place around it.")] = "",
) -> None:
    """Add a place to corpus/places.yml.

    Example: `workbench new place xihu --zh 西湖区 --en "Xihu District" --level district --in 杭州`
    """
    from workbench import forms

    project = projects.find()
    with files.locked(project.root / "build"):
        path = forms.new_place(project, place, zh=zh, en=en, level=level, within=within)
    out.print(plain(f"added {place} to {project.relative(path)}"))


@new.command("term")
def new_term(
    term: Annotated[str, typer.Argument(help="As it is written; English in the singular.")],
    language: Annotated[str, typer.Option(help="zh or en.")],
    category: Annotated[
        str, typer.Option(help="concept, instrument, organisation, place, actor, policy, …")
    ],
    parts: Annotated[
        str, typer.Option(help="Terms inside it that count as well, joined by ;")
    ] = "",
    note: Annotated[str, typer.Option(help="What a reader has to know.")] = "",
) -> None:
    """Add a term to corpus/lexicon/terms.tsv, in its place; texts that hold it are counted anew.

    Example: `workbench new term 楼组长 --language zh --category actor` ·
    `workbench new term 柳溪非物质文化遗产馆 --language zh --category organisation
    --parts 非物质文化遗产`
    """
    from workbench import forms

    project = projects.find()
    with files.locked(project.root / "build"):
        path = forms.new_term(
            project, term, language=language, category=category, parts=parts, note=note
        )
    out.print(plain(f"added {term} to {project.relative(path)}; next: workbench build"))
    out.print("with withheld originals here: workbench count")


@new.command("figure")
def new_figure(
    doc: Annotated[str, typer.Argument(help="A document whose text is here.")],
    start: Annotated[int, typer.Argument(help="Where the number begins: workbench figures DOC.")],
    zh: Annotated[str, typer.Option(help="What it measures, in Chinese.")],
    en: Annotated[str, typer.Option(help="What it measures, in English.")],
    definition: Annotated[
        str, typer.Option(help="An id of what is counted; figures that share it may be added.")
    ] = "",
    case: Annotated[str, typer.Option(help="Else the only case of the document.")] = "",
    unit: Annotated[str, typer.Option(help="Else as read: persons, CNY, …")] = "",
    unit_zh: Annotated[str, typer.Option(help="As it follows the number: 人, 个社区, …")] = "",
    period: Annotated[str, typer.Option(help="Else as read: 2018, 2016-03/2018-07, …")] = "",
    numerator: Annotated[str, typer.Option(help="Of a share: the figure that is the part.")] = "",
    denominator: Annotated[
        str, typer.Option(help="Of a share or a part: the figure that is the whole.")
    ] = "",
    confidence: Annotated[float, typer.Option(help="From 0 to 1.")] = 0.95,
    note: Annotated[str, typer.Option(help="What a reader has to know.")] = "",
) -> None:
    """Confirm a number of a text as a figure of the study: a row of corpus/coding/figures.csv.

    Its span, its anchor, the repair and the reading are filled in; look at them afterwards.
    Example: `workbench new figure note-jiyang-en 412 --zh 团队数 --en teams
    --definition street-teams --unit-zh 支团队`
    """
    from workbench import ledger

    project = projects.find()
    said = {"measures_zh": zh, "measures_en": en, "definition": definition, "case": case}
    said |= {"numerator": numerator, "denominator": denominator}
    said |= {"unit": unit, "unit_zh": unit_zh, "period": period, "note": note}
    with files.locked(project.root / "build"):
        row = ledger.confirm(project, doc, start, confidence=confidence, **said)
    reading = " ".join(str(row[name]) for name in ("qualifier", "value", "unit") if row[name])
    shown = f"[{row['start']}, {row['end']}) {row['raw']!r} -> {row['kind']} {reading}"
    out.print(plain(f"added {row['id']} to {ledger.SHOWN}: {shown}"))


@app.command(rich_help_panel=CORPUS)
def attach(
    folders: Annotated[
        list[Path],
        typer.Argument(
            exists=True, file_okay=False, help="Folders to look through, with all below."
        ),
    ],
) -> None:
    """Find withheld originals by their content, copy them in and count their words.

    File names do not matter. The copies lie in corpus/withheld/, which git ignores.
    Example: `workbench attach ~/papers ~/downloads`
    """
    from workbench import revision

    project = projects.find()
    with files.locked(project.root / "build"):
        found, missing = revision.attach(project, folders)
    for doc, path in sorted(found.items()):
        out.print(plain(f"found {doc}: {path}"))
    for doc in missing:
        out.print(plain(f"still missing {doc}"))
    out.print(f"{len(found)} found, {len(missing)} still missing; next: workbench build")


@app.command(rich_help_panel=CORPUS)
def correct(
    doc: Annotated[str, typer.Argument(help="The id of the document.")],
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="Its better text.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="Of a FILE that is not UTF-8: gb18030, …")] = "",
) -> None:
    """Give a document a better text and find every coded span in it again.

    Without FILE, the stored text was edited in place. Every move is printed; a span that
    cannot be found again is an orphan: it stays, and blocks the book until it is
    selected again. What is replaced is kept as NAME.replaced-1. Exit code 1 if there are orphans.
    Example: `workbench correct note-jiyang-en ~/note-jiyang-en-corrected.txt`
    """
    from workbench import revision

    project = projects.find()
    with files.locked(project.root / "build"):
        _moves(revision.correct(project, doc, file, encoding=encoding))


@app.command(rich_help_panel=CORPUS)
def anchor() -> None:
    """Hold all coded spans to the texts that are here; fill in what rows by hand lack.

    Exit code 1 if there are orphans: spans whose passage is not in the text.
    """
    from workbench import revision

    project = projects.find()
    with files.locked(project.root / "build"):
        _moves(revision.anchor(project))


def _moves(moves: "list[Move]") -> None:
    for move in moves:
        was = f"{move.id}: [{move.start}, {move.end}) of {move.doc}"
        now = f"-> [{move.to_start}, {move.to_end})" if move.to_start is not None else "ORPHAN"
        if move.how not in {"stays", "completed"}:
            out.print(plain(f"{was} {now}: {move.note}"))
    count = Counter(str(move.how) for move in moves)
    filled = f", {number(count['completed'], 'row')} completed" if count["completed"] else ""
    out.print(f"{count['stays']} stay, {count['moved']} moved, {count['orphan']} orphans{filled}")
    if count["orphan"]:
        raise typer.Exit(1)


@app.command(rich_help_panel=CORPUS)
def recode(
    old: Annotated[str, typer.Argument(help="A code of the codebook.")],
    new: Annotated[str, typer.Argument(help="Its new id, or the code that takes it in.")] = "",
    delete: Annotated[
        bool, typer.Option("--delete", help="Take it out; nothing may use it.")
    ] = False,
    why: Annotated[str, typer.Option(help="Kept in corpus/coding/migrations.csv.")] = "",
) -> None:
    """Rename a code, merge it into another, or delete it, in everything that names it.

    The codebook, the typology and all coded tables change together; the step is logged.
    Example: `workbench recode tool-cash tool-money --why "one thing"`
    """
    from workbench import recoding

    if bool(new) == delete:
        raise UsageError("name the code that is to be there instead, or say --delete")
    project = projects.find()
    with files.locked(project.root / "build"):
        action, changed = recoding.recode(project, old, new, why=why)
    where = ", ".join(f"{count} rows of {shown}" for shown, count in changed.items())
    out.print(plain(f"{action}: {old} {'-> ' + new if new else ''}; {where or 'no row used it'}"))


@app.command(rich_help_panel=CORPUS)
def remove(
    doc: Annotated[str, typer.Argument(help="The id of the document.")],
    archive: Annotated[
        bool, typer.Option("--archive", help="Take the codings that rest on it out as well.")
    ] = False,
) -> None:
    """Take a document out of the study, into corpus/archive/; refused while codings rest on it.

    Example: `workbench remove old-reprint --archive`
    """
    from workbench import revision

    project = projects.find()
    with files.locked(project.root / "build"):
        gone = revision.remove(project, doc, archive=archive)
    out.print(f"{doc} is in corpus/archive/{doc}/, with {len(gone)} codings")
    if gone:
        out.print("next: workbench check, which names the cells that rested on them")


@app.command(rich_help_panel=CORPUS)
def count() -> None:
    """Count anew the words of withheld originals that are here, after a change of lexicon."""
    from workbench import counting

    project = projects.find()
    with files.locked(project.root / "build"), progress("counting", "documents") as tell:
        due = counting.recount(project, tell=tell)
    out.print(plain(f"counted: {_some(due) if due else 'nothing, all counts are up to date'}"))

"""Commands that build the study, and those that say in what state it is."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from workbench import files
from workbench import project as projects
from workbench.cli.screen import BUILDING, app, err, out, plain, progress
from workbench.cli.watching import (
    close,
    grouped,
    pairs,
    refuse_failed,
    show_states,
    watching,
)

if TYPE_CHECKING:
    from workbench.pipeline import Cutting, Report

Strict = Annotated[
    bool,
    typer.Option("--strict/--no-strict", help="Whether a failed run stops the book."),
]
Force = Annotated[bool, typer.Option("--force", help="Make it again although it is fresh.")]


def _build(
    names: list[str],
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    strict: bool = True,
    force: bool = False,
    everything: bool = False,
) -> None:
    """Build stages; what is forced is the last of them, unless ``everything`` is meant."""
    from workbench import pipeline

    project, started = projects.find(), time.perf_counter()
    with files.locked(project.root / "build"), watching(as_json=False) as watch:
        report = pipeline.build(
            project,
            names,
            cutting=_cutting(jobs, scheduler),
            strict=strict,
            force=names[0 if everything else -1 :] if force else (),
            tell=_tell,
            watch=watch,
        )
    for line in report.closing(project):
        out.print(plain(line))
    _sum_up(report, started)


def _sum_up(report: "Report", started: float) -> None:
    out.print(f"{report.summary()} in {time.perf_counter() - started:.1f} s")
    refuse_failed(report)


def _cutting(
    jobs: int | None, scheduler: str | None, collections: list[str] | None = None
) -> "Cutting":
    from workbench.pipeline import Cutting

    jobs = (os.cpu_count() or 1) if jobs is None else jobs
    return Cutting(jobs, scheduler, tuple(collections or ()), _bytes)


@contextmanager
def _bytes(name: str) -> Iterator[Callable[[int, int], None]]:
    """Give what tells how much of a collection is cut, in megabytes."""
    with progress(f"cutting {name}", "MB") as tell:
        yield lambda done, of: tell(done >> 20, 1 + (of >> 20))


def _tell(line: str) -> None:
    out.print(plain(line))


def _aside(line: str) -> None:
    err.print(plain(line))


@app.command(rich_help_panel=BUILDING)
def build(strict: Strict = True, force: Force = False) -> None:
    """Build the whole study: every stage that is not fresh, up to HTML and PDF.

    Example: `workbench build`
    """
    from workbench import pipeline

    _build(pipeline.ORDER, strict=strict, force=force, everything=True)


@app.command(rich_help_panel=BUILDING)
def corpus(force: Force = False) -> None:
    """Build stage 1: cards and texts to tables of documents, cases, places, policies."""
    _build(["corpus"], force=force)


@app.command(rich_help_panel=BUILDING)
def tokens(
    jobs: Annotated[
        int | None, typer.Option(help="Processes that cut collections; else one a core.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Cut them on Dask instead: tcp://host:port, or local.")
    ] = None,
    collection: Annotated[
        list[str] | None,
        typer.Option("--collection", help="Cut this one and nothing else; may be repeated."),
    ] = None,
    why: Annotated[
        str | None, typer.Option(help="Build nothing; say how a text is cut, and why so.")
    ] = None,
    force: Force = False,
) -> None:
    """Build up to stage 2: words with their spans, counts, rates of terms; collections.

    What a run that was stopped has cut of a collection is not cut again.
    Example: `workbench tokens --jobs 4` · `workbench tokens --why 社区社会组织的培育` ·
    `workbench tokens --collection news --scheduler tcp://10.0.0.5:8786`
    """
    if why is not None:
        return _explain(why)
    if not collection:
        return _build(["corpus", "tokens"], jobs=jobs, scheduler=scheduler, force=force)
    from workbench import pipeline

    project, started = projects.find(), time.perf_counter()
    with files.locked(project.root / "build"):
        report = pipeline.cut(
            project, _cutting(jobs, scheduler, collection), force=force, tell=_tell
        )
    return _sum_up(report, started)


def _explain(text: str) -> None:
    from workbench import lookup

    table = Table("word", "start", "end", "", "how", box=None, pad_edge=False)
    table.add_column("detail", overflow="fold")
    for reason in lookup.why(projects.find(), text):
        if reason.word.strip():
            place = (str(reason.start), str(reason.end), reason.language)
            table.add_row(plain(reason.word), *place, reason.how, plain(reason.detail))
    out.print(table)


@app.command(rich_help_panel=BUILDING)
def coding(force: Force = False) -> None:
    """Build up to stage 3: coded spans verified against their texts."""
    _build(["corpus", "tokens", "coding"], force=force)


@app.command(rich_help_panel=BUILDING)
def compare(force: Force = False) -> None:
    """Build up to stage 4: the case x dimension matrix, types, policy context."""
    _build(["corpus", "tokens", "coding", "compare"], force=force)


@app.command(rich_help_panel=BUILDING)
def run(
    notebook: Annotated[
        str, typer.Argument(help="Name of a notebook; without it the chapters of the book.")
    ] = "",
    district: Annotated[
        list[str] | None,
        typer.Option("--district", "-d", help="Id, name or alias of a place; may be repeated."),
    ] = None,
    everywhere: Annotated[
        bool, typer.Option("--all", help="Every district that gets a chapter.")
    ] = False,
    where: Annotated[
        list[str] | None,
        typer.Option(help="Those that lie in a place: city=杭州, province=山东; may be repeated."),
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p", "--parameter", help="name=value, or name=a,b,c for a grid; may be repeated."
        ),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Notebooks that run at a time.")] = 2,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds a notebook may take.")] = 600,
    memory: Annotated[
        int | None, typer.Option(min=1, help="MiB of memory a notebook may fill; Linux only.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Run them on Dask instead: tcp://host:port.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would run and why; run nothing.")
    ] = False,
    force: Force = False,
    keep_going: Annotated[
        bool, typer.Option("--keep-going/--fail-fast", help="What to do after a failed run.")
    ] = True,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print an event a line, for other programs.")
    ] = False,
) -> None:
    """Build up to stage 5: run notebooks on places and on grids of parameters.

    Parameters multiply: two values of one and three of another are six runs. A value in
    double quotes may hold a comma; a parameter declared as a list takes one list, or JSON.
    Only what is not fresh is run; a run that fails is kept under build/5-runs/_failed.
    Workers of a Dask scheduler have to see the study under the same path; --jobs is theirs,
    but for --scheduler local, which starts as many here.

    Example: `workbench run --where city=杭州` · `workbench run -d rencheng --dry-run` ·
    `workbench run explore -p by=genre,city -p word=居民 --jobs 4 --memory 2048` ·
    `workbench run --all --scheduler tcp://10.0.0.5:8786`
    """
    from workbench import pipeline
    from workbench.batch import Asked, Manner

    project, started = projects.find(), time.perf_counter()
    asked = Asked(
        notebook,
        tuple(district or ()),
        everywhere,
        pairs("--where", where),
        grouped("-p", parameter),
    )
    if dry_run:
        return show_states(pipeline.run_states(project, asked, force=force), as_json=as_json)
    manner = Manner(
        jobs,
        timeout,
        memory=memory and memory << 20,
        scheduler=scheduler,
        fail_fast=not keep_going,
    )
    with files.locked(project.root / "build"), watching(as_json=as_json) as watch:
        report = pipeline.build(
            project,
            pipeline.ORDER[:-1],
            asked=asked,
            manner=manner,
            force=["run"] if force else (),
            tell=_aside if as_json else _tell,
            watch=watch,
        )
    return close(report, time.perf_counter() - started, as_json=as_json)


@app.command(rich_help_panel=BUILDING)
def book(strict: Strict = True, force: Force = False) -> None:
    """Build up to stage 6: the published study as HTML, PDF and DOCX."""
    from workbench import pipeline

    _build(pipeline.ORDER, strict=strict, force=force)


@app.command(rich_help_panel=BUILDING)
def status() -> None:
    """Say of each stage whether it is fresh, stale (and why) or missing."""
    from workbench import pipeline

    show_states(pipeline.status(projects.find()))


@app.command(rich_help_panel=BUILDING)
def crate() -> None:
    """Describe all runs as a research object (RO-Crate) for archives; a whole build does so too.

    Example: `workbench crate`, then put the folder build/ into the archive
    """
    from workbench import batch

    out.print(plain(str(batch.write_crate(projects.find()))))


@app.command(rich_help_panel=BUILDING)
def reproduce(
    into: Annotated[
        Path | None, typer.Option(help="Make it again in this new folder and keep it.")
    ] = None,
    with_book: Annotated[
        bool, typer.Option("--book/--no-book", help="Also the HTML, PDF and DOCX.")
    ] = True,
) -> None:
    """Make the whole study again in an empty folder and hold every file to the one on file.

    Exit code 1 if anything differs; each line says which file, and what of a record.
    """
    from workbench import reproduction

    made, started = projects.find(), time.perf_counter()
    with tempfile.TemporaryDirectory() as work:
        folder = into or Path(work) / made.root.name
        alike, found = reproduction.reproduce(made, folder, with_book=with_book, tell=_tell)
    for line in found:
        out.print(plain(line))
    seconds = time.perf_counter() - started
    out.print(f"{alike} files alike, {len(found)} different in {seconds:.1f} s")
    if found:
        raise typer.Exit(1)


@app.command(rich_help_panel=BUILDING)
def check() -> None:
    """Print everything wrong with cards, codings, texts, counts, chapters and notebooks.

    Exit code 1 if there is anything.
    """
    from workbench import checks

    findings = checks.findings(projects.find())
    for finding in findings:
        out.print(plain(str(finding)))
    if findings:
        raise typer.Exit(1)
    out.print("no findings: every cell leads to a span of a document")


@app.command(rich_help_panel=BUILDING)
def doctor() -> None:
    """Say what the machine lacks, and the command that mends it. Exit code 4 if anything."""
    from workbench import doctor as physician

    symptoms = physician.examine(projects.find())
    for symptom in symptoms:
        mark = "ok  " if symptom.well else "FAIL"
        fix = "" if symptom.well else f"; fix: {symptom.fix}"
        out.print(plain(f"{mark} {symptom.name}: {symptom.detail}{fix}"))
    if not all(symptom.well for symptom in symptoms):
        raise typer.Exit(4)

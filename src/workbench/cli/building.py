"""Commands that build the study, and those that say in what state it is."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from workbench import files
from workbench import project as projects
from workbench.cli.screen import BUILDING, app, out, plain, progress
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.pipeline import Cutting, Report

Districts = Annotated[
    list[str] | None,
    typer.Option("--district", "-d", help="Id, name or alias of a place; may be repeated."),
]
Force = Annotated[bool, typer.Option("--force", help="Make it again even if it is fresh.")]


def _build(
    names: list[str],
    *,
    districts: list[str] | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
) -> None:
    from workbench import pipeline

    project, cutting = projects.find(), _cutting(jobs, scheduler)
    started = time.perf_counter()
    with files.locked(project.root / "build"):
        report = pipeline.build(
            project, names, districts=districts, cutting=cutting, force=force, tell=_tell
        )
    for line in report.closing(project):
        out.print(plain(line))
    _sum_up(report, started)


def _sum_up(report: "Report", started: float) -> None:
    out.print(f"{report.summary()} in {time.perf_counter() - started:.1f} s")
    if report.failed:
        again = "".join(f" --district {name}" for name in report.failed if name[0] != "_")
        raise WorkbenchError(
            f"{len(report.failed)} runs failed: {', '.join(report.failed)}; "
            f"see build/5-runs/_failed, then: workbench run{again}"
        )


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


@app.command(rich_help_panel=BUILDING)
def build(force: Force = False) -> None:
    """Build the whole study: every stage that is not fresh, up to HTML and PDF.

    Example: `workbench build`
    """
    from workbench import pipeline

    _build(pipeline.ORDER, force=force)


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
        str | None, typer.Option(help="Cut them on Dask instead: tcp://host:port.")
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
def run(district: Districts = None, force: Force = False) -> None:
    """Build up to stage 5: run the notebooks, once for every district of the study.

    Example: `workbench run --district 上城 --district rencheng`
    """
    from workbench import pipeline

    _build(pipeline.ORDER[:-1], districts=district, force=force)


@app.command(rich_help_panel=BUILDING)
def book(force: Force = False) -> None:
    """Build up to stage 6: the published study as HTML, PDF and DOCX."""
    from workbench import pipeline

    _build(pipeline.ORDER, force=force)


@app.command(rich_help_panel=BUILDING)
def status() -> None:
    """Say of each stage whether it is fresh, stale (and why) or missing."""
    from workbench import pipeline

    table = Table("stage", "state", "why", box=None, pad_edge=False)
    for line in pipeline.status(projects.find()):
        table.add_row(line.name, line.state, plain("; ".join(line.why)))
    out.print(table)


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

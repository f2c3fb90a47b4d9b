"""The commands: one a stage and the few others; nothing else happens here."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from workbench import project as projects
from workbench.errors import Locked, WorkbenchError
from workbench.project import Project

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="From a corpus of documents to a published comparison; every value leads to a span.",
    epilog="Examples: `workbench build` · `workbench status` · `workbench run --district 上城` · "
    "`workbench attach ~/papers`",
)
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

Districts = Annotated[
    list[str] | None,
    typer.Option("--district", "-d", help="Id, name or alias of a place; may be repeated."),
]
Force = Annotated[bool, typer.Option("--force", help="Make it again even if it is fresh.")]


def main() -> None:
    """Run a command; a refusal is printed as it stands and sets the exit code."""
    try:
        app()
    except WorkbenchError as error:
        err.print(f"[red]refused:[/] {_plain(str(error))}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        err.print("interrupted; run the same command again to go on where it stopped")
        sys.exit(130)


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


@contextmanager
def _locked(project: Project) -> Iterator[None]:
    """Hold the study's build folder, so that two builds never mix their files."""
    from filelock import FileLock, Timeout

    folder = project.root / "build"
    folder.mkdir(exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=0):
            yield
    except Timeout:
        raise Locked(f"another build of {project.root} is running; wait for it to end") from None


def _build(names: list[str], *, districts: list[str] | None = None, force: bool = False) -> None:
    from workbench import pipeline

    project = projects.find()
    started = time.perf_counter()
    with _locked(project):
        report = pipeline.build(project, names, districts=districts, force=force, tell=_tell)
    for line in report.closing(project):
        out.print(_plain(line))
    out.print(f"{report.summary()} in {time.perf_counter() - started:.1f} s")
    if report.failed:
        again = "".join(f" --district {name}" for name in report.failed if name[0] != "_")
        raise WorkbenchError(
            f"{len(report.failed)} runs failed: {', '.join(report.failed)}; "
            f"see build/5-runs/_failed, then: workbench run{again}"
        )


def _tell(line: str) -> None:
    out.print(_plain(line))


@app.command()
def build(force: Force = False) -> None:
    """Build the whole study: every stage that is not fresh, up to HTML and PDF.

    Example: `workbench build`
    """
    from workbench import pipeline

    _build(pipeline.ORDER, force=force)


@app.command()
def corpus(force: Force = False) -> None:
    """Build stage 1: cards and texts to tables of documents, cases, places, policies."""
    _build(["corpus"], force=force)


@app.command()
def tokens(force: Force = False) -> None:
    """Build up to stage 2: words with their spans, counts, rates of terms."""
    _build(["corpus", "tokens"], force=force)


@app.command()
def coding(force: Force = False) -> None:
    """Build up to stage 3: coded spans verified against their texts."""
    _build(["corpus", "tokens", "coding"], force=force)


@app.command()
def compare(force: Force = False) -> None:
    """Build up to stage 4: the case x dimension matrix, types, policy context."""
    _build(["corpus", "tokens", "coding", "compare"], force=force)


@app.command()
def run(district: Districts = None, force: Force = False) -> None:
    """Build up to stage 5: run the notebooks, once for every district of the study.

    Example: `workbench run --district 上城 --district rencheng`
    """
    from workbench import pipeline

    _build(pipeline.ORDER[:-1], districts=district, force=force)


@app.command()
def book(force: Force = False) -> None:
    """Build up to stage 6: the published study as HTML, PDF and DOCX."""
    from workbench import pipeline

    _build(pipeline.ORDER, force=force)


@app.command()
def status() -> None:
    """Say of each stage whether it is fresh, stale (and why) or missing."""
    from workbench import pipeline

    table = Table("stage", "state", "why", box=None, pad_edge=False)
    for line in pipeline.status(projects.find()):
        table.add_row(line.name, line.state, _plain("; ".join(line.why)))
    out.print(table)


@app.command()
def check() -> None:
    """Print everything wrong with cards, codings, texts, counts and notebooks.

    Exit code 1 if there is anything.
    """
    from workbench import checks

    findings = checks.findings(projects.find())
    for finding in findings:
        out.print(_plain(str(finding)))
    if findings:
        raise typer.Exit(1)
    out.print("no findings: every cell leads to a span of a document")


@app.command()
def doctor() -> None:
    """Say what the machine lacks, and the command that mends it. Exit code 4 if anything."""
    from workbench import doctor as physician

    symptoms = physician.examine(projects.find())
    for symptom in symptoms:
        mark = "ok  " if symptom.well else "FAIL"
        fix = "" if symptom.well else f"; fix: {symptom.fix}"
        out.print(_plain(f"{mark} {symptom.name}: {symptom.detail}{fix}"))
    if not all(symptom.well for symptom in symptoms):
        raise typer.Exit(4)


@app.command()
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
    from workbench import stages

    project = projects.find()
    with _locked(project):
        found, missing = stages.attach(project, folders)
    for doc, path in sorted(found.items()):
        out.print(_plain(f"found {doc}: {path}"))
    for doc in missing:
        out.print(_plain(f"still missing {doc}"))
    out.print(f"{len(found)} found, {len(missing)} still missing; next: workbench build")


@app.command()
def fingerprint(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A text in UTF-8.")],
) -> None:
    """Print the sha256 and length that the card of a text gives.

    Example: `workbench fingerprint corpus/texts/note-jiyang-en.txt`
    """
    from workbench.stages import facts

    for name, value in facts(file).items():
        out.print(f"{name}: {value}")


@app.command()
def locate(
    doc: Annotated[str, typer.Argument(help="The id of a document whose text is here.")],
    passage: Annotated[str, typer.Argument(help="The words of the passage, as they stand.")],
) -> None:
    """Print doc, start, end and hash of a passage, as a row of a segments file begins.

    Example: `workbench locate note-jiyang-en "hub organisation"`
    """
    from workbench import stages

    for row in stages.locate(projects.find(), doc, passage):
        out.print(_plain(",".join(map(str, row))))


@app.command()
def count() -> None:
    """Count anew the words of withheld originals that are here, after a change of lexicon."""
    from workbench import stages

    project = projects.find()
    with _locked(project):
        due = stages.recount(project)
    out.print(_plain(f"counted: {', '.join(due) or 'nothing, all counts are up to date'}"))

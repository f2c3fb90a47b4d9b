"""The stages in their order: which of them have to run, and what came of it."""

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from workbench import counting, files, partitions, prose, runs, stages, store
from workbench.corpus import places, privacy
from workbench.errors import Finding, InputError, WorkbenchError, refuse
from workbench.project import Project
from workbench.runs import Job
from workbench.stages import Session
from workbench.store import Provenance
from workbench.study import Study, countable, read

ORDER = ["corpus", "tokens", "coding", "compare", "run", "book"]

CHAPTERS = (
    "sources",
    "comparison",
    "sensitivity",
    "codebook",
)  # notebooks that run once for the study
WORKERS = 2
PRODUCTS = ("html/index.html", "study.pdf", "study.docx")

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Cutting:
    """How collections are cut: by whom, which (default: all), and who hears of the bytes done.

    ``progress`` opens for each collection what is told how many bytes of how many are done.
    """

    jobs: int = 1
    scheduler: str | None = None
    only: tuple[str, ...] = ()
    progress: Callable[[str], AbstractContextManager[Callable[[int, int], None]]] = lambda _name: (
        nullcontext(lambda _done, _of: None)
    )


@dataclass(frozen=True)
class State:
    """What ``status`` says of a stage: fresh, stale or missing, and why."""

    name: str
    state: str
    why: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What a build did: the stages that ran, those that were fresh, failed runs."""

    ran: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """One line: what was run and what was skipped."""
        ran = ", ".join(self.ran) or "nothing"
        return f"ran: {ran}; skipped as fresh: {', '.join(self.skipped) or 'nothing'}"

    def closing(self, project: Project) -> list[str]:
        """The paths a reader wants, once the book is there."""
        if "book" not in [*self.ran, *self.skipped]:
            return []
        return [str(project.artefact("book", name)) for name in PRODUCTS]


def build(
    project: Project,
    names: Iterable[str],
    *,
    districts: list[str] | None = None,
    cutting: Cutting = Cutting(),
    force: bool = False,
    tell: Tell,
) -> Report:
    """Run the stages ``names`` that are not fresh, in order; ``force`` runs all.

    ``districts`` limits the runs to these places, by id, name or alias. Collections are cut
    after the stage ``tokens``.
    """
    report, session = Report(), Session(project)
    for name in names:
        if name == "run":
            _run(_jobs(session, districts), report, force=force, tell=tell)
        elif name == "book":
            _stop_on_failures(report)
            _book(session, report, force=force, tell=tell)
        else:
            _stage(session, name, report, force=force, tell=tell)
        if name == "tokens":
            _collections(project, cutting, report, force=force, tell=tell)
    return report


def _stage(session: Session, name: str, report: Report, *, force: bool, tell: Tell) -> None:
    stage = next(stage for stage in stages.STAGES if stage.name == name)
    made_from = stage.provenance(session)
    reasons = stage.staleness(session.project, made_from)
    if reasons == [] and not force:
        report.skipped.append(name)
        return
    started = time.perf_counter()
    stage.make(session, made_from)
    report.ran.append(name)
    tell(f"{name}: {time.perf_counter() - started:.1f} s ({_why(reasons, force)})")


def _why(reasons: list[str] | None, force: bool) -> str:
    if reasons:
        return "; ".join(_shortened(reasons))
    return "asked to" if force and reasons == [] else "missing"


def _shortened(reasons: list[str]) -> list[str]:
    more = [f"{len(reasons) - 3} more"] if len(reasons) > 3 else []
    return reasons[:3] + more


# --- collections --------------------------------------------------------------


def cut(project: Project, cutting: Cutting, *, force: bool = False, tell: Tell) -> Report:
    """Cut only the collections, whatever the state of the study."""
    report = Report()
    _collections(project, cutting, report, force=force, tell=tell)
    return report


def _collections(
    project: Project, cutting: Cutting, report: Report, *, force: bool, tell: Tell
) -> None:
    terms = _terms(project) if partitions.names(project) else []
    for name in cutting.only or partitions.names(project):
        if not cutting.only and not partitions.card(project, name).files:
            tell(f"collection {name}: its files are not here; left as it is")
            continue
        started = time.perf_counter()
        with cutting.progress(name) as progress:
            made = partitions.cut(
                *(project, name),
                terms=terms,
                engine=project.settings.engine,
                jobs=cutting.jobs,
                scheduler=cutting.scheduler,
                force=force,
                tell=progress,
            )
        (report.ran if made.is_new else report.skipped).append(f"collection {name}")
        if made.is_new:
            tell(f"collection {name}: {made} in {time.perf_counter() - started:.1f} s")


def _terms(project: Project) -> list[str]:
    """The terms that Chinese text is cut with; raises InputError for faults of the lexicon."""
    study = countable(project, ())
    refuse([fault for fault in study.findings if fault.path.startswith("corpus/lexicon/")])
    return sorted(study.lexicon.terms.get("zh", ()))


def _collection_states(project: Project) -> Iterator[State]:
    terms = _terms(project) if partitions.names(project) else []
    for name in partitions.names(project):
        try:
            why = partitions.staleness(project, name, terms=terms, engine=project.settings.engine)
            yield _state(f"collection {name}", why)
        except InputError as error:
            yield State(f"collection {name}", "missing", str(error).splitlines()[:1])


# --- runs ---------------------------------------------------------------------


def _jobs(session: Session, districts: list[str] | None) -> list[Job]:
    project = session.project
    if districts is None:
        wanted, chapters = session.districts, list(CHAPTERS)
    else:
        known = session.study.places
        wanted, chapters = [places.resolve(name, known) for name in districts], []
    inputs = _inputs(session)
    folder, notebooks = project.stage("run"), project.root / "notebooks"
    by_district = [
        Job(notebooks / "district.ipynb", {"district": name}, folder / name, inputs)
        for name in wanted
    ]
    return by_district + [
        Job(notebooks / f"{name}.ipynb", {}, folder / f"_{name}", inputs) for name in chapters
    ]


def _inputs(session: Session) -> dict[str, str]:
    """What a notebook may read: the tables of the earlier stages, texts, and our code."""
    return {
        "code": stages.code_hash((*stages.LOGIC, "show")),
        **store.versions("matplotlib", "pandas", "pyarrow", "seaborn", "zhplot"),
        **session.inputs(["build/[1-4]-*/*.parquet", "build/2-tokens/*/index.json", *stages.TEXTS]),
    }


def _run(jobs: list[Job], report: Report, *, force: bool, tell: Tell) -> None:
    due = [job for job in jobs if force or runs.stale(job)]
    report.skipped += [f"run {job.folder.name}" for job in jobs if job not in due]
    if not due:
        return
    tell(f"run: {len(due)} notebooks, {min(WORKERS, len(due))} at a time")
    for job, outcome in zip(due, runs.run(due, workers=WORKERS), strict=True):
        if not outcome.ok:
            tell(f"run {outcome}")
        (report.ran if outcome.ok else report.failed).append(
            f"run {job.folder.name}" if outcome.ok else job.folder.name
        )


def _stop_on_failures(report: Report) -> None:
    if report.failed:
        names = ", ".join(report.failed)
        raise WorkbenchError(
            f"the book waits: the runs of {names} failed (kept under build/5-runs/_failed); "
            f"mend them, then: workbench build"
        )


# --- book ---------------------------------------------------------------------

BOOK = ("html", "study.pdf", "study.docx")


def book_provenance(session: Session) -> Provenance:
    """What the book would be made from now; the settings decide its order and title."""
    project = session.project
    written = [
        name
        for name in map(project.relative, stages.files(project, ["book/**/*"]))
        if not {"_build", "__pycache__", ".ipynb_checkpoints"} & set(name.split("/"))
    ]
    executed = [project.relative(job.executed) for job in _jobs(session, None)]
    # the cards say what is private; no table holds that
    read = ("build/[134]-*/*.parquet", "corpus/texts/*.txt", "corpus/documents/*.yml")
    inputs = session.inputs([*written, *executed, *read])
    inputs["code"] = stages.code_hash(
        ("book", "prose", "pipeline", "corpus/privacy", "corpus/fold")
    )
    libraries = store.versions("jupyter-book", "sphinx-book-theme", "pypandoc_binary", "typst")
    settings = project.settings.model_dump() | {"districts": session.districts}
    return Provenance(inputs, settings, libraries)


def _book_staleness(project: Project, made_from: Provenance) -> list[str] | None:
    return store.staleness((project.artefact("book", name) for name in BOOK), made_from)


def _book(session: Session, report: Report, *, force: bool, tell: Tell) -> None:
    project = session.project
    made_from = book_provenance(session)
    reasons = _book_staleness(project, made_from)
    if reasons == [] and not force:
        report.skipped.append("book")
        return
    from workbench import book  # brings pandoc and typst: only when there is a book to make

    refuse(prose.of_study(project, known=set(session.study.figures["id"])))
    started = time.perf_counter()
    source, html = project.artefact("book", "source"), project.artefact("book", "html")
    _assemble(session, source)
    book.html(source, html, gate=lambda pages: _private(session, pages))
    tell(f"book: HTML after {time.perf_counter() - started:.1f} s")
    book.pdf(html, project.artefact("book", "study.pdf"), template=project.root / "book" / "pdf")
    book.docx(html, project.artefact("book", "study.docx"))
    for name in BOOK:
        store.write_sidecar(project.artefact("book", name), made_from)
    report.ran.append("book")
    tell(f"book: {time.perf_counter() - started:.1f} s ({_why(reasons, force)})")


def _private(session: Session, html: Path) -> list[Finding]:
    """Where the pages print what a card calls private, or a number of identity or phone."""
    from workbench import book

    cards = session.study.documents.values()
    names = {name for card in cards for name in card.private}
    allowed = {said for card in cards for said in card.public}
    return [
        Finding(
            f"build/6-book/html/{page}",
            0,
            f"prints a {found.kind} ({privacy.masked(text[found.start : found.end])}); take it out "
            "of what is quoted, or allow it on the card of its document under public",
        )
        for page, text in book.visible(html)
        for found in privacy.found(text, names=names, allowed=allowed)
    ]


def _assemble(session: Session, source: Path) -> None:
    from workbench import book

    project, texts = session.project, session.study.texts
    tables = store.Tables(project)
    documents = tables["documents"]
    open_ones = documents.loc[documents["rights"] == "open", "doc"]
    pages = book.evidence(tables, {doc: texts[doc] for doc in open_ones})
    runs_folder, handwritten = project.stage("run"), project.root / "book"
    refuse(book.claims(handwritten, tables["conclusions"]))
    with tempfile.TemporaryDirectory() as work:
        notebooks = _chapters(session, Path(work)) | {
            f"study/{name}.ipynb": runs_folder / f"_{name}" / f"{name}.ipynb" for name in CHAPTERS
        }
        generated = _generated(pages, notebooks)
        pages[book.RECORD] = book.record(tables)
        pages[book.FIGURES] = book.figures(tables["figures"])
        config, titled = files.read_text(handwritten / "_config.yml"), project.settings.title
        pages["_config.yml"] = book.config(
            config,
            title=" ".join(dict.fromkeys((titled.en, titled.zh))),
            author=", ".join(project.settings.authors),
        )
        pages["_toc.yml"] = book.toc(handwritten / "_toc.yml", generated=generated)
        book.assemble(source, handwritten=handwritten, notebooks=notebooks, pages=pages)


def _chapters(session: Session, folder: Path) -> dict[str, Path]:
    """The districts' notebooks, each under the name of its district."""
    from workbench import book

    project = session.project
    named = store.Tables(project)["places"].set_index("place").to_dict("index")
    chapters = {}
    for name in session.districts:
        executed = project.stage("run") / name / "district.ipynb"
        title = f"{named[name]['label_zh']} {named[name]['label_en']}"
        path = files.write_bytes(
            book.titled(executed.read_bytes(), title), folder / f"{name}.ipynb"
        )
        chapters[f"districts/{name}.ipynb"] = path
    return chapters


def _generated(pages: Mapping[str, str], notebooks: Mapping[str, Path]) -> dict[str, list[str]]:
    stems = [page.removesuffix(".md") for page in pages]
    return {
        "districts": [n.removesuffix(".ipynb") for n in notebooks if n.startswith("districts/")],
        "cases": [page for page in stems if page.startswith("evidence/case-")],
        "documents": [page for page in stems if not page.startswith("evidence/case-")],
    }


# --- status -------------------------------------------------------------------


def status(project: Project) -> list[State]:
    """The state of every stage, without running anything."""
    session = Session(project)
    states = [
        _state(stage.name, stage.staleness(project, stage.provenance(session)))
        for stage in stages.STAGES
    ]
    study = read(project)
    for each in states:
        if (each.name, each.state) == ("tokens", "stale"):
            each.why.extend(_to_cut(study))
    late = counting.outdated(study)
    if late:
        states.append(State("counts", "stale", [f"older than the lexicon: {', '.join(late)}"]))
    states += _collection_states(project)
    for job in _jobs(session, None):
        why = runs.stale(job)
        state = "fresh" if not why else "stale" if job.executed.is_file() else "missing"
        states.append(State(f"run {job.folder.name}", state, [why] if why else []))
    made_from = book_provenance(session)
    return [*states, _state("book", _book_staleness(project, made_from))]


def _to_cut(study: Study) -> list[str]:
    """Which documents have to be cut again."""
    due = counting.due(study, stages.code_hash(stages.CUTTING))
    return [f"to cut again: {', '.join(_shortened(due))}"] if due else []


def _state(name: str, reasons: list[str] | None) -> State:
    if reasons is None:
        return State(name, "missing")
    return State(name, "stale" if reasons else "fresh", _shortened(reasons))

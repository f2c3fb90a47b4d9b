"""The stages in their order: which of them have to run, and what came of it."""

import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from workbench import batch, chapters, counting, files, partitions, prose, stages, store
from workbench.batch import Asked, Event, Manner, Planned, Watch
from workbench.corpus import privacy
from workbench.errors import Finding, InputError, WorkbenchError, refuse
from workbench.project import Project
from workbench.runs import Job
from workbench.stages import Session
from workbench.store import Provenance
from workbench.study import Study, countable, read

ORDER = ["corpus", "tokens", "coding", "compare", "run", "book"]

# notebooks that run once for the study
CHAPTERS = ("sources", "comparison", "sensitivity", "codebook")
NAMED = 30  # stages and runs in a line
CHAPTERS_OF_ALL, STEADILY = Asked(), Manner()
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
    failed: list[Job] = field(default_factory=list)
    not_begun: list[str] = field(default_factory=list)  # runs, after another failed

    @property
    def named_failures(self) -> str:
        """The runs that failed, by their names."""
        return _named([job.folder.name for job in self.failed])

    def summary(self) -> str:
        """One line: what was run and what was skipped."""
        return f"ran: {_named(self.ran)}; skipped as fresh: {_named(self.skipped)}"

    def runs(self) -> dict[str, int]:
        """How many runs went well, failed, were not begun after a failure, or were fresh."""
        return {
            "ok": _count_runs(self.ran),
            "failed": len(self.failed),
            "skipped": len(self.not_begun),
            "fresh": _count_runs(self.skipped),
        }

    def closing(self, project: Project) -> list[str]:
        """The paths a reader wants, once the book is there."""
        if "book" not in [*self.ran, *self.skipped]:
            return []
        return [str(project.artefact("book", name)) for name in PRODUCTS]


def _count_runs(names: Iterable[str]) -> int:
    return sum(name.startswith("run ") for name in names)


def _named(names: list[str]) -> str:
    """Names in a line; of very many the first."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more if names else "nothing"


def build(
    project: Project,
    names: Iterable[str],
    *,
    asked: Asked = CHAPTERS_OF_ALL,
    manner: Manner = STEADILY,
    cutting: Cutting = Cutting(),
    strict: bool = True,
    force: Collection[str] = (),
    tell: Tell,
    watch: Watch | None = None,
) -> Report:
    """Run the stages ``names`` that are not fresh, in order; those of ``force`` in any case.

    ``asked`` says which notebooks run on what, ``manner`` how, and ``watch`` hears of each;
    without it ``tell`` hears of each as it ends. Collections are cut after the stage
    ``tokens``. A book that is not ``strict`` is made in spite of failed runs, and says so.
    """
    report, session = Report(), Session(project)
    for name in names:
        if name == "run":
            seen = watch or _lines(tell)
            _run(session, asked, manner, report, force=name in force, watch=seen, tell=tell)
        elif name == "book":
            _book(session, report, strict=strict, force=name in force, tell=tell)
        else:
            _stage(session, name, report, force=name in force, tell=tell)
        if name == "tokens":
            _collections(project, cutting, report, force=name in force, tell=tell)
    return report


def _lines(tell: Tell) -> Watch:
    """Tell of each run as it ends."""

    def watch(event: Event) -> None:
        if event.event == "ended":
            tell(f"run {event}")

    return watch


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


def _describe(project: Project, asked: Asked, *, anything_new: bool) -> None:
    """Describe a whole batch; after a part of one, no description rather than an old one.

    What makes it takes longer to import than a run takes.
    """
    there = batch.crate_path(project).is_file()
    if asked.is_all and (anything_new or not there):
        batch.write_crate(project)
    elif anything_new:
        batch.crate_path(project).unlink(missing_ok=True)


def runs_of_book(project: Project) -> list[Job]:
    """The runs that the book is made of."""
    return _jobs(Session(project))


def _jobs(session: Session, asked: Asked = CHAPTERS_OF_ALL) -> list[Job]:
    return batch.jobs(session, asked, chapters=CHAPTERS)


def _run(
    session: Session,
    asked: Asked,
    manner: Manner,
    report: Report,
    *,
    force: bool,
    watch: Watch,
    tell: Tell,
) -> None:
    planned = batch.plan(session.project, _jobs(session, asked), force=force)
    due = sum(each.is_due for each in planned)
    if due:
        tell(f"run: {manner.told(due)}")
    result = batch.run(session.project, planned, manner, watch)
    _describe(session.project, asked, anything_new=bool(result.ok or result.failed))
    report.ran += [f"run {name}" for name in result.ok]
    report.skipped += [f"run {name}" for name in result.fresh]
    report.failed += result.failed
    report.not_begun += result.skipped


def _stop_on_failures(planned: Sequence[Planned]) -> None:
    late = {one.name: one.state for one in planned if one.is_due}
    if late:
        states = " or ".join(sorted(set(late.values())))
        raise WorkbenchError(
            f"the book waits: the runs of {_named(list(late))} {states} (a failed one is kept "
            "under build/5-runs/_failed); mend them, then: workbench build; or print the book as "
            "it is, with a notice in these chapters: workbench book --no-strict"
        )


# --- book ---------------------------------------------------------------------

BOOK = ("html", "study.pdf", "study.docx")


def book_provenance(session: Session, planned: Sequence[Planned] | None = None) -> Provenance:
    """What the book would be made from now; the settings decide its order and title."""
    project = session.project
    planned = batch.plan(project, _jobs(session)) if planned is None else planned
    written = [
        name
        for name in map(project.relative, stages.files(project, ["book/**/*"]))
        if not {"_build", "__pycache__", ".ipynb_checkpoints"} & set(name.split("/"))
    ]
    executed = [project.relative(one.job.executed) for one in planned]
    # the cards say what is private; no table holds that
    read = ("build/[134]-*/*.parquet", "corpus/texts/*.txt", "corpus/documents/*.yml")
    inputs = session.inputs([*written, *executed, *read])
    inputs["code"] = stages.code_hash(
        ("book", "chapters", "prose", "pipeline", "corpus/privacy", "corpus/fold")
    )
    libraries = store.versions("jupyter-book", "sphinx-book-theme", "pypandoc_binary", "typst")
    settings = project.settings.model_dump() | {
        "districts": session.districts,
        "notices": chapters.notices(planned, CHAPTERS),
    }
    return Provenance(inputs, settings, libraries)


def _book_staleness(project: Project, made_from: Provenance) -> list[str] | None:
    return store.staleness((project.artefact("book", name) for name in BOOK), made_from)


def _book(session: Session, report: Report, *, strict: bool, force: bool, tell: Tell) -> None:
    project = session.project
    planned = batch.plan(project, _jobs(session))
    if strict:
        _stop_on_failures(planned)
    made_from = book_provenance(session, planned)
    reasons = _book_staleness(project, made_from)
    if reasons == [] and not force:
        report.skipped.append("book")
        return
    from workbench import book  # brings pandoc and typst: only when there is a book to make

    refuse(prose.of_study(project, known=set(session.study.figures["id"])))
    started = time.perf_counter()
    source, html = project.artefact("book", "source"), project.artefact("book", "html")
    _assemble(session, planned, source)
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


def _assemble(session: Session, planned: Sequence[Planned], source: Path) -> None:
    from workbench import book

    project, texts = session.project, session.study.texts
    tables = store.Tables(project)
    documents = tables["documents"]
    open_ones = documents.loc[documents["rights"] == "open", "doc"]
    pages = book.evidence(tables, {doc: texts[doc] for doc in open_ones})
    handwritten = project.root / "book"
    refuse(book.claims(handwritten, tables["conclusions"]))
    with tempfile.TemporaryDirectory() as work:
        notebooks = chapters.written(project, planned, Path(work), study=CHAPTERS)
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


def _generated(pages: Iterable[str], notebooks: Iterable[str]) -> dict[str, list[str]]:
    stems = [page.removesuffix(".md") for page in pages]
    return {
        **chapters.generated(list(notebooks)),
        "cases": [page for page in stems if page.startswith("evidence/case-")],
        "documents": [page for page in stems if not page.startswith("evidence/case-")],
    }


# --- status -------------------------------------------------------------------


def status(project: Project) -> list[State]:
    """The state of every stage, without running anything."""
    session = Session(project)
    states = _stage_states(session)
    study = read(project)
    for each in states:
        if (each.name, each.state) == ("tokens", "stale"):
            each.why.extend(_to_cut(study))
    late = counting.outdated(study)
    if late:
        states.append(State("counts", "stale", [f"older than the lexicon: {', '.join(late)}"]))
    states += _collection_states(project)
    states += _run_states(session)
    made_from = book_provenance(session)
    return [*states, _state("book", _book_staleness(project, made_from))]


def run_states(project: Project, asked: Asked, *, force: bool = False) -> list[State]:
    """The stages that come before the runs and are not fresh, and the runs asked for.

    What a run would read is judged by the tables as they are.
    """
    session = Session(project)
    stale = [each for each in _stage_states(session) if each.state != "fresh"]
    return [*stale, *_run_states(session, asked, force=force)]


def _run_states(
    session: Session, asked: Asked = CHAPTERS_OF_ALL, *, force: bool = False
) -> list[State]:
    planned = batch.plan(session.project, _jobs(session, asked), force=force)
    return [State(f"run {one.title}", one.state, [one.why] if one.why else []) for one in planned]


def _stage_states(session: Session) -> list[State]:
    project = session.project
    return [
        _state(stage.name, stage.staleness(project, stage.provenance(session)))
        for stage in stages.STAGES
    ]


def _to_cut(study: Study) -> list[str]:
    """Which documents have to be cut again."""
    due = counting.due(study, stages.code_hash(stages.CUTTING))
    return [f"to cut again: {', '.join(_shortened(due))}"] if due else []


def _state(name: str, reasons: list[str] | None) -> State:
    if reasons is None:
        return State(name, "missing")
    return State(name, "stale" if reasons else "fresh", _shortened(reasons))

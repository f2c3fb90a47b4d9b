"""A batch of runs: which are due and why, how they go, and what came of them.

A run that is done is kept at once, so whatever ends a batch, the next one goes on where
it stopped. Times are told and kept in a journal, never in what is hashed.
"""

import shlex
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench import runs, store
from workbench.errors import WorkbenchError
from workbench.project import Project
from workbench.runs import Job, Outcome

JOURNAL = "_journal.json"
FORCED = ("forced", "asked to")
LISTED = 12  # districts of a command that runs them once more


@dataclass(frozen=True)
class Planned:
    """A run and its state: fresh, stale, missing, failed or forced, and why."""

    job: Job
    state: str
    why: str = ""

    @property
    def name(self) -> str:
        """``rencheng``, ``_sources``: its folder under ``build/5-runs/``."""
        return self.job.folder.name

    @property
    def title(self) -> str:
        """The run for people: its name, and its parameters where that is a hash of them."""
        return _title(self.job)

    @property
    def is_due(self) -> bool:
        """Whether it has to run."""
        return self.state != "fresh"


@dataclass(frozen=True)
class Manner:
    """How runs are done, and where.

    workers : how many run at a time on this machine.
    timeout : seconds that each may take.
    memory : bytes that each may fill; None for as many as there are. Linux only.
    scheduler : the address of a Dask scheduler, whose workers run them instead, or
        ``local`` for one that is started here.
    fail_fast : whether the first failure ends the batch.
    """

    workers: int = 2
    timeout: float = 600
    memory: int | None = None
    scheduler: str | None = None
    fail_fast: bool = False

    def told(self, due: int) -> str:
        """Of how many runs, and where, in a line."""
        where = f"{min(self.workers, due)} at a time"
        where = f"on Dask ({self.scheduler})" if self.scheduler else where
        return f"{due} notebook{'' if due == 1 else 's'}, {where}"


@dataclass(frozen=True)
class Event:
    """Something that happened to a run: it was planned, it began, it ended."""

    event: str
    run: str
    state: str  # as planned; ok or failed at the end
    why: str = ""
    seconds: float = 0.0
    title: str = ""  # the run for people

    def __str__(self) -> str:
        """A line for a log: ``ok rencheng 4.8 s``."""
        verb = {"ok": "ok", "failed": "FAILED"}.get(self.state, self.state)
        return f"{verb} {self.title} {self.seconds:.1f} s {self.why}".strip()

    def record(self) -> dict[str, Any]:
        """The event as plain data."""
        return asdict(self) | {"seconds": round(self.seconds, 3)}


Watch = Callable[[Event], None]


@dataclass
class Result:
    """What came of the runs of a batch, by their names."""

    ok: list[str] = field(default_factory=list)
    failed: list[Job] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)  # not begun, after a failure
    fresh: list[str] = field(default_factory=list)


class _Stop(WorkbenchError):
    """Ends a batch at its first failure."""


def plan(project: Project, jobs: Sequence[Job], *, force: bool = False) -> list[Planned]:
    """The state of each run, without running anything; a fresh one may be forced.

    Raises one error with everything wrong with the parameters.
    """
    runs.refuse(jobs, workers=1, timeout=1)
    today, told = store.Today(project), journal(project)
    planned = [_planned(job, runs.stale(job, today), told) for job in jobs]
    return [one if one.is_due or not force else Planned(one.job, *FORCED) for one in planned]


def _planned(job: Job, why: str, told: dict[str, Any]) -> Planned:
    if not why:
        return Planned(job, "fresh")
    if job.failed.is_file():
        said = told.get(job.folder.name, {}).get("why", "")
        return Planned(job, "failed", said or f"see {job.failed.name}")
    return Planned(job, "stale" if job.executed.is_file() else "missing", why)


def run(project: Project, planned: Sequence[Planned], manner: Manner, watch: Watch) -> Result:
    """Run what is due, and keep a journal of how it went."""
    due = [each.job for each in planned if each.is_due]
    result = Result(fresh=[each.name for each in planned if not each.is_due])
    for each in planned:
        watch(Event("planned", each.name, each.state, each.why, title=each.title))
    told = journal(project)

    def tell(job: Job, outcome: Outcome | None) -> None:
        if outcome is None:
            watch(Event("begun", job.folder.name, "running", title=_title(job)))
            return
        told[job.folder.name] = _note(job, outcome, result, watch)
        store.write_json(told, _journal(project))
        if not outcome.ok and manner.fail_fast:
            raise _Stop

    try:
        if due:
            runs.run(
                due,
                workers=manner.workers,
                timeout=manner.timeout,
                memory=manner.memory,
                scheduler=manner.scheduler,
                progress=False,
                tell=tell,
            )
    except _Stop:
        pass
    done = {*result.ok, *(job.folder.name for job in result.failed)}
    result.skipped = [job.folder.name for job in due if job.folder.name not in done]
    return result


def _note(job: Job, outcome: Outcome, result: Result, watch: Watch) -> dict[str, Any]:
    name = job.folder.name
    if outcome.ok:
        result.ok.append(name)
    else:
        result.failed.append(job)
    state = "ok" if outcome.ok else "failed"
    event = Event("ended", name, state, outcome.error, outcome.seconds, _title(job))
    watch(event)
    ended = datetime.now(UTC)
    return {
        "notebook": job.notebook.name,
        "state": event.state,
        "why": event.why,
        "seconds": round(outcome.seconds, 3),
        "ended": ended.isoformat(timespec="seconds"),
    }


def _title(job: Job) -> str:
    name = job.folder.name
    if not name.startswith("_") or not job.parameters or "=" in name:
        return name
    return f"{name} ({', '.join(f'{key}={value}' for key, value in job.parameters.items())})"


def journal(project: Project) -> dict[str, Any]:
    """How the last run of each name went: state, why, seconds, when it ended."""
    try:
        told = store.read_json(_journal(project))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _journal(project: Project) -> Path:
    return project.stage("run") / JOURNAL


def again(jobs: Sequence[Job]) -> str:
    """The command that runs these once more."""
    chapters = [job for job in jobs if not job.folder.name.startswith("_")]
    if len(chapters) == len(jobs) <= LISTED:
        return "workbench run" + "".join(f" --district {job.folder.name}" for job in jobs)
    if len(jobs) > 1:
        return "the same command again: what went well is kept"
    given = "".join(f" -p {shlex.quote(f'{k}={v}')}" for k, v in jobs[0].parameters.items())
    return f"workbench run {jobs[0].notebook.stem}{given}"

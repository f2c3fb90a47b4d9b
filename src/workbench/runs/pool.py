"""A batch of runs: side by side, none able to spoil another."""

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from pathlib import Path

from workbench.errors import InputError, UsageError, WorkbenchError
from workbench.files import write_bytes
from workbench.runs.crew import Crew
from workbench.runs.job import Job, Outcome, keep
from workbench.runs.kernel import Run, Setting
from workbench.runs.parameters import check
from workbench.runs.preload import fit
from workbench.runs.remote import Runs, remotely

Tell = Callable[[Job, Outcome | None], None]


def run(
    jobs: Sequence[Job],
    *,
    workers: int = 2,
    timeout: float = 600,
    memory: int | None = None,
    scheduler: str | None = None,
    progress: bool = True,
    tell: Tell = lambda _job, _outcome: None,
) -> list[Outcome]:
    """Run every job and return the outcomes in the order of the jobs.

    workers : notebooks at a time on this machine.
    timeout : seconds for one notebook.
    memory : bytes that the kernel of one notebook may fill; Linux only.
    scheduler : the address of a Dask scheduler, whose workers run the notebooks
        instead, or ``local``: see ``executor``. They have to see the files of the study
        under the same paths.
    tell : hears of each job twice, when it begins (with None) and when it ended; what it
        raises at an end stops the batch. A cluster does not say when a job begins.
    A failed run leaves the previous result in place and is kept under
    ``_failed``. Whatever runs where, the results are written here, each as soon
    as it is there: what is done stays done. Raises before anything runs if a
    parameter does not fit, and EnvironmentFault if the cluster is lost.
    """
    refuse(jobs, workers=workers, timeout=timeout, memory=memory)
    if not jobs:
        return []
    setting = Setting(
        jobs[0].notebook.parent.absolute(),
        tuple(fit({job.notebook for job in jobs})),
        timeout,
        memory or 0,
    )
    started = (
        _here(jobs, setting, workers=workers, tell=tell)
        if scheduler is None
        else remotely(jobs, setting, scheduler=scheduler, workers=workers)
    )
    outcomes: dict[Path, Outcome] = {}
    with (
        _reporter(len(jobs), progress) as report,
        closing(started) as runs,
    ):
        for job, made in runs:
            outcomes[job.record] = outcome = settled(job, made)
            report(outcome)
            tell(job, outcome)
    return [outcomes[job.record] for job in jobs]


def settled(job: Job, run: Run) -> Outcome:
    """Keep the result of a good run, or set the failed notebook apart."""
    path, error = job.executed, run.error
    if error:
        path = write_bytes(run.notebook, job.failed) if run.notebook else job.notebook
        error = f"{job.notebook.name}: {error}"
    else:
        keep(job, run.source_sha256, run.notebook, read=run.read)
    return Outcome(job.name, not error, run.seconds, error, path)


def _here(jobs: Sequence[Job], setting: Setting, *, workers: int, tell: Tell) -> Runs:
    """Yield each job with its run, as they end on this machine."""

    def attempt(job: Job) -> Run:
        tell(job, None)
        return crew.attempt(job)

    with closing(Crew(setting)) as crew, ThreadPoolExecutor(workers) as pool:
        futures = {pool.submit(attempt, job): job for job in jobs}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            crew.close()
            raise


def refuse(
    jobs: Sequence[Job], *, workers: int = 1, timeout: float = 1, memory: int | None = None
) -> None:
    """Raise one error that lists everything wrong with a batch."""
    problems: list[WorkbenchError] = []
    if workers < 1 or timeout <= 0 or (memory is not None and memory <= 0):
        problems.append(UsageError("workers, timeout and memory must be positive"))
    if memory and sys.platform != "linux":
        problems.append(UsageError("only Linux can limit the memory of a run; leave it out"))
    for job in jobs:
        try:
            check(job.notebook, job.parameters)
        except WorkbenchError as problem:
            problems.append(problem)
    written = [path for job in jobs for path in (job.executed, job.record)]
    twice = sorted({str(path) for path in written if written.count(path) > 1})
    if twice:
        problems.append(UsageError(f"two runs would write {twice}; give each its own folder"))
    if problems:
        malformed = any(isinstance(problem, InputError) for problem in problems)
        message = "\n".join(dict.fromkeys(str(problem) for problem in problems))
        raise (InputError if malformed else UsageError)(message)


@contextmanager
def _reporter(total: int, wanted: bool) -> Iterator[Callable[[Outcome], None]]:
    """Yield what to call with each outcome: a bar on a terminal, lines elsewhere."""
    if not wanted:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _line
        return
    with Progress(console=console) as bar:
        task = bar.add_task("notebooks", total=total)

        def advance(outcome: Outcome) -> None:
            if not outcome.ok:
                bar.console.print(str(outcome), markup=False, style="red")
            bar.advance(task)

        yield advance


def _line(outcome: Outcome) -> None:
    sys.stderr.write(f"{outcome}\n")
    sys.stderr.flush()

"""A batch of runs: side by side, none able to spoil another.

Threads, each with a process of its own, rather than ProcessPoolExecutor: there
one killed process breaks the whole batch, and ``max_tasks_per_child`` can hang
(gh-115634).
"""

import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from tempfile import gettempdir

from workbench.errors import InputError, UsageError, WorkbenchError
from workbench.files import workplace
from workbench.runs.job import Job, Outcome
from workbench.runs.kernel import START_TIMEOUT, serve
from workbench.runs.parameters import check

Tell = Callable[[Job, Outcome | None], None]

SPAWN = multiprocessing.get_context("spawn")
GRACE = 60  # seconds beyond all limits, for the import of papermill and a busy machine


def run(
    jobs: Sequence[Job],
    *,
    workers: int = 2,
    timeout: float = 600,
    progress: bool = True,
    tell: Tell = lambda _job, _outcome: None,
) -> list[Outcome]:
    """Run every job and return the outcomes in the order of the jobs.

    timeout : seconds for one notebook.
    tell : hears of each job twice, when it begins (with None) and when it ended; what it
        raises at an end stops the batch.
    A failed run leaves the previous result in place and is kept under
    ``_failed``. Raises before anything runs if a parameter does not fit.
    """
    refuse(jobs, workers=workers, timeout=timeout)
    stop = threading.Event()
    with (
        workplace(Path(gettempdir()) / "workbench") as scratch,
        _reporter(len(jobs), progress) as report,
        _crew(min(workers, len(jobs)), scratch, timeout, stop) as crew,
        ThreadPoolExecutor(max_workers=workers, initializer=_leave_interrupts) as pool,
    ):
        futures = {pool.submit(_attempt, job, crew, tell): job for job in jobs}
        try:
            for future in as_completed(futures):
                report(future.result())
                tell(futures[future], future.result())
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [future.result() for future in futures]


def refuse(jobs: Sequence[Job], *, workers: int, timeout: float) -> None:
    """Raise one error that lists everything wrong with a batch."""
    problems: list[WorkbenchError] = []
    if workers < 1 or timeout <= 0:
        problems.append(UsageError("workers and timeout must be positive"))
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


class Worker:
    """One process that runs notebooks, replaced when it dies with its job."""

    def __init__(self, scratch: Path, timeout: float, stop: threading.Event) -> None:
        self.scratch, self.timeout, self.stop = scratch, timeout, stop
        self.lives = 0
        self.process: multiprocessing.process.BaseProcess | None = None

    def attempt(self, job: Job) -> Outcome:
        """Have a job run; if that kills the process, the job failed and nothing else."""
        start = time.monotonic()
        limit = start + self.timeout + START_TIMEOUT + GRACE
        if self.process is None or not self.process.is_alive():
            self._start()
        try:
            self.connection.send(job)
            while not self.connection.poll(0.2):
                if self.stop.is_set() or time.monotonic() > limit:
                    raise TimeoutError("the kernel could not be interrupted and was ended")
            outcome = self.connection.recv()
            assert isinstance(outcome, Outcome)
            return outcome
        except (EOFError, OSError) as error:
            why = str(error) if isinstance(error, TimeoutError) else self._death()
            self.end()
            seconds = time.monotonic() - start
            return Outcome(job.name, False, seconds, f"{job.notebook.name}: {why}", job.notebook)

    def _start(self) -> None:
        self.lives += 1
        self.connection, theirs = SPAWN.Pipe()
        life = self.scratch / str(self.lives)
        self.process = SPAWN.Process(target=serve, args=(theirs, life, self.timeout), daemon=True)
        self.process.start()
        theirs.close()

    def _death(self) -> str:
        assert self.process is not None
        self.process.join(5)
        return f"its process ended with code {self.process.exitcode} (-9: out of memory)"

    def end(self) -> None:
        """End the process, and through it the kernel."""
        if self.process is None:
            return
        self.process.terminate()
        self.process.join(10)
        self.process.kill()
        self.process.join(10)
        self.connection.close()
        self.process = None


@contextmanager
def _crew(
    size: int, scratch: Path, timeout: float, stop: threading.Event
) -> Iterator["SimpleQueue[Worker]"]:
    workers = [Worker(scratch / str(number), timeout, stop) for number in range(size)]
    crew: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        crew.put(worker)
    try:
        yield crew
    finally:
        for worker in workers:
            worker.end()


def _attempt(job: Job, crew: "SimpleQueue[Worker]", tell: Tell) -> Outcome:
    worker = crew.get()
    try:
        tell(job, None)
        return worker.attempt(job)
    finally:
        crew.put(worker)


def _leave_interrupts() -> None:
    """Let processes started here be born deaf to Ctrl-C, which is for the main thread."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


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

"""Where work runs: here, in processes of this machine, or on a Dask cluster.

All three are ``concurrent.futures`` executors, so that what is to be done is written
once. A task is to be safe to do twice: one whose worker is lost goes to another.
The only room that knows Dask.
"""

import functools
import hashlib
import multiprocessing
import re
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from workbench.errors import EnvironmentFault, UsageError

SPAWN = multiprocessing.get_context("spawn")
LIVES = 3  # workers that one task may cost before it is given up
LOCAL = "local"  # a scheduler of this machine, started and ended with what needs it
REACHED = 10  # seconds within which a scheduler has to answer

Task = TypeVar("Task")
Result = TypeVar("Result")


@contextmanager
def executor(*, jobs: int = 1, scheduler: str | None = None) -> Iterator[Executor]:
    """Give what runs tasks: ``jobs`` processes, or the workers of a Dask ``scheduler``.

    scheduler : its address, ``tcp://host:port``. It and its workers have to import this
        package and to see the files of the study under the same paths. ``local`` starts
        one here, with ``jobs`` workers.
    With one job the tasks run here, each as it is submitted. Whatever ends the block ends
    the processes. Raises UsageError for numbers and addresses that are none, and
    EnvironmentFault where no scheduler answers or none of its workers does.
    """
    if jobs < 1:
        raise UsageError(f"--jobs {jobs}: at least one process has to work")
    if scheduler is not None:
        with _address(scheduler, jobs) as address, _cluster(address) as cluster:
            yield cluster
    elif jobs == 1:
        yield Here()
    else:
        with Processes(jobs) as processes:
            yield processes


def workers(pool: Executor) -> int:
    """How many tasks an executor of this room does at a time."""
    assert isinstance(pool, Here | Processes | Cluster)
    return pool.workers


def done(
    pool: Executor, function: Callable[[Task], Result], tasks: Iterable[Task]
) -> Iterator[tuple[Task, Result]]:
    """Each task with its result, as they end; ``tasks`` may be longer than the memory.

    Only so many are taken from ``tasks`` that every worker has its next one waiting.
    """
    most = 2 * workers(pool)
    waiting: dict[Future[Result], Task] = {}
    try:
        for task in tasks:
            waiting[pool.submit(function, task)] = task
            if len(waiting) >= most:
                yield from _ended(waiting)
        while waiting:
            yield from _ended(waiting)
    finally:
        for future in waiting:
            future.cancel()


def _ended(waiting: dict[Future[Result], Task]) -> Iterator[tuple[Task, Result]]:
    ended, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in ended:
        yield waiting.pop(future), future.result()


# --- here -----------------------------------------------------------------------


class Here(Executor):
    """Each task at once, in this process."""

    workers = 1

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Run the task and give its result; Ctrl-C passes through."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


# --- processes --------------------------------------------------------------------


class Processes(Executor):
    """Processes of this machine, each fed by a thread.

    Not ProcessPoolExecutor: there one killed process breaks all tasks, and a killed
    parent leaves its children behind. Here a child ends when its pipe does.
    """

    def __init__(self, jobs: int) -> None:
        self.workers = jobs
        self._threads = ThreadPoolExecutor(jobs, initializer=_leave_interrupts)
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all = [_Worker() for _ in range(jobs)]
        for worker in self._all:
            self._idle.put(worker)

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Have the next idle process do the task, and another one if that is lost."""
        return self._threads.submit(self._attempt, functools.partial(fn, *args, **kwargs))

    def _attempt(self, task: Callable[[], Result]) -> Result:
        worker = self._idle.get()
        try:
            return worker.attempt(task)
        finally:
            self._idle.put(worker)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes: after their tasks, or at once where tasks are cancelled."""
        if cancel_futures:
            for worker in self._all:
                worker.end()
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        for worker in self._all:
            worker.end()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self.shutdown(cancel_futures=kind is not None)


class _Worker:
    """One process that does tasks, replaced when it is lost."""

    def __init__(self) -> None:
        self.ended = False
        self.process: Any = None
        self.connection: Connection

    def attempt(self, task: Callable[[], Result]) -> Result:
        for _ in range(LIVES):
            try:
                return self._result(task)
            except (EOFError, OSError):
                if self.ended:
                    raise
                code = self._lost()
        raise EnvironmentFault(
            f"{LIVES} worker processes were lost at one task (the last ended with {code}; "
            "-9: out of memory?); do the same again with fewer --jobs"
        )

    def _result(self, task: Callable[[], Result]) -> Result:
        if self.process is None:
            self.connection, theirs = SPAWN.Pipe()
            self.process = SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
            self.process.start()
            theirs.close()
        self.connection.send(task)
        result, error = self.connection.recv()
        if error is not None:
            raise error
        return result  # type: ignore[no-any-return]

    def _lost(self) -> int | None:
        process = self.process
        self._close()
        return process.exitcode  # type: ignore[no-any-return]

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.ended = True
        if self.process is not None:
            self._close()

    def _close(self) -> None:
        self.process.terminate()
        self.process.join()
        self.connection.close()
        self.process = None


def _serve(connection: Connection) -> None:
    """Do tasks until the process that gives them closes the pipe, or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the one who waits for the results
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        try:
            outcome: tuple[Any, Exception | None] = (task(), None)
        except Exception as error:
            outcome = (None, error)
        connection.send(outcome)


def _leave_interrupts() -> None:
    """Let processes started here be born deaf to Ctrl-C, which is for the main thread."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


# --- a cluster ----------------------------------------------------------------------


class Cluster(Executor):
    """The workers of a Dask scheduler, which gives the task of a lost one to another."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._pool = client.get_executor(pure=False)

    @property
    def workers(self) -> int:
        """The threads of all workers that are there now."""
        return max(1, sum(int(threads) for threads in self._client.nthreads().values()))

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Have a worker of the cluster do the task."""
        return self._pool.submit(fn, *args, **kwargs)  # type: ignore[no-any-return]


@contextmanager
def _address(scheduler: str, jobs: int) -> Iterator[str]:
    """Where a scheduler is, or where one was started for as long as it is needed."""
    if scheduler == LOCAL:
        from distributed import LocalCluster

        options = {"n_workers": jobs, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
        with LocalCluster(**options) as cluster:  # type: ignore[no-untyped-call]
            yield cluster.scheduler_address
    elif re.fullmatch(r"(tcp|tls)://[^\s/]+:\d+", scheduler):
        yield scheduler
    else:
        raise UsageError(f"--scheduler {scheduler}: write it as tcp://host:port, or {LOCAL}")


@contextmanager
def _cluster(address: str) -> Iterator[Cluster]:
    from distributed import Client, KilledWorker  # takes a second to import

    try:
        client: Any = Client(address, timeout=REACHED, set_as_default=False)  # type: ignore[no-untyped-call]
    except OSError as error:
        raise EnvironmentFault(
            f"no scheduler answers at {address} ({error}); start one: dask scheduler"
        ) from None
    with client:
        _examine(client, address)
        try:
            yield Cluster(client)
        except KilledWorker as error:
            raise EnvironmentFault(
                f"{error} Then do the same again: what is done is kept"
            ) from None
        except CancelledError:
            raise EnvironmentFault(
                f"the scheduler at {address} was lost; start it again, then do the same again: "
                "what is done is kept"
            ) from None


def _examine(client: Any, address: str) -> None:
    """Refuse a cluster without workers, and one that runs another code than this process."""
    try:
        client.wait_for_workers(1, timeout=REACHED)
    except TimeoutError:
        raise EnvironmentFault(
            f"the scheduler at {address} has no workers; start some: "
            f"dask worker {address} --nworkers 2 --nthreads 1"
        ) from None
    codes = client.run(_code, on_error="return")
    odd = sorted(worker for worker, found in codes.items() if found != _code())
    if odd:
        raise EnvironmentFault(
            f"workers without this version of workbench: {', '.join(odd)}; install it there, "
            "start them again, and the scheduler as well"
        )


@functools.cache
def _code() -> str:
    """The hash of the source of this package, as it was when this process began to work."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()

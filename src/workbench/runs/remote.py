"""The same runs on the workers of a Dask scheduler.

A run leaves nothing on the machine it ran on: its bytes come back and are written by
the process that asked for it. One whose worker is lost goes to another worker.
"""

import functools
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager

from workbench import executor
from workbench.runs.crew import Crew
from workbench.runs.job import Job
from workbench.runs.kernel import Run, Setting

LINGER = 30  # seconds a crew waits for another run, as it would not know of the last

Runs = Generator[tuple[Job, Run], None, None]


def remotely(jobs: Sequence[Job], setting: Setting, *, scheduler: str, workers: int) -> Runs:
    """Yield each job with its run, as they end on the cluster; see ``executor``."""
    with executor.executor(jobs=workers, scheduler=scheduler) as cluster:
        yield from executor.done(cluster, functools.partial(attempt, setting), jobs)


def attempt(setting: Setting, job: Job) -> Run:
    """Run a job with the crew that this process keeps for such a setting."""
    with _kept(setting) as crew:
        return crew.attempt(job)


class _Shared:
    """A crew, how many use it now, and how many have used it."""

    def __init__(self, setting: Setting) -> None:
        self.crew = Crew(setting)
        self.users = self.uses = 0


_LOCK = threading.Lock()
_CREWS: dict[Setting, _Shared] = {}


@contextmanager
def _kept(setting: Setting) -> Iterator[Crew]:
    with _LOCK:
        shared = _CREWS.get(setting) or _Shared(setting)
        _CREWS[setting] = shared
        shared.users += 1
    try:
        yield shared.crew
    finally:
        with _LOCK:
            shared.users -= 1
            shared.uses += 1
            leave = threading.Timer(LINGER, _dismiss, (setting, shared, shared.uses))
        leave.daemon = True
        leave.start()


def _dismiss(setting: Setting, shared: _Shared, uses: int) -> None:
    """End a crew that no one has used since."""
    with _LOCK:
        if shared.users or shared.uses != uses:
            return
        del _CREWS[setting]
    shared.crew.close()

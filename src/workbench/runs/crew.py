"""Processes that run notebooks, and the zygote that bears their kernels.

A worker is used again for the next notebook, since importing papermill takes seconds;
a kernel never is. A worker that dies takes one run with it and is replaced.
"""

import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from workbench.files import workplace
from workbench.runs.job import Job
from workbench.runs.kernel import START_TIMEOUT, Run, Setting, environment

GRACE = 60  # seconds beyond all limits, for the import of papermill and a busy machine
FORKS = sys.platform == "linux"  # elsewhere a fork may break what was imported before it


class Crew:
    """As many workers as there are attempts at a time."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._idle: list[_Worker] = []
        self._all: list[_Worker] = []
        self._ends = ExitStack()
        self._scratch = self._ends.enter_context(workplace(Path(gettempdir()) / "workbench"))
        self._zygote = self._ends.enter_context(_zygote(setting, self._scratch / "zygote"))

    def attempt(self, job: Job) -> Run:
        """Have a job run; if that kills the worker, the job failed and nothing else."""
        start = time.monotonic()
        try:
            worker = self._idle.pop()
        except IndexError:
            worker = _Worker(self.setting, self._scratch, self._zygote)
            self._all.append(worker)
        try:
            run = worker.run(job)
        except (EOFError, OSError, pickle.UnpicklingError):
            worker.end()
            return Run(worker.death(), time.monotonic() - start)
        self._idle.append(worker)
        return run

    def close(self) -> None:
        """End all workers, whatever they are doing, and with them the kernels."""
        for worker in self._all:
            worker.end()
        self._ends.close()


class _Worker:
    """One process that runs notebooks; see ``workbench.runs.kernel``."""

    def __init__(self, setting: Setting, scratch: Path, zygote: socket.socket | None) -> None:
        self.limit = setting.timeout + START_TIMEOUT + GRACE
        self.overdue = False
        inherited = () if zygote is None else (zygote.fileno(),)
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from workbench.runs.kernel import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=inherited,
            start_new_session=True,  # Ctrl-C is for the one who waits for the results
        )
        self._give((setting, scratch, *inherited))

    def run(self, job: Job) -> Run:
        assert self.process.stdout
        alarm = threading.Timer(self.limit, self._expire)
        alarm.start()
        try:
            self._give(job)
            run = pickle.load(self.process.stdout)  # noqa: S301 - our own process
            assert isinstance(run, Run)
            return run
        finally:
            alarm.cancel()

    def death(self) -> str:
        """Say how the process ended."""
        if self.overdue:
            return "the kernel could not be interrupted and was ended"
        return f"its process ended with code {self.process.returncode} (-9: out of memory)"

    def end(self) -> None:
        """End the process; it is given time to end its kernel."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            assert stream
            with suppress(OSError):
                stream.close()

    def _expire(self) -> None:
        self.overdue = True
        self.process.kill()

    def _give(self, what: Any) -> None:
        assert self.process.stdin
        pickle.dump(what, self.process.stdin)
        self.process.stdin.flush()


@contextmanager
def _zygote(setting: Setting, scratch: Path) -> Iterator[socket.socket | None]:
    """Start a zygote and give the socket that it listens to; see ``workbench.runs.zygote``."""
    if not FORKS:
        yield None
        return
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            command = "from workbench.runs.zygote import main; main()"
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", command, str(theirs.fileno()), *setting.modules],
                cwd=setting.folder,
                env=os.environ | environment(scratch),
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        try:
            yield ours
        finally:
            process.kill()
            process.wait()

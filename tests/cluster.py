"""A Dask cluster on this machine, for the tests that need one: separate processes, no network."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

Process = subprocess.Popen[str]


@contextmanager
def scheduler() -> Iterator[str]:
    """A scheduler, by its address."""
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    with _dask("scheduler", *options, said="Scheduler at:") as (_, line):
        yield line.split()[-1]


@contextmanager
def worker(address: str, **environment: str) -> Iterator[Process]:
    """A worker of a scheduler, with one thread."""
    options = ("--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
    with _dask("worker", address, *options, said="Registered to:", **environment) as (process, _):
        yield process


@contextmanager
def _dask(
    kind: str, *arguments: str, said: str, **environment: str
) -> Iterator[tuple[Process, str]]:
    """A process of Dask, and the line with which it says that it is there."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )
    try:
        assert process.stderr
        yield process, next(line for line in process.stderr if said in line)
    finally:
        process.kill()
        process.communicate()

"""Processes of their own, one contender after the other, again and again.

This process loads neither texts nor libraries: a child begins with the peak of the
memory of its parent, and would be said to need what the parent had.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.corpora import Corpus
from benchmarks.intake import MAXRSS
from benchmarks.measures import Timing

ROOT = Path(__file__).parents[1]
CACHES = ("TMPDIR", "XDG_CACHE_HOME")  # where jieba and the workbench keep their dictionaries


class Ran(NamedTuple):
    """What a process took: seconds on the clock, MiB at its peak; and what it said."""

    wall: float
    peak: float
    value: Any


@dataclass(frozen=True)
class Bench:
    """What every benchmark is given: the texts, a folder to write in, how often to repeat."""

    corpora: Mapping[str, Corpus]
    folder: Path
    rounds: int

    def apart(self, function: Callable[..., Any], *arguments: Any) -> Ran:
        """Call a function of a module of benchmarks in a process of its own.

        Arguments and result are what JSON holds, and paths.
        """
        said = json.dumps(arguments, default=str)
        call = (function.__module__, function.__name__, said)
        return self.run("-m", "benchmarks.apart", *call)

    def script(self, path: Path, *arguments: Any) -> Ran:
        """Run a script in a process of its own; the last line it prints is JSON."""
        return self.run(str(path), *map(str, arguments))

    def run(self, *arguments: str) -> Ran:
        """Run this Python with arguments; the last line of its output is JSON."""
        began = time.perf_counter()
        child = subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | {name: str(self.folder) for name in CACHES},
            stdout=subprocess.PIPE,
        )
        assert child.stdout
        output = child.stdout.read().decode()
        _, status, used = os.wait4(child.pid, 0)  # of this child alone, not of all before it
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{' '.join(arguments[:4])} ended with {child.returncode}")
        return Ran(wall, used.ru_maxrss * MAXRSS / 2**20, json.loads(output.splitlines()[-1]))

    def alternating(self, contenders: Mapping[str, Callable[[], Ran]]) -> dict[str, list[Ran]]:
        """Let every contender run once a round; the order turns from round to round."""
        runs: dict[str, list[Ran]] = {name: [] for name in contenders}
        for number in range(self.rounds):
            order = list(contenders) if number % 2 == 0 else list(contenders)[::-1]
            for name in order:
                runs[name].append(contenders[name]())
                tell(f"{name}, {number + 1} of {self.rounds}: {runs[name][-1].wall:.1f} s")
        return runs


def walls(runs: Mapping[str, list[Ran]]) -> dict[str, Timing]:
    """The times of whole processes, with the peaks of their memory."""
    return {
        name: Timing(name, [ran.wall for ran in own], [ran.peak for ran in own])
        for name, own in runs.items()
    }


def told(runs: Mapping[str, list[Ran]]) -> dict[str, Timing]:
    """The times that the processes themselves returned as ``seconds``."""
    return {name: Timing(name, [ran.value["seconds"] for ran in own]) for name, own in runs.items()}


def tell(line: str) -> None:
    """Say how far it is, beside the results."""
    print(f"  {line}", file=sys.stderr, flush=True)

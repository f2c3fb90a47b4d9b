"""A forked kernel is the kernel that Jupyter launches, and no other run's."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest

from workbench.errors import UsageError
from workbench.runs import Job, Outcome, crew, preload, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are launched there")

IMPORTS = """
import logging, multiprocessing, os, random, signal, sys, threading, warnings
import IPython, jieba, matplotlib as mpl, matplotlib.pyplot as plt, networkx, numpy as np
import pandas as pd, pyarrow as pa, scipy.stats, seaborn as sns
from workbench import project, show, store
"""
STATE = [
    "json = __import__('json')\nsorted(vars(json))",
    "{k: v for k, v in mpl.rcParams.items() if k != 'backend'}, mpl.get_backend()",
    "plt.get_fignums(), sorted(globals()), In, Out",
    "sys.path, sys.argv[0], sys.orig_argv[:3], sys.flags, os.getcwd(), os.umask(0o22)",
    "{k: v for k, v in sorted(os.environ.items()) if k not in changing}",
    "sorted(map(str, warnings.filters))",
    "loggers = logging.root.manager.loggerDict\n"
    "logging.root.level, logging.root.handlers, sorted(map(str, loggers.values()))",
    "[t.name.rstrip('0123456789') for t in threading.enumerate()], threading.active_count()",
    "[signal.getsignal(n) for n in (2, 15, 17)], signal.pthread_sigmask(signal.SIG_BLOCK, [])",
    "multiprocessing.get_start_method(), multiprocessing.current_process()",
    "pd.get_option('display.max_rows'), np.geterr(), sys.getrecursionlimit(), jieba.dt.FREQ",
    "len(get_ipython().history_manager.input_hist_raw), get_ipython().events.callbacks.keys()",
    "sorted(n for n in get_ipython().kernel.comm_manager.targets)",
    "[h.stream.name for h in jieba.default_logger.handlers]",
]
SPOIL = """
import atexit, json
json.left = sys.left = True
plt.rcParams["font.size"] = 40; sns.set_theme(style="dark"); plt.figure()
sys.path.insert(0, "/left"); os.chdir("/"); os.umask(0); os.environ["LEFT"] = "1"
random.seed(1); np.random.seed(1); np.seterr(all="raise"); sys.setrecursionlimit(900)
warnings.simplefilter("error"); logging.basicConfig(level=1); logging.getLogger("left")
signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGCHLD, signal.SIG_IGN)
threading.Thread(target=threading.Event().wait, name="left", daemon=True).start()
multiprocessing.set_start_method("spawn", force=True)
pd.set_option("display.max_rows", 3); jieba.add_word("left")
get_ipython().events.register("post_run_cell", print); left = 1
"""
CHANGING = (
    "changing = {'JUPYTER_PATH', 'JUPYTER_RUNTIME_DIR', 'JUPYTER_CONFIG_DIR', 'IPYTHONDIR', "
    "'JPY_PARENT_PID'}"
)
DRAWN = "_ = open('drawn', 'a').write(f'{random.random()} {np.random.random()} ')"


def notebook(path: Path, *sources: str) -> Path:
    v4 = nbformat.v4
    declaration = v4.new_code_cell('district: str = ""', metadata={"tags": ["parameters"]})
    cells = [declaration, *map(v4.new_code_cell, sources)]
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


def job(path: Path, name: str) -> Job:
    return Job(path, {"district": "rencheng"}, path.parent / "build" / name)


def good(*jobs: Job, **options: object) -> list[bytes]:
    outcomes = run(jobs, workers=1, progress=False, **options)
    assert [outcome.error for outcome in outcomes] == [""] * len(jobs)
    return [each.executed.read_bytes() for each in jobs]


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[bytes]]:
    """What runs jobs with kernels that Jupyter launches, as where nothing can be forked."""

    def run_launched(*jobs: Job) -> list[bytes]:
        with monkeypatch.context() as without:
            without.setattr(crew, "FORKS", False)
            return good(*jobs)

    return run_launched


def test_nothing_of_a_run_reaches_the_next(tmp_path: Path, launched: Callable[..., list[bytes]]):
    state = notebook(tmp_path / "state.ipynb", IMPORTS, CHANGING, *STATE, DRAWN)
    spoil = notebook(tmp_path / "spoil.ipynb", IMPORTS, SPOIL)
    first, _, second = good(job(state, "a"), job(spoil, "b"), job(state, "c"))
    [alone] = launched(job(state, "d"))

    assert first == second
    assert cells(first) == cells(alone)
    drawn = (tmp_path / "drawn").read_text().split()
    assert len(set(drawn)) == len(drawn) == 6


def cells(executed: bytes) -> list[tuple[str, list[str]]]:
    """Each cell with what it said, to see which differs."""
    content = nbformat.reads(executed.decode(), as_version=4)
    return [
        (cell.source, [str(output.get("data", output)) for output in cell.outputs])
        for cell in content.cells
        if cell.cell_type == "code"
    ]

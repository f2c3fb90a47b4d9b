"""The process beside the kernel: it runs one notebook after another.

A process of its own, because a kernel takes its environment and its folder from
whoever starts it. It is used again for the next notebook, since importing papermill
takes seconds; the kernel never is. It writes no result: what came of a run goes to the
process that asked for it, on this machine or another.
"""

import json
import logging
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from workbench import reads
from workbench.runs.job import Job
from workbench.runs.source import fingerprint

START_TIMEOUT = 60  # seconds a kernel may take to answer
PATIENCE = 10  # seconds to end a kernel in, before it is left to its own poller
BIRTHS = 3  # two kernels launched at once may choose the same port, and one dies


@dataclass(frozen=True)
class Setting:
    """What all runs of a batch have in common."""

    folder: Path  # of the notebooks whose kernels are forked
    modules: tuple[str, ...]  # that are imported before the fork
    timeout: float  # seconds for one notebook
    memory: int = 0  # bytes for one kernel; 0: as many as there are


@dataclass(frozen=True)
class Run:
    """What came of an attempt: a cleaned notebook, good or failed, unless none was made."""

    error: str
    seconds: float
    notebook: bytes = b""
    source_sha256: str = ""
    read: Mapping[str, str] = field(default_factory=dict)  # by name, with hashes: see reads


def main() -> None:
    """Run the jobs that come through stdin until it closes; the runs leave through stdout."""
    jobs, runs = _obey_the_parent(), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints is not to disturb
    # If black is installed papermill formats the parameters: other bytes than elsewhere.
    # The other is a grammar of web addresses, which jsonschema would compile for a second.
    for unwanted in ("black", "rfc3987_syntax"):
        sys.modules[unwanted] = None  # type: ignore[assignment]
    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)
    with suppress(KeyboardInterrupt, OSError):
        setting, scratch, *zygote = jobs.get()
        for count, job in enumerate(iter(jobs.get, None)):
            place = scratch / f"{os.getpid()}-{count}"
            pickle.dump(attempt(job, setting, scratch=place, zygote=zygote), runs)
            runs.flush()
    os._exit(0)  # nothing of this process is worth waiting for


def attempt(job: Job, setting: Setting, *, scratch: Path, zygote: Sequence[int] = ()) -> Run:
    """Run a job and return what came of it.

    zygote : the descriptor of its socket, if there is one.
    """
    start = time.monotonic()
    forked = zygote if job.notebook.parent.absolute() == setting.folder else ()
    os.environ.update(environment(scratch, kernel=_kernel(setting, forked)))
    os.environ.update(reads.watching(job.root, scratch / "reads"))
    try:
        run = _attempt(job, setting, scratch=scratch)
    except Exception as crash:  # whatever it is, the other jobs go on
        run = Run(f"{type(crash).__name__}: {crash}", 0)
    return replace(run, seconds=time.monotonic() - start)


def _attempt(job: Job, setting: Setting, *, scratch: Path) -> Run:
    import nbformat

    from workbench.runs.executed import begun, clean, fault, machine_folders

    # A copy, so that what runs is what was fingerprinted, whoever edits meanwhile.
    source, executed = scratch / "source.ipynb", scratch / "executed.ipynb"
    source.write_bytes(job.notebook.read_bytes())
    start = time.monotonic()
    for _ in range(BIRTHS):
        crash = _execute(job, source, executed, timeout=setting.timeout)
        if crash is None or (executed.exists() and begun(executed)):
            break
    overtime = setting.timeout if time.monotonic() - start >= setting.timeout else None
    if not executed.exists():
        return Run(f"papermill did not start: {type(crash).__name__}: {crash}", 0)
    notebook = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    error = fault(notebook, crash=crash, overtime=overtime, memory=setting.memory)
    content = clean(notebook, machine_folders(job.notebook, job.folder))
    return Run(error, 0, content, fingerprint(source), reads.noted(scratch / "reads"))


def _execute(job: Job, source: Path, executed: Path, *, timeout: float) -> Exception | None:
    import papermill

    from workbench.runs.client import Manager

    try:
        papermill.execute_notebook(
            _verbatim(source),
            _verbatim(executed),
            parameters=dict(job.parameters),
            kernel_name="python3",
            language="python",
            cwd=job.notebook.parent.absolute(),
            progress_bar=False,
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,
            autosave_cell_every=0,
            iopub_timeout=START_TIMEOUT,
            start_timeout=START_TIMEOUT,
            shutdown_kernel="immediate",
            kernel_manager_class=Manager,
            # The limit is the notebook's, not each cell's; the interrupted kernel
            # answers with a traceback, and so tells the line.
            timeout_func=_countdown(timeout),
            interrupt_on_timeout=True,
        )
    except Exception as crash:
        return crash
    return None


def _countdown(timeout: float) -> Callable[[Any], int]:
    """Return the seconds left to the next cell, counted from the first."""
    deadline: list[float] = []

    def left(_: Any) -> int:
        if not deadline:
            deadline.append(time.monotonic() + timeout)
        return max(1, round(deadline[0] - time.monotonic()))

    return left


def _kernel(setting: Setting, zygote: Sequence[int]) -> dict[str, Any]:
    """Return the kernel specification of a run."""
    from workbench.runs import provisioner

    provisioner.register()
    limits = {"zygote": next(iter(zygote), -1), "memory": setting.memory}
    command = [sys.executable, "-m", "workbench.reads", "ipykernel_launcher"]
    return {
        "argv": [*command, "-f", "{connection_file}", "--log-level=50"],
        "display_name": "Python 3",
        "language": "python",
        "metadata": {
            "kernel_provisioner": {"provisioner_name": provisioner.NAME, "config": limits}
        },
    }


def environment(scratch: Path, *, kernel: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return what a kernel sees: the same on every machine, and private to one run."""
    # ``python3`` may be registered elsewhere for another interpreter; JUPYTER_PATH wins.
    spec = scratch / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps(kernel), encoding="utf-8")
    private = {
        "JUPYTER_PATH": spec.parents[2],
        "JUPYTER_RUNTIME_DIR": scratch / "runtime",
        "JUPYTER_CONFIG_DIR": scratch / "config",
        "IPYTHONDIR": scratch / "ipython",
    }
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    proxies = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    return {
        **{name: str(path) for name, path in private.items()},
        # Sums differ in the last digit with the number of threads.
        **dict.fromkeys(threads, "1"),
        # No one listens there: a download fails at once, on every machine alike.
        **dict.fromkeys(proxies, "http://127.0.0.1:9"),
        "NO_PROXY": "localhost,127.0.0.1",
        "JUPYTER_PLATFORM_DIRS": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        **_own_style(),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONSTARTUP": "",
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "",
        "SOURCE_DATE_EPOCH": "315532800",  # 1980, the earliest date a zip file can hold
        "TZ": "UTC",
    }


def _own_style() -> dict[str, str]:
    """Let figures have matplotlib's style, not that of whoever runs the notebook."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        return {}
    return {"MATPLOTLIBRC": str(Path(found.origin).parent / "mpl-data" / "matplotlibrc")}


def _verbatim(path: Path) -> str:
    # Papermill takes a path for a format string.
    return str(path).replace("{", "{{").replace("}", "}}")


def _obey_the_parent() -> "SimpleQueue[Any]":
    """Give what comes through stdin; when that closes, end, whatever there is to do."""
    signal.signal(signal.SIGTERM, _unwind)
    source = os.fdopen(os.dup(0), "rb")
    queue: SimpleQueue[Any] = SimpleQueue()

    def follow() -> None:
        with suppress(EOFError, pickle.UnpicklingError):
            while True:
                queue.put(pickle.load(source))  # noqa: S301 - from the process that started us
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
    return queue


def _unwind(*_: Any) -> None:
    """Leave what is being done, so that the kernel is ended on the way."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough
    raise KeyboardInterrupt

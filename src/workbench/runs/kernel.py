"""The process beside the kernel: it runs one notebook after another.

A process of its own, because a kernel takes its environment, its folder and its
signals from whoever starts it. It is used again for the next notebook, since
importing papermill takes seconds; the kernel never is.
"""

import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from workbench import reads
from workbench.files import write_bytes
from workbench.runs.job import Job, Outcome, keep
from workbench.runs.source import fingerprint

START_TIMEOUT = 60  # seconds a kernel may take to answer
BIRTHS = 3  # two kernels starting at once may choose the same port, and one dies


def serve(connection: "Connection[Any, Any]", scratch: Path, timeout: float) -> None:
    """Run the jobs that come through the connection until it closes."""
    _obey_the_parent()
    # If black is installed papermill formats the parameters: other bytes than elsewhere.
    # The other is a grammar of web addresses, which jsonschema would compile for a second.
    for unwanted in ("black", "rfc3987_syntax"):
        sys.modules[unwanted] = None  # type: ignore[assignment]
    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)
    try:
        for count, job in enumerate(iter(connection.recv, None)):
            connection.send(attempt(job, scratch=scratch / str(count), timeout=timeout))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def attempt(job: Job, *, scratch: Path, timeout: float) -> Outcome:
    """Run a job and keep its result, or keep the failed notebook apart."""
    start = time.monotonic()
    error, path = "", job.executed
    try:
        error = _attempt(job, scratch=scratch, timeout=timeout)
        path = job.failed if error else job.executed
    except Exception as crash:  # whatever it is, the other jobs go on
        error = f"{type(crash).__name__}: {crash}"
    seconds = time.monotonic() - start
    message = f"{job.notebook.name}: {error}" if error else ""
    return Outcome(job.name, not error, seconds, message, path)


def _attempt(job: Job, *, scratch: Path, timeout: float) -> str:
    import nbformat

    from workbench.runs.executed import begun, clean, fault, machine_folders

    scratch.mkdir(parents=True)
    os.environ.update(environment(scratch) | reads.watching(job.root, scratch / "reads"))
    # A copy, so that what runs is what was fingerprinted, whoever edits meanwhile.
    source, executed = scratch / "source.ipynb", scratch / "executed.ipynb"
    source.write_bytes(job.notebook.read_bytes())
    start = time.monotonic()
    for _ in range(BIRTHS):
        crash = _execute(job, source, executed, timeout=timeout)
        if crash is None or (executed.exists() and begun(executed)):
            break
    overtime = timeout if time.monotonic() - start >= timeout else None
    if not executed.exists():
        return f"papermill did not start: {type(crash).__name__}: {crash}"
    notebook = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    error = fault(notebook, crash=crash, overtime=overtime)
    content = clean(notebook, machine_folders(job.notebook, job.folder))
    if error:
        write_bytes(content, job.failed)
    else:
        keep(job, fingerprint(source), content, read=reads.noted(scratch / "reads"))
    return error


def _execute(job: Job, source: Path, executed: Path, *, timeout: float) -> Exception | None:
    import papermill

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


def environment(scratch: Path) -> dict[str, str]:
    """Return what a kernel sees: the same on every machine, and private to one run."""
    spec = scratch / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    # ``python3`` may be registered elsewhere for another interpreter; JUPYTER_PATH wins.
    command = [sys.executable, "-m", "workbench.reads", "ipykernel_launcher"]
    kernel = {
        "argv": [*command, "-f", "{connection_file}", "--log-level=40"],
        "display_name": "Python 3",
        "language": "python",
    }
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
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONSTARTUP": "",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": "315532800",  # 1980, the earliest date a zip file can hold
        "TZ": "UTC",
    }


def _verbatim(path: Path) -> str:
    # Papermill takes a path for a format string.
    return str(path).replace("{", "{{").replace("}", "}}")


def _obey_the_parent() -> None:
    """End with the parent, and only through it: it decides what Ctrl-C means."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # unwinds, so the kernel is ended
    # A handler, not SIG_IGN, which the kernel would inherit and never be interrupted.
    signal.signal(signal.SIGINT, lambda *_: None)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_follow_the_parent, daemon=True).start()


def _follow_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

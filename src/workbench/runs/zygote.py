"""A process that has imported what notebooks import, and forks into their kernels.

Starting Python and importing pandas and seaborn takes seconds, a fork milliseconds.
Each kernel is a process of its own that was never another notebook's, so nothing can
pass from one run to the next. This process starts no thread, opens no socket of a
kernel and draws nothing; what it has in memory, its kernels share until they write.

Not the fork server of multiprocessing: its children stay children of multiprocessing
(start method, name, main module), and would outlive a process that asked for them.

Its arguments are the descriptor of a stream socket and the modules to import. Each byte
on the socket brings the descriptor of a line, over which comes what a kernel is to be
and goes, once it listens, its process id, and how it ended. A number sent on a line is a
signal; whoever closes a line ends its kernel, and the end of the socket ends all. Linux
only.
"""

import ctypes
import gc
import importlib
import os
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Iterable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from jupyter_client import localinterfaces

from workbench import reads

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

# What a kernel imports on its way, whatever the notebook.
KERNEL = [
    *("ipykernel_launcher", "ipykernel.debugger", "ipykernel.kernelapp"),
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.pylabtools"),
    *("IPython.extensions.storemagic", "psutil", "sqlite3", "tornado.platform.asyncio"),
]


class Birth(NamedTuple):
    """What a kernel is started with: arguments for ipykernel, environment, folder."""

    arguments: list[str]
    environment: Mapping[str, str]
    folder: str


class Ended(NamedTuple):
    """How a kernel ended: its exit code, or the negative number of a signal."""

    code: int


class Kernel(NamedTuple):
    """A kernel that runs: who asked for it listens at the other end of the line."""

    line: Connection
    process: int
    handle: int  # a pidfd: readable once the process has ended


def main() -> None:
    """Import, and be forked; what comes back from the fork becomes a kernel."""
    control = socket.socket(fileno=int(sys.argv[1]))
    if sys.path[0] in ("", os.getcwd()):  # noqa: PTH109 - as ipykernel's launcher does
        del sys.path[0]
    imported([*KERNEL, *sys.argv[2:]])
    localinterfaces.localhost()  # it asks the machine, and keeps what it is told
    if threading.active_count() > 1:
        sys.exit(f"not to be forked: {threading.enumerate()}; see FIT in workbench.runs.preload")
    gc.collect()
    gc.freeze()  # a collection in a kernel would copy every page that it counts in
    become(*born(control))


class Current:
    """Standard output or error, whichever it is by then: a log handler keeps what it finds."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        now = getattr(sys, self._name)
        return getattr(getattr(sys, f"__{self._name}__") if now is self else now, attribute)


def imported(modules: Iterable[str]) -> None:
    """Import modules; one that is not there fails in the notebook that asks for it."""
    sys.stdout, sys.stderr = Current("stdout"), Current("stderr")
    for name in modules:
        with suppress(ImportError):
            importlib.import_module(name)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__


def born(control: socket.socket) -> tuple[Birth, Connection]:
    """Fork at each request, and return in the child alone."""
    kernels: list[Kernel] = []
    while True:
        handles = [each.handle for each in kernels]
        ready = set(wait([control, *(each.line for each in kernels), *handles]))
        for kernel in [each for each in kernels if ready & {each.line, each.handle}]:
            if kernel.handle in ready:
                kernels.remove(kernel)
                _bury(kernel)
            else:
                _send(kernel, _asked(kernel.line))
        if control in ready and (child := _forked(control, kernels)):
            return child


def _forked(control: socket.socket, kernels: list[Kernel]) -> tuple[Birth, Connection] | None:
    """Fork, and return in the child what it is to be; in the parent, add the child."""
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    if not descriptors:
        for kernel in kernels:
            _send(kernel, signal.SIGKILL)
        sys.exit()
    line = Connection(descriptors[0])
    try:
        birth: Birth = line.recv()
    except (EOFError, OSError):  # who asked is no more
        return None
    process = os.fork()
    if not process:
        for each in kernels:
            each.line.close()
            os.close(each.handle)
        control.close()
        return birth, line
    kernels.append(Kernel(line, process, os.pidfd_open(process)))
    return None


def become(birth: Birth, line: Connection) -> None:
    """Be the kernel that ``workbench.reads`` would launch; say when it listens."""
    import ipykernel_launcher
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # not to outlive the zygote
    os.chdir(birth.folder)
    os.environ.update(birth.environment, JPY_PARENT_PID=str(os.getppid()))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    reads.watch()
    sys.argv = [ipykernel_launcher.__file__, *birth.arguments]
    launched = ["-m", reads.__name__, "ipykernel_launcher"]  # see kernel.py
    sys.orig_argv = [sys.executable, *launched, *birth.arguments]
    if "numpy.random" in sys.modules:  # Python's own generator does so by itself
        sys.modules["numpy.random"].seed()
    app = IPKernelApp.instance(parent_handle=os.getppid())
    try:
        app.initialize(birth.arguments)  # type: ignore[no-untyped-call]
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
        os._exit(1)  # at a usual end it would wait for the sockets it has left open
    if "ipywidgets" in sys.modules:  # it looked for the kernel when it was imported
        sys.modules["ipywidgets"].load_ipython_extension(app.shell)
    line.send(os.getpid())
    line.close()
    app.start()  # type: ignore[no-untyped-call]


def _asked(line: Connection) -> int:
    try:
        return int(line.recv())
    except (EOFError, OSError):
        return signal.SIGKILL


def _send(kernel: Kernel, number: int) -> None:
    """Signal a kernel and whatever it has started; it is not buried yet, so it is no other."""
    try:
        os.killpg(kernel.process, number)
    except ProcessLookupError:  # so young that it leads no group
        os.kill(kernel.process, number)


def _bury(kernel: Kernel) -> None:
    with suppress(ProcessLookupError):  # what it has left behind
        os.killpg(kernel.process, signal.SIGKILL)
    _, status = os.waitpid(kernel.process, 0)
    with suppress(OSError):
        kernel.line.send(Ended(os.waitstatus_to_exitcode(status)))
    kernel.line.close()
    os.close(kernel.handle)

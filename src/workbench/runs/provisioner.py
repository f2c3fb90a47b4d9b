"""How jupyter_client comes by the kernel of a run: forked where it can be, else launched.

Every other thing is as with the kernels that Jupyter launches by itself, but for two
limits: the memory a kernel may fill, and the time it may take to obey an interrupt.
"""

import asyncio
import json
import os
import signal
import socket
from contextlib import suppress
from importlib.metadata import EntryPoint
from multiprocessing import Pipe
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from jupyter_client.connect import KernelConnectionInfo, port_names
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Integer

from workbench.runs.zygote import Birth, Ended

NAME = "workbench-runs"
BIRTH = 90  # seconds until a forked kernel has to listen; the first waits for the imports
OBEDIENCE = 10  # seconds between an interrupt and the end


class ForkedKernel:
    """A kernel that the zygote forked, with as much of ``Popen`` as a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, zygote: int, birth: Birth) -> None:
        self.returncode: int | None = None
        self._line, theirs = Pipe()
        with theirs, socket.socket(fileno=os.dup(zygote)) as control:
            socket.send_fds(control, [b"\0"], [theirs.fileno()])
        self._line.send(birth)
        if not self._line.poll(BIRTH):
            self._line.close()  # which ends it
            raise TimeoutError(f"the kernel did not listen within {BIRTH} s")
        born = self._line.recv()
        if isinstance(born, Ended):
            raise ChildProcessError(f"the kernel ended with {born.code} before it listened")
        self.pid: int = born

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel runs."""
        if self.returncode is None and self._line.poll():
            self._end()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; raises TimeoutExpired."""
        if self.returncode is None:
            if not self._line.poll(timeout):
                raise TimeoutExpired("ipykernel", timeout or 0)
            self._end()
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Signal the kernel and what it has started."""
        if self.poll() is None:
            with suppress(OSError):  # it has ended meanwhile
                self._line.send(number)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def _end(self) -> None:
        try:
            self.returncode = self._line.recv().code
        except (EOFError, OSError):  # the zygote has ended, and all its kernels with it
            self.returncode = -signal.SIGKILL
        self._line.close()


class Provisioner(LocalProvisioner):
    """Forks a kernel from the zygote, or launches one if there is none."""

    process: Any
    zygote = Integer(-1, help="the socket of the zygote; -1: there is none").tag(config=True)
    memory = Integer(0, help="bytes a kernel may fill; 0: as many as there are").tag(config=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel, and return how to reach it."""
        self.cwd = kwargs.get("cwd", Path.cwd())  # papermill goes to the folder itself
        manager: Any = self.parent
        file = Path(manager.connection_file)
        proposed = file.read_text(encoding="utf-8")
        try:
            # it chooses its ports as it binds them: no other kernel can have got there first
            file.write_text(json.dumps(json.loads(proposed) | dict.fromkeys(port_names, 0)))
            self.process = ForkedKernel(self.zygote, Birth(cmd[4:], kwargs["env"], str(self.cwd)))
        except (EOFError, OSError):
            file.write_text(proposed, encoding="utf-8")
            await super().launch_kernel(cmd, **kwargs)
        else:
            self.pid = self.process.pid
            chosen = json.loads(file.read_text(encoding="utf-8"))
            for name in port_names:
                setattr(manager, name, chosen[name])
            self.connection_info = manager.get_connection_info()
        if self.memory:
            _limit(self.process.pid, self.memory)
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, and come back when it has ended: no one need ask whether it has."""
        await super().kill(restart=restart)
        with suppress(TimeoutExpired):
            self.process.wait(OBEDIENCE)

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel; one that goes on after an interrupt is ended."""
        await super().send_signal(signum)
        if signum == signal.SIGINT and self.process:
            asyncio.get_running_loop().call_later(OBEDIENCE, self.process.kill)


def _limit(process: int, memory: int) -> None:
    """Let an allocation beyond the limit fail, so that the cell raises a MemoryError."""
    import resource  # only where there are such limits

    resource.prlimit(process, resource.RLIMIT_DATA, (memory, memory))


def register() -> None:
    """Make the provisioner known by its name, in this process alone."""
    entry = EntryPoint(NAME, f"{__name__}:{Provisioner.__name__}", "")
    KernelProvisionerFactory.provisioners[NAME] = entry

"""How a run speaks with its kernel: as nbclient does, without waiting for silence."""

import time
from contextlib import suppress
from queue import Empty

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from traitlets import Bool, DottedObjectName, Type


class Client(AsyncKernelClient):
    """Ready at the first answer; what else the kernel says by then belongs to no cell."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on both channels; raises RuntimeError if it does not."""
        end = time.monotonic() + (timeout or float("inf"))
        while True:
            self.kernel_info()
            with suppress(Empty):
                await self.get_shell_msg(timeout=1)
                await self.get_iopub_msg(timeout=1)
                return
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it answered")
            if time.monotonic() > end:
                raise RuntimeError(f"the kernel did not answer within {timeout} s")


class Manager(AsyncKernelManager):
    """The manager of a kernel that has such a client."""

    client_class = DottedObjectName(f"{__name__}.{Client.__name__}")
    client_factory = Type(klass=Client)
    cache_ports = Bool(False)  # a forked kernel chooses its own

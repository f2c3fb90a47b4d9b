"""A notebook of a study, opened in JupyterLab and run: for nobody but one test."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from workbench.project import Project

from . import driver
from .driver import Browser, wait

IDLE = "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
READY = f"""
return typeof jupyterapp === 'object' && !!document.querySelector('.jp-Cell') && {IDLE}
"""
RUN_ALL = "jupyterapp.commands.execute('notebook:run-all-cells')"


@contextmanager
def opened(built: Project, notebook: str, folder: Path, *, until: str) -> Iterator[Browser]:
    """A window with every cell of a notebook run, in a copy of a study.

    until : a selector of what is there when the widgets are.
    """
    study = shutil.copytree(built.root, folder / "study")
    with laboratory(study, notebook) as address, driver.browser(folder / "profile", free()) as page:
        wait(lambda: answers(address))
        page.open(address)
        wait(lambda: page.run(READY))
        page.run(RUN_ALL)
        wait(lambda: page.run(f"return !!document.querySelector('{until}')"))
        wait(lambda: page.run("return !document.body.innerText.includes('[*]')"))
        yield page


@contextmanager
def laboratory(study: Path, notebook: str) -> Iterator[str]:
    """JupyterLab in a study; the address of one of its notebooks.

    Its settings and its open tabs are those of nobody: neither does a test see the tabs
    of another, nor the user of this machine those of a test.
    """
    port, token = free(), secrets.token_hex()
    options = [f"--port={port}", f"--ServerApp.root_dir={study}", f"--ServerApp.token={token}"]
    exposed = ["--no-browser", "--ip=127.0.0.1", "--allow-root", "--expose-app-in-browser"]
    command = [sys.executable, "-m", "jupyterlab", *options, *exposed]
    own = os.environ | {"JUPYTER_CONFIG_DIR": str(study.parent / "jupyter")}
    server = subprocess.Popen(command, cwd=study, env=own, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/lab/tree/notebooks/{notebook}.ipynb?token={token}"
    finally:
        server.terminate()
        server.wait()


def answers(address: str) -> bool:
    with urlopen(address) as page:  # noqa: S310
        return bool(page.read())


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""What the machine lacks for a study, and the command that mends it."""

import importlib.util
import os
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from workbench.project import Project

PACKAGES = (
    "jupyterlab",
    "papermill",
    "pandas",
    "seaborn",
    "jupyter-book",
    "nltk",
    "jieba",
    "pypandoc_binary",
    "typst",
    "zhplot",
)


@dataclass(frozen=True)
class Symptom:
    """One look at the machine: what was looked at, whether it is well, the fix."""

    name: str
    well: bool
    detail: str
    fix: str = ""


def examine(project: Project) -> list[Symptom]:
    """Every look at the machine, the study's folder and its originals."""
    return [
        *_python(),
        *_packages(),
        _font(),
        _segmentation(project),
        *_folder(project),
        _originals(project),
    ]


def _python() -> Iterator[Symptom]:
    found = ".".join(map(str, sys.version_info[:3]))
    fits = (3, 11) <= sys.version_info[:2] <= (3, 13)
    yield Symptom("python", fits, found, "install Python 3.11, 3.12 or 3.13")


def _packages() -> Iterator[Symptom]:
    for package in PACKAGES:
        try:
            yield Symptom(package, True, version(package))
        except PackageNotFoundError:
            yield Symptom(package, False, "not installed", "uv sync --frozen")


def _font() -> Symptom:
    spec = importlib.util.find_spec("zhplot")
    font = Path(spec.origin or "").parent / "fonts" / "NotoSansSC-Regular.ttf" if spec else None
    here = bool(font and font.is_file())
    return Symptom(
        "chinese font",
        here,
        font.name if font and here else "missing",
        "uv sync --frozen --reinstall-package zhplot",
    )


def _segmentation(project: Project) -> Symptom:
    """What cuts Chinese: no illness whichever it is, for all give the same words."""
    if project.settings.engine == "jieba":
        detail = "cut by jieba itself, as corpus/workbench.yml says"
    elif importlib.util.find_spec("numba"):
        detail = "cut by compiled kernels (numba), a few texts by NumPy"
    else:
        detail = "cut by NumPy; there is no numba, with which large corpora are cut faster"
    return Symptom("chinese words", True, detail)


def _folder(project: Project) -> Iterator[Symptom]:
    """Whether the study can be changed and built: each folder that is there by itself."""
    folders = [project.root, *(project.root / name for name in ("corpus", "build"))]
    within = [path for name in ("corpus", "build") for path in (project.root / name).glob("*")]
    shut = [
        path
        for path in (*folders, *sorted(within))
        if path.is_dir() and not os.access(path, os.W_OK)
    ]
    named = ", ".join(str(path.relative_to(project.root)) for path in shut)
    detail = f"read-only: {named}" if shut else "writable"
    fix = f"chmod -R u+w {shlex.quote(str(project.root))}"
    yield Symptom("study folder", not shut, detail, fix)


def _originals(project: Project) -> Symptom:
    here = len(list(project.corpus("withheld").glob("*.txt")))
    detail = f"{here} withheld originals attached; without them quotations are shown by reference"
    return Symptom("originals", True, detail, "workbench attach DIR")

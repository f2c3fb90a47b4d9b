"""The inspection and the cleaning of an executed notebook.

Papermill marks cells "completed" that never ran, so only execution counts and
outputs are believed. And a notebook remembers when, where and by which process
it was run; all of that goes, so that two clones publish the same bytes.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

from workbench.runs.source import lasting

WIDGET = "application/vnd.jupyter.widget-view+json"
BINARY = {"application/pdf", "image/jpeg", "image/png"}
COLOUR = re.compile(r"\x1b\[[\d;]*m")

CELL = re.compile(r" \(\d+\.py, line \d+\)$")  # what the kernel calls a cell that is no Python

# Names the kernel invents anew in every run, and their lasting form.
INVENTED = [
    # from the border of a name on, or a long line without one is read again for each sign
    (re.compile(r"(?<![^\s\"'<>])[^\s\"'<>]*ipykernel_\d+[/\\]\d+\.py"), "cell.py"),
    (re.compile(r"\bat 0x[0-9a-fA-F]+"), "at 0x0"),
]
STOPPED = {
    "DeadKernelError": "the kernel died (out of memory, or a crash); run the cell in JupyterLab",
    "CellTimeoutError": "the kernel did not answer in time; make the cell smaller",
}
ENDED = "was ended, since it did not stop after {:g} s; make it faster or allow more time"


def fault(
    notebook: Any, *, crash: Exception | None, overtime: float | None, memory: int = 0
) -> str:
    """Return what is wrong with an executed notebook, or an empty string.

    crash : what papermill raised, if anything.
    overtime : the limit in seconds, if the run exceeded it.
    memory : the limit in bytes, if there was one.
    The place is ``cell 3, line 2``: cells of the source notebook, counted from 1.
    """
    ran = list(_numbered(notebook))
    for number, cell in ran:
        for output in cell.outputs:
            if output.output_type == "error":
                place = number + _line(output, cell.execution_count)
                return f"{place}: {_said(output, overtime, memory)}"
    # A cell that papermill started has a start time; the last one was interrupted.
    started = [number for number, cell in ran if _start(cell)]
    if type(crash).__name__ in STOPPED:
        why = ENDED.format(overtime) if overtime else STOPPED[type(crash).__name__]
        return f"{started[-1] if started else 'start'}: {why}"
    if crash is not None:
        return f"papermill stopped: {type(crash).__name__}: {_short(str(crash))}"
    unrun = [number for number, cell in ran if cell.execution_count is None]
    return f"{unrun[0]}: was not run; every code cell must run" if unrun else ""


def begun(path: Path) -> bool:
    """Whether any cell was started; if not, the run may be tried again unharmed."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return any(_start(cell) for _, cell in _numbered(notebook))


def clean(notebook: Any, roots: list[Path]) -> bytes:
    """Return the bytes of a notebook without trace of when, where and by whom it was run.

    roots : folders of this machine; they are shortened to ``…`` in the outputs.
    """
    # A failed notebook opens with papermill's banner, which points nowhere once kept.
    notebook.cells = [cell for cell in notebook.cells if not _has(cell, "papermill-error-cell-tag")]
    for position, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{position}"
        cell.metadata = nbformat.from_dict(lasting(cell.metadata))  # type: ignore[no-untyped-call]
        if _has(cell, "injected-parameters"):
            cell.metadata.tags = ["injected-parameters", "remove-input"]
        if cell.cell_type == "code":
            cell.outputs = [_lasting(output, _inside(roots)) for output in _shown(cell.outputs)]
    notebook.metadata = nbformat.from_dict(lasting(notebook.metadata))  # type: ignore[no-untyped-call]
    notebook.metadata.kernelspec = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata.language_info = {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return (text.rstrip("\n") + "\n").encode()


def machine_folders(notebook: Path, folder: Path) -> list[Path]:
    """Return the folders whose names differ from one clone or machine to the next."""
    study = Path(os.path.commonpath([notebook.parent.absolute(), folder.absolute()]))
    named = [
        study,
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path.home(),
        Path(tempfile.gettempdir()),
    ]
    both = {path for root in named for path in (root, root.resolve())}
    return sorted(both - {Path(study.anchor)}, key=lambda root: (-len(str(root)), str(root)))


def _numbered(notebook: Any) -> Iterator[tuple[str, Any]]:
    """Yield the code cells that say something, named as in the source notebook."""
    number = 0
    for cell in notebook.cells:
        injected = _has(cell, "injected-parameters")
        number += not injected and not _has(cell, "papermill-error-cell-tag")
        if cell.cell_type == "code" and cell.source.strip():
            yield "the parameters" if injected else f"cell {number}", cell


def _has(cell: Any, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def _start(cell: Any) -> Any:
    return cell.metadata.get("papermill", {}).get("start_time")


def _line(output: Any, count: int | None) -> str:
    """Return ``, line 2``: where in this cell, even if a library raised it."""
    text = COLOUR.sub("", "\n".join(output.traceback))
    found = re.search(rf"Cell In\[{count}\], line (\d+)", text)
    return f", line {found[1]}" if found else ""


def _said(output: Any, overtime: float | None, memory: int) -> str:
    if output.ename == "SystemExit":
        return "left through sys.exit; let the notebook run to its end"
    if output.ename == "KeyboardInterrupt" and overtime is not None:
        return f"stopped here after {overtime:g} s; make it faster or allow more time"
    if output.ename.endswith("MemoryError") and memory:
        return f"needs more than {memory / 2**20:g} MiB of memory; read less at once or allow more"
    return f"{output.ename}: {_short(output.evalue)}"


def _short(message: str) -> str:
    lines = COLOUR.sub("", message).strip().splitlines()
    return CELL.sub("", lines[0])[:200] if lines else "no message"


def _shown(outputs: list[Any]) -> Iterator[Any]:
    """Leave out live widgets: blank on a page, and named anew in every run."""
    for output in outputs:
        if WIDGET in output.get("data", {}):
            del output.data[WIDGET]
            if not output.data:
                continue
        yield output


def _inside(roots: list[Path]) -> re.Pattern[str]:
    # Not within a longer name: /root is no part of /root-mean-square.
    names = "|".join(re.escape(str(root)) for root in roots)
    return re.compile(rf"(?<![\w.])(?:{names})(?![\w-])")


def _lasting(value: Any, inside: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        value = inside.sub("…", value)
        for invented, lasting in INVENTED:
            value = invented.sub(lasting, value)
    elif isinstance(value, list):
        value = [_lasting(part, inside) for part in value]
    elif isinstance(value, dict):
        for key in value.keys() - BINARY:
            value[key] = _lasting(value[key], inside)
    return value

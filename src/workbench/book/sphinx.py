"""Running Sphinx (through jupyter-book) and understanding what it says.

It runs in a process of its own: it changes the interpreter it runs in, and its
progress belongs into a log. Whatever it warns about is an error, and every
warning is handed on as a finding with file and line.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from workbench.errors import EnvironmentFault, Finding, InputError

START = "from jupyter_book.cli.main import main; main()"
WARNING = re.compile(
    r"^(?:(?P<path>/[^\n]*?\.\w+)(?::(?P<line>\d+))?: )?"
    r"(?:WARNING|ERROR|CRITICAL): (?P<message>.+)$",
    re.MULTILINE,
)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
CELL = 10_000  # MyST-NB numbers the lines of a notebook's cell n from n * 10000 + 2

HINTS = {
    "local id not found": "link a passage as [text](#its-id), a heading as [text](page.md#slug)",
    "image file not readable": "put the picture beside the chapter, or correct its name",
    "could not find bibtex key": "add the entry to references.bib, or correct the key",
    "xref_missing": "correct the link",
    "isn't included in any toctree": "add the page to _toc.yml",
    "nonexisting document": "correct _toc.yml",
}


def render(source: Path, out: Path, *, log: Path) -> Path:
    """Build the pages of ``source`` below ``out``; return the folder of the HTML.

    Raises InputError with every finding, and the name of the log.
    """
    command = [sys.executable, "-c", START, "build", str(source), "--path-output", str(out)]
    strict = ["-W", "--nitpick", "--keep-going", "--all"]
    done = subprocess.run(  # noqa: S603
        command + strict, env=environment(), capture_output=True, check=False, cwd=source
    )
    text = COLOUR.sub("", (done.stdout + b"\n" + done.stderr).decode("utf-8", "replace"))
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(text, encoding="utf-8")
    if done.returncode:
        raise _failure(text, source=source, log=log)
    return out / "_build" / "html"


def environment() -> dict[str, str]:
    """UTF-8 whatever the locale, no colours, and the same order every time."""
    settled = {"PYTHONUTF8": "1", "PYTHONHASHSEED": "0", "NO_COLOR": "1", "TERM": "dumb"}
    return {**os.environ, **settled}


def _failure(text: str, *, source: Path, log: Path) -> InputError | EnvironmentFault:
    found = sorted(set(findings(text, source=source)))
    if "No module named" in text and not found:
        return EnvironmentFault(f"the book's renderer is incomplete; reinstall it ({log})")
    said = [str(finding) for finding in found] or text.strip().splitlines()[-12:]
    return InputError("\n".join([*said, f"the book was not built; all that Sphinx said: {log}"]))


def findings(text: str, *, source: Path) -> list[Finding]:
    """The warnings in what Sphinx printed, by file (relative to the source) and line."""
    found = []
    for warning in WARNING.finditer(text):
        path, line = warning["path"] or str(source), int(warning["line"] or 0)
        where = os.path.relpath(path, source) if path != str(source) else "book"
        cell, line = divmod(max(0, line - 1), CELL) if where.endswith(".ipynb") else (0, line)
        at = f"cell {cell}: " if cell else ""
        found.append(Finding(where, line, at + warning["message"] + _hint(warning["message"])))
    return found


def _hint(message: str) -> str:
    """What to do, where Sphinx does not say it."""
    return next((f"; {hint}" for words, hint in HINTS.items() if words in message), "")

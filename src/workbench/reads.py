"""What a run reads, noted while it reads: its dependencies as they are, not as guessed.

A kernel that is started through ``python -m workbench.reads`` notes every file of the
study that Python opens and every folder it lists, by Python's own audit events, each
with its hash of that moment. ``store`` notes what it reads without Python's knowledge:
tables, or those of their rows that it gave out. Nothing is noted anywhere else.
"""

import hashlib
import json
import os
import runpy
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

ROOT, NOTES = "WORKBENCH_READS_UNDER", "WORKBENCH_READS"
# Within a study as large as a repository: Python, its libraries, and this package, which
# are known before a run. What is hidden is nobody's to read.
KNOWN = (sys.prefix, sys.base_prefix, str(Path(__file__).parent))
LISTED = ("build", "corpus")  # Python itself lists notebooks/, to look for modules
CHANGED = "changed while the notebook ran"  # equals no hash, so the run is stale at once
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

_at_work = threading.local()


def watching(root: Path, notes: Path) -> dict[str, str]:
    """The environment of a kernel that is to note what it reads under ``root`` in ``notes``."""
    return {ROOT: str(root.resolve()), NOTES: str(notes)}


def watch() -> None:
    """Note from now on what this process opens and lists, if its environment asks for it."""
    root = os.environ.get(ROOT, "")
    if root:
        sys.addaudithook(lambda event, said: _heard(root, event, said))


def is_watched() -> bool:
    """Whether anybody asks what this process reads."""
    return NOTES in os.environ


def note(name: str, sha256: str) -> None:
    """Note that something was read, by its name in the study."""
    if is_watched():
        line = json.dumps([name, sha256]) + "\n"  # in ASCII, whatever a file is called
        _at_work.noting = True
        try:
            with Path(os.environ[NOTES]).open("a", encoding="utf-8") as notes:
                notes.write(line)
        finally:
            _at_work.noting = False


def opened(path: Path) -> None:
    """Note a file that is opened by a library that Python does not hear of."""
    if is_watched():
        _heard(os.environ[ROOT], "open", (path, "r", 0))


def is_there(path: Path) -> bool:
    """Whether there is such a file, noted where there is none: Python tells nobody."""
    there = path.is_file()
    if not there:
        opened(path)
    return there


def noted(notes: Path) -> dict[str, str]:
    """What was read, by name, with its hash; ``CHANGED`` where it had two."""
    found: dict[str, str] = {}
    if notes.is_file():
        for line in notes.read_text(encoding="utf-8").splitlines():
            name, sha256 = json.loads(line)
            found[name] = sha256 if found.get(name, sha256) == sha256 else CHANGED
    return dict(sorted(found.items()))


def file_hash(path: Path) -> str:
    """The sha256 of a file, or of the names in a folder; "" where there is neither."""
    try:
        if path.is_dir():
            names = sorted(each.name for each in path.iterdir() if each.name[0] != ".")
            held = "\n".join(names).encode(errors="surrogateescape")  # not all need be UTF-8
            return hashlib.sha256(held).hexdigest()
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _heard(root: str, event: str, said: tuple[Any, ...] | Mapping[str, Any]) -> None:
    if event not in ("open", "os.listdir", "os.scandir") or getattr(_at_work, "noting", False):
        return
    _at_work.noting = True
    try:
        path = said[0] if said else None  # type: ignore[index]
        if isinstance(path, str | bytes | os.PathLike) and not _is_written(event, said):
            for name in _named(root, os.fsdecode(path), event):
                found = file_hash(Path(root, name))
                _at_work.noting = False
                note(name, found)
                _at_work.noting = True
    finally:
        _at_work.noting = False


def _is_written(event: str, said: Any) -> bool:
    if event != "open":
        return False
    _, mode, flags = said
    return bool(set("wax+") & set(mode)) if isinstance(mode, str) else bool(flags & WRITING)


def _named(root: str, path: str, event: str) -> list[str]:
    """The names under which a read is noted: none where it is not the study's.

    What the study holds as a link to elsewhere is the study's, by the name it has there.
    """
    if path.endswith(".pyc"):  # it holds the time at which its source was saved
        with suppress(ValueError):
            path = source_from_cache(path)
    as_named = os.path.abspath(path)  # noqa: PTH100 - Path.absolute keeps the ..
    places = dict.fromkeys((as_named, os.path.realpath(path)))
    return [name for place in places for name in _names(root, place, event)]


def _names(root: str, path: str, event: str) -> list[str]:
    # With a file of the corpus goes its folder: whether another file is there may have
    # been asked, which Python does not tell.
    name = os.path.relpath(path, root).replace(os.sep, "/") if path.startswith(root) else ".."
    top, _, rest = name.partition("/")
    hidden = any(part.startswith(".") for part in name.split("/"))
    if hidden or any(f"{path}/".startswith(f"{each}/") for each in KNOWN if each.startswith(root)):
        return []
    if event != "open":
        return [f"{name}/"] if top in LISTED else []
    folder = name.rpartition("/")[0]
    return [name, f"{folder}/"] if top == "corpus" and "/" in rest else [name]


if __name__ == "__main__":
    watch()
    del sys.argv[0]  # the module to run stands where a program has its own name
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)

"""The whole study made again in an empty folder, and every byte held to the one on file.

What people wrote is copied, nothing that a machine made. A difference means that a
result rests on something that no record names: a clock, a folder, chance, a hand.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from workbench import pipeline, project, store
from workbench.errors import UsageError
from workbench.project import STAGES, Project

WRITTEN = ("corpus", "notebooks", "book")
LEFT_BEHIND = ("__pycache__", ".ipynb_checkpoints", "_build", ".*")
UNHASHED = ("_journal.json",)  # times, and what failed
BOOK = ("html", "study.pdf", "study.docx")


def reproduce(
    made: Project, folder: Path, *, with_book: bool, tell: Callable[[str], None]
) -> tuple[int, list[str]]:
    """Make the study again in ``folder``; how many files are alike, and what differs.

    Raises UsageError where the folder is not empty, or what is on file is not fresh.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; name a folder that is not there yet")
    names = pipeline.ORDER if with_book else pipeline.ORDER[:-1]
    _refuse_stale(made, names)
    for part in WRITTEN:
        if (made.root / part).is_dir():
            unwanted = shutil.ignore_patterns(*LEFT_BEHIND)
            shutil.copytree(made.root / part, folder / part, ignore=unwanted)
    again = project.find(folder)
    pipeline.build(again, names, tell=tell)
    return compared(made, again, names)


def _refuse_stale(made: Project, names: list[str]) -> None:
    late = [
        f"{each.name} ({each.state})"
        for each in pipeline.status(made)
        if each.state != "fresh" and each.name.partition(" ")[0] in names
    ]
    if late:
        raise UsageError(
            f"not everything on file is fresh: {', '.join(late)}; first: workbench build"
        )


def compared(one: Project, other: Project, stages: list[str]) -> tuple[int, list[str]]:
    """How many files of two builds are alike, and what differs, a line a file."""
    ours, theirs = (dict(_made(each, stages)) for each in (one, other))
    said = [
        _difference(name, ours.get(name), theirs.get(name)) for name in sorted({*ours, *theirs})
    ]
    found = [line for line in said if line]
    return len(said) - len(found), found


def _made(study: Project, stages: list[str]) -> Iterator[tuple[str, Path]]:
    """Every file that a stage made and that has to be the same, by its name in the study."""
    runs = {job.folder.name for job in pipeline.runs_of_book(study)}
    for stage in stages:
        for path in sorted((study.root / "build" / STAGES[stage]).rglob("*")):
            parts = path.relative_to(study.stage(stage)).parts
            wanted = {"run": runs, "book": BOOK}.get(stage, parts[:1])
            if path.is_file() and parts[0] in wanted and path.name not in UNHASHED:
                yield study.relative(path), path


def _difference(name: str, ours: Path | None, theirs: Path | None) -> str:
    if not ours or not theirs:
        return f"{name}: only {'on file' if ours else 'made again'}"
    if store.file_hash(ours) == store.file_hash(theirs):
        return ""
    keys = _keys(ours, theirs) if name.endswith(".json") else ""
    return f"{name}: {keys or 'other bytes'}"


def _keys(ours: Path, theirs: Path) -> str:
    """The keys of two records that differ."""
    try:
        one, other = (json.loads(path.read_text(encoding="utf-8")) for path in (ours, theirs))
        differing = [key for key in {**one, **other} if one.get(key) != other.get(key)]
    except (ValueError, AttributeError):
        return ""
    return f"differs in {', '.join(sorted(differing))}"

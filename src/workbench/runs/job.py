"""One notebook with one set of parameters, and the record that it was run.

The record says everything a result depends on and nothing else: no clock, no
folder. Two clones that ran the same job hold the same bytes. What the notebook
read while it ran stands in it too, and is what the next build looks at: a run
is stale if it would read something else today.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from workbench import reads
from workbench.files import write_bytes
from workbench.runs.source import fingerprint

# What a key of the record is called where it is the reason of a new run.
TOLD = 6  # reasons that are named
SAID = {"executed_sha256": "the executed notebook, by hand", "source_sha256": "the notebook"}


@dataclass(frozen=True)
class Job:
    """A notebook to run, and the folder that will hold what came of it."""

    notebook: Path
    parameters: Mapping[str, Any]
    folder: Path
    inputs: Mapping[str, str] = field(default_factory=dict)  # known beforehand: code, versions
    result: str = "result.json"

    @property
    def name(self) -> str:
        """``rencheng.district``: the folder and the notebook, unique in a batch."""
        return f"{self.folder.name}.{self.notebook.stem}"

    @property
    def root(self) -> Path:
        """The study: the folder that holds the notebook and what comes of it."""
        both = [self.notebook.parent.absolute(), self.folder.absolute()]
        return Path(os.path.commonpath(both))

    @property
    def executed(self) -> Path:
        """Where the executed notebook goes."""
        return self.folder / self.notebook.name

    @property
    def record(self) -> Path:
        """Where the record goes, the last file of a run."""
        return self.folder / self.result

    @property
    def failed(self) -> Path:
        """Where a failed run is kept, apart from the results."""
        return self.folder.parent / "_failed" / f"{self.name}.ipynb"


@dataclass(frozen=True)
class Outcome:
    """What came of a job. ``path`` is the executed notebook, good or failed."""

    name: str
    ok: bool
    seconds: float
    error: str
    path: Path

    def __str__(self) -> str:
        return (
            f"{'ok' if self.ok else 'FAILED'} {self.name} {self.seconds:.1f} s {self.error}".strip()
        )


def stale(job: Job, today: Callable[[str], str] | None = None) -> str:
    """Return why a job has to be run again, or an empty string.

    today : gives the hash of something read, by its name; a file of the study by default.
    """
    try:
        found = json.loads(job.record.read_text(encoding="utf-8"))
        expected = provenance(job, fingerprint(job.notebook), job.executed.read_bytes(), {})
    except FileNotFoundError as error:
        return f"{Path(error.filename).name} is missing"
    except ValueError:
        return f"{job.result} is not readable"
    changed = [*_changed(found, expected), *_read_anew(found, today or _file(job.root))]
    more = f" and {len(changed) - TOLD} more" if len(changed) > TOLD else ""
    return f"changed since the run: {', '.join(changed[:TOLD])}{more}" if changed else ""


def _changed(found: Any, expected: Mapping[str, Any]) -> list[str]:
    """What was known before the run and is otherwise now, each by its name."""
    kinds = {"inputs": "", "versions": "version of "}
    within = [
        f"{kind}{name}"
        for key, kind in kinds.items()
        for name in sorted({*expected[key], *found.get(key, {})})
        if expected[key].get(name) != found.get(key, {}).get(name)
    ]
    whole = [key for key in expected if key not in {*kinds, "reads"}]
    return within + [SAID.get(key, key) for key in whole if found.get(key) != expected[key]]


def _read_anew(found: Any, today: Callable[[str], str]) -> list[str]:
    """What the notebook read that is otherwise today: ``cases of rencheng``, a file."""
    if not isinstance(found.get("reads"), dict):
        return ["what it read is not on record"]
    return [shown(name) for name, old in found["reads"].items() if today(name) != old]


def shown(read: str) -> str:
    """The name of something read, for people: ``cases of rencheng``."""
    path, _, part = read.partition("#district=")
    if path.endswith(".parquet"):
        path = Path(path).stem
    return f"{path} of {part}" if part else path


def _file(root: Path) -> Callable[[str], str]:
    return lambda name: reads.file_hash(root / name)


def provenance(
    job: Job, source_sha256: str, executed: bytes, read: Mapping[str, str]
) -> dict[str, Any]:
    """Return everything the executed notebook was made from."""
    return {
        "executed_sha256": hashlib.sha256(executed).hexdigest(),
        "inputs": dict(job.inputs),
        "notebook": job.notebook.name,
        "parameters": dict(job.parameters),
        "reads": dict(read),
        "source_sha256": source_sha256,
        "versions": _versions(),
    }


@cache
def _versions() -> dict[str, str]:
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {"python": python} | {name: version(name) for name in ("nbformat", "papermill")}


def keep(job: Job, source_sha256: str, executed: bytes, *, read: Mapping[str, str]) -> None:
    """Put a good run in its place: the notebook first, and last the record.

    read : what the notebook read, by name, with hashes: see ``reads.noted``.
    If the machine stops in between, the old record no longer matches the new
    notebook, and the job counts as stale.
    """
    record = provenance(job, source_sha256, executed, read)
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    write_bytes(executed, job.executed)
    # what is not UTF-8 in the name of a file gets the escape of JSON
    write_bytes(text.encode(errors="backslashreplace"), job.record)
    job.failed.unlink(missing_ok=True)

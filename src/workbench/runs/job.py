"""One notebook with one set of parameters, and the record that it was run.

The record says everything a result depends on and nothing else: no clock, no
folder. Two clones that ran the same job hold the same bytes.
"""

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from workbench.files import write_bytes, write_text
from workbench.runs.source import fingerprint


@dataclass(frozen=True)
class Job:
    """A notebook to run, and the folder that will hold what came of it."""

    notebook: Path
    parameters: Mapping[str, Any]
    folder: Path
    inputs: Mapping[str, str] = field(default_factory=dict)  # artefact -> sha256
    result: str = "result.json"

    @property
    def name(self) -> str:
        """``rencheng.district``: the folder and the notebook, unique in a batch."""
        return f"{self.folder.name}.{self.notebook.stem}"

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


def stale(job: Job) -> str:
    """Return why a job has to be run again, or an empty string."""
    try:
        found = json.loads(job.record.read_text(encoding="utf-8"))
        expected = provenance(job, fingerprint(job.notebook), job.executed.read_bytes())
    except FileNotFoundError as error:
        return f"{Path(error.filename).name} is missing"
    except ValueError:
        return f"{job.result} is not readable"
    changed = [key for key in expected if found.get(key) != expected[key]]
    return f"changed since the run: {', '.join(changed)}" if changed else ""


def provenance(job: Job, source_sha256: str, executed: bytes) -> dict[str, Any]:
    """Return everything the executed notebook was made from."""
    return {
        "executed_sha256": hashlib.sha256(executed).hexdigest(),
        "inputs": dict(job.inputs),
        "notebook": job.notebook.name,
        "parameters": dict(job.parameters),
        "source_sha256": source_sha256,
        "versions": {
            "nbformat": version("nbformat"),
            "papermill": version("papermill"),
            "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        },
    }


def keep(job: Job, source_sha256: str, executed: bytes) -> None:
    """Put a good run in its place: the notebook first, and last the record.

    If the machine stops in between, the old record no longer matches the new
    notebook, and the job counts as stale.
    """
    record = provenance(job, source_sha256, executed)
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    write_bytes(executed, job.executed)
    write_text(text, job.record)
    job.failed.unlink(missing_ok=True)

"""Notebooks run once per district, and believed only after inspection.

Papermill reports success for a notebook that left through ``sys.exit(0)``, that
lost its kernel, or that never heard of the parameter it was given. Here every
parameter is checked before anything runs, every run is inspected afterwards,
and a result is written only for a run that is whole. The only room that knows
papermill and nbformat.
"""

from workbench.runs.job import Job, Outcome, stale
from workbench.runs.parameters import check, declared, typed
from workbench.runs.pool import refuse, run
from workbench.runs.source import fingerprint

__all__ = [
    "Job",
    "Outcome",
    "check",
    "declared",
    "fingerprint",
    "refuse",
    "run",
    "stale",
    "typed",
]

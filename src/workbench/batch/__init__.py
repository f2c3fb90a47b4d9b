"""The runs of a study: which notebooks, on which places and values, which of them are due."""

from workbench.batch.asked import DISTRICT, Asked, jobs
from workbench.batch.crate import crate_path, write_crate
from workbench.batch.work import (
    Event,
    Manner,
    Planned,
    Result,
    Watch,
    again,
    journal,
    plan,
    run,
)

__all__ = [
    "DISTRICT",
    "Asked",
    "Event",
    "Manner",
    "Planned",
    "Result",
    "Watch",
    "again",
    "crate_path",
    "jobs",
    "journal",
    "plan",
    "run",
    "write_crate",
]

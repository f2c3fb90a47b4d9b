"""The runs of a study: which notebooks, on which places and values, which of them are due."""

from workbench.batch.asked import DISTRICT, Asked, jobs
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
    "jobs",
    "journal",
    "plan",
    "run",
]

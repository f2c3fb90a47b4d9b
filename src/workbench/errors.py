"""Every refusal: what is wrong, where, and what to do about it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


class WorkbenchError(Exception):
    """A refusal shown to the user as it stands; ``exit_code`` ends the command."""

    exit_code = 1


class UsageError(WorkbenchError):
    """The command was called with something that does not exist or fit."""

    exit_code = 2


class InputError(WorkbenchError):
    """The study's own files are malformed."""

    exit_code = 3


class EnvironmentFault(WorkbenchError):
    """The machine lacks something; the message names the fix."""

    exit_code = 4


class Locked(WorkbenchError):
    """Another process is at work on the same study."""

    exit_code = 5


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong with the study: ``path:line: message``.

    ``path`` is relative to the study's root; ``line`` counts from 1, 0 where
    the finding concerns the whole file.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.message}"


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a record, before anyone knows its file and line.

    ``record`` is the id of the record, or empty for a file that is one record;
    ``keys`` lead to the place within it; for a table they are the row's line.
    """

    record: str
    keys: tuple[str | int, ...]
    message: str


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The nearest known names, as the end of a message; empty if none is near."""
    near = difflib.get_close_matches(name, sorted(known), n=3)
    return f"; did you mean {', '.join(near)}?" if near else ""


def refuse(findings: list[Finding]) -> None:
    """Raise one InputError that lists every finding, or return if there is none."""
    if findings:
        raise InputError("\n".join(str(finding) for finding in sorted(findings)))

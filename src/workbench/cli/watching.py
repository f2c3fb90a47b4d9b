"""What a batch of runs looks like: a live table, lines where there is no terminal, or JSON."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from workbench.cli.screen import err, number, out, plain
from workbench.errors import UsageError, WorkbenchError

if TYPE_CHECKING:
    from workbench.batch import Event
    from workbench.pipeline import Report, State

LAST = 6  # runs that ended well and are still shown
MANY = 12  # fresh runs that are listed; more are counted
STYLES = {"ok": "green", "running": "yellow"}


def pairs(option: str, said: Sequence[str] | None) -> dict[str, str]:
    """``city=杭州`` as name and value; raises UsageError for anything else."""
    return {name: values[-1] for name, values in grouped(option, said).items()}


def grouped(option: str, said: Sequence[str] | None) -> dict[str, list[str]]:
    """``name=value`` by name, with every value that was given for it, in their order."""
    found: dict[str, list[str]] = {}
    for each in said or ():
        name, equals, value = each.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"{option} {each}: write it as {option} name=value")
        found.setdefault(name.strip(), []).append(value)
    return found


@contextmanager
def watching(*, as_json: bool) -> "Iterator[Callable[[Event], None]]":
    """Give what is told each event of a batch."""
    if as_json:
        yield lambda event: _print(event.record())
    elif err.is_terminal:
        with _Screen() as screen:
            yield screen.see
    else:
        yield lambda event: out.print(plain(f"run {event}")) if event.event == "ended" else None


def _print(record: dict[str, Any]) -> None:
    """One line of JSON on the standard output, whatever the width of the terminal."""
    out.file.write(json.dumps(record, ensure_ascii=False) + "\n")
    out.file.flush()


class _Screen:
    """A table of the runs that go on and that ended last; what failed stands above it."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, float]] = {}  # state, seconds or start
        self.due = self.done = self.failed = self.fresh = 0
        self.started = time.monotonic()
        self.live = Live(get_renderable=self._shown, console=err, refresh_per_second=4)

    def __enter__(self) -> "_Screen":
        return self

    def __exit__(self, *_: object) -> None:
        if self.live.is_started:
            self.live.stop()

    def see(self, event: "Event") -> None:
        """Take an event in."""
        if event.event == "planned":
            self.due += event.state != "fresh"
            self.fresh += event.state == "fresh"
        elif event.event == "begun":
            self._begin()
            self.rows[event.title] = (event.state, time.monotonic())
        else:
            self._begin()  # a cluster does not say when a run begins
            self.done += 1
            self.rows.pop(event.title, None)
            if event.state == "failed":  # it stays, however many there are
                self.failed += 1
                self.live.console.print(plain(f"run {event}"), style="red")
            else:
                self.rows[event.title] = (event.state, event.seconds)
                self._forget()

    def _begin(self) -> None:
        if not self.live.is_started:
            self.started = time.monotonic()
            self.live.start()

    def _forget(self) -> None:
        """Keep few of the runs that went well, so that the table fits a screen."""
        well = [name for name, row in self.rows.items() if row[0] == "ok"]
        for name in well[:-LAST]:
            del self.rows[name]

    def _shown(self) -> Group:
        table = Table("run", "state", "seconds", box=None, pad_edge=False)
        now = time.monotonic()
        for name, (state, seconds) in list(self.rows.items()):
            passed = now - seconds if state == "running" else seconds
            table.add_row(plain(name), Text(state, STYLES.get(state, "")), f"{passed:.1f}")
        return Group(table, Text(self._line(now), "bold"))

    def _line(self, now: float) -> str:
        passed = now - self.started
        left = passed / self.done * max(self.due - self.done, 0) if self.done else 0
        about = f", about {left:.0f} s left" if left else ""
        return f"{self.done} of {self.due} done, {self.failed} failed, {self.fresh} fresh{about}"


def show_states(states: "Sequence[State]", *, as_json: bool = False) -> None:
    """Say of each stage and run whether it is fresh, and why not."""
    if as_json:
        for line in states:
            _print({"event": "state", "run": line.name, "state": line.state, "why": line.why})
        return
    table = Table("stage", "state", "why", box=None, pad_edge=False)
    for line in _gathered(states):
        table.add_row(plain(line.name), line.state, plain("; ".join(line.why)))
    out.print(table)


def _gathered(states: "Sequence[State]") -> "Iterator[State]":
    """The states as they are listed: many fresh runs are one line, where the first stands."""
    fresh = [line for line in states if line.state == "fresh" and line.name.startswith("run ")]
    hidden = {line.name for line in fresh} if len(fresh) > MANY else set()
    for line in states:
        if line.name not in hidden:
            yield line
        elif line is fresh[0]:
            yield replace(line, name=number(len(fresh), "run"))


def close(report: "Report", seconds: float, *, as_json: bool) -> None:
    """Sum a batch up, with the command to type next; raises where a run failed."""
    counts = report.runs()
    following = next_command(report)
    if as_json:
        _print({"event": "summary", **counts, "seconds": round(seconds, 3), "next": following})
    else:
        said = ", ".join(f"{count} {state}" for state, count in counts.items())
        out.print(plain(f"runs: {said} in {seconds:.1f} s; next: {following}"))
    refuse_failed(report)


def next_command(report: "Report") -> str:
    """What to type after a batch."""
    from workbench.batch import again

    return again(report.failed) if report.failed else "workbench book"


def refuse_failed(report: "Report") -> None:
    """End with exit code 1 and the command to type next where a run failed."""
    if report.failed:
        raise WorkbenchError(
            f"{number(len(report.failed), 'run')} failed: {report.named_failures}; "
            f"see build/5-runs/_failed, then: {next_command(report)}"
        )

"""What a benchmark says: times, measures, and the bars that measures are held to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple


class Timing(NamedTuple):
    """The times of one contender in seconds, a value a round, and its peaks of memory in MiB."""

    contender: str
    seconds: Sequence[float]
    peaks: Sequence[float] = ()

    @property
    def median(self) -> float:
        """The time in the middle."""
        return median(self.seconds)

    @property
    def spread(self) -> str:
        """The shortest and the longest time."""
        return f"{min(self.seconds):.3g} to {max(self.seconds):.3g}"

    @property
    def peak(self) -> float | None:
        """The largest of the peaks, where they were looked at."""
        return max(self.peaks) if self.peaks else None


class Bar(NamedTuple):
    """What a measure has to reach, or must not go beyond."""

    limit: float
    at_least: bool

    def holds(self, value: float) -> bool:
        """Whether a value is on the right side; the limit itself is."""
        return value >= self.limit if self.at_least else value <= self.limit

    def margin(self, value: float) -> float:
        """How many times better than the limit a value is; below 1 it does not hold."""
        best = 1e9  # of what costs nothing
        if self.at_least:
            return value / self.limit
        return self.limit / value if value > self.limit / best else best

    def __str__(self) -> str:
        return f"at {'least' if self.at_least else 'most'} {self.limit:g}"


def least(limit: float) -> Bar:
    """A bar that a measure has to reach."""
    return Bar(limit, at_least=True)


def most(limit: float) -> Bar:
    """A bar that a measure must not go beyond."""
    return Bar(limit, at_least=False)


class Measure(NamedTuple):
    """One number that was asked for; without a bar it is but told."""

    name: str
    value: float
    unit: str
    bar: Bar | None = None

    @property
    def holds(self) -> bool:
        """Whether there is no bar that it fails."""
        return self.bar is None or self.bar.holds(self.value)

    @property
    def verdict(self) -> str:
        """What the bar says of it."""
        if self.bar is None:
            return ""
        return "holds" if self.holds else "DOES NOT HOLD"


@dataclass(frozen=True)
class Section:
    """The outcome of one benchmark."""

    title: str
    about: str
    timings: Sequence[Timing] = ()
    measures: Sequence[Measure] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every bar of it holds."""
        return all(measure.holds for measure in self.measures)

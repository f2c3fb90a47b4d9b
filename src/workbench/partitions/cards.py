"""The cards of the collections of a study, ``corpus/collections/<name>.yml``."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from workbench import project as projects
from workbench.corpus.collections import Collection
from workbench.errors import Finding, InputError, UsageError, did_you_mean, refuse
from workbench.project import Keys, Project, read_yaml
from workbench.schema import ID
from workbench.shards.pieces import Named

SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.xz", ".parquet")
MAGIC = set("*?[")


class Source(NamedTuple):
    """One file of a collection; ``name`` is its path below the folder of the card's path."""

    name: str
    path: Path

    @property
    def stamp(self) -> list[int]:
        """Its size and time: as long as both stay, so do its bytes."""
        seen = self.path.stat()
        return [seen.st_size, seen.st_mtime_ns]


@dataclass(frozen=True)
class Card:
    """What the study says of a collection, and where it says so."""

    name: str
    record: Collection
    root: Path  # of the study
    source: projects.Source

    @property
    def named(self) -> Named:
        """The columns that are read."""
        columns = self.record.columns
        return Named(columns.text, columns.id, columns.date, tuple(columns.keep))

    @property
    def files(self) -> list[Source]:
        """The files that are here, in the order of their names."""
        base, pattern = self._place
        return [
            Source(path.relative_to(base).as_posix(), path)
            for path in sorted(base.glob(pattern))
            if path.is_file() and not path.name.startswith(".")
        ]

    @property
    def sources(self) -> list[Source]:
        """The same; raises InputError where there is none, or one of another format."""
        found = self.files
        base, pattern = self._place
        if not found:
            beside = [path.name for path in base.iterdir()] if base.is_dir() else []
            message = f"no file {self.record.path}{did_you_mean(pattern, beside)}"
            raise InputError(str(self.finding("path", message)))
        odd = [source.name for source in found if not source.name.endswith(SUFFIXES)]
        known = ", ".join(SUFFIXES)
        refuse([self.finding("path", f"{name} is none of {known}") for name in odd])
        return found

    @property
    def _place(self) -> tuple[Path, str]:
        """The folder of the path up to its first wildcard, and the rest."""
        parts = Path(self.record.path).parts
        fixed = next((at for at, part in enumerate(parts) if MAGIC & set(part)), len(parts) - 1)
        return self.root.joinpath(*parts[:fixed]), "/".join(parts[fixed:])

    def shown(self, source: str) -> str:
        """How a file is called in messages: by its path, from the study's root if it lies there."""
        path = self._place[0] / source
        inside = path.is_relative_to(self.root)
        return path.relative_to(self.root).as_posix() if inside else str(path)

    def finding(self, key: str, message: str) -> Finding:
        """A finding on the line of a key, which may be within another one: ``columns.text``."""
        keys: Keys = tuple(key.split("."))
        return self.source.finding(keys, f"{key}: {message}")


def names(project: Project) -> list[str]:
    """The collections that have a card, sorted."""
    return sorted(path.stem for path in project.corpus("collections").glob("*.yml"))


def read(project: Project) -> tuple[dict[str, Card], list[Finding]]:
    """Every card by name, and what is wrong with those that cannot be read."""
    cards, findings = {}, []
    for name in names(project):
        card, faults = _read(project, name)
        findings += faults
        if card:
            cards[name] = card
    return cards, findings


def card(project: Project, name: str) -> Card:
    """One card; raises UsageError where there is none, InputError for its faults."""
    if name not in names(project):
        near = did_you_mean(name, names(project))
        raise UsageError(
            f"no collection {name!r}: corpus/collections/{name}.yml is not there{near}"
        )
    found, faults = _read(project, name)
    refuse(faults)
    assert found is not None
    return found


def _read(project: Project, name: str) -> tuple[Card | None, list[Finding]]:
    path = project.corpus("collections", f"{name}.yml")
    shown = project.relative(path)
    if not re.fullmatch(ID, name):
        message = "name it in small letters, digits and hyphens: it is a folder under build/"
        return None, [Finding(shown, 0, message)]
    source, findings = read_yaml(path, shown=shown)
    record, more = source.parse(Collection) if source else (None, [])
    if source is None or record is None:
        return None, findings + more
    return Card(name, record, project.root, source), []

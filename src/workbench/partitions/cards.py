"""The cards of the collections of a study, ``corpus/collections/<name>.yml``."""

import re
from dataclasses import dataclass
from pathlib import Path

from workbench import project as projects
from workbench.corpus.collections import Collection
from workbench.errors import Finding, UsageError, did_you_mean, refuse
from workbench.project import Keys, Project, read_yaml
from workbench.schema import ID
from workbench.shards.pieces import Named


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

"""The index of a cut collection: its shards in the order of the source, and whether they hold.

``index.json`` depends on nothing but what was cut, so that it has the same bytes wherever
that was done; the sizes and times of the files read lie in ``stamps.json`` beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbench import store
from workbench.partitions.cards import Source, card
from workbench.project import Project
from workbench.shards.making import rules
from workbench.shards.pieces import Named
from workbench.shards.standing import standing

Stamps = dict[str, list[int]]


@dataclass(frozen=True)
class Listed:
    """A shard in the index: what it holds, and the first line of ``source`` it begins with."""

    key: str
    sha256: str  # of the bytes of the source
    source: str
    first: int
    documents: int
    tokens: int
    cells: int  # different words of each document, summed up
    characters: int
    terms: list[str]  # of the lexicon, that stand in it


@dataclass(frozen=True)
class Index:
    """What a collection was cut with, and its shards."""

    settings: dict[str, Any]
    terms: list[str]
    shards: list[Listed]

    @property
    def contents(self) -> list[tuple[str, str]]:
        """The bytes of the sources, whatever they were cut with."""
        return [(shard.source, shard.sha256) for shard in self.shards]

    def of(self, source: str) -> list[Listed]:
        """The shards of one file."""
        return [shard for shard in self.shards if shard.source == source]

    def touched(self, folder: Path, terms: Iterable[str]) -> dict[str, list[str]]:
        """By the key of a shard, what is no longer a term or is one now, and stands in it."""
        now, before = set(terms), set(self.terms)
        gone, new = before - now, tuple(sorted(now - before))
        found = {}
        for shard in self.shards:
            stand = sorted(gone.intersection(shard.terms))
            if new and (text := folder / shard.key / "text.utf32").is_file():
                stand += standing(new, text.read_bytes().decode("utf-32-le"))
            if stand:
                found[shard.key] = stand
        return found


def folder_of(project: Project, name: str) -> Path:
    """The folder of a cut collection."""
    return project.artefact("tokens", name)


def settings(named: Named, engine: str) -> dict[str, Any]:
    """What decides about all shards: the columns, the engine and the code."""
    columns = named._asdict() | {"keep": list(named.keep)}  # as JSON gives them back
    return {"columns": columns, "engine": engine, "rules": rules()}


def read(folder: Path) -> Index | None:
    """The index of a folder, or None where there is none or that of another version."""
    try:
        record = store.read_json(folder / "index.json")
        shards = [Listed(**shard) for shard in record["shards"]]
        return Index(record["settings"], record["terms"], shards)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def save(index: Index, folder: Path) -> None:
    """Put the index in place; from then on the collection is what it says."""
    store.write_json(asdict(index), folder / "index.json")


def save_stamps(stamps: Stamps, folder: Path) -> None:
    """Note what tells unread that the sources are those of the index."""
    record = {"index": store.file_hash(folder / "index.json"), "stamps": stamps}
    store.write_json(record, folder / "stamps.json")


def stamps(folder: Path) -> Stamps:
    """The size and time of every source as it was cut; nothing where that is not known."""
    try:
        record = store.read_json(folder / "stamps.json")
        if record["index"] == store.file_hash(folder / "index.json"):
            return dict(record["stamps"])
    except (OSError, ValueError, TypeError, KeyError):
        pass
    return {}


def staleness(
    project: Project, name: str, *, terms: Sequence[str], engine: str
) -> list[str] | None:
    """Why a collection has to be cut again: [] if it is fresh, None if it never was cut.

    No file is read that has the size and time it had. Raises InputError where the card or
    the files it names are faulty.
    """
    asked = card(project, name)
    found, folder = asked.sources, folder_of(project, name)
    index = read(folder)
    if index is None:
        return None
    lost = [shard.key for shard in index.shards if not (folder / shard.key).is_dir()]
    return [
        *_settings_differ(index.settings, settings(asked.named, engine)),
        *_sources_differ(index, found, stamps(folder)),
        *([f"{len(lost)} of {len(index.shards)} shards are gone"] if lost else []),
        *_terms_differ(index, folder, terms),
    ]


def _settings_differ(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    said = {
        "columns": "other columns",
        "engine": "another engine",
        "rules": "cut by another version of the code",
    }
    return [what for key, what in said.items() if old.get(key) != new[key]]


def _sources_differ(index: Index, found: list[Source], known: Stamps) -> list[str]:
    here = {source.name: source.stamp for source in found}
    listed = known or {shard.source: [] for shard in index.shards}
    return [
        *(f"changed file {name}" for name in here if name in listed and here[name] != listed[name]),
        *(f"new file {name}" for name in here if name not in listed),
        *(f"gone file {name}" for name in listed if name not in here),
    ]


def _terms_differ(index: Index, folder: Path, terms: Sequence[str]) -> list[str]:
    touched = index.touched(folder, terms)
    words = sorted({term for stand in touched.values() for term in stand})
    if not touched:
        return []
    return [f"changed terms in {len(touched)} of {len(index.shards)} shards: {', '.join(words)}"]

"""Cutting a collection: only the shards that are not there, wherever the workers are.

A row that is no document refuses the whole collection: its index stays as it was, or is
not written. The shards of sound pieces are kept, so that nothing is cut twice once the row
is mended.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbench.errors import EnvironmentFault
from workbench.executor import done, executor
from workbench.files import workplace
from workbench.partitions import index as indices
from workbench.partitions.cards import Card, Source, card
from workbench.partitions.faults import Faults, refuse_columns, refuse_contents
from workbench.partitions.index import Index, Listed, Stamps
from workbench.partitions.sources import LEAST, pieces
from workbench.project import Project
from workbench.shards.making import Made, Order, make
from workbench.shards.pieces import Piece

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Summary:
    """What a collection holds now, and how many of its shards were cut for that."""

    shards: int
    cut: int
    documents: int
    tokens: int
    characters: int
    is_new: bool  # the index is another one than before

    def __str__(self) -> str:
        held = f"{self.documents:,} documents, {self.tokens:,} words"
        return f"{held}, {self.cut} of {self.shards} shards cut"


def cut(
    project: Project,
    name: str,
    *,
    terms: Iterable[str],
    engine: str,
    jobs: int = 1,
    scheduler: str | None = None,
    force: bool = False,
    tell: Tell = lambda _done, _of: None,
) -> Summary:
    """Cut a collection; what is there already, and would come out the same, is left alone.

    ``tell`` hears how many bytes of how many are done. Raises UsageError for a name that
    no card has, InputError for faults of the card, the files or their rows, and what
    ``executor`` raises.
    """
    asked, folder = card(project, name), indices.folder_of(project, name)
    run = _Run(asked, folder, sorted(set(terms)), engine, force, tell)
    refuse_columns(asked, run.found)
    with (
        executor(jobs=min(jobs, 1 + run.size // LEAST), scheduler=scheduler) as pool,
        workplace(folder / "spool") as spool,
    ):
        try:
            for order, made in done(pool, make, run.orders(spool)):
                run.take(order, made)
        except OSError as error:
            raise EnvironmentFault(
                f"{error.filename}: a worker could not use it ({error.strerror}); "
                "workers have to see all files of a study under the same paths"
            ) from error
    return run.finished()


@dataclass
class _Run:
    """One run: what is fresh, and what became of each piece in the order of the sources."""

    card: Card
    folder: Path
    terms: list[str]
    engine: str
    force: bool
    tell: Tell
    places: list[Listed | None] = field(default_factory=list)
    made: int = 0
    read: int = 0
    waiting: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.found = self.card.sources
        self.named = self.card.named
        self.faults = Faults(self.card)
        self.settings = indices.settings(self.named, self.engine)
        self.stamps: Stamps = {source.name: source.stamp for source in self.found}
        self.size = sum(size for size, _ in self.stamps.values())
        self.before = indices.read(self.folder)
        self.fresh = {} if self.force else self._fresh()
        self.known = indices.stamps(self.folder)

    def _fresh(self) -> dict[str, Listed]:
        """The shards of the last run that would come out the same, by the hash of their piece."""
        if self.before is None or self.before.settings != self.settings:
            return {}
        touched = self.before.touched(self.folder, self.terms)
        return {
            shard.sha256: shard
            for shard in self.before.shards
            if shard.key not in touched and (self.folder / shard.key).is_dir()
        }

    def orders(self, spool: Path) -> Iterator[Order]:
        """What is to be made, as the sources are read."""
        for source in self.found:
            unread = self._unread(source)
            if unread is not None:
                self.places += unread
                self._tell(self.stamps[source.name][0])
                continue
            old = self._before(source)
            for number, piece in enumerate(pieces(source, self.named.all, spool)):
                if known := self.fresh.get(piece.sha256):
                    self.places.append(replace(known, source=piece.source, first=piece.first))
                    self._done(piece)
                else:
                    self.waiting[piece.source, piece.first] = len(self.places)
                    self.places.append(None)
                    yield self._order(piece, like=old[number].key if number < len(old) else "")

    def _before(self, source: Source) -> list[Listed]:
        """The shards of the last run whose tokens are still those of their texts, in order."""
        if self.before is None or self.force:
            return []
        same = (self.before.settings, self.before.terms) == (self.settings, self.terms)
        return self.before.of(source.name) if same else []

    def _unread(self, source: Source) -> list[Listed] | None:
        """The shards of a file that was not touched, if all are fresh."""
        if self.before is None or self.known.get(source.name) != self.stamps[source.name]:
            return None
        listed = self.before.of(source.name)
        return listed if all(shard.sha256 in self.fresh for shard in listed) else None

    def _order(self, piece: Piece, *, like: str) -> Order:
        return Order(
            *(piece, self.named, self.folder, tuple(self.terms), self.engine),
            rules=self.settings["rules"],
            like=like,
            force=self.force,
        )

    def take(self, order: Order, made: Made) -> None:
        """Note what a worker made of a piece."""
        piece = order.piece
        place = self.waiting.pop((piece.source, piece.first))
        if made.faults:
            self.faults.add(piece.source, made.faults)
        else:
            self.places[place] = Listed(source=piece.source, first=piece.first, **made.record)
            self.made += made.is_new
        self._done(piece)

    def _done(self, piece: Piece) -> None:
        if piece.spooled:
            piece.held.unlink()
        self._tell(piece.read)

    def _tell(self, read: int) -> None:
        self.read = min(self.size, self.read + read)
        self.tell(self.read, self.size)

    def finished(self) -> Summary:
        """Put the index in place and remove what it does not list; raises InputError for faults."""
        self.faults.refuse()
        shards = [shard for shard in self.places if shard is not None]
        index = Index(self.settings, self.terms, shards)
        if index != self.before:
            if not self.before or index.contents != self.before.contents:
                refuse_contents(self.card, index, self.folder)
            indices.save(index, self.folder)
        indices.save_stamps(self.stamps, self.folder)
        _remove_unlisted(index, self.folder)
        self.tell(self.size, self.size)
        return Summary(
            shards=len(shards),
            cut=self.made,
            documents=sum(shard.documents for shard in shards),
            tokens=sum(shard.tokens for shard in shards),
            characters=sum(shard.characters for shard in shards),
            is_new=self.made > 0 or index != self.before,
        )


def _remove_unlisted(index: Index, folder: Path) -> None:
    """Remove what an older index listed, and what workers that were lost left half-made."""
    listed = {shard.key for shard in index.shards}
    for path in folder.iterdir():
        if path.is_dir() and path.name not in listed:
            shutil.rmtree(path, ignore_errors=True)

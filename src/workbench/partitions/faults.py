"""What is wrong with the files of a collection, found before, while and after they are cut."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.errors import Finding, InputError, did_you_mean, refuse
from workbench.partitions import sources
from workbench.partitions.cards import Card, Source
from workbench.partitions.index import Index
from workbench.shards.pieces import Fault
from workbench.shards.shard import Shard

SHOWN = 50  # faults that are told; a wrong export has one in every line
AT_ONCE = 2**22  # ids whose hashes are in the memory


class Faults:
    """The rows that are no documents, as the workers find them."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self._findings: list[Finding] = []
        self._number = 0

    def add(self, source: str, faults: Sequence[Fault]) -> None:
        """Note the faults of one piece of a source; of very many only the first are kept."""
        self._number += len(faults)
        path = self._card.shown(source)
        findings = [Finding(path, line, said) for line, said in faults[:SHOWN]]
        self._findings = sorted([*self._findings, *findings])[:SHOWN]

    def refuse(self) -> None:
        """Raise InputError if there was any."""
        if self._findings:
            more = self._number - len(self._findings)
            raise InputError(
                "\n".join(map(str, self._findings))
                + (f"\nand {more:,} more" if more else "")
                + "\nthe collection stays as it was; mend these rows, then do the same again: "
                "only what holds them is still to be cut"
            )


def refuse_columns(card: Card, found: Iterable[Source]) -> None:
    """Raise InputError where the first row of a source lacks a column it must have.

    Of Parquet all columns are known; in lines of JSON date and further ones may be absent.
    """
    findings = []
    for source in found:
        held = sources.columns(source)
        is_table = source.path.suffix == ".parquet"
        named = card.named
        wanted = named.all if is_table else [name for name in (named.text, named.id) if name]
        for name in wanted if held else []:
            if name not in held:
                near = did_you_mean(name, held)
                said = f"no column {name!r} in {source.name}{near}; it has {', '.join(held)}"
                findings.append(card.finding(_key(card, name), said))
    refuse(findings)


def _key(card: Card, name: str) -> str:
    of = {card.named.text: "text", card.named.id: "id", card.named.date: "date"}
    return f"columns.{of.get(name, 'keep')}"


def refuse_contents(card: Card, index: Index, folder: Path) -> None:
    """Raise InputError where two documents share an id, or no document has a column named."""
    held = [each for each in index.shards if each.documents]
    shards = [Shard(folder / each.key, each.source, each.first) for each in held]
    columns = {"date": card.named.date} if card.named.date else {}
    columns |= {name: name for name in card.named.keep}
    findings = [
        card.finding(_key(card, name), f"no document has a value of {name!r}; correct the name")
        for column, name in columns.items()
        if shards and not _is_said(shards, column)
    ]
    if card.named.id:
        findings += _repeated(card, shards, sum(each.documents for each in held))
    refuse(findings)


def _is_said(shards: Iterable[Shard], column: str) -> bool:
    """Whether any document has a value; nearly always the first shard tells."""
    return any((shard.columns([column])[column] != "").any() for shard in shards)


def _repeated(card: Card, shards: Sequence[Shard], documents: int) -> list[Finding]:
    """Every document but the first of those that share an id, up to ``SHOWN``."""
    places = defaultdict(list)
    suspects = _suspects(shards, turns=1 + documents // AT_ONCE)
    for shard in shards if suspects else ():
        held = shard.columns(["doc", "row"])
        for doc, row in zip(held["doc"].tolist(), held["row"].tolist(), strict=True):
            if hash(doc) in suspects:
                places[doc].append((card.shown(shard.source), shard.first + row))
    findings = [
        Finding(path, line, f"id {doc!r} stands in {first}:{start} already; each needs its own")
        for doc, ((first, start), *others) in places.items()
        for path, line in others
    ]
    return sorted(findings)[:SHOWN]


def _suspects(shards: Sequence[Shard], *, turns: int) -> set[int]:
    """Hashes that two ids have; of all ids those of one of so many shares are held at a time."""
    found: set[int] = set()
    for turn in range(turns):
        own = [hashes[hashes % turns == turn] for hashes in map(_hashes, shards)]
        held = np.sort(np.concatenate([np.empty(0, np.int64), *own]))
        found.update(held[1:][held[1:] == held[:-1]].tolist())
    return found


def _hashes(shard: Shard) -> NDArray[np.int64]:
    return np.fromiter(map(hash, shard.columns(["doc"])["doc"]), np.int64)

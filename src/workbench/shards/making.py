"""Making a shard: a folder that is there whole or not at all, under a name that says of what.

The name is the hash of everything its bytes depend on, so that whoever makes it, on which
machine and after how many interruptions, puts the same folder in the same place.
"""

import itertools
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from workbench import store
from workbench.files import workplace, write_bytes
from workbench.shards.pieces import Document, Fault, Named, Piece, documents
from workbench.shards.shard import Shard
from workbench.shards.standing import standing
from workbench.tokens import tokenize
from workbench.tokens.matrix import Matrix, counted
from workbench.tokens.table import COLUMNS, Tokens, concat

# The modules that decide what the bytes of a shard are, and the libraries.
RULES = (*tokenize.CUTTING, "tokens/matrix", "shards/making", "shards/pieces", "store/columns")
LIBRARIES = ("jieba", "nltk")

END = "\n"  # after each document, so that no term is found across two of them


@dataclass(frozen=True)
class Order:
    """One piece to be made a shard of, below ``folder``.

    ``like`` is the shard that stood in its place, if it was cut with the same terms and
    rules: what has the same text there is not cut again.
    """

    piece: Piece
    named: Named
    folder: Path
    terms: tuple[str, ...]
    engine: str
    rules: str
    like: str = ""
    force: bool = False  # also where it is there already


@dataclass(frozen=True)
class Made:
    """What came of an order: the record of its shard, or the faults of its rows."""

    record: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    is_new: bool = False


def rules() -> str:
    """The hash of all code that decides what a shard holds."""
    package = Path(__file__).parent.parent
    sources = [package / f"{name}.py" for name in RULES]
    versions = [f"{name} {version(name)}" for name in LIBRARIES]
    return store.sha256("\n".join([*map(store.file_hash, sources), *versions]))


def make(order: Order) -> Made:
    """Make the shard of a piece, unless it is there; nothing is written where a row is faulty."""
    held, faults = documents(order.piece, order.named)
    if faults:
        return Made(faults=faults)
    text = "".join(document.text + END for document in held)
    terms = standing(order.terms, text)
    key = name_of(order, terms)
    folder = order.folder / key
    is_due = order.force or not folder.is_dir()
    if is_due:
        tokens = _cut(order, held)
        with _whole(folder) as fresh:
            cells = _write(fresh, order, held, text, tokens)
            record = {
                "key": key,
                "sha256": order.piece.sha256,
                "documents": len(held),
                "tokens": len(tokens),
                "cells": cells,
                "characters": sum(len(document.text) for document in held),
                "terms": terms,
            }
            store.write_json(record, fresh / "shard.json")
    return Made(store.read_json(folder / "shard.json"), is_new=is_due)


def name_of(order: Order, terms: Sequence[str]) -> str:
    """The name of a shard, by all that it is made from; ``terms`` are those that stand in it."""
    made_from = [order.piece.sha256, order.named, terms, order.engine, order.rules]
    return store.sha256(json.dumps(made_from, ensure_ascii=False))[:32]


# --- cutting ----------------------------------------------------------------------

_ALONE = threading.Lock()  # a Dask worker may have several threads, a cutter serves one


def _cut(order: Order, held: Sequence[Document]) -> Tokens:
    with _ALONE:
        cut = _cutter(order.terms, order.engine)
        if not order.like or not (order.folder / order.like).is_dir():
            return cut(_named(held))
        old = Shard(order.folder / order.like, order.piece.source, 0)
        known = {text: row for row, text in enumerate(old.columns(["sha256"])["sha256"])}
        rows = [known.get(document.sha256) for document in held]
        new = [document for document, row in zip(held, rows, strict=True) if row is None]
        kept = [row for row in rows if row is not None]
        both = concat([old.tokens().take(kept), cut(_named(new))])
    place = itertools.count(), itertools.count(len(kept))
    return both.take([next(place[row is None]) for row in rows])


def _named(held: Iterable[Document]) -> Iterator[tuple[str, str]]:
    return ((str(document.row), document.text) for document in held)


@lru_cache(maxsize=1)  # its dictionary takes longer to build than a shard to cut
def _cutter(terms: tuple[str, ...], engine: str) -> Callable[[Iterable[tuple[str, str]]], Tokens]:
    return tokenize.cutter(terms, engine=engine)


# --- writing ----------------------------------------------------------------------


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """Give a folder to fill, which is put in place at the end."""
    with workplace(folder) as work:
        fresh = work / "fresh"
        fresh.mkdir()
        yield fresh
        try:
            fresh.rename(folder)
        except OSError:  # it is there: made again as asked, or by another worker meanwhile
            if not folder.is_dir():
                raise
            folder.rename(work / "old")
            fresh.rename(folder)


def _write(folder: Path, order: Order, held: list[Document], text: str, tokens: Tokens) -> int:
    """Write the tables and the text of a shard; returns the cells of its matrix."""
    matrix = counted(tokens)
    write_bytes(text.encode("utf-32-le"), folder / "text.utf32")
    store.write_columns(folder / "documents.parquet", _documents(order, held, tokens, matrix))
    store.write_columns(
        folder / "tokens.parquet", {name: getattr(tokens, name) for name in COLUMNS}
    )
    store.write_columns(
        folder / "counts.parquet",
        {"document": matrix.row, "word": matrix.column, "count": matrix.count},
    )
    store.write_columns(
        folder / "words.parquet",
        {
            "word": tokens.words,
            "language": tokens.languages,
            "count": matrix.totals(),
            "documents": matrix.ranges(),
        },
    )
    return len(matrix.column)


def _documents(
    order: Order, held: Sequence[Document], tokens: Tokens, matrix: Matrix
) -> dict[str, Any]:
    """The columns of ``documents.parquet``.

    ``start`` is where the text begins in ``text.utf32``, in characters; ``tokens`` and
    ``types`` are how many rows of ``tokens.parquet`` and ``counts.parquet`` are its own.
    """
    characters = np.array([len(document.text) for document in held], np.int32)
    ends = np.cumsum(characters + len(END), dtype=np.int64)
    kept = {
        name: [document.kept[at] for document in held] for at, name in enumerate(order.named.keep)
    }
    return {
        "row": np.array([document.row for document in held], np.int32),
        "doc": [document.id for document in held],
        "date": [document.date for document in held],
        **kept,
        "start": ends - characters - len(END),
        "characters": characters,
        "tokens": np.diff(tokens.pointer).astype(np.int32),
        "types": np.diff(matrix.pointer).astype(np.int32),
        "sha256": [document.sha256 for document in held],
    }

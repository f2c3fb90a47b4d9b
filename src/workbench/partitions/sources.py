"""The files of a collection, and the pieces in which they are read.

A piece ends after a line whose own checksum says so, never at a fixed place: where a
document is put in or changed, the pieces before and after it stay the same bytes.
What cannot be read from its middle (compressed files, huge row groups) goes through
lines in a folder of its own, a piece a file, so that workers read the pieces alone.
"""

import gzip
import hashlib
import json
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from workbench import store
from workbench.corpus.importers.collection import scalar
from workbench.errors import InputError
from workbench.files import write_bytes
from workbench.partitions.cards import Source
from workbench.shards.pieces import Piece

LEAST, USUAL, MOST = 2**21, 2**21, 2**23  # bytes of a piece: at least, usually beyond that, at most
LONGEST = 2**26  # bytes of a line: a longer one is no document, but a file that has no lines

BUFFER = 2**18  # bytes; with fewer a line of some length takes several reads

OPENERS: dict[str, Any] = {".gz": gzip.open, ".xz": lzma.open}
DAMAGED = (gzip.BadGzipFile, lzma.LZMAError, zlib.error, EOFError)


def pieces(source: Source, named: list[str], spool: Path) -> Iterator[Piece]:
    """The pieces of a source in order; those that need a file of their own get it in ``spool``.

    named : the columns that are read.
    Raises InputError where the file cannot be read to its end.
    """
    with _telling(source):
        if source.path.suffix == ".parquet":
            yield from _parquet_pieces(source, named, spool)
        else:
            yield from _line_pieces(source, spool)


def columns(source: Source) -> list[str]:
    """The columns of a source: of a file of lines, those that its first line has."""
    with _telling(source):
        if source.path.suffix == ".parquet":
            return store.parquet_columns(source.path)
        with _opened(source) as (stream, _):
            line = next(_lines(stream), b"")
    try:
        first = json.loads(line.decode("utf-8-sig"))
    except ValueError:  # refused with its line when it is read
        return []
    return list(first) if isinstance(first, dict) else []


@contextmanager
def _telling(source: Source) -> Iterator[None]:
    """Say of which file it is what cannot be read."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{source.path}: {error}") from None
    except DAMAGED as error:
        raise InputError(f"{source.path}: damaged ({error}); get the file again") from None
    except OSError as error:
        raise InputError(f"{source.path}: cannot be read ({error.strerror or error})") from None


def runs(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines in runs of some megabytes; see the head of this module for where they end."""
    run: list[bytes] = []
    size = 0
    for line in lines:
        run.append(line)
        size += len(line)
        if size >= MOST or (size > LEAST and _ends(line)):
            yield run
            run, size = [], 0
    if run:
        yield run


def _ends(line: bytes) -> bool:
    """Whether a run ends after this line: in the mean once in ``USUAL`` bytes."""
    return zlib.crc32(line) < len(line) * (2**32 // USUAL)


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    while line := stream.readline(LONGEST):
        if len(line) == LONGEST:
            raise InputError(f"a line of {LONGEST >> 20} MB or more; write one document a line")
        yield line


@contextmanager
def _opened(source: Source) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The content of a file of lines, and the file as it is stored."""
    with source.path.open("rb", buffering=BUFFER) as stored:
        opener = OPENERS.get(source.path.suffix)
        if opener is None:
            yield stored, stored
        else:
            with opener(stored) as content:
                yield content, stored


def _line_pieces(source: Source, spool: Path) -> Iterator[Piece]:
    with _opened(source) as (stream, stored):
        lines = _lines(stream)
        if stream is stored:
            yield from _cut(source, lines)
        else:
            yield from _cut(source, lines, spool=spool, place=stored.tell)


def _cut(
    source: Source,
    lines: Iterable[bytes],
    *,
    spool: Path | None = None,
    place: Callable[[], int] = lambda: 0,
) -> Iterator[Piece]:
    """The pieces of lines: where they stand in the source, or in files put into ``spool``.

    ``place`` tells how much of a source has been read that is not its lines.
    """
    first, offset, read = 1, 0, 0
    for number, run in enumerate(runs(lines)):
        size, digest = sum(map(len, run)), _digest(run)
        end = offset + size
        if spool is None:
            yield Piece(source.name, source.path, offset, end, first, offset, digest, size)
        else:
            name = f"{store.sha256(source.name)[:16]}-{number}"
            held = write_bytes(b"".join(run), spool / name)
            took, read = place() - read, place()
            yield Piece(source.name, held, 0, size, first, offset, digest, took, spooled=True)
        first, offset = first + len(run), end


def _digest(run: list[bytes]) -> str:
    digest = hashlib.sha256()
    for line in run:
        digest.update(line)
    return digest.hexdigest()


# --- Parquet ------------------------------------------------------------------------


def _parquet_pieces(source: Source, named: list[str], spool: Path) -> Iterator[Piece]:
    groups = store.parquet_groups(source.path, named)
    if any(group.size > MOST for group in groups):
        rows = _Rows(source.path, named, of=sum(group.rows for group in groups))
        yield from _cut(source, rows, spool=spool, place=rows.place)
        return
    first, begin = 1, 0
    while begin < len(groups):
        end, size = begin, 0
        while end < len(groups) and size < LEAST:
            size += groups[end].size
            end += 1
        digest = store.parquet_hash(source.path, named, range(begin, end))
        took = sum(group.stored for group in groups[begin:end])
        yield Piece(source.name, source.path, begin, end, first, 0, digest, took, groups=True)
        first, begin = first + sum(group.rows for group in groups[begin:end]), end


class _Rows:
    """The rows of a Parquet file as lines of JSON, and how far the file is read with them."""

    def __init__(self, path: Path, named: list[str], *, of: int) -> None:
        self.path, self.named, self.of, self.done = path, named, of, 0

    def __iter__(self) -> Iterator[bytes]:
        for row in store.parquet_rows(self.path, columns=self.named):
            self.done += 1
            try:
                line = json.dumps(row, ensure_ascii=False, default=partial(scalar, "a value"))
            except ValueError as error:
                raise InputError(f"row {self.done}: {error}") from None
            yield line.encode() + b"\n"

    def place(self) -> int:
        """The share of the file that the rows so far take, in bytes."""
        return self.path.stat().st_size * self.done // self.of

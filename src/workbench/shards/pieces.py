"""A piece of a source: some documents that are cut together, and how they are read."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from workbench import store
from workbench.corpus import dates
from workbench.corpus.importers.collection import clean, members, scalar
from workbench.errors import InputError, did_you_mean

MARK = b"\xef\xbb\xbf"  # byte order mark

Fault = tuple[int, str]  # the line or row in the source, and what is wrong with it


class Named(NamedTuple):
    """The columns of text, id and date (empty where there is none), and further ones."""

    text: str
    id: str
    date: str
    keep: tuple[str, ...]

    @property
    def all(self) -> list[str]:
        """Every column that is read."""
        return [name for name in (self.text, self.id, self.date, *self.keep) if name]


@dataclass(frozen=True)
class Piece:
    """Some documents of a source.

    ``held`` is the file that has the bytes ``[begin, end)``, or the row groups of these
    numbers where ``groups``; a file of its own where ``spooled``. ``first`` is its first
    line or row in the source, from 1, ``offset`` its first byte there, and ``read`` the
    bytes of the source that are read with it.
    """

    source: str
    held: Path
    begin: int
    end: int
    first: int
    offset: int
    sha256: str
    read: int
    groups: bool = False
    spooled: bool = False


class Document(NamedTuple):
    """One document: its row in the piece, from 0, and its text with LF line ends."""

    row: int
    id: str
    date: str
    kept: tuple[str, ...]
    text: str
    sha256: str  # of the text


def documents(piece: Piece, named: Named) -> tuple[list[Document], list[Fault]]:
    """The documents of a piece, and the rows that are none.

    Raises InputError where the source is no longer what it was when it was parted.
    """
    found, faults = [], []
    rows = _groups(piece, named) if piece.groups else _lines(piece)
    for number, values in rows:
        try:
            if isinstance(values, str):
                raise ValueError(values)
            found.append(_document(number, values, named))
        except ValueError as error:
            faults.append((piece.first + number, str(error)))
    return found, faults


def _groups(piece: Piece, named: Named) -> Iterator[tuple[int, Mapping[str, Any]]]:
    groups = range(piece.begin, piece.end)
    _refuse_change(piece, store.parquet_hash(piece.held, named.all, groups))
    yield from enumerate(store.parquet_rows(piece.held, columns=named.all, groups=groups))


def _lines(piece: Piece) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    with piece.held.open("rb") as stream:
        stream.seek(piece.begin)
        data = stream.read(piece.end - piece.begin)
    _refuse_change(piece, store.sha256(data))
    at = piece.offset
    for number, line in enumerate(data.split(b"\n")):
        bare = line.removeprefix(MARK) if at == 0 else line
        if bare.strip():
            yield number, _members(bare, at + len(line) - len(bare))
        at += len(line) + 1


def _members(line: bytes, at: int) -> Mapping[str, Any] | str:
    """The members of one line that begins at byte ``at``, or what is wrong with it."""
    try:
        return members(line.decode())
    except UnicodeDecodeError as error:
        return f"not UTF-8 at byte {at + error.start} of the file; save it as UTF-8"
    except ValueError as error:
        return str(error)


def _refuse_change(piece: Piece, found: str) -> None:
    if found != piece.sha256:
        raise InputError(f"{piece.source}: changed while it was being read; do the same again")


def _document(row: int, values: Mapping[str, Any], named: Named) -> Document:
    if named.text not in values:
        raise ValueError(f"no {named.text!r}{did_you_mean(named.text, values)}")
    text = values[named.text]
    if not isinstance(text, str):
        raise ValueError(f"{named.text!r} is no text but {json.dumps(text, default=str)[:40]}")
    text = clean(named.text, text).replace("\r\n", "\n").replace("\r", "\n")
    return Document(
        row,
        _id(values, named.id) if named.id else "",
        _date(named.date, _said(values, named.date)) if named.date else "",
        tuple(_said(values, name) for name in named.keep),
        text,
        store.sha256(text),
    )


def _said(values: Mapping[str, Any], name: str) -> str:
    return clean(name, scalar(name, values.get(name))).strip()


def _id(values: Mapping[str, Any], name: str) -> str:
    if said := _said(values, name):
        return said
    raise ValueError(f"no {name!r}: every document needs its id{did_you_mean(name, values)}")


@lru_cache(maxsize=2**14)  # a collection has few days and many documents
def _date(name: str, said: str) -> str:
    day = dates.day(re.sub(r"(?<=^\d{4}-\d{2}-\d{2})[T ].*", "", said))
    if day and not _is_date(day):
        raise ValueError(
            f"{name}: {said!r} is no date; write 2018, 2018-08 or 2018-08-08, "
            "or name the column under keep instead"
        )
    return day


def _is_date(day: str) -> bool:
    try:
        date.fromisoformat(day + "-01-01"[len(day) - 4 :])
    except ValueError:
        return False
    return bool(re.fullmatch(r"\d{4}(-\d{2}){0,2}", day))

"""A zip archive under caps: nothing is unpacked before its own list of members is believed.

A small archive can unpack to a disk full, a name can lead out of a folder, and a
few lines of XML can expand without end. Members are read by name, one at a time.
"""

import io
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZipFile, ZipInfo

from lxml import etree

from workbench.corpus.importers.extract import Unreadable, printable

MEMBERS = 5_000
UNPACKED = 300 * 1024**2  # bytes, all members together
SMALL = 10 * 1024**2  # up to here a high ratio does no harm
RATIO = 100  # unpacked to packed; text packs to a tenth, repeated tables to a fiftieth
WEAK = "broken or cut off: it cannot be unpacked; open it in its program and save it again"


def archive(data: bytes) -> ZipFile:
    """The archive in ``data`` if its list of members is within the caps and harmless."""
    try:
        opened = ZipFile(io.BytesIO(data))
        members = opened.infolist()
    except Exception as error:  # a damaged archive fails in ways of every kind
        raise Unreadable(WEAK) from error
    _refuse_bomb(members, len(data))
    names = [member.filename for member in members]
    for member in members:
        if member.flag_bits & 1:
            raise Unreadable("encrypted; save it without a password")
        if _leads_out(member.filename):
            raise Unreadable(f"unsafe: a member is called {member.filename[:80]!r}; make it anew")
    if len(set(names)) < len(names):
        raise Unreadable("unsafe: two members have the same name; save the document again")
    return opened


def part(opened: ZipFile, name: str) -> Any:
    """The root of an XML member as an lxml element, or None if there is no such member."""
    try:
        data = opened.read(name)
    except KeyError:
        return None
    except Exception as error:  # a damaged member as well
        raise Unreadable(WEAK) from error
    return _root(data, name)


def _root(data: bytes, name: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    declares = f"unsafe: {name} declares entities; open the document and save it again"
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise Unreadable(declares)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(
            f"broken: {name} in it is no XML ({printable(str(error), 80)}); save it again"
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(declares)
    return root


def _refuse_bomb(members: list[ZipInfo], packed: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MEMBERS:
        raise Unreadable(f"unsafe: {len(members)} members, at most {MEMBERS} are read; split it")
    if unpacked > UNPACKED or (unpacked > SMALL and unpacked > RATIO * packed):
        raise Unreadable(
            f"unsafe: {packed:,} bytes unpack to {unpacked:,}; take large pictures out and split it"
        )


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name

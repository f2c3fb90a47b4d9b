"""From bytes to characters, without a guess: what cannot be known is asked.

A detector errs on short Chinese texts, and a wrong encoding can look like text.
So a byte order mark is believed, then strict UTF-8, then what was declared; else
the file is refused, with what it would read like in each encoding that fits.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from workbench.corpus.importers.extract import Unreadable, printable
from workbench.errors import did_you_mean

# UTF-32 stands first: its little-endian mark begins with that of UTF-16.
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
WIDE = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
STATEFUL = {"hz", "iso2022_jp", "iso2022_kr"}  # ASCII bytes that mean other characters
ONE_BYTE = {f"cp{page}" for page in (437, 850, 1250, 1251, 1252, 1253, 1254, 1257)} | {
    f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 7, 9, 10, 13, 15)
}
MANY_BYTES = {"gb18030", "big5", "big5hkscs", "cp950", "shift_jis", "cp932", "euc_jp"} | {
    *("euc_kr", "cp949", "johab")
}
KNOWN = {"utf-8", "ascii", "koi8-r", "mac-roman"} | WIDE | STATEFUL | ONE_BYTE | MANY_BYTES
GB_OWN = {0xE5E5, *range(0xE766, 0xE865)}  # a wide space; rows A2, A6, A8 and FE of GB 18030
LATER = range(0x20000, 0x40000)
SUPERSET = {"gb2312": "gb18030", "gbk": "gb18030", "utf-8-sig": "utf-8"}  # what people mean
ORDERS = {"utf-16": ("utf-16-le", "utf-16-be"), "utf-32": ("utf-32-le", "utf-32-be")}
OFFERED = [
    *("gb18030", "big5", "cp950", "big5hkscs", "utf-16-le", "utf-16-be"),
    *("cp932", "euc_jp", "cp949", "cp1252"),  # the last one fits nearly everything
]
EXAMPLES = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5", "shift_jis", "euc_kr")
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
SAMPLE = 20  # characters of each offer
OFFERS = 5
SNIFFED = 1 << 16  # bytes a detector and an offer look at


@dataclass(frozen=True)
class Decoded:
    """A text with LF line ends, the encoding it was read in, and what was changed."""

    text: str
    encoding: str
    notes: list[str] = field(default_factory=list)


def decode(data: bytes, declared: str = "") -> Decoded:
    """The characters of a plain file; ``declared`` is its encoding as someone states it.

    Valid UTF-8 and a byte order mark outweigh a declaration, so that one
    declared for a folder breaks no file in it; a note says so. Raises Unreadable
    with the offset of the first bad byte and the encodings that would fit.
    """
    codec = known_encoding(declared) if declared else ""
    marked = _marked(data)
    because = ""
    if marked:
        text, used = _strict(data, marked, f"its mark says {marked}"), marked
        because = f"begins with the mark of {marked}"
    elif (plain := _utf8(data, codec)) is not None:
        text, used, because = plain, "utf-8", "is valid UTF-8"
    elif codec:
        used = _ordered(data, codec, declared) if codec in ORDERS else codec
        text = _strict(data, used, f"declared {declared}")
        if odd := unused(text, used):
            raise Unreadable(f"{odd}; {_offer(data, used)}")
    else:
        raise _undeclared(data)
    notes = _overruled(declared, codec, used, because, text)
    if text.startswith("\ufeff"):
        text = text[1:]
        notes.append("byte order mark dropped")
    _refuse_binary(text)
    text, ends = _line_ends(text)
    return Decoded(text, "utf-8-sig" if marked == "utf-8" else used, notes + ends)


def unused(text: str, codec: str) -> str:
    """What shows that ``text`` was not written in ``codec``; empty if nothing does.

    A wrong encoding that fits all bytes still leads to characters that nobody writes.
    Unicode's own encodings say what they mean, so nothing is held against them.
    """
    if codec in WIDE or codec == "utf-8":
        return ""
    odd = [character for character in set(text) if not _written(character, controls=True)]
    if not odd:
        return ""
    at = min(map(text.index, odd))
    where = f"the first is U+{ord(text[at]):04X} at character {at}"
    return f"reads as {codec} with characters nobody uses ({where})"


def _overruled(declared: str, codec: str, used: str, because: str, text: str) -> list[str]:
    """A note where a declaration was not followed and that makes a difference."""
    if not (codec and because) or used.startswith(codec):
        return []
    if text.isascii() and codec not in WIDE:
        return []
    return [f"declared {declared}, but it {because} and was read as that"]


def known_encoding(name: str) -> str:
    """The codec meant by ``name``; raises Unreadable with the nearest known names."""
    bare = name.strip().lower().removeprefix("x-")
    spelled = re.sub(r"^utf[-_ ]?(8|16|32)[-_ ]?([lb]e)?$", _hyphened, bare)
    try:
        codec = codecs.lookup(spelled).name
    except (LookupError, ValueError):
        codec = ""
    codec = SUPERSET.get(codec, codec)
    if codec not in KNOWN:
        hint = did_you_mean(bare, KNOWN | set(SUPERSET)) or f"; known are {', '.join(EXAMPLES)}"
        raise Unreadable(f"unknown encoding {name!r}{hint}")
    return codec


def _hyphened(utf: re.Match[str]) -> str:
    return "-".join(filter(None, ("utf", *utf.groups())))


def _marked(data: bytes) -> str:
    """The encoding of the byte order mark, or an empty string."""
    found = [name for mark, name in MARKS.items() if data.startswith(mark)]
    if found[:1] == ["utf-32-le"] and len(data) % 4:
        return found[1]
    return found[0] if found else ""


def _utf8(data: bytes, codec: str) -> str | None:
    """The text if it is valid UTF-8, and no declaration explains its ASCII better.

    Bytes of UTF-16 can all be ASCII, but hardly without a control character.
    """
    if b"\0" in data or (data.isascii() and _explained(data, codec)):
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _explained(data: bytes, codec: str) -> bool:
    return codec in STATEFUL or (codec in WIDE and bool(CONTROLS.search(data)))


def _strict(data: bytes, codec: str, claim: str) -> str:
    if b"\0" in data and codec not in WIDE:
        raise _undeclared(data)
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{claim}, but byte {error.start} is not; {_offer(data, codec)}"
        ) from error


def _ordered(data: bytes, codec: str, declared: str) -> str:
    """The byte order in which alone ``data`` is a text; refused where both would be."""
    readings = dict(_samples(data, ORDERS[codec]))
    if len(readings) > 1:
        raise Unreadable(
            f"declared {declared}, but byte 0 is no mark of its order; {_said(readings)}"
        )
    return next(iter(readings), ORDERS[codec][0])


def _refuse_binary(text: str) -> None:
    if "\0" in text:
        at = text.index("\0")
        raise Unreadable(f"no text: character {at} is NUL; it is a binary file, export its text")


def _line_ends(text: str) -> tuple[str, list[str]]:
    if "\r" not in text:
        return text, []
    pairs = text.count("\r\n")
    lone = text.count("\r") - pairs
    made = text.replace("\r\n", "\n").replace("\r", "\n")
    some = "some of the " if made.count("\n") > pairs + lone else ""
    kinds = " and ".join(["CRLF"] * bool(pairs) + ["CR"] * bool(lone))
    return made, [f"{some}line ends were {kinds}"]


# --- what a refusal offers ------------------------------------------------------


def _undeclared(data: bytes) -> Unreadable:
    """Why neither a mark nor UTF-8 nor a declaration makes these bytes a text."""
    if b"\0" in data:
        return _binary(data)
    at = _first_bad(data)
    damaged = "; it is UTF-8 up to there and may be damaged" if not data[:at].isascii() else ""
    return Unreadable(f"not UTF-8 at byte {at}, no encoding declared{damaged}; {_offer(data)}")


def _first_bad(data: bytes) -> int:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def _binary(data: bytes) -> Unreadable:
    at = data.index(b"\0")
    offers = dict(_samples(data, [name for pair in ORDERS.values() for name in pair]))
    if not offers:
        return Unreadable(f"no text: byte {at} is NUL; it is a binary file, export its text")
    return Unreadable(f"byte {at} is NUL, no encoding declared and no mark; {_said(offers)}")


def _offer(data: bytes, without: str = "") -> str:
    likely = filter(None, [_guess(data)])
    tried = (codec for codec in dict.fromkeys([*likely, *OFFERED]) if codec != without)
    return _said(dict(islice(_samples(data, tried), OFFERS)))


def _said(offers: Mapping[str, str]) -> str:
    if not offers:
        return "it fits no encoding known here; save it as UTF-8 in the program that wrote it"
    shown = "; ".join(f"as {codec}: {sample}" for codec, sample in offers.items())
    return f"it reads {shown}; say --encoding {next(iter(offers))} if that one is right"


def _guess(data: bytes) -> str:
    """What a detector holds most likely; only the order of the offers rests on it."""
    from charset_normalizer import from_bytes  # slow to import, and rarely needed

    begin = max(0, _first_bad(data) - SNIFFED // 2)
    best = from_bytes(data[begin : begin + SNIFFED], cp_isolation=OFFERED).best()
    return codecs.lookup(best.encoding).name if best else ""


def _samples(data: bytes, tried: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each encoding that fits all of ``data``, and how it reads from where it is not ASCII.

    Of several that read the same only the first is told.
    """
    told = set()
    for codec in tried:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        foreign = re.search(r"[^\x00-\x7f]", text)
        part = text[foreign.start() if foreign else 0 :][:SNIFFED]
        sample = printable(part[: 3 * SAMPLE], SAMPLE)
        if sample not in told and all(map(_written, part)):
            told.add(sample)
            yield codec, sample


def _written(character: str, *, controls: bool = False) -> bool:
    """Whether a text would hold it: no private or unassigned character, no control.

    ``controls`` lets controls pass. What GB 18030 itself puts into the private area is
    written, and so are ideographs that are younger than this Python.
    """
    kind, code = unicodedata.category(character), ord(character)
    if character.isspace() or (kind == "Cc" and controls):
        return True
    own = code in GB_OWN or (kind == "Cn" and code in LATER)
    return own or kind not in {"Cc", "Co", "Cn"}

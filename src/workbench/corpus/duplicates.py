"""Copies: the same text twice, in the other script, or reprinted with small changes.

A story that three newspapers carry is one source, not three. The only module that knows
datasketch. Texts are compared by their letters and figures alone (no white space, no
punctuation but the decimal point, NFKC, case-folded), without the furniture of their pages.
"""

import hashlib
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.corpus import fold
from workbench.errors import UsageError

if TYPE_CHECKING:
    from datasketch import MinHash

SHINGLE = 5  # code points
SHORTEST = 50  # letters; below, a changed name already makes another text of it
PERMUTATIONS = 128  # an estimate of 0.8 is then right within 0.035 (one standard deviation)
DOUBT = 0.15  # how far below the threshold an estimate may be for the texts to be compared
MISSED = 1e-4  # the chance, at most, that a pair exactly at the threshold is not proposed
BATCH = 10_000  # shingles at a time: 5 MB, however long the text


class Pair(NamedTuple):
    """Two documents of one text, ``one < other``.

    ``similarity`` is the share of shingles they have in common, 1.0 for exact and script;
    it is ``estimated`` where a text was not at hand.
    """

    one: str
    other: str
    kind: Literal["exact", "script", "near"]
    similarity: float
    estimated: bool = False


class Signature(NamedTuple):
    """What is remembered of a text to compare it, about 600 bytes.

    ``written`` and ``simplified`` are sha256 of its letters in their own script and in
    simplified characters; both are empty for a text without letters. ``values`` are
    MinHash values of shape ``(128,)``, or ``(0,)`` for a short text.
    """

    written: str
    simplified: str
    shingles: int
    values: NDArray[np.uint32]

    def to_hex(self) -> str:
        """This signature as one word, the same on every machine."""
        values = self.values.astype("<u4").tobytes().hex()
        return f"{self.written}{self.simplified}{self.shingles:08x}{values}"

    @classmethod
    def from_hex(cls, word: str) -> "Signature":
        """The signature that ``to_hex`` wrote; ValueError where it did not."""
        if len(word) not in (8, 136, 136 + 8 * PERMUTATIONS):
            raise ValueError(f"a signature has not {len(word)} characters")
        at = 64 if len(word) > 8 else 0
        values = np.frombuffer(bytes.fromhex(word[2 * at + 8 :]), dtype="<u4").astype(np.uint32)
        return cls(word[:at], word[at : 2 * at], int(word[2 * at : 2 * at + 8], 16), values)


def signature(text: str) -> Signature:
    """The signature of ``text``, from which furniture has been taken out.

    A text of fewer than 50 letters gets no MinHash values: it can be an exact copy or one
    in the other script, but never a near one, because a headline, a caption or a form
    resembles many that are no copies of it.
    """
    written = _written(text)
    if not written:
        return Signature("", "", 0, np.empty(0, np.uint32))
    simplified = _simplified(written)
    shingles = _shingles(simplified)
    long = len(simplified) >= SHORTEST
    values = _min_hash(shingles) if long else np.empty(0, np.uint32)
    return Signature(_sha256(written), _sha256(simplified), len(shingles), values)


def similarity(a: str, b: str) -> float:
    """The Jaccard similarity of the shingles of two texts: shared / all, 0 to 1.

    Texts of the same letters are 1.0 however short; a text without letters is like none.
    """
    one, other = _simplified(_written(a)), _simplified(_written(b))
    return 1.0 if one and one == other else _jaccard(_shingles(one), _shingles(other))


def pairs(
    signatures: Mapping[str, Signature],
    *,
    at_least: float = 0.8,
    among: Collection[str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> list[Pair]:
    """Every copy, paired with the first of those it is a copy of; sorted.

    n exact copies give n - 1 pairs, not n * (n - 1) / 2, and only the first of them is
    compared any further: with copies in the other script, and then with near ones.
    Near copies have a similarity of ``at_least``: MinHash proposes and ``texts``, those
    that were signed, decide; without both texts the estimate does.
    among : only pairs with one of these documents, such as those just imported.
    Raises UsageError unless 0 < at_least <= 1.
    """
    if not 0 < at_least <= 1:
        raise UsageError(f"a similarity of {at_least} is impossible; take one above 0, at most 1")
    signed = {doc: signatures[doc] for doc in sorted(signatures) if signatures[doc].written}
    exact, firsts = _same(signed, "exact")
    script, firsts = _same(firsts, "script")
    wanted = set(signed) if among is None else set(among)
    near = _near(firsts, at_least, wanted, texts or {})
    return sorted(pair for pair in (*exact, *script, *near) if wanted & {pair.one, pair.other})


def _same(
    signed: Mapping[str, Signature], kind: Literal["exact", "script"]
) -> tuple[list[Pair], dict[str, Signature]]:
    """Each document with the first one of the same text, and those that are the first."""
    first: dict[str, str] = {}
    found = []
    for doc, sign in signed.items():
        key = sign.written if kind == "exact" else sign.simplified
        if (one := first.setdefault(key, doc)) != doc:
            found.append(Pair(one, doc, kind, 1.0))
    return found, {doc: signed[doc] for doc in first.values()}


def _near(
    signed: Mapping[str, Signature], at_least: float, wanted: set[str], texts: Mapping[str, str]
) -> Iterator[Pair]:
    @lru_cache(maxsize=64)
    def shingles(doc: str) -> set[str] | None:
        text = texts.get(doc)
        return None if text is None else _shingles(_simplified(_written(text)))

    for one, other, share in _proposed(signed, at_least, wanted):
        a, b = shingles(one), shingles(other)
        if a is not None and b is not None:
            share = _jaccard(a, b)
        if share >= at_least:
            yield Pair(one, other, "near", share, estimated=a is None or b is None)


def _proposed(
    signed: Mapping[str, Signature], at_least: float, wanted: set[str]
) -> Iterator[tuple[str, str, float]]:
    """The pairs that may be similar by their size and their values, each once, and the estimate.

    One document at a time: of pages made by one form there may be millions of pairs.
    """
    docs = [doc for doc, sign in signed.items() if len(sign.values)]
    if not docs:
        return
    values = np.stack([signed[doc].values for doc in docs])
    sizes = np.array([signed[doc].shingles for doc in docs])
    asks = np.array([doc in wanted for doc in docs])
    for at, groups in _alike(values, _rows(at_least)).items():
        if asks[at]:
            others = np.unique(np.concatenate(groups))
            others = others[(others > at) | ~asks[others]]
            few, many = np.minimum(sizes[others], sizes[at]), np.maximum(sizes[others], sizes[at])
            others = others[(few >= at_least * many) & (others != at)]
            shares = np.mean(values[others] == values[at], axis=1)
            for other, share in zip(others.tolist(), shares.tolist(), strict=True):
                if share >= at_least - DOUBT:
                    yield docs[min(at, other)], docs[max(at, other)], share


def _alike(values: NDArray[np.uint32], rows: int) -> dict[int, list[NDArray[np.int64]]]:
    """For each document that shares a band with others: those who share it, band by band."""
    found: dict[int, list[NDArray[np.int64]]] = defaultdict(list)
    for first in range(0, PERMUTATIONS - rows + 1, rows):
        same: dict[bytes, list[int]] = defaultdict(list)
        for at, band in enumerate(values[:, first : first + rows]):
            same[band.tobytes()].append(at)
        for members in same.values():
            if len(members) > 1:
                group = np.array(members)  # one array, however many have it
                for at in members:
                    found[at].append(group)
    return found


def _rows(at_least: float) -> int:
    """As many rows a band, and so as few proposals, as MISSED allows."""
    rows = PERMUTATIONS // 2  # two bands are the fewest
    while rows > 1 and (1 - at_least**rows) ** (PERMUTATIONS // rows) > MISSED:
        rows -= 1
    return rows


def _written(text: str) -> str:
    """The letters and figures of ``text``, in its own script."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"(?:[^\w.]|_|(?<!\d)\.|\.(?!\d))+", "", plain)


def _simplified(written: str) -> str:
    return "".join(map(_letter, written))  # they are composed: each folds alone


@cache
def _letter(letter: str) -> str:
    return fold.folded(letter).text


def _shingles(letters: str) -> set[str]:
    return {letters[at : at + SHINGLE] for at in range(len(letters) - SHINGLE + 1)}


def _jaccard(a: set[str], b: set[str]) -> float:
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if shared else 0.0


def _sha256(letters: str) -> str:
    return hashlib.sha256(letters.encode()).hexdigest()


# datasketch brings scipy along, which takes a second: it is imported where it is needed.


@cache
def _blank() -> "MinHash":
    from datasketch import MinHash

    return MinHash(PERMUTATIONS, seed=1, hashfunc=zlib.crc32, scheme="affine32")


def _min_hash(shingles: Iterable[str]) -> NDArray[np.uint32]:
    sketch = _blank().copy()
    encoded = [shingle.encode() for shingle in shingles]
    for at in range(0, len(encoded), BATCH):
        sketch.update_batch(encoded[at : at + BATCH])
    values: NDArray[np.uint32] = sketch.hashvalues
    return values

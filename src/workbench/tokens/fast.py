"""Cutting many texts by compiled kernels: straight to numbers, no string for each word."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.tokens import kernel
from workbench.tokens.dictionary import Codes, Dictionary, codes_of, model
from workbench.tokens.english import in_runs
from workbench.tokens.table import COLUMNS, Names, Tokens, names

BLOCK = 2**20  # tokens that are renumbered at once


def cut(batches: Iterable[list[tuple[str, str]]], own: Dictionary) -> Tokens:
    """The tokens of batches of (document, text) pairs, at less than 20 bytes a token."""
    vocabulary, docs = Vocabulary(), []
    columns = {name: Column() for name in (*COLUMNS, "size")}
    for batch in batches:
        docs += [doc for doc, _ in batch]
        for name, values in _cut([text for _, text in batch], own, vocabulary).items():
            columns[name].append(values)
    made = {name: column.whole() for name, column in columns.items()}
    words, languages, number = vocabulary.sorted()
    for block in np.array_split(made["word"], 1 + len(made["word"]) // BLOCK):
        block[:] = number[block]  # NumPy copies what it looks up with, at eight bytes each
    pointer = np.append(0, np.cumsum(made.pop("size"), dtype=np.int64))
    return Tokens(names(docs), pointer, words=words, languages=languages, **made)


class Column:
    """Numbers that grow in place: the system moves the pages, nothing is there twice."""

    def __init__(self) -> None:
        self._held = np.empty(0, np.int32)
        self._used = 0

    def append(self, values: NDArray[np.int32]) -> None:
        """Put ``values`` behind what is there."""
        end = self._used + len(values)
        if end > len(self._held):
            self._held.resize(max(end, len(self._held) + len(self._held) // 16), refcheck=False)
        self._held[self._used : end] = values
        self._used = end

    def whole(self) -> NDArray[np.int32]:
        """All of them; nothing can be appended any more."""
        self._held.resize(self._used, refcheck=False)
        return self._held


def _cut(
    texts: list[str], own: Dictionary, vocabulary: "Vocabulary"
) -> dict[str, NDArray[np.int32]]:
    whole = "".join(texts)
    codes, pointer = codes_of(whole), np.cumsum([0, *map(len, texts)])
    start, end, is_english = _pieces(whole, codes, pointer, own)
    word = vocabulary.number(codes, start, end, is_english)
    kept = vocabulary.is_word[word]
    if not kept.all():
        start, end, word = start[kept], end[kept], word[kept]
    held = {
        "word": word,
        "start": start,
        "length": end - start,
        "paragraph": np.empty(len(start), np.int32),
        "size": np.empty(len(texts), np.int32),
    }
    kernel.places(codes, pointer, start, held["paragraph"], held["size"])
    return held


def _pieces(
    whole: str, codes: Codes, pointer: NDArray[np.int64], own: Dictionary
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    """Starts, ends and language of what may be a word, in the order of the texts."""
    most = len(codes) + 1
    begins, ends, is_english = (
        np.empty(most, np.int64),
        np.empty(most, np.int64),
        np.empty(most, bool),
    )
    count = kernel.language_runs(codes, pointer, begins, ends, is_english)
    begins, ends, is_english = begins[:count], ends[:count], is_english[:count]
    zh = (begins[~is_english], ends[~is_english])
    stops = np.empty(int((zh[1] - zh[0]).sum()), np.int32)
    trie = (own.keys, own.nodes, own.weight, own.alone)
    count = kernel.cut(codes, *zh, *trie, *model(), stops)
    start, end = np.empty(count, np.int32), np.empty(count, np.int32)
    found = kernel.kept(codes, *zh, stops, count, _is_word(), start, end)
    start, end = start[:found], end[:found]
    if not is_english.any():
        return start, end, np.zeros(found, bool)
    first, last = in_runs(whole, begins[is_english].tolist(), ends[is_english].tolist())
    start, end = np.append(start, first.astype(np.int32)), np.append(end, last.astype(np.int32))
    order = np.argsort(start, kind="stable")
    return start[order], end[order], order >= found


@lru_cache(maxsize=1)
def _is_word() -> NDArray[np.bool_]:
    """Which of the characters up to U+FFFF are letters, digits or ideographs."""
    return np.array([chr(code).isalnum() for code in range(0x10000)])


class Vocabulary:
    """The different words met so far: numbers by a hash table, characters in one pool."""

    def __init__(self) -> None:
        self._known = 0
        self._slots = np.empty(0, np.int32)
        self._hashes = np.empty(0, np.uint64)
        self._offsets = np.zeros(1, np.int64)
        self._pool = np.empty(0, np.uint32)
        self._english = np.empty(0, bool)
        self._spelled: list[str] = []
        self.is_word = np.empty(0, bool)  # holds a letter, digit or ideograph

    def number(
        self,
        codes: Codes,
        starts: NDArray[np.int32],
        ends: NDArray[np.int32],
        is_english: NDArray[np.bool_],
    ) -> NDArray[np.int32]:
        """The number of each word ``codes[start:end]``, an English one apart from a Chinese."""
        self._make_room(len(starts), int((ends - starts).sum()))
        words = np.empty(len(starts), np.int32)
        self._known = kernel.number(
            *(codes, starts, ends, is_english, self._slots, self._hashes, self._offsets),
            *(self._pool, self._english, self._known, words),
        )
        new = [self._word(number) for number in range(len(self._spelled), self._known)]
        self._spelled += new
        fit = np.array([any(map(str.isalnum, word)) for word in new], bool)  # also if none is new
        self.is_word = np.append(self.is_word, fit)
        return words

    def _word(self, number: int) -> str:
        held = self._pool[self._offsets[number] : self._offsets[number + 1]]
        return held.tobytes().decode("utf-32-le", "surrogatepass")

    def _make_room(self, words: int, characters: int) -> None:
        """Let every word of a batch be a new one."""
        most = self._known + words
        if len(self._offsets) <= most:  # it has one more than there are words
            for name in ("_hashes", "_offsets", "_english"):
                setattr(self, name, _grown(getattr(self, name), 2 * most + 1))
            self._slots = np.full(1 << (4 * most).bit_length(), -1, np.int32)
            kernel.renumber(self._slots, self._hashes, self._known)
        used = int(self._offsets[self._known])
        if len(self._pool) < used + characters:
            self._pool = _grown(self._pool, 2 * (used + characters))

    def sorted(self) -> tuple[Names, Names, NDArray[np.int32]]:
        """The words by word and language, and for each number where it stands there.

        An English word stands in lower case, whatever its capitals were.
        """
        pairs = [
            (word.lower(), "en") if english else (word, "zh")
            for word, english in zip(self._spelled, self._english.tolist(), strict=False)
        ]
        whole = sorted({pair for pair, fits in zip(pairs, self.is_word, strict=True) if fits})
        at = {pair: place for place, pair in enumerate(whole)}
        number = np.array([at.get(pair, -1) for pair in pairs], np.int32)
        return names(word for word, _ in whole), names(lang for _, lang in whole), number


def _grown(array: NDArray[Any], size: int) -> NDArray[Any]:
    larger = np.zeros(size, array.dtype)
    larger[: len(array)] = array
    return larger

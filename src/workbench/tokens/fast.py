"""The fast engine: what jieba does, on code points, for many texts at once."""

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from itertools import groupby, pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.tokens import english, kernel
from workbench.tokens.chinese import in_order, term_frequency
from workbench.tokens.table import COLUMNS, Names, Tokens, names

BATCH = 2**20  # characters that are cut at once
STATES = "BEMS"  # begin, end, middle, single

Codes = NDArray[np.uint32]


def codes_of(text: str) -> Codes:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _jieba(name: str) -> Path:
    spec = find_spec("jieba")  # finds it without importing it
    assert spec
    assert spec.origin
    return Path(spec.origin).parent / name


def _module(name: str) -> ModuleType:
    """A module of jieba that holds nothing but numbers, without jieba."""
    spec = spec_from_file_location(f"_numbers_of_jieba.{Path(name).stem}", _jieba(name))
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Dictionary:
    """jieba's dictionary as a trie, with room for ``more`` characters of further words.

    ``weight`` has the log probability of the word that ends at each node, NaN where none
    does; ``frequency`` its frequency, 0 where it is but the beginning of one.
    """

    def __init__(self, more: int = 0) -> None:
        codes = codes_of(_jieba("dict.txt").read_text("utf-8"))
        nodes = codes.size // 5 + more  # its words share most of their beginnings
        self.keys = np.full(1 << (2 * nodes).bit_length(), -1, np.int64)
        self.nodes = np.empty(len(self.keys), np.int32)
        self.frequency = np.zeros(nodes, np.int64)
        self._used = np.zeros(1, np.int64)
        self.total = int(kernel.parse(codes, self.keys, self.nodes, self._used, self.frequency))
        self.weight = self._weights()
        self.alone = math.log(1) - math.log(self.total)

    def _weights(self) -> NDArray[np.float64]:
        """By Python's own logarithm, as jieba's: the last bit decides between ways as good."""
        logs = np.full(int(self.frequency.max()) + 1, math.nan)
        known = np.zeros(len(logs), bool)
        known[self.frequency] = True
        known[0] = False
        whole = math.log(self.total)
        logs[known] = [math.log(one) - whole for one in np.flatnonzero(known).tolist()]
        return logs[self.frequency]

    def add(self, word: str, frequency: int) -> None:
        """Add a word, or give it another frequency; all others stay as probable as they are."""
        node = kernel.insert(self.keys, self.nodes, self._used, codes_of(word))
        self.frequency[node] = min(frequency, np.iinfo(np.int64).max)
        self.weight[node] = math.log(frequency) - math.log(self.total)

    def frequency_of(self, word: str) -> int:
        """How often a word is said to stand: 0 for a beginning of words, 1 for what is unknown."""
        codes = codes_of(word)
        node = kernel.find(self.keys, self.nodes, codes, 0, len(codes))
        return 1 if node == -1 else int(self.frequency[node])


class Model(NamedTuple):
    """jieba's hidden Markov model; states in the order begin, end, middle, single."""

    emit: NDArray[np.float64]  # shape (4, Han)
    start: NDArray[np.float64]
    transit: NDArray[np.float64]  # shape (4, 4)


@lru_cache(maxsize=1)
def model() -> Model:
    """The model, read from the files of numbers that come with jieba."""
    start, transit, emit = (
        _module(f"finalseg/prob_{part}.py").P for part in ("start", "trans", "emit")
    )
    first, last = kernel.HAN_FIRST, kernel.HAN_LAST
    table = np.full((4, last - first + 1), kernel.NOTHING)
    for state, seen in zip(table, map(emit.get, STATES), strict=True):
        state[[ord(han) - first for han in seen]] = list(seen.values())
    return Model(
        table,
        np.array([start[state] for state in STATES]),
        np.array([[transit[one].get(two, kernel.NOTHING) for two in STATES] for one in STATES]),
    )


class Segmenter:
    """Cuts runs of code points into the words of jieba."""

    def __init__(self, terms: Iterable[str]) -> None:
        listed = in_order(terms)
        self._dictionary = Dictionary(sum(map(len, listed)))
        for term in listed:
            total = self._dictionary.total
            self._dictionary.add(term, term_frequency(term, total=total, suggested=self._suggested))

    def ends(
        self, codes: Codes, begins: NDArray[np.int64], ends: NDArray[np.int64], *, hmm: bool = True
    ) -> NDArray[np.int32]:
        """Where each piece of the runs ``[begins, ends)`` ends."""
        own = self._dictionary
        out = np.empty(int((ends - begins).sum()), np.int32)
        count = kernel.cut(
            *(codes, begins, ends, own.keys, own.nodes, own.weight, own.alone, hmm),
            *(*model(), out),
        )
        return out[:count]

    def _suggested(self, term: str) -> int:
        """The frequency with which a word holds against its own parts, as jieba suggests it."""
        codes, share, own = codes_of(term), 1.0, self._dictionary
        ends = self.ends(codes, np.array([0]), np.array([len(codes)]), hmm=False).tolist()
        parts = [term[a:b] for a, b in pairwise([0, *ends])]
        for part in _latin_together(parts):
            share *= own.frequency_of(part) / float(own.total)
        return max(int(share * own.total) + 1, own.frequency_of(term))


def _latin_together(parts: Iterable[str]) -> Iterator[str]:
    """Single letters and digits that follow each other as one part."""
    for alone, group in groupby(parts, lambda part: bool(re.fullmatch("[a-zA-Z0-9]", part))):
        run = list(group)
        yield from ["".join(run)] if alone else run


class Cutter:
    """Cuts texts into a token table; each has its own dictionary and serves one thread."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._segmenter = Segmenter(terms)

    def __call__(self, texts: Iterable[tuple[str, str]]) -> Tokens:
        """The tokens of (document, text) pairs."""
        vocabulary, docs, sizes = Vocabulary(), [], []
        parts: dict[str, list[NDArray[np.int32]]] = {name: [] for name in COLUMNS}
        for batch in _batches(texts):
            docs += [doc for doc, _ in batch]
            held = self._cut([text for _, text in batch], vocabulary)
            sizes.append(held.pop("size"))
            for name, values in held.items():
                parts[name].append(values)
        # one column after the other, so that only one is there twice
        columns = {name: _joined(parts.pop(name)) for name in COLUMNS}
        words, languages, number = vocabulary.sorted()
        np.take(number, columns["word"], out=columns["word"])
        pointer = np.append(0, np.cumsum(_joined(sizes), dtype=np.int64))
        return Tokens(names(docs), pointer, words=words, languages=languages, **columns)

    def _cut(self, texts: list[str], vocabulary: "Vocabulary") -> dict[str, NDArray[np.int32]]:
        whole = "".join(texts)
        codes = codes_of(whole)
        pointer = np.cumsum([0, *map(len, texts)])
        start, end, is_english = self._pieces(whole, codes, pointer)
        word = vocabulary.number(codes, start, end, is_english)
        kept = vocabulary.is_word[word]
        if not kept.all():
            start, end, word = start[kept], end[kept], word[kept]
        length, paragraph = end - start, np.empty(len(start), np.int32)
        size = np.empty(len(texts), np.int32)
        kernel.places(codes, pointer, start, paragraph, size)
        return {
            "word": word,
            "start": start,
            "length": length,
            "paragraph": paragraph,
            "size": size,
        }

    def _pieces(
        self, whole: str, codes: Codes, pointer: NDArray[np.int64]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
        """Starts, ends and language of what may be a word, in the order of the texts."""
        most = len(codes) + 1
        begins, ends = np.empty(most, np.int64), np.empty(most, np.int64)
        is_english = np.empty(most, bool)
        count = kernel.language_runs(codes, pointer, begins, ends, is_english)
        begins, ends, is_english = begins[:count], ends[:count], is_english[:count]
        zh = (begins[~is_english], ends[~is_english])
        stops = self._segmenter.ends(codes, *zh)
        start, end = np.empty(len(stops), np.int32), np.empty(len(stops), np.int32)
        found = kernel.kept(codes, *zh, stops, len(stops), _is_word(), start, end)
        start, end = start[:found], end[:found]
        if not is_english.any():
            return start, end, np.zeros(found, bool)
        first, last = _english(whole, begins[is_english], ends[is_english])
        start, end = np.append(start, first), np.append(end, last)
        order = np.argsort(start, kind="stable")
        return start[order], end[order], order >= found


def _english(
    whole: str, begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    starts: list[NDArray[np.int32]] = []
    stops: list[NDArray[np.int32]] = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        first, last = english.spans(whole[begin:end])
        starts.append(np.array(first, np.int32) + begin)
        stops.append(np.array(last, np.int32) + begin)
    return _joined(starts), _joined(stops)


def _joined(parts: list[NDArray[np.int32]]) -> NDArray[np.int32]:
    return np.concatenate([np.empty(0, np.int32), *parts]).astype(np.int32, copy=False)


def _batches(texts: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Texts of about ``BATCH`` characters together; a longer one is alone."""
    batch: list[tuple[str, str]] = []
    size = 0
    for doc, text in texts:
        batch.append((doc, text))
        size += len(text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


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
        self.is_word = np.append(self.is_word, [any(map(str.isalnum, word)) for word in new])
        return words

    def _word(self, number: int) -> str:
        held = self._pool[self._offsets[number] : self._offsets[number + 1]]
        return held.tobytes().decode("utf-32-le", "surrogatepass")

    def _make_room(self, words: int, characters: int) -> None:
        """Let every word of a batch be a new one."""
        most = self._known + words
        if len(self._hashes) < most:
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

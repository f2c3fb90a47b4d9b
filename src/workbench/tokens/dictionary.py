"""jieba's dictionary and its hidden Markov model as arrays, without jieba.

The dictionary is a trie in one open hash table, so that a compiled kernel and NumPy walk
it alike, and a word of the lexicon is added without building it anew.
"""

import math
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench import cache
from workbench.tokens.chinese import in_order, term_frequency

HAN_FIRST, HAN_LAST = 0x4E00, 0x9FD5  # what jieba takes for Han
CODE_BITS = 21  # of a code point
MIX = 0x9E3779B97F4A7C15  # Fibonacci hashing
SHIFT = 20
WORD = 2**64 - 1
NOTHING = -3.14e100  # log probability of what the model has never seen
STATES = "BEMS"  # begin, end, middle, single: the order in which ties are decided
LAYOUT = "trie-2"  # raised when the arrays of the trie change

Codes = NDArray[np.uint32]


def codes_of(text: str) -> Codes:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


class Model(NamedTuple):
    """The hidden Markov model for words that the dictionary does not have."""

    emit: NDArray[np.float64]  # shape (4, Han)
    start: NDArray[np.float64]
    transit: NDArray[np.float64]  # shape (4, 4), from row to column


class Dictionary:
    """The words of jieba and the terms of a lexicon.

    ``keys`` and ``nodes`` are the hash table: the key of a child is its parent's node and
    its code point, the root is node 0. ``weight`` has the log probability of the word that
    ends at each node, NaN where none does, ``alone`` that of a character without a word.
    Terms leave all other words as probable as they were.
    """

    def __init__(self, terms: Iterable[str] = ()) -> None:
        base = _base()
        listed = in_order(terms)
        self._used = len(base.frequency)
        more = sum(map(len, listed))
        self._frequency = np.append(base.frequency, np.zeros(more, np.int64))
        self.total = int(base.total)
        self.alone = math.log(1) - math.log(self.total)
        self.keys, self.nodes = base.keys, base.nodes
        if listed:
            self.keys, self.nodes = _roomier(base, self._used + more)
        self.weight = self._weights()
        self._terms = listed

    def _weights(self) -> NDArray[np.float64]:
        """By Python's own logarithm, as jieba's: the last bit decides between ways as good."""
        logs = np.full(int(self._frequency.max()) + 1, math.nan)
        known = np.zeros(len(logs), bool)
        known[self._frequency] = True
        known[0] = False
        whole = math.log(self.total)
        logs[known] = [math.log(one) - whole for one in np.flatnonzero(known).tolist()]
        return logs[self._frequency]

    def add_terms(self, cut: Callable[[str], list[str]]) -> None:
        """Add the terms; ``cut`` cuts a short one into its parts without the model."""
        for term in self._terms:
            node = self._node(term, make=True)
            often = term_frequency(
                term, total=self.total, suggested=lambda term: self._suggested(term, cut(term))
            )
            self._frequency[node] = min(often, np.iinfo(np.int64).max)
            self.weight[node] = math.log(often) - math.log(self.total)

    def _suggested(self, term: str, parts: Iterable[str]) -> int:
        """The frequency with which a word holds against its own parts, as jieba suggests it."""
        share = 1.0
        for part in parts:
            share *= self._frequency_of(part) / float(self.total)
        return max(int(share * self.total) + 1, self._frequency_of(term))

    def _frequency_of(self, word: str) -> int:
        """How often a word is said to stand: 0 for a beginning of words, 1 for what is unknown."""
        node = self._node(word)
        return 1 if node == -1 else int(self._frequency[node])

    def _node(self, word: str, *, make: bool = False) -> int:
        """The node of a word, or -1; with ``make`` it is made with its beginnings."""
        node = 0
        for letter in word:
            key = node << CODE_BITS | ord(letter)
            at = self._slot(key)
            if self.keys[at] == -1:
                if not make:
                    return -1
                self.keys[at], self.nodes[at] = key, self._used
                self._used += 1
            node = int(self.nodes[at])
        return node

    def _slot(self, key: int) -> int:
        mask = len(self.keys) - 1
        at = (key * MIX & WORD) >> SHIFT & mask
        while self.keys[at] not in (-1, key):
            at = at + 1 & mask
        return at


class _Base(NamedTuple):
    keys: NDArray[np.int64]
    nodes: NDArray[np.int32]
    frequency: NDArray[np.int64]  # of each node; 0 where no word ends
    total: NDArray[np.int64]  # of all lines, also of a word that stands twice


@lru_cache(maxsize=1)
def _base() -> _Base:
    """The dictionary without a lexicon; not to be changed."""
    data = _jieba("dict.txt").read_bytes()
    arrays = cache.arrays(f"jieba-{LAYOUT}", data, lambda: _built(data.decode())._asdict())
    return _Base(**arrays)


def _built(text: str) -> _Base:
    """The trie of a dictionary: ``word frequency tag`` a line, all nodes of a length at once."""
    fields = text.split()
    words = fields[::3]
    codes, lengths = codes_of("".join(words)), np.array([*map(len, words)])
    begin = np.cumsum(lengths) - lengths
    node = np.zeros(len(words), np.int64)
    keys = [np.empty(0, np.int64)]
    known = 1
    for depth in range(int(lengths.max())):
        longer = np.flatnonzero(lengths > depth)
        own = node[longer] << CODE_BITS | codes[begin[longer] + depth]
        different, number = np.unique(own, return_inverse=True)
        node[longer] = known + number
        keys.append(different)
        known += len(different)
    frequency = np.zeros(known, np.int64)
    often = np.array([*map(int, fields[1::3])])
    frequency[node] = often
    table = _hashed(np.concatenate(keys), np.arange(1, known), room=known)
    return _Base(*table, frequency, often.sum())


def _hashed(
    keys: NDArray[np.int64], nodes: NDArray[np.int64], *, room: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """A hash table for ``room`` keys, at most half full; the last key for a slot gets it."""
    slots = np.full(1 << (2 * room).bit_length(), -1, np.int64)
    values = np.zeros(len(slots), np.int32)
    mask = np.uint64(len(slots) - 1)
    at = (keys.astype(np.uint64) * np.uint64(MIX) >> np.uint64(SHIFT)) & mask
    waiting = np.arange(len(keys))
    while len(waiting):
        free = waiting[slots[at[waiting]] == -1]
        slots[at[free]] = keys[free]
        waiting = waiting[slots[at[waiting]] != keys[waiting]]
        at[waiting] = (at[waiting] + np.uint64(1)) & mask
    values[at] = nodes
    return slots, values


def _roomier(base: _Base, room: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The hash table with room for ``room`` keys, to be changed."""
    if 2 * room < len(base.keys):
        return base.keys.copy(), base.nodes.copy()
    held = base.keys != -1
    return _hashed(base.keys[held], base.nodes[held], room=room)


@lru_cache(maxsize=1)
def model() -> Model:
    """The hidden Markov model, from the files of numbers that come with jieba."""
    data = _jieba("finalseg/prob_emit.py").read_bytes()
    return Model(**cache.arrays(f"jieba-{LAYOUT}-model", data, lambda: _model()._asdict()))


def _model() -> Model:
    parts = ("start", "trans", "emit")
    start, transit, emit = (_module(f"finalseg/prob_{part}.py").P for part in parts)
    table = np.full((4, HAN_LAST - HAN_FIRST + 1), NOTHING)
    for state, seen in zip(table, map(emit.get, STATES), strict=True):
        state[[ord(han) - HAN_FIRST for han in seen]] = list(seen.values())
    return Model(
        table,
        np.array([start[state] for state in STATES]),
        np.array([[transit[one].get(two, NOTHING) for two in STATES] for one in STATES]),
    )


def _jieba(name: str) -> Path:
    """A file of jieba, which is found without being imported."""
    spec = find_spec("jieba")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent / name


def _module(name: str) -> ModuleType:
    """A module of jieba that holds nothing but numbers."""
    spec = spec_from_file_location(f"_numbers_of_jieba.{Path(name).stem}", _jieba(name))
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

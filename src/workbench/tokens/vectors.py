"""jieba's cutting in NumPy, all blocks of a text side by side.

A few texts are cut before a compiler has woken up, and machines that have none are
served as well. The results are those of ``kernel``, to the last bit of each sum.
"""

import re
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from workbench.tokens.dictionary import (
    CODE_BITS,
    HAN_FIRST,
    HAN_LAST,
    MIX,
    SHIFT,
    Codes,
    Dictionary,
    codes_of,
    model,
)

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]

CUTTABLE = np.zeros(128, bool)  # and Han: what a block of words is made of
CUTTABLE[[*map(ord, "+#&._%-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")]] = (
    True
)
LETTER = re.compile(r"[a-zA-Z0-9]")
LATIN = re.compile(r"[a-zA-Z0-9]+(?:\.[0-9]+)?%?|[^a-zA-Z0-9]+")


def ends(
    own: Dictionary, codes: Codes, begins: Places, stops: Places, *, hmm: bool = True
) -> Places:
    """Where each piece of the runs ``[begins, stops)`` ends; ascending."""
    free, inside = _blocks(codes, begins, stops)
    first, last = _spans(free, begins)
    is_end = np.zeros(len(codes) + 1, bool)
    is_end[1:] = inside & ~free
    broken = inside[:-1] & (codes[:-1] == 13) & (codes[1:] == 10)
    broken[stops[(stops > 0) & (stops < len(codes))] - 1] = False
    is_end[1:-1][broken] = False
    if len(first):
        weight = _weights(own, codes, first, last)
        until = _routes(weight, first, last)
        alone = _walk(until, first, last, is_end)
        _recognise(codes, weight, alone, first, is_end, hmm=hmm)
    return np.flatnonzero(is_end)


def _blocks(codes: Codes, begins: Places, stops: Places) -> tuple[Mask, Mask]:
    """What may stand in a word, and what lies in the runs at all."""
    change = np.zeros(len(codes) + 1, np.int8)
    np.add.at(change, begins, 1)
    np.add.at(change, stops, -1)
    inside = np.cumsum(change[:-1], dtype=np.int8) > 0
    latin = (codes < 128) & CUTTABLE[np.minimum(codes, 127)]
    return inside & (latin | _is_han(codes)), inside


def _is_han(codes: Codes) -> Mask:
    return (codes >= HAN_FIRST) & (codes <= HAN_LAST)


def _spans(marked: Mask, borders: Places) -> tuple[Places, Places]:
    """The runs of what is marked, which end at ``borders`` at the latest."""
    at_border = np.zeros(len(marked) + 1, bool)
    at_border[borders] = True
    padded = np.concatenate([[False], marked, [False]])
    begin = padded[1:-1] & (~padded[:-2] | at_border[:-1])
    end = padded[1:-1] & (~padded[2:] | at_border[1:])
    return np.flatnonzero(begin), np.flatnonzero(end) + 1


def _weights(own: Dictionary, codes: Codes, first: Places, last: Places) -> NDArray[np.float64]:
    """The weight of the word of ``n + 1`` characters at each place; shape (longest, characters)."""
    sizes = last - first
    place = np.repeat(first - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    limit, node = np.repeat(last, sizes), np.zeros(len(place), np.int64)
    rows: list[NDArray[np.float64]] = []
    while len(place):
        node = _children(own, node, codes[place + len(rows)])
        found = node != -1
        place, limit, node = place[found], limit[found], node[found]
        row = np.full(len(codes), np.nan)
        row[place] = own.weight[node]
        rows.append(row)
        goes_on = place + len(rows) < limit
        place, limit, node = place[goes_on], limit[goes_on], node[goes_on]
    weight = np.where(np.isnan(rows), -np.inf, rows)
    weight[0, np.isneginf(weight).all(axis=0)] = own.alone
    return weight


def _children(own: Dictionary, node: Places, codes: Codes) -> Places:
    """The node behind each node and character, or -1."""
    key = node << CODE_BITS | codes
    mask = np.uint64(len(own.keys) - 1)
    at = (key.astype(np.uint64) * np.uint64(MIX) >> np.uint64(SHIFT)) & mask
    other = np.flatnonzero((own.keys[at] != key) & (own.keys[at] != -1))
    while len(other):
        at[other] = (at[other] + np.uint64(1)) & mask
        held = own.keys[at[other]]
        other = other[(held != key[other]) & (held != -1)]
    return np.where(own.keys[at] == key, own.nodes[at].astype(np.int64), -1)


def _routes(weight: NDArray[np.float64], first: Places, last: Places) -> Places:
    """Where the best way leads from each place; of two as good, to the longer word.

    Block by block from its end: every block has a place of its own behind its last one.
    """
    depth = len(weight)
    order = np.argsort(first - last, kind="stable")  # the longest block first
    sizes = (last - first)[order]
    until = np.zeros(weight.shape[1], np.int64)
    route = np.zeros(weight.shape[1] + len(first) + depth)
    ahead = np.arange(depth)[::-1, None]
    for back in range(1, int(sizes[0]) + 1):
        block = order[: np.searchsorted(-sizes, -back, side="right")]
        place = last[block] - back
        ways = weight[::-1, place] + route[place + block + ahead + 1]
        best = ways.argmax(axis=0)
        route[place + block] = ways[best, np.arange(len(block))]
        until[place] = place + depth - best
    return until


def _walk(until: Places, first: Places, last: Places, is_end: Mask) -> Mask:
    """Mark where the words of the best ways end; the places whose word is one character."""
    alone = np.zeros(len(until), bool)
    place, stop = first, last
    while len(place):
        after = until[place]
        is_end[after] = True
        alone[place[after == place + 1]] = True
        place, stop = after[after < stop], stop[after < stop]
    return alone


def _recognise(
    codes: Codes,
    weight: NDArray[np.float64],
    alone: Mask,
    blocks: Places,
    is_end: Mask,
    *,
    hmm: bool,
) -> None:
    """Join single characters in a row, unless together they are a word, as the model says."""
    first, last = _spans(alone, blocks)
    size = last - first
    inner = np.minimum(size, len(weight)) - 1
    unknown = (size > 1) & ((size > len(weight)) | np.isneginf(weight[inner, first]))
    if not hmm or not unknown.any():
        return
    joined = np.zeros(len(alone), bool)
    for begin, end in zip(first[unknown].tolist(), last[unknown].tolist(), strict=True):
        joined[begin:end] = True
        is_end[begin + 1 : end] = False
    han = _is_han(codes)
    for begin, end in zip(*_spans(joined & ~han, first), strict=True):
        letters = codes[begin:end].tobytes().decode("utf-32-le")
        is_end[begin + np.array([match.end() for match in LATIN.finditer(letters)])] = True
    begins, stops = _spans(joined & han, first)
    is_end[stops] = True
    if len(begins):
        _viterbi(codes, begins, stops, is_end)


def _viterbi(codes: Codes, begins: Places, stops: Places, is_end: Mask) -> None:
    """Mark the ends of the likeliest words of runs of Han; states are those of ``Model``."""
    emit, start, transit = model()
    order = np.argsort(begins - stops, kind="stable")
    begins, sizes = begins[order], (stops - begins)[order]
    value = start + emit[:, codes[begins] - HAN_FIRST].T
    before: list[NDArray[np.int64]] = []
    for step in range(1, int(sizes[0])):
        held = np.searchsorted(-sizes, -step)  # how many runs are longer
        seen = emit[:, codes[begins[:held] + step] - HAN_FIRST].T
        ways = value[:held, :, None] + transit[None] + seen[:, None, :]
        best = 3 - ways[:, ::-1].argmax(axis=1)
        value[:held] = np.take_along_axis(ways, best[:, None], axis=1)[:, 0]
        before.append(best)
    state = np.where(value[:, 3] >= value[:, 1], 3, 1)
    for step in range(int(sizes[0]) - 1, -1, -1):
        held = np.searchsorted(-sizes, -step)
        ended = (state[:held] == 1) | (state[:held] == 3)
        is_end[begins[:held][ended] + step + 1] = True
        if step:
            state[:held] = before[step - 1][np.arange(held), state[:held]]


def parts(own: Dictionary, word: str) -> list[str]:
    """A word cut without the model; single letters and digits in a row are one part."""
    codes = codes_of(word)
    stops = ends(own, codes, np.array([0]), np.array([len(codes)]), hmm=False)
    pieces = [word[begin:end] for begin, end in pairwise([0, *stops.tolist()])]
    found: list[str] = []
    for single, run in groupby(pieces, lambda piece: bool(LETTER.fullmatch(piece))):
        together = list(run)
        found += ["".join(together)] if single else together
    return found

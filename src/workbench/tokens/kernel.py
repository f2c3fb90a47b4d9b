"""Cutting and numbering over code points, compiled. The only module that knows numba.

Texts are arrays of code points; nothing here makes a string. What is computed is what
jieba 0.42.1 computes, operation by operation, so that the words are the same to the last.
"""

import numpy as np
from numba import njit

from workbench.tokens import dictionary
from workbench.tokens.dictionary import CODE_BITS, HAN_FIRST, HAN_LAST

MIX = np.uint64(dictionary.MIX)
SHIFT = np.uint64(dictionary.SHIFT)


def compiled(function):
    """Compiled once on a machine, or once a process where numba has no folder to keep it in."""
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return njit(nogil=True)(function)


# --- the dictionary: see dictionary.Dictionary -----------------------------------------


@compiled
def _slot(keys, key):
    """The slot of a key, or the free one where it belongs."""
    mask = len(keys) - 1
    at = (np.uint64(key) * MIX >> SHIFT) & np.uint64(mask)
    while keys[at] != -1 and keys[at] != key:
        at = (at + np.uint64(1)) & np.uint64(mask)
    return at


@compiled
def _child(keys, nodes, node, code):
    at = _slot(keys, (np.int64(node) << CODE_BITS) | np.int64(code))
    return nodes[at] if keys[at] != -1 else -1


@compiled
def find(keys, nodes, codes, start, end):
    """The node of ``codes[start:end]``, or -1."""
    node = 0
    for at in range(start, end):
        node = _child(keys, nodes, node, codes[at])
        if node == -1:
            return -1
    return node


# --- cutting -----------------------------------------------------------------------------


@compiled
def _is_letter(code):
    return 97 <= code <= 122 or 65 <= code <= 90 or 48 <= code <= 57


@compiled
def _is_cuttable(code):
    if HAN_FIRST <= code <= HAN_LAST or _is_letter(code):
        return True
    return code in (43, 35, 38, 46, 95, 37, 45)  # + # & . _ % -


@compiled
def _is_han(code):
    return HAN_FIRST <= code <= HAN_LAST


@compiled
def cut(codes, begins, ends, keys, nodes, weight, alone, emit, start_p, trans_p, out):
    """Cut the runs ``[begins, ends)`` of a text; the end of each piece to ``out``, and how many.

    ``weight`` is the log probability of the word at each node, NaN where there is none;
    ``alone`` that of a character no word begins with.
    """
    longest = 0
    for run in range(len(begins)):
        longest = max(longest, ends[run] - begins[run])
    route = np.zeros(longest + 1)
    until = np.zeros(longest + 1, np.int32)
    count = 0
    for run in range(len(begins)):
        at, end = begins[run], ends[run]
        while at < end:
            if not _is_cuttable(codes[at]):
                at += 2 if codes[at] == 13 and at + 1 < end and codes[at + 1] == 10 else 1
                out[count] = at
                count += 1
                continue
            last = at + 1
            while last < end and _is_cuttable(codes[last]):
                last += 1
            _route(codes, at, last, keys, nodes, weight, alone, route, until)
            count = _walk(
                codes, at, last, keys, nodes, weight, until, emit, start_p, trans_p, out, count
            )
            at = last
    return count


@compiled
def _route(codes, begin, end, keys, nodes, weight, alone, route, until):
    """The best way from each place to the end of a block; of two as good, the longer word."""
    route[end - begin] = 0.0
    for at in range(end - begin - 1, -1, -1):
        best, best_end, node = -np.inf, -1, 0
        for to in range(at, end - begin):
            node = _child(keys, nodes, node, codes[begin + to])
            if node == -1:
                break
            if not np.isnan(weight[node]):
                value = weight[node] + route[to + 1]
                if value >= best:
                    best, best_end = value, to + 1
        if best_end == -1:
            best, best_end = alone + route[at + 1], at + 1
        route[at], until[at] = best, best_end


@compiled
def _walk(codes, begin, end, keys, nodes, weight, until, emit, start_p, trans_p, out, count):
    """Follow the best way; single characters in a row are for the hidden Markov model."""
    at = begin
    while at < end:
        single = at
        while at < end and until[at - begin] == at - begin + 1:
            at += 1
        if at - single == 1:
            out[count] = at
            count += 1
        elif at > single:
            node = find(keys, nodes, codes, single, at)
            if node != -1 and not np.isnan(weight[node]):
                for one in range(single, at):
                    out[count] = one + 1
                    count += 1
            else:
                count = _recognised(codes, single, at, emit, start_p, trans_p, out, count)
        if at < end:
            at = begin + until[at - begin]
            out[count] = at
            count += 1
    return count


@compiled
def _recognised(codes, begin, end, emit, start_p, trans_p, out, count):
    """What the model makes of characters of which the dictionary made nothing."""
    at = begin
    while at < end:
        to = at + 1
        while to < end and _is_han(codes[to]) == _is_han(codes[at]):
            to += 1
        if _is_han(codes[at]):
            count = _viterbi(codes, at, to, emit, start_p, trans_p, out, count)
        else:
            count = _numbers(codes, at, to, out, count)
        at = to
    return count


@compiled
def _numbers(codes, begin, end, out, count):
    """Letters and digits with decimals and a per cent sign are one piece, so is what is between."""
    at = begin
    while at < end:
        to = at
        if _is_letter(codes[at]):
            while to < end and _is_letter(codes[to]):
                to += 1
            if to + 1 < end and codes[to] == 46 and 48 <= codes[to + 1] <= 57:
                to += 1
                while to < end and 48 <= codes[to] <= 57:
                    to += 1
            if to < end and codes[to] == 37:
                to += 1
        else:
            while to < end and not _is_letter(codes[to]):
                to += 1
        out[count] = to
        count += 1
        at = to
    return count


@compiled
def _viterbi(codes, begin, end, emit, start_p, trans_p, out, count):
    """The likeliest states of a run of Han: 0 begin, 1 end, 2 middle, 3 single.

    In this order a later state wins of two as likely, as the greater letter does in BEMS.
    """
    length = end - begin
    value = np.empty((length, 4))
    before = np.empty((length, 4), np.int8)
    for state in range(4):
        value[0, state] = start_p[state] + emit[state, codes[begin] - HAN_FIRST]
    for at in range(1, length):
        for state in range(4):
            seen = emit[state, codes[begin + at] - HAN_FIRST]
            first, second = (1, 3) if state in (0, 3) else (0, 2)
            one = value[at - 1, first] + trans_p[first, state] + seen
            two = value[at - 1, second] + trans_p[second, state] + seen
            value[at, state] = max(one, two)
            before[at, state] = second if two >= one else first
    state = 3 if value[length - 1, 3] >= value[length - 1, 1] else 1
    states = np.empty(length, np.int8)
    for at in range(length - 1, -1, -1):
        states[at] = state
        if at:
            state = before[at, state]
    done = 0
    for at in range(length):
        if states[at] == 1 or states[at] == 3:
            out[count] = begin + at + 1
            count += 1
            done = at + 1
    if done < length:
        out[count] = end
        count += 1
    return count


# --- languages and lines of many texts ---------------------------------------------------


@compiled
def _is_ideograph(code):
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
    )


@compiled
def _ends_english(code):
    """Whether it is an ideograph or a mark of Chinese typesetting."""
    return _is_ideograph(code) or 0x3000 <= code <= 0x303F or 0xFF00 <= code <= 0xFFEF


@compiled
def _is_latin(code):
    return 65 <= code <= 90 or 97 <= code <= 122 or 0xC0 <= code <= 0x24F


@compiled
def language_runs(codes, pointer, begins, ends, english):
    """The runs of one language of each text ``[pointer[i], pointer[i + 1])``; how many.

    An English run begins with two letters and lasts to the next ideograph or Chinese mark;
    a text without any ideograph is English as a whole.
    """
    count = 0
    for text in range(len(pointer) - 1):
        at, end = pointer[text], pointer[text + 1]
        has_han = False
        for place in range(at, end):
            if _is_ideograph(codes[place]):
                has_han = True
                break
        start = at
        while has_han and at < end:
            if at + 1 < end and _is_latin(codes[at]) and _is_latin(codes[at + 1]):
                if at > start:
                    begins[count], ends[count], english[count] = start, at, False
                    count += 1
                start = at
                while at < end and not _ends_english(codes[at]):
                    at += 1
                begins[count], ends[count], english[count] = start, at, True
                count += 1
                start = at
            else:
                at += 1
        if end > start:
            begins[count], ends[count], english[count] = start, end, not has_han
            count += 1
    return count


@compiled
def _is_space(code):
    return (
        9 <= code <= 13
        or 28 <= code <= 32
        or code in (0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
        or 0x2000 <= code <= 0x200A
    )


@compiled
def places(codes, pointer, starts, paragraphs, sizes):
    """Turn places in all texts into places in each; number paragraphs and count tokens."""
    token = 0
    for text in range(len(pointer) - 1):
        paragraph, is_new, begin, first = -1, True, pointer[text], token
        for at in range(begin, pointer[text + 1]):
            if codes[at] == 10:
                is_new = True
            elif is_new and not _is_space(codes[at]):
                paragraph += 1
                is_new = False
            while token < len(starts) and starts[token] == at:
                starts[token] -= begin
                paragraphs[token] = paragraph
                token += 1
        sizes[text] = token - first


# --- numbering ---------------------------------------------------------------------------


@compiled
def number(codes, starts, ends, english, slots, hashes, offsets, pool, spoken, known, words):
    """The number of each word, new ones after the ``known``; how many are known now.

    Word ``n`` is ``pool[offsets[n]:offsets[n + 1]]``; its hash tells the language too.
    ``slots`` has room for twice as many words as there may be.
    """
    mask = np.uint64(len(slots) - 1)
    for token in range(len(starts)):
        start, end = starts[token], ends[token]
        hashed = np.uint64(0x100 + english[token])
        for at in range(start, end):
            hashed = (hashed ^ np.uint64(codes[at])) * MIX
            hashed ^= hashed >> np.uint64(29)
        at = hashed & mask
        while slots[at] != -1:
            if hashes[slots[at]] == hashed and _is_same(
                codes, start, end, pool, offsets[slots[at]], offsets[slots[at] + 1]
            ):
                break
            at = (at + np.uint64(1)) & mask
        if slots[at] == -1:
            slots[at] = known
            hashes[known], spoken[known] = hashed, english[token]
            begin = offsets[known]
            for place in range(start, end):
                pool[begin + place - start] = codes[place]
            known += 1
            offsets[known] = begin + end - start
        words[token] = slots[at]
    return known


@compiled
def _is_same(codes, start, end, pool, begin, stop):
    if end - start != stop - begin:
        return False
    for at in range(end - start):  # noqa: SIM110 (numba compiles no generators)
        if codes[start + at] != pool[begin + at]:
            return False
    return True


@compiled
def renumber(slots, hashes, known):
    """Fill a larger table of slots with the words that are known."""
    mask = np.uint64(len(slots) - 1)
    for word in range(known):
        at = hashes[word] & mask
        while slots[at] != -1:
            at = (at + np.uint64(1)) & mask
        slots[at] = word


@compiled
def kept(codes, begins, ends, stops, count, is_word, starts, lasts):
    """The pieces with a letter, digit or ideograph among those that end at ``stops``.

    ``is_word`` tells it for the characters up to U+FFFF; rarer ones are decided later.
    """
    found, piece = 0, 0
    for run in range(len(begins)):
        at = begins[run]
        while piece < count and at < ends[run]:
            stop = stops[piece]
            piece += 1
            for place in range(at, stop):
                if codes[place] > 0xFFFF or is_word[codes[place]]:
                    starts[found], lasts[found] = at, stop
                    found += 1
                    break
            at = stop
    return found


@compiled
def often(word, pointer, types):
    """How often each word stands in each document: columns ascending, counts, pointer."""
    seen = np.zeros(types, np.int32)
    column = np.empty(len(word), np.int32)
    count = np.empty(len(word), np.int32)
    ends = np.zeros(len(pointer), np.int64)
    filled = 0
    for document in range(len(pointer) - 1):
        first = filled
        for token in range(pointer[document], pointer[document + 1]):
            if seen[word[token]] == 0:
                column[filled] = word[token]
                filled += 1
            seen[word[token]] += 1
        column[first:filled] = np.sort(column[first:filled])
        for cell in range(first, filled):
            count[cell] = seen[column[cell]]
            seen[column[cell]] = 0
        ends[document + 1] = filled
    return column[:filled].copy(), count[:filled].copy(), ends

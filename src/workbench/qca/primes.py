"""Prime implicants: the shortest terms that cover no row which they must not cover.

The rows of the property space are never listed. Where remainders may be used, a term that
keeps of a positive row some conditions covers no negative row if every negative row
differs from it in one of them: prime implicants are the smallest such sets of conditions.
Where the rows that may be covered are given as a union of terms, they are the closure of
that union under consensus (Quine 1955; the order of conditions after Tison 1967).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from workbench.errors import UsageError
from workbench.qca.space import OPEN, Flags, Numbers, Terms, covers

MOST = 24  # conditions: of each positive row, a bit for each set of conditions is held
ENTRIES = 2**22  # sets of conditions looked at together
WITHOUT = np.array([0x55, 0x33, 0x0F], np.uint8)  # the bits of a byte that lack a condition
PAIRS = 2**22  # of terms compared together


def apart(positive: Terms, negative: Terms, levels: tuple[int, ...]) -> tuple[Terms, Flags]:
    """The prime implicants that cover a positive row and none of the negative ones.

    positive : rows.  negative : rows, or terms that cover several of them; none may cover a
    positive row. Returns terms of shape (terms, conditions), and which of them covers which
    positive row, shape (terms, positive). Raises UsageError for more than 24 conditions.
    """
    conditions = len(levels)
    if conditions > MOST:
        raise UsageError(f"{conditions} conditions: at most {MOST} can be minimised")
    codes, owners = [], []
    step = max(1, ENTRIES >> conditions)
    for start in range(0, len(positive), step):
        some = positive[start : start + step]
        at, kept = np.nonzero(_smallest(_differences(some, negative), conditions))
        codes.append(_codes(some, at, kept, levels))
        owners.append(at + start)
    unique, of = np.unique(np.concatenate(codes), return_inverse=True)
    covered = np.zeros((len(unique), len(positive)), np.bool_)
    covered[of, np.concatenate(owners)] = True
    return _ordered(_decoded(unique, levels), covered)


def _differences(positive: Terms, negative: Terms) -> Numbers:
    """The sets of conditions in which rows differ, as bits, shape (positive, negative)."""
    bits = np.zeros((len(positive), len(negative)), np.int64)
    for at in range(positive.shape[1]):
        ours, theirs = positive[:, at, None], negative[None, :, at]
        bits |= ((theirs != OPEN) & (ours != theirs)).astype(np.int64) << at
    return bits


def _smallest(differences: Numbers, conditions: int) -> Flags:
    """The smallest sets that meet every difference, shape (positive, 2 ** conditions).

    A set is the number of its bits, and a bit of an array of bytes: the three first
    conditions move bits within a byte, the others whole bytes.
    """
    count, bits = len(differences), max(conditions, 3)
    missed = ((1 << bits) - 1) & ~differences  # the largest set that meets not this difference
    missing = np.zeros((count, 1 << (bits - 3)), np.uint8)
    marks = np.left_shift(1, missed & 7).astype(np.uint8)
    np.bitwise_or.at(missing, (np.arange(count)[:, None], missed >> 3), marks)
    for at, without in enumerate(WITHOUT):  # what lies within a set that misses one misses it
        missing |= (missing >> (1 << at)) & without
    for at in range(bits - 3):
        halves = missing.reshape(count, -1, 2, 1 << at)
        halves[:, :, 0] |= halves[:, :, 1]
    smallest = ~missing
    for at, without in enumerate(WITHOUT):
        smallest &= ((missing & without) << (1 << at)) | without
    for at in range(bits - 3):
        halves = smallest.reshape(count, -1, 2, 1 << at)
        halves[:, :, 1] &= missing.reshape(halves.shape)[:, :, 0]
    return np.unpackbits(smallest, axis=1, bitorder="little").astype(np.bool_)


def _weights(levels: tuple[int, ...]) -> list[int]:
    weights = [1]
    for level in levels[:0:-1]:
        weights.append(weights[-1] * (level + 1))
    if weights[-1] * (levels[0] + 1) >= 2**63:
        raise UsageError("the conditions have too many values together; merge some")
    return weights[::-1]


def _codes(rows: Terms, at: Numbers, kept: Numbers, levels: tuple[int, ...]) -> Numbers:
    """A number for each term: digit 0 for an open condition, else the value and 1."""
    codes = np.zeros(len(at), np.int64)
    for place, weight in enumerate(_weights(levels)):
        codes += ((kept >> place) & 1) * (rows[at, place].astype(np.int64) + 1) * weight
    return codes


def _decoded(codes: Numbers, levels: tuple[int, ...]) -> Terms:
    weights = zip(_weights(levels), levels, strict=True)
    digits = [codes // weight % (level + 1) - 1 for weight, level in weights]
    return np.array(digits, np.int8).T


def _ordered(terms: Terms, covered: Flags) -> tuple[Terms, Flags]:
    """Short terms first, then by the conditions they name, presence before absence."""
    keys = [np.where(terms == OPEN, 127, -terms)[:, at] for at in range(terms.shape[1])]
    order = np.lexsort([*keys[::-1], (terms != OPEN).sum(axis=1)])
    return terms[order], covered[order]


def within(allowed: Terms, positive: Terms, levels: tuple[int, ...]) -> tuple[Terms, Flags]:
    """The prime implicants that cover a positive row and nothing beside the allowed terms.

    Shapes are those of ``apart``.
    """
    terms = absorbed(allowed)
    grown = True
    while grown:
        grown = False
        for at, level in enumerate(levels):
            more = _consensus(terms, at, level)
            more = more[~covers(terms, more).any(axis=0)]
            if len(more):
                terms, grown = absorbed(np.concatenate([terms, more])), True
    covered = covers(terms, positive)
    useful = covered.any(axis=1)
    return _ordered(terms[useful], covered[useful])


def _consensus(terms: Terms, at: int, level: int) -> Terms:
    """What terms of all values of a condition cover together, whichever its value."""
    found = _opened(terms[terms[:, at] == 0], at)
    for value in range(1, level):
        found = _met(found, _opened(terms[terms[:, at] == value], at))
    return found


def _opened(terms: Terms, at: int) -> Terms:
    opened = terms.copy()
    opened[:, at] = OPEN
    return opened


def _met(ones: Terms, others: Terms) -> Terms:
    """The intersections of two lists of terms, those that are empty left out."""
    if not len(ones) or not len(others):
        return ones[:0]
    met = []
    for some in _chunks(ones, len(others)):
        left, right = some[:, None], others[None]
        fits = ((left == right) | (left == OPEN) | (right == OPEN)).all(axis=2)
        met.append(np.where(left == OPEN, right, left)[fits])
    return absorbed(np.concatenate(met))


def absorbed(terms: Terms) -> Terms:
    """Terms without those that another one covers."""
    unique = np.unique(terms, axis=0)
    kept = [~(covers(unique, some).sum(axis=0) > 1) for some in _chunks(unique, len(unique))]
    return unique[np.concatenate(kept)] if kept else unique


def _chunks(terms: Terms, others: int) -> Iterator[NDArray[np.int8]]:
    step = max(1, PAIRS // max(1, others))
    return (terms[start : start + step] for start in range(0, len(terms), step))

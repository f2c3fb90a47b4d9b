"""Passages that say the same again: loops of a machine, and a lead copied from below.

A phrase that a translation machine repeats twenty times would be the most frequent of
the document. The first stays, so nothing is lost with the others.
"""

import difflib
import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from workbench.corpus.facts import Cut
from workbench.corpus.pages import head, lines, weight

TIMES = 5  # in a row; a speaker says a thing three times
LONGEST = 100  # characters of a phrase that is looked for
LIKE = 0.8  # from here on a clause is the same phrase again, a little changed
_LEAD = 20  # Chinese characters or words; less may well stand twice

_CLAUSE = re.compile(r"[^,，;；、。.!！?？\n]+")


def loops(text: str) -> list[Cut]:
    """Every phrase said at least ``TIMES`` times in a row, all but its first time.

    Clauses next to such a run that are the same phrase a little changed belong to it.
    """
    found: list[Cut] = []
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    for period in range(2, min(LONGEST, len(text) // TIMES) + 1):
        for start, end in _runs(codes, period):
            known = any(start < cut.end and cut.start - period < end for cut in found)
            if not known and _is_phrase(text[start : start + period]):
                found.append(_loop(text, start, end, period))
    return sorted(found)


def lead(text: str) -> list[Cut]:
    """The first paragraph, where it stands word for word in a later one as well."""
    body = next(lines(text, head(text).body), None)
    if body is None or sum(weight(body.text)) < _LEAD:
        return []
    again = text.find(body.text, body.end)
    why = f"the lead stands word for word at {again} again"
    return [Cut(body.start, body.end, "repetition", why)] if again >= 0 else []


def _runs(codes: NDArray[np.uint32], period: int) -> Iterator[tuple[int, int]]:
    """The stretches that equal themselves moved on by ``period``, ``TIMES`` times or more.

    A few characters of each ``period`` are looked at first, which leaves out almost
    every text: three periods in a row that look like their next one lie in any run.
    """
    rows = codes[: len(codes) // period * period].reshape(-1, period)[:, :: max(1, period // 4)]
    same = (rows[1:] == rows[:-1]).all(axis=1)
    if not (same[:-2] & same[1:-1] & same[2:]).any():
        return
    breaks = np.flatnonzero(codes[period:] != codes[:-period])
    edges = np.concatenate(([-1], breaks, [len(codes) - period]))
    for place in np.flatnonzero(np.diff(edges) > period * (TIMES - 1)):
        yield int(edges[place]) + 1, int(edges[place + 1]) + period


def _is_phrase(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 3 and len(set(letters)) >= 2


def _loop(text: str, start: int, end: int, period: int) -> Cut:
    """The cut of one run: clause by clause where the phrase is one, else by its length."""
    clauses = [match.span() for match in _CLAUSE.finditer(text, start, end)]
    bounded = clauses[1:-1]
    phrase = text[slice(*bounded[0])].strip() if bounded else ""
    if not phrase or len(bounded) < TIMES - 2 or len(phrase) + 3 < period:
        times = (end - start) // period
        last = start + times * period
        rest = text[start + period : last].rstrip()
        return Cut(start + period, start + period + len(rest), "repetition", _why(times))
    before = _alike(_backwards(text, bounded[0][0]), phrase)
    after = _alike(_CLAUSE.finditer(text, bounded[-1][1]), phrase)
    said = [*reversed(before), *bounded, *after]
    return Cut(said[0][1], said[-1][1], "repetition", _why(len(said)))


def _why(times: int) -> str:
    return f"one phrase {times} times in a row; the first stays"


def _backwards(text: str, end: int) -> Iterator[re.Match[str]]:
    """The clauses before ``end``, the nearest first, as far as a few lines reach."""
    while end > 0:
        found = list(_CLAUSE.finditer(text, max(0, end - 4 * LONGEST), end))
        if not found:
            return
        yield found[-1]
        end = found[-1].start()


def _alike(clauses: Iterator[re.Match[str]], phrase: str) -> list[tuple[int, int]]:
    """The spans of the clauses that are ``phrase`` again, up to the first that is not."""
    found = []
    for match in clauses:
        clause = match[0].strip()
        near = len(clause) < 2 * len(phrase) + 4
        likeness = difflib.SequenceMatcher(None, clause, phrase, autojunk=False)
        if not clause.endswith(phrase) and not (near and likeness.ratio() >= LIKE):
            break
        found.append((match.start(), match.start() + len(match[0].rstrip())))
    return found

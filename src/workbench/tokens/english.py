"""English words, sentences and stems. The only module that knows NLTK.

NLTK decides, but is asked once: its thirty expressions see no further than the next
space, so a piece of text between two spaces is cut alike wherever it stands inside a
sentence, and its cuts are remembered. Two things look further, and are asked with what
stands around them: the end of a sentence, where the full stop is taken off, and quotation
marks. Words, numbers and ends of sentences that are plain are not asked about at all.
Nothing is downloaded, and the rest of NLTK, which takes seconds to load, stays out.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import accumulate, compress, count
from operator import add
from threading import RLock
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

ENGINE = f"nltk {version('nltk')}"

REMEMBERED = 2**16  # pieces between spaces: as many as two million words of speeches hold

Cuts = tuple[int, ...]

# A word or a number without what the Penn Treebank takes apart, and one mark behind it.
_WHOLE = r"(?!(?i:cannot|gimme|gonna|gotta|lemme|wanna)\b)[A-Za-z0-9]+"
_PLAIN = re.compile(rf"({_WHOLE}(?:-{_WHOLE}|[.,][0-9]+)*)([.,;:?!]?)")
_CLOSING = re.compile("[])}>\"'»”’ ]+")

# A mark that Punkt may take for the end of a sentence; the group is there where it must:
# a word goes before and a word or a number follows.
_MARK = re.compile(r"[.?!](?!\w|\s*\Z)(?:(?<=[A-Za-z]{2}[.?!])([ \n]+)(?=[A-Za-z0-9]))?")

# White space other than the space, after ``str.isspace``.
_SPACES = [chr(code) for code in range(0x3001) if chr(code).isspace() and chr(code) != " "]

_loading = RLock()
_known: dict[str, Cuts] = {"": ()}


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Cut a text into ``(word, start, end)`` with ``text[start:end] == word``, by NLTK alone.

    Sentence by sentence, because the tokenizer takes a full stop off a word only
    at the end of what it is given. Slow: this is what ``spans`` must be equal to.
    """
    by_word, by_sentence = _nltk()
    for start, end in by_sentence.span_tokenize(text):
        sentence = text[start:end]
        for first, last in by_word.span_tokenize(sentence):
            yield sentence[first:last], start + first, start + last


def spans(text: str) -> tuple[list[int], list[int]]:
    """The starts and the ends of the words of a text in code points: those of ``words``, fast.

    A word starts where a piece between spaces starts or is cut, and ends where a piece
    ends or is cut: two lists to sort, and no loop over words.
    """
    inside, heads, cuts, last = _endings(text, flat(text))
    pieces = inside.split(" ")
    found = list(map(_learned(pieces).__getitem__, pieces))
    lengths = list(map(len, pieces))
    begins = list(map(add, accumulate(lengths, initial=0), count()))
    for number in compress(count(), found):
        at, own = begins[number], found[number]
        if own[0] == 0:  # quotation marks
            piece, before = pieces[number], "" if at in heads else text[at - 1]
            own = _around(before, piece, text[at + len(piece)], own[1:])
        if len(own) == 1:  # as a rule
            cuts.append(at + own[0])
        else:
            cuts += [at + cut for cut in own]
    finishes = map(add, begins, lengths)
    starts = sorted([*compress(begins, pieces), *cuts, *(start for start, _ in last)])
    ends = sorted([*compress(finishes, pieces), *cuts, *(end for _, end in last)])
    return starts, ends


def in_runs(
    text: str, begins: Iterable[int], ends: Iterable[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The starts and ends of the words of the runs ``[begins, ends)`` of a text."""
    starts: list[int] = []
    stops: list[int] = []
    for begin, end in zip(begins, ends, strict=True):
        first, last = spans(text[begin:end])
        starts += [begin + place for place in first]
        stops += [begin + place for place in last]
    return np.array(starts, np.int64), np.array(stops, np.int64)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a text, as Punkt finds them with its default parameters.

    Without parameters it knows no abbreviation: a mark after a word of two letters
    and before another word ends a sentence, whatever stands further away. Only what is
    left between two such ends with another mark in it is Punkt's to cut.
    """
    begin, doubtful = 0, False
    for mark in _MARK.finditer(text):
        at = mark.start()
        if mark[1] and text[text.rfind(" ", begin, at) + 1 or begin : at].isalpha():
            if doubtful:
                yield from _asked(text, begin, at + 1)
            else:
                yield begin, at + 1
            begin, doubtful = mark.end(), False
        else:
            doubtful = True
    if doubtful:
        yield from _asked(text, begin, len(text))
    elif end := len(text.rstrip()):
        yield begin, end


def flat(text: str) -> str:
    """The text with a space for every sign of white space."""
    for space in _SPACES:
        text = text.replace(space, " ")
    return text


def stems(words: Iterable[str]) -> dict[str, str]:
    """The stem of each word by the Snowball stemmer for English (Porter 2001)."""
    with _alone():
        from nltk.stem.snowball import EnglishStemmer
    stem = EnglishStemmer().stem
    return {word: stem(word) for word in words}


def _asked(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in _nltk()[1].span_tokenize(text[begin:end]):
        yield begin + first, begin + last


def _endings(text: str, even: str) -> tuple[str, set[int], list[int], list[tuple[int, int]]]:
    """What is cut at the end of each sentence.

    The text without the ends that had to be asked about, where the sentences begin,
    the full stops of the plain ends, and the words of the others.
    """
    kept, heads, stops, words = [], set(), [], []
    done = 0
    for begin, end in sentences(text):
        heads.add(begin)
        at = even.rfind(" ", begin, end) + 1 or begin
        plain = _PLAIN.fullmatch(even, at, end)
        if plain and even[end : end + 1] in " ":
            if plain[2] == ".":
                stops.append(end - 1)
            continue
        at = _tail(even, begin, end)
        own = _last(text[at - 1] if at > begin else "", text[at:end])
        words += [(at + first, at + last) for first, last in own]
        kept += [even[done:at], " " * (end - at)]
        done = end
    return "".join([*kept, even[done:]]), heads, stops, words


def _tail(even: str, begin: int, end: int) -> int:
    """Where the last piece of a sentence begins that does more than close quotes and brackets.

    A full stop is taken off also before these.
    """
    at = end
    while at > begin:
        at = even.rfind(" ", begin, at) + 1 or begin
        if not _CLOSING.fullmatch(even, at, end):
            return at
        at = max(begin, at - 1)
    return begin


def _learned(pieces: list[str]) -> dict[str, Cuts]:
    """Where each piece is cut inside a sentence; with a 0 before if it has quotation marks."""
    global _known
    known = _known = _known if len(_known) < REMEMBERED else {"": ()}
    odd = []
    for piece in set(pieces).difference(known):
        if plain := _PLAIN.fullmatch(piece):
            known[piece] = (plain.end(1),) if plain[2] not in ("", ".") else ()
        else:
            odd.append(piece)
    for piece, cuts in zip(odd, _cut(odd), strict=True):
        known[piece] = (0, *cuts) if "'" in piece or '"' in piece else cuts
    return known


def _cut(pieces: list[str]) -> Iterator[Cuts]:
    """Ask NLTK where it cuts each of several pieces, all in one sentence."""
    if not pieces:
        return
    line = " ".join(["a", *pieces, "a"])
    starts = {start for start, _ in _nltk()[0].span_tokenize(line)}
    at = 2
    for piece in pieces:
        yield tuple(cut for cut in range(1, len(piece)) if at + cut in starts)
        at += len(piece) + 1


def _around(before: str, piece: str, after: str, cuts: Cuts) -> Cuts:
    return cuts if before == after == " " else _between(before, piece, after)


@lru_cache(REMEMBERED)
def _between(before: str, piece: str, after: str) -> Cuts:
    """The cuts of a piece between other spaces; ``before`` is empty where a sentence begins."""
    left = f"a{before}" if before else ""
    found = _nltk()[0].span_tokenize(f"{left}{piece}{after}a")
    return tuple(at - len(left) for at, _ in found if 0 < at - len(left) < len(piece))


@lru_cache(REMEMBERED)
def _last(before: str, tail: str) -> tuple[tuple[int, int], ...]:
    """The words at the end of a sentence, as spans of ``tail``."""
    left = f"a{before}" if before else ""
    found = _nltk()[0].span_tokenize(left + tail)
    return tuple((a - len(left), b - len(left)) for a, b in found if a >= len(left))


@cache
def _nltk() -> tuple[Any, Any]:
    """NLTK's tokenizer of words and its tokenizer of sentences."""
    with _alone():
        from nltk.tokenize.destructive import NLTKWordTokenizer
        from nltk.tokenize.punkt import PunktSentenceTokenizer
    return NLTKWordTokenizer(), PunktSentenceTokenizer()


@contextmanager
def _alone() -> Iterator[None]:
    """Import modules of NLTK without the packages around them, which import everything.

    The packages are empty meanwhile; afterwards ``import nltk`` finds nothing of it.
    """
    with _loading:
        if "nltk" in sys.modules:
            yield
            return
        spec = find_spec("nltk")
        assert spec
        assert spec.submodule_search_locations
        root = spec.submodule_search_locations[0]
        for name in ("nltk", "nltk.tokenize", "nltk.stem", "nltk.corpus"):
            package = ModuleType(name)
            package.__path__ = ["/".join([root, *name.split(".")[1:]])]
            sys.modules[name] = package
        sys.modules["nltk.corpus"].stopwords = None  # type: ignore[attr-defined]
        try:
            yield
        finally:
            for name in [name for name in sys.modules if name.split(".")[0] == "nltk"]:
                del sys.modules[name]

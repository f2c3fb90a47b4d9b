"""Why a text is cut as it is: for each word how it came about, and what the lexicon changed."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from workbench.tokens import chinese, english
from workbench.tokens.tokenize import runs


class Reason(NamedTuple):
    """A word or mark ``[start, end)`` of a text, and how it came about.

    how : ``lexicon`` a term of the lexicon; ``dictionary`` a word of jieba's dictionary;
        ``model`` found by its hidden Markov model; ``single`` a character for itself;
        ``english`` a word of NLTK's tokenizer; ``mark`` what is no word.
    detail : the frequency of the word, and, where the lexicon changed something, the words
        that stand there without it, parted by bars.
    """

    word: str
    start: int
    end: int
    language: str
    how: str
    detail: str


def why(text: str, terms: Iterable[str] = ()) -> list[Reason]:
    """The reason of every piece of ``text``; together the Chinese pieces are the Chinese text.

    Written for reading, on jieba itself: a sentence or a page, not a corpus.
    """
    own, bare = _dictionary(tuple(chinese.in_order(terms))), _dictionary(())
    kept = set(terms)
    found: list[Reason] = []
    for language, begin, end in runs(text):
        if language == "en":
            found += [
                Reason(word, begin + start, begin + stop, "en", _english(word), "")
                for word, start, stop in english.words(text[begin:end])
            ]
            continue
        without = _ends(bare.cut(text[begin:end]))
        for start, stop in pairwise(_ends(own.cut(text[begin:end]))):
            word = text[begin + start : begin + stop]
            how, detail = _chinese(word, kept, own.FREQ)
            if before := _otherwise(text[begin:end], start, stop, without):
                detail = "; ".join(filter(None, [detail, f"without the lexicon: {before}"]))
            found.append(Reason(word, begin + start, begin + stop, "zh", how, detail))
    return found


@lru_cache(maxsize=4)  # a reader asks again and again
def _dictionary(terms: tuple[str, ...]) -> Any:
    return chinese.dictionary(terms)


def _ends(words: Iterable[str]) -> list[int]:
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word))
    return ends


def _english(word: str) -> str:
    return "english" if any(map(str.isalnum, word)) else "mark"


def _chinese(word: str, terms: set[str], frequency: dict[str, int]) -> tuple[str, str]:
    if not any(map(str.isalnum, word)):
        return "mark", ""
    if word in terms:
        return "lexicon", ""
    if often := frequency.get(word):
        return ("single" if len(word) == 1 else "dictionary"), f"frequency {often:,}"
    return ("single", "") if len(word) == 1 else ("model", "")


def _otherwise(text: str, start: int, end: int, without: list[int]) -> str:
    """The words over a piece as they are without the lexicon; empty where they are the same."""
    if {start, end} <= set(without) and not any(start < at < end for at in without):
        return ""
    first = max(at for at in without if at <= start)
    last = min(at for at in without if at >= end)
    around = [at for at in without if first <= at <= last]
    return " | ".join(text[a:b] for a, b in pairwise(around))

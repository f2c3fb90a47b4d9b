"""Chinese word segmentation by jieba, the reference. The only module that knows jieba."""

import logging
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from typing import Any

ENGINE = f"jieba {version('jieba')}"

# A term of four characters is hardly ever an accident of two neighbouring words: it gets
# a weight against which no other way through the text can hold. The weight grows with the
# square of the length, so that a longer term holds against those inside it. A shorter one
# may be an accident (民非 in 居民非…): it gets the frequency that jieba suggests, enough to
# hold against its own parts.
LONG = 4
STRENGTH = 22  # powers of ten; a character costs eight at most

_CUTTABLE = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%-]+")


def cuttable(term: str) -> bool:
    """Whether jieba can ever keep ``term`` whole: it splits at other characters."""
    return bool(_CUTTABLE.fullmatch(term))


def in_order(terms: Iterable[str]) -> list[str]:
    """The terms as they are added: what a short one is given depends on those before it."""
    return sorted(set(terms), key=lambda term: (len(term), term))


def term_frequency(term: str, *, total: int, suggested: Callable[[str], int]) -> int:
    """The frequency with which ``term`` is kept whole in a dictionary of ``total`` words."""
    if len(term) < LONG:
        return suggested(term)
    return total * int(10 ** (STRENGTH * len(term) ** 2))


def segmenter(terms: Iterable[str]) -> Callable[[str], Iterator[tuple[str, int, int]]]:
    """Return a function that cuts a text into ``(word, start, end)``.

    Offsets count code points, and ``text[start:end] == word``. Terms are kept
    whole, the longer of two that overlap, and change nothing where they do not stand.
    """
    tokenizer = dictionary(terms)

    def cut(text: str) -> Iterator[tuple[str, int, int]]:
        start = 0
        for word in tokenizer.cut(text):
            yield word, start, start + len(word)
            start += len(word)

    return cut


def dictionary(terms: Iterable[str]) -> Any:
    """A tokenizer of jieba's own with ``terms``, which shares nothing with any other.

    It is built from jieba's own file: a cache in the temporary folder, which anyone may
    have written, is never read. jieba would make every other word less probable with
    each term; here their sum stays what it was.
    """
    with warnings.catch_warnings():  # jieba's own escapes warn on Python 3.12 and later
        warnings.simplefilter("ignore")
        import jieba  # takes as long as everything else that cuts a few texts

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.total, tokenizer.initialized = total, True
    for term in in_order(terms):
        frequency = term_frequency(term, total=total, suggested=tokenizer.suggest_freq)
        tokenizer.add_word(term, frequency)
        tokenizer.total = total
    return tokenizer

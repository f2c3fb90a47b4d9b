"""Chinese word segmentation. The only module that knows jieba."""

import logging
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version

with warnings.catch_warnings():  # jieba's own escapes warn on Python 3.12 and later
    warnings.simplefilter("ignore")
    import jieba

ENGINE = f"jieba {version('jieba')}"

# A term of four characters is hardly ever an accident of two neighbouring words:
# it gets a frequency far above the dictionary's, so that the most probable path
# goes through it wherever it stands. A shorter one may be (民非 in 居民非…): it gets
# the frequency that jieba suggests, enough to hold against its own parts.
LONG = 4
TERM_FREQUENCY = 10**9

_CUTTABLE = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%-]+")

jieba.setLogLevel(logging.WARNING)


def cuttable(term: str) -> bool:
    """Whether jieba can ever keep ``term`` whole: it splits at other characters."""
    return bool(_CUTTABLE.fullmatch(term))


def segmenter(terms: Iterable[str]) -> Callable[[str], Iterator[tuple[str, int, int]]]:
    """Return a function that cuts a text into ``(word, start, end)``.

    Offsets count code points, and ``text[start:end] == word``. Terms are kept
    whole, the longer of two that overlap. Each call owns its dictionary, so two
    segmenters never meet, and it is built from jieba's own file: a cache in the
    temporary folder, which anyone may have written, is never read.
    """
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for term in sorted(terms, key=lambda term: (len(term), term)):
        tokenizer.add_word(term, TERM_FREQUENCY if len(term) >= LONG else None)

    def cut(text: str) -> Iterator[tuple[str, int, int]]:
        start = 0
        for word in tokenizer.cut(text):
            yield word, start, start + len(word)
            start += len(word)

    return cut

"""Lexical diversity: how many different words a text uses, for its length.

The plain ratio of types to tokens falls with the length of a text; the others were made
to fall less. What cannot be computed of so short a text is NaN.
"""

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workbench.tokens.table import Tokens

if TYPE_CHECKING:
    import pandas as pd

Words = NDArray[np.integer]  # a number for each token

WINDOW = 50  # tokens, of the moving average
DRAWN = 42  # tokens, of HD-D
FACTOR = 0.72  # the ratio at which a factor of MTLD is full
LEAST = 50  # tokens below which MTLD says nothing


def diversity(tokens: Tokens) -> "pd.DataFrame":
    """The measures of every document and language with words.

    Columns: doc, language, tokens, types, ttr, root_ttr (Guiraud 1954: types / √tokens),
    and ``mattr``, ``mtld``, ``hdd``, ``yule_k``, as the functions of these names.
    """
    import pandas as pd

    rows = []
    for row, doc in enumerate(tokens.docs):
        word = tokens.word[tokens.of(row)]
        for language in ("zh", "en"):
            own = word[tokens.languages[word] == language]
            if len(own):
                rows.append((doc, language, *_measured(own)))
    columns = ["doc", "language", "tokens", "types", "ttr", "root_ttr"]
    return pd.DataFrame(rows, columns=[*columns, "mattr", "mtld", "hdd", "yule_k"])


def _measured(own: Words) -> tuple[float, ...]:
    size, types = len(own), len(np.unique(own))
    ratios = (types / size, types / math.sqrt(size))
    return size, types, *ratios, mattr(own), mtld(own), hdd(own), yule_k(own)


def mattr(own: Words, *, window: int = WINDOW) -> float:
    """The mean ratio of types to tokens in all windows (Covington & McFall 2010)."""
    if len(own) < window:
        return math.nan
    order = np.argsort(own, kind="stable")
    again = own[order[1:]] == own[order[:-1]]
    before = np.full(len(own), -1)  # where the same word stood last
    before[order[1:][again]] = order[:-1][again]
    # a token is new in those windows that reach it and not its last place
    at = np.arange(len(own))
    first = np.maximum(before + 1, at - window + 1)
    windows = np.minimum(at, len(own) - window) - np.maximum(first, 0) + 1
    return float(np.maximum(windows, 0).sum() / window / (len(own) - window + 1))


def mtld(own: Words) -> float:
    """The mean length of stretches that keep a ratio above 0.72 (McCarthy & Jarvis 2010).

    The mean of reading forwards and backwards; what is left at the end counts as the part
    of a factor that it has come to. NaN for fewer than 50 tokens.
    """
    if len(own) < LEAST:
        return math.nan
    return (_factors(own.tolist()) + _factors(own[::-1].tolist())) / 2


def _factors(words: list[int]) -> float:
    full, seen, size = 0.0, set(), 0
    for word in words:
        seen.add(word)
        size += 1
        if len(seen) / size <= FACTOR:
            full, seen, size = full + 1, set(), 0
    if size:
        full += (1 - len(seen) / size) / (1 - FACTOR)
    return len(words) / full if full else math.nan


def hdd(own: Words, *, drawn: int = DRAWN) -> float:
    """The expected ratio of types to tokens in 42 tokens drawn at random, HD-D.

    ``Σ (1 - C(N - f, 42) / C(N, 42)) / 42`` over the words, f their counts (McCarthy &
    Jarvis 2007). NaN for fewer than 42 tokens.
    """
    size = len(own)
    if size < drawn:
        return math.nan
    often, words = np.unique(np.unique(own, return_counts=True)[1], return_counts=True)
    whole = math.comb(size, drawn)
    missed = [math.comb(size - count, drawn) / whole for count in often.tolist()]
    return float((words * (1 - np.array(missed))).sum() / drawn)


def yule_k(own: Words) -> float:
    """Yule's K, ``10^4 (Σ f² - N) / N²`` over the words, f their counts (Yule 1944)."""
    often = np.unique(own, return_counts=True)[1].astype(np.float64)
    size = len(own)
    return float(1e4 * ((often**2).sum() - size) / size**2) if size else math.nan

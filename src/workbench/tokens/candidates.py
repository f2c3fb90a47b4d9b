"""What may be a term and is none yet: strings that hold together and stand in many settings.

Chinese has no spaces to say what a word is. A string is a unit where its characters belong
together more than chance would have it, at the weakest place in it (Church & Hanks 1990;
Sun, Shen & Tsou 1998), and where it goes with many neighbours on either side (Harris 1955;
Feng, Chen, Deng & Zheng 2004). What is left is ranked by C-value, which takes from a string
what it owes to the longer ones it stands in. What the dictionary has as one word is no news:
it is kept whole as it is.

Frantzi, K., Ananiadou, S. & Mima, H. (2000): Automatic recognition of multi-word terms: the
C-value/NC-value method. International Journal on Digital Libraries 3, 115-130.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from workbench.tokens.dictionary import Dictionary, codes_of
from workbench.tokens.sentences import LATIN
from workbench.tokens.tokenize import HAN
from workbench.tokens.vectors import ends, parts

if TYPE_CHECKING:
    import pandas as pd

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
Unit = TypeVar("Unit", str, tuple[str, ...])  # characters, or words

CHARACTERS = 8  # of the longest Chinese candidate
WORDS = 5  # of the longest English one
COHESION = 3.0  # bits at the weakest place: eight times as often as by chance
FREEDOM = 1.0  # bits on the poorer side: as if between two neighbours

_WORD = rf"{LATIN}+(?:['’-]{LATIN}+)*"
_PHRASE = re.compile(rf"{_WORD}(?:\s+{_WORD})*")


def chinese(
    texts: Sequence[str],
    *,
    known: Collection[str] = (),
    stopwords: Collection[str] = (),
    minimum: int = 3,
) -> "pd.DataFrame":
    """Strings of two to eight Han characters that may be terms, the likeliest first.

    Columns: term, count, documents, cohesion (bits: the least pointwise mutual information of
    any split in two), freedom (bits: the entropy of the neighbours on the poorer side, each
    end of a run of characters a neighbour of its own), words (as it is cut today by the
    dictionary and the ``known`` terms, without the model) and c_value. None is ``known`` or one
    word, begins or ends with a word that is a stop word (会 alone is one, that of 议事会 is
    not), or stands fewer than ``minimum`` times. Raises ValueError where ``minimum`` is less
    than 2: what stands once has no neighbours to speak of.
    """
    import pandas as pd

    if minimum < 2:
        raise ValueError(f"minimum {minimum}: a candidate has to stand twice at least")
    grams = pd.DataFrame(
        _grams(texts, minimum), columns=["term", "count", "documents", "cohesion", "freedom"]
    )
    fit = grams[(grams["cohesion"] >= COHESION) & (grams["freedom"] >= FREEDOM)]
    words = _words(fit["term"].tolist(), known)
    stopped = set(stopwords)
    free = np.array([stopped.isdisjoint((own[0], own[-1])) for own in words], bool)
    fit = fit.assign(words=[" ".join(own) for own in words])[free]
    value = c_values(dict(zip(fit["term"], fit["count"], strict=True)))
    ranked = fit.assign(c_value=fit["term"].map(value).astype("float64"))
    return _ranked(ranked[(ranked["words"] != ranked["term"]) & ~ranked["term"].isin(list(known))])


def english(
    texts: Sequence[str],
    *,
    known: Collection[str] = (),
    stopwords: Collection[str] = (),
    minimum: int = 3,
) -> "pd.DataFrame":
    """Phrases of two to five words that may be terms: term, count, documents, c_value.

    In lower case, with nothing but space between the words, none of them a stop word at
    either end; otherwise as ``chinese``. A plural of what is ``known`` is known.
    """
    import pandas as pd

    count: Counter[tuple[str, ...]] = Counter()
    documents: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        own = Counter(_phrases(text, stopwords))
        count.update(own)
        documents.update(own.keys())
    often = {words: times for words, times in count.items() if times >= minimum}
    value = c_values(often)
    rows = [
        (" ".join(words), times, documents[words], value[words])
        for words, times in often.items()
        if not {" ".join(words), *_singular(words)} & set(known)
    ]
    return _ranked(pd.DataFrame(rows, columns=["term", "count", "documents", "c_value"]))


def c_values(counts: Mapping[Unit, int]) -> dict[Unit, float]:
    """The C-value of each candidate: how often it stands, less its part in longer ones.

    ``log2(n) * (f - t / c)`` for a candidate of ``n`` units that stands ``f`` times, ``t`` of
    them within ``c`` longer candidates (an occurrence within two of them is of the longest).
    """
    nested: Counter[Unit] = Counter()
    around: Counter[Unit] = Counter()
    value = {}
    for unit in sorted(counts, key=lambda unit: (-len(unit), unit)):
        inside = nested[unit] / around[unit] if around[unit] else 0.0
        value[unit] = float(np.log2(len(unit)) * (counts[unit] - inside))
        for part in {part for part in _parts(unit) if part in counts}:
            nested[part] += counts[unit] - nested[unit]
            around[part] += 1
    return value


def _parts(unit: Unit) -> Iterator[Unit]:
    """Every shorter stretch of a candidate, of two units at least."""
    for length in range(2, len(unit)):
        for start in range(len(unit) - length + 1):
            yield unit[start : start + length]


def _ranked(table: "pd.DataFrame") -> "pd.DataFrame":
    return table.sort_values(
        ["c_value", "count", "term"], ascending=[False, False, True], ignore_index=True
    )


def _phrases(text: str, stopwords: Collection[str]) -> Iterator[tuple[str, ...]]:
    for run in _PHRASE.finditer(text):
        words = tuple(run[0].lower().replace("’", "'").split())
        for length in range(2, WORDS + 1):
            for start in range(len(words) - length + 1):
                phrase = words[start : start + length]
                if phrase[0] not in stopwords and phrase[-1] not in stopwords:
                    yield phrase


def _singular(words: tuple[str, ...]) -> list[str]:
    phrase = " ".join(words)
    return [phrase.removesuffix("s"), phrase.removesuffix("es")]


# --- strings of characters -----------------------------------------------------


def _words(terms: Sequence[str], known: Collection[str]) -> list[list[str]]:
    """The words of each of ``terms`` by the dictionary and the known terms, all cut at once."""
    own = Dictionary(known)
    own.add_terms(lambda term: parts(own, term))
    joined = "".join(terms)
    stops = np.cumsum([len(term) for term in terms], dtype=np.int64)
    begins = np.append(0, stops)[:-1].astype(np.int64)
    end = ends(own, codes_of(joined), begins, stops, hmm=False)
    pieces = [joined[start:stop] for start, stop in pairwise([0, *end.tolist()])]
    until = np.searchsorted(end, stops, side="right").tolist()
    return [pieces[first:last] for first, last in pairwise([0, *until])]


def _grams(texts: Sequence[str], minimum: int) -> Iterator[tuple[str, int, int, float, float]]:
    """Every string of characters with its count, documents, cohesion and freedom."""
    joined = "\0".join(["", *texts, ""])
    whole = re.sub(f"[^{HAN}]", "\0", joined) + "\0" * CHARACTERS
    letters, letter = np.unique(
        np.frombuffer(whole.encode("utf-32-le"), np.uint32), return_inverse=True
    )
    letter = letter.astype(np.int64) - 1  # -1 where no run of characters is
    doc = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    doc = np.concatenate([[0], doc, np.full(CHARACTERS, len(texts))])
    total = int((letter >= 0).sum())
    often = [_often(letter)]  # of the string of n + 1 characters that begins at each place
    gram = letter
    for length in range(2, CHARACTERS + 1):
        at = np.flatnonzero((often[-1][:-length] >= minimum) & (letter[length - 1 : -1] >= 0))
        gram, at, first, count = _longer(gram, letter, at, length, minimum)
        if not len(count):
            return
        own = np.zeros(len(letter), np.int64)
        own[at] = count[gram[at]]
        often.append(own)
        cohesion = _cohesion(first, count, often, length, total)
        right = _entropy(gram[at], letter[at + length], count, len(letters))
        left = _entropy(gram[at], letter[at - 1], count, len(letters))
        documents = np.bincount(
            np.unique(gram[at] * (len(texts) + 1) + doc[at]) // (len(texts) + 1),
            minlength=len(count),
        )
        freedom = np.minimum(left, right)
        for row, start in enumerate(first.tolist()):
            told = (int(count[row]), int(documents[row]), float(cohesion[row]), float(freedom[row]))
            yield (whole[start : start + length], *told)


def _often(number: Numbers) -> Numbers:
    """How often the number at each place stands; 0 where it is none (-1)."""
    count = np.bincount(number[number >= 0], minlength=1)
    return np.where(number >= 0, count[number], 0)


def _longer(
    gram: Numbers, letter: Numbers, at: Numbers, length: int, minimum: int
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The strings one character longer at the places ``at`` that stand ``minimum`` times.

    Their number at each place of the text (-1 where there is none), the places, and the
    first place and the count of each.
    """
    key = gram[at] * (int(letter.max(initial=0)) + 1) + letter[at + length - 1]
    _, first, number, count = np.unique(
        key, return_index=True, return_inverse=True, return_counts=True
    )
    kept = count >= minimum
    renamed = np.where(kept, np.cumsum(kept) - 1, -1)
    longer = np.full(len(letter), -1, np.int64)
    longer[at] = renamed[number]
    return longer, at[kept[number]], at[first[kept]], count[kept].astype(np.int64)


def _cohesion(
    first: Numbers, count: Numbers, often: Sequence[Numbers], length: int, total: int
) -> Floats:
    """The pointwise mutual information at the weakest split of each string, in bits."""
    splits = [
        np.log2(count * total / (often[cut - 1][first] * often[length - cut - 1][first + cut]))
        for cut in range(1, length)
    ]
    weakest: Floats = np.min(splits, axis=0)
    return weakest


def _entropy(gram: Numbers, neighbour: Numbers, count: Numbers, letters: int) -> Floats:
    """The entropy of the neighbours of each string in bits: log2 f - sum(c log2 c) / f."""
    inner = neighbour >= 0  # an end of a run is a neighbour of its own: log2 1 = 0
    pair, often = np.unique(gram[inner] * letters + neighbour[inner], return_counts=True)
    shared = np.bincount(pair // letters, often * np.log2(often), minlength=len(count))
    return np.log2(count) - shared / count

"""Words of texts in two scripts: each run of text goes to its own tokenizer.

Chinese is cut by compiled kernels where there is much of it, by vectors where there is
little or nothing to compile with, and by jieba itself where that is asked for. All give
the same words.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workbench.tokens import chinese, english
from workbench.tokens.compiler import compiles
from workbench.tokens.table import Tokens, concat, names

if TYPE_CHECKING:
    from workbench.tokens.dictionary import Dictionary

Token = tuple[str, int, int, str]
Pair = tuple[str, str]  # a document and its text
Places = NDArray[np.int64]

BATCH = 2**18  # characters that are cut together

# The modules, below the package, whose code decides where a word begins and ends.
CUTTING = (
    *(f"tokens/{name}" for name in ("chinese", "compiler", "dictionary", "english", "fast")),
    *(f"tokens/{name}" for name in ("kernel", "table", "tokenize", "vectors")),
)

HAN = r"\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF"

# An English run begins with a word of two letters and holds no Han character and no mark
# of Chinese typesetting. A single letter or a number stays with the Chinese around it:
# K队, 51个.
_ENGLISH = re.compile(rf"[A-Za-z\u00C0-\u024F]{{2}}[^{HAN}\u3000-\u303F\uFF00-\uFFEF]*")


_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")


def runs(text: str) -> Iterator[tuple[str, int, int]]:
    """Split a text into ``(language, start, end)``; together they are the text.

    A text without Han characters is English from its first character on.
    """
    if not re.search(f"[{HAN}]", text):
        if text:
            yield "en", 0, len(text)
        return
    start = 0
    for match in _ENGLISH.finditer(text):
        if match.start() > start:
            yield "zh", start, match.start()
        yield "en", match.start(), match.end()
        start = match.end()
    if start < len(text):
        yield "zh", start, len(text)


def tokenizer(terms: Iterable[str]) -> Callable[[str], Iterator[Token]]:
    """Return a function that cuts a text into ``(word, start, end, language)``, by jieba.

    Only words: what holds no letter, digit or Han character is left out. English
    words are lower case; ``text[start:end]`` is the word as it stands.
    """
    cut = {"zh": chinese.segmenter(terms), "en": english.words}

    def tokens(text: str) -> Iterator[Token]:
        for language, begin, end in runs(text):
            for word, start, stop in cut[language](text[begin:end]):
                if _is_word(word):
                    yield _folded(word, language), begin + start, begin + stop, language

    return tokens


def _is_word(piece: str) -> bool:
    return any(map(str.isalnum, piece))


def _folded(word: str, language: str) -> str:
    return word.lower() if language == "en" else word


def cutter(terms: Iterable[str], *, engine: str = "fast") -> Callable[[Iterable[Pair]], Tokens]:
    """Return a function that cuts (document, text) pairs into one token table.

    The engine ``jieba`` is ``tokenizer``; ``fast`` gives the same words.
    """
    if engine == "jieba":
        by_jieba = tokenizer(terms)
        return lambda texts: concat([_by_words(each, by_jieba) for each in _batches(texts)])
    from workbench.tokens.dictionary import Dictionary
    from workbench.tokens.vectors import parts

    own = Dictionary(terms)
    own.add_terms(lambda term: parts(own, term))

    def tokens(texts: Iterable[Pair]) -> Tokens:
        batches = _batches(texts)
        some = list(islice(batches, 2))
        if len(some) > 1 and compiles():
            from workbench.tokens.fast import cut

            return cut(chain(some, batches), own)
        return concat([_by_vectors(batch, own) for batch in chain(some, batches)])

    return tokens


def _batches(texts: Iterable[Pair]) -> Iterator[list[Pair]]:
    """Texts of about ``BATCH`` characters together; a longer one is alone."""
    batch: list[Pair] = []
    size = 0
    for pair in texts:
        if batch and size + len(pair[1]) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(pair)
        size += len(pair[1])
    if batch:
        yield batch


def _by_words(batch: list[Pair], cut: Callable[[str], Iterator[Token]]) -> Tokens:
    begins = accumulate((len(text) for _, text in batch), initial=0)
    found = [
        (begin + start, begin + end, language == "en")
        for begin, (_, text) in zip(begins, batch, strict=False)
        for _, start, end, language in cut(text)
    ]
    start, end, is_english = np.array(found, np.int64).reshape(-1, 3).T
    return _table(batch, start, end, is_english.astype(bool))


def _by_vectors(batch: list[Pair], own: "Dictionary") -> Tokens:
    from workbench.tokens.dictionary import codes_of
    from workbench.tokens.vectors import ends

    whole = "".join(text for _, text in batch)
    begins = accumulate((len(text) for _, text in batch), initial=0)
    cut = [
        (begin + start, begin + end, language == "en")
        for begin, (_, text) in zip(begins, batch, strict=False)
        for language, start, end in runs(text)
    ]
    begin, stop, is_english = np.array(cut, np.int64).reshape(-1, 3).T
    zh = is_english == 0
    end = ends(own, codes_of(whole), begin[zh], stop[zh])
    start = np.maximum(np.append(0, end)[: len(end)], begin[zh][np.searchsorted(stop[zh], end)])
    first, last = english.in_runs(whole, begin[~zh].tolist(), stop[~zh].tolist())
    order = np.argsort(np.append(start, first), kind="stable")
    return _table(
        batch, np.append(start, first)[order], np.append(end, last)[order], order >= len(start)
    )


def _table(batch: list[Pair], start: Places, end: Places, is_english: NDArray[np.bool_]) -> Tokens:
    """The token table of pieces of the joined texts, without those that are no words."""
    whole = "".join(text for _, text in batch)
    pieces = [whole[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    languages = ["en" if each else "zh" for each in is_english.tolist()]
    pairs = [(_folded(*pair), pair[1]) for pair in zip(pieces, languages, strict=True)]
    known = sorted(pair for pair in set(pairs) if _is_word(pair[0]))
    number = {pair: at for at, pair in enumerate(known)}
    word = np.array([number.get(pair, -1) for pair in pairs], np.int32)
    kept = word != -1
    start, end = start[kept], end[kept]
    begins = np.cumsum([0, *(len(text) for _, text in batch)])
    doc = np.searchsorted(begins, start, side="right") - 1
    return Tokens(
        docs=names(doc for doc, _ in batch),
        pointer=np.searchsorted(doc, np.arange(len(batch) + 1)).astype(np.int64),
        word=word[kept],
        start=(start - begins[doc]).astype(np.int32),
        length=(end - start).astype(np.int32),
        paragraph=_paragraphs(batch, begins, doc, start),
        words=names(word for word, _ in known),
        languages=names(language for _, language in known),
    )


def _paragraphs(batch: list[Pair], begins: Places, doc: Places, start: Places) -> NDArray[np.int32]:
    """The number of each token's line, of those of its document with something on them."""
    lines = [
        begin + match.start()
        for begin, (_, text) in zip(begins.tolist(), batch, strict=False)
        for match in _LINE.finditer(text)
    ]
    first = np.searchsorted(lines, begins)[doc]
    return (np.searchsorted(lines, start, side="right") - 1 - first).astype(np.int32)

"""Words of a text in two scripts: each run of text goes to its own tokenizer."""

import re
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from itertools import accumulate

import numpy as np

from workbench.tokens import chinese, english
from workbench.tokens.table import Tokens, names

Token = tuple[str, int, int, str]

HAN = r"\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF"

# An English run begins with a word of two letters and holds no Han character.
# A single letter or a number stays with the Chinese around it: K队, 51个.
_ENGLISH = re.compile(rf"[A-Za-z\u00C0-\u024F]{{2}}[^{HAN}]*")


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
    """Return a function that cuts a text into ``(word, start, end, language)``.

    Only words: what holds no letter, digit or Han character is left out. English
    words are lower case; ``text[start:end]`` is the word as it stands.
    """
    cut = {"zh": chinese.segmenter(terms), "en": english.words}

    def tokens(text: str) -> Iterator[Token]:
        for language, begin, end in runs(text):
            for word, start, stop in cut[language](text[begin:end]):
                if any(character.isalnum() for character in word):
                    folded = word.lower() if language == "en" else word
                    yield folded, begin + start, begin + stop, language

    return tokens


def cutter(
    terms: Iterable[str], *, engine: str = "fast"
) -> Callable[[Iterable[tuple[str, str]]], Tokens]:
    """Return a function that cuts (document, text) pairs into one token table.

    The engine ``fast`` gives the words of ``tokenizer``, which is the engine ``jieba``;
    where this machine has no numba it is used for both.
    """
    if engine == "fast" and find_spec("numba"):
        from workbench.tokens.fast import Cutter

        return Cutter(terms)
    cut = tokenizer(terms)

    def tokens(texts: Iterable[tuple[str, str]]) -> Tokens:
        return _table([(doc, text, list(cut(text))) for doc, text in texts])

    return tokens


def _table(held: list[tuple[str, str, list[Token]]]) -> Tokens:
    rows = [(token, paragraph) for _, text, own in held for token, paragraph in _lines(text, own)]
    pairs = sorted({(word, language) for (word, _, _, language), _ in rows})
    number = {pair: at for at, pair in enumerate(pairs)}
    columns = [
        (number[word, language], start, end - start, paragraph)
        for (word, start, end, language), paragraph in rows
    ]
    word, start, length, paragraph = np.array(columns, np.int32).reshape(-1, 4).T.copy()
    return Tokens(
        docs=names(doc for doc, _, _ in held),
        pointer=np.array([0, *accumulate(len(own) for _, _, own in held)], np.int64),
        word=word,
        start=start,
        length=length,
        paragraph=paragraph,
        words=names(word for word, _ in pairs),
        languages=names(language for _, language in pairs),
    )


def _lines(text: str, tokens: list[Token]) -> Iterator[tuple[Token, int]]:
    """Each token with the number of its line, of those with something on them."""
    begins = [match.start() for match in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text)]
    at = np.searchsorted(begins, [start for _, start, _, _ in tokens], side="right") - 1
    yield from zip(tokens, at.tolist(), strict=True)

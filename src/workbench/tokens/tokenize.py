"""Words of a text in two scripts: each run of text goes to its own tokenizer."""

import re
from collections.abc import Callable, Iterable, Iterator

from workbench.tokens import chinese, english

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

"""Token tables and matrices made of a few words."""

from collections.abc import Callable

import pytest

from workbench.tokens.matrix import Matrix, counted
from workbench.tokens.table import Tokens, concat, names

Make = Callable[..., Tokens]


def tokens_of(**texts: str) -> Tokens:
    """A table of documents whose words stand between spaces; ``|`` ends a paragraph.

    A word of Latin letters is English.
    """
    return concat([_one(doc, text) for doc, text in texts.items()])


def _one(doc: str, text: str) -> Tokens:
    import numpy as np

    lines = [line.split() for line in text.split("|")]
    rows = [(word, line) for line, words in enumerate(lines) for word in words]
    pairs = sorted({(word, "en" if word.isascii() else "zh") for word, _ in rows})
    place = {word: at for at, (word, _) in enumerate(pairs)}
    lengths = [len(word) for word, _ in rows]
    starts = np.cumsum([0, *(length + 1 for length in lengths)])[:-1]
    return Tokens(
        docs=names([doc]),
        pointer=np.array([0, len(rows)], np.int64),
        word=np.array([place[word] for word, _ in rows], np.int32),
        start=starts.astype(np.int32),
        length=np.array(lengths, np.int32),
        paragraph=np.array([line for _, line in rows], np.int32),
        words=names(word for word, _ in pairs),
        languages=names(language for _, language in pairs),
    )


@pytest.fixture(scope="session")
def table() -> Make:
    """What makes a token table: ``table(a="b c | d")``."""
    return tokens_of


@pytest.fixture(scope="session")
def matrix() -> Callable[..., Matrix]:
    """What makes a document-term matrix of the same."""
    return lambda **texts: counted(tokens_of(**texts))


@pytest.fixture(scope="session")
def five(matrix: Callable[..., Matrix]) -> Matrix:
    """The corpus of five parts by which Gries (2008) explains dispersion."""
    return matrix(
        p1="b a m n i b e u p",
        p2="b a s a t b e w q n",
        p3="b c a g a b e s t a",
        p4="b a g h a b e a a t",
        p5="b a h a a b e a x a t",
    )

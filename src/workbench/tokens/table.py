"""The token table: the words of many documents as numbers, in the order of the texts.

A word that stands a million times is one entry of ``words`` and a million numbers: a
token takes about twenty bytes, where a tuple of Python takes several hundred.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

COLUMNS = ("word", "start", "length", "paragraph")  # a value for each token

Names = NDArray[np.object_]  # of str


@dataclass(frozen=True)
class Tokens:
    """Tokens sorted by document and position; ``words`` sorted by word and language.

    ``docs`` has shape (documents,) and ``pointer`` (documents + 1,): the tokens of
    document ``d`` are ``[pointer[d], pointer[d + 1])``. ``word`` (a row of ``words``),
    ``start`` and ``length`` (code points of the stored text) and ``paragraph`` (the
    number of the line with something on it, from 0) have shape (tokens,); ``words`` and
    ``languages`` (``zh`` or ``en``) have shape (types,).
    """

    docs: Names
    pointer: NDArray[np.int64]
    word: NDArray[np.int32]
    start: NDArray[np.int32]
    length: NDArray[np.int32]
    paragraph: NDArray[np.int32]
    words: Names
    languages: Names

    def __len__(self) -> int:
        return len(self.word)

    @property
    def doc(self) -> NDArray[np.int32]:
        """The row in ``docs`` of each token; shape (tokens,)."""
        return np.repeat(np.arange(len(self.docs), dtype=np.int32), np.diff(self.pointer))

    def of(self, row: int) -> slice:
        """The tokens of the document in row ``row`` of ``docs``."""
        return slice(int(self.pointer[row]), int(self.pointer[row + 1]))

    def ids(self, word: str) -> NDArray[np.int32]:
        """The rows of ``words`` that are ``word``: one a language it stands in."""
        return np.flatnonzero(self.words == word).astype(np.int32)

    def take(self, rows: Sequence[int]) -> "Tokens":
        """The tokens of the documents ``rows``, in that order, with the words they hold."""
        spans = [self.of(row) for row in rows]
        ends = np.cumsum([0, *(span.stop - span.start for span in spans)], dtype=np.int64)
        parts = {
            name: np.concatenate([getattr(self, name)[span] for span in spans])
            if spans
            else getattr(self, name)[:0]
            for name in COLUMNS
        }
        taken = replace(self, docs=self.docs[list(rows)], pointer=ends, **parts)
        return _with_used_words(taken)

    def where(self, kept: NDArray[np.bool_]) -> "Tokens":
        """The tokens ``kept``, a mask of shape (tokens,), with the words they hold."""
        parts = {name: getattr(self, name)[kept] for name in COLUMNS}
        ends = np.append(0, np.cumsum(kept, dtype=np.int64))[self.pointer]
        return _with_used_words(replace(self, pointer=ends, **parts))

    def placed(self, at: Mapping[str, tuple[NDArray[np.int64], NDArray[np.int64]]]) -> "Tokens":
        """The tokens of texts that were read another way, at their places in the source.

        ``at`` gives, for such a document, the start and the end of the source behind
        each character of what was cut.
        """
        start, length = self.start.copy(), self.length.copy()
        for row, doc in enumerate(self.docs):
            if doc in at:
                own, (starts, ends) = self.of(row), at[doc]
                start[own] = starts[self.start[own]]
                length[own] = ends[self.start[own] + self.length[own] - 1] - start[own]
        return replace(self, start=start, length=length)


def _with_used_words(tokens: Tokens) -> Tokens:
    used = np.zeros(len(tokens.words), bool)
    used[tokens.word] = True
    number = np.cumsum(used, dtype=np.int32) - 1
    return replace(
        tokens,
        word=number[tokens.word].astype(np.int32),
        words=tokens.words[used],
        languages=tokens.languages[used],
    )


def names(values: Iterable[str]) -> Names:
    """Strings as an array of objects."""
    listed = list(values)
    array = np.empty(len(listed), object)
    array[:] = listed
    return array


def concat(parts: Sequence[Tokens]) -> Tokens:
    """The tokens of several tables, documents one after another, in one vocabulary."""
    words, languages, numbers = union([(part.words, part.languages) for part in parts])
    lengths = [np.diff(part.pointer) for part in parts]
    return Tokens(
        docs=_joined([part.docs for part in parts], object),
        pointer=np.append(0, np.cumsum(_joined(lengths, np.int64))).astype(np.int64),
        word=_joined([n[part.word] for n, part in zip(numbers, parts, strict=True)], np.int32),
        start=_joined([part.start for part in parts], np.int32),
        length=_joined([part.length for part in parts], np.int32),
        paragraph=_joined([part.paragraph for part in parts], np.int32),
        words=words,
        languages=languages,
    )


def union(
    vocabularies: Sequence[tuple[Names, Names]],
) -> tuple[Names, Names, list[NDArray[np.int32]]]:
    """One sorted vocabulary of several, and for each the new number of its every word."""
    pairs = [
        list(zip(words.tolist(), languages.tolist(), strict=True))
        for words, languages in vocabularies
    ]
    whole = sorted(set().union(*pairs))
    number = {pair: at for at, pair in enumerate(whole)}
    numbers = [np.array([number[pair] for pair in own], np.int32) for own in pairs]
    return names(word for word, _ in whole), names(lang for _, lang in whole), numbers


def _joined(parts: Sequence[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    return np.concatenate(parts).astype(dtype, copy=False) if parts else np.empty(0, dtype)


def empty() -> Tokens:
    """No documents and no words."""
    return concat([])

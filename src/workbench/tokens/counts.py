"""What is counted: words and terms of the texts that are here, counts on file of the others."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbench.schema import FEATURES_FILE
from workbench.schema.artefacts import RATES, SIZES
from workbench.tokens.lexicon import Lexicon
from workbench.tokens.matrix import Matrix
from workbench.tokens.table import Tokens, names, union

if TYPE_CHECKING:
    import pandas as pd

Span = tuple[int, int]
Positions = NDArray[np.integer[Any]]
Term = tuple[str, str]  # its language and itself

# Raised whenever this room cuts or counts otherwise than before: counts on file that
# were made by other rules are then known to be older.
RULES = 2


def outside(start: Positions, end: Positions, set_aside: Iterable[Span]) -> NDArray[np.bool_]:
    """Which of the spans ``[start, end)`` touch nothing that is not counted; shape (spans,)."""
    kept = np.ones(len(start), bool)
    for first, last in set_aside:
        kept &= (end <= first) | (last <= start)
    return kept


def counted_part(tokens: Tokens, set_aside: Mapping[str, Sequence[Span]]) -> Tokens:
    """The tokens that are counted: without what the cards of their documents set aside."""
    kept = np.ones(len(tokens), bool)
    for row, doc in enumerate(tokens.docs):
        if set_aside.get(doc):
            own = tokens.of(row)
            start = tokens.start[own]
            kept[own] = outside(start, start + tokens.length[own], set_aside[doc])
    return tokens.where(kept)


def terms(
    text: str, start: Positions, end: Positions, lexicon: Lexicon
) -> list[tuple[Term, int, int]]:
    """The terms of the lexicon in a text with their spans; ``start`` and ``end`` of its words.

    A term is looked for in the text itself, because a segmentation loses some of its
    occurrences; a short Chinese one has to begin and end where words do.
    """
    borders = set(start.tolist()), set(end.tolist())
    return [
        ((language, term), first, last)
        for term, language, first, last in lexicon.found(text, borders=borders)
    ]


def possible(lexicon: Lexicon, words: Iterable[str]) -> set[str]:
    """The terms that may stand in a text of which only the words are known.

    A Chinese term can only be there if each of its characters is, an English one if each
    of its words is within one of the text.
    """
    joined = "\n".join(words)
    letters = set(joined)
    chinese = {term for term in lexicon.terms.get("zh", ()) if letters.issuperset(term)}
    return chinese | {
        term
        for term in lexicon.terms.get("en", ())
        if all(piece in joined for piece in re.findall(r"\w+", term))
    }


def features(matrix: Matrix, row: int, terms: Counter[Term]) -> "pd.DataFrame":
    """The words and terms of one document, as ``schema.FEATURES_FILE``."""
    import pandas as pd

    cells = slice(int(matrix.pointer[row]), int(matrix.pointer[row + 1]))
    column = matrix.column[cells]
    words = zip(
        matrix.languages[column], matrix.words[column], matrix.count[cells].tolist(), strict=True
    )
    rows = [("term", *term, often) for term, often in terms.items()]
    rows += [("word", *word) for word in words]
    return pd.DataFrame(sorted(rows), columns=list(FEATURES_FILE))


def on_file(features: Mapping[str, "pd.DataFrame"]) -> Matrix:
    """The words of ``schema.FEATURES_FILE`` tables by document, as a matrix."""
    own = {doc: table[table["kind"] == "word"] for doc, table in features.items()}
    vocabularies = [(names(t["word"]), names(t["language"])) for t in own.values()]
    words, languages, numbers = union(vocabularies)
    order = [np.argsort(number) for number in numbers]
    counts = [t["count"].to_numpy(np.int32) for t in own.values()]
    none = np.empty(0, np.int32)
    return Matrix(
        names(own),
        np.cumsum([0, *map(len, numbers)]),
        np.concatenate([none, *(n[by] for n, by in zip(numbers, order, strict=True))]),
        np.concatenate([none, *(c[by] for c, by in zip(counts, order, strict=True))]),
        words,
        languages,
    )


def sizes(matrix: Matrix, *, outdated: Collection[str] = ()) -> "pd.DataFrame":
    """Tokens, types and characters of each document and language, as ``artefacts.SIZES``.

    ``outdated`` are the documents whose text is absent and whose counts were
    made with another lexicon or engine than today's.
    """
    import pandas as pd

    letters = np.array([len(word) for word in matrix.words], np.int64)
    cells = pd.DataFrame(
        {
            "doc": matrix.docs[matrix.row],
            "language": matrix.languages[matrix.column],
            "tokens": matrix.count.astype(np.int64),
            "types": 1,
            "characters": letters[matrix.column] * matrix.count,
        }
    )
    summed = cells.groupby(["doc", "language"], as_index=False).sum()
    return summed.assign(current=~summed["doc"].isin(list(outdated)))[list(SIZES)]


def rates(
    terms: Mapping[str, Mapping[Term, int]],
    sizes: "pd.DataFrame",
    *,
    synonyms: Mapping[str, str] | None = None,
) -> "pd.DataFrame":
    """Terms of each document per 1,000 characters (zh) or words (en), as ``artefacts.RATES``.

    ``synonyms`` maps a term to its canonical form, under which it is counted.
    """
    import pandas as pd

    canonical = synonyms or {}
    rows = [
        (doc, canonical.get(term, term), language, often)
        for doc, own in terms.items()
        for (language, term), often in own.items()
    ]
    counted = pd.DataFrame(rows, columns=["doc", "term", "language", "count"])
    summed = counted.groupby(["doc", "term", "language"], as_index=False).agg({"count": "sum"})
    merged = summed.merge(sizes, on=["doc", "language"])
    base = merged["characters"].where(merged["language"] == "zh", merged["tokens"])
    return merged.assign(rate=1000 * merged["count"] / base)[list(RATES)]

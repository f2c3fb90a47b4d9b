"""Collocation: which words stand together more often than their counts would have it.

The measures see a 2 x 2 table: how often both words stand together (``joint``), how often
each stands at all (``left``, ``right``), among so many places (``total``).
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbench.tokens.matrix import Rows
from workbench.tokens.table import Tokens

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


def bigrams(tokens: Tokens, *, minimum: int = 3, rows: Rows | None = None) -> "pd.DataFrame":
    """Pairs of neighbouring words of one document: first, second, language, count, documents.

    And the columns of ``measures``. As in NLTK a word's own count is how often it stands,
    and there are as many places as tokens of the language; words of two languages are no
    pair. Sorted by log-likelihood, then by the words.
    """
    import pandas as pd

    own = _chosen(tokens, rows)
    doc, types = own.doc, len(own.words)
    at = np.flatnonzero((doc[1:] == doc[:-1]) & _same_language(own, own.word[1:], own.word[:-1]))
    key = own.word[at].astype(np.int64) * types + own.word[at + 1]
    pair, count, documents = _tallied(key, doc[at])
    pair, count, documents = (each[count >= minimum] for each in (pair, count, documents))
    first, second = np.divmod(pair, max(types, 1))
    often, total = np.bincount(own.word, minlength=types), _totals(own)
    table = pd.DataFrame(
        {
            "first": own.words[first],
            "second": own.words[second],
            "language": own.languages[first],
            "count": count,
            "documents": documents,
            **measures(count, often[first], often[second], total[first]),
        }
    )
    order = ["log_likelihood", "first", "second"]
    return table.sort_values(order, ascending=[False, True, True], ignore_index=True)


def collocates(
    tokens: Tokens, node: str, *, window: int = 5, minimum: int = 3, rows: Rows | None = None
) -> "pd.DataFrame":
    """The words within ``window`` tokens of ``node``, on either side, in one document.

    Columns: word, language, count (how often it stands in a window), documents, those of
    ``measures``, and distance, the mean place relative to the node (negative: before it).
    The node counts with all places of its windows, so that ``expected`` is what the word's
    share of all tokens would put into them. Sorted by log-likelihood, then by word.
    """
    import pandas as pd

    own = _chosen(tokens, rows)
    doc, types = own.doc, len(own.words)
    nodes = np.flatnonzero(np.isin(own.word, own.ids(node)))
    found, away = [], []
    for step in (*range(-window, 0), *range(1, window + 1)):
        at = nodes + step
        inside = (at >= 0) & (at < len(own))
        at, node_at = at[inside], nodes[inside]
        fits = (doc[at] == doc[node_at]) & _same_language(own, own.word[at], own.word[node_at])
        found.append(at[fits])
        away.append(np.full(int(fits.sum()), step))
    at = np.concatenate([np.empty(0, np.intp), *found])
    steps = np.concatenate([np.empty(0), *away])
    word, count, documents = _tallied(own.word[at].astype(np.int64), doc[at])
    distance = np.bincount(own.word[at], steps, types)[word] / count
    spans = {lang: int((own.languages[own.word[at]] == lang).sum()) for lang in ("zh", "en")}
    often, total = np.bincount(own.word, minlength=types), _totals(own)
    places = np.array([spans[lang] for lang in own.languages[word]], np.int64)
    table = pd.DataFrame(
        {
            "word": own.words[word],
            "language": own.languages[word],
            "count": count,
            "documents": documents,
            **measures(count, places, often[word], total[word]),
            "distance": distance,
        }
    )
    table = table[table["count"] >= minimum]
    order = ["log_likelihood", "word"]
    return table.sort_values(order, ascending=[False, True], ignore_index=True)


def measures(joint: Any, left: Any, right: Any, total: Any) -> dict[str, Floats]:
    """The measures of association of two words, each of the shape of the counts.

    expected : ``left * right / total``
    pmi : ``log2(joint / expected)`` (Church & Hanks 1990)
    npmi : ``pmi / -log2(joint / total)``, from -1 to 1 (Bouma 2009)
    log_likelihood : ``2 Σ O ln(O / E)`` over the four cells (Dunning 1993), as NLTK has it;
        the measure of ``keyness`` sums two cells
    chi2 : Pearson's, without correction; t_score : ``(joint - expected) / sqrt(joint)``
    dice : ``2 joint / (left + right)``; log_dice : ``14 + log2(dice)`` (Rychlý 2008)
    """
    o11, r1, c1, n = (np.asarray(each, np.float64) for each in (joint, left, right, total))
    expected = r1 * c1 / n
    cells = (o11, r1 - o11, c1 - o11, n - r1 - c1 + o11)
    means = (expected, r1 * (n - c1) / n, (n - r1) * c1 / n, (n - r1) * (n - c1) / n)
    pmi = np.log2(o11 / expected)
    dice = 2 * o11 / (r1 + c1)
    surprise = -np.log2(o11 / n)
    pairs = list(zip(cells, means, strict=True))
    return {
        "expected": expected,
        "pmi": pmi,
        "npmi": np.divide(pmi, surprise, out=np.ones(len(pmi)), where=surprise > 0),
        "log_likelihood": np.maximum(2 * sum(_part(o, e) for o, e in pairs), 0.0),
        "chi2": np.asarray(sum(_square(o, e) for o, e in pairs), np.float64),
        "t_score": (o11 - expected) / np.sqrt(o11),
        "dice": dice,
        "log_dice": 14 + np.log2(dice),
    }


def _part(observed: Floats, expected: Floats) -> Floats:
    """``observed ln(observed / expected)``; 0 for a cell that cannot hold anything."""
    fits = (observed > 0) & (expected > 0)
    ratio = np.divide(observed, expected, out=np.ones(len(observed)), where=fits)
    return np.asarray(observed * np.log(ratio), np.float64)


def _square(observed: Floats, expected: Floats) -> Floats:
    away = (observed - expected) ** 2
    return np.divide(away, expected, out=np.zeros(len(away)), where=expected > 0)


def _chosen(tokens: Tokens, rows: Rows | None) -> Tokens:
    return tokens if rows is None else tokens.take(rows.tolist())


def _same_language(own: Tokens, one: Any, other: Any) -> NDArray[np.bool_]:
    is_english = own.languages == "en"
    return np.asarray(is_english[one] == is_english[other], bool)


def _totals(own: Tokens) -> NDArray[np.int64]:
    """For each word the tokens of its language."""
    is_english = (own.languages == "en").astype(np.int64)
    both = np.bincount(is_english[own.word], minlength=2)
    return np.asarray(both[is_english], np.int64)


def _tallied(
    key: NDArray[np.int64], doc: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The different keys, how often each stands, and in how many documents."""
    documents = int(doc.max()) + 1 if len(doc) else 1
    known, number, count = np.unique(key, return_inverse=True, return_counts=True)
    here = np.unique(number * documents + doc) // documents
    return known, count, np.bincount(here, minlength=len(known))

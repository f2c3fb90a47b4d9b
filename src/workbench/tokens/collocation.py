"""Collocation: which words stand together more often than their counts would have it.

The measures see a 2 x 2 table: how often both words stand together (``joint``), how often
each stands at all (``left``, ``right``), among so many places (``total``).
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbench.tokens.matrix import Rows
from workbench.tokens.table import Tokens
from workbench.tokens.tally import Tally, batches, tallied

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


def bigrams(tokens: Tokens, *, minimum: int = 3, rows: Rows | None = None) -> "pd.DataFrame":
    """Pairs of neighbouring words of one paragraph: first, second, language, count, documents.

    And the columns of ``measures``. As in NLTK a word's own count is how often it stands,
    and there are as many places as tokens of the language; words of two languages are no
    pair, and marks between the words are not seen. Sorted by log-likelihood, then by words.
    """
    import pandas as pd

    own = _chosen(tokens, rows)
    doc, types = own.doc, max(len(own.words), 1)
    tallies = [_pairs(own, doc, at, minimum) for at in batches(own)]
    pair, count, documents = (np.concatenate(each) for each in zip(*tallies, strict=True))
    first, second = np.divmod(pair, types)
    often = np.bincount(own.word, minlength=types)
    total = _of_language(own, often)
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
    return _ranked(table)


def _pairs(own: Tokens, doc: NDArray[np.int32], at: Places, minimum: int) -> Tally:
    """The pairs that begin at some places, as numbers: first word times types plus second."""
    at = at[at < len(own) - 1]
    fits = (doc[at] == doc[at + 1]) & (own.paragraph[at] == own.paragraph[at + 1])
    at = at[fits & _same_language(own, own.word[at], own.word[at + 1])]
    key = own.word[at].astype(np.int64) * len(own.words) + own.word[at + 1]
    return tallied(key, doc[at], minimum=minimum)


def collocates(
    tokens: Tokens,
    node: str | Collection[str],
    *,
    window: int = 5,
    minimum: int = 3,
    rows: Rows | None = None,
) -> "pd.DataFrame":
    """The words within ``window`` tokens of a node, on either side, in one document.

    ``node`` is a word, or several that are taken for one. Columns: word, language, count
    (how often it stands within a window), documents, those of ``measures``, and distance,
    its mean place relative to the nearest node (negative: before it).

    The 2 x 2 table is that of Evert (2008) for surface co-occurrence: tokens within a
    window or not, the word or another. A token within two windows counts once, and the
    nodes count nowhere; so ``expected`` is what the word's share of all tokens that are no
    node would put within the windows. Only ``dice`` and ``log_dice`` take the counts of the
    node and of the word, as Sketch Engine does; they pass 1 and 14 where a word stands
    about a node more than once. Sorted by log-likelihood, then by word.
    """
    import pandas as pd

    own = _chosen(tokens, rows)
    wanted = [node] if isinstance(node, str) else list(node)
    nodes = np.flatnonzero(np.isin(own.words, wanted)[own.word])
    at, away = _within(own, nodes, window)
    word, count, documents = tallied(own.word[at], own.doc[at], minimum=minimum)
    often, inside, met = (
        np.bincount(each, minlength=len(own.words))
        for each in (own.word, own.word[at], own.word[nodes])
    )
    within, places = (_of_language(own, each)[word] for each in (inside, often - met))
    node_count = _of_language(own, met)[word]
    table = pd.DataFrame(
        {
            "word": own.words[word],
            "language": own.languages[word],
            "count": count,
            "documents": documents,
            **measures(count, within, often[word], places),
            **dice(count, node_count, often[word]),
            "distance": np.bincount(own.word[at], away, len(own.words))[word] / count,
        }
    )
    return _ranked(table)


def _within(own: Tokens, nodes: Places, window: int) -> tuple[Places, NDArray[np.int16]]:
    """The tokens within ``window`` of a node, none twice, and how far after it they are.

    The nearest node counts; 0 is midway between two.
    """
    doc = own.doc
    inside, away = np.zeros(len(own), bool), np.zeros(len(own), np.int16)

    def reached(step: int) -> Places:
        kept = (nodes + step >= 0) & (nodes + step < len(own))
        at, node = nodes[kept] + step, nodes[kept]
        fits = (doc[at] == doc[node]) & _same_language(own, own.word[at], own.word[node])
        return np.asarray(at[fits], np.int64)

    for step in range(window, 0, -1):  # what is nearer is written over what is farther
        after, before = reached(step), reached(-step)
        inside[after] = inside[before] = True
        away[after] = step
        away[before] = np.where(away[before] == step, 0, -step)
    inside[nodes] = False
    at = np.flatnonzero(inside)
    return at, away[at]


def measures(joint: Any, left: Any, right: Any, total: Any) -> dict[str, Floats]:
    """The measures of association of two words, each of the shape of the counts.

    expected : ``left * right / total``
    pmi : ``log2(joint / expected)`` (Church & Hanks 1990)
    npmi : ``pmi / -log2(joint / total)``, from -1 to 1 (Bouma 2009)
    log_likelihood : ``2 Σ O ln(O / E)`` over the four cells (Dunning 1993), as NLTK has it;
        the measure of ``keyness`` sums the two cells of the word only
    chi2 : Pearson's, without correction; t_score : ``(joint - expected) / sqrt(joint)``
    dice, log_dice : see ``dice``
    """
    o11, r1, c1, n = (np.asarray(each, np.float64) for each in (joint, left, right, total))
    expected = r1 * c1 / n
    cells = (o11, r1 - o11, c1 - o11, n - r1 - c1 + o11)
    means = (expected, r1 * (n - c1) / n, (n - r1) * c1 / n, (n - r1) * (n - c1) / n)
    pmi = np.log2(o11 / expected)
    surprise = -np.log2(o11 / n)
    pairs = list(zip(cells, means, strict=True))
    return {
        "expected": expected,
        "pmi": pmi,
        "npmi": np.divide(pmi, surprise, out=np.ones(len(pmi)), where=surprise > 0),
        "log_likelihood": np.maximum(2 * sum(_part(o, e) for o, e in pairs), 0.0),
        "chi2": np.asarray(sum(_square(o, e) for o, e in pairs), np.float64),
        "t_score": (o11 - expected) / np.sqrt(o11),
        **dice(joint, left, right),
    }


def dice(joint: Any, left: Any, right: Any) -> dict[str, Floats]:
    """``2 joint / (left + right)`` (Dice 1945), and ``14 + log2`` of it (Rychlý 2008)."""
    o11, r1, c1 = (np.asarray(each, np.float64) for each in (joint, left, right))
    share = 2 * o11 / (r1 + c1)
    return {"dice": share, "log_dice": 14 + np.log2(share)}


def _part(observed: Floats, expected: Floats) -> Floats:
    """``observed ln(observed / expected)``; 0 for a cell that cannot hold anything."""
    fits = (observed > 0) & (expected > 0)
    ratio = np.divide(observed, expected, out=np.ones(len(observed)), where=fits)
    return np.asarray(observed * np.log(ratio), np.float64)


def _square(observed: Floats, expected: Floats) -> Floats:
    away = (observed - expected) ** 2
    return np.divide(away, expected, out=np.zeros(len(away)), where=expected > 0)


def _ranked(table: "pd.DataFrame") -> "pd.DataFrame":
    return table.sort_values("log_likelihood", ascending=False, kind="stable", ignore_index=True)


def _chosen(tokens: Tokens, rows: Rows | None) -> Tokens:
    return tokens if rows is None else tokens.take(rows.tolist())


def _same_language(own: Tokens, one: Any, other: Any) -> NDArray[np.bool_]:
    is_english = own.languages == "en"
    return np.asarray(is_english[one] == is_english[other], bool)


def _of_language(own: Tokens, often: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each word how often all words of its language stand, by how often each does."""
    is_english = (own.languages == "en").astype(np.int64)
    both = np.bincount(is_english, often, minlength=2).astype(np.int64)
    return np.asarray(both[is_english], np.int64)

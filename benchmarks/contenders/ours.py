"""The same by the workbench, as a script that needs no table of pandas.

``python ours.py CORPUS GROUP TERM``, in either language.
"""

import json
import sys

import numpy as np

from workbench.tokens import tfidf
from workbench.tokens.frequency import bases
from workbench.tokens.keyness import log_likelihood
from workbench.tokens.kwic import phrase
from workbench.tokens.matrix import Matrix, counted
from workbench.tokens.tokenize import cutter

AROUND = 30  # characters on either side


def keyness(matrix: Matrix, inside: np.ndarray) -> list[tuple[str, float]]:
    """The words of which a group has more than the others, the most telling first."""
    a, b = (matrix.totals(np.flatnonzero(rows)) for rows in (inside, ~inside))
    size_a, size_b = bases(matrix, a), bases(matrix, b)
    g2 = np.where(a * size_b > b * size_a, log_likelihood(a, b, size_a, size_b), 0)
    order = np.argsort(-g2, kind="stable")[:20]
    return list(zip(matrix.words[order], g2[order].tolist(), strict=True))


def main() -> None:
    """Read, cut, count, compare, look up, weigh."""
    path, group, term = sys.argv[1:]
    with open(path, encoding="utf-8") as stream:  # noqa: PTH123
        documents = [json.loads(line) for line in stream]
    tokens = cutter([])((document["id"], document["text"]) for document in documents)
    matrix = counted(tokens)
    keys = keyness(matrix, np.array([document["group"] == group for document in documents]))
    found = []
    for row, start, end in zip(*(each.tolist() for each in phrase(tokens, [term])), strict=True):
        text = documents[row]["text"]
        left, right = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        found.append((documents[row]["id"], left, text[start:end], right))
    weights = tfidf.weights(matrix)
    print(json.dumps({"keyness": keys, "hits": len(found), "cells": len(weights)}))


if __name__ == "__main__":
    main()

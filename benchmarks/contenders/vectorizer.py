"""Words as scikit-learn counts them, with jieba as the analyser.

``python vectorizer.py CORPUS GROUP TERM``.
"""

import json
import sys

import jieba
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

AROUND = 5  # words on either side


def words(text: str) -> list[str]:
    """The words of a text without signs."""
    return [word for word in jieba.cut(text) if word.isalnum() or any(map(str.isalnum, word))]


def keyness(inside: np.ndarray, outside: np.ndarray, names: np.ndarray) -> pd.DataFrame:
    """Log-likelihood of every word of a group against the others, the largest first."""
    table = pd.DataFrame({"a": inside, "b": outside}, index=names)
    a, b = table["a"], table["b"]
    share = (a + b) / (a.sum() + b.sum())
    expected_a, expected_b = a.sum() * share, b.sum() * share
    with np.errstate(divide="ignore", invalid="ignore"):
        table["g2"] = 2 * (
            (a * np.log(a / expected_a)).fillna(0) + (b * np.log(b / expected_b)).fillna(0)
        )
    return table[a > expected_a].sort_values("g2", ascending=False)


def concordance(tokens: list[list[str]], docs: pd.Series, term: str) -> pd.DataFrame:
    """Every place of a term with the words around it."""
    rows = [
        (doc, own[max(0, at - AROUND) : at], word, own[at + 1 : at + 1 + AROUND])
        for doc, own in zip(docs, tokens, strict=True)
        for at, word in enumerate(own)
        if word == term
    ]
    return pd.DataFrame(rows, columns=["doc", "left", "match", "right"])


def main() -> None:
    """Read, cut, count, compare, look up, weigh."""
    jieba.setLogLevel("WARNING")
    path, group, term = sys.argv[1:]
    with open(path, encoding="utf-8") as stream:  # noqa: PTH123
        documents = pd.DataFrame([json.loads(line) for line in stream])
    tokens = [words(text) for text in documents["text"]]
    vectorizer = CountVectorizer(analyzer=list)  # of words that are cut, for the concordance
    matrix = vectorizer.fit_transform(tokens)
    names = vectorizer.get_feature_names_out()
    inside = (documents["group"] == group).to_numpy()
    totals = [np.asarray(matrix[rows].sum(axis=0)).ravel() for rows in (inside, ~inside)]
    keys = keyness(*totals, names)
    found = concordance(tokens, documents["id"], term)
    weights = TfidfTransformer().fit_transform(matrix)
    top = keys["g2"].head(20)
    said = {"keyness": list(top.items()), "hits": len(found), "cells": weights.nnz}
    print(json.dumps(said))


if __name__ == "__main__":
    main()

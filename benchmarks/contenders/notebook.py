"""Words as many a notebook counts them: lists of strings, Counter, data frames.

``python notebook.py CORPUS LANGUAGE GROUP TERM``, with jieba for ``zh`` and NLTK for ``en``.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable

import numpy as np
import pandas as pd

AROUND = 5  # words on either side


def cutter(language: str) -> Callable[[str], list[str]]:
    """The usual way to words without signs."""
    if language == "zh":
        import jieba

        jieba.setLogLevel("WARNING")
        return lambda text: [word for word in jieba.cut(text) if is_word(word)]
    from nltk.tokenize import NLTKWordTokenizer, PunktSentenceTokenizer

    sentences, words = PunktSentenceTokenizer(), NLTKWordTokenizer()
    return lambda text: [
        word.lower()
        for sentence in sentences.tokenize(text)
        for word in words.tokenize(sentence)
        if is_word(word)
    ]


def is_word(word: str) -> bool:
    """Whether anything in it is a letter, a digit or an ideograph."""
    return word.isalnum() or any(map(str.isalnum, word))


def keyness(inside: Counter[str], outside: Counter[str]) -> pd.DataFrame:
    """Log-likelihood of every word of a group against the others, the largest first."""
    table = pd.DataFrame({"a": inside, "b": outside}).fillna(0)
    a, b = table["a"], table["b"]
    share = (a + b) / (a.sum() + b.sum())
    expected_a, expected_b = a.sum() * share, b.sum() * share
    with np.errstate(divide="ignore", invalid="ignore"):
        table["g2"] = 2 * (
            (a * np.log(a / expected_a)).fillna(0) + (b * np.log(b / expected_b)).fillna(0)
        )
    return table[a > expected_a].sort_values("g2", ascending=False)


def concordance(tokens: dict[str, list[str]], term: str) -> pd.DataFrame:
    """Every place of a term with the words around it."""
    rows = [
        (doc, words[max(0, at - AROUND) : at], word, words[at + 1 : at + 1 + AROUND])
        for doc, words in tokens.items()
        for at, word in enumerate(words)
        if word == term
    ]
    return pd.DataFrame(rows, columns=["doc", "left", "match", "right"])


def tfidf(counts: dict[str, Counter[str]]) -> pd.DataFrame:
    """The weight of every word in every document, from a table of counts."""
    rows = [(doc, word, often) for doc, own in counts.items() for word, often in own.items()]
    table = pd.DataFrame(rows, columns=["doc", "word", "count"])
    documents = table["word"].map(table["word"].value_counts())
    table["weight"] = table["count"] * np.log(len(counts) / documents)
    return table


def main() -> None:
    """Read, cut, count, compare, look up, weigh."""
    path, language, group, term = sys.argv[1:]
    cut = cutter(language)
    with open(path, encoding="utf-8") as stream:  # noqa: PTH123
        documents = [json.loads(line) for line in stream]
    tokens = {document["id"]: cut(document["text"]) for document in documents}
    counts = {doc: Counter(words) for doc, words in tokens.items()}
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for document in documents:
        (inside if document["group"] == group else outside).update(counts[document["id"]])
    keys = keyness(inside, outside)
    found = concordance(tokens, term)
    weights = tfidf(counts)
    top = keys["g2"].head(20)
    said = {"keyness": list(top.items()), "hits": len(found), "cells": len(weights)}
    print(json.dumps(said))


if __name__ == "__main__":
    main()

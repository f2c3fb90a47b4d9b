"""Stand-in until tokenize has a cutter."""

from collections.abc import Callable, Iterable

import numpy as np

from workbench.tokens import tokenize
from workbench.tokens.table import Tokens, names


def cutter(terms: Iterable[str], *, engine: str) -> Callable[[Iterable[tuple[str, str]]], Tokens]:
    """See tokenize.cutter."""
    cut_one = tokenize.tokenizer(terms)

    def cut(texts: Iterable[tuple[str, str]]) -> Tokens:
        docs, ends, rows = [], [0], []
        for doc, text in texts:
            docs.append(doc)
            breaks = [at for at, c in enumerate(text) if c == "\n"]
            full = [bool(line.strip()) for line in text.split("\n")]
            number = np.cumsum(full) - 1
            for word, start, end, language in cut_one(text):
                line = int(np.searchsorted(breaks, start))
                rows.append((word, language, start, end - start, max(0, int(number[line]))))
            ends.append(len(rows))
        pairs = sorted({(word, language) for word, language, *_ in rows})
        known = {pair: at for at, pair in enumerate(pairs)}
        table = np.array(
            [(known[w, lang], s, n, p) for w, lang, s, n, p in rows], np.int32
        ).reshape(-1, 4)
        return Tokens(
            names(docs),
            np.array(ends, np.int64),
            *(table[:, at].copy() for at in range(4)),
            names(word for word, _ in pairs),
            names(lang for _, lang in pairs),
        )

    return cut

"""Words that can be asked: a few tiny documents whose answers are known by heart."""

import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from workbench.errors import UsageError

Docs = Sequence[str] | None

TEXTS = {
    "d1": "居民<b>议事</b>。\n居民与街道议事。",
    "d2": "街道办事。",
    "d3": "Residents meet.\nResidents decide.",
}
DOCUMENTS = pd.DataFrame(
    {
        "doc": ["d1", "d2", "d3", "d4"],
        "title_zh": ["议事", "办事", "", "存目"],
        "title_en": ["Talks", "Errands", "Meetings", "By reference"],
        "language": ["zh", "zh", "en", "zh"],
        "genre": ["note", "news", "note", "policy"],
        "date": ["2019-05", "2021", "", "2019"],
        "year": ["2019", "2021", "", "2019"],
        "city": ["north", "north;south", "", ""],
        "level": ["street", "community;street", "", ""],
        "cases": ["c1", "c1;c2", "", ""],
        "tokens": [6, 2, 4, 50],
        "rights": ["open", "open", "open", "withheld"],
    }
)
COUNTED = pd.DataFrame(
    {
        "word": ["居民", "议事", "街道", "residents", "meet"],
        "language": ["zh", "zh", "zh", "en", "en"],
        "count": [12, 8, 4, 2, 1],
        "documents": [3, 2, 2, 1, 1],
        "rate": [200.0, 130.0, 66.0, 500.0, 250.0],
        "low": [110.0, 60.0, 20.0, 150.0, 50.0],
        "high": [320.0, 240.0, 160.0, 850.0, 700.0],
    }
)


class Asked:
    """Answers of the right shape, and a list of what was asked."""

    def __init__(self, documents: pd.DataFrame = DOCUMENTS) -> None:
        self.documents = documents
        self.texts = {doc: text for doc, text in TEXTS.items() if doc in set(documents["doc"])}
        self.heard: list[tuple[Any, ...]] = []

    def frequencies(self, docs: Docs = None) -> pd.DataFrame:
        self.heard.append(("frequencies", docs))
        return COUNTED if len(self.documents) else COUNTED.iloc[:0]

    def keyness(self, target: Sequence[str], reference: Docs = None) -> pd.DataFrame:
        self.heard.append(("keyness", list(target), list(reference or ())))
        return keyness([2.0, 1.0, -1.0, -3.0, 0.0], [30.0, 4.0, 5.0, 20.0, 0.0])

    def collocates(self, word: str, docs: Docs = None, *, window: int = 5) -> pd.DataFrame:
        self.heard.append(("collocates", word, docs, window))
        self._known(word)
        return collocates([9.0, 11.0, 7.0])

    def ngrams(self, n: int, docs: Docs = None) -> pd.DataFrame:
        self.heard.append(("ngrams", n, docs))
        return ngrams(("居民 议事", "zh", 4), ("the residents", "en", 3))

    def tfidf(self, doc: str) -> pd.DataFrame:
        self.heard.append(("tfidf", doc))
        return tfidf(doc, [0.9, 0.4])

    def dispersion(self, docs: Docs = None) -> pd.DataFrame:
        self.heard.append(("dispersion", docs))
        return COUNTED.assign(juilland_d=0.71, dp=0.34, dp_norm=0.36)

    def places(self, word: str, docs: Docs = None) -> pd.DataFrame:
        self.heard.append(("places", word, docs))
        self._known(word)
        return places(("d1", 0.0), ("d1", 0.5), ("d2", 0.25))

    def trends(self, words: Sequence[str], docs: Docs = None) -> pd.DataFrame:
        self.heard.append(("trends", list(words), docs))
        return trends(*((word, year) for word in words for year in ("2019", "2021")))

    def network(self, docs: Docs = None, *, most: int = 60) -> pd.DataFrame:
        self.heard.append(("network", docs, most))
        return links(("居民", "议事", 5), ("居民", "街道", 3))

    def similarity(self, docs: Docs = None) -> pd.DataFrame:
        self.heard.append(("similarity", docs))
        listed = list(docs or ())
        grid = [[1.0 if a == b else 0.5 for a in listed] for b in listed]
        return pd.DataFrame(grid, index=listed, columns=listed)

    def diversity(self, docs: Docs = None) -> pd.DataFrame:
        self.heard.append(("diversity", docs))
        return diversity(*(docs or ()))

    def correspondence(self, words: Sequence[str], *, by: str = "genre", docs: Docs = None) -> Any:
        self.heard.append(("correspondence", list(words), by, docs))
        return solution(list(words), ["note", "news", "policy"])

    def concordance(
        self, pattern: str, docs: Docs = None, *, sort: str = "position"
    ) -> pd.DataFrame:
        self.heard.append(("concordance", pattern, docs, sort))
        try:
            expression = re.compile(pattern)
        except re.error as error:
            raise UsageError(f"pattern {pattern!r}: {error}") from error
        found = [
            (doc, hit.start(), hit.end(), "zh", text[: hit.start()], hit[0], text[hit.end() :])
            for doc, text in self.texts.items()
            if docs is None or doc in docs
            for hit in expression.finditer(text)
        ]
        names = ["doc", "start", "end", "language", "left", "match", "right"]
        return pd.DataFrame(found, columns=names)

    def why(self, text: str) -> pd.DataFrame:
        self.heard.append(("why", text))
        ways = ["lexicon", "dictionary", "model", "single", "english"]
        rows = [
            (hit[0], hit.start(), hit.end(), "zh", ways[number % 5], "<why>")
            for number, hit in enumerate(re.finditer(r"\w+", text))
        ]
        return pd.DataFrame(rows, columns=["word", "start", "end", "language", "how", "detail"])

    def passage(self, doc: str, start: int, end: int) -> tuple[str, ...]:
        text = self.texts[doc]
        return text[:start], text[start:end], text[end:]

    def _known(self, word: str) -> None:
        if word not in set(COUNTED["word"]):
            raise UsageError(f"no text has the word {word!r}")


def keyness(ratios: Sequence[float], sure: Sequence[float]) -> pd.DataFrame:
    return COUNTED.iloc[: len(ratios)].assign(
        reference_count=1, reference_documents=1, log_ratio=ratios, g2=sure, p=1e-9, p_adjusted=0.02
    )


def collocates(ties: Sequence[float]) -> pd.DataFrame:
    return COUNTED.iloc[: len(ties)].assign(log_dice=ties, log_likelihood=1.0, distance=-1.5)


def ngrams(*runs: tuple[str, str, int]) -> pd.DataFrame:
    found = pd.DataFrame(list(runs), columns=["words", "language", "count"])
    return found.assign(documents=2)


def tfidf(doc: str, weights: Sequence[float]) -> pd.DataFrame:
    own = COUNTED.iloc[: len(weights)][["word", "language", "count"]]
    return own.assign(doc=doc, weight=weights)


def places(*at: tuple[str, float]) -> pd.DataFrame:
    found = pd.DataFrame(list(at), columns=["doc", "at"])
    return found.assign(start=0, length=2)


def trends(*points: tuple[str, str]) -> pd.DataFrame:
    rows = [(year, word, "zh", 3, 1, 100, 30.0, 10.0, 60.0) for word, year in points]
    names = ["year", "word", "language", "count", "documents", "tokens", "rate", "low", "high"]
    return pd.DataFrame(rows, columns=names)


def links(*pairs: tuple[str, str, int]) -> pd.DataFrame:
    rows = [(first, second, "zh", often, often / 10) for first, second, often in pairs]
    return pd.DataFrame(rows, columns=["source", "target", "language", "count", "weight"])


def diversity(*docs: str) -> pd.DataFrame:
    known = DOCUMENTS.set_index("doc")
    rows = [(doc, known.loc[doc, "language"], 9, 5, 0.5, 0.8, 60.0, 90.0) for doc in docs]
    names = ["doc", "language", "tokens", "types", "mattr", "hdd", "mtld", "yule_k"]
    return pd.DataFrame(rows, columns=names)


def solution(words: Sequence[str], groups: Sequence[str]) -> SimpleNamespace:
    """Words on a line, groups across it, on two axes."""
    return SimpleNamespace(
        share=np.array([0.7, 0.3] if words else []),
        rows=_points([(0.1 * n, 0.0) for n in range(len(words))], words),
        columns=_points([(0.0, 0.2 * n) for n in range(len(groups))], groups),
    )


def _points(at: Sequence[tuple[float, float]], names: Sequence[str]) -> pd.DataFrame:
    placed = pd.DataFrame(at, columns=["axis_1", "axis_2"], index=list(names))
    return placed.assign(mass=0.5, contribution_1=0.25, cos2_1=0.9)

"""What the views ask about words: whoever answers this can be explored."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

Docs = Sequence[str] | None


class Words(Protocol):
    """The words of some documents; ``docs`` are ids, None for all documents.

    A method raises WorkbenchError where it cannot answer; the views show what it says.
    """

    @property
    def documents(self) -> pd.DataFrame:
        """doc, title_zh, title_en, language, genre, date, year, city, level, cases, tokens."""

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts that are on this machine."""

    def frequencies(self, docs: Docs = None) -> pd.DataFrame:
        """word, language, count, documents, rate, low, high."""

    def keyness(self, target: Sequence[str], reference: Docs = None) -> pd.DataFrame:
        """word, language, counts and documents of both groups, g2, log_ratio, p, ..."""

    def collocates(self, word: str, docs: Docs = None, *, window: int = 5) -> pd.DataFrame:
        """word, language, count, documents, expected, the measures, distance."""

    def ngrams(self, n: int, docs: Docs = None) -> pd.DataFrame:
        """words, language, count, documents."""

    def tfidf(self, doc: str) -> pd.DataFrame:
        """doc, word, language, count, weight."""

    def dispersion(self, docs: Docs = None) -> pd.DataFrame:
        """word, language, count, documents, juilland_d, dp, dp_norm."""

    def places(self, word: str, docs: Docs = None) -> pd.DataFrame:
        """doc, start, length, at."""

    def trends(self, words: Sequence[str], docs: Docs = None) -> pd.DataFrame:
        """year, word, language, count, documents, tokens, rate, low, high."""

    def network(self, docs: Docs = None, *, most: int = 60) -> pd.DataFrame:
        """source, target, language, count, weight."""

    def similarity(self, docs: Docs = None) -> pd.DataFrame:
        """A square table by document."""

    def diversity(self, docs: Docs = None) -> pd.DataFrame:
        """doc, language, tokens, types and the measures."""

    def correspondence(self, words: Sequence[str], *, by: str = "genre", docs: Docs = None) -> Any:
        """rows, columns, inertia: see ``show.correspondence``."""

    def concordance(
        self, pattern: str, docs: Docs = None, *, sort: str = "position"
    ) -> pd.DataFrame:
        """doc, start, end, language, left, match, right."""

    def why(self, text: str) -> pd.DataFrame:
        """word, start, end, language, how, detail."""

    def passage(self, doc: str, start: int, end: int) -> tuple[str, ...]:
        """What stands before a passage, the passage, what stands after it."""


class Grouped(Protocol):
    """Groups of cases whose documents are compared, each counted once.

    A method raises WorkbenchError where the data do not carry the answer.
    """

    @property
    def by(self) -> str:
        """level, city, genre, a family of types, or empty for groups of one's own."""

    @property
    def documents(self) -> pd.DataFrame:
        """All documents, with what ``fairness.groups`` asks of them."""

    @property
    def cases(self) -> Mapping[str, str]:
        """The group of each case that is counted."""

    @property
    def of(self) -> Mapping[str, Sequence[str]]:
        """The documents of each group."""

    @property
    def left_out(self) -> pd.DataFrame:
        """id, reason: nested, several, reprint, note."""

    def term_rates(self) -> pd.DataFrame:
        """group, language, item, count, documents, of, base, rate, low, high."""

    def code_rates(self) -> pd.DataFrame:
        """The same of codes."""

    def contingency(self) -> Any:
        """observed, expected, residuals (codes x groups), chi2, dof, v, p, method."""

    def correspondence(self) -> Any:
        """Rows (codes), columns (cases), inertia, share: see ``show.correspondence``."""

    def clusters(self, group: str, *, number: int = 2) -> Any:
        """member, jaccard, distance, times."""

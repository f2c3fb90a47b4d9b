"""Questions to the words of a study or of a collection; each answer is a table.

Where a table needs no order of words it rests on all documents, those held by reference
included; where it does, on the texts that are on this machine.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd

from workbench import counting, fairness, partitions, store, study
from workbench.corpus import fold
from workbench.errors import UsageError, did_you_mean
from workbench.project import Project
from workbench.schema import ids
from workbench.tokens import (
    clusters,
    collocation,
    correspondence,
    dispersion,
    diversity,
    frequency,
    keyness,
    kwic,
    network,
    similarity,
    tfidf,
    trends,
    why,
)
from workbench.tokens.matrix import Matrix, Rows
from workbench.tokens.table import Tokens, concat

PASSAGE = 400  # characters shown on either side of a passage

Docs = Sequence[str] | None


class Words(ABC):
    """The words of many documents. ``docs`` limits a question to some; None asks all.

    Every method raises UsageError where the documents do not carry the answer.
    """

    stopwords: Collection[str] = ()
    terms: Collection[str] = ()

    @property
    @abstractmethod
    def documents(self) -> pd.DataFrame:
        """A row a document: doc, title_zh, title_en, language, genre, date, year, city, ..."""

    @property
    @abstractmethod
    def matrix(self) -> Matrix:
        """How often each word stands in each document."""

    @property
    @abstractmethod
    def tokens(self) -> Tokens:
        """The words in their order, of the texts that are here."""

    @property
    @abstractmethod
    def texts(self) -> Mapping[str, str]:
        """The texts that are here."""

    def rows(self, docs: Docs) -> Rows | None:
        """The rows of the matrix for ``docs``; a document without words has none."""
        return None if docs is None else _rows(self.matrix.docs, docs)

    def here(self, docs: Docs) -> Rows | None:
        """The rows of the token table for ``docs``; a text that is not here has none."""
        return None if docs is None else _rows(self.tokens.docs, docs)

    def frequencies(self, docs: Docs = None) -> pd.DataFrame:
        """How often each word stands, without stop words: see ``tokens.frequency``."""
        often = frequency.frequencies(self.matrix, rows=self.rows(docs))
        return often[~often["word"].isin(list(self.stopwords))]

    def keyness(self, target: Sequence[str], reference: Docs = None) -> pd.DataFrame:
        """Words that one group of documents has more of than another: ``tokens.keyness``."""
        rows = self.rows(target)
        assert rows is not None
        return keyness.keyness(self.matrix, rows, self.rows(reference))

    def collocates(self, word: str, docs: Docs = None, *, window: int = 5) -> pd.DataFrame:
        """The words that stand around a word: see ``tokens.collocation``."""
        self._known(word)
        return collocation.collocates(self.tokens, word, window=window, rows=self.here(docs))

    def bigrams(self, docs: Docs = None) -> pd.DataFrame:
        """Pairs of neighbouring words: see ``tokens.collocation``."""
        return collocation.bigrams(self.tokens, rows=self.here(docs))

    def ngrams(self, n: int, docs: Docs = None) -> pd.DataFrame:
        """Runs of ``n`` words: see ``tokens.clusters``."""
        return clusters.ngrams(self.tokens, n, rows=self.here(docs))

    def dispersion(self, docs: Docs = None) -> pd.DataFrame:
        """How evenly each word is spread over the documents: see ``tokens.dispersion``."""
        return dispersion.dispersion(self.matrix, rows=self.rows(docs))

    def places(self, word: str, docs: Docs = None) -> pd.DataFrame:
        """Every place of a word, and how far through its document it is."""
        self._known(word)
        return dispersion.places(self.tokens, word, rows=self.here(docs))

    def trends(self, words: Sequence[str], docs: Docs = None) -> pd.DataFrame:
        """How often words stand in the documents of each year: see ``tokens.trends``."""
        known = self.documents.set_index("doc")["year"]
        years = [str(known.get(doc, "")) for doc in self.matrix.docs]
        return trends.trends(self.matrix, years, words, rows=self.rows(docs))

    def network(self, docs: Docs = None, *, most: int = 60) -> pd.DataFrame:
        """Which words stand in the same paragraphs: see ``tokens.network``."""
        return network.network(
            self.tokens, most=most, rows=self.here(docs), stopwords=self.stopwords
        )

    def similarity(self, docs: Docs = None) -> pd.DataFrame:
        """How alike the documents of one language are: see ``tokens.similarity``."""
        rows = self.rows(docs)
        return similarity.similarity(self.matrix if rows is None else self.matrix.take(rows))

    def diversity(self, docs: Docs = None) -> pd.DataFrame:
        """How many different words each text uses: see ``tokens.diversity``."""
        rows = self.here(docs)
        return diversity.diversity(self.tokens if rows is None else self.tokens.take(rows.tolist()))

    def tfidf(self, doc: str) -> pd.DataFrame:
        """What tells one document from the others, stop words left out: see ``tokens.tfidf``."""
        telling = tfidf.top(self.matrix, doc, most=len(self.matrix.words))
        return telling[~telling["word"].isin(list(self.stopwords))]

    def correspondence(
        self, words: Sequence[str], *, by: str = "genre", docs: Docs = None
    ) -> correspondence.Correspondence:
        """Words and groups of documents on one map: see ``tokens.correspondence``."""
        return correspondence.correspondence(self.contingency(words, by=by, docs=docs))

    def contingency(
        self, words: Sequence[str], *, by: str = "genre", docs: Docs = None
    ) -> pd.DataFrame:
        """How often words stand in the groups of documents that ``by``, a column, makes.

        A document of several groups (``a;b``) is in none: it would be counted twice.
        """
        if by not in self.documents:
            raise UsageError(f"no column {by!r}{did_you_mean(by, self.documents.columns)}")
        rows = self.rows(docs)
        chosen = self.matrix if rows is None else self.matrix.take(rows)
        named = self.documents.set_index("doc")[by]
        groups = np.array([str(named.get(doc, "")) for doc in chosen.docs], object)
        known = sorted({group for group in groups if len(ids(group)) == 1})
        totals = {group: chosen.totals(np.flatnonzero(groups == group)) for group in known}
        counted = pd.DataFrame(totals, index=pd.Index(chosen.words, name="word"))
        table = counted.groupby(level=0).sum().reindex(list(words)).dropna()
        return table.loc[table.sum(axis=1) > 0, table.sum() > 0].astype("int64")

    def concordance(
        self, pattern: str, docs: Docs = None, *, sort: str = "position"
    ) -> pd.DataFrame:
        """Every hit of a regular expression with its context: see ``tokens.kwic``.

        Script, width and case do not matter, as in ``workbench find``.
        """
        chosen = self.texts if docs is None else _chosen(self.texts, docs)
        return kwic.concordance(chosen, fold.pattern(pattern), sort=sort, reading=_folded)

    def why(self, text: str) -> pd.DataFrame:
        """How each word of a text came about: see ``tokens.why``."""
        return pd.DataFrame(why.why(text, self.terms))

    def passage(self, doc: str, start: int, end: int, *, around: int = PASSAGE) -> tuple[str, ...]:
        """What stands before a passage, the passage, and what stands after it."""
        text = self.texts[doc]
        return text[max(0, start - around) : start], text[start:end], text[end : end + around]

    def _known(self, word: str) -> None:
        if not len(self.tokens.ids(word)):
            near = did_you_mean(word, self.tokens.words.tolist())
            raise UsageError(f"no text that is here has the word {word!r}{near}")


def _rows(known: Any, docs: Sequence[str]) -> Rows:
    wanted = set(docs)
    return np.array([at for at, doc in enumerate(known) if doc in wanted], np.intp)


@lru_cache(maxsize=2**12)  # a reader tries one pattern after another
def _folded(text: str) -> list[kwic.Reading]:
    return [fold.folded(line) for line in text.split("\n")]


def _chosen(texts: Mapping[str, str], docs: Sequence[str]) -> dict[str, str]:
    return {doc: texts[doc] for doc in docs if doc in texts}


class StudyWords(Words):
    """The words of the documents of a built study."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._tables = store.Tables(project)
        self._study = study.read(project)
        self.stopwords = self._study.lexicon.stopwords
        self.terms = self._study.lexicon.terms.get("zh", frozenset())

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The documents with year and size; of their cases city, level and what contains them."""
        documents = fairness.described(self._tables)
        return documents.assign(year=documents["date"].str[:4])

    @cached_property
    def matrix(self) -> Matrix:
        """Counts of every document, also of those held by reference; no reprints."""
        return counting.to_matrix(self._tables["counts"])

    @cached_property
    def tokens(self) -> Tokens:
        """The words of the texts that are here, at their places in them."""
        return counting.from_table(self._tables["tokens"], docs=list(self._tables["cuts"]["doc"]))

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts that are here."""
        return self._study.texts


class CollectionWords(Words):
    """The words of a collection, as ``workbench tokens`` cut it.

    Its documents have no cards: what is known of them is their date and the columns kept.
    """

    def __init__(self, project: Project, name: str) -> None:
        self.card = partitions.card(project, name).record
        self.collection = partitions.Collection(project, name)
        lexicon = study.countable(project, ()).lexicon
        self.stopwords = lexicon.stopwords
        self.terms = lexicon.terms.get("zh", frozenset())

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The documents with their date, size and kept columns; what has no card is empty."""
        rows = self.collection.documents
        known = {"title_zh": rows["doc"], "title_en": rows["doc"], "year": rows["date"].str[:4]}
        said = {"language": self.card.language, "genre": self.card.genre}
        nothing = dict.fromkeys(("city", "level", "cases"), "")
        kept = {name: rows[name] for name in self.card.columns.keep}
        return pd.DataFrame({"doc": rows["doc"], **nothing, **said, **known, **kept}).assign(
            date=rows["date"], tokens=rows["tokens"]
        )

    @cached_property
    def matrix(self) -> Matrix:
        """Counts of every document, 8 bytes a cell."""
        return self.collection.matrix()

    @cached_property
    def tokens(self) -> Tokens:
        """All words in their order: about 20 bytes each, so not for the largest collections."""
        return concat([tokens for _, tokens in self.collection.tokens()])

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts, each read when it is asked for."""
        return _Texts(self.collection)

    def concordance(
        self, pattern: str, docs: Docs = None, *, sort: str = "position"
    ) -> pd.DataFrame:
        """Every hit with its context; a word of the vocabulary is found without reading texts."""
        places = self.collection.occurrences(pattern)
        if docs is not None or not len(places.row):
            return super().concordance(pattern, docs, sort=sort)
        docs = self.documents["doc"].to_numpy(object)[places.row].tolist()
        parts = self.collection.contexts(places)
        return kwic.ordered(
            kwic.table(docs, places.start.tolist(), places.end.tolist(), parts), sort
        )


class _Texts(Mapping[str, str]):
    """The texts of a collection by the ids of their documents."""

    def __init__(self, collection: partitions.Collection) -> None:
        self._collection = collection
        self._row = {doc: row for row, doc in enumerate(collection.documents["doc"])}

    def __getitem__(self, doc: str) -> str:
        return next(self._collection.texts([self._row[doc]]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._row)

    def __len__(self) -> int:
        return len(self._row)


def words(project: Project, collection: str = "") -> Words:
    """The words of the study or, by its name, of a collection."""
    return CollectionWords(project, collection) if collection else StudyWords(project)

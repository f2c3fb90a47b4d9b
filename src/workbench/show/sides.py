"""What each view of words sets side by side: the documents or groups that its warnings are on.

The arguments of each function are those of its view; what the view needs besides is ignored.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from workbench import fairness
from workbench.schema import ids
from workbench.show import dispersion, diversity, similarity
from workbench.show.choosing import among, called, longest, value_names
from workbench.show.fair import Called, Compared
from workbench.show.inquiry import Docs, Words
from workbench.show.labels import Tables

# The kind of warning that says again what documents are parted by.
ASKED = {"genre": "genre", "level": "level", "language": "language", "year": "period"}


def two_groups(
    words: Words, *, target: Sequence[str], reference: Sequence[str], names: tuple[str, str]
) -> Compared:
    """The two groups of key words."""
    groups = dict(zip("AB", (target, reference), strict=True))
    named = {letter: (f"{letter}: {name}", "") for letter, name in zip("AB", names, strict=True)}
    return _groups(words.documents, groups, named)


def one_and_others(words: Words, *, doc: str = "", docs: Docs = None, **_: object) -> Compared:
    """One document, the longest if none is named, and all the others."""
    table = words.documents
    own = [doc] if doc else longest(table, docs, most=1)
    others = [each for each in table["doc"] if each not in own]
    named = {"one": (called(table, own)[own[0]], ""), "others": ("其余文献", "all others")}
    return _groups(table, {"one": own, "others": others}, named)


def by_group(
    words: Words, tables: Tables, *, by: str = "genre", docs: Docs = None, **_: object
) -> Compared:
    """The groups of a map: a document of several is in none of them, as in the counts."""
    own = _asked(words, docs)
    alone = own[own[by].isin([value for value in own[by].unique() if len(ids(str(value))) == 1])]
    groups = {str(name): list(rows) for name, rows in alone.groupby(by)["doc"]}
    return _groups(own, groups, value_names(by, tables), asked=ASKED.get(by, ""))


def by_year(words: Words, *, docs: Docs = None, **_: object) -> Compared:
    """The documents of each year."""
    own = _asked(words, docs)
    groups = {str(year): list(rows) for year, rows in own.groupby("year")["doc"] if year}
    return _groups(own, groups, {year: (year, "") for year in groups}, asked="period")


def holding(words: Words, *, word: str, docs: Docs = None) -> Compared:
    """The documents drawn for a word: those that hold it most often."""
    often = words.places(word, docs)["doc"].value_counts()
    return _documents(words.documents, list(often.index[: dispersion.MOST]))


def alike(words: Words, *, language: str = "zh", docs: Docs = None) -> Compared:
    """The documents of one language, the longest where there are many."""
    own = of_language(words, language)
    return _documents(own, longest(own, docs, most=similarity.MOST))


def texts(words: Words, *, docs: Docs = None) -> Compared:
    """The documents whose text is here, the longest where there are many."""
    own = with_text(words)
    return _documents(own, longest(own, docs, most=diversity.MOST))


def of_language(words: Words, language: str) -> pd.DataFrame:
    """The documents of a language, and those of which nobody said theirs."""
    documents = words.documents
    return documents[documents["language"].isin([language, "mixed"])]


def with_text(words: Words) -> pd.DataFrame:
    """The documents whose text is on this machine."""
    documents = words.documents
    return documents[documents["doc"].isin(list(words.texts))]


def _asked(words: Words, docs: Docs) -> pd.DataFrame:
    documents = words.documents
    return documents if docs is None else documents[among(documents, docs)]


def _documents(table: pd.DataFrame, docs: Sequence[str]) -> Compared:
    own = table[among(table, docs)]
    named = {doc: (name, "") for doc, name in called(own, docs).items()}
    return Compared([fairness.documents(own)], named)


def _groups(
    table: pd.DataFrame, groups: Mapping[str, Sequence[str]], named: Called, *, asked: str = ""
) -> Compared:
    return Compared([fairness.groups(table, groups)], named, frozenset(filter(None, [asked])))

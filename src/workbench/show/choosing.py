"""Which documents are asked about: by city, year, genre, level, language and case."""

from collections.abc import Mapping, Sequence

import pandas as pd

from workbench.schema import ids
from workbench.show import labels
from workbench.show.dispersion import named
from workbench.show.inquiry import Docs
from workbench.show.labels import Tables, names

FILTERS = {
    "city": "城市 City",
    "year": "年份 Year",
    "genre": "体裁 Genre",
    "level": "层级 Level",
    "language": "语言 Language",
    "cases": "案例 Case",
}
OFFERED = 300  # values in one list
ALL = ("全部 all", "")


def values(documents: pd.DataFrame, column: str) -> list[str]:
    """Every value of a column, those of the most documents first."""
    often: dict[str, int] = {}
    for joined, count in documents[column].value_counts().items():
        for value in ids(str(joined)):
            often[value] = often.get(value, 0) + int(count)
    return sorted(often, key=lambda value: (-often[value], value))


def chosen_documents(documents: pd.DataFrame, wanted: Mapping[str, str]) -> list[str]:
    """The documents that match every filter; an empty filter matches all."""
    kept = documents
    for column, value in wanted.items():
        if value:
            held = ";" + kept[column].str.replace(" ", "") + ";"
            kept = kept[held.str.contains(f";{value};", regex=False)]
    return list(kept["doc"])


def options(documents: pd.DataFrame, column: str, tables: Tables) -> list[tuple[str, str]]:
    """All, and the values of a column by name; of very many those of the most documents."""
    offered = sorted(values(documents, column)[:OFFERED])
    named = value_names(column, tables)
    shown = [(" ".join(filter(None, named.get(value, (value,)))), value) for value in offered]
    return [ALL, *shown]


def value_names(column: str, tables: Tables) -> Mapping[str, tuple[str, str]]:
    """What the values of a column are called in both languages; none where nobody named them."""
    languages = labels.LANGUAGES | {"mixed": ("混合", "mixed")}  # of a collection
    fixed = {"genre": labels.GENRES, "language": languages, "level": labels.LEVELS}
    if column in fixed:
        return fixed[column]
    other = {"cases": "short", "city": "place"}
    return names(tables, other[column]).pairs if column in other and tables else {}


def called(documents: pd.DataFrame, docs: Sequence[str]) -> dict[str, str]:
    """What each of a few documents is called in a figure: its year and its title."""
    return {row["doc"]: named(row) for row in documents[among(documents, docs)].to_dict("records")}


def longest(documents: pd.DataFrame, docs: Docs, *, most: int) -> list[str]:
    """The ``most`` longest of the documents asked for, in their own order."""
    own = documents if docs is None else documents[among(documents, docs)]
    return list(own.loc[sorted(own.nlargest(most, "tokens").index), "doc"])


def among(documents: pd.DataFrame, docs: Sequence[str]) -> "pd.Series[bool]":
    """Which rows of the documents are those asked for."""
    return documents["doc"].isin(list(docs))

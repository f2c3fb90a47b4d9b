"""The rows of a study that belong to one district: all that its chapter gets to see.

What a chapter cannot see cannot make it stale: a run on one district depends on these
rows and on the words all districts share, such as codes and types, and on nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from workbench.errors import UsageError
from workbench.schema import ids

# How the rows of each table belong to a district: by the case, document, place or policy
# they are of, as evidence, to all districts alike, or to none, as what compares does.
RULES = {
    **dict.fromkeys(("cases", "cells", "matrix", "types", "context", "type_sensitivity"), "case"),
    **dict.fromkeys(("documents", "repairs", "paragraphs", "suggestions"), "document"),
    **dict.fromkeys(("tokens", "cuts", "counts", "sizes", "rates"), "document"),
    **dict.fromkeys(("segments", "figures"), "evidence"),
    "places": "place",
    "policies": "policy",
    **dict.fromkeys(("codes", "dimensions", "type_labels", "type_table", "crosswalk"), "shared"),
    **dict.fromkeys(("frequencies", "conclusions", "scenarios", "sensitivity"), "whole"),
}
# A column of a shared table that counts the whole study stands in no view of one district.
WHOLE_STUDY = {"codes": ["segments"]}


@dataclass(frozen=True)
class Scope:
    """The ids of a district: its cases with what contains them, and all that informs them."""

    cases: frozenset[str]
    documents: frozenset[str]
    policies: frozenset[str]
    places: frozenset[str]
    segments: frozenset[str]  # for or against a cell, whatever case they speak of

    def rows(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of the table ``name`` that belong to the district, in their order.

        A table that all districts share is given whole. Raises UsageError for one that
        counts or compares the whole study.
        """
        if RULES[name] == "whole":
            raise UsageError(
                f"{name} speaks of the whole study and has no rows of one district; "
                "take it from store.Tables(here)"
            )
        if is_shared(name):
            return table.drop(columns=WHOLE_STUDY[name]) if name in WHOLE_STUDY else table
        return _of_these_alone(table[self._belong(RULES[name], table)].reset_index(drop=True))

    def _belong(self, rule: str, table: pd.DataFrame) -> pd.Series:
        match rule:
            case "case":
                return table["case"].isin(self.cases)
            case "document":
                return table["doc"].isin(self.documents)
            case "place":
                return table["place"].isin(self.places)
            case "policy":
                return table["doc"].isin(self.policies)
            case "evidence":
                unbound = (table["case"] == "") & table["doc"].isin(self.documents)
                return table["case"].isin(self.cases) | unbound | table["id"].isin(self.segments)
        raise AssertionError(rule)


def is_shared(name: str) -> bool:
    """Whether every district gets the same rows of a table."""
    return RULES[name] == "shared"


def _of_these_alone(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with no word or document in their categories that stands in none of them."""
    numbered = {str(name): column for name, column in rows.select_dtypes("category").items()}
    return rows.assign(**{n: each.cat.remove_unused_categories() for n, each in numbered.items()})


def within(district: str, tables: Mapping[str, pd.DataFrame]) -> Scope:
    """What belongs to a district of the whole ``tables``."""
    every = tables["cases"]
    inside = every[every["district"] == district]
    cases = {case for path in inside["path"] for case in path.split("/")}
    own = every[every["case"].isin(cases)]
    grounds = [_of_cases(tables["matrix"], column, cases) for column in ("segments", "counter")]
    cited = _of_cases(tables["matrix"], "documents", cases)
    documents = _documents([*own["documents"], *cited], tables["documents"])
    policies = _of_cases(tables["context"], "policy", cases)
    named = {district, *own["place"], *_of_cases(tables["context"], "jurisdiction", cases)}
    return Scope(
        frozenset(cases),
        frozenset(documents),
        frozenset(policies),
        _upwards(named, tables["places"]),
        frozenset(_joined(set().union(*grounds))),
    )


def _documents(joined: Iterable[str], documents: pd.DataFrame) -> set[str]:
    """The documents of cases, and those that they repeat."""
    listed = _joined(joined)
    originals = documents.loc[documents["doc"].isin(listed), "reprint_of"]
    return listed | set(originals[originals != ""])


def _joined(cells: Iterable[str]) -> set[str]:
    return {name for joined in cells for name in ids(joined)}


def _of_cases(table: pd.DataFrame, column: str, cases: Iterable[str]) -> set[str]:
    return set(table.loc[table["case"].isin(list(cases)), column])


def _upwards(named: set[str], places: pd.DataFrame) -> frozenset[str]:
    """The places named, with all they lie in and all they became part of."""
    above = {
        place: {within, merged} - {""}
        for place, within, merged in zip(
            places["place"], places["within"], places["merged_into"], strict=True
        )
    }
    found, due = set(), set(named)
    while due:
        found |= due
        due = {upper for place in due for upper in above.get(place, ())} - found
    return frozenset(found)

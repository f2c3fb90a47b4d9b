"""The rows of a study that belong to one district: all that its chapter gets to see.

What a chapter cannot see cannot make it stale: a run on one district depends on these
rows and on the words all districts share, such as codes and types, and on nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from workbench.schema import ids

# What is counted over the whole study stands in no view of one district.
WHOLE_STUDY = {"codes": ["segments"]}


@dataclass(frozen=True)
class Scope:
    """The ids of a district: its cases with what contains them, and all that informs them."""

    cases: frozenset[str]
    documents: frozenset[str]
    policies: frozenset[str]
    places: frozenset[str]
    segments: frozenset[str]  # grounds of a cell, whatever case they speak of

    def rows(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of the table ``name`` that belong to the district, in their order.

        A table without a case, document or place is shared, and given whole.
        """
        kept = table[self._belong(name, table)].reset_index(drop=True)
        return kept.drop(columns=WHOLE_STUDY.get(name, []))

    def _belong(self, name: str, table: pd.DataFrame) -> pd.Series:
        if name == "policies":
            return table["doc"].isin(self.policies)
        if name == "segments":
            unbound = (table["case"] == "") & table["doc"].isin(self.documents)
            return table["case"].isin(self.cases) | unbound | table["id"].isin(self.segments)
        for column, own in (("case", self.cases), ("doc", self.documents), ("place", self.places)):
            if column in table:
                return table[column].isin(own)
        return pd.Series(True, index=table.index)


def within(district: str, tables: Mapping[str, pd.DataFrame]) -> Scope:
    """What belongs to a district of the whole ``tables``."""
    every = tables["cases"]
    inside = every[every["district"] == district]
    cases = {case for path in inside["path"] for case in path.split("/")}
    own = every[every["case"].isin(cases)]
    documents = _documents(own["documents"], tables["documents"])
    policies = _of_cases(tables["context"], "policy", cases)
    named = {district, *own["place"], *_of_cases(tables["context"], "jurisdiction", cases)}
    return Scope(
        frozenset(cases),
        frozenset(documents),
        frozenset(policies),
        _upwards(named, tables["places"]),
        frozenset(_joined(_of_cases(tables["matrix"], "segments", cases))),
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

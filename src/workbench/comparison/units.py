"""The documents of groups of cases, each counted once.

A case within another that is compared is part of it, a reprint is the story it repeats, a
note was written from the documents beside it, and a document of two groups would be counted
in both: all these are left out, and it is said why.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from workbench.schema import ids

NESTED, SEVERAL, REPRINT, NOTE = "nested", "several", "reprint", "note"
LEFT_OUT = {"id": "str", "reason": "str"}


class Units(NamedTuple):
    """``documents`` maps a document to its group, ``cases`` a case.

    ``left_out`` has a row a case or document that is not counted: id and reason.
    """

    documents: dict[str, str]
    cases: dict[str, str]
    left_out: pd.DataFrame


def of_cases(documents: pd.DataFrame, cases: pd.DataFrame, group_of: Mapping[str, str]) -> Units:
    """The units of the cases that ``group_of`` maps to a group."""
    around = {case: set(path.split("/")[:-1]) for case, path in _pairs(cases, "case", "path")}
    kept = {case: group for case, group in group_of.items() if not around[case] & set(group_of)}
    informs = {doc: ids(joined) for doc, joined in _pairs(documents, "doc", "cases")}
    about = [doc for doc, named in informs.items() if set(named) & set(group_of)]
    asked = documents[documents["doc"].isin(about)]
    written = {
        case
        for doc, genre in _pairs(documents, "doc", "genre")
        if genre != "note"
        for case in informs[doc]
    }
    left = {case: NESTED for case in group_of if case not in kept} | _reprints(asked)
    units: dict[str, str] = {}
    for doc, genre in _pairs(asked, "doc", "genre"):
        groups = {kept[case] for case in informs[doc] if case in kept}
        if genre == "note" and written & set(informs[doc]):
            left.setdefault(doc, NOTE)
        elif len(groups) != 1:
            left.setdefault(doc, SEVERAL if groups else NESTED)
        elif doc not in left:
            units[doc] = groups.pop()
    return Units(units, kept, _table(left))


def of_documents(documents: pd.DataFrame, column: str) -> Units:
    """The units of the groups that a column makes of all documents, whatever their cases."""
    left = _reprints(documents)
    named = _pairs(documents, "doc", column)
    return Units(
        {doc: group for doc, group in named if group and doc not in left}, {}, _table(left)
    )


def _reprints(documents: pd.DataFrame) -> dict[str, str]:
    there = set(documents["doc"])
    return {doc: REPRINT for doc, other in _pairs(documents, "doc", "reprint_of") if other in there}


def _pairs(table: pd.DataFrame, key: str, value: str) -> Iterable[tuple[str, str]]:
    return zip(table[key], table[value], strict=True)


def _table(left: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(sorted(left.items()), columns=list(LEFT_OUT))

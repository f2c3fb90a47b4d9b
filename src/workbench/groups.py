"""Text statistics between groups of cases: what a notebook may ask, each answer a table.

Every document and case is counted once (``comparison.units``); every method raises
UsageError where the data do not carry the answer.
"""

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from workbench import fairness, store
from workbench.comparison import contingency, profiles, rates, units
from workbench.comparison.typology import Reading
from workbench.errors import UsageError, did_you_mean
from workbench.project import Project
from workbench.schema import ids
from workbench.tokens.correspondence import Correspondence, correspondence

OF_CASES = ("level", "city")
OF_DOCUMENTS = ("genre",)
MAPPED = 3  # cases and codes that a map of two axes takes
PASSAGES = 5  # of a code or a case on a map: with fewer one passage moves it by a fifth
SEED = 0


class Groups:
    """The documents of groups of cases, ``by`` level, city, genre or a family of types.

    ``by`` may also map cases to the names of their groups: then only those are compared.
    """

    def __init__(self, project: Project, by: str | Mapping[str, str] = "level") -> None:
        self.by = by if isinstance(by, str) else ""
        self._tables = store.Tables(project)
        self._units = self._grouped(by)

    def _grouped(self, by: str | Mapping[str, str]) -> units.Units:
        cases, types = self._tables["cases"], self._tables["types"]
        if not isinstance(by, str):
            return units.of_cases(self.documents, cases, self._known(by))
        if by in OF_DOCUMENTS:
            return units.of_documents(self.documents, by)
        if by in OF_CASES:
            named = cases[cases[by] != ""]
            return units.of_cases(self.documents, cases, _pairs(named, "case", by))
        families = list(types["family"].unique())
        if by not in families:
            known = [*OF_CASES, *OF_DOCUMENTS, *families]
            raise UsageError(f"no groups by {by!r}{did_you_mean(by, known)}; there are {known}")
        own = types[(types["family"] == by) & (types["verdict"] == "member")]
        return units.of_cases(self.documents, cases, _pairs(own, "case", "type"))

    def _known(self, by: Mapping[str, str]) -> Mapping[str, str]:
        there = list(self._tables["cases"]["case"])
        if wrong := [case for case in by if case not in there]:
            raise UsageError(f"no cases {wrong}{did_you_mean(wrong[0], there)}")
        return by

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The documents of the study: see ``fairness.described``."""
        return fairness.described(self._tables)

    @property
    def cases(self) -> dict[str, str]:
        """The group of each case that is counted; none where documents are grouped."""
        return self._units.cases

    @property
    def left_out(self) -> pd.DataFrame:
        """What is not counted: id and reason (nested, several, reprint, note)."""
        return self._units.left_out

    @property
    def of(self) -> dict[str, list[str]]:
        """The documents of each group."""
        listed: dict[str, list[str]] = {}
        for doc, group in sorted(self._units.documents.items()):
            listed.setdefault(group, []).append(doc)
        return dict(sorted(listed.items()))

    def term_rates(self) -> pd.DataFrame:
        """The terms of the lexicon in each group, per 1,000: see ``comparison.rates``."""
        counts = self._tables["rates"].rename(columns={"term": "item"})
        return rates.rates(counts, self._bases, self._units.documents)

    def code_rates(self) -> pd.DataFrame:
        """The codes of the first rank in each group, per 1,000: see ``comparison.rates``.

        A document that nobody coded counts for no group: it has no rate, not one of 0.
        """
        counts = self._coded.groupby(["doc", "item"]).size().rename("count").reset_index()
        bases = self._bases[self._bases["doc"].isin(counts["doc"])]
        spoken = counts.merge(bases[["doc", "language"]], on="doc")
        return rates.rates(spoken, bases, self._units.documents)

    def contingency(self) -> contingency.Contingency:
        """Codes of the first rank x groups: see ``comparison.contingency``."""
        counts = pd.crosstab(self._coded["doc"], self._coded["item"])
        return contingency.contingency(counts, self._units.documents, seed=SEED)

    def correspondence(self) -> Correspondence:
        """Codes and cases on one map, those with five passages or more.

        Raises UsageError for fewer than three of either, and where cases share a document.
        """
        coded = self._coded[self._coded["case"].isin(self.cases)]
        table = pd.crosstab(coded["item"], coded["case"])
        table = table.loc[table.sum(axis=1) >= PASSAGES, table.sum() >= PASSAGES]
        table = table.loc[table.sum(axis=1) > 0, table.sum() > 0]
        if min(table.shape) < MAPPED:
            raise UsageError(
                f"{table.shape[0]} codes and {table.shape[1]} cases have {PASSAGES} passages or "
                f"more; a map takes {MAPPED} of each"
            )
        shared = coded[coded["case"].isin(table.columns)].groupby("doc")["case"].nunique()
        if (shared > 1).any():
            docs = ", ".join(shared[shared > 1].index)
            raise UsageError(
                f"several cases rest on {docs}; choose cases of documents of their own"
            )
        return correspondence(table)

    def clusters(self, group: str, *, number: int = 2) -> profiles.Clusters:
        """The cases of one group clustered by their cells: see ``comparison.profiles``."""
        own = [case for case, name in self.cases.items() if name == group]
        return profiles.clusters(self._profiles(own), groups=number, seed=SEED)

    def _profiles(self, cases: list[str]) -> dict[str, dict[str, Reading]]:
        dimensions, codes = self._tables["dimensions"], self._tables["codes"].sort_values("rank")
        scale = _pairs(dimensions, "dimension", "scale")
        order = {str(name): list(own["code"]) for name, own in codes.groupby("dimension")}
        known = self._tables["matrix"].query("value != ''")
        return {
            case: {
                name: Reading(scale[name], order[name], ids(value))
                for name, value in _pairs(
                    known[known["case"] == case], "dimension", "value"
                ).items()
            }
            for case in cases
        }

    @cached_property
    def _coded(self) -> pd.DataFrame:
        """Each coded passage once, whoever coded it: doc, case, item, the code of first rank."""
        passages = self._tables["segments"].drop_duplicates(["doc", "start", "end", "code"])
        above = _pairs(self._tables["codes"], "code", "parent")
        items = [above.get(code) or code for code in passages["code"]]
        return passages[["doc", "case"]].assign(item=items)

    @cached_property
    def _bases(self) -> pd.DataFrame:
        """Characters (zh) or words (en) of each document in its own language."""
        sizes = self._tables["sizes"]
        spoken = sizes["doc"].map(_pairs(self.documents, "doc", "language"))
        own = sizes[(spoken == sizes["language"]) | ~spoken.isin(["zh", "en"])]
        base = own["characters"].where(own["language"] == "zh", own["tokens"])
        return own[["doc", "language"]].assign(base=base)


def _pairs(table: pd.DataFrame, key: str, value: str) -> dict[str, str]:
    return dict(zip(table[key], table[value], strict=True))


def groups(project: Project, by: str | Mapping[str, str] = "level") -> Groups:
    """The groups of a study's cases: see ``Groups``."""
    return Groups(project, by)

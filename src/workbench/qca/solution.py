"""Conservative, parsimonious and intermediate solutions, with all tied models of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from workbench.errors import UsageError
from workbench.qca import primes
from workbench.qca.expressions import Literals, conjunctions
from workbench.qca.fit import Scores, inclusion, pri, unique_coverages
from workbench.qca.minimal import covers_of_least_size
from workbench.qca.space import OPEN, Flags, Space, Term, Terms, covers
from workbench.qca.table import HALF, TruthTable

Kind = Literal["conservative", "parsimonious", "intermediate"]

AT_MOST = 1_000  # tied models; more say that the data do not tell models apart
TERMS = ["model", "term", "inclusion", "pri", "coverage", "unique_coverage", "cases", "deviant"]
MODELS = ["model", "expression", "inclusion", "pri", "coverage", "cases", "deviant", "uncovered"]


@dataclass(frozen=True)
class Model:
    """One of the tied models: terms that together are sufficient for the outcome.

    name : M1, M2, …; of an intermediate solution C1P2M1: the first model between the first
    conservative and the second parsimonious one, which are named in ``between``.
    """

    name: str
    terms: tuple[Term, ...]
    between: tuple[str, ...] = ()


@dataclass(frozen=True)
class Solution:
    """All models of one kind, with the prime implicants they were chosen from.

    primes : terms; of an intermediate solution those of all its pairs.  excluded : terms
    and rows that no model may cover.
    """

    table: TruthTable
    kind: Kind
    models: tuple[Model, ...]
    primes: tuple[Term, ...]
    excluded: tuple[Term, ...] = ()

    @property
    def space(self) -> Space:
        """The conditions and their values."""
        return self.table.space

    @property
    def expressions(self) -> list[str]:
        """The different models as expressions."""
        return list(dict.fromkeys(self.expression(model) for model in self.models))

    def expression(self, model: Model) -> str:
        """A model as an expression; 1 where it asks for nothing."""
        return " + ".join(self.space.text(term) or "1" for term in model.terms)

    @property
    def essential(self) -> list[str]:
        """The terms that every model has."""
        shared = set.intersection(*(set(model.terms) for model in self.models))
        return [self.space.text(term) or "1" for term in self.primes if term in shared]

    @cached_property
    def chart(self) -> pd.DataFrame:
        """Which prime implicant covers which positive row: true or false by term and row."""
        rows = positive(self.table, self.excluded)
        terms = np.array(self.primes, np.int8).reshape(-1, len(self.space.conditions))
        names = [self.space.text(term) or "1" for term in self.primes]
        return pd.DataFrame(covers(terms, rows), index=names, columns=self.space.numbers(rows))

    @cached_property
    def fit(self) -> pd.DataFrame:
        """Each term of each model (columns ``TERMS``); cases are those above 0.5 in it.

        deviant : of these, the cases whose membership in the outcome is below 0.5.
        """
        rows = [row for model in self.models for row in self._terms(model)]
        return pd.DataFrame(rows, columns=TERMS)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """Each model as a whole (columns ``MODELS``).

        uncovered : cases with the outcome (above 0.5) that are not in the model.
        """
        return pd.DataFrame([self._model(model) for model in self.models], columns=MODELS)

    def _xs(self, model: Model) -> list[Scores]:
        return list(self.space.scores(np.array(model.terms, np.int8), self.table.data))

    def _terms(self, model: Model) -> list[tuple[object, ...]]:
        xs, y = self._xs(model), self.table.outcome.to_numpy(np.float64)
        uniques = unique_coverages(xs, y)
        return [
            (
                model.name,
                self.space.text(term) or "1",
                *(inclusion(x, y), pri(x, y), inclusion(y, x), unique),
                *(self._cases(x > HALF), self._cases((x > HALF) & (y < HALF))),
            )
            for term, x, unique in zip(model.terms, xs, uniques, strict=True)
        ]

    def _model(self, model: Model) -> tuple[object, ...]:
        x, y = np.max(self._xs(model), axis=0), self.table.outcome.to_numpy(np.float64)
        return (
            model.name,
            self.expression(model),
            *(inclusion(x, y), pri(x, y), inclusion(y, x)),
            *(self._cases(x > HALF), self._cases((x > HALF) & (y < HALF))),
            self._cases((x <= HALF) & (y > HALF)),
        )

    def _cases(self, which: np.ndarray) -> str:
        return ";".join(map(str, self.table.data.index[which]))

    def _repr_html_(self) -> str:
        return str(self.totals.to_html(index=False)) + str(self.fit.to_html(index=False))


def solutions(
    table: TruthTable,
    *,
    kind: Kind,
    expectations: Sequence[str] = (),
    excluded: Sequence[str | int] = (),
    at_most: int = AT_MOST,
) -> Solution:
    """All models with the least number of prime implicants, of one kind of solution.

    conservative : covers positive rows alone.  parsimonious : may cover any remainder
    (Ragin 1987).  intermediate : between each pair of a conservative and a parsimonious
    model, remainders that ``expectations`` make easy counterfactuals (Ragin 2008).

    expectations : what is expected to lead to the outcome, alone (``DEV``, ``~URB``,
    ``DEV{1}``) or together (``~LIT*IND``). A literal of a conservative term that its
    parsimonious term lacks is kept where an expectation agrees with it, and dropped
    otherwise, also where nothing is expected of its condition (as in QCA for R, Dusa 2019).
    excluded : remainders that may not be assumed, as expressions, and numbers of rows; a
    number may also be that of a positive row, which then counts as negative (enhanced
    standard analysis, Schneider & Wagemann 2012).  at_most : tied models.

    Contradictions and rows below the inclusion cut-off are negative. Raises UsageError where
    no row is positive, for an intermediate solution without expectations, for an excluded
    expression that covers positive rows, and for more tied models than ``at_most``.
    """
    barred = barriers(table, excluded)
    if kind == "conservative":
        return _conservative(table, barred, at_most)
    if kind == "parsimonious":
        return _parsimonious(table, barred, at_most)
    if not expectations:
        raise UsageError("an intermediate solution needs expectations, such as ['DEV', '~URB']")
    expected = [one for text in expectations for one in conjunctions(text, table.space.sizes)]
    ends = _conservative(table, barred, at_most), _parsimonious(table, barred, at_most)
    return _intermediate(*ends, expected, at_most)


def barriers(table: TruthTable, excluded: Sequence[str | int]) -> tuple[Term, ...]:
    """The terms that no solution may cover; refusals are those of ``solutions``."""
    space, barred = table.space, []
    for one in excluded:
        if not isinstance(one, str):
            if not 1 <= one <= space.size:
                raise UsageError(f"row {one} cannot be excluded: rows are 1 to {space.size}")
            barred.append(tuple(space.rows([one])[0].tolist()))
            continue
        terms = space.terms(conjunctions(one, space.sizes))
        observed = table.configurations("1")
        struck = covers(_array(terms, space), observed).any(axis=0)
        if struck.any():
            rows = space.numbers(observed[struck]).tolist()
            raise UsageError(f"{one!r} is not without cases: rows {rows} are positive")
        barred += terms
    return tuple(barred)


def _array(terms: Sequence[Term], space: Space) -> Terms:
    return np.array(terms, np.int8).reshape(-1, len(space.conditions))


def positive(table: TruthTable, barred: Sequence[Term]) -> Terms:
    """The rows to be covered; refused where there is none."""
    rows = table.configurations("1")
    rows = rows[~covers(_array(barred, table.space), rows).any(axis=0)]
    if not len(rows):
        raise UsageError(
            f"no row is sufficient for {table.name} at inclusion {table.inclusion[0]} and "
            f"frequency {table.frequency}: there is nothing to minimise"
        )
    return rows


def _conservative(table: TruthTable, barred: tuple[Term, ...], at_most: int) -> Solution:
    rows = positive(table, barred)
    found = primes.within(rows, rows, table.space.levels)
    return _solution(table, "conservative", *found, barred, at_most)


def _parsimonious(table: TruthTable, barred: tuple[Term, ...], at_most: int) -> Solution:
    negative = np.concatenate([table.configurations("0", "C"), _array(barred, table.space)])
    found = primes.apart(positive(table, barred), negative, table.space.levels)
    return _solution(table, "parsimonious", *found, barred, at_most)


def _solution(
    table: TruthTable,
    kind: Kind,
    terms: Terms,
    covered: Flags,
    barred: tuple[Term, ...],
    at_most: int,
) -> Solution:
    names = [tuple(term) for term in terms.tolist()]
    models = tuple(
        Model(f"M{number}", model)
        for number, model in enumerate(_models(names, covered, at_most), start=1)
    )
    return Solution(table, kind, models, tuple(names), barred)


def _models(names: list[Term], covered: Flags, at_most: int) -> list[tuple[Term, ...]]:
    """The tied models, those of fewest literals first."""
    found = covers_of_least_size(covered, at_most=at_most)
    return sorted(
        (tuple(names[at] for at in cover) for cover in found),
        key=lambda model: sum(value != OPEN for term in model for value in term),
    )


def _intermediate(
    conservative: Solution, parsimonious: Solution, expected: list[Literals], at_most: int
) -> Solution:
    table, space = conservative.table, conservative.space
    if len(conservative.models) * len(parsimonious.models) > at_most:
        raise UsageError(f"more than {at_most} pairs of conservative and parsimonious models")
    rows = positive(table, conservative.excluded)
    models: list[Model] = []
    seen: dict[frozenset[Term], tuple[list[Term], list[tuple[Term, ...]]]] = {}
    for one in conservative.models:
        for other in parsimonious.models:
            easy = frozenset(_easy(one, other, expected, space))
            if easy not in seen:
                allowed = np.concatenate([rows, _array(sorted(easy), space)])
                terms, covered = primes.within(allowed, rows, space.levels)
                names = [tuple(term) for term in terms.tolist()]
                seen[easy] = names, _models(names, covered, at_most)
            pair = f"C{one.name[1:]}P{other.name[1:]}"
            if len(models) > at_most:
                raise UsageError(f"more than {at_most} intermediate models over all pairs")
            for number, model in enumerate(seen[easy][1], start=1):
                models.append(Model(f"{pair}M{number}", model, (one.name, other.name)))
    names = list(dict.fromkeys(term for found, _ in seen.values() for term in found))
    return Solution(table, "intermediate", tuple(models), tuple(names), conservative.excluded)


def _easy(
    conservative: Model, parsimonious: Model, expected: list[Literals], space: Space
) -> list[Term]:
    """The terms between both models that assume no more than what is expected."""
    return [
        tuple(
            value if end != OPEN or at in kept else OPEN
            for at, (value, end) in enumerate(zip(term, shorter, strict=True))
        )
        for term in conservative.terms
        for kept in [_kept(term, expected, space)]
        for shorter in parsimonious.terms
        if all(end in (OPEN, value) for value, end in zip(term, shorter, strict=True))
    ]


def _kept(term: Term, expected: list[Literals], space: Space) -> set[int]:
    """The places of the literals that some expectation, met as a whole, agrees with."""
    places = {name: at for at, name in enumerate(space.conditions)}
    return {
        places[name]
        for one in expected
        if all(term[places[name]] in values for name, values in one.items())
        for name in one
    }

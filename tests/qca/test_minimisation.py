"""Every minimal cover is found: against brute force, and by hand."""

from collections.abc import Collection, Iterable
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from workbench import qca
from workbench.errors import UsageError
from workbench.qca.minimal import covers_of_least_size
from workbench.qca.space import Space
from workbench.qca.table import tabulated

# --- brute force: minimisation as it is defined, too simple to be wrong -------------------

Row = tuple[int, ...]
Term = tuple[int, ...]  # -1 where the condition is not part of the term
Model = frozenset[Term]


def inside(term: Term, row: Row) -> bool:
    return all(value in (-1, own) for value, own in zip(term, row, strict=True))


def primes(allowed: Collection[Row], positive: Collection[Row], levels: Row) -> set[Term]:
    """The largest terms that cover allowed rows alone, and a positive one."""
    every = list(product(*(range(level) for level in levels)))
    terms = {
        term
        for term in product(*(range(-1, level) for level in levels))
        if all(row in allowed for row in every if inside(term, row))
    }
    largest = {term for term in terms if not any(_shorter(other, term) for other in terms)}
    return {term for term in largest if any(inside(term, row) for row in positive)}


def _shorter(other: Term, term: Term) -> bool:
    return other != term and all(a in (-1, b) for a, b in zip(other, term, strict=True))


def models(terms: Iterable[Term], positive: Collection[Row]) -> set[Model]:
    """All sets of the fewest terms that cover every positive row."""
    terms = sorted(terms)
    covers: dict[Term, set[Row]] = {
        term: {row for row in positive if inside(term, row)} for term in terms
    }
    for size in range(1, len(terms) + 1):
        found = {
            frozenset(chosen)
            for chosen in combinations(terms, size)
            if set().union(*(covers[term] for term in chosen)) == set(positive)
        }
        if found:
            return found
    return set()


# --- tables -----------------------------------------------------------------------

Table = tuple[Row, dict[Row, str]]


@st.composite
def tables(draw: st.DrawFn, most: int, highest: int) -> Table:
    """The levels of some conditions, and for some rows whether the outcome is there."""
    levels = tuple(draw(st.lists(st.integers(2, highest), min_size=1, max_size=most)))
    every = list(np.ndindex(levels))
    outs = draw(st.lists(st.sampled_from("01?"), min_size=len(every), max_size=len(every)))
    assume("1" in outs)
    return levels, {tuple(map(int, row)): out for row, out in zip(every, outs, strict=True)}


def observed(table: Table) -> qca.TruthTable:
    """The truth table of one case a row."""
    levels, rows = table
    names = [f"X{at}" for at in range(len(levels))]
    data = pd.DataFrame(
        [(*row, int(out)) for row, out in rows.items() if out != "?"], columns=[*names, "Y"]
    )
    space = Space(tuple(names), levels)
    return tabulated(space, data[names].astype(float), data["Y"] * 1.0, (1.0,), 1)


def found(solution: qca.Solution) -> set[frozenset[tuple[int, ...]]]:
    return {frozenset(model.terms) for model in solution.models}


def with_out(table: Table, *outs: str) -> set[Row]:
    return {row for row, out in table[1].items() if out in outs}


def agrees(table: Table) -> None:
    levels, positive = table[0], with_out(table, "1")
    for kind, allowed in (("conservative", "1"), ("parsimonious", "1?")):
        solution = qca.solutions(observed(table), kind=kind)
        expected = primes(with_out(table, *allowed), positive, levels)

        assert set(solution.primes) == expected
        assert found(solution) == models(expected, positive)


slow = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)


@slow
@given(tables(most=4, highest=2))
def test_all_models_of_crisp_tables_are_those_of_brute_force(table: Table) -> None:
    agrees(table)


@slow
@given(tables(most=3, highest=3))
def test_all_models_of_multivalue_tables_are_those_of_brute_force(table: Table) -> None:
    agrees(table)


@slow
@given(tables(most=3, highest=3), st.data())
def test_no_model_covers_an_excluded_row(table: Table, data: st.DataObject) -> None:
    rest = sorted(with_out(table, "?"))
    assume(rest)
    barred = data.draw(st.sets(st.sampled_from(rest)))
    own = observed(table)
    numbers = own.space.numbers(np.array(sorted(barred), np.int8).reshape(-1, len(table[0])))
    solution = qca.solutions(own, kind="parsimonious", excluded=numbers.tolist())
    expected = primes(with_out(table, "1", "?") - barred, with_out(table, "1"), table[0])

    assert found(solution) == models(expected, with_out(table, "1"))


@slow
@given(tables(most=4, highest=2), st.data())
def test_intermediate_models_lie_between_both_ends(table: Table, data: st.DataObject) -> None:
    own = observed(table)
    names = own.space.conditions
    signs = data.draw(st.lists(st.sampled_from(["", "~"]), min_size=1, max_size=len(names)))
    expected = [sign + name for sign, name in zip(signs, names, strict=False)]
    between = qca.solutions(own, kind="intermediate", expectations=expected)
    ends = {
        (kind[0].upper(), model.name): model.terms
        for kind in ("conservative", "parsimonious")
        for model in qca.solutions(own, kind=kind).models
    }
    for model in between.models:
        covered = {row for row in table[1] if any(inside(term, row) for term in model.terms)}
        least, most = (
            {row for row in table[1] if any(inside(term, row) for term in ends[end])}
            for end in (("C", model.between[0]), ("P", model.between[1]))
        )

        assert least <= covered <= most


@slow
@given(st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=9))
def test_all_smallest_covers_are_found(rows: list[list[bool]]) -> None:
    covered = np.array(rows)
    assume(covered.any(axis=0).all())
    terms = {(at,): {row for row in range(5) if covered[at, row]} for at in range(len(rows))}
    size = 1
    expected: set[tuple[int, ...]] = set()
    while not expected:
        expected = {
            tuple(at for (at,) in chosen)
            for chosen in combinations(sorted(terms), size)
            if set().union(*(terms[one] for one in chosen)) == set(range(5))
        }
        size += 1
    cover = covers_of_least_size(covered, at_most=10_000)

    assert len(cover) == len(set(cover))
    assert set(cover) == expected


def test_too_many_tied_models_are_refused() -> None:
    # three rows, each covered by four terms of its own: 4 ** 3 = 64 models
    covered = np.repeat(np.eye(3, dtype=bool), 4, axis=0)

    assert len(covers_of_least_size(covered, at_most=64)) == 64
    with pytest.raises(UsageError, match="more than 63 models of 3 terms are tied"):
        covers_of_least_size(covered, at_most=63)


def test_a_table_of_one_positive_row_alone_asks_for_nothing() -> None:
    data = pd.DataFrame({"A": [1.0], "Y": [1.0]}, index=["a"])
    table = qca.truth_table(data, conditions=["A"], outcome="Y")

    assert qca.solutions(table, kind="parsimonious").expressions == ["1"]
    assert qca.solutions(table, kind="conservative").expressions == ["A"]

"""Minimisation as it is defined, row by row: slow, and too simple to be wrong."""

from collections.abc import Collection, Iterable
from itertools import combinations, product

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

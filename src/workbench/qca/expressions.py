"""Sets written as expressions: ``~DEV*LIT + STB``, ``DEV{1}``, ``~(DEV + LIT{1,2})``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import UsageError, did_you_mean

Scores = NDArray[np.float64]
Literals = dict[str, frozenset[int]]  # of a conjunction: condition -> the values it accepts

TOKEN = re.compile(r"\s*(?:(\w+(?:-\w+)*)(?:\{([\d,\s]+)\})?|([~*+()]))")


@dataclass(frozen=True)
class Literal:
    """A condition, or some values of a multi-value condition; ``negated`` for its absence."""

    condition: str
    accepted: frozenset[int] = frozenset()  # none: whatever is not 0
    negated: bool = False


@dataclass(frozen=True)
class All:
    """A conjunction: the least membership of its parts."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class Any:
    """A disjunction: the greatest membership of its parts."""

    parts: tuple["Expression", ...]


Expression = Literal | All | Any


def parsed(text: str) -> Expression:
    """The expression that a text writes; ``~`` absence, ``*`` and, ``+`` or, brackets.

    ``{1}`` or ``{0,2}`` after a name are values of a multi-value condition. Raises
    UsageError that shows the place where the text stops making sense.
    """
    reader = _Reader(text)
    found = reader.disjunction()
    reader.end()
    return found


class _Reader:
    """Reads a text from left to right: a disjunction of conjunctions of literals."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def _next(self) -> re.Match[str] | None:
        return TOKEN.match(self.text, self.at)

    def _took(self, mark: str) -> bool:
        token = self._next()
        if token is None or token[3] != mark:
            return False
        self.at = token.end()
        return True

    def disjunction(self) -> Expression:
        parts = [self._conjunction()]
        while self._took("+"):
            parts.append(self._conjunction())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _conjunction(self) -> Expression:
        parts = [self._single()]
        while self._took("*"):
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _single(self) -> Expression:
        if self._took("~"):
            return absent(self._single())
        if self._took("("):
            inner = self.disjunction()
            if not self._took(")"):
                raise self._fault("a closing bracket")
            return inner
        token = self._next()
        if token is None or not token[1]:
            raise self._fault("a condition")
        self.at = token.end()
        values = frozenset(int(value) for value in re.findall(r"\d+", token[2] or ""))
        return Literal(token[1], values)

    def end(self) -> None:
        if self.text[self.at :].strip():
            raise self._fault("*, + or the end")

    def _fault(self, wanted: str) -> UsageError:
        read, rest = self.text[: self.at], self.text[self.at :].strip() or "the end"
        return UsageError(f"expression {self.text!r}: {wanted} wanted after {read!r}, not {rest!r}")


def absent(expression: Expression) -> Expression:
    """The complement, by De Morgan's rules, so that only literals are ever negated."""
    match expression:
        case Literal(condition, values, negated):
            return Literal(condition, values, not negated)
        case All(parts):
            return Any(tuple(absent(part) for part in parts))
        case Any(parts):
            return All(tuple(absent(part) for part in parts))


def literals(expression: Expression) -> list[Literal]:
    """Every literal in the order of writing."""
    if isinstance(expression, Literal):
        return [expression]
    return [literal for part in expression.parts for literal in literals(part)]


def conjunctions(text: str, levels: Mapping[str, int]) -> list[Literals]:
    """The conjunctions that a text joins with ``+``, each as the values it accepts.

    levels : number of values by condition. Brackets are multiplied out; what contradicts
    itself is left out. Raises UsageError for an unknown condition or value.
    """
    expression = parsed(text)
    known(text, expression, levels)
    for literal in literals(expression):
        odd = [value for value in literal.accepted if value >= levels[literal.condition]]
        if odd:
            raise UsageError(f"expression {text!r}: {literal.condition} has no value {odd[0]}")
    return [dict(one) for one in _products(expression, levels) if all(one.values())]


def _products(expression: Expression, levels: Mapping[str, int]) -> Iterable[Literals]:
    match expression:
        case Literal(condition, values, negated):
            accepted = values or frozenset(range(1, levels[condition]))
            every = frozenset(range(levels[condition]))
            yield {condition: every - accepted if negated else accepted}
        case Any(parts):
            for part in parts:
                yield from _products(part, levels)
        case All(parts):
            yield from _joined([list(_products(part, levels)) for part in parts])


def _joined(parts: list[list[Literals]]) -> Iterable[Literals]:
    first, *rest = parts
    for one in first:
        for other in _joined(rest) if rest else [{}]:
            both = dict(one)
            for condition, values in other.items():
                both[condition] = both.get(condition, values) & values
            yield both


def known(text: str, expression: Expression, names: Iterable[str]) -> None:
    """Raise UsageError for conditions of the expression that are not among ``names``."""
    names = list(names)
    for literal in literals(expression):
        if literal.condition not in names:
            near = did_you_mean(literal.condition, names)
            raise UsageError(f"expression {text!r}: no column {literal.condition!r}{near}")


def memberships(text: str, data: pd.DataFrame) -> pd.Series:
    """The membership of every case in the set of an expression, shape (cases,).

    A literal without values is the score of its column, one with values is 1 where the
    score is one of them and 0 elsewhere; ``~`` is 1 less the score, ``*`` the least,
    ``+`` the greatest (Ragin 2008). Raises UsageError for an unknown column, and where a
    multi-value condition is used without its value.
    """
    expression = parsed(text)
    known(text, expression, map(str, data.columns))
    return pd.Series(_scores(text, expression, data), index=data.index, name=text)


def _scores(text: str, expression: Expression, data: pd.DataFrame) -> Scores:
    if isinstance(expression, Literal):
        return _literal(text, expression, data)
    parts = [_scores(text, part, data) for part in expression.parts]
    join = np.minimum if isinstance(expression, All) else np.maximum
    return np.asarray(join.reduce(parts), np.float64)


def _literal(text: str, literal: Literal, data: pd.DataFrame) -> Scores:
    scores = data[literal.condition].to_numpy(np.float64)
    if literal.accepted:
        here = np.isin(scores, list(literal.accepted)).astype(np.float64)
        scores = np.where(np.isnan(scores), np.nan, here)
    elif np.nanmax(scores, initial=0) > 1:
        name = literal.condition
        raise UsageError(f"expression {text!r}: {name} has several values; write {name}{{1}}")
    return 1 - scores if literal.negated else scores

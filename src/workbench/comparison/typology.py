"""Types by explicit rules, and how far each case stands from each of them."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
from pydantic import Field

from workbench.errors import Fault
from workbench.schema import Label, Record, ids
from workbench.schema.artefacts import TYPE_LABELS, TYPES

NOTHING = 1e-9  # two distances that differ by less are equal


class Decide(Record):
    """When a case belongs to a type, or to several; in every other case it is undecided."""

    known_at_least: int = Field(ge=1)
    distance_at_most: float = Field(ge=0, le=1)
    margin_at_least: float = Field(ge=0, le=1)


class Type(Record):
    """An ideal type: for some dimensions the codes that it accepts."""

    label: Label
    definition: str
    rules: dict[str, list[str]] = Field(min_length=1)
    why: str = ""
    drawn_from: list[str] = []  # cases the type was made after: their fit is no test


class Family(Record):
    """Types that exclude one another; a case has at most one of a family."""

    label: Label
    source: str
    types: dict[str, Type]
    decide: Decide | None = None


class Typology(Record):
    """The types of a study, ``corpus/coding/typology.yml``."""

    decide: Decide
    families: dict[str, Family]


BELONGS = ("member", "hybrid")  # verdicts on a case that is of a type, alone or among others


@dataclass(frozen=True)
class Reading:
    """What one cell says to a rule: the codes of a dimension and its scale."""

    scale: str
    order: list[str]  # the codes of the dimension, weakest first if ordinal
    value: list[str]  # the codes of the cell, the leading one first


def faults(typology: Typology, codes_of: Mapping[str, list[str]]) -> list[Fault]:
    """Rules over unknown dimensions or codes; ``codes_of`` maps dimension to codes."""
    found = []
    of: dict[str, str] = {}
    for family, name, kind in types(typology):
        if of.setdefault(name, family) != family:
            keys: tuple[str | int, ...] = ("families", family, "types", name)
            found.append(Fault("", keys, f"type {name!r} is one of {of[name]!r} already"))
        for dimension, accepted in kind.rules.items():
            keys = ("families", family, "types", name, "rules", dimension)
            if dimension not in codes_of:
                found.append(Fault("", keys, f"unknown dimension {dimension!r}"))
                continue
            odd = [code for code in accepted if code not in codes_of[dimension]]
            if odd or not accepted:
                found.append(Fault("", keys, f"{odd or 'no code'} is not a value of {dimension!r}"))
    return found


def types(typology: Typology) -> Iterable[tuple[str, str, Type]]:
    """Every type as ``(family, type id, type)``."""
    for family, members in typology.families.items():
        for name, kind in members.types.items():
            yield family, name, kind


def labels(typology: Typology) -> pd.DataFrame:
    """The types with their rules written out, as ``artefacts.TYPE_LABELS``."""
    rows = [
        {
            "family": family,
            "type": name,
            "position": position,
            "family_zh": typology.families[family].label.zh,
            "family_en": typology.families[family].label.en,
            "label_zh": kind.label.zh,
            "label_en": kind.label.en,
            "definition": kind.definition,
            "rules": " | ".join(f"{dim}: {', '.join(ok)}" for dim, ok in kind.rules.items()),
            "why": kind.why,
            "drawn_from": ";".join(kind.drawn_from),
            **(typology.families[family].decide or typology.decide).model_dump(),
        }
        for position, (family, name, kind) in enumerate(types(typology))
    ]
    return pd.DataFrame(rows, columns=list(TYPE_LABELS))


def rule_distance(reading: Reading, accepted: list[str]) -> float:
    """How far a known cell is from what a rule accepts: 0 fits, 1 contradicts.

    nominal: 0 if the leading code is accepted, 0.5 if only a secondary one is.
    ordinal: steps to the nearest accepted rank, over the steps of the scale.
    set: the share of the accepted codes that the cell lacks.
    """
    if reading.scale == "ordinal":
        ranks = [reading.order.index(code) for code in accepted]
        here = reading.order.index(reading.value[0])
        return min(abs(here - rank) for rank in ranks) / max(len(reading.order) - 1, 1)
    if reading.scale == "set":
        return 1 - len(set(accepted) & set(reading.value)) / len(set(accepted))
    if reading.value[0] in accepted:
        return 0.0
    return 0.5 if set(reading.value[1:]) & set(accepted) else 1.0


def distance(readings: Mapping[str, Reading], kind: Type) -> tuple[float, int]:
    """The mean distance over the rules whose cell is known, and their number.

    NaN where no cell is known: a case without evidence is near to nothing.
    """
    known = [
        rule_distance(readings[dimension], accepted)
        for dimension, accepted in kind.rules.items()
        if dimension in readings
    ]
    return (sum(known) / len(known) if known else math.nan), len(known)


def type_table(
    matrix: pd.DataFrame, dimensions: pd.DataFrame, codes: pd.DataFrame, typology: Typology
) -> pd.DataFrame:
    """Return one row per case, family and type (``artefacts.TYPES``).

    ``verdict`` is member for the nearest type where the case meets ``decide``, hybrid
    for the nearest and for every type less than the margin further away, other for
    the types it is not; undecided for all types where too little is known or even the
    nearest is too far. ``ground`` names which of these it was, ``reason`` says it.
    """
    scales = Scales.of(dimensions, codes)
    rows = [
        row
        for case, cells in matrix.groupby("case", sort=True)
        for row in type_rows(str(case), cells.to_dict("records"), scales, typology)
    ]
    return pd.DataFrame(rows, columns=list(TYPES))


class Scales(NamedTuple):
    """How the dimensions of a study are read."""

    scale: Mapping[str, str]  # of each dimension
    order: Mapping[str, list[str]]  # its codes, weakest first if it is ordinal

    @classmethod
    def of(cls, dimensions: pd.DataFrame, codes: pd.DataFrame) -> "Scales":
        """From the tables of dimensions and codes."""
        scale = dict(zip(dimensions["dimension"], dimensions["scale"], strict=True))
        return cls(scale, _orders(codes))


def type_rows(
    case: str, cells: Iterable[Mapping[Any, Any]], scales: Scales, typology: Typology
) -> Iterator[dict[str, object]]:
    """The rows of one case, from its rows of the matrix: see ``type_table``."""
    readings = {
        cell["dimension"]: Reading(
            scales.scale[cell["dimension"]], scales.order[cell["dimension"]], ids(cell["value"])
        )
        for cell in cells
        if cell["value"]
    }
    for family, members in typology.families.items():
        yield from _family(case, family, members, readings, members.decide or typology.decide)


def _orders(codes: pd.DataFrame) -> dict[str, list[str]]:
    valued = codes[codes["dimension"] != ""].sort_values(["dimension", "rank", "code"])
    return {str(name): group["code"].tolist() for name, group in valued.groupby("dimension")}


def _family(
    case: str, name: str, family: Family, readings: Mapping[str, Reading], decide: Decide
) -> list[dict[str, object]]:
    measured = {kind: distance(readings, rule) for kind, rule in family.types.items()}
    decided = verdict(measured, decide)
    return [
        {
            "case": case,
            "family": name,
            "type": kind,
            "distance": measured[kind][0],
            "membership": 1 - measured[kind][0],
            "known": measured[kind][1],
            "rules": len(rule.rules),
            "verdict": decided.of(kind),
            "ground": decided.ground,
            "reason": decided.reason,
        }
        for kind, rule in family.types.items()
    ]


class Verdict(NamedTuple):
    """The types a case belongs to: one, several for a hybrid, or none if undecided."""

    types: tuple[str, ...]
    ground: str  # nearest, close, too_far, too_few_known
    reason: str

    def of(self, kind: str) -> str:
        """What the case is to one type of the family."""
        if not self.types:
            return "undecided"
        if kind not in self.types:
            return "other"
        return "hybrid" if len(self.types) > 1 else "member"


def verdict(measured: Mapping[str, tuple[float, int]], decide: Decide) -> Verdict:
    """Which types a case belongs to, and why.

    ``measured`` maps a type to its distance and the number of its known rules; a type
    with too few known rules is no rival of another.
    """
    enough = {k: d for k, (d, known) in measured.items() if known >= decide.known_at_least}
    if not enough:
        why = f"evidence missing: no type has {decide.known_at_least} known rules"
        return Verdict((), "too_few_known", why)
    ranked = sorted(enough.items(), key=lambda item: (item[1], item[0]))
    nearest, best = ranked[0]
    if best > decide.distance_at_most:
        equal = " and ".join(name for name, far in ranked if far - best < NOTHING)
        why = f"nearest is {equal} at {best:.2f}, beyond {decide.distance_at_most}"
        return Verdict((), "too_far", why)
    close = [(k, d) for k, d in ranked if d - best < decide.margin_at_least - NOTHING]
    if len(close) > 1:
        why = "between " + " and ".join(f"{name} at {far:.2f}" for name, far in close)
        return Verdict(tuple(name for name, _ in close), "close", why)
    return Verdict((nearest,), "nearest", f"nearest at {best:.2f}")

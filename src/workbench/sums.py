"""Which figures may be added: those that count the same thing, alike in every respect.

The check of the ledger and the tables of the book add by this one rule.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from workbench.errors import InputError

ALIKE = ("unit", "period", "qualifier", "definition")
STATED = ("unit", "period", "definition")  # what is not said may differ
ADDED = {"amount", "count"}

Figure = Mapping[str, Any]


def mixed(figures: Sequence[Figure]) -> list[str]:
    """Why ``figures``, rows of the ledger, may not be added; empty where they may."""
    return [*_alone(figures), *_unlike(figures), *_within(figures)]


def total(figures: Sequence[Figure]) -> Decimal:
    """The sum of ``figures``, rows of the ledger.

    Raises InputError with every reason where they are not one kind of thing: another
    unit, period, qualifier or definition, a period that is not stated, a share, a date,
    a figure that stands twice or is a part of another one.
    """
    if reasons := mixed(figures):
        names = ", ".join(str(each["id"]) for each in figures) or "no figure"
        raise InputError(f"{names} cannot be added: {'; '.join(reasons)}")
    return sum((Decimal(each["value"]) for each in figures), Decimal(0))


def _alone(figures: Sequence[Figure]) -> list[str]:
    """What keeps a figure out of every sum."""
    times = Counter(each["id"] for each in figures)
    found = [] if figures else ["there is nothing to add"]
    found += [f"{name} stands {count} times" for name, count in times.items() if count > 1]
    for each in figures:
        if each["kind"] not in ADDED:
            found.append(f"{each['id']} is of the kind {each['kind'] or 'unknown'}")
        elif not each["value"]:
            found.append(f"{each['id']} is not read, its repair is switched off")
        found += [f"the {name} of {each['id']} is not stated" for name in STATED if not each[name]]
    return found


def _unlike(figures: Sequence[Figure]) -> list[str]:
    found = []
    for name in ALIKE:
        bearers: dict[str, list[str]] = {}
        for each in figures:
            bearers.setdefault(each[name], []).append(each["id"])
        if len(bearers) > 1:
            parts = (f"{value or 'none'} ({', '.join(ids)})" for value, ids in bearers.items())
            found.append(f"{name} differs: {', '.join(parts)}")
    return found


def _within(figures: Sequence[Figure]) -> list[str]:
    """Figures whose whole is in the same sum."""
    ids = {each["id"] for each in figures}
    return [
        f"{each['id']} is a part of {each['denominator']}"
        for each in figures
        if each["denominator"] in ids
    ]

"""Cells of the comparison, each decided from coded segments and from nothing else."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from workbench.coding.codebook import Dimension
from workbench.errors import Fault, did_you_mean
from workbench.schema import BASES, ids

NOT_FOUND = "not_found"  # looked for, not found


def faults(
    cells: pd.DataFrame,
    *,
    dimensions: Mapping[str, Dimension],
    cases: Collection[str],
    segments: Collection[str],
) -> list[Fault]:
    """Every cell whose chain from case and dimension to a coded segment is broken."""
    doubled = set(cells.index[cells.duplicated(["case", "dimension"])])
    found = []
    for row in cells.reset_index().to_dict("records"):
        keys, name = (row["line"],), f"{row['case']} x {row['dimension']}"
        messages = list(_cell(row, dimensions, cases, segments))
        if row["line"] in doubled:
            messages.append("stands twice; keep one")
        found += [Fault("", keys, f"{name}: {message}") for message in messages]
    return found


def _cell(
    row: Mapping[Hashable, Any],
    dimensions: Mapping[str, Dimension],
    cases: Collection[str],
    segments: Collection[str],
) -> Iterator[str]:
    if row["case"] not in cases:
        yield "unknown case"
    if row["basis"] not in {*BASES, NOT_FOUND}:
        yield f"basis {row['basis']!r} is none of {sorted({*BASES, NOT_FOUND})}"
    if row["dimension"] not in dimensions:
        yield "unknown dimension"
        return
    known = dimensions[row["dimension"]].codes
    for code in (code for code in ids(row["value"]) if code not in known):
        yield f"{code!r} is not a value of it{did_you_mean(code, known)}"
    yield from _evidence(row, segments)
    if row["basis"] == NOT_FOUND and (row["value"] or row["segments"] or row["counter"]):
        yield "not_found has neither value nor segments nor counter-evidence"
    if row["basis"] != NOT_FOUND and not (ids(row["value"]) and ids(row["segments"])):
        yield "a value needs at least one segment as its evidence, and evidence needs a value"
    if row["basis"] == "inferred" and not row["note"]:
        yield "an inferred value needs its reason in the note"
    if not 0 <= row["confidence"] <= 1:
        yield f"confidence {row['confidence']} is not between 0 and 1"


def _evidence(row: Mapping[Hashable, Any], segments: Collection[str]) -> Iterator[str]:
    speaking, against = ids(row["segments"]), ids(row["counter"])
    yield from (f"unknown segment {s!r}" for s in [*speaking, *against] if s not in segments)
    for segment in sorted(set(speaking) & set(against)):
        yield f"{segment!r} is both evidence and counter-evidence; keep it where it weighs more"


def resting_on(cells: pd.DataFrame, segments: Collection[str]) -> list[str]:
    """The cells, as ``case x dimension``, that one of ``segments`` speaks for or against."""
    wanted = set(segments)
    return [
        f"{row['case']} x {row['dimension']}"
        for _, row in cells.iterrows()
        if wanted.intersection(ids(row["segments"]) + ids(row["counter"]))
    ]

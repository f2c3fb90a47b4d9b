"""The crosswalk: how what a source looks at answers to the dimensions of the study."""

from collections.abc import Collection, Sequence
from typing import Literal

import pandas as pd
from pydantic import Field

from workbench.errors import Fault, did_you_mean
from workbench.schema import Label, Record
from workbench.schema.artefacts import CROSSWALK


class Tie(Record):
    """One perspective of a source, one aspect of its own table, and our dimensions.

    ``aspect`` is None where a perspective has dimensions here and no aspect there.
    """

    perspective: Label
    aspect: Label | None = None
    dimensions: list[str] = Field(min_length=1)
    segments: list[str] = []  # where the source names or treats them
    basis: Literal["stated", "inferred"] = "inferred"
    confidence: float = Field(1.0, ge=0, le=1)
    why: str = ""


def faults(
    ties: Sequence[Tie], *, dimensions: Collection[str], segments: Collection[str]
) -> list[Fault]:
    """Ties to what does not exist, without a reason, or given twice."""
    found: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    for position, tie in enumerate(ties):
        pair = (tie.perspective.en, tie.aspect.en if tie.aspect else "")
        messages = _unknown(tie.dimensions, dimensions, "dimension")
        messages += _unknown(tie.segments, segments, "segment")
        if not tie.segments:
            messages.append("a tie needs at least one segment as its evidence")
        if tie.basis == "inferred" and not tie.why:
            messages.append("an inferred tie needs its why")
        if pair in seen:
            messages.append(f"{' and '.join(filter(None, pair))}: tied twice; keep one")
        seen.add(pair)
        found += [Fault("", ("crosswalk", position), message) for message in messages]
    return found


def _unknown(names: Sequence[str], known: Collection[str], what: str) -> list[str]:
    odd = [name for name in names if name not in known]
    return [f"unknown {what} {name!r}{did_you_mean(name, known)}" for name in odd]


def table(ties: Sequence[Tie]) -> pd.DataFrame:
    """One row a tie, in the order of the codebook, as ``artefacts.CROSSWALK``."""
    rows = [
        {
            "position": position,
            "perspective_zh": tie.perspective.zh,
            "perspective_en": tie.perspective.en,
            "aspect_zh": tie.aspect.zh if tie.aspect else "",
            "aspect_en": tie.aspect.en if tie.aspect else "",
            "dimensions": ";".join(tie.dimensions),
            "segments": ";".join(tie.segments),
            **tie.model_dump(include={"basis", "confidence", "why"}),
        }
        for position, tie in enumerate(ties)
    ]
    return pd.DataFrame(rows, columns=list(CROSSWALK))

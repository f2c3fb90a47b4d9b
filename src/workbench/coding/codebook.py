"""The codebook: what each code means, and which codes are values of a dimension."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

import pandas as pd

from workbench.coding.crosswalk import Tie
from workbench.errors import Fault
from workbench.schema import Label, Record
from workbench.schema.artefacts import CODES, DIMENSIONS


class Indicators(Record):
    """Words that often give a code away; a hint for the coder, never a rule."""

    zh: list[str] = []
    en: list[str] = []


class Code(Record):
    """One code, with the border to its neighbours in ``include`` and ``exclude``."""

    parent: str = ""
    label: Label
    definition: str
    include: str = ""
    exclude: str = ""
    indicators: Indicators = Indicators()
    pitfalls: str = ""
    source: str = ""


class Dimension(Record):
    """One aspect the cases are compared by; ``codes`` weakest first if ordinal."""

    label: Label
    question: str
    scale: Literal["nominal", "ordinal", "set"]
    codes: list[str]
    include: str = ""
    exclude: str = ""
    pitfalls: str = ""
    source: str = ""

    def rank(self, code: str) -> int:
        """The place of ``code`` from the weakest = 1; 0 where there is no order."""
        return self.codes.index(code) + 1 if self.scale == "ordinal" and code in self.codes else 0


class Codebook(Record):
    """The codes and dimensions of a study, ``corpus/coding/codebook.yml``."""

    codes: dict[str, Code]
    dimensions: dict[str, Dimension]
    crosswalk: list[Tie] = []


def faults(codebook: Codebook) -> list[Fault]:
    """Missing parents, circles, and dimensions that name codes wrongly."""
    found = [fault for code in codebook.codes for fault in _parentage(code, codebook.codes)]
    of: dict[str, str] = {}
    for name, dimension in codebook.dimensions.items():
        keys = ("dimensions", name, "codes")
        found += [
            Fault("", keys, f"code {code!r} is a value of {first!r} already")
            for code in dict.fromkeys(dimension.codes)
            if (first := of.setdefault(code, name)) != name
        ]
        for code, times in Counter(dimension.codes).items():
            if code not in codebook.codes:
                found.append(Fault("", keys, f"unknown code {code!r}"))
            if times > 1:
                found.append(Fault("", keys, f"code {code!r} stands {times} times; keep one"))
    return found


def _parentage(code: str, codes: Mapping[str, Code]) -> Iterator[Fault]:
    keys = ("codes", code, "parent")
    path = [code]
    while parent := codes[path[-1]].parent:
        if parent not in codes:
            if len(path) == 1:
                yield Fault("", keys, f"unknown parent {parent!r}")
            return
        if parent in path:
            if parent == code:
                yield Fault("", keys, f"codes in a circle: {' > '.join([*path, parent])}")
            return
        path.append(parent)


def codes_table(codebook: Codebook, used: Mapping[str, int]) -> pd.DataFrame:
    """One row a code with how many segments carry it, as ``artefacts.CODES``."""
    of = {code: name for name, dim in codebook.dimensions.items() for code in dim.codes}
    rows = [
        {
            "code": code,
            "dimension": of.get(code, ""),
            "rank": codebook.dimensions[of[code]].rank(code) if code in of else 0,
            "label_zh": entry.label.zh,
            "label_en": entry.label.en,
            "indicators_zh": "; ".join(entry.indicators.zh),
            "indicators_en": "; ".join(entry.indicators.en),
            **entry.model_dump(include={"parent", "definition", "include", "exclude", "pitfalls"}),
            "segments": used.get(code, 0),
        }
        for code, entry in codebook.codes.items()
    ]
    return pd.DataFrame(rows, columns=list(CODES))


def dimensions_table(codebook: Codebook) -> pd.DataFrame:
    """One row a dimension in the order of the comparison, as ``artefacts.DIMENSIONS``."""
    rows = [
        {
            "dimension": name,
            "position": position,
            "label_zh": dimension.label.zh,
            "label_en": dimension.label.en,
            "question": dimension.question,
            "scale": dimension.scale,
        }
        for position, (name, dimension) in enumerate(codebook.dimensions.items())
    ]
    return pd.DataFrame(rows, columns=list(DIMENSIONS))

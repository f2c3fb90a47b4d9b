"""Lexical diversity drawn: a column a measure, a row a document."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.results import HEADS

MEASURES = ("mattr", "hdd", "mtld", "yule_k")
MOST = 40  # documents drawn at once


def diversity(found: pd.DataFrame, *, names: Mapping[str, str], most: int = MOST) -> Figure | Html:
    """Each measure of each document; a text too short for a measure has no mark there.

    found : doc, language, tokens and ``MEASURES``.  The ``most`` longest texts, by language
    and, within one, by MATTR: measures of two languages are no comparison.
    """
    if found.empty:
        return empty.undrawn(empty.TEXTS)
    kept = found.nlargest(most, "tokens").sort_values(
        ["language", "mattr", "doc"], ascending=[False, False, True], ignore_index=True
    )
    figure, panels = drawing.canvas(height=1.2 + 0.21 * len(kept), columns=len(MEASURES))
    for number, (axes, measure) in enumerate(zip(panels, MEASURES, strict=True)):
        labels = [names.get(doc, doc) for doc in kept["doc"]] if number == 0 else [""] * len(kept)
        drawing.rows(axes, labels, most=20)
        for language, colour, mark in (("zh", drawing.FIRST, "o"), ("en", drawing.SECOND, "s")):
            own = kept[kept["language"] == language]
            axes.scatter(own[measure], own.index, s=26, color=colour, marker=mark)
        drawing.scale(axes, *dict.fromkeys(HEADS[measure]))
        axes.margins(x=0.15)
        drawing.few(axes, 3)
    drawing.title(panels[0], "● 中文 Chinese   ■ 英文 English")
    return figure

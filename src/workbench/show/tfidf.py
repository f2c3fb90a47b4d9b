"""Tf-idf drawn: the words that tell one document from the others."""

import pandas as pd
from matplotlib.figure import Figure

from workbench.show import drawing, empty
from workbench.show.html import Html
from workbench.show.lollipops import lollipops
from workbench.show.rowplots import Panel, rowplot, scale


def tfidf(found: pd.DataFrame, *, name: str, most: int = 20) -> Figure | Html:
    """The ``most`` telling words of the document that is called ``name``.

    found : word, count, weight.
    """
    if found.empty:
        return empty.undrawn(empty.RESULT)
    chosen = found.nlargest(most, "weight")
    named = Panel(
        [drawing.brief(word, 16) for word in chosen["word"]],
        [f"{count:,}" for count in chosen["count"]],
    )
    figure, (axes,) = rowplot(named)
    lollipops(axes, chosen["weight"])
    scale(axes, "tf-idf 权重 Weight", "右侧 At right: 次数 count")
    drawing.title(axes, f"{drawing.both_ends(name, 40)} 的特征词 Telling words")
    return figure

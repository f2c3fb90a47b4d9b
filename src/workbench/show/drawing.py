"""What all figures have in common: a font with Chinese, a width, the same bytes each time."""

import base64
import io
from collections.abc import Sequence

import matplotlib as mpl
import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.show import fonts
from workbench.show.html import Html, tag

WIDTH = 8.0  # inches, as wide as the text of a page
FIRST, SECOND = "#1d6a7d", "#b4531a"  # two groups; apart also in grey and to the colour-blind
MUTED, HAIRLINE = "#5f6670", "#d9dee3"
SMALL = 8  # points, for what is printed beside a mark

# One a series: with marks of their own, so that nothing hangs on the colour alone.
SERIES = ["#1d6a7d", "#b4531a", "#5b3f8c", "#3d7a2a", "#8c2f4b", "#6b5a1e"]
MARKS = ["o", "s", "^", "D", "v", "P"]


def theme(style: str = "white") -> None:
    """Set the font and the signs for everything that is drawn from now on."""
    sns.set_theme(
        style=style,
        rc={
            "font.family": [fonts.family(), "DejaVu Sans"],  # the second has rarer signs
            "font.size": 9,
            "axes.labelsize": 9,
            "axes.titlesize": 9,
            "xtick.labelsize": 8.5,
            "ytick.labelsize": 9,
            "legend.fontsize": 8.5,
            "axes.edgecolor": HAIRLINE,
            "figure.dpi": 150,
            "axes.unicode_minus": False,
            "text.parse_math": False,
        },
    )


def stacked(*, height: float, heights: Sequence[float]) -> tuple[Figure, list[Axes]]:
    """A closed figure as wide as a page, with axes one above the other over one scale."""
    theme()
    figure, axes = plt.subplots(
        len(heights),
        figsize=(WIDTH, height),
        height_ratios=heights,
        sharex=True,
        layout="constrained",
    )
    plt.close(figure)
    return figure, list(axes)


def blank(*, height: float) -> Figure:
    """A closed figure as wide as a page, without axes."""
    theme()
    figure = plt.figure(figsize=(WIDTH, height))
    plt.close(figure)
    return figure


def title(axes: Axes, text: str) -> None:
    """A line over the axes that says what is compared; the caption is the page's own."""
    axes.set_title(text, loc="left", color=MUTED, pad=8)


def brief(word: str, most: int) -> str:
    """A word that fits beside an axis: cut after ``most`` characters, every sign drawable."""
    cut = word if len(word) <= most else word[: most - 1] + "…"
    return fonts.drawable(cut)


def both_ends(title: str, most: int) -> str:
    """A title that fits beside an axis: many begin alike, so the middle is left out."""
    if len(title) > most:
        begin = most // 2 - 1
        title = f"{title[:begin]}…{title[begin + 1 - most :]}"
    return fonts.drawable(title)


def svg(figure: Figure) -> bytes:
    """The figure as SVG, letters as outlines; two drawings are the same bytes."""
    page = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "workbench"}):
        figure.savefig(page, format="svg", metadata={"Date": None})
    return page.getvalue()


def picture(drawn: Figure | Html, *, alt: str) -> Html:
    """A figure within HTML; what says why there is none stays as it is.

    An image of its own: it runs no script, and names nothing that another could name too.
    """
    if isinstance(drawn, Html):
        return drawn
    data = base64.b64encode(svg(drawn)).decode("ascii")
    source = f"data:image/svg+xml;base64,{data}"
    return tag("img", src=source, alt=alt, style="max-width: 100%; height: auto")

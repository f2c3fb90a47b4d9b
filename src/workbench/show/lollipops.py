"""Lollipops: values from the largest down, a line from nothing to each."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from workbench.show import drawing
from workbench.show.rowplots import strokes


def lollipops(axes: Axes, values: "pd.Series[float]") -> None:
    """Draw a value in each row of a ``rowplot``, from 0 or the lowest of those below it."""
    ends = np.asarray(values, np.float64)
    rows = np.arange(len(values), dtype=np.float64)
    begin = np.full(len(ends), min(0.0, ends.min()))
    axes.plot(*strokes(begin, ends, rows, rows), color=drawing.FIRST)
    axes.scatter(ends, rows, s=34, color=drawing.FIRST, zorder=3)

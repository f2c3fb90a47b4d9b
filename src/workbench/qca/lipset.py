"""The data on democracy between the wars that the field learns and tests its method on.

Eighteen European states, five conditions (development, urbanisation, literacy, industrial
labour, stability of government) and the survival of democracy, after Lipset (1959).
"""

from importlib.resources import files
from typing import Literal

import pandas as pd


def lipset(kind: Literal["raw", "crisp", "multivalue", "fuzzy"]) -> pd.DataFrame:
    """The data by case: columns DEV, URB, LIT, IND, STB, SURV.

    raw and crisp : Rihoux & De Meur 2009.  multivalue : DEV is 0, 1 or 2, Cronqvist &
    Berg-Schlosser 2009.  fuzzy : Ragin 2009, memberships in [0, 1].
    """
    path = files("workbench.qca").joinpath("data", f"lipset_{kind}.csv")
    with path.open(encoding="utf-8") as stream:
        return pd.read_csv(stream, index_col="case")

"""How often codes or terms stand in the documents of groups, as rates with intervals."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2

LEAST = 2  # documents for an interval: one tells nothing of how its group varies
PER = 1000
RATES = ["group", "language", "item", "count", "documents", "of", "base", "rate", "low", "high"]


def rates(counts: pd.DataFrame, bases: pd.DataFrame, group_of: Mapping[str, str]) -> pd.DataFrame:
    """Return one row per group, language and item that stands in any group of that language.

    counts : doc, language, item, count.  bases : doc, language, base, the characters (zh)
    or words (en) of each document in its language.  Columns: ``RATES``; ``documents`` of
    the ``of`` documents hold the item; rate, low and high (95 %, ``poisson``) are per 1,000.
    An interval is left open (NaN) where a group has fewer than two documents. It takes
    occurrences for independent, which those of one text are not: read the numbers of
    documents first.
    """
    whole = bases.assign(group=bases["doc"].map(group_of)).dropna(subset="group")
    held = counts.merge(whole, on=["doc", "language"]).query("count > 0")
    base = whole.groupby(["language", "group"]).agg(of=("doc", "nunique"), base=("base", "sum"))
    often = held.groupby(["language", "group", "item"]).agg(
        count=("count", "sum"), documents=("doc", "nunique")
    )
    every = base.reset_index().merge(held[["language", "item"]].drop_duplicates(), on="language")
    table = every.merge(often.reset_index(), on=["language", "group", "item"], how="left")
    known = table.fillna({"count": 0, "documents": 0}).astype({"count": int, "documents": int})
    low, high = poisson(known["count"].to_numpy())
    wide = PER / known["base"].where(known["of"] >= LEAST)
    rated = known.assign(
        rate=PER * known["count"] / known["base"], low=low * wide, high=high * wide
    )
    return rated.sort_values(["language", "item", "group"], ignore_index=True)[RATES]


def poisson(count: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The ends of the exact 95 % interval of Poisson counts (Garwood 1936, Biometrika 28).

    ``χ²(0.025; 2k) / 2`` and ``χ²(0.975; 2k + 2) / 2``; the lower end of 0 is 0. A count per
    length is no share of trials (a term takes several characters), so no binomial fits.
    """
    low = np.where(count > 0, chi2.ppf(0.025, 2 * np.maximum(count, 1)) / 2, 0.0)
    return low, np.asarray(chi2.ppf(0.975, 2 * count + 2) / 2, np.float64)

"""Trends: how often words stand in the documents of each year."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from workbench.tokens.frequency import wilson
from workbench.tokens.matrix import Matrix, Rows

if TYPE_CHECKING:
    import pandas as pd


def trends(
    matrix: Matrix, years: Sequence[str], words: Sequence[str], *, rows: Rows | None = None
) -> "pd.DataFrame":
    """The rate of ``words`` in each year per 1,000 tokens of their language.

    ``years`` has the year of each document of ``matrix``; one without (empty) is left out.
    Columns: year, word, language, count, documents (of the year, in the language), tokens,
    rate, low, high (95 %, Wilson). A year without documents is absent, which is not 0.
    """
    import pandas as pd

    chosen = np.arange(len(matrix.docs)) if rows is None else rows
    dated = np.array([years[row] for row in chosen.tolist()], object)
    wanted = np.flatnonzero(np.isin(matrix.words, list(words)))
    found = []
    for year in sorted(set(dated) - {""}):
        own = matrix.take(chosen[dated == year])
        for language in ("zh", "en"):
            spoken = own.only(own.languages == language)
            documents, tokens = int((spoken.sizes() > 0).sum()), int(spoken.sizes().sum())
            asked = wanted[matrix.languages[wanted] == language]
            if tokens and len(asked):
                count = own.totals()[asked]
                found += [
                    (year, word, language, often, documents, tokens)
                    for word, often in zip(matrix.words[asked], count.tolist(), strict=True)
                ]
    columns = ["year", "word", "language", "count", "documents", "tokens"]
    table = pd.DataFrame(found, columns=columns).astype({"count": "int64", "tokens": "int64"})
    low, high = wilson(table["count"].to_numpy(), table["tokens"].to_numpy())
    rate = 1000 * table["count"] / table["tokens"]
    table = table.assign(rate=rate, low=1000 * low, high=1000 * high)
    return table.sort_values(["word", "language", "year"], ignore_index=True)

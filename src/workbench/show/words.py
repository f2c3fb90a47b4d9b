"""Words as tables: how often terms and words stand in the corpus, and where they come from."""

from collections.abc import Iterable

import pandas as pd

from workbench.show import labels
from workbench.show.html import Html, both, note, table, text
from workbench.show.labels import Tables, word
from workbench.show.parts import rows_of


def term_rates(tables: Tables, *, terms: int = 20) -> Html:
    """The most frequent terms of the lexicon, by language, with rates and documents."""
    rates, sizes = tables["rates"], tables["sizes"]
    base = sizes.assign(base=sizes["characters"].where(sizes["language"] == "zh", sizes["tokens"]))
    whole = base.groupby("language")["base"].sum().to_dict()
    summed = rates.groupby(["language", "term"], as_index=False).agg(
        count=("count", "sum"), documents=("doc", "nunique")
    )
    rated = summed.assign(
        word=summed["term"], rate=1000 * summed["count"] / summed["language"].map(whole)
    )
    heads = (both("术语", "Term"), both("每千字词", "Per 1,000"))
    shown = _most_frequent(rated, terms, heads, caption=both("术语频率", "Terms of the lexicon"))
    return shown + outdated(tables, rates["doc"])


def words(tables: Tables, *, most: int = 20) -> Html:
    """The most frequent words of each language without stop words."""
    heads = (both("词", "Word"), both("每千词", "Per 1,000"))
    caption = both("高频词(去停用词)", "Frequent words, no stop words")
    shown = _most_frequent(tables["frequencies"], most, heads, caption=caption)
    return shown + outdated(tables, tables["sizes"]["doc"])


def _most_frequent(
    counted: pd.DataFrame, most: int, heads: tuple[Html, Html], *, caption: Html
) -> Html:
    head = [
        heads[0],
        both("语言", "Language"),
        both("次数", "Count"),
        both("文献数", "Documents"),
        heads[1],
    ]
    body = [
        [
            text(row["word"]),
            word(labels.LANGUAGES, row["language"]),
            text(f"{row['count']:,}"),
            text(row["documents"]),
            text(f"{row['rate']:.2f}"),
        ]
        for _, group in counted.groupby("language")
        for row in rows_of(group.nlargest(most, ["count", "documents"]))
    ]
    return table(head, body, caption=caption)


def outdated(tables: Tables, documents: Iterable[str]) -> Html:
    """A warning if some of the counts shown were made with another lexicon than today's."""
    sizes = tables["sizes"]
    late = sizes.loc[~sizes["current"] & sizes["doc"].isin(list(documents)), "doc"].unique()
    if not len(late):
        return Html("")
    return note(
        f"* The counts of {', '.join(late)} are older than the lexicon; whoever has the "
        "originals refreshes them with: workbench count"
    )

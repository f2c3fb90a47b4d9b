"""Words as tables: how often terms and words stand in the corpus, and where they come from."""

from collections.abc import Collection, Iterable

import pandas as pd

from workbench.show import empty, labels
from workbench.show.html import Html, both, join, note, table, tag, text
from workbench.show.labels import Tables, word
from workbench.show.parts import rows_of


def term_rates(tables: Tables, *, terms: int = 20) -> Html:
    """The most frequent terms of the lexicon, by language, with rates and documents."""
    rates, sizes = tables["rates"], tables["sizes"]
    if rates.empty:
        return empty.note(empty.TERMS)
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
    return shown + footing(tables, rates["doc"])


def words(tables: Tables, *, most: int = 20) -> Html:
    """The most frequent words of each language without stop words."""
    if tables["frequencies"].empty:
        return empty.note(empty.WORDS)
    heads = (both("词", "Word"), both("每千词", "Per 1,000"))
    caption = both("高频词(去停用词)", "Frequent words, no stop words")
    shown = _most_frequent(tables["frequencies"], most, heads, caption=caption)
    return shown + footing(tables, tables["sizes"]["doc"])


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


def footing(tables: Tables, documents: Iterable[str]) -> Html:
    """What counts rest on: the repairs of their texts, and a warning where some are old."""
    counted = set(documents)
    return _repaired(tables, counted) + _outdated(tables, counted)


def _repaired(tables: Tables, counted: Collection[str]) -> Html:
    rows = tables["documents"]
    of = rows.loc[rows["doc"].isin(counted), "repairs"].str.split(";").explode()
    often = of[of.fillna("") != ""].value_counts().sort_index()
    if often.empty:
        return Html("")
    said = join("; ", [word(labels.REPAIRS, str(n)) + text(f" ({k})") for n, k in often.items()])
    lead = both("按修复后的文本计数（括号内为文献数）", "Counted on the texts as read (documents)")
    return tag("p", tag("small", lead + text(": ") + said))


def _outdated(tables: Tables, counted: Collection[str]) -> Html:
    sizes = tables["sizes"]
    late = sizes.loc[~sizes["current"] & sizes["doc"].isin(counted), "doc"].unique()
    if not len(late):
        return Html("")
    return note(
        f"* The counts of {', '.join(late)} are older than the lexicon; whoever has the "
        "originals refreshes them with: workbench count"
    )

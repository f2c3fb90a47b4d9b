"""How often a word or a term stands in a document, and the rates made of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

import pandas as pd

from workbench.schema import COUNTS, FREQUENCIES, RATES, SIZES
from workbench.tokens.chinese import LONG
from workbench.tokens.lexicon import Lexicon
from workbench.tokens.tokenize import Token

Span = tuple[int, int]

# Raised whenever this room counts otherwise than before: counts on file that were
# made by other rules are then known to be older.
RULES = 1


def outside(start: int, end: int, set_aside: Iterable[Span]) -> bool:
    """Whether ``[start, end)`` touches none of the spans that are not counted."""
    return all(end <= first or last <= start for first, last in set_aside)


def features(
    text: str, tokens: Iterable[Token], lexicon: Lexicon, set_aside: Iterable[Span] = ()
) -> pd.DataFrame:
    """Count the words and the terms of one text, as ``schema.FEATURES_FILE``.

    A word is a token. A term of the lexicon is looked for in the text itself,
    because a segmentation loses some of its occurrences; a short Chinese one has
    to begin and end where words do. What the card sets aside is not counted.
    """
    often = Counter(_kept(text, list(tokens), lexicon, list(set_aside)))
    rows = [(*key, count) for key, count in sorted(often.items())]
    return pd.DataFrame(rows, columns=["kind", "language", "word", "count"])


def _kept(
    text: str, tokens: list[Token], lexicon: Lexicon, aside: list[Span]
) -> Iterator[tuple[str, str, str]]:
    for word, start, end, language in tokens:
        if outside(start, end, aside):
            yield "word", language, word
    starts, ends = {start for _, start, _, _ in tokens}, {end for _, _, end, _ in tokens}
    for term, language, start, end in lexicon.found(text):
        long = language != "zh" or len(term) >= LONG
        if (long or (start in starts and end in ends)) and outside(start, end, aside):
            yield "term", language, term


def counts(by_document: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The features of all documents in one table, as ``schema.COUNTS``."""
    nothing = pd.DataFrame(columns=list(COUNTS)).astype(COUNTS)
    tables = [table.assign(doc=doc) for doc, table in by_document.items() if len(table)]
    return pd.concat(tables, ignore_index=True)[list(COUNTS)] if tables else nothing


def sizes(counts: pd.DataFrame, *, outdated: Collection[str] = ()) -> pd.DataFrame:
    """Tokens, types and characters of each document, as ``schema.SIZES``.

    ``outdated`` are the documents whose text is absent and whose counts were
    made with another lexicon or engine than today's.
    """
    words = counts[counts["kind"] == "word"]
    grouped = words.assign(characters=words["word"].str.len() * words["count"]).groupby(
        ["doc", "language"], as_index=False
    )
    table = grouped.agg(
        tokens=("count", "sum"), types=("word", "size"), characters=("characters", "sum")
    )
    return table.assign(current=~table["doc"].isin(list(outdated)))[list(SIZES)]


def frequencies(
    counts: pd.DataFrame, sizes: pd.DataFrame, *, stopwords: Collection[str] = ()
) -> pd.DataFrame:
    """The words of the whole corpus without stop words, as ``schema.FREQUENCIES``."""
    words = counts[(counts["kind"] == "word") & ~counts["word"].isin(list(stopwords))]
    table = words.groupby(["language", "word"], as_index=False).agg(
        count=("count", "sum"), documents=("doc", "nunique")
    )
    whole = sizes.groupby("language")["tokens"].sum()
    tokens = table["language"].map(whole).astype("float64")  # of a table without rows too
    return table.assign(rate=1000 * table["count"] / tokens)[list(FREQUENCIES)]


def rates(
    counts: pd.DataFrame, sizes: pd.DataFrame, *, synonyms: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Terms per 1,000 characters (zh) or words (en), as ``schema.RATES``.

    ``synonyms`` maps a term to its canonical form, under which it is counted.
    """
    terms = counts[counts["kind"] == "term"].rename(columns={"word": "term"})
    canonical = terms["term"].replace(dict(synonyms or {}))
    summed = (
        terms.assign(term=canonical)
        .groupby(["doc", "term", "language"], as_index=False)
        .agg(count=("count", "sum"))
    )
    table = summed.merge(sizes, on=["doc", "language"])
    base = table["characters"].where(table["language"] == "zh", table["tokens"])
    return table.assign(rate=1000 * table["count"] / base)[list(RATES)]

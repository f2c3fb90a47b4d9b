"""Questions to the words of some documents, answered by a figure and its table.

What a widget shows and what stands in a notebook for it is the same call; a refusal is
shown as the sentence it is.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec

import pandas as pd

from workbench.errors import WorkbenchError
from workbench.show import clusters as runs
from workbench.show import collocation as by_measure
from workbench.show import correspondence as maps
from workbench.show import dispersion as xray
from workbench.show import diversity as strips
from workbench.show import empty, sides
from workbench.show import frequency as dots
from workbench.show import keyness as two_sided
from workbench.show import networks as nets
from workbench.show import similarity as trees
from workbench.show import tfidf as telling
from workbench.show import trends as lines
from workbench.show.choosing import (
    FILTERS,
    among,
    called,
    chosen_documents,
    longest,
    options,
    value_names,
)
from workbench.show.concordance import concordance as in_context
from workbench.show.drawing import picture
from workbench.show.fair import compares
from workbench.show.html import Html, note
from workbench.show.inquiry import Docs, Words
from workbench.show.inspector import segmentation
from workbench.show.labels import Tables
from workbench.show.results import MOST, results

Given = ParamSpec("Given")
KEY_COLUMNS = (
    *("word", "language", "count", "documents", "reference_count", "reference_documents"),
    *("log_ratio", "diff", "g2", "p_adjusted"),
)


def told(view: Callable[Given, Html]) -> Callable[Given, Html]:
    """Show a refusal as a sentence instead of failing."""

    @wraps(view)
    def answered(*args: Given.args, **kwargs: Given.kwargs) -> Html:
        try:
            return view(*args, **kwargs)
        except WorkbenchError as error:
            return note(str(error))

    return answered


@told
def concordance(words: Words, *, pattern: str, docs: Docs = None, sort: str = "position") -> Html:
    """Where a pattern stands, with what surrounds it."""
    found = words.concordance(pattern, docs, sort=sort)
    return in_context(words.documents, found, by_reference=unsearched(words, docs))


@told
def frequencies(words: Words, *, docs: Docs = None, most: int = 20) -> Html:
    """The most frequent words, without stop words."""
    found = words.frequencies(docs)
    drawn = picture(dots.frequencies(found, most=most), alt="词频 Frequencies")
    ranked = found.sort_values("count", ascending=False, kind="stable")
    return drawn + results(ranked, caption=("词频", "Frequencies"))


@told
@compares(sides.two_groups)
def keyness(
    words: Words,
    *,
    target: Sequence[str],
    reference: Sequence[str],
    names: tuple[str, str],
) -> Html:
    """The words that two groups of documents use unlike each other."""
    if not target or not reference:
        return empty.note(empty.GROUPS)
    found = words.keyness(target, reference)
    here, there = (
        two_sided.Group(name, len(group))
        for name, group in zip(names, (target, reference), strict=True)
    )
    drawn = two_sided.keyness(found, target=here, reference=there)
    caption = ("关键词（A 组对 B 组）", "Key words of A against B")
    table = results(found, caption=caption, columns=KEY_COLUMNS)
    return picture(drawn, alt="关键词 Key words") + table


@told
def typical(words: Words, tables: Tables, *, by: str, group: str = "", docs: Docs = None) -> Html:
    """The words of one group of documents against all others.

    by : one of ``choosing.FILTERS``.  group : its value; the first that there is if empty.
    """
    documents = words.documents if docs is None else words.documents[among(words.documents, docs)]
    listed = {value: name for name, value in options(documents, by, tables)[1:]}
    value = group or next(iter(listed), "")
    target = chosen_documents(documents, {by: value}) if value else []
    rest = sorted(set(documents["doc"]) - set(target))
    named = (listed.get(value, value), "其余 the rest")
    return keyness(words, target=target, reference=rest, names=named)


@told
@compares(sides.holding)
def dispersion(words: Words, *, word: str, docs: Docs = None) -> Html:
    """Where a word stands in its documents, and how evenly it is spread."""
    places, spread = words.places(word, docs), words.dispersion(docs)
    own = spread[spread["word"] == word].to_dict("records")
    documents = words.documents
    drawn = xray.dispersion(
        places, word=word, documents=documents, measures=own[0] if own else None
    )
    often = places["doc"].value_counts(sort=True).rename_axis("doc").reset_index()
    names = called(documents, list(often["doc"].head(MOST)))
    titled = often.assign(doc=[names.get(doc, doc) for doc in often["doc"]])
    table = results(titled, caption=("各篇次数", "Times in each document"))
    return picture(drawn, alt="词的分布 Where the word stands") + table


@told
@compares(sides.by_year)
def trends(words: Words, *, of: Sequence[str], docs: Docs = None) -> Html:
    """How often words stand in the documents of each year."""
    found = words.trends(of, docs)
    documents = words.documents
    years = documents["year"] if docs is None else documents.loc[among(documents, docs), "year"]
    drawn = picture(lines.trends(found, years=years), alt="逐年趋势 Trends by year")
    return drawn + results(found, caption=("逐年频率", "Rates by year"))


@told
def collocates(
    words: Words, *, word: str, docs: Docs = None, window: int = 5, measure: str = "log_dice"
) -> Html:
    """What stands around a word."""
    found = words.collocates(word, docs, window=window)
    drawn = by_measure.collocates(found, word=word, measure=measure)
    ranked = found.sort_values(measure, ascending=False)
    alt = "搭配词 Collocates"
    return picture(drawn, alt=alt) + results(ranked, caption=("搭配词", "Collocates"))


@told
def clusters(words: Words, *, n: int = 3, docs: Docs = None, most: int = 20) -> Html:
    """Which runs of ``n`` words stand again and again."""
    found = words.ngrams(n, docs)
    drawn = picture(runs.clusters(found, most=most), alt="词串 Clusters")
    return drawn + results(found, caption=("词串", "Runs of words"))


@told
@compares(sides.one_and_others)
def tfidf(words: Words, *, doc: str = "", docs: Docs = None, most: int = 20) -> Html:
    """Which words tell one document from the others; the longest of ``docs`` if none is named."""
    documents = words.documents
    if not (named := [doc] if doc else longest(documents, docs, most=1)):
        return empty.undrawn(empty.WORDS)
    found, names = words.tfidf(named[0]), called(documents, named)
    drawn = telling.tfidf(found, name=names.get(named[0], named[0]), most=most)
    table = results(found.drop(columns="doc"), caption=("特征词", "Telling words"))
    return picture(drawn, alt="特征词 Telling words") + table


@told
def network(words: Words, *, docs: Docs = None, most: int = 30) -> Html:
    """Which words stand together."""
    found = words.network(docs, most=most)
    drawn = picture(nets.network(found), alt="共现网络 Co-occurrence network")
    ranked = found.sort_values("weight", ascending=False)
    return drawn + results(ranked, caption=("共现词对", "Pairs that stand together"))


@told
@compares(sides.alike)
def similarity(words: Words, *, language: str = "zh", docs: Docs = None) -> Html:
    """Which documents of one language are alike: the longest, where there are many.

    Those of a collection of which nobody said the language are taken for either.
    """
    own = sides.of_language(words, language)
    kept = longest(own, docs, most=trees.MOST)
    if not kept:
        return empty.undrawn(empty.ALIKE)
    found, names = words.similarity(kept), called(own, kept)
    drawn = picture(trees.similarity(found, names=names), alt="文献相似度 Similarity of documents")
    table = results(trees.pairs(found, names=names), caption=("最相似的文献", "The most alike"))
    return drawn + table + _left_out(own, docs, kept)


@told
@compares(sides.texts)
def diversity(words: Words, *, docs: Docs = None) -> Html:
    """How many different words the texts use: the longest texts, where there are many."""
    here = sides.with_text(words)
    kept = longest(here, docs, most=strips.MOST)
    if not kept:
        return empty.undrawn(empty.TEXTS)
    found, names = words.diversity(kept), called(here, kept)
    drawn = picture(strips.diversity(found, names=names), alt="词汇多样性 Lexical diversity")
    titled = found.assign(doc=found["doc"].map(names))
    table = results(titled, caption=("词汇多样性", "Lexical diversity"))
    return drawn + table + _left_out(here, docs, kept)


@told
@compares(sides.by_group)
def correspondence(
    words: Words,
    tables: Tables,
    *,
    of: Sequence[str] = (),
    language: str = "zh",
    by: str = "genre",
    docs: Docs = None,
) -> Html:
    """Words and groups of documents on one map.

    by : one of ``choosing.FILTERS``.  Without words (``of``) the most frequent ones of a
    ``language`` are taken: with two, the map would show little but which is spoken where.
    """
    often = words.frequencies(docs)
    frequent = often[often["language"] == language].nlargest(MAPPED, "count")["word"]
    chosen = list(of) or list(frequent)
    if not chosen:
        return empty.undrawn(empty.MAP)
    solution, names = words.correspondence(chosen, by=by, docs=docs), value_names(by, tables)
    drawn = maps.correspondence(solution, names=names, by=FILTERS[by])
    table = results(maps.coordinates(solution, names=names), caption=("坐标", "Coordinates"))
    return picture(drawn, alt="对应分析 Correspondence analysis") + table


@told
def tokens(words: Words, *, text: str) -> Html:
    """How a text is cut into words, and why."""
    return segmentation(text, words.why(text))


MAPPED = 30  # words of a map on which each can still be read


def unsearched(words: Words, docs: Docs) -> int:
    """How many of the documents asked for have no text on this machine."""
    there, here = words.documents["doc"] if docs is None else docs, words.texts
    return len(there) - sum(doc in here for doc in there)


def _left_out(documents: pd.DataFrame, docs: Docs, kept: Sequence[str]) -> Html:
    there = len(documents) if docs is None else int(among(documents, docs).sum())
    if there == len(kept):
        return Html("")
    return empty.note(
        empty.Reason(
            f"只取 {there:,} 篇中最长的 {len(kept)} 篇；请用筛选缩小范围",
            f"The {len(kept)} longest of {there:,} documents; choose fewer with the filters.",
        )
    )

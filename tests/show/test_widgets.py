"""Widgets: each shows what its static twin would show, and a refusal as a sentence."""

from collections.abc import Callable

import pandas as pd
import pytest

from workbench import show
from workbench.show import choosing, filters, views
from workbench.show.browsing import CellBrowser
from workbench.show.choosing import chosen_documents, options
from workbench.show.exploring import Explorer
from workbench.show.widgets import most_frequent

from . import asked
from .asked import Asked

Tables = dict[str, pd.DataFrame]
Views = dict[str, Callable[[Asked], str]]

# What each pane shows when it is first looked at.
TWINS: Views = {
    "检索 Concordance": lambda words: views.concordance(words, pattern="居民").markup,
    "词频 Frequencies": lambda words: views.frequencies(words).markup,
    "关键词 Keyness": lambda words: views.typical(words, {}, by="city").markup,
    "分布 Dispersion": lambda words: views.dispersion(words, word="居民").markup,
    "趋势 Trends": lambda words: views.trends(words, of=["居民"]).markup,
    "搭配 Collocates": lambda words: views.collocates(words, word="居民").markup,
    "词串 Clusters": lambda words: views.clusters(words).markup,
    "特征词 Tf-idf": lambda words: views.tfidf(words).markup,
    "共现 Network": lambda words: views.network(words).markup,
    "相似 Similarity": lambda words: views.similarity(words).markup,
    "多样性 Diversity": lambda words: views.diversity(words).markup,
    "对应 Correspondence": lambda words: views.correspondence(words, {}).markup,
    "切分 Tokens": lambda words: views.tokens(words, text=SAMPLE).markup,
}
SAMPLE = "社区社会组织承接公共服务。 Residents run the service centre."


@pytest.fixture
def words() -> Asked:
    return Asked()


@pytest.fixture
def explorer(words: Asked) -> Explorer:
    return Explorer(words, {}, pattern="居民", word="居民")


def turn(explorer: Explorer, name: str) -> str:
    """What the pane of that name shows."""
    number = [pane.name for pane in explorer.panes].index(name)
    explorer.chooser.value = number
    return explorer.answers[number].markup


def controls(explorer: Explorer, name: str) -> list[object]:
    return list(next(pane.controls for pane in explorer.panes if pane.name == name))


# --- the explorer -------------------------------------------------------------


@pytest.mark.parametrize("name", TWINS)
def test_a_pane_shows_what_its_static_twin_shows(name: str, explorer: Explorer):
    assert turn(explorer, name) == TWINS[name](Asked())


def test_every_pane_has_a_static_twin(explorer: Explorer):
    assert [pane.name for pane in explorer.panes] == list(TWINS)


def test_only_the_pane_that_is_looked_at_is_asked(explorer: Explorer, words: Asked):
    assert [call[0] for call in words.heard] == ["concordance"]
    turn(explorer, "共现 Network")
    turn(explorer, "检索 Concordance")
    turn(explorer, "共现 Network")

    assert [call[0] for call in words.heard] == ["concordance", "network"]  # nothing was stale


def test_a_filter_asks_the_open_pane_again_and_the_others_when_they_are_opened(
    explorer: Explorer, words: Asked
):
    turn(explorer, "词频 Frequencies")
    words.heard.clear()
    explorer.filters.boxes["genre"].value = "news"

    assert words.heard == [("frequencies", ["d2"])]
    turn(explorer, "检索 Concordance")
    assert words.heard[1:] == [("concordance", "居民", ["d2"], "position")]


def test_without_a_filter_all_documents_are_asked_by_none(explorer: Explorer, words: Asked):
    explorer.filters.boxes["genre"].value = "news"
    explorer.filters.boxes["genre"].value = ""

    assert words.heard[-1] == ("concordance", "居民", None, "position")


def test_the_controls_of_a_pane_vary_its_question(explorer: Explorer, words: Asked):
    turn(explorer, "搭配 Collocates")
    word, window, measure = controls(explorer, "搭配 Collocates")
    word.value, window.value, measure.value = " 议事 ", 3, "log_likelihood"
    shown = turn(explorer, "搭配 Collocates")

    assert words.heard[-1] == ("collocates", "议事", None, 3)
    assert shown == views.collocates(
        Asked(), word="议事", window=3, measure="log_likelihood"
    ).markup  # fmt: skip


def test_what_is_written_counts_when_it_is_finished(explorer: Explorer):
    written = [
        control
        for pane in explorer.panes
        for control in pane.controls
        if hasattr(control, "continuous_update")
    ]

    assert len(written) >= 8
    assert not any(control.continuous_update for control in written)


@pytest.mark.parametrize("name", ["分布 Dispersion", "搭配 Collocates"])
def test_a_word_that_no_text_has_is_answered_with_the_refusal(name: str, explorer: Explorer):
    turn(explorer, name)
    controls(explorer, name)[0].value = "<b>"

    assert turn(explorer, name) == (
        '<p class="workbench-note">no text has the word &#x27;&lt;b&gt;&#x27;</p>'
    )


def test_a_pattern_that_does_not_compile_is_answered_with_the_refusal(explorer: Explorer):
    pattern, _ = controls(explorer, "检索 Concordance")
    pattern.value = "<b>("

    assert explorer.answers[0].markup.startswith(
        '<p class="workbench-note">pattern &#x27;&lt;b&gt;(&#x27;: '
    )
    pattern.value = "居民"
    assert "2 hits" in explorer.answers[0].markup


def test_two_groups_are_chosen_by_filters_of_their_own(explorer: Explorer, words: Asked):
    turn(explorer, "关键词 Keyness")
    own = {box.description + str(n // 7): box
           for n, box in enumerate(controls(explorer, "关键词 Keyness"))}  # fmt: skip
    own["城市 City0"].value, own["体裁 Genre0"].value = "", "note"

    assert words.heard[-1] == ("keyness", ["d1", "d3"], ["d2", "d4"])  # against the rest
    own["对照 Against0"].value = "group"
    own["体裁 Genre1"].value = "news"
    assert words.heard[-1] == ("keyness", ["d1", "d3"], ["d2"])
    explorer.filters.boxes["genre"].value = "news"
    assert "两组都要有文献" in explorer.answers[2].markup


def test_a_hit_that_is_chosen_is_lit_up_in_its_document(explorer: Explorer):
    hits, opened = explorer.panes[0].below[1].children
    label, number = hits.options[1]
    hits.value = number

    assert label == "2 · 民<b>议事</b>。\n【居民】与街道议事。 · d1"
    (shown,) = opened.outputs
    made = shown["data"]["text/html"]
    assert '<mark style="background: #fff1a8; color: #111">居民</mark>与街道议事。' in made
    assert "居民&lt;b&gt;议事&lt;/b&gt;。\n" in made
    assert 'href="../build/6-book/html/evidence/d1.html"' in made


def test_another_pattern_closes_the_passage(explorer: Explorer):
    hits, opened = explorer.panes[0].below[1].children
    hits.value = 1
    controls(explorer, "检索 Concordance")[0].value = "街道"

    assert opened.outputs == ()
    assert hits.value is None
    assert len(hits.options) == 2  # one in d1, one in d2


def test_the_explorer_of_a_study_begins_with_its_most_frequent_word(tables: Tables):
    box = show.explorer(tables, Asked(), pattern="居民")

    (shown,) = box.children[-1].children[0].children[2].outputs
    assert "2 hits" in shown["data"]["text/html"]
    assert most_frequent(Asked()) == "居民"
    assert most_frequent(Asked(asked.DOCUMENTS.iloc[:0])) == ""


def test_documents_held_by_reference_are_counted_under_the_hits(explorer: Explorer):
    assert "1 documents are held by reference only" in explorer.answers[0].markup
    explorer.filters.boxes["genre"].value = "note"
    assert "by reference" not in explorer.answers[0].markup


# --- views that limit themselves ----------------------------------------------


def test_the_most_frequent_words_head_their_table(words: Asked, monkeypatch: pytest.MonkeyPatch):
    shuffled = asked.COUNTED.iloc[[2, 0, 4, 1, 3]]
    monkeypatch.setattr(words, "frequencies", lambda _docs=None: shuffled)
    made = views.frequencies(words).markup
    places = [made.index(f">{word}</th>") for word in asked.COUNTED["word"]]

    assert places == sorted(places)


def test_the_most_alike_documents_are_listed_as_pairs(words: Asked):
    made = views.similarity(words, language="zh").markup

    assert "2019 议事" in made
    assert "<td>2021 办事</td>" in made
    assert made.count("0.500") == 3  # three pairs of three documents


def test_of_very_many_documents_the_longest_are_compared(
    words: Asked, monkeypatch: pytest.MonkeyPatch
):
    # d1 has 6 tokens, d2 has 2, d4 has 50
    monkeypatch.setattr(views.trees, "MOST", 2)
    made = views.similarity(words, language="zh").markup

    assert words.heard == [("similarity", ["d1", "d4"])]
    assert "The 2 longest of 3 documents" in made


def test_documents_of_a_mixed_collection_are_compared_as_either_language():
    mixed = Asked(asked.DOCUMENTS.assign(language=["zh", "mixed", "en", "mixed"]))
    views.similarity(mixed, language="en")

    assert mixed.heard == [("similarity", ["d2", "d3", "d4"])]


def test_diversity_asks_for_texts_that_are_here_only(words: Asked):
    views.diversity(words)

    assert words.heard == [("diversity", ["d1", "d2", "d3"])]


def test_the_telling_words_are_those_of_the_longest_document_where_none_is_named(words: Asked):
    # d4 has 50 words; of the Chinese notes and news d1 has 6, d2 has 2
    views.tfidf(words)
    views.tfidf(words, docs=["d1", "d2"])
    views.tfidf(words, doc="d3")

    assert words.heard == [("tfidf", "d4"), ("tfidf", "d1"), ("tfidf", "d3")]


def test_a_document_is_chosen_and_runs_are_made_longer_by_their_controls(
    explorer: Explorer, words: Asked
):
    turn(explorer, "特征词 Tf-idf")
    controls(explorer, "特征词 Tf-idf")[0].value = "d2"
    turn(explorer, "词串 Clusters")
    controls(explorer, "词串 Clusters")[0].value = 5

    assert [call for call in words.heard if call[0] in ("tfidf", "ngrams")] == [
        ("tfidf", "d4"),
        ("tfidf", "d2"),
        ("ngrams", 3, None),
        ("ngrams", 5, None),
    ]


def test_a_map_takes_the_most_frequent_words_where_none_are_named(words: Asked):
    views.correspondence(words, {}, by="year")
    views.correspondence(words, {}, language="en")
    views.correspondence(words, {}, of=["街道", "meet"])

    assert [call[1:3] for call in words.heard if call[0] == "correspondence"] == [
        (["居民", "议事", "街道"], "year"),
        (["residents", "meet"], "genre"),
        (["街道", "meet"], "genre"),
    ]


@pytest.mark.parametrize(
    ("by", "group", "target"),
    [("genre", "news", ["d2"]), ("genre", "", ["d2"]), ("level", "street", ["d1", "d2"])],
)
def test_a_group_is_told_from_all_others(words: Asked, by: str, group: str, target: list[str]):
    # the genres in their order are news, note, policy
    views.typical(words, {}, by=by, group=group)
    rest = [doc for doc in ("d1", "d2", "d3", "d4") if doc not in target]

    assert words.heard == [("keyness", target, rest)]


def test_a_group_that_is_everything_has_nothing_to_be_told_from():
    alone = Asked(asked.DOCUMENTS.iloc[:1])

    assert "两组都要有文献" in views.typical(alone, {}, by="genre").markup
    assert alone.heard == []


# --- filters ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ({}, ["d1", "d2", "d3", "d4"]),
        ({"genre": "", "language": "", "cases": ""}, ["d1", "d2", "d3", "d4"]),
        ({"genre": "policy"}, ["d4"]),
        ({"cases": "c2"}, ["d2"]),  # one of the two that d2 names
        ({"cases": "c"}, []),  # part of an id is no id
        ({"city": "south", "level": "street"}, ["d2"]),
        ({"genre": "news", "language": "en"}, []),
    ],
)
def test_a_document_has_to_match_every_filter(wanted: dict[str, str], kept: list[str]):
    assert chosen_documents(asked.DOCUMENTS, wanted) == kept


def test_the_filters_offer_all_and_what_the_documents_have_by_name(tables: Tables):
    assert options(asked.DOCUMENTS, "genre", tables) == [
        ("全部 all", ""),
        ("新闻报道 news", "news"),
        ("案例述要 case note", "note"),
        ("政策法规 policy", "policy"),
    ]
    assert options(asked.DOCUMENTS, "cases", tables)[1] == ("街道 Street", "c1")


def test_of_very_many_values_those_of_the_most_documents_are_offered(
    monkeypatch: pytest.MonkeyPatch,
):
    # north has two documents, south one
    monkeypatch.setattr(choosing, "OFFERED", 1)
    monkeypatch.setattr(filters, "OFFERED", 1)

    assert options(asked.DOCUMENTS, "city", {}) == [("全部 all", ""), ("north", "north")]
    assert "1 values with the most documents are listed, 1 are not." in (
        filters.unlisted(asked.DOCUMENTS)[0].value
    )


# --- a study with nothing in it -----------------------------------------------


@pytest.mark.parametrize("name", TWINS)
def test_exploring_nothing_does_not_fail_and_says_so(name: str):
    empty = Explorer(Nothing(), {}, pattern="居民", word="")

    assert 'class="workbench-note"' in turn(empty, name) or name == "切分 Tokens"
    assert all(len(box.options) == 1 for box in empty.filters.boxes.values())


class Nothing(Asked):
    """No documents, no words."""

    def __init__(self) -> None:
        super().__init__(asked.DOCUMENTS.iloc[:0])

    def ngrams(self, _n: int, _docs: object = None) -> pd.DataFrame:
        return asked.ngrams()

    def trends(self, _words: object, _docs: object = None) -> pd.DataFrame:
        return asked.trends()

    def network(self, _docs: object = None, *, most: int = 60) -> pd.DataFrame:  # noqa: ARG002
        return asked.links()

    def correspondence(self, _words: object, **_how: object) -> object:
        return asked.solution([], [])


# --- the cells of the comparison ----------------------------------------------


def test_the_cell_browser_shows_what_the_static_table_shows(tables: Tables):
    browser = CellBrowser(tables)
    browser.level.value = "community"
    browser.basis.value = "inferred"

    assert browser.answer.markup == show.cells(tables, level="community", basis="inferred").markup


def test_the_cell_browser_begins_with_every_cell(tables: Tables):
    assert CellBrowser(tables).answer.markup == show.cells(tables).markup


def test_a_confidence_no_cell_has_is_answered_by_a_sentence(tables: Tables):
    browser = CellBrowser(tables)
    browser.least.value = 0.95

    assert "No cell meets the conditions." in browser.answer.markup


def test_the_lists_of_the_cell_browser_name_what_they_choose(tables: Tables):
    browser = CellBrowser(tables)

    assert [label for label, _ in browser.dimension.options] == ["全部 all", "独立性", ""]
    assert ("社区 community", "community") in browser.level.options
    assert ("查无 looked for, not found", "not_found") in browser.basis.options

"""The panes of the explorer: for each view the controls it can be varied by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import ipywidgets as widgets

from workbench.show import views
from workbench.show.choosing import FILTERS, called, chosen_documents
from workbench.show.collocation import MEASURES
from workbench.show.filters import Filters
from workbench.show.html import Html
from workbench.show.inquiry import Docs, Words
from workbench.show.labels import LANGUAGES, Tables
from workbench.show.results import HEADS

WIDE = widgets.Layout(width="36em", max_width="100%")
STYLE = {"description_width": "9em"}
SAMPLE = "社区社会组织承接公共服务。 Residents run the service centre."
LISTED = 200  # documents in a list to choose from
REST, GROUP = "rest", "group"


@dataclass(frozen=True)
class Pane:
    """One question: its name, its controls, and the answer for some documents."""

    name: str
    controls: Sequence[widgets.Widget]  # a change of one of them asks again
    answer: Callable[[Docs], Html]
    above: Sequence[widgets.Widget] = ()  # what is shown over the answer
    below: Sequence[widgets.Widget] = ()  # and under it
    layout: Mapping[str, str] = field(default_factory=dict)  # of the answer


def panes(words: Words, tables: Tables, *, word: str) -> list[Pane]:
    """Every pane but the concordance, which is more than one question."""
    return [
        frequencies(words),
        keyness(words, tables),
        dispersion(words, word),
        trends(words, word),
        collocates(words, word),
        clusters(words),
        tfidf(words),
        network(words),
        similarity(words),
        diversity(words),
        correspondence(words, tables),
        tokens(words),
    ]


def textbox(description: str, value: str) -> widgets.Text:
    """A line to write in; it counts when it is finished, not letter by letter."""
    return widgets.Text(
        value, description=description, continuous_update=False, style=STYLE, layout=WIDE
    )


def number(description: str, value: int, low: int, high: int) -> widgets.IntSlider:
    """A number; it counts when the slider is let go."""
    return widgets.IntSlider(
        value, low, high, description=description, continuous_update=False, style=STYLE, layout=WIDE
    )


def choice(description: str, options: Sequence[tuple[str, str]]) -> widgets.Dropdown:
    """One of a few."""
    return widgets.Dropdown(options=options, description=description, style=STYLE, layout=WIDE)


def frequencies(words: Words) -> Pane:
    """The most frequent words."""
    most = number("词数 Words", 20, 5, 40)
    return Pane(
        "词频 Frequencies",
        [most],
        lambda docs: views.frequencies(words, docs=docs, most=most.value),
    )


def keyness(words: Words, tables: Tables) -> Pane:
    """Two groups of documents, each chosen by filters of its own within those above."""
    first, second = Filters(words.documents, tables), Filters(words.documents, tables)
    first.begin()
    against = choice("对照 Against", [("其余文献 the rest", REST), ("B 组 group B", GROUP)])
    other = widgets.VBox([widgets.HTML("<b>B 组 Group B</b>"), second.box])
    other.layout.display = "none"
    against.observe(lambda _: _shown(other, against.value == GROUP), names="value")

    def answer(docs: Docs) -> Html:
        documents = words.documents
        within = documents if docs is None else documents[documents["doc"].isin(list(docs))]
        target = chosen_documents(within, first.wanted)
        chosen = chosen_documents(within, second.wanted if against.value == GROUP else {})
        reference = sorted(set(chosen) - set(target))
        name = second.name if against.value == GROUP else "其余 the rest"
        return views.keyness(words, target=target, reference=reference, names=(first.name, name))

    label = widgets.HTML("<b>A 组 Group A</b>")
    controls = [*first.boxes.values(), against, *second.boxes.values()]
    return Pane("关键词 Keyness", controls, answer, above=[label, first.box, against, other])


def _shown(box: widgets.Widget, yes: bool) -> None:
    box.layout.display = "flex" if yes else "none"


def dispersion(words: Words, word: str) -> Pane:
    """Where a word stands."""
    box = textbox("词 Word", word)
    return Pane(
        "分布 Dispersion",
        [box],
        lambda docs: views.dispersion(words, word=box.value.strip(), docs=docs),
    )


def trends(words: Words, word: str) -> Pane:
    """How often words stand in each year."""
    box = textbox("多词 Words", word)
    return Pane(
        "趋势 Trends", [box], lambda docs: views.trends(words, of=box.value.split(), docs=docs)
    )


def collocates(words: Words, word: str) -> Pane:
    """What stands around a word."""
    box = textbox("词 Word", word)
    window = number("窗口 Window", 5, 1, 15)
    measure = choice("量度 Measure", [(_both(HEADS[name]), name) for name in MEASURES])

    def answer(docs: Docs) -> Html:
        return views.collocates(
            words,
            word=box.value.strip(),
            docs=docs,
            window=window.value,
            measure=measure.value,
        )

    return Pane("搭配 Collocates", [box, window, measure], answer)


def clusters(words: Words) -> Pane:
    """Which words stand one after another."""
    length = number("词长 Run of words", 3, 2, 6)
    most = number("条数 Runs", 20, 5, 40)
    return Pane(
        "词串 Clusters",
        [length, most],
        lambda docs: views.clusters(words, n=length.value, docs=docs, most=most.value),
    )


def tfidf(words: Words) -> Pane:
    """Which words tell a document from all others: the longest of the filters' choice, or one."""
    documents = words.documents.nlargest(LISTED, "tokens")
    names = called(documents, list(documents["doc"]))
    longest = ("（筛选中最长的一篇 the longest of those chosen）", "")
    which = choice("文献 Document", [longest, *((names[doc], doc) for doc in documents["doc"])])
    return Pane(
        "特征词 Tf-idf", [which], lambda docs: views.tfidf(words, doc=which.value, docs=docs)
    )


def network(words: Words) -> Pane:
    """Which words stand together."""
    most = number("词数 Words", 30, 10, 60)
    return Pane(
        "共现 Network", [most], lambda docs: views.network(words, docs=docs, most=most.value)
    )


def similarity(words: Words) -> Pane:
    """Which documents are alike."""
    language = choice("语言 Language", [(_both(LANGUAGES[name]), name) for name in ("zh", "en")])
    return Pane(
        "相似 Similarity",
        [language],
        lambda docs: views.similarity(words, language=language.value, docs=docs),
    )


def diversity(words: Words) -> Pane:
    """How many different words the texts use."""
    return Pane("多样性 Diversity", [], lambda docs: views.diversity(words, docs=docs))


def correspondence(words: Words, tables: Tables) -> Pane:
    """Words and groups of documents on one map."""
    box = textbox("多词 Words", "")
    language = choice("语言 Language", [(_both(LANGUAGES[name]), name) for name in ("zh", "en")])
    by = choice("分组 Groups", [(label, name) for name, label in FILTERS.items()])
    by.value = "genre"

    def answer(docs: Docs) -> Html:
        asked = {"of": box.value.split(), "language": language.value, "by": by.value}
        return views.correspondence(words, tables, docs=docs, **asked)

    return Pane("对应 Correspondence", [box, language, by], answer)


def tokens(words: Words) -> Pane:
    """How a text is cut into words; it is asked of no document."""
    box = widgets.Textarea(
        SAMPLE, description="文本 Text", continuous_update=False, style=STYLE, layout=WIDE, rows=3
    )
    return Pane("切分 Tokens", [box], lambda _: views.tokens(words, text=box.value))


def _both(names: tuple[str, str]) -> str:
    return " ".join(dict.fromkeys(names))

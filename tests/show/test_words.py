"""Figures of words: what is drawn, in which order, with which facts, or why there is none."""

import io
import warnings
from collections.abc import Callable

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from workbench.show import (
    clusters,
    collocation,
    correspondence,
    dispersion,
    diversity,
    drawing,
    frequency,
    keyness,
    networks,
    similarity,
    tfidf,
    trends,
)
from workbench.show.apart import apart, size
from workbench.show.fonts import drawable
from workbench.show.html import Html, text

from . import asked

mpl.use("Agg")

NEWS, REST = keyness.Group("新闻", 2), keyness.Group("其余", 7)
NAMES = {"d1": "议事", "d2": "办事", "d3": "Meetings"}
ALIKE = pd.DataFrame(
    [[1.0, 0.1, 0.9], [0.1, 1.0, 0.2], [0.9, 0.2, 1.0]],
    index=["d1", "d2", "d3"],
    columns=["d1", "d2", "d3"],
)


def of_places(*at: tuple[str, float]) -> Figure | Html:
    return dispersion.dispersion(
        asked.places(*at), word="居民", documents=asked.DOCUMENTS, measures={"dp": 0.341}
    )


def of_years(*points: tuple[str, str]) -> Figure | Html:
    return trends.trends(asked.trends(*points), years=pd.Series(["2019", "2019", "2021", ""]))


DRAWN: dict[str, Callable[[], Figure | Html]] = {
    "frequencies": lambda: frequency.frequencies(asked.COUNTED),
    "keyness": lambda: keyness.keyness(
        asked.keyness([2.0, -1.0], [9.0, 4.0]), target=NEWS, reference=REST
    ),
    "collocates": lambda: collocation.collocates(asked.collocates([9.0, 11.0]), word="居民"),
    "clusters": lambda: clusters.clusters(asked.ngrams(("居民 议事", "zh", 4), ("so it", "en", 3))),
    "tfidf": lambda: tfidf.tfidf(asked.tfidf("d1", [0.9, 0.4]), name="议事"),
    "dispersion": lambda: of_places(("d1", 0.5)),
    "trends": lambda: of_years(("居民", "2019"), ("居民", "2021")),
    "network": lambda: networks.network(asked.links(("居民", "议事", 5), ("居民", "街道", 3))),
    "similarity": lambda: similarity.similarity(ALIKE, names=NAMES),
    "correspondence": lambda: correspondence.correspondence(
        asked.solution(["居民", "议事"], ["note"]),
        names={"note": ("案例述要", "case note")},
        by="体裁 Genre",
    ),
    "diversity": lambda: diversity.diversity(asked.diversity("d1", "d3"), names=NAMES),
}
NOTHING: dict[str, tuple[Callable[[], Figure | Html], str]] = {
    "frequencies": (lambda: frequency.frequencies(asked.COUNTED.iloc[:0]), "尚无词频"),
    "keyness": (
        lambda: keyness.keyness(asked.keyness([0.0], [0.0]), target=NEWS, reference=REST),
        "没有词符合条件",
    ),
    "collocates": (lambda: collocation.collocates(asked.collocates([]), word="甲"), "没有词符合"),
    "clusters": (lambda: clusters.clusters(asked.ngrams()), "没有三次以上的词串"),
    "tfidf": (lambda: tfidf.tfidf(asked.tfidf("d1", []), name="甲"), "没有词符合"),
    "dispersion": (of_places, "所选文献中没有这个词"),
    "trends": (of_years, "所选文献没有年份"),
    "network": (lambda: networks.network(asked.links()), "没有足够的共现"),
    "similarity": (lambda: similarity.similarity(ALIKE.iloc[:2, :2], names=NAMES), "不足三篇"),
    "correspondence": (
        lambda: correspondence.correspondence(flat(), names={}, by="体裁 Genre"),
        "至少需要三个词和三组",
    ),
    "diversity": (lambda: diversity.diversity(asked.diversity(), names={}), "文本太短"),
}


def flat() -> object:
    made = asked.solution(["居民"], ["note"])
    made.share = made.share[:1]
    return made


def png(figure: Figure) -> bytes:
    """The picture; a missing glyph or a layout that does not fit is an error."""
    page = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(page, format="png")
    return page.getvalue()


def labels(figure: Figure, number: int = 0) -> list[str]:
    """The names of the rows of a panel."""
    return [name.get_text() for name in figure.axes[number].texts if name.get_ha() == "right"]


def printed(figure: Figure, number: int = 0) -> list[str]:
    """What else is printed into a panel."""
    return [note.get_text() for note in figure.axes[number].texts if note.get_ha() != "right"]


def extents(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> list[Bbox]:
    """Where every text lies that is drawn, without the lines from notes to their marks."""
    drawn, draw = {}, Text.draw

    def noticed(self: Text, renderer: object) -> None:
        draw(self, renderer)
        if self.get_text() and self.get_visible():
            drawn[self] = Text.get_window_extent(self, renderer)

    monkeypatch.setattr(Text, "draw", noticed)
    png(figure)  # draws more than once until the layout fits
    return list(drawn.values())


# --- all of them --------------------------------------------------------------


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_has_every_glyph_and_is_the_same_bytes_each_time(name: str):
    first, second = DRAWN[name](), DRAWN[name]()

    assert png(first) == png(second)
    assert drawing.svg(first) == drawing.svg(second)


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_is_as_wide_as_the_page_and_does_not_stay_open(name: str):
    before = mpl.pyplot.get_fignums()
    figure = DRAWN[name]()

    assert figure.get_figwidth() == drawing.WIDTH
    assert mpl.pyplot.get_fignums() == before


@pytest.mark.parametrize("name", DRAWN)
def test_no_two_texts_of_a_figure_lie_on_each_other(name: str, monkeypatch: pytest.MonkeyPatch):
    boxes = [box.shrunk(0.9, 0.9) for box in extents(DRAWN[name](), monkeypatch)]

    assert len(boxes) >= 3
    assert not any(
        one.overlaps(other) for number, one in enumerate(boxes) for other in boxes[:number]
    )


@pytest.mark.parametrize("name", DRAWN)
def test_no_text_of_a_figure_is_cut_off_at_the_border(name: str, monkeypatch: pytest.MonkeyPatch):
    figure = DRAWN[name]()
    boxes = extents(figure, monkeypatch)
    wide, high = figure.bbox.size

    assert [
        box for box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > wide or box.y1 > high
    ] == []


@pytest.mark.parametrize("name", NOTHING)
def test_where_there_is_nothing_it_is_said_in_both_languages(name: str):
    draw, reason = NOTHING[name]
    made = draw().markup

    assert made.startswith('<p class="workbench-note"><span lang="zh">图从略：')
    assert reason in made
    assert '<span lang="en">Nothing to draw. ' in made


# --- one by one ---------------------------------------------------------------


def test_frequencies_have_a_panel_a_language_chinese_first_and_the_most_frequent_on_top():
    figure = frequency.frequencies(asked.COUNTED, most=2)

    assert [axes.get_title(loc="left") for axes in figure.axes] == ["中文 Chinese", "英文 English"]
    assert labels(figure) == ["居民", "议事"]
    assert labels(figure, 1) == ["residents", "meet"]
    assert printed(figure) == ["12 · 3", "8 · 2"]


def test_the_interval_of_a_rate_runs_from_low_to_high():
    # 居民: 200 with an interval from 110 to 320
    figure = frequency.frequencies(asked.COUNTED)
    (bars,) = figure.axes[0].collections

    assert bars.get_segments()[0][:, 0].tolist() == pytest.approx([110.0, 320.0])


def test_key_words_stand_by_their_log_ratio_with_both_groups_and_their_documents_named():
    found = asked.keyness([1.0, 3.0, -2.0], [9.0, 4.0, 5.0])
    figure = keyness.keyness(found, target=NEWS, reference=REST)

    assert labels(figure) == ["议事", "居民", "街道"]  # 3, 1, -2
    assert figure.axes[0].get_title(loc="left") == (
        "A: 新闻（2 篇 documents）  ↔  B: 其余（7 篇 documents）"
    )
    assert printed(figure) == ["4.0 · 2/1", "9.0 · 3/1", "5.0 · 2/1"]


def test_the_surest_words_of_either_side_are_drawn():
    # the highest G2 above 0 is 居民's 30, below 0 residents' 20
    found = asked.keyness([2.0, 1.0, -1.0, -3.0, 0.0], [30.0, 4.0, 5.0, 20.0, 99.0])

    assert labels(keyness.keyness(found, target=NEWS, reference=REST, most=1)) == [
        "居民",
        "residents",
    ]


def test_a_word_whose_adjusted_p_is_not_small_is_hollow():
    found = asked.keyness([2.0, 1.0], [9.0, 4.0]).assign(p_adjusted=[0.01, 0.2])
    (dots, _) = keyness.keyness(found, target=NEWS, reference=REST).axes[0].collections[1::2]

    assert [mpl.colors.to_hex(colour) for colour in dots.get_facecolor()] == [
        drawing.FIRST,
        "#ffffff",
    ]


def test_collocates_stand_by_the_measure_that_was_asked_for():
    figure = collocation.collocates(asked.collocates([9.0, 11.0, 7.0]), word="居民", most=2)

    assert labels(figure) == ["议事", "居民"]
    assert printed(figure) == ["8 · 2 · -1.5", "12 · 3 · -1.5"]
    assert figure.axes[0].get_xlabel().startswith("对数 Dice logDice\n")


def test_runs_of_words_have_a_panel_a_language_with_the_documents_named():
    runs = asked.ngrams(("the residents", "en", 3), ("居民 议事", "zh", 4), ("议事 厅", "zh", 9))
    figure = clusters.clusters(runs)

    assert labels(figure) == ["议事 厅", "居民 议事"]
    assert labels(figure, 1) == ["the residents"]
    assert printed(figure) == ["2", "2"]


def test_the_telling_words_of_a_document_stand_by_their_weight():
    figure = tfidf.tfidf(asked.tfidf("d1", [0.4, 0.9]), name="街道的一份报告")

    assert labels(figure) == ["议事", "居民"]
    assert figure.axes[0].collections[0].get_offsets()[:, 0].tolist() == [0.9, 0.4]


def test_a_word_is_marked_where_it_stands_in_documents_by_date():
    figure = of_places(("d2", 0.25), ("d1", 0.0), ("d1", 0.5))
    marks = figure.axes[0].lines[-1].get_xydata().reshape(-1, 3, 2)[:, :2]  # two ends and a gap
    at = [(mark[0, 0], round(mark[:, 1].mean())) for mark in marks]

    assert labels(figure) == ["2019 议事", "2021 办事"]
    assert at == [(0.25, 1), (0.0, 0), (0.5, 0)]
    assert printed(figure) == ["2", "1"]
    assert figure.axes[0].get_title(loc="left") == (
        "“居民” · 3 次 times · 2 篇 documents · DP = 0.34"
    )


def test_of_many_documents_those_are_drawn_that_hold_the_word_most_often():
    found = asked.places(("d1", 0.1), ("d2", 0.1), ("d2", 0.2))
    figure = dispersion.dispersion(found, word="居民", documents=asked.DOCUMENTS, most=1)

    assert labels(figure) == ["2021 办事"]
    assert "2 篇 documents · 图示 1 篇 drawn" in figure.axes[0].get_title(loc="left")


def test_a_year_without_documents_is_a_gap_in_the_line():
    figure = of_years(("居民", "2019"), ("居民", "2021"))
    (line,) = figure.axes[0].lines

    assert line.get_xdata().tolist() == [2019, 2020, 2021]
    assert np.isnan(line.get_ydata()).tolist() == [False, True, False]
    assert printed(figure, 1) == ["2", "1"]  # documents of 2019 and 2021


def test_lines_differ_by_their_mark_and_not_by_colour_alone():
    lines = of_years(*((word, "2019") for word in "甲乙丙")).axes[0].lines

    assert len({line.get_marker() for line in lines}) == 3


def test_a_word_of_two_languages_has_two_lines():
    both = pd.concat([asked.trends(("co", "2019")), asked.trends(("co", "2019"))])
    found = both.assign(language=["zh", "en"])
    figure = trends.trends(found, years=pd.Series(["2019"]))

    assert [line.get_label() for line in figure.axes[0].lines] == ["co (en)", "co (zh)"]


def test_documents_that_are_alike_stand_together_in_tree_and_map():
    # d1 and d3 are alike at 0.9, d2 to both at 0.2 or less
    figure = similarity.similarity(ALIKE, names=NAMES)
    named = [label.get_text() for label in figure.axes[1].get_yticklabels()]

    assert named in (["议事", "Meetings", "办事"], ["办事", "议事", "Meetings"])


def test_a_node_is_as_large_as_its_word_is_met_and_a_line_as_wide_as_its_weight():
    # 居民 is met 8 times, 议事 5, 街道 3
    figure = DRAWN["network"]()
    lines, chinese, _ = figure.axes[0].collections
    sizes, thick = chinese.get_sizes(), lines.get_linewidths()

    assert printed(figure)[:3] == ["居民", "议事", "街道"]
    assert sizes[0] > sizes[1] > sizes[2]
    assert thick[1] > thick[0]  # 居民-街道 comes first by its name, and is weaker


def test_of_a_knot_only_the_strongest_ties_of_each_word_are_drawn():
    # the weights of 甲 are 0.5, 0.4 and 0.3; 丁 has no other tie, so its own stays
    found = asked.links(("甲", "乙", 5), ("甲", "丙", 4), ("甲", "丁", 3), ("乙", "丙", 6))
    kept = networks.strongest(found, ties=1)

    assert set(zip(kept["source"], kept["target"], strict=True)) == {("甲", "丁"), ("乙", "丙"),
                                                                     ("甲", "乙")}  # fmt: skip


def test_a_map_names_its_inertia_and_has_a_unit_as_long_on_both_axes():
    axes = DRAWN["correspondence"]().axes[0]
    page = axes.get_position().size * np.array([drawing.WIDTH, correspondence.HEIGHT])
    units = np.array([np.ptp(axes.get_xlim()), np.ptp(axes.get_ylim())])

    assert axes.get_xlabel() == "第一轴 Axis 1（70.0%）"
    assert axes.get_ylabel() == "第二轴 Axis 2（30.0%）"
    assert (units / page).tolist() == pytest.approx([units[0] / page[0]] * 2)
    assert printed(axes.figure) == ["居民", "议事", "案例述要 case note"]


def test_a_map_is_listed_with_groups_first():
    found = correspondence.coordinates(
        asked.solution(["居民"], ["note"]), names={"note": ("案例述要", "case note")}
    )

    assert found["word"].tolist() == ["案例述要 case note", "居民"]
    assert found["mass"].tolist() == [0.5, 0.5]


def test_diversity_has_a_panel_a_measure_and_languages_apart():
    figure = diversity.diversity(asked.diversity("d3", "d1"), names=NAMES)

    assert labels(figure) == ["议事", "Meetings"]
    assert [axes.get_xlabel() for axes in figure.axes] == [
        "移动平均 TTR\nMATTR", "HD-D", "MTLD", "尤尔 K\nYule's K",
    ]  # fmt: skip


# --- what they share ----------------------------------------------------------


def test_a_sign_that_no_font_has_is_set_as_the_mark_for_one_that_lacks():
    assert drawable("治\U0010fffd理 a") == "治〓理 a"


def test_a_long_word_is_cut():
    assert drawing.brief("一二三四五", 4) == "一二三…"
    assert drawing.brief("一二三四", 4) == "一二三四"


def test_a_long_title_keeps_both_its_ends():
    # 10 characters: 4 of the beginning, the mark, 5 of the end
    assert drawing.both_ends("一二三四五六七八九十甲乙丙", 10) == "一二三四…九十甲乙丙"
    assert drawing.both_ends("一二三四五六七八九十", 10) == "一二三四五六七八九十"


def test_a_text_too_short_for_a_moving_average_is_not_drawn():
    found = asked.diversity("d1", "d3")
    figure = diversity.diversity(found.assign(mattr=[0.8, float("nan")]), names=NAMES)

    assert labels(figure) == ["议事"]


def test_a_picture_within_html_is_an_image_of_its_own_with_a_description():
    made = drawing.picture(DRAWN["network"](), alt='a "map"').markup

    assert made.startswith('<img src="data:image/svg+xml;base64,')
    assert 'alt="a &quot;map&quot;"' in made
    assert drawing.picture(text("none"), alt="a") == text("none")


def test_boxes_that_should_lie_on_each_other_are_put_apart_and_the_first_stays():
    # three boxes of 20 x 10 that should all lie at (50, 50) of a page of 100 x 100
    at = apart(np.full((3, 2), 50.0), np.full((3, 2), [20.0, 10.0]), page=np.array([100.0, 100.0]))
    gaps = np.abs(at[:, None] - at[None])

    assert at[0].tolist() == [50.0, 50.0]
    assert all(
        gaps[one, other, 0] >= 20 or gaps[one, other, 1] >= 10
        for one, other in ((0, 1), (0, 2), (1, 2))
    )


def test_a_box_stays_on_the_page_and_off_what_is_taken():
    page, mark = np.array([40.0, 20.0]), (np.array([[10.0, 10.0]]), np.array([[8.0, 8.0]]))
    [(x, y)] = apart(np.array([[2.0, 10.0]]), np.array([[10.0, 10.0]]), taken=mark, page=page)

    assert 5 <= x <= 35
    assert 5 <= y <= 15
    assert abs(x - 10) >= 9 or abs(y - 10) >= 9


def test_a_box_without_a_free_place_lies_where_it_should():
    page = np.array([10.0, 10.0])

    assert apart(np.array([[5.0, 5.0]]), np.array([[20.0, 20.0]]), page=page).tolist() == [[5, 5]]


def test_a_label_is_as_wide_as_its_letters():
    # a Chinese character is a square; W is wider than i
    assert size("治理", 10) == pytest.approx((22, 13), abs=0.1)
    assert size("WW", 10)[0] > 2 * size("ii", 10)[0]


def test_wide_letters_are_not_cut_off(monkeypatch: pytest.MonkeyPatch):
    long = asked.COUNTED.assign(word="W" * 16)
    boxes = extents(frequency.frequencies(long), monkeypatch)

    assert min(box.x0 for box in boxes) >= 0

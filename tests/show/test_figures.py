"""Figures: Chinese names in a font that has them, and the same bytes each time."""

import io
import warnings
from collections.abc import Callable

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure

from workbench import show
from workbench.errors import EnvironmentFault
from workbench.show import fonts

mpl.use("Agg")

Tables = dict[str, pd.DataFrame]


def type_distances(tables: Tables, **asked: object) -> Figure:
    return show.type_distances(tables, **asked).figure


def ordinal_profile(tables: Tables, **asked: object) -> Figure:
    return show.ordinal_profile(tables, **asked).figure


BOTH = [type_distances, ordinal_profile]


def drawn(figure: Figure, kind: str = "png") -> bytes:
    """The picture; a missing glyph is an error."""
    page = io.BytesIO()
    # matplotlib's SVG has random ids and a date unless it is told otherwise
    with mpl.rc_context({"svg.hashsalt": "workbench"}), warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.savefig(page, format=kind, metadata={"Date": None} if kind == "svg" else {})
    return page.getvalue()


def written(figure: Figure) -> list[str]:
    """Every text of the main axes that is not empty."""
    axes = figure.axes[0]
    labels = [*axes.get_xticklabels(), *axes.get_yticklabels(), *axes.texts]
    return [label.get_text() for label in labels if label.get_text()]


# --- the font -----------------------------------------------------------------


def test_the_font_is_the_static_noto_sans_sc_and_matplotlib_finds_it():
    path = font_manager.findfont(fonts.family(), fallback_to_default=False)

    assert fonts.family() == "Noto Sans SC"
    assert path.endswith("NotoSansSC-Regular.ttf")


def test_the_font_has_the_characters_of_the_study():
    glyphs = font_manager.get_font(font_manager.findfont(fonts.family())).get_charmap()

    assert all(
        ord(character) in glyphs for character in "街道社区民办非企业单位枢纽孵化益杨扬（）—％"
    )


def test_without_the_font_there_is_a_refusal_and_no_empty_boxes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    fonts.family.cache_clear()

    with pytest.raises(EnvironmentFault, match="the Chinese font is missing; run: uv sync"):
        fonts.family()


# --- the figures --------------------------------------------------------------


@pytest.mark.parametrize("draw", BOTH)
def test_the_labels_are_names_in_both_languages_in_that_font(
    draw: Callable[[Tables], Figure], tables: Tables
):
    figure = draw(tables)
    labels = figure.axes[0].get_yticklabels()

    assert [label.get_text() for label in labels] == ["街道\nStreet", "社区\nHall"]
    assert {label.get_fontname() for label in labels} == {"Noto Sans SC"}


@pytest.mark.parametrize("draw", BOTH)
def test_no_glyph_is_missing_and_two_drawings_are_the_same_bytes(
    draw: Callable[[Tables], Figure], tables: Tables
):
    assert drawn(draw(tables)) == drawn(draw(tables))
    assert drawn(draw(tables), "svg") == drawn(draw(tables), "svg")


def test_a_glyph_that_is_missing_would_be_noticed(tables: Tables):
    # U+10FFFD is for private use: no font of ours has it
    cases = tables["cases"].assign(short_zh="\U0010fffd")

    with pytest.raises(UserWarning, match="missing from"):
        drawn(ordinal_profile(tables | {"cases": cases}))


def test_distances_are_written_and_what_is_not_known_is_blank(tables: Tables):
    # c1 has two distances; c2 none
    figure = type_distances(tables)

    assert [text.get_text() for text in figure.axes[0].texts] == ["0.25", "1.00"]
    assert {"附庸型", "自由型"} <= set(written(figure))


def test_the_type_a_case_belongs_to_is_framed(tables: Tables):
    # c1 is the first row and vassal the first column
    (frame,) = type_distances(tables).axes[0].patches

    assert frame.get_xy() == (0, 0)


def test_ranks_are_written_as_words_and_no_rank_as_nothing(tables: Tables):
    figure = ordinal_profile(tables)

    assert [text.get_text() for text in figure.axes[0].texts if text.get_text()] == ["弱"]
    assert "独立性" in written(figure)


@pytest.mark.parametrize("draw", BOTH)
def test_a_figure_may_show_some_cases_only(draw: Callable[..., Figure], tables: Tables):
    assert [t.get_text() for t in draw(tables, cases=["c1"]).axes[0].get_yticklabels()] == [
        "街道\nStreet"
    ]


def test_a_case_without_any_rank_is_a_blank_row(tables: Tables):
    figure = ordinal_profile(tables)  # c1 is weak, c2 not known

    assert [text.get_text() for text in figure.axes[0].texts if text.get_text()] == ["弱"]
    assert len(figure.axes[0].get_yticklabels()) == 2
    assert drawn(figure)


@pytest.mark.parametrize("draw", BOTH)
def test_a_name_of_mathematics_is_shown_literally(draw: Callable[[Tables], Figure], tables: Tables):
    # FAULTS 31; \\frac without its two parts cannot even be parsed
    cases = tables["cases"].assign(short_zh="$\\frac$ 甲")

    assert drawn(draw(tables | {"cases": cases}))


@pytest.mark.parametrize("draw", BOTH)
def test_no_figure_stays_open(draw: Callable[[Tables], Figure], tables: Tables):
    before = mpl.pyplot.get_fignums()
    draw(tables)

    assert mpl.pyplot.get_fignums() == before

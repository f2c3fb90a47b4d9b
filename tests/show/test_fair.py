"""Warnings go with every comparison: no view of one can be had without them."""

import re
import types
import typing
from collections.abc import Callable
from types import ModuleType

import pandas as pd
import pytest
from matplotlib.figure import Figure

from workbench import show
from workbench.fairness import Side
from workbench.show import between, fair, views
from workbench.show.fair import Compared, compares
from workbench.show.html import Html, text

from .asked import Asked

Tables = dict[str, pd.DataFrame]

# Lists of what there is, answers about all documents together, the words of one text,
# what is said of statements or of memberships, and what asks a comparison that is marked.
COMPARES_NOTHING = {
    *("cases", "documents", "evidence", "figures", "policies", "repairs", "codes", "dimensions"),
    *("type_rules", "type_table", "passage", "concordance", "tokens", "term_rates", "words"),
    *("frequencies", "collocates", "clusters", "network", "typical", "explorer"),
    *("cells", "changes", "crosswalk", "total", "sensitivity", "type_sensitivity"),
    *("verdicts", "chart", "configuration_table", "feasibility", "measures", "truth_table"),
    *("venn", "xy"),
}
CASES = ["overview", "types", "type_distances", "ordinal_profile"]


def drawing(module: ModuleType) -> dict[str, Callable[..., object]]:
    """What a module has that returns something to look at."""
    found = {name: getattr(module, name) for name in vars(module) if not name.startswith("_")}
    return {name: view for name, view in found.items() if callable(view) and _shows(view)}


def _shows(view: Callable[..., object]) -> bool:
    if isinstance(view, type):
        return False
    made = getattr(view, "__annotations__", {}).get("return")
    united = typing.get_origin(made) in {typing.Union, types.UnionType}
    kinds = typing.get_args(made) if united else (made,)
    return any(isinstance(kind, type) and issubclass(kind, Html | Figure) for kind in kinds)


@pytest.mark.parametrize("module", [show, views, between], ids=["show", "views", "between"])
def test_every_view_is_marked_as_a_comparison_or_known_to_be_none(module: ModuleType) -> None:
    own = {
        name
        for name, view in drawing(module).items()
        if module is show or view.__module__ == module.__name__
    }
    bare = {name for name in own if not hasattr(getattr(module, name), "compares")}

    assert own - bare
    assert bare - COMPARES_NOTHING == set()


def seen(made: Html) -> str:
    return re.sub(r"<[^>]+>", "", made.markup)


@pytest.mark.parametrize("name", CASES)
def test_cases_of_two_levels_are_shown_with_the_warning(name: str, tables: Tables) -> None:
    assert "比较须知 Compare with care: 层级 level · 嵌套 nesting" in seen(
        getattr(show, name)(tables)
    )


def test_a_matrix_never_mixes_levels_and_does_not_warn_of_them(tables: Tables) -> None:
    assert "Compare with care" not in seen(show.matrix(tables))
    assert "Compare with care" not in seen(show.summaries(tables))


def test_one_case_alone_is_shown_without_warnings(tables: Tables) -> None:
    assert "Compare with care" not in seen(show.overview(tables, cases=["c1"]))


def test_where_nothing_is_compared_nothing_is_warned_of(tables: Tables) -> None:
    bare = tables | {"matrix": tables["matrix"].assign(mark="not_looked", value="")}

    assert "Compare with care" not in seen(show.overview(bare))


def test_a_figure_is_displayed_and_its_warnings_under_it(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    displayed: list[object] = []
    monkeypatch.setattr(fair, "display", displayed.append)
    show.ordinal_profile(tables)._ipython_display_()
    figure, warnings = displayed

    assert isinstance(figure, Figure)
    assert "Compare with care" in seen(warnings)


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (lambda a: views.keyness(a, target=["d1"], reference=["d2"], names=("x", "y")),
         "体裁 genre · 时期 period"),
        (lambda a: views.correspondence(a, {}, by="language"), "体裁 genre · 篇幅 length"),
        (lambda a: views.correspondence(a, {}, by="genre"), "语言 language · 篇幅 length"),
        (lambda a: views.trends(a, of=["居民"]), "体裁 genre · 篇幅 length"),
        (lambda a: views.diversity(a), "体裁 genre · 语言 language"),
        (lambda a: views.dispersion(a, word="居民"), "体裁 genre · 时期 period"),
        (lambda a: views.similarity(a, language="zh"), "体裁 genre · 篇幅 length · 时期 period"),
        (lambda a: views.typical(a, {}, by="genre", group="news"), "Compare with care"),
        (lambda a: views.tfidf(a, doc="d1"), "体裁 genre"),
    ],
    ids=["keyness", "by language", "by genre", "trends", "diversity", "dispersion", "similarity",
         "typical", "tfidf"],
)  # fmt: skip
def test_words_set_side_by_side_carry_warnings_but_for_what_was_asked(
    view: Callable[[Asked], Html], told: str
) -> None:
    documents = Asked().documents.assign(level="", cases="")

    assert told in seen(view(Asked(documents)))


def test_a_refusal_is_shown_without_warnings() -> None:
    assert "Compare with care" not in seen(views.dispersion(Asked(), word="无此词"))


def test_a_view_that_is_marked_cannot_return_without_its_warnings() -> None:
    sides = [Side("a", withheld=True), Side("b")]
    named = {"a": ("甲<b>", "A"), "b": ("乙", "B")}
    shown = compares(lambda: Compared([sides], named))(lambda: text("table"))()

    assert shown.markup.startswith("table<details")
    assert "甲&lt;b&gt;" in shown.markup
    assert "无证据 no evidence: 全部 all." in seen(text("") + Html(shown.markup)).replace(
        "</b>", ""
    )

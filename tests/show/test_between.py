"""Text statistics between groups, shown: figure, table, what is left out, refusals."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest

from workbench.comparison.contingency import contingency
from workbench.comparison.profiles import clusters
from workbench.comparison.rates import rates
from workbench.comparison.typology import Reading
from workbench.errors import UsageError
from workbench.show import between, groups
from workbench.show.html import Html
from workbench.tokens.correspondence import correspondence

Tables = dict[str, pd.DataFrame]
NAMES = {"x": "甲 X", "y": "乙 Y"}
DOCUMENTS = pd.DataFrame(
    {
        "doc": [f"d{n}" for n in range(6)],
        "language": "zh",
        "genre": ["news"] * 3 + ["paper"] * 3,
        "date": "2020",
        "tokens": 100,
    }
)
OF = {"x": ["d0", "d1", "d2"], "y": ["d3", "d4", "d5"]}
GROUP = {doc: name for name, docs in OF.items() for doc in docs}
COUNTS = pd.DataFrame(
    [(doc, "zh", "weak", n + 1) for n, doc in enumerate(GROUP)] + [("d0", "zh", "<b>", 9)],
    columns=["doc", "language", "item", "count"],
)
BASES = pd.DataFrame({"doc": list(GROUP), "language": "zh", "base": 500})


class Grouped:
    """Two groups of three documents, with the answers of the analyses themselves."""

    by = ""
    documents = DOCUMENTS
    of = OF
    cases: Mapping[str, str] = {"c1": "x", "c2": "y"}
    left_out = pd.DataFrame([("c2", "nested"), ("d1", "note")], columns=["id", "reason"])

    def code_rates(self) -> pd.DataFrame:
        return rates(COUNTS, BASES, GROUP)

    def term_rates(self) -> pd.DataFrame:
        return rates(COUNTS, BASES, {"d0": "x", "d3": "y"})

    def contingency(self) -> Any:
        wide = COUNTS.pivot_table(index="doc", columns="item", values="count", fill_value=0)
        return contingency(wide.astype(int), GROUP)

    def correspondence(self) -> Any:
        return correspondence(
            pd.DataFrame(
                [[9, 2, 1], [3, 8, 2], [1, 2, 9]],
                index=["weak", "strong", "idea"],
                columns=["c1", "c2", "c3"],
            )
        )

    def clusters(self, group: str, *, number: int = 2) -> Any:
        if group == "y":
            raise UsageError("1 cases: clusters need 8 or more")
        cells = {f"d{d}": Reading("nominal", [], ["a"]) for d in range(4)}
        other = {f"d{d}": Reading("nominal", [], ["b"]) for d in range(4)}
        return clusters({f"k{n}": cells if n < 4 else other for n in range(8)}, groups=number)


class Refusing(Grouped):
    """Nothing is carried by the data."""

    def _no(self, *_: object, **__: object) -> Any:
        raise UsageError("3 documents <b> are too few")

    code_rates = contingency = correspondence = clusters = _no


def seen(made: Html) -> str:
    return re.sub(r"<[^>]+>", "", made.markup)


@pytest.fixture
def named(tables: Tables) -> Tables:
    """The tiny study with names for the cases of the clusters."""
    own = tables["cases"]
    more = pd.concat([own.head(1)] * 8).assign(case=[f"k{n}" for n in range(8)])
    return tables | {"cases": pd.concat([own, more])}


def test_rates_are_shown_with_interval_count_and_documents(tables: Tables) -> None:
    # x: 1 + 2 + 3 of 1500 characters is 4.00; Garwood's interval of 6 is 2.202 to 13.060
    shown = seen(between.rates(Grouped(), tables))

    assert "4.00 [1.47–8.71]6 · 3/3" in shown
    assert "弱 weak" in shown
    assert "&lt;b&gt;" in shown


def test_what_is_left_out_is_named_and_notes_are_numbered(tables: Tables) -> None:
    shown = seen(between.rates(Grouped(), tables))

    assert "within another case (1): 社区 Hall" in shown
    assert "notes written from the others (1)" in shown


def test_a_group_of_one_document_has_a_rate_and_no_interval(tables: Tables) -> None:
    assert "2.00[" not in seen(between.rates(Grouped(), tables, of="terms")).replace(" ", "")
    assert "2.001·1/1" in seen(between.rates(Grouped(), tables, of="terms")).replace(" ", "")


def test_codes_by_groups_show_counts_expected_residuals_and_the_test(tables: Tables) -> None:
    found = Grouped().contingency()
    shown = seen(between.contingency(Grouped(), tables))

    assert f"χ² = {found.chi2:.2f} (df 1), V = {found.v:.2f}, p = {found.p:.4f}" in shown
    assert "of documents permuted" in shown
    assert f"{found.residuals.loc['weak', 'y']:+.2f}" in shown


def test_a_map_of_codes_and_cases_tells_its_inertia_and_contributions(tables: Tables) -> None:
    total = Grouped().correspondence().inertia.sum()
    shown = seen(between.correspondence(Grouped(), tables))

    assert f"inertia {total:.3f}, by axis" in shown
    assert "Contribution" in shown
    assert "cos²" in shown


def test_clusters_are_shown_with_their_stability_and_refused_group_by_group(named: Tables) -> None:
    shown = seen(between.clusters(Grouped(), named))

    assert "1.00稳定 stable" in shown
    assert "y: 1 cases: clusters need 8 or more." in shown


@pytest.mark.parametrize(
    "view", [between.rates, between.contingency, between.correspondence, between.clusters]
)
def test_what_the_data_do_not_carry_is_a_sentence_without_warnings(
    view: Callable[..., Html], tables: Tables
) -> None:
    shown = view(Refusing(), tables)

    assert "资料不足" in shown.markup
    assert "3 documents &lt;b&gt; are too few." in shown.markup
    assert "<table" not in shown.markup
    assert "Compare with care" not in shown.markup


@pytest.mark.parametrize("view", [between.rates, between.contingency])
def test_groups_are_shown_with_what_makes_them_unlike(
    view: Callable[..., Html], tables: Tables
) -> None:
    assert "Compare with care: 体裁 genre" in seen(view(Grouped(), tables))


def test_a_kind_that_makes_the_groups_is_no_warning(tables: Tables) -> None:
    by_genre = Grouped()
    by_genre.by = "genre"

    assert "Compare with care" not in seen(between.rates(by_genre, tables))


# --- the figures --------------------------------------------------------------


def test_rates_are_drawn_a_mark_a_group_hollow_without_an_interval() -> None:
    found = rates(COUNTS, BASES, {"d0": "x", "d1": "x", "d3": "y"})
    figure = groups.rates(found, groups=NAMES, items={})
    (axes,) = figure.axes
    filled, hollow = axes.collections[1], axes.collections[3]

    assert {text.get_text() for text in figure.texts} == {"● 甲 X", "■ 乙 Y"}
    assert filled.get_facecolor()[0].tolist() != [1, 1, 1, 1]
    assert hollow.get_facecolor()[0].tolist() == [1, 1, 1, 1]


def test_more_than_six_groups_are_not_drawn() -> None:
    many = dict.fromkeys("abcdefg", "")

    assert "图从略" in groups.rates(rates(COUNTS, BASES, GROUP), groups=many, items={}).markup


def test_residuals_are_drawn_with_counts_also_where_too_few_are_expected() -> None:
    observed = pd.DataFrame({"x": [30, 2], "y": [10, 3]}, index=["weak", "idea"])
    away = pd.DataFrame({"x": [2.5, float("nan")], "y": [-2.5, float("nan")]}, index=observed.index)
    figure = groups.residuals(observed, away, groups=NAMES, items={"weak": "弱"})

    assert [t.get_text() for t in figure.axes[0].texts] == ["30", "10", "2", "3"]
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["弱", "idea"]

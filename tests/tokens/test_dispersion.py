"""Dispersion by the examples of Gries, Carroll and Lijffijt, and by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from workbench.tokens.dispersion import dispersion, places
from workbench.tokens.matrix import Matrix
from workbench.tokens.table import Tokens

Make = Callable[..., Matrix]


def test_the_dispersion_of_a_is_the_published_one(five: Matrix) -> None:
    # Gries (2020, Analyzing dispersion): sizes 9 10 10 10 11 of 50, a stands 1 2 3 4 5 times of 15
    # DP = (|1/15-9/50| + |2/15-10/50| + 0 + |4/15-10/50| + |5/15-11/50|) / 2 = .18
    a = dispersion(five).set_index("word").loc["a"]

    assert a["count"] == 15
    assert a["documents"] == 5
    assert a["dp"] == pytest.approx(0.18)
    assert round(a["juilland_d"], 3) == 0.785
    assert a["dp_norm"] == pytest.approx(0.18 / (1 - 9 / 50))


@pytest.mark.parametrize(
    ("word", "d", "dp", "dp_norm"),
    [("b", 0.968, 0.02, 0.024), ("i", 0, 0.82, 1), ("q", 0, 0.8, 0.976), ("x", 0, 0.78, 0.951)],
)
def test_the_dispersion_of_even_and_clumped_words_is_the_published_one(
    five: Matrix, word: str, d: float, dp: float, dp_norm: float
) -> None:
    # Gries (2020), the same corpus, as the tests of the program scattertext have it
    row = dispersion(five, minimum=1).set_index("word").loc[word]

    assert row["juilland_d"] == pytest.approx(d, abs=5e-4)
    assert row["dp"] == pytest.approx(dp)
    assert row["dp_norm"] == pytest.approx(dp_norm, abs=5e-4)


def test_juillands_d_of_equal_parts_is_that_of_carroll(matrix: Make) -> None:
    # Carroll (1970, p. 14): 0 4 3 2 1 times in five equal parts, D = 0.6464
    parts = {f"p{n}": " ".join(["a"] * n + ["b"] * (10 - n)) for n in (0, 4, 3, 2, 1)}
    a = dispersion(matrix(**parts)).set_index("word").loc["a"]

    assert round(a["juilland_d"], 4) == 0.6464


def test_the_normalised_dp_is_that_of_lijffijt_and_gries(matrix: Make) -> None:
    # Lijffijt & Gries (2012, p. 148): 2 1 0 times in three equal parts, .5
    three = matrix(p1="a a b", p2="a b b", p3="b b b")

    assert dispersion(three).set_index("word").loc["a", "dp_norm"] == pytest.approx(0.5)


def test_a_word_in_one_part_of_five_is_as_uneven_as_it_can_be(five: Matrix) -> None:
    # x stands once, in the part of 11: DP = 1 - 11/50; D = 1 - 2/2 with V = 2
    x = dispersion(five, minimum=1).set_index("word").loc["x"]

    assert x["dp"] == pytest.approx(39 / 50)
    assert x["juilland_d"] == pytest.approx(0)


def test_a_word_that_is_everywhere_alike_is_even(matrix: Make) -> None:
    even = dispersion(matrix(a="a b", b="a b", c="a c"), minimum=3).set_index("word").loc["a"]

    assert even["dp"] == pytest.approx(0)
    assert even["juilland_d"] == pytest.approx(1)


def test_documents_of_another_language_are_no_parts(matrix: Make) -> None:
    # 社区 stands in both Chinese documents alike; the English one does not count against it
    found = dispersion(matrix(a="社区 社区 好 路", b="社区 社区 路 好", c="team"), minimum=3)

    assert found.set_index("word").loc["社区", "dp"] == pytest.approx(0)


def test_with_one_document_there_is_nothing_to_be_spread_over(matrix: Make) -> None:
    [row] = dispersion(matrix(a="社区 社区 社区")).to_dict("records")

    assert np.isnan(row["juilland_d"])
    assert np.isnan(row["dp_norm"])
    assert row["dp"] == 0


def test_no_documents_have_no_dispersion(matrix: Make) -> None:
    none = dispersion(matrix())

    assert none.empty
    assert "juilland_d" in none


def test_every_place_of_a_word_is_told_as_a_share_of_its_document(
    table: Callable[..., Tokens],
) -> None:
    tokens = table(a="社区 好 社区 好", b="好 社区")
    found = places(tokens, "社区")

    assert found[["doc", "start", "at"]].to_numpy().tolist() == [
        ["a", 0, 0], ["a", 5, 0.5], ["b", 2, 0.5],
    ]  # fmt: skip
    assert places(tokens, "社区", rows=np.array([1]))["doc"].tolist() == ["b"]
    assert places(tokens, "路").empty

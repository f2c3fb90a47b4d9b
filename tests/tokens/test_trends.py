"""Trends: rates by year."""

from collections.abc import Callable

import numpy as np
import pytest

from workbench.tokens.matrix import Matrix
from workbench.tokens.trends import trends

Make = Callable[..., Matrix]

TEXTS = {"a": "社区 社区 好 路", "b": "社区 路", "c": "好 路 team", "d": "社区"}
YEARS = ["2018", "2018", "2020", ""]


def test_a_rate_is_among_the_words_of_its_year(matrix: Make) -> None:
    # 2018: 3 of 6; 2020: 0 of 2; 2019 has no documents and is absent; d has no date
    found = trends(matrix(**TEXTS), YEARS, ["社区"])

    assert found[["year", "count", "documents", "tokens", "rate"]].to_numpy().tolist() == [
        ["2018", 3, 2, 6, 500],
        ["2020", 0, 1, 2, 0],
    ]
    assert found["low"].iloc[1] == 0 < found["high"].iloc[1]


def test_a_year_without_words_of_the_language_is_absent(matrix: Make) -> None:
    assert trends(matrix(**TEXTS), YEARS, ["team"])["year"].tolist() == ["2020"]


def test_documents_without_a_word_of_the_language_are_not_counted(matrix: Make) -> None:
    # of the two documents of 2020 only c has English in it, and one word of it
    [row] = trends(matrix(c="好 team", d="社区"), ["2020", "2020"], ["team"]).to_dict("records")

    assert (row["documents"], row["tokens"]) == (1, 1)


def test_only_the_documents_asked_for_are_counted(matrix: Make) -> None:
    found = trends(matrix(**TEXTS), YEARS, ["社区"], rows=np.array([1, 3]))

    assert found[["year", "count", "tokens"]].to_numpy().tolist() == [["2018", 1, 2]]


@pytest.mark.parametrize(("years", "words"), [([""] * 4, ["社区"]), (YEARS, ["茶馆"]), (YEARS, [])])
def test_nothing_dated_or_asked_for_gives_an_empty_table(
    matrix: Make, years: list[str], words: list[str]
) -> None:
    found = trends(matrix(**TEXTS), years, words)

    assert found.empty
    assert "high" in found

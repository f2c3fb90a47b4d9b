"""Networks of words that stand in the same paragraphs."""

from collections.abc import Callable

import numpy as np
import pytest

from workbench.tokens.network import network
from workbench.tokens.table import Tokens

Make = Callable[..., Tokens]

TEXT = "社区 居民 居民 | 社区 居民 | 街道 经费 | 街道 经费 的 | 社区 街道"


def test_an_edge_counts_paragraphs_and_weighs_them_against_chance(table: Make) -> None:
    # 5 paragraphs; 社区 in 3, 居民 in 2, both in 2: pmi = ln(2 x 5 / 6), over -ln(2/5)
    found = network(table(a=TEXT), minimum=1).set_index(["source", "target"])

    assert found.index.tolist() == [("社区", "居民"), ("街道", "经费")]
    assert found["count"].tolist() == [2, 2]
    assert found.loc[("社区", "居民"), "weight"] == pytest.approx(np.log(10 / 6) / -np.log(2 / 5))


def test_words_that_meet_no_more_than_by_chance_are_not_joined(table: Make) -> None:
    # 社区 and 街道 meet in 1 of 5, 3 x 3 / 5 = 1.8 would be chance
    pairs = network(table(a=TEXT), minimum=1)[["source", "target"]].to_numpy().tolist()

    assert ["社区", "街道"] not in pairs


def test_paragraphs_of_another_language_are_no_paragraphs_without_the_word(table: Make) -> None:
    alone, beside = table(a=TEXT), table(a=TEXT, b="team plan | team | go")

    assert network(beside, minimum=1).query("language == 'zh'").equals(network(alone, minimum=1))


def test_words_that_are_in_every_paragraph_have_the_whole_weight(table: Make) -> None:
    found = network(table(a="社区 居民 | 居民 社区 社区"), minimum=1)

    assert found[["count", "weight"]].to_numpy().tolist() == [[2, 1]]


def test_stop_words_single_characters_and_rare_pairs_are_left_out(table: Make) -> None:
    found = network(table(a=TEXT), minimum=1, stopwords={"经费"})

    assert set(found["source"]) | set(found["target"]) == {"社区", "居民"}
    assert network(table(a=TEXT), minimum=1, stopwords=["经费"]).equals(found)
    assert network(table(a=TEXT), minimum=3).empty
    assert network(table(a=TEXT), minimum=1, most=1).empty


def test_no_documents_have_no_network(table: Make) -> None:
    assert network(table()).empty
    assert network(table(a=TEXT), rows=np.array([], int)).empty

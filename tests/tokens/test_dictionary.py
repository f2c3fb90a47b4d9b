"""The dictionary: every word of jieba with its weight, and the terms of a lexicon."""

import math

import numpy as np
import pytest

from workbench.tokens import chinese, vectors
from workbench.tokens.dictionary import Dictionary, model

REFERENCE = chinese.dictionary([])
TERMS = ["社区社会组织", "社会组织", "民非", "K队", "出壳", "五社", "企业家"]


def node_of(own: Dictionary, word: str) -> int:
    return own._node(word)


def with_terms(terms: list[str]) -> Dictionary:
    own = Dictionary(terms)
    own.add_terms(lambda term: vectors.parts(own, term))
    return own


def test_every_word_of_jieba_has_the_weight_that_jieba_gives_it() -> None:
    own = Dictionary()
    whole = math.log(REFERENCE.total)
    some = list(REFERENCE.FREQ.items())[::97]
    expected = [math.log(often) - whole if often else math.nan for _, often in some]
    found = [own.weight[node_of(own, word)] for word, _ in some]

    assert own.total == REFERENCE.total
    assert len(own.weight) == len(REFERENCE.FREQ) + 1  # and the root
    assert np.array_equal(found, expected, equal_nan=True)


def test_what_is_no_beginning_of_a_word_has_no_node() -> None:
    assert node_of(Dictionary(), "𠮷") == -1
    assert node_of(Dictionary(), "社区治") == -1


def test_terms_have_the_weights_that_jieba_gives_them() -> None:
    theirs, own = chinese.dictionary(TERMS), with_terms(TERMS)
    expected = [math.log(theirs.FREQ[term]) - math.log(theirs.total) for term in TERMS]

    assert [own.weight[node_of(own, term)] for term in TERMS] == expected
    assert theirs.total == REFERENCE.total


def test_the_weight_of_a_long_term_grows_faster_than_its_length() -> None:
    # 社区社会组织 holds against 社区 and 社会组织, for 6 x 6 > 2 x 2 + 4 x 4
    own = with_terms(TERMS)
    whole, inner = (own.weight[node_of(own, term)] for term in ("社区社会组织", "社会组织"))

    assert whole == pytest.approx(22 * 36 * math.log(10))
    assert whole > inner + own.weight[node_of(own, "社区")]


def test_a_dictionary_with_many_terms_has_room_for_them() -> None:
    terms = [
        chr(0x4E00 + number % 9000) * 2 + chr(0x5E00 + number) + "会社" for number in range(9000)
    ]
    own = with_terms(terms)

    assert all(own.weight[node_of(own, term)] > 0 for term in terms)
    assert own.weight[node_of(own, "社区")] == Dictionary().weight[node_of(Dictionary(), "社区")]


def test_the_model_is_that_of_jieba() -> None:
    from jieba.finalseg import emit_P, start_P, trans_P

    emit, start, transit = model()

    assert [start["BEMS".index(state)] for state in start_P] == list(start_P.values())
    assert all(
        transit["BEMS".index(one), "BEMS".index(two)] == value
        for one, seen in trans_P.items()
        for two, value in seen.items()
    )
    assert emit[3, ord("的") - 0x4E00] == emit_P["S"]["的"]
    assert (emit > -1e100).sum() == sum(len(seen) for seen in emit_P.values())

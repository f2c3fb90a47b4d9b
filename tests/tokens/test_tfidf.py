"""Tf-idf by hand and by scikit-learn."""

from collections.abc import Callable

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfTransformer

from workbench.errors import UsageError
from workbench.tokens.matrix import Matrix
from workbench.tokens.tfidf import top, weights

Make = Callable[..., Matrix]


def test_weights_by_hand(matrix: Make) -> None:
    # 社区 in 2 of 2: idf 1; 好 in 1 of 2: idf ln(3/2) + 1 = 1.405465
    # a: (2, 1.405465), length sqrt(4 + 1.975332) = 2.444450
    found = weights(matrix(a="社区 社区 好", b="社区"))

    assert found == pytest.approx([1.405465 / 2.444450, 2 / 2.444450, 1], abs=1e-6)


def test_weights_are_those_of_scikit_learn(five: Matrix) -> None:
    expected = TfidfTransformer().fit_transform(five.sparse())

    assert weights(five) == pytest.approx(expected[five.row, five.column].A1, abs=1e-12)


def test_the_words_of_the_greatest_weight_come_first(matrix: Make) -> None:
    both = matrix(a="社区 社区 好 路", b="社区 路")
    found = top(both, "a", most=2)

    assert found["word"].tolist() == ["社区", "好"]
    assert found["count"].tolist() == [2, 1]
    assert set(found["doc"]) == {"a"}


def test_the_words_of_one_document_have_their_weights_among_all(five: Matrix) -> None:
    found = top(five, "p3", most=99)
    cells = slice(*five.pointer[2:4])
    expected = dict(zip(five.words[five.column[cells]], weights(five)[cells], strict=True))

    assert dict(zip(found["word"], found["weight"], strict=True)) == pytest.approx(expected)


def test_a_document_that_is_not_there_is_refused(matrix: Make) -> None:
    with pytest.raises(UsageError, match="no words of document 'note-aa'; did you mean note-a"):
        top(matrix(**{"note-a": "社区"}), "note-aa")


def test_an_empty_document_has_no_weights(matrix: Make) -> None:
    assert np.array_equal(weights(matrix(a="", b="社区")), [1])
    assert top(matrix(a="", b="社区"), "a").empty

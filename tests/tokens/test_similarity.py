"""Similarity and clusters of documents."""

from collections.abc import Callable

import pytest
from sklearn.feature_extraction.text import TfidfTransformer

from workbench.errors import UsageError
from workbench.tokens.matrix import Matrix
from workbench.tokens.similarity import clusters, similarity, stability

Make = Callable[..., Matrix]

SIX = {
    "a1": "社区 居民 茶馆", "a2": "社区 居民 茶馆 好", "a3": "社区 茶馆 居民 路",
    "b1": "街道 经费 考核", "b2": "街道 经费 考核 表", "b3": "经费 街道 考核 年",
}  # fmt: skip


def test_a_document_is_like_itself_and_unlike_one_without_common_words(matrix: Make) -> None:
    found = similarity(matrix(a="社区 居民", b="居民 社区", c="街道"))

    assert found.loc["a", "b"] == pytest.approx(1)
    assert found.loc["a", "c"] == 0
    assert found.loc["c", "c"] == 1


def test_the_cosine_is_that_of_scikit_learn(five: Matrix) -> None:
    weighed = TfidfTransformer().fit_transform(five.sparse())
    expected = (weighed @ weighed.T).toarray()

    assert similarity(five).to_numpy() == pytest.approx(expected, abs=1e-12)


def test_like_documents_are_joined_first(matrix: Make) -> None:
    # six documents of two kinds: the last join is that of the kinds, at distance 1
    made = clusters(similarity(matrix(**SIX)))

    assert made[-1, 2] == pytest.approx(1)
    assert made[-1, 3] == 6
    assert all(made[:-1, 2] < 1)


def test_groups_that_rest_on_no_single_document_are_stable(matrix: Make) -> None:
    assert stability(similarity(matrix(**SIX)), 2).to_dict() == dict.fromkeys(SIX, 1.0)


def test_groups_that_rest_on_one_document_are_not(matrix: Make) -> None:
    # a chain: each is like its neighbours only, so that what is joined hangs on each of them
    chain = matrix(a="甲 乙", b="乙 丙", c="丙 丁", d="丁 戊", e="戊 己")

    assert 0 < stability(similarity(chain), 2).min() < 1


def test_documents_of_two_languages_are_not_compared(matrix: Make) -> None:
    with pytest.raises(UsageError, match="2 documents are Chinese and 1 English"):
        similarity(matrix(a="社区 居民", b="社区", c="team plan"))


def test_two_documents_are_too_few(matrix: Make) -> None:
    with pytest.raises(UsageError, match="2 documents with words: similarity needs 3"):
        similarity(matrix(a="社区", b="居民", c=""))


def test_so_many_documents_that_their_table_fills_the_memory_are_refused(
    matrix: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.tokens.similarity.MOST", 5)

    with pytest.raises(UsageError, match="6 documents: choose 5 or fewer"):
        similarity(matrix(**SIX))


@pytest.mark.parametrize("groups", [1, 5])
def test_groups_that_leave_nothing_to_change_are_refused(matrix: Make, groups: int) -> None:
    with pytest.raises(UsageError, match="ask for 2 to 4"):
        stability(similarity(matrix(**SIX)), groups)

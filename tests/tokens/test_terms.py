"""Many terms in one pass: every match, overlapping ones too, at code points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.tokens.terms import FEW, Matcher


def test_every_match_is_found_also_inside_another():
    # 社区社会组织 is [0, 6), 社会组织 [2, 6), 组织 [4, 6)
    number, start, end = Matcher(["组织", "社区社会组织", "社会组织"]).found("社区社会组织")

    assert sorted(zip(number.tolist(), start.tolist(), end.tolist(), strict=True)) == [
        (0, 4, 6),
        (1, 0, 6),
        (2, 2, 6),
    ]
    assert number.dtype == start.dtype == end.dtype == np.int32


def test_positions_are_code_points():
    # 𠮷 takes four bytes and é two, each is one code point
    assert Matcher(["五社"]).find("𠮷é五社") == [(0, 2, 4)]


def test_overlapping_matches_of_one_term_are_all_found():
    assert Matcher(["个个"]).find("个个个") == [(0, 0, 2), (0, 1, 3)]


def test_a_text_or_a_list_with_nothing_in_it_has_no_match():
    assert [len(each) for each in Matcher(["五社"]).found("")] == [0, 0, 0]
    assert [len(each) for each in Matcher([]).found("五社")] == [0, 0, 0]


def test_an_empty_term_is_refused():
    with pytest.raises(ValueError, match="empty"):
        Matcher(["五社", ""])


@given(
    st.lists(st.text("社区会组é𠮷", min_size=1, max_size=3), max_size=8, unique=True),
    st.text("社区会组é𠮷", max_size=30),
)
def test_the_matches_are_those_of_looking_at_every_position(terms: list[str], text: str):
    expected = [
        (number, start, start + len(term))
        for number, term in enumerate(terms)
        for start in range(len(text))
        if text.startswith(term, start)
    ]

    assert sorted(Matcher(terms).find(text)) == sorted(expected)


def test_many_terms_are_found_like_few():
    many = [chr(0x4E00 + at) + chr(0x4E01 + at) for at in range(FEW + 2)]

    assert Matcher(many).find(many[0] + many[-1]) == [(0, 0, 2), (FEW + 1, 2, 4)]

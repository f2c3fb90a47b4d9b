"""Candidates for terms: what holds together, moves freely, and stands on its own."""

from math import log2

import pandas as pd
import pytest

from workbench.tokens.candidates import c_values, chinese, english

# 楼组长 with three different neighbours on either side, once at the end of a run
REST = "".join(map(chr, range(0x5000, 0x502D)))  # 45 other characters, each once
TEXTS = ["请楼组长来，找楼组长谈。", "楼组长好。看楼组长写。", REST]


def row(table: pd.DataFrame, term: str) -> dict[str, object]:
    return dict(table.set_index("term").loc[term])


# --- C-value ------------------------------------------------------------------


def test_c_values_are_those_of_the_paper_on_eye_pathology():
    # Frantzi, Ananiadou & Mima (2000), their worked example: basal cell carcinoma stands 984
    # times, of which 5 + (11 - 5) + 7 + 5 + 3 = 26 lie within 5 longer candidates
    counts = {
        "adenoid cystic basal cell carcinoma": 5,
        "cystic basal cell carcinoma": 11,
        "ulcerated basal cell carcinoma": 7,
        "recurrent basal cell carcinoma": 5,
        "circumscribed basal cell carcinoma": 3,
        "basal cell carcinoma": 984,
    }
    value = c_values({tuple(term.split()): count for term, count in counts.items()})
    by_name = {" ".join(words): each for words, each in value.items()}

    assert by_name["adenoid cystic basal cell carcinoma"] == pytest.approx(5 * log2(5))
    assert by_name["cystic basal cell carcinoma"] == pytest.approx((11 - 5) * 2)
    assert by_name["ulcerated basal cell carcinoma"] == pytest.approx(14)
    assert by_name["basal cell carcinoma"] == pytest.approx((984 - 26 / 5) * log2(3))


def test_what_stands_only_within_one_longer_candidate_is_worth_nothing():
    value = c_values({"楼组长": 4, "组长": 4})

    assert value == {"楼组长": pytest.approx(4 * log2(3)), "组长": 0}


def test_no_candidates_have_no_values():
    assert c_values({}) == {}


# --- Chinese ------------------------------------------------------------------


def test_cohesion_freedom_and_c_value_by_hand():
    # 5 + 5 + 4 + 5 + 45 = 64 characters; 楼, 组, 长, 楼组, 组长, 楼组长 stand 4 times each.
    # Either split of 楼组长: log2(4 * 64 / (4 * 4)) = 4. Left of it 请, 找, the beginning of a
    # run and 看: log2 4 = 2; right of it 来, 谈, 好, 写: 2.
    found = row(chinese(TEXTS), "楼组长")

    assert (found["count"], found["documents"]) == (4, 2)
    assert found["cohesion"] == pytest.approx(4)
    assert found["freedom"] == pytest.approx(2)
    assert found["c_value"] == pytest.approx(4 * log2(3))


def test_part_of_a_word_is_no_candidate():
    # 组长 goes with one neighbour only, 楼, on its left: 0 bits
    assert chinese(TEXTS)["term"].tolist() == ["楼组长"]


def test_neighbours_that_come_again_are_worth_less():
    # left of 楼组长: 请, 请, 找, 看, each side 4: log2 4 - (2 * log2 2) / 4 = 1.5; right: 2
    found = row(chinese(["请楼组长来，请楼组长谈，找楼组长好，看楼组长写。", REST]), "楼组长")

    assert found["freedom"] == pytest.approx(1.5)


def test_the_weakest_split_decides():
    # 组长 stands twice elsewhere: 楼 4, 楼组 4, 组长 and 长 6 times, of 64 + 8 characters.
    # Both splits: log2(4 * 72 / (4 * 6)); with 长 once more, alone, 楼组|长 is the weaker:
    # log2(4 * 75 / (4 * 7))
    found = row(chinese([*TEXTS, "问组长吗。等组长吧。很长呀。"]), "楼组长")

    assert found["cohesion"] == pytest.approx(log2(4 * 75 / 28))


def test_what_is_known_or_begins_or_ends_with_a_stop_word_is_none():
    # the dictionary cuts 楼 组长
    assert row(chinese(TEXTS), "楼组长")["words"] == "楼 组长"
    assert chinese(TEXTS, known=["楼组长"]).empty
    assert chinese(TEXTS, stopwords=["楼"]).empty
    assert chinese(TEXTS, stopwords=["组长"]).empty


def test_a_character_that_is_a_stop_word_elsewhere_may_end_a_word():
    assert chinese(TEXTS, stopwords=["长"])["term"].tolist() == ["楼组长"]


def test_what_the_dictionary_has_as_one_word_is_none():
    texts = ["请志愿者来，找志愿者谈，看志愿者写。", REST]

    assert chinese(texts).empty


def test_a_known_term_is_one_word_of_a_candidate():
    texts = ["请老楼组长来，找老楼组长谈，看老楼组长写。", REST]

    assert row(chinese(texts, known=["楼组长"]), "老楼组长")["words"] == "老 楼组长"


def test_a_string_that_stands_seldom_is_none():
    assert chinese(TEXTS, minimum=5).empty
    assert chinese(TEXTS, minimum=4)["term"].tolist() == ["楼组长"]


def test_ends_of_texts_and_marks_part_strings():
    parted = ["请楼组", "长来找楼组", "长谈看楼组，长好", REST]

    assert chinese(parted)["term"].tolist() == ["楼组"]


@pytest.mark.parametrize("texts", [[], [""], ["。，"], ["plain English"]])
def test_without_characters_there_is_no_candidate(texts: list[str]):
    table = chinese(texts)

    assert list(table.columns) == [
        "term", "count", "documents", "cohesion", "freedom", "words", "c_value",
    ]  # fmt: skip
    assert table.empty


def test_what_stands_once_is_refused():
    with pytest.raises(ValueError, match="minimum 1"):
        chinese(TEXTS, minimum=1)


def test_of_two_as_likely_the_first_by_character_goes_first():
    texts = ["请楼组长来，找楼组长谈，看楼组长写。", "请邻里桌来，找邻里桌谈，看邻里桌写。", REST]

    assert chinese(texts)["term"].tolist() == ["楼组长", "邻里桌"]
    assert chinese(texts[::-1])["term"].tolist() == ["楼组长", "邻里桌"]


# --- English ------------------------------------------------------------------

EN = [
    "The Floor Leader came. A floor\nleader of ours.",
    "floor leaders, floor leader; floor. Leader",
]


def test_phrases_are_counted_over_line_breaks_and_not_over_marks():
    table = english(EN, stopwords=["the", "a", "of"])

    assert table.to_numpy().tolist() == [["floor leader", 3, 2, 3.0]]


def test_a_phrase_does_not_begin_or_end_with_a_stop_word_but_may_hold_one():
    table = english(["house of tea, house of tea"], stopwords=["of"], minimum=2)

    assert table["term"].tolist() == ["house of tea"]


def test_the_plural_of_a_known_term_is_known():
    texts = ["floor leaders. floor leaders. tea houses. tea houses"]
    table = english(texts, known=["floor leader", "tea house"], minimum=2)

    assert table.empty
    assert list(table.columns) == ["term", "count", "documents", "c_value"]

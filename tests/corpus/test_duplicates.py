"""Copies are named, whatever their script and their page; what only resembles is not."""

import random
from collections.abc import Mapping

import numpy as np
import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.corpus.duplicates import Pair, Signature, pairs, signature, similarity
from workbench.errors import UsageError

STORY = (
    "红枫社区去年在旧粮站里开了一间议事厅。每月初一和十五，楼组长们搬来凳子，"
    "把楼道堆物、停车和加装电梯这几件事一件件谈清楚。社工小组把意见记在黑板上，"
    "谁来办、哪天办完，都写得明明白白。到了年底，三十二件事里有二十七件有了着落，"
    "居民又凑钱修好了后门的雨棚，志愿队从九个人添到四十一个人。"
)
TRANSLATED = (
    "Last year the Red Maple community opened a meeting room in its old granary. Twice a "
    "month the stair wardens carry in their stools and talk through the clutter, the parking "
    "and the new lift. By December most of what stood on the blackboard had been done."
)
SHORT = "红枫社区议事厅本月开放。"


def signed(texts: Mapping[str, str]) -> dict[str, Signature]:
    return {doc: signature(text) for doc, text in texts.items()}


def copies(texts: Mapping[str, str], **options: object) -> list[tuple[str, str, str]]:
    return [pair[:3] for pair in pairs(signed(texts), texts=texts, **options)]


# --- similarity -------------------------------------------------------------------


def test_similarity_is_the_shared_part_of_the_shingles():
    # abcde bcdef cdefg / abcde bcdef cdefx: 2 of 4
    assert similarity("abcdefg", "abcdefx") == pytest.approx(2 / 4)


def test_similarity_minds_neither_width_nor_case_nor_script_nor_signs():
    assert similarity("Ａ社區，第 ３ 號楼！", "a社区第3号楼") == 1.0


def test_a_decimal_point_is_kept_between_figures():
    assert similarity("增长3.5%。", "增长35%") == 0.0
    assert similarity("增长３．５", "增长3.5。") == 1.0


@pytest.mark.parametrize(
    ("a", "b", "share"), [("", "", 0.0), ("甲", "甲。", 1.0), ("甲", "乙", 0.0), ("，", "。", 0.0)]
)
def test_texts_without_shingles_are_alike_only_if_their_letters_are(a: str, b: str, share: float):
    assert similarity(a, b) == share


@settings(deadline=None, max_examples=60)
@given(
    a=st.text(alphabet="社區区 ab。1\n𠮷é", max_size=40),
    b=st.text(alphabet="社區区 ab。1\n𠮷é", max_size=40),
)
def test_similarity_is_the_same_both_ways_and_whole_with_itself(a: str, b: str):
    assert similarity(a, b) == similarity(b, a)
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity("x" + a, "x" + a) == 1.0


# --- kinds of copies ------------------------------------------------------------------


def test_the_same_text_on_another_page_is_an_exact_copy():
    texts = {"b": STORY, "a": f"\n  {STORY.replace('，', ', ')}\n\n", "c": TRANSLATED}

    assert pairs(signed(texts)) == [Pair("a", "b", "exact", 1.0)]


@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2hk"])
def test_the_same_text_in_traditional_characters_is_a_copy_in_the_other_script(script: str):
    texts = {"a": STORY, "b": opencc.OpenCC(script).convert(STORY)}

    assert texts["b"] != STORY
    assert pairs(signed(texts)) == [Pair("a", "b", "script", 1.0)]


def test_a_reprint_with_another_head_and_foot_is_a_near_copy():
    reprint = f"本报讯（记者 甲）{STORY}（来源：乙报）"
    found = pairs(signed({"a": STORY, "b": reprint}), texts={"a": STORY, "b": reprint})

    # the story is n letters long, so n - 4 shingles, all in the reprint; 10 letters are new
    n = sum(letter.isalnum() for letter in STORY)
    assert found == [Pair("a", "b", "near", (n - 4) / (n - 4 + 10))]


def test_a_near_copy_may_be_in_the_other_script():
    reprint = "本报讯 " + opencc.OpenCC("s2tw").convert(STORY)

    assert copies({"a": STORY, "b": reprint}) == [("a", "b", "near")]


def test_a_translated_text_is_no_copy():
    assert copies({"a": STORY, "b": TRANSLATED}, at_least=0.1) == []


def test_a_short_text_is_never_a_near_copy():
    # 10 letters, and 49 besides 50: the shortest that is compared has 50
    assert copies({"a": SHORT, "b": SHORT.replace("本", "下")}, at_least=0.1) == []
    long = "".join(map(chr, range(0x4E00, 0x4E00 + 52)))
    assert copies({"a": long[:49], "b": long[:48]}, at_least=0.5) == []
    assert copies({"a": long[:51], "b": long[:50]}, at_least=0.5) == [("a", "b", "near")]


def test_a_short_text_may_be_an_exact_copy():
    texts = {"a": SHORT, "b": SHORT + "\n", "c": opencc.OpenCC("s2t").convert(SHORT)}

    assert copies(texts) == [("a", "b", "exact"), ("a", "c", "script")]


@pytest.mark.parametrize("text", ["", " \n", "——。"])
def test_a_text_without_letters_is_a_copy_of_none(text: str):
    assert pairs(signed({"a": text, "b": text}), at_least=0.01) == []


def test_each_copy_is_paired_once_with_the_first_of_its_kind():
    traditional = opencc.OpenCC("s2t").convert(STORY)
    near = STORY[:-8]
    texts = {"d": STORY, "b": STORY, "a": STORY, "f": traditional, "e": traditional, "g": near}

    assert copies(texts) == [
        ("a", "b", "exact"),
        ("a", "d", "exact"),
        ("a", "e", "script"),
        ("a", "g", "near"),
        ("e", "f", "exact"),
    ]


# --- which pairs -----------------------------------------------------------------------


def test_only_pairs_with_a_new_document_where_some_are_new():
    near = STORY[:-8]
    texts = {"a": STORY, "b": STORY, "c": near, "d": near, "e": near[:-1]}

    assert copies(texts, among=["b"]) == [("a", "b", "exact")]
    assert copies(texts, among=["e", "unknown"]) == [("a", "e", "near"), ("c", "e", "near")]
    assert copies(texts, among=["a", "c", "e"]) == copies(texts)
    assert copies(texts, among=[]) == []


def test_a_pair_below_the_threshold_is_left_out_by_its_exact_value():
    half = STORY[: len(STORY) * 3 // 4]
    exact = similarity(STORY, half)
    texts = {"a": STORY, "b": half}

    assert 0.6 < exact < 0.8
    assert copies(texts) == []
    assert copies(texts, at_least=exact) == [("a", "b", "near")]
    assert copies(texts, at_least=exact + 1e-9) == []


def test_without_the_texts_an_estimate_is_given_and_said_to_be_one():
    reprint = f"本报讯（记者 甲）{STORY}（来源：乙报）"
    [pair] = pairs(signed({"a": STORY, "b": reprint}), texts={"a": STORY})

    assert pair.estimated
    assert pair.similarity == pytest.approx(similarity(STORY, reprint), abs=0.12)
    assert pair.similarity * 128 == int(pair.similarity * 128)


@pytest.mark.parametrize("at_least", [0, -0.1, 1.01, float("nan")])
def test_an_impossible_similarity_is_refused(at_least: float):
    with pytest.raises(UsageError, match="take one above 0, at most 1"):
        pairs({}, at_least=at_least)


@pytest.mark.parametrize("at_least", [0.05, 0.5, 1.0])
def test_every_possible_similarity_can_be_asked_for(at_least: float):
    # the order of two different runs of 60 letters: all shingles but 4 are shared, both ways 4 new
    one = "".join(map(chr, range(0x4E00, 0x4E00 + 120)))
    other = one[60:] + one[:60]

    assert copies({"a": one, "b": other}, at_least=at_least) == (
        [("a", "b", "near")] if at_least <= 112 / 120 else []
    )


def test_planted_reprints_are_all_found_and_nothing_else():
    chance = random.Random(5)  # noqa: S311
    words = [
        "".join(chance.choices("社区居民议事楼道电梯志愿服务中心红白灰绿高低", k=2))
        for _ in range(400)
    ]
    texts = {f"doc-{n:04}": "".join(chance.choices(words, k=60)) for n in range(2000)}
    planted = {}
    for number, doc in enumerate(chance.sample(sorted(texts), 20)):
        planted[f"reprint-{number:02}"] = doc
        texts[f"reprint-{number:02}"] = f"转载{number}：{texts[doc]}责编某某"

    assert copies(texts) == sorted((doc, reprint, "near") for reprint, doc in planted.items())


def test_pairs_just_above_the_threshold_are_not_missed():
    # 200 letters have 196 shingles, the first 161 of them 157: 157 / 196 = 0.801
    chance = random.Random(8)  # noqa: S311
    letters = [chr(0x4E00 + n) for n in range(300)]
    texts = {f"a{n:03}": "".join(chance.choices(letters, k=200)) for n in range(300)}
    texts |= {doc.replace("a", "b"): text[:161] for doc, text in texts.items()}

    assert copies(texts) == [(f"a{n:03}", f"b{n:03}", "near") for n in range(300)]


# --- signatures --------------------------------------------------------------------------


def test_a_signature_is_the_same_on_every_machine():
    sign = signature(STORY)

    # sha256 of "abcde"; its only shingle
    assert signature("ABC, de!").written[:16] == "36bbe50ed96841d1"
    assert signature("ABC, de!").shingles == 1
    assert sign.values.dtype == np.uint32
    assert sign.values.shape == (128,)
    assert [int(value) for value in sign.values[:3]] == [39473398, 61049415, 4575474]


@pytest.mark.parametrize(
    "text", [STORY, TRANSLATED, SHORT, "", "。", opencc.OpenCC("s2t").convert(STORY)]
)
def test_a_signature_comes_back_from_its_word(text: str):
    sign = signature(text)
    back = Signature.from_hex(sign.to_hex())

    assert back[:3] == sign[:3]
    assert np.array_equal(back.values, sign.values)
    assert back.values.dtype == np.uint32
    assert back.to_hex() == sign.to_hex()


@pytest.mark.parametrize("word", ["", "0" * 7, "0" * 200, "0" * 135, "g" * 136])
def test_another_word_is_no_signature(word: str):
    with pytest.raises(ValueError, match=r"signature|hex|invalid"):
        Signature.from_hex(word)


def test_a_long_text_is_signed_as_a_short_one_is():
    # more shingles than are hashed at a time: the values are the smallest of all of them
    chance = random.Random(5)  # noqa: S311
    letters = "".join(chance.choices("社区居民议事楼道电梯志愿服务中心红白灰绿高低", k=12_000))
    parts = [signature(letters[:6_004]).values, signature(letters[6_000:]).values]

    assert signature(letters).shingles > 10_000
    assert np.array_equal(signature(letters).values, np.minimum(*parts))

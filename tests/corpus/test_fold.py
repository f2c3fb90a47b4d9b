"""Folded search: whatever way a text was typed, the find is a span of the stored text."""

import re
import unicodedata
from itertools import pairwise

import opencc
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workbench.corpus.fold import find, folded, found, pattern
from workbench.corpus.views import Alike, View
from workbench.errors import UsageError

BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # as machines are
FAMILY = "👨\u200d👩\u200d👧"
PIECES = ["e\u0301", "é", "Ａ", "b", "ß", "ﬁ", "㎡", "３", "1", "社", "區", "区", "乾", "着", "著",
          "裏", "臺", "\uf900", "𠮷", "𠀋", FAMILY, "❤\ufe0f", "葛\U000e0100", "한",
          "\u1112\u1161\u11ab", "ｶﾞ", "\u0130", "क\u093f", "a\u200b\u0301", "x\u00ad", "。",
          "\u00a8"]  # fmt: skip
BLANKS = [" ", "\u00a0", "\u3000", "\r\n", "\n", "\t", "\u200b", "\ufeff", "\u202e"]
TEXTS = st.lists(st.sampled_from(PIECES * 2 + BLANKS), max_size=14)
ANY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.characters(categories=["Mn", "Mc", "Zs", "Cf"]),
        st.sampled_from("aeIo\u0130\u0345\u1112\u1161\u11ab한각ｶﾞ \u00a8\u0301\u200b\ufe0f"),
    ),
    max_size=8,
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
TRADITIONAL = opencc.OpenCC("s2t")


def wide(text: str) -> str:
    """Every ASCII sign as its full-width twin."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


VARIANTS = {
    "itself": str,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "compatible": lambda text: unicodedata.normalize("NFKC", text),
    "capitals": str.upper,
    "traditional": TRADITIONAL.convert,
    "full-width": wide,
}


# --- by hand --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fold"),
    [
        ("社區治理", "社区治理"),
        ("乾隆 皇后 皇後", "干隆 皇后 皇后"),
        ("裏裡里 臺台 着著 衞衛卫", "里里里 台台 着着 卫卫卫"),
        ("餘馀 鉅钜巨", "余余 巨巨巨"),
        ("\uf900 ⼈", "岂 人"),  # 豈 encoded twice, and the radical 人
        ("３１０㎡ ﬁ Straße İ", "310m2 fi strasse i\u0307"),
        ("CAFÉ cafe\u0301", "café café"),
        ("ｶﾞ \u1112\u1161\u11ab", "ガ 한"),
        ("a\u00a0 \u3000\r\n\tb", "a b"),
        ("a \u200b b", "a b"),
        ("治\u200b理\u2060\ufeff \u202e乙\u202c x\u00ady", "治理 乙 xy"),
        (FAMILY + "❤\ufe0f", "👨👩👧❤"),
        ("𠮷𠀋葛\U000e0100", "𠮷𠀋葛"),
        ("e\u200d\u0301", "é"),
        ("\u0301a", "\u0301a"),
        ("", ""),
        ("\u200b\ufe0f", ""),
    ],
)
def test_a_fold_is_what_is_compared(text: str, fold: str):
    assert folded(text).text == fold


def test_every_character_of_a_fold_stands_for_its_cluster():
    # 𠮷 0, ㎡ 1, e + accent [2, 4), two blanks [4, 6), ß 6
    view = folded("𠮷㎡e\u0301 \u00a0ß")

    assert view.text == "𠮷m2é ss"
    assert letters(view) == [(0, 1), (1, 2), (1, 2), (2, 4), (4, 6), (6, 7), (6, 7)]


def letters(view: Alike | View) -> list[tuple[int, int]]:
    """The span of the source behind each character of a reading."""
    return [view.source_span(at, at + 1) for at in range(len(view.text))]


@pytest.mark.parametrize(
    ("text", "query", "spans"),
    [
        ("社区、社區、社\u200b區", "社区", [(0, 2), (3, 5), (6, 9)]),
        ("社区 社區", "社區", [(0, 2), (3, 5)]),
        ("共３１０户，310戶", "310户", [(1, 5), (6, 10)]),
        ("Social\u00a0 \nWork", "social work", [(0, 13)]),
        ("ab", "Ａ", [(0, 1)]),
        ("𠮷👨\u200d👩a", "👩A", [(3, 5)]),
        ("a葛\U000e0100城", "葛", [(1, 3)]),
        ("e\u0301t\u00e9", "É", [(0, 2), (3, 4)]),
        ("e\u0301", "e", []),
        ("见第 12 号，第12号，第 １２\u3000號", "第12号", [(1, 7), (8, 12), (13, 19)]),
        ("第12号 第 12号", "第 12 号", [(0, 4), (5, 10)]),
        ("12 13 甲 乙", "1213", []),
        ("12 13 甲 乙", "甲乙", []),
        ("aaaaa", "aa", [(0, 2), (2, 4)]),
        ("区", "区域", []),
        ("", "a", []),
    ],
)
def test_a_query_in_one_form_finds_the_others(text: str, query: str, spans: list[tuple[int, int]]):
    assert find(text, query) == spans


@pytest.mark.parametrize(
    ("text", "query", "spans"),
    [
        ("㎡㎡", "2m", [(0, 2)]),
        ("ﬁx", "ix", [(0, 2)]),
        ("ﬀf", "f", [(0, 1), (1, 2)]),  # ff is one sign: found once
        ("ﬃﬁ", "fi", [(0, 1), (1, 2)]),
        ("ﬀfi", "ff", [(0, 1)]),
        ("fﬀff", "ff", [(0, 2), (2, 4)]),  # between them one that reaches into the first
        ("㎡㎡㎡", "2m", [(0, 2)]),  # the second find would begin in the sign just found
    ],
)
def test_a_find_that_cuts_a_cluster_covers_it_and_finds_do_not_overlap(
    text: str, query: str, spans: list[tuple[int, int]]
):
    assert find(text, query) == spans


def test_every_document_is_searched_in_order():
    table = found({"b": "治理與治理", "a": "没有", "c": "A 治\n理 治 理"}, "治理")

    assert list(table.itertuples(index=False, name=None)) == [("b", 0, 2), ("b", 3, 5)]


@pytest.mark.parametrize("texts", [{}, {"d": "nothing"}])
def test_no_find_is_a_table_without_rows(texts: dict[str, str]):
    table = found(texts, "甲")

    assert table.empty
    assert list(table.columns) == ["doc", "start", "end"]
    assert table["start"].dtype == "int64"
    assert pd.api.types.is_string_dtype(table["doc"])


@pytest.mark.parametrize("query", ["", " \n\u00a0", "\u200b", "\u3000\ufe0f"])
def test_a_query_of_nothing_is_refused(query: str):
    with pytest.raises(UsageError, match="has nothing to look for; give a word or a sign"):
        find("text", query)
    with pytest.raises(UsageError, match="has nothing to look for"):
        found({}, query)


def test_a_run_of_invisible_signs_is_read_in_one_pass():
    assert find("\u200b" * 50_000 + "e\u0301", "é") == [(50_000, 50_002)]


def test_every_simplified_character_is_found_under_its_traditional_form():
    letters = "".join(map(chr, range(0x4E00, 0xA000)))
    for script in ("s2t", "t2s", "s2hk", "hk2s"):
        other = opencc.OpenCC(script).convert("\n".join(letters)).replace("\n", "")

        assert folded(other).text == folded(letters).text, script


# --- for every text ---------------------------------------------------------------


@settings(BUSY, max_examples=300)
@given(ANY)
@example("a\u0345\u0301")
@example("\u00a8 \u0301 \u200b\u0301")
@example("\u1112\u200b\u1161")
def test_folding_by_clusters_is_folding_the_whole(text: str):
    seen = "".join(sign for sign in text if folded(f"a{sign}").text != "a")
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    whole = "".join(folded(sign).text for sign in plain)

    assert folded(text).text == re.sub(r"\s+", " ", whole)


@settings(BUSY, max_examples=150)
@given(ANY)
def test_a_fold_folds_to_itself(text: str):
    once = folded(text)

    assert folded(once.text).text == once.text
    assert all(start < end for start, end in letters(once))
    # neither end of what stands behind the characters ever falls
    assert all(one[0] <= other[0] for one, other in pairwise(letters(once)))
    assert all(one[1] <= other[1] for one, other in pairwise(letters(once)))


@settings(BUSY, max_examples=200)
@given(TEXTS, TEXTS, TEXTS, st.sampled_from(PIECES), st.sampled_from(sorted(VARIANTS)))
def test_a_passage_is_found_again_in_every_form(
    before: list[str], passage: list[str], after: list[str], piece: str, form: str
):
    # no passage holds the lozenge, so no earlier find reaches into this one
    head, own = "".join([*before, "◆"]), "".join([*passage, piece])
    text = "".join([head, own, "◆", *after])
    seen = [at for at, sign in enumerate(own, len(head)) if not INVISIBLE.match(sign)]
    spans = find(text, VARIANTS[form](own))

    assert any(start <= seen[0] and seen[-1] < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(folded(own).text in folded(text[start:end]).text for start, end in spans)


def test_a_pattern_folds_its_words_and_keeps_its_syntax():
    assert pattern(r"樞紐[型類]\S＋?|３\D") == r"枢纽[型类]\S\+?|3\D"

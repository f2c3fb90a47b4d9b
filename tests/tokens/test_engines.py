"""Three ways of cutting, one result: jieba itself, compiled kernels, vectors."""

import json
import lzma
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.tokens import tokenize
from workbench.tokens.table import Tokens
from workbench.tokens.tokenize import cutter, runs

TESTS = Path(__file__).parents[1]
SHIPPED = [*(TESTS.parent / "corpus" / "texts").glob("*.txt"), *(TESTS / "mini").rglob("*.txt")]
BENCH = Path(os.environ.get("WORKBENCH_BENCH", "")) / "zh_laws.jsonl.xz"

TERMS = [
    "社区社会组织",
    "社会组织",
    "枢纽型社会组织",
    "民办非企业单位",
    "民非",
    "五社",
    "K队",
    "H街道",
]
PIECES = [
    *TERMS,
    *["居民非常满意", "企业", "在", "的", "区", "乾隆", "㐀䶵", "𠮷野家", "﨑", "鿿龥", "葛翩闿骙"],
    *["的了在区组", "乒乓球拍卖完了", "工信处女干事每月经过", "小明硕士毕业", "柳荫桂枝陆青"],
    *["3.14%", "1.", ".5", "a.b", "AT&T", "c++", "C#", "x_1", "47.1%", "51个", "2-3", "%%", "..."],
    *["NGO ", "Dr. Li said: ", "it's", '"so"', "é", "ＡＢＣ", "３１０㎡", "👍🏽", "e\u0301"],
    *["\r\n", "\r", "\n", "\n\n \n", "\t", "\u3000", "\u00a0", "\u200b", "，", "。", "、", "—"],
]
MIXED = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=6),
        st.text("abAB019.%+-_#& 的了社区组织", max_size=8),
        st.text(st.characters(codec="utf-8"), max_size=4),
    ),
    max_size=14,
).map("".join)

Cut = Callable[[list[tuple[str, str]]], Tokens]


def different(one: Tokens, other: Tokens) -> list[str]:
    """The columns in which two token tables differ."""
    return [
        name for name in vars(one) if not np.array_equal(getattr(one, name), getattr(other, name))
    ]


@pytest.fixture(scope="module", params=[(), tuple(TERMS)], ids=["no terms", "terms"])
def three(request: pytest.FixtureRequest) -> dict[str, Cut]:
    """The engines with one lexicon; compiled and vectors are ``fast`` with more or less text."""
    fast = cutter(request.param)

    def forced(*, compiled: bool) -> Cut:
        def cut(texts: list[tuple[str, str]]) -> Tokens:
            with pytest.MonkeyPatch.context() as patch:
                if compiled:  # a batch a text: more than one, so that it pays to compile
                    patch.setattr(tokenize, "BATCH", 0)
                    return fast([*texts, ("~", "")])
                patch.setattr(tokenize, "compiles", lambda: False)
                return fast([*texts, ("~", "")])

        return cut

    jieba = cutter(request.param, engine="jieba")
    return {
        "jieba": lambda texts: jieba([*texts, ("~", "")]),
        "compiled": forced(compiled=True),
        "vectors": forced(compiled=False),
    }


@pytest.mark.parametrize("engine", ["compiled", "vectors"])
def test_mixed_text_is_cut_as_jieba_cuts_it(three: dict[str, Cut], engine: str) -> None:
    @settings(max_examples=int(os.environ.get("WORKBENCH_FUZZ", "150")), deadline=None)
    @given(st.lists(MIXED, min_size=1, max_size=3))
    @example(["", "\n", "社区"])
    @example(["居民非常满意", "民非"])
    def check(texts: list[str]) -> None:
        pairs = [(str(number), text) for number, text in enumerate(texts)]

        assert different(three[engine](pairs), three["jieba"](pairs)) == []

    check()


@pytest.mark.parametrize("engine", ["compiled", "vectors"])
def test_every_text_that_is_shipped_is_cut_as_jieba_cuts_it(
    three: dict[str, Cut], engine: str
) -> None:
    pairs = [(path.name, path.read_bytes().decode()) for path in SHIPPED]

    assert len(pairs) > 20
    assert different(three[engine](pairs), three["jieba"](pairs)) == []


@pytest.mark.skipif(not BENCH.is_file(), reason="WORKBENCH_BENCH names no folder with the laws")
@pytest.mark.parametrize("engine", ["compiled", "vectors"])
def test_a_large_corpus_is_cut_as_jieba_cuts_it(three: dict[str, Cut], engine: str) -> None:
    with lzma.open(BENCH, "rt", encoding="utf-8") as lines:
        held = [json.loads(line) for number, line in enumerate(lines) if number % 40 == 0]
    pairs = [(each["id"], each["text"]) for each in held]

    assert different(three[engine](pairs), three["jieba"](pairs)) == []


# --- what a token table holds ------------------------------------------------------


def test_each_token_stands_where_it_says_and_in_its_paragraph() -> None:
    # lines with something on them: 0 "社区 NGO", 1 "the TEAM", 2 "队伍"
    text = "\n社区 NGO\n \n  the TEAM\r\n队伍"
    tokens = cutter([])([("a", ""), ("b", text)])
    own = tokens.of(1)
    said = [
        (tokens.words[word], tokens.languages[word], text[start : start + length], int(line))
        for word, start, length, line in zip(
            tokens.word[own], tokens.start[own], tokens.length[own], tokens.paragraph[own],
            strict=True,
        )
    ]  # fmt: skip

    assert tokens.pointer.tolist() == [0, 0, 5]
    assert said == [
        ("社区", "zh", "社区", 0),
        ("ngo", "en", "NGO", 0),
        ("the", "en", "the", 1),
        ("team", "en", "TEAM", 1),
        ("队伍", "zh", "队伍", 2),
    ]


def test_words_of_both_languages_stand_in_one_vocabulary_once_each() -> None:
    # "a" is Chinese text in the first and English in the second; Team and team are one word
    tokens = cutter([])([("a", "社区a"), ("b", "a Team, team")])
    pairs = list(zip(tokens.words, tokens.languages, strict=True))

    assert pairs == [("a", "en"), ("a", "zh"), ("team", "en"), ("社区", "zh")]
    assert pairs == sorted(pairs)
    assert tokens.word.tolist() == [3, 1, 0, 2, 2]


def test_no_texts_make_an_empty_table() -> None:
    for engine in ("fast", "jieba"):
        assert len(cutter([], engine=engine)([])) == 0


def test_texts_in_many_batches_are_cut_like_those_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [
        (str(number), f"第{number}次的社区 team {number}\n居民非常满意") for number in range(30)
    ]
    whole = cutter(TERMS)(pairs)
    monkeypatch.setattr(tokenize, "BATCH", 64)

    assert different(cutter(TERMS)(pairs), whole) == []


def test_two_cutters_do_not_share_a_lexicon_and_one_serves_two_threads() -> None:
    text = "由益杨非物质文化遗产中心承接" * 50
    own, other = cutter(["益杨非物质文化遗产"]), cutter([])
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(own, [[("a", text)]] * 6))

    assert all(different(each, made[0]) == [] for each in made)
    assert "益杨非物质文化遗产" in made[0].words
    assert "益杨非物质文化遗产" not in other([("a", text)]).words


# --- terms ---------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(MIXED, st.sampled_from(TERMS))
def test_a_term_changes_nothing_where_it_does_not_stand(text: str, term: str) -> None:
    if term in text:
        return
    with_term = cutter_of(term)([("a", text)])

    assert different(with_term, cutter_of()([("a", text)])) == []


_known: dict[tuple[str, ...], Cut] = {}


def cutter_of(*terms: str) -> Cut:
    return _known.setdefault(terms, cutter(terms))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=6), st.lists(st.sampled_from(PIECES), max_size=6))
def test_a_long_term_is_whole_wherever_it_stands(before: list[str], after: list[str]) -> None:
    term = "民办非企业单位"
    left = "".join(before)
    text = left + term + "".join(after)
    tokens = cutter_of(term)([("a", text)])
    found = set(zip(tokens.start.tolist(), tokens.length.tolist(), strict=True))

    if not any(language == "en" and a < len(left) < b for language, a, b in runs(text)):
        assert (len(left), len(term)) in found


# --- what is needed, and what is not ---------------------------------------------------

LEAN = """
import sys
from workbench.tokens.tokenize import cutter
from workbench.tokens.matrix import counted
counted(cutter(["社区社会组织"])([("a", "社区社会组织 teams 在这里。")]))
print([name for name in ("numba", "pandas", "scipy", "nltk", "jieba", "pydantic")
       if name in sys.modules])
"""


def test_a_few_texts_are_cut_and_counted_without_anything_that_is_slow_to_start() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEAN], capture_output=True, text=True, check=True, encoding="utf-8"
    )

    assert done.stdout.strip() == "[]"

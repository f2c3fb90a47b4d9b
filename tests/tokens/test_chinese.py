"""Segmentation: exact spans, whole terms, and a dictionary of one's own."""

import marshal
import tempfile
from pathlib import Path

import jieba
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.tokens.chinese import cuttable, segmenter

CORPUS = Path(__file__).parents[2] / "corpus" / "texts"

TERMS = [
    "社区社会组织",
    "枢纽型社会组织",
    "政府购买服务",
    "民办非企业单位",
    "益杨非物质文化遗产",
    "社会组织",
    "民非",
]

PIECES = [
    *TERMS,
    "居民非常满意",
    "企业",
    "𠮷野家",
    "👨‍👩‍👧",
    "👍🏽",
    "e\u0301",
    "ＡＢＣ",
    "３１０㎡",
    "\r\n",
    "\r",
    "\n",
    "\u3000",
    "\u00a0",
    "\u200b",
    "，",
    "。",
    "the H Street's 51 teams, ",
    "2,124.15",
    "47.1%",
    "K队",
]
MIXED = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(codec="utf-8"), max_size=5)),
    max_size=12,
).map("".join)

with_terms = segmenter(TERMS)
without_terms = segmenter([])


def reference() -> jieba.Tokenizer:
    """A jieba of its own, with jieba's dictionary and nothing else."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


REFERENCE = reference()


def words(text: str, cut=with_terms) -> list[str]:
    return [word for word, _, _ in cut(text)]


# --- spans --------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(MIXED)
@example("𠮷野家\r\n👨‍👩‍👧社区社会组织")
def test_words_are_the_text_cut_up_and_each_stands_where_it_says(text: str):
    found = list(with_terms(text))

    assert "".join(word for word, _, _ in found) == text
    assert all(text[start:end] == word for word, start, end in found)


def test_no_text_has_no_words():
    assert list(with_terms("")) == []


# --- the same as jieba --------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(MIXED)
def test_without_terms_the_words_are_those_of_jieba(text: str):
    assert words(text, without_terms) == REFERENCE.lcut(text)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_without_terms_the_corpus_is_cut_as_jieba_cuts_it(path: Path):
    text = path.read_bytes().decode()

    assert words(text, without_terms) == REFERENCE.lcut(text)


def test_jieba_is_left_as_it_was_for_everyone_else():
    segmenter(["益杨非物质文化遗产"])

    assert not jieba.dt.initialized or "益杨非物质文化遗产" not in jieba.dt.FREQ


# --- terms --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ("社区社会组织", "街道今年培育了三个社区社会组织参与治理。"),
        ("枢纽型社会组织", "以枢纽型社会组织带动其他团队发展"),
        ("政府购买服务", "项目经费来自政府购买服务和居民自筹"),
        ("民办非企业单位", "在区民政局登记为民办非企业单位后"),
        ("益杨非物质文化遗产", "由益杨非物质文化遗产保护中心承接"),
    ],
)
def test_a_term_of_the_study_stays_whole(term: str, sentence: str):
    assert term in words(sentence)
    assert "".join(words(sentence)) == sentence


@pytest.mark.parametrize("term", ["社区社会组织", "枢纽型社会组织", "民办非企业单位"])
def test_without_the_term_jieba_cuts_it(term: str):
    assert term not in words(f"培育{term}参与治理", without_terms)


def test_the_longer_of_two_terms_wins():
    assert words("社区社会组织") == ["社区社会组织"]
    assert words("社会组织") == ["社会组织"]


def test_an_enterprise_is_not_found_inside_a_private_non_enterprise_unit():
    # 企业 stands three times in the text, twice of them inside 民办非企业单位
    found = words("民办非企业单位不是企业，民办非企业单位登记")

    assert found.count("民办非企业单位") == 2
    assert found.count("企业") == 1


def test_a_short_term_is_not_found_across_two_words():
    # 居民 + 非常: the 民 and 非 in the middle are no 民非
    assert "民非" not in words("居民非常满意，居民非议不断")
    assert "民非" in words("登记为民非，作为民非机构")


def test_two_segmenters_do_not_share_a_dictionary():
    sentence = "由益杨非物质文化遗产保护中心承接"
    before = words(sentence, without_terms)

    own = words(sentence, segmenter(["益杨非物质文化遗产"]))

    assert "益杨非物质文化遗产" in own
    assert words(sentence, without_terms) == before == words(sentence, segmenter([]))


def test_the_order_of_the_terms_does_not_matter():
    sentence = "枢纽型社会组织与社区社会组织登记为民非或民办非企业单位"

    assert words(sentence, segmenter(TERMS)) == words(sentence, segmenter(reversed(TERMS)))


def test_a_term_of_letters_digits_and_han_can_be_kept_whole():
    terms = ["社区社会组织", "H街道", "191号文", "政府-市场导向型", "K_1"]

    assert all(cuttable(term) for term in terms)
    assert words("，".join(terms), segmenter(terms))[::2] == terms


@pytest.mark.parametrize("term", ["社区 组织", "“五社”", "政府—市场", "Ａ区", "𠮷野家", ""])
def test_a_term_with_a_mark_or_a_space_cannot(term: str):
    assert not cuttable(term)


# --- the cache of somebody else -----------------------------------------------


def test_a_cache_in_the_temporary_folder_is_never_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    # the cache says that 区治 is the one word there is: jieba would believe it
    poison = marshal.dumps(({"区": 0, "区治": 10**9, "社": 1, "理": 1}, 10**9))
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (folder / "jieba.cache").write_bytes(poison)
    believing = jieba.Tokenizer()
    believing.initialize()

    found = words("社区治理", segmenter([]))

    assert believing.FREQ["区治"] == 10**9
    assert found == ["社区", "治理"]
    assert (folder / "jieba.cache").read_bytes() == poison
    assert [path.name for path in folder.iterdir()] == ["jieba.cache"]

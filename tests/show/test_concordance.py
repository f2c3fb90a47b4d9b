"""Hits, passages, results and cut texts as HTML: complete, capped, and literal."""

import pandas as pd
import pytest

from workbench import show
from workbench.show.concordance import SHOWN, passage
from workbench.show.inspector import WAYS, segmentation
from workbench.show.results import number, results

from . import asked

HOSTILE = "<script>alert(1)</script>"


def hits(count: int, **more: object) -> pd.DataFrame:
    row = {"doc": "d1", "start": 4711, "end": 4713, "language": "zh",
           "left": "甲 ", "match": "<社>", "right": " 乙", **more}  # fmt: skip
    return pd.DataFrame([row] * count, columns=list(row))


# --- hits ---------------------------------------------------------------------


def test_a_hit_shows_its_document_language_and_place():
    made = show.concordance(asked.DOCUMENTS, hits(1)).markup

    assert "1 hits" in made
    assert "&lt;社&gt;" in made
    assert "<td>4711</td>" in made
    assert '<span lang="zh">中文</span>' in made


def test_a_document_leads_to_its_evidence_page_where_its_text_is_printed_there():
    found = pd.concat([hits(1), hits(1, doc="d4")])
    made = show.concordance(asked.DOCUMENTS, found).markup

    assert '<a href="../build/6-book/html/evidence/d1.html" title="议事"' in made
    assert '<span title="存目" style="white-space: nowrap">d4</span>' in made


def test_more_hits_than_a_page_holds_are_counted_and_cut():
    # 201 hits, of which the first 200 are on the page
    made = show.concordance(asked.DOCUMENTS, hits(SHOWN + 1)).markup

    assert "201 hits, first 200" in made
    assert made.count("<td>4711</td>") == SHOWN


def test_no_hits_are_told_as_none():
    made = show.concordance(asked.DOCUMENTS, hits(0)).markup

    assert "检索结果 0 处" in made
    assert "0 hits" in made
    assert "<table" not in made


def test_documents_that_could_not_be_searched_are_counted():
    assert "3 documents are held by reference only" in (
        show.concordance(asked.DOCUMENTS, hits(0), by_reference=3).markup
    )
    assert "by reference" not in show.concordance(asked.DOCUMENTS, hits(1)).markup


def test_a_passage_is_lit_up_between_what_stands_around_it():
    made = passage(asked.DOCUMENTS, "d1", ("前\n", "<中>", "后")).markup

    assert '前\n<mark style="background: #fff1a8; color: #111">&lt;中&gt;</mark>后' in made
    assert '<span lang="zh">议事</span> <span lang="en">Talks</span>' in made


def test_hostile_texts_make_no_element():
    named = asked.DOCUMENTS.assign(title_zh=HOSTILE, title_en=HOSTILE)
    made = [
        show.concordance(named, hits(1, left=HOSTILE, match=HOSTILE, right=HOSTILE)),
        passage(named, "d1", (HOSTILE, HOSTILE, HOSTILE)),
        segmentation(HOSTILE, cut((HOSTILE, 0, len(HOSTILE), "model"), detail=HOSTILE)),
        results(asked.COUNTED.assign(word=HOSTILE), caption=("词", HOSTILE)),
    ]

    assert not any("<script" in one.markup for one in made)


# --- how a text is cut --------------------------------------------------------


def cut(*rows: tuple[str, int, int, str], detail: str = "why") -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["word", "start", "end", "how"])
    return table.assign(language="zh", detail=detail)


def test_every_word_is_boxed_and_what_stands_between_is_kept():
    made = segmentation(
        "居民，议事。",
        cut(("居民", 0, 2, "dictionary"), ("，", 2, 3, "mark"), ("议事", 3, 5, "model")),
    )

    assert ">居民</span>" in made.markup
    assert '#888">，</span>' in made.markup  # a mark is no word
    assert ">。</span>" in made.markup
    assert 'title="[3, 5) why"' in made.markup


def test_ways_are_told_apart_without_colour():
    frames = {way.frame.split("#")[0] for way in WAYS.values()}  # width and style of the line

    assert len(frames) == len(WAYS)


def test_the_legend_explains_the_ways_that_occur_and_no_others():
    made = segmentation("居民", cut(("居民", 0, 2, "lexicon"))).markup

    assert "词表术语 term of the lexicon" in made
    assert "HMM" not in made


def test_a_text_without_words_says_so():
    assert "<table" not in segmentation("，", cut()).markup


# --- results ------------------------------------------------------------------


def test_a_result_names_its_columns_and_counts_its_rows():
    made = results(asked.COUNTED, caption=("词频", "Frequencies"), most=2).markup

    assert "词频（5 项中的前 2 项）" in made
    assert "Frequencies (first 2 of 5)" in made
    assert made.count("<tr>") == 3
    assert '<span lang="zh">每千词</span> <span lang="en">Per 1,000 words</span>' in made


def test_a_result_without_rows_is_a_sentence():
    made = results(asked.COUNTED.iloc[:0], caption=("词频", "Frequencies")).markup

    assert "没有词符合条件" in made
    assert "<table" not in made


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1234, "1,234"), (1234.5, "1,234.50"), (0.5, "0.500"), (-12.345, "-12.35"),
     (float("nan"), "–"), (True, "1"), (float("inf"), "∞"), (-float("inf"), "−∞"),
     (5.19e20, "5.2e+20")],
)  # fmt: skip
def test_numbers_are_read_with_separators_and_few_digits(value: float, shown: str):
    assert number(value) == shown


def test_a_p_is_never_told_as_nothing():
    assert number(0.0, sure=True) == "< 0.0001"
    assert number(0.03, sure=True) == "0.0300"


def test_a_year_is_no_quantity():
    assert "<th scope=\"row\">2019</th>" in results(
        asked.trends(("居民", "2019")).assign(year=2019), caption=("年", "years")
    ).markup  # fmt: skip

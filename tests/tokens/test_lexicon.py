"""The lexicon: where its terms stand in a text, and which of them cannot be."""

import pandas as pd
import pytest

from workbench.corpus import fold
from workbench.tokens.entries import faults, synonym_faults
from workbench.tokens.lexicon import TERMS, Lexicon, lexicon


def terms(*rows: tuple[str, ...]) -> pd.DataFrame:
    """Lines of a language, a term and perhaps its parts."""
    table = pd.DataFrame(
        [(term, language, ";".join(parts), "concept", "") for language, term, *parts in rows],
        columns=list(TERMS),
    )
    return table.set_index(pd.Index(range(2, 2 + len(rows)), name="line"))


def synonyms(*rows: tuple[str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["term", "canonical"]).assign(language="zh", note="")
    return table.set_index(pd.Index(range(2, 2 + len(rows)), name="line"))


def stopwords(*words: str) -> pd.DataFrame:
    return pd.DataFrame({"word": pd.Series(words, dtype="str"), "note": ""})


def found(text: str, *rows: tuple[str, ...]) -> list[tuple[str, str]]:
    """The terms found, each with the passage it was found in."""
    book = lexicon(terms(*rows), stopwords())
    return [(term, text[start:end]) for term, _, start, end in book.found(text)]


ZH = [("zh", "社会组织"), ("zh", "社区社会组织"), ("zh", "民非")]
EN = [
    ("en", "social organisation"),
    ("en", "organisation"),
    ("en", "residents' committee"),
    ("en", "social enterprise"),
    ("en", "match"),
    ("en", "party"),
]


# --- what is found ------------------------------------------------------------


def test_the_longest_term_wins_and_no_passage_counts_twice():
    assert found("社区社会组织和社会组织", *ZH) == [
        ("社区社会组织", "社区社会组织"),
        ("社会组织", "社会组织"),
    ]
    assert found("a social organisation", *EN) == [("social organisation", "social organisation")]


def test_of_two_terms_that_begin_alike_the_longer_wins():
    rows = [("zh", "五社"), ("zh", "五社联动"), ("en", "social work"), ("en", "social work agency")]
    text = "五社联动 a social work agency"

    assert {term for term, _ in found(text, *rows)} == {"五社联动", "social work agency"}


def test_a_plural_counts_with_its_singular():
    text = "Organisations, social enterprises and matches"

    assert found(text, *EN) == [
        ("organisation", "Organisations"),
        ("social enterprise", "social enterprises"),
        ("match", "matches"),
    ]


def test_a_term_that_is_a_plural_itself_is_found_as_it_stands():
    rows = [("en", "service"), ("en", "services")]

    assert found("services, service", *rows) == [("services", "services"), ("service", "service")]


def test_an_english_term_goes_across_a_line_break_and_any_capitals():
    text = "the SOCIAL\r\n  Enterprise and the Residents'\ncommittee"

    assert found(text, *EN) == [
        ("social enterprise", "SOCIAL\r\n  Enterprise"),
        ("residents' committee", "Residents'\ncommittee"),
    ]


def test_an_english_term_begins_and_ends_with_a_word():
    assert found("reorganisation, partying, matchbox, disorganisations", *EN) == []


def test_an_english_term_is_found_beside_marks_only():
    assert found("(party), party-building; party.", *EN) == [("party", "party")] * 3


def test_spans_are_those_of_the_text():
    # 𠮷 is one code point: 民非 stands at [1, 3)
    book = lexicon(terms(*ZH), stopwords())

    assert list(book.found("𠮷民非")) == [("民非", "zh", 1, 3)]


def test_a_lexicon_without_terms_finds_nothing():
    assert found("社会组织 organisation") == []
    assert list(Lexicon({"zh": frozenset()}).found("社会组织")) == []


@pytest.mark.parametrize("text", ["在h街道办公", "在H街道办公"])
def test_a_chinese_term_with_a_letter_is_found_in_either_case(text: str):
    assert [term for term, _ in found(text, ("zh", "H街道"))] == ["H街道"]


def test_a_long_s_does_not_stop_the_count():
    assert len(found("the ſocial enterprise", *EN)) <= 1


def test_of_two_terms_that_overlap_the_longer_wins_wherever_it_begins():
    # 居民自治 is [0, 4), 自治委员会 is [2, 7)
    rows = [
        ("zh", "居民自治"),
        ("zh", "自治委员会"),
        ("en", "social work"),
        ("en", "work agency s"),
    ]

    assert found("居民自治委员会", *rows) == [("自治委员会", "自治委员会")]
    assert found("social work agency s", *rows) == [("work agency s", "work agency s")]


def test_of_two_terms_of_one_length_that_overlap_the_first_wins():
    assert found("居民自治组织", ("zh", "居民自治"), ("zh", "自治组织")) == [
        ("居民自治", "居民自治")
    ]


def test_a_term_hides_what_stands_inside_it():
    rows = [("zh", "民办非企业单位"), ("zh", "企业"), ("zh", "民非")]

    assert found("民办非企业单位和企业", *rows) == [
        ("民办非企业单位", "民办非企业单位"),
        ("企业", "企业"),
    ]


def test_a_declared_part_counts_beside_the_term_around_it():
    rows = [
        ("zh", "柳溪非物质文化遗产馆", "非物质文化遗产"),
        ("zh", "非物质文化遗产"),
        ("zh", "柳溪"),
    ]
    book = lexicon(terms(*rows), stopwords())

    assert list(book.found("在柳溪非物质文化遗产馆")) == [
        ("柳溪非物质文化遗产馆", "zh", 1, 11),
        ("非物质文化遗产", "zh", 3, 10),
    ]


def test_an_english_part_counts_in_the_plural_and_between_words_only():
    rows = [
        ("en", "network of social workers", "social worker", "work"),
        ("en", "social worker"),
        ("en", "work"),
    ]

    assert found("the Network of Social\nWorkers", *rows) == [
        ("network of social workers", "Network of Social\nWorkers"),
        ("social worker", "Social\nWorkers"),
    ]


def test_a_short_term_stands_where_words_do_and_hides_nothing_where_it_does_not():
    # 居民|非常时期: 民非 is [1, 3) and begins no word; 常时 is [3, 5)
    rows = [("zh", "民非"), ("zh", "常时")]
    book = lexicon(terms(*rows), stopwords())

    assert list(book.found("居民非常时期", borders=({0, 2}, {2, 6}))) == []
    assert list(book.found("居民非常时期", borders=({0, 2, 3}, {2, 3, 5}))) == [
        ("常时", "zh", 3, 5)
    ]


def test_a_long_term_needs_no_borders_nor_does_a_short_part_of_it():
    rows = [("zh", "柳溪居民团队", "居民"), ("zh", "居民")]
    book = lexicon(terms(*rows), stopwords())

    assert [term for term, *_ in book.found("柳溪居民团队", borders=((), ()))] == [
        "柳溪居民团队",
        "居民",
    ]


def test_a_letter_whose_small_form_is_longer_moves_nothing():
    # İ is two characters in lower case
    assert found("İ在h街道", ("zh", "H街道")) == [("H街道", "h街道")]


# --- what stands in a text ------------------------------------------------------


def test_every_chinese_term_that_occurs_stands_in_a_text_also_inside_another():
    rows = [
        ("zh", "民办非企业单位"),
        ("zh", "企业"),
        ("zh", "街道"),
        ("en", "party"),
        ("en", "art"),
    ]
    book = lexicon(terms(*rows), stopwords())

    assert book.standing("民办非企业单位 and two Parties, one party") == {
        "民办非企业单位",
        "企业",
        "party",
    }
    assert book.standing("") == set()


def test_the_entry_of_a_term_names_its_parts():
    book = lexicon(terms(("zh", "柳溪居民团队", "居民"), ("zh", "居民")), stopwords())

    assert [book.entry("柳溪居民团队"), book.entry("居民")] == ["柳溪居民团队;居民", "居民"]


# --- the tables ---------------------------------------------------------------


def test_english_terms_and_stop_words_are_lower_case():
    book = lexicon(terms(("en", "Five Communes"), ("zh", "H街道")), stopwords("The", "的"))

    assert book.terms == {"en": frozenset({"five communes"}), "zh": frozenset({"H街道"})}
    assert book.stopwords == {"the", "的"}


@pytest.mark.parametrize("term", ["社区 组织", "“五社”联动", "政府—市场导向型"])
def test_a_chinese_term_that_can_never_stay_whole_is_a_fault(term: str):
    (fault,) = faults(terms(("zh", "五社"), ("zh", term)))

    assert fault.keys == (3,)
    assert fault.message == f"term {term!r} holds a space or a mark at which Chinese text is cut"


def test_a_term_that_stands_twice_is_a_fault_on_both_lines():
    told = faults(terms(("zh", "五社"), ("en", "party"), ("zh", "五社")))

    assert [(fault.keys, fault.message) for fault in told] == [
        ((2,), "term '五社' stands twice; keep one"),
        ((4,), "term '五社' stands twice; keep one"),
    ]


def test_a_language_other_than_the_two_is_a_fault():
    (fault,) = faults(terms(("fr", "parti")))

    assert (fault.keys, fault.message) == ((2,), "language 'fr' is neither zh nor en")


def test_a_good_lexicon_has_no_fault():
    assert faults(terms(*ZH, *EN)) == []
    assert faults(terms()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_term_is_a_fault(language: str):
    assert len(faults(terms((language, "")))) == 1


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("议事", "part '议事' is no term; add a line for it or take it out"),
        ("街道", "part '街道' does not stand in '居民议事会'"),
        ("居民议事会", "'居民议事会' is no part of itself"),
        ("居民;居民", "part '居民' stands twice; keep one"),
    ],
)
def test_a_part_that_is_none_is_a_fault(part: str, message: str):
    told = faults(terms(("zh", "街道"), ("zh", "居民议事会", part), ("zh", "居民")))

    assert [(fault.keys, fault.message) for fault in told] == [((3,), message)]


def test_a_part_may_be_a_synonym():
    assert faults(terms(("zh", "居民议事会", "议事")), synonyms=["议事"]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("zh", "H街道"), ("zh", "h街道")),
        (("zh", "樞紐型"), ("zh", "枢纽型")),
        (("en", "Party"), ("en", "party")),
        (("zh", "４５社"), ("zh", "45社")),
    ],
)
def test_a_term_in_another_form_is_a_fault_on_both_lines(
    one: tuple[str, str], other: tuple[str, str]
):
    told = faults(terms(one, other), read_as=fold.reading_of)
    meant = f"term {other[1]!r} is {one[1]!r} in another width, case or script; keep one"

    assert {fault.keys for fault in told} == {(2,), (3,)}
    assert meant in [fault.message for fault in told]


def test_a_term_that_is_a_stop_word_is_a_fault():
    (fault,) = faults(terms(("en", "About")), stopwords=["about"])

    assert fault.message == "term 'About' is a stop word as well; take it out of one list"


@pytest.mark.parametrize(
    ("term", "canonical", "message"),
    [
        ("五社", "五社", "'五社' is its own canonical form; remove the line"),
        ("五社", "三社", "'三社' is not in terms.tsv; add it or correct it"),
    ],
)
def test_a_synonym_of_nothing_is_a_fault(term: str, canonical: str, message: str):
    (fault,) = synonym_faults(synonyms((term, canonical)), terms(("zh", "五社")))

    assert (fault.keys, fault.message) == ((2,), message)


def test_a_synonym_of_a_synonym_is_a_fault():
    told = synonym_faults(
        synonyms(("民非", "社服"), ("社服", "五社")), terms(("zh", "五社"), ("zh", "社服"))
    )

    assert [(fault.keys, fault.message) for fault in told] == [
        ((2,), "'社服' is a synonym itself; name the form it stands for")
    ]

"""English words, sentences and stems: exact spans, as NLTK, and nothing to download."""

import json
import lzma
import os
import subprocess
import sys
import textwrap
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.tokens import english
from workbench.tokens.english import sentences, spans, stems, words

PIECES = [
    "The street ",
    "doesn't ",
    "cannot ",
    '"quoted" ',
    '"',
    "'",
    "''",
    "``",
    "'tis ",
    "gimme",
    "gonna",
    "wanna ",
    "d'ye",
    "'s",
    "we'LL ",
    " -- ",
    "$3.88",
    "(so) ",
    "]",
    "<",
    ",",
    ": ",
    "J. ",
    "one. Two ",
    "done.) ",
    '."',
    "»",
    "residents' ",
    "U.S. ",
    "e.g. ",
    "47.1%",
    "2,124.15 ",
    "[see (p. 3)] ",
    "… ",
    "...",
    "--",
    "“curly” ",
    "‘single’ ",
    "\r\n",
    "\n\n",
    "\t",
    "\u00a0",
    "\u2028",
    "\x1c",
    "naïve ",
    "𠮷",
    "👍🏽",
    ".",
    "? ",
    "! ",
]
MIXED = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(st.characters(codec="utf-8"), max_size=4)),
    max_size=12,
).map("".join)


def cut(text: str) -> list[str]:
    return [word for word, _, _ in words(text)]


@settings(max_examples=100, deadline=None)
@given(MIXED)
@example("He said \"'' `` 'no' ''\".")
def test_each_word_stands_where_it_says_and_none_twice(text: str):
    found = list(words(text))

    assert all(word and text[start:end] == word for word, start, end in found)
    assert all(one[2] <= other[1] for one, other in pairwise(found))


@settings(max_examples=60, deadline=None)
@given(MIXED)
def test_words_lose_nothing_but_space(text: str):
    # a word may hold no space, so all that is left out is space
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


def test_the_full_stop_is_taken_off_the_last_word_of_each_sentence():
    text = "The street buys services. Residents decide. It works."

    assert cut(text) == [
        *("The", "street", "buys", "services", "."),
        *("Residents", "decide", "."),
        *("It", "works", "."),
    ]


def test_contractions_and_possessives_are_cut_as_in_the_penn_treebank():
    # Marcus et al. 1993: don't is do + n't, children's is children + 's
    assert cut("They don't run children's clubs") == [
        *("They", "do", "n't", "run", "children", "'s", "clubs")
    ]


def test_numbers_and_hyphens_stay_together():
    assert cut("2,124.15 tons, three-social linkage") == [
        *("2,124.15", "tons", ",", "three-social", "linkage")
    ]


def test_a_sentence_is_a_span_without_the_space_around_it():
    # "One is." is [0, 7); the next begins two characters later, at 9
    text = "One is.  Two are. "

    assert list(sentences(text)) == [(0, 7), (9, 17)]
    assert text[9:17] == "Two are."


@pytest.mark.parametrize("text", ["", " \n\t\u00a0"])
def test_no_text_has_no_words(text: str):
    assert list(words(text)) == []


def by_nltk(text: str) -> list[tuple[int, int]]:
    return [(start, end) for _, start, end in words(text)]


def fast(text: str) -> list[tuple[int, int]]:
    return list(zip(*spans(text), strict=True))


@settings(max_examples=400, deadline=None)
@given(MIXED)
@example("'s ''s \"'s")  # quotation marks at the beginning of a sentence and inside
@example("residents'\nresidents' residents'\x1c.")  # and before other spaces
@example("He left. ) New")  # a full stop is taken off before what only closes
@example("gonna. wanna. x-cannot. Cannot")
@example("It is U.S.).Foo. Next is 3.5. 4 is")  # marks in one word
@example('Mr."Mr. \x1c')
def test_the_fast_spans_are_those_of_nltk(text: str):
    assert fast(text) == by_nltk(text)


@pytest.mark.parametrize("text", ["", " ", " \n\t\u00a0", "."])
def test_the_fast_spans_of_next_to_nothing_are_those_of_nltk(text: str):
    assert fast(text) == by_nltk(text)


def test_a_sentence_is_one_of_punkt():
    text = "No. 5 is J. Li's (see p. 3). Is it? He paid 3.50. Then... nothing!\n\n“Yes.” So"

    from nltk.tokenize.punkt import PunktSentenceTokenizer

    assert list(sentences(text)) == list(PunktSentenceTokenizer().span_tokenize(text))


def test_what_is_remembered_is_bounded_and_forgetting_changes_nothing(monkeypatch):
    monkeypatch.setattr(english, "REMEMBERED", 3)
    texts = [f"word{number}, (and {number}% more) of {number}." for number in range(9)]

    assert [fast(text) for text in texts] == [by_nltk(text) for text in texts]
    # never more than the bound and the pieces of one text: 5 here, and the empty one
    assert len(english._known) <= 3 + 6


def test_the_fast_spans_of_a_real_corpus_are_those_of_nltk():
    named = os.environ.get("WORKBENCH_BENCH", "")
    if not named:
        pytest.skip("WORKBENCH_BENCH names no folder with the texts of the benchmark")
    with lzma.open(Path(named) / "en_sources.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][::10]

    assert sum(map(len, texts)) > 10**6
    assert all(fast(text) == by_nltk(text) for text in texts)


def test_stems_are_those_published_for_the_snowball_stemmer():
    # the sample vocabulary at snowballstem.org/algorithms/english/stemmer.html
    published = {
        "consign": "consign",
        "consignment": "consign",
        "consistency": "consist",
        "consolation": "consol",
        "knackeries": "knackeri",
        "knightly": "knight",
        "knitted": "knit",
        "knives": "knive",
    }

    assert stems(published) == published
    assert stems([]) == {}


def test_only_two_modules_of_nltk_are_loaded_and_nltk_can_be_imported_later():
    done = python("""
        import sys
        from workbench.tokens.english import spans, stems
        print(spans("plain words, and more")[0], "regex" in sys.modules)
        print(spans("It's \\"so\\".")[0], stems(["streets"]))
        print([name for name in sys.modules if name.split(".")[0] == "nltk"])
        import nltk
        print(nltk.NLTKWordTokenizer().tokenize("It's"), stems(["streets"]))
    """)

    assert done.stdout.splitlines() == [
        "[0, 6, 11, 13, 17] False",  # nothing to ask NLTK about
        "[0, 2, 5, 6, 8, 9] {'streets': 'street'}",
        "[]",
        "['It', \"'s\"] {'streets': 'street'}",
    ], done.stderr


def test_nothing_is_downloaded_and_no_data_is_needed(tmp_path):
    script = """
        import socket
        def refuse(*_, **__):
            raise RuntimeError("network")
        socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
        from workbench.tokens.english import spans, stems, words
        print([word for word, _, _ in words("It works. So do I.")])
        print(spans("It's.")[0], stems(["works"]))
    """
    done = python(script, cwd=tmp_path, home=tmp_path)

    assert done.stdout.splitlines() == [
        "['It', 'works', '.', 'So', 'do', 'I', '.']",
        "[0, 2, 4] {'works': 'work'}",
    ], done.stderr


def python(
    script: str, *, cwd: Path | None = None, home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """A script in an interpreter of its own, which knows no data of NLTK."""
    kept = {name: value for name, value in os.environ.items() if name != "NLTK_DATA"}
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        env=kept | ({"HOME": str(home)} if home else {}),
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )

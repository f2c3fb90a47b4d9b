"""English words and sentences: exact spans, and nothing to download."""

import os
import subprocess
import sys
import textwrap
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.tokens.english import sentences, words

PIECES = [
    "The street ",
    "doesn't ",
    "cannot ",
    '"quoted" ',
    "''",
    "``",
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
    "\u00a0",
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


def test_nothing_is_downloaded_and_no_data_is_needed(tmp_path):
    script = """
        import socket
        def refuse(*_, **__):
            raise RuntimeError("network")
        socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
        import nltk
        nltk.data.path[:] = []
        from workbench.tokens.english import words
        print([word for word, _, _ in words("It works. So do I.")])
    """
    kept = {name: value for name, value in os.environ.items() if name != "NLTK_DATA"}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        env=kept | {"HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.strip() == "['It', 'works', '.', 'So', 'do', 'I', '.']", done.stderr

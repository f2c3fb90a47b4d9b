"""Stored texts: from bytes to characters, and their paragraphs."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.corpus.texts import fingerprint, paragraphs, stored
from workbench.schema.artefacts import PARAGRAPHS

TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("\n\n\r\t \u3000\u00a0\u200b\u2028\x0c文字。𠮷"),
    ),
    max_size=60,
)


# --- bytes --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("\ufeff甲".encode(), "甲"),
        (b"a\r\nb\rc\nd\r\r\ne", "a\nb\nc\nd\n\ne"),
        (
            "３１０㎡\u200b\u00a0é e\u0301 𠮷👨‍👩‍👧".encode(),
            "３１０㎡\u200b\u00a0é e\u0301 𠮷👨‍👩‍👧",
        ),
        (b"", ""),
    ],
    ids=["byte order mark", "line ends", "nothing else changes", "empty"],
)
def test_bytes_become_the_text_the_study_stores(data: bytes, text: str):
    assert stored(data) == text


@pytest.mark.parametrize(
    "data",
    ["社区".encode("gb18030"), "社区".encode("utf-16"), b"good \xff bad", "社".encode()[:2]],
    ids=["gb18030", "utf-16", "a byte amid", "cut off"],
)
def test_bytes_that_are_not_utf8_are_no_text(data: bytes):
    assert stored(data) is None


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_storing_twice_is_storing_once(text: str):
    once = stored(text.encode())

    assert once is not None
    assert "\r" not in once
    assert fingerprint(stored(once.removeprefix("\ufeff").encode()) or "") == fingerprint(
        once.removeprefix("\ufeff")
    )


# --- paragraphs ---------------------------------------------------------------


def test_every_line_with_something_on_it_is_a_paragraph():
    # 甲 stands after two wide spaces: [2, 5); then LF, space, LF, tab: 丙 is [9, 10)
    table = paragraphs({"d": "\u3000\u3000甲 乙\n \n\t丙 \n", "e": " \n"})

    assert list(table.itertuples(index=False, name=None)) == [("d", 0, 2, 5), ("d", 1, 9, 10)]


def test_no_text_has_no_paragraph():
    table = paragraphs({"d": ""})

    assert table.empty
    assert list(table.columns) == list(PARAGRAPHS)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
@example(" a \r b\n\n\u2028c\x1c d ")
def test_paragraphs_are_stripped_in_order_and_lose_nothing(text: str):
    table = paragraphs({"d": text})
    spans = list(zip(table["start"], table["end"], strict=True))
    quotes = [text[start:end] for start, end in spans]

    assert all(quote and quote == quote.strip() and "\n" not in quote for quote in quotes)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    assert "".join("".join(quotes).split()) == "".join(text.split())
    assert table["paragraph"].tolist() == list(range(len(quotes)))

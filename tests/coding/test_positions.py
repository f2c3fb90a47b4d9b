"""Positions of other programs: every way of counting leads to the quoted text, or none."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.coding.positions import positions
from workbench.errors import InputError

ASTRAL = "𠮷屋在此，居民来。"  # the first character is two UTF-16 units and four bytes
LINES = "一\n二\n三四"


@pytest.mark.parametrize(
    ("text", "given", "quote", "span"),
    [
        # 𠮷屋在此， are 5 code points, 6 units, 4 + 4 * 3 = 16 bytes
        (ASTRAL, (5, 7), "居民", (5, 7, "code points")),
        (ASTRAL, (6, 8), "居民", (5, 7, "UTF-16 units")),
        (ASTRAL, (16, 22), "居民", (5, 7, "UTF-8 bytes")),
        (ASTRAL, (0, 2), "𠮷", (0, 1, "UTF-16 units")),
        (ASTRAL, (0, 9), "𠮷屋在此，居民来。", (0, 9, "code points")),
        # an é of two code points is one more of both, and two bytes for the accent
        ("Cafe\u0301 bar", (6, 9), "bar", (6, 9, "code points")),
        ("Cafe\u0301 bar", (7, 10), "bar", (6, 9, "UTF-8 bytes")),
        # 一\n二\n before 三四: 4, with each line end as two 6; in bytes 8 and 10
        (LINES, (4, 6), "三四", (4, 6, "code points")),
        (LINES, (6, 8), "三四", (4, 6, "code points, CRLF")),
        (LINES, (8, 14), "三四", (4, 6, "UTF-8 bytes")),
        (LINES, (10, 16), "三四", (4, 6, "UTF-8 bytes, CRLF")),
        ("👍\n好", (4, 5), "好", (2, 3, "UTF-16 units, CRLF")),
        # a BOM is one more, or three bytes
        (LINES, (5, 7), "三四", (4, 6, "code points, BOM")),
        (LINES, (7, 9), "三四", (4, 6, "code points, CRLF, BOM")),
        (LINES, (11, 17), "三四", (4, 6, "UTF-8 bytes, BOM")),
        ("👍好", (3, 4), "好", (1, 2, "UTF-16 units, BOM")),
    ],
)
def test_a_span_is_found_in_whichever_unit_it_was_counted(
    text: str, given: tuple[int, int], quote: str, span: tuple[int, int, str]
):
    assert positions(text, *given, quote) == span


def test_a_quote_with_line_ends_of_another_system_is_the_same_quote():
    # 一 \r \n 二 is four characters for one program and three for the store
    assert positions(LINES, 0, 4, "一\r\n二") == (0, 3, "code points, CRLF")
    assert positions(LINES, 0, 3, "一\r二") == (0, 3, "code points")


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [(1, 3, "居民"), (-2, 0, "来"), (90, 92, "居民"), (7, 5, "居民"), (3, 3, ""), (5, 9, "居民")],
)
def test_what_fits_in_no_unit_is_refused_with_all_that_was_tried(start: int, end: int, quote: str):
    with pytest.raises(InputError) as refusal:
        positions(ASTRAL, start, end, quote)

    assert str(refusal.value) == (
        f"[{start}, {end}) is not {quote!r}, whether counted in code points, UTF-16 units, "
        "UTF-8 bytes, with or without CRLF line ends and BOM; "
        "export the passage again or re-select it"
    )


def test_half_a_surrogate_pair_is_no_position():
    with pytest.raises(InputError, match="UTF-16"):
        positions("𠮷好", 1, 3, "好")


@settings(max_examples=30, deadline=None)
@given(
    st.text(st.sampled_from("a甲𠮷👍\u0301\n"), min_size=1, max_size=25),
    st.data(),
    st.sampled_from(["utf-16-le", "utf-8"]),
    st.booleans(),
    st.booleans(),
)
def test_what_a_program_counts_in_its_own_file_is_the_quote(
    text: str, data: st.DataObject, encoding: str, crlf: bool, bom: bool
):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    unit = 2 if encoding == "utf-16-le" else 1

    def counted(at: int) -> int:
        before = ("\ufeff" if bom else "") + text[:at]
        return len((before.replace("\n", "\r\n") if crlf else before).encode(encoding)) // unit

    found_start, found_end, _ = positions(text, counted(start), counted(end), text[start:end])

    assert text[found_start:found_end] == text[start:end]


def test_the_reference_vectors_are_read():
    folder = os.environ.get("WORKBENCH_REFERENCE")
    if not folder:
        pytest.skip("WORKBENCH_REFERENCE names no folder")
    file = Path(folder) / "refi-qda" / "offset_vectors.json"
    for vector in json.loads(file.read_text(encoding="utf-8"))["vectors"]:
        text = vector["text"].removeprefix("\ufeff").replace("\r\n", "\n")
        start = text.index(vector["quote"])
        for way in ("codepoint", "utf16", "utf8_bytes", "codepoint_after_CRLF_to_LF"):
            found = positions(text, *vector[way], vector["quote"])

            assert found[:2] == (start, start + len(vector["quote"])), (vector["name"], way)

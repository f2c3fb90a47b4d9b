"""Bytes become characters only where it is known which; all else is asked."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.corpus.importers import Unreadable
from workbench.corpus.importers.decoding import decode, known_encoding, unused

TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_characters="\0"),
        st.sampled_from("\r\n\t \u00a0\u200b\u202e\u2066\ufeff文字。𠮷e\u0301👨\u200d👩\u200d👧"),
    ),
    max_size=40,
)


def lf(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


# --- what is believed ---------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(TEXTS)
@example("\r\n\ufeff\r𠮷👨\u200d👩\u200d👧e\u0301\u00a0\u202e")
@example("\ufeff\ufeff甲")
def test_a_text_comes_back_whatever_it_was_written_in(text: str):
    for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        marked = text if codec == "utf-8" else "\ufeff" + text.removeprefix("\ufeff")
        written = marked.encode("utf-8") if codec.startswith("utf-8") else text.encode(codec)
        expected = text if codec in {"utf-16", "utf-32"} else marked.removeprefix("\ufeff")

        assert decode(written).text == expected.replace("\r\n", "\n").replace("\r", "\n"), codec


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["gb18030", "utf-16-le", "utf-16-be", "utf-32-be"]))
def test_a_declared_encoding_is_read(text: str, codec: str):
    text = "".join(each for each in text if not unused(each, codec))
    text = f"社区治理{text}"  # so that no encoding of it is plain ASCII

    made = decode(text.encode(codec), codec)

    assert (made.text, made.encoding) == (lf(text), codec)


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(codec="big5", exclude_characters="\0"), max_size=40))
def test_big5_is_read_where_it_is_declared(text: str):
    text = f"社區{text}"

    assert decode(text.encode("big5"), "Big5").text == lf(text)


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "cp936", "x-gbk", "gb18030"])
def test_every_chinese_national_encoding_is_read_as_the_widest(declared: str):
    # 镕 is in GBK but not in GB2312, 𠮷 in GB18030 only
    made = decode("镕𠮷·—".encode("gb18030"), declared)

    assert (made.text, made.encoding, made.notes) == ("镕𠮷·—", "gb18030", [])


def test_marks_and_line_ends_are_noted():
    assert decode("\ufeff甲\r\n乙".encode()).notes == [
        "byte order mark dropped",
        "line ends were CRLF",
    ]
    assert decode(b"a\rb\nc").notes == ["some of the line ends were CR"]
    assert decode(b"a\r\nb\rc").notes == ["line ends were CRLF and CR"]


def test_a_mark_within_the_text_stays():
    assert decode("甲\ufeff乙".encode()).text == "甲\ufeff乙"


@pytest.mark.parametrize("declared", ["gb18030", "big5", "utf-16-le", "shift_jis"])
def test_a_declaration_for_a_folder_breaks_no_utf8_in_it(declared: str):
    made = decode("社区治理".encode(), declared)

    assert (made.text, made.encoding) == ("社区治理", "utf-8")
    assert made.notes == [f"declared {declared}, but it is valid UTF-8 and was read as that"]


def test_plain_ascii_is_no_utf16_whatever_is_declared():
    made = decode(b"plain words\n", "utf-16-le")

    assert made.text == "plain words\n"
    assert "valid UTF-8" in made.notes[0]
    assert decode(b"plain words\n", "gb18030").notes == []


def test_utf16_of_ascii_bytes_is_told_by_its_control_characters():
    data = "社区。".encode("utf-16-le")

    assert data.isascii()
    assert decode(data, "utf-16-le").text == "社区。"


def test_a_byte_order_mark_outweighs_a_declaration():
    made = decode("\ufeff社区".encode("utf-16-be"), "gbk")

    assert (made.text, made.encoding) == ("社区", "utf-16-be")
    assert made.notes[0].startswith("declared gbk, but it begins with the mark of utf-16-be")


def test_a_mark_that_agrees_with_the_declaration_needs_no_word():
    for codec in ("utf-8", "utf-16"):
        notes = decode(
            "\ufeff社区".encode("utf-8" if codec == "utf-8" else "utf-16-le"), codec
        ).notes

        assert notes == ["byte order mark dropped"]


def test_seven_bit_chinese_is_read_where_it_is_declared():
    data = "社区".encode("hz")

    assert data.isascii()
    assert decode(data, "hz").text == "社区"
    assert decode(data).text == data.decode()


def test_utf16_without_a_mark_is_read_where_only_one_order_makes_a_text():
    # with its bytes swapped 。 (U+3002) would be U+0230 and LF U+0A00, which is no character
    made = decode("社区。\n".encode("utf-16-le"), "utf-16")

    assert (made.text, made.encoding) == ("社区。\n", "utf-16-le")


# --- what only looks like a text ----------------------------------------------


def test_a_wrong_encoding_that_fits_is_known_by_characters_nobody_uses():
    # Big5 writes 館 C0 5D, 開 B6 7D and the comma A1 41, which is U+E4C7 in GB 18030
    data = "館開，".encode("big5")

    with pytest.raises(Unreadable) as refused:
        decode(data, "gbk")

    said = str(refused.value)
    assert said.startswith(
        "reads as gb18030 with characters nobody uses (the first is U+E4C7 at character 2); "
    )
    assert "as big5: 館開，" in said
    assert decode(data, "big5").text == "館開，"


def test_an_unassigned_character_is_nobodys():
    with pytest.raises(Unreadable, match=r"nobody uses \(the first is U\+0378 at character 1"):
        decode("茶\u0378".encode("gb18030"), "gb18030")


@pytest.mark.parametrize(
    "character",
    ["\ue5e5", "\ue7c7", "\ue864", "\U000323b0", "\x0c", "\u3000"],
    ids=["wide space", "first", "last", "young ideograph", "control", "space"],
)
def test_what_gb_18030_means_by_itself_is_a_text(character: str):
    assert decode(f"茶{character}".encode("gb18030"), "gb18030").text == f"茶{character}"


def test_unicode_may_hold_private_characters():
    for codec in ("utf-8", "utf-16-le"):
        assert decode("茶\ue4c7".encode(codec), codec).text == "茶\ue4c7"


# --- what is asked ------------------------------------------------------------


def test_an_undeclared_encoding_is_offered_with_how_it_reads():
    with pytest.raises(Unreadable) as refused:
        decode("abc 社区治理的共同体，居民参与".encode("gb18030"))

    said = str(refused.value)
    assert said.startswith("not UTF-8 at byte 4, no encoding declared; it reads as ")
    assert "as gb18030: 社区治理的共同体，居民参与" in said
    assert "say --encoding " in said


def test_an_offer_holds_no_mark_that_turns_the_line_round():
    with pytest.raises(Unreadable) as refused:
        decode("社\u202e区".encode("gb18030"))

    assert "as gb18030: 社·区" in str(refused.value)
    assert str(refused.value).isprintable()


def test_a_damaged_byte_is_named_by_its_place():
    with pytest.raises(
        Unreadable, match=r"not UTF-8 at byte 6, .*UTF-8 up to there and may be dam"
    ):
        decode("社区".encode() + b"\xff")


@pytest.mark.parametrize(
    ("data", "declared", "said"),
    [
        (b"good \xff bad", "gb18030", r"declared gb18030, but byte 5 is not; .*cp1252"),
        ("社治".encode("utf-16-le")[:3], "utf-16-le", "byte 2 is not"),
        (b"\x89PNG\0\0\0", "", r"byte 4 is NUL; it is a binary file"),
        (b"\x89PNG\0\0\0", "gb18030", r"byte 4 is NUL; it is a binary file"),
        ("abc".encode("utf-16-le"), "", "byte 1 is NUL, .*as utf-16-le: abc; .*--encoding utf-16"),
        ("abc".encode("utf-16-le"), "utf-16", "byte 0 is no mark of its order; .*utf-16-le: abc"),
        ("a\0b".encode("utf-16"), "", "character 1 is NUL"),
        (b"\xef\xbb\xbf\xe7", "", "its mark says utf-8, but byte 3 is not"),
        (b"\x81\x81", "klingon", "unknown encoding 'klingon'; known are utf-8"),
        (b"\x81\x81", "gb2132", r"unknown encoding 'gb2132'; did you mean gb2312"),
        (b"\x81\x81", "rot13", "unknown encoding"),
        (b"\x81\x81", "utf-7", "unknown encoding"),
        (b"\x81\x81", "\0", "unknown encoding"),
    ],
)
def test_what_cannot_be_known_is_refused(data: bytes, declared: str, said: str):
    with pytest.raises(Unreadable, match=said):
        decode(data, declared)


def test_encodings_are_known_by_their_many_names():
    named = {
        "UTF8": "utf-8",
        "utf16le": "utf-16-le",
        "UTF-16 BE": "utf-16-be",
        "latin-1": "iso8859-1",
        "windows-1252": "cp1252",
        "Shift-JIS": "shift_jis",
        "euc-kr": "euc_kr",
    }

    assert {name: known_encoding(name) for name in named} == named

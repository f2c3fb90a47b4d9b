"""Whatever the bytes: a sound extract or a refusal in words, and nothing else.

WORKBENCH_FUZZ is the number of examples a test tries.
"""

import os
from collections.abc import Callable
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.corpus.importers import SUFFIXES, Extract, Unreadable, read

MANY = settings(
    max_examples=int(os.environ.get("WORKBENCH_FUZZ", "10")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
PAGE = (
    '<html lang="zh"><meta charset="gbk"><title>柳街</title><nav>首页</nav><h1>食堂</h1>'
    + "<p>柳街的食堂开门那天，雨下得很大，可是队伍一直排到桥头。</p>" * 5
    + "<table><tr><td>甲<td><pre>a\n b</pre></table><footer>版权"
)
WORD = "<w:p><w:pPr/><w:r><w:t>柳街</w:t><w:tab/></w:r></w:p><w:tbl><w:tr><w:tc/></w:tr></w:tbl>"
ENCODINGS = ["", "gb18030", "big5", "utf-16", "utf-16-le", "utf-32", "hz", "cp1252", "klingon"]


NAMES = ("a.txt", "a.md", "a.html", "a.docx", "a.pdf")


@pytest.fixture(scope="module")
def seeds(makers: ModuleType) -> dict[str, bytes]:
    """A sound file of each kind."""
    return {
        "a.txt": "\ufeff柳街\r\nabc 👨\u200d👩\r𠮷".encode(),
        "a.md": "---\ntitle: 柳街\n---\n# 食堂\n```\n# x\n".encode(),
        "a.html": PAGE.encode("gb18030"),
        "a.docx": makers._docx(WORD, footnotes="", styles=""),
        "a.pdf": makers._pdf([["柳街的食堂", "abc-", "def", "1"], ["二", "2"]], "题目", "王"),
    }


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "insert", "copy"]),
        st.floats(0, 1),
        st.integers(0, 255),
        st.binary(max_size=12),
    ),
    min_size=1,
    max_size=6,
)


def changed(data: bytes, changes: list[tuple[str, float, int, bytes]]) -> bytes:
    """The bytes after every change, each at its share of the length."""
    for kind, place, size, new in changes:
        at = int(place * len(data))
        if kind == "flip":
            data = (
                data[:at] + bytes(byte ^ (size or 1) for byte in data[at : at + 1]) + data[at + 1 :]
            )
        elif kind == "cut":
            data = data[:at] + data[at + size :]
        elif kind == "insert":
            data = data[:at] + new + data[at:]
        else:
            data = data[:at] + data[at : at + size] * 2 + data[at + size :]
    return data


def outcome(data: bytes, name: str, encoding: str, sound: Callable[[Extract], None]) -> None:
    said = ""
    try:
        sound(read(data, name, encoding=encoding))
    except Unreadable as refusal:
        said = str(refusal)
        said.encode()
    assert said == "" or (10 < len(said) < 600 and said.isprintable())


@pytest.fixture(scope="module")
def sound(makers: ModuleType) -> Callable[[Extract], None]:
    return makers.soundness


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_file_is_read(name: str, seeds: dict[str, bytes], sound: Callable[[Extract], None]):
    sound(read(seeds[name], name))


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_is_read_or_refused(
    name: str, seeds: dict[str, bytes], sound: Callable[[Extract], None]
):
    @MANY
    @given(CHANGES, st.sampled_from(ENCODINGS))
    def check(changes: list[tuple[str, float, int, bytes]], encoding: str) -> None:
        outcome(changed(seeds[name], changes), name, encoding, sound)

    check()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_bytes_are_read_or_refused(suffix: str, sound: Callable[[Extract], None]):
    @MANY
    @given(st.binary(max_size=200), st.sampled_from(ENCODINGS))
    def check(data: bytes, encoding: str) -> None:
        outcome(data, f"a{suffix}", encoding, sound)

    check()


TAGS = [
    "p",
    "td",
    "tr",
    "table",
    "pre",
    "nav",
    "span hidden",
    "article",
    "h1",
    "br",
    "form",
    "ruby",
]


def test_any_page_is_read_or_refused(sound: Callable[[Extract], None]):
    @MANY
    @given(st.lists(st.one_of(st.sampled_from(TAGS), st.text(max_size=8)), max_size=30))
    def check(parts: list[str]) -> None:
        page = "".join(f"<{part}>" if part in TAGS else part for part in parts)
        outcome(page.encode("utf-8", "ignore"), "a.html", "", sound)

    check()


@pytest.mark.parametrize(
    "text",
    ["<" * 100_000, "<a " * 50_000, "<p>" * 5_000 + "x", "&" * 200_000, "<!--" * 50_000,
     "---\n" * 50_000, "---\n" + " " * 200_000, "---\na:" + ":" * 100_000, "# " + " #" * 100_000,
     "社 \n" * 50_000, "<meta " * 50_000, "社" + " " * 200_000 + "<p>x", "`" * 200_000],
    ids=range(13),
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_long_repetitions_take_no_long_time(text: str, name: str, sound: Callable[[Extract], None]):
    outcome(text.encode(), name, "", sound)

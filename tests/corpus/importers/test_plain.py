"""Plain text and markdown are stored as they are written."""

import pytest

from workbench.corpus.facts import Fact
from workbench.corpus.importers import SUFFIXES, Unreadable, read


def test_a_text_is_stored_to_the_letter():
    text = "  ３１０㎡\u00a0{{ x }} $y$ <script>z</script>\n\n\n# no heading \n"

    made = read(text.encode(), "甲.TXT")

    assert (made.text, made.format, made.encoding) == (text, "txt", "utf-8")
    assert (made.facts, made.cuts, made.notes, made.front_matter) == ({}, [], [], "")


def test_markdown_is_not_rendered():
    text = "```\n# code\n```\n## 小\n# *柳街* 的食堂 #\n\n**bold** [a](b)\n# second\n"

    made = read(text.encode(), "a.md")

    assert made.text == text
    assert made.facts == {"title": Fact("*柳街* 的食堂", "first heading")}


def test_front_matter_is_taken_off_unread():
    made = read("---\ntitle: 柳街\nauthors:\n  - 王\n- x\n# remark\n\n---\n正文\n".encode(), "a.md")

    assert made.front_matter == "title: 柳街\nauthors:\n  - 王\n- x\n# remark\n\n"
    assert made.text == "正文\n"
    assert made.notes == ["front matter taken off the head of the text"]


@pytest.mark.parametrize(
    "text",
    [
        "---\n这是一句话。\n---\n正文\n",
        "---\n\n---\n正文\n",
        "---\ntitle: 柳街\n这是一句话。\n---\n正文\n",
        "---\ntitle: never closed\n",
        "\n---\ntitle: late\n---\n正文\n",
        "--- \ntitle: no fence\n---\n正文\n",
        "---\n" + "a: b\n" * 201 + "---\n正文\n",
    ],
)
def test_a_rule_at_the_head_of_a_text_is_no_front_matter(text: str):
    made = read(text.encode(), "a.txt")

    assert (made.text, made.front_matter) == (text, "")


def test_front_matter_may_end_with_the_file():
    with pytest.raises(Unreadable, match="empty"):
        read(b"---\ntitle: a\n---", "a.md")


# --- any file -----------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t", "\ufeff".encode(), "\u3000\u200b \ufeff".encode()]
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_a_file_without_a_character_is_refused(data: bytes, name: str):
    with pytest.raises(Unreadable, match="empty: "):
        read(data, name)


def test_a_line_of_a_megabyte_is_a_text():
    text = "长" * 500_000 + "x" * 500_000

    for name in ("a.txt", "a.md", "a.html"):
        assert read(text.encode(), name).text.strip() == text


def test_a_file_over_the_limit_is_refused_by_its_size():
    with pytest.raises(Unreadable, match=r"too large: 2.0 MB, at most 1 MB .*--max-mb"):
        read(b"x" * 2 * 1024**2, "a.txt", limit=1024**2)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.doc", "old Word document; .*save it as .docx"),
        ("a.htlm", r"unknown format '.htlm'; did you mean .*.html"),
        ("a.xyzzy", "unknown format '.xyzzy'; known are .txt"),
        ("a.xyzzy", "unknown format '.xyzzy'; known are .*, .csv, .tsv, .jsonl, .parquet$"),
        ("a.csv", "a collection of many documents; bring them in with: workbench add"),
        ("README", "unknown format 'without a suffix'; known are .txt"),
    ],
)
def test_an_unknown_format_is_refused_with_what_is_known(name: str, said: str):
    with pytest.raises(Unreadable, match=said) as refused:
        read(b"x", name)

    assert refused.value.exit_code == 3


def test_every_suffix_names_a_format():
    assert set(SUFFIXES.values()) == {"txt", "md", "html", "docx", "pdf"}
    assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in SUFFIXES)

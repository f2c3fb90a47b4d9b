"""Numbers in chapters: each comes from the ledger, or says that it is of no source."""

import json
from pathlib import Path

import pytest

from workbench.project import Project
from workbench.prose import faults, findings, of_study
from workbench.study import read

KNOWN = {"f-01", "f-02"}

TYPED = [
    ("The street has 24 teams.", ["24"]),
    ("The street has twenty-four teams.", ["twenty-four"]),
    ("More than five teams came.", ["More than five"]),
    ("It costs 3,000 yuan, or 47.06% of it.", ["3,000 yuan", "47.06%"]),
    ("In 2016 it began.", ["2016"]),
    ("街道有二十四个团队，占百分之三十。", ["二十四个", "百分之三十"]),
    ("近8万人，三成居民，35 以内。", ["近8万人", "三成", "35"]),
    ("Of 3 and of 4.", ["3", "4"]),
    ("共35。", ["35"]),
]
FREE = [
    "Two communities of five documents; four of the five are in English.",
    "两个社区，三类组织，第一类最多。",
    "A number from one to ten; one of them, once.",
    "As {cite}`minzheng2017,ren2021` say, {figure}`f-01` and {own}`0.80` are marked.",
    "See Table 1, Figure 2, Section 4.2, pp. 12-14, 表3 and 第5章.",
    "`code 12`, ``more `13` code``, $x_2 = 14$, [words](page-15.md), <span id='s16'>",
    "https://example.org/2017/18 and sha256, UTF-8.",
    "1. First\n2. Second\n\n## 3.1 Heading\n",
    "```python\nx = 17\n```\n\n~~~\n18\n~~~\n",
    "(label-19)=\n:::{note}\n:name: n-20\nWords.\n:::\n",
    "---\nyear: 2021\n---\nWords. <!-- 22 -->",
    "",
]


@pytest.mark.parametrize(("prose", "numbers"), TYPED)
def test_a_number_that_is_typed_is_told_with_what_to_write(prose: str, numbers: list[str]) -> None:
    told = [message for _, message in faults(prose, known=KNOWN)]

    assert told == [
        f"the number {number!r} leads to no span; write it as {{figure}}`ID`, "
        f"or, if it is of no source, as {{own}}`{number}`"
        for number in numbers
    ]


@pytest.mark.parametrize("prose", FREE)
def test_what_is_no_number_of_a_source_is_free(prose: str) -> None:
    assert faults(prose, known=KNOWN) == []


def test_a_number_is_told_at_its_line_also_below_code() -> None:
    prose = "Words.\n\n```\n1\n2\n```\n\n:::{note}\nIt has 24 rooms.\n:::\n"

    assert [line for line, _ in faults(prose, known=KNOWN)] == [9]


def test_an_unknown_figure_is_told_with_the_nearest() -> None:
    ((line, message),) = faults("One.\n\nTwo {figure}`f-03` here.", known=KNOWN)

    assert line == 3
    assert message.startswith("no figure 'f-03' in corpus/coding/figures.csv; did you mean f-0")


def test_the_words_of_a_notebook_are_held_to_the_same(tmp_path: Path) -> None:
    words = {"cell_type": "markdown", "source": ["# Title\n", "It has 24 rooms."]}
    code = {"cell_type": "code", "source": ["x = 25"]}
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": [code, words]}, indent=1), encoding="utf-8")

    (found,) = findings(path, shown="n.ipynb", known=KNOWN)

    assert found.message.startswith("cell 2, line 2: the number '24' leads to no span")
    assert "It has 24 rooms." in path.read_text().splitlines()[found.line - 1]


def test_every_chapter_of_a_study_is_read_and_nothing_made(mini: Project) -> None:
    (mini.root / "book" / "deep").mkdir()
    (mini.root / "book" / "deep" / "more.md").write_text("It has 24 rooms.\n")
    (mini.root / "book" / "_ext" / "readme.md").write_text("It has 25 rooms.\n")

    found = of_study(mini, known=set(read(mini).figures["id"]))

    assert [(each.path, each.line) for each in found] == [("book/deep/more.md", 1)]

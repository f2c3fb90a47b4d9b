"""Conclusions in the prose: each on file, told in its chapter, and once."""

import json
from pathlib import Path

import pandas as pd
import pytest

from workbench.book import claims, record

ON_FILE = pd.DataFrame(
    {
        "conclusion": ["it-rains", "it-shines"],
        "chapter": ["findings", "findings"],
        "statement_zh": ["下雨", "晴"],
        "statement_en": ["It rains.", "It shines."],
    }
)
BOTH = "# Findings\n\n- {conclusion}`it-rains`\n- {conclusion}`it-shines`\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "findings.md").write_text(BOTH, encoding="utf-8")
    return tmp_path


def found(book: Path) -> list[str]:
    return [str(finding) for finding in claims(book, ON_FILE)]


def test_conclusions_told_once_in_their_chapter_are_in_order(book: Path) -> None:
    assert found(book) == []


MISSING = "book/findings.md: does not tell the conclusion it-rains: add {conclusion}`it-rains`"
UNKNOWN = "book/findings.md:3: tells 'it-rain', which is not in corpus/coding/conclusions.yml"
AGAIN = "tells it-shines once more; link to it instead: [text](#told-it-shines)"
ELSEWHERE = "tells it-rains once more; link to it instead: [text](#told-it-rains)"


@pytest.mark.parametrize(
    ("page", "text", "findings"),
    [
        ("findings", BOTH.replace("it-rains", "it-rain"),
         [MISSING, f"{UNKNOWN}; did you mean it-rains, it-shines?"]),
        ("findings", BOTH + "\nAnd {conclusion}`it-shines` again.\n",
         [f"book/findings.md:6: {AGAIN}"]),
        ("method", "{conclusion}`it-rains`", [f"book/method.md:1: {ELSEWHERE}"]),
    ],
)  # fmt: skip
def test_what_is_not_on_file_not_told_or_told_twice_is_named_with_its_line(
    book: Path, page: str, text: str, findings: list[str]
) -> None:
    (book / f"{page}.md").write_text(text, encoding="utf-8")

    assert sorted(found(book)) == findings


def test_a_conclusion_told_in_another_chapter_is_named(book: Path) -> None:
    (book / "findings.md").rename(book / "results.md")

    assert found(book) == [
        "book/results.md:3: tells it-rains, whose chapter is findings; correct one of the two",
        "book/results.md:4: tells it-shines, whose chapter is findings; correct one of the two",
    ]


def test_beside_a_conclusion_stand_the_documents_without_which_it_does_not_hold() -> None:
    verdicts = [
        ("it-rains", "document:a", "falls"), ("it-rains", "document:b", "unsaid"),
        ("it-rains", "genre:news", "falls"), ("it-shines", "document:a", "holds"),
    ]  # fmt: skip
    tables = {
        "conclusions": ON_FILE,
        "sensitivity": pd.DataFrame(verdicts, columns=["conclusion", "scenario", "verdict"]),
        "scenarios": pd.DataFrame(
            {
                "scenario": ["document:a", "document:b", "genre:news"],
                "kind": ["document", "document", "genre"],
                "of": ["a", "b", "news"],
            }
        ),
    }

    assert json.loads(record(tables)) == {
        "it-rains": {"zh": "下雨", "en": "It rains.", "falls": ["a"], "unsaid": ["b"]},
        "it-shines": {"zh": "晴", "en": "It shines.", "falls": [], "unsaid": []},
    }

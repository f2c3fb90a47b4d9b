"""The conclusions that a chapter tells by ``{conclusion}`id```: each is on file, and told once."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from workbench.errors import Finding, did_you_mean

ROLE = re.compile(r"\{conclusion\}`(?P<name>[^`]*)`")
RECORD = "_conclusions.json"  # what book/_ext/conclusion.py reads


def claims(handwritten: Path, conclusions: pd.DataFrame) -> list[Finding]:
    """What is told and not on file or told twice, and what is on file and not told.

    Findings carry the file of the chapter, as the study names it, and the line.
    """
    chapter_of = dict(zip(conclusions["conclusion"], conclusions["chapter"], strict=True))
    found: list[Finding] = []
    first: dict[str, str] = {}
    for page, line, name in _told(handwritten):
        messages = _faults(page, name, chapter_of, first)
        found += [Finding(f"book/{page}.md", line, message) for message in messages]
        first.setdefault(name, page)
    return found + [
        Finding(f"book/{page}.md", 0, f"does not tell the conclusion {name}: add {_role(name)}")
        for name, page in chapter_of.items()
        if name not in first
    ]


def _told(handwritten: Path) -> Iterator[tuple[str, int, str]]:
    """Every role as page, line and the id in it."""
    for path in sorted(handwritten.rglob("*.md")):
        page = path.relative_to(handwritten).with_suffix("").as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for role in ROLE.finditer(line):
                yield page, number, role["name"]


def _faults(
    page: str, name: str, chapter_of: Mapping[str, str], first: Mapping[str, str]
) -> Iterator[str]:
    if name not in chapter_of:
        near = did_you_mean(name, chapter_of)
        yield f"tells {name!r}, which is not in corpus/coding/conclusions.yml{near}"
    elif name in first:
        yield f"tells {name} once more; link to it instead: [text](#told-{name})"
    elif chapter_of[name] != page:
        yield f"tells {name}, whose chapter is {chapter_of[name]}; correct one of the two"


def _role(name: str) -> str:
    return f"{{conclusion}}`{name}`"


def record(tables: Mapping[str, pd.DataFrame]) -> str:
    """What stands beside each conclusion in the book: its words, and what it falls without."""
    verdicts = tables["sensitivity"].merge(tables["scenarios"], on="scenario")
    lost = verdicts[(verdicts["kind"] == "document") & (verdicts["verdict"] != "holds")]
    rows = tables["conclusions"].to_dict("records")
    told = {
        row["conclusion"]: {
            "zh": row["statement_zh"],
            "en": row["statement_en"],
            **{
                state: sorted(own.loc[own["verdict"] == state, "of"])
                for state in ("falls", "unsaid")
                for own in [lost[lost["conclusion"] == row["conclusion"]]]
            },
        }
        for row in rows
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

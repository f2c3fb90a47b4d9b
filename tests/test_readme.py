"""What README and CONTRIBUTING say exists, exists; what README shows, happens."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from workbench import project, study
from workbench.cli import app

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "CONTRIBUTING.md")


def code(page: str) -> list[str]:
    """Every line of code of a page: fenced lines and inline code, comments cut off."""
    text = (ROOT / page).read_text(encoding="utf-8")
    fenced = re.findall(r"^ *```\w*\n(.*?)^ *```", text, flags=re.DOTALL | re.MULTILINE)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^ *```.*?^ *```", "", text))
    lines = [line.split("  #")[0].strip() for block in fenced for line in block.splitlines()]
    return [line for line in [*lines, *inline] if line]


def calls(page: str, program: str) -> list[list[str]]:
    """The arguments of every call of ``program`` on a page."""
    starts = rf"^(?:uv run |\.venv/bin/)?{program} (?![…=])"
    return [
        shlex.split(line)[shlex.split(line).index(program) + 1 :]
        for line in (line.replace(".venv/bin/", "") for line in code(page))
        if re.match(starts, line)
    ]


def commands() -> dict[str, set[str]]:
    """Every command of the workbench with its options; those of a group as ``new case``."""
    return dict(within("", get_command(app)))


def within(name: str, command: Any) -> Iterator[tuple[str, set[str]]]:
    for inner, one in getattr(command, "commands", {}).items():
        yield from within(f"{name} {inner}".strip(), one)
    if not hasattr(command, "commands"):
        named = (each for one in command.params for each in [*one.opts, *one.secondary_opts])
        yield name, set(named)


def named(words: list[str]) -> str:
    """The command that a call names, ``new case`` as one."""
    return " ".join(words[:2]) if words[0] == "new" else words[0]


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, flags=re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_is_named_exists_with_its_options(page: str):
    known = commands()
    called = calls(page, "workbench")
    unknown = [
        " ".join(words)
        for words in called
        if named(words) not in known
        or {word for word in words if word.startswith("-")} - known[named(words)]
    ]

    assert called
    assert unknown == []


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_is_named_exists(page: str):
    called = {words[0] for words in calls(page, "make")}

    assert called
    assert called <= targets()


def test_readme_names_every_command_and_every_target():
    assert {named(words) for words in calls("README.md", "workbench")} == set(commands())
    assert {words[0] for words in calls("README.md", "make")} == targets() - {"help"}


def test_make_alone_lists_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    listed = set(re.findall(r'@echo "make ([a-z-]+)', makefile))

    assert listed == targets() - {"help"}


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_exists(page: str):
    made = ("build/", "corpus/withheld/", ".venv/", "1-", "4-", "5-", "6-")
    text = (ROOT / page).read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    shown = [word for word in code(page) if re.fullmatch(r"[\w.-]+/[\w./-]*|[\w-]+\.\w{2,4}", word)]
    examples = {"stages.py"}
    missing = [
        name
        for name in [*linked, *shown]
        if not name.startswith(made) and name not in examples and not (ROOT / name).exists()
    ]

    assert missing == []


def test_the_refusal_that_readme_shows_is_the_one_that_is_printed(tmp_path: Path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lost = re.search(r"row of segment `([\w-]+)` from `([\w/.]+)`", readme)
    shown = re.search(r"^refused: (.*)$", readme, flags=re.MULTILINE)
    assert lost
    assert shown
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns("withheld"))
    table = tmp_path / lost[2]
    rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(r for r in rows if not r.startswith(lost[1] + ",")), encoding="utf-8")

    found = study.read(project.find(tmp_path)).findings

    assert [without_line(str(finding)) for finding in found] == [without_line(shown[1])]


def without_line(message: str) -> str:
    return re.sub(r":\d+:", ":", message)

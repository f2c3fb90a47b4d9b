"""A study made again in an empty folder: alike to the byte, or what differs is named."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from workbench import pipeline
from workbench.project import Project

Type = Callable[..., tuple[int, str, str]]

HONEST = "from workbench import project, show, store\ntables = store.Tables(project.find())"
CHANCE = 'import random\nrandom.random() if district == "west-bank" else 0'


@pytest.fixture
def small(mini: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A study whose only runs are those of a tiny chapter."""
    monkeypatch.setattr(pipeline, "CHAPTERS", ())
    return mini


def chapter(made: Project, source: str) -> None:
    v4 = nbformat.v4
    declared = v4.new_code_cell('district: str = ""', metadata={"tags": ["parameters"]})
    cells = [v4.new_markdown_cell("# A chapter"), declared, v4.new_code_cell(source)]
    nbformat.write(v4.new_notebook(cells=cells), made.root / "notebooks" / "district.ipynb")
    pipeline.build(made, pipeline.ORDER[:-1], tell=lambda _: None)


def test_a_study_made_again_elsewhere_is_the_same_to_the_byte(
    small: Project, tmp_path: Path, workbench: Type
) -> None:
    chapter(small, HONEST)
    again = tmp_path / "一 folder"
    code, out, _ = workbench(small.root, "reproduce", "--no-book", "--into", str(again))

    assert code == 0
    assert ", 0 different in " in out
    assert (again / "build/5-runs/west-bank/result.json").is_file()


def test_what_chance_decided_is_named_with_its_file(small: Project, workbench: Type) -> None:
    chapter(small, CHANCE)
    code, out, _ = workbench(small.root, "reproduce", "--no-book")

    assert code == 1
    assert "build/5-runs/west-bank/district.ipynb: other bytes" in out
    assert "build/5-runs/west-bank/result.json: differs in executed_sha256" in out
    assert ", 2 different in " in out


def test_only_what_is_fresh_is_made_again(small: Project, tmp_path: Path, workbench: Type) -> None:
    code, _, err = workbench(small.root, "reproduce", "--no-book", "--into", str(tmp_path / "new"))

    assert code == 2
    assert "not everything on file is fresh: corpus (missing)" in err
    assert not (tmp_path / "new").exists()


def test_a_folder_with_something_in_it_is_refused(small: Project, workbench: Type) -> None:
    code, _, err = workbench(small.root, "reproduce", "--into", str(small.root))

    assert code == 2
    assert "is not empty" in err

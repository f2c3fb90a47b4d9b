"""Notebooks stay thin, and the one that is no chapter runs too."""

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.notebooks import findings
from workbench.project import Project
from workbench.runs import Job, run

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
PARAMETERS = 'district: str = "east-bank"  # id of a place'


def code(source: str, *tags: str, **more: Any) -> dict[str, Any]:
    cell = {"cell_type": "code", "execution_count": None, "outputs": [], "source": source}
    return {**cell, "metadata": {"tags": list(tags)}, **more}


def notebook(folder: Path, *cells: dict[str, Any], first: str = PARAMETERS) -> Path:
    """A notebook on disk: its parameters, and the cells given."""
    content = {"cells": [code(first, "parameters"), *cells], "metadata": {}}
    path = folder / "fat.ipynb"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def said(path: Path) -> list[str]:
    return [finding.message for finding in findings(path, shown="fat.ipynb")]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebooks_of_the_repository_are_thin(path: Path) -> None:
    assert said(path) == []


def test_there_are_notebooks_to_look_at() -> None:
    assert {path.stem for path in NOTEBOOKS} >= {"district", "comparison", "explore"}


def test_a_notebook_that_only_loads_and_shows_is_thin(tmp_path: Path) -> None:
    path = notebook(tmp_path, code("from workbench import show, store"), code("show.cases(1)"))

    assert said(path) == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("def f():\n    return 1", "def in a notebook"),
        ("async def f():\n    return 1", "def in a notebook"),
        ("class A:\n    pass", "class in a notebook"),
        ("for i in x:\n    i", "a loop in a notebook"),
        ("while x:\n    y", "a loop in a notebook"),
        ("try:\n    x\nexcept E:\n    y", "try in a notebook"),
        ("f = lambda: 1", "lambda in a notebook"),
        ("table.to_csv(path)", "to_csv() writes"),
        ("open(path)", "open() writes"),
        ("path.write_text(x)", "write_text() writes"),
        ("figure.savefig(path)", "savefig() writes"),
        ("\n".join(["x"] * 13), "more than 12 lines"),
        ("import pandas", "imports ['pandas']"),
        ("from workbench import tokens", "imports ['workbench.tokens']"),
        ("from workbench.corpus import cards", "imports ['workbench.corpus']"),
        ("!pip install x", "no shell or magic"),
        ("%matplotlib inline", "no shell or magic"),
        ("x = (", "not Python"),
    ],
)
def test_a_cell_with_more_than_a_sentence_is_found(
    tmp_path: Path, source: str, message: str
) -> None:
    [found] = said(notebook(tmp_path, code(source)))

    assert found.startswith("cell 2, line ")
    assert message in found


def test_twelve_lines_are_not_too_many(tmp_path: Path) -> None:
    assert said(notebook(tmp_path, code("\n".join(["x"] * 12)))) == []


@pytest.mark.parametrize(
    "left",
    [{"outputs": [{"output_type": "stream", "name": "stdout", "text": "1"}]},
     {"execution_count": 3}],
)  # fmt: skip
def test_an_output_left_in_is_found(tmp_path: Path, left: dict[str, Any]) -> None:
    [found] = said(notebook(tmp_path, code("x", **left)))

    assert "outputs are stripped in git" in found


@pytest.mark.parametrize(
    ("first", "message"),
    [
        ('district = "east-bank"', "says in a comment what it is"),
        ('district = "东岸"  # id of a place', "an ASCII id"),
    ],
)
def test_a_parameter_is_a_commented_ascii_id(tmp_path: Path, first: str, message: str) -> None:
    [found] = said(notebook(tmp_path, first=first))

    assert found.startswith("cell 1, line 1: ")
    assert message in found


def test_a_second_parameters_cell_is_found(tmp_path: Path) -> None:
    [found] = said(notebook(tmp_path, code(PARAMETERS, "parameters")))

    assert "the first code cell, and no other" in found


def test_a_notebook_whose_parameters_stand_late_is_found(tmp_path: Path) -> None:
    path = notebook(tmp_path)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"].insert(0, code("x"))
    path.write_text(json.dumps(content), encoding="utf-8")

    assert len(said(path)) == 1


def test_a_finding_names_the_line_of_the_file(tmp_path: Path) -> None:
    path = notebook(tmp_path, code("import pandas"))
    [finding] = findings(path, shown="notebooks/fat.ipynb")

    assert "import pandas" in path.read_text(encoding="utf-8").splitlines()[finding.line - 1]
    assert finding.path == "notebooks/fat.ipynb"


def test_a_broken_file_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "fat.ipynb"
    path.write_text("{", encoding="utf-8")

    assert said(path)[0].startswith("not a notebook")


def test_exploring_runs_on_any_study(built: Project, tmp_path: Path) -> None:
    """The kernel works in the folder of the notebook, so that is the study's own."""
    source = built.root / "notebooks" / "explore.ipynb"
    [outcome] = run([Job(source, {"pattern": "tea house"}, tmp_path / "out")], progress=False)
    shown = outcome.path.read_text(encoding="utf-8")

    assert outcome.ok, outcome.error
    assert "1 hits" in shown
    assert "1 documents are held by reference only" in shown


@pytest.mark.parametrize(
    ("asked", "said"), [({}, "Cell by cell: 9"), ({"level": "community"}, "Cell by cell: 6")]
)
def test_the_framework_matrix_runs_on_any_study(
    built: Project, tmp_path: Path, asked: dict[str, str], said: str
) -> None:
    # 3 cases x 3 dimensions; two of the cases are communities
    source = built.root / "notebooks" / "framework.ipynb"
    [outcome] = run([Job(source, asked, tmp_path / "out")], progress=False)
    shown = outcome.path.read_text(encoding="utf-8")

    assert outcome.ok, outcome.error
    assert said in shown
    assert "no commit is named" in shown

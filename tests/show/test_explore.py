"""The notebook that explores: each question is answered in a study, and in an empty one too."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench import pipeline, project, starter
from workbench.project import Project
from workbench.runs import Job, run


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A study in which nobody has written anything, with its tables."""
    folder = tmp_path_factory.mktemp("empty") / "new"
    starter.init(folder)
    made = project.find(folder)
    pipeline.build(made, ["corpus", "tokens", "coding", "compare"], tell=lambda _: None)
    return made


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """What runs the notebook of a study and returns what it shows."""

    def shown(made: Project, **asked: str) -> str:
        source = made.root / "notebooks" / "explore.ipynb"
        folder: Path = tmp_path_factory.mktemp("explored")
        [outcome] = run([Job(source, asked, folder)], progress=False)
        assert outcome.ok, outcome.error
        cells = json.loads(outcome.path.read_text(encoding="utf-8"))["cells"]
        outputs = [one for cell in cells for one in cell.get("outputs", [])]
        assert [one for one in outputs if one["output_type"] == "stream"] == []  # nothing warned
        return "\n".join("".join(one["data"].get("text/html", "")) for one in outputs)

    return shown


def test_an_empty_study_can_be_explored_and_says_what_it_lacks(
    empty: Project, executed: Callable[..., str]
):
    shown = executed(empty)

    assert "检索结果 0 处" in shown
    assert "尚无词频" in shown
    assert "两组都要有文献" in shown
    assert "<img" not in shown
    assert "词典" in shown  # a text that someone writes is cut all the same


def test_a_study_with_texts_shows_its_pictures_and_tables(
    built: Project, executed: Callable[..., str]
):
    shown = executed(built, pattern="居民", word="居民", by="language", group="zh")

    assert shown.count("data:image/svg+xml") >= 5
    assert "Key words of A against B" in shown
    assert "居民" in shown
    assert "<script>alert" not in shown

"""A chapter opened by hand: its list of districts, and that it shows what a run prints."""

import json
import shutil
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from workbench import show, store
from workbench.project import Project
from workbench.runs import Job, run
from workbench.show import chapter
from workbench.show.choosers import Chooser
from workbench.show.fair import Drawn
from workbench.show.html import Html

WIDGET = "application/vnd.jupyter.widget-view+json"


def outputs(path: Path) -> list[dict[str, list[str]]]:
    """What the cells of an executed notebook show, each by its kind."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [out["data"] for cell in cells for out in cell.get("outputs", [])]


def displayed(part: Html | Figure) -> list[Html | Figure]:
    """What a notebook shows of a part: a figure, and the warnings under it."""
    if not isinstance(part, Drawn):
        return [part]
    return [part.figure, part.warnings] if part.warnings.markup else [part.figure]


@pytest.mark.parametrize("district", ["east-bank", "west-bank"])
def test_what_the_list_shows_is_what_a_run_prints(published: Project, district: str) -> None:
    printed = outputs(published.artefact("run", f"{district}/district.ipynb"))
    own = store.Tables(published, district=district)
    sections = [section for _, section in chapter.parts(own, district)]
    parts = [each for section in sections for part in section for each in displayed(part)]

    assert len(printed) == len(parts)
    for out, part in zip(printed, parts, strict=True):
        kind = "image/png" if isinstance(part, Figure) else "text/html"
        assert kind in out
        if isinstance(part, Html):
            assert "".join(out["text/html"]) == part.markup


def test_a_district_that_is_chosen_is_shown_in_place(built: Project) -> None:
    chooser = show.chooser(store.Tables(built).of)
    assert isinstance(chooser, Chooser)
    names = {one: name for name, one in chooser.list.options}
    chooser.list.value = "west-bank"
    own = store.Tables(built, district="west-bank")

    assert names["east-bank"] == "东岸区 East Bank District"
    assert chooser.answer.markup == chapter.chapter(own, "west-bank").markup
    assert "竹林" in chooser.answer.markup
    assert "石桥" not in chooser.answer.markup


def test_where_no_widget_runs_the_districts_stand_in_a_plain_table(built: Project) -> None:
    chooser = show.chooser(store.Tables(built).of)
    bundle = chooser._repr_mimebundle_()  # type: ignore[attr-defined]

    assert WIDGET in bundle
    assert "West Bank $x$ &lt;i&gt;" in bundle["text/html"]
    assert "<i>" not in bundle["text/html"]


def test_a_run_on_a_district_shows_no_list(built: Project) -> None:
    assert show.chooser(store.Tables(built).of, district="west-bank") is None


def test_the_notebook_runs_by_hand_with_its_defaults(built: Project, tmp_path: Path) -> None:
    shutil.copytree(built.root, tmp_path / "study")
    path = tmp_path / "study" / "notebooks" / "district.ipynb"
    [outcome] = run([Job(path, {}, tmp_path / "study" / "build" / "runs")], progress=False)
    first = outputs(outcome.path)[0]

    assert outcome.ok
    assert WIDGET not in first  # blank on a page
    assert "Districts to choose from" in "".join(first["text/html"])

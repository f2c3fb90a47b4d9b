"""The chapter of a district opened by hand: what is seen is what a run on it prints."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from workbench import files, show, store
from workbench.project import Project
from workbench.runs import Job, run

WIDGET = "application/vnd.jupyter.widget-view+json"
LIST = "show.chapter("  # in the cell that shows the list of districts

Cells = list[dict[str, Any]]
Shown = list[list[dict[str, Any]]]
ByHand = Callable[..., Cells]


def executed(path: Path) -> Cells:
    """The code cells of a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def of_the_list(cells: Cells) -> dict[str, Any]:
    """The cell that shows the list."""
    return next(cell for cell in cells if LIST in "".join(cell["source"]))


def outputs(cells: Cells) -> Shown:
    """What each cell shows that shows something, by its kinds; but for the list."""
    shown = [[out["data"] for out in cell["outputs"]]
             for cell in cells if cell is not of_the_list(cells)]  # fmt: skip
    return [data for data in shown if data]


def read(shown: Shown) -> list[str]:
    """The text of what each cell shows, a picture by a sign."""
    return [" ".join(_read(data).strip() for data in cell).strip() for cell in shown]


def _read(data: dict[str, Any]) -> str:
    markup = "".join(data.get("text/html", "<img>"))
    body = html.fromstring(markup.replace("<img", " [picture] <img"))
    for style in body.xpath("//style"):
        style.drop_tree()
    return " ".join(body.text_content().split())


@pytest.fixture(scope="module")
def by_hand(published: Project, tmp_path_factory: pytest.TempPathFactory) -> ByHand:
    """What runs the notebook of a district as its user does, in a copy of the study."""
    study = shutil.copytree(published.root, tmp_path_factory.mktemp("by-hand") / "study")
    written = files.read_text(study / "notebooks" / "district.ipynb")

    def used(*, typed: str = "", then: tuple[str, ...] = ()) -> Cells:
        """The cells after a run. ``typed`` stands in the first; ``then`` is run after all."""
        path = study / "notebooks" / "district.ipynb"
        content = json.loads(written)
        first = next(cell for cell in content["cells"] if cell["cell_type"] == "code")
        assert any('district: str = ""' in line for line in first["source"])
        first["source"] = [line.replace('""', f'"{typed}"') for line in first["source"]]
        content["cells"] += [{**first, "id": f"then{at}", "metadata": {}, "source": source}
                             for at, source in enumerate(then)]  # fmt: skip
        files.write_text(json.dumps(content), path)
        [outcome] = run([Job(path, {}, study / "build" / "runs")], progress=False)
        assert outcome.ok, outcome.error
        return executed(outcome.path)

    return used


@pytest.fixture(scope="module")
def untouched(by_hand: ByHand) -> Cells:
    """The cells after a run with the defaults."""
    return by_hand()


def printed(published: Project, district: str) -> Shown:
    """What the run on a district shows."""
    return outputs(executed(published.artefact("run", f"{district}/district.ipynb")))


@pytest.mark.parametrize("district", ["east-bank", "west-bank"])
def test_what_is_seen_of_a_district_that_is_typed_is_its_run(
    published: Project, by_hand: ByHand, district: str
) -> None:
    seen = outputs(by_hand(typed=district))

    assert len(seen) == 8
    assert seen == printed(published, district)


@pytest.mark.parametrize("district", ["east-bank", "west-bank"])
def test_what_is_seen_of_a_district_that_is_chosen_is_its_run(
    published: Project, by_hand: ByHand, district: str
) -> None:
    other = {"east-bank": "west-bank", "west-bank": "east-bank"}[district]
    choices = tuple(f'chapter.list.value = "{one}"' for one in (other, district))
    seen = read(outputs(by_hand(then=choices)))

    assert len(seen) == 8
    assert ("[picture]" in seen[3]) == (district == "east-bank")  # of the other too little is known
    assert seen == read(printed(published, district))


@pytest.mark.parametrize(
    "then",
    ['chapter.list.value = ""', "chapter = show.chapter(tables.of, district=district)"],
    ids=["chosen", "a list made anew"],
)
def test_all_districts_are_seen_until_one_is_chosen_and_again_after(
    by_hand: ByHand, untouched: Cells, then: str
) -> None:
    """The cell of the list may be run again on its own: the other cells go with it."""
    seen = read(outputs(by_hand(then=('chapter.list.value = "east-bank"', then))))

    assert seen == read(outputs(untouched))
    assert "石桥" in seen[0]
    assert "竹林" in seen[0]


def test_where_no_widget_runs_the_districts_stand_in_a_plain_table(untouched: Cells) -> None:
    [twin] = [out["data"] for out in of_the_list(untouched)["outputs"]]
    markup = "".join(twin["text/html"])

    assert WIDGET not in twin  # blank on a page
    assert "Districts to choose from" in markup
    assert "West Bank $x$ &lt;i&gt;" in markup
    assert "<i>" not in markup


def test_the_list_offers_districts_by_name(built: Project) -> None:
    chapter = show.chapter(store.Tables(built).of)
    names = {one: name for name, one in chapter.list.options}  # type: ignore[attr-defined]

    assert names == {"": "全部 all", "east-bank": "东岸区 East Bank District",
                     "west-bank": names["west-bank"]}  # fmt: skip


def test_a_run_on_a_district_shows_no_list(published: Project) -> None:
    cells = executed(published.artefact("run", "west-bank/district.ipynb"))

    assert of_the_list(cells)["outputs"] == []

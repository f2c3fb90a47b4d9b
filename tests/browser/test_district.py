"""The notebook of a district in a real browser: what is seen of one chosen is its run."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from workbench.project import Project

from .driver import Browser, wait
from .laboratory import IDLE, opened

LIST = ".widget-dropdown select"
# In the page: how a browser reads HTML, a picture by a sign, and what each cell shows but
# for the list.
PAGE = f"""
const read = html => {{
  const box = document.createElement('div');
  box.innerHTML = html;
  box.querySelectorAll('style').forEach(one => one.remove());
  box.querySelectorAll('img').forEach(one => one.replaceWith('[picture]'));
  return box.textContent.replace(/\\s/g, '');
}};
const cells = [...document.querySelectorAll('.jp-CodeCell')];
const seen = () => cells.filter(cell => !cell.querySelector('{LIST}'))
  .map(cell => [...cell.querySelectorAll('.jp-RenderedHTMLCommon, .jp-RenderedImage')])
  .filter(shown => shown.length)
  .map(shown => shown.map(one => read(one.outerHTML)).join(''));
"""


@pytest.fixture(scope="module")
def page(published: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The notebook of the mini study with every cell run and in sight."""
    with opened(published, "district", tmp_path_factory.mktemp("district"), until=LIST) as window:
        yield window


def printed(page: Browser, study: Project, district: str) -> list[str]:
    """What each cell of a run shows, as the browser reads it."""
    path = study.artefact("run", f"{district}/district.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    shown = [[out["data"] for out in cell.get("outputs", [])] for cell in cells]
    read = f"{PAGE} return arguments[0].map(read).join('');"
    return [page.run(read, [_html(data) for data in cell]) for cell in shown if cell]


def _html(data: dict[str, Any]) -> str:
    return "<img>" if "image/png" in data else "".join(data["text/html"])


def choose(page: Browser, name: str) -> list[str]:
    """What all cells show once a district is chosen by a part of its name."""
    before = page.run(f"{PAGE} return seen();")
    page.run(
        f"""
        const list = document.querySelector('{LIST}');
        list.selectedIndex = [...list.options].findIndex(one => one.text.includes(arguments[0]));
        list.dispatchEvent(new Event('change', {{bubbles: true}}));
        """,
        name,
    )
    # The last part follows last; the words of another district differ in every part.
    changed = f"{PAGE} return {IDLE} && seen().at(-1) !== arguments[0] && seen();"
    return list(wait(lambda: page.run(changed, before[-1])))


def test_by_hand_every_cell_runs_and_shows_all_districts(page: Browser) -> None:
    failed = page.run("return document.querySelectorAll('[data-mime-type*=error]').length")
    text = " ".join(page.run(f"{PAGE} return seen();"))

    assert failed == 0
    assert [line for line in page.errors() if "favicon" not in line] == []
    assert "石桥" in text
    assert "竹林" in text


def test_every_cell_follows_the_list_and_shows_what_the_run_shows(
    page: Browser, published: Project
) -> None:
    for name, district in [("东岸", "east-bank"), ("西岸", "west-bank"), ("东岸", "east-bank")]:
        seen = choose(page, name)

        assert len(seen) == 8
        assert seen == printed(page, published, district)


def test_restarted_it_shows_all_districts_again(page: Browser) -> None:
    choose(page, "西岸")
    page.run("jupyterapp.commands.execute('notebook:restart-run-all')")
    accept = ".jp-Dialog .jp-mod-accept"
    wait(lambda: page.run(f"return !!document.querySelector('{accept}')"))
    page.run(f"document.querySelector('{accept}').click()")
    again = f"{PAGE} return {IDLE} && seen().at(-1)?.includes('石桥') && seen();"
    text = " ".join(wait(lambda: page.run(again)))

    assert "石桥" in text
    assert "竹林" in text
    assert page.run(f"return document.querySelector('{LIST}').value") == "全部 all"

"""The comparison in a real browser: cells are chosen, evidence is left out."""

from collections.abc import Iterator

import pytest

from workbench.project import Project

from .driver import Browser, wait
from .laboratory import IDLE, opened


@pytest.fixture(scope="module")
def framework(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("framework")
    with opened(built, "framework", folder, until=".widget-dropdown select") as window:
        yield window


@pytest.fixture(scope="module")
def switchboard(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("switchboard")
    with opened(built, "switchboard", folder, until=".widget-checkbox input") as window:
        yield window


def answer(page: Browser, control: str) -> str:
    """What the widget shows that has a control."""
    script = f"""
    const box = document.querySelector('{control}').closest('.jp-OutputArea');
    return {IDLE} && box.innerText;
    """
    return str(wait(lambda: page.run(script)))


def complaints(page: Browser) -> list[str]:
    failed = page.run("return document.querySelectorAll('[data-mime-type*=error]').length")
    return [*page.errors(), *["a cell failed"] * int(failed)]


def test_cells_are_chosen_by_their_level(framework: Browser) -> None:
    assert [line for line in complaints(framework) if "favicon" not in line] == []

    before = answer(framework, ".widget-dropdown select")
    framework.run("""
    const level = document.querySelector('.widget-dropdown select');
    level.selectedIndex = [...level.options].findIndex(one => one.text.includes('street'));
    level.dispatchEvent(new Event('change', {bubbles: true}));
    """)
    wait(lambda: answer(framework, ".widget-dropdown select") != before)
    after = answer(framework, ".widget-dropdown select")

    assert "Bamboo" in before
    assert "Willow" in after
    assert "Bamboo" not in after


def test_what_a_list_is_called_is_read_whole(framework: Browser) -> None:
    cut = framework.run("""
    return [...document.querySelectorAll('.widget-label')]
      .filter(label => label.scrollWidth > label.clientWidth).map(label => label.textContent);
    """)

    assert cut == []


def test_what_is_ticked_is_left_out(switchboard: Browser) -> None:
    assert [line for line in complaints(switchboard) if "favicon" not in line] == []

    before = answer(switchboard, ".widget-checkbox input")
    for _ in range(2):
        switchboard.run("document.querySelector('.widget-checkbox input').click()")
        wait(lambda seen=before: answer(switchboard, ".widget-checkbox input") != seen)
        before, after = answer(switchboard, ".widget-checkbox input"), before

    assert "4 of 4 hold" in before  # ticked, and the tick taken back
    assert "4 of 4 hold" not in after

"""The explorer in a real browser: every widget of explore.ipynb is used once."""

from collections.abc import Iterator

import pytest

from workbench.project import Project

from .driver import Browser, wait
from .laboratory import IDLE, opened

# In the page: the controls of the pane that is open by their label, and what it shows.
PAGE = """
const explorer = document.querySelector('.widget-toggle-buttons').parentElement;
const all = css => [...explorer.querySelectorAll(css)].filter(seen => seen.offsetParent);
const shown = () => all('.jp-OutputArea-output').map(box => box.innerHTML).join('');
const control = label => all('.widget-text, .widget-textarea, .widget-dropdown')
  .filter(box => box.querySelector('label').textContent.startsWith(label)).at(-1);
const tell = (box, ...kinds) => kinds.forEach(
  kind => box.dispatchEvent(new Event(kind, {bubbles: true})));
const choose = (box, at) => { box.selectedIndex = at; tell(box, 'change'); };
const write = (box, text) => { box.value = text; tell(box, 'input', 'change', 'blur'); };
"""
PANES = ["Concordance", "Frequencies", "Keyness", "Dispersion", "Trends", "Collocates", "Clusters",
         "Tf-idf", "Network", "Similarity", "Diversity", "Correspondence", "Tokens"]  # fmt: skip


@pytest.fixture(scope="module")
def page(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The notebook of the mini study with every cell run."""
    folder, until = tmp_path_factory.mktemp("browser"), ".widget-toggle-buttons button"
    with opened(built, "explore", folder, until=until) as window:
        yield window


def use(page: Browser, action: str) -> str:
    """What is shown when something was done and has changed it."""
    before = page.run(f"{PAGE} return shown();")
    page.run(PAGE + action)
    changed = f"{PAGE} return {IDLE} && shown() !== arguments[0] && shown();"
    return str(wait(lambda: page.run(changed, before)))


def turn(page: Browser, name: str) -> str:
    """Open a pane that was not open, and return what it shows."""
    button = "all('.widget-toggle-buttons button')[{}].click();"
    for number in ((PANES.index(name) + 1) % len(PANES), PANES.index(name)):
        if page.run(
            f"{PAGE} return !all('.widget-toggle-buttons .mod-active').length || "
            f"!all('.widget-toggle-buttons button')[{number}].matches('.mod-active')"
        ):
            shown = use(page, button.format(number))
    return shown


def test_every_cell_ran_and_nothing_complained(page: Browser) -> None:
    failed = page.run("return document.querySelectorAll('[data-mime-type*=error]').length")

    assert failed == 0
    assert [line for line in page.errors() if "favicon" not in line] == []


@pytest.mark.parametrize("name", PANES)
def test_a_pane_shows_a_picture_a_table_or_a_sentence(page: Browser, name: str) -> None:
    shown = turn(page, name)

    assert any(sign in shown for sign in ("data:image/svg+xml", "<table", "workbench-note"))
    assert page.run("return [...document.images].every(one => one.complete && one.naturalWidth)")


def test_a_hit_that_is_chosen_is_lit_up_in_its_document(page: Browser) -> None:
    turn(page, "Concordance")
    found = use(page, "write(control('检索').querySelector('input'), '居民');")
    opened = use(page, "choose(all('.widget-select select')[0], 1);")

    assert ">居民</b>" in found
    assert ">居民</mark>" in opened
    assert "evidence/" in opened


def test_hits_are_sorted_and_filtered(page: Browser) -> None:
    turn(page, "Concordance")
    use(page, "write(control('检索').querySelector('input'), 'street|街道');")
    one = use(page, "choose(control('排序').querySelector('select'), 2);")
    other = use(page, "choose(control('语言').querySelector('select'), 1);")
    use(page, "choose(control('语言').querySelector('select'), 0);")

    assert ">街道</b>" in one
    assert ">街道</b>" not in other  # English documents only


def test_what_a_text_says_of_scripts_is_text(page: Browser) -> None:
    turn(page, "Concordance")
    shown = use(page, "write(control('检索').querySelector('input'), 'alert');")

    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_two_groups_are_chosen(page: Browser) -> None:
    turn(page, "Keyness")
    named = PAGE + "return all('.widget-html-content b').map(label => label.textContent).join();"
    assert wait(lambda: page.run(named) == "A 组 Group A")
    page.run(PAGE + "choose(control('对照').querySelector('select'), 1);")

    assert wait(lambda: page.run(named) == "A 组 Group A,B 组 Group B")
    page.run(PAGE + "choose(control('体裁').querySelector('select'), 1);")  # of group B
    assert wait(lambda: page.run(f"{PAGE} return {IDLE} && shown();"))


@pytest.mark.parametrize("name", ["Dispersion", "Trends", "Collocates"])
def test_another_word_is_asked_for(page: Browser, name: str) -> None:
    turn(page, name)
    label = "多词" if name == "Trends" else "词"
    shown = use(page, f"write(control('{label}').querySelector('input'), '街道');")

    assert "data:image/svg+xml" in shown or "workbench-note" in shown


def test_the_words_of_another_document_are_told(page: Browser) -> None:
    turn(page, "Tf-idf")
    shown = use(page, "choose(control('文献').querySelector('select'), 2);")

    assert "data:image/svg+xml" in shown


def test_a_text_that_is_written_is_cut(page: Browser) -> None:
    turn(page, "Tokens")
    shown = use(page, "write(control('文本').querySelector('textarea'), '街道与<b>居民</b>。');")

    assert ">街道</span>" in shown
    assert "&lt;b&gt;" in shown or "&lt;" in shown

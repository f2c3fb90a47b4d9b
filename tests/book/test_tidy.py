"""What a page looks like in print: warnings unfolded once, drawings as files."""

from base64 import b64encode
from pathlib import Path

from lxml import html

from workbench.book import tree
from workbench.book.manuscript import INLINE, take_pictures
from workbench.book.tidy import tidy, unfold

NOTE = '<details class="workbench-fair"><summary>care: {0}</summary><p>why {0}</p></details>'


def test_a_warning_is_printed_in_a_line_and_its_meaning_once_a_page() -> None:
    page = html.fromstring(f"<div>{NOTE.format('a')}{NOTE.format('a')}{NOTE.format('b')}</div>")
    unfold(page)

    assert tree.text(page).replace("why", " why").split() == (
        ["care:", "a", "why", "acare:", "acare:", "b", "why", "b"]
    )
    assert not list(page.iter("summary"))


def test_a_picture_inside_a_page_becomes_a_file_that_can_be_printed(tmp_path: Path) -> None:
    drawn = b"<svg/>"
    page = html.fromstring(f'<div><img src="{INLINE}{b64encode(drawn).decode()}" style="x"/></div>')
    take_pictures(page, page="study/comparison", html_dir=tmp_path, folder=tmp_path)
    [picture] = page.iter("img")

    assert (tmp_path / picture.get("src")).read_bytes() == drawn
    assert picture.get("style") is None


def test_a_head_that_a_page_sets_in_normal_weight_is_not_bold_and_its_box_stands_apart(
    tmp_path: Path,
) -> None:
    box = '<span style="display: inline-block; font-weight: normal">It holds.</span>'
    page = html.fromstring(
        f"<table><tbody><tr><th>{box}<small>cells</small></th></tr>"
        "<tr><th>Liuxi</th></tr></tbody></table>"
    )
    tidy(page, pictures=tmp_path, prefix="p")
    said, name = page.iter("th")

    assert tree.text(said) == "It holds. cells"
    assert [tree.text(bold) for bold in page.iter("strong")] == ["Liuxi"]
    assert tree.text(name) == "Liuxi"

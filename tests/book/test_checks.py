"""Links that do not arrive, and requests to other hosts."""

from pathlib import Path

import pytest

from workbench.book import external_requests, links


def page(folder: Path, body: str, name: str = "a.html") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<!DOCTYPE html>\n<html><body>\n{body}\n</body></html>", encoding="utf-8")
    return folder


def test_a_link_to_an_anchor_on_another_page_arrives(tmp_path: Path) -> None:
    page(tmp_path, '<blockquote id="jy-001">x</blockquote>', "evidence/jiyang-feature.html")
    page(tmp_path, '<a href="../evidence/jiyang-feature.html#jy-001">x</a>', "runs/b.html")

    assert links(tmp_path) == []


@pytest.mark.parametrize(
    "address", ["b.html", "#no", "a.html#no", "x.png", "../a.html", "%E4.html"]
)
def test_a_link_that_does_not_arrive_is_listed_with_its_line(tmp_path: Path, address: str) -> None:
    [finding] = links(page(tmp_path, f'<p id="here">x</p>\n<a href="{address}">x</a>'))

    assert (finding.path, finding.line) == ("a.html", 4)
    assert address in finding.message


def test_links_of_the_reader_are_his_own_affair(tmp_path: Path) -> None:
    book = page(tmp_path, '<a href="https://example.org">x</a> <a href="mailto:a@b.org">y</a>')

    assert links(book) == []
    assert external_requests(book) == []


@pytest.mark.parametrize(
    "asking",
    [
        '<script src="https://cdn.example.org/x.js"></script>',
        '<script src="//cdn.example.org/x.js"></script>',
        r'<img src="\\cdn.example.org\x.png">',
        '<link rel="stylesheet" href="https://cdn.example.org/x.css">',
        '<link rel="preconnect" href="https://cdn.example.org">',
        '<img src="x.png" srcset="x.png 1x, https://cdn.example.org/y.png 2x">',
        '<iframe src="http://cdn.example.org/"></iframe>',
        '<object data="https://cdn.example.org/x.svg"></object>',
        '<video poster="https://cdn.example.org/x.png"></video>',
        '<svg><image xlink:href="https://cdn.example.org/x.png"></image></svg>',
        '<svg><use href="https://cdn.example.org/x.svg#a"></use></svg>',
        '<p style="background: url(https://cdn.example.org/x.png)">x</p>',
        "<style>@import 'https://cdn.example.org/x.css';</style>",
        '<meta http-equiv="refresh" content="0; url=https://cdn.example.org/">',
        '<base href="https://cdn.example.org/">',
        '<script>import("https://cdn.example.org/x.js")</script>',
        "<script>s.src = 'https://cdn.example.org/x.js'</script>",
        '<form action="https://cdn.example.org/"></form>',
    ],
)
def test_whatever_a_browser_would_fetch_elsewhere_is_listed(tmp_path: Path, asking: str) -> None:
    [finding] = external_requests(page(tmp_path, asking))

    assert (finding.path, finding.line) == ("a.html", 3)
    assert "cdn.example.org" in finding.message


def test_a_style_sheet_that_fetches_elsewhere_is_listed(tmp_path: Path) -> None:
    sheet = tmp_path / "x.css"
    sheet.write_text('p { color: red }\n@font-face { src: url("//f.example.org/f.woff2") }')
    [finding] = external_requests(tmp_path)

    assert (finding.path, finding.line) == ("x.css", 2)


def test_what_the_book_carries_asks_nobody(tmp_path: Path) -> None:
    body = '<img src="data:image/png;base64,aa"> <script src="x.js"></script> <img src="a/b.png">'

    assert external_requests(page(tmp_path, body)) == []

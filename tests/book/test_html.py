"""The site, rendered once; and what keeps a site from being rendered."""

import io
import json
import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import html as parser

from workbench.book import assemble, external_requests, html, links
from workbench.errors import InputError

MINI = Path(__file__).parent / "mini"


def read(site: Path, page: str) -> parser.HtmlElement:
    return parser.document_fromstring((site / page).read_bytes())


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_no_page_asks_another_host_and_every_link_arrives(site: Path) -> None:
    assert external_requests(site) == []
    assert links(site) == []


def test_a_cell_of_a_notebook_leads_to_its_passage(site: Path) -> None:
    [cell] = read(site, "runs/willow.html").xpath("//td/a[text()='stated 明确']")
    [passage] = read(site, "evidence/willow-report.html").xpath("//*[@id='wr-001']")

    assert cell.get("href") == "../evidence/willow-report.html#wr-001"
    assert "街道为团队提供了三间活动室" in passage.text_content()


@pytest.mark.parametrize("anchor", ["wr-001", "wr-002", "wr-003", "wr-004"])
def test_every_way_to_mark_a_passage_keeps_its_id(site: Path, anchor: str) -> None:
    assert len(read(site, "evidence/willow-report.html").xpath(f"//*[@id='{anchor}']")) == 1


def test_what_a_document_says_is_shown_and_not_run(site: Path) -> None:
    [passage] = read(site, "evidence/willow-report.html").xpath("//*[@id='wr-002']")

    assert "<img src=x onerror=alert(2)> {{ 7 * 7 }} $x^2$ | a" in passage.text_content()
    assert len(passage) == 0


def test_a_chinese_reference_follows_gbt_7714(site: Path) -> None:
    listed = read(site, "chapters/references.html").xpath("//div[@class='citation']/p")
    texts = [entry.text_content() for entry in listed]

    assert texts == [
        (
            "Miles, M. B., Huberman, A. M., & Saldaña, J. (2014). Qualitative data analysis: "
            "A methods sourcebook (3rd ed.). Thousand Oaks: SAGE."
        ),
        (
            "Ragin, C. C. (2008). Redesigning social inquiry: Fuzzy sets and beyond. "
            "Chicago: University of Chicago Press."
        ),
        "任敏, 胡鹏辉, 郑先令. “五社联动”的背景、内涵及优势探析[J]. 中国社会工作, 2021(3): 15-17.",
        (
            "吴晓林. 党建引领与治理体系建设: 十八大以来城乡社区治理的实践走向[J]. "
            "上海行政学院学报, 2020, 21(3): 12-22."
        ),
    ]


def test_a_citation_names_its_authors_in_their_own_language(site: Path) -> None:
    text = read(site, "chapters/method.html").xpath("string(//article//p[1])")

    assert "(Ragin, 2008; 吴晓林, 2020). 任敏等 (2021)" in text
    assert "Miles et al. (2014)" in text


def test_a_formula_is_drawn_by_the_browser_itself(site: Path) -> None:
    page = read(site, "chapters/method.html")

    assert len(page.xpath("//math")) == 2
    assert page.xpath("string(//div[@class='math']/span)") == "(1)"


def test_the_font_that_travels_with_the_book_has_every_chinese_letter_in_it(site: Path) -> None:
    shown = "".join(read(site, page.relative_to(site).as_posix()).text_content()
                    for page in site.rglob("*.html"))  # fmt: skip
    font = TTFont(io.BytesIO((site / "_static/noto-sans-sc.woff2").read_bytes()))
    chinese = {ord(letter) for letter in shown if "\u4e00" <= letter <= "\u9fff"}

    assert chinese - set(font.getBestCmap()) == set()
    assert "noto-sans-sc.woff2" in (site / "_static/custom.css").read_text(encoding="utf-8")


def test_the_same_source_gives_the_same_site_in_any_locale_and_place(
    source: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.delenv("PYTHONUTF8", raising=False)
    elsewhere = tmp_path / "别处 elsewhere"
    shutil.copytree(source, elsewhere / "source")
    html(elsewhere / "source", elsewhere / "html")

    assert contents(elsewhere / "html") == contents(site)


def test_every_fault_is_named_by_file_and_line_and_the_last_good_site_stays(
    handwritten: Path, tmp_path: Path
) -> None:
    chapters = {"picture.md": "# A\n\n![gone](gone.png)\n", "cited.md": "# B\n\n{cite:p}`nobody`\n",
                "linked.md": "# C\n\n[x](#nowhere)\n", "forgotten.md": "# D\n",
                "figured.md": "# E\n\nIt has {figure}`f-99` of {own}`2`.\n"}  # fmt: skip
    listed = ["picture", "cited", "linked", "figured", "broken", "chapters/references"]
    toc = "format: jb-book\nroot: intro\nchapters:\n" + "".join(f"  - file: {n}\n" for n in listed)
    notebook = json.loads((MINI / "willow.ipynb").read_text(encoding="utf-8"))
    notebook["cells"][4]["source"] = "## Everything\n\n{cite:p}`nowhere`"
    (tmp_path / "run.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    shutil.copytree(handwritten, tmp_path / "book", ignore=shutil.ignore_patterns("method.md"))
    (tmp_path / "book/intro.md").write_text("# Intro\n", encoding="utf-8")
    assemble(
        tmp_path / "source",
        handwritten=tmp_path / "book",
        notebooks={"broken.ipynb": tmp_path / "run.ipynb"},
        pages={**chapters, "_toc.yml": toc},
    )
    out = tmp_path / "html"
    out.mkdir()
    (out / "index.html").write_text("the last good one", encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        html(tmp_path / "source", out)

    said = str(refusal.value)
    assert "picture.md:3: " in said
    assert 'cited.md:3: could not find bibtex key "nobody"' in said
    assert "linked.md:3: " in said
    assert "figured.md:3: no figure 'f-99' in the ledger" in said
    assert "forgotten.md: document isn't included in any toctree" in said
    assert 'broken.ipynb:3: cell 5: could not find bibtex key "nowhere"' in said
    assert (tmp_path / "html.log").read_text(encoding="utf-8").count("gone.png") >= 1
    assert [path.name for path in out.iterdir()] == ["index.html"]

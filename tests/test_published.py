"""The published book of the mini study, as a reader finds it."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from lxml import html
from pypdf import PdfReader

from workbench import files, pipeline, project, show, store
from workbench.book import external_requests, links
from workbench.errors import InputError
from workbench.pipeline import Report
from workbench.project import Project
from workbench.show.fair import Drawn

HOSTILE = "<script>alert(1)</script> {{ x }} $x$ {ref}`nowhere`"

Page = Callable[[str], html.HtmlElement]


@pytest.fixture(scope="module")
def site(published: Project) -> Path:
    return published.artefact("book", "html")


@pytest.fixture(scope="module")
def page(site: Path) -> Page:
    """What reads one page of the book."""

    def read(name: str) -> html.HtmlElement:
        return html.document_fromstring((site / name).read_bytes())

    return read


@pytest.fixture(scope="module")
def reader(published: Project) -> PdfReader:
    return PdfReader(published.artefact("book", "study.pdf"))


@pytest.fixture(scope="module")
def printed(reader: PdfReader) -> str:
    """All words of the PDF without any space: lines break where they please."""
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def article(whole: html.HtmlElement) -> html.HtmlElement:
    [found] = whole.xpath("//article")
    return found


# --- evidence ------------------------------------------------------------------


def test_every_cell_with_a_value_leads_to_itself_and_to_each_of_its_segments(
    published: Project, page: Page
) -> None:
    tables = store.Tables(published)
    doc_of = tables["segments"].set_index("id")["doc"]
    shown = set(page("study/comparison.html").xpath("//table//td//a/@href"))
    filled = tables["matrix"].query("value != ''")

    assert len(filled) == 7
    for _, cell in filled.iterrows():
        case, slug = cell["case"], cell["dimension"].replace("_", "-")
        assert f"../evidence/case-{case}.html#cell-{case}-{slug}" in shown
        for segment in cell["segments"].split(";"):
            assert f"../evidence/{doc_of[segment]}.html#{segment}" in shown


def test_no_value_of_the_comparison_stands_without_a_link(page: Page) -> None:
    tables = page("study/comparison.html").xpath("//table[contains(., '层级案例比较')]")
    cells = [cell for table in tables for cell in table.xpath(".//tbody//td")]
    unlinked = [words(cell) for cell in cells if not cell.xpath(".//a")]

    assert len(cells) == 9
    assert unlinked == ["查无 looked for, not found", "未查 not yet looked"]


def test_a_link_of_a_cell_arrives_at_the_passage_it_rests_on(page: Page) -> None:
    [target] = page("evidence/stone-letter.html").xpath("//*[@id='an-008']/..")

    assert "Half of the money comes from the street" in words(target)
    assert "Half of it is their own." in words(target)


def test_what_speaks_against_a_value_is_there_with_the_value_and_with_its_passage(
    page: Page,
) -> None:
    [compared] = page("study/comparison.html").xpath("//table[contains(., 'community level')]")
    [cell] = page("evidence/case-stone-bridge.html").xpath("//*[@id='cell-stone-bridge-autonomy']")
    [passage] = page("evidence/stone-letter.html").xpath("//*[@id='bo-002']")

    assert "反证 against: bo-002" in words(compared)
    assert "(inferred 0.80) · author · paper · 仅一人之言 one voice" in words(cell)
    assert "反证 Against: bo-002" in words(cell)
    assert "反证 against → 石桥茶馆 Stone Bridge × 自主 Autonomy" in words(passage)


def test_the_crosswalk_leads_to_the_passages_it_rests_on(page: Page) -> None:
    [table] = page("study/comparison.html").xpath("//table[contains(., 'Perspectives of')]")

    assert "Who decides" in words(table)
    assert table.xpath(".//a/@href") == ["../evidence/stone-letter.html#an-005"]


def test_every_link_inside_the_book_arrives(site: Path) -> None:
    assert links(site) == []


def test_a_missing_passage_would_be_noticed(site: Path, tmp_path: Path) -> None:
    evidence = (site / "evidence/stone-letter.html").read_text(encoding="utf-8")
    (tmp_path / "study").mkdir()
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence/stone-letter.html").write_text(evidence.replace('id="an-008"', ""))
    (tmp_path / "study/page.html").write_text('<a href="../evidence/stone-letter.html#an-008">x')

    assert any("an-008" in str(finding) for finding in links(tmp_path))


def test_a_withheld_document_is_shown_by_reference_only(
    site: Path, page: Page, original: Path
) -> None:
    [path] = original.iterdir()
    sentences = [line for line in path.read_text(encoding="utf-8-sig").split("\n") if line]
    shown = "".join(words(page(p.relative_to(site).as_posix())) for p in site.rglob("*.html"))

    assert "钱是街道的。 The money is the street's." in shown
    assert not any(sentence in shown for sentence in sentences)


def test_the_text_of_an_open_document_is_there_in_full(page: Page, published: Project) -> None:
    text = files.read_text(published.corpus("texts", "policy-2018-teams.txt"))
    shown = words(page("evidence/policy-2018-teams.html"))

    assert all(line in shown for line in text.splitlines())


# --- hosts, search ---------------------------------------------------------------


# --- numbers in a chapter ---------------------------------------------------------

FIGURES = {
    "12 rooms": "willow-report.html#f-02",
    "12 helpers": "stone-letter.html#f-stone-letter-02",
    "30 %": "stone-letter.html#f-stone-letter-03",
    "12间": "willow-report.html#f-02",
    "近2100元": "willow-report.html#f-01",
}


def test_a_number_of_a_chapter_has_its_qualifier_and_leads_to_its_span(page: Page) -> None:
    links = {words(a): a.get("href") for a in page("index.html").xpath("//article//a")}

    for shown, target in FIGURES.items():
        assert links[shown] == f"evidence/{target}"
        name, _, place = target.partition("#")
        assert page(f"evidence/{name}").xpath(f"//*[@id='{place}']")


def test_a_number_of_a_chapter_is_in_print_with_its_link(printed: str, published: Project) -> None:
    document = zipfile.ZipFile(published.artefact("book", "study.docx")).read("word/document.xml")
    whole = html.fromstring(document)
    hrefs = {words(each): each.get("w:anchor") for each in whole.xpath("//*[name()='w:hyperlink']")}

    assert "近2100元" in printed
    assert hrefs["12 helpers"] == "evidence.stone-letter.f-stone-letter-02"
    assert hrefs["近2100元"] == "evidence.willow-report.f-01"


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    assert external_requests(site) == []


@pytest.mark.parametrize(
    ("term", "pages"),
    [
        ("邻里食堂", {"evidence/bamboo-kitchen"}),
        ("队办法", {"evidence/policy-2018-teams"}),
    ],
)
def test_a_chinese_term_is_found_by_its_pairs_of_characters(
    site: Path, term: str, pages: set[str]
) -> None:
    index = json.loads(
        re.sub(r"^Search\.setIndex\((.*)\)$", r"\1", (site / "searchindex.js").read_text())
    )
    found = set.intersection(*(listed(index, term[i : i + 2]) for i in range(len(term) - 1)))

    assert pages <= found
    assert "index" not in found


def listed(index: dict[str, Any], word: str) -> set[str]:
    """The pages that an index gives for one word, in their titles or below."""
    numbers = [index[part].get(word, []) for part in ("terms", "titleterms")]
    flat = [n for found in numbers for n in ([found] if isinstance(found, int) else found)]
    return {index["docnames"][number] for number in flat}


# --- print -------------------------------------------------------------------------


def test_the_pdf_has_contents_that_lead_to_its_chapters(reader: PdfReader) -> None:
    outline = {item.title for item in reader.outline if not isinstance(item, list)}
    contents = "".join(page.extract_text() for page in reader.pages[1:3])

    assert "Contents" in contents
    assert "东岸区 East Bank District" in contents
    assert "研究 The study" in outline


def test_the_pdf_holds_words_of_both_languages(printed: str) -> None:
    assert "街道可以把闲置的屋子借给居民团队" in printed
    assert "Thestreetlendstheroomandpaysfortheheating." in printed


def test_every_font_travels_with_the_pdf(reader: PdfReader) -> None:
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    inner = [part.get_object() for font in fonts for part in font.get("/DescendantFonts", [font])]
    described = [font["/FontDescriptor"].get_object() for font in inner]

    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(d) for d in described)
    assert any("NotoSansSC" in str(font["/BaseFont"]) for font in fonts)


# --- hostile text ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("evidence/bamboo-kitchen.html", "墙上有一行怪字："),  # a text
        ("evidence/bamboo-kitchen.html", "Neighbours began it "),  # a paraphrase
        ("evidence/case-bamboo.html", "Neighbours began it "),
        ("districts/west-bank.html", "Neighbours began it "),
        ("evidence/case-bamboo.html", "竹林食堂 Bamboo Kitchen "),  # a label, as heading
        ("districts/west-bank.html", "竹林食堂 Bamboo Kitchen "),  # and in a table
    ],
)
def test_hostile_text_appears_letter_by_letter_on_the_page(
    page: Page, name: str, context: str
) -> None:
    assert context + HOSTILE in words(article(page(name)))


def test_hostile_text_appears_letter_by_letter_in_print(printed: str) -> None:
    hostile = "".join(HOSTILE.split())

    assert "墙上有一行怪字：" + hostile in printed
    assert "Neighboursbeganit" + hostile in printed
    assert "BambooKitchen" + hostile in printed


def test_no_script_of_a_document_runs(site: Path) -> None:
    pages = [html.document_fromstring(path.read_bytes()) for path in site.rglob("*.html")]
    scripts = [script.text_content() for page in pages for script in page.xpath("//script")]

    assert scripts
    assert not any("alert(1)" in script for script in scripts)


def test_the_name_of_a_district_is_shown_as_it_is_above_its_chapter(page: Page) -> None:
    [heading] = page("districts/west-bank.html").xpath("//article//h1")

    assert words(heading).startswith("西岸区 West Bank $x$ <i>")


def test_a_label_in_a_figure_is_no_formula(published: Project) -> None:
    shown = show.type_distances(store.Tables(published))
    assert isinstance(shown, Drawn)
    drawn = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none"}):
        shown.figure.savefig(drawn, format="svg")

    words = html.document_fromstring(drawn.getvalue().encode()).xpath("//text()")  # no comments

    assert "竹林$x$" in words


# --- again -------------------------------------------------------------------------


def test_after_a_build_everything_is_fresh(published: Project) -> None:
    states = {state.name: (state.state, state.why) for state in pipeline.status(published)}

    assert {"corpus", "run east-bank", "run _codebook", "book"} <= set(states)
    assert set(map(repr, states.values())) == {"('fresh', [])"}


def test_building_again_runs_nothing(published: Project) -> None:
    report = pipeline.build(published, pipeline.ORDER, tell=lambda _: None)

    assert report.ran == []
    assert [Path(line).is_file() for line in report.closing(published)] == [True, True, True]


def test_another_folder_gives_the_same_bytes(
    published: Project,
    fresh: Callable[[Path], Project],
    make: Callable[..., Report],
    tables_of: Callable[[Project], dict[str, bytes]],
    tmp_path: Path,
) -> None:
    """The first one lies in a folder with a space and Chinese characters."""
    other = fresh(tmp_path / "plain")
    make(other, *pipeline.ORDER[:-1])

    def runs(made: Project) -> dict[str, bytes]:
        paths = made.root.glob("build/5-runs/*/*")
        return {made.relative(path): path.read_bytes() for path in paths}

    assert tables_of(other) == tables_of(published)
    assert runs(other) == runs(published)
    assert len(runs(other)) == 12  # two districts and four chapters, each with its record


# --- conclusions ----------------------------------------------------------------


def test_a_conclusion_stands_in_the_prose_with_the_documents_it_needs(page: Page) -> None:
    [told] = page("findings.html").xpath("//*[@id='told-street-pays']")
    links = told.xpath(".//a/@href")

    assert "Cannot be said without: willow-report" in words(told)
    assert links == ["study/sensitivity.html#conclusion-street-pays", "evidence/willow-report.html"]


def test_the_table_of_conclusions_leads_to_their_cells_and_back_to_the_prose(page: Page) -> None:
    whole = page("study/sensitivity.html")
    [row] = whole.xpath("//*[@id='conclusion-street-is-guided']/ancestor::tr")

    assert set(row.xpath(".//a/@href")) == {
        *(f"../evidence/case-willow-street.html#cell-willow-street-{dimension}"
          for dimension in ("leadership", "autonomy", "instruments")),
        "../findings.html#told-street-is-guided",
    }  # fmt: skip
    assert "●" in words(whole)
    assert "○" in words(whole)


def test_a_conclusion_that_nobody_put_on_file_stops_the_book(
    tmp_path: Path, published: Project
) -> None:
    shutil.copytree(published.root, tmp_path / "made")
    made = project.find(tmp_path / "made")
    findings = made.root / "book" / "findings.md"
    text = files.read_text(findings).replace("`street-pays`", "`street-pay`")
    findings.write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match=r"book/findings.md:5: tells 'street-pay'.*street-pays"):
        pipeline.build(made, ["book"], tell=lambda _: None)

"""The printed book, made from the site."""

import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from workbench.book import docx, pdf, tree
from workbench.errors import InputError

WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
TEMPLATE = Path(__file__).parents[2] / "book" / "pdf"


@pytest.fixture(scope="session")
def reader(printed: Path) -> PdfReader:
    return PdfReader(printed)


@pytest.fixture(scope="session")
def texts(reader: PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def test_the_title_page_names_book_and_authors_in_both_languages(texts: list[str]) -> None:
    assert "Cultivating community social" in texts[0]
    assert "社区社会组织培育模式比较研究" in texts[0]
    assert "The workbench authors" in texts[0]


def test_chapters_are_listed_with_their_pages_and_in_the_outline(
    reader: PdfReader, texts: list[str]
) -> None:
    assert "Contents" in texts[1]
    assert "Willow Street 柳树街道" in texts[1]
    assert "Reading 阅读" in [item.title for item in reader.outline if not isinstance(item, list)]


def test_every_font_travels_with_the_file(reader: PdfReader) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }

    assert any("NotoSansSC" in font for font in fonts)
    assert all("+" in font for font in fonts)  # a subset, embedded


def test_what_a_document_says_is_printed_as_it_is(texts: list[str]) -> None:
    assert (
        "</script><script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7 * 7 }}"
        in " ".join("".join(texts).split())
    )


def test_code_is_not_printed(texts: list[str]) -> None:
    assert "show." not in "".join(texts)
    assert "code cell" not in "".join(texts)


def test_a_wide_table_lies_on_its_side_and_a_long_one_repeats_its_head(
    reader: PdfReader, texts: list[str]
) -> None:
    sides = [float(page.mediabox.width) > float(page.mediabox.height) for page in reader.pages]

    assert sides.count(True) == 1
    assert "Street 9" in texts[sides.index(True)]
    assert sum("Passage 段落" in text and "序号" in text for text in texts) == 2


def test_a_high_row_goes_over_to_the_next_page_and_a_low_one_stays_whole(
    site: Path, tmp_path: Path
) -> None:
    cells = [("low", 4, 30), ("high", 90, 3)]
    rows = [
        f"<tr><td>{name} {row}</td><td>{name}-{row}-begins {'many words ' * 10 * lines}"
        f" {name}-{row}-ends</td></tr>"
        for name, lines, count in cells
        for row in range(count)
    ]
    table = (
        f"<table><thead><tr><th>Row</th><th>Words of it</th></tr></thead>{''.join(rows)}</table>"
    )
    shutil.copytree(site, tmp_path / "site")
    page = tmp_path / "site/runs/willow.html"
    before, article, after = page.read_text(encoding="utf-8").partition("</article>")
    page.write_text(before + table + article + after, encoding="utf-8")
    pdf(tmp_path / "site", tmp_path / "book.pdf", template=TEMPLATE)
    texts = [each.extract_text() for each in PdfReader(tmp_path / "book.pdf").pages]
    begins, ends = (
        {
            (name, row): next(at for at, text in enumerate(texts) if f"{name}-{row}-{edge}" in text)
            for name, _, count in cells
            for row in range(count)
        }
        for edge in ("begins", "ends")
    )

    assert all(begins["low", row] == ends["low", row] for row in range(30))
    assert any(begins["high", row] < ends["high", row] for row in range(3))
    assert all("Words of it" in texts[at] for at in {*begins.values(), *ends.values()})


def test_a_cell_leads_to_its_passage_inside_the_file(reader: PdfReader) -> None:
    passage = next(i for i, page in enumerate(reader.pages) if "三间活动室" in page.extract_text())
    chapter = next(page for page in reader.pages[2:] if "Willow Street" in page.extract_text())
    arrivals = [
        reader.get_page_number(target[0].get_object())
        for note in chapter["/Annots"]
        if (target := note.get_object().get("/Dest", note.get_object().get("/A", {}).get("/D")))
    ]

    assert passage in arrivals


def test_every_place_that_a_link_names_is_there_and_is_named_in_ascii(reader: PdfReader) -> None:
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    named = {str(note["/Dest"]) for note in notes if isinstance(note.get("/Dest"), str)}

    assert named
    assert named <= reader.named_destinations.keys()
    assert all(name.isascii() for name in reader.named_destinations)


def test_links_to_other_sites_stay_links(reader: PdfReader) -> None:
    actions = [
        note.get_object().get("/A", {}).get("/URI")
        for page in reader.pages
        for note in page.get("/Annots", [])
    ]

    assert "https://example.org/" in actions


def test_captions_are_numbered_as_on_the_site(texts: list[str]) -> None:
    whole = "".join(texts)

    assert "Table 1 A small table" in whole
    assert "Fig. 1.1 Teams by street" in whole


def test_a_drawing_inside_a_page_is_printed_with_its_words(texts: list[str]) -> None:
    assert "drawn 图中文字" in "".join(texts)


def test_a_page_names_its_chapter_above(texts: list[str]) -> None:
    assert "Willow Street 柳树街道" in texts[-3]


def test_the_same_site_gives_the_same_bytes(site: Path, printed: Path, tmp_path: Path) -> None:
    pdf(site, tmp_path / "again.pdf", template=TEMPLATE)
    docx(site, tmp_path / "a.docx")
    docx(site, tmp_path / "b.docx")

    assert (tmp_path / "again.pdf").read_bytes() == printed.read_bytes()
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_a_date_is_printed_only_if_it_is_given(
    site: Path, texts: list[str], tmp_path: Path
) -> None:
    pdf(site, tmp_path / "dated.pdf", template=TEMPLATE, date="Spring 2031")

    assert "Spring 2031" in PdfReader(tmp_path / "dated.pdf").pages[0].extract_text()
    assert "20" not in texts[0]


def test_a_word_document_holds_text_pictures_and_inner_links(site: Path, tmp_path: Path) -> None:
    docx(site, tmp_path / "book.docx")
    with zipfile.ZipFile(tmp_path / "book.docx") as parts:
        text = parts.read("word/document.xml").decode()
        pictures = [name for name in parts.namelist() if name.startswith("word/media/")]

    assert "社区治理" in text
    assert "evidence.willow-report.wr-001" in text
    assert "show.table" not in text
    assert len(pictures) >= 1


@pytest.fixture(scope="session")
def word(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tree.Element]:
    """The parts of the book as a Word document."""
    path = tmp_path_factory.mktemp("word") / "book.docx"
    docx(site, path)
    with zipfile.ZipFile(path) as parts:
        names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(parts.read(name)) for name in names}


def test_the_contents_of_a_word_document_lead_to_its_chapters_before_word_fills_them(
    word: dict[str, tree.Element],
) -> None:
    main = word["word/document.xml"]
    entries = main.xpath("//w:sdtContent//w:hyperlink", namespaces=WORD)
    told = {"".join(entry.itertext()): entry.get(f"{{{WORD['w']}}}anchor") for entry in entries}
    marks = main.xpath("//w:bookmarkStart/@w:name", namespaces=WORD)
    ends = main.xpath("//w:sdtContent//w:fldChar/@w:fldCharType", namespaces=WORD)

    assert {"Reading 阅读", "1. Willow Street 柳树街道"} <= set(told)
    assert set(told.values()) <= set(marks)
    assert ends == ["begin", "separate", "end"]


def test_a_word_document_has_numbered_pages_of_a4(word: dict[str, tree.Element]) -> None:
    [section] = word["word/document.xml"].xpath("//w:sectPr", namespaces=WORD)
    [footer] = section.xpath("w:footerReference/@*[local-name()='id']", namespaces=WORD)
    targets = {link.get("Id"): link.get("Target") for link in word["word/_rels/document.xml.rels"]}

    assert section.xpath("w:pgSz/@w:w", namespaces=WORD) == ["11906"]
    assert "PAGE" in "".join(word[f"word/{targets[footer]}"].itertext())


def test_a_table_of_a_word_document_repeats_its_head_and_its_rows_may_break(
    word: dict[str, tree.Element],
) -> None:
    tables = word["word/document.xml"].xpath("//w:tbl[w:tr/w:trPr/w:tblHeader]", namespaces=WORD)
    styles = word["word/document.xml"].xpath("//w:tc//w:pStyle/@w:val", namespaces=WORD)

    assert tables
    assert all(table.xpath("w:tr[1]/w:trPr/w:tblHeader", namespaces=WORD) for table in tables)
    assert not word["word/document.xml"].xpath("//w:cantSplit", namespaces=WORD)
    assert set(styles) == {"TableText"}


def test_a_folder_that_is_no_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"spine\.json: not there"):
        pdf(tmp_path, tmp_path / "book.pdf", template=TEMPLATE)


def test_a_template_that_does_not_compile_leaves_the_last_good_file(
    site: Path, tmp_path: Path
) -> None:
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf/typst.lua").write_text((TEMPLATE / "typst.lua").read_text())
    (tmp_path / "pdf/book.typ").write_text("#let book(")
    (tmp_path / "book.pdf").write_bytes(b"good")
    with pytest.raises(InputError, match="the PDF was not set"):
        pdf(site, tmp_path / "book.pdf", template=tmp_path / "pdf")

    assert (tmp_path / "book.pdf").read_bytes() == b"good"

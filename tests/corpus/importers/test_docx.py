"""A Word document becomes what its reader sees, and a dangerous one nothing."""

import io
import zipfile
from collections.abc import Callable

import pytest

from workbench.corpus.facts import Fact
from workbench.corpus.importers import Extract, Unreadable, archive, read

Make = Callable[..., bytes]

CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:t="t"><dc:title>{}</dc:title>'
    "<dc:creator>{}</dc:creator><t:created>2018-05-01T08:00:00Z</t:created></cp:coreProperties>"
)
STYLES = (
    '<w:style w:styleId="a3"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
)


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.fixture
def of(docx: Make) -> Callable[..., Extract]:
    """What reads a document of the XML of its body."""
    return lambda body, **members: read(docx(body, **members), "a.docx")


def test_every_paragraph_is_a_line_of_its_own_characters(of: Callable[..., Extract]):
    made = of(p("  甲  乙\u00a0𠮷 &lt;b&gt; {{ x }}") + p("") + p("e\u0301👨\u200d👩"))

    assert made.text == "  甲  乙\u00a0𠮷 <b> {{ x }}\ne\u0301👨\u200d👩\n"
    assert (made.format, made.encoding, made.cuts, made.notes) == ("docx", "", [], [])


def test_signs_within_a_run_are_written(of: Callable[..., Extract]):
    body = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:br/>"
        '<w:t>d&#13;&#10;e</w:t><w:sym w:font="X" w:char="0041"/><w:sym w:char="D800"/></w:r>'
        "<m:oMath><m:r><m:t>x²</m:t></m:r></m:oMath></w:p>"
    )

    assert of(body).text == "a\tb\u2011c\nd eAx²\n"


def test_cells_are_parted_by_tabs_and_rows_by_line_ends(of: Callable[..., Extract]):
    def row(*cells: str) -> str:
        return f"<w:tr><w:trPr/>{''.join(f'<w:tc><w:tcPr/>{cell}</w:tc>' for cell in cells)}</w:tr>"

    table = f"<w:tbl>{row(p(''), p('人数'))}{row(p('2017'), p('80'))}{row(p('a') + p('b'))}</w:tbl>"

    assert of(p("x") + table + p("y")).text == "x\n\t人数\n2017\t80\na\nb\ny\n"


def test_tracked_changes_are_accepted_and_counted(of: Callable[..., Extract]):
    body = (
        "<w:p><w:r><w:t>a</w:t></w:r><w:ins><w:r><w:t>b</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>c</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>d</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>e</w:t></w:r></w:moveTo></w:p>"
        + p("f", "<w:rPr><w:del/></w:rPr>")  # the end of this paragraph is deleted
        + p("g")
        + f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('h')}</w:tc></w:tr></w:tbl>"
    )
    made = of(body)

    assert made.text == "abe\nfg\n"
    assert made.notes == ["tracked changes accepted: 2 inserted, 3 deleted"]


def test_notes_stand_at_the_end_in_the_order_of_the_text(of: Callable[..., Extract]):
    def reference(number: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'

    body = (
        f"<w:p><w:r><w:t>甲</w:t></w:r>{reference(3)}<w:r><w:t>乙</w:t></w:r>{reference(2)}</w:p>"
    )
    held = "".join(f'<w:footnote w:id="{n}">{p(f" 注{n} ")}</w:footnote>' for n in (2, 3, 9))
    made = of(body, footnotes=held)

    assert made.text == "甲[1]乙[2]\n[1] 注3\n[2] 注2\n"
    assert made.notes == ["notes put at the end, marked [1] to [2]"]


def test_fields_boxes_and_hidden_text(of: Callable[..., Extract]):
    body = (
        "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        f"<w:r><w:pict><w:txbxContent>{p('box')}{p('two')}</w:txbxContent></w:pict></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>b</w:t></w:r></w:p>'
    )
    made = of(body)

    assert made.text == "ab\nbox\ntwo\n"
    assert made.notes == ["hidden text left out: 1"]


def test_numbers_of_word_itself_are_told_to_be_missing(of: Callable[..., Extract]):
    made = of(p("一", '<w:numPr><w:numId w:val="4"/></w:numPr>') * 2)

    assert made.notes == ["numbers given by Word itself are not in the text: 2"]


# --- facts --------------------------------------------------------------------


def test_a_title_is_known_by_the_name_of_its_style(of: Callable[..., Extract]):
    body = p("编号") + p("章", '<w:pStyle w:val="1"/>') + p("柳街", '<w:pStyle w:val="a3"/>')
    core = {"docProps__core.xml": CORE.format("别的", "")}

    assert of(body, styles=STYLES, **core).facts["title"] == Fact(
        "柳街", "paragraph in the style Title"
    )
    assert (
        of(p("章", '<w:pStyle w:val="1"/>'), styles=STYLES).facts["title"].where == "first heading"
    )


def test_properties_give_title_and_authors_but_no_date(of: Callable[..., Extract]):
    core = CORE.format("柳街 的食堂", "王小明; Li Na;admin")
    made = of(p("a"), **{"docProps__core.xml": core})

    assert made.facts == {
        "title": Fact("柳街 的食堂", "properties of the document"),
        "authors": Fact("王小明;Li Na", "properties of the document"),
    }
    assert made.notes == ["the file was made on 2018-05-01, which says nothing of its text"]


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Microsoft Word - a.doc",
        "无标题文档",
        "untitled",
        "文档 1",
        "Document1",
        "报告.docx",
        "——",
        "2018",
    ],
)
@pytest.mark.parametrize("author", ["", "Administrator", "微软用户", "Windows 用户", "lenovo"])
def test_what_a_program_filled_in_is_no_fact(of: Callable[..., Extract], title: str, author: str):
    assert of(p("a"), **{"docProps__core.xml": CORE.format(title, author)}).facts == {}


# --- refusals -----------------------------------------------------------------


def refused(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(data, "a.docx")


def test_old_and_encrypted_documents_are_told_apart():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512

    refused(ole, "old Word document")
    refused(ole + "EncryptedPackage".encode("utf-16-le"), "encrypted; .*without one")


def test_a_broken_archive_is_refused(docx: Make):
    data = docx(p("甲" * 500))

    refused(data[: len(data) // 2], "broken or cut off")
    refused(b"no archive", "broken or cut off")
    at = data.index(b"word/document.xml") + 40
    refused(data[:at] + bytes(20) + data[at + 20 :], "broken or cut off")


def test_another_archive_is_no_document(zipped: Make):
    refused(zipped({"a.txt": "x"}), "no Word document in it")
    refused(zipped({"word/document.xml": "<a/>"}), "no Word document in it")


def test_a_bomb_is_not_unpacked(zipped: Make):
    refused(zipped({"word/document.xml": b" " * 20_000_000}), "unpack to 20,000,000")
    refused(zipped({f"m{n}": "" for n in range(archive.MEMBERS + 1)}), "5001 members")


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/x", "word\\..\\..\\x", "C:/x", "a/../../b"])
def test_a_member_that_leads_out_of_the_archive_is_refused(zipped: Make, name: str):
    refused(zipped({"word/document.xml": "<a/>", name: "x"}), "unsafe: a member is called")


def test_an_encrypted_member_is_refused(docx: Make):
    data = bytearray(docx(p("a")))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    refused(bytes(data), "encrypted")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(docx: Make):
    held = io.BytesIO(docx(p("a")))
    with zipfile.ZipFile(held, "a") as opened:
        opened.writestr("word/document.xml", "<other/>")

    refused(held.getvalue(), "two members have the same name")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
@pytest.mark.parametrize("used", ["<a>&e9;</a>", '<a b="&e9;"/>'], ids=["text", "attribute"])
def test_entities_are_never_expanded(zipped: Make, codec: str, used: str):
    # each entity is ten of the one before: a thousand million of the first
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "ha">{inner}]>{used}'

    refused(zipped({"word/document.xml": bomb.encode(codec)}), "declares entities")


def test_xml_that_is_none_is_refused(zipped: Make):
    refused(
        zipped({"word/document.xml": "<w:document"}), "broken: word/document.xml in it is no XML"
    )


def test_a_document_without_text_is_empty(docx: Make):
    refused(docx(p(" ")), "empty")

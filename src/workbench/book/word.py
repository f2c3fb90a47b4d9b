"""What pandoc leaves undone in a Word document.

Its contents are empty until Word fills them, its pages have neither size nor
number, and the cells of a table are set as large as the text.
"""

from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OPENED = f'xmlns:w="{W}" xmlns:r="{R}"'
BORN = (1980, 1, 1, 0, 0, 0)  # the earliest date a part can carry
LEVELS = {f"Heading{level}": level for level in (1, 2, 3)}

FOOTER = """<w:ftr><w:p><w:pPr><w:jc w:val="center"/></w:pPr>
<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>"""
FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
SMALL = """<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableText">
<w:name w:val="Table Text"/><w:basedOn w:val="Compact"/>
<w:rPr><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style>"""
LINES = """<w:tblBorders><w:top w:val="single" w:sz="4" w:color="B8C0C8"/>
<w:bottom w:val="single" w:sz="4" w:color="B8C0C8"/>
<w:insideH w:val="single" w:sz="4" w:color="B8C0C8"/></w:tblBorders>"""

Element = Any  # lxml says nothing about its types


def finish(path: Path) -> None:
    """Fill the contents of the document at ``path``, number its A4 pages, set its tables small."""
    with ZipFile(path) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    main = etree.fromstring(held["word/document.xml"])
    styles = etree.fromstring(held["word/styles.xml"])
    links = etree.fromstring(held["word/_rels/document.xml.rels"])
    types = etree.fromstring(held["[Content_Types].xml"])
    fill_contents(main)
    for paragraph in main.iterfind(f".//{_w('tc')}//{_w('pStyle')}"):
        paragraph.set(_w("val"), "TableText")
    styles.append(_made(SMALL))
    table = next(s for s in styles.iter(_w("style")) if s.get(_w("styleId")) == "Table")
    table.find(f"{_w('tblPr')}/{_w('tblInd')}").addnext(_made(LINES))
    _add(links, "Relationship", Id="footer", Type=f"{R}/footer", Target="footer1.xml")
    _add(types, "Override", PartName="/word/footer1.xml", ContentType=FOOTER_TYPE)
    section = main.find(f".//{_w('sectPr')}")
    section.insert(0, _made('<w:footerReference w:type="default" r:id="footer"/>'))
    section.append(_made('<w:pgSz w:w="11906" w:h="16838"/>'))
    margins = {"top": 1474, "right": 1474, "bottom": 1361, "left": 1474, "header": 709}
    ends = " ".join(f'w:{end}="{size}"' for end, size in margins.items())
    section.append(_made(f'<w:pgMar {ends} w:footer="709" w:gutter="0"/>'))
    held |= {
        "word/document.xml": _text(main),
        "word/styles.xml": _text(styles),
        "word/_rels/document.xml.rels": _text(links),
        "[Content_Types].xml": _text(types),
        "word/footer1.xml": _text(_made(FOOTER)),
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as parts:
        for name, data in held.items():
            parts.writestr(ZipInfo(name, BORN), data, ZIP_DEFLATED)


def fill_contents(main: Element) -> None:
    """Put a link to every heading into the field of the contents; Word adds the page numbers."""
    end = main.find(f".//{_w('sdtContent')}//{_w('fldChar')}[@{_w('fldCharType')}='end']")
    last = end.getparent().getparent()
    for paragraph, level in headings(main):
        start = paragraph.getprevious()
        indent = f'<w:spacing w:after="40"/><w:ind w:left="{(level - 1) * 300}"/>'
        entry = _made(f"<w:p><w:pPr>{indent}</w:pPr></w:p>")
        link = etree.SubElement(entry, _w("hyperlink"), {_w("anchor"): start.get(_w("name"))})
        said = etree.SubElement(etree.SubElement(link, _w("r")), _w("t"))
        said.text = "".join(text.text or "" for text in paragraph.iter(_w("t")))
        last.addnext(entry)
        last = entry
    closing = _made("<w:p><w:r/></w:p>")
    closing[0].append(end)
    last.addnext(closing)


def headings(main: Element) -> list[tuple[Element, int]]:
    """The headings of three ranks that a bookmark stands before, and their ranks."""
    styled = main.iterfind(f".//{_w('body')}/{_w('p')}/{_w('pPr')}/{_w('pStyle')}")
    found = [
        (style.getparent().getparent(), LEVELS[style.get(_w("val"))])
        for style in styled
        if style.get(_w("val")) in LEVELS
    ]
    return [
        (paragraph, level)
        for paragraph, level in found
        if paragraph.getprevious() is not None
        and paragraph.getprevious().tag == _w("bookmarkStart")
    ]


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def _made(xml: str) -> Element:
    return etree.fromstring(f"<made {OPENED}>{xml}</made>")[0]


def _add(root: Element, name: str, **attributes: str) -> None:
    etree.SubElement(root, f"{{{etree.QName(root).namespace}}}{name}", attributes)


def _text(root: Element) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))

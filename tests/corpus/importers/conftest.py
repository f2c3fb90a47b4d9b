"""Files of every kind, made by hand so that each byte in them is known."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from workbench.corpus.importers import Extract

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _relations(targets: Mapping[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="r{kind}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def _docx(body: str, **members: str) -> bytes:
    main = {"footnotes": "footnotes.xml", "styles": "styles.xml"}
    parts = {
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations(main),
        "word/document.xml": (
            f'<w:document xmlns:w="{W}" xmlns:m="{M}"><w:body>{body}</w:body></w:document>'
        ),
    }
    for name in ("footnotes", "styles"):
        if name in members:
            parts[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{W}">{members.pop(name)}</w:{name}>'
    return _zipped(parts | {name.replace("__", "/"): text for name, text in members.items()})


def _zipped(members: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return held.getvalue()


def _objects(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<</Size %d/Root 1 0 R/Info 2 0 R>>\nstartxref\n%d\n%%%%EOF"
    return data + head + table + end % (len(objects) + 1, len(data))


def _pdf(pages: list[list[str]], title: str = "", author: str = "") -> bytes:
    """A PDF whose font says GBK: each page a list of lines from the top."""
    font = b"<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/GBK-EUC-H/DescendantFonts[5 0 R]>>"
    down = (
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/S/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
    )
    objects = [b"<</Type/Catalog/Pages 3 0 R>>", _info(title, author), b"", font, down]
    for lines in pages:
        drawn = b"".join(
            b"BT /F 10 Tf 50 %d Td <%b> Tj ET\n"
            % (780 - 14 * row, line.encode("gbk").hex().encode())
            for row, line in enumerate(lines)
        )
        objects.append(
            b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F 4 0 R>>>>>>" % (len(objects) + 2)
        )
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn))
    kids = b" ".join(b"%d 0 R" % (6 + 2 * number) for number in range(len(pages)))
    objects[2] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), kids)
    return _objects(objects)


def _info(title: str, author: str) -> bytes:
    def text(value: str) -> bytes:
        return b"<feff%b>" % value.encode("utf-16-be").hex().encode()

    return b"<</Title %b/Author %b>>" % (text(title), text(author))


def soundness(made: Extract) -> None:
    """Fail unless all holds that has to hold of every extract."""
    made.text.encode()  # no lone surrogate
    assert made.text.strip()
    assert "\r" not in made.text
    assert "\0" not in made.text
    end = 0
    for cut in made.cuts:
        assert end <= cut.start < cut.end <= len(made.text)
        quote = made.text[cut.start : cut.end]
        assert quote == quote.strip()
        assert cut.why
        end = cut.end
    assert all(fact.value and fact.where for fact in made.facts.values())


@pytest.fixture(scope="session")
def docx() -> Callable[..., bytes]:
    """What makes a Word document of the XML of its body and of further members."""
    return _docx


@pytest.fixture(scope="session")
def zipped() -> Callable[..., bytes]:
    """What packs members by name."""
    return _zipped


@pytest.fixture(scope="session")
def pdf() -> Callable[..., bytes]:
    """What makes a PDF of pages of lines."""
    return _pdf


@pytest.fixture(scope="session")
def objects() -> Callable[[list[bytes]], bytes]:
    """What makes a PDF of its objects, the first the catalogue, the second the properties."""
    return _objects


@pytest.fixture(scope="session")
def sound() -> Callable[[Extract], None]:
    """What holds of every extract."""
    return soundness

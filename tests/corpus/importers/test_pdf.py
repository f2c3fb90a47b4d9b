"""Pages become paragraphs; running heads stay, marked as furniture."""

import io
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader, PdfWriter

from workbench.corpus.facts import Fact
from workbench.corpus.importers import Extract, Unreadable, read
from workbench.corpus.importers import pdf as pdf_module
from workbench.corpus.importers.unwrap import joined, paragraphs, running, usual_width

Make = Callable[..., bytes]

FULL = "柳街的食堂开门那天，雨下得很大，可是队伍"  # 20 characters, 40 columns
ENGLISH = "The kitchen is run by three retired cook"  # 40 columns


# --- lines to paragraphs --------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("社区", "治理", "社区治理"),
        ("社区 ", "治理", "社区治理"),
        ("three", "cooks", "three cooks"),
        ("organisa-", "tions", "organisations"),
        ("organisa\u00ad", "tions", "organisations"),
        ("state-", "Led", "state- Led"),
        ("2016-", "2018", "2016- 2018"),
        ("有", "120 位", "有120 位"),
        ("有 ", "120 位", "有 120 位"),
        ("a -", "b", "a - b"),
        ("他说：“", "好", "他说：“好"),
    ],
)
def test_two_lines_are_joined_as_their_script_asks(before: str, after: str, expected: str):
    assert joined(before, after) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([FULL, "一直排。"], [f"{FULL}一直排。"]),
        (["标题", FULL, "一直排。", FULL], ["标题", f"{FULL}一直排。", FULL]),
        ([FULL, "", "另一段"], [FULL, "另一段"]),
        ([FULL, "二、经费"], [FULL, "二、经费"]),
        ([FULL, "第三条 经费"], [FULL, "第三条 经费"]),
        ([ENGLISH, "s who take turns."], [f"{ENGLISH} s who take turns."]),
        # 34 of 40 columns: a Latin line may be so short, but not one that ends a sentence
        ([f"{ENGLISH[:33]},", "in turns"], [f"{ENGLISH[:33]}, in turns"]),
        ([f"{ENGLISH[:33]}.", "In turns"], [f"{ENGLISH[:33]}.", "In turns"]),
        ([FULL[:-1] + "。", "另一句"], [f"{FULL[:-1]}。另一句"]),
        ([FULL[:-1] + "。", ENGLISH], [f"{FULL[:-1]}。", ENGLISH]),
        ([], []),
    ],
)  # fmt: skip
def test_a_full_line_goes_on_in_the_next(lines: list[str], expected: list[str]):
    assert paragraphs(lines, 40) == expected


def test_the_usual_width_is_that_of_a_full_line():
    assert usual_width(["短", *[FULL] * 8, FULL * 2]) == 40
    assert usual_width([FULL]) == 0


# --- running lines --------------------------------------------------------------


def test_the_same_line_at_the_edge_of_many_pages_is_running():
    pages = [
        ["柳街研究 2018", f"第{n}节", f"正文{n}", "丙", f"丁{n}", f"{n + 7}"] for n in range(3)
    ]

    assert running(pages) == [
        {0: "the same line at the head of 3 pages", 5: "page number"} for _ in range(3)
    ]


def test_two_pages_that_begin_alike_have_no_running_head():
    assert running([["柳街", "甲", "乙"], ["柳街", "丙", "丁"]]) == [{}, {}]


def test_two_full_pages_may_have_one():
    pages = [["柳街研究", *(f"{n} {sign}" for sign in "甲乙丙丁")] for n in ("第一", "第二")]
    sentences = [["柳街的灯亮了。", *page[1:]] for page in pages]

    assert running(pages) == [{0: "the same line at the head of 2 pages"}] * 2
    assert running(sentences) == [{}, {}]


def test_a_running_head_may_hold_the_number_of_its_page():
    pages = [[f"{n} 柳街研究", f"甲{n}", f"乙{n}", f"丙{n}", f"丁{n}"] for n in (12, 13, 14)]

    assert [list(each) for each in running(pages)] == [[0]] * 3


@pytest.mark.parametrize(
    "form", ["{}", "- {} -", "第 {} 页", "第{}页 共9页", "Page {} of 9", "{} / 9"]
)
def test_a_page_number_has_many_forms(form: str):
    pages = [["甲甲", "乙", "丙", "丁", form.format(n)] for n in (4, 5)]

    assert [each.get(4) for each in running(pages)] == ["page number"] * 2


def test_a_number_that_does_not_count_the_pages_is_none():
    assert running([["甲", "2018"], ["乙", "80"], ["丙", "80"]]) == [{}, {}, {}]


# --- whole files ------------------------------------------------------------------


@pytest.fixture
def book(pdf: Make) -> Extract:
    pages = [
        ["柳街研究", f"第{n}节的题目", FULL, FULL, FULL, f"一直排到{n}。", f"- {n} -"]
        for n in (1, 2, 3)
    ]
    return read(pdf(pages, "柳街的老人食堂", "王小明"), "a.pdf")


def test_pages_are_parted_by_a_blank_line_and_lines_joined(book: Extract):
    page = f"柳街研究\n第{{0}}节的题目\n{FULL * 3}一直排到{{0}}。\n- {{0}} -\n"

    assert book.text == "\n".join(page.format(n) for n in (1, 2, 3))
    assert book.notes == ["lines of the pages joined to paragraphs: 9"]


def test_running_lines_stay_and_are_cut(book: Extract, sound: Callable[[Extract], None]):
    sound(book)
    quotes = [book.text[each.start : each.end] for each in book.cuts]

    assert quotes == [line for n in (1, 2, 3) for line in ("柳街研究", f"- {n} -")]


def test_properties_of_a_pdf_are_facts_if_a_person_wrote_them(book: Extract, pdf: Make):
    assert book.facts == {
        "title": Fact("柳街的老人食堂", "properties of the PDF"),
        "authors": Fact("王小明", "properties of the PDF"),
    }
    assert read(pdf([["甲"]], "Microsoft Word - 稿.doc", "user"), "a.pdf").facts == {}


def test_a_page_without_text_is_named(pdf: Make):
    made = read(pdf([["甲"], [], ["乙"], []]), "a.pdf")

    assert made.text == "甲\n\n乙\n"
    assert made.notes == ["pages without text (pictures?): 2, 4"]


def test_a_typeset_page_is_read_character_by_character(tmp_path: Path):
    fonts = find_spec("zhplot")
    source = tmp_path / "a.typ"
    source.write_text(
        f'#set page(width: 12cm, height: 6cm)\n#set text(font: "Noto Sans SC", lang: "zh")\n'
        f"柳街 🄰 café、３１０㎡；#linebreak(){FULL}\n",
        encoding="utf-8",
    )
    assert fonts
    assert fonts.origin
    data = typst.compile(str(source), font_paths=[str(Path(fonts.origin).parent)])

    found = read(data, "a.pdf").text
    assert found.replace("\n", "").replace(" ", "") == f"柳街🄰café、３１０㎡；{FULL}"


# --- refusals -------------------------------------------------------------------


def refused(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(data, "a.pdf")


def test_a_scan_is_sent_to_ocr(pdf: Make):
    refused(pdf([[], []]), "no text layer; run OCR first")
    refused(pdf([["- -"]]), "no text layer; run OCR first")


def test_a_font_that_hides_its_characters_is_refused(pdf: Make):
    hidden = pdf([["社区治理"]]).replace(b"/GBK-EUC-H", b"/GBKp-EUC-H")

    refused(hidden, "do not say which characters")


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.4", b"%PDF-1.4\n" + bytes(999)])
def test_what_is_no_pdf_is_refused(data: bytes):
    refused(data, "no PDF|broken")


def test_an_encrypted_pdf_is_opened_only_without_a_password(pdf: Make):
    def locked(password: str) -> bytes:
        held = io.BytesIO()
        writer = PdfWriter(PdfReader(io.BytesIO(pdf([["社区治理"]]))))
        writer.encrypt(user_password=password, owner_password="o", algorithm="RC4-128")  # noqa: S106
        writer.write(held)
        return held.getvalue()

    refused(locked("secret"), "encrypted; .*without one")
    assert read(locked(""), "a.pdf").text == "社区治理\n"


@pytest.mark.parametrize("steps", [1_000, pdf_module.STEPS], ids=["steps", "forms"])
def test_forms_within_forms_do_not_multiply(
    objects: Make, monkeypatch: pytest.MonkeyPatch, steps: int
):
    # four forms, each drawing the next one ten times: more than pypdf itself will follow
    monkeypatch.setattr(pdf_module, "STEPS", steps)
    draw = b"/X Do " * 10

    def form(inner: int) -> bytes:
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length %d" % len(draw)
        drawn = b"/Resources<</XObject<</X %d 0 R>>>>>>" % inner
        return head + drawn + b"stream\n%b\nendstream" % draw

    page = (
        b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 9 9]/Contents 5 0 R"
        b"/Resources<</XObject<</X 6 0 R>>>>>>"
    )
    last = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 3>>stream\nq Q\nendstream"
    head = [b"<</Type/Catalog/Pages 3 0 R>>", b"<<>>", b"<</Type/Pages/Count 1/Kids[4 0 R]>>"]
    content = b"<</Length %d>>stream\n%b\nendstream" % (len(draw), draw)

    refused(
        objects([*head, page, content, *[form(number) for number in range(7, 11)], last]),
        "unpack.* without end",
    )


def test_a_book_without_end_is_refused(pdf: Make, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf_module, "PAGES", 2)
    refused(pdf([["甲"]] * 3), "too long: 3 pages, at most 2")
    monkeypatch.setattr(pdf_module, "WRITTEN", 3)
    refused(pdf([["甲甲"]] * 2), "more than 3 characters")
    monkeypatch.setattr(pdf_module, "DRAWN", 3)
    refused(pdf([["甲甲"]]), "page 1 unpacks without end")

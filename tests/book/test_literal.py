"""What a document says is shown letter for letter, wherever it stands."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from workbench.book import literal

CONFIG = Path(__file__).parents[2] / "book" / "_config.yml"
EXTENSIONS = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["parse"]["myst_enable_extensions"]
# More than the book enables: what is escaped today stays escaped when that changes.
EVERY = {*EXTENSIONS, "linkify", "substitution", "tasklist", "strikethrough", "replacements"}

NASTY = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{ 7 * 7 }}", "$x^2$",
    "$$\nx\n$$", "{cite}`ragin`", "```{note}\nx\n```", ":::{note}\nx\n:::", "| a | b |\n|---|---|",
    "# heading", "heading\n===", "www.example.org", "<https://example.org>", "[a](b)", "![a](b)",
    "- item", "1. item", "> quote", "    code", "***", "&amp;", "&#36;", "\\$", "(id)=", "[^1]",
    "term\n: definition", "% comment", "+++", "---\na: b\n---", "　　全角", " a  b ", "a\\", "`a`",
]  # fmt: skip
SHOWABLE = st.characters(exclude_categories=("Cs", "Cc", "Cn"))
TEXTS = st.one_of(
    st.text(st.one_of(SHOWABLE, st.sampled_from("\n\t"))),
    st.lists(st.one_of(st.sampled_from(NASTY), st.text(SHOWABLE)), min_size=1).map("".join),
)
PLACES = {
    "paragraph": ("{}", "//p"),
    "heading": ("# {}", "//h1"),
    "quotation": ("> {}", "//blockquote/p"),
    "cell": ("| head |\n| --- |\n| {} |", "//td"),
    "item": ("- {}", "//li"),
}


def page(markdown: str) -> html.HtmlElement:
    parser = create_md_parser(MdParserConfig(enable_extensions=EVERY), RendererHTML)
    return html.document_fromstring(f"<body>{parser.render(markdown)}</body>")


@pytest.mark.parametrize("place", PLACES)
@given(text=TEXTS.filter(bool))
def test_any_text_is_shown_as_it_is(place: str, text: str) -> None:
    around, path = PLACES[place]
    shown = page(around.format(literal(text))).xpath(path)

    assert [element.text_content() for element in shown] == [text]
    assert len(shown[0]) == 0


@given(text=st.text(min_size=1))
def test_what_no_page_can_carry_is_replaced_letter_by_letter(text: str) -> None:
    [shown] = page(literal(text)).xpath("//p")

    assert len(shown.text_content()) == len(text.replace("\r\n", "\n"))
    assert len(shown) == 0


def test_controls_are_shown_by_their_pictures() -> None:
    assert literal("a\x00b\x1bc") == "a␀b␛c"


def test_plain_words_stay_readable_in_the_source() -> None:
    assert literal("社区治理 has 3 parts") == "社区治理 has 3 parts"

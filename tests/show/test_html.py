"""HTML: whatever is shown is shown literally."""

from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.show.html import (
    Html,
    both,
    join,
    note,
    segment_link,
    stacked,
    table,
    tag,
    text,
)

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='x",
    "{{ 7 * 7 }} $x^2$ {cite}`a` &lt; & <!-- ",
    "甲<乙>\u202e&amp;",
]
ANY = st.one_of(st.text(st.characters(codec="utf-8"), max_size=30), st.sampled_from(HOSTILE))


class Seen(HTMLParser):
    """The elements, attributes and text a browser would find."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((name, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.words += data


@settings(max_examples=100, deadline=None)
@given(ANY)
@example(HOSTILE[0])
def test_text_is_never_markup(value: str):
    markup = text(value).markup

    assert not set("<>\"'") & set(markup)
    assert unescape(markup).replace("\r", "") == unescape(value).replace("\r", "") or (
        Seen(f"<p>{markup}</p>").elements == [("p", {})]
    )


@settings(max_examples=100, deadline=None)
@given(ANY, ANY)
@example(HOSTILE[0], HOSTILE[2])
def test_a_tag_is_one_element_whatever_it_holds(content: str, title: str):
    seen = Seen(tag("a", text(content), title=title, href="#x", class_="c").markup)
    ((name, attributes),) = seen.elements

    assert name == "a"
    assert set(attributes) == {"href", "class", *(["title"] if title else [])}


@settings(max_examples=80, deadline=None)
@given(ANY)
@example(HOSTILE[1])
def test_a_table_has_its_own_elements_only(value: str):
    made = table([text(value)], [[text(value)]], caption=text(value))
    names = [name for name, _ in Seen(made.markup).elements]

    assert [name for name in names if name != "style"] == [
        *("div", "table", "caption", "thead", "tr", "th", "tbody", "tr", "th")
    ]
    assert names.count("style") <= 1  # our own, the same for every table


@pytest.mark.parametrize("value", HOSTILE)
def test_what_was_written_is_what_is_read(value: str):
    assert Seen(text(value).markup).words == value
    assert Seen(note(value).markup).words == value
    assert Seen(tag("a", title=value).markup).elements == [("a", {"title": value})]
    assert value in Seen(both(value, value + "!").markup).words
    assert Seen(stacked(value, value).markup).words == value + value
    assert Seen(join(value, [text("a"), text("b")]).markup).words == f"a{value}b"


def test_a_value_of_any_kind_is_shown_as_it_prints():
    assert text(7).markup == "7"
    assert text(None).markup == "None"


def test_an_attribute_without_a_value_is_left_out():
    assert tag("a", text("x"), title="", class_="c").markup == '<a class="c">x</a>'


def test_both_names_are_marked_with_their_language_and_one_is_not_said_twice():
    assert both("街道", "Street").markup == (
        '<span lang="zh">街道</span> <span lang="en">Street</span>'
    )
    assert both("K", "K").markup == '<span lang="zh">K</span>'
    assert both("", "Street").markup == '<span lang="en">Street</span>'
    assert both("", "").markup == ""


def test_a_sentence_in_two_languages_stands_on_two_lines():
    assert stacked("甲", "a").markup.count("<br/>") == 1
    assert stacked("甲", "").markup == '<span lang="zh">甲</span>'


def test_a_segment_leads_to_its_place_in_the_evidence_pages():
    assert segment_link("jiyang-feature", "jy-001", tip="why").markup == (
        '<a href="../evidence/jiyang-feature.html#jy-001" title="why">jy-001</a>'
    )


def test_the_first_cell_of_a_row_is_its_head_unless_it_is_told_otherwise():
    rows = [[text("a"), text("b")]]

    assert '<tr><th scope="row">a</th><td>b</td></tr>' in table([], rows, caption=text("")).markup
    assert (
        "<tr><td>a</td><td>b</td></tr>" in table([], rows, caption=text(""), row_heads=False).markup
    )


def test_a_table_without_rows_is_still_a_table():
    assert "<tbody></tbody>" in table([text("a")], [], caption=text("none")).markup


def test_html_is_equal_by_its_markup_and_shown_as_it_is():
    assert text("<") == Html("&lt;")
    assert len({text("a"), Html("a")}) == 1
    assert text("a") != "a"
    assert (text("a") + text("b"))._repr_html_() == '<div class="mathjax_ignore">ab</div>'

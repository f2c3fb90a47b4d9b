"""From what is known of a document to its card, and back."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workbench import project as projects
from workbench.corpus.cards import Document
from workbench.corpus.facts import Cut, Fact
from workbench.corpus.importers import Extract
from workbench.intake import card as cards
from workbench.intake.item import SAID, Item, Source
from workbench.schema import ID

SHA = "ab" * 32
PLAIN = "NO null ~ 0310 1e3 2018-08-08 true - # ' | > = << --- ... {a} [a &a *a !a %a @a `a`"
AWKWARD = [
    *PLAIN.split(),
    *(
        '"',
        "- a",
        "a: b",
        "a #b",
        "? ",
        'it\'s "so"',
        "a\\n",
        " x ",
        "a\nb\n",
        "\n",
        "\ta",
        "a\r\nb",
    ),
    *(
        "茶馆：“开张”",
        "🍵👨\u200d👩\u200d👧",
        "𠮷家巷",
        "\u3000",
        "\u00a0",
        "\u2028",
        "\x85",
        "\x07",
    ),
    *("\ufeff", "\u202e", "x" * 300),
]
WORDS = st.one_of(
    st.sampled_from(AWKWARD),
    st.lists(st.sampled_from(AWKWARD), max_size=4).map("".join),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30),
)


def document(**fields: Any) -> Document:
    known: dict[str, Any] = {
        "title": {"zh": "茶馆"},
        "language": "zh",
        "genre": "note",
        "rights": "withheld",
        "sha256": SHA,
        "length": 90,
    }
    return Document.model_validate(known | fields)


def again(written: str) -> Document:
    source, findings = projects.parse_yaml(written, shown="card.yml")

    assert findings == []
    assert source
    made, misfits = source.parse(Document)
    assert misfits == []
    assert made
    return made


# --- a card is written ------------------------------------------------------------


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=WORDS, source=WORDS, name=WORDS, authors=st.lists(WORDS, max_size=3))
@example("NO", "0310", "2018-08-08", ["~", ""])
def test_a_card_that_was_written_is_read_as_the_same(
    title: str, source: str, name: str, authors: list[str]
):
    made = document(
        title={"zh": title or "茶", "en": source},
        source=source,
        authors=authors,
        private=[f"王{name}", f"王{title}"],
        set_aside=[{"start": 0, "end": 9, "kind": "furniture", "why": name, "quote_sha256": SHA}],
        repairs=[{"name": "nbsp_space", "proof": title}],
        original={"name": name, "sha256": SHA, "format": "csv", "row": 3, "notes": [source]},
        note=name,
    )

    assert again(projects.record_text(made)) == made


def test_a_card_has_no_line_for_what_nobody_said():
    written = projects.record_text(document())

    assert written.splitlines() == [
        "title:", "  zh: 茶馆", "language: zh", "genre: note", "rights: withheld",
        f"sha256: {SHA}", "length: 90",
    ]  # fmt: skip


# --- an id ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "row", "made"),
    [
        ("社区治理.txt", 0, "she-qu-zhi-li"),
        ("Über Straße (Kopie).TXT", 0, "uber-strasse-kopie"),
        ("folder/2020_茶馆.md", 0, "2020-cha-guan"),
        ("case-study.pdf", 0, "d-case-study"),
        ("a.b.c.txt", 0, "a-b-c"),
        ("___.txt", 0, "document"),
        ("rows.csv row 12", 12, "rows-12"),
        ("a row b.txt", 0, "a-row-b"),
        ("word " * 40 + ".txt", 0, "word-" * 11 + "word"),  # 12 words and 11 hyphens: 59
        ("x" * 80 + ".txt", 0, "x" * 60),
    ],
)
def test_an_id_is_spelt_from_the_name(name: str, row: int, made: str):
    assert cards.slug(Source(name, SHA, row=row)) == made


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=90))
def test_any_name_gives_an_id(name: str):
    made = cards.slug(Source(name, SHA))

    assert re.fullmatch(ID, made)
    assert len(made) <= cards.LONGEST + len("d-")
    assert not made.startswith("case-")


# --- what is known ----------------------------------------------------------------


def test_several_values_are_parted_by_semicolons_of_either_width():
    known = cards.fields({"authors": Fact("甲; 乙；丙;", "x"), "source": Fact("甲;乙", "x")})

    assert known.authors == ["甲", "乙", "丙"]
    assert known.values == {"source": "甲;乙"}


def test_what_no_card_can_do_without_is_told():
    assert cards.lacking(cards.fields({})) == [
        "title: missing and not found in it; write it beside the file",
        "genre: missing and not found in it; say --genre",
        "language: missing and not found in it; say it",
    ]
    assert cards.lacking(cards.fields({"title_en": Fact("A", "x")}))[0].startswith("genre")


def test_a_declared_date_may_be_written_as_excel_does():
    assert cards.fields({"date": Fact("2019/5/6", "metadata.csv")}).values["date"] == "2019-05-06"
    assert cards.misfits(cards.specimen({"date": "2019/5/6"})) == []
    assert cards.misfits(cards.specimen({"date": "5/6/2019"})) != []


# --- what is cut ------------------------------------------------------------------

LINES = ["老水塔改成了阅览室，周末总有孩子来，管书的人轮流值班。", "书是各家捐来的，谁也不拿报酬。"]


def test_a_long_menu_hides_neither_source_line_nor_foot():
    menu, foot = "\n".join(f"栏目{n}" for n in range(20)), "版权 " * 90
    text = f"{menu}\n水塔\n2020-05-21 来源：河边报\n{LINES[0]}\n{LINES[1]}\n责任编辑：小河\n{foot}"
    known = [
        Cut(0, len(menu), "furniture", "menu"),
        Cut(text.index(foot), len(text), "furniture", "foot"),
    ]
    made = cards.cuts(Extract(text, "html", "", cuts=known))

    assert [text[cut.start : cut.end].strip() for cut in made] == [
        menu, "来源：河边报", "责任编辑：小河", foot.strip(),
    ]  # fmt: skip
    assert "line 22" in made[1].why


def test_a_cut_across_one_of_the_format_is_what_stands_beside_it():
    text = f"水塔\n{LINES[0]}\n{LINES[1]}\n责任编辑：小河\n广告\n上一篇：桥"
    start = text.index("广告")
    made = cards.cuts(Extract(text, "html", "", cuts=[Cut(start, start + 2, "furniture", "ad")]))

    assert [text[cut.start : cut.end] for cut in made] == ["责任编辑：小河", "广告", "上一篇：桥"]


def made_of(text: str, facts: dict[str, Fact], cuts: list[Cut] | None = None) -> dict[str, Any]:
    item = Item("a.txt", text=text, facts=facts, cuts=cuts or [])
    return cards.record(Source("a.txt", SHA, Extract(text, "txt", "")), item, cards.fields(facts))


def test_a_title_stands_in_the_language_of_its_document_unless_said_otherwise():
    said = {"title": Fact("茶馆", "x"), "title_en": Fact("Tea", "x"), "language": Fact("zh", "x")}

    assert made_of("茶", said)["title"] == {"zh": "茶馆", "en": "Tea"}
    assert made_of("茶", said | {"title_zh": Fact("茶楼", "x")})["title"]["zh"] == "茶楼"


def test_a_span_set_aside_is_the_passage_of_its_hash():
    record = made_of("页眉\n正文", {}, [Cut(0, 2, "furniture", "head")])

    # echo -n 页眉 | sha256sum
    assert record["set_aside"] == [
        {
            "start": 0,
            "end": 2,
            "kind": "furniture",
            "why": "head",
            "quote_sha256": "202c6f3a55868bd98052a5e52a40e4c1a8f2fb559c6d83249f55bd26bc33c335",
        }
    ]


@pytest.mark.parametrize(
    ("where", "note"), [(SAID, False), ("line 3: 2020年", True)], ids=["said", "found"]
)
def test_a_date_that_was_found_says_where(where: str, note: bool):
    record = made_of("茶", {"date": Fact("2020", where)})

    assert record.get("date_note", "") == ("Found at import: line 3: 2020年." if note else "")


# --- what does not fit ------------------------------------------------------------


def test_a_card_that_fits_has_no_misfits():
    assert cards.misfits(cards.specimen({})) == []
    assert cards.misfits(cards.specimen({"genre": "policy", "date": "2020-02"})) == []


def test_all_misfits_are_told_also_those_of_fields_together():
    record = cards.specimen({"date": "二〇二一", "genre": "novel", "rights": "open"})
    told = "\n".join(cards.misfits(record))

    assert "date: write a date as 2018" in told
    assert "genre: Input should be" in told
    assert "an open document names its licence" in told
    assert len(cards.misfits(record)) == 3


# --- what a reader will ask for ---------------------------------------------------


def test_fields_that_are_still_blank_are_named():
    assert cards.missing(document()) == ["title.en", "date", "source", "places", "cases"]
    assert cards.missing(document(genre="paper"))[3] == "authors"


def test_a_policy_needs_number_and_issuer_and_no_case():
    made = document(genre="policy", policy={"jurisdiction": "liuxi"}, date="2020", source="x")

    assert cards.missing(made) == ["title.en", "policy.number", "policy.issuer"]

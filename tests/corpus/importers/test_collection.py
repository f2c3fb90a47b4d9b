"""Collections: a row a document, and a bad row stops no other."""

import csv
import io
import json
from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.corpus.importers.collection import BadRow, Ignored, Row, row, rows, unused
from workbench.errors import InputError, UsageError

LINE = st.characters(codec="utf-8", exclude_characters="\0\r")
WORDS = st.text(
    st.one_of(LINE, st.sampled_from("\",;\t\n'“”\u2028\u00a0\ufeff社区𠮷👨\u200d👩\u200d👧é")),
    max_size=20,
)
TEXTS = WORDS.filter(str.strip)
TABLES = st.lists(st.tuples(TEXTS, WORDS, WORDS), max_size=5)


def documents(content: str, kind: str, **options: str) -> list[Row | BadRow | Ignored]:
    return list(rows(io.StringIO(content, newline=""), kind, **options))


def written(table: list[tuple[str, ...]], dialect: str, ends: str) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, dialect=dialect, lineterminator=ends).writerows(table)
    return stream.getvalue()


def expected(table: list[tuple[str, str, str]]) -> list[tuple[str, dict[str, str]]]:
    return [
        (text, {n: v for n, v in (("title", title), ("note", note)) if v.strip()})
        for text, title, note in table
    ]


# --- what comes back ------------------------------------------------------------


def test_a_row_is_a_document_and_its_number_is_the_line_it_begins_on():
    content = 'title,text\n一号,"first line\nsecond, ""quoted"""\n\n二号,𠮷 👨‍👩‍👧\n'

    assert documents(content, "csv") == [
        Row(2, 'first line\nsecond, "quoted"', {"title": "一号"}),
        Row(5, "𠮷 👨‍👩‍👧", {"title": "二号"}),
    ]


def test_a_tsv_file_keeps_commas_and_quotes_as_a_spreadsheet_does():
    content = 'text\tdate\na, b\t2018\n"tab\there"\t\n5" pipe\t2019-01\n'

    assert documents(content, "tsv") == [
        Row(2, "a, b", {"date": "2018"}),
        Row(3, "tab\there", {}),
        Row(4, '5" pipe', {"date": "2019-01"}),
    ]


def test_a_line_of_json_is_a_document_and_its_lists_are_joined():
    content = (
        '{"text": "甲\\r\\n乙", "authors": ["李一", "Ann Ho"], "date": 2018, "note": null}\n'
        "\n"
        '{"text": "丙", "title": "&lt;b&gt;"}'
    )

    assert documents(content, "jsonl") == [
        Row(1, "甲\n乙", {"date": "2018", "authors": "李一;Ann Ho"}),
        Row(3, "丙", {"title": "&lt;b&gt;"}),
    ]


def test_the_texts_may_stand_in_another_column():
    found = documents("body,note,text\nthe text,a note,a summary\n", "csv", text_column="body")

    assert found == [Ignored(1, ["text"]), Row(2, "the text", {"note": "a note"})]


def test_the_column_of_the_texts_is_no_field_besides():
    assert documents("note\nthe text\n", "csv", text_column="note") == [Row(2, "the text", {})]


def test_columns_that_no_card_has_are_named_once():
    content = (
        '{"text": "a", "url": 1}\n{"text": "b", "url": 2, "seen": {}}\n{"text": "c", "url": 3}'
    )
    found = documents(content, "jsonl")

    assert [part for part in found if isinstance(part, Ignored)] == [
        Ignored(1, ["url"]),
        Ignored(2, ["seen"]),
    ]
    assert documents("url,text,seen\n1,a,2\n3,b,4\n", "csv")[0] == Ignored(1, ["url", "seen"])


def test_a_field_may_be_longer_than_the_csv_module_expects():
    text = "社区" * 100_000

    assert documents(f"text\n{text}\n", "csv") == [Row(2, text, {})]


def test_rows_are_read_one_by_one():
    def lines():
        yield "text\n"
        yield "the first\n"
        raise AssertionError("read too far")

    assert next(rows(lines(), "csv")) == Row(2, "the first", {})


@settings(deadline=None, max_examples=60)
@example(table=[('"', "\n", ",")], dialect="excel", ends="\r\n")
@example(table=[("a\u2028\x0b", '""', "a\tb")], dialect="excel-tab", ends="\n")
@given(
    table=TABLES,
    dialect=st.sampled_from(["excel", "excel-tab", "unix"]),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_what_the_csv_module_wrote_comes_back(table, dialect: str, ends: str):
    content = written([("text", "title", "note"), *table], dialect, ends)
    found = documents(content, "tsv" if dialect == "excel-tab" else "csv")

    assert [(part.text, part.fields) for part in found] == expected(table)


@settings(deadline=None, max_examples=60)
@given(table=TABLES, ascii_only=st.booleans())
def test_what_the_json_module_wrote_comes_back(table, ascii_only: bool):
    objects = [dict(zip(("text", "title", "note"), values, strict=True)) for values in table]
    content = "".join(json.dumps(one, ensure_ascii=ascii_only) + "\n" for one in objects)
    found = documents(content, "jsonl")

    assert [(part.number, part.text, part.fields) for part in found] == [
        (number, *values) for number, values in enumerate(expected(table), start=1)
    ]


# --- rows that come as values -----------------------------------------------------


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (2018, "2018"),
        (2018.0, "2018"),
        (date(2018, 8, 8), "2018-08-08"),
        (datetime(2018, 8, 8, 23, 59), "2018-08-08"),  # noqa: DTZ001
        ("二〇一八", "二〇一八"),
    ],
)
def test_numbers_and_dates_become_strings(value: object, field: str):
    assert row(7, {"text": "a", "date": value}) == Row(7, "a", {"date": field})


@pytest.mark.parametrize("value", [None, float("nan"), "", " \u3000\n"])
def test_a_field_that_says_nothing_is_left_out(value: object):
    assert row(7, {"text": "a", "date": value}) == Row(7, "a", {})


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"text": 5}, "'text' is a number, not a string"),
        ({"text": b"a"}, "'text' is raw bytes, not a string"),
        ({"text": None}, "no text: 'text' is empty; fill it or take the row out"),
        ({"title": "a"}, "no text: 'text' is empty; fill it or take the row out"),
        ({"text": " \n\u3000"}, "no text: 'text' is empty; fill it or take the row out"),
        ({"text": "a", "title": {"zh": "名"}}, "'title' is an object, not a string"),
        ({"text": "a", "title": ["b"]}, "'title' is a list, not a string"),
        ({"text": "a", "authors": ["b", 1]}, "'authors' is a list, not a string"),
        ({"text": "a", "rights": True}, "'rights' is a truth value, not a string"),
        ({"text": "a\0"}, "'text' holds a NUL character; this is no text, export it again"),
        (
            {"text": "a", "id": "b\0"},
            "'id' holds a NUL character; this is no text, export it again",
        ),
        ({"text": "a\ud83d"}, "'text' holds half a character (U+D83D); export it again"),
    ],
)
def test_a_row_that_is_no_document_says_why(values: dict[str, object], message: str):
    assert row(7, values) == BadRow(7, message)


# --- bad rows among good ones ---------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("x,y,z", "3 fields where the header names 2; put a text that holds"),
        ("x", "1 fields where the header names 2"),
        ('"x"y,z', "broken row: ',' expected after '\"'; write a quote inside a text twice"),
        ("t, ", "no text: 'text' is empty"),
        ("t,x\0", "'text' holds a NUL character"),
    ],
)
def test_a_bad_row_of_a_table_stops_no_other(bad: str, message: str):
    found = documents(f"title,text\na,first\n{bad}\nb,last\n", "csv")

    assert found[0] == Row(2, "first", {"title": "a"})
    assert found[1].number == 3
    assert found[1].message.startswith(message)
    assert found[2] == Row(4, "last", {"title": "b"})


def test_a_quote_that_is_never_closed_is_reported_where_it_opens():
    found = documents('text\ngood\n"open\nswallowed\n', "csv")

    assert found[0] == Row(2, "good", {})
    assert [part.number for part in found[1:]] == [3]
    assert "unexpected end of data" in found[1].message


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ('{"text": "a"', "not a line of JSON: Expecting ',' delimiter at character 13"),
        ('["text"]', "a list where an object is expected: {...}"),
        ('{"text": "a", "text": "b"}', "'text' stands twice in one object; take one out"),
        ('{"text": "\\ud83d"}', "'text' holds half a character (U+D83D); export it again"),
        ('{"text": "a", "\\ud83d": 1}', "'a key' holds half a character (U+D83D)"),
        ('{"title": "a"}', "no text: 'text' is empty"),
        ("[" * 100_000, "maximum recursion depth"),
        ("9" * 5000, "Exceeds the limit"),
    ],
    ids=["broken", "list", "twice", "surrogate", "key", "no text", "deep", "digits"],
)
def test_a_bad_line_of_json_stops_no_other(bad: str, message: str):
    found = documents(f'{{"text": "first"}}\n{bad}\n{{"text": "last"}}\n', "jsonl")

    assert [part.number for part in found] == [1, 2, 3]
    assert found[1].message.startswith(message)
    assert found[2] == Row(3, "last", {})


# --- refusals of the whole file ---------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"), [("id,txt\na,b\n", "csv"), ('{"id": "a", "txt": "b"}', "jsonl")]
)
def test_without_a_column_of_texts_the_columns_there_are_are_named(content: str, kind: str):
    refusal = (
        "^no column 'text' to take the texts from; did you mean txt\\?; the columns are id, txt; "
        "say which one it is: --text-column NAME$"
    )

    with pytest.raises(UsageError, match=refusal):
        documents(content, kind)


def test_what_has_no_columns_is_refused():
    with pytest.raises(UsageError, match=r"no column 'text' .*; there are no columns$"):
        unused([])


def test_unused_columns_are_told_before_any_row_is_read():
    assert unused(["text", "url", "date", "score"]) == ["url", "score"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no header line: the file is empty"),
        ("\n\n", "no header line: the file is empty"),
        ('"text\n', "no header line: broken row: unexpected end of data"),
        ("text,id, id\n", "the header names 'id' twice; rename one"),
    ],
)
def test_a_table_without_a_sound_header_is_refused(content: str, message: str):
    with pytest.raises(InputError, match=message):
        documents(content, "csv")


def test_an_empty_file_of_json_lines_holds_no_documents():
    assert documents("\n \n", "jsonl") == []

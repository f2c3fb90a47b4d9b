"""From paths to documents: what is looked at, what a collection holds, what lies beside."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from workbench.corpus.cards import Document
from workbench.intake import Declared, Intake, Item
from workbench.intake.sources import listed
from workbench.project import Project

Put = Callable[..., Path]
Take = Callable[..., list[Item]]
Card = Callable[[str], Document]
Type = Callable[..., tuple[int, str, str]]

ROWS = [
    {"text": "茶馆开张了，\n三家合办。", "title": "一", "places": "东岸", "likes": "3"},
    {"text": " ", "title": "二", "places": "", "likes": "4"},
    {"text": "茶馆搬走了。", "title": "三", "places": "东安", "likes": "5"},
    {"text": "茶馆又回来了。", "title": "四", "places": "", "likes": "6"},
]


def collection(put: Put, suffix: str, rows: list[dict[str, str]]) -> Path:
    table = pd.DataFrame(rows)
    path = put(f"rows.{suffix}", "")
    if suffix == "parquet":
        table.to_parquet(path)
    elif suffix == "jsonl":
        table.to_json(path, orient="records", lines=True, force_ascii=False)
    else:
        table.to_csv(path, index=False, sep="\t" if suffix == "tsv" else ",")
    return path


def call(made: Project, *paths: Path, **declared: str) -> tuple[list[Item], list[str]]:
    desk = Intake(made, Declared(**declared))
    return list(desk.add(paths)), desk.remarks


# --- files and folders --------------------------------------------------------------


def test_a_folder_is_looked_through_in_order_and_what_is_hidden_is_left(put: Put) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/x.txt", "~$lock.docx", "metadata.csv"):
        put(name, "x")
    put("b.yml", "title: x\n")
    put("alone.yml", "title: x\n")
    folder = put("c.txt", "x").parent

    assert [name for _, name in listed([folder])] == ["a/z.txt", "alone.yml", "b.txt", "c.txt"]


def test_a_larger_file_than_allowed_is_not_read(put: Put, mini: Project) -> None:
    path = put("a.txt", "x" * (2**20 + 1))
    (item,) = Intake(mini, Declared(genre="note", max_mb=1)).add([path])

    assert item.problems == ["larger than 1 MB; split it, or raise --max-mb"]


def test_a_file_that_cannot_be_read_stops_no_other(put: Put, take: Take) -> None:
    good, bad = put("a.txt", "茶馆"), put("b.xyz", "茶馆")
    items = take(bad, good, genre="note")

    assert [each.state for each in items] == ["refused", "added"]
    assert "unknown format '.xyz'" in items[0].problems[0]


# --- what lies beside ---------------------------------------------------------------


def test_a_table_beside_the_files_may_use_the_short_names_and_list_several(
    mini: Project, put: Put, card: Card
) -> None:
    path = put("a.txt", "茶馆")
    put(
        "metadata.csv",
        "file,title,genre,place,author,number,seen\na.txt,题,policy,东岸;西岸,甲;乙,3号,x\n"
        "gone.txt,题,,,,,\n",
    )
    put("a.yml", "jurisdiction: 柳溪\n")
    items, remarks = call(mini, path)
    made = card("a")

    assert items[0].problems == []
    assert made.places == ["east-bank", "west-bank"]
    assert made.authors == ["甲", "乙"]
    assert made.policy
    assert (made.policy.number, made.policy.jurisdiction) == ("3号", "liuxi")
    assert [each.rpartition("metadata.csv: ")[2] for each in remarks] == [
        "columns not used: seen",
        "no file 'gone.txt' beside it",
    ]


def test_a_name_in_the_table_is_the_file_however_its_accents_are_kept(
    put: Put, take: Take, card: Card
) -> None:
    composed, apart = (unicodedata.normalize(form, "café.txt") for form in ("NFC", "NFD"))
    path = put(apart, "茶馆")
    put("metadata.csv", f"file,title\n{composed},题\n")
    (item,) = take(path, genre="note")

    assert card(item.doc).title.zh == "题"


def test_a_table_in_utf_8_is_read_so_whatever_the_files_are_declared_to_be(
    put: Put, take: Take
) -> None:
    path = put("a.txt", "茶馆".encode("gb18030"))
    put("metadata.csv", "\ufefffile,title\na.txt,题\n")
    (item,) = take(path, genre="note", encoding="gb18030")

    assert (item.text, item.facts["title"].value) == ("茶馆", "题")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("metadata.csv", "name,title\na.txt,题\n", "no column 'file'; the columns are name, title"),
        ("metadata.csv", "file,title\na.txt,题,又\n", "line 2: 3 fields where the header names 2"),
        ("metadata.csv", "file,title\na.txt,题\na.txt,又\n", "line 3: 'a.txt' stands twice"),
        ("metadata.csv", "题,file\n".encode("gb18030"), "not UTF-8 at byte 0"),
        ("metadata.csv", 'file,title\na.txt,"题\n', "check the quotation marks"),
        ("a.yml", "title: 题\n".encode("gb18030"), "a.yml: not UTF-8; save it as UTF-8"),
        ("a.yml", "title: a\ntitle: b\n", "a.yml:2: key 'title' stands twice"),
        ("a.yml", "- title\n", "a.yml: write one `field: value` a line"),
        ("a.yml", "titel: a\n", "a.yml: no such field 'titel'; did you mean title"),
    ],
)
def test_what_is_said_wrongly_beside_a_file_refuses_it(
    put: Put, take: Take, name: str, content: str | bytes, problem: str
) -> None:
    path = put("a.txt", "茶馆")
    put(name, content)
    (item,) = take(path, genre="note")

    assert item.state == "refused"
    assert problem in "\n".join(item.problems)


def test_a_bad_table_is_told_once_and_the_other_files_wait(put: Put, take: Take) -> None:
    folder = put("a.txt", "茶馆").parent
    for name in ("b.txt", "c.txt"):
        put(name, "茶馆")
    put("metadata.csv", "name,title\na.txt,题\n")
    put("below/d.txt", "茶馆搬了")
    items = take(folder, genre="note")
    problems = {item.name: item.problems for item in items}

    assert "no column 'file'" in problems["a.txt"][0]
    assert problems["b.txt"] == problems["c.txt"]
    assert problems["b.txt"] == [f"waits until {folder / 'metadata.csv'} is mended"]
    assert problems["below/d.txt"] == []


def test_a_field_that_is_like_none_is_refused_with_all_there_are(put: Put, take: Take) -> None:
    path = put("a.txt", "茶馆")
    put("a.yml", "xyzzy: a\n")
    (item,) = take(path, genre="note")

    assert "a.yml: no such field 'xyzzy'; the fields are id, title, " in item.problems[0]


def test_a_folder_without_a_file_is_told(mini: Project, put: Put, workbench: Type) -> None:
    folder = put(".hidden.txt", "茶馆").parent
    code, out, _ = workbench(mini.root, "add", str(folder))

    assert code == 0
    assert f"note     no file in {folder}\n" in out


# --- collections ----------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet"])
def test_a_row_is_a_document_and_a_bad_one_stops_no_other(
    mini: Project, put: Put, card: Card, suffix: str
) -> None:
    path = collection(put, suffix, ROWS)
    items, remarks = call(mini, path, genre="note")
    made = [item for item in items if item.state == "added"]
    bad = {item.problems[0].partition(";")[0] for item in items if item.state == "refused"}
    first = card(made[0].doc)

    assert [item.text for item in made] == [ROWS[0]["text"], ROWS[3]["text"]]
    assert bad == {"no text: 'text' is empty", "unknown place '东安'"}
    assert remarks == [f"rows.{suffix}: columns not used: likes"]
    assert first.title.zh == "一"
    assert first.places == ["east-bank"]
    assert first.original
    assert (first.original.name, first.original.format) == (path.name, suffix)
    assert made[0].doc == f"rows-{first.original.row}"

    again, _ = call(mini, path, genre="note")

    assert [item.state for item in again] == ["known", "refused", "refused", "known"]


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet"])
def test_the_text_may_stand_in_a_column_of_another_name(
    mini: Project, put: Put, suffix: str
) -> None:
    path = collection(put, suffix, [{"body": "茶馆", "title": "一"}])
    wrong, _ = call(mini, path, genre="note")
    right, _ = call(mini, path, genre="note", text_column="body")

    assert "no column 'text' to take the texts from" in wrong[0].problems[0]
    assert "the columns are body, title" in wrong[0].problems[0]
    assert [item.text for item in right] == ["茶馆"]


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("declared", ["", "utf-8", "gb18030"])
def test_a_mark_says_how_a_collection_is_read(
    mini: Project, put: Put, mark: str, declared: str
) -> None:
    path = put("rows.tsv", "text\ttitle\n茶馆开了\t题\n".encode(mark))
    items, _ = call(mini, path, genre="note", encoding=declared)

    assert [(item.text, item.problems) for item in items] == [("茶馆开了", [])]


def test_a_collection_in_utf_8_is_read_so_whatever_is_declared(mini: Project, put: Put) -> None:
    path = put("rows.csv", "text,title\n茶馆开了,题\n")
    items, _ = call(mini, path, genre="note", encoding="gb18030")

    assert [item.text for item in items] == ["茶馆开了"]


def test_a_collection_in_another_encoding_is_read_as_declared(mini: Project, put: Put) -> None:
    path = put("rows.csv", "text,title\n茶馆开了,题\n".encode("gb18030"))
    items, _ = call(mini, path, genre="note", encoding="gbk")

    assert [item.text for item in items] == ["茶馆开了"]


@pytest.mark.parametrize(
    ("bad", "declared", "problem"),
    [
        # "text,title\n" is 11 bytes, "fine,a\n" seven more
        (b"\xff,b\n", "", "not UTF-8 at byte 18, no encoding declared; say --encoding"),
        (b"\xff,b\n", "gb18030", "not gb18030 at byte 18; save it as UTF-8"),
        ("茶".encode()[:2], "", "not UTF-8 at byte 18"),
        (
            "茶館，\n".encode("big5"),
            "gb18030",
            "line 3 reads as gb18030 with characters nobody uses",
        ),
    ],
    ids=["not declared", "declared", "cut off", "another"],
)
def test_half_a_collection_never_comes_in(
    mini: Project, put: Put, bad: bytes, declared: str, problem: str
) -> None:
    items, _ = call(mini, put("rows.csv", b"text,title\nfine,a\n" + bad), encoding=declared)

    assert [item.state for item in items] == ["refused"]
    assert problem in items[0].problems[0]


def test_a_damage_far_into_a_collection_is_told_by_its_byte(
    mini: Project, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.intake.sources.BLOCK", 4)
    # 11 bytes of header, then four characters of three bytes: 23, across blocks of four
    path = put("rows.csv", b"text,title\n" + "茶馆开了".encode() + b"\xff")
    items, _ = call(mini, path)

    assert "not UTF-8 at byte 23" in items[0].problems[0]


def test_what_is_no_parquet_is_refused(mini: Project, put: Put) -> None:
    items, _ = call(mini, put("rows.parquet", b"PAR1 or not"))

    assert "not a Parquet file" in items[0].problems[0]


def test_remarks_on_a_collection_are_printed(mini: Project, put: Put, workbench: Type) -> None:
    path = collection(put, "csv", ROWS[3:])
    code, out, _ = workbench(mini.root, "add", str(path), "--genre", "note", "--dry-run")

    assert code == 0
    assert "note     rows.csv: columns not used: likes" in out


def test_a_row_without_a_title_is_sent_to_its_column(mini: Project, put: Put) -> None:
    path = put("rows.csv", "text,title\n" + "一" * 200 + ",\n")
    (item,), _ = call(mini, path, genre="note")

    assert item.problems == ["title: missing and not found in it; fill the column title"]


def test_a_row_that_is_broken_is_told_by_its_line(mini: Project, put: Put) -> None:
    path = put("rows.csv", "text,title\n茶馆,一,又一\n茶馆开了,二\n")
    items, _ = call(mini, path, genre="note")

    assert [(item.name, item.state) for item in items] == [
        ("rows.csv row 2", "refused"),
        ("rows.csv row 3", "added"),
    ]
    assert "3 fields where the header names 2" in items[0].problems[0]


def test_two_rows_of_one_text_are_one_document_and_the_second_is_told(
    mini: Project, put: Put
) -> None:
    path = put("rows.csv", "text,title\n茶馆,一\n茶馆,二\n")
    items, _ = call(mini, path, genre="note")
    again, _ = call(mini, path, genre="note")

    assert [item.state for item in items] == ["added", "refused"]
    assert items[1].problems == ["the same text as rows-2, a row before; keep one of them"]
    assert [item.state for item in again] == ["known", "known"]


def test_a_text_that_lies_there_without_a_card_is_not_written_over(mini: Project, put: Put) -> None:
    held = mini.corpus("withheld", "note.txt")
    held.parent.mkdir(exist_ok=True)
    held.write_text("somebody's own", encoding="utf-8")
    [item], _ = call(mini, put("note.txt", "# 茶馆\n\n街道开了一间茶馆。\n"), genre="note")

    assert item.doc == "note-2"
    assert held.read_text(encoding="utf-8") == "somebody's own"

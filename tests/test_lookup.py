"""Questions to the texts: found in any form, located to the character, read as repaired."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from workbench import checks, files, lookup, revision, store
from workbench.errors import InputError, UsageError
from workbench.project import Project
from workbench.schema import SEGMENTS_FILE

Type = Callable[..., tuple[int, str, str]]
Make = Callable[..., object]

WITHHELD = "willow-report"


@pytest.fixture
def attached(mini: Project, original: Path) -> Project:
    """The mini study with the text of its withheld document."""
    revision.attach(mini, [original])
    return mini


# --- find ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "passage"),
    [
        ("社區的老鄰居", "社区的老邻居"),
        ("ｂａｍｂｏｏ　ｋｉｔｃｈｅｎ", "Bamboo Kitchen"),
        ("BAMBOO kitchen", "Bamboo Kitchen"),
        ("没有人给钱，账本", "没有人给钱，账本"),
    ],
    ids=["traditional", "full width", "capitals", "as it stands"],
)
def test_a_passage_is_found_in_any_form(mini: Project, query: str, passage: str) -> None:
    (hit,) = lookup.find(mini, query)
    text = files.read_text(mini.corpus("texts", "bamboo-kitchen.txt"))

    assert hit.doc == "bamboo-kitchen"
    assert hit.passage == passage == text[hit.start : hit.end]
    assert text[: hit.start].endswith(hit.before)
    assert text[hit.end :].startswith(hit.after)


def test_a_find_is_printed_with_what_stands_around_it(mini: Project, workbench: Type) -> None:
    path = mini.corpus("texts", "bamboo-kitchen.txt")
    text = path.read_text(encoding="utf-8")
    at = text.index("账本")
    code, out, _ = workbench(mini.root, "find", "賬本")

    assert code == 0
    assert f"[{at}, {at + 2})" in out
    assert "⏎没有人给钱，账本挂在门口。" in out
    assert "1 passage in 1 document\n" in out


def test_wide_and_no_break_spaces_are_printed_as_spaces(mini: Project, workbench: Type) -> None:
    path = mini.corpus("texts", "bamboo-kitchen.txt")
    path.write_text("账\u3000本\u00a0[1]\t完\n", encoding="utf-8")
    _, out, _ = workbench(mini.root, "find", "本")

    assert "账 本 [1] 完⏎" in out


def test_a_search_may_be_in_some_documents_only(mini: Project, workbench: Type) -> None:
    assert lookup.find(mini, "the", docs=["bamboo-kitchen"], width=3)
    assert {hit.doc for hit in lookup.find(mini, "the", docs=["bamboo-kitchen"])} == {
        "bamboo-kitchen"
    }

    code, out, _ = workbench(mini.root, "find", "heating", "--doc", "bamboo-kitchen")
    assert (code, out.strip()) == (1, "not found in any text that is here")


@pytest.mark.parametrize(
    ("query", "docs", "message"),
    [
        (" \u200b", [], "has nothing to look for"),
        ("a", ["stone-leter"], "no text of 'stone-leter' is here; did you mean stone-letter?"),
        ("a", [WITHHELD], "no text of 'willow-report' is here"),
    ],
)
def test_what_cannot_be_searched_is_refused(
    mini: Project, query: str, docs: list[str], message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        lookup.find(mini, query, docs=docs)

    assert message in str(refused.value)


# --- locate -------------------------------------------------------------------------


def completed(printed: str, **known: str) -> str:
    """The row of a segments file that was printed, with what a person says of it."""
    columns = list(SEGMENTS_FILE)
    (begun,) = csv.reader(io.StringIO(printed))
    row = dict(zip(columns, begun, strict=True))
    row |= {"code": "tool-room", "speaker_role": "author", "basis": "stated", "confidence": "0.5"}
    row |= {"paraphrase_zh": "一", "paraphrase_en": "one", **known}
    held = io.StringIO()
    csv.DictWriter(held, columns, lineterminator="\n").writerow(row)
    return held.getvalue()


@pytest.mark.parametrize(
    ("doc", "passage"),
    [("stone-letter", "Three partners run its tea house: the street, a charity"),
     ("bamboo-kitchen", "账本挂在门口"), (WITHHELD, "𠮷家巷的旧粮站")],
)  # fmt: skip
def test_what_is_located_begins_a_row_that_check_accepts(
    attached: Project, workbench: Type, doc: str, passage: str
) -> None:
    code, out, _ = workbench(attached.root, "locate", doc, passage)
    path = attached.corpus("coding", "segments", "bo.csv")
    files.write_text(files.read_text(path) + completed(out, id="bo-003"), path)
    table, _ = store.read_csv(path, SEGMENTS_FILE, shown="bo.csv")
    row = table.iloc[-1]

    assert code == 0
    assert out.count("\n") == 1
    assert (row["doc"], row["end"] - row["start"]) == (doc, len(passage))
    assert row["quote"] == ("" if doc == WITHHELD else passage)
    assert checks.findings(attached) == []


def test_every_place_of_a_passage_is_a_row(mini: Project) -> None:
    text = files.read_text(mini.corpus("texts", "stone-letter.txt"))
    found = lookup.locate(mini, "stone-letter", "the street")

    assert len(found) == text.count("the street") > 1
    assert all(text[row["start"] : row["end"]] == "the street" for row in found)


def test_a_row_has_every_column_and_leaves_to_a_person_what_is_hers(mini: Project) -> None:
    (row,) = lookup.locate(mini, "stone-letter", "The street lends the room")

    assert list(row) == list(SEGMENTS_FILE)
    assert {name for name, value in row.items() if value == ""} == {
        *("id", "code", "case", "speaker", "speaker_role", "basis", "confidence"),
        *("paraphrase_zh", "paraphrase_en", "note"),
    }


def test_of_several_places_each_is_shown_with_what_stands_around_it(
    mini: Project, workbench: Type
) -> None:
    rows = lookup.locate(mini, "stone-letter", "the street")
    _, out, err = workbench(mini.root, "locate", "stone-letter", "the street")
    _, _, silent = workbench(mini.root, "locate", "stone-letter", "The street lends the room")

    assert len(out.splitlines()) == len(rows)
    assert f"{len(rows)} places; keep the row you mean:" in err
    assert all(f"[{row['start']}, {row['end']})  " in err for row in rows)
    assert silent == ""


@pytest.mark.parametrize("passage", ["not in it", ""])
def test_a_passage_that_is_not_there_is_refused(mini: Project, passage: str) -> None:
    with pytest.raises(UsageError, match=r"does not hold .*workbench find"):
        lookup.locate(mini, "stone-letter", passage)


# --- read ---------------------------------------------------------------------------


def test_a_text_is_read_repaired_and_without_its_furniture(
    attached: Project, workbench: Type
) -> None:
    code, out, _ = workbench(attached.root, "read", WITHHELD)
    stored = files.read_text(attached.corpus("withheld", f"{WITHHELD}.txt"))

    assert code == 0
    assert "2100元" in out
    assert "柳溪晚讯 >" not in out
    assert "2 100元" in stored
    assert "柳溪晚讯 >" in stored


@pytest.mark.parametrize(
    ("without", "there", "gone"),
    [
        ("digit_one_space", "2 100元", "柳溪晚讯 >"),
        ("cut_furniture", "柳溪晚讯 >", "2 100元"),
    ],
)
def test_a_repair_may_be_left_out_of_one_reading(
    attached: Project, workbench: Type, without: str, there: str, gone: str
) -> None:
    card = attached.corpus("documents", f"{WITHHELD}.yml").read_bytes()
    _, out, _ = workbench(attached.root, "read", WITHHELD, "--without", without)

    assert there in out
    assert gone not in out
    assert attached.corpus("documents", f"{WITHHELD}.yml").read_bytes() == card


def test_a_span_that_is_switched_off_on_the_card_is_read(attached: Project) -> None:
    path = attached.corpus("documents", f"{WITHHELD}.yml")
    card = path.read_text(encoding="utf-8")
    files.write_text(card.replace("kind: furniture,", "kind: furniture, applied: false,"), path)

    assert lookup.reading(attached, WITHHELD).text.startswith("柳溪晚讯 >")


def test_a_repair_the_card_does_not_have_is_refused(attached: Project) -> None:
    with pytest.raises(UsageError, match="has no repair 'cut_furnitur'; did you mean cut_furn"):
        lookup.reading(attached, WITHHELD, without=["cut_furnitur"])
    with pytest.raises(UsageError, match="stone-letter has no repair 'nbsp_space'"):
        lookup.reading(attached, "stone-letter", without=["nbsp_space"])


# --- fingerprint and export ---------------------------------------------------------


def test_the_fingerprint_of_a_file_is_what_its_card_says(tmp_path: Path, workbench: Type) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeff茶馆\r\n".encode())
    code, out, _ = workbench(tmp_path, "fingerprint", str(path))

    assert code == 0
    assert out.splitlines() == [f"sha256: {store.sha256('茶馆' + chr(10))}", "length: 3"]

    path.write_bytes(b"\xff")
    with pytest.raises(InputError, match=r"a\.txt: not UTF-8 at byte 0"):
        lookup.facts(path)


def test_a_cell_that_is_a_formula_is_shown_as_text_and_kept_as_it_is(
    mini: Project, make: Make, tmp_path: Path, workbench: Type
) -> None:
    path = mini.corpus("coding", "segments", "bo.csv")
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace("=1+1 reads as a sum in a spreadsheet", "=1+1"), "utf-8")
    make(mini)
    code, _, _ = workbench(mini.root, "export", str(tmp_path / "out"), "--table", "segments")
    shown = pd.read_csv(tmp_path / "out" / "segments.csv", dtype="str", keep_default_na=False)
    kept = pq.read_table(mini.artefact("coding", "segments.parquet")).to_pandas()

    assert code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["segments.csv"]
    assert "'=1+1" in set(shown["note"])
    assert not any(note.startswith("=") for note in shown["note"])
    assert "=1+1" in set(kept["note"])


def test_an_export_needs_a_build_a_known_table_and_another_folder(
    mini: Project, tmp_path: Path, workbench: Type
) -> None:
    code, _, err = workbench(mini.root, "export", str(tmp_path), "--table", "matrx")
    assert (code, "did you mean matrix?" in err) == (2, True)

    code, _, err = workbench(mini.root, "export", str(tmp_path), "--table", "matrix")
    assert (code, "workbench build" in err) == (3, True)

    code, _, err = workbench(mini.root, "export", str(mini.corpus("coding")))
    assert (code, "name another folder" in err) == (2, True)

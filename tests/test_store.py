"""Files: what is saved is read again, and a save that fails has never happened."""

import csv
import io
import os
import random
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import store
from workbench.errors import InputError
from workbench.project import find
from workbench.schema.artefacts import ARTEFACTS
from workbench.store import Provenance

ROWS = {"doc": "str", "start": "int64", "share": "float64", "here": "bool"}
MADE = Provenance({"corpus/a.yml": "11", "code": "22"}, {"seed": 7}, {"pandas": "3"})


def rows(*docs: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "doc": list(docs),
            "start": range(len(docs)),
            "share": [float("nan"), 0.25, 1.0, 0.0][: len(docs)],
            "here": [True, False, True, True][: len(docs)],
        }
    )


def save(table: pd.DataFrame, path: Path, **kwargs: object) -> Path:
    return store.save(table, path, ROWS, **{"key": ["doc"], "made_from": MADE, **kwargs})


# --- tables -------------------------------------------------------------------


def test_a_table_comes_back_as_it_went_in(tmp_path: Path):
    path = save(rows("甲", "乙 𠮷", 'quote " and \n line'), tmp_path / "t.parquet")
    expected = rows("甲", "乙 𠮷", 'quote " and \n line').sort_values("doc", ignore_index=True)

    pd.testing.assert_frame_equal(store.load(path, ROWS), expected.astype(ROWS))


def test_a_table_without_rows_keeps_its_columns_and_kinds(tmp_path: Path):
    path = save(store.empty(ROWS), tmp_path / "t.parquet")
    table = store.load(path, ROWS)

    assert table.empty
    assert {name: str(kind) for name, kind in table.dtypes.items()} == ROWS


def test_the_order_of_rows_and_columns_does_not_change_the_bytes(tmp_path: Path):
    table = rows("d", "b", "c", "a")
    mixed = table.sample(frac=1, random_state=3)[["here", "share", "start", "doc"]]

    one = save(table, tmp_path / "one.parquet").read_bytes()
    other = save(mixed, tmp_path / "other.parquet").read_bytes()

    assert one == other


@pytest.mark.parametrize(
    ("table", "odd"),
    [
        (rows("a").drop(columns="here"), "here"),
        (rows("a").assign(more=1), "more"),
        (pd.DataFrame(), "doc"),
    ],
    ids=["lacking", "another", "none"],
)
def test_other_columns_than_the_schemas_are_refused(tmp_path: Path, table: pd.DataFrame, odd: str):
    with pytest.raises(ValueError, match=rf"t\.parquet: columns .*'{odd}'.* not those"):
        save(table, tmp_path / "t.parquet")
    assert list(tmp_path.iterdir()) == []


def test_two_rows_with_one_key_are_refused(tmp_path: Path):
    with pytest.raises(ValueError, match=r"rows share the key \['a'\]"):
        save(rows("a", "b", "a"), tmp_path / "t.parquet")
    assert list(tmp_path.iterdir()) == []


def test_a_word_where_a_number_belongs_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="invalid literal"):
        save(rows("a").assign(start="one"), tmp_path / "t.parquet")


def test_nothing_where_a_number_belongs_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="NA"):
        save(rows("a").assign(start=float("nan")), tmp_path / "t.parquet")


def test_a_fraction_where_a_whole_number_belongs_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="start"):
        save(rows("a").assign(start=1.5), tmp_path / "t.parquet")


def test_a_word_where_a_truth_belongs_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="here"):
        save(rows("a").assign(here="no"), tmp_path / "t.parquet")


def test_a_table_that_is_not_built_says_how_to_build_it(tmp_path: Path):
    with pytest.raises(InputError, match=r"t\.parquet is not built yet; run: workbench build"):
        store.load(tmp_path / "t.parquet", ROWS)


def test_a_table_on_disk_with_other_columns_is_refused(tmp_path: Path):
    path = save(rows("a"), tmp_path / "t.parquet")

    with pytest.raises(ValueError, match="not those of its schema"):
        store.load(path, {"doc": "str"})


def test_the_tables_of_a_study_are_read_once_and_by_name(tmp_path: Path):
    (tmp_path / "corpus").mkdir()
    settings = "title: {zh: 小, en: S}\nauthors: [A]\ndistricts: [north]\n"
    (tmp_path / "corpus" / "workbench.yml").write_text(settings, encoding="utf-8")
    project = find(tmp_path)
    tables = store.Tables(project)
    stage, columns, key = ARTEFACTS["sizes"]
    blank = {"str": "", "int64": 0, "float64": 0.0, "bool": True}
    table = pd.DataFrame([{name: blank[kind] for name, kind in columns.items()}])
    store.save(table, project.artefact(stage, "sizes.parquet"), columns, key=key, made_from=MADE)

    assert tables["sizes"] is tables["sizes"]
    assert set(tables) == set(ARTEFACTS)
    assert len(tables) == len(ARTEFACTS)
    with pytest.raises(InputError, match=r"counts\.parquet is not built yet"):
        tables["counts"]


# --- staleness ----------------------------------------------------------------


def test_an_artefact_is_fresh_while_nothing_differs(tmp_path: Path):
    path = save(rows("a"), tmp_path / "t.parquet")

    assert store.staleness([path], MADE) == []


@pytest.mark.parametrize("gone", ["t.parquet", "t.parquet.json"])
def test_an_artefact_without_file_or_sidecar_is_missing(tmp_path: Path, gone: str):
    path = save(rows("a"), tmp_path / "t.parquet")
    (tmp_path / gone).unlink()

    assert store.staleness([path], MADE) is None


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (Provenance({**MADE.inputs, "code": "33"}, MADE.settings, MADE.versions),
         "changed file code"),
        (Provenance({"code": "22"}, MADE.settings, MADE.versions), "gone file corpus/a.yml"),
        (Provenance({**MADE.inputs, "b": "1"}, MADE.settings, MADE.versions), "new file b"),
        (Provenance(MADE.inputs, {"seed": 8}, MADE.versions), "changed setting seed"),
        (Provenance(MADE.inputs, MADE.settings, {"pandas": "4"}), "changed version of pandas"),
    ],
)  # fmt: skip
def test_a_stale_artefact_says_why(tmp_path: Path, now: Provenance, why: str):
    path = save(rows("a"), tmp_path / "t.parquet")

    assert store.staleness([path], now) == [why]


def test_every_difference_is_named_in_order():
    now = Provenance({"code": "33", "new.yml": "1"}, {}, {"pandas": "3"})

    assert MADE.difference(now) == [
        "changed file code",
        "gone file corpus/a.yml",
        "new file new.yml",
        "gone setting seed",
    ]


def test_an_artefact_altered_by_hand_is_noticed(tmp_path: Path):
    path = save(rows("a"), tmp_path / "t.parquet")
    path.write_bytes(path.read_bytes() + b" ")

    assert store.staleness([path], MADE) == ["altered by hand: t.parquet"]


def test_the_sidecar_tells_rows_and_hash(tmp_path: Path):
    path = save(rows("a", "b"), tmp_path / "t.parquet")
    record = store.read_json(tmp_path / "t.parquet.json")

    assert record["rows"] == 2
    assert record["sha256"] == store.file_hash(path)
    assert record["inputs"] == MADE.inputs


def test_the_hash_of_a_file_that_is_not_there_is_empty(tmp_path: Path):
    assert store.file_hash(tmp_path / "nothing") == ""


def test_the_hash_of_a_folder_is_that_of_its_files_and_their_names(tmp_path: Path):
    for name in ("a", "b"):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "deep" / "x.txt").write_text("one", encoding="utf-8")
    same = store.file_hash(tmp_path / "a")
    renamed = (tmp_path / "b" / "deep" / "x.txt").rename(tmp_path / "b" / "deep" / "y.txt")

    assert same != store.file_hash(tmp_path / "b")
    renamed.rename(tmp_path / "b" / "deep" / "x.txt")
    assert same == store.file_hash(tmp_path / "b")


def test_the_hash_of_a_text_is_that_of_its_utf8_bytes():
    # the published value of SHA-256 for "abc" (FIPS 180-2, appendix B.1)
    published = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    assert store.sha256("abc") == store.sha256(b"abc") == published
    assert store.sha256("中") == store.sha256("中".encode())


# --- whole or not at all ------------------------------------------------------


def test_an_interrupted_save_leaves_the_old_file_and_no_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = save(rows("a"), tmp_path / "t.parquet")
    before = path.read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)

    with pytest.raises(KeyboardInterrupt):
        save(rows("a", "b"), path)
    assert path.read_bytes() == before
    assert {found.name for found in tmp_path.iterdir()} == {"t.parquet", "t.parquet.json"}


def test_json_is_sorted_readable_and_ends_with_a_line_end(tmp_path: Path):
    keys = ["b", "a", "中"]
    random.Random(1).shuffle(keys)  # noqa: S311
    path = store.write_json(dict.fromkeys(keys, 1), tmp_path / "a.json")

    assert path.read_text(encoding="utf-8") == '{\n "a": 1,\n "b": 1,\n "中": 1\n}\n'
    assert store.read_json(path) == {"a": 1, "b": 1, "中": 1}


# --- tables people edit -------------------------------------------------------

EDITED = {"id": "str", "start": "int64", "share": "float64"}


def edited(folder: Path, content: bytes, name: str = "a.csv") -> tuple[pd.DataFrame, list[str]]:
    path = folder / name
    path.write_bytes(content)
    table, findings = store.read_csv(path, EDITED, shown=name)
    return table, [str(finding) for finding in findings]


def test_a_bad_row_is_reported_with_its_line_and_the_rest_is_kept(tmp_path: Path):
    content = b"id,start,share\na,1,0.5\nb,one,0.5\nc,2\nd,3,half\ne,4,1\n"
    table, said = edited(tmp_path, content)

    assert table["id"].to_dict() == {2: "a", 6: "e"}
    assert said == [
        "a.csv:3: start: 'one' is not a number",
        "a.csv:4: 2 fields instead of 3; check commas and quotes",
        "a.csv:5: share: 'half' is not a number",
    ]


def test_a_row_over_two_lines_is_known_by_its_last(tmp_path: Path):
    # line 1 the head, lines 2 and 3 the first row, line 4 the bad one, line 5 the next
    table, said = edited(tmp_path, b'id,start,share\n"a\nb",1,0\nc,x,0\nd,2,0\n')

    assert table["id"].to_dict() == {3: "a\nb", 5: "d"}
    assert said == ["a.csv:4: start: 'x' is not a number"]


def test_a_byte_order_mark_and_crlf_are_tolerated(tmp_path: Path):
    table, said = edited(tmp_path, b"\xef\xbb\xbfid,start,share\r\n\xe7\x94\xb2,1,0.5\r\n")

    assert said == []
    assert table["id"].tolist() == ["甲"]


@pytest.mark.parametrize("content", [b"", b"id,start\na,1\n", b"start,id,share\n1,a,0\n"])
def test_another_head_is_told_what_it_has_to_be(tmp_path: Path, content: bytes):
    table, said = edited(tmp_path, content)

    assert said == ["a.csv:1: the first line has to be: id,start,share"]
    assert table.empty
    assert list(table.columns) == list(EDITED)


def test_a_head_without_rows_is_an_empty_table_of_the_right_kinds(tmp_path: Path):
    table, said = edited(tmp_path, b"id,start,share\n")

    assert said == []
    assert {name: str(kind) for name, kind in table.dtypes.items()} == EDITED


def test_a_tsv_is_cut_at_tabs(tmp_path: Path):
    table, said = edited(tmp_path, b"id\tstart\tshare\na, b\t1\t0.5\n", "a.tsv")

    assert said == []
    assert table["id"].tolist() == ["a, b"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'id,start,share\n"a"b,1,0\nc,2,0\n', id="a quote inside a field"),
        pytest.param(b'id,start,share\nc,2,0\n"a,1,0\n', id="a quote never closed"),
        pytest.param(b"id,start,share\n\xd6\xd0,1,0\nc,2,0\n", id="bytes of another encoding"),
        pytest.param(
            b"id,start,share\na,99999999999999999999,0\nc,2,0\n", id="a number beyond 64 bits"
        ),
    ],
)
def test_a_row_that_cannot_be_read_at_all_is_a_finding_too(tmp_path: Path, content: bytes):
    _, said = edited(tmp_path, content)

    assert len(said) == 1


def test_a_written_csv_is_read_back(tmp_path: Path):
    table = pd.DataFrame({"share": [0.1, 1.0], "start": [1, 2], "id": ['a, "b"\nc', "𠮷"]})
    path = store.write_csv(table, tmp_path / "a.csv", EDITED)
    again, findings = store.read_csv(path, EDITED, shown="a.csv")

    assert findings == []
    assert b"\r" not in path.read_bytes()
    pd.testing.assert_frame_equal(again.reset_index(drop=True), table[list(EDITED)].astype(EDITED))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
TRAPS = st.sampled_from([*"=+-@＝＋－＠'\",;\t\r\n 　甲", "\r\n", "\ufeff"])
CELLS = st.lists(TEXTS | TRAPS, max_size=4).map("".join)


@settings(deadline=None, max_examples=200)
@given(cells=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_a_written_csv_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
):
    kinds = {"one": "str", "other": "str"}
    table = pd.DataFrame(cells, columns=list(kinds))
    path = store.write_csv(table, tmp_path_factory.getbasetemp() / "lossless.csv", kinds)
    again, findings = store.read_csv(path, kinds, shown="a.csv")

    assert findings == []
    assert list(again.itertuples(index=False, name=None)) == cells


# --- tables for spreadsheets --------------------------------------------------


def spreadsheet(table: pd.DataFrame, folder: Path) -> str:
    """The CSV without its BOM, which is there."""
    raw = store.write_spreadsheet(table, folder / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return raw.decode("utf-8")[1:]


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_a_spreadsheet_has_a_bom_its_own_line_ends_and_its_numbers(tmp_path: Path):
    table = pd.DataFrame(
        {
            "案": ["甲, 乙", 'a "b"', "c\nd"],
            "n": [-1, 0, 12],
            "share": [-0.5, float("nan"), 1.0],
            "mixed": [-3, "-3", "3"],
            "here": [True, False, True],
        }
    )

    assert spreadsheet(table, tmp_path) == (
        "案,n,share,mixed,here\r\n"
        '"甲, 乙",-1,-0.5,-3,True\r\n'
        '"a ""b""",0,,\'-3,False\r\n'
        '"c\nd",12,1.0,3,True\r\n'
    )


@pytest.mark.parametrize(
    "armed",
    [
        '=HYPERLINK("http://example.org")',
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1",
        "＋1",
        "－1",
        "＠甲",
        "﹦1",
        "  =1",
        "\u3000=1",
        "\u00a0＝1",
        "\ufeff=1",
        "\u200b=1",
        "\x00=1",
        "\t甲",
        "\r甲",
        "\n甲",
        "\n =1",
    ],
)
@pytest.mark.parametrize("kind", ["str", "object", "category"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(tmp_path: Path, armed: str, kind: str):
    table = pd.DataFrame({"text": pd.Series([armed, "甲"], dtype=kind)})

    assert cells(spreadsheet(table, tmp_path)) == [["text"], ["'" + armed], ["甲"]]


def test_a_column_may_be_named_like_a_formula_too(tmp_path: Path):
    assert spreadsheet(pd.DataFrame({"=1": [1]}), tmp_path) == "'=1\r\n1\r\n"


@pytest.mark.parametrize("harmless", ["甲=乙", "a-b", "1+1", "'=1", '"=1"', "（=1）", "  甲", "−1"])
def test_other_texts_are_left_as_they_are(tmp_path: Path, harmless: str):
    table = pd.DataFrame({"text": [harmless]})

    assert cells(spreadsheet(table, tmp_path)) == [["text"], [harmless]]


def test_a_table_without_rows_is_a_spreadsheet_with_a_head(tmp_path: Path):
    assert spreadsheet(store.empty(EDITED), tmp_path) == "id,start,share\r\n"


def test_what_is_shown_to_a_spreadsheet_leaves_the_table_and_its_csv_alone(tmp_path: Path):
    table = pd.DataFrame({"id": ["=1"], "start": [-1], "share": [0.5]})
    spreadsheet(table, tmp_path)
    path = store.write_csv(table, tmp_path / "b.csv", EDITED)

    assert table.loc[0, "id"] == "=1"
    assert path.read_bytes() == b"id,start,share\n=1,-1,0.5\n"


@settings(deadline=None, max_examples=200)
@given(texts=st.lists(CELLS, min_size=1, max_size=5))
def test_no_text_reaches_a_spreadsheet_as_a_formula(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
):
    table = pd.DataFrame({"text": pd.Series(texts, dtype="str")})
    _, *shown = cells(spreadsheet(table, tmp_path_factory.getbasetemp()))

    for text, (cell,) in zip(texts, shown, strict=True):
        assert cell in (text, f"'{text}")
        assert not cell.startswith(("\t", "\r", "\n"))
        assert not cell.lstrip("\ufeff \u3000\t\r\n").startswith((*"=+-@＝＋－＠",))

"""Parquet of plain arrays, and of others: the same bytes for the same columns, columns alone."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from workbench import store
from workbench.errors import InputError

COLUMNS = {
    "word": np.array([3, 1, 2, 1], np.int32),
    "start": np.array([0, 2, 5, 2**40], np.int64),
    "spelled": ["社区", "𠮷", "", 'quote " and \n line'],
}


def rows(path: Path, *, group: int = 2, **more: object) -> Path:
    table = pd.DataFrame({"id": list("abcde"), "text": list("vwxyz"), **more})
    table.to_parquet(path, row_group_size=group, index=False)
    return path


# --- our own ----------------------------------------------------------------------


def test_columns_come_back_in_their_kinds(tmp_path: Path):
    read = store.read_columns(store.write_columns(tmp_path / "c.parquet", COLUMNS))

    assert {name: str(column.dtype) for name, column in read.items()} == {
        "word": "int32",
        "start": "int64",
        "spelled": "object",
    }
    for name, column in COLUMNS.items():
        assert read[name].tolist() == list(column)


def test_columns_without_rows_keep_their_kinds(tmp_path: Path):
    nothing = {"word": np.empty(0, np.int32), "spelled": []}
    read = store.read_columns(store.write_columns(tmp_path / "c.parquet", nothing))

    assert {name: str(column.dtype) for name, column in read.items()} == {
        "word": "int32",
        "spelled": "object",
    }
    assert [len(column) for column in read.values()] == [0, 0]


def test_only_the_columns_asked_for_are_read(tmp_path: Path):
    path = store.write_columns(tmp_path / "c.parquet", COLUMNS)

    assert list(store.read_columns(path, ["start"])) == ["start"]


def test_the_same_columns_give_the_same_bytes(tmp_path: Path):
    one = store.write_columns(tmp_path / "one.parquet", COLUMNS).read_bytes()
    spelled = np.array(COLUMNS["spelled"], object)
    other = store.write_columns(tmp_path / "b.parquet", {**COLUMNS, "spelled": spelled})

    assert other.read_bytes() == one


def test_positions_take_less_than_two_bytes(tmp_path: Path):
    # 100,000 starts two characters apart: 400,000 bytes as they are
    starts = np.arange(0, 200_000, 2, dtype=np.int32)
    path = store.write_columns(tmp_path / "c.parquet", {"start": starts})

    assert path.stat().st_size < 20_000


def test_a_value_is_found_by_its_rows(tmp_path: Path):
    spelled = {"word": ["书屋", "花园", "书屋", "book"]}
    path = store.write_columns(tmp_path / "c.parquet", spelled)

    assert store.find_value(path, "word", "书屋").tolist() == [0, 2]
    assert store.find_value(path, "word", "书").tolist() == []


@pytest.mark.parametrize("data", [None, b"", b"PAR1"], ids=["absent", "empty", "cut off"])
def test_a_file_that_is_not_whole_is_refused_by_its_name(tmp_path: Path, data: bytes | None):
    path = tmp_path / "c.parquet"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(InputError, match=r"c\.parquet: not there or not whole .* make it again"):
        store.read_columns(path)


# --- of others --------------------------------------------------------------------


def test_the_rows_of_some_groups_and_columns(tmp_path: Path):
    path = rows(tmp_path / "o.parquet")
    read = list(store.parquet_rows(path, columns=["text"], groups=range(1, 3)))

    # two rows a group: the first group is v and w
    assert read == [{"text": "x"}, {"text": "y"}, {"text": "z"}]


def test_the_columns_and_the_groups_of_a_file(tmp_path: Path):
    path = rows(tmp_path / "o.parquet")
    groups = store.parquet_groups(path, ["text"])

    assert store.parquet_columns(path) == ["id", "text"]
    assert [group.rows for group in groups] == [2, 2, 1]
    assert all(group.stored > 0 for group in groups)
    assert sum(each.size for each in store.parquet_groups(path, ["id", "text"])) > sum(
        group.size for group in groups
    )


def test_a_group_is_known_by_the_bytes_of_its_columns(tmp_path: Path):
    one = rows(tmp_path / "one.parquet")
    more = rows(tmp_path / "more.parquet", more=[1, 2, 3, 4, 5])
    changed = rows(tmp_path / "changed.parquet", text=list("vwxyZ"))

    def hashes(path: Path) -> list[str]:
        return [store.parquet_hash(path, ["id", "text"], range(at, at + 1)) for at in range(3)]

    assert len(set(hashes(one))) == 3
    assert hashes(more) == hashes(one)
    assert hashes(changed)[:2] == hashes(one)[:2]
    assert hashes(changed)[2] != hashes(one)[2]


def test_columns_within_columns_are_part_of_the_hash(tmp_path: Path):
    def nested(value: int) -> Path:
        table = pa.table({"about": [{"year": value}]})
        pq.write_table(table, tmp_path / "n.parquet")
        return tmp_path / "n.parquet"

    whole = [store.parquet_hash(nested(year), ["about"], range(1)) for year in (2018, 2019)]

    assert whole[0] != whole[1]


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path):
    path = tmp_path / "o.parquet"
    path.write_bytes(b"id,text\n")

    with pytest.raises(InputError, match="not a Parquet file"):
        store.parquet_columns(path)


def test_what_the_room_does_not_have_is_named():
    with pytest.raises(AttributeError, match=r"'workbench\.store' has no attribute 'lode'"):
        store.lode  # noqa: B018

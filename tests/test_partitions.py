"""Collections: cut in shards, resumed after any stop, the same bytes whoever cut them."""

import ast
import gzip
import json
import lzma
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from workbench import checks, partitions, pipeline, stages, store
from workbench.errors import EnvironmentFault, InputError, UsageError
from workbench.partitions import Collection, Summary, sources
from workbench.project import Project, find
from workbench.shards import making
from workbench.tokens import tokenize
from workbench.tokens.matrix import counted
from workbench.tokens.table import Tokens, concat

Rows = list[dict[str, Any]]
Type = Callable[..., tuple[int, str, str]]

HERE = Path(__file__).parent
PACKAGE = Path(making.__file__).parent.parent
WORDS = [
    *("社区", "居民", "议事厅", "培育", "志愿", "队伍", "协商", "公约", "花园", "书屋"),
    *("老人", "孩子", "service", "centre", "garden"),
]
CARD = """\
title: {{zh: 笔记}}
language: mixed
genre: note
rights: withheld
path: {path}
columns: {{text: text, id: id, date: date, keep: [kind]}}
"""


def rows(number: int) -> Rows:
    """Notes of three sentences; the seed is their number, so more of them begin with the same."""
    made = []
    for at in range(number):
        draw = random.Random(at)  # noqa: S311
        said = "。\n".join("".join(draw.choices(WORDS, k=8)) for _ in range(3))
        made.append(
            {"id": f"n{at}", "date": f"20{10 + at % 9}", "kind": "ab"[at % 2], "text": said}
        )
    return made


def lines(of: Rows) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in of)


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A study with a collection of 60 notes, of which some ten make a piece."""
    for name in ("LEAST", "USUAL"):
        monkeypatch.setattr(sources, name, 2**11)
    monkeypatch.setattr(sources, "MOST", 2**14)
    (tmp_path / "data").mkdir()
    (tmp_path / "corpus" / "collections").mkdir(parents=True)
    shutil.copytree(HERE / "mini" / "corpus" / "lexicon", tmp_path / "corpus" / "lexicon")
    settings = "title: {zh: 小, en: S}\nauthors: [A]\n"
    (tmp_path / "corpus" / "workbench.yml").write_text(settings, encoding="utf-8")
    made = find(tmp_path)
    write(made, "data/notes.jsonl", lines(rows(60)))
    card(made, CARD.format(path="data/notes.jsonl"))
    return made


def write(made: Project, name: str, data: bytes) -> Path:
    path = made.root / name
    path.write_bytes(data)
    return path


def card(made: Project, text: str, name: str = "notes") -> None:
    made.corpus("collections", f"{name}.yml").write_text(text, encoding="utf-8")


def cut(made: Project, *terms: str, name: str = "notes", **options: Any) -> Summary:
    return partitions.cut(made, name, terms=terms, engine="fast", **options)


def stale(made: Project, *terms: str, engine: str = "fast") -> list[str] | None:
    return partitions.staleness(made, "notes", terms=terms, engine=engine)


def folder(made: Project) -> Path:
    return made.stage("tokens") / "notes"


def shards(made: Project) -> set[str]:
    return {path.name for path in folder(made).iterdir() if path.is_dir()}


def content(made: Project) -> dict[str, bytes]:
    """Every byte of a cut collection but the times of its sources."""
    return {
        path.relative_to(folder(made)).as_posix(): path.read_bytes()
        for path in sorted(folder(made).rglob("*"))
        if path.is_file() and path.name != "stamps.json"
    }


# --- what comes of it -------------------------------------------------------------


def test_a_collection_becomes_shards_and_an_index_of_them(study: Project):
    made = cut(study)
    index = store.read_json(folder(study) / "index.json")

    assert (made.documents, made.is_new) == (60, True)
    assert 3 < made.shards == made.cut == len(index["shards"])
    assert shards(study) == {shard["key"] for shard in index["shards"]}
    assert {path.name for path in (folder(study) / index["shards"][0]["key"]).iterdir()} == {
        *("counts.parquet", "documents.parquet", "shard.json"),
        *("text.utf32", "tokens.parquet", "words.parquet"),
    }


def test_the_documents_are_those_of_the_source_in_its_order(study: Project):
    cut(study)
    documents = Collection(study, "notes").documents
    wanted = pd.DataFrame(rows(60))

    assert documents["doc"].tolist() == wanted["id"].tolist()
    assert documents["date"].tolist() == wanted["date"].tolist()
    assert documents["kind"].tolist() == wanted["kind"].tolist()
    assert documents["characters"].tolist() == [len(text) for text in wanted["text"]]


def test_the_texts_are_those_of_the_source(study: Project):
    cut(study)
    held = Collection(study, "notes")

    assert list(held.texts([0, 59, 7])) == [rows(60)[at]["text"] for at in (0, 59, 7)]


def test_the_words_are_those_that_the_text_has_at_their_places(study: Project):
    cut(study)
    texts = {row["id"]: row["text"].lower() for row in rows(60)}
    seen = 0
    for documents, tokens in Collection(study, "notes").tokens():
        assert documents["doc"].tolist() == tokens.docs.tolist()
        for row, doc in enumerate(tokens.docs):
            own = tokens.of(row)
            spans = zip(tokens.start[own], tokens.length[own], tokens.word[own], strict=True)
            for start, length, word in spans:
                assert texts[doc][start : start + length] == tokens.words[word]
                seen += 1

    assert seen == cut(study).tokens > 0


def test_the_matrix_counts_the_words_of_all_shards(study: Project):
    cut(study)
    held = Collection(study, "notes")
    whole = counted(concat([tokens for _, tokens in held.tokens()]))
    matrix = held.matrix()

    assert matrix.docs.tolist() == whole.docs.tolist()
    assert matrix.words.tolist() == whole.words.tolist()
    assert matrix.languages.tolist() == whole.languages.tolist()
    np.testing.assert_array_equal(matrix.pointer, whole.pointer)
    np.testing.assert_array_equal(matrix.column, whole.column)
    np.testing.assert_array_equal(matrix.count, whole.count)


def test_a_word_is_found_in_every_text_with_what_stands_around_it(study: Project):
    cut(study)
    held = Collection(study, "notes")
    found = held.occurrences("花园")
    texts = [row["text"] for row in rows(60)]
    stand = [(row, m.start()) for row, text in enumerate(texts) for m in re.finditer("花园", text)]

    assert list(zip(found.row.tolist(), found.start.tolist(), strict=True)) == stand
    assert set(found.end - found.start) == {2}
    for (row, start), around in zip(stand, held.contexts(found, width=3), strict=True):
        text = texts[row]
        assert around == (text[max(0, start - 3) : start], "花园", text[start + 2 : start + 5])


def test_contexts_come_in_the_order_in_which_they_are_asked_for(study: Project):
    cut(study)
    held = Collection(study, "notes")
    found = held.occurrences("书屋")
    backwards = type(found)(*(each[::-1] for each in found))

    assert held.contexts(backwards) == held.contexts(found)[::-1]


def test_a_word_that_stands_nowhere_has_no_places(study: Project):
    cut(study)
    found = Collection(study, "notes").occurrences("图书馆")

    assert [len(each) for each in found] == [0, 0, 0]
    assert Collection(study, "notes").contexts(found) == []


def test_a_collection_that_is_not_cut_says_what_to_run(study: Project):
    with pytest.raises(InputError, match=r"'notes' is not cut yet; run: workbench tokens"):
        Collection(study, "notes")


def test_a_file_without_documents_is_a_collection_without_documents(study: Project):
    write(study, "data/notes.jsonl", b"\n\n")
    made = cut(study)
    held = Collection(study, "notes")

    assert (made.documents, made.tokens) == (0, 0)
    assert len(held.documents) == len(held.matrix().docs) == 0


def test_a_text_without_words_is_a_document(study: Project):
    empty = [{**rows(1)[0], "text": ""}, {**rows(2)[1], "text": "。\n\n"}]
    write(study, "data/notes.jsonl", lines(empty))
    cut(study)
    held = Collection(study, "notes")

    assert held.documents["tokens"].tolist() == [0, 0]
    assert list(held.texts([0, 1])) == ["", "。\n\n"]


def test_characters_beyond_the_first_plane_keep_their_places(study: Project):
    text = "𠮷野家在花园\r\n👨‍👩‍👧花园"  # line ends are stored as LF
    write(study, "data/notes.jsonl", lines([{**rows(1)[0], "text": text}]))
    cut(study)
    held = Collection(study, "notes")
    found = held.occurrences("花园")

    # 𠮷野家在 are 4 characters; with 花园 and the line end 7, three people with two joiners 5
    assert found.start.tolist() == [4, 12]
    assert held.contexts(found, width=2)[1] == ("‍👧", "花园", "")
    assert list(held.texts([0])) == [text.replace("\r\n", "\n")]


def test_without_a_column_of_ids_a_document_is_known_by_its_line(study: Project):
    card(study, CARD.format(path="data/notes.jsonl").replace(" id: id,", ""))
    write(study, "data/notes.jsonl", b"\n" + lines(rows(30)))
    cut(study)
    docs = Collection(study, "notes").documents["doc"]

    # the first line is blank
    assert docs.tolist() == [f"notes.jsonl:{line}" for line in range(2, 32)]


def test_lines_are_counted_anew_where_the_shard_stays(study: Project):
    card(study, CARD.format(path="data/notes.jsonl").replace(" id: id,", ""))
    cut(study)
    write(study, "data/notes.jsonl", lines([*rows(61)[60:], *rows(60)]))
    made = cut(study)
    docs = Collection(study, "notes").documents["doc"]

    assert made.cut == 1
    assert docs.tolist() == [f"notes.jsonl:{line}" for line in range(1, 62)]


# --- the same, whoever cuts ---------------------------------------------------------


def test_one_process_and_two_write_the_same_bytes(study: Project):
    cut(study, "协商公约")
    alone = content(study)
    shutil.rmtree(folder(study))
    cut(study, "协商公约", jobs=2)

    assert content(study) == alone


def test_a_cluster_that_loses_a_worker_writes_the_same_bytes(dask: ModuleType, study: Project):
    cut(study)
    alone = content(study)
    shutil.rmtree(folder(study))
    with dask.scheduler() as address, dask.worker(address), dask.worker(address) as lost:
        cut(study, scheduler=address, tell=lambda _done, _of: lost.kill())

    assert content(study) == alone


def test_files_that_are_not_where_a_worker_looks_are_told(study: Project):
    def renamed(_done: int, _of: int) -> None:
        (study.root / "data" / "notes.jsonl").rename(study.root / "data" / "other.jsonl")

    card(study, CARD.format(path="data/[no]*.jsonl"))
    with pytest.raises(EnvironmentFault, match=r"notes\.jsonl: a worker could not use it"):
        cut(study, tell=renamed)


@pytest.mark.parametrize(
    "dying",
    [
        "making.make = dying(making.make, 3)",
        "store.write_columns = dying(store.write_columns, 6)",
        "indices.save = dying(indices.save, 1)",
        "indices.save_stamps = dying(indices.save_stamps, 1)",
        "cutting.shutil = SimpleNamespace(rmtree=dying(shutil.rmtree, 1))",
    ],
    ids=["between shards", "within a shard", "before the index", "after it", "while removing"],
)
def test_a_run_killed_anywhere_goes_on_and_ends_with_the_same_bytes(study: Project, dying: str):
    write(study, "data/notes.jsonl", lines(rows(50)[:20] + rows(50)[25:]))
    cut(study)
    write(study, "data/notes.jsonl", lines(rows(60)))
    killed = in_a_process(study, dying)
    left = shards(study)
    ended = in_a_process(study)
    resumed = content(study)
    shutil.rmtree(folder(study))
    cut(study)

    assert (killed, ended) == (-signal.SIGKILL, 0)
    assert left & shards(study)
    assert resumed == content(study)


def in_a_process(made: Project, dying: str = "") -> int:
    """Cut in a process, which kills itself at its n-th call of a function; its exit code."""
    script = f"""
import os, shutil
from types import SimpleNamespace
from workbench import partitions, project, store
from workbench.partitions import cutting, index as indices, sources
from workbench.shards import making

sources.LEAST, sources.USUAL, sources.MOST = {sources.LEAST}, {sources.USUAL}, {sources.MOST}
left = 0

def dying(function, calls):
    global left
    left = calls
    def counted(*given, **named):
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), 9)
        return function(*given, **named)
    return counted

{dying}
cutting.make = making.make
partitions.cut(project.find(), "notes", terms=(), engine="fast")
"""
    return subprocess.run([sys.executable, "-c", script], cwd=made.root, check=False).returncode


def test_an_interruption_ends_all_processes_and_the_command_with_130(study: Project):
    interrupted = """
import os, signal, sys
from workbench import cli
from workbench.partitions import cutting, sources

sources.LEAST, sources.USUAL, sources.MOST = 2**11, 2**11, 2**14
real = cutting.done

def done(*given):
    for ended in real(*given):
        yield ended
        os.kill(0, signal.SIGINT)  # to all processes, as a terminal does

cutting.done = done
if __name__ == "__main__":
    sys.argv = ["workbench", "tokens", "--collection", "notes", "--jobs", "2"]
    cli.main()
"""
    script = write(study, "interrupted.py", interrupted.encode())
    ended = subprocess.run(
        [sys.executable, script],
        cwd=study.root,
        start_new_session=True,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )  # returns when no process is left that could write to its output

    assert ended.returncode == 130
    assert "run the same command again" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (folder(study) / "index.json").exists()
    assert cut(study).cut < 5


# --- only what changed ----------------------------------------------------------------


def test_what_is_not_touched_is_not_even_read(study: Project, monkeypatch: pytest.MonkeyPatch):
    cut(study)
    monkeypatch.setattr(sources, "pieces", None)
    again = cut(study)

    assert (again.cut, again.is_new) == (0, False)
    assert stale(study) == []


def test_what_was_touched_and_is_the_same_is_not_cut(study: Project):
    cut(study)
    os.utime(study.root / "data" / "notes.jsonl", ns=(1, 1))

    assert stale(study) == ["changed file notes.jsonl"]
    assert cut(study).cut == 0
    assert stale(study) == []


def test_of_a_shard_only_the_changed_document_is_cut_again(
    study: Project, monkeypatch: pytest.MonkeyPatch
):
    seen: list[str] = []
    cutter = making.tokenize.cutter

    def watched(*given: Any, **named: Any) -> Callable[[Iterable[tuple[str, str]]], Tokens]:
        cut_all = cutter(*given, **named)
        return lambda texts: cut_all((doc, seen.append(text) or text) for doc, text in texts)

    monkeypatch.setattr(making.tokenize, "cutter", watched)
    before, kept = cut(study, "一个新词"), shards(study)  # so that a new cutter is asked for
    seen.clear()
    changed = rows(60)
    changed[30]["text"] += "。书屋"
    write(study, "data/notes.jsonl", lines(changed))
    made, again = cut(study, "一个新词"), list(seen)
    patched = content(study)
    shutil.rmtree(folder(study))
    cut(study, "一个新词")

    assert again == [changed[30]["text"]]
    assert (made.cut, made.shards) == (1, before.shards)
    assert len(kept - shards(study)) == 1
    assert patched == content(study)


@pytest.mark.parametrize("at", [0, 17, 41, 60])
def test_one_document_put_in_moves_no_other_shard(study: Project, at: int):
    cut(study)
    kept = shards(study)
    more = rows(60)
    more.insert(at, {**rows(61)[60], "text": "公约"})
    write(study, "data/notes.jsonl", lines(more))
    made = cut(study)

    assert made.cut == 1
    assert len(kept - shards(study)) == 1
    assert Collection(study, "notes").documents["doc"].tolist() == [row["id"] for row in more]


def test_another_order_of_files_is_another_index_of_the_same_shards(study: Project):
    card(study, CARD.format(path="data/*.jsonl"))
    write(study, "data/more.jsonl", lines([{**row, "id": f"m{row['id']}"} for row in rows(20)]))
    cut(study)
    (study.root / "data" / "more.jsonl").rename(study.root / "data" / "zzz.jsonl")
    assert stale(study) == ["new file zzz.jsonl", "gone file more.jsonl"]
    made = cut(study)

    assert (made.cut, made.is_new) == (0, True)
    assert Collection(study, "notes").documents["doc"].tolist()[-1] == "mn19"


def test_a_new_term_makes_the_shards_stale_in_which_it_stands(study: Project):
    changed = rows(60)
    changed[3]["text"] += "花园议事规则"
    write(study, "data/notes.jsonl", lines(changed))
    before = cut(study)
    of_it = f"changed terms in 1 of {before.shards} shards: 花园议事规则"

    assert stale(study, "花园议事规则") == [of_it]
    assert cut(study, "花园议事规则").cut == 1
    assert stale(study, "花园议事规则") == []
    assert stale(study) == [of_it]
    assert cut(study).cut == 1


def test_a_term_that_stands_nowhere_makes_nothing_stale(study: Project):
    cut(study)

    assert stale(study, "图书馆之友") == []
    assert cut(study, "图书馆之友").cut == 0


def test_a_term_is_not_found_across_two_documents(study: Project):
    write(study, "data/notes.jsonl", lines([{**row, "text": "公约花园"} for row in rows(2)]))
    cut(study)

    assert stale(study, "花园公约") == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            lambda made: card(
                made, CARD.replace("date: date, ", "").format(path="data/notes.jsonl")
            ),
            "other columns",
        ),
        (
            lambda made: shutil.rmtree(next(folder(made).glob("[0-9a-f]*"))),
            "1 of 6 shards are gone",
        ),
    ],
)
def test_what_makes_a_collection_stale_is_named(
    study: Project, change: Callable[[Project], None], why: str
):
    cut(study)
    change(study)

    assert [re.sub(r"of \d+", "of 6", reason) for reason in stale(study) or []] == [why]
    assert cut(study).cut > 0
    assert stale(study) == []


def test_another_engine_makes_a_collection_stale(study: Project):
    cut(study)

    assert stale(study, engine="jieba") == ["another engine"]


def test_a_collection_that_was_never_cut_is_missing(study: Project):
    assert stale(study) is None


def test_an_index_that_is_not_whole_is_none(study: Project):
    cut(study)
    (folder(study) / "index.json").write_text("{", encoding="utf-8")

    assert stale(study) is None
    assert cut(study).cut == 0


def test_stamps_of_another_index_are_not_believed(study: Project):
    cut(study)
    path, stamps = study.root / "data" / "notes.jsonl", folder(study) / "stamps.json"
    old, seen, stamped = path.read_bytes(), path.stat().st_mtime_ns, stamps.read_bytes()
    write(study, "data/notes.jsonl", lines(rows(70)))
    cut(study)
    stamps.write_bytes(stamped)  # as if the second run had ended just before
    path.write_bytes(old)
    os.utime(path, ns=(seen, seen))

    assert stale(study) == ["changed file notes.jsonl"]
    assert cut(study).documents == 60


def test_all_modules_that_cut_and_count_are_in_the_rules():
    def reached(name: str, known: set[str]) -> set[str]:
        if name not in known and (PACKAGE / f"tokens/{name}.py").is_file():
            known.add(name)
            for node in ast.walk(ast.parse((PACKAGE / f"tokens/{name}.py").read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and "workbench.tokens" in (node.module or ""):
                    named = [node.module.rpartition(".")[2], *(each.name for each in node.names)]
                    for each in named:
                        reached(each, known)
        return known

    cutting = {f"tokens/{name}" for name in reached("tokenize", set())}
    counting = {f"tokens/{name}" for name in reached("matrix", set())}

    assert cutting == set(tokenize.CUTTING) < set(stages.CUTTING)
    assert cutting | counting <= set(making.RULES)
    assert all((PACKAGE / f"{name}.py").is_file() for name in making.RULES)


def test_force_cuts_all_again_to_the_same_bytes(study: Project):
    made = cut(study)
    before = content(study)
    again = cut(study, force=True)

    assert again.cut == made.shards
    assert content(study) == before


# --- formats --------------------------------------------------------------------------


def test_a_compressed_file_gives_the_same_shards(study: Project):
    cut(study)
    plain = shards(study)
    for suffix, compressed in ((".gz", gzip.compress), (".xz", lzma.compress)):
        shutil.rmtree(folder(study))
        write(study, f"data/notes.jsonl{suffix}", compressed(lines(rows(60))))
        card(study, CARD.format(path=f"data/notes.jsonl{suffix}"))
        cut(study)

        assert shards(study) == plain


def test_two_compressed_files_with_the_same_lines_do_not_meet(study: Project):
    for name in ("one", "two"):
        write(study, f"data/{name}.jsonl.gz", gzip.compress(lines(rows(3))))
    card(study, CARD.format(path="data/*.gz").replace(" id: id,", ""))
    cut(study)
    docs = Collection(study, "notes").documents["doc"]

    assert docs.tolist() == [
        *("one.jsonl.gz:1", "one.jsonl.gz:2", "one.jsonl.gz:3"),
        *("two.jsonl.gz:1", "two.jsonl.gz:2", "two.jsonl.gz:3"),
    ]


def parquet(made: Project, of: Rows, *, group: int) -> Path:
    path = made.root / "data" / "notes.parquet"
    pd.DataFrame(of).to_parquet(path, row_group_size=group, index=False)
    card(made, CARD.format(path="data/notes.parquet"))
    return path


@pytest.mark.parametrize("group", [1, 7, 60], ids=["tiny groups", "groups", "one huge group"])
def test_parquet_has_the_same_documents_as_lines(
    study: Project, group: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sources, "MOST", 2**12)  # 60 rows are more
    cut(study)
    wanted = Collection(study, "notes").documents
    words = Collection(study, "notes").matrix()
    shutil.rmtree(folder(study))
    parquet(study, rows(60), group=group)
    made = cut(study)
    held = Collection(study, "notes")

    assert 1 < made.shards < 60
    pd.testing.assert_frame_equal(held.documents, wanted)
    np.testing.assert_array_equal(held.matrix().column, words.column)
    assert list(held.texts([41])) == [rows(60)[41]["text"]]


def test_a_changed_row_group_is_the_only_one_cut_again(study: Project):
    parquet(study, rows(60), group=20)
    cut(study)
    changed = rows(60)
    changed[30]["text"] += "。书屋"
    parquet(study, changed, group=20)

    assert cut(study).cut == 1


def test_a_column_that_is_not_read_changes_nothing(study: Project):
    parquet(study, rows(60), group=20)
    cut(study)
    parquet(study, [{**row, "more": at} for at, row in enumerate(rows(60))], group=20)

    assert cut(study).cut == 0


def test_numbers_and_dates_of_parquet_are_read_as_people_write_them(study: Project):
    whole = [
        {**row, "id": at, "date": pd.Timestamp(2018, 8, 8, 23, 59), "kind": 2018.0}
        for at, row in enumerate(rows(30))
    ]
    for group in (5, 30):
        parquet(study, whole, group=group)
        cut(study)
        documents = Collection(study, "notes").documents

        assert documents.loc[7, ["doc", "date", "kind"]].tolist() == ["7", "2018-08-08", "2018"]


@pytest.mark.usefixtures("study")
def test_the_pieces_of_lines_are_the_lines():
    made = [line + b"\n" for line in lines(rows(60)).split(b"\n")[:-1]]
    runs = list(sources.runs(made))

    assert [line for run in runs for line in run] == made
    assert len(runs) > 3
    assert all(sum(map(len, run)) > 2**11 for run in runs[:-1])


def test_a_line_larger_than_a_piece_is_a_piece(study: Project):
    huge = [{**rows(1)[0], "text": "花园" * 2**13}, rows(2)[1]]
    write(study, "data/notes.jsonl", lines(huge))

    assert cut(study).shards == 2


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2018", "2018"),
        ("2018-08", "2018-08"),
        (2018, "2018"),
        ("2018-08-08T23:59:00Z", "2018-08-08"),
        ("2018-08-08 23:59", "2018-08-08"),
        ("2018年8月8日", "2018-08-08"),
        (None, ""),
    ],
)
def test_dates_are_read_as_people_write_them(study: Project, written: object, read: str):
    write(study, "data/notes.jsonl", lines([{**rows(1)[0], "date": written}, rows(2)[1]]))
    cut(study)

    assert Collection(study, "notes").documents["date"].tolist() == [read, "2011"]


@pytest.mark.parametrize("written", ["2018-13", "2018-02-30", "2018-W01-1", "20180808", "8.8."])
def test_what_is_no_date_is_refused(study: Project, written: str):
    write(study, "data/notes.jsonl", lines([{**rows(1)[0], "date": written}]))

    assert refused(study).startswith(f"data/notes.jsonl:1: date: {written!r} is no date")


# --- faults ---------------------------------------------------------------------------


def refused(made: Project) -> str:
    with pytest.raises(InputError) as error:
        cut(made)
    return str(error.value)


def test_every_faulty_line_is_named_and_the_collection_stays_as_it_was(study: Project):
    cut(study)
    before = content(study)
    faulty = lines(rows(60)).split(b"\n")
    faulty[7] = b'{"id": "n7", "text": '
    faulty[12] = b"[1, 2]"
    faulty[55] = json.dumps({**rows(60)[55], "date": "spring"}).encode()
    write(study, "data/notes.jsonl", b"\n".join(faulty))
    said = refused(study).splitlines()

    assert said[0] == ("data/notes.jsonl:8: not a line of JSON: Expecting value at character 21")
    assert said[1] == "data/notes.jsonl:13: a list where an object is expected: {...}"
    assert said[2].startswith("data/notes.jsonl:56: date: 'spring' is no date; write 2018, 2018-08")
    assert said[3].startswith("the collection stays as it was; mend these rows")
    assert before.items() <= content(study).items()
    assert store.read_json(folder(study) / "index.json")["shards"]


def test_what_is_mended_is_all_that_is_left_to_cut(study: Project):
    faulty = lines(rows(60)).replace(b'"n41"', b"null")
    write(study, "data/notes.jsonl", faulty)
    assert refused(study).startswith("data/notes.jsonl:42: no 'id': every document needs its id")
    write(study, "data/notes.jsonl", lines(rows(60)))

    assert cut(study).cut == 1


def test_of_very_many_faults_the_first_are_told(study: Project):
    write(study, "data/notes.jsonl", lines([{**row, "text": 5} for row in rows(60)]))
    said = refused(study).splitlines()

    assert said[0] == "data/notes.jsonl:1: 'text' is no text but 5"
    assert said[49].startswith("data/notes.jsonl:50:")
    assert said[50] == "and 10 more"


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "compressed"])
def test_bytes_that_are_no_utf_8_are_named_by_their_place(study: Project, packed: bool):
    whole = lines(rows(60))
    at = whole.index("公约".encode(), 5000)
    broken = whole[:at] + b"\xff" + whole[at + 1 :]
    name = "data/notes.jsonl" + ".gz" * packed
    write(study, name, gzip.compress(broken) if packed else broken)
    card(study, CARD.format(path=name))
    line = whole[:at].count(b"\n") + 1

    assert refused(study).startswith(f"{name}:{line}: not UTF-8 at byte {at} of the file")


def test_a_byte_order_mark_is_passed_over(study: Project):
    write(study, "data/notes.jsonl", b"\xef\xbb\xbf" + lines(rows(60)))

    assert cut(study).documents == 60


def test_a_key_that_stands_twice_in_a_line_is_refused(study: Project):
    twice = b'{"id": "a", "text": "x", "text": "y"}\n'
    write(study, "data/notes.jsonl", twice)

    assert refused(study).startswith("data/notes.jsonl:1: 'text' stands twice in one object")


def test_two_documents_with_one_id_are_named_wherever_they_stand(study: Project):
    card(study, CARD.format(path="data/*.jsonl"))
    twice = [{**row, "id": f"m{row['id']}"} for row in rows(20)]
    twice[9]["id"] = "n50"
    write(study, "data/more.jsonl", lines(twice))

    assert refused(study) == (
        "data/notes.jsonl:51: id 'n50' stands in data/more.jsonl:10 already; each needs its own"
    )
    assert not (folder(study) / "index.json").exists()


def test_ids_are_compared_a_share_at_a_time(study: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(partitions.faults, "AT_ONCE", 10)
    write(study, "data/notes.jsonl", lines([*rows(60), rows(60)[3], rows(60)[44]]))
    said = refused(study).splitlines()

    assert [line.split(" stands")[0] for line in said] == [
        "data/notes.jsonl:61: id 'n3'",
        "data/notes.jsonl:62: id 'n44'",
    ]


@pytest.mark.parametrize(
    ("column", "wrong", "said"),
    [
        ("text: text", "text: txt", "columns.text: no column 'txt' in notes.jsonl; did you mean"),
        ("id: id", "id: idd", "columns.id: no column 'idd' in notes.jsonl; did you mean id?"),
        ("date: date", "date: day", "columns.date: no document has a value of 'day'"),
        ("keep: [kind]", "keep: [kin]", "columns.keep: no document has a value of 'kin'"),
    ],
)
def test_a_column_that_no_document_has_is_refused(
    study: Project, column: str, wrong: str, said: str
):
    card(study, CARD.format(path="data/notes.jsonl").replace(column, wrong))

    assert refused(study).startswith(f"corpus/collections/notes.yml:6: {said}")


def test_a_column_that_a_parquet_file_lacks_is_refused_before_anything_is_cut(study: Project):
    parquet(study, rows(60), group=20)
    card(study, CARD.format(path="data/notes.parquet").replace("[kind]", "[kin]"))

    assert "columns.keep: no column 'kin' in notes.parquet; did you mean kind?" in refused(study)
    assert not folder(study).exists()


@pytest.mark.parametrize("suffix", [".xz", ".gz"])
def test_a_damaged_compressed_file_is_refused(study: Project, suffix: str):
    pack = {".xz": lzma.compress, ".gz": gzip.compress}[suffix]
    write(study, f"data/notes.jsonl{suffix}", pack(lines(rows(60)))[:-40])
    card(study, CARD.format(path=f"data/notes.jsonl{suffix}"))

    assert re.search(rf"notes\.jsonl{suffix}: damaged \(.*\); get the file again", refused(study))
    assert not (folder(study) / "index.json").exists()


def test_a_file_called_parquet_that_is_none_is_refused(study: Project):
    write(study, "data/notes.parquet", b"id,text")
    card(study, CARD.format(path="data/notes.parquet"))

    assert "notes.parquet: not a Parquet file" in refused(study)


def test_a_file_without_line_ends_is_refused_before_it_fills_the_memory(
    study: Project, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sources, "LONGEST", 1000)
    write(study, "data/notes.jsonl", lines(rows(60)).replace(b"\n", b","))

    assert "notes.jsonl: a line of" in refused(study)


def test_a_source_that_changes_while_it_is_read_is_refused(study: Project):
    def changing(_done: int, _of: int) -> None:
        write(study, "data/notes.jsonl", lines(rows(80)[::-1]))

    with pytest.raises(InputError, match=r"notes\.jsonl: changed while it was being read"):
        cut(study, tell=changing)


def test_a_file_that_is_not_there_is_named_with_its_neighbour(study: Project):
    card(study, CARD.format(path="data/note.jsonl"))

    assert refused(study) == (
        "corpus/collections/notes.yml:5: path: no file data/note.jsonl; did you mean notes.jsonl?"
    )


def test_a_file_of_another_format_is_refused(study: Project):
    write(study, "data/notes.csv", b"id,text")
    card(study, CARD.format(path="data/notes.*"))

    assert "path: notes.csv is none of .jsonl, .jsonl.gz, .jsonl.xz, .parquet" in refused(study)


def test_an_unknown_collection_is_named_with_its_neighbour(study: Project):
    with pytest.raises(UsageError, match=r"no collection 'note': .* did you mean notes\?"):
        cut(study, name="note")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("language: mixed", "language: fr", ":2: language: Input should be 'zh', 'en' or 'mixed'"),
        ("genre: note", "genre: novel", ":3: genre: Input should be "),
        ("path: data", "path: corpus/data", ":1: file: path: every command reads all of corpus/"),
        ("text: text, ", "", ":6: columns.text: missing"),
        ("[kind]", "[kind, id]", ":6: columns: column id is named twice; keep one"),
        ("[kind]", "[tokens]", ":6: columns: keep: tokens is a name of the workbench; rename it"),
        ("rights: withheld", "right: open", ":4: right: no such key"),
    ],
)
def test_a_card_that_says_what_it_cannot_is_refused_with_its_line(
    study: Project, old: str, new: str, said: str
):
    card(study, CARD.format(path="data/notes.jsonl").replace(old, new))
    _, findings = partitions.read(study)

    assert any(f"corpus/collections/notes.yml{said}" in str(each) for each in findings)
    with pytest.raises(InputError, match=re.escape(said.split(": ", 1)[1][:40])):
        cut(study)


def test_the_name_of_a_card_has_to_be_fit_for_a_folder(study: Project):
    card(study, CARD.format(path="data/notes.jsonl"), name="My Notes")
    _, findings = partitions.read(study)

    assert "name it in small letters" in str(findings[0])


def test_an_absolute_path_and_a_name_with_spaces_are_as_good(study: Project, tmp_path: Path):
    (tmp_path / "my data 数据").mkdir()
    path = tmp_path / "my data 数据" / "all notes.jsonl"
    path.write_bytes(lines(rows(20)))
    card(study, CARD.format(path=path))

    assert cut(study).documents == 20


# --- the commands ---------------------------------------------------------------------


def test_the_command_cuts_one_collection_and_says_what_it_holds(study: Project, workbench: Type):
    code, out, err = workbench(study.root, "tokens", "--collection", "notes", "--jobs", "1")
    again = workbench(study.root, "tokens", "--collection", "notes")[1]

    assert (code, err) == (0, "")
    assert re.search(r"collection notes: 60 documents, [\d,]+ words, (\d) of \1 shards cut in", out)
    assert "ran: nothing; skipped as fresh: collection notes" in again


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--collection", "note"), 2, "did you mean notes?"),
        (("--collection", "notes", "--jobs", "0"), 2, "--jobs 0: at least one process"),
        (("--collection", "notes", "--scheduler", "here"), 2, "write it as tcp://host:port"),
    ],
)
def test_the_command_refuses_what_it_cannot_do(
    study: Project, workbench: Type, arguments: tuple[str, ...], code: int, said: str
):
    ended, _, err = workbench(study.root, "tokens", *arguments)

    assert ended == code
    assert said in err


def test_the_command_explains_how_a_text_is_cut_and_builds_nothing(study: Project, workbench: Type):
    with study.corpus("lexicon", "terms.tsv").open("a", encoding="utf-8") as terms:
        terms.write("社区书屋\tzh\t\tplace\t\n")
    code, out, err = workbench(study.root, "tokens", "--why", "社区书屋 [red]")
    said = [" ".join(line.split()) for line in out.splitlines()]

    assert (code, err) == (0, "")
    assert said[1] == "社区书屋 0 4 zh lexicon without the lexicon: 社区 | 书屋"
    assert said[2] == "[ 5 6 zh mark"
    assert said[3].startswith("red 6 9 en")
    assert not folder(study).exists()


def test_a_faulty_row_ends_the_command_with_3(study: Project, workbench: Type):
    write(study, "data/notes.jsonl", b"{")
    code, _, err = workbench(study.root, "tokens", "--collection", "notes")

    assert code == 3
    assert "data/notes.jsonl:1: not a line of JSON" in err


def states(made: Project) -> dict[str, tuple[str, list[str]]]:
    return {state.name: (state.state, state.why) for state in pipeline.status(made)}


def test_status_has_a_line_for_each_collection(mini: Project):
    (mini.root / "data").mkdir()
    mini.corpus("collections").mkdir()
    card(mini, CARD.format(path="data/notes.jsonl"))
    absent = states(mini)["collection notes"]
    write(mini, "data/notes.jsonl", lines(rows(3)))
    missing = states(mini)["collection notes"]
    pipeline.cut(mini, pipeline.Cutting(), tell=lambda _: None)
    fresh = states(mini)["collection notes"]
    write(mini, "data/notes.jsonl", lines(rows(4)))
    changed = states(mini)["collection notes"]

    assert absent == (
        "missing", ["corpus/collections/notes.yml:5: path: no file data/notes.jsonl"]
    )  # fmt: skip
    assert missing == ("missing", [])
    assert fresh == ("fresh", [])
    assert changed == ("stale", ["changed file notes.jsonl"])


def test_a_build_leaves_a_collection_alone_whose_files_are_on_another_machine(study: Project):
    cut(study)
    (study.root / "data" / "notes.jsonl").unlink()
    told: list[str] = []
    report = pipeline.cut(study, pipeline.Cutting(), tell=told.append)

    assert told == ["collection notes: its files are not here; left as it is"]
    assert (report.ran, report.skipped) == ([], [])
    assert len(Collection(study, "notes").documents) == 60


def test_a_build_cuts_every_collection_with_the_lexicon_of_the_study(study: Project):
    card(study, CARD.format(path="data/more.jsonl"), name="more")
    write(study, "data/more.jsonl", lines([{**rows(1)[0], "text": "楼组长议事"}]))
    with study.corpus("lexicon", "terms.tsv").open("a", encoding="utf-8") as terms:
        terms.write("楼组长议事\tzh\t\tplace\t\n")
    report = pipeline.cut(study, pipeline.Cutting(), tell=lambda _: None)

    assert report.ran == ["collection more", "collection notes"]
    assert Collection(study, "more").matrix().words.tolist() == ["楼组长议事"]


def test_check_names_a_faulty_card(mini: Project):
    mini.corpus("collections").mkdir()
    card(mini, "title: {zh: x}")

    assert "corpus/collections/notes.yml:1: language: missing" in map(str, checks.findings(mini))

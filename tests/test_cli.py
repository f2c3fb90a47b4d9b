"""The commands as they are typed: help, messages, exit codes."""

import csv
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
import typer

from workbench import cli
from workbench.corpus.cards import Genre
from workbench.project import Project

Type = Callable[..., tuple[int, str, str]]


def named(found: typer.Typer) -> list[str]:
    """The commands of an application, those of a group with its name before them."""
    own = [str(each.name or each.callback.__name__) for each in found.registered_commands
           if each.callback]  # fmt: skip
    groups = [(group.name, group.typer_instance) for group in found.registered_groups]
    return own + [f"{name} {each}" for name, group in groups if group for each in named(group)]


COMMANDS = named(cli.app)


def edit(made: Project, name: str, old: str, new: str) -> None:
    path = made.root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_there_is_a_command_for_every_stage_and_for_looking_at_a_study() -> None:
    assert set(COMMANDS) >= {
        "corpus", "tokens", "coding", "compare", "run", "book", "build",
        "status", "check", "doctor", "attach", "count",
        "init", "add", "new case", "new place", "correct", "anchor", "remove",
        "find", "locate", "read", "duplicates", "fingerprint", "export",
    }  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_is_a_sentence_or_has_an_example(
    tmp_path: Path, workbench: Type, command: str
) -> None:
    code, out, err = workbench(tmp_path, *command.split(), "--help")
    words = " ".join(re.sub(r"[│╭╮╰╯─]", " ", out).split())

    assert (code, err) == (0, "")
    assert "Example: " in words or re.search(r"[A-Z][^.]{20,}\.", words)


def test_without_a_command_the_help_names_all_of_them(tmp_path: Path, workbench: Type) -> None:
    _, out, err = workbench(tmp_path)

    assert all(command.split()[0] in out + err for command in COMMANDS)
    assert "workbench build" in out + err


# --- exit codes: 0 ok, 1 findings, 2 usage, 3 bad input, 4 environment ------------


def test_all_well_is_0_and_says_nothing_on_stderr(mini: Project, workbench: Type) -> None:
    code, out, err = workbench(mini.root, "compare")

    assert (code, err) == (0, "")
    assert "ran: corpus, tokens, coding, compare; skipped as fresh: nothing" in out


def test_a_sound_study_has_no_findings(mini: Project, workbench: Type) -> None:
    code, out, err = workbench(mini.root, "check")

    assert (code, err) == (0, "")
    assert "no findings" in out


def test_findings_end_check_with_1_each_with_file_and_line(mini: Project, workbench: Type) -> None:
    edit(mini, "corpus/cases/bamboo.yml", "place: bamboo", "place: bambo")
    edit(mini, "corpus/coding/cells.csv", "bamboo,leadership,lead-residents", "bamboo,leadership,x")
    code, out, _ = workbench(mini.root, "check")

    assert code == 1
    assert "corpus/cases/bamboo.yml:4: unknown place 'bambo'" in out
    assert "corpus/coding/cells.csv:2: bamboo x leadership: 'x' is not a value of it" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["build", "--nonsense"],
        ["attach"],
        ["attach", "no-such-folder"],
        ["new", "nonsense"],
        ["add"],
        ["correct"],
        ["correct", "no-such-document"],
        ["remove", "no-such-document"],
        ["locate", "stone-letter", "no such words"],
        ["read", "no-such-document"],
        ["read", "stone-letter", "--without", "digit_one_space"],
        ["find", "x", "--doc", "no-such-document"],
        ["export", "corpus/tables"],
        ["export", "tables", "--table", "no-such-table"],
        ["fingerprint", "no-such-file"],
    ],
)
def test_a_command_that_does_not_exist_or_fit_is_2(
    mini: Project, workbench: Type, arguments: list[str]
) -> None:
    code, out, err = workbench(mini.root, *arguments)

    assert (code, out) == (2, "")
    assert err


@pytest.mark.parametrize("command", ["build", "status", "check", "count"])
def test_a_folder_without_a_study_is_2_and_says_where_to_go(
    tmp_path: Path, workbench: Type, command: str
) -> None:
    code, out, err = workbench(tmp_path, command)

    assert (code, out) == (2, "")
    assert "go to the folder that holds corpus/workbench.yml" in err


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("corpus/workbench.yml", "authors:", "author:", "workbench.yml:2: author: no such key"),
        ("corpus/workbench.yml", "authors:", "title:", "key 'title' stands twice; keep one"),
        ("corpus/places.yml", "liuxi: {", "liuxi: [", "corpus/places.yml:2: column "),
        ("corpus/documents/stone-letter.yml", "en\ng", "fr\ng", "stone-letter.yml:2: language"),
        ("corpus/documents/stone-letter.yml", '"2020"', "二〇二〇", "write a date as 2018"),
        ("corpus/coding/codebook.yml", "tool-room:\n    parent: tool",
         "tool-room:\n    parent: tol", "unknown parent 'tol'"),
        ("corpus/coding/segments/bo.csv", "bo-002,stone-letter", "bo-001,stone-letter",
         "id 'bo-001' stands twice"),
        ("corpus/coding/segments/bo.csv", ",tool-money,stone-bridge", ",tool-mony,stone-bridge",
         "bo.csv:2: bo-002: unknown code 'tool-mony'"),
        ("corpus/coding/figures.csv", ",12,,rooms", ",12,rooms", "25 fields instead of 26"),
        ("corpus/coding/segments/bo.csv", "bo-002,", "an-001,", "'an-001' stands twice"),
        ("corpus/coding/figures.csv", "f-02,willow-street", "f-02,wilow", "unknown case 'wilow'"),
        ("corpus/coding/figures.csv", "f-02,", "f-01,", "'f-01' stands twice"),
        ("corpus/lexicon/terms.tsv", "活动室\tzh", "活动 室\tzh", "terms.tsv:6: term '活动 室'"),
        ("corpus/texts/stone-letter.txt", "heating", "healing", "that no longer hold: an-007"),
    ],
)  # fmt: skip
def test_malformed_files_are_3_with_file_line_and_remedy(
    mini: Project, workbench: Type, name: str, old: str, new: str, said: str
) -> None:
    edit(mini, name, old, new)
    code, out, err = workbench(mini.root, "compare")

    assert (code, out) == (3, "")
    assert said in err
    assert not list(mini.root.glob("build/*/*"))


def test_everything_wrong_is_said_at_once(mini: Project, workbench: Type) -> None:
    edit(mini, "corpus/cases/bamboo.yml", "place: bamboo", "place: bambo")
    edit(mini, "corpus/places.yml", "in: nandu", "in: nando")
    edit(mini, "corpus/coding/cells.csv", "an-009", "an-900")
    _, _, err = workbench(mini.root, "corpus")

    assert [name in err for name in ("'bambo'", "'nando'", "'an-900'")] == [True, True, True]


def test_what_the_machine_lacks_is_4_with_the_command_that_mends_it(
    mini: Project, workbench: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.doctor.PACKAGES", ("no-such-package",))
    code, out, _ = workbench(mini.root, "doctor")

    assert code == 4
    assert "FAIL no-such-package: not installed; fix: uv sync" in out


def test_a_machine_that_has_everything_is_well(mini: Project, workbench: Type) -> None:
    code, out, _ = workbench(mini.root, "doctor")

    assert code == 0
    assert "FAIL" not in out


@pytest.mark.parametrize(
    ("engine", "found", "said"),
    [
        ("fast", object(), "ok chinese words: cut by compiled kernels"),
        ("fast", None, "ok chinese words: cut by NumPy; there is no numba"),
        ("jieba", object(), "ok chinese words: cut by jieba itself"),
    ],
)
def test_the_doctor_says_what_cuts_chinese(
    mini: Project,
    workbench: Type,
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    found: object,
    said: str,
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: found if name == "numba" else find(name)
    )
    settings = mini.corpus("workbench.yml")
    settings.write_text(
        settings.read_text(encoding="utf-8") + f"engine: {engine}\n", encoding="utf-8"
    )
    _, out, _ = workbench(mini.root, "doctor")

    assert said in " ".join(out.split())


def test_status_says_fresh_stale_or_missing_and_why(mini: Project, workbench: Type) -> None:
    workbench(mini.root, "tokens")
    edit(mini, "corpus/lexicon/terms.tsv", "tea house\ten", "charity\ten")
    code, out, _ = workbench(mini.root, "status")
    lines = {line.split()[0]: line.split(maxsplit=2)[1:] for line in out.splitlines()[1:]}

    assert code == 0
    assert lines["corpus"] == ["fresh"]
    assert lines["tokens"][0] == "stale"
    said = "changed file corpus/lexicon/terms.tsv; to cut again: stone-letter"
    assert said in " ".join(out.split())
    assert lines["book"] == ["missing"]


def test_attach_says_what_it_found_and_what_is_missing(
    mini: Project, original: Path, tmp_path: Path, workbench: Type
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    _, nothing, _ = workbench(mini.root, "attach", str(empty))
    code, found, _ = workbench(mini.root, "attach", str(empty), str(original))

    assert "still missing willow-report" in nothing
    assert code == 0
    assert "found willow-report: " in found
    assert "1 found, 0 still missing" in found


def test_a_finding_of_check_is_not_hidden_by_a_card_that_cannot_be_read(
    mini: Project, workbench: Type
) -> None:
    edit(mini, "corpus/documents/stone-letter.yml", "language: en", "language: fr")
    code, out, err = workbench(mini.root, "check")

    assert (code, err) == (1, "")
    assert "corpus/documents/stone-letter.yml:2: language" in out


# --- questions -------------------------------------------------------------------


def test_a_passage_is_found_in_any_form(mini: Project, workbench: Type) -> None:
    """The note writes 邻里食堂, and its first line once Bamboo Kitchen."""
    code, out, err = workbench(mini.root, "find", "鄰里食堂")
    wide = workbench(mini.root, "find", "ＢＡＭＢＯＯ kitchen")[1]

    assert (code, err) == (0, "")
    assert "bamboo-kitchen" in out
    assert "[14, 18)" in out
    assert "1 passage in 1 document\n" in out
    assert "Bamboo Kitchen" in wide


def test_what_is_not_found_ends_with_1(mini: Project, workbench: Type) -> None:
    code, out, _ = workbench(mini.root, "find", "no such words")

    assert code == 1
    assert "not found in any text that is here" in out


def test_a_search_may_be_limited_to_a_document(mini: Project, workbench: Type) -> None:
    assert workbench(mini.root, "find", "street", "--doc", "stone-letter")[0] == 0
    assert workbench(mini.root, "find", "street", "--doc", "bamboo-kitchen")[0] == 1


def test_a_located_passage_is_a_row_with_all_its_commas(mini: Project, workbench: Type) -> None:
    _, out, _ = workbench(mini.root, "locate", "stone-letter", "The street lends the room")
    _, away, _ = workbench(mini.root, "locate", "bamboo-kitchen", "账本")
    [row] = csv.reader(out.splitlines())

    assert row[:4] == ["", "stone-letter", "131", "156"]
    assert [len(part) for part in row[4:8]] == [64, 16, 16, 64]
    assert row[8:] == ["The street lends the room", *[""] * 9]
    assert away.startswith(",bamboo-kitchen,")


def test_a_withheld_passage_is_located_without_its_words(
    mini: Project, workbench: Type, original: Path
) -> None:
    workbench(mini.root, "attach", str(original))
    [row] = csv.reader(workbench(mini.root, "locate", "willow-report", "旧粮站")[1].splitlines())

    assert row[1] == "willow-report"
    assert row[8] == ""


def test_a_text_is_printed_as_it_is_read(mini: Project, workbench: Type, original: Path) -> None:
    workbench(mini.root, "attach", str(original))
    _, read, _ = workbench(mini.root, "read", "willow-report")
    _, stored, _ = workbench(mini.root, "read", "willow-report", "--without", "digit_one_space",
                             "--without", "cut_furniture")  # fmt: skip
    original_text = mini.corpus("withheld", "willow-report.txt").read_text(encoding="utf-8")

    assert "2100元" in read
    assert "柳溪晚讯" not in read
    assert stored.rstrip("\n") == original_text.rstrip("\n")


def test_old_tables_are_exported_with_a_note(
    mini: Project, workbench: Type, tmp_path: Path
) -> None:
    workbench(mini.root, "compare")
    edit(mini, "corpus/cases/bamboo.yml", "place: bamboo", "place: bamboo  # by the bridge")
    _, out, _ = workbench(mini.root, "export", str(tmp_path / "out"), "--table", "matrix")

    assert "note: older than the corpus: corpus" in out
    assert "to renew: workbench build" in out


def test_a_table_that_is_none_is_refused_with_all_there_are(mini: Project, workbench: Type) -> None:
    _, _, err = workbench(mini.root, "export", "tables", "--table", "xyzzy")

    assert "no table 'xyzzy'; the tables are documents, " in err
    assert "matrix" in err


def test_every_find_is_one_line_however_long(mini: Project, workbench: Type) -> None:
    path = mini.corpus("texts", "bamboo-kitchen.txt")
    path.write_text(("长" * 90 + "茶") * 3, encoding="utf-8")
    _, out, _ = workbench(mini.root, "find", "长" * 90 + "茶")

    assert len(out.splitlines()) == 4
    assert out.endswith("3 passages in 1 document\n")


def test_what_joins_signs_is_printed_and_what_turns_a_line_round_is_not(
    mini: Project, workbench: Type
) -> None:
    path = mini.corpus("texts", "bamboo-kitchen.txt")
    path.write_text("茶👨\u200d👩\u200d👧馆\u202e\x1b[31m\n", encoding="utf-8")
    _, out, _ = workbench(mini.root, "find", "茶")

    assert "茶👨\u200d👩\u200d👧馆\ufffd\ufffd[31m⏎" in out


@pytest.mark.parametrize("command", [["find", "账本"], ["read", "bamboo-kitchen"]])
def test_a_terminal_without_chinese_shows_its_numbers(mini: Project, command: list[str]) -> None:
    made = subprocess.run(
        [sys.executable, "-c", "from workbench.cli import main; main()", *command],
        cwd=mini.root,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )

    assert (made.returncode, made.stderr) == (0, b"")
    assert rb"\u8d26\u672c" in made.stdout


def test_an_interrupted_command_says_so_and_ends_with_130(
    mini: Project, workbench: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("workbench.checks.findings", stop)
    code, out, err = workbench(mini.root, "check")

    assert (code, out) == (130, "")
    assert err == "interrupted; run the same command again to go on where it stopped\n"


def test_the_counted_are_told_by_their_number_and_the_first_of_them(
    mini: Project, workbench: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = [f"doc-{number:02}" for number in range(20)]
    monkeypatch.setattr("workbench.counting.recount", lambda *_, **__: docs)
    _, out, _ = workbench(mini.root, "count")

    assert out == "counted: 20 documents (doc-00, doc-01, doc-02, doc-03, doc-04 and 15 more)\n"


def test_rows_that_were_completed_are_counted(mini: Project, workbench: Type) -> None:
    path = mini.corpus("coding", "segments", "bo.csv")
    row = workbench(mini.root, "locate", "stone-letter", "The street lends the room")[1]
    cells = next(csv.reader([row]))
    bare = ["bo-777", *cells[1:4], "", "", "", "", cells[8], "tool-room", "stone-bridge", "",
            "author", "stated", "0.5", "一", "one", ""]  # fmt: skip
    with path.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerow(bare)
    code, out, _ = workbench(mini.root, "anchor")

    assert code == 0
    assert out == "0 stay, 0 moved, 0 orphans, 1 row completed\n"


def test_the_genres_are_all_named_in_the_help(tmp_path: Path, workbench: Type) -> None:
    _, out, _ = workbench(tmp_path, "add", "--help")
    words = " ".join(re.sub(r"[│╭╮╰╯─]", " ", out).split())

    assert all(genre in words for genre in get_args(Genre))


def test_a_folder_that_cannot_be_written_is_an_illness_though_the_study_can(
    mini: Project, workbench: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut = {mini.corpus("documents"), mini.root / "build"}
    (mini.root / "build").mkdir(exist_ok=True)
    monkeypatch.setattr("os.access", lambda path, _: Path(path) not in shut)
    code, out, _ = workbench(mini.root, "doctor")

    assert code == 4
    assert "FAIL study folder: read-only: build, corpus/documents; fix: chmod -R u+w " in out


def test_duplicates_end_with_1_until_they_are_decided(mini: Project, workbench: Type) -> None:
    code, out, _ = workbench(mini.root, "duplicates")

    assert (code, out) == (0, "0 pairs to decide\n")


def test_tables_are_exported_for_a_spreadsheet(
    mini: Project, workbench: Type, tmp_path: Path
) -> None:
    workbench(mini.root, "compare")
    code, out, _ = workbench(mini.root, "export", str(tmp_path / "out"), "--table", "matrix")

    assert code == 0
    assert "1 table in" in out
    assert "older" not in out
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["matrix.csv"]


def test_the_comparison_is_exported_as_a_grid_of_cases_and_dimensions(
    mini: Project, workbench: Type, tmp_path: Path
) -> None:
    workbench(mini.root, "compare")
    workbench(mini.root, "export", str(tmp_path), "--table", "framework")
    with (tmp_path / "framework.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)

    assert head[5:] == ["牵头者 Leadership", "自主 Autonomy", "办法 Means"]
    assert [row[0] for row in rows] == ["bamboo", "willow-street", "stone-bridge"]
    assert rows[2][4] == "willow-street"
    assert "against: bo-002" in rows[2][6]


def test_square_brackets_of_a_message_are_not_taken_for_markup(
    mini: Project, workbench: Type
) -> None:
    edit(mini, "corpus/cases/bamboo.yml", "level: community", "level: '[red]'")
    _, _, err = workbench(mini.root, "corpus")

    assert "(found '[red]')" in err

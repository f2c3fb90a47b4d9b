"""Changes: what a study says now, beside what it said at a commit."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench import changes, reads, store
from workbench.errors import EnvironmentFault, UsageError
from workbench.project import Project

Command = Callable[..., tuple[int, str, str]]
CELLS = "corpus/coding/cells.csv"
SEGMENTS = "corpus/coding/segments/ana.csv"


def git(root: Path, *arguments: str) -> None:
    """Run git as an author of its own, whatever the machine is set to."""
    author = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(
        ["git", *author, *arguments],
        cwd=root,
        env=os.environ | quiet,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def kept(mini: Project) -> Project:
    """The mini study in git, all of it committed and tagged."""
    git(mini.root, "init", "--quiet")
    git(mini.root, "add", "corpus")
    git(mini.root, "commit", "--quiet", "-m", "first")
    git(mini.root, "tag", "first")
    return mini


def edit(study: Project, name: str, old: str, new: str) -> None:
    path = study.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def rows(found: changes.Changes) -> list[tuple[Any, ...]]:
    return list(found.table.itertuples(index=False, name=None))


def test_a_study_as_committed_has_no_changes(kept: Project):
    found = changes.since(kept)

    assert rows(found) == []
    assert found.notes == []
    assert len(found.commit) == 40


def test_a_cell_that_changed_is_told_column_by_column(kept: Project):
    edit(kept, CELLS, "lead-residents,stated,0.95,an-009,,居民自己牵头,Residents lead,",
         "lead-partners,inferred,0.6,an-009,bo-002,居民自己牵头,They lead,because")  # fmt: skip
    told = [row[4:] for row in rows(changes.since(kept)) if row[0] == "cells"]

    assert told == [
        ("value", "lead-residents", "lead-partners"),
        ("basis", "stated", "inferred"),
        ("confidence", "0.95", "0.6"),
        ("counter", "", "bo-002"),
        ("summary_en", "Residents lead", "They lead"),
        ("note", "", "because"),
    ]


def test_evidence_in_another_order_is_the_same_evidence(kept: Project):
    edit(kept, CELLS, "an-007;bo-002;an-006", "an-006; an-007;bo-002")

    assert rows(changes.since(kept)) == []


def test_values_in_another_order_are_another_value(kept: Project):
    edit(kept, CELLS, "tool-room;tool-money,", "tool-money;tool-room,")

    assert [row[4:] for row in rows(changes.since(kept))] == [
        ("value", "tool-room;tool-money", "tool-money;tool-room")
    ]


def test_a_cell_that_came_or_went_is_told_once(kept: Project):
    edit(kept, CELLS, "bamboo,autonomy,,not_found,0.8,,,,,Read for in the whole note.\n",
         "bamboo,instruments,tool-room,stated,0.5,an-009,,,,\n")  # fmt: skip
    told = [row[1:] for row in rows(changes.since(kept)) if row[0] == "cells"]

    assert told == [
        ("bamboo", "autonomy", "removed", "value", "", ""),
        ("bamboo", "instruments", "added", "value", "", "tool-room"),
    ]


def test_a_cell_can_change_the_verdict_of_a_type(kept: Project):
    # Stone Bridge stands between guided and self-run, 1/6 from either; once the residents
    # lead, guided is (1 + 1/2 + 0) / 3 = 0.5 away and self-run still 1/6
    edit(kept, CELLS, "leadership,lead-partners", "leadership,lead-residents")
    told = [row[1:] for row in rows(changes.since(kept)) if row[0] == "types"]

    assert told == [
        ("stone-bridge", "orientation guided", "changed", "verdict", "hybrid", "other"),
        ("stone-bridge", "orientation guided", "changed", "distance", "0.1667", "0.5"),
        ("stone-bridge", "orientation self_run", "changed", "verdict", "hybrid", "member"),
    ]


def test_a_rule_can_change_the_verdict_while_every_cell_stays(kept: Project):
    edit(kept, "corpus/coding/typology.yml", "distance_at_most: 0.34", "distance_at_most: 0.1")
    found = rows(changes.since(kept))

    assert {row[0] for row in found} == {"types"}
    assert ("hybrid", "undecided") in {row[5:] for row in found}


def test_an_order_of_codes_changes_the_rank_in_the_matrix(kept: Project):
    edit(kept, "corpus/coding/codebook.yml", "[autonomy-weak, autonomy-partial, autonomy-strong]",
         "[autonomy-partial, autonomy-weak, autonomy-strong]")  # fmt: skip
    told = [row[1:] for row in rows(changes.since(kept)) if row[0] == "matrix"]

    assert told == [
        ("stone-bridge", "autonomy", "changed", "rank", "2", "1"),
        ("willow-street", "autonomy", "changed", "rank", "1", "2"),
    ]


def test_a_segment_that_was_recoded_is_told_with_its_case(kept: Project):
    edit(kept, SEGMENTS, "lead-government,willow-street", "lead-partners,willow-street")

    ((what, case, name, _, *step),) = rows(changes.since(kept))

    assert (what, case, name) == ("segments", "willow-street", "an-003")
    assert step == ["code", "lead-government", "lead-partners"]


def test_a_later_commit_hides_what_was_changed_before_it(kept: Project):
    edit(kept, CELLS, "Residents lead", "They lead")
    git(kept.root, "commit", "--quiet", "-am", "second")

    assert rows(changes.since(kept)) == []
    assert len(rows(changes.since(kept, "first"))) == 1
    assert len(rows(changes.since(kept, "HEAD~1"))) == 1


def test_a_run_that_read_a_branch_is_due_again_and_one_that_read_a_commit_is_not(
    kept: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    notes = tmp_path / "notes"
    for name, value in reads.watching(kept.root, notes).items():
        monkeypatch.setenv(name, value)
    commit = changes.since(kept, "HEAD").commit
    branch, today = reads.noted(notes), store.Today(kept)
    notes.write_text("", encoding="utf-8")
    changes.since(kept, commit)

    assert branch["git:HEAD"] == commit
    assert today("git:HEAD") != commit
    assert not [name for name in reads.noted(notes) if name.startswith("git:")]


def test_a_study_inside_a_larger_repository_is_compared_with_itself(
    fresh: Callable[[Path], Project], tmp_path: Path
):
    study = fresh(tmp_path / "papers" / "study")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "all")
    edit(study, CELLS, "Residents lead", "They lead")

    assert [row[4:] for row in rows(changes.since(study))] == [
        ("summary_en", "Residents lead", "They lead")
    ]


def test_a_table_without_a_column_of_today_is_read_as_if_it_were_empty(kept: Project):
    without = [
        ",".join(row[:6] + row[7:])
        for line in (kept.root / CELLS).read_text(encoding="utf-8").splitlines()
        for row in [line.split(",")]
    ]
    now = (kept.root / CELLS).read_bytes()
    (kept.root / CELLS).write_text("\n".join(without) + "\n", encoding="utf-8")
    git(kept.root, "commit", "--quiet", "-am", "as it was once")
    (kept.root / CELLS).write_bytes(now)
    found = changes.since(kept)

    assert rows(found) == [
        ("cells", "stone-bridge", "autonomy", "changed", "counter", "", "bo-002")
    ]
    assert found.notes == [f"HEAD: {CELLS} had other columns (counter); read as empty"]


def test_a_study_with_faults_is_compared_as_far_as_it_goes(kept: Project):
    edit(kept, CELLS, "lead-residents", "lead-nobody")
    found = changes.since(kept)

    assert {row[0] for row in rows(found)} == {"cells"}
    (said,) = found.notes
    assert said.startswith("now: its matrix and types are not compared: bamboo x leadership: ")


def test_the_withheld_and_the_open_texts_are_not_needed(kept: Project):
    git(kept.root, "rm", "-r", "--quiet", "--cached", "corpus/texts")
    git(kept.root, "commit", "--quiet", "-m", "no texts")

    assert rows(changes.since(kept)) == []


def test_nothing_is_written(kept: Project):
    before = {path: path.read_bytes() for path in kept.root.rglob("*.*") if path.is_file()}
    changes.since(kept)

    assert {path: path.read_bytes() for path in before} == before


def test_without_a_commit_nothing_is_compared(mini: Project):
    found = changes.since(mini, "")

    assert rows(found) == []
    assert found.notes == ["no commit is named"]


# --- refusals -----------------------------------------------------------------


@pytest.mark.parametrize("ref", ["v9", "HEAD~7", "--output=x", "HEAD:corpus"])
def test_what_names_no_commit_is_refused(kept: Project, ref: str):
    with pytest.raises(UsageError, match=r"is no commit, tag or branch here; see: git log"):
        changes.since(kept, ref)


def test_a_study_that_is_not_in_git_says_so(mini: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(mini.root.parent))

    with pytest.raises(UsageError, match="changes are told from git, which says"):
        changes.since(mini)


def test_a_commit_from_before_the_study_is_refused(mini: Project):
    (mini.root / "README.md").write_text("to come", encoding="utf-8")
    git(mini.root, "init", "--quiet")
    git(mini.root, "add", "README.md")
    git(mini.root, "commit", "--quiet", "-m", "nothing yet")

    with pytest.raises(UsageError, match="no study stood here"):
        changes.since(mini)


def test_settings_of_another_version_are_refused_with_the_commit(kept: Project):
    now = (kept.root / "corpus/workbench.yml").read_text(encoding="utf-8")
    (kept.root / "corpus/workbench.yml").write_text(now + "flavour: sweet\n", encoding="utf-8")
    git(kept.root, "commit", "--quiet", "-am", "odd")
    (kept.root / "corpus/workbench.yml").write_text(now, encoding="utf-8")

    with pytest.raises(UsageError, match="the study at HEAD cannot be read by this version"):
        changes.since(kept)


def test_a_machine_without_git_says_what_lacks(kept: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(EnvironmentFault, match="git is not on this machine"):
        changes.since(kept)


# --- the command --------------------------------------------------------------


def test_the_command_prints_a_line_a_change_and_their_number(kept: Project, workbench: Command):
    edit(kept, CELLS, "leadership,lead-partners", "leadership,lead-residents")
    code, out, _ = workbench(kept.root, "changes", "first")

    assert code == 0
    assert "stone-bridge" in out
    assert "lead-partners" in out
    assert "4 changes since" in out


def test_the_command_can_leave_out_all_but_cells_or_types(kept: Project, workbench: Command):
    edit(kept, CELLS, "leadership,lead-partners", "leadership,lead-residents")

    assert "1 change since" in workbench(kept.root, "changes", "--cells")[1]
    assert "3 changes since" in workbench(kept.root, "changes", "--types")[1]
    assert "4 changes since" in workbench(kept.root, "changes", "--types", "--cells")[1]


def test_the_command_speaks_json(kept: Project, workbench: Command):
    edit(kept, CELLS, "居民自己牵头", "居民牵头")
    _, out, _ = workbench(kept.root, "changes", "--json")
    said = json.loads(out)

    assert said["notes"] == []
    assert said["changes"] == [
        {
            "what": "cells",
            "case": "bamboo",
            "name": "leadership",
            "change": "changed",
            "column": "summary_zh",
            "before": "居民自己牵头",
            "after": "居民牵头",
        }
    ]


def test_the_command_refuses_what_names_no_commit(kept: Project, workbench: Command):
    code, _, err = workbench(kept.root, "changes", "v9")

    assert code == 2
    assert "'v9' is no commit" in err

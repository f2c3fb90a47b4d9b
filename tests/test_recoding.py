"""A code changed everywhere at once or nowhere; what is refused leaves every byte alone."""

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench import files, recoding, store
from workbench.errors import EnvironmentFault, InputError, Locked, UsageError
from workbench.project import Project
from workbench.schema import CELLS_FILE, MIGRATIONS_FILE, SEGMENTS_FILE, TYPE_TABLE_FILE, Schema
from workbench.study import Study, read

Type = Callable[..., tuple[int, str, str]]

CODEBOOK, TYPOLOGY, LOG = "codebook.yml", "typology.yml", "migrations.csv"
ANA, BO = "segments/ana.csv", "segments/bo.csv"
TOLD = "conclusions.yml"
BOM = b"\xef\xbb\xbf"

TYPE_TABLE = """\
dimension,type,segment,printed,reading_zh,reading_confidence,value,rank,note
autonomy,guided,an-004,weak,弱,0.9,autonomy-weak,1,
autonomy,self_run,an-008,strong,强,0.9,autonomy-strong,3,
"""

SPARE = """\
  tool-spare:
    parent: tool
    label: {zh: 备用, en: spare}
    definition: Nothing bears it.
"""


def snapshot(made: Project) -> dict[str, bytes]:
    """Every file under corpus/, copies that were kept included."""
    paths = sorted(path for path in made.corpus().rglob("*") if path.is_file())
    return {made.relative(path): path.read_bytes() for path in paths}


def coding(made: Project, name: str) -> Path:
    return made.corpus("coding", *name.split("/"))


def text_of(made: Project, name: str) -> str:
    return coding(made, name).read_bytes().decode()


def put(made: Project, name: str, text: str) -> None:
    coding(made, name).write_bytes(text.encode())


def swap(made: Project, name: str, old: str, new: str) -> None:
    text = text_of(made, name)
    assert old in text
    put(made, name, text.replace(old, new))


def column(made: Project, name: str, key: str, value: str) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(text_of(made, name)))
    return {row[key]: row[value] for row in rows}


def logged(made: Project) -> list[list[str]]:
    header, *rows = csv.reader(io.StringIO(text_of(made, LOG)))
    assert header == list(MIGRATIONS_FILE)
    return rows


def whole(made: Project) -> Study:
    study = read(made)
    assert study.findings == []
    return study


def in_braces(block: str) -> str:
    """Records of one level, as YAML writes them on one line."""
    records: list[str] = []
    for line in block.splitlines():
        if line.endswith(":"):
            records.append(f"{line.strip()} {{")
        else:
            records[-1] += f"{line.strip()}, "
    return "{" + ", ".join(record.removesuffix(", ") + "}" for record in records) + "}"


def refused(made: Project, old: str, new: str, kind: type[Exception] = UsageError) -> str:
    """What is said to a change that may not be; not a byte is written."""
    before = snapshot(made)
    with pytest.raises(kind) as told:
        recoding.recode(made, old, new, why="")
    assert snapshot(made) == before
    return str(told.value)


@pytest.fixture
def spare(mini: Project) -> Project:
    """The mini study with a code that is the first value of a dimension, and unused."""
    swap(mini, CODEBOOK, "dimensions:\n", SPARE + "dimensions:\n")
    swap(mini, CODEBOOK, "[tool-room, tool-money,", "[tool-spare, tool-room, tool-money,")
    return mini


@pytest.fixture
def tabled(mini: Project) -> Project:
    """The mini study with a table of types that ranks two values."""
    put(mini, "type_table.csv", TYPE_TABLE)
    whole(mini)
    return mini


# --- rename -------------------------------------------------------------------


def test_a_renamed_code_has_its_new_name_everywhere(mini: Project) -> None:
    book, rules = text_of(mini, CODEBOOK), text_of(mini, TYPOLOGY)
    action, rows = recoding.recode(mini, "tool-money", "tool-cash", why="one thing")
    study = whole(mini)

    assert action == "rename"
    assert rows == {
        f"corpus/coding/{ANA}": 1,
        f"corpus/coding/{BO}": 2,
        "corpus/coding/cells.csv": 2,
    }
    assert text_of(mini, CODEBOOK) == book.replace("tool-money", "tool-cash")
    assert text_of(mini, TYPOLOGY) == rules.replace("tool-money", "tool-cash")
    assert column(mini, ANA, "id", "code")["an-002"] == "tool-cash"
    assert set(column(mini, BO, "id", "code").values()) == {"tool-cash"}
    assert set(study.cells["value"]) >= {"tool-room;tool-cash;tool-training", "tool-room;tool-cash"}


def test_a_parent_is_renamed_for_the_codes_under_it(mini: Project) -> None:
    action, rows = recoding.recode(mini, "tool", "means", why="")

    assert (action, rows) == ("rename", {})
    book = whole(mini).codebook
    assert "tool" not in book.codes
    assert [name for name, code in book.codes.items() if code.parent == "means"] == [
        "tool-room",
        "tool-money",
        "tool-training",
    ]


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        (ANA, SEGMENTS_FILE),
        (BO, SEGMENTS_FILE),
        ("cells.csv", CELLS_FILE),
        ("type_table.csv", TYPE_TABLE_FILE),
    ],
)
def test_only_the_code_changes_in_a_table(tabled: Project, name: str, schema: Schema) -> None:
    before, _ = store.read_csv(coding(tabled, name), schema, shown=name)
    recoding.recode(tabled, "autonomy-weak", "autonomy-faint", why="")
    recoding.recode(tabled, "tool-money", "tool-cash", why="")
    after, _ = store.read_csv(coding(tabled, name), schema, shown=name)

    named = "code" if "code" in schema else "value"
    for old, new in (("autonomy-weak", "autonomy-faint"), ("tool-money", "tool-cash")):
        before[named] = before[named].str.replace(old, new)
    assert after.to_dict("records") == before.to_dict("records")


def test_a_table_without_the_code_keeps_its_bytes_and_gets_no_copy(mini: Project) -> None:
    crlf = text_of(mini, BO).replace("\n", "\r\n")
    put(mini, BO, crlf)
    recoding.recode(mini, "lead-residents", "lead-people", why="")

    assert text_of(mini, BO) == crlf
    assert list(coding(mini, "segments").glob("*.replaced-*")) == [
        coding(mini, ANA + ".replaced-1")
    ]


def test_what_was_replaced_is_kept_and_never_replaced_itself(mini: Project) -> None:
    first = snapshot(mini)
    recoding.recode(mini, "tool-money", "tool-cash", why="")
    second = snapshot(mini)
    recoding.recode(mini, "tool-cash", "tool-coins", why="")
    last = snapshot(mini)

    changed = [f"corpus/coding/{name}" for name in (CODEBOOK, TYPOLOGY, TOLD, ANA, BO, "cells.csv")]
    for shown in changed:
        assert last[f"{shown}.replaced-1"] == first[shown]
        assert last[f"{shown}.replaced-2"] == second[shown]
    assert sum(".replaced-" in shown for shown in last) == 2 * len(changed)


# --- merge --------------------------------------------------------------------


def test_a_merged_code_is_gone_and_the_other_stands_once(mini: Project) -> None:
    before = whole(mini)
    # "house" accepts tool-room; "guided" accepts both, and so does each set cell
    action, rows = recoding.recode(mini, "tool-money", "tool-room", why="")
    study = whole(mini)

    assert action == "merge"
    assert rows[f"corpus/coding/{BO}"] == 2
    assert set(study.codebook.codes) == set(before.codebook.codes) - {"tool-money"}
    assert study.codebook.codes["tool-room"] == before.codebook.codes["tool-room"]
    assert study.codebook.dimensions["instruments"].codes == ["tool-room", "tool-training"]
    assert study.typology is not None
    orientation = study.typology.families["orientation"].types
    assert orientation["guided"].rules["instruments"] == ["tool-room"]
    cells = study.cells[study.cells["dimension"] == "instruments"]
    assert cells.set_index("case")["value"].to_dict() == {
        "stone-bridge": "tool-room;tool-training",
        "willow-street": "tool-room",
    }
    assert cells.set_index("case")["segments"]["stone-bridge"] == "an-007;bo-002;an-006"


def test_ranks_follow_when_a_weaker_value_is_merged(tabled: Project) -> None:
    _, rows = recoding.recode(tabled, "autonomy-partial", "autonomy-weak", why="")

    # no row names autonomy-partial, but what was third is second now
    assert rows["corpus/coding/type_table.csv"] == 1
    ranks = column(tabled, "type_table.csv", "value", "rank")
    assert ranks == {"autonomy-weak": "1", "autonomy-strong": "2"}
    whole(tabled)


def test_a_value_of_the_table_of_types_takes_the_rank_of_the_other(tabled: Project) -> None:
    recoding.recode(tabled, "autonomy-strong", "autonomy-partial", why="")

    ranks = column(tabled, "type_table.csv", "value", "rank")
    assert ranks == {"autonomy-weak": "1", "autonomy-partial": "2"}
    whole(tabled)


def test_a_merge_that_would_repeat_a_passage_is_refused(mini: Project) -> None:
    text = text_of(mini, BO)
    line = next(line for line in text.splitlines(keepends=True) if line.startswith("bo-001"))
    twin = line.replace("bo-001", "bo-003").replace("tool-money", "tool-room")
    put(mini, BO, text + twin)
    whole(mini)

    told = refused(mini, "tool-money", "tool-room")

    assert "segments/bo.csv" in told
    assert "bo-003: same span, code and case as 'bo-001'; keep one" in told


# --- delete -------------------------------------------------------------------


def test_an_unused_code_is_taken_out(spare: Project) -> None:
    before = text_of(spare, CODEBOOK)
    tables = {name: text_of(spare, name) for name in (ANA, BO, "cells.csv", TYPOLOGY)}

    assert recoding.recode(spare, "tool-spare", "", why="never used") == ("delete", {})

    wanted = before.replace(SPARE, "").replace("tool-spare, ", "")
    assert text_of(spare, CODEBOOK) == wanted
    assert {name: text_of(spare, name) for name in tables} == tables
    whole(spare)


def test_ranks_follow_when_a_weaker_value_is_deleted(tabled: Project) -> None:
    swap(tabled, CODEBOOK, "dimensions:\n", SPARE.replace("tool", "autonomy") + "dimensions:\n")
    swap(tabled, CODEBOOK, "[autonomy-weak,", "[autonomy-spare, autonomy-weak,")
    swap(tabled, "type_table.csv", "weak,1", "weak,2")
    swap(tabled, "type_table.csv", "strong,3", "strong,4")
    whole(tabled)

    _, rows = recoding.recode(tabled, "autonomy-spare", "", why="")

    assert rows == {"corpus/coding/type_table.csv": 2}
    assert text_of(tabled, "type_table.csv") == TYPE_TABLE
    whole(tabled)


def test_a_code_in_use_is_not_deleted(mini: Project) -> None:
    told = refused(mini, "tool-money", "")

    # three passages, two cells, one rule
    assert "in use in segments (3), cells (2), typology.yml (1)" in told


def test_a_code_that_only_a_rule_names_is_not_deleted(spare: Project) -> None:
    swap(spare, TYPOLOGY, "{instruments: [tool-room]}", "{instruments: [tool-room, tool-spare]}")

    assert "in use in typology.yml (1)" in refused(spare, "tool-spare", "")


# --- what is refused ----------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tool-mony", "tool-cash", "unknown code 'tool-mony'; did you mean tool-money"),
        ("tool-money", "Tool Cash", "is no id"),
        ("tool-money", "yes", "read as another thing"),
        ("tool-money", "tool-money", "cannot be merged into itself"),
        ("tool-money", "lead-residents", "merge codes of one dimension only"),
        ("tool", "", "would lose the parent"),
    ],
)
def test_what_may_not_be_writes_nothing(mini: Project, old: str, new: str, said: str) -> None:
    assert said in refused(mini, old, new)


def test_a_study_with_a_fault_is_not_changed(mini: Project) -> None:
    swap(mini, "cells.csv", "lead-residents", "lead-nobody")

    assert "cells.csv" in refused(mini, "tool-money", "tool-cash", InputError)


def test_a_log_that_cannot_be_read_is_not_overwritten(mini: Project) -> None:
    put(mini, LOG, "step,action,old,new,rows,why\none,rename,a,b,2,\n")

    assert "migrations.csv:2: step: 'one'" in refused(mini, "tool-money", "tool-cash", InputError)


@pytest.mark.parametrize("part", ["codes", "dimensions"])
@pytest.mark.parametrize("new", ["tool-cash", "tool-room"])
def test_a_codebook_in_braces_on_one_line_is_to_be_changed_by_hand(
    mini: Project, new: str, part: str
) -> None:
    codes, rest = text_of(mini, CODEBOOK).split("dimensions:\n")
    dimensions = rest.split("crosswalk:\n")[0]
    block = dimensions if part == "dimensions" else codes.removeprefix("codes:\n")
    swap(mini, CODEBOOK, f"{part}:\n{block}", f"{part}: {in_braces(block)}\n")
    whole(mini)

    told = refused(mini, "tool-money", new)

    assert told.startswith("corpus/coding/codebook.yml: 'tool-money' stands there")
    assert told.endswith("change it by hand")


def test_rules_that_cannot_be_followed_are_to_be_changed_by_hand(mini: Project) -> None:
    house = "        label: {zh: 给屋子, en: A house is given}\n"
    house += "        definition: Help is a roof.\n"
    house += "        rules: {instruments: [tool-room]}\n"
    flow = "{label: {zh: 屋, en: House}, definition: A roof., rules: {instruments: [tool-room]}}"
    swap(mini, TYPOLOGY, f"house:\n{house}", f"house: {flow}\n")
    whole(mini)

    told = refused(mini, "tool-room", "tool-space")

    assert told.startswith("corpus/coding/typology.yml: 'tool-room' stands there")


def test_a_list_in_quotes_that_a_merge_would_double_is_to_be_changed_by_hand(mini: Project) -> None:
    swap(mini, CODEBOOK, "[tool-room, tool-money,", "['tool-room', \"tool-money\",")

    assert "codebook.yml" in refused(mini, "tool-money", "tool-room")
    assert recoding.recode(mini, "tool-money", "tool-cash", why="")[0] == "rename"
    assert whole(mini).codebook.dimensions["instruments"].codes[1] == "tool-cash"


@pytest.mark.parametrize("new", ["tool-cash", "tool-room"])
def test_a_byte_order_mark_is_no_hindrance_and_stays(mini: Project, new: str) -> None:
    for name in (CODEBOOK, TYPOLOGY):
        coding(mini, name).write_bytes(BOM + coding(mini, name).read_bytes())
    recoding.recode(mini, "tool-money", new, why="")

    assert "tool-money" not in whole(mini).codebook.codes
    for name in (CODEBOOK, TYPOLOGY):
        data = coding(mini, name).read_bytes()
        assert data.startswith(BOM)
        assert data.count(BOM) == 1


# --- all of it or nothing -----------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from workbench import files
with files.editing(Path(sys.argv[1]), root=Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("name", [LOG, CODEBOOK, TYPOLOGY, BO, "cells.csv", "type_table.csv"])
def test_a_file_that_is_held_leaves_all_as_they_were(
    tabled: Project, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    editing = files.editing

    def held(path: Path, *, root: Path) -> Any:
        if path == coding(tabled, name):
            raise Locked(f"{path} is being edited")
        return editing(path, root=root)

    monkeypatch.setattr(files, "editing", held)

    assert name.split("/")[-1] in refused(tabled, "tool-money", "tool-cash", Locked)


def test_another_process_that_holds_the_typology_stops_it_and_only_so_long(mini: Project) -> None:
    arguments = [sys.executable, "-c", HOLD, str(coding(mini, TYPOLOGY)), str(mini.root)]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        told = refused(mini, "tool-money", "tool-cash", Locked)
        other.communicate("")

    assert "typology.yml is being edited" in told
    assert recoding.recode(mini, "tool-money", "tool-cash", why="")[0] == "rename"
    whole(mini)


def test_every_file_is_held_before_the_study_is_read(
    tabled: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Path] = []

    def look(made: Project) -> Study:
        for name in (LOG, CODEBOOK, TYPOLOGY, ANA, BO, "cells.csv", "type_table.csv"):
            path = coding(made, name)
            with pytest.raises(Locked), files.editing(path, root=made.root):
                pass
            held.append(path)
        return read(made)

    monkeypatch.setattr(recoding, "read", look)
    recoding.recode(tabled, "tool-money", "tool-cash", why="")

    assert len(held) == 7


@pytest.mark.parametrize("late", [False, True])
def test_an_edit_while_the_study_is_read_is_not_lost(
    mini: Project, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    """An editor takes no lock: it may save before or after its file is read."""
    edited = text_of(mini, BO).replace("tool-money", "tool-training")

    def disturbed(made: Project) -> Study:
        study = read(made) if late else None
        put(made, BO, edited)
        return study or read(made)

    before = snapshot(mini)
    monkeypatch.setattr(recoding, "read", disturbed)
    with pytest.raises(Locked, match=r"segments/bo\.csv changed while"):
        recoding.recode(mini, "tool-money", "tool-cash", why="")

    assert snapshot(mini) == {**before, f"corpus/coding/{BO}": edited.encode()}


def test_a_table_that_comes_while_the_study_is_read_is_not_passed_over(
    mini: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disturbed(made: Project) -> Study:
        put(made, "type_table.csv", TYPE_TABLE)
        return read(made)

    monkeypatch.setattr(recoding, "read", disturbed)
    with pytest.raises(Locked, match=r"type_table\.csv changed while"):
        recoding.recode(mini, "autonomy-weak", "autonomy-faint", why="")

    assert text_of(mini, "type_table.csv") == TYPE_TABLE


def test_an_edit_just_before_its_file_is_saved_is_not_lost(
    mini: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited, keep = text_of(mini, CODEBOOK) + "# a last word\n", files.keep

    def disturbed(path: Path) -> None:
        keep(path)
        put(mini, CODEBOOK, edited)

    before = snapshot(mini)
    monkeypatch.setattr(files, "keep", disturbed)
    with pytest.raises(Locked, match=r"codebook\.yml was changed by someone else"):
        recoding.recode(mini, "tool-money", "tool-cash", why="")

    assert snapshot(mini) == {**before, f"corpus/coding/{CODEBOOK}": edited.encode()}


FAILURES = [EnvironmentFault("the disk is full"), KeyboardInterrupt()]


@pytest.mark.parametrize("failure", FAILURES, ids=["fault", "interrupt"])
@pytest.mark.parametrize("name", [ANA, BO, "cells.csv", CODEBOOK, TYPOLOGY, LOG])
def test_a_file_that_cannot_be_saved_leaves_all_as_they_were(
    mini: Project, monkeypatch: pytest.MonkeyPatch, name: str, failure: BaseException
) -> None:
    recoding.recode(mini, "lead-residents", "lead-people", why="so that copies are there")
    before, save = snapshot(mini), files.Edit.save

    def failing(edit: files.Edit, data: bytes) -> None:
        if edit.path == coding(mini, name):
            raise failure
        save(edit, data)

    with monkeypatch.context() as patch:
        patch.setattr(files.Edit, "save", failing)
        with pytest.raises(type(failure)):
            recoding.recode(mini, "tool-money", "tool-cash", why="")

    assert snapshot(mini) == before
    assert recoding.recode(mini, "tool-money", "tool-cash", why="")[0] == "rename"


def test_an_interrupt_right_after_a_file_was_put_in_place_takes_it_back(
    mini: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, save = snapshot(mini), files.Edit.save

    def interrupted(edit: files.Edit, data: bytes) -> None:
        save(edit, data)
        if edit.path == coding(mini, LOG):  # there was none before
            raise KeyboardInterrupt

    monkeypatch.setattr(files.Edit, "save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        recoding.recode(mini, "tool-money", "tool-cash", why="")

    assert snapshot(mini) == before


def test_a_copy_that_cannot_be_kept_stops_it(
    mini: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = files.keep

    def failing(path: Path) -> None:
        if path == coding(mini, TYPOLOGY):
            raise EnvironmentFault("the disk is full")
        keep(path)

    monkeypatch.setattr(files, "keep", failing)

    assert refused(mini, "tool-money", "tool-cash", EnvironmentFault) == "the disk is full"


def test_what_cannot_be_put_back_is_named_and_its_copy_stays(
    mini: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, write = snapshot(mini), files.write_bytes
    written: list[Path] = []

    def failing(data: bytes, path: Path) -> Path:
        if path == coding(mini, CODEBOOK) or (path == coding(mini, ANA) and path in written):
            raise EnvironmentFault("the disk is full")
        written.append(path)
        return write(data, path)

    monkeypatch.setattr(files, "write_bytes", failing)
    with pytest.raises(EnvironmentFault) as told:
        recoding.recode(mini, "tool-money", "tool-cash", why="")
    after = snapshot(mini)

    said = str(told.value)
    assert said.startswith(f"{coding(mini, ANA)}: changed")
    assert "the disk is full" in said
    assert "ana.csv.replaced-" not in said
    shown = f"corpus/coding/{ANA}"
    assert after[f"{shown}.replaced-1"] == before[shown]
    assert {name: after[name] for name in before if name != shown} == {
        name: data for name, data in before.items() if name != shown
    }


# --- the log and the command --------------------------------------------------


def test_each_change_is_a_row_of_the_log(spare: Project) -> None:
    recoding.recode(spare, "tool-money", "tool-cash", why="clearer, 更清楚")
    recoding.recode(spare, "tool-cash", "tool-room", why="")
    recoding.recode(spare, "tool-spare", "", why="never used")

    assert logged(spare) == [
        ["1", "rename", "tool-money", "tool-cash", "3", "clearer, 更清楚"],
        ["2", "merge", "tool-cash", "tool-room", "3", ""],
        ["3", "delete", "tool-spare", "", "0", "never used"],
    ]


def test_the_command_says_what_changed(mini: Project, workbench: Type) -> None:
    code, out, _ = workbench(mini.root, "recode", "tool-money", "tool-cash", "--why", "one thing")
    said = " ".join(out.split())

    assert code == 0
    assert "rename: tool-money -> tool-cash" in said
    assert "2 rows of corpus/coding/cells.csv" in said
    assert logged(mini) == [["1", "rename", "tool-money", "tool-cash", "3", "one thing"]]


def test_the_command_ends_with_the_code_of_the_refusal(mini: Project, workbench: Type) -> None:
    before = snapshot(mini)

    assert workbench(mini.root, "recode", "tool-money", "--delete")[0] == 2
    assert workbench(mini.root, "recode", "tool-money")[0] == 2
    with files.editing(coding(mini, "cells.csv"), root=mini.root):
        assert workbench(mini.root, "recode", "tool-money", "tool-cash")[0] == 5
    assert snapshot(mini) == before


# --- conclusions ----------------------------------------------------------------


def test_a_renamed_code_has_its_new_name_in_the_conclusions_and_nowhere_else_in_them(
    mini: Project,
) -> None:
    swap(mini, TOLD, "en: Residents have", "en: tool-money is what residents have")
    before = text_of(mini, TOLD)
    recoding.recode(mini, "tool-money", "tool-cash", why="")

    assert text_of(mini, TOLD) == before.replace("[tool-money]", "[tool-cash]")
    whole(mini)


def test_a_code_that_a_conclusion_names_outside_of_brackets_is_to_be_changed_by_hand(
    mini: Project,
) -> None:
    listed = "all_of: [tool-money]}"
    swap(mini, TOLD, listed, 'all_of: ["tool\\x2dmoney"]}')

    assert "conclusions.yml: 'tool-money' stands there" in refused(mini, "tool-money", "tool-cash")


def test_a_code_that_only_a_conclusion_names_is_not_deleted(spare: Project) -> None:
    swap(spare, TOLD, "all_of: [tool-money]", "any_of: [tool-money, tool-spare]")

    assert "conclusions.yml (1)" in refused(spare, "tool-spare", "")

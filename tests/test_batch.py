"""Which runs are meant, which are due and why, and what is told of them."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest
from rich.console import Console

from workbench import batch, chapters, files, pipeline, project, revision, store
from workbench.batch import Asked, Manner
from workbench.cli import watching
from workbench.errors import InputError, UsageError
from workbench.project import Project
from workbench.runs import Job, check, typed
from workbench.schema import Label
from workbench.schema.artefacts import ARTEFACTS
from workbench.stages import Session
from workbench.store import scope

Make = Callable[..., Any]
Type = Callable[..., tuple[int, str, str]]
Fresh = Callable[[Path], Project]

linux = pytest.mark.skipif(sys.platform != "linux", reason="only there kernels are limited")

STUDY = ("sources", "comparison", "sensitivity", "codebook")
CHAPTERS = {"run east-bank", "run west-bank", *(f"run _{name}" for name in STUDY)}
COMPARE = {"run _comparison", "run _sensitivity"}  # they read all rows
EAST = Label(zh="东岸区", en="East Bank")
ADDED = "In 2021 a community team opened a second room.\n"  # community team is a term


def notebook(made: Project, name: str, *sources: str, declares: str = "") -> Path:
    """A notebook of a study: its parameters, and the given cells."""
    v4 = nbformat.v4
    tagged = v4.new_code_cell(declares, metadata={"tags": ["parameters"]})
    cells = [v4.new_markdown_cell("# A chapter"), tagged, *map(v4.new_code_cell, sources)]
    path = made.root / "notebooks" / f"{name}.ipynb"
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


def edit(made: Project, name: str, old: str, new: str) -> None:
    path = made.root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def ran(fresh: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The mini study with all its runs; to be read only."""
    made = fresh(tmp_path_factory.mktemp("ran") / "mini")
    report = pipeline.build(made, pipeline.ORDER[:-1], tell=lambda _: None)
    assert not report.failed
    return made


@pytest.fixture
def ready(ran: Project, tmp_path: Path) -> Project:
    """A copy of it, to change at will."""
    shutil.copytree(ran.root, tmp_path / "ready")
    return project.find(tmp_path / "ready")


def corrected(made: Project, folder: Path) -> None:
    """Give the letter of the east bank a sentence more at its beginning."""
    text = made.corpus("texts", "stone-letter.txt").read_text(encoding="utf-8")
    better = files.write_text(ADDED + text, folder / "better.txt")
    assert {move.how for move in revision.correct(made, "stone-letter", better)} == {"moved"}


@pytest.fixture(scope="module")
def elsewhere(fresh: Fresh, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The mini study with another text, title, case, place, cell and figure in the east."""
    folder = tmp_path_factory.mktemp("elsewhere")
    made = fresh(folder / "mini")
    corrected(made, folder)
    edit(made, "corpus/documents/stone-letter.yml", "A letter from", "The letter from")
    edit(made, "corpus/cases/stone-bridge.yml", "The tea house of", "A tea house of")
    edit(made, "corpus/places.yml", "Stone Bridge Community", "Stone Bridge")
    edit(made, "corpus/coding/cells.csv", "autonomy-partial", "autonomy-weak")
    edit(made, "corpus/coding/segments/ana.csv", "The room is lent.", "A room is lent.")
    edit(made, "corpus/coding/figures.csv", "rooms given to teams", "rooms for teams")
    make(made)
    return made


# What that makes other than it was.
EDITED = {
    *("documents", "paragraphs", "tokens", "cuts", "counts", "sizes", "rates"),
    *("segments", "figures", "cases", "places", "cells", "matrix", "types"),
}


def due(made: Project) -> dict[str, str]:
    """The runs that are not fresh, and why."""
    states = pipeline.run_states(made, Asked())
    return {each.name: "; ".join(each.why) for each in states if each.state != "fresh"}


# --- what is read, to the row -----------------------------------------------------------


def test_after_a_build_every_run_is_fresh_also_in_a_copy_elsewhere(ready: Project) -> None:
    states = pipeline.run_states(ready, Asked())

    assert {each.name for each in states} == CHAPTERS
    assert due(ready) == {}


def test_a_run_has_on_record_which_rows_it_read(ran: Project) -> None:
    record = store.read_json(ran.artefact("run", "west-bank/result.json"))
    today = store.Today(ran)

    assert "build/4-comparison/matrix.parquet#district=west-bank" in record["reads"]
    assert "corpus/workbench.yml" not in record["reads"]  # no notebook asks for the settings
    assert {name: today(name) for name in record["reads"]} == record["reads"]


def test_a_chapter_that_compares_reads_all_rows(ran: Project) -> None:
    record = store.read_json(ran.artefact("run", "_comparison/result.json"))
    matrix = ran.artefact("compare", "matrix.parquet")

    assert record["reads"]["build/4-comparison/matrix.parquet"] == store.file_hash(matrix)


# What an edit makes due: the chapter of its district, those that read all rows, no other.
@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            "corpus/documents/bamboo-kitchen.yml",
            "Notes on the Bamboo Kitchen",
            "A note on the Bamboo Kitchen",
            {
                "run west-bank": "documents of west-bank",
                "run _sources": "documents",
                "run _comparison": "documents",
                "run _sensitivity": "documents",
            },
        ),
        (
            "corpus/documents/stone-letter.yml",
            "A letter from Stone Bridge",
            "The letter from Stone Bridge",
            {
                "run east-bank": "documents of east-bank",
                "run _sources": "documents",
                "run _comparison": "documents",
                "run _sensitivity": "documents",
            },
        ),
        (
            "corpus/coding/segments/ana.csv",
            "The room is lent.",
            "A room is lent.",
            {
                "run east-bank": "segments of east-bank",
                "run _comparison": "segments",
                "run _sensitivity": "segments",
            },
        ),
        (
            "notebooks/sources.ipynb",
            "# 文献 Sources",
            "# Sources",
            {"run _sources": "the notebook"},
        ),
        ("book/index.md", "Three cases", "3 cases", {}),
        ("corpus/workbench.yml", "The workbench authors", "Other authors", {}),
    ],
)
def test_an_edit_makes_due_what_read_it_and_nothing_else(
    ready: Project, make: Make, name: str, old: str, new: str, expected: dict[str, str]
) -> None:
    edit(ready, name, old, new)
    make(ready)

    assert due(ready) == {run: f"changed since the run: {why}" for run, why in expected.items()}


def test_a_corrected_document_makes_its_chapter_due_and_those_that_compare(
    ready: Project, make: Make, tmp_path: Path
) -> None:
    corrected(ready, tmp_path)
    make(ready)

    assert due(ready).keys() == {"run east-bank", "run _sources", *COMPARE}


def test_a_cell_makes_its_chapter_due_and_those_that_compare(ready: Project, make: Make) -> None:
    edit(ready, "corpus/coding/cells.csv", "autonomy-partial", "autonomy-weak")
    make(ready)

    assert due(ready).keys() == {"run east-bank", *COMPARE}


def test_a_label_that_all_share_makes_every_run_due_that_shows_it(
    ready: Project, make: Make
) -> None:
    path = ready.corpus("coding", "codebook.yml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("en: ", "en: The ", 1), encoding="utf-8")
    make(ready)

    assert {"run east-bank", "run west-bank", "run _codebook"} <= due(ready).keys()


def test_one_more_passage_elsewhere_is_counted_by_no_chapter_of_a_district(ran: Project) -> None:
    codes = store.Tables(ran, district="west-bank")["codes"]

    assert "segments" not in codes
    assert "segments" in store.Tables(ran)["codes"]


def test_a_district_gets_its_rows_and_no_others(ran: Project) -> None:
    whole, west = store.Tables(ran), store.Tables(ran, district="west-bank")

    assert list(west["cases"]["case"]) == ["bamboo"]
    assert set(west["documents"]["doc"]) == {"bamboo-kitchen"}
    assert set(west["matrix"]["case"]) == {"bamboo"}
    assert set(west["places"]["place"]) == {"bamboo", "west-bank", "liuxi"}
    assert set(west["policies"]["doc"]) == {"policy-2018-teams"}
    assert set(west["tokens"]["doc"]) == {"bamboo-kitchen"}
    assert len(west["dimensions"]) == len(whole["dimensions"])


def test_every_table_has_a_rule_that_says_whose_its_rows_are() -> None:
    assert scope.RULES.keys() == ARTEFACTS.keys()


@pytest.mark.parametrize("name", [name for name, rule in scope.RULES.items() if rule != "whole"])
def test_what_a_district_is_given_stays_when_another_is_edited(
    ran: Project, elsewhere: Project, name: str
) -> None:
    before, after = store.Tables(ran), store.Tables(elsewhere)
    own = [store.Tables(made, district="west-bank")[name] for made in (ran, elsewhere)]

    assert own[0].equals(own[1])
    assert name not in EDITED or not before[name].equals(after[name])


@pytest.mark.parametrize("name", ["frequencies", "conclusions", "scenarios", "sensitivity"])
def test_what_speaks_of_the_whole_study_is_refused_to_a_district(ran: Project, name: str) -> None:
    with pytest.raises(UsageError, match=f"{name} speaks of the whole study"):
        store.Tables(ran, district="west-bank")[name]


def test_what_speaks_against_a_cell_belongs_to_its_district(ran: Project) -> None:
    # bo-002 speaks against the autonomy of Stone Bridge
    scoped = scope.within("east-bank", store.Tables(ran))

    assert {"an-008", "bo-002"} <= scoped.segments
    assert "bo-002" not in scope.within("west-bank", store.Tables(ran)).segments


def test_a_merged_place_is_named_in_the_district_of_today(ran: Project) -> None:
    # The street lies in Nandu, which is East Bank since 2019.
    east = store.Tables(ran, district="east-bank")

    assert set(east["places"]["place"]) == {"willow", "stone", "nandu", "east-bank", "liuxi"}


def test_a_district_nobody_knows_has_no_rows(ran: Project) -> None:
    assert len(store.Tables(ran, district="nowhere")["cases"]) == 0


READS = """from workbench import project, store
here = project.find()
text = (here.root / "corpus" / "texts" / "stone-letter.txt").read_text(encoding="utf-8")
names = sorted(path.name for path in (here.root / "corpus" / "lexicon").iterdir())
len(text), names"""


def test_a_file_read_beside_the_tables_is_noted_and_so_is_a_folder(ready: Project) -> None:
    notebook(ready, "aside", READS)
    asked = Asked("aside")
    pipeline.build(ready, ["run"], asked=asked, tell=lambda _: None)
    record = store.read_json(ready.artefact("run", "_aside/result.json"))
    [fresh] = pipeline.run_states(ready, asked)
    shutil.copy(ready.corpus("lexicon", "terms.tsv"), ready.corpus("lexicon", "more.tsv"))
    states = {each.name: each for each in pipeline.run_states(ready, asked)}

    assert fresh.state == "fresh"
    assert {"corpus/lexicon/", "corpus/texts/", "corpus/texts/stone-letter.txt"} <= set(
        record["reads"]
    )
    assert states["run _aside"].why == ["changed since the run: corpus/lexicon/"]


def aside(made: Project, *sources: str) -> dict[str, str]:
    """What a notebook with the given cells is on record to have read."""
    notebook(made, "aside", "from workbench import project\nhere = project.find()", *sources)
    pipeline.build(made, ["run"], asked=Asked("aside"), tell=lambda _: None)
    record = store.read_json(made.artefact("run", "_aside/result.json"))
    reads: dict[str, str] = record["reads"]
    return reads


def due_aside(made: Project) -> str:
    [planned] = batch.plan(made, batch.jobs(Session(made), Asked("aside"), chapters=()))
    return planned.why


def test_a_table_that_is_loaded_by_its_path_is_noted(ready: Project) -> None:
    load = "store.load(here.artefact('corpus', 'cases.parquet'), ARTEFACTS['cases'].columns)"
    imports = "from workbench import store\nfrom workbench.schema.artefacts import ARTEFACTS"

    assert list(aside(ready, imports, load)) == ["build/1-corpus/cases.parquet"]


def test_what_a_study_holds_as_a_link_is_noted_by_the_name_it_has_there(
    ready: Project, tmp_path: Path
) -> None:
    for folder in ("build", "corpus/lexicon"):
        there = tmp_path / Path(folder).name
        (ready.root / folder).rename(there)
        (ready.root / folder).symlink_to(there)
    read = "(here.root / 'corpus' / 'lexicon' / 'terms.tsv').read_text(encoding='utf-8')"
    tables = "from workbench import store\nlen(store.Tables(here)['cases'])"

    assert list(aside(ready, read, tables)) == [
        "build/1-corpus/cases.parquet",
        "corpus/lexicon/",
        "corpus/lexicon/terms.tsv",
    ]


def test_a_file_of_the_study_outside_its_usual_folders_is_noted(ready: Project) -> None:
    files.write_text("1", ready.root / "data" / "people.csv")
    read = "open(here.root / 'data' / 'people.csv').read()"

    assert list(aside(ready, read)) == ["data/people.csv"]


def test_a_text_that_was_looked_for_makes_its_run_due_when_it_is_there(ready: Project) -> None:
    look = "from workbench import words\nsorted(words.words(here).texts)"
    read = aside(ready, look)
    files.write_text("1", ready.corpus("withheld", "willow-report.txt"))

    assert read["corpus/withheld/willow-report.txt"] == ""
    assert "corpus/withheld/willow-report.txt" in due_aside(ready)


def test_a_module_beside_a_notebook_is_noted_by_its_source(ready: Project) -> None:
    files.write_text("one = 1", ready.root / "notebooks" / "helper.py")
    aside(ready, "import helper")

    assert list(aside(ready, "import helper", "2")) == ["notebooks/helper.py"]


@linux
@pytest.mark.parametrize("name", ["x\u2028y.txt", "x\udcce\udcc4.txt"])
def test_a_file_may_have_any_name(ready: Project, name: str) -> None:
    path = files.write_text("1", ready.corpus("lexicon") / name)
    read = "[p.read_text() for p in (here.root / 'corpus' / 'lexicon').glob('x*')]"

    assert f"corpus/lexicon/{name}" in aside(ready, read)
    assert due_aside(ready) == ""
    path.write_text("2", encoding="utf-8")
    assert due_aside(ready) == f"changed since the run: corpus/lexicon/{name}"


def test_the_style_of_figures_beside_a_notebook_is_noted(ready: Project) -> None:
    aside(ready, "import matplotlib")
    files.write_text("font.size: 33", ready.root / "notebooks" / "matplotlibrc")

    assert due_aside(ready) == "changed since the run: notebooks/matplotlibrc"


def test_what_is_read_through_a_room_is_noted_as_well(ready: Project) -> None:
    asked = Asked("switchboard")
    pipeline.build(ready, ["run"], asked=asked, tell=lambda _: None)
    record = store.read_json(ready.artefact("run", "_switchboard/result.json"))
    [fresh] = pipeline.run_states(ready, asked)
    edit(ready, "corpus/coding/conclusions.yml", "钱是街道的。", "钱出自街道。")
    states = {each.name: each for each in pipeline.run_states(ready, asked)}

    assert fresh.state == "fresh"
    assert {"corpus/coding/cells.csv", "corpus/cases/bamboo.yml"} <= record["reads"].keys()
    assert states["run _switchboard"].why == [
        "changed since the run: corpus/coding/conclusions.yml"
    ]


@pytest.mark.parametrize("room", ["groups", "qca", "standing", "words"])
def test_a_room_that_starts_no_program_leaves_a_notebook_confined(mini: Project, room: str) -> None:
    path = notebook(mini, "aside", f"from workbench import {room}")

    assert batch.code.is_confined(path)


@pytest.mark.parametrize(
    "source", ["import pandas", "%time 1", "eval('1')", "!ls", "from workbench import changes"]
)
def test_a_notebook_that_could_read_unheard_depends_on_everything(
    ran: Project, tmp_path: Path, source: str
) -> None:
    shutil.copytree(ran.root, tmp_path / "ready")
    made = project.find(tmp_path / "ready")
    notebook(made, "aside", source)
    [job] = batch.jobs(Session(made), Asked("aside"), chapters=())

    assert "corpus/documents/stone-letter.yml" in job.inputs
    assert "build/2-tokens/counts.parquet" in job.inputs


def test_a_run_rests_on_the_code_it_can_reach_and_on_no_other(ran: Project) -> None:
    by_name = {job.notebook.stem: job for job in batch.jobs(Session(ran), Asked(), chapters=())}
    [explore] = batch.jobs(Session(ran), Asked("explore"), chapters=())

    assert {"code", "version of pandas", "version of seaborn"} <= by_name["district"].inputs.keys()
    assert "version of jieba" not in by_name["district"].inputs
    assert "version of jieba" in explore.inputs


@pytest.mark.parametrize("source", ["%matplotlib inline\nimport networkx", "import helper"])
def test_a_notebook_that_could_call_unheard_rests_on_all_code(
    ready: Project, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    path = notebook(ready, "aside", source)
    before = batch.code.rests_on(path)
    hashed = batch.code._hash
    monkeypatch.setattr(
        batch.code, "_hash", lambda room: "other" if room == "words" else hashed(room)
    )
    after = batch.code.rests_on(path)

    assert before["code"] != after["code"]
    assert "version of networkx" in before


@pytest.mark.parametrize("changed", ["qca/data/lipset_raw.csv", "runs/executed.py"])
def test_a_run_rests_on_the_data_of_a_room_and_on_what_runs_it(
    ready: Project, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    path = notebook(ready, "aside", "from workbench import qca")
    before = batch.code.rests_on(path)
    hashed = store.file_hash
    other = batch.code.PACKAGE / changed
    monkeypatch.setattr(store, "file_hash", lambda path: "" if path == other else hashed(path))
    batch.code._hash.cache_clear()
    after = batch.code.rests_on(path)
    batch.code._hash.cache_clear()

    assert before["code"] != after["code"]


def test_what_is_compiled_when_it_is_needed_is_no_code_that_a_run_rests_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch.code, "PACKAGE", tmp_path)
    files.write_text("", tmp_path / "qca" / "__init__.py")
    before = batch.code._all_rooms(), batch.code._files("qca")
    for folder in (tmp_path, tmp_path / "qca"):  # a kernel by numba, a module half written
        for name in ("kernel.often-395.py311.nbi", "stages.cpython-311.pyc.140212"):
            files.write_text("", folder / "__pycache__" / name)

    assert before == ({"qca"}, [tmp_path / "qca" / "__init__.py"])
    assert (batch.code._all_rooms(), batch.code._files("qca")) == before


def test_a_table_altered_under_a_finished_run_makes_it_due(ready: Project) -> None:
    path = ready.artefact("compare", "matrix.parquet")
    path.write_bytes(ready.artefact("compare", "types.parquet").read_bytes())

    assert {"run east-bank", "run west-bank", "run _comparison"} <= due(ready).keys()


def test_an_executed_notebook_altered_by_hand_is_due(ready: Project) -> None:
    path = ready.artefact("run", "west-bank/district.ipynb")
    path.write_text(path.read_text(encoding="utf-8").replace("案例", "個案"), encoding="utf-8")

    assert due(ready) == {"run west-bank": "changed since the run: the executed notebook, by hand"}


def test_runs_of_other_versions_are_due(ready: Project) -> None:
    path = ready.artefact("run", "west-bank/result.json")
    record = store.read_json(path)
    record["inputs"]["version of pandas"] = "0.1"
    record["versions"]["python"] = "2.7"
    store.write_json(record, path)

    assert due(ready) == {
        "run west-bank": "changed since the run: version of pandas, version of python"
    }


# --- grids ------------------------------------------------------------------------------

DECLARES = """cut: float = 0.5  # a share
year: int = 2018
code: str = "0310"
names: list[str] = []
deep: bool = False
some: int | None = None
district: str = ""
"""


def planned(made: Project, **asked: Any) -> list[dict[str, Any]]:
    jobs = batch.jobs(Session(made), Asked("grid", **asked), chapters=())
    return [dict(job.parameters) for job in jobs]


@pytest.fixture
def grid(mini: Project) -> Project:
    notebook(mini, "grid", declares=DECLARES)
    return mini


def test_values_multiply_in_the_order_they_were_typed(grid: Project) -> None:
    found = planned(grid, parameters={"year": ["2020,2021"], "cut": ["0.6", "0.7"]})

    assert found == [
        {"year": 2020, "cut": 0.6},
        {"year": 2020, "cut": 0.7},
        {"year": 2021, "cut": 0.6},
        {"year": 2021, "cut": 0.7},
    ]


@pytest.mark.parametrize(
    ("name", "texts", "values"),
    [
        ("code", ["0311", "0312"], ["0311", "0312"]),  # never 311
        ("code", ['"a{1,2}"'], ["a{1,2}"]),
        ("code", [""], [""]),  # one run on the empty string, not none
        ("code", ["1e3,true"], ["1e3", "true"]),
        ("cut", ["1,0.25"], [1, 0.25]),
        ("deep", ["true,false"], [True, False]),
        ("some", ["null,3"], [None, 3]),
        ("names", ["a,b", "[]"], [["a", "b"], []]),
        ("year", ["2020,2020"], [2020]),
    ],
)
def test_a_value_is_read_as_what_the_notebook_declares(
    grid: Project, name: str, texts: list[str], values: list[Any]
) -> None:
    found = typed(grid.root / "notebooks" / "grid.ipynb", {name: texts})

    assert found == {name: values}
    assert [type(value) for value in found[name]] == [type(value) for value in values]


def test_everything_wrong_with_a_grid_is_said_before_anything_runs(grid: Project) -> None:
    wrong = {"yaer": ["2020"], "cut": ["half"], "deep": ["yes"], "names": ["[1"]}
    with pytest.raises(UsageError) as refusal:
        planned(grid, parameters=wrong)

    said = str(refusal.value)
    assert "unknown parameters ['yaer'] (did you mean 'year'?)" in said
    assert "'cut' must be float, not 'half'" in said
    assert "'deep' must be bool, not 'yes'" in said
    assert "'names' must be list[str], not '[1', which is no JSON" in said


def test_a_path_in_a_grid_is_refused_with_the_plan(grid: Project) -> None:
    jobs = batch.jobs(Session(grid), Asked("grid", parameters={"code": ["../x"]}), chapters=())
    with pytest.raises(UsageError, match="must be an id, not the path"):
        batch.plan(grid, jobs)


def test_every_value_has_a_folder_of_its_own_and_a_default_none(grid: Project) -> None:
    values = {"code": ["0310,0311,甲,乙,a b"]}
    jobs = batch.jobs(Session(grid), Asked("grid", parameters=values), chapters=())
    folders = [job.folder.name for job in jobs]

    assert folders[:2] == ["_grid", "_grid,code=0311"]
    assert len(set(folders)) == 5
    assert all(name.isascii() and "/" not in name for name in folders)


def test_a_value_that_reads_like_two_has_another_folder_than_the_two(grid: Project) -> None:
    asked = ({"code": ['"x,year=2020"']}, {"code": ["x"], "year": ["2020"]})
    one, two = (
        batch.jobs(Session(grid), Asked("grid", parameters=values), chapters=()) for values in asked
    )

    assert two[0].folder.name == "_grid,code=x,year=2020"
    assert one[0].folder != two[0].folder


def test_districts_and_values_multiply(grid: Project) -> None:
    found = planned(grid, districts=["西岸", "east-bank"], parameters={"year": ["2020"]})

    assert found == [
        {"district": "west-bank", "year": 2020},
        {"district": "east-bank", "year": 2020},
    ]


def test_a_place_may_be_named_as_a_parameter_too(grid: Project) -> None:
    assert planned(grid, parameters={"district": ["西岸"]}) == [{"district": "west-bank"}]
    with pytest.raises(UsageError, match="asked for twice"):
        planned(grid, everywhere=True, parameters={"district": ["西岸"]})


def test_where_takes_the_districts_of_a_place(mini: Project) -> None:
    def folders(**asked: Any) -> list[str]:
        jobs = batch.jobs(Session(mini), Asked(**asked), chapters=("sources",))
        return [job.folder.name for job in jobs]

    assert folders(where={"city": "柳溪"}) == ["east-bank", "west-bank"]
    assert folders(where={"city": "Liuxi", "district": "西岸"}) == ["west-bank"]
    assert folders() == ["east-bank", "west-bank", "_sources"]
    with pytest.raises(UsageError, match="no place has this level; did you mean city"):
        folders(where={"citty": "柳溪"})
    with pytest.raises(UsageError, match="unknown place 'liuxy'; did you mean liuxi"):
        folders(where={"city": "liuxy"})


def test_a_notebook_that_is_not_there_gets_the_nearest_name(mini: Project) -> None:
    with pytest.raises(UsageError, match="no such notebook; did you mean explore"):
        batch.jobs(Session(mini), Asked("explor"), chapters=())


def test_districts_are_refused_where_a_notebook_asks_for_none(mini: Project) -> None:
    with pytest.raises(UsageError, match=r"unknown parameters \['district'\]"):
        batch.jobs(Session(mini), Asked("codebook", everywhere=True), chapters=())


# --- how a batch goes ---------------------------------------------------------------------

FAILS = "1 / (year != 2020)"


def test_a_batch_tells_each_event_and_goes_on_after_a_failure(ready: Project) -> None:
    notebook(ready, "grid", FAILS, declares=DECLARES)
    asked = Asked("grid", parameters={"year": ["2019,2020,2021"]})
    events: list[batch.Event] = []
    report = pipeline.build(ready, ["run"], asked=asked, tell=print, watch=events.append)
    told = {(each.event, each.run, each.state) for each in events}
    journal = batch.journal(ready)

    assert report.runs() == {"ok": 2, "failed": 1, "skipped": 0, "fresh": 0}
    assert ("planned", "_grid,year=2020", "missing") in told
    assert ("begun", "_grid,year=2019", "running") in told
    assert ("ended", "_grid,year=2020", "failed") in told
    assert journal["_grid,year=2020"]["why"] == (
        "grid.ipynb: cell 3, line 1: ZeroDivisionError: division by zero"
    )
    assert journal["_grid,year=2019"]["seconds"] > 0
    [state] = [s for s in pipeline.run_states(ready, asked) if s.name == "run _grid,year=2020"]
    assert (state.state, state.why) == ("failed", [journal["_grid,year=2020"]["why"]])
    assert batch.again(report.failed) == "workbench run grid -p year=2020"


def test_many_failures_are_summed_up_in_few_words() -> None:
    jobs = [Job(Path("district.ipynb"), {"district": f"d{n}"}, Path(f"d{n}")) for n in range(40)]
    report = pipeline.Report(failed=jobs)

    assert report.named_failures.endswith("d28, d29 and 10 more")
    assert batch.again(jobs) == "the same command again: what went well is kept"
    assert batch.again(jobs[:2]) == "workbench run --district d0 --district d1"


def test_a_run_whose_name_is_a_hash_is_told_with_its_parameters(ready: Project) -> None:
    notebook(ready, "grid", declares=DECLARES)
    asked = Asked("grid", parameters={"code": ["茶馆", "0311"]})
    names = [state.name for state in pipeline.run_states(ready, asked)]
    [hashed, _] = batch.plan(ready, batch.jobs(Session(ready), asked, chapters=()))
    event = batch.Event("ended", hashed.name, "ok", title=hashed.title)

    assert names == [f"run {hashed.name} (code=茶馆)", "run _grid,code=0311"]
    assert str(event) == f"ok {hashed.name} (code=茶馆) 0.0 s"
    assert event.record()["run"] == hashed.name


# --- what a terminal shows ----------------------------------------------------------------


def test_many_fresh_runs_are_one_line_and_what_is_due_stands_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fresh = [pipeline.State(f"run d{number:02}", "fresh") for number in range(13)]
    states = [pipeline.State("corpus", "fresh"), *fresh, pipeline.State("run late", "missing")]
    watching.show_states(states)
    table = [line.split() for line in capsys.readouterr().out.splitlines()]
    watching.show_states(states, as_json=True)
    events = capsys.readouterr().out.splitlines()
    watching.show_states(fresh[:12])
    few = capsys.readouterr().out.splitlines()

    assert table[1:] == [["corpus", "fresh"], ["13", "runs", "fresh"], ["run", "late", "missing"]]
    assert len(events) == len(states)
    assert len(few) == 13  # with the line of titles


def test_failures_stay_above_the_live_table_and_never_fill_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = io.StringIO()
    drawn = Console(file=file, force_terminal=True, width=80, height=10, highlight=False)
    monkeypatch.setattr(watching, "err", drawn)
    with watching.watching(as_json=False) as watch:
        for number in range(20):
            name = f"d{number:02}"
            watch(batch.Event("planned", name, "missing", title=name))
            watch(batch.Event("begun", name, "running", title=name))
            watch(batch.Event("ended", name, "failed", "cell 3: no such row", 1, title=name))
    said = file.getvalue()

    assert said.count("FAILED d00") == 1
    assert said.count("cell 3: no such row") == 20
    assert "20 of 20 done, 20 failed, 0 fresh" in said.splitlines()[-2]


def test_a_batch_that_is_to_fail_fast_begins_no_more_after_a_failure(ready: Project) -> None:
    notebook(ready, "grid", FAILS, declares=DECLARES)
    asked = Asked("grid", parameters={"year": ["2020,2021,2022,2023"]})
    manner = Manner(workers=1, fail_fast=True)
    report = pipeline.build(ready, ["run"], asked=asked, manner=manner, tell=lambda _: None)
    after = pipeline.build(ready, ["run"], asked=asked, tell=lambda _: None)

    assert report.runs()["failed"] == 1
    assert report.runs()["skipped"] >= 2
    assert after.runs() == {
        "ok": 3 - report.runs()["ok"], "failed": 1, "skipped": 0, "fresh": report.runs()["ok"],
    }  # fmt: skip


@linux
def test_a_notebook_that_fills_too_much_memory_fails_and_says_how_much(
    ready: Project, workbench: Type
) -> None:
    notebook(ready, "large", "large = bytes(2**30)")
    code, out, err = workbench(ready.root, "run", "large", "--memory", "512")

    assert code == 1
    assert "cell 3, line 1: needs more than 512 MiB of memory" in " ".join((out + err).split())


@linux
def test_a_batch_on_a_cluster_has_on_record_what_one_here_has(
    ran: Project, ready: Project, workbench: Type, dask: ModuleType
) -> None:
    with dask.scheduler() as address, dask.worker(address):
        code, out, _ = workbench(ready.root, "run", "--all", "--force", "--scheduler", address)

    assert code == 0
    assert out.startswith(
        f"run: 2 notebooks, on Dask ({address})"
    )  # what is forced are the runs alone
    for name in ("east-bank/result.json", "west-bank/result.json", "west-bank/district.ipynb"):
        assert ready.artefact("run", name).read_bytes() == ran.artefact("run", name).read_bytes()


@linux
def test_a_cluster_may_be_one_of_this_machine(
    ran: Project, ready: Project, workbench: Type
) -> None:
    name = "west-bank/result.json"
    ready.artefact("run", name).unlink()
    code, out, err = workbench(ready.root, "run", "--scheduler", "local", "--jobs", "1")

    assert (code, err) == (0, "")
    assert "run: 1 notebook, on Dask (local)" in out
    assert ready.artefact("run", name).read_bytes() == ran.artefact("run", name).read_bytes()


def test_a_cluster_that_does_not_answer_is_told(ready: Project, workbench: Type) -> None:
    ready.artefact("run", "west-bank/result.json").unlink()
    code, _, err = workbench(ready.root, "run", "--scheduler", "tcp://127.0.0.1:9")

    assert code == 4
    assert "no scheduler answers at tcp://127.0.0.1:9" in " ".join(err.split())


def test_the_command_says_what_would_run_and_runs_nothing(ready: Project, workbench: Type) -> None:
    path = ready.artefact("run", "west-bank/result.json")
    path.unlink()
    code, out, _ = workbench(ready.root, "run", "--dry-run", "--json")
    states = {line["run"]: line for line in map(json.loads, out.splitlines())}

    assert code == 0
    assert states.keys() == CHAPTERS
    assert states["run west-bank"]["state"] == "stale"
    assert states["run west-bank"]["why"] == ["result.json is missing"]
    assert states["run east-bank"]["state"] == "fresh"
    assert not path.exists()


def test_a_batch_without_a_terminal_is_told_in_lines_or_as_events(
    ready: Project, workbench: Type
) -> None:
    notebook(ready, "grid", FAILS, declares=DECLARES)
    code, out, err = workbench(ready.root, "run", "grid", "-p", "year=2020", "--json")
    events = [json.loads(line) for line in out.splitlines()]
    again = workbench(ready.root, "run", "grid", "-p", "year=2020", "-p", "year=2021")

    assert code == 1
    assert [each["event"] for each in events] == ["planned", "begun", "ended", "summary"]
    assert events[-1] | {"seconds": 0} == {
        "event": "summary", "ok": 0, "failed": 1, "skipped": 0, "fresh": 0, "seconds": 0,
        "next": "workbench run grid -p year=2020",
    }  # fmt: skip
    assert err == (
        "run: 1 notebook, 1 at a time\n"
        "refused: 1 run failed: _grid,year=2020; "
        "see build/5-runs/_failed, then: workbench run grid -p year=2020\n"
    )
    assert again[0] == 1
    assert "run FAILED _grid,year=2020" in again[1]
    assert "runs: 1 ok, 1 failed, 0 skipped, 0 fresh in " in again[1]


def test_a_district_without_a_case_says_that_it_is_insufficient(ready: Project, make: Make) -> None:
    edit(
        ready,
        "corpus/places.yml",
        "  nandu:",
        "  far-bank: {zh: 远岸区, en: Far Bank District, level: district, in: liuxi}\n  nandu:",
    )
    make(ready)
    asked = Asked(districts=("远岸区",))
    report = pipeline.build(ready, ["run"], asked=asked, tell=lambda _: None)
    printed = files.read_text(ready.artefact("run", "far-bank/district.ipynb"))

    assert report.runs()["ok"] == 1
    assert "insufficient for a chapter" in printed
    assert "资料不足" in printed


def test_a_chapter_of_a_failed_run_says_so_where_the_book_is_not_strict(
    ready: Project, tmp_path: Path
) -> None:
    path = ready.root / "notebooks" / "district.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"][2]["source"] += ['\n1 / (district != "west-bank")']
    path.write_text(json.dumps(content), encoding="utf-8")
    pipeline.build(ready, ["run"], tell=lambda _: None)
    planned, study = batch.plan(ready, pipeline.runs_of_book(ready)), pipeline.CHAPTERS
    made = chapters.written(ready, planned, tmp_path / "pages", study=study)
    west, east = (
        files.read_text(made[f"districts/{name}-bank.ipynb"]) for name in ("west", "east")
    )
    shutil.rmtree(ready.artefact("run", "west-bank"))
    gone = chapters.written(ready, planned, tmp_path / "again", study=study)[
        "districts/west-bank.ipynb"
    ]

    assert list(chapters.notices(planned, pipeline.CHAPTERS)) == ["districts/west-bank.ipynb"]
    assert "先前运行的结果" in west
    assert "ZeroDivisionError" in west
    assert "{warning}" not in east
    assert "本章缺失" in files.read_text(gone)
    assert "西岸区" in files.read_text(gone)


def test_a_matrix_of_the_settings_becomes_chapters_with_their_titles(
    ran: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [
        project.Runs(
            notebook="explore",
            parameters={"by": ["year", "genre"]},
            title={"zh": "词语：{by}", "en": "Words by {by}"},
        ),
        project.Runs(notebook="sources", districts=True),
    ]
    settings = ran.settings.model_copy(update={"runs": wanted})
    monkeypatch.setattr(Project, "settings", settings)
    jobs = pipeline.runs_of_book(project.find(ran.root))[len(CHAPTERS) :]
    places = [chapters.place(job, pipeline.CHAPTERS) for job in jobs]
    titles = [chapters.title(job, {"east-bank": EAST}, wanted) for job in jobs]

    assert places == [
        "runs/explore-by-year.ipynb",
        "runs/explore.ipynb",
        "runs/sources-district-east-bank.ipynb",
        "runs/sources-district-west-bank.ipynb",
    ]
    assert titles == [
        "词语：year Words by year",
        "词语：genre Words by genre",
        "sources · 东岸区 East Bank",
        "sources · west-bank",
    ]


def test_each_half_of_a_title_names_a_district_in_its_language(
    ran: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"zh": "{district}的来源", "en": "Sources of {district}"}
    wanted = [project.Runs(notebook="sources", districts=True, title=said)]
    settings = ran.settings.model_copy(update={"runs": wanted})
    monkeypatch.setattr(Project, "settings", settings)
    titles = [
        chapters.title(job, {"east-bank": EAST}, wanted)
        for job in pipeline.runs_of_book(project.find(ran.root))[len(CHAPTERS) :]
    ]

    assert titles == [
        "东岸区的来源 Sources of East Bank",
        "west-bank的来源 Sources of west-bank",
    ]


def test_a_parameter_is_written_with_an_equals_sign(ran: Project, workbench: Type) -> None:
    code, _, err = workbench(ran.root, "run", "explore", "-p", "word")

    assert code == 2
    assert "write it as -p name=value" in err


def test_what_is_fresh_runs_again_only_where_it_is_asked_to(ran: Project) -> None:
    jobs = pipeline.runs_of_book(ran)
    forced = batch.plan(ran, jobs, force=True)

    assert {each.state for each in batch.plan(ran, jobs)} == {"fresh"}
    assert {(each.state, each.why, each.is_due) for each in forced} == {
        ("forced", "asked to", True)
    }


def test_what_is_wrong_with_a_notebook_is_said_before_a_kernel_starts(mini: Project) -> None:
    notebook(mini, "grid", declares="year = open('x')")
    with pytest.raises(InputError, match="is not a plain value"):
        batch.jobs(Session(mini), Asked("grid"), chapters=())


def test_every_notebook_of_the_repository_declares_what_it_takes(repo: Path) -> None:
    for path in sorted((repo / "notebooks").glob("*.ipynb")):
        check(path, {})
        cells = store.read_json(path)["cells"]

        assert sum("parameters" in cell["metadata"].get("tags", ()) for cell in cells) == 1

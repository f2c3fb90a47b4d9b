"""The runs as a research object: what its profile requires, and that it says what happened."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from rocrate.rocrate import ROCrate

from workbench import batch, project, store
from workbench.batch import Asked, Manner
from workbench.project import Project
from workbench.runs.job import keep
from workbench.stages import Session

COMPLETED = "http://schema.org/CompletedActionStatus"
FAILED = "http://schema.org/FailedActionStatus"
SHA = "a" * 64


@pytest.fixture
def made(built: Project, tmp_path: Path) -> Project:
    """A built study with one good run on record, and one that failed."""
    shutil.copytree(built.root, tmp_path / "study")
    study = project.find(tmp_path / "study")
    matrix = "build/4-comparison/matrix.parquet"
    read = {matrix: store.file_hash(study.root / matrix), f"{matrix}#district=west-bank": SHA}
    read |= {"corpus/workbench.yml": SHA}
    [job] = batch.jobs(Session(study), Asked(districts=("west-bank",)), chapters=())
    keep(job, SHA, b"{}", read=read)
    ended = "2021-03-04T05:06:09+00:00"
    told = {
        "west-bank": {"notebook": "district.ipynb", "state": "ok", "why": "", "seconds": 2.5},
        "_sources": {"notebook": "sources.ipynb", "state": "failed", "why": "cell 3", "seconds": 1},
    }
    journal = {name: {**one, "ended": ended} for name, one in told.items()}
    store.write_json(journal, study.artefact("run", "_journal.json"))
    return study


@pytest.fixture
def graph(made: Project) -> dict[str, Any]:
    """The entities of the crate by their ids."""
    content = json.loads(batch.write_crate(made).read_text(encoding="utf-8"))
    assert "https://w3id.org/ro/crate/1.1/context" in content["@context"]
    return {each["@id"]: each for each in content["@graph"]}


def ids(value: Any) -> list[str]:
    return [each["@id"] for each in (value if isinstance(value, list) else [value])]


def test_the_root_has_what_ro_crate_1_1_requires(graph: dict[str, Any]) -> None:
    descriptor, root = graph["ro-crate-metadata.json"], graph["./"]

    assert descriptor["@type"] == "CreativeWork"
    assert ids(descriptor["about"]) == ["./"]
    assert ids(descriptor["conformsTo"]) == ["https://w3id.org/ro/crate/1.1"]
    assert root["@type"] == "Dataset"
    assert {"name", "description", "datePublished", "license"} <= root.keys()
    assert root["name"] == "The Liuxi example 柳溪小样"


def test_the_root_names_its_profile_and_every_action(graph: dict[str, Any]) -> None:
    # Process Run Crate 0.5: the root conforms to it, the profile is a CreativeWork,
    # and the root mentions each action.
    profile = graph["https://w3id.org/ro/wfrun/process/0.5"]
    actions = {name for name, each in graph.items() if each["@type"] == "CreateAction"}

    assert ids(graph["./"]["conformsTo"]) == ["https://w3id.org/ro/wfrun/process/0.5"]
    assert (profile["@type"], profile["version"]) == ("CreativeWork", "0.5")
    assert set(ids(graph["./"]["mentions"])) == actions == {"#run-west-bank", "#run-_sources"}


def test_every_action_has_what_the_profile_requires(graph: dict[str, Any]) -> None:
    programs = {"SoftwareApplication", "SoftwareSourceCode", "ComputationalWorkflow"}
    for each in graph.values():
        if each["@type"] == "CreateAction":
            [instrument] = ids(each["instrument"])

            assert graph[instrument]["@type"] in programs
            assert {"name", "endTime", "startTime", "actionStatus"} <= each.keys()


def test_an_action_says_what_it_read_and_what_it_made(graph: dict[str, Any], made: Project) -> None:
    action = graph["#run-west-bank"]
    rows = graph["#4-comparison/matrix.parquet-west-bank"]
    executed = graph["5-runs/west-bank/district.ipynb"]

    assert set(ids(action["object"])) == {
        "4-comparison/matrix.parquet",
        "#4-comparison/matrix.parquet-west-bank",
        "#corpus/workbench.yml",
        "#run-west-bank-district",
    }
    assert set(ids(action["result"])) == {
        "5-runs/west-bank/district.ipynb",
        "5-runs/west-bank/result.json",
    }
    assert action["description"] == "district.ipynb with district = west-bank"
    assert executed["encodingFormat"] == "application/x-ipynb+json"
    assert graph["4-comparison/matrix.parquet"]["encodingFormat"] == (
        "application/vnd.apache.parquet"
    )
    assert rows["sha256"] == SHA
    assert ids(rows["isPartOf"]) == ["4-comparison/matrix.parquet"]
    assert executed["@type"] == "File"
    assert executed["sha256"] == store.file_hash(made.artefact("run", "west-bank/district.ipynb"))
    assert graph["#run-west-bank-district"]["value"] == "west-bank"
    assert action["startTime"] == "2021-03-04T05:06:06+00:00"  # 2.5 s before, whole seconds
    assert action["actionStatus"] == COMPLETED


def test_a_failed_run_is_a_failed_action_with_its_error(graph: dict[str, Any]) -> None:
    action = graph["#run-_sources"]

    assert (action["actionStatus"], action["error"]) == (FAILED, "cell 3")
    assert "result" not in action


def test_a_program_is_named_with_its_version(graph: dict[str, Any]) -> None:
    [notebook] = ids(graph["#run-west-bank"]["instrument"])
    needs = [graph[name]["name"] for name in ids(graph[notebook]["softwareRequirements"])]

    assert {"papermill", "pandas", "python"} <= set(needs)
    assert graph[notebook]["version"] == SHA
    for each in graph.values():
        if each["@type"] == "SoftwareApplication":
            assert each["url"] == each["@id"]
            assert each["url"].startswith(("https://pypi.org/project/", "https://docs.python.org/"))


def test_what_is_alone_stands_without_a_list(graph: dict[str, Any]) -> None:
    lists = [value for each in graph.values() for value in each.values() if isinstance(value, list)]

    assert lists
    assert all(len(value) > 1 for value in lists)


def test_every_id_that_is_named_is_there_and_the_library_reads_it(
    graph: dict[str, Any], made: Project
) -> None:
    def named(value: Any) -> set[str]:
        if isinstance(value, dict):
            return {value["@id"]} if value.keys() == {"@id"} else set()
        return (
            {name for each in value for name in named(each)} if isinstance(value, list) else set()
        )

    outside = {"https://w3id.org/ro/crate/1.1"}
    for each in graph.values():
        for value in each.values():
            assert named(value) <= graph.keys() | outside

    crate = ROCrate(made.root / "build")
    assert len(list(crate.get_entities())) == len(graph)


def test_after_a_part_of_the_runs_there_is_no_old_description(
    made: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench import pipeline

    def run(*_: Any, **__: Any) -> batch.Result:
        return batch.Result(ok=["west-bank"])

    batch.write_crate(made)
    monkeypatch.setattr(batch, "run", run)
    some = Asked(districts=("west-bank",))
    pipeline.build(made, ["run"], asked=some, manner=Manner(), tell=lambda _: None)

    assert not batch.crate_path(made).exists()

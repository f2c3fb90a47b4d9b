"""The runs of a study as a research object: a Process Run Crate over ``build/``.

What the record of each run says, in the words that archives and workflow registries
read (RO-Crate 1.1, Process Run Crate 0.5): which notebook made what out of what. Times
stand here and in the journal, and in nothing that is hashed.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from workbench import store
from workbench.batch.work import journal
from workbench.project import Project
from workbench.schema.artefacts import ARTEFACTS

PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
TERMS = "https://w3id.org/ro/terms/workflow-run"
NAME = "ro-crate-metadata.json"
STATUS = "http://schema.org/{}ActionStatus"
FORMATS = {
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
}


def write_crate(project: Project) -> Path:
    """Describe every run that has a record, and every one that failed."""
    return store.write_json(described(project), crate_path(project))


def crate_path(project: Project) -> Path:
    """Where the metadata of the crate goes; the crate is all of ``build/``."""
    return project.root / "build" / NAME


def described(project: Project) -> dict[str, Any]:
    """The metadata of the crate as JSON-LD."""
    from rocrate.rocrate import ROCrate  # brings a network library: only where it is asked for

    crate = ROCrate(version="1.1")
    crate.name = " ".join(dict.fromkeys((project.settings.title.en, project.settings.title.zh)))
    crate.description = "The runs of this study: notebooks, what they read and what they made."
    rights = "See the column rights of 1-corpus/documents.parquet."
    crate.license = _entity(
        *(crate, "#rights", "CreativeWork"), name="The rights of each document", description=rights
    )
    authors = [
        _entity(crate, f"#author-{number}", "Person", name=name)
        for number, name in enumerate(project.settings.authors, start=1)
    ]
    crate.root_dataset["author"] = _alone(authors)
    profile = {"name": "Process Run Crate", "version": "0.5"}
    crate.root_dataset["conformsTo"] = _entity(crate, PROFILE, "CreativeWork", **profile)
    crate.metadata.extra_contexts.append(TERMS)
    today = store.Today(project)
    actions = [_action(crate, project, today, *each) for each in _runs(project)]
    crate.root_dataset["mentions"] = _alone(actions)
    metadata: dict[str, Any] = crate.metadata.generate()
    return metadata


def _runs(project: Project) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Each run with its record, if it has one, and what the journal says of it."""
    told = journal(project)
    folders = {path.parent.name: path for path in project.stage("run").glob("*/result.json")}
    for name in sorted({*folders, *told}):
        record = store.read_json(folders[name]) if name in folders else {}
        failed = told.get(name, {}).get("state") == "failed"
        if record or failed:
            yield name, record, told.get(name, {})


def _action(
    crate: Any,
    project: Project,
    today: store.Today,
    name: str,
    record: Mapping[str, Any],
    told: Mapping[str, Any],
) -> Any:
    failed = told.get("state") == "failed"
    said = {"name": f"The run {name}", "actionStatus": STATUS.format("Completed")}
    if failed:
        said |= {"actionStatus": STATUS.format("Failed"), "error": told["why"]}
    action = _entity(crate, f"#run-{name}", "CreateAction", **said, **_times(told))
    given = [f"{key} = {value}" for key, value in record.get("parameters", {}).items()]
    notebook = record.get("notebook") or told["notebook"]
    action["description"] = " with ".join([notebook, *([", ".join(given)] if given else [])])
    action["instrument"] = _notebook(crate, record or {"notebook": told["notebook"]})
    if record and not failed:
        values = [_value(crate, name, *pair) for pair in record["parameters"].items()]
        reads = [_read(crate, today, *pair) for pair in record["reads"].items()]
        action["object"] = _alone([*reads, *values])
        folder = f"{project.stage('run').name}/{name}"
        made = {f"{folder}/{record['notebook']}": record["executed_sha256"]}
        made[f"{folder}/result.json"] = store.file_hash(
            project.artefact("run", f"{name}/result.json")
        )
        action["result"] = [_file(crate, *pair) for pair in made.items()]
    return action


def _times(told: Mapping[str, Any]) -> dict[str, str]:
    if "ended" not in told:
        return {}
    ended = datetime.fromisoformat(told["ended"])
    begun = ended - timedelta(seconds=told["seconds"])
    return {"startTime": begun.isoformat(timespec="seconds"), "endTime": told["ended"]}


def _notebook(crate: Any, record: Mapping[str, Any]) -> Any:
    name, version = record["notebook"], record.get("source_sha256", "unknown")
    needs = {
        key.removeprefix("version of "): value
        for key, value in {**record.get("inputs", {}), **record.get("versions", {})}.items()
        if key.startswith("version of ") or key in record.get("versions", {})
    }
    programs = [_program(crate, *pair) for pair in sorted(needs.items())]
    own = _entity(crate, f"#{name}-{version[:12]}", "SoftwareSourceCode", name=name)
    own["version"] = version
    own["programmingLanguage"] = "Python"
    if programs:
        own["softwareRequirements"] = _alone(programs)
    return own


def _program(crate: Any, name: str, version: str) -> Any:
    url = f"https://pypi.org/project/{name}/{version}/"
    if name == "python":
        url = f"https://docs.python.org/{version}/"
    own = _entity(crate, url, "SoftwareApplication", name=name, url=url)
    own["softwareVersion"] = version
    return own


def _read(crate: Any, today: store.Today, name: str, sha256: str) -> Any:
    """Something that was read: a file, or the rows of one that belong to a district."""
    path, _, district = name.partition("#district=")
    inside = path.removeprefix("build/")
    if not district and inside != path:
        return _file(crate, inside, sha256)
    if not district:
        return _entity(crate, f"#{name}", "CreativeWork", name=name, sha256=sha256)
    whole = _file(crate, inside, today(path))
    rows = _entity(crate, f"#{inside}-{district}", "CreativeWork", sha256=sha256)
    rows["name"] = f"The rows of {district} in {Path(path).name}, as JSON"
    rows["isPartOf"] = whole
    return rows


def _value(crate: Any, run: str, name: str, value: Any) -> Any:
    own = _entity(crate, f"#run-{run}-{name}", "PropertyValue", name=name)
    own["value"] = value
    return own


def _file(crate: Any, path: str, sha256: str) -> Any:
    """A file of the crate, by its path under ``build/``."""
    from rocrate.model.file import File

    known = crate.dereference(path)
    stem = Path(path).stem
    said = {"sha256": sha256, "name": Path(path).name}
    if Path(path).suffix in FORMATS:
        said["encodingFormat"] = FORMATS[Path(path).suffix]
    if stem in ARTEFACTS:
        said["description"] = f"A row for each {', '.join(ARTEFACTS[stem].key)}"
    return known or crate.add(File(crate, dest_path=path, properties=said))


def _alone(values: list[Any]) -> Any:
    """A value that is the only one stands without a list, as RO-Crate recommends."""
    return values[0] if len(values) == 1 else values


def _entity(crate: Any, key: str, kind: str, **said: str) -> Any:
    """A thing of this key, made once."""
    from rocrate.model.contextentity import ContextEntity

    known = crate.dereference(key)
    return known or crate.add(ContextEntity(crate, key, properties={"@type": kind, **said}))

"""The chapters that runs give to the book: each in its place, under its title.

A chapter whose run failed or is not of today says so in its first lines, where it is
printed at all: a strict book is not made of such.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from workbench import files, runs, store
from workbench.batch import DISTRICT, Planned
from workbench.project import Project, Runs
from workbench.runs import Job
from workbench.schema import Label

DISTRICTS, STUDY, MATRIX = "districts", "study", "runs"  # folders of the book


def place(job: Job, study: Collection[str]) -> str:
    """Where a run stands in the book: ``districts/rencheng.ipynb``, ``study/sources.ipynb``.

    study : the notebooks that run once and have an entry of their own in the contents.
    """
    name, stem = job.folder.name, job.notebook.stem
    if not name.startswith("_"):
        return f"{DISTRICTS}/{name}.ipynb"
    if name == f"_{stem}" and stem in study:
        return f"{STUDY}/{stem}.ipynb"
    return f"{MATRIX}/{re.sub(r'[^A-Za-z0-9]+', '-', name).strip('-')}.ipynb"


def notices(planned: Sequence[Planned], study: Collection[str]) -> dict[str, str]:
    """What a reader has to know of a chapter that is not as it should be, by its place."""
    return {place(one.job, study): _notice(one) for one in planned if one.is_due}


def _notice(one: Planned) -> str:
    if not one.job.executed.is_file():
        return f"本章缺失：运行失败 · This chapter is missing, its run failed: {one.why}"
    if one.state == "failed":
        return (
            f"本章为先前运行的结果 · This chapter is of an earlier run, the last failed: {one.why}"
        )
    return f"本章不是最新结果 · This chapter is not of today: {one.why}"


def written(
    project: Project, planned: Sequence[Planned], folder: Path, *, study: Collection[str]
) -> dict[str, Path]:
    """The notebooks of the book, made ready in ``folder``, by their place."""
    said, titles = notices(planned, study), _titles(project, planned, study)
    made = {}
    for one in planned:
        where = place(one.job, study)
        made[where] = _ready(one.job, folder / where, titles.get(where, ""), said.get(where, ""))
    return made


def _ready(job: Job, path: Path, title: str, notice: str) -> Path:
    from workbench import book  # brings pandoc and typst: only when there is a book to make

    there = job.executed.is_file()
    content = job.executed.read_bytes() if there else book.blank(title or job.notebook.stem)
    if title:
        content = book.titled(content, title)
    return files.write_bytes(book.noticed(content, notice) if notice else content, path)


def _titles(project: Project, planned: Sequence[Planned], study: Collection[str]) -> dict[str, str]:
    """The titles of the chapters that one notebook gives several of, by their place."""
    rows = store.Tables(project)["places"].to_dict("records")
    named = {row["place"]: Label(zh=row["label_zh"], en=row["label_en"]) for row in rows}
    several = {place(one.job, study): one.job for one in planned}
    return {
        where: title(job, named, project.settings.runs)
        for where, job in several.items()
        if not where.startswith(f"{STUDY}/")
    }


def title(job: Job, named: Mapping[str, Label], matrix: Sequence[Runs]) -> str:
    """``任城区 Rencheng District``, or the template of the settings with the values put in.

    named : the places, which each half of a template names in its own language.
    """
    zh, en = (_values(job, named, language) for language in ("zh", "en"))
    if not job.folder.name.startswith("_"):
        return _joined(zh[DISTRICT], en[DISTRICT])
    label = next((one.title for one in matrix if one.notebook == job.notebook.stem), None)
    if label is not None:
        return _joined(_filled(label.zh, zh), _filled(label.en, en))
    values = (
        _joined(zh[name], en[name]) if name == DISTRICT else f"{name} = {zh[name]}"
        for name in job.parameters
    )
    return " · ".join([job.notebook.stem, *values])


def _values(job: Job, named: Mapping[str, Label], language: str) -> dict[str, str]:
    """What a notebook ran on, as text; a district by its name in the language."""
    declared = runs.declared(job.notebook) | dict(job.parameters)
    given = {name: str(value) for name, value in declared.items()}
    place = named.get(given.get(DISTRICT, ""))
    return given | {DISTRICT: getattr(place, language)} if place else given


def _filled(template: str, values: Mapping[str, str]) -> str:
    """A template with the values put in; what names none stays as it is."""
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), template)


def _joined(zh: str, en: str) -> str:
    return " ".join(dict.fromkeys((zh, en)))


def generated(places: Sequence[str]) -> dict[str, list[str]]:
    """The pages of the book that runs give, by the name of their entry in its contents."""
    pages = [name.removesuffix(".ipynb") for name in places]
    return {
        part: [page for page in pages if page.startswith(f"{part}/")]
        for part in (DISTRICTS, MATRIX)
    }

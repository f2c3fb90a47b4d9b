"""From what was typed to the runs it means: notebooks, places, and grids of parameters."""

import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench import runs, store
from workbench.batch import code
from workbench.corpus import places
from workbench.errors import UsageError, did_you_mean
from workbench.project import Project
from workbench.runs import Job
from workbench.stages import TEXTS, Session

DISTRICT = "district"  # the notebook that makes the chapters, and the parameter that asks for one
EVERYTHING = ("build/[1-4]-*/*.parquet", "build/2-tokens/*/index.json", "corpus/**/*", *TEXTS)

PLAIN = re.compile(r"[A-Za-z0-9._-]+")  # neither comma nor equals sign: they part the values
LONGEST = 80  # characters of the name of a folder


@dataclass(frozen=True)
class Asked:
    """Which runs a command asks for; by default those that the book is made of.

    notebook : the stem of a notebook; "" for the chapters of the book.
    districts : places by id, name or alias; ``everywhere`` for all that get a chapter.
    where : a level of the gazetteer and a place of it, in which the districts lie.
    parameters : the values of each as they were typed, several for a grid.
    """

    notebook: str = ""
    districts: Sequence[str] = ()
    everywhere: bool = False
    where: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def is_all(self) -> bool:
        """Whether every chapter of the book is asked for."""
        return self == Asked()


def jobs(session: Session, asked: Asked = Asked(), *, chapters: Sequence[str]) -> list[Job]:
    """The runs that are asked for; raises UsageError for a name that does not exist.

    chapters : the notebooks of the book that run once for the study.
    """
    wanted = _districts(session, asked)
    if not asked.is_all:
        stem = notebook(session.project, asked.notebook or DISTRICT).stem
        make = _Maker(session, stem)
        return [make(**given) for given in _grid(session, make.path, wanted, asked)]
    by_district = _Maker(session, DISTRICT)
    return [
        *(by_district(district=name) for name in wanted),
        *(_Maker(session, name)() for name in chapters),
        *_matrix(session),
    ]


def _matrix(session: Session) -> list[Job]:
    """The further chapters that the settings ask for."""
    return [
        job
        for one in session.project.settings.runs
        for job in jobs(
            session,
            Asked(
                one.notebook,
                everywhere=one.districts,
                parameters={name: _as_typed(each) for name, each in one.parameters.items()},
            ),
            chapters=(),
        )
    ]


def _as_typed(values: Sequence[str | int | float | bool]) -> list[str]:
    """Values of the settings as they would be typed; a comma in a word is its own."""
    return [_quoted(one) if isinstance(one, str) else json.dumps(one) for one in values]


def _quoted(word: str) -> str:
    doubled = word.replace('"', '""')
    return f'"{doubled}"' if "," in word or '"' in word else word


class _Maker:
    """What makes the runs of one notebook, read once for all of them."""

    def __init__(self, session: Session, stem: str) -> None:
        project = session.project
        self.stem = stem
        self.path = notebook(project, stem)
        self.defaults = runs.declared(self.path)
        self.inputs = _inputs(session, self.path)
        self.folder = project.stage("run")

    def __call__(self, **given: Any) -> Job:
        """One run, in a folder named after what it was given beyond the defaults."""
        own = {
            name: value
            for name, value in given.items()
            if name not in self.defaults or self.defaults[name] != value
        }
        return Job(self.path, own, self.folder / _folder(self.stem, own), self.inputs)


def notebook(project: Project, stem: str) -> Path:
    """The notebook of this name; raises UsageError with the nearest where there is none."""
    name = Path(stem).name.removesuffix(".ipynb")
    known = [path.stem for path in sorted((project.root / "notebooks").glob("*.ipynb"))]
    if name not in known:
        near = did_you_mean(name, known) or f"; there are {', '.join(known)}"
        raise UsageError(f"notebooks/{name}.ipynb: no such notebook{near}")
    return _path(project, name)


def _path(project: Project, stem: str) -> Path:
    return project.root / "notebooks" / f"{stem}.ipynb"


def _folder(stem: str, own: Mapping[str, Any]) -> str:
    """``rencheng``, ``_sources``, ``_explore,by=year,word=ledger``; a hash for what is no name."""
    if stem == DISTRICT and list(own) == [DISTRICT]:
        return str(own[DISTRICT])
    said = ",".join([f"_{stem}", *(f"{name}={own[name]}" for name in sorted(own))])
    if len(said) <= LONGEST and all(PLAIN.fullmatch(str(value)) for value in own.values()):
        return said
    return f"_{stem},{store.sha256(repr(sorted(own.items())))[:12]}"


def _inputs(session: Session, path: Path) -> dict[str, str]:
    """What is known before the run. A notebook that could read unheard counts as reading all."""
    known = code.rests_on(path)
    return known if code.is_confined(path) else known | session.inputs(EVERYTHING)


def _grid(
    session: Session, path: Path, wanted: Sequence[str], asked: Asked
) -> Iterable[dict[str, Any]]:
    """Every combination of the values asked for, in the order they were typed."""
    values = runs.typed(path, asked.parameters)
    if DISTRICT in values:
        known = session.study.places
        values[DISTRICT] = [places.resolve(name, known) for name in values[DISTRICT]]
    by_place = bool(asked.districts or asked.where or asked.everywhere) or (
        path.stem == DISTRICT and DISTRICT not in values
    )
    if by_place:
        if DISTRICT in values:
            raise UsageError("a district is asked for twice, by an option and by -p; leave one out")
        runs.typed(path, {DISTRICT: []})  # refused where the notebook has no such parameter
        values = {DISTRICT: list(wanted), **values}
    return [
        dict(zip(values, combined, strict=True)) for combined in itertools.product(*values.values())
    ]


def _districts(session: Session, asked: Asked) -> list[str]:
    if asked.districts:
        known = session.study.places
        return list(dict.fromkeys(places.resolve(name, known) for name in asked.districts))
    listed = session.districts
    for level, name in asked.where.items():
        listed = [one for one in listed if _lies_in(one, level, name, session)]
    if asked.where and not listed:
        said = ", ".join(f"{level}={name}" for level, name in asked.where.items())
        raise UsageError(f"no district with a chapter lies where {said}; see corpus/places.yml")
    return listed


def _lies_in(district: str, level: str, name: str, session: Session) -> bool:
    known = session.study.places
    levels = sorted({place.level for place in known.values()})
    if level not in levels:
        near = did_you_mean(level, levels) or f"; there are {', '.join(levels)}"
        raise UsageError(f"--where {level}=…: no place has this level{near}")
    return places.at_level(district, level, known) == places.resolve(name, known)

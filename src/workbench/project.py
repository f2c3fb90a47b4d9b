"""The study on disk: its root, its paths, its settings and its YAML.

The only room that reads YAML. It makes no folders and writes nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, Field, ValidationError

from workbench.errors import Finding, InputError, UsageError, refuse
from workbench.schema import Label, Record

SETTINGS = "corpus/workbench.yml"
FOUND = 60  # characters of what does not fit

STAGES = {
    "corpus": "1-corpus",
    "tokens": "2-tokens",
    "coding": "3-coding",
    "compare": "4-comparison",
    "run": "5-runs",
    "book": "6-book",
}

Keys = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


class Runs(Record):
    """A notebook that gives the book a chapter for each combination of values.

    ``title`` may hold ``{parameter}``; ``districts`` adds every district to the values.
    """

    notebook: str
    districts: bool = False
    parameters: dict[str, list[str | int | float | bool]] = {}
    title: Label | None = None


class Settings(Record):
    """The study's settings, ``corpus/workbench.yml``; unknown keys are refused.

    ``districts`` names those that get a chapter, in order; without it every district
    that has a case gets one, in the order of the gazetteer. ``engine`` says what cuts
    Chinese: ``jieba`` itself, or ``fast``, which gives the same words. ``doubtful_below`` is
    the confidence under which a reading is left out to see what then still holds. ``runs``
    are chapters beside those of the districts; ``- generated: runs`` in the contents is
    their place.
    """

    title: Label
    authors: list[str]
    districts: list[str] = []
    engine: Literal["fast", "jieba"] = "fast"
    doubtful_below: float = Field(0.6, ge=0, le=1)
    runs: list[Runs] = []


@dataclass(frozen=True)
class Project:
    """One study: a folder with ``corpus/``, ``notebooks/`` and ``book/``."""

    root: Path

    @cached_property
    def settings(self) -> Settings:
        """What the study sets; raises InputError where it is malformed.

        Read when first asked for: a notebook that asks for none does not depend on them.
        """
        return load(self.root / SETTINGS, Settings, shown=SETTINGS)

    def corpus(self, *parts: str) -> Path:
        """A path under ``corpus/``."""
        return self.root.joinpath("corpus", *parts)

    def stage(self, name: str) -> Path:
        """The folder of a stage under ``build/``."""
        return self.root / "build" / STAGES[name]

    def artefact(self, stage: str, name: str) -> Path:
        """The path of one artefact of a stage."""
        return self.stage(stage) / name

    def relative(self, path: Path) -> str:
        """``path`` as the study names it: relative to the root, with slashes."""
        return path.relative_to(self.root).as_posix()


def find(start: Path | None = None) -> Project:
    """Open the study that ``start`` (default: the working folder) lies in.

    Raises UsageError where no folder upwards holds ``corpus/workbench.yml``.
    """
    here = (start or Path.cwd()).resolve()
    for folder in [here, *here.parents]:
        if (folder / SETTINGS).is_file():
            return Project(folder)
    raise UsageError(f"no study in {here} or above it; go to the folder that holds {SETTINGS}")


@dataclass(frozen=True)
class Source:
    """The data of one YAML file, and the line on which each key stands."""

    shown: str
    data: Any
    lines: dict[Keys, int] = field(repr=False)

    def line(self, keys: Keys) -> int:
        """The line of the deepest of ``keys`` that the file has."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def finding(self, keys: Keys, message: str) -> Finding:
        """A finding at the place of ``keys``."""
        return Finding(self.shown, self.line(keys), message)

    def parse(self, model: type[Model]) -> tuple[Model | None, list[Finding]]:
        """The data as ``model``, or every field that does not fit it."""
        try:
            return model.model_validate(self.data), []
        except ValidationError as error:
            return None, [self._misfit(fault) for fault in error.errors()]

    def _misfit(self, fault: Any) -> Finding:
        keys: Keys = tuple(fault["loc"])
        name = ".".join(str(key) for key in keys) or "file"
        if fault["type"] == "extra_forbidden":
            return self.finding(keys, f"{name}: no such key; remove it or correct its spelling")
        if fault["type"] == "missing":
            return self.finding(keys, f"{name}: missing")
        if fault["type"] == "string_type" and isinstance(fault["input"], int | float):
            return self.finding(keys, f'{name}: write it in quotes: "{fault["input"]}"')
        if fault["type"] == "string_too_short" or fault["input"] == "":
            return self.finding(keys, f"{name}: missing; fill it in")
        message = fault["msg"].removeprefix("Value error, ")
        found = repr(fault["input"])
        found = found if len(found) <= FOUND else found[: FOUND - 1] + "…"
        return self.finding(keys, f"{name}: {message} (found {found})")


def read_yaml(path: Path, *, shown: str) -> tuple[Source | None, list[Finding]]:
    """The data of a YAML file with the line of every key, as ``parse_yaml`` gives it."""
    try:
        return parse_yaml(path.read_text(encoding="utf-8-sig"), shown=shown)
    except UnicodeDecodeError as error:
        return None, [Finding(shown, 0, f"not UTF-8 at byte {error.start}; save it as UTF-8")]


def parse_yaml(text: str, *, shown: str) -> tuple[Source | None, list[Finding]]:
    """The data of YAML with the line of every key.

    Strings stay strings (``NO``, ``0310``, ``2018-08-08``) and a key that stands
    twice is refused; YAML's own resolution would change or drop them silently.
    """
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        lines: dict[Keys, int] = {}
        findings = [Finding(shown, line, message) for line, message in _walk(root, (), lines)]
        data = loader.construct_document(root) if root and not findings else None
    except yaml.reader.ReaderError as error:
        return None, [Finding(shown, 0, f"character {error.position}: {error.reason}")]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"column {mark.column + 1}: " if mark else ""
        problem = str(error.problem).replace(
            r"found character '\t' that cannot start any token", "a tab; indent with spaces"
        )
        return None, [Finding(shown, mark.line + 1 if mark else 0, f"{where}{problem}")]
    return (None, findings) if findings else (Source(shown, data, lines), [])


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """SafeLoader with the scalars of YAML 1.2: no dates, no yes/no, no octals."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def _walk(
    node: Any, keys: Keys, lines: dict[Keys, int], inside: tuple[int, ...] = ()
) -> Iterator[tuple[int, str]]:
    if node is None:
        return
    line = node.start_mark.line + 1
    lines.setdefault(keys, line)
    if id(node) in inside:
        yield line, "an alias stands inside its own anchor; write the values out"
    elif isinstance(node, yaml.MappingNode):
        yield from _walk_mapping(node, keys, lines, (*inside, id(node)))
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from _walk(item, (*keys, position), lines, (*inside, id(node)))


def _walk_mapping(
    node: Any, keys: Keys, lines: dict[Keys, int], inside: tuple[int, ...]
) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            yield line, "a key has to be a word, not a list or a mapping"
            continue
        if key.value in seen:
            yield line, f"key {key.value!r} stands twice; keep one"
        seen.add(key.value)
        lines[(*keys, key.value)] = line
        yield from _walk(value, (*keys, key.value), lines, inside)


class _Dumper(yaml.SafeDumper):
    """SafeDumper for the scalars that ``_Loader`` reads."""


def _written(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    # next line (U+0085) ends a line of YAML 1.1 unless it is escaped
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, '"' if "\x85" in text else None)


def _decimal(dumper: _Dumper, number: float) -> yaml.ScalarNode:
    written = format(Decimal(repr(number)), "f")  # 0.00001, not 1e-05
    point = "" if "." in written else ".0"
    return dumper.represent_scalar("tag:yaml.org,2002:float", written + point)


_Dumper.add_representer(str, _written)
_Dumper.add_representer(float, _decimal)


def yaml_text(data: Any) -> str:
    """``data`` as YAML that ``parse_yaml`` reads back unchanged; keys keep their order."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


def record_text(record: BaseModel) -> str:
    """A record as YAML that ``load`` reads back; what is only the default is left out."""
    return yaml_text(record.model_dump(exclude_defaults=True))


def load(path: Path, model: type[Model], *, shown: str) -> Model:
    """One YAML file as ``model``; raises InputError with every misfit."""
    source, findings = read_yaml(path, shown=shown)
    parsed, more = source.parse(model) if source else (None, [])
    refuse(findings + more)
    if parsed is None:
        raise InputError(f"{shown}: empty")
    return parsed

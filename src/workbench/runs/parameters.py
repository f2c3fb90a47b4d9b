"""What a notebook may be told, and the refusal of anything else.

Papermill writes parameters into a cell as ``name = value`` and runs it: a
misspelt name is silently ignored, and a name that carries code is executed.
So the declarations are read from the syntax tree, and checked before any
kernel starts.
"""

import ast
import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from workbench.errors import InputError, UsageError
from workbench.runs.source import tagged

KINDS: dict[str, type | tuple[type, ...]] = {
    "str": str,
    "int": int,
    "float": (int, float),
    "bool": bool,
    "list": list,
    "dict": dict,
    "Any": object,
}
GRAMMAR = (ast.Name, ast.Load, ast.BinOp, ast.BitOr, ast.Subscript, ast.Tuple)

WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?")

# A parameter names something; it never leads to a place on the disk.
PATH = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\~]|^[A-Za-z]:[/\\]|\0")


@dataclass(frozen=True)
class Declaration:
    """One line of the parameters cell. ``kind`` is its annotation, or inferred."""

    default: Any
    kind: ast.expr
    required: bool


def declared(notebook: Path) -> dict[str, Any]:
    """Return the declared parameters and their defaults, None where one is required.

    ``district: str`` and ``district = None`` must be given a value;
    ``district: str | None = None`` need not.
    """
    return {name: one.default for name, one in _declarations(notebook).items()}


def check(notebook: Path, parameters: Mapping[str, Any]) -> None:
    """Refuse, all at once, the parameters that a notebook did not ask for.

    Raises UsageError naming the unknown, missing, ill-typed and unsafe ones.
    """
    declarations = _declarations(notebook)
    missing = [
        name for name, one in declarations.items() if one.required and parameters.get(name) is None
    ]
    problems = [
        *_unknown(list(parameters), list(declarations)),
        *([f"missing {missing}"] if missing else []),
        *(
            problem
            for name, value in parameters.items()
            if name in declarations and name not in missing
            for problem in _unfit(name, value, declarations[name].kind)
        ),
    ]
    if problems:
        wrong = ", ".join(problems)
        raise UsageError(f"{notebook.name}: {wrong}; it declares {list(declarations)}")


def typed(notebook: Path, given: Mapping[str, Sequence[str]]) -> dict[str, list[Any]]:
    """The values typed for each parameter, as what the notebook declares them to be.

    ``a,b`` are two values, unless the parameter is a list, of which they are the items;
    a value in double quotes may hold a comma. What begins as JSON is read as JSON where a
    list or a dict is declared. A ``str`` stays as it was typed: ``0310``.
    Raises UsageError naming the unknown and the ill-typed ones.
    """
    declarations = _declarations(notebook)
    problems, values = _unknown(list(given), list(declarations)), {}
    for name in given.keys() & declarations.keys():
        try:
            read = [value for text in given[name] for value in _read(text, declarations[name].kind)]
            values[name] = [value for at, value in enumerate(read) if value not in read[:at]]
        except ValueError as error:
            problems.append(f"{name!r} must be {ast.unparse(declarations[name].kind)}, not {error}")
    if problems:
        wrong = ", ".join(problems)
        raise UsageError(f"{notebook.name}: {wrong}; it declares {list(declarations)}")
    return {name: values[name] for name in given}


def _read(text: str, kind: ast.expr) -> list[Any]:
    """The values of one option; raises ValueError with what cannot be read."""
    holder = kind.value if isinstance(kind, ast.Subscript) else kind
    container = getattr(holder, "id", "")
    if text.lstrip()[:1] in ("[", "{") and container in ("list", "dict"):
        try:
            value = json.loads(text)
        except ValueError:
            raise ValueError(f"{text!r}, which is no JSON") from None
        return [value]
    try:
        parts = next(csv.reader([text], strict=True), []) or [""]
    except csv.Error:
        raise ValueError(f"{text!r}: a quotation mark is not closed") from None
    if container != "list":
        return [_scalar(part, kind) for part in parts]
    item = kind.slice if isinstance(kind, ast.Subscript) else ast.Name("str")
    return [[_scalar(part, item) for part in parts] if text else []]


def _scalar(text: str, kind: ast.expr) -> Any:
    match kind:
        case ast.BinOp(left=left, right=right):
            try:
                return _scalar(text, left)
            except ValueError:
                return _scalar(text, right)
        case ast.Name(id="str" | "Any"):
            return text
        case ast.Name(id="bool") if text in ("true", "false"):
            return text == "true"
        case ast.Name(id="int" | "float") if WHOLE.fullmatch(text):
            return int(text)
        case ast.Name(id="float") if DECIMAL.fullmatch(text):
            return float(text)
        case ast.Constant() if text == "null":
            return None
    raise ValueError(repr(text))


def _unknown(given: list[str], known: list[str]) -> list[str]:
    code = [name for name in given if not str(name).isidentifier()]
    unknown = [name for name in given if name not in known and name not in code]
    near = [match for name in unknown for match in get_close_matches(name, known, n=1)]
    hint = f" (did you mean {', '.join(map(repr, dict.fromkeys(near)))}?)" if near else ""
    return [
        *([f"not parameter names {code}"] if code else []),
        *([f"unknown parameters {unknown}{hint}"] if unknown else []),
    ]


def _unfit(name: str, value: Any, kind: ast.expr) -> list[str]:
    if not _fits(value, kind):
        return [f"{name!r} must be {ast.unparse(kind)}, not {value!r}"]
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return [f"{name!r} must be plain JSON, not {value!r}"]
    paths = [text for text in _strings(value) if PATH.search(text)]
    return [f"{name!r} must be an id, not the path {paths[0]!r}"] if paths else []


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = [*value, *value.values()] if isinstance(value, dict) else value
    return [text for part in parts for text in _strings(part)] if isinstance(parts, list) else []


def _declarations(notebook: Path) -> dict[str, Declaration]:
    found = tagged(notebook, "parameters")
    if len(found) != 1:
        where = f" (cells {[number for number, _ in found]})" if found else ""
        raise InputError(
            f"{notebook.name}: {len(found)} code cells tagged 'parameters'{where}; "
            "tag exactly one, the first"
        )
    if tagged(notebook, "injected-parameters"):
        raise InputError(
            f"{notebook.name}: holds the parameters of a run; give the source notebook"
        )
    number, cell = found[0]
    return _parsed(cell["source"], where=f"{notebook.name}: cell {number}")


def _parsed(source: str, *, where: str) -> dict[str, Declaration]:
    try:
        lines = ast.parse(source).body
    except SyntaxError as error:
        raise InputError(f"{where}, line {error.lineno}: {error.msg}; correct it") from None
    declarations: dict[str, Declaration] = {}
    for line in lines:
        place = f"{where}, line {line.lineno}"
        name, one = _declaration(line, place=place)
        if name in declarations:
            raise InputError(f"{place}: {name!r} is declared twice; keep one")
        declarations[name] = one
    return declarations


def _declaration(line: ast.stmt, *, place: str) -> tuple[str, Declaration]:
    match line:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            default = _literal(value, place=place)
            kind: ast.expr = ast.Name("Any" if default is None else type(default).__name__)
            return name, Declaration(default, kind, required=default is None)
        case ast.AnnAssign(target=ast.Name(id=name), annotation=kind, value=given):
            _understood(kind, place=place)
            default = None if given is None else _literal(given, place=place)
            required = given is None or (default is None and not _fits(None, kind))
            if not required and not _fits(default, kind):
                raise InputError(f"{place}: the default of {name!r} is not {ast.unparse(kind)}")
            return name, Declaration(default, kind, required)
    raise InputError(f"{place}: only `name = value` may stand here; move the rest to another cell")


def _literal(value: ast.expr, *, place: str) -> Any:
    try:
        default = ast.literal_eval(value)
        # Tuples and sets would come back from JSON as something else.
        if json.loads(json.dumps(default, allow_nan=False)) != default:
            raise ValueError
    except (TypeError, ValueError):
        raise InputError(
            f"{place}: `{ast.unparse(value)}` is not a plain value; "
            "write a string, number, list or dict"
        ) from None
    return default


def _understood(kind: ast.expr, *, place: str) -> None:
    for part in ast.walk(kind):
        named = isinstance(part, GRAMMAR) and getattr(part, "id", "Any") in KINDS
        if not named and not (isinstance(part, ast.Constant) and part.value is None):
            known = f"use {', '.join(KINDS)}"
            raise InputError(f"{place}: no parameter is of type `{ast.unparse(kind)}`; {known}")


def _fits(value: Any, kind: ast.expr) -> bool:
    """Whether a value has the annotated type; bool never passes for a number."""
    match kind:
        case ast.BinOp(left=left, right=right):
            return _fits(value, left) or _fits(value, right)
        case ast.Constant():
            return value is None
        case ast.Subscript(value=ast.Name(id="list"), slice=item):
            return isinstance(value, list) and all(_fits(each, item) for each in value)
        case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[_, item])):
            return isinstance(value, dict) and all(_fits(each, item) for each in value.values())
        case ast.Name(id="Any"):
            return True
        case ast.Name(id=name):
            return isinstance(value, KINDS[name]) and (name == "bool") is isinstance(value, bool)
    return False

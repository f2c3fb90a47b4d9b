"""The rooms of the package: who may import whom, and who owns which library."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import workbench

PACKAGE = Path(workbench.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
LINES = 450

# The rooms that change corpus/ or answer questions about it, outside the flow of stages.
ON_REQUEST = {
    *("changes", "intake", "holdings", "revision", "recoding", "forms", "lookup", "ledger"),
    *("reproduction", "starter"),
}
READERS = {"errors", "schema", "project", "store", "corpus", "tokens", "coding", "comparison"}
MAY_IMPORT = {
    "errors": set(),
    "schema": set(),
    "fairness": {"schema"},
    "files": {"errors"},
    "reads": set(),
    "project": {"errors", "schema"},
    "store": {"errors", "schema", "project", "files", "reads"},
    "corpus": {"errors", "schema"},
    "cache": {"errors", "files"},
    "tokens": {"errors", "schema", "cache"},
    "sums": {"errors"},
    "coding": {"errors", "schema", "sums"},
    "comparison": {"errors", "schema"},
    "qca": {"errors", "schema"},
    "show": {"errors", "schema", "sums", "fairness"},
    "runs": {"errors", "project", "files", "executor", "reads"},
    "chapters": {"batch", "book", "files", "project", "runs", "schema", "store"},
    "book": {"errors", "project", "files"},
    "notebooks": {"errors"},
    "doctor": {"errors", "project"},
    "executor": {"errors"},
    "shards": {"errors", "files", "store", "corpus", "tokens"},
    "partitions": READERS - {"coding", "comparison"} | {"executor", "files", "shards"},
    "study": READERS | {"reads"},
    "counting": READERS | {"study"},
    "words": READERS | {"counting", "fairness", "partitions", "study"},
    "groups": {"comparison", "errors", "fairness", "project", "schema", "store", "tokens"},
    "standing": READERS | {"study"},
    "stages": READERS | {"study", "files", "counting", "standing"},
    "batch": {"corpus", "errors", "files", "project", "runs", "schema", "stages", "store"},
    "holdings": {"corpus", "errors", "files", "project", "store"},
    "intake": {"corpus", "errors", "files", "holdings", "project", "schema", "store"},
    "revision": READERS | {"counting", "files", "study"},
    "changes": READERS | {"files", "reads", "study"},
    "recoding": READERS | {"files", "study"},
    "forms": {"corpus", "errors", "files", "project", "schema", "study"},
    "lookup": READERS | {"study"},
    "ledger": READERS | {"files", "study"},
    "reproduction": {"errors", "pipeline", "project", "store"},
    "starter": {"errors", "files", "project", "schema"},
    "prose": {"errors", "coding", "project"},
    "checks": {
        "prose",
        "corpus",
        "counting",
        "holdings",
        "notebooks",
        "partitions",
        "standing",
        "study",
        "errors",
    }
    | {"project"},
    "pipeline": ROOMS - {"show", "cli", "__init__"} - ON_REQUEST,
    "cli": {
        "batch",
        "counting",
        "pipeline",
        "stages",
        "checks",
        "doctor",
        "project",
        "errors",
        "files",
    }
    | ON_REQUEST,
    "__init__": set(),
}
OWNERS = {
    "jieba": {"tokens"},
    "nltk": {"tokens"},
    "papermill": {"runs"},
    "nbformat": {"runs"},
    "jupyter_client": {"runs"},
    "ipykernel": {"runs"},
    "matplotlib": {"show"},
    "networkx": {"show"},
    "scipy": {"comparison", "qca", "show", "tokens"},
    "seaborn": {"show"},
    "ipywidgets": {"show"},
    "typer": {"cli"},
    "rich": {"cli", "runs"},
    "yaml": {"project"},
    "pyarrow": {"store"},
    "distributed": {"executor"},
    "filelock": {"files"},
    "platformdirs": {"cache"},
    "numba": {"tokens"},
    "ahocorasick_rs": {"tokens"},
    "typst": {"book"},
    "pypandoc": {"book"},
    "lxml": {"book", "corpus"},
    "trafilatura": {"corpus"},
    "pypdf": {"corpus"},
    "opencc": {"corpus"},
    "datasketch": {"corpus"},
    "charset_normalizer": {"corpus"},
    "anyascii": {"intake"},
    "fontTools": {"book"},
    "rocrate": {"batch"},
}


def imported(source: str) -> Iterator[str]:
    """Everything a module imports, wherever in it: ``workbench.store``, ``jieba``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield "workbench.relative"  # a relative import hides the room it reaches
        elif isinstance(node, ast.ImportFrom) and node.module == "workbench":
            yield from (f"workbench.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Call) and _imports(node.func):
            yield from (str(name.value) for name in node.args if isinstance(name, ast.Constant))


def _imports(called: ast.expr) -> bool:
    return getattr(called, "attr", getattr(called, "id", "")) in {"import_module", "__import__"}


def offences(room: str, source: str) -> list[str]:
    """Every import in ``source`` that is not for a module of ``room``."""
    found = []
    for name in imported(source):
        top, _, rest = name.partition(".")
        inner = rest.partition(".")[0]
        if top == "workbench" and inner not in MAY_IMPORT[room] | {room}:
            found.append(f"{room} imports {name}")
        if room == "schema" and top not in {"pydantic", "typing", "workbench"}:
            found.append(f"schema imports {name}")
        if room not in OWNERS.get(top, {room}):
            found.append(f"{room} imports {name}, which is for {sorted(OWNERS[top])}")
    return found


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_room_is_in_the_table() -> None:
    assert set(MAY_IMPORT) == ROOMS


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_room_may(module: Path) -> None:
    assert offences(room_of(module), module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("tokens", "from workbench import store"),
        ("tokens", "from workbench.corpus.cards import Case"),
        ("tokens", "import workbench.coding"),
        ("tokens", "from ..coding import codebook"),
        ("coding", "def late():\n    from workbench.project import find"),
        ("qca", "from workbench.comparison import matrix"),
        ("comparison", "import importlib\nimportlib.import_module('workbench.corpus')"),
        ("show", "import jieba.posseg"),
        ("store", "import yaml"),
        ("cli", "from filelock import FileLock"),
        ("files", "from workbench.project import find"),
        ("corpus", "from workbench import files"),
        ("corpus", "if True:\n    from pyarrow import parquet"),
        ("schema", "import pandas"),
        ("errors", "from workbench.schema import Label"),
        ("pipeline", "from workbench import show"),
        ("stages", "from workbench import cli, study"),
        ("cli", "from workbench import store"),
        ("book", "from rich.console import Console"),
    ],
)
def test_an_import_across_the_walls_is_an_offence(room: str, source: str) -> None:
    assert len(offences(room, source)) == 1


def test_what_a_room_may_import_is_no_offence() -> None:
    source = "import re\nimport jieba\nfrom workbench.errors import Fault\nimport workbench.schema"

    assert offences("tokens", source) == []


@pytest.mark.parametrize("library", OWNERS)
def test_every_owner_uses_its_library(library: str) -> None:
    users = {
        room_of(module)
        for module in MODULES
        for name in imported(module.read_text(encoding="utf-8"))
        if name.partition(".")[0] == library
    }

    assert users == OWNERS[library]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_says_why_it_exists_and_stays_short(module: Path) -> None:
    source = module.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(source))
    assert len(source.splitlines()) <= LINES

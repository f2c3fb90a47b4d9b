"""What a notebook rests on besides the study: our code it calls, and the libraries of both.

Found from the imports in the syntax trees, so that it is known before a run and the same
on every machine. A room of the package counts whole, with all that it imports anywhere
and the data it lies beside.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path

from workbench import store
from workbench.runs import source

PACKAGE = Path(__file__).parents[1]

COMPILED = "__pycache__"  # modules and kernels (tokens.kernel), made when first needed
RUNS = "runs"  # the room that says what a kernel finds, and what is kept of its outputs
MAGIC = re.compile(r"^(\s*)[%!].*", re.MULTILINE)
# Ways to reach a file unheard, or to call what no import names.
HIDDEN = {"__import__", "compile", "eval", "exec", "get_ipython"}


def rests_on(notebook: Path) -> dict[str, str]:
    """The hash of our code that a notebook can reach, and the versions of libraries.

    What is not confined may reach all of it: by a magic, or through a module beside it.
    """
    names = _imported(_trees(notebook))
    rooms = _reached(frozenset(map(_room, names)) - {""}) if is_confined(notebook) else _all_rooms()
    libraries = {_library(name) for name in names}.union(*map(_libraries, rooms)) - {""}
    versions = {f"version of {name}": version(name) for name in _distributions(libraries)}
    hashes = map(_hash, sorted({*rooms, RUNS}))
    return {"code": store.sha256("".join(hashes)), **versions, **_style(notebook)}


def _style(notebook: Path) -> dict[str, str]:
    """What matplotlib reads beside a notebook, before anyone listens: see ``runs.zygote``."""
    path = notebook.with_name("matplotlibrc")
    return {f"{path.parent.name}/{path.name}": store.file_hash(path)} if path.is_file() else {}


def is_confined(notebook: Path) -> bool:
    """Whether it imports only the workbench, and so reads nothing that goes unnoted.

    What another program reads goes unnoted: a room that starts one, as ``changes`` does git,
    is none of those that a confined notebook may import.
    """
    if not all(map(_is_python, _code(notebook))):
        return False
    trees = _trees(notebook)
    names = {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}
    imported = _imported(trees)
    known = all(name.partition(".")[0] == "workbench" for name in imported)
    rooms = _reached(frozenset(map(_room, imported)) - {""})
    alone = not any("subprocess" in _room_imports(room) for room in rooms)
    return bool(trees) and known and alone and not names & HIDDEN


def _code(notebook: Path) -> list[str]:
    return [cell["source"] for cell in source.cells(notebook) if cell["cell_type"] == "code"]


def _is_python(cell: str) -> bool:
    try:
        ast.parse(cell)
    except SyntaxError:
        return False
    return True


def _trees(notebook: Path) -> list[ast.Module]:
    """The code of a notebook; of a cell with magics (``%``, ``!``) what is left without them."""
    plain = [cell if _is_python(cell) else MAGIC.sub(r"\1pass", cell) for cell in _code(notebook)]
    return [ast.parse(cell) for cell in plain if _is_python(cell)]


def _imported(trees: Iterable[ast.AST]) -> set[str]:
    """Everything imported or located anywhere: ``workbench.store``, ``pandas``."""
    return {name for tree in trees for node in ast.walk(tree) for name in _names(node)}


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module == "workbench":
        yield from (f"workbench.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield node.module or ""
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "find_spec":
        yield from (str(name.value) for name in node.args if isinstance(name, ast.Constant))


def _room(name: str) -> str:
    top, _, rest = name.partition(".")
    return rest.partition(".")[0] if top == "workbench" else ""


def _library(name: str) -> str:
    top = name.partition(".")[0]
    return "" if top == "workbench" or top in sys.stdlib_module_names else top


def _reached(rooms: frozenset[str]) -> set[str]:
    found: set[str] = set()
    due = set(rooms)
    while due:
        found |= due
        due = {_room(name) for room in due for name in _room_imports(room)} - found - {""}
    return found


@cache
def _room_imports(room: str) -> frozenset[str]:
    return frozenset(_imported(ast.parse(path.read_text("utf-8")) for path in _modules(room)))


def _libraries(room: str) -> set[str]:
    return {_library(name) for name in _room_imports(room)}


@cache
def _hash(room: str) -> str:
    return store.sha256("".join(f"{path.name} {store.file_hash(path)}" for path in _files(room)))


def _files(room: str) -> list[Path]:
    found = [*PACKAGE.glob(f"{room}.py"), *PACKAGE.glob(f"{room}/**/*")]
    return sorted(path for path in found if path.is_file() and path.parent.name != COMPILED)


def _modules(room: str) -> list[Path]:
    return [path for path in _files(room) if path.suffix == ".py"]


def _all_rooms() -> set[str]:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir()} - {COMPILED}
    return {path.stem for path in PACKAGE.glob("*.py")} | folders


@cache
def _known() -> dict[str, list[str]]:
    return {name: list(found) for name, found in packages_distributions().items()}


def _distributions(libraries: Iterable[str]) -> list[str]:
    return sorted({name for library in libraries for name in _known().get(library, ())})

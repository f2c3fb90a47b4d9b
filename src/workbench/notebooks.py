"""What keeps a notebook thin: a cell reads like the sentence above it.

Logic lives in the package, where it is tested; a notebook only loads and shows.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.errors import Finding

CELL_LINES = 12
MAY_IMPORT = {
    "workbench.changes",
    "workbench.groups",
    "workbench.project",
    "workbench.qca",
    "workbench.show",
    "workbench.standing",
    "workbench.store",
    "workbench.words",
}

_LOGIC = {
    ast.FunctionDef: "def",
    ast.AsyncFunctionDef: "def",
    ast.ClassDef: "class",
    ast.For: "a loop",
    ast.While: "a loop",
    ast.Lambda: "lambda",
    ast.Try: "try",
}
_WRITES = {
    "open",
    "write_text",
    "write_bytes",
    "save",
    "savefig",
    "to_csv",
    "to_parquet",
    "to_excel",
    "to_json",
    "to_pickle",
    "unlink",
    "mkdir",
    "system",
    "exec",
    "eval",
}


def findings(path: Path, *, shown: str) -> list[Finding]:
    """Everything that makes the notebook at ``path`` more than thin."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        return [Finding(shown, getattr(error, "lineno", 0), f"not a notebook: {error}")]
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = list(enumerate(notebook.get("cells", []), start=1))
    code = [(number, cell) for number, cell in cells if cell["cell_type"] == "code"]
    messages = list(_parameters(code))
    for number, cell in code:
        messages += [(number, line, text) for line, text in _cell(cell)]
    if (
        any("papermill" in cell["metadata"] for _, cell in cells)
        or "papermill" in notebook["metadata"]
    ):
        messages.append((0, 0, "holds papermill metadata; run: nbstripout"))
    return [_finding(shown, lines, dict(cells), *message) for message in messages]


def _finding(
    shown: str, lines: list[str], cells: dict[int, Any], number: int, line: int, message: str
) -> Finding:
    if not number:
        return Finding(shown, 0, message)
    source = _source(cells[number]).splitlines() or [""]
    needle = json.dumps(source[max(line - 1, 0)], ensure_ascii=False)[1:-1]
    at = next((n for n, text in enumerate(lines, start=1) if needle and needle in text), 0)
    return Finding(shown, at, f"cell {number}, line {max(line, 1)}: {message}")


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _parameters(code: list[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, int, str]]:
    tagged = [n for n, cell in code if "parameters" in cell["metadata"].get("tags", [])]
    if not code or tagged != [code[0][0]]:
        message = "the first code cell, and no other, is tagged 'parameters'"
        yield (code[0][0] if code else 0), 1, message
        return
    for line, text in enumerate(_source(code[0][1]).splitlines(), start=1):
        if text.strip() and "#" not in text:
            yield tagged[0], line, "a parameter says in a comment what it is"
        if not text.partition("#")[0].isascii():
            yield tagged[0], line, "a parameter's value is an ASCII id"


def _cell(cell: dict[str, Any]) -> Iterator[tuple[int, str]]:
    source = _source(cell)
    if cell.get("outputs") or cell.get("execution_count"):
        yield 1, "outputs are stripped in git; run: nbstripout"
    if len(source.splitlines()) > CELL_LINES:
        yield CELL_LINES + 1, f"more than {CELL_LINES} lines; move the logic into the package"
    if source.lstrip().startswith(("!", "%")):
        yield 1, "no shell or magic commands; the environment is the lock file's"
        return
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield error.lineno or 1, f"not Python: {error.msg}"
        return
    for node in ast.walk(tree):
        yield from _node(node)


def _node(node: ast.AST) -> Iterator[tuple[int, str]]:
    line = getattr(node, "lineno", 1)
    if type(node) in _LOGIC:
        yield line, f"{_LOGIC[type(node)]} in a notebook; move the logic into the package"
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in _WRITES:
            yield line, f"{name}() writes or runs something; a notebook only loads and shows"
    if isinstance(node, ast.ImportFrom | ast.Import):
        odd = sorted(_imported(node) - MAY_IMPORT)
        if odd:
            yield line, f"imports {odd}; a notebook imports {sorted(MAY_IMPORT)} only"


def _imported(node: ast.ImportFrom | ast.Import) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if node.module == "workbench":
        return {f"workbench.{alias.name}" for alias in node.names}
    return {node.module or ""}

"""Which imports of the notebooks may be done once, before their kernels are forked.

Only of libraries that, imported early, leave nothing to be told from an import in the
notebook: no threads, no open files, no look at the kernel or the clock. Whatever else a
notebook imports, it imports itself.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench.runs.source import cells

FIT = {
    *("IPython", "jieba", "matplotlib", "networkx", "numpy", "pandas"),
    *("pyarrow", "scipy", "seaborn", "workbench"),
}
# What these import only when it is needed; nearly every notebook does.
LATE = {
    "matplotlib": ["matplotlib.backends.backend_agg"],
    "pandas": ["pandas.io.formats.style", "pandas.io.formats.html", "pandas.io.formats.string"],
    "pyarrow": ["pyarrow.pandas_compat", "pyarrow.parquet"],
    "seaborn": ["matplotlib.backends.backend_agg"],
    "workbench": ["workbench.store.tables", "pyarrow.pandas_compat", "pyarrow.parquet"],
}


def fit(notebooks: Iterable[Path]) -> list[str]:
    """Return the modules to import before the fork, sorted."""
    modules = {
        module
        for notebook in notebooks
        for module in _imported(notebook)
        if module.partition(".")[0] in FIT
    }
    late = {module for name in modules for module in LATE.get(name.partition(".")[0], [])}
    return sorted(modules | late)


def _imported(notebook: Path) -> Iterator[str]:
    for cell in cells(notebook):
        if cell["cell_type"] == "code":
            yield from _named(cell["source"])


def _named(source: str) -> Iterator[str]:
    """Yield the modules that a cell imports; a cell with magics may name none."""
    try:
        statements = ast.walk(ast.parse(source))
    except SyntaxError:
        return
    for statement in statements:
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            yield statement.module
            if statement.module == "workbench":  # its rooms are modules
                yield from (f"workbench.{alias.name}" for alias in statement.names)

"""A folder or file that is replaced whole, or not at all.

What fails halfway leaves what was there before; a reader never meets a book of
which half the pages are new.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give an empty folder to fill; it takes the place of ``path`` at the end."""
    with workplace(path) as work:
        fresh, old = work / "fresh", work / "old"
        fresh.mkdir()
        yield fresh
        if path.exists():
            path.rename(old)
        try:
            fresh.rename(path)
        except OSError:
            old.rename(path)
            raise


@contextmanager
def replacing_file(path: Path) -> Iterator[Path]:
    """Give a place to write one file to; it takes the place of ``path`` at the end."""
    with workplace(path) as work:
        yield work / path.name
        (work / path.name).replace(path)


@contextmanager
def workplace(path: Path) -> Iterator[Path]:
    """A temporary folder on the disk of ``path``, so that renaming is one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as work:
        yield Path(work)

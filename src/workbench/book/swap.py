"""A folder that is replaced whole, or not at all.

What fails halfway leaves what was there before; a reader never meets a book of
which half the pages are new.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.files import workplace


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
            if old.exists():
                old.rename(path)
            raise

"""What every test of the intake needs: files to bring in, and one call that takes them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench import project as projects
from workbench.corpus.cards import Document
from workbench.intake import Declared, Intake, Item
from workbench.project import Project


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """What writes one file into the folder ``inbox``; text as UTF-8."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def take(mini: Project) -> Callable[..., list[Item]]:
    """What brings paths into the mini study; the words are the options of ``workbench add``."""

    def taken(*paths: Path, **declared: str) -> list[Item]:
        return list(Intake(mini, Declared(**declared)).add(paths))

    return taken


@pytest.fixture
def card(mini: Project) -> Callable[[str], Document]:
    """What reads a card of the mini study as every command does."""

    def read(doc: str) -> Document:
        shown = f"corpus/documents/{doc}.yml"
        return projects.load(mini.root / shown, Document, shown=shown)

    return read

"""What a machine keeps: used where it is one's own, made anew where it is not."""

from pathlib import Path

import numpy as np
import pytest

from workbench import cache


class Maker:
    """What makes arrays, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> dict[str, np.ndarray]:
        self.asked += 1
        return {"one": np.arange(3), "two": np.array([0.5])}


@pytest.fixture
def make() -> Maker:
    return Maker()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setattr(cache, "_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def ask(make: Maker, source: bytes = b"words") -> list[list[float]]:
    return [values.tolist() for values in cache.arrays("made", source, make).values()]


def test_what_was_made_once_is_kept_for_its_source(folder: Path, make: Maker) -> None:
    assert ask(make) == ask(make) == [[0, 1, 2], [0.5]]
    assert make.asked == 1
    assert ask(make, b"other words") == [[0, 1, 2], [0.5]]
    assert make.asked == 2
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("place", ["file", "folder"])
def test_what_others_may_have_written_is_not_read(folder: Path, make: Maker, place: str) -> None:
    ask(make)
    [file] = folder.iterdir()
    (file if place == "file" else folder).chmod(0o777)

    assert ask(make) == [[0, 1, 2], [0.5]]
    assert make.asked == 2


def test_a_damaged_file_is_made_anew(folder: Path, make: Maker) -> None:
    ask(make)
    [file] = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-40])

    assert ask(make) == [[0, 1, 2], [0.5]]
    assert make.asked == 2


def test_without_a_folder_everything_works(folder: Path, make: Maker) -> None:
    folder.write_text("a file where the folder would be", encoding="utf-8")

    assert ask(make) == ask(make) == [[0, 1, 2], [0.5]]
    assert make.asked == 2

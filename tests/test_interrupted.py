"""A batch that ends in its midst, and batches on odd machines: what was done stays done."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from workbench import batch, pipeline, project
from workbench.batch import Asked
from workbench.project import Project

Fresh = Callable[[Path], Project]

YEARS = ["2020,2021,2022"]
# The second year waits for ever, until a file says that it need not.
WAITS = """import pathlib, time
pathlib.Path(f"begun-{year}").touch()
while year == 2021 and not pathlib.Path("go-on").exists():
    time.sleep(0.1)"""


def study(folder: Path, fresh: Fresh) -> Project:
    made = fresh(folder)
    v4 = nbformat.v4
    declared = v4.new_code_cell("year: int = 0", metadata={"tags": ["parameters"]})
    cells = [v4.new_markdown_cell("# Years"), declared, v4.new_code_cell(WAITS)]
    nbformat.write(v4.new_notebook(cells=cells), made.root / "notebooks" / "years.ipynb")
    return made


def command(made: Project, **world: str) -> "subprocess.Popen[bytes]":
    unset = {"LANG", "LC_CTYPE", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONCOERCECLOCALE"}
    typed = ["run", "years", "-p", f"year={YEARS[0]}", "--jobs", "1"]
    return subprocess.Popen(
        [sys.executable, "-c", "from workbench.cli import main; main()", *typed],
        cwd=made.root,
        env={name: value for name, value in os.environ.items() if name not in unset} | world,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def states(made: Project) -> dict[str, str]:
    asked = Asked("years", parameters={"year": YEARS})
    every = pipeline.run_states(project.find(made.root), asked)
    return {each.name: each.state for each in every if each.name.startswith("run ")}


def wait_for(path: Path) -> None:
    end = time.monotonic() + 300
    while not path.exists():
        assert time.monotonic() < end, f"{path.name} did not come"
        time.sleep(0.1)


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(("blow", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_batch_that_was_stopped_goes_on_where_it_stopped(
    tmp_path: Path, fresh: Fresh, blow: signal.Signals, code: int
) -> None:
    made = study(tmp_path / "study", fresh)
    first = command(made)
    wait_for(made.root / "notebooks" / "begun-2021")
    first.send_signal(blow)
    _, said = first.communicate(timeout=300)
    stopped, noted = states(made), set(batch.journal(made))
    (made.root / "notebooks" / "go-on").touch()
    second = command(made)
    out, _ = second.communicate(timeout=300)

    assert first.returncode == code
    assert (b"go on where it stopped" in said) is (blow is signal.SIGINT)
    assert noted == {"_years,year=2020"}
    assert stopped == {
        "run _years,year=2020": "fresh",
        "run _years,year=2021": "missing",
        "run _years,year=2022": "missing",
    }
    assert b"runs: 2 ok, 0 failed, 0 skipped, 1 fresh in " in out
    assert set(states(made).values()) == {"fresh"}
    assert {note["state"] for note in batch.journal(made).values()} == {"ok"}


def test_a_batch_runs_in_the_locale_c_without_a_terminal_in_a_folder_with_a_chinese_name(
    tmp_path: Path, fresh: Fresh
) -> None:
    made = study(tmp_path / "研究 a study", fresh)
    (made.root / "notebooks" / "go-on").touch()
    done = command(made, LC_ALL="C", TERM="dumb")
    out, said = done.communicate(timeout=300)

    assert (done.returncode, said) == (0, b"")
    assert b"runs: 3 ok, 0 failed" in out
    assert b"\x1b" not in out

"""Batches that are interrupted, and batches that run elsewhere: the same bytes in the end."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from workbench.errors import EnvironmentFault
from workbench.runs import Job, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the notebook kills its batch")

# The third process above a forked kernel's code: the kernel, its zygote, and whose it is.
FATAL = """import os, pathlib, psutil, signal, time

fatal = pathlib.Path("fatal")
if district == "d5" and fatal.exists():
    fatal.unlink()
    os.kill(psutil.Process().parents()[1].pid, signal.SIGKILL)
    time.sleep(600)
print(district)"""

BATCH = """
from pathlib import Path
from workbench.runs import Job, run, stale

root = Path({root!r})
jobs = [
    Job(root / "district.ipynb", {{"district": f"d{{at}}"}}, root / "runs" / f"d{{at}}")
    for at in range(12)
]
due = [job for job in jobs if stale(job)]
print(len(due), flush=True)
run(due, workers=1, progress=False)
"""


def study(root: Path) -> Path:
    v4 = nbformat.v4
    declaration = v4.new_code_cell('district: str = ""', metadata={"tags": ["parameters"]})
    content = v4.new_notebook(cells=[declaration, v4.new_code_cell(FATAL)])
    root.mkdir()
    nbformat.write(content, root / "district.ipynb")
    return root


def jobs(root: Path, count: int = 12) -> list[Job]:
    names = [f"d{at}" for at in range(count)]
    path = root / "district.ipynb"
    return [Job(path, {"district": name}, root / "runs" / name) for name in names]


def results(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.glob("runs/**/*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The results of a batch that nothing disturbs."""
    root = study(tmp_path_factory.mktemp("whole") / "study")
    assert all(outcome.ok for outcome in run(jobs(root), workers=2, progress=False))
    return results(root)


def batch(root: Path) -> tuple[int, str]:
    command = [sys.executable, "-c", BATCH.format(root=str(root))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.strip()


def test_a_killed_batch_is_taken_up_where_it_was(tmp_path: Path, whole: dict[str, bytes]):
    root = study(tmp_path / "study")
    (root / "fatal").touch()
    killed, again = batch(root), batch(root)

    # d0 to d4 were done when d5 killed the batch
    assert killed == (-9, "12")
    assert again == (0, "7")
    assert results(root) == whole
    assert batch(root) == (0, "0")


def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(
    dask: ModuleType, tmp_path: Path, whole: dict[str, bytes]
):
    root = study(tmp_path / "study")
    (root / "fatal").touch()
    with dask.scheduler() as address, dask.worker(address) as one, dask.worker(address) as other:
        outcomes = run(jobs(root), scheduler=address, progress=False)
        lost = [process.poll() for process in (one, other)]

    assert [outcome.error for outcome in outcomes] == [""] * 12
    assert sorted(lost, key=str) == [-9, None]
    assert results(root) == whole


def test_a_scheduler_that_is_not_there_is_told_before_anything_runs(tmp_path: Path):
    root = study(tmp_path / "study")

    with pytest.raises(EnvironmentFault, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        run(jobs(root, 1), scheduler="tcp://127.0.0.1:9", progress=False)

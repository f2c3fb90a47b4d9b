"""One notebook for many districts: papermill one after another, papermill in a pool, ours.

``python -m benchmarks.runs --districts 5 50`` prints what each took side by side; with
``--interrupt`` 200 districts are killed in the middle and taken up again as well. Ends
with 1 where ours takes more than a quarter of the time of papermill one after another,
or where the interrupted runs leave other bytes. The machine is not alone: compare what
stands in one table only.
"""

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import nbformat
import psutil

BAR = 0.25  # of the time of papermill's own command, one district after another
LONGEST = 50  # districts that command is asked for: it takes half an hour for 200
WORKERS = 2
TEXT = "text = f'{district}的居民在议事厅讨论花园的公约，志愿队伍帮助老人。' * 200"
CELLS = [
    "import jieba\nimport pandas as pd\nimport seaborn as sns",
    "jieba.setLogLevel('ERROR')  # it tells how long it took",
    f"{TEXT}\nwords = pd.Series(jieba.lcut(text, HMM=False), name='word')\nwords.describe()",
    "counts = words.value_counts().head(12).rename('n').reset_index()\ncounts",
    "axes = sns.barplot(counts, x='n', y='word')\naxes.set_title(district)",
    "counts.assign(share=counts.n / len(words)).round(4).set_index('word')",
]


class Took(NamedTuple):
    """Seconds on the clock and of the processors, MiB at the peak of all processes."""

    wall: float
    cpu: float
    peak: float


def main() -> None:
    """Measure what is asked for, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.runs", description=__doc__)
    parser.add_argument("--districts", type=int, nargs="+", default=[5, 50, 200])
    parser.add_argument("--interrupt", action="store_true", help="and kill 200 in the middle")
    parser.add_argument("--all", action="store_true", help="papermill's command for 200 as well")
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.contender:
        CONTENDERS[given.contender](given.folder, given.districts[0])
        return
    print(f"{os.cpu_count()} processors, load before {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-runs-") as folder:
        kept = [compared(Path(folder), count, every=given.all) for count in given.districts]
        if given.interrupt:
            kept.append(resumed(Path(folder), max(given.districts)))
    sys.exit(not all(kept))


def compared(folder: Path, count: int, *, every: bool) -> bool:
    """Print what each contender took, and whether the bar is kept."""
    print(f"\n{count} districts\n{'':28}{'wall s':>9}{'cpu s':>9}{'peak MiB':>10}{'ratio':>8}")
    took: dict[str, Took] = {}
    for name in CONTENDERS:
        if name == ONE and count > LONGEST and not every:
            continue
        took[name] = now = measured(name, study(folder / f"{name}-{count}"), count)
        ratio = now.wall / next(iter(took.values())).wall
        print(f"{name:28}{now.wall:9.1f}{now.cpu:9.1f}{now.peak:10.0f}{ratio:8.2f}", flush=True)
    ours = took[OURS]
    print(f"ours: {ours.wall / count:.2f} s and {ours.cpu / count:.2f} s of a processor a district")
    return ONE not in took or count < LONGEST or ours.wall <= BAR * took[ONE].wall


def measured(name: str, folder: Path, count: int) -> Took:
    """Let a contender run in a process of its own."""
    began, peak = time.perf_counter(), 0.0
    process = started(name, folder, count)
    while process.poll() is None:
        peak = max(peak, memory(process.pid))
        time.sleep(0.2)
    wall = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{name} ended with {process.returncode}")
    return Took(wall, float((folder / "cpu").read_text()), peak)


def started(name: str, folder: Path, count: int) -> subprocess.Popen[bytes]:
    """A contender at work."""
    arguments = ["--contender", name, "--folder", str(folder), "--districts", str(count)]
    return subprocess.Popen([sys.executable, "-m", "benchmarks.runs", *arguments])  # noqa: S603


def memory(process: int) -> float:
    """MiB of a process and all below it; pages that several share are counted once."""
    total = 0
    try:
        for each in [(top := psutil.Process(process)), *top.children(recursive=True)]:
            total += each.memory_full_info().pss
    except psutil.Error:
        return 0.0
    return total / 2**20


def study(folder: Path) -> Path:
    """A folder with the notebook."""
    v4 = nbformat.v4
    declaration = v4.new_code_cell('district: str = ""', metadata={"tags": ["parameters"]})
    cells = [v4.new_markdown_cell("# A district"), declaration, *map(v4.new_code_cell, CELLS)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
    folder.mkdir()
    nbformat.write(v4.new_notebook(cells=cells, metadata=kernel), folder / "district.ipynb")
    return folder


def names(count: int) -> list[str]:
    """The ids of so many districts."""
    return [f"d{number:03}" for number in range(count)]


# --- contenders ---------------------------------------------------------------------


def one_after_another(folder: Path, count: int) -> None:
    """Papermill's command, as its documentation shows it."""
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", "--log-level", "ERROR"]
    for name in names(count):
        paths = [str(folder / "district.ipynb"), str(folder / f"{name}.ipynb")]
        subprocess.run([*command, *paths, "-p", "district", name], check=True)  # noqa: S603
    _tell(folder)


def in_a_pool(folder: Path, count: int) -> None:
    """Papermill's function in a pool of processes."""
    with ProcessPoolExecutor(WORKERS) as pool:
        list(pool.map(_papermill, [folder] * count, names(count)))
    _tell(folder)


def _papermill(folder: Path, name: str) -> None:
    import papermill

    paths = [str(folder / "district.ipynb"), str(folder / f"{name}.ipynb")]
    papermill.execute_notebook(*paths, parameters={"district": name}, progress_bar=False)


def ours(folder: Path, count: int) -> None:
    """Whatever is not done yet."""
    from workbench.runs import Job, run, stale

    notebook = folder / "district.ipynb"
    jobs = [Job(notebook, {"district": name}, folder / "runs" / name) for name in names(count)]
    due = [job for job in jobs if stale(job)]
    outcomes = run(due, workers=WORKERS, progress=False)
    if not all(outcome.ok for outcome in outcomes):
        sys.exit("\n".join(map(str, outcomes)))
    (folder / "due").write_text(str(len(due)))
    _tell(folder)


def _tell(folder: Path) -> None:
    used = [os.times().user, os.times().system, os.times().children_user]
    (folder / "cpu").write_text(str(sum(used) + os.times().children_system))


ONE, POOL, OURS = "papermill-command", "papermill-pool", "workbench"
CONTENDERS: dict[str, Callable[[Path, int], None]] = {
    ONE: one_after_another,
    POOL: in_a_pool,
    OURS: ours,
}


# --- interrupted --------------------------------------------------------------------


def resumed(folder: Path, count: int) -> bool:
    """Kill a batch in the middle and call again: only the rest is run, to the same bytes."""
    whole, broken = study(folder / "whole"), study(folder / "broken")
    started(OURS, whole, count).wait()
    process = started(OURS, broken, count)
    while len(list(broken.glob("runs/*/result.json"))) < count // 2:
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = len(list(broken.glob("runs/*/result.json")))
    started(OURS, broken, count).wait()
    rest, same = int((broken / "due").read_text()), digest(whole) == digest(broken)
    print(f"\n{count} districts killed after {done}; then {rest} were run; same bytes: {same}")
    return same and done + rest == count


def digest(folder: Path) -> str:
    """The hash of every file below the runs, with their names."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("runs/**/*")):
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(path.read_bytes() if path.is_file() else b"")
    return total.hexdigest()


if __name__ == "__main__":
    main()

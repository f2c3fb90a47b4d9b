"""A chapter for each of many districts: papermill one after another, in a pool, and ours.

``python -m benchmarks.runs --districts 5 50`` makes a study of so many districts, builds
its tables, and has each contender run ``notebooks/district.ipynb`` on all of them. It
prints what each took side by side, and where the time of ours goes: what the cells take
by themselves is measured as well. With ``--interrupt`` the batch of ours is killed in the
middle and taken up again. Ends with 1 where ours takes more than a quarter of the time of
papermill one after another, or where the interrupted runs leave other bytes. The machine
is not alone: compare what stands in one table only.
"""

import argparse
import gc
import hashlib
import json
import multiprocessing
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

import psutil

from benchmarks import many

WORKBENCH = Path(sys.executable).with_name("workbench")
BAR = 0.25  # of the time of papermill's own command, one district after another
LONGEST = 50  # districts that command is asked for: it takes half an hour for 200
WORKERS = 2
NOTEBOOK = "notebooks/district.ipynb"
TABLES = "build/[1-4]-*/**/*"


class Took(NamedTuple):
    """Seconds on the clock and of the processors, MiB at the peak of all processes."""

    wall: float
    cpu: float
    peak: float


def main() -> None:
    """Measure what is asked for, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.runs", description=__doc__)
    parser.add_argument("--districts", type=int, nargs="+", default=[5, 50, 200])
    parser.add_argument("--interrupt", action="store_true", help="and kill ours in the middle")
    parser.add_argument("--all", action="store_true", help="papermill's command for 200 as well")
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--study", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.contender:
        CONTENDERS[given.contender](given.study)
        used = [os.times().user, os.times().system, os.times().children_user]
        (given.study / "cpu").write_text(str(sum(used) + os.times().children_system))
        return
    print(f"{os.cpu_count()} processors, load before {os.getloadavg()[0]:.1f}", flush=True)
    kept = []
    for count in given.districts:
        with tempfile.TemporaryDirectory(prefix="bench-runs-") as folder:
            study = built(Path(folder) / "study", count)
            kept.append(compared(study, count, every=given.all))
            if given.interrupt:
                kept.append(resumed(study, count))
    sys.exit(not all(kept))


def built(root: Path, count: int) -> Path:
    """A study of so many districts with its tables."""
    began = time.perf_counter()
    many.study(root, count)
    workbench(root, "compare")
    seconds = time.perf_counter() - began
    print(f"\n{count} districts, made up and brought to tables in {seconds:.1f} s", flush=True)
    return root


def compared(study: Path, count: int, *, every: bool) -> bool:
    """Print what each contender took, and whether the bar is kept."""
    print(f"{'':28}{'wall s':>9}{'cpu s':>9}{'peak MiB':>10}{'ratio':>8}")
    took: dict[str, Took] = {}
    for name in CONTENDERS:
        if name == ONE and count > LONGEST and not every:
            continue
        took[name] = now = measured(name, study)
        ratio = now.wall / next(iter(took.values())).wall
        print(f"{name:28}{now.wall:9.1f}{now.cpu:9.1f}{now.peak:10.0f}{ratio:8.2f}", flush=True)
    explained(study, took[OURS], count)
    return ONE not in took or count < LONGEST or took[OURS].wall <= BAR * took[ONE].wall


def explained(study: Path, ours: Took, count: int) -> None:
    """Say where the time of ours goes, and what a call costs that has nothing to do."""
    first, cells = (float((study / name).read_text()) for name in ("first", "cells"))
    began = time.perf_counter()
    workbench(study, "run", "--all")
    fresh = time.perf_counter() - began
    print(f"ours: {ours.wall / count:.2f} s and {ours.cpu / count:.2f} s of a processor a district")
    print(f"  {first:5.1f} s until the first was done: start, plan, imports")
    print(f"  {cells:5.1f} s the cells by themselves, {WORKERS} at a time, after all imports")
    print(f"  {ours.wall - first - cells:5.1f} s kernels, messages, checks, files")
    print(f"  {fresh:5.1f} s called again, to say that all are fresh", flush=True)


def measured(name: str, study: Path) -> Took:
    """Let a contender run in a process of its own."""
    began, peak = time.perf_counter(), 0.0
    arguments = ["--contender", name, "--study", str(study)]
    with (study / "log").open("w") as log:  # every kernel warns that it is not encrypted
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "benchmarks.runs", *arguments], stderr=log
        )
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            time.sleep(0.2)
    wall = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{(study / 'log').read_text()}\n{name} ended with {process.returncode}")
    return Took(wall, float((study / "cpu").read_text()), peak)


def memory(process: int) -> float:
    """MiB of a process and all below it; pages that several share are counted once."""
    total = 0
    try:
        for each in [(top := psutil.Process(process)), *top.children(recursive=True)]:
            total += each.memory_full_info().pss
    except psutil.Error:
        return 0.0
    return total / 2**20


def workbench(study: Path, *arguments: str) -> str:
    """What a command says; it has to succeed."""
    command = [str(WORKBENCH), *arguments]
    done = subprocess.run(  # noqa: S603
        command, cwd=study, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


def names(study: Path) -> list[str]:
    """The ids of the districts of a study."""
    return sorted(path.stem.removesuffix("-teams") for path in study.glob("corpus/cases/*"))


# --- contenders ---------------------------------------------------------------------


def one_after_another(study: Path) -> None:
    """Papermill's command, as its documentation shows it."""
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", "--log-level", "ERROR"]
    for name in names(study):
        paths = [NOTEBOOK, f"{study.parent}/{name}.ipynb"]
        subprocess.run(  # noqa: S603
            [*command, *paths, "-p", "district", name], check=True, cwd=study
        )


def in_a_pool(study: Path) -> None:
    """Papermill's function in a pool of processes."""
    with ProcessPoolExecutor(WORKERS) as pool:
        list(pool.map(_papermill, [study] * len(names(study)), names(study)))


def _papermill(study: Path, name: str) -> None:
    import papermill

    papermill.execute_notebook(
        str(study / NOTEBOOK),
        f"{study.parent}/{name}.ipynb",
        parameters={"district": name},
        progress_bar=False,
        cwd=study,
    )


def ours(study: Path) -> None:
    """The command of the workbench, as its README shows it; all that is not fresh."""
    command = [str(WORKBENCH), "run", "--all", "--json", "--jobs", str(WORKERS)]
    began, first = time.perf_counter(), 0.0
    with subprocess.Popen(command, cwd=study, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout
        for line in process.stdout:
            if not first and json.loads(line)["event"] == "ended":
                first = time.perf_counter() - began
    if process.returncode:
        sys.exit(process.returncode)
    (study / "first").write_text(str(first))


def bare(study: Path) -> None:
    """The cells alone, each time in a new process that has imported all: no kernel."""
    import nbformat
    from IPython.core import interactiveshell  # without a shell: that would be the main module

    from workbench.runs.preload import fit
    from workbench.runs.zygote import imported

    os.chdir(study)
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    imported(fit([Path(NOTEBOOK)]))
    assert interactiveshell
    gc.freeze()
    began = time.perf_counter()
    with multiprocessing.get_context("fork").Pool(WORKERS, maxtasksperchild=1) as pool:
        pool.starmap(_bare, [(name, cells) for name in names(study)], chunksize=1)
    (study / "cells").write_text(str(time.perf_counter() - began))


def _bare(name: str, cells: list[str]) -> None:
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    first, *others = cells
    assert "district" in first
    for cell in [f"district = {name!r}", *others]:
        with capture_output():
            InteractiveShell.instance().run_cell(cell).raise_error()


ONE, POOL, OURS, BARE = "papermill-command", "papermill-pool", "workbench-run", "cells-alone"
CONTENDERS: dict[str, Callable[[Path], None]] = {
    ONE: one_after_another,
    POOL: in_a_pool,
    OURS: ours,
    BARE: bare,
}


# --- interrupted --------------------------------------------------------------------


def resumed(study: Path, count: int) -> bool:
    """Kill a batch in the middle and call again: only the rest is run, to the same bytes."""
    whole = digests(study)
    for path in study.glob("build/5-runs/**/*"):
        if path.is_file():
            path.unlink()
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603
        [str(WORKBENCH), "run", "--all"], cwd=study, stdout=subprocess.DEVNULL
    ) as process:
        while len(done(study)) < count // 2:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    killed, kept = time.perf_counter() - began, len(done(study))
    began = time.perf_counter()
    said = workbench(study, "run", "--all").splitlines()[-1]
    again, same = time.perf_counter() - began, digests(study) == whole
    only = f"{count - kept} ok, 0 failed, 0 skipped, {kept} fresh" in said
    print(f"killed (-9) after {killed:.1f} s and {kept} of {count}; called again, {again:.1f} s:")
    print(f"  {said}\n  only the rest was run: {only}; all {len(whole)} files alike: {same}")
    return same and only


def done(study: Path) -> list[Path]:
    """The records of the runs that are done."""
    return list(study.glob("build/5-runs/*/result.json"))


def digests(study: Path) -> dict[str, str]:
    """The hash of every table, notebook and record; the journal of times is none of them."""
    return {
        str(path.relative_to(study)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted([*study.glob(TABLES), *study.glob("build/5-runs/*/*")])
        if path.is_file()
    }


if __name__ == "__main__":
    main()

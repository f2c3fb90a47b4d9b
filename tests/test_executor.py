"""One interface, three places to work: here, in processes, on a Dask cluster."""

import math
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from types import ModuleType

import psutil
import pytest

from workbench import executor
from workbench.errors import EnvironmentFault, InputError, UsageError
from workbench.executor import done

# A task that kills the process it runs in, and does its work the next time.
KILLS_ONCE = (
    "__import__('os').kill(__import__('os').getpid(), 9) "
    "if not __import__('pathlib').Path({path!r}).exists() "
    "and not __import__('pathlib').Path({path!r}).touch() else 'done'"
)
KILLS = "__import__('os').kill(__import__('os').getpid(), 9)"


@pytest.fixture(scope="module")
def cluster(dask: ModuleType) -> Iterator[str]:
    """The address of a scheduler with two workers."""
    with dask.scheduler() as address, dask.worker(address), dask.worker(address):
        yield address


@pytest.fixture(params=["here", "processes", "cluster"])
def pool(request: pytest.FixtureRequest) -> Iterator[Executor]:
    """Each kind of executor."""
    if request.param == "cluster":
        with executor.executor(scheduler=request.getfixturevalue("cluster")) as each:
            yield each
    else:
        with executor.executor(jobs=1 if request.param == "here" else 2) as each:
            yield each


# --- the interface ----------------------------------------------------------------


def test_every_task_comes_back_with_its_result(pool: Executor):
    # 0! = 1! = 1, 2! = 2, 3! = 6, 4! = 24, 5! = 120
    results = dict(done(pool, math.factorial, range(6)))

    assert results == {0: 1, 1: 1, 2: 2, 3: 6, 4: 24, 5: 120}


def test_without_tasks_there_are_no_results(pool: Executor):
    assert list(done(pool, math.factorial, [])) == []


def test_what_a_task_raises_comes_back(pool: Executor):
    with pytest.raises(ZeroDivisionError):
        list(done(pool, eval, ["1 + 1", "1 / 0"]))


def test_a_refusal_comes_back_with_its_words(pool: Executor):
    refusal = "__import__('workbench.shards.pieces').shards.pieces._refuse_change"
    task = f"{refusal}(type('P', (), dict(sha256='a', source='x.jsonl')), 'b')"

    with pytest.raises(InputError, match=r"x\.jsonl: changed while it was being read"):
        list(done(pool, eval, [task]))


def test_only_so_many_tasks_are_taken_that_none_has_to_wait_for_the_next(pool: Executor):
    taken = 0

    def tasks() -> Iterator[int]:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield 5

    results = done(pool, math.factorial, tasks())
    next(results)

    assert taken <= 2 * executor.workers(pool)


# --- processes ------------------------------------------------------------------


def test_tasks_run_in_other_processes_which_are_gone_afterwards():
    with executor.executor(jobs=2) as pool:
        pids = {pid for _, pid in done(pool, eval, ["__import__('os').getpid()"] * 8)}

    assert os.getpid() not in pids
    assert multiprocessing.active_children() == []


def test_the_task_of_a_lost_process_is_given_to_another(tmp_path: Path):
    tasks = [KILLS_ONCE.format(path=str(tmp_path / "killed")), "'also'"]
    with executor.executor(jobs=2) as pool:
        results = {result for _, result in done(pool, eval, tasks)}

    assert results == {"done", "also"}
    assert (tmp_path / "killed").exists()


def test_a_task_that_costs_three_processes_is_given_up():
    with (
        pytest.raises(EnvironmentFault, match=r"3 worker processes .* ended with -9.* --jobs"),
        executor.executor(jobs=2) as pool,
    ):
        list(done(pool, eval, [KILLS]))


def test_an_interruption_ends_the_processes_in_the_midst_of_their_tasks():
    def interrupted() -> None:
        with executor.executor(jobs=2) as pool:
            for _ in done(pool, eval, ["1", "__import__('threading').Event().wait()"]):
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(os.name == "nt", reason="no such signals there")
def test_processes_do_not_outlive_the_one_that_started_them():
    script = (
        "import os, sys\n"
        "from workbench.executor import done, executor\n"
        "if __name__ == '__main__':\n"
        "    with executor(jobs=2) as pool:\n"
        "        task = \"__import__('os').getpid()\"\n"
        "        print(*{pid for _, pid in done(pool, eval, [task] * 8)}, flush=True)\n"
        "        os.kill(os.getpid(), 9)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )  # returns when no process is left that could write to its output

    assert ended.returncode == -signal.SIGKILL
    assert len(ended.stdout.split()) == 2


@pytest.mark.parametrize("jobs", [0, -1])
def test_less_than_one_process_is_refused(jobs: int):
    with (
        pytest.raises(UsageError, match=rf"--jobs {jobs}: at least one"),
        executor.executor(jobs=jobs),
    ):
        pass


# --- a cluster --------------------------------------------------------------------


@pytest.mark.parametrize("address", ["here", "http://127.0.0.1:8786", "tcp://127.0.0.1"])
def test_an_address_that_is_none_is_refused(address: str):
    with (
        pytest.raises(UsageError, match=r"write it as tcp://host:port"),
        executor.executor(scheduler=address),
    ):
        pass


def test_a_cluster_of_this_machine_has_as_many_workers_as_were_asked_for_and_ends_with_them():
    with executor.executor(jobs=2, scheduler=executor.LOCAL) as pool:
        processes = {result for _, result in done(pool, eval, ["__import__('os').getpid()"] * 8)}
        many = executor.workers(pool)

    assert many == 2
    assert os.getpid() not in processes
    assert not any(psutil.pid_exists(process) for process in processes)


def test_a_scheduler_that_does_not_answer_says_how_to_start_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(executor, "REACHED", 0.2)

    with (
        pytest.raises(EnvironmentFault, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"),
        executor.executor(scheduler="tcp://127.0.0.1:9"),
    ):
        pass


def test_a_scheduler_without_workers_says_how_to_start_some(
    dask: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    with dask.scheduler() as address:
        monkeypatch.setattr(executor, "REACHED", 1)

        with (
            pytest.raises(EnvironmentFault, match=rf"has no workers; .*: dask worker {address}"),
            executor.executor(scheduler=address),
        ):
            pass


def test_the_task_of_a_lost_worker_is_given_to_another(dask: ModuleType, tmp_path: Path):
    task = KILLS_ONCE.format(path=str(tmp_path / "killed"))
    with (
        dask.scheduler() as address,
        dask.worker(address),
        dask.worker(address),
        executor.executor(scheduler=address) as pool,
    ):
        results = [result for _, result in done(pool, eval, [task])]

    assert results == ["done"]
    assert (tmp_path / "killed").exists()


def test_a_worker_with_another_version_of_the_package_is_refused(dask: ModuleType, tmp_path: Path):
    shutil.copytree(Path(executor.__file__).parent, tmp_path / "workbench")
    (tmp_path / "workbench" / "more.py").write_text("MORE = 1\n", encoding="utf-8")

    with (
        dask.scheduler() as address,
        dask.worker(address, PYTHONPATH=str(tmp_path)),
        pytest.raises(EnvironmentFault, match=r"workers without this version .*tcp://127"),
        executor.executor(scheduler=address),
    ):
        pass

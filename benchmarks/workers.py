"""One process, two processes, and two workers of a Dask cluster, on one collection."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.corpora import repeated
from benchmarks.harness import Bench, Ran, told
from benchmarks.measures import Measure, Section, least, most
from benchmarks.studies import cut, study

TIMES = 5  # the Chinese corpus, under other ids: 10^8 characters
TWO, DASK = 1.6, 1.15  # times as fast as one process; times as long as two


def measure(bench: Bench) -> Iterator[Section]:
    """How much faster two are than one, and what a cluster costs beside them."""
    path = bench.folder / "workers.jsonl"
    _, characters = repeated(bench.corpora["zh"], TIMES, path)
    contenders = {"one process": _one, "two processes": _two, "two workers of Dask": _dask}
    runs = bench.alternating(
        {
            name: lambda function=function: _anew(bench, path, function)
            for name, function in contenders.items()
        }
    )
    path.unlink()
    timings = told(runs)
    one, two, dask = (timings[name].median for name in contenders)
    digests = {ran.value["digest"] for own in runs.values() for ran in own}
    yield Section(
        "Several processes",
        f"A collection of {characters:,} characters, read from one file of lines and written "
        "in shards; starting the processes counts, starting the cluster does not.",
        list(timings.values()),
        [
            Measure("one process over two", one / two, "times", least(TWO)),
            Measure("Dask over two processes", dask / two, "times", most(DASK)),
            Measure("results with other bytes", len(digests) - 1, "", most(0)),
        ],
    )


def _anew(bench: Bench, path: Path, function: Any) -> Ran:
    root = study(bench.folder / "workers", path)
    ran = bench.apart(function, root)
    ran.value["digest"] = _digest(root / "build")
    shutil.rmtree(root)
    return ran


def _one(root: str) -> dict[str, float]:
    return cut(root)


def _two(root: str) -> dict[str, float]:
    return cut(root, jobs=2)


def _dask(root: str) -> dict[str, float]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        protocol="tcp",
        dashboard_address=None,
    ) as cluster:
        return cut(root, scheduler=cluster.scheduler_address)


def _digest(folder: Path) -> str:
    """The hash of every byte of a cut collection, but for the times of its source."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "stamps.json":
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()

"""The tables behind the views on a thousand documents: what a reader waits for."""

import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.corpora import lines, write
from benchmarks.harness import Bench
from benchmarks.measures import Measure, Section, Timing, most
from benchmarks.studies import cut, study

DOCUMENTS = 1000
BAR = 200  # ms
CALLS = 5


def measure(bench: Bench) -> Iterator[Section]:
    """Each table five times, once the words are in the memory."""
    corpus = bench.corpora["zh"]
    path = bench.folder / "views.jsonl"
    documents, characters = write(islice(lines(corpus.path), DOCUMENTS), path)
    root = study(bench.folder / "views", path)
    bench.apart(cut, root)
    took = bench.apart(asked, root, corpus.group, corpus.term).value
    timings = [Timing(name, seconds) for name, seconds in took["tables"].items()]
    yield Section(
        "Tables behind the views",
        f"{documents:,} documents, {characters:,} characters; loading their words took "
        f"{took['loading']:.2f} s, once.",
        timings,
        [Measure(timing.contender, 1000 * timing.median, "ms", most(BAR)) for timing in timings],
    )


def asked(root: str, group: str, term: str) -> dict[str, Any]:
    """The seconds of loading the words, and those of each table."""
    from workbench import project, words

    began = time.perf_counter()
    own = words.words(project.find(Path(root)), "texts")
    documents = own.documents
    _ = own.matrix, own.tokens
    loading = time.perf_counter() - began
    target = documents.loc[documents["group"] == group, "doc"].tolist()
    tables: dict[str, Callable[[], object]] = {
        "frequencies": own.frequencies,
        "keyness": lambda: own.keyness(target),
        "concordance": lambda: own.concordance(term),
        "collocates": lambda: own.collocates(term),
        "dispersion": own.dispersion,
        "places": lambda: own.places(term),
        "trends": lambda: own.trends([term]),
    }
    return {"loading": loading, "tables": {name: _seconds(one) for name, one in tables.items()}}


def _seconds(table: Callable[[], object]) -> list[float]:
    seconds = []
    for _ in range(CALLS):
        began = time.perf_counter()
        table()
        seconds.append(time.perf_counter() - began)
    return seconds

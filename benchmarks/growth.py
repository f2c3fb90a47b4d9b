"""Collections as they grow: cut again, searched, ten times larger, analysed."""

import shutil
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from benchmarks.corpora import changed, lines, repeated, write
from benchmarks.harness import Bench, Ran, tell, told, walls
from benchmarks.measures import Measure, Section, Timing, most
from benchmarks.studies import cut, study

LARGE, LARGER = 5, 12  # times the Chinese corpus: 10^8 characters, 10^8 words
TENTH = 10
UNCHANGED, ONE_CHANGED = 3, 5  # % of the full run
FOUND = 1  # s, a word with its contexts
GROWTH = 1.5  # times the memory for ten times the documents
ANALYSED = 4096  # MiB


def measure(bench: Bench) -> Iterator[Section]:
    """Incremental runs and the concordance on the one, memory on the other collection."""
    yield from _again(bench)
    yield from _memory(bench)


# --- again, and found -----------------------------------------------------------------


def _again(bench: Bench) -> Iterator[Section]:
    corpus = bench.corpora["zh"]
    path = bench.folder / "large.jsonl"
    documents, characters = repeated(corpus, LARGE, path)
    root = study(bench.folder / "large", path)
    runs: dict[str, list[Ran]] = {"full": [], "unchanged": [], "one text changed": []}
    for number in range(bench.rounds):
        shutil.rmtree(root / "build", ignore_errors=True)
        runs["full"].append(bench.apart(cut, root))
        runs["unchanged"].append(bench.apart(cut, root))
        changed(path, documents * (number + 1) // (bench.rounds + 1), corpus.term)
        runs["one text changed"].append(bench.apart(cut, root))
        tell(
            "full, unchanged, changed: " + ", ".join(f"{own[-1].wall:.1f}" for own in runs.values())
        )
    timings = walls(runs)
    full, same, one = (timing.median for timing in timings.values())
    odd = [ran.value["cut"] for ran in runs["unchanged"] if ran.value["cut"]]
    odd += [ran.value["cut"] for ran in runs["one text changed"] if not ran.value["cut"]]
    yield Section(
        "A collection cut again",
        f"{documents:,} documents, {characters:,} characters in one file of lines; one process "
        "from its start to its end.",
        list(timings.values()),
        [
            Measure("nothing changed", 100 * same / full, "% of the full run", most(UNCHANGED)),
            Measure("one text changed", 100 * one / full, "% of the full run", most(ONE_CHANGED)),
            Measure("runs that cut too much or too little", len(odd), "", most(0)),
        ],
    )
    found = [bench.apart(find, root, corpus.term) for _ in range(bench.rounds)]
    timings = told({"table of all places with their contexts": found})
    yield Section(
        "Concordance of a collection",
        f"One term, {found[0].value['hits']:,} times in {characters:,} characters; the first "
        "question of a process.",
        list(timings.values()),
        [
            Measure("time", next(iter(timings.values())).median, "s", most(FOUND)),
            Measure("places that counts do not know", found[0].value["odd"], "", most(0)),
        ],
    )
    shutil.rmtree(root)


def find(root: str, term: str) -> dict[str, float]:
    """The seconds of a concordance, and by how much its length differs from the counts."""
    from workbench import project, words

    began = time.perf_counter()
    asked = words.words(project.find(Path(root)), "texts")
    hits = len(asked.concordance(term))
    seconds = time.perf_counter() - began
    counts = asked.matrix.totals()[asked.matrix.words == term].sum()
    return {"seconds": seconds, "hits": hits, "odd": abs(hits - int(counts))}


# --- memory ---------------------------------------------------------------------------


def _memory(bench: Bench) -> Iterator[Section]:
    corpus = bench.corpora["zh"]
    large = bench.folder / "large.jsonl"
    small = bench.folder / "small.jsonl"
    documents, _ = repeated(corpus, LARGER, large)
    write(islice(lines(large), documents // TENTH), small)
    less, more = (bench.apart(cut, study(path.with_suffix(""), path)) for path in (small, large))
    yield Section(
        "Memory of a collection ten times larger",
        f"{less.value['characters']:,} and {more.value['characters']:,} characters cut by one "
        "process.",
        [Timing(f"{ran.value['tokens']:,} words", [ran.wall], [ran.peak]) for ran in (less, more)],
        [Measure("peak over peak", more.peak / less.peak, "times", most(GROWTH))],
    )
    ran = bench.apart(analysed, large.with_suffix(""), corpus.group, corpus.term)
    steps = ran.value["steps"]
    yield Section(
        "Words analysed",
        f"{more.value['tokens']:,} words, one process: "
        + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in steps.items()),
        [Timing("all of it", [ran.wall], [ran.peak])],
        [Measure("peak of memory", ran.peak, "MiB", most(ANALYSED))],
    )


def analysed(root: str, group: str, term: str) -> dict[str, dict[str, float]]:
    """The seconds of each analysis of a collection, as a notebook asks for them."""
    from workbench import project, words
    from workbench.tokens import tfidf

    own = words.words(project.find(Path(root)), "texts")
    documents = own.documents
    target = documents.loc[documents["group"] == group, "doc"].tolist()
    steps: dict[str, Callable[[], object]] = {
        "matrix": lambda: own.matrix,
        "keyness": lambda: own.keyness(target),
        "tf-idf": lambda: tfidf.weights(own.matrix),
        "concordance": lambda: own.concordance(term),
    }
    seconds = {}
    for name, step in steps.items():
        began = time.perf_counter()
        step()
        seconds[name] = time.perf_counter() - began
    return {"steps": seconds}

"""From the file to the answers, each contender in a process of its own.

Read, cut, document-term matrix, keyness of a group against the rest, concordance of a term,
tf-idf. The scripts in ``contenders`` are written as whoever uses these libraries writes
them; all are asked for the same, and the answers are compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.corpora import Corpus
from benchmarks.harness import Bench, walls
from benchmarks.measures import Measure, Section, Timing, most

SCRIPTS = Path(__file__).parent / "contenders"
WHOLE, FEW = 0.2, 0.4  # of the time of each of the others
OURS = "workbench"
NEAR = 1.001  # keyness that is so near the last of a list may be beyond it in another


def measure(bench: Bench) -> Iterator[Section]:
    """The Chinese corpus, ten documents of it, the English corpus."""
    zh, en = bench.corpora["zh"], bench.corpora["en"]
    first = {name: bench.script(*call) for name, call in _calls(zh, zh.few).items()}
    yield _section(bench, "End to end, Chinese", zh, zh.path, WHOLE)
    often = replace(bench, rounds=2 * bench.rounds - 1)
    section = _section(often, "End to end, ten documents", zh, zh.few, FEW)
    cold = [Timing(f"{name}, the very first time", [ran.wall]) for name, ran in first.items()]
    yield replace(section, timings=[*section.timings, *cold])
    yield _section(bench, "End to end, English", en, en.path, None)


def _section(bench: Bench, title: str, corpus: Corpus, path: Path, bar: float | None) -> Section:
    calls = _calls(corpus, path)
    runs = bench.alternating(
        {name: lambda call=call: bench.script(*call) for name, call in calls.items()}
    )
    timings = walls(runs)
    ratios = [
        Measure(
            f"our time over that of {name}",
            timings[OURS].median / timing.median,
            "",
            bar if bar is None else most(bar),
        )
        for name, timing in timings.items()
        if name != OURS
    ]
    answers = {name: own[0].value for name, own in runs.items()}
    hits = answers[OURS]["hits"]
    return Section(
        title,
        f"Read, cut, matrix, keyness, concordance ({hits:,} hits), tf-idf; from the start of a "
        "process to its end.",
        list(timings.values()),
        [*ratios, Measure("answers that differ", _different(answers), "", most(0))],
    )


def _calls(corpus: Corpus, path: Path) -> dict[str, tuple[Any, ...]]:
    asked = (corpus.group, corpus.term)
    if corpus.language == "en":
        return {
            "NLTK, Counter and pandas": (SCRIPTS / "notebook.py", path, "en", *asked),
            OURS: (SCRIPTS / "ours.py", path, *asked),
        }
    return {
        "jieba, Counter and pandas": (SCRIPTS / "notebook.py", path, "zh", *asked),
        "scikit-learn with jieba": (SCRIPTS / "vectorizer.py", path, *asked),
        OURS: (SCRIPTS / "ours.py", path, *asked),
    }


def _different(answers: Mapping[str, Any]) -> int:
    """How many contenders found something else than we did."""
    ours = answers[OURS]
    return sum(
        other["hits"] != ours["hits"] or not _alike(other["keyness"], ours["keyness"])
        for name, other in answers.items()
        if name != OURS
    )


def _alike(one: list[list[Any]], other: list[list[Any]]) -> bool:
    """Whether two lists of the best words are the same but for ties with the last of them.

    A few English words in Chinese texts, which jieba cuts otherwise, move keyness a little.
    """
    limit = NEAR * max(one[-1][1], other[-1][1])
    return all(
        {word for word, g2 in mine if g2 > limit} <= {word for word, _ in theirs}
        for mine, theirs in ((one, other), (other, one))
    )

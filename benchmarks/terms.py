"""Terms of a codebook in the texts, overlapping ones too, beside pyahocorasick.

The terms are the most frequent words of the corpus itself, so that every text is full of
them. Both give the number of the term and its span in code points for every match.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.corpora import texts
from benchmarks.harness import Bench, told
from benchmarks.measures import Measure, Section, least, most

NUMBERS = (500, 5000)
LENGTHS = (2, 8)  # characters of a term
TIMES = 2.5


def measure(bench: Bench) -> Iterator[Section]:
    """Few and many terms in the Chinese corpus."""
    path, listed = bench.corpora["zh"].path, bench.folder / "terms.json"
    bench.apart(frequent, path, max(NUMBERS), listed)
    for number in NUMBERS:
        contenders = {"pyahocorasick": theirs, "workbench": ours}
        runs = bench.alternating(
            {
                name: lambda one=function, number=number: bench.apart(one, path, listed, number)
                for name, function in contenders.items()
            }
        )
        timings = told(runs)
        times = timings["pyahocorasick"].median / timings["workbench"].median
        found = bench.apart(differences, path, listed, number).value
        yield Section(
            f"{found['terms']:,} terms matched",
            f"{found['matches']:,} matches; texts in the memory, automata built before.",
            list(timings.values()),
            [
                Measure("pyahocorasick's time over ours", times, "times", least(TIMES)),
                Measure("matches of one of them only", found["odd"], "", most(0)),
            ],
        )


def frequent(path: str, number: int, listed: str) -> None:
    """Write the most frequent Chinese words of two to eight characters."""
    import numpy as np

    from workbench.tokens import tokenize
    from workbench.tokens.matrix import counted

    matrix = counted(tokenize.cutter([])(texts(path)))
    shortest, longest = LENGTHS
    fit = np.array([shortest <= len(word) <= longest for word in matrix.words])
    totals = np.where(fit & (matrix.languages == "zh"), matrix.totals(), 0)
    order = np.argsort(-totals, kind="stable")[:number]
    words = matrix.words[order[totals[order] > 0]].tolist()
    Path(listed).write_text(json.dumps(words), encoding="utf-8")


def _terms(listed: str, number: int) -> list[str]:
    return list(json.loads(Path(listed).read_text(encoding="utf-8"))[:number])


def theirs(path: str, listed: str, number: int) -> dict[str, float]:
    """The seconds of a pass by pyahocorasick."""
    held, automaton = texts(path), _automaton(_terms(listed, number))
    began = time.perf_counter()
    matches = sum(len(_matches(automaton, text)) for _, text in held)  # none is kept
    return {"seconds": time.perf_counter() - began, "matches": matches}


def _automaton(terms: list[str]) -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for number, term in enumerate(terms):
        automaton.add_word(term, (number, len(term)))
    automaton.make_automaton()
    return automaton


def _matches(automaton: Any, text: str) -> list[tuple[int, int, int]]:
    return [
        (number, last + 1 - length, last + 1) for last, (number, length) in automaton.iter(text)
    ]


def ours(path: str, listed: str, number: int) -> dict[str, float]:
    """The seconds of a pass by the workbench."""
    from workbench.tokens.terms import Matcher

    held, matcher = texts(path), Matcher(_terms(listed, number))
    began = time.perf_counter()
    matches = sum(len(matcher.find(text)) for _, text in held)
    return {"seconds": time.perf_counter() - began, "matches": matches}


def differences(path: str, listed: str, number: int) -> dict[str, int]:
    """How many matches only one of both finds, and how many there are."""
    from workbench.tokens.terms import Matcher

    terms = _terms(listed, number)
    automaton, matcher = _automaton(terms), Matcher(terms)
    odd = matches = 0
    for _, text in texts(path):
        own, others = set(matcher.find(text)), set(_matches(automaton, text))
        odd += len(own ^ others)
        matches += len(own)
    return {"odd": odd, "matches": matches, "terms": len(terms)}

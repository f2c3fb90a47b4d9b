"""Minimisation of truth tables: that all models are found, and what large tables cost.

Small random tables are minimised beside brute force, row by row and set by set, which
proves that every smallest cover is found; the time of both is told from the same run.
Large tables have 12 conditions and 200 cases, and 20 conditions; each runs in a process
of its own, whose peak of memory is told. Ends with 1 where a limit does not hold.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from itertools import combinations, product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

Row = tuple[int, ...]
Term = tuple[int, ...]  # -1 where the condition is not part of the term

KINDS = ("conservative", "parsimonious", "intermediate")
SECONDS, GIB = 1.0, 4.0  # of all three solutions of 12 conditions; of the largest table
POSITIVE = 12  # rows at most, for brute force tries every set of terms
LARGE = {12: 200, 20: 200}  # conditions: cases


def main() -> None:
    """Prove, measure, print, and end with 1 where something does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the tables")
    parser.add_argument("--large", nargs=2, type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.large:
        print(json.dumps(large(*given.large)))
        return
    right = small(20 if given.quick else 200)
    for conditions, cases in LARGE.items():
        seeds = range(1 if given.quick else 5)
        right &= told(conditions, [apart(conditions, cases, seed) for seed in seeds])
    sys.exit(0 if right else 1)


# --- small tables: every model ---------------------------------------------------------


def small(tables: int) -> bool:
    """Minimise random tables both ways; whether all prime implicants and models agree."""
    chance = random.Random(1)  # noqa: S311 — nothing is kept secret here
    wrong, models, ours, brute = 0, 0, [], []
    for _ in range(tables):
        levels = (2,) * chance.randint(3, 6) if chance.random() < 0.7 else (3, 2, 3)
        every = list(product(*map(range, levels)))
        outs = dict(zip(every, chance.choices("01?", (2, 3, 5), k=len(every)), strict=True))
        if 0 < list(outs.values()).count("1") <= POSITIVE:
            for remainders in (False, True):
                mine, seconds = timed(minimised, outs, levels, remainders)
                theirs, longer = timed(defined, outs, levels, remainders)
                wrong += mine != theirs
                models += len(mine)
                ours.append(seconds)
                brute.append(longer)
    least, most = statistics.median(ours), statistics.median(brute)
    print(f"{len(ours)} minimisations, {models} models; {wrong} differ from brute force")
    print(f"median {least * 1e3:.2f} ms, brute force {most * 1e3:.2f} ms: {most / least:.1f} times")
    return not wrong


def timed(function: Any, *arguments: Any) -> tuple[Any, float]:
    """What a call returns, and its seconds."""
    began = time.perf_counter()
    found = function(*arguments)
    return found, time.perf_counter() - began


def minimised(outs: dict[Row, str], levels: Row, remainders: bool) -> set[frozenset[Term]]:
    """The models that the workbench finds."""
    import numpy as np

    from workbench.qca import primes
    from workbench.qca.minimal import covers_of_least_size

    def rows(out: str) -> Any:
        found = [row for row, own in outs.items() if own == out]
        return np.array(found, np.int8).reshape(-1, len(levels))

    way = primes.apart if remainders else primes.within
    terms, covered = way(*((rows("1"), rows("0")) if remainders else (rows("1"),) * 2), levels)
    named = [tuple(term) for term in terms.tolist()]
    found = covers_of_least_size(covered, at_most=10**6)
    return {frozenset(named[at] for at in cover) for cover in found}


def defined(outs: dict[Row, str], levels: Row, remainders: bool) -> set[frozenset[Term]]:
    """The models by definition: try every term, then every set of terms."""
    allowed = {row for row, out in outs.items() if out == "1" or (remainders and out == "?")}
    positive = {row for row, out in outs.items() if out == "1"}
    terms = largest(implicants(allowed, levels))
    covers = {term: {row for row in positive if inside(term, row)} for term in terms}
    for size in range(1, len(terms) + 1):
        found = {
            frozenset(chosen)
            for chosen in combinations([term for term in terms if covers[term]], size)
            if set().union(*(covers[term] for term in chosen)) == positive
        }
        if found:
            return found
    return set()


def implicants(allowed: set[Row], levels: Row) -> set[Term]:
    """Every term that covers allowed rows alone."""
    every = list(product(*map(range, levels)))
    return {
        term
        for term in product(*(range(-1, level) for level in levels))
        if all(row in allowed for row in every if inside(term, row))
    }


def largest(terms: set[Term]) -> list[Term]:
    """The terms that no other one covers."""
    return sorted(
        term for term in terms if not any(inside(other, term) for other in terms - {term})
    )


def inside(term: Term, row: Row) -> bool:
    """Whether a term covers a row, or another term."""
    return all(value in (-1, own) for value, own in zip(term, row, strict=True))


# --- large tables: time and memory -----------------------------------------------------


def large(conditions: int, seed: int) -> dict[str, Any]:
    """Seconds of the truth table and of each solution, and the peak of memory in MiB."""
    import resource

    from benchmarks.intake import MAXRSS
    from workbench import qca

    data = study(conditions, LARGE[conditions], seed)
    names = [name for name in data.columns if name != "Y"]
    table, seconds = timed(
        lambda: qca.truth_table(data, conditions=names, outcome="Y", inclusion=0.85, frequency=2)
    )
    spent: dict[str, float] = {"table": seconds}
    models: dict[str, int | str] = {}
    for kind in KINDS:
        models[kind], spent[kind] = timed(models_of, table, kind)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS / 2**20
    outs = table.rows["out"].value_counts().to_dict()
    return {"spent": spent, "models": models, "peak": peak, "rows": outs}


def models_of(table: Any, kind: Any) -> int | str:
    """How many models there are, or why there is no saying."""
    from workbench import qca
    from workbench.errors import UsageError

    try:
        return len(qca.solutions(table, kind=kind, expectations=["X0", "X1", "X2"]).models)
    except UsageError as refusal:
        return str(refusal)


def study(conditions: int, cases: int, seed: int) -> Any:
    """Fuzzy scores of conditions that go together, and an outcome by three paths.

    As in studies, few factors lie behind the conditions, so that cases crowd in few rows.
    """
    import numpy as np
    import pandas as pd

    chance = np.random.default_rng(seed)
    factors = chance.normal(size=(cases, 3)) @ chance.normal(size=(3, conditions))
    x = 1 / (1 + np.exp(-3 * (factors + 0.3 * chance.normal(size=(cases, conditions)))))
    paths = [np.minimum(x[:, 0], x[:, 1]), np.minimum(x[:, 2], 1 - x[:, 3]), x[:, 4:7].min(axis=1)]
    data = pd.DataFrame(x, columns=[f"X{at}" for at in range(conditions)])
    return data.assign(Y=np.max(paths, axis=0))


def apart(conditions: int, cases: int, seed: int) -> dict[str, Any]:
    """``large`` in a process of its own."""
    command = [sys.executable, __file__, "--large", str(conditions), str(seed)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if ran.returncode:
        sys.exit(f"{conditions} conditions, {cases} cases, seed {seed}: {ran.stderr[-500:]}")
    return dict(json.loads(ran.stdout.splitlines()[-1]))


def told(conditions: int, runs: list[dict[str, Any]]) -> bool:
    """Print medians of some runs; whether their limits hold."""
    peak = max(run["peak"] for run in runs)
    medians = {
        name: statistics.median(run["spent"][name] for run in runs) for name in ("table", *KINDS)
    }
    three = [sum(run["spent"][kind] for kind in KINDS) for run in runs]
    print(f"{conditions} conditions, {LARGE[conditions]} cases, {len(runs)} studies")
    print(*(f"  {name} {seconds:.3f} s" for name, seconds in medians.items()), sep="\n")
    print(f"  three solutions {statistics.median(three):.3f} s, at most {max(three):.3f} s")
    print(f"  at its peak {peak:.0f} MiB; rows {[run['rows'] for run in runs]}")
    print(f"  models {[run['models'] for run in runs]}")
    return peak < GIB * 1024 and (conditions > 12 or statistics.median(three) < SECONDS)


if __name__ == "__main__":
    main()

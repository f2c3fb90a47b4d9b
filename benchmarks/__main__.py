"""``make bench``: everything that was promised about words, side by side in one run.

The texts are those of the folder that WORKBENCH_BENCH names, or words drawn at random.
Ends with 1 where a bar is not met; a quick look decides nothing and ends with 0.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import end_to_end, growth, report, terms, tokenising, views, workers
from benchmarks.corpora import Corpus, prepared
from benchmarks.harness import Bench, tell
from benchmarks.measures import Section

BENCHMARKS: dict[str, Callable[[Bench], Iterator[Section]]] = {
    "tokenising": tokenising.measure,
    "workers": workers.measure,
    "end-to-end": end_to_end.measure,
    "growth": growth.measure,
    "terms": terms.measure,
    "views": views.measure,
}
ROUNDS = 3
HERE = Path(__file__).parent


def main() -> None:
    """Run the benchmarks that are asked for, and say what came of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=BENCHMARKS, action="append", help="one of them")
    parser.add_argument("--quick", action="store_true", help="a tenth of the texts, one round")
    parser.add_argument("--out", type=Path, help="a folder for results.md and results.svg")
    given = parser.parse_args()
    chosen = given.only or list(BENCHMARKS)
    out = given.out or (None if given.quick or given.only else HERE)
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        folder = Path(temporary).resolve()
        bench = Bench(_corpora(folder, quick=given.quick), folder, 1 if given.quick else ROUNDS)
        said = _said(bench, quick=given.quick)
        print(*said, *bench.corpora.values(), "", sep="\n")
        sections = list(_sections(bench, chosen))
    if out:
        _write(out, sections, bench, said)
    failed = [section.title for section in sections if not section.holds]
    if failed:
        print(f"not every bar is met: {', '.join(failed)}")
    sys.exit(bool(failed) and not given.quick)


def _corpora(folder: Path, *, quick: bool) -> dict[str, Corpus]:
    """The texts, made ready in another process: this one is to stay small."""
    made = Bench({}, folder, 1).apart(prepared, folder, quick).value
    return {language: Corpus.of(values) for language, values in made.items()}


def _sections(bench: Bench, chosen: list[str]) -> Iterator[Section]:
    for name in chosen:
        tell(name)
        for section in BENCHMARKS[name](bench):
            print(report.screen(section), flush=True)
            yield section


def _said(bench: Bench, *, quick: bool) -> list[str]:
    times = "once: a quick look" if quick else f"{bench.rounds} times or more, by turns"
    machine = f"Measured on {report.machine()}."
    rounds = f"Every contender ran {times}; told are medians, the shortest and the longest time."
    return [machine, f"{rounds} Load of the machine before the first: {os.getloadavg()[0]:.1f}."]


def _write(out: Path, sections: list[Section], bench: Bench, said: list[str]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    drawn = "![How far each measure is from its bar](results.svg)"
    page = report.markdown(sections, bench.corpora.values(), [*said, drawn])
    (out / "results.md").write_text(page, encoding="utf-8")
    report.figure(sections, out / "results.svg")


if __name__ == "__main__":
    main()

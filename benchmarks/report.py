"""The outcome in words: on the screen, as ``results.md``, as ``results.svg``."""

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.corpora import Corpus
from benchmarks.measures import Measure, Section, Timing

LIBRARIES = (
    *("numpy", "numba", "scipy", "pandas", "pyarrow", "jieba", "nltk", "scikit-learn"),
    *("ahocorasick_rs", "pyahocorasick", "distributed"),
)


def machine() -> str:
    """What the numbers were measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{cores} cores ({platform.machine()}), {gib:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}; "
        + ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    )


def screen(section: Section) -> str:
    """A section as lines of plain text."""
    rows = [
        f"  {each.contender:42} {each.median:9.3f} s  ({each.spread}){_mib(each, '  {:.0f} MiB')}"
        for each in section.timings
    ]
    rows += [
        f"  {each.name:42} {each.value:9.3f} {each.unit}"
        + (f"  ({each.bar}: {each.verdict})" if each.bar else "")
        for each in section.measures
    ]
    return "\n".join([section.title, f"  {section.about}", *rows, ""])


def markdown(sections: Iterable[Section], corpora: Iterable[Corpus], said: Sequence[str]) -> str:
    """All sections as a page; ``said`` stands before them."""
    head = ["# What the words cost", *said, "\n".join(f"- {corpus}" for corpus in corpora)]
    return "\n\n".join([*head, *map(_page, sections)]) + "\n"


def _page(section: Section) -> str:
    parts = [f"## {section.title}", section.about]
    if section.timings:
        parts.append(
            _table(
                ("", "median, s", "from … to, s", "peak, MiB"),
                [
                    (t.contender, f"{t.median:.3f}", t.spread, _mib(t, "{:.0f}"))
                    for t in section.timings
                ],
            )
        )
    if section.measures:
        parts.append(
            _table(
                ("", "measured", "bar", ""),
                [
                    (m.name, f"{m.value:.3g} {m.unit}".strip(), str(m.bar or ""), m.verdict)
                    for m in section.measures
                ],
            )
        )
    return "\n\n".join(parts)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _mib(timing: Timing, form: str) -> str:
    return "" if timing.peak is None else form.format(timing.peak)


def figure(sections: Sequence[Section], path: Path) -> None:
    """Draw how far every measure is from its bar, and the end-to-end times."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    style = {"svg.hashsalt": "benchmarks", "font.size": 9}
    with mpl.rc_context(style):
        held = [
            (f"{section.title}: {each.name}", each)
            for section in sections
            for each in section.measures
            if each.bar and each.bar.limit and each.value
        ]
        drawing, axes = plt.subplots(figsize=(11, 1 + 0.26 * len(held)), layout="constrained")
        for at, (_, each) in enumerate(held):
            _bar(axes, at, each)
        axes.set_yticks(range(len(held)), [name for name, _ in held])
        axes.invert_yaxis()
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:g}")
        axes.set_xlim(right=10 * axes.get_xlim()[1])  # room for what is written there
        axes.axvline(1, color="black", linewidth=1)
        axes.set_xlabel("times better than the bar (the line)")
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="y", length=0)
        drawing.savefig(path, metadata={"Date": None})
        plt.close(drawing)


def _bar(axes: Any, at: int, each: Measure) -> None:
    assert each.bar
    margin = each.bar.margin(each.value)
    color = "#2b7a78" if each.holds else "#b5402a"
    axes.plot([1, margin], [at, at], color=color, linewidth=5, solid_capstyle="butt")
    axes.annotate(
        f"{each.value:.3g} {each.unit}  ({each.bar})",
        (max(margin, 1), at),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        fontsize=8,
    )

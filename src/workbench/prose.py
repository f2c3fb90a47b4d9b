"""Numbers in what people write: in a chapter each comes from the ledger, or says that it does not.

A figure of a source is written as a role, ``{figure}`f-bc-03```, which prints it with its
qualifier and leads to its span. What is a number of the study itself, a threshold or a
standard is marked: ``{own}`0.80```. Small counts in words, one to ten, are style and free.
"""

import json
import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from pathlib import Path

from workbench.coding.quantities import Quantity, quantities
from workbench.errors import Finding, did_you_mean
from workbench.project import Project

NOT_SOURCE = {"_build", "_ext", ".ipynb_checkpoints"}
MOST = 10  # counts up to here may stand in words

# What is no prose: everything here is blanked, so that positions stay.
_NOT_PROSE = re.compile(
    r"""
    \A---\n.*?\n---\n                                   # front matter
    | ^(?P<fence>`{3,}|~{3,})(?!\{).*?^(?P=fence)[^\S\n]*$  # code
    | ^[^\S\n]*(?:`{3,}|:{3,})[^\n]*$ | ^:[\w-]+:[^\n]*$  # the marks and options of directives
    | ^\([\w-]+\)=[^\n]*$ | <!--.*?--> | </?\w[^>]*>        # labels, comments, tags
    | (?:\{[\w:,-]+\})?(?P<tick>`+)(?!`)(?:(?!\n\n).)+?(?<!`)(?P=tick)(?!`)  # roles, code
    | \$[^$\n]+\$ | \]\([^()\n]*\) | \{[^{}\n]*\}          # formulae, targets, attributes
    | https?://\S+ | \b[\w.+-]+@[\w.-]+
    | ^[^\S\n]*(?:\d+[.)]|\#+[^\S\n]+\d+(?:\.\d+)*\.?)[^\S\n]  # numbers of lists and headings
    | (?:\b(?:table|figure|fig\.|chapter|section|step|stage|equation|note|part|pp?\.)|[表图式注§第])
      [ ]?\d+(?:\.\d+)*(?:[-–]\d+)?[章节步表]?            # references
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE | re.IGNORECASE,
)
_ROLE = re.compile(r"\{figure\}`(?P<name>[^`]*)`")
_NUMBER = re.compile(r"(?<![A-Za-z0-9_/-])(?<!\d[.,])\d+(?:[.,]\d+)*(?![A-Za-z0-9_/])")


def of_study(project: Project, *, known: Collection[str]) -> list[Finding]:
    """The findings of every chapter and every notebook of a study."""
    written = (project.root / "book").rglob("*.md")
    paths = [path for path in sorted(written) if not NOT_SOURCE & set(path.parts)]
    paths += sorted((project.root / "notebooks").glob("*.ipynb"))
    return [
        each for path in paths for each in findings(path, shown=project.relative(path), known=known)
    ]


def findings(path: Path, *, shown: str, known: Collection[str]) -> list[Finding]:
    """Every number of a chapter or notebook that is not of the ledger, and unknown figures.

    known : the ids of the ledger.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        return list(_in_notebook(text, shown, known))
    return [Finding(shown, line, message) for line, message in faults(text, known=known)]


def faults(text: str, *, known: Collection[str]) -> list[tuple[int, str]]:
    """The same of a piece of Markdown, as ``(line, message)`` from line 1."""
    prose = _NOT_PROSE.sub(lambda gone: re.sub(r"[^\n]", " ", gone[0]), text)
    found = [(at, _unmarked(raw)) for at, raw in _numbers(prose)]
    for role in _ROLE.finditer(text):
        if (name := role["name"].strip()) not in known:
            near = did_you_mean(name, known)
            found.append((role.start(), f"no figure {name!r} in corpus/coding/figures.csv{near}"))
    return [(1 + text.count("\n", 0, at), message) for at, message in sorted(found)]


def _unmarked(raw: str) -> str:
    return (
        f"the number {raw!r} leads to no span; write it as {{figure}}`ID`, "
        f"or, if it is of no source, as {{own}}`{raw}`"
    )


def _numbers(prose: str) -> Iterator[tuple[int, str]]:
    """Every number that stands in ``prose`` as such, as ``(position, wording)``."""
    done = 0
    found = quantities(prose)
    taken = [(each.start, each.end) for each in found]
    for each in found:
        raw = prose[each.start : each.end]
        if not _is_style(each, raw):
            yield each.start, raw
    for digits in _NUMBER.finditer(prose):
        while done < len(taken) and taken[done][1] <= digits.start():
            done += 1
        if done == len(taken) or digits.end() <= taken[done][0]:
            yield digits.start(), digits[0]


def _is_style(each: Quantity, raw: str) -> bool:
    """Whether a count or a rank stands in words and is small: two communities, 五份文献."""
    if re.search(r"\d", raw) or each.qualifier or each.unit == "%" or each.kind == "date":
        return False
    numbers = (each.value, each.high or "0", each.denominator or "0")
    small = all(Decimal(number) <= MOST for number in numbers)
    return small and (each.kind in {"count", "ordinal", "range"} or bool(each.denominator))


def _in_notebook(text: str, shown: str, known: Collection[str]) -> Iterator[Finding]:
    try:
        cells = json.loads(text).get("cells", [])
    except ValueError:
        return  # told where notebooks are read
    lines = text.splitlines()
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] != "markdown":
            continue
        source = "".join(cell["source"])
        for line, message in faults(source, known=known):
            needle = json.dumps(source.splitlines()[line - 1], ensure_ascii=False)[1:-1]
            at = next((n for n, each in enumerate(lines, start=1) if needle in each), 0)
            yield Finding(shown, at, f"cell {number}, line {line}: {message}")

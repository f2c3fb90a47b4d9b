"""Repairs of a whole text: a damage that proves itself, and how the text is read without it.

A site may set every text in a way nobody wrote: a space before each inner digit 1, a
no-break space for a space. The stored text keeps it; a repair is a view on it. It is
offered only to the text that proves the damage, since the same marks may be meant elsewhere.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations

import numpy as np

from workbench.corpus.views import Edit, View
from workbench.errors import UsageError, did_you_mean

LEAST = 3  # gaps that prove digit_one_space: one or two may be a slip of the pen
EXAMPLES = 3
LONGEST = 16  # characters of an example

_GAP = re.compile(r"(?<=[0-9]) (?=1)")
_OTHER_GAP = re.compile(r"(?<=[0-9]) (?=[02-9])")
_RUN = re.compile(r"[0-9](?:[ .,]?[0-9])*")  # numbers set apart by single spaces
_NUMBER = re.compile(r"[0-9.,]+(?: 1[0-9.,]*)*")  # within a run: one number, if all is damage
_YEAR = re.compile(r"(?:19|20)(?: ?[0-9]){2}(?= )")
_DATE = re.compile(r"(?: ?[0-9]){6,8}")
_UNIT = r"(?:[%％‰万亿萬億]| ?(?:thousand|million|billion|trillion)\b)"
_POINT = re.compile(rf"(?m)(?P<opens>^[^\S\n]*)?[0-9]+\.(?P<gap> )(?=1(?: ?[0-9])*{_UNIT})")
_FIGURE = re.compile(r"[0-9](?:(?:[ .,]|\. )?[0-9])*[%％‰]?")
_NBSP = "\u00a0"
_AROUND_NBSP = re.compile(rf"\S{{1,4}}{_NBSP}\S{{1,4}}")


def digit_one_space(text: str) -> list[Edit]:
    """The gaps that a site puts before every digit 1 that does not open its number.

    Dates first: a year, a month and a day set apart by spaces (``20 14 10 15``) are read
    as an ISO date if the digits allow one date only. Then the gap before a 1 is closed
    between two digits (``20 1 1``, ``1 10000``) and after the point of a decimal with its
    unit (``47. 1%``). A gap is one space within a line; digits are ASCII.

    Two numbers of which the second begins with 1 look the same and cannot be told apart:
    ``in 20 14 people``, ``Table 1 1``, ``10 15``, a list's ``2 10 people``, a telephone
    number in groups are read as one number. Left as they stand, for the other reading is
    as likely: what follows a whole year (``20 14 100``), a date that could be two
    (``20 14 1 1 1``), ``2. 1`` without a unit or opening its line, ``1, 100``, ``1+ 1``.
    """
    points = [match.span("gap") for match in _POINT.finditer(text) if match["opens"] is None]
    return sorted([*_run_edits(text), *(Edit(*span, "") for span in points)])


def _run_edits(text: str) -> Iterator[Edit]:
    for run in _RUN.finditer(text):
        for start, end, reading in _date_edits(run[0]) or _gap_edits(run[0]):
            yield Edit(run.start() + start, run.start() + end, reading)


def _gap_edits(run: str) -> list[Edit]:
    edits: list[Edit] = []
    for number in _NUMBER.finditer(run):
        year = _YEAR.match(number[0])
        end = number.start() + year.end() if year else number.end()
        edits += [Edit(*gap.span(), "") for gap in _GAP.finditer(run, number.start(), end)]
    return edits


def _date_edits(run: str) -> list[Edit]:
    """``20 14 10 5`` as ``2014-10-05``; nothing if that is no date, or two."""
    gaps = [at for at, sign in enumerate(run) if sign == " "]
    if not _DATE.fullmatch(run):
        return []
    dates = [cuts for cuts in combinations(gaps, 2) if _is_date(run, *cuts)]
    if len(dates) != 1:
        return []
    return [Edit(gap, gap + 1, _hyphen(run, gap, dates[0])) for gap in gaps]


def _is_date(run: str, first: int, second: int) -> bool:
    parts = run[:first], run[first + 1 : second], run[second + 1 :]
    year, month, day = (part.replace(" 1", "1") for part in parts)
    if not (re.fullmatch("(?:19|20)[0-9]{2}", year) and " " not in month + day):
        return False
    try:
        return bool(date(int(year), int(month), int(day)))
    except ValueError:
        return False


def _hyphen(run: str, gap: int, cuts: tuple[int, ...]) -> str:
    if gap not in cuts:
        return ""
    end = cuts[1] if gap == cuts[0] else len(run)
    return "-" if len(run[gap + 1 : end].replace(" ", "")) == 2 else "-0"


def _digit_one_proof(text: str) -> str:
    view = reading(text, repairs=["digit_one_space"])
    closed = sum(not edit.reading for edit in digit_one_space(text))
    others = len(_OTHER_GAP.findall(view.text))  # counted where dates have been read
    if closed < LEAST or closed <= others or re.search(r"\d1", text):
        return ""
    read = ((figure[0], view.reading(*figure.span())) for figure in _FIGURE.finditer(text))
    shown = _examples((raw, value) for raw, value in read if raw != value)
    return f"{closed} gaps before an inner digit 1, and no 1 directly after a digit{shown}"


def nbsp_space(text: str) -> list[Edit]:
    """Every no-break space (U+00A0) as a space."""
    return [Edit(at, at + 1, " ") for at, sign in enumerate(text) if sign == _NBSP]


def _nbsp_proof(text: str) -> str:
    if _NBSP not in text:
        return ""
    raws = _AROUND_NBSP.findall(text)
    shown = _examples((raw.replace(_NBSP, "[NBSP]"), raw.replace(_NBSP, " ")) for raw in raws)
    count = text.count(_NBSP)
    return f"{count} no-break space{'s' if count > 1 else ''} (U+00A0){shown}"


def _examples(pairs: Iterable[tuple[str, str]]) -> str:
    short = dict.fromkeys(f"{raw} -> {read}" for raw, read in pairs if len(raw) <= LONGEST)
    return f": {', '.join(list(short)[:EXAMPLES])}" if short else ""


REPAIRS: Mapping[str, Callable[[str], list[Edit]]] = {
    "digit_one_space": digit_one_space,
    "nbsp_space": nbsp_space,
}
_PROOFS = {"digit_one_space": _digit_one_proof, "nbsp_space": _nbsp_proof}


def edits(name: str, text: str) -> list[Edit]:
    """What the repair ``name`` changes in ``text``, from left to right.

    Raises UsageError for a repair that does not exist.
    """
    return REPAIRS[_known(name)](text)


def proof(name: str, text: str) -> str:
    """What in ``text`` proves the damage: counts and examples; empty where nothing does.

    Gaps before the digit 1 are proved if there are at least ``LEAST`` to close, more than
    between a digit and any other, and no 1 directly after a digit anywhere, for the
    damage spares none. Raises UsageError for a repair that does not exist.
    """
    return _PROOFS[_known(name)](text)


def offered(text: str) -> dict[str, str]:
    """The repairs whose damage ``text`` proves, each with its proof."""
    proofs = {name: proof(name, text) for name in REPAIRS}
    return {name: found for name, found in proofs.items() if found}


def _known(name: str) -> str:
    if name not in REPAIRS:
        hint = did_you_mean(name, REPAIRS) or f"; there are {', '.join(REPAIRS)}"
        raise UsageError(f"unknown repair {name!r}{hint}")
    return name


def reading(text: str, *, repairs: Iterable[str], left_out: Iterable[tuple[int, int]] = ()) -> View:
    """``text`` as it is read: with its ``repairs``, without the spans ``left_out``.

    Repairs are found in the stored text; one that a span left out touches is not made.
    Of a span that holds a line end one stays where text stands on both sides, so that
    what stood in two lines still does. Spans may overlap. Raises UsageError for a repair
    that does not exist, ValueError for a span that is empty or leaves the text.
    """
    out = np.zeros(len(text) + 2, dtype=np.int8)  # a 0 at either end, so that every run has edges
    for start, end in left_out:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"[{start}, {end}) is no passage of {len(text)} characters")
        out[start + 1 : end + 1] = 1
    runs = np.flatnonzero(np.diff(out)).reshape(-1, 2).tolist()
    cuts = [cut for run in runs for cut in _around_line_end(text, *run)]
    repaired = [edit for name in dict.fromkeys(repairs) for edit in edits(name, text)]
    kept = [edit for edit in repaired if not out[edit.start + 1 : edit.end + 1].any()]
    return View.of(text, [*kept, *(Edit(start, end, "") for start, end in cuts)])


def _around_line_end(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What is left out of the run ``[start, end)``: all of it, or all but its last line end."""
    inside = start > 0 and end < len(text) and "\n" not in text[start - 1] + text[end]
    at = text.rfind("\n", start, end) if inside else -1
    pieces = [(start, at), (at + 1, end)] if at >= 0 else [(start, end)]
    return [(first, last) for first, last in pieces if first < last]

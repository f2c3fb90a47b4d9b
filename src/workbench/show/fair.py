"""The warnings that go with a comparison, and the one place where they are attached.

A view that sets cases, documents or groups side by side is marked with ``compares``, which
puts its warnings under what it shows; so no comparison can be shown without them. A test
finds a view that is neither marked nor known to compare nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import NamedTuple, ParamSpec

from IPython.display import display
from matplotlib.figure import Figure

from workbench import fairness
from workbench.fairness import Caution, Part, Sides
from workbench.show import labels
from workbench.show.drawing import picture
from workbench.show.empty import Nothing
from workbench.show.html import Html, both, join, tag, text
from workbench.show.labels import Tables, names
from workbench.show.parts import chosen

Given = ParamSpec("Given")
MOST = 6  # names told of one value
LONG = 28  # characters told of one name
LEAD = ("比较须知", "Compare with care")
Called = Mapping[str, tuple[str, str]]
VALUES: Mapping[str, Called] = {
    "level": labels.LEVELS,
    "genre": labels.GENRES,
    "language": labels.LANGUAGES,
    "translation": labels.TRANSLATIONS,
}


class Compared(NamedTuple):
    """What a view sets side by side: one or more comparisons, and what their ids are called.

    ``asked`` are the kinds of difference that the view is about: no warning says them again.
    """

    comparisons: Sequence[Sides]
    called: Called
    asked: frozenset[str] = frozenset()


class Drawn(Html):
    """A figure with the warnings that belong to it; notebooks show one under the other."""

    def __init__(self, figure: Figure, warnings: Html) -> None:
        self.figure = figure
        self.warnings = warnings

    @property
    def markup(self) -> str:  # type: ignore[override]
        """Both as one piece of HTML."""
        return (picture(self.figure, alt="") + self.warnings).markup

    def _ipython_display_(self) -> None:
        display(self.figure)  # type: ignore[no-untyped-call]
        if self.warnings.markup:
            display(self.warnings)  # type: ignore[no-untyped-call]


def compares(
    who: Callable[..., Compared],
) -> Callable[[Callable[Given, Html | Figure]], Callable[Given, Html]]:
    """Mark a view as a comparison of what ``who`` returns for the same arguments."""

    def mark(view: Callable[Given, Html | Figure]) -> Callable[Given, Html]:
        @wraps(view)
        def shown(*args: Given.args, **kwargs: Given.kwargs) -> Html:
            drawn = view(*args, **kwargs)
            if isinstance(drawn, Nothing):
                return drawn
            warnings = warned(who(*args, **kwargs))
            return Drawn(drawn, warnings) if isinstance(drawn, Figure) else drawn + warnings

        shown.__dict__["compares"] = who
        return shown

    return mark


# --- what the views of a study compare -----------------------------------------


def all_cases(tables: Tables, *, cases: Sequence[str] | None = None, **_: object) -> Compared:
    """The cases in one comparison, whatever their level."""
    return Compared([fairness.cases(tables, chosen(tables, cases))], study_names(tables))


def within_levels(
    tables: Tables, *, cases: Sequence[str] | None = None, level: str = ""
) -> Compared:
    """The cases in a comparison a level, for views that never mix levels."""
    rows = tables["cases"].set_index("case")["level"]
    wanted = chosen(tables, cases)
    levels = [name for name in labels.LEVELS if level in ("", name)]
    parts = [[case for case in wanted if rows[case] == name] for name in levels]
    return Compared([fairness.cases(tables, part) for part in parts], study_names(tables))


def study_names(tables: Tables) -> Called:
    """What the cases and documents of a study are called."""
    return {**names(tables, "document").pairs, **names(tables, "short").pairs}


# --- how the warnings read -----------------------------------------------------


def warned(compared: Compared) -> Html:
    """The warnings in one line that unfolds; printed on paper they stand unfolded."""
    found = fairness.together(map(fairness.cautions, compared.comparisons))
    told = [caution for caution in found if caution.kind.name not in compared.asked]
    if not told:
        return Html("")
    everyone = {side.name for sides in compared.comparisons for side in sides}
    heads = join(" · ", [both(caution.kind.zh, caution.kind.en) for caution in told])
    lines = [_line(caution, everyone, compared.called) for caution in told]
    return tag(
        "details",
        tag("summary", both(*LEAD) + text(": ") + heads),
        tag("p", Html("<br/>".join(line.markup for line in lines))),
        class_="workbench-fair",
    )


def _line(caution: Caution, everyone: set[str], called: Called) -> Html:
    kind = caution.kind
    concerned = join("; ", [_part(kind.name, part, everyone, called) for part in caution.parts])
    why = both(f"{kind.zh_why}。", f"{kind.en_why}.")
    return tag("b", both(kind.zh, kind.en)) + text(": ") + concerned + text(". ") + why


def _part(kind: str, part: Part, everyone: set[str], called: Called) -> Html:
    value, concerned = part
    lead = _named(value, VALUES.get(kind, called)) + text(": ") if value else Html("")
    if len(concerned) > 1 and set(concerned) == everyone:
        return lead + both("全部", "all")
    told = [_named(name, called) for name in concerned if name in called][:MOST]
    left = len(concerned) - len(told)
    more = [both(f"另 {left} 个", f"{left} more") if told else text(left)] if left else []
    return lead + join(", ", [*told, *more])


def _named(name: str, called: Called) -> Html:
    """A name in both languages, or the thing itself: a year, a length."""
    zh, en = called.get(name, (name, ""))
    return both(_cut(zh), _cut(en))


def _cut(name: str) -> str:
    return name if len(name) <= LONG else name[: LONG - 1] + "…"

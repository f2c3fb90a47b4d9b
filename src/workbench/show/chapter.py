"""The chapter of a district: its parts for the one that is given, or for any that is chosen.

What is seen of a district that is chosen is what a run on it prints: the same cells draw it.
"""

from collections.abc import Callable

from matplotlib.figure import Figure

from workbench.show.html import Html, both, table, text
from workbench.show.labels import Tables, names
from workbench.show.parts import cases_within

Of = Callable[[str], Tables]  # the tables of a district, of all for ""
Part = Callable[..., Html | Figure]  # a part of the chapter, such as ``show.cases``
Drawing = Callable[[Tables, str], Html | Figure]  # from the tables of a district, and its id


class Chapter:
    """The parts of the chapter of a district, of all for an empty one."""

    def __init__(self, of: Of, district: str) -> None:
        self._of, self._district, self._own = of, district, of(district)

    def of_district(self, part: Part) -> Html | Figure | None:
        """A part that is asked for a district."""
        return self._shown(part.__name__, lambda own, district: part(own, district=district))

    def of_cases(self, part: Part) -> Html | Figure | None:
        """A part that is asked for the cases of the district."""
        return self._shown(
            part.__name__, lambda own, district: part(own, cases=cases_within(own, district))
        )

    def _shown(self, _name: str, drawing: Drawing) -> Html | Figure | None:
        return drawing(self._own, self._district)

    def _ipython_display_(self) -> None:
        """Show nothing: there is nothing to choose."""


def chapter(of: Of, *, district: str = "") -> Chapter:
    """The chapter of a district; where none is given, with a list that all parts follow."""
    if district:
        return Chapter(of, district)
    # ipywidgets takes a third of a second to load, which the chapters of a book are spared
    from workbench.show.choosers import Chooser

    return Chooser(of)


def districts(whole: Tables) -> list[tuple[str, str]]:
    """The districts that have a case: their name in both languages, and their id."""
    named = names(whole, "place").pairs
    known = dict.fromkeys(whole["cases"]["district"])
    return [(" ".join(dict.fromkeys(named.get(one, (one,)))), one) for one in known if one]


def listed(whole: Tables) -> Html:
    """The districts as a plain table: what stands for the list where no widget runs."""
    often = whole["cases"]["district"].value_counts()
    head = [both("区县", "District"), both("编号", "Id"), both("案例数", "Cases")]
    body = [[text(name), text(one), text(int(often[one]))] for name, one in districts(whole)]
    return table(head, body, caption=both("可选区县", "Districts to choose from"))

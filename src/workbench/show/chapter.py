"""The chapter of a district in one piece, and a list to choose the district from.

What the list shows is what a run of the notebook prints: the same parts, in the same
order, of the same rows.
"""

from collections.abc import Callable

from matplotlib.figure import Figure

from workbench.show import comparison, tables
from workbench.show.drawing import picture
from workbench.show.figures import type_distances
from workbench.show.html import Html, both, join, table, tag, text
from workbench.show.labels import Tables, names
from workbench.show.parts import cases_within

Of = Callable[[str], Tables]  # the tables of a district, of all for ""


def parts(own: Tables, district: str) -> list[tuple[str, list[Html | Figure]]]:
    """The sections of the chapter with what each shows, as in ``notebooks/district.ipynb``."""
    cases = cases_within(own, district)
    return [
        ("案例 Cases", [tables.cases(own, district=district)]),
        ("文献 Documents", [tables.documents(own, district=district)]),
        ("比较中的位置 Place in the comparison", [comparison.matrix(own, cases=cases)]),
        ("类型 Types", [type_distances(own, cases=cases), comparison.types(own, cases=cases)]),
        ("数字 Figures", [tables.figures(own, district=district)]),
        ("政策背景 Policy context", [tables.policies(own, district=district)]),
        ("编码证据 Coded evidence", [tables.evidence(own, district=district)]),
    ]


def chapter(own: Tables, district: str) -> Html:
    """All sections under their headings."""
    shown = [
        tag("h2", text(heading)) + join("", [picture(part, alt=heading) for part in section])
        for heading, section in parts(own, district)
    ]
    return join("", shown)


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


def chooser(of: Of, *, district: str = "") -> object:
    """A list of districts that shows the chapter of the one chosen; nothing where it is given."""
    if district:
        return None
    # ipywidgets takes a third of a second to load, which the chapters of a book are spared
    from workbench.show.choosers import Chooser

    return Chooser(of)

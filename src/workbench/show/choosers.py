"""The list that chooses the district of a chapter, with a plain table as its twin."""

from typing import Any, ClassVar

import ipywidgets as widgets
from IPython.display import display, update_display

from workbench.show.chapter import Chapter, Drawing, Of, districts, listed
from workbench.show.choosing import ALL
from workbench.show.drawing import picture
from workbench.show.html import Html


class Chooser(Chapter):
    """A list of districts; every part of the chapter follows it, in the cell where it stands.

    The outputs of the cells themselves change, so nothing of another district stays on the
    page, and a notebook that is saved holds what was seen last.
    """

    # For all lists of a kernel: when the cell of the list is run again, the parts go with it.
    _seen: ClassVar[dict[str, Drawing]] = {}

    def __init__(self, of: Of) -> None:
        super().__init__(of, "")
        self._twin = listed(self._own)
        offered = [ALL, *districts(self._own)]
        self.list = widgets.Dropdown(options=offered, description="区县 District")
        self.list.observe(self._choose, names="value")
        self._follow()

    def _shown(self, name: str, drawing: Drawing) -> None:
        self._seen[name] = drawing
        display(self._drawn(drawing), display_id=name)  # type: ignore[no-untyped-call]

    def _choose(self, _change: object) -> None:
        self._district = self.list.value
        self._own = self._of(self._district)
        self._follow()

    def _follow(self) -> None:
        for name, drawing in self._seen.items():
            update_display(self._drawn(drawing), display_id=name)  # type: ignore[no-untyped-call]

    def _drawn(self, drawing: Drawing) -> Html:
        """A part as one output, which can be exchanged: a picture with its warnings too."""
        return Html(picture(drawing(self._own, self._district), alt="").markup)

    def _ipython_display_(self) -> None:
        """Show the list where it can run, the plain table where it cannot."""
        live: dict[str, Any] = self.list._repr_mimebundle_()
        twin = {"text/html": self._twin.markup, "text/plain": "the districts of the study"}
        display(live | twin, raw=True)  # type: ignore[no-untyped-call]

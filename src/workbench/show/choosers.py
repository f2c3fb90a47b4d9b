"""The list that chooses the district of a chapter, with a plain table as its twin."""

from typing import Any

import ipywidgets as widgets

from workbench.show.answers import Answer
from workbench.show.chapter import Of, chapter, districts, listed

NONE = ("请选择 choose one", "")


class Chooser:
    """A list over a place where the chapter of the district chosen is shown."""

    def __init__(self, of: Of) -> None:
        self._of = of
        whole = of("")
        self._twin = listed(whole)
        self.list = widgets.Dropdown(options=[NONE, *districts(whole)], description="区县 District")
        self.answer = Answer()
        self.box = widgets.VBox([self.list, self.answer.box])
        self.list.observe(self._show, names="value")

    def _show(self, _change: object) -> None:
        district = self.list.value
        self.answer.put(chapter(self._of(district), district) if district else self._twin)

    def _repr_mimebundle_(self, **asked: Any) -> dict[str, Any]:
        """The widget where it can run, the plain table where it cannot."""
        live: dict[str, Any] = self.box._repr_mimebundle_(**asked)
        return live | {"text/html": self._twin.markup, "text/plain": "the districts of the study"}

"""The cells of the comparison, filtered by lists: what ``show.cells`` shows, asked again."""

import ipywidgets as widgets

from workbench.show import labels
from workbench.show.answers import Answer
from workbench.show.choosing import ALL
from workbench.show.framework import cells
from workbench.show.labels import Tables

STYLE = {"description_width": "9em"}
LAYOUT = widgets.Layout(width="26em")


class CellBrowser:
    """Lists for level, dimension and basis, and the lowest confidence; the cells below."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        named = tables["dimensions"].sort_values("position")
        dimensions = zip(named["dimension"], named["label_zh"], named["label_en"], strict=True)
        self.level = _choice("层级 Level", [(" ".join(n), key) for key, n in labels.LEVELS.items()])
        self.dimension = _choice(
            "维度 Dimension", [(f"{zh} {en}".strip(), name) for name, zh, en in dimensions]
        )
        self.basis = _choice("依据 Basis", [(" ".join(n), key) for key, n in labels.MARKS.items()])
        self.least = widgets.FloatSlider(
            0, min=0, max=1, step=0.05, description="信度 At least", continuous_update=False,
            style=STYLE, layout=LAYOUT,
        )  # fmt: skip
        self.answer = Answer()
        controls = [self.level, self.dimension, self.basis, self.least]
        for control in controls:
            control.observe(self.show, names="value")
        above = widgets.HBox(controls, layout=widgets.Layout(flex_flow="row wrap"))
        self.box = widgets.VBox([above, self.answer.box])
        self.show()

    def show(self, _change: object = None) -> None:
        """Show the cells that match."""
        self.answer.put(
            cells(
                self._tables,
                level=self.level.value,
                dimension=self.dimension.value,
                basis=self.basis.value,
                least=self.least.value,
            )
        )


def _choice(description: str, options: list[tuple[str, str]]) -> widgets.Dropdown:
    return widgets.Dropdown(
        options=[ALL, *options], description=description, style=STYLE, layout=LAYOUT
    )

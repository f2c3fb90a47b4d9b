"""The lists of the explorer that choose documents."""

import ipywidgets as widgets
import pandas as pd

from workbench.show import empty
from workbench.show.choosing import ALL, FILTERS, OFFERED, chosen_documents, options, values
from workbench.show.labels import Tables


class Filters:
    """A list for each of ``FILTERS``; an empty choice leaves nothing out."""

    def __init__(self, documents: pd.DataFrame, tables: Tables) -> None:
        self.documents = documents
        self.boxes = {
            name: widgets.Dropdown(
                options=options(documents, name, tables),
                description=label,
                style={"description_width": "7.5em"},
                layout=widgets.Layout(width="19em"),
            )
            for name, label in FILTERS.items()
        }
        self.box = widgets.HBox([*self.boxes.values()], layout=widgets.Layout(flex_flow="row wrap"))

    @property
    def wanted(self) -> dict[str, str]:
        """The values that were chosen."""
        return {name: box.value for name, box in self.boxes.items() if box.value}

    @property
    def docs(self) -> list[str]:
        """The documents that match."""
        return chosen_documents(self.documents, self.wanted)

    def begin(self) -> None:
        """Choose the first value of the first list that parts the documents."""
        for box in self.boxes.values():
            if len(box.options) > 2:
                box.index = 1
                return

    @property
    def name(self) -> str:
        """The chosen values as they are shown, for the heading of a figure."""
        return " · ".join(box.label for box in self.boxes.values() if box.value) or ALL[0]


def unlisted(documents: pd.DataFrame) -> list[widgets.HTML]:
    """What is said where a list has more values than it offers."""
    left = {label: len(values(documents, name)) - OFFERED for name, label in FILTERS.items()}
    said = [
        empty.Reason(
            f"{label}：只列文献最多的 {OFFERED} 项，另有 {more:,} 项",
            f"{OFFERED} values with the most documents are listed, {more:,} are not.",
        )
        for label, more in left.items()
        if more > 0
    ]
    return [widgets.HTML(empty.note(reason).markup) for reason in said]

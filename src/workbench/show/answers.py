"""Where a pane shows its answer: as a notebook shows the output of a cell."""

import ipywidgets as widgets

from workbench.show.html import Html


class Answer:
    """A place for HTML with the styles and links of a notebook, which ``widgets.HTML`` lacks."""

    def __init__(self, **layout: str) -> None:
        self.box = widgets.Output(layout=widgets.Layout(**layout))

    @property
    def markup(self) -> str:
        """What is shown."""
        return "".join(shown["data"]["text/html"] for shown in self.box.outputs)

    def put(self, answer: Html) -> None:
        """Show this instead of what was there."""
        data = {"text/html": answer.markup, "text/plain": ""}
        shown = {"output_type": "display_data", "data": data, "metadata": {}}
        self.box.outputs = (shown,) if answer.markup else ()

"""The switchboard: what may be left out, as boxes to tick, and the verdicts that are left."""

from collections.abc import Sequence

import ipywidgets as widgets

from workbench.show.answers import Answer
from workbench.show.labels import Tables
from workbench.show.parts import Row, rows_of
from workbench.show.sensitivity import Judge, switch_names, verdicts

WIDE = widgets.Layout(width="26em", max_width="100%")
GROUPS = {
    "文献 Documents": ("document",),
    "体裁与译文 Genres and translations": ("genre", "translation"),
    "读法 Readings": ("official", "inferred", "doubtful", "repairs"),
    "编码者 Coders": ("coder",),
}


class Switchboard:
    """A box a scenario; whatever is ticked is left out, all of it at once."""

    def __init__(self, tables: Tables, judge: Judge) -> None:
        self.judge = judge
        listed = [row for row in rows_of(tables["scenarios"]) if row["kind"] != "cell"]
        self.boxes = {row["scenario"]: _tick(row) for row in listed}
        columns = [
            widgets.VBox([widgets.HTML(f"<b>{name}</b>"), *self._of(listed, kinds)])
            for name, kinds in GROUPS.items()
        ]
        self.answer = Answer()
        wrapped = widgets.Layout(flex_flow="row wrap")
        head = widgets.HTML("勾选者略去 What is ticked is left out")
        self.box = widgets.VBox([head, widgets.Box(columns, layout=wrapped), self.answer.box])
        for box in self.boxes.values():
            box.observe(self.show, names="value")
        self.show()

    def _of(self, listed: Sequence[Row], kinds: tuple[str, ...]) -> list[widgets.Checkbox]:
        return [self.boxes[row["scenario"]] for row in listed if row["kind"] in kinds]

    def show(self, _change: object = None) -> None:
        """Judge the conclusions without what is ticked."""
        left_out = [name for name, box in self.boxes.items() if box.value]
        self.answer.put(verdicts(self.judge(left_out)))


def _tick(row: Row) -> widgets.Checkbox:
    names = switch_names(row["kind"], row["of"])
    label = " ".join(dict.fromkeys(filter(None, names)))
    return widgets.Checkbox(value=False, description=label, indent=False, layout=WIDE)

"""The explorer put together: filters, a pane for each question, answers when they are looked at."""

import ipywidgets as widgets

from workbench.show.answers import Answer
from workbench.show.filters import Filters, unlisted
from workbench.show.inquiry import Docs, Words
from workbench.show.labels import Tables
from workbench.show.panes import Pane, panes
from workbench.show.reader import reader

WORKING = "<small>计算中… working…</small>"


class Explorer:
    """Filters over panes; only the pane that is looked at is asked, and only if it is stale."""

    def __init__(self, words: Words, tables: Tables, *, pattern: str, word: str) -> None:
        self.filters = Filters(words.documents, tables)
        self.panes = [reader(words, pattern=pattern), *panes(words, tables, word=word)]
        self.chooser = widgets.ToggleButtons(
            options=[(pane.name, number) for number, pane in enumerate(self.panes)],
            style={"button_width": "auto"},
        )
        self.answers = [Answer(**pane.layout) for pane in self.panes]
        self.status = widgets.HTML()
        bodies = [_body(pane, own) for pane, own in zip(self.panes, self.answers, strict=True)]
        self.stack = widgets.Stack(bodies, selected_index=0)
        above = [self.filters.box, *unlisted(words.documents), self.chooser, self.status]
        self.box = widgets.VBox([*above, self.stack])
        self._stale = set(range(len(self.panes)))
        self._watch()
        self.show()

    def show(self, _change: object = None) -> None:
        """Turn to the pane that was chosen, and ask it if something has changed."""
        number = self.chooser.value
        self.stack.selected_index = number
        if number in self._stale:
            self.status.value = WORKING
            self.answers[number].put(self.panes[number].answer(self._docs()))
            self._stale.discard(number)
            self.status.value = ""

    def _docs(self) -> Docs:
        return self.filters.docs if self.filters.wanted else None

    def _watch(self) -> None:
        self.chooser.observe(self.show, names="value")
        for box in self.filters.boxes.values():
            box.observe(self._all_stale, names="value")
        for pane in self.panes:
            for control in pane.controls:
                control.observe(self._own_stale, names="value")

    def _all_stale(self, _change: object) -> None:
        self._stale = set(range(len(self.panes)))
        self.show()

    def _own_stale(self, _change: object) -> None:
        self._stale.add(self.chooser.value)
        self.show()


def _body(pane: Pane, answer: Answer) -> widgets.VBox:
    return widgets.VBox([*(pane.above or pane.controls), answer.box, *pane.below])

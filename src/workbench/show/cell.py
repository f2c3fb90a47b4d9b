"""A cell of the comparison as it is shown: the value, its grounds, and what speaks against it."""

from workbench.schema import ids
from workbench.show import labels
from workbench.show.html import Html, both, join, segment_link, stacked, tag, text
from workbench.show.labels import Tables, names, word
from workbench.show.parts import Row, basis, cell_link


class Cells:
    """The cells of a study; what they name is looked up once."""

    def __init__(self, tables: Tables) -> None:
        segments = tables["segments"].set_index("id")
        self._documents = segments["doc"].to_dict()
        self._tips = segments["paraphrase_en"].to_dict()
        self._code = names(tables, "code")

    def whole(self, row: Row) -> Html:
        """Everything about a cell, or the mark of one without a value."""
        if not row["value"]:
            return self.empty(row)
        parts = [
            tag("p", self.value(row), class_="workbench-value"),
            tag("p", stacked(row["summary_zh"], row["summary_en"]), class_="workbench-summary"),
            tag("p", self.grounds(row), class_="workbench-grounds"),
            tag("p", self.voices(row), class_="workbench-grounds"),
        ]
        if row["counter"]:
            against = tag("b", both("反证", "against")) + text(": ") + self.counter(row)
            parts.append(tag("p", against, class_="workbench-grounds"))
        return join("", parts)

    def brief(self, row: Row) -> Html:
        """The value and its summary, for a grid of all dimensions."""
        if not row["value"]:
            return self.empty(row)
        summary = stacked(row["summary_zh"], row["summary_en"])
        shown = tag("p", self.value(row), class_="workbench-value")
        return shown + tag("p", summary, class_="workbench-summary")

    def empty(self, row: Row) -> Html:
        """Looked for and not found, or not looked for."""
        return tag("span", word(labels.MARKS, row["mark"]), class_="workbench-empty")

    def value(self, row: Row) -> Html:
        """The values, the leading one first, leading to the cell."""
        return cell_link(row, join("; ", [self._code(part) for part in ids(row["value"])]))

    def grounds(self, row: Row) -> Html:
        """How the value was come by, how sure the coder is, and the passages."""
        return basis(row["mark"], row["confidence"]) + text(": ") + self.evidence(row)

    def evidence(self, row: Row) -> Html:
        """The passages a value rests on."""
        return self._links(row["segments"])

    def counter(self, row: Row) -> Html:
        """The passages that speak against it."""
        return self._links(row["counter"])

    def voices(self, row: Row) -> Html:
        """Who says so, in what kind of document; one voice alone is named as such."""
        said = [word(labels.ROLES, role) for role in ids(row["speaker_roles"])]
        printed = [word(labels.GENRES, genre) for genre in ids(row["genres"])]
        shown = join(" · ", [join(", ", said), join(", ", printed)])
        if row["speakers"] == 1:
            shown += text(" · ") + tag("b", both("仅一人之言", "one voice"))
        return shown

    def _links(self, joined: str) -> Html:
        return join(
            ", ",
            [segment_link(self._documents[s], s, tip=self._tips[s]) for s in ids(joined)],
        )

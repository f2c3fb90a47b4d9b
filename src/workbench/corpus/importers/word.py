"""The text of a Word document's XML, as its reader sees it with all changes accepted.

The walk is our own for the sake of what may not get lost or altered: spaces as
typed, moved text, formulas, text boxes, and a count of what was left out. Names
of elements are taken without their namespace, of which there are two.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

from lxml import etree

# Properties, field codes, glosses over a character, and the second form of a drawing.
UNSEEN = {
    "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "tblGrid", "instrText",
    "delText", "delInstrText", "rt", "Fallback",
}  # fmt: skip
REMOVED = {"del", "moveFrom"}
SIGNS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011"}
NUMBERED = "numbers given by Word itself are not in the text"
HIDDEN, COMMENTS, PICTURES = "hidden text left out", "comments left out", "pictures left out"


class Body:
    """The lines written so far, the open one as its cells, and what was met on the way."""

    def __init__(self, styles: Mapping[str, str]) -> None:
        self.lines: list[str] = []
        self.notes: list[tuple[str, str]] = []  # (kind, id), in the order they are referred to
        self.first: dict[str, str] = {}  # the first paragraph in each style, by its name
        self._cells: list[list[str]] = [[]]
        self._outer: list[list[list[str]]] = []  # lines left open around a text box
        self._boxed: list[str] = []
        self._flat: Any = None  # the cell of one paragraph, which ends no line
        self._joined = False  # the end of this paragraph was deleted
        self._names = styles
        self._style = ""
        self._row = -1  # the number of cells on the open line, -1 where it is in no row
        self._met: Counter[str] = Counter()

    def walk(self, root: Any) -> None:
        """Write everything visible within ``root``."""
        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            name = local(element)
            if event == "end":
                self._leave(element, name)
            elif not self._enter(element, name):
                steps.skip_subtree()
        self._end_line()

    def told(self) -> list[str]:
        """What a reader of the text ought to know."""
        inserted, removed = self._met["ins"] + self._met["moveTo"], self._met["removed"]
        said = []
        if inserted or removed:
            said.append(f"tracked changes accepted: {inserted} inserted, {removed} deleted")
        if self.notes:
            said.append(f"notes put at the end, marked [1] to [{len(self.notes)}]")
        left = [NUMBERED, HIDDEN, COMMENTS, PICTURES]
        return said + [f"{what}: {self._met[what]}" for what in left if self._met[what]]

    def _enter(self, element: Any, name: str) -> bool:
        """Open an element; False if nothing within it is to be written."""
        if name in REMOVED or (name == "tr" and _below(element, "trPr", "del") is not None):
            self._met["removed"] += 1
            return False
        if name == "pPr":
            self._begin(element)
        elif name == "r" and _on(_below(element, "rPr", "vanish")):
            self._met[HIDDEN] += 1
            return False
        elif name == "tr":
            self._row = 0
        elif name == "tc":
            self._cell(element)
        elif name == "txbxContent":
            self._outer.append(self._cells)
            self._cells = [[]]
        else:
            self._write(element, name)
        return name not in UNSEEN and name != "pPr"

    def _leave(self, element: Any, name: str) -> None:
        if name == "p":
            if self._flat is None and not self._joined:
                self._end_line()
            self._joined = False
        elif name == "tc" and self._flat is element:
            self._flat = None
        elif name == "tr":
            self._end_line()
        elif name == "txbxContent" and self._outer:
            self._end_line()
            self._cells = self._outer.pop()

    def _begin(self, properties: Any) -> None:
        """What the properties of a paragraph say of it."""
        style = _below(properties, "pStyle")
        self._style = "" if style is None else self._names.get(_value(style), "")
        self._joined = _below(properties, "rPr", "del") is not None
        number = _below(properties, "numPr", "numId")
        if number is not None and _value(number) != "0":
            self._met[NUMBERED] += 1

    def _cell(self, element: Any) -> None:
        if self._row > 0:
            self._cells.append([])
        self._row += self._row >= 0
        parts = sum(1 for each in element.iter() if local(each) in {"p", "br"})
        if self._flat is None and parts < 2:
            self._flat = element

    def _write(self, element: Any, name: str) -> None:
        if name == "t":
            self._cells[-1].append(re.sub(r"[\r\n]+", " ", element.text or ""))
        elif name in SIGNS:
            self._cells[-1].append(SIGNS[name])
        elif name in {"br", "cr"}:
            self._end_line()
        elif name == "sym":
            self._cells[-1].append(_symbol(element))
        elif name in {"footnoteReference", "endnoteReference"}:
            self.notes.append((name.removesuffix("Reference"), attribute(element, "id")))
            self._cells[-1].append(f"[{len(self.notes)}]")
        elif name in {"ins", "moveTo"}:
            self._met[name] += 1
        elif name in {"pic", "imagedata"}:
            self._met[PICTURES] += 1
        elif name == "commentReference":
            self._met[COMMENTS] += 1

    def _end_line(self) -> None:
        line = "\t".join("".join(cell) for cell in self._cells)
        self._cells = [[]]
        self._row = -1
        if self._outer:
            self._boxed.append(line)
            return
        if line.strip():
            self.first.setdefault(self._style, line.strip())
        self._style = ""
        self.lines += [each for each in (line, *self._boxed) if each.strip()]
        self._boxed = []


def _symbol(element: Any) -> str:
    """The character of a symbol, as its font counts it; nothing where it is none."""
    code = attribute(element, "char")
    if not re.fullmatch("[0-9A-Fa-f]{1,5}", code):
        return ""
    character = chr(int(code, 16))
    return "" if unicodedata.category(character) in {"Cc", "Cs"} else character


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Any, name: str) -> str:
    """An attribute in the namespace of its element, as Word writes it."""
    return element.get(f"{{{etree.QName(element).namespace}}}{name}") or ""


def _value(element: Any) -> str:
    return attribute(element, "val")


def _below(element: Any, *path: str) -> Any:
    """The first element down a path of names, or None."""
    for name in path:
        if element is not None:
            element = next((each for each in element if local(each) == name), None)
    return element


def _on(switch: Any) -> bool:
    return switch is not None and _value(switch) not in {"0", "false", "off"}

"""One page of the site, cleared of what only a screen needs.

Pandoc should find paragraphs, headings, tables, pictures and formulas; what a
browser needs besides (buttons, frames, code to unfold) would be printed as text.
"""

import re
from pathlib import Path

from workbench.book import tree

SCREEN_ONLY = ("headerlink", "cell_input", "backrefs", "toctree-wrapper", "prev-next-footer")
SCREEN_TAGS = ("script", "style", "summary", "button", "input", "form", "noscript", "template")
FRAMES = ("div", "details", "article", "main", "nav", "header", "footer")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = ("p", "ul", "ol", "dl", "table", "blockquote", "pre", "figure", *HEADINGS)

# HTML parsers put every name into small letters, which SVG does not forgive.
SVG_NAMES = (
    *("viewBox", "preserveAspectRatio", "refX", "refY", "markerWidth", "markerHeight"),
    *("linearGradient", "radialGradient", "gradientUnits", "gradientTransform"),
    *("clipPath", "clipPathUnits", "patternUnits", "textPath", "textLength", "lengthAdjust"),
)
NAMESPACES = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}
CAMEL = {name.lower(): name for name in SVG_NAMES}
CAMEL_NAME = re.compile(rf"(?<=[\s</])({'|'.join(CAMEL)})(?=[=\s/>])")


def tidy(article: tree.Element, *, pictures: Path, prefix: str) -> None:
    """Leave in ``article`` what can be printed; write inline drawings to ``pictures``."""
    for formula in list(article.iter("math")):
        _replace(formula, as_tex(formula))
    for number in tree.of_class(article, "eqno"):
        formula = number.getprevious()
        formula.text += rf"\qquad {tree.text(number)}"
        tree.remove(number)
    for i, drawing in enumerate(list(article.iter("svg"))):
        _replace(drawing, _as_picture(drawing, pictures / f"{prefix}-{i}.svg"))
    unfold(article)
    for element in tree.of_class(article, *SCREEN_ONLY) + list(article.iter(*SCREEN_TAGS)):
        if not (element.get("type") or "").startswith("math/tex"):
            tree.remove(element)
    for note in (note for note in article.iter("div") if "admonition" in tree.classes(note)):
        note.tag = "blockquote"
        for title in tree.of_class(note, "admonition-title"):
            embolden(title)
    for card in tree.of_class(article, "evidence"):  # its border is only on the screen
        card.addprevious(tree.new("hr"))
    for label in [s for c in tree.of_class(article, "citation") for s in tree.of_class(c, "label")]:
        tree.remove(label)
    for cell in (cell for body in article.iter("tbody") for cell in body.iter("th")):
        if not any("font-weight: normal" in (part.get("style") or "") for part in cell):
            embolden(cell)
    for box in [span for span in article.iter("span") if "inline-block" in span.get("style", "")]:
        if box.getnext() is not None:  # a box stands apart by itself, text by a space
            box.tail = f" {box.tail or ''}"
    for count in tree.of_class(article, "caption-number"):
        count.tag = "strong"
    for cell in tree.of_class(article, "text-right"):
        cell.set("style", "text-align: right")


def unfold(article: tree.Element) -> None:
    """Print the warnings of a comparison in one line, and what they mean once a page."""
    told: set[str] = set()
    for note in tree.of_class(article, "workbench-fair"):
        line, meaning = note
        line.tag = "p"
        if tree.text(meaning) in told:
            tree.remove(meaning)
        else:
            told.add(tree.text(meaning))


def unframe(article: tree.Element) -> None:
    """Take away the frames, so that every block lies directly on the page."""
    for frame in list(article.iter(*FRAMES)):
        if frame is not article:
            keep_apart(frame)
            tree.unwrap(frame)


def keep_apart(frame: tree.Element) -> None:
    """Make bare text in a frame a paragraph, or it would join its neighbours."""
    if (frame.text or "").strip() and not any(True for _ in frame.iter(*BLOCKS, "div")):
        frame.tag = "p"


def _replace(old: tree.Element, new: tree.Element) -> None:
    new.tail, old.tail = old.tail, None
    old.getparent().replace(old, new)


def as_tex(formula: tree.Element) -> tree.Element:
    """The TeX that a formula was made from, as pandoc reads it."""
    display = "; mode=display" if formula.get("display") == "block" else ""
    tex = "".join(note.text or "" for note in formula.iter("annotation"))
    return tree.new("script", type=f"math/tex{display}", text=tex)


def _as_picture(drawing: tree.Element, path: Path) -> tree.Element:
    for prefix, name in NAMESPACES.items():
        drawing.set(prefix, name)
    text = tree.xml(drawing)
    path.write_text(CAMEL_NAME.sub(lambda name: CAMEL[name[1]], text), encoding="utf-8")
    return tree.new("img", src=path.name)


def embolden(element: tree.Element) -> None:
    """Make everything inside an element bold, also where it holds paragraphs."""
    for block in [p for p in element.iter("p") if p is not element] or [element]:
        bold = tree.new("strong", text=block.text or "")
        block.text = None
        bold.extend(list(block))
        block.append(bold)

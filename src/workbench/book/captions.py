"""Numbers for the tables that notebooks print, in the order of the book.

Sphinx numbers the tables and figures of chapters; a table that comes out of a
notebook is HTML to it and would go without.
"""

import re
from pathlib import Path

from workbench.book import tree
from workbench.book.manuscript import spine

NUMBER = "caption-number"


def number_tables(html_dir: Path) -> None:
    """Number every table of a site that has a caption and no number yet.

    The count goes on from the highest number that Sphinx gave to a table.
    """
    pages = [html_dir / f"{entry['page']}.html" for entry in spine(html_dir).pages]
    trees = {path: tree.read(path) for path in pages}
    captions = {path: list(page.iter("caption")) for path, page in trees.items()}
    last = max((_given(c) for found in captions.values() for c in found), default=0)
    for path, found in captions.items():
        for caption in (caption for caption in found if not tree.of_class(caption, NUMBER)):
            last += 1
            label = tree.new("span", text=f"Table {last} ", **{"class": NUMBER})
            label.tail, caption.text = caption.text, None
            caption.insert(0, label)
        if found:
            path.write_text(
                f"<!DOCTYPE html>\n{tree.write(trees[path])}\n", encoding="utf-8", newline="\n"
            )


def _given(caption: tree.Element) -> int:
    numbers = [re.search(r"\d+", tree.text(label)) for label in tree.of_class(caption, NUMBER)]
    return max((int(number[0]) for number in numbers if number), default=0)

"""The widgets of the notebooks; each shows what a view shows, asked again."""

from workbench.errors import WorkbenchError
from workbench.show.inquiry import Words
from workbench.show.labels import Tables

PATTERN = "社会组织|social organi[sz]ation"


def explorer(tables: Tables, words: Words, *, pattern: str = PATTERN, word: str = "") -> object:
    """Everything that can be asked about words, filtered by city, year, genre, level, case.

    tables : what gives places and cases their names; a collection has none (``{}``).
    word : where the panes on one word begin; the most frequent one if empty.
    """
    # ipywidgets takes a third of a second to load, which the chapters of a book are spared
    from workbench.show.exploring import Explorer

    return Explorer(words, tables, pattern=pattern, word=word or most_frequent(words)).box


def cell_browser(tables: Tables) -> object:
    """The cells of the comparison, filtered by level, dimension, basis and confidence."""
    from workbench.show.browsing import CellBrowser

    return CellBrowser(tables).box


def most_frequent(words: Words) -> str:
    """The most frequent word; empty where there is none."""
    try:
        found = words.frequencies()
    except WorkbenchError:
        return ""
    return str(found.nlargest(1, "count")["word"].iloc[0]) if len(found) else ""

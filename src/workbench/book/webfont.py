"""Chinese letters for a machine that has none.

Noto Sans SC, cut down to the letters that the built pages use, is put beside
them. Only letters beyond ASCII are kept: Latin text has fonts everywhere, and
they come first in the style sheet.
"""

import importlib.util
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from workbench.book import tree
from workbench.errors import EnvironmentFault

PLACE = "_static/noto-sans-sc.woff2"  # where custom.css looks for it


def font_folder() -> Path:
    """Where the Chinese font lies; found without importing what ships it."""
    found = importlib.util.find_spec("zhplot")
    folder = Path(found.origin).parent / "fonts" if found and found.origin else Path()
    if not (folder / "NotoSansSC-Regular.ttf").is_file():
        raise EnvironmentFault("no Chinese font; run: pip install zhplot==1.0.0")
    return folder


def add_webfont(html_dir: Path) -> None:
    """Put the letters that the pages use into one small font beside them."""
    font = TTFont(font_folder() / "NotoSansSC-Regular.ttf", recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=[], hinting=False, notdef_outline=True))
    subsetter.populate(unicodes=sorted(letters(html_dir)))
    subsetter.subset(font)
    font.flavor = "woff2"
    (html_dir / PLACE).parent.mkdir(parents=True, exist_ok=True)
    font.save(html_dir / PLACE)


def letters(html_dir: Path) -> set[int]:
    """The code points beyond ASCII on any page."""
    texts = (str(tree.read(page).text_content()) for page in tree.pages(html_dir))
    return {ord(letter) for text in texts for letter in set(text) if ord(letter) > 0x7F} | {0x4E00}

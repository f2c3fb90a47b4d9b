"""The Chinese font of figures: a static Noto Sans SC, or a refusal, never empty boxes."""

import importlib.util
from functools import cache
from pathlib import Path

from matplotlib import font_manager

from workbench.errors import EnvironmentFault


@cache
def family() -> str:
    """The name of the font, registered with matplotlib on first use.

    Raises EnvironmentFault where the package that carries it is not installed.
    """
    spec = importlib.util.find_spec("zhplot")
    path = (
        Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"
        if spec and spec.origin
        else None
    )
    if path is None or not path.is_file():
        raise EnvironmentFault("the Chinese font is missing; run: uv sync --frozen")
    font_manager.fontManager.addfont(path)
    return font_manager.FontProperties(fname=path).get_name()


MISSING = "〓"  # what printers of Chinese set where they had no type for a character


def drawable(text: str) -> str:
    """The text with ``MISSING`` for every character that the font has not."""
    glyphs = _glyphs()
    return "".join(character if ord(character) in glyphs else MISSING for character in text)


@cache
def _glyphs() -> frozenset[int]:
    path = font_manager.findfont(family(), fallback_to_default=False)
    return frozenset(font_manager.get_font(path).get_charmap())


def width(text: str) -> float:
    """How wide a line is set in that font, as a multiple of its size."""
    return sum(map(_advance, text))


@cache
def _advance(character: str) -> float:
    font = font_manager.get_font(font_manager.findfont(family(), fallback_to_default=False))
    font.set_size(100, 72)
    return float(font.load_char(ord(character)).linearHoriAdvance) / 65536 / 100

"""Searching the book in Chinese as well as in English.

Sphinx cuts the text it indexes at spaces, and cuts the query at spaces too, so
that 社区治理 finds nothing. Here both are cut into pairs of neighbouring
characters (社区 区治 治理); every single character is indexed as well, for a
query of one. English keeps Sphinx's own stemming. The browser's half of the
work is ``zh_search.js``; the two must cut alike.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
RUN = re.compile(rf"[{HAN}]+|[^\W{HAN}]+")


def pieces(run: str) -> Iterator[str]:
    """The index terms of one unbroken run of letters of one script."""
    if not re.match(f"[{HAN}]", run):
        yield run
        return
    yield from run
    yield from (run[i : i + 2] for i in range(len(run) - 1))


class SearchChineseAndEnglish(SearchEnglish):
    """English words with their stems, Chinese characters alone and in pairs."""

    lang = "zh-en"
    language_name = "Chinese and English"
    js_splitter_code = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

    def split(self, text: str) -> list[str]:
        """The index terms of a text."""
        return [piece for run in RUN.findall(text) for piece in pieces(run)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the search language ``zh-en``."""
    app.add_search_language(SearchChineseAndEnglish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Key word in context: every place where a pattern stands, with what surrounds it."""

import re
from collections.abc import Mapping

import pandas as pd

from workbench.errors import UsageError

COLUMNS = ["doc", "start", "end", "left", "match", "right"]


def concordance(texts: Mapping[str, str], pattern: str, *, width: int = 30) -> pd.DataFrame:
    """Find a regular expression in every text; ``width`` characters each side.

    One row a hit, sorted by document and position. Line breaks in the context
    are shown as spaces. Raises UsageError for a pattern that does not compile.
    """
    try:
        expression = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError) as error:
        raise UsageError(f"pattern {pattern!r}: {error}") from error
    rows = [
        (doc, match.start(), match.end(), *_context(text, match, width))
        for doc, text in sorted(texts.items())
        for match in expression.finditer(text)
        if match[0]
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _context(text: str, match: re.Match[str], width: int) -> tuple[str, str, str]:
    left = text[max(0, match.start() - width) : match.start()]
    right = text[match.end() : match.end() + width]
    return tuple(re.sub(r"\s", " ", part) for part in (left, match[0], right))  # type: ignore[return-value]

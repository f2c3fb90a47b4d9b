"""Stored texts: how bytes become one, its hash, its paragraphs."""

import hashlib
import re
from collections.abc import Mapping

import pandas as pd


def stored(data: bytes) -> str | None:
    """The text of an original as the study stores it, or None if it is not UTF-8.

    A byte order mark is dropped and line ends become LF; nothing else changes.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def fingerprint(text: str) -> str:
    """The sha256 by which a card knows its text."""
    return hashlib.sha256(text.encode()).hexdigest()


def paragraphs(texts: Mapping[str, str]) -> pd.DataFrame:
    """Every line with something on it, as ``artefacts.PARAGRAPHS``."""
    rows = [
        (doc, number, match.start(), match.end())
        for doc, text in texts.items()
        for number, match in enumerate(re.finditer(r"[^\s](?:[^\n]*[^\s])?", text))
    ]
    return pd.DataFrame(rows, columns=["doc", "paragraph", "start", "end"])

"""Plain text and markdown: stored as it is written, so that positions count in the raw text."""

import re

from workbench.corpus.facts import Fact
from workbench.corpus.importers.decoding import decode
from workbench.corpus.importers.extract import Extract

FENCE = "---\n"
FRONT_LINES = 200  # more than a head of metadata ever has
FRONT_LINE = re.compile(r"[^\s:#-][^:]*:(\s.*)?|[ \t]+\S.*|-(\s.*)?|#.*|\s*")


def plain(data: bytes, declared: str, *, kind: str) -> Extract:
    """A text file; ``kind`` is txt or md. Front matter is split off, unread."""
    decoded = decode(data, declared)
    front, text = front_matter(decoded.text)
    notes = decoded.notes + (["front matter taken off the head of the text"] if front else [])
    facts = _heading(text) if kind == "md" else {}
    return Extract(text, kind, decoded.encoding, facts, [], notes, front)


def front_matter(text: str) -> tuple[str, str]:
    """The lines between ``---`` and ``---`` at the very beginning, and the text after them.

    Only lines that look like ``key: value`` are front matter: a text may begin
    with a rule.
    """
    if not text.startswith(FENCE):
        return "", text
    head: list[str] = []
    position = len(FENCE)
    while len(head) < FRONT_LINES and position < len(text):
        end = text.find("\n", position)
        line, after = (text[position:], len(text)) if end < 0 else (text[position:end], end + 1)
        if line.rstrip() == "---":
            return ("\n".join(head) + "\n", text[after:]) if _has_key(head) else ("", text)
        if not FRONT_LINE.fullmatch(line):
            break
        head.append(line)
        position = after
    return "", text


def _has_key(head: list[str]) -> bool:
    return any(":" in line and line[0] not in " \t#-" for line in head if line)


def _heading(text: str) -> dict[str, Fact]:
    """The first heading of a markdown text that is not within a code fence."""
    fence = ""
    for line in text.split("\n"):
        mark = line.lstrip()[:3]
        if mark in {"```", "~~~"} and (not fence or mark == fence):
            fence = "" if fence else mark
        found = None if fence else re.fullmatch(r"# +(\S.*?)(?: +#+)? *", line)
        if found:
            return {"title": Fact(found[1], "first heading")}
    return {}

"""The card of a document whose text was corrected: its hash, its cuts at their new places."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd

from workbench import files, store
from workbench import project as projects
from workbench.coding import anchors
from workbench.coding.anchors import Move
from workbench.corpus import furniture, texts
from workbench.corpus.cards import Document, SetAside
from workbench.files import Edit
from workbench.schema import ANCHOR


def recarded(sheet: Edit, shown: str, card: Document, text: str) -> list[Move]:
    """Give a card the hash and length of its new text, and its cuts their new places."""
    cuts = pd.DataFrame(
        [
            (f"set_aside {number}", shown, cut.start, cut.end, cut.quote_sha256, "", "", "", "")
            for number, cut in enumerate(card.set_aside)
        ],
        columns=["id", "doc", "start", "end", *ANCHOR, "quote"],
    )
    moves = anchors.moves(cuts, text)
    kept = [
        cut.model_copy(update={"start": move.to_start, "end": move.to_end})
        for cut, move in zip(card.set_aside, moves, strict=True)
        if move.to_start is not None
    ]
    anew = _found_anew(text, kept) if len(kept) < len(moves) else []
    new = card.model_copy(
        update={
            "sha256": texts.fingerprint(text),
            "length": len(text),
            "set_aside": sorted([*kept, *anew], key=lambda cut: cut.start),
        }
    )
    if new != card:
        files.keep(sheet.path)
        sheet.save(_rewritten(sheet.data.decode(), shown, card, new).encode())
    off = "; taken off the card: what it cut is read from now on"
    return [
        *(replace(m, note=m.note + off) if m.to_start is None else m for m in moves),
        *(
            Move("set_aside", shown, cut.start, cut.end, cut.start, cut.end, "moved", cut.why)
            for cut in anew
        ),
    ]


def _found_anew(text: str, kept: list[SetAside]) -> list[SetAside]:
    """What is furniture in a corrected text, where a cut that was there is lost."""
    return [
        SetAside(**vars(cut), quote_sha256=store.sha256(text[cut.start : cut.end]))
        for cut in furniture.cuts(text)
        if all(cut.end <= other.start or other.end <= cut.start for other in kept)
    ]


def _rewritten(written: str, shown: str, old: Document, new: Document) -> str:
    """The card's own YAML with the new values in place, its comments and order kept.

    Where that does not lead to ``new``, the card is written afresh.
    """
    source, _ = projects.parse_yaml(written, shown=shown)
    assert source is not None
    changes: list[tuple[tuple[str | int, ...], Any, Any]] = [
        (("sha256",), old.sha256, new.sha256),
        (("length",), old.length, new.length),
    ]
    for number, (was, now) in enumerate(zip(old.set_aside, new.set_aside, strict=False)):
        changes += [
            (("set_aside", number, key), getattr(was, key), getattr(now, key))
            for key in ("start", "end")
        ]
    lines = written.split("\n")
    for keys, was, now in changes:
        at = source.line(keys) - 1
        pattern = rf"(?<![\w-]){keys[-1]}: *['\"]?{was}(?!\w)"
        lines[at] = re.sub(pattern, f"{keys[-1]}: {now}", lines[at], count=1)
    made, _ = projects.parse_yaml("\n".join(lines), shown=shown)
    parsed = made.parse(Document)[0] if made else None
    if parsed == new:
        return "\n".join(lines)
    return _written(new)


def _written(card: Document) -> str:
    return projects.yaml_text(card.model_dump(exclude_defaults=True))


def filled_in(sheet: Edit, doc: str, card: Document, text: str) -> list[Move]:
    """Give the cuts of a card that were written by hand the hash of their passage."""
    blank = [cut for cut in card.set_aside if not cut.quote_sha256]
    filled = [
        cut.model_copy(update={"quote_sha256": store.sha256(text[cut.start : cut.end])})
        for cut in card.set_aside
    ]
    hashed = [new if old in blank else old for old, new in zip(card.set_aside, filled, strict=True)]
    files.keep(sheet.path)
    sheet.save(_written(card.model_copy(update={"set_aside": hashed})).encode())
    return [
        Move("set_aside", doc, c.start, c.end, c.start, c.end, "completed", "hash filled in")
        for c in blank
    ]

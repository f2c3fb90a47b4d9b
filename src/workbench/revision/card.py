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
from workbench.corpus.cards import Document, Original, SetAside
from workbench.files import Edit
from workbench.schema import ANCHOR


def recarded(
    sheet: Edit, shown: str, card: Document, was: str, text: str, *, original: Original | None
) -> list[Move]:
    """Give a card the hash and length of its new text, and its cuts their new places.

    ``was`` is the text before, or empty where it is not known any more; ``original`` is
    the file that the new text was read from, where the card names one. A cut that is
    not found again is taken off, and what looks like furniture now is told, not cut.
    """
    cuts = _as_rows(card, shown, was)
    found = zip(anchors.moves(cuts, text), card.set_aside, cuts.to_dict("records"), strict=True)
    moves = [_unless_it_is_the_twin(move, cut, row, text) for move, cut, row in found]
    kept = [
        cut.model_copy(update={"start": move.to_start, "end": move.to_end})
        for cut, move in zip(card.set_aside, moves, strict=True)
        if move.to_start is not None
    ]
    facts = {"sha256": texts.fingerprint(text), "length": len(text), "original": original}
    new = card.model_copy(update={**facts, "set_aside": kept})
    if new != card:
        files.keep(sheet.path)
        sheet.save(_rewritten(sheet.data.decode(), shown, card, new).encode())
    off = "; taken off the card: what it cut is read from now on"
    lost = [replace(m, note=m.note + off) if m.to_start is None else m for m in moves]
    return [*lost, *(_proposed(text, shown, kept) if len(kept) < len(moves) else [])]


def _as_rows(card: Document, shown: str, was: str) -> pd.DataFrame:
    """The cuts as rows to be found again, with what stood around them where that is known."""
    rows = [
        {
            "id": f"set_aside {number}",
            "doc": shown,
            "start": cut.start,
            "end": cut.end,
            **dict.fromkeys(ANCHOR, ""),
            **(anchors.anchor(was, cut.start, cut.end) if was else {}),
            "quote_sha256": cut.quote_sha256,
            "quote": "",
        }
        for number, cut in enumerate(card.set_aside)
    ]
    return pd.DataFrame(rows, columns=["id", "doc", "start", "end", *ANCHOR, "quote"])


def _unless_it_is_the_twin(move: Move, cut: SetAside, row: Any, text: str) -> Move:
    """A repetition is cut because it stands elsewhere too: it may not become that other one."""
    if cut.kind != "repetition" or move.to_start is None or move.to_end is None:
        return move
    now = anchors.anchor(text, move.to_start, move.to_end)
    if any(row[side] and row[side] == now[side] for side in ("before_sha256", "after_sha256")):
        return move
    return replace(move, to_start=None, to_end=None, how="orphan", note="only its twin is left")


def _proposed(text: str, shown: str, kept: list[SetAside]) -> list[Move]:
    """What is furniture in a corrected text and not cut; for a person to decide."""
    return [
        Move("set_aside", shown, cut.start, cut.end, cut.start, cut.end, "proposed", cut.why)
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
    return _if_it_reads("\n".join(lines), shown, new)


def _if_it_reads(written: str, shown: str, card: Document) -> str:
    """YAML that was changed as text, if it is that card; else the card written afresh."""
    made, _ = projects.parse_yaml(written, shown=shown)
    if made and made.parse(Document)[0] == card:
        return written
    return projects.record_text(card)


def filled_in(sheet: Edit, doc: str, shown: str, text: str) -> list[Move]:
    """Give the cuts of a card that were written by hand the hash of their passage."""
    written = sheet.data.decode()
    source, _ = projects.parse_yaml(written, shown=shown)
    card = source.parse(Document)[0] if source else None
    if source is None or card is None or texts.fingerprint(text) != card.sha256:
        return []  # it was changed meanwhile; check says what is wrong with it
    lines, done, hashed = written.split("\n"), [], []
    for number, cut in enumerate(card.set_aside):
        sha = store.sha256(text[cut.start : cut.end])
        hashed.append(cut if cut.quote_sha256 else cut.model_copy(update={"quote_sha256": sha}))
        if not cut.quote_sha256:
            at = source.line(("set_aside", number, "start")) - 1
            lines[at] = _with_hash(lines[at], sha)
            place = (cut.start, cut.end)
            done.append(Move("set_aside", doc, *place, *place, "completed", "hash filled in"))
    new = card.model_copy(update={"set_aside": hashed})
    files.keep(sheet.path)
    sheet.save(_if_it_reads("\n".join(lines), shown, new).encode())
    return done


def _with_hash(line: str, sha: str) -> str:
    """The first line of a cut with its hash added, in flow style or in block style."""
    if "}" in line:
        head, _, tail = line.rpartition("}")
        return f"{head}, quote_sha256: {sha}}}{tail}"
    indent = " " * (len(line) - len(line.lstrip(" -")))
    return f"{line}\n{indent}quote_sha256: {sha}"

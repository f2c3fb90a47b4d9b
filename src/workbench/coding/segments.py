"""Coded spans, held to their texts: a quotation that drifted is found here."""

import hashlib
import re
from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from workbench.errors import Fault, did_you_mean
from workbench.schema import BASES, ID, ROLES


def broken(
    rows: pd.DataFrame, texts: Mapping[str, str], lengths: Mapping[str, int]
) -> dict[int, str]:
    """The rows whose span does not hold: line of the row -> what is wrong with it.

    ``rows`` has id, doc, start, end and quote_sha256, indexed by line; ``texts``
    has the texts that are on this machine, ``lengths`` the length of every
    document. A span of an absent text is checked against its length only.
    """
    return {
        row["line"]: fault
        for row in rows.reset_index().to_dict("records")
        if (fault := _span_fault(row, texts.get(row["doc"]), lengths.get(row["doc"])))
    }


def _span_fault(row: Mapping[Hashable, Any], text: str | None, length: int | None) -> str:
    where = f"{row['id']}: [{row['start']}, {row['end']}) of {row['doc']}"
    if length is None:
        return f"{row['id']}: unknown document {row['doc']!r}"
    if not 0 <= row["start"] < row["end"] <= length:
        return f"{where} is not a span of a text of {length} characters"
    if text is not None and quote_hash(text[row["start"] : row["end"]]) != row["quote_sha256"]:
        return f"{where} is not the passage that was coded; re-select it or restore the text"
    return ""


def unread(
    rows: pd.DataFrame, left_out: Mapping[str, Collection[tuple[int, int]]]
) -> dict[int, str]:
    """The rows that touch what is no content of their document: line -> message.

    ``left_out`` has the spans that the card of a document sets aside.
    """
    todo = "select another passage, or read the span (applied: false)"
    return {
        row["line"]: f"{row['id']}: [{row['start']}, {row['end']}) of {row['doc']} touches "
        f"[{start}, {end}), which its card sets aside; {todo}"
        for row in rows.reset_index().to_dict("records")
        for start, end in left_out.get(row["doc"], ())
        if row["start"] < end and start < row["end"]
    }


def quote_hash(quote: str) -> str:
    """The sha256 by which a row knows its quotation."""
    return hashlib.sha256(quote.encode()).hexdigest()


def verified(rows: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """``rows`` with ``status`` and ``quote``: verified where the text is here."""
    here = rows["doc"].isin(list(texts))
    quotes = [
        texts[doc][start:end] if doc in texts else ""
        for doc, start, end in zip(rows["doc"], rows["start"], rows["end"], strict=True)
    ]
    status = here.map({True: "verified", False: "reference"})
    return rows.assign(status=status.astype("str"), quote=quotes)


def faults(rows: pd.DataFrame, *, codes: Collection[str], cases: Collection[str]) -> list[Fault]:
    """Unknown codes, cases, roles and bases, and missing paraphrases."""
    return unknown_cases(rows, cases) + [
        Fault("", (row["line"],), message)
        for row in rows.reset_index().to_dict("records")
        for message in _judgement(row, codes)
    ]


def doubled(rows: pd.DataFrame, *, taken: Collection[str] = ()) -> list[Fault]:
    """Rows whose id an earlier row bears already, or one of another table (``taken``)."""
    again = rows[rows["id"].duplicated() | rows["id"].isin(list(taken))]
    return [
        Fault("", (row["line"],), f"id {row['id']!r} stands twice; give each its own")
        for row in again.reset_index().to_dict("records")
    ]


def quoted(rows: pd.DataFrame, *, rights: Mapping[str, str]) -> list[Fault]:
    """Rows that print the words of a withheld document, or not those of an open one.

    ``rights`` maps a document to open or withheld.
    """
    found = []
    for row in rows.reset_index().to_dict("records"):
        right = rights.get(row["doc"])
        if right == "withheld" and row["quote"]:
            message = f"{row['doc']} is withheld; its words may not stand here: empty quote"
            found.append(Fault("", (row["line"],), f"{row['id']}: {message}"))
        elif right == "open" and quote_hash(row["quote"]) != row["quote_sha256"]:
            message = "quote is not the passage of quote_sha256; run: workbench anchor"
            found.append(Fault("", (row["line"],), f"{row['id']}: {message}"))
    return found


def unknown_cases(rows: pd.DataFrame, cases: Collection[str]) -> list[Fault]:
    """Rows that speak of a case nobody has a card for."""
    return [
        Fault("", (row["line"],), f"{row['id']}: unknown case {row['case']!r}")
        for row in rows.reset_index().to_dict("records")
        if row["case"] and row["case"] not in cases
    ]


def _judgement(row: Mapping[Hashable, Any], codes: Collection[str]) -> Iterator[str]:
    if not re.fullmatch(ID, row["id"]):
        yield f"id {row['id']!r} is not small letters, digits and hyphens"
    if row["code"] not in codes:
        near = did_you_mean(row["code"], codes) or "; add it to the codebook or correct it"
        yield f"{row['id']}: unknown code {row['code']!r}{near}"
    if row["speaker_role"] not in ROLES:
        yield f"{row['id']}: speaker_role {row['speaker_role']!r} is none of {sorted(ROLES)}"
    if row["basis"] not in BASES:
        yield f"{row['id']}: basis {row['basis']!r} is none of {sorted(BASES)}"
    if not 0 <= row["confidence"] <= 1:
        yield f"{row['id']}: confidence {row['confidence']} is not between 0 and 1"
    if not (row["paraphrase_zh"] and row["paraphrase_en"]):
        yield f"{row['id']}: a segment needs a paraphrase in both languages"

"""What is wrong with the lists of a lexicon: what can never count, and what counts twice."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from workbench.errors import Fault
from workbench.schema import ids
from workbench.tokens.chinese import cuttable

Row = Mapping[Hashable, Any]


def faults(
    terms: pd.DataFrame,
    *,
    synonyms: Collection[str] = (),
    stopwords: Collection[str] = (),
    read_as: Callable[[str], str] = str.casefold,
) -> list[Fault]:
    """What is wrong with each line of ``lexicon.TERMS``.

    A term that stands twice or in another form, is a stop word, has no known language, can
    never be kept whole, or names a part that is none. ``synonyms`` are terms from another
    list, which may be parts too; terms are one and the same where ``read_as`` says so.
    """
    often = Counter(zip(terms["language"], terms["term"], strict=True))
    forms: dict[str, set[str]] = {}
    for term in terms["term"]:
        forms.setdefault(read_as(term), set()).add(term)
    known = {*terms["term"], *synonyms}
    stopped = {word.lower() for word in stopwords}
    found = []
    for row in terms.reset_index().to_dict("records"):
        others = forms[read_as(row["term"])] - {row["term"]}
        messages = list(_unfit(row, often, stopped) or _conflicts(row, others))
        messages += _parts(row, known)
        found += [Fault("", (row["line"],), message) for message in messages]
    return found


def _unfit(row: Row, often: Mapping[tuple[str, str], int], stopped: Collection[str]) -> list[str]:
    term, language = row["term"], row["language"]
    if language not in ("zh", "en"):
        return [f"language {language!r} is neither zh nor en"]
    if not term.strip():
        return ["a term is empty; remove the line"]
    if often[language, term] > 1:
        return [f"term {term!r} stands twice; keep one"]
    if term.lower() in stopped:
        return [f"term {term!r} is a stop word as well; take it out of one list"]
    if language == "zh" and not cuttable(term):
        return [f"term {term!r} holds a space or a mark at which Chinese text is cut"]
    return []


def _conflicts(row: Row, others: Collection[str]) -> Iterator[str]:
    if others:
        named = " and ".join(map(repr, sorted(others)))
        yield f"term {row['term']!r} is {named} in another width, case or script; keep one"


def _parts(row: Row, known: Collection[str]) -> Iterator[str]:
    parts = ids(row["parts"])
    for part, times in Counter(parts).items():
        if part == row["term"]:
            yield f"{part!r} is no part of itself"
        elif part not in row["term"]:
            yield f"part {part!r} does not stand in {row['term']!r}"
        elif part not in known:
            yield f"part {part!r} is no term; add a line for it or take it out"
        if times > 1:
            yield f"part {part!r} stands twice; keep one"


def synonym_faults(synonyms: pd.DataFrame, terms: pd.DataFrame) -> list[Fault]:
    """Synonyms of themselves, of something that is no term, or of a synonym."""
    known, turned = set(terms["term"]), set(synonyms["term"])
    found = []
    for row in synonyms.reset_index().to_dict("records"):
        canonical = row["canonical"]
        if canonical == row["term"]:
            message = f"{canonical!r} is its own canonical form; remove the line"
            found.append(Fault("", (row["line"],), message))
            continue
        if canonical not in known:
            message = f"{canonical!r} is not in terms.tsv; add it or correct it"
            found.append(Fault("", (row["line"],), message))
        if canonical in turned:
            message = f"{canonical!r} is a synonym itself; name the form it stands for"
            found.append(Fault("", (row["line"],), message))
    return found

"""Questions to the texts: where a passage stands, what holds a query, how a text is read."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from workbench import store
from workbench.coding import anchors
from workbench.comparison import framework
from workbench.corpus import cards, fold, importers, repairs, texts
from workbench.corpus.views import View
from workbench.errors import InputError, UsageError, did_you_mean, refuse
from workbench.project import Project
from workbench.schema import SEGMENTS_FILE
from workbench.schema.artefacts import ARTEFACTS
from workbench.study import Study, countable, read
from workbench.tokens import candidates

if TYPE_CHECKING:
    from workbench.tokens.why import Reason

WIDTH = 24  # characters shown on either side of a find
AROUND = 8  # and of an example
FRAMEWORK = "framework"  # the matrix as a grid: a row a case, a column a dimension


class Hit(NamedTuple):
    """A passage ``[start, end)`` of a stored text, and what stands around it."""

    doc: str
    start: int
    end: int
    before: str
    passage: str
    after: str


def facts(file: Path) -> dict[str, object]:
    """The sha256 and length of the text of a file, as its card gives them."""
    try:
        text = importers.read(file.read_bytes(), file.name).text
    except InputError as error:
        raise InputError(f"{file}: {error}") from None
    return {"sha256": texts.fingerprint(text), "length": len(text)}


def locate(project: Project, doc: str, passage: str) -> list[dict[str, object]]:
    """Every place of ``passage`` in a document, as a row of a segments file.

    What only a person can say (its id, code, case, ...) is empty.
    """
    study = read(project)
    text = _text(study, doc)
    quote = passage if study.documents[doc].rights == "open" else ""
    return [
        {
            **dict.fromkeys(SEGMENTS_FILE, ""),
            "doc": doc,
            "start": start,
            "end": end,
            **anchors.anchor(text, start, end),
            "doc_sha256": texts.fingerprint(text),
            "quote": quote,
        }
        for _, start, end, *_ in _exact(doc, text, passage, WIDTH)
    ]


def exact(project: Project, doc: str, passage: str, *, width: int = WIDTH) -> list[Hit]:
    """Every place of ``passage`` in a document, word for word, with what stands around it."""
    return _exact(doc, _text(read(project), doc), passage, width)


def _exact(doc: str, text: str, passage: str, width: int) -> list[Hit]:
    found = [
        (at.start(), at.start() + len(passage))
        for at in re.finditer(f"(?={re.escape(passage)})", text)
    ]
    if not found or not passage:
        hint = "give its words exactly as they stand, or look for it with: workbench find"
        raise UsageError(f"{doc} does not hold {passage!r}; {hint}")
    return [_hit(doc, text, *span, width) for span in found]


def _hit(doc: str, text: str, start: int, end: int, width: int) -> Hit:
    before, after = text[max(0, start - width) : start], text[end : end + width]
    return Hit(doc, start, end, before, text[start:end], after)


def find(
    project: Project, query: str, *, docs: Collection[str] = (), width: int = WIDTH
) -> list[Hit]:
    """Every passage that holds ``query`` in any script, width, form and case.

    ``docs`` limits the search to some documents; ``width`` characters are given on
    either side. Documents whose text is not here are not searched.
    """
    study = read(project)
    searched = {doc: _text(study, doc) for doc in docs} if docs else study.texts
    return [
        _hit(doc, text, start, end, width)
        for doc, text in searched.items()
        for start, end in fold.find(text, query)
    ]


def reading(project: Project, doc: str, *, without: Collection[str] = ()) -> View:
    """The text of a document as it is read: repaired, and without what is set aside.

    ``without`` names repairs of the ledger (digit_one_space, cut_furniture, …) to leave
    out of this one reading. Raises UsageError for one the card does not have, and
    InputError where the text is not the one of its card.
    """
    study = read(project)
    text, card = _text(study, doc), study.documents[doc]
    if doc not in study.whole:
        raise InputError(f"{doc} is not the text of its card; run: workbench check")
    ledger = cards.repairs_of(card)
    for name in without:
        if name not in (own := {each[0] for each in ledger}):
            raise UsageError(f"{doc} has no repair {name!r}{did_you_mean(name, own)}")
    read_so = [name for name in card.applied() if name not in without]
    left_out = [
        (start, end)
        for name, start, end, applied, *_ in ledger
        if applied and name not in {*without, *repairs.REPAIRS}
    ]
    return repairs.reading(text, repairs=read_so, left_out=left_out)


def why(project: Project, text: str) -> "list[Reason]":
    """How each piece of ``text`` comes about with the lexicon of the study: see ``tokens.why``.

    Raises InputError where the lexicon cannot be read.
    """
    from workbench.tokens import why as reasons  # on jieba itself, which takes a second

    study = countable(project, ())
    refuse([fault for fault in study.findings if fault.path.startswith("corpus/lexicon/")])
    return reasons.why(text, study.lexicon.terms.get("zh", ()))


def terms(project: Project, *, language: str, most: int) -> pd.DataFrame:
    """The likeliest candidates for terms in the texts that are here: see ``tokens.candidates``.

    Each with its first place, in ``example``. Without what the lexicon has, and each story
    once. Raises UsageError for a language that is neither zh nor en.
    """
    ways = {"zh": candidates.chinese, "en": candidates.english}
    if language not in ways:
        raise UsageError(f"language {language!r} is neither zh nor en")
    study = read(project)
    own = [study.texts[doc] for doc in sorted({*study.whole} - {*study.originals})]
    known = study.lexicon.terms.get(language, frozenset())
    found = ways[language](own, known=known, stopwords=study.lexicon.stopwords).head(most)
    return found.assign(example=[_example(own, term) for term in found["term"]])


def _example(texts: Iterable[str], term: str) -> str:
    """The first place of a candidate, with a little of what stands around it."""
    spelled = re.escape(term).replace(r"\ ", r"\s+").replace("'", "['’]")
    matches = (re.search(spelled, text, re.IGNORECASE) for text in texts)
    for match in filter(None, matches):
        start, end = match.span()
        return " ".join(match.string[max(0, start - AROUND) : end + AROUND].split())
    return ""  # a letter whose small form is two


def export(project: Project, folder: Path, *, names: Collection[str] = ()) -> list[Path]:
    """Write built tables as CSV files that a spreadsheet opens safely; returns their paths.

    Without ``names`` all of them, and the framework matrix as one grid. Raises UsageError
    for a table there is not.
    """
    known = [*ARTEFACTS, FRAMEWORK]
    for name in names:
        if name not in known:
            near = did_you_mean(name, known)
            raise UsageError(f"no table {name!r}{near}; the tables are {', '.join(known)}")
    tables = store.Tables(project)
    wanted = list(names) or [name for name in known if name != "tokens"]
    return [
        store.write_spreadsheet(
            _framework(tables) if name == FRAMEWORK else tables[name], folder / f"{name}.csv"
        )
        for name in wanted
    ]


def _framework(tables: store.Tables) -> pd.DataFrame:
    named = ("matrix", "cases", "dimensions", "codes")
    return framework.framework(*(tables[name] for name in named))


def _text(study: Study, doc: str) -> str:
    if doc not in study.texts:
        raise UsageError(f"no text of {doc!r} is here{did_you_mean(doc, study.texts)}")
    return study.texts[doc]

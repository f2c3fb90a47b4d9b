"""The words of a study: each text cut once and again only if something changed for it.

Counts of documents whose text may not be published are kept under ``corpus/features``
with what they were made from, so that whoever has no text can count as well, and sees
which counts are older than the lexicon.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench import store
from workbench.errors import refuse
from workbench.project import Project
from workbench.schema import FEATURES_FILE
from workbench.schema.artefacts import CUTS, TOKENS
from workbench.study import Study, countable
from workbench.tokens import chinese, counts, english, matrix, table, tokenize
from workbench.tokens.counts import Term
from workbench.tokens.matrix import Matrix
from workbench.tokens.table import Names, Tokens

ENGINES = (chinese.ENGINE, english.ENGINE, f"rules {counts.RULES}")


class Counted(NamedTuple):
    """The words of documents as a matrix, and how often each term stands in each."""

    matrix: Matrix
    terms: dict[str, Counter[Term]]


# --- cutting ------------------------------------------------------------------


def cut_from(study: Study, code: str) -> dict[str, str]:
    """By document the hash of what its tokens rest on; ``code`` is that of the rooms that cut.

    Of the lexicon only the terms that stand in the text: another one changes nothing.
    """
    return {
        doc: _hash([code, *ENGINES, card.sha256, *card.applied(), _standing(study, doc)])
        for doc, card in study.documents.items()
        if doc in study.texts
    }


def _standing(study: Study, doc: str) -> str:
    return _hash(map(study.lexicon.entry, study.lexicon.standing(_as_read(study, doc))))


def _possible(study: Study, doc: str) -> str:
    rows = study.features[doc]
    words = rows.loc[rows["kind"] == "word", "word"]
    return _hash(map(study.lexicon.entry, counts.possible(study.lexicon, words)))


def _hash(parts: Iterable[str]) -> str:
    return store.sha256("\n".join(sorted(parts)))


def _as_read(study: Study, doc: str) -> str:
    return study.as_read(doc).text if study.documents[doc].applied() else study.texts[doc]


def cut(study: Study, made_from: Mapping[str, str], before: Tokens | None = None) -> Tokens:
    """The tokens of every document of ``made_from``, at their places in the stored texts.

    ``before`` holds the documents that need not be cut again.
    """
    kept = {} if before is None else {doc: row for row, doc in enumerate(before.docs)}
    due = [doc for doc in made_from if doc not in kept]
    new = cutter(study)((doc, _as_read(study, doc)) for doc in due)
    repaired = {doc: study.as_read(doc) for doc in due if study.documents[doc].applied()}
    placed = new.placed({doc: (view.start, view.end) for doc, view in repaired.items()})
    whole = placed if before is None else table.concat([before, placed])
    row = {doc: at for at, doc in enumerate(whole.docs)}
    return whole.take([row[doc] for doc in sorted(made_from)])


def cutter(study: Study) -> Callable[[Iterable[tuple[str, str]]], Tokens]:
    """What cuts texts into words with the lexicon and the engine of the study."""
    terms = study.lexicon.terms.get("zh", ())
    return tokenize.cutter(terms, engine=study.project.settings.engine)


def on_file(project: Project, made_from: Mapping[str, str]) -> Tokens | None:
    """The tokens of an earlier build that would be cut the same way today, if there are any."""
    paths = [project.artefact("tokens", f"{name}.parquet") for name in ("tokens", "cuts")]
    if not all(store.is_intact(path) for path in paths):
        return None
    known = _known(project)
    held = from_table(store.load(paths[0], TOKENS), docs=known)
    return held.take([n for n, doc in enumerate(held.docs) if made_from.get(doc) == known[doc]])


def _known(project: Project) -> dict[str, str]:
    """What the tokens of an earlier build were made from, by document."""
    rows = store.load(project.artefact("tokens", "cuts.parquet"), CUTS)
    return dict(zip(rows["doc"], rows["made_from"], strict=True))


def due(study: Study, code: str) -> list[str]:
    """The documents that an earlier build cut otherwise, or not at all."""
    made_from = cut_from(study, code)
    known = _known(study.project)
    return [doc for doc, hashed in made_from.items() if known.get(doc) != hashed]


def to_table(tokens: Tokens) -> pd.DataFrame:
    """A token table as ``artefacts.TOKENS``."""
    return pd.DataFrame(
        {
            "doc": _category(tokens.doc, tokens.docs),
            "start": tokens.start,
            "end": tokens.start + tokens.length,
            "paragraph": tokens.paragraph,
            "word": _category(tokens.word, tokens.words),
            "language": _category(tokens.word, tokens.languages),
        }
    )


def counts_table(words: Matrix) -> pd.DataFrame:
    """A document-term matrix as ``artefacts.COUNTS``."""
    return pd.DataFrame(
        {
            "doc": _category(words.row, words.docs),
            "language": _category(words.column, words.languages),
            "word": _category(words.column, words.words),
            "count": words.count,
        }
    )


def _category(numbers: Any, values: Any) -> pd.Categorical:
    """``values[numbers]`` as a dictionary of the different values, sorted."""
    code, known = pd.factorize(values, sort=True)
    return pd.Categorical.from_codes(code[numbers], pd.Index(known, dtype="str"))


def from_table(rows: pd.DataFrame, *, docs: Collection[str]) -> Tokens:
    """The token table of ``artefacts.TOKENS`` rows; ``docs`` names those without words too."""
    listed = table.names(sorted(docs))
    words, languages, word = _vocabulary(rows)
    number = pd.Index(listed).get_indexer(rows["doc"].cat.categories)
    often = np.bincount(number[rows["doc"].cat.codes], minlength=len(listed))
    return Tokens(
        docs=listed,
        pointer=np.append(0, np.cumsum(often)).astype(np.int64),
        word=word,
        start=rows["start"].to_numpy(np.int32),
        length=(rows["end"] - rows["start"]).to_numpy(np.int32),
        paragraph=rows["paragraph"].to_numpy(np.int32),
        words=words,
        languages=languages,
    )


def to_matrix(rows: pd.DataFrame) -> Matrix:
    """The document-term matrix of ``artefacts.COUNTS`` rows."""
    words, languages, column = _vocabulary(rows)
    doc = rows["doc"].cat.codes.to_numpy()
    order = np.lexsort((column, doc))
    often = np.bincount(doc, minlength=len(rows["doc"].cat.categories))
    return Matrix(
        docs=rows["doc"].cat.categories.to_numpy(object),
        pointer=np.append(0, np.cumsum(often)).astype(np.int64),
        column=column[order],
        count=rows["count"].to_numpy(np.int32)[order],
        words=words,
        languages=languages,
    )


def _vocabulary(rows: pd.DataFrame) -> tuple[Names, Names, NDArray[np.int32]]:
    """The different words of rows with their languages, and the number of each row's word."""
    spoken = rows["language"].cat.categories.to_numpy(object)
    pair = rows["word"].cat.codes.to_numpy(np.int64) * 2 + rows["language"].cat.codes.to_numpy()
    used, number = np.unique(pair, return_inverse=True)
    spelled = rows["word"].cat.categories.to_numpy(object)
    return spelled[used // 2], spoken[used % 2], number.astype(np.int32)


# --- counting -----------------------------------------------------------------


def counted(study: Study, tokens: Tokens) -> Counted:
    """The words and terms of the texts in ``tokens``, without what their cards set aside."""
    aside = {doc: study.documents[doc].left_out() for doc in tokens.docs}
    words = matrix.counted(counts.counted_part(tokens, aside))
    terms = {doc: _terms(study, doc, tokens, row) for row, doc in enumerate(tokens.docs)}
    return Counted(words, terms)


def _terms(study: Study, doc: str, tokens: Tokens, row: int) -> Counter[Term]:
    """The terms in a text, looked for in it as it is read."""
    card, own = study.documents[doc], tokens.of(row)
    starts = tokens.start[own]
    ends = starts + tokens.length[own]
    if card.applied():
        view = study.as_read(doc)
        first = np.searchsorted(view.end, starts, side="right")
        found = counts.terms(view.text, first, np.searchsorted(view.start, ends), study.lexicon)
        spans = [view.source_span(start, end) for _, start, end in found]
    else:
        found = counts.terms(study.texts[doc], starts, ends, study.lexicon)
        spans = [(start, end) for _, start, end in found]
    at = np.array(spans, np.int64).reshape(-1, 2)
    kept = counts.outside(at[:, 0], at[:, 1], card.left_out())
    return Counter(term for (term, _, _), keep in zip(found, kept, strict=True) if keep)


def with_counts_on_file(study: Study, here: Counted) -> Counted:
    """The counts of every document that is no reprint: of its text, or those on file."""
    absent = {doc: own for doc, own in study.features.items() if doc not in study.texts}
    both = matrix.stacked([here.matrix, counts.on_file(absent)])
    wanted = sorted(doc for doc in both.docs if doc not in study.originals)
    terms = here.terms | {doc: _terms_on_file(own) for doc, own in absent.items()}
    whole = both.take(both.rows(wanted))
    return Counted(whole.only(whole.ranges() > 0), {doc: terms[doc] for doc in wanted})


def _terms_on_file(features: pd.DataFrame) -> Counter[Term]:
    rows = features[features["kind"] == "term"]
    keys = zip(rows["language"], rows["word"], strict=True)
    return Counter(dict(zip(keys, rows["count"].tolist(), strict=True)))


# --- counts kept with the corpus ------------------------------------------------


def recount(
    project: Project,
    *,
    only: Iterable[str] | None = None,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[str]:
    """Write the token counts of withheld texts that are here; returns the documents.

    Counts already made with the same text, terms and engine are left alone, but for their
    record, and a text that is not the one of its card is not counted. ``tell`` hears how
    many of how many documents are counted. Raises InputError where the lexicon cannot be
    read.
    """
    study = countable(project, None if only is None else set(only))
    refuse([fault for fault in study.findings if fault.path.startswith("corpus/lexicon/")])
    withheld = [doc for doc in study.whole if study.documents[doc].rights == "withheld"]
    late = sorted(doc for doc in withheld if not is_current(study, doc))
    here = counted(study, cut(study, dict.fromkeys(late, "")))
    for row, doc in enumerate(late):
        study.features[doc] = counts.features(here.matrix, row, here.terms[doc])
        store.write_csv(study.features[doc], _csv(project, doc), FEATURES_FILE)
        tell(row + 1, len(late))
    for doc in withheld:
        record = features_made_from(study, doc)
        if record != study.features_records.get(doc):
            store.write_json(record, _csv(project, doc).with_suffix(".json"))
    return late


def _csv(project: Project, doc: str) -> Path:
    return project.corpus("features", f"{doc}.csv")


def uncounted(project: Project) -> list[str]:
    """The documents kept out of git that a call which was interrupted has not counted."""
    return [
        path.stem
        for path in project.corpus("withheld").glob("*.txt")
        if project.corpus("documents", f"{path.stem}.yml").is_file()
        and not project.corpus("features", f"{path.stem}.json").is_file()
    ]


def features_made_from(study: Study, doc: str) -> dict[str, object]:
    """What the counts of a document rest on, and the hash of the counts themselves.

    ``lexicon_sha256`` is of the terms that stand in the text, ``possible_sha256`` of those
    whose every letter is in its words: without the text that is all one can tell.
    """
    card = study.documents[doc]
    return {
        "counts_sha256": store.file_hash(_csv(study.project, doc)),
        "text_sha256": card.sha256,
        "lexicon_sha256": _standing(study, doc)
        if doc in study.texts
        else (study.features_records.get(doc) or {}).get("lexicon_sha256"),
        "possible_sha256": _possible(study, doc),
        "set_aside": [list(span) for span in card.left_out()],
        "repairs": card.applied(),
        "engines": list(ENGINES),
    }


def outdated(study: Study) -> list[str]:
    """The withheld documents whose counts on file are not those of today."""
    return [doc for doc in study.features if not is_current(study, doc)]


def is_current(study: Study, doc: str) -> bool:
    """Whether the counts on file of a withheld document are those of today.

    Where the text is here, a term that does not stand in it makes no difference.
    """
    record = study.features_records.get(doc)
    if not record or doc not in study.features:
        return False
    now = features_made_from(study, doc)
    if doc in study.texts:
        now["possible_sha256"] = record.get("possible_sha256")
    return bool(record == now)

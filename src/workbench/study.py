"""A study as it is read: every file of ``corpus/`` parsed, joined and checked.

What is wrong is collected, never raised, so that all of it is reported at once;
``Study.refuse`` stops a stage that would build on it.
"""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from pydantic import BaseModel

from workbench import errors, reads, store
from workbench.coding import anchors, cells, codebook, crosswalk, figures, segments
from workbench.coding.codebook import Codebook, Dimension
from workbench.comparison import typology
from workbench.comparison.conclusions import Conclusions
from workbench.comparison.typology import Typology
from workbench.corpus import cards, fold, places, repairs, texts
from workbench.corpus.cards import Case, Document
from workbench.corpus.places import Place, Places
from workbench.corpus.views import View
from workbench.errors import Fault, Finding, did_you_mean
from workbench.project import Project, Source, read_yaml
from workbench.schema import (
    CELLS_FILE,
    FEATURES_FILE,
    FIGURES_FILE,
    FILE_ID,
    SEGMENTS_FILE,
    TYPE_TABLE_FILE,
    Schema,
    ids,
)
from workbench.tokens import entries
from workbench.tokens import lexicon as lexicons
from workbench.tokens.lexicon import Lexicon

Model = TypeVar("Model", bound=BaseModel)

TERMS_FILE = "corpus/lexicon/terms.tsv"


@dataclass
class Study:
    """The cards, codings and texts of a study, with all that is wrong with them."""

    project: Project
    findings: list[Finding] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # files that could not be read
    documents: dict[str, Document] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    codebook: Codebook = field(default_factory=lambda: Codebook(codes={}, dimensions={}))
    typology: Typology | None = None
    conclusions: Conclusions = field(default_factory=Conclusions)
    told: Source | None = None  # the file of the conclusions, for the lines of findings
    segments: pd.DataFrame = field(
        default_factory=lambda: store.empty({**SEGMENTS_FILE, "coder": "str"})
    )
    cells: pd.DataFrame = field(default_factory=lambda: store.empty(CELLS_FILE))
    figures: pd.DataFrame = field(default_factory=lambda: store.empty(FIGURES_FILE))
    type_table: pd.DataFrame = field(default_factory=lambda: store.empty(TYPE_TABLE_FILE))
    terms: pd.DataFrame = field(default_factory=lambda: store.empty(lexicons.TERMS))
    synonyms: pd.DataFrame = field(default_factory=lambda: store.empty(lexicons.SYNONYMS))
    stopwords: pd.DataFrame = field(default_factory=lambda: store.empty(lexicons.STOPWORDS))
    texts: dict[str, str] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)  # of texts, those of their cards
    features: dict[str, pd.DataFrame] = field(default_factory=dict)
    features_records: dict[str, Any] = field(default_factory=dict)

    def refuse(self) -> None:
        """Stop here with one message if anything is wrong with the study."""
        errors.refuse(self.findings)

    @property
    def rights(self) -> dict[str, str]:
        """Each document and whether its text is open or withheld."""
        return {doc: card.rights for doc, card in self.documents.items()}

    @cached_property
    def lexicon(self) -> Lexicon:
        """The terms and stop words of the study."""
        return lexicons.lexicon(self.terms, self.stopwords, self.synonyms)

    def as_read(self, doc: str) -> View:
        """The text of a document under the repairs of its card; nothing is left out."""
        return repairs.reading(self.texts[doc], repairs=self.documents[doc].applied())

    @cached_property
    def originals(self) -> dict[str, str]:
        """Each reprint and the document that it repeats."""
        return {doc: card.reprint_of for doc, card in self.documents.items() if card.reprint_of}

    def resting_on(self, faulty: Iterable[str]) -> list[str]:
        """The cells whose evidence includes one of the segments ``faulty``."""
        return cells.resting_on(self.cells, set(faulty))


def read(project: Project) -> Study:
    """Read the whole study; ``findings`` holds everything wrong with it."""
    study = Study(project)
    _read_cards(study)
    _read_lexicon(study)
    _read_coding(study)
    _read_texts(study)
    _read_features(study)
    _check_cuts(study)
    _check_spans(study)
    _check_districts(study)
    return study


def countable(project: Project, only: Collection[str] | None = None) -> Study:
    """As much of the study as counting words needs: the cards and texts of ``only``, the lexicon.

    One document added to ten thousand does not have to wait for all the others. Nothing
    that was coded is read.
    """
    study = Study(project)
    study.documents = _cards(study, "documents", Document, {}, only=only)
    _read_lexicon(study)
    _read_texts(study)
    _read_features(study)
    return study


def districts(project: Project) -> list[str]:
    """The districts that get a chapter: those of the settings, or all that have a case.

    Reads the gazetteer and the cards of the cases only.
    """
    if project.settings.districts:
        return project.settings.districts
    study = Study(project)
    known = _places(study, {})
    cases = _cards(study, "cases", Case, {})
    study.refuse()
    held = {places.at_level(case.place, "district", known) for case in cases.values()}
    return [name for name in known if name in held]


def _read_cards(study: Study) -> None:
    sources: dict[str, Source] = {}
    study.documents = _cards(study, "documents", Document, sources)
    study.cases = _cards(study, "cases", Case, sources)
    study.places = _places(study, sources)
    if not study.unread:  # or what a broken file holds would be missed everywhere
        now = datetime.now(UTC).date().isoformat()
        faults = cards.faults(study.documents, study.cases, study.places, today=now)
        study.findings += _located(faults, sources)


def _places(study: Study, sources: dict[str, Source]) -> dict[str, Place]:
    gazetteer, source = _one(study, "corpus/places.yml", Places)
    if not (gazetteer and source):
        return {}
    sources[""] = source
    study.findings += _located(places.faults(gazetteer.places), sources)
    return gazetteer.places


def _cards(
    study: Study,
    folder: str,
    model: type[Model],
    sources: dict[str, Source],
    *,
    only: Collection[str] | None = None,
) -> dict[str, Model]:
    found: dict[str, Model] = {}
    by_fold: dict[str, str] = {}
    for path in sorted(study.project.corpus(folder).glob("*.yml")):
        if only is not None and path.stem not in only:
            continue
        shown = study.project.relative(path)
        if not re.fullmatch(FILE_ID, path.stem):
            message = "an id is small letters, digits and hyphens, and does not begin with case-"
            study.findings.append(Finding(shown, 0, message))
        clash = by_fold.setdefault(path.stem.casefold(), shown)
        if clash != shown:
            study.findings.append(
                Finding(shown, 0, f"differs from {clash} in case only; rename it")
            )
        card, source = _one(study, shown, model)
        if card and source:
            found[path.stem] = card
            sources[path.stem] = source
    return found


def _one(study: Study, shown: str, model: type[Model]) -> tuple[Model | None, Source | None]:
    path = study.project.root / shown
    if not reads.is_there(path):
        study.findings.append(Finding(shown, 0, "missing"))
        return None, None
    source, findings = read_yaml(path, shown=shown)
    parsed, misfits = source.parse(model) if source else (None, [])
    study.findings += findings + misfits
    study.unread += [shown] if parsed is None else []
    return parsed, source


def _located(faults: Iterable[Fault], sources: Mapping[str, Source]) -> list[Finding]:
    return [sources[fault.record].finding(fault.keys, fault.message) for fault in faults]


def _read_lexicon(study: Study) -> None:
    study.terms = _table(study, TERMS_FILE, lexicons.TERMS)
    study.synonyms = _table(study, "corpus/lexicon/synonyms.tsv", lexicons.SYNONYMS)
    lists = [
        _table(study, f"corpus/lexicon/stopwords-{language}.tsv", lexicons.STOPWORDS)
        for language in ("zh", "en")
    ]
    study.stopwords = pd.concat(lists, ignore_index=True)
    study.findings += _in_file(TERMS_FILE, term_faults(study, study.terms))
    unfit = entries.synonym_faults(study.synonyms, study.terms)
    study.findings += _in_file("corpus/lexicon/synonyms.tsv", unfit)


def term_faults(study: Study, terms: pd.DataFrame) -> list[Fault]:
    """What is wrong with a list of terms beside the other lists of the study."""
    return entries.faults(
        terms,
        synonyms=set(study.synonyms["term"]),
        stopwords=set(study.stopwords["word"]),
        read_as=fold.reading_of,
    )


def _table(study: Study, shown: str, schema: Schema) -> pd.DataFrame:
    path = study.project.root / shown
    if not reads.is_there(path):
        study.findings.append(Finding(shown, 0, "missing"))
        return store.empty(schema)
    table, findings = store.read_csv(path, schema, shown=shown)
    study.findings += findings
    return table


def _in_file(shown: str, faults: Iterable[Fault]) -> list[Finding]:
    return [Finding(shown, int(fault.keys[0]), fault.message) for fault in faults]


def _read_coding(study: Study) -> None:
    book, source_of_book = _one(study, "corpus/coding/codebook.yml", Codebook)
    if book and source_of_book:
        study.codebook = book
        study.findings += _located(codebook.faults(book), {"": source_of_book})
    rules, source = _one(study, "corpus/coding/typology.yml", Typology)
    if rules and source:
        study.typology = rules
        codes_of = {name: dim.codes for name, dim in study.codebook.dimensions.items()}
        study.findings += _located(typology.faults(rules, codes_of), {"": source})
    _read_segments(study)
    if source_of_book:
        untied = crosswalk.faults(
            study.codebook.crosswalk,
            dimensions=study.codebook.dimensions,
            segments=set(study.segments["id"]),
        )
        study.findings += _located(untied, {"": source_of_book})
    shown = "corpus/coding/figures.csv"
    study.figures = _table(study, shown, FIGURES_FILE)
    taken = set(study.segments["id"])
    study.findings += _in_file(shown, segments.doubled(study.figures, taken=taken))
    study.findings += _in_file(shown, segments.unknown_cases(study.figures, study.cases))
    declared = {doc: {r.name for r in card.repairs} for doc, card in study.documents.items()}
    study.findings += _in_file(shown, figures.faults(study.figures, repairs=declared))
    study.cells = _table(study, "corpus/coding/cells.csv", CELLS_FILE)
    for several in ("value", "segments", "counter"):
        study.cells[several] = study.cells[several].map(lambda joined: ";".join(ids(joined)))
    found = cells.faults(
        study.cells, dimensions=study.codebook.dimensions, cases=study.cases, segments=taken
    )
    study.findings += _in_file("corpus/coding/cells.csv", found)
    _read_type_table(study, taken)
    if reads.is_there(study.project.corpus("coding", "conclusions.yml")):
        given, study.told = _one(study, "corpus/coding/conclusions.yml", Conclusions)
        study.conclusions = given or study.conclusions


def _read_segments(study: Study) -> None:
    tables: list[pd.DataFrame] = []
    taken: set[str] = set()
    for path in sorted(study.project.corpus("coding", "segments").glob("*.csv")):
        shown = study.project.relative(path)
        table = _table(study, shown, SEGMENTS_FILE)
        found = segments.faults(table, codes=study.codebook.codes, cases=study.cases)
        found += segments.doubled(table, taken=taken) + anchors.repeated(table)
        found += segments.quoted(table, rights=study.rights)
        study.findings += _in_file(shown, found)
        taken |= set(table["id"])
        tables.append(table.assign(coder=path.stem))
    if tables:
        study.segments = pd.concat(tables).astype({"coder": "str"})


def _read_type_table(study: Study, known: set[str]) -> None:
    shown = "corpus/coding/type_table.csv"
    if not reads.is_there(study.project.root / shown):
        return
    study.type_table = _table(study, shown, TYPE_TABLE_FILE)
    kinds = {name for _, name, _ in typology.types(study.typology)} if study.typology else set()
    pairs = list(zip(study.type_table["dimension"], study.type_table["type"], strict=True))
    wanted = {(dimension, kind) for dimension, _ in pairs for _, kind in pairs}
    for dimension, kind in sorted(wanted):
        if pairs.count((dimension, kind)) != 1:
            times = pairs.count((dimension, kind))
            message = f"{dimension} x {kind} stands {times} times; each pair stands once"
            study.findings.append(Finding(shown, 0, message))
    for row in study.type_table.reset_index().to_dict("records"):
        messages = [*_type_row(row, study.codebook.dimensions.get(row["dimension"]), known)]
        messages += [] if row["type"] in kinds else [f"unknown type {row['type']!r}"]
        where = f"{row['dimension']} x {row['type']}"
        study.findings += [Finding(shown, row["line"], f"{where}: {m}") for m in messages]


def _type_row(
    row: Mapping[Hashable, Any], dimension: Dimension | None, known: set[str]
) -> Iterator[str]:
    if row["segment"] not in known:
        yield f"unknown segment {row['segment']!r}"
    if dimension is None or row["value"] not in dimension.codes:
        yield f"{row['value']!r} is not a value of the dimension"
    elif dimension.rank(row["value"]) != row["rank"]:
        rank = dimension.rank(row["value"])
        yield f"rank {row['rank']}, but the codebook ranks {row['value']!r} at {rank}"


def _read_texts(study: Study) -> None:
    for doc, card in study.documents.items():
        path = study.project.corpus(card.folder, f"{doc}.txt")
        shown = study.project.relative(path)
        if not reads.is_there(path):
            if card.rights == "open":
                study.findings.append(Finding(shown, 0, "the text of an open document is missing"))
            continue
        text = texts.stored(path.read_bytes())
        if text is None:
            message = "not UTF-8; save it as UTF-8, or attach the original again"
            study.findings.append(Finding(shown, 0, message))
            study.unread.append(shown)
            continue
        study.texts[doc] = text
        if texts.fingerprint(text) != card.sha256:
            study.findings.append(Finding(shown, 0, _altered(study, doc, text)))
            continue
        study.whole[doc] = text
        if len(text) != card.length:
            message = f"length: {card.length}, but the text has {len(text)} characters"
            study.findings.append(Finding(f"corpus/documents/{doc}.yml", 0, message))


def _read_features(study: Study) -> None:
    """Read the counts on file of withheld documents, and what they were made from."""
    for doc, card in study.documents.items():
        shown = f"corpus/features/{doc}.csv"
        if card.rights != "withheld" or not reads.is_there(study.project.root / shown):
            continue
        study.features[doc] = _table(study, shown, FEATURES_FILE)
        shown = f"corpus/features/{doc}.json"
        try:
            study.features_records[doc] = store.read_json(study.project.root / shown)
        except (OSError, ValueError) as error:
            message = f"cannot be read ({error}); with the original here: workbench count"
            study.findings.append(Finding(shown, 0, message))


def _check_districts(study: Study) -> None:
    districts = study.project.settings.districts
    for name in sorted({name for name in districts if districts.count(name) > 1}):
        message = f"district {name!r} stands twice; keep one"
        study.findings.append(Finding("corpus/workbench.yml", 0, message))
    for name in districts:
        if name not in study.places:
            near = did_you_mean(name, study.places)
            message = f"district {name!r} is not in corpus/places.yml{near}"
            study.findings.append(Finding("corpus/workbench.yml", 0, message))


def _check_cuts(study: Study) -> None:
    """Spans set aside that are not the passage they were, and repairs that nothing proves."""
    for doc, text in study.whole.items():
        shown, card = f"corpus/documents/{doc}.yml", study.documents[doc]
        for span in card.set_aside:
            where = f"set_aside: [{span.start}, {span.end})"
            if not span.quote_sha256:
                message = f"{where} has no quote_sha256; run: workbench anchor"
                study.findings.append(Finding(shown, 0, message))
            elif segments.quote_hash(text[span.start : span.end]) != span.quote_sha256:
                todo = "write its place without quote_sha256, then run: workbench anchor"
                message = f"{where} is not the passage it was; {todo}"
                study.findings.append(Finding(shown, 0, message))
        for repair in card.repairs:
            if not repairs.proof(repair.name, text):
                message = f"repairs: {repair.name} is not proved by the text; remove it"
                study.findings.append(Finding(shown, 0, message))


def _altered(study: Study, doc: str, text: str) -> str:
    """What an altered text puts in doubt: its segments and the cells on them."""
    own = study.segments[study.segments["doc"] == doc]
    drifted = [
        row["id"]
        for _, row in own.iterrows()
        if segments.quote_hash(text[row["start"] : row["end"]]) != row["quote_sha256"]
    ]
    which = "no longer hold" if drifted else "rest on it (none of them is touched)"
    doubtful = drifted or own["id"].tolist()
    return (
        f"document {doc} is not the text of its card (its sha256 is {texts.fingerprint(text)}); "
        f"restore the text or, if this is the better one: workbench correct {doc}; "
        f"segments that {which}: {_listed(doubtful)}; "
        f"cells that rest on them: {_listed(study.resting_on(doubtful))}"
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _check_spans(study: Study) -> None:
    lengths = {doc: card.length for doc, card in study.documents.items()}
    shas = {doc: card.sha256 for doc, card in study.documents.items()}
    aside = {doc: card.left_out() for doc, card in study.documents.items()}
    files: list[tuple[Path, pd.DataFrame]] = [
        (study.project.corpus("coding", "segments", f"{coder}.csv"), rows)
        for coder, rows in study.segments.groupby("coder")
    ]
    files.append((study.project.corpus("coding", "figures.csv"), study.figures))
    for path, rows in files:
        faulty = segments.unread(rows, aside) | anchors.orphans(rows, shas)
        faulty |= segments.broken(rows, study.texts, lengths)
        for line, message in faulty.items():
            resting = study.resting_on([str(rows.loc[line, "id"])]) if "code" in rows else []
            cells_hit = f"; cells that rest on it: {_listed(resting)}" if resting else ""
            study.findings.append(Finding(study.project.relative(path), line, message + cells_hit))

"""One function a stage: load, one pure call, save; and what makes a stage stale."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from workbench import store
from workbench.coding import codebook, figures, segments
from workbench.comparison import context, matrix, typology
from workbench.corpus import cards, places, texts
from workbench.corpus.views import View
from workbench.errors import refuse
from workbench.project import Project
from workbench.schema import ARTEFACTS, FEATURES_FILE, TOKENS
from workbench.store import Provenance
from workbench.study import Study, countable, districts, read
from workbench.tokens import chinese, counts, english, tokenize

PACKAGE = Path(__file__).parent

# The rooms whose code decides what the tables hold.
LOGIC = (
    *("errors", "schema", "project", "store", "study", "stages"),
    *("corpus", "tokens", "coding", "comparison"),
)


class Session:
    """One command's view of a study: read once, and only if a stage needs it.

    The files of ``corpus/`` are hashed before they are read, so that an edit made
    meanwhile is found by the next build: artefacts never claim a newer input.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.hashes = {
            project.relative(path): store.file_hash(path)
            for path in files(project, ["corpus/**/*"])
        }

    def inputs(self, patterns: Iterable[str]) -> dict[str, str]:
        """The hashes of the files that match any glob: of now, under corpus/ of the start."""
        named = (self.project.relative(path) for path in files(self.project, patterns))
        return {
            name: self.hashes[name]
            if name in self.hashes
            else store.file_hash(self.project.root / name)
            for name in named
        }

    @cached_property
    def districts(self) -> list[str]:
        """The districts that get a chapter, in order."""
        return districts(self.project)

    @cached_property
    def study(self) -> Study:
        """The whole study; raises InputError with everything wrong with it."""
        study = read(self.project)
        study.refuse()
        return study


@dataclass(frozen=True)
class Stage:
    """A stage: what it reads, and the function from there to its artefacts.

    ``reads`` are globs from the study's root; ``libraries`` those whose version
    decides its result.
    """

    name: str
    reads: tuple[str, ...]
    libraries: tuple[str, ...]
    make: Callable[[Session, Provenance], None]

    @property
    def writes(self) -> list[str]:
        """The files of the stage's artefacts."""
        return [
            f"{name}.parquet" for name, (stage, _, _) in ARTEFACTS.items() if stage == self.name
        ]

    def provenance(self, session: Session) -> Provenance:
        """What the stage's artefacts would be made from now."""
        inputs = session.inputs(self.reads) | {"code": code_hash(LOGIC)}
        return Provenance(inputs, {}, store.versions(*self.libraries))

    def staleness(self, project: Project, now: Provenance) -> list[str] | None:
        """Why the stage has to run: [] if all is fresh, None if something is missing."""
        return store.staleness((project.artefact(self.name, name) for name in self.writes), now)


def files(project: Project, patterns: Iterable[str]) -> list[Path]:
    """The files under the root that match any of the globs, sorted."""
    found = {path for pattern in patterns for path in project.root.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not path.name.startswith("."))


def code_hash(rooms: Iterable[str]) -> str:
    """One hash over the source of the modules and packages ``rooms``."""
    paths = [path for room in rooms for path in sorted(PACKAGE.glob(f"{room}/**/*.py"))]
    paths += [PACKAGE / f"{room}.py" for room in rooms if (PACKAGE / f"{room}.py").is_file()]
    return store.sha256("".join(store.file_hash(path) for path in paths))


def _saver(project: Project, made_from: Provenance) -> Callable[[str, pd.DataFrame], None]:
    def save(name: str, table: pd.DataFrame) -> None:
        stage, columns, key = ARTEFACTS[name]
        path = project.artefact(stage, f"{name}.parquet")
        store.save(table, path, columns, key=key, made_from=made_from)

    return save


def corpus(session: Session, made_from: Provenance) -> None:
    """cards and texts -> documents, repairs, cases, places, policies, paragraphs"""
    study, save = session.study, _saver(session.project, made_from)
    today = places.today(study.places)
    save("documents", cards.documents_table(study.documents, study.texts, today))
    save("repairs", cards.repairs_table(study.documents))
    save("cases", places.cases_table(study.cases, study.places, study.documents))
    save("places", places.places_table(study.places))
    save("policies", cards.policies_table(study.documents))
    save("paragraphs", texts.paragraphs(study.texts))


def tokens(session: Session, made_from: Provenance) -> None:
    """texts, lexicon, features -> tokens, counts, sizes, frequencies, rates"""
    study, save = session.study, _saver(session.project, made_from)
    cut = tokenize.tokenizer(study.lexicon.terms.get("zh", ()))
    views = {doc: study.as_read(doc) for doc in study.texts}
    rows = {doc: list(cut(view.text)) for doc, view in views.items()}
    late = [doc for doc in outdated(study) if doc not in study.texts]
    counted = study.features | {doc: _features(study, doc, views[doc], rows[doc]) for doc in views}
    table = counts.counts({doc: of for doc, of in counted.items() if doc not in study.originals})
    sizes = counts.sizes(table, outdated=late)
    words = counts.frequencies(table, sizes, stopwords=study.lexicon.stopwords)
    save("tokens", _tokens_table(rows, views))
    save("counts", table)
    save("sizes", sizes)
    save("frequencies", words)
    save("rates", counts.rates(table, sizes, synonyms=study.lexicon.synonyms))


def _features(study: Study, doc: str, view: View, rows: list[tokenize.Token]) -> pd.DataFrame:
    """The counts of a text as it is read, without what its card sets aside."""
    aside = [view.view_span(start, end) for start, end in study.documents[doc].left_out()]
    return counts.features(view.text, rows, study.lexicon, aside)


def _tokens_table(rows: dict[str, list[tokenize.Token]], views: Mapping[str, View]) -> pd.DataFrame:
    flat = [
        (doc, *views[doc].source_span(start, end), word, language)
        for doc in rows
        for word, start, end, language in rows[doc]
    ]
    return pd.DataFrame(flat, columns=list(TOKENS))


def coding(session: Session, made_from: Provenance) -> None:
    """codebook, coded spans -> segments (verified), cells, figures, codes, dimensions"""
    study, save = session.study, _saver(session.project, made_from)
    used = Counter(study.segments["code"])
    verified = segments.verified(study.segments, study.texts)
    save("segments", verified)
    applied = {doc: card.applied() for doc, card in study.documents.items()}
    save("figures", figures.read(segments.verified(study.figures, study.texts), applied))
    save("cells", study.cells)
    save("codes", codebook.codes_table(study.codebook, used))
    save("dimensions", codebook.dimensions_table(study.codebook))


def compare(session: Session, made_from: Provenance) -> None:
    """cases, cells, typology, policies -> matrix, types, type table, context"""
    study, save = session.study, _saver(session.project, made_from)
    tables = store.Tables(session.project)
    cases, codes, dimensions = tables["cases"], tables["codes"], tables["dimensions"]
    around = {place: places.upwards(place, study.places) for place in study.places}
    assert study.typology is not None  # a study without one is refused when read

    coded = tables["segments"].replace({"doc": study.originals})  # a reprint counts as its original
    compared = matrix.matrix(tables["cells"], cases, dimensions, codes, coded)
    typed = typology.type_table(compared, dimensions, codes, study.typology)
    save("matrix", compared)
    save("types", typed)
    save("type_labels", typology.labels(study.typology))
    save("type_table", study.type_table)
    save("context", context.context(cases, tables["policies"], around))


CARDS = (
    "corpus/workbench.yml",
    "corpus/places.yml",
    "corpus/documents/*.yml",
    "corpus/cases/*.yml",
)
TEXTS = ("corpus/texts/*.txt", "corpus/withheld/*.txt")

TABLES = ("pandas", "pyarrow")

STAGES = (
    Stage(
        "corpus",
        reads=(*CARDS, *TEXTS),
        libraries=TABLES,
        make=corpus,
    ),
    Stage(
        "tokens",
        reads=(*CARDS, *TEXTS, "corpus/lexicon/*.tsv", "corpus/features/*"),
        libraries=(*TABLES, "jieba", "nltk"),
        make=tokens,
    ),
    Stage(
        "coding",
        reads=(*CARDS, *TEXTS, "corpus/coding/*.yml", "corpus/coding/**/*.csv"),
        libraries=TABLES,
        make=coding,
    ),
    Stage(
        "compare",
        reads=(
            *CARDS,
            "corpus/coding/typology.yml",
            "corpus/coding/*.csv",
            "build/1-corpus/cases.parquet",
            "build/1-corpus/policies.parquet",
            "build/3-coding/*.parquet",
        ),
        libraries=TABLES,
        make=compare,
    ),
)


# --- what is done on request, outside the flow --------------------------------


def recount(
    project: Project,
    *,
    only: Iterable[str] | None = None,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[str]:
    """Write the token counts of withheld texts that are here; returns the documents.

    Counts already made with the same text, lexicon and engine are left alone, and a text
    that is not the one of its card is not counted. ``tell`` hears how many of how many
    documents are counted. Raises InputError where the lexicon cannot be read.
    """
    study = countable(project, None if only is None else set(only))
    refuse([fault for fault in study.findings if fault.path.startswith("corpus/lexicon/")])
    due = [
        doc
        for doc in study.whole  # of another text they would be another's counts
        if study.documents[doc].rights == "withheld" and not is_current(study, doc)
    ]
    cut = tokenize.tokenizer(study.lexicon.terms.get("zh", ())) if due else None
    for done, doc in enumerate(due, start=1):
        assert cut is not None
        view = study.as_read(doc)
        table = _features(study, doc, view, list(cut(view.text)))
        path = project.corpus("features", f"{doc}.csv")
        store.write_csv(table, path, FEATURES_FILE)
        store.write_json(features_made_from(study, doc), path.with_suffix(".json"))
        tell(done, len(due))
    return due


def uncounted(project: Project) -> list[str]:
    """The documents kept out of git that a call which was interrupted has not counted."""
    return [
        path.stem
        for path in project.corpus("withheld").glob("*.txt")
        if project.corpus("documents", f"{path.stem}.yml").is_file()
        and not project.corpus("features", f"{path.stem}.json").is_file()
    ]


def features_made_from(study: Study, doc: str) -> dict[str, object]:
    """What the counts of a document rest on, and the hash of the counts themselves."""
    return {
        "counts_sha256": store.file_hash(study.project.corpus("features", f"{doc}.csv")),
        "text_sha256": study.documents[doc].sha256,
        "lexicon_sha256": study.lexicon_sha256,
        "set_aside": [list(span) for span in study.documents[doc].left_out()],
        "repairs": study.documents[doc].applied(),
        "engines": [chinese.ENGINE, english.ENGINE, f"rules {counts.RULES}"],
    }


def outdated(study: Study) -> list[str]:
    """The withheld documents whose counts on file are not those of today."""
    return [doc for doc in study.features if not is_current(study, doc)]


def is_current(study: Study, doc: str) -> bool:
    """Whether the counts on file of a withheld document are those of today."""
    return study.features_records.get(doc) == features_made_from(study, doc)

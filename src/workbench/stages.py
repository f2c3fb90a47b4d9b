"""One function a stage: load, one pure call, save; and what makes a stage stale."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from workbench import counting, standing, store
from workbench.coding import codebook, crosswalk, figures, segments, suggestions
from workbench.comparison import context, matrix, sensitivity, typology
from workbench.corpus import cards, places, texts
from workbench.errors import refuse
from workbench.project import Project
from workbench.schema.artefacts import ARTEFACTS, CUTS
from workbench.store import Provenance
from workbench.study import Study, districts, read
from workbench.tokens import counts, frequency, sentences, tokenize
from workbench.tokens.lexicon import Lexicon

PACKAGE = Path(__file__).parent

# The rooms whose code decides what the tables hold.
LOGIC = (
    *("errors", "schema", "project", "store", "study", "standing", "stages", "counting", "sums"),
    *("corpus", "tokens", "coding", "comparison"),
)

# Those whose code decides where a word begins and ends.
CUTTING = ("corpus/repairs", "corpus/views", *tokenize.CUTTING)


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
    """texts, lexicon, features -> tokens, cuts, counts, sizes, frequencies, rates"""
    study, save = session.study, _saver(session.project, made_from)
    cut_from = counting.cut_from(study, code_hash(CUTTING))
    cut = counting.cut(study, cut_from, counting.on_file(session.project, cut_from))
    words, terms = counting.with_counts_on_file(study, counting.counted(study, cut))
    late = [doc for doc in counting.outdated(study) if doc not in study.texts]
    sizes = counts.sizes(words, outdated=late)
    often = frequency.frequencies(words)
    save("tokens", counting.to_table(cut))
    save("cuts", pd.DataFrame(cut_from.items(), columns=list(CUTS)))
    save("counts", counting.counts_table(words))
    save("sizes", sizes)
    save("frequencies", often[~often["word"].isin(list(study.lexicon.stopwords))])
    save("rates", counts.rates(terms, sizes, synonyms=study.lexicon.synonyms))


def coding(session: Session, made_from: Provenance) -> None:
    """codebook, coded spans, texts -> segments (verified), cells, figures, codes, suggestions"""
    study, save = session.study, _saver(session.project, made_from)
    used = Counter(study.segments["code"])
    verified = segments.verified(study.segments, study.texts)
    save("segments", verified)
    applied = {doc: card.applied() for doc, card in study.documents.items()}
    save("figures", figures.read(segments.verified(study.figures, study.texts), applied))
    save("cells", study.cells)
    save("codes", codebook.codes_table(study.codebook, used))
    save("dimensions", codebook.dimensions_table(study.codebook))
    save("suggestions", _suggestions(study))


def _suggestions(study: Study) -> pd.DataFrame:
    """The indicators of the codebook in the texts that are here, each story once."""
    codes, read = study.codebook.codes, sorted({*study.whole} - {*study.originals})
    sought = Lexicon({lang: suggestions.indicators(codes, lang) for lang in ("zh", "en")})
    rows = [(doc, *match) for doc in read for match in sought.everywhere(study.texts[doc])]
    matches = pd.DataFrame(rows, columns=["doc", "start", "end", "term"])
    quotable = {doc for doc in read if study.documents[doc].rights == "open"}
    return suggestions.suggestions(codes, matches, study.texts, sentences.clause, quotable=quotable)


def compare(session: Session, made_from: Provenance) -> None:
    """cases, cells, typology, conclusions, policies -> matrix, types, context, sensitivity"""
    study, save = session.study, _saver(session.project, made_from)
    refuse(standing.unsound(study))
    tables = store.Tables(session.project)
    cases, codes, dimensions = tables["cases"], tables["codes"], tables["dimensions"]
    around = {place: places.upwards(place, study.places) for place in study.places}
    assert study.typology is not None  # a study without one is refused when read

    coded = tables["segments"].replace({"doc": study.originals})  # a reprint counts as its original
    documents, cells = tables["documents"], tables["cells"]
    compared = matrix.matrix(cells, cases, dimensions, codes, coded, documents)
    typed = typology.type_table(compared, dimensions, codes, study.typology)
    save("matrix", compared)
    save("types", typed)
    save("type_labels", typology.labels(study.typology))
    save("type_table", study.type_table)
    save("crosswalk", crosswalk.table(study.codebook.crosswalk))
    save("context", context.context(cases, tables["policies"], around))
    judged = sensitivity.sensitivity(standing.evidence(study), study.conclusions)
    for name, table in judged._asdict().items():
        save(name, table)


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
            "corpus/coding/*.yml",
            "corpus/coding/**/*.csv",
            "build/1-corpus/cases.parquet",
            "build/1-corpus/documents.parquet",
            "build/1-corpus/policies.parquet",
            *(
                f"build/3-coding/{name}.parquet"
                for name in ("cells", "codes", "dimensions", "segments")
            ),
        ),
        libraries=TABLES,
        make=compare,
    ),
)

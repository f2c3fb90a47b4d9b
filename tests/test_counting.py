"""The words of a study: what is cut again, what is counted again, and what never is."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from workbench import checks, counting, pipeline, project, revision, store
from workbench.pipeline import Report
from workbench.project import Project
from workbench.stages import CUTTING, code_hash
from workbench.study import read
from workbench.tokens import tokenize
from workbench.tokens.matrix import counted
from workbench.tokens.table import Tokens

Make = Callable[..., Report]


def add_term(made: Project, term: str, language: str = "zh") -> None:
    path = made.corpus("lexicon", "terms.tsv")
    header = path.read_text(encoding="utf-8").splitlines()[0].split("\t")
    row = {"term": term, "language": language, "category": "place"}
    line = "\t".join(row.get(name, "") for name in header)
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def due(made: Project) -> list[str]:
    return counting.due(read(project.find(made.root)), code_hash(CUTTING))


@pytest.fixture
def cut_docs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are cut from now on."""
    seen: list[str] = []
    whole = tokenize.cutter

    def cutter(*given: object, **options: object) -> Callable[..., Tokens]:
        cut = whole(*given, **options)

        def noted(texts: Iterable[tuple[str, str]]) -> Tokens:
            pairs = list(texts)
            seen.extend(doc for doc, _ in pairs)
            return cut(pairs)

        return noted

    monkeypatch.setattr(tokenize, "cutter", cutter)
    return seen


# --- what a term of the lexicon touches -----------------------------------------


@pytest.mark.parametrize(
    ("term", "touched"),
    [
        ("账本", ["bamboo-kitchen"]),
        ("办法", ["policy-2018-teams"]),
        ("街道", ["policy-2018-teams"]),  # in the withheld report too, whose text is not here
        ("议事厅", []),
    ],
)
def test_a_new_term_makes_the_documents_stale_in_which_it_stands_and_no_other(
    mini: Project, make: Make, term: str, touched: list[str]
) -> None:
    make(mini, "corpus", "tokens")
    before = due(mini)
    add_term(mini, term)

    assert before == []
    assert due(mini) == touched


def test_only_the_documents_that_a_new_term_touches_are_cut_again(
    mini: Project, make: Make, cut_docs: list[str]
) -> None:
    make(mini, "corpus", "tokens")
    first = sorted(cut_docs)
    cut_docs.clear()
    add_term(mini, "账本")
    make(mini, "corpus", "tokens")

    assert first == ["bamboo-kitchen", "policy-2018-teams", "stone-letter"]
    assert cut_docs == ["bamboo-kitchen"]


def test_what_is_cut_in_part_is_what_is_cut_as_a_whole(mini: Project, make: Make) -> None:
    make(mini, "corpus", "tokens")
    add_term(mini, "老邻居们")
    make(mini, "corpus", "tokens")
    path = mini.artefact("tokens", "tokens.parquet")
    in_part = path.read_bytes()
    for each in mini.stage("tokens").glob("*"):
        each.unlink()
    make(mini, "corpus", "tokens")

    assert "老邻居们" in set(store.Tables(mini)["tokens"]["word"])
    assert path.read_bytes() == in_part


def test_tokens_that_were_altered_by_hand_are_not_used_again(
    mini: Project, make: Make, cut_docs: list[str]
) -> None:
    make(mini, "corpus", "tokens")
    cut_docs.clear()
    path = mini.artefact("tokens", "tokens.parquet")
    path.write_bytes(path.read_bytes() + b" ")
    make(mini, "corpus", "tokens")

    assert sorted(cut_docs) == ["bamboo-kitchen", "policy-2018-teams", "stone-letter"]


def test_the_status_names_the_documents_that_a_new_term_touches(mini: Project, make: Make) -> None:
    make(mini, "corpus", "tokens")
    add_term(mini, "账本")
    why = {state.name: state.why for state in pipeline.status(project.find(mini.root))}

    assert why["tokens"] == [
        "changed file corpus/lexicon/terms.tsv",
        "to cut again: bamboo-kitchen",
    ]


# --- counts kept with the corpus --------------------------------------------------


@pytest.mark.parametrize(
    ("term", "language", "late"),
    [
        ("志愿者", "zh", []),  # 志 and 愿 are in the report, 者 is in no word of it
        ("粮站的", "zh", ["willow-report"]),  # each of its letters is
        ("street party", "en", []),
    ],
)
def test_without_a_text_its_counts_are_late_if_a_new_term_may_stand_in_it(
    mini: Project, term: str, language: str, late: list[str]
) -> None:
    add_term(mini, term, language)

    assert counting.outdated(read(mini)) == late


def test_with_its_text_they_are_late_only_if_the_term_does_stand_in_it(
    mini: Project, original: Path
) -> None:
    revision.attach(mini, [original])
    add_term(mini, "粮站的")  # each letter is in the text, the term is not
    possible = counting.outdated(read(mini))
    again = counting.recount(mini)
    (mini.corpus("withheld", "willow-report.txt")).unlink()

    assert possible == again == []
    assert counting.outdated(read(mini)) == []  # the record was renewed all the same


def test_a_term_that_stands_in_a_withheld_text_is_counted_again(
    mini: Project, original: Path
) -> None:
    revision.attach(mini, [original])
    add_term(mini, "旧粮站")
    [finding] = [str(each) for each in checks.findings(mini)]

    assert finding.startswith("corpus/features/willow-report.csv: counts are older than")
    assert counting.recount(mini) == ["willow-report"]
    assert "旧粮站" in mini.corpus("features", "willow-report.csv").read_text(encoding="utf-8")
    assert checks.findings(mini) == []


# --- tables and numbers -----------------------------------------------------------


def test_a_table_of_tokens_and_the_tokens_are_the_same_thing(built: Project) -> None:
    rows = store.Tables(built)["tokens"]
    docs = store.Tables(built)["cuts"]["doc"].tolist()
    tokens = counting.from_table(rows, docs=docs)

    assert counting.to_table(tokens).equals(rows)
    assert tokens.docs.tolist() == docs
    assert tokens.words[tokens.word].tolist() == rows["word"].tolist()


def test_a_table_of_counts_and_the_matrix_are_the_same_thing(built: Project) -> None:
    rows = store.Tables(built)["counts"]
    words = counting.to_matrix(rows)
    table = counting.counts_table(words).sort_values(["doc", "language", "word"])

    assert table.reset_index(drop=True).equals(rows)
    assert words.docs.tolist() == [
        "bamboo-kitchen", "policy-2018-teams", "stone-letter", "willow-report",
    ]  # fmt: skip
    assert words.sizes().sum() == rows["count"].sum()


def test_what_is_counted_of_open_texts_is_what_stands_in_their_tokens(built: Project) -> None:
    tables = store.Tables(built)
    tokens = counting.from_table(tables["tokens"], docs=tables["cuts"]["doc"].tolist())
    words = counting.to_matrix(tables["counts"])
    open_ones = words.take(words.rows(tokens.docs.tolist()))

    assert counted(tokens).sizes().tolist() == open_ones.sizes().tolist()

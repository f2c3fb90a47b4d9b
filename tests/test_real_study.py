"""The study of this repository itself: whole, faithful to its sources, and free of them."""

import dataclasses
import re
import shutil
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from workbench import changes, checks, ledger, pipeline, project, revision, standing, store
from workbench.changes import Standing
from workbench.coding import figures
from workbench.coding.relations import agrees
from workbench.corpus import places
from workbench.errors import InputError
from workbench.project import Project
from workbench.show.parts import nesting
from workbench.study import Study, read
from workbench.sums import total

RUNS = {r"[\u3400-\u9fff]": 25, r"[A-Za-z]+": 12}  # Han characters, English words in a row
COMMITTED = ("corpus", "book", "notebooks", "src", "tests")
NOT_COMMITTED = {"withheld", "build", "__pycache__", ".ipynb_checkpoints"}
WRITTEN = {".md", ".py", ".yml", ".csv", ".tsv", ".txt", ".bib", ".ipynb", ".json", ".js", ".css",
           ".typ", ".lua"}  # fmt: skip
QUOTED = {"corpus/coding/type_table.csv"}  # the printed wording is what this file is for


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, repo: Path) -> Project:
    """A clone of the study: no original is attached."""
    folder = tmp_path_factory.mktemp("real") / "study"
    without = shutil.ignore_patterns("withheld", ".ipynb_checkpoints")
    shutil.copytree(repo / "corpus", folder / "corpus", ignore=without)
    shutil.copytree(repo / "notebooks", folder / "notebooks", ignore=without)
    return project.find(folder)


@pytest.fixture(scope="module")
def study(real: Project) -> Study:
    return read(real)


@pytest.fixture(scope="module")
def attached(
    tmp_path_factory: pytest.TempPathFactory, real: Project, originals: list[Path]
) -> Project:
    """The study with its originals, their words counted from nothing."""
    folder = tmp_path_factory.mktemp("attached") / "study"
    shutil.copytree(real.root, folder)
    shutil.rmtree(folder / "corpus" / "features")
    made = project.find(folder)
    assert revision.attach(made, originals)[1] == []
    return made


def test_a_clone_has_no_findings(real: Project) -> None:
    assert checks.findings(real) == []


def test_nine_cases_stand_at_four_levels(study: Study) -> None:
    assert {name: case.level for name, case in study.cases.items()} == {
        "shangcheng": "district",
        "pu-h-street": "street",
        "jiyang": "street",
        "bochang": "street",
        "nanmencang": "community",
        "l-community": "community",
        "hubin-qingyu": "organisation",
        "fuying": "organisation",
        "bang-service": "organisation",
    }


def test_the_organisations_of_pu_lie_in_the_street_and_the_street_in_shangcheng(
    study: Study,
) -> None:
    inside = {name: case.contained_in for name, case in study.cases.items() if case.contained_in}

    assert inside == {
        "pu-h-street": "shangcheng",
        "hubin-qingyu": "pu-h-street",
        "fuying": "pu-h-street",
        "bang-service": "pu-h-street",
    }


# --- Pu's Table 1 ---------------------------------------------------------------

# Aspect by aspect in the order of the print: for government, for the market, for
# both of them; how the printed wording begins, and its rank, the weakest first.
TABLE_1 = {
    "cultivating_idea": [("Target government", 0), ("Target market", 0), ("Finding a balance", 0)],
    "government_role": [("Guardian", 0), ("Director", 0), ("Supervisor", 0)],
    "independence": [("Weak", 1), ("Strong", 3), ("Not completely independent", 2)],
    "professional_competence": [("weak", 1), ("Strong", 3), ("Stronger", 2)],
    "resource_acquisition": [("Weak, single way", 1), ("In general", 2), ("Strong, rich", 3)],
}
COLUMNS = ["government_oriented", "market_oriented", "government_market_oriented"]


@pytest.fixture(scope="module")
def table_1(study: Study) -> pd.DataFrame:
    return study.type_table.set_index(["dimension", "type"])


def test_table_1_has_five_aspects_and_three_types(table_1: pd.DataFrame) -> None:
    assert set(table_1.index) == {(aspect, kind) for aspect in TABLE_1 for kind in COLUMNS}


@pytest.mark.parametrize("aspect", TABLE_1)
def test_an_aspect_of_table_1_is_as_printed(table_1: pd.DataFrame, aspect: str) -> None:
    for kind, (wording, rank) in zip(COLUMNS, TABLE_1[aspect], strict=True):
        row = table_1.loc[(aspect, kind)]

        assert row["printed"].startswith(wording)
        assert row["rank"] == rank


def test_the_wording_of_table_1_is_letter_by_letter_that_of_its_passage(
    study: Study, table_1: pd.DataFrame
) -> None:
    hashes = study.segments.set_index("id")["quote_sha256"]

    assert [store.sha256(printed) for printed in table_1["printed"]] == [
        hashes[segment] for segment in table_1["segment"]
    ]


def test_stronger_ranks_below_strong(study: Study, table_1: pd.DataFrame) -> None:
    competence = table_1.loc["professional_competence"].set_index("printed")

    assert competence.loc["Stronger", "reading_zh"] == "较强"
    assert competence.loc["Strong", "reading_zh"] == "强"
    assert study.codebook.dimensions["professional_competence"].codes == [
        "competence-weak", "competence-fairly-strong", "competence-strong",
    ]  # fmt: skip


def test_in_general_means_average(study: Study, table_1: pd.DataFrame) -> None:
    row = table_1.loc[("resource_acquisition", "market_oriented")]

    assert row["value"] == "resources-average"
    assert row["reading_zh"].startswith("一般")
    assert study.codebook.dimensions["resource_acquisition"].codes == [
        "resources-weak", "resources-average", "resources-strong",
    ]  # fmt: skip


# --- the comparison -------------------------------------------------------------


@pytest.fixture(scope="module")
def now(study: Study) -> Standing:
    return changes.standing(study)


def test_cases_are_compared_within_their_level(now: Standing) -> None:
    assert now.matrix is not None
    levels = now.matrix.groupby("level")["case"].agg(set).to_dict()

    assert levels == {
        "district": {"shangcheng"},
        "street": {"jiyang", "bochang", "pu-h-street"},
        "community": {"l-community", "nanmencang"},
        "organisation": {"hubin-qingyu", "fuying", "bang-service"},
    }


def test_what_lies_in_shangcheng_is_not_counted_beside_it(study: Study) -> None:
    # of nine cases five stand for themselves: a district, two streets, two communities
    cases = places.cases_table(study.cases, study.places, study.documents)
    alone, within = nesting({"cases": cases}, list(cases["case"]))

    assert (alone, within) == (5, 4)
    assert cases.set_index("case").loc["hubin-qingyu", "path"] == (
        "shangcheng/pu-h-street/hubin-qingyu"
    )


def test_a_value_whose_note_names_counter_evidence_lists_it(study: Study) -> None:
    named = study.cells[study.cells["note"].str.contains("Counter-evidence")]

    assert len(named) >= 6
    assert named.loc[named["counter"] == "", ["case", "dimension"]].to_numpy().tolist() == []


def test_linkage_and_purchase_are_one_hybrid_and_no_undecided_case(now: Standing) -> None:
    assert now.types is not None
    own = now.types[now.types["case"] == "l-community"].set_index("type")

    assert own.loc["five_social_linkage", ["verdict", "ground"]].tolist() == ["hybrid", "close"]
    assert own.loc["government_purchase", "verdict"] == "hybrid"
    assert own.loc["hub", "verdict"] == "other"


def test_the_four_perspectives_reach_all_five_aspects(study: Study) -> None:
    ties = study.codebook.crosswalk
    aspects = [tie.dimensions for tie in ties if tie.aspect]

    assert len({tie.perspective.en for tie in ties}) == 4
    assert sorted(name for (name,) in aspects) == sorted(TABLE_1)
    assert {tie.basis for tie in ties} == {"inferred"}


# --- with the originals ---------------------------------------------------------


def test_every_coded_span_holds_against_its_original(attached: Project) -> None:
    pipeline.build(attached, ["corpus", "coding"], tell=lambda _: None)
    tables = store.Tables(attached)

    assert tables["documents"]["attached"].all()
    for name in ("segments", "figures"):
        assert len(tables[name]) > 50
        assert set(tables[name]["status"]) == {"verified"}


def test_the_originals_recount_to_the_counts_in_the_repository(
    attached: Project, repo: Path
) -> None:
    committed = sorted((repo / "corpus" / "features").iterdir())

    assert len(committed) > 50
    for path in committed:
        assert attached.corpus("features", path.name).read_bytes() == path.read_bytes(), path.name


def test_with_the_originals_nothing_is_found_either(attached: Project) -> None:
    """Every repair is proved by its text, and every span set aside is still its passage."""
    cards = read(attached).documents.values()

    assert any(card.repairs for card in cards)
    assert any(card.set_aside for card in cards)
    assert checks.findings(attached) == []


# --- figures --------------------------------------------------------------------


def figures_of(study: Study, *names: str) -> list[dict[str, str]]:
    rows = study.figures.set_index("id", drop=False).to_dict("index")
    return [rows[name] for name in names]


def test_the_shares_of_jiyang_follow_from_their_parts(study: Study) -> None:
    # 24 / 51 = 47.06 %, printed as more than 47 %; 17 / 51 = 33.3 %, as more than 33 %
    sports, aid = figures_of(study, "f-jy-11", "f-jy-13")

    assert (sports["numerator"], sports["denominator"]) == ("f-jy-10", "f-jy-09")
    assert [row["value"] for row in figures_of(study, "f-jy-10", "f-jy-12", "f-jy-09")] == [
        *("24", "17", "51")
    ]
    assert agrees("47.06", "", Decimal(100) * 24 / 51)
    assert agrees("33.3", "", Decimal(100) * 17 / 51)
    assert agrees(sports["value"], sports["qualifier"], Decimal(100) * 24 / 51)
    assert agrees(aid["value"], aid["qualifier"], Decimal(100) * 17 / 51)


def test_a_share_of_jiyang_that_did_not_follow_would_be_told(study: Study) -> None:
    altered = study.figures.copy()
    altered.loc[altered["id"] == "f-jy-10", "value"] = "25"  # 25 / 51 = 49.02 %
    declared = {doc: {r.name for r in card.repairs} for doc, card in study.documents.items()}

    (fault,) = figures.faults(altered, repairs=declared)

    assert fault.message == "f-jy-11: 25 of 51 is 49.02 %, and it says more than 47 %"


@pytest.mark.parametrize(
    ("names", "reasons"),
    [
        # 1.38 million of one street, 4.7 million of the district
        (("f-sn-06", "f-sn-08"), ["qualifier differs", "definition differs"]),
        # 47.1 % in Beijing in 2011, 47.06 % in Jiyang in 2018
        (("f-sn-03", "f-jy-11"), ["of the kind share", "period differs", "definition differs"]),
        (("f-jy-09", "f-jy-10"), ["f-jy-10 is a part of f-jy-09"]),
        (("f-bc-05", "f-bc-15"), ["the period of f-bc-15 is not stated"]),
    ],
)
def test_figures_that_are_no_one_thing_are_never_added(
    study: Study, names: tuple[str, str], reasons: list[str]
) -> None:
    with pytest.raises(InputError) as refused:
        total(figures_of(study, *names))

    assert [reason for reason in reasons if reason not in str(refused.value)] == []


def test_two_classes_of_the_organisations_of_jiyang_may_be_added(study: Study) -> None:
    assert total(figures_of(study, "f-jy-10", "f-jy-12")) == 41


def test_every_figure_is_found_again_in_the_originals(attached: Project) -> None:
    found = ledger.compared(attached, docs=sorted(set(read(attached).figures["doc"])))

    assert (found.found, found.rows) == (52, 52)
    assert len(found.proposals) < 100


def test_a_stray_number_of_another_city_is_neither_proposed_nor_a_figure(
    attached: Project,
) -> None:
    # the text holds it, in what the page added to it
    study = read(attached)
    shown = [each.raw for each in ledger.compared(attached, docs=["bochang-press"]).proposals]

    assert "2124.15" in study.texts["bochang-press"]
    assert not any("2124" in raw for raw in [*shown, *study.figures["raw"]])


def shingles(text: str, unit: str, length: int) -> dict[int, str]:
    """Every run of ``length`` units of a text by its hash, whatever stands between them."""
    units = [found.lower() for found in re.findall(unit, text)]
    runs = (tuple(units[i : i + length]) for i in range(len(units) - length + 1))
    return {hash(run): " ".join(run) for run in runs}


def known_runs(texts: Iterable[str]) -> dict[str, set[int]]:
    return {
        unit: {key for text in texts for key in shingles(text, unit, length)}
        for unit, length in RUNS.items()
    }


def shared(text: str, known: dict[str, set[int]], names: Iterable[str]) -> list[str]:
    """The runs of a text that ``known`` holds, none of them across one of ``names``."""
    longest_first = sorted(filter(None, names), key=len, reverse=True)
    parts = re.split("|".join(map(re.escape, longest_first)) or "$", text)
    return [
        run
        for part in parts
        for unit, length in RUNS.items()
        for key, run in shingles(part, unit, length).items()
        if key in known[unit]
    ]


def titles(study: Study, repo: Path) -> list[str]:
    """The names of documents, of cited works and of organisations, which stay theirs."""
    works = (repo / "book" / "references.bib").read_text(encoding="utf-8")
    documents = [name for card in study.documents.values() for name in vars(card.title).values()]
    cases = [
        name
        for card in study.cases.values()
        for name in (*vars(card.label).values(), *card.aliases)
    ]
    cited = re.findall(r"title = \{(.*)\}", works)
    return [name for name in (*cited, *documents, *cases) if len(name) > 12]


def committed_texts(repo: Path) -> list[Path]:
    found = [path for folder in COMMITTED for path in (repo / folder).rglob("*")]
    return [
        path
        for path in [*found, *repo.glob("*.md")]
        if path.suffix in WRITTEN and not NOT_COMMITTED & set(path.parts)
    ]


def test_no_committed_file_holds_a_sentence_of_an_original(attached: Project, repo: Path) -> None:
    study = read(attached)
    withheld = [study.texts[doc] for doc, c in study.documents.items() if c.rights == "withheld"]
    known, names = known_runs(withheld), titles(study, repo)
    found = {
        path.relative_to(repo).as_posix(): shared(path.read_text(encoding="utf-8"), known, names)
        for path in committed_texts(repo)
    }

    assert len(withheld) > 20
    assert {name: runs[:3] for name, runs in found.items() if runs and name not in QUOTED} == {}


@pytest.mark.parametrize("unit", RUNS)
def test_a_sentence_of_an_original_would_be_noticed(unit: str) -> None:
    length = RUNS[unit]
    words = [chr(0x4E00 + n) if length == 25 else f"w{'a' * n}" for n in range(30)]
    known = known_runs([" ".join(words)])
    enough, too_few = ", ".join(words[3 : 3 + length]), ", ".join(words[3 : 2 + length])

    assert shared(enough, known, [])
    assert not shared(too_few, known, [])
    assert not shared(enough, known, [enough])


# --- conclusions ----------------------------------------------------------------

DOCUMENTS = {
    "bochang-press", "jiyang-feature", "l-community-paper", "pu-paper",
    "shangcheng-nanmencang-feature",
}  # fmt: skip


@pytest.fixture(scope="module")
def compared(real: Project) -> store.Tables:
    pipeline.build(real, ["corpus", "tokens", "coding", "compare"], tell=lambda _: None)
    return store.Tables(real)


@pytest.mark.parametrize(
    ("name", "cases"),
    [
        ("pu-ranks-three-organisations", {"hubin-qingyu", "fuying", "bang-service"}),
        ("jiyang-money-below-bochang", {"jiyang", "bochang"}),
        ("communities-by-social-workers", {"nanmencang", "l-community"}),
    ],
)
def test_a_conclusion_compares_cases_of_one_level(study: Study, name: str, cases: set[str]) -> None:
    conclusion = study.conclusions.conclusions[name]
    about = {case for says in conclusion.says for case in says.condition.about}

    assert about == cases
    assert len({study.cases[case].level for case in about}) == 1
    assert not conclusion.map


def test_shangcheng_is_never_counted_with_what_it_contains(study: Study) -> None:
    inside = {"pu-h-street", "hubin-qingyu", "fuying", "bang-service"}
    for conclusion in study.conclusions.conclusions.values():
        counted = {c for s in conclusion.says if s.condition.counts for c in s.condition.about}

        assert not ("shangcheng" in counted and inside & counted)


def test_a_conclusion_that_counts_hubin_beside_shangcheng_is_refused(study: Study) -> None:
    both = {"cases": ["shangcheng"], "dimension": "government_role", "one_of": ["role-founder"]}
    says = [{"leads": both}, {"leads": both | {"cases": ["hubin-qingyu"]}}]
    told = {"statement": {"zh": "甲", "en": "a"}, "chapter": "findings", "map": True, "says": says}
    given = study.conclusions.model_validate({"conclusions": {"both": told}})
    [finding] = standing.unsound(dataclasses.replace(study, conclusions=given))

    assert "counts hubin-qingyu beside shangcheng, in which it lies" in finding.message


def test_every_conclusion_holds_names_its_cells_and_stands_in_the_findings(
    compared: store.Tables, repo: Path
) -> None:
    told = (repo / "book" / "findings.md").read_text(encoding="utf-8")
    conclusions = compared["conclusions"]

    assert len(conclusions) >= 20
    assert set(conclusions["verdict"]) == {"holds"}
    assert (conclusions["cells"] != "").all()
    assert re.findall(r"\{conclusion\}`([^`]+)`", told) == list(conclusions["conclusion"])


def test_without_any_document_some_conclusions_do_not_hold_and_others_do(
    compared: store.Tables,
) -> None:
    verdicts = compared["sensitivity"].set_index("scenario")["verdict"]

    assert set(compared["scenarios"].query("kind == 'document'")["of"]) == DOCUMENTS
    for doc in DOCUMENTS:
        own = verdicts[f"document:{doc}"]

        assert 0 < (own != "holds").sum() < len(own)


def test_the_switches_are_readings_genres_translations_coders_and_repairs(
    compared: store.Tables,
) -> None:
    switches = [name for name in compared["scenarios"]["scenario"] if "cell:" not in name]

    assert {name.partition(":")[0] for name in switches} == {
        "document", "genre", "translation", "official", "inferred", "doubtful", "coder", "repairs",
    }  # fmt: skip
    assert {"genre:press_conference", "translation:machine", "doubtful:0.6"} <= set(switches)


def test_the_machine_translated_sources_are_two(study: Study) -> None:
    machine = {doc for doc, card in study.documents.items() if card.translation == "machine"}

    assert machine == {"bochang-press", "shangcheng-nanmencang-feature"}


def test_without_what_officials_say_jiyang_is_no_hub(compared: store.Tables) -> None:
    """Its founding and its weakness rest on the street's secretary; the centre's work does not."""
    moved = compared["type_sensitivity"].set_index(["case", "family", "scenario"])
    row = moved.loc[("jiyang", "cultivation_model", "official")]

    assert (row["before"], row["after"]) == ("hub", "incubation_social_enterprise")

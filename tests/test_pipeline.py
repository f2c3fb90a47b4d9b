"""The whole way from a corpus to a book: what runs, what is left alone, what is refused."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from workbench import book, checks, files, pipeline, project, revision, stages, store
from workbench.errors import InputError, WorkbenchError
from workbench.pipeline import Report
from workbench.project import Project
from workbench.stages import Session

TABLES = ["corpus", "tokens", "coding", "compare"]
CARD = "corpus/documents/stone-letter.yml"

Make = Callable[..., Report]
Read = Callable[[Project], dict[str, bytes]]
Type = Callable[..., tuple[int, str, str]]


def edit(made: Project, name: str, old: str, new: str) -> None:
    path = made.root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def ready(built: Project, tmp_path: Path) -> Project:
    """A copy of the mini study that is already built, to change at will."""
    shutil.copytree(built.root, tmp_path / "ready")
    return project.find(tmp_path / "ready")


def stale(made: Project) -> dict[str, list[str]]:
    """The stages up to the comparison that are not fresh, with the files that changed."""
    states = [state for state in pipeline.status(made) if state.name in TABLES]
    return {
        state.name: [why for why in state.why if not why.startswith("to cut again")]
        for state in states
        if state.state != "fresh"
    }


def test_a_build_runs_every_stage_and_the_next_one_none(mini: Project, make: Make) -> None:
    first, second = make(mini), make(mini)

    assert first.ran == TABLES
    assert second.ran == []
    assert second.skipped == TABLES


def test_nothing_is_written_outside_the_build_folder(mini: Project, make: Make) -> None:
    def outside() -> dict[Path, bytes]:
        paths = [path for path in mini.root.rglob("*") if path.is_file()]
        return {path: path.read_bytes() for path in paths if "build" not in path.parts}

    before = outside()
    make(mini)

    assert outside() == before


def test_before_the_first_build_every_stage_is_missing(mini: Project) -> None:
    states = {state.name: state.state for state in pipeline.status(mini)}

    assert set(states.values()) == {"missing"}
    assert {"corpus", "run east-bank", "run _comparison", "book"} <= set(states)


# What depends on what: a card decides every table, a cell only what is made of cells.
@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (CARD, "makers of this", "authors of this", TABLES),
        ("corpus/texts/stone-letter.txt", "tea house", "tea room", ["corpus", "tokens", "coding"]),
        ("corpus/lexicon/terms.tsv", "tea house\ten", "tea-house\ten", ["tokens"]),
        ("corpus/coding/cells.csv", "居民自己牵头", "居民牵头", ["coding", "compare"]),
        (
            "corpus/coding/segments/ana.csv",
            "The room is lent.",
            "A room is lent.",
            ["coding", "compare"],
        ),
        ("corpus/coding/typology.yml", "0.34", "0.33", ["coding", "compare"]),
        ("notebooks/district.ipynb", "# District chapter", "# A chapter", []),
        ("book/index.md", "Three cases", "3 cases", []),
    ],
)
def test_a_change_makes_the_stages_stale_that_read_it(
    ready: Project, name: str, old: str, new: str, expected: list[str]
) -> None:
    edit(ready, name, old, new)

    assert stale(ready) == {stage: [f"changed file {name}"] for stage in expected}


def test_a_stale_stage_runs_again_and_then_all_is_fresh(ready: Project, make: Make) -> None:
    edit(ready, "corpus/lexicon/terms.tsv", "tea house\ten", "charity\ten")
    again = make(ready)

    assert again.ran == ["tokens"]
    assert stale(ready) == {}


def test_segments_that_changed_reach_the_comparison_through_their_artefact(
    ready: Project, make: Make
) -> None:
    edit(ready, "corpus/coding/segments/ana.csv", "The room is lent.", "A room is lent.")
    again = make(ready)

    assert again.ran == ["coding", "compare"]


def test_a_new_card_and_a_removed_one_are_told_apart(ready: Project) -> None:
    text = ready.corpus("texts", "note-new.txt")
    shutil.copy(ready.corpus("texts", "policy-2018-teams.txt"), text)
    new = stale(ready)["corpus"]
    text.unlink()
    ready.corpus("texts", "policy-2018-teams.txt").unlink()

    assert new == ["new file corpus/texts/note-new.txt"]
    assert stale(ready)["corpus"] == ["gone file corpus/texts/policy-2018-teams.txt"]


def test_a_table_altered_by_hand_is_noticed_and_made_again(
    ready: Project, make: Make, tables_of: Read
) -> None:
    before = tables_of(ready)
    folder = ready.stage("compare")
    shutil.copy(folder / "matrix.parquet", folder / "types.parquet")
    why = stale(ready)
    make(ready)

    assert why == {"compare": ["altered by hand: types.parquet"]}
    assert tables_of(ready) == before


def test_a_build_folder_may_be_deleted_at_any_time(
    ready: Project, make: Make, tables_of: Read
) -> None:
    before = tables_of(ready)
    shutil.rmtree(ready.root / "build")
    make(ready)

    assert len(before) > len(TABLES)
    assert tables_of(ready) == before


def test_every_artefact_says_what_it_was_made_from(built: Project) -> None:
    for stage in stages.STAGES:
        for name in stage.writes:
            record = store.read_json(built.artefact(stage.name, f"{name}.json"))

            assert record["sha256"] == store.file_hash(built.artefact(stage.name, name))
            assert record["inputs"].keys() > {"code", CARD}
            assert record["versions"].keys() >= {"pandas", "pyarrow"}


# --- what the mini study says ---------------------------------------------------


def test_the_types_are_decided_as_computed_by_hand(built: Project) -> None:
    """Willow Shade fits every rule of guided and none of self-run.

    Stone Bridge stands between them: leadership 0, autonomy 1/2 and means 0 of
    either give 1/6. Of Bamboo only one rule can be read, and two are needed.
    """
    types = store.Tables(built)["types"].query("family == 'orientation'")
    rows = types.set_index(["case", "type"])

    assert rows.loc[("willow-street", "guided"), "distance"] == 0
    assert rows.loc[("willow-street", "self_run"), "distance"] == 1
    assert rows.loc["stone-bridge"]["distance"].tolist() == pytest.approx([1 / 6, 1 / 6])
    assert rows["verdict"].to_dict() == {
        ("bamboo", "guided"): "undecided",
        ("bamboo", "self_run"): "undecided",
        ("stone-bridge", "guided"): "hybrid",
        ("stone-bridge", "self_run"): "hybrid",
        ("willow-street", "guided"): "member",
        ("willow-street", "self_run"): "other",
    }
    assert rows.loc[("bamboo", "guided"), "reason"].startswith("evidence missing")
    assert rows.loc[("stone-bridge", "guided"), "reason"].startswith("between guided at 0.17")


def test_an_empty_cell_is_never_a_weak_one(built: Project) -> None:
    cells = store.Tables(built)["matrix"].set_index(["case", "dimension"])

    assert cells.loc[("bamboo", "autonomy"), "mark"] == "not_found"
    assert cells.loc[("bamboo", "instruments"), "mark"] == "not_looked"
    assert cells.loc[["bamboo"], "rank"].isna().all()
    assert cells.loc[("willow-street", "autonomy"), "rank"] == 1


def test_a_street_of_a_merged_district_lies_in_the_one_of_today(built: Project) -> None:
    cases = store.Tables(built)["cases"].set_index("case")

    assert cases["district"].to_dict() == {
        "willow-street": "east-bank", "stone-bridge": "east-bank", "bamboo": "west-bank",
    }  # fmt: skip
    assert cases.loc["stone-bridge", "path"] == "willow-street/stone-bridge"


def test_a_policy_relates_to_a_case_by_its_years(built: Project) -> None:
    context = store.Tables(built)["context"].set_index("case")

    assert context["relation"].to_dict() == {
        "bamboo": "after_case", "stone-bridge": "in_force", "willow-street": "in_force",
    }  # fmt: skip


def test_what_two_coders_coded_stands_side_by_side(built: Project) -> None:
    segments = store.Tables(built)["segments"].set_index("id")

    assert segments.loc[["an-002", "bo-001"], "coder"].tolist() == ["ana", "bo"]
    assert segments.loc["an-002", "start"] == segments.loc["bo-001", "start"]


def test_each_run_of_a_mixed_text_is_cut_by_its_own_tokenizer(built: Project) -> None:
    tokens = store.Tables(built)["tokens"].query("doc == 'bamboo-kitchen'")
    text = files.read_text(built.corpus("texts", "bamboo-kitchen.txt"))
    words = set(zip(tokens["word"], tokens["language"], strict=True))
    spans = [text[start:end] for start, end in zip(tokens["start"], tokens["end"], strict=True)]

    assert {("邻里食堂", "zh"), ("kitchen", "en"), ("ledger", "en")} <= words
    assert [span.lower() for span in spans] == tokens["word"].tolist()


# --- withheld originals ----------------------------------------------------------


def alter(made: Project, old: str, new: str) -> None:
    edit(made, "corpus/withheld/willow-report.txt", old, new)


def test_an_original_is_found_by_content_and_its_spans_verified(
    ready: Project, make: Make, original: Path
) -> None:
    found, missing = revision.attach(ready, [original])
    make(ready)
    segments = store.Tables(ready)["segments"].set_index("id")

    assert [path.name for path in found.values()] == ["扫描 07 (copy).txt"]
    assert missing == []
    assert set(segments["status"]) == {"verified"}
    assert segments.loc["an-002", "quote"] == "团队的经费由街道出"


def test_without_the_original_its_spans_are_by_reference(built: Project) -> None:
    segments = store.Tables(built)["segments"]
    own = segments[segments["doc"] == "willow-report"]

    assert set(own["status"]) == {"reference"}
    assert set(own["quote"]) == {""}
    assert set(segments.loc[segments["doc"] != "willow-report", "status"]) == {"verified"}


def test_a_folder_without_originals_leaves_them_missing(mini: Project, tmp_path: Path) -> None:
    found, missing = revision.attach(mini, [tmp_path])

    assert found == {}
    assert missing == ["willow-report"]


def test_numbers_are_the_same_with_and_without_the_original(
    ready: Project, make: Make, original: Path
) -> None:
    def numbers() -> list[bytes]:
        names = ["counts", "sizes", "rates"]
        return [ready.artefact("tokens", f"{name}.parquet").read_bytes() for name in names]

    without = numbers()
    revision.attach(ready, [original])
    report = make(ready)
    attached = numbers()
    ready.corpus("withheld", "willow-report.txt").unlink()
    make(ready)

    assert "tokens" in report.ran
    assert attached == without == numbers()


def test_attaching_rewrites_no_counts_that_are_up_to_date(mini: Project, original: Path) -> None:
    counts = mini.corpus("features", "willow-report.csv")
    before = counts.read_bytes(), counts.stat().st_mtime_ns
    revision.attach(mini, [original])

    assert (counts.read_bytes(), counts.stat().st_mtime_ns) == before


def test_counts_made_again_from_the_original_are_those_on_file(
    mini: Project, original: Path
) -> None:
    counts = mini.corpus("features", "willow-report.csv")
    before = counts.read_bytes(), counts.with_suffix(".json").read_bytes()
    counts.unlink()
    counts.with_suffix(".json").unlink()
    revision.attach(mini, [original])

    assert (counts.read_bytes(), counts.with_suffix(".json").read_bytes()) == before


def test_an_altered_character_is_traced_to_document_segment_and_cell(
    mini: Project, original: Path
) -> None:
    revision.attach(mini, [original])
    alter(mini, "撑不过一个冬天", "撑不过一个秋天")
    segment, document = checks.findings(mini)

    assert str(document).startswith("corpus/withheld/willow-report.txt: document willow-report")
    assert "no longer hold: an-004; " in str(document)
    assert "cells that rest on them: willow-street x autonomy" in str(document)
    assert segment.path == "corpus/coding/segments/ana.csv"
    assert "an-004" in segment.message
    assert "willow-street x autonomy" in segment.message


def test_an_altered_text_is_not_built_upon(mini: Project, make: Make, original: Path) -> None:
    revision.attach(mini, [original])
    alter(mini, "撑不过一个冬天", "撑不过一个秋天")
    with pytest.raises(InputError, match="willow-street x autonomy"):
        make(mini)

    assert not list(mini.root.glob("build/*/*"))


def test_a_character_lost_before_a_span_shifts_every_later_one(
    mini: Project, original: Path
) -> None:
    revision.attach(mini, [original])
    alter(mini, "旧粮站", "粮站")
    text = "\n".join(map(str, checks.findings(mini)))

    assert all(f"{segment}: [" in text for segment in ("an-001", "an-002", "an-004", "bo-001"))


def test_an_attached_text_that_someone_edited_is_kept_beside_the_original(
    mini: Project, original: Path
) -> None:
    revision.attach(mini, [original])
    for edited in ("新粮站", "老粮站"):
        alter(mini, "旧粮站", edited)
        revision.attach(mini, [original])
    kept = sorted(mini.corpus("withheld").glob("willow-report.txt.*"))

    assert [path.name for path in kept] == [
        "willow-report.txt.replaced-1",
        "willow-report.txt.replaced-2",
    ]
    assert [path.read_text(encoding="utf-8").count("新粮站") for path in kept] == [1, 0]
    assert checks.findings(mini) == []


def test_counts_older_than_the_lexicon_are_named(mini: Project) -> None:
    edit(mini, "corpus/lexicon/terms.tsv", "活动室\tzh", "旧粮站\tzh")
    [finding] = checks.findings(mini)

    assert finding.path == "corpus/features/willow-report.csv"
    assert "older than the lexicon" in finding.message


# --- what may not be published -------------------------------------------------------

MOBILE = "139 0000 0001"  # invented


def pages(folder: Path, **bodies: str) -> Path:
    """Web pages of these bodies."""
    folder.mkdir()
    for name, body in bodies.items():
        head = "<!doctype html><title>x</title><style>.a{}</style>"
        (folder / f"{name}.html").write_text(f"{head}<body>{body}</body>", encoding="utf-8")
    return folder


def seen(folder: Path) -> dict[str, str]:
    return {page: " ".join(text.split()) for page, text in book.visible(folder)}


def test_what_a_reader_sees_of_a_page_is_its_words_and_those_shown_on_hovering(
    tmp_path: Path,
) -> None:
    body = '<p>A <b>bold</b> word</p><abbr title="hovered">h</abbr><img alt="a picture">'
    hidden = "<script>ran()</script><style>.b{}</style><!-- remark --><template>t</template>"
    made = pages(tmp_path / "html", one=body + hidden, two="<p>二</p>")
    (made / "deep").mkdir()
    (made / "deep" / "three.html").write_text("<p>three</p>", encoding="utf-8")
    found = seen(made)

    assert list(found) == ["deep/three.html", "one.html", "two.html"]
    assert {"A", "bold", "word", "hovered", "a", "picture"} <= set(found["one.html"].split())
    assert not any(word in found["one.html"] for word in ("ran", ".a{}", ".b{}", "remark"))
    assert found["two.html"] == "x 二"


@pytest.mark.parametrize(
    "body", ["<p>甲<!-- x -->乙</p>", "<p><b>甲</b><!-- x -->乙<i></i></p>", "<p>甲<?x y?>乙</p>"]
)
def test_the_words_after_a_comment_are_seen(tmp_path: Path, body: str) -> None:
    assert "乙" in seen(pages(tmp_path / "html", one=body))["one.html"]


def mark(made: Project, **said: list[str]) -> Session:
    """Let the card of a withheld document say what is private or public."""
    path = made.corpus("documents", "willow-report.yml")
    path.write_text(path.read_text(encoding="utf-8") + project.yaml_text(said), encoding="utf-8")
    return Session(project.find(made.root))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"<p>电话{MOBILE}。</p>", "mobile number"),
        ("<p>身份证：11010519491231002X</p>", "identity number"),  # the example of GB 11643
        ("<p>陆青说，钱是街道的。</p>", "private name"),
        ("<p>陆<em>青</em>说</p>", "private name"),
        ('<p title="陆青">一位干部</p>', "private name"),
        ('<img src="x.png" alt="陆青">', "private name"),
    ],
)
def test_a_page_with_something_private_is_refused_without_repeating_it(
    mini: Project, tmp_path: Path, body: str, kind: str
) -> None:
    session = mark(mini, private=["陆青"])
    [finding] = pipeline._private(session, pages(tmp_path / "html", bad=body, good="<p>街道</p>"))

    assert finding.path == "build/6-book/html/bad.html"
    assert finding.message.startswith(f"prints a {kind} (")
    assert "under public" in finding.message
    assert not any(hidden in finding.message for hidden in ("陆青", "0001", "1231002X"))


def test_what_a_card_allows_may_be_printed(mini: Project, tmp_path: Path) -> None:
    session = mark(mini, public=[MOBILE])
    html = pages(tmp_path / "html", page=f"<p>热线{MOBILE}</p><p>陆青</p>")

    assert pipeline._private(session, html) == []


def test_a_book_that_is_refused_by_its_gate_is_not_published(
    mini: Project, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages are handed to the gate before they are put in place."""

    def html(_: Path, out: Path, *, gate: Callable[[Path], list[Any]]) -> None:
        found = gate(pages(mini.root / "pages", bad="<p>陆青</p>"))
        if found:
            raise InputError(str(found[0]))
        out.mkdir()

    monkeypatch.setattr(pipeline, "CHAPTERS", ())
    monkeypatch.setattr(pipeline, "_assemble", lambda *_: None)
    monkeypatch.setattr(pipeline, "_run", lambda *_, **__: None)
    monkeypatch.setattr(pipeline, "_stop_on_failures", lambda _: None)
    monkeypatch.setattr(book, "html", html)
    mark(mini, private=["陆青"])
    with pytest.raises(InputError, match="prints a private name"):
        make(mini, *pipeline.ORDER)

    assert not (mini.root / "build/6-book/study.pdf").exists()
    assert not (mini.root / "build/6-book/html").exists()


@pytest.mark.parametrize("said", [{"private": ["陆青"]}, {"public": [MOBILE]}])
def test_a_name_that_becomes_private_makes_the_book_stale(
    ready: Project, make: Make, said: dict[str, list[str]]
) -> None:
    """No table holds what is private: the pages would be kept as they are."""
    before = pipeline.book_provenance(Session(ready)).inputs
    session = mark(ready, **said)
    make(session.project)

    assert pipeline.book_provenance(Session(session.project)).inputs != before


# --- runs and refusals -------------------------------------------------------------


def break_runs(made: Project, source: str) -> None:
    """Let the chapter of a district, cut down to two cells, end in ``source``."""
    path = made.root / "notebooks" / "district.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    cells: list[dict[str, Any]] = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    content["cells"] = [*content["cells"][:1], cells[0], {**cells[1], "source": source}]
    path.write_text(json.dumps(content), encoding="utf-8")


def test_a_failing_run_stops_the_book_and_names_its_district(
    ready: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "CHAPTERS", ())
    break_runs(ready, '1 / (district != "west-bank")')
    told: list[str] = []
    with pytest.raises(WorkbenchError, match="the runs of west-bank failed") as refusal:
        pipeline.build(ready, pipeline.ORDER, tell=told.append)

    assert "east-bank" not in str(refusal.value)
    assert any("FAILED west-bank" in line and "ZeroDivision" in line for line in told)
    assert (ready.root / "build/5-runs/_failed/west-bank.district.ipynb").is_file()
    assert (ready.root / "build/5-runs/east-bank/result.json").is_file()
    assert not (ready.root / "build/5-runs/west-bank").exists()
    assert not (ready.root / "build/6-book").exists()


def test_a_failed_run_ends_the_command_with_1_and_the_command_to_type_next(
    ready: Project, workbench: Type
) -> None:
    break_runs(ready, '1 / (district != "west-bank")')
    code, _, err = workbench(ready.root, "run", "--district", "西岸")

    assert code == 1
    assert "workbench run --district west-bank" in err


def test_a_second_build_is_refused_with_exit_5(mini: Project) -> None:
    (mini.root / "build").mkdir()
    command = [sys.executable, "-c", "from workbench.cli import main; main()", "corpus"]
    with FileLock(mini.root / "build" / ".lock"):
        done = subprocess.run(command, cwd=mini.root, capture_output=True, check=False)

    assert done.returncode == 5
    assert "another build of" in done.stderr.decode()
    assert not list(mini.root.glob("build/*/*"))


def test_the_lock_of_a_build_that_ended_does_not_stay(mini: Project, workbench: Type) -> None:
    codes = [workbench(mini.root, "corpus")[0], workbench(mini.root, "corpus")[0]]

    assert codes == [0, 0]


def test_an_unknown_district_gets_the_nearest_name_and_exit_2(
    ready: Project, workbench: Type
) -> None:
    code, _, err = workbench(ready.root, "run", "--district", "east-bnk")

    assert code == 2
    assert "unknown place 'east-bnk'; did you mean east-bank" in err


def test_two_builds_from_a_folder_below_are_those_of_the_root(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.corpus("coding"))

    assert project.find().root == built.root

"""A new study: whole from its first day, never over what is there, the same from a wheel."""

import re
import shlex
import tomllib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.main import get_command

from workbench import checks, pipeline, project, starter, store, study
from workbench.cli import app
from workbench.corpus import places
from workbench.errors import EnvironmentFault, UsageError
from workbench.pipeline import Report
from workbench.project import Project
from workbench.schema import BASES, ROLES, SEGMENTS_FILE
from workbench.schema.artefacts import ARTEFACTS

Make = Callable[..., Report]

CASE = """\
label: {zh: 柳河图书室, en: Willow reading room}
short: {zh: 柳河, en: Willow}
level: community
place: north-shore
years: "2020/.."
"""
TEXT = "书架是邻居自己钉的。\nThe shelves were made by neighbours.\n"
CARD = """\
title: {zh: "", en: A note on shelves}
language: zh
genre: note
date: "2024"
source: written for the study
rights: open
licence: CC-BY-4.0
sha256: SHA256
length: LENGTH
cases: [willow-room]
"""


@pytest.fixture
def new(tmp_path: Path) -> Project:
    """A study as `workbench init` makes it."""
    starter.init(tmp_path / "new", title_zh="图书室", title_en="Rooms", authors=["Lin", "陈"])
    return project.find(tmp_path / "new")


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, fresh in pairs:
        assert old in text
        text = text.replace(old, fresh)
    path.write_text(text, encoding="utf-8")


def uncommented(path: Path) -> None:
    """Take the braces and the signs # of an example away, as the file says."""
    text = re.sub(r"^#(?=  )", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text.replace(": {}\n", ":\n"), encoding="utf-8")


def with_a_case(made: Project) -> Project:
    """One open document and one case in a district of its own, and nothing coded."""
    more = (
        "  china:",
        "  north-shore: {zh: 北岸区, en: North Shore, level: district, in: beijing}\n  china:",
    )
    edit(made.corpus("places.yml"), more)
    made.corpus("cases", "willow-room.yml").write_text(CASE, encoding="utf-8")
    made.corpus("texts", "shelves.txt").write_bytes(TEXT.encode())
    card = CARD.replace("SHA256", store.sha256(TEXT)).replace("LENGTH", str(len(TEXT)))
    made.corpus("documents", "shelves.yml").write_text(card, encoding="utf-8")
    return made


# --- what is written ----------------------------------------------------------


def test_a_new_study_has_no_findings(new: Project):
    assert checks.findings(new) == []


def test_the_settings_are_those_that_were_given(new: Project):
    assert new.settings.title.zh == "图书室"
    assert new.settings.title.en == "Rooms"
    assert new.settings.authors == ["Lin", "陈"]
    assert new.settings.districts == []


def test_the_title_stands_on_the_first_page_and_in_the_readme(new: Project):
    for name in ("book/index.md", "README.md"):
        assert (new.root / name).read_text(encoding="utf-8").startswith("# 图书室 Rooms\n")


@pytest.mark.parametrize(
    ("zh", "en", "both"),
    [("图书室", "", ("图书室", "图书室")), ("", "Rooms", ("Rooms", "Rooms")),
     ("", "", ("x1 研究", "x1 研究")), (" 图\n书 ", "", ("图 书", "图 书"))],
)  # fmt: skip
def test_a_title_in_one_language_stands_for_both_and_the_folder_for_none(
    tmp_path: Path, zh: str, en: str, both: tuple[str, str]
):
    starter.init(tmp_path / "x1 研究", title_zh=zh, title_en=en)
    made = project.find(tmp_path / "x1 研究").settings.title

    assert (made.zh, made.en) == both


def test_a_title_is_shown_letter_by_letter_and_cannot_break_the_settings(tmp_path: Path):
    title = 'a: "b" # $c$ {d} *e* \\ <f>'
    starter.init(tmp_path / "new", title_en=title, authors=["x, y", 'z"'])
    made = project.find(tmp_path / "new")
    heading = (made.root / "book" / "index.md").read_text(encoding="utf-8").splitlines()[0]

    assert made.settings.title.en == title
    assert made.settings.authors == ["x, y", 'z"']
    assert heading == r"# a\: \"b\" \# \$c\$ \{d\} \*e\* \\ \<f\>"


def test_every_file_is_named_that_was_written_and_line_ends_are_kept_by_git(tmp_path: Path):
    paths = starter.init(tmp_path / "new")
    there = sorted(path for path in (tmp_path / "new").rglob("*") if path.is_file())

    assert paths == there
    assert tmp_path / "new" / ".gitattributes" in paths
    assert "corpus/withheld/" in (tmp_path / "new" / ".gitignore").read_text().splitlines()


def test_what_studies_share_is_that_of_the_repository(new: Project, repo: Path):
    shared = ["notebooks/district.ipynb", "book/_ext/spine.py", "book/_config.yml",
              "corpus/lexicon/stopwords-zh.tsv"]  # fmt: skip

    assert [(new.root / name).read_bytes() for name in shared] == [
        (repo / name).read_bytes() for name in shared
    ]
    assert sorted(path.name for path in (new.root / "notebooks").iterdir()) == sorted(
        path.name for path in (repo / "notebooks").glob("*.ipynb")
    )


def test_nothing_that_a_machine_left_behind_is_copied(new: Project):
    names = {part for path in new.root.rglob("*") for part in path.parts}

    assert not names & {"__pycache__", ".ipynb_checkpoints"}


def test_no_word_of_the_first_study_is_in_a_new_one(new: Project):
    """Its cases, places and sources stay where they are."""
    words = re.compile("pu-paper|Pu's|rencheng|任城|济阳|Jiyang|five documents|cultivation_model")
    shown = [
        path.relative_to(new.root).as_posix()
        for path in new.root.rglob("*")
        if path.is_file() and "_ext" not in path.parts
        and words.search(path.read_text(encoding="utf-8"))
    ]  # fmt: skip

    assert shown == []


def test_a_wheel_packs_everything_that_studies_share(repo: Path):
    packed = tomllib.loads((repo / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = packed["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert wheel["force-include"] == {
        name: f"workbench/starter_files/shared/{name}" for name in starter.SHARED
    }
    assert all((repo / name).exists() for name in starter.SHARED)


def test_what_a_wheel_packs_is_taken_before_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "files/shared/book").mkdir(parents=True)
    (tmp_path / "files/shared/book/_toc.yml").write_text("packed: true\n", encoding="utf-8")
    monkeypatch.setattr(starter, "FILES", tmp_path / "files")
    starter.init(tmp_path / "new")

    assert (tmp_path / "new/book/_toc.yml").read_text(encoding="utf-8") == "packed: true\n"


# --- refusals -----------------------------------------------------------------


def test_a_folder_that_is_a_study_is_refused(new: Project):
    with pytest.raises(UsageError, match="is a study already; name a folder outside it"):
        starter.init(new.root)


def test_a_folder_inside_a_study_is_refused_and_not_made(new: Project):
    with pytest.raises(UsageError, match="is a study already"):
        starter.init(new.root / "deeper" / "still")

    assert not (new.root / "deeper").exists()


def test_every_file_in_the_way_is_named_and_nothing_is_written(tmp_path: Path):
    (tmp_path / "corpus/coding").mkdir(parents=True)
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    (tmp_path / "corpus/coding/cells.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError) as refusal:
        starter.init(tmp_path)

    assert re.findall(r"^  (.*)$", str(refusal.value), re.MULTILINE) == [
        "README.md",
        "corpus/coding/cells.csv",
    ]
    assert {path.name for path in tmp_path.rglob("*")} == {
        *("corpus", "coding", "cells.csv", "README.md")
    }


def test_other_files_of_a_folder_stay_and_are_no_hindrance(tmp_path: Path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/plan.txt").write_text("mine", encoding="utf-8")
    starter.init(tmp_path)

    assert (tmp_path / "corpus/plan.txt").read_text(encoding="utf-8") == "mine"
    assert project.find(tmp_path).root == tmp_path.resolve()


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_file_is_no_folder_for_a_study(tmp_path: Path, name: str):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file; name a folder"):
        starter.init(tmp_path / name)


def test_where_writing_fails_halfway_no_file_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write, written = starter.files.write_bytes, []

    def fail(data: bytes, path: Path) -> Path:
        if len(written) == 20:
            raise EnvironmentFault("disk full")
        written.append(path)
        return write(data, path)

    monkeypatch.setattr(starter.files, "write_bytes", fail)
    with pytest.raises(EnvironmentFault):
        starter.init(tmp_path / "new")
    left = [path for path in (tmp_path / "new").rglob("*") if path.is_file()]
    monkeypatch.setattr(starter.files, "write_bytes", write)

    assert len(written) == 20
    assert left == []
    assert starter.init(tmp_path / "new")


# --- what it begins with ------------------------------------------------------


def test_china_and_its_34_units_are_known_by_their_short_names(new: Project):
    # 22 provinces and Taiwan, 5 autonomous regions, 2 special regions; 4 municipalities as cities
    known = study.read(new).places
    levels = [place.level for place in known.values()]

    assert levels.count("country") == 1
    assert levels.count("city") == 4
    assert levels.count("province") == 30
    assert {place.within for name, place in known.items() if name != "china"} == {"china"}


@pytest.mark.parametrize(
    ("spelling", "name"),
    [("山东", "shandong"), ("Inner Mongolia", "inner-mongolia"), ("重庆", "chongqing"),
     ("Xizang", "tibet"), ("陕西", "shaanxi"), ("山西", "shanxi"), ("Macau", "macao")],
)  # fmt: skip
def test_a_province_is_found_by_its_short_name(new: Project, spelling: str, name: str):
    assert places.resolve(spelling, study.read(new).places) == name


def test_the_places_that_the_gazetteer_shows_can_be_taken_as_they_stand(new: Project):
    path = new.corpus("places.yml")
    text = path.read_text(encoding="utf-8")
    lines = re.findall(r"^#(  [a-z]+: \{.*\})$", text, flags=re.MULTILINE)
    path.write_text(text + "\n".join(lines) + "\n", encoding="utf-8")
    made = study.read(new)

    assert len(lines) == 5
    assert made.findings == []
    assert places.resolve("江干", made.places) == "shangcheng"


def test_the_examples_of_codebook_and_types_can_be_taken_as_they_stand(new: Project):
    for name in ("codebook", "typology"):
        uncommented(new.corpus("coding", f"{name}.yml"))
    made = study.read(new)

    assert made.findings == []
    assert list(made.codebook.codes) == ["lead", "lead-government", "lead-residents"]
    assert list(made.codebook.dimensions) == ["leadership"]
    assert made.typology is not None
    assert list(made.typology.families["initiative"].types) == ["from_above", "from_below"]


def test_every_command_of_the_readme_exists_with_its_options(new: Project):
    text = (new.root / "README.md").read_text(encoding="utf-8")
    fenced = re.findall(r"^ *(workbench .*?)(?:  #.*)?$", text, flags=re.MULTILINE)
    calls = [*fenced, *re.findall(r"`(workbench [^`]+)`", text)]
    commands = get_command(app).commands  # type: ignore[attr-defined]
    unknown = []
    for call in calls:
        words = shlex.split(call)[1:]
        if words == ["--help"]:
            continue
        command = commands.get(words[0])
        for word in words[1:2]:
            command = getattr(command, "commands", {}).get(word, command)
        known = {o for p in getattr(command, "params", ()) for o in p.opts} if command else set()
        if not command or {word for word in words if word.startswith("-")} - known:
            unknown.append(call)

    assert len(calls) > 5
    assert unknown == []


def test_how_coding_is_done_is_said_in_the_study_itself(new: Project):
    said = new.corpus("coding", "README.md").read_text(encoding="utf-8")
    columns = {*SEGMENTS_FILE} - {"speaker_role", "basis", "confidence", "code"}

    assert all(f"`{column}`" in said for column in columns)
    assert all(word in said for word in ROLES | BASES)


def test_every_file_that_the_readme_names_is_there(new: Project):
    text = (new.root / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:corpus|book|notebooks)/[\w./-]*)`", text)

    assert len(named) > 10
    assert [name for name in named if not (new.root / name).exists()] == []


# --- it can be built ----------------------------------------------------------


def test_a_study_with_nothing_in_it_has_all_its_tables_empty(new: Project, make: Make):
    make(new)
    tables = store.Tables(new)
    filled = {name for name in ARTEFACTS if len(tables[name])}

    assert filled == {"places"}


def test_a_study_of_one_document_and_one_case_has_its_tables(new: Project, make: Make):
    make(with_a_case(new))
    tables = store.Tables(new)

    assert list(tables["cases"]["case"]) == ["willow-room"]
    assert tables["matrix"].empty
    assert pd.Series(tables["sizes"]["tokens"]).sum() > 0
    assert study.districts(new) == ["north-shore"]


def test_a_case_that_nobody_coded_is_not_yet_looked_at(new: Project, make: Make):
    for name in ("codebook", "typology"):
        uncommented(new.corpus("coding", f"{name}.yml"))
    make(with_a_case(new))
    tables = store.Tables(new)

    assert list(tables["matrix"]["mark"]) == ["not_looked"]
    assert set(tables["types"]["verdict"]) == {"undecided"}


def test_a_study_with_nothing_in_it_becomes_a_book(new: Project):
    report = pipeline.build(new, pipeline.ORDER, tell=lambda _: None)
    products = [new.artefact("book", name) for name in pipeline.PRODUCTS]
    page = new.artefact("book", "html/study/comparison.html").read_text(encoding="utf-8")
    contents = new.artefact("book", "html/index.html").read_text(encoding="utf-8")

    assert not report.failed
    assert [path.stat().st_size > 1000 for path in products] == [True, True, True]
    assert "尚无案例" in page
    assert "There is no case yet." in page
    assert "<figure" not in page
    assert "分区 Districts" not in contents


def test_a_study_of_one_case_becomes_a_book_that_says_what_is_not_there(new: Project):
    for name in ("codebook", "typology"):
        uncommented(new.corpus("coding", f"{name}.yml"))
    report = pipeline.build(with_a_case(new), pipeline.ORDER, tell=lambda _: None)
    html = new.artefact("book", "html")
    chapter = (html / "districts/north-shore.html").read_text(encoding="utf-8")

    assert not report.failed
    assert "Nothing is coded yet." in chapter
    assert "No passage is coded for Willow reading room." in chapter
    assert "<figure" not in chapter
    assert "A note on shelves" in (html / "study/sources.html").read_text(encoding="utf-8")
    assert "尚无编码" in (html / "evidence/case-willow-room.html").read_text(encoding="utf-8")

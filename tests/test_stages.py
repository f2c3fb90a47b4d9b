"""What an artefact says it was made from, and the small requests outside the flow."""

import shutil
from pathlib import Path

import pytest

from workbench import checks, pipeline, stages
from workbench.errors import UsageError
from workbench.project import Project, find
from workbench.schema import ARTEFACTS
from workbench.stages import STAGES, Session


def told(project: Project) -> list[str]:
    return [str(finding) for finding in checks.findings(project)]


def test_an_edit_during_a_build_is_found_by_the_next_one(mini: Project) -> None:
    session = Session(mini)
    cells = mini.corpus("coding", "cells.csv")
    cells.write_text(cells.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    coding = next(stage for stage in STAGES if stage.name == "coding")

    assert coding.provenance(session) != coding.provenance(Session(mini))


def test_every_table_belongs_to_one_stage_that_writes_it() -> None:
    written = [name for stage in STAGES for name in stage.writes]

    assert sorted(written) == sorted(f"{name}.parquet" for name in ARTEFACTS)


def test_the_order_of_the_districts_is_part_of_what_a_book_is_made_from(mini: Project) -> None:
    settings = mini.corpus("workbench.yml")
    before = pipeline.book_provenance(Session(mini)).settings
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[east-bank, west-bank]", "[west-bank, east-bank]"), "utf-8")

    assert before["districts"] == ["east-bank", "west-bank"]
    assert pipeline.book_provenance(Session(find(mini.root))).settings != before


def test_a_text_without_a_card_and_a_card_with_another_ending_are_told(mini: Project) -> None:
    mini.corpus("texts", "stray.txt").write_text("nobody reads me\n", encoding="utf-8")
    shutil.copy(mini.corpus("cases", "bamboo.yml"), mini.corpus("cases", "bamboo-two.yaml"))

    assert told(mini) == [
        "corpus/cases/bamboo-two.yaml: is not read; its name has to end in .yml",
        "corpus/texts/stray.txt: a text without a card; write one for it",
    ]


def test_a_district_that_stands_twice_is_told(mini: Project) -> None:
    settings = mini.corpus("workbench.yml")
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("west-bank]", "west-bank, east-bank]"), encoding="utf-8")

    assert told(find(mini.root)) == [
        "corpus/workbench.yml: district 'east-bank' stands twice; keep one"
    ]


def test_a_passage_is_located_at_each_of_its_places(mini: Project) -> None:
    doc = "stone-letter"
    text = mini.corpus("texts", f"{doc}.txt").read_text(encoding="utf-8")
    found = stages.locate(mini, doc, "the")

    assert [text[start:end] for _, start, end, _ in found] == ["the"] * text.count("the")
    with pytest.raises(UsageError, match="does not hold 'no such words'"):
        stages.locate(mini, doc, "no such words")
    with pytest.raises(UsageError, match="did you mean stone-letter"):
        stages.locate(mini, "stone-leter", "the")


def test_the_facts_of_a_text_are_those_of_its_card(mini: Project) -> None:
    card = mini.corpus("documents", "stone-letter.yml").read_text(encoding="utf-8")
    facts = stages.facts(Path(mini.corpus("texts", "stone-letter.txt")))

    assert f"sha256: {facts['sha256']}" in card
    assert f"length: {facts['length']}" in card

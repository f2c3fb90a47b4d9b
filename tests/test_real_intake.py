"""The real originals brought into an empty study: read right, cut right, nothing moved."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from opencc import OpenCC

from workbench import intake, lookup, project, starter
from workbench.intake import Declared, Item
from workbench.project import Project
from workbench.study import Study, read

CHINESE_SEEDS = {"001_3a3e2c0fb7723b24.txt"}
ENCODINGS = ("gb18030", "gb18030", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig")
MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
AS_READ = ("2014-10-15", "2011", "47.1%", "110000")
AS_PRINTED = ("20 14 10 15", "20 1 1", "47. 1%", "1 10000")


def empty(folder: Path) -> Project:
    starter.init(folder, title_zh="空", title_en="Empty", authors=["A"])
    return project.find(folder)


@pytest.fixture(scope="module")
def imported(
    tmp_path_factory: pytest.TempPathFactory, originals: list[Path]
) -> tuple[Project, dict[str, Item]]:
    """A study made by init, and what became of each original."""
    made = empty(tmp_path_factory.mktemp("real") / "study")
    desk = intake.Intake(made, Declared())
    return made, {item.name: item for item in desk.add(originals)}


@pytest.fixture(scope="module")
def study(imported: tuple[Project, dict[str, Item]]) -> Study:
    return read(imported[0])


@pytest.fixture(scope="module")
def hand_made(repo: Path) -> Study:
    """The cards that people wrote for the same texts."""
    return read(project.find(repo))


@pytest.fixture(scope="module")
def field() -> Path:
    """The folder with noted facts and their positions, from WORKBENCH_FIELD."""
    if not (named := os.environ.get("WORKBENCH_FIELD", "")):
        pytest.skip("WORKBENCH_FIELD names no folder with noted facts")
    return Path(named)


def test_all_of_them_come_in(imported: tuple[Project, dict[str, Item]]) -> None:
    items = imported[1].values()

    assert [(item.name, item.problems) for item in items if item.state != "added"] == []
    assert len(items) == 34


def test_each_is_in_its_language_with_a_title(study: Study) -> None:
    for card in study.documents.values():
        assert card.original is not None
        expected = "zh" if card.policy or card.original.name in CHINESE_SEEDS else "en"
        assert card.language == expected
        assert getattr(card.title, expected)


def test_the_legal_texts_are_policies_with_a_date(study: Study) -> None:
    policies = [card for card in study.documents.values() if card.policy]

    assert len(policies) == 29
    assert [card.title.zh for card in policies if not card.date] == []


def test_what_is_cut_is_what_people_had_set_aside(study: Study, hand_made: Study) -> None:
    """Spans and kinds, for every text that has a card made by hand; proofs are in other words."""
    by_text = {card.sha256: card for card in study.documents.values()}
    missed = {
        doc: span
        for doc, card in hand_made.documents.items()
        if card.sha256 in by_text
        and (
            span := {(s.start, s.end, s.kind) for s in card.set_aside}
            ^ {(s.start, s.end, s.kind) for s in by_text[card.sha256].set_aside}
        )
    }

    # the head of another document was left in that one: no page can show it
    assert missed == {"policy-2024-community-workers": {(0, 18, "furniture")}}


def test_the_repairs_are_those_people_declared(study: Study, hand_made: Study) -> None:
    mine = {card.sha256: card.applied() for card in study.documents.values() if card.repairs}
    theirs = {c.sha256: c.applied() for c in hand_made.documents.values() if c.repairs}

    assert mine == theirs


@pytest.mark.parametrize(("printed", "read_as"), list(zip(AS_PRINTED, AS_READ, strict=True)))
def test_a_number_with_gaps_is_read_without_and_stays_as_it_stands(
    study: Study, printed: str, read_as: str
) -> None:
    doc = next(doc for doc, card in study.documents.items() if "digit_one_space" in card.applied())
    start = study.texts[doc].index(printed)
    view = study.as_read(doc)
    first, last = view.view_span(start, start + len(printed))

    assert view.text[first:last] == read_as
    assert view.source_span(first, last) == (start, start + len(printed))


def test_the_loop_is_read_once(study: Study, imported: tuple[Project, dict[str, Item]]) -> None:
    doc = next(
        name
        for name, card in study.documents.items()
        if card.language == "en" and "repetition" in {span.kind for span in card.set_aside}
    )
    phrase = "never refund"

    assert study.texts[doc].count(phrase) == 24
    assert lookup.reading(imported[0], doc).text.count(phrase) == 1


def noted(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        if {"seed", "start", "end", "quote"} <= data.keys():
            yield data
        for value in data.values():
            yield from noted(value)
    elif isinstance(data, list):
        for value in data:
            yield from noted(value)


@pytest.mark.parametrize(("name", "positions"), [("seed_facts", 392), ("matrix", 150)])
def test_every_noted_position_still_slices_to_its_quotation(
    study: Study, field: Path, name: str, positions: int
) -> None:
    texts = {c.original.name: study.texts[d] for d, c in study.documents.items() if c.original}
    found = list(noted(json.loads((field / f"{name}.json").read_text(encoding="utf-8"))))
    wrong = [f for f in found if texts[f["seed"]][f["start"] : f["end"]] != f["quote"]]

    assert len(found) == positions
    assert wrong == []


def test_other_encodings_give_the_same_texts(
    tmp_path: Path, study: Study, originals: list[Path]
) -> None:
    """Seven in GB18030, in UTF-16 of three kinds and with a mark, and one in Big5."""
    made = empty(tmp_path / "study")
    texts = [path for folder in originals for path in sorted(folder.rglob("*.md"))]
    for number, (path, encoding) in enumerate(zip(texts, ENCODINGS, strict=False)):
        data = MARKS.get(encoding, b"") + path.read_text(encoding="utf-8").encode(encoding)
        folder = tmp_path / ("declared" if encoding == "gb18030" else "marked")
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.md").write_bytes(data)
    for folder, encoding in (("declared", "gb18030"), ("marked", "")):
        desk = intake.Intake(made, Declared(encoding=encoding, genre="policy"))
        assert {item.state for item in desk.add([tmp_path / folder])} == {"added"}

    mine = {card.sha256 for card in read(made).documents.values()}

    assert len(mine) == len(ENCODINGS)
    assert mine <= {card.sha256 for card in study.documents.values()}


def test_a_text_in_big5_comes_in_as_the_characters_it_has(
    tmp_path: Path, originals: list[Path]
) -> None:
    made = empty(tmp_path / "study")
    [path] = [path for folder in originals for path in folder.rglob("*居民委员会组织法.md")]
    traditional = OpenCC("s2t").convert(path.read_text(encoding="utf-8"))
    text = traditional.encode("big5", "ignore").decode("big5")  # Big5 lacks a few of them
    (tmp_path / "old.md").write_bytes(text.encode("big5"))
    desk = intake.Intake(made, Declared(encoding="big5", genre="policy"))

    [item] = desk.add([tmp_path / "old.md"])

    assert item.state == "added"
    assert read(made).texts[item.doc] == text

"""From the numbers of a text to the ledger: proposals, and what a person confirms."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench import checks, files, ledger
from workbench.errors import Locked, UsageError
from workbench.project import Project
from workbench.study import read

Command = Callable[..., tuple[int, str, str]]

SAID = {"measures_zh": "合办者", "measures_en": "partners", "definition": "partners"}


def test_what_the_ledger_has_is_found_and_not_proposed_again(mini: Project) -> None:
    found = ledger.compared(mini, docs=["stone-letter"])

    assert (found.found, found.rows, found.missed) == (3, 3, [])
    assert [(each.raw, each.quantity.value) for each in found.proposals] == [
        ("Three", "3"),
        ("2019", "2019"),
    ]


def test_a_damaged_number_is_read_under_the_repair_that_is_named(
    mini: Project, workbench: Command, original: Path
) -> None:
    workbench(mini.root, "attach", str(original))
    found = ledger.compared(mini, docs=["willow-report"])

    read_as = {each.raw: (each.quantity.value, each.repair) for each in found.proposals}
    assert read_as["4 1次"] == ("41", "digit_one_space")
    assert read_as["3 1%"] == ("31", "digit_one_space")
    assert (found.found, found.missed) == (2, [])


def test_a_text_that_is_not_here_proposes_nothing(mini: Project) -> None:
    assert "willow-report" not in {each.doc for each in ledger.compared(mini).proposals}
    with pytest.raises(UsageError, match="no text of 'willow-report' is here"):
        ledger.compared(mini, docs=["willow-report"])


def test_what_a_card_sets_aside_is_not_proposed(mini: Project) -> None:
    card = mini.corpus("documents", "stone-letter.yml")
    aside = "set_aside: [{start: 56, end: 70, kind: furniture, why: an example}]\n"
    card.write_text(card.read_text() + aside)

    assert [each.raw for each in ledger.compared(mini, docs=["stone-letter"]).proposals] == ["2019"]


def test_a_confirmed_number_is_a_sound_row_with_its_anchor(mini: Project) -> None:
    row = ledger.confirm(mini, "stone-letter", 56, case="stone-bridge", confidence=0.9, **SAID)

    study = read(mini)
    assert checks.findings(mini) == []
    kept = study.figures.set_index("id").loc["f-stone-letter-04"]
    assert row["id"] == "f-stone-letter-04"
    assert (kept["raw"], kept["value"], kept["kind"], kept["unit"]) == (
        "Three", "3", "count", "partners",
    )  # fmt: skip
    assert kept["doc_sha256"] == study.documents["stone-letter"].sha256
    assert len(kept["quote_sha256"]) == 64


def test_the_other_rows_stay_as_they_were(mini: Project) -> None:
    path = mini.corpus("coding", "figures.csv")
    before = path.read_text().splitlines()
    ledger.confirm(mini, "stone-letter", 56, **SAID)

    assert [line for line in path.read_text().splitlines() if line in before] == before


@pytest.mark.parametrize(
    ("start", "said", "message"),
    [
        (57, {}, r"no number of stone-letter begins at 57; near it: 56 \('Three'\), 335"),
        (353, {}, "'40' at 353 is in the ledger already: f-stone-letter-01"),
        (56, {"definition": ""}, "definition '': say what is counted"),
        (56, {"case": "nowhere"}, "unknown case 'nowhere'"),
        (56, {"measures_zh": ""}, "what it measures is said in both languages"),
    ],
)
def test_what_would_be_a_finding_is_refused_and_nothing_written(
    mini: Project, start: int, said: dict[str, str], message: str
) -> None:
    path = mini.corpus("coding", "figures.csv")
    before = path.read_bytes()
    with pytest.raises(UsageError, match=message):
        ledger.confirm(mini, "stone-letter", start, **{**SAID, **said})

    assert path.read_bytes() == before


def test_two_people_do_not_confirm_at_once(mini: Project) -> None:
    path = mini.corpus("coding", "figures.csv")
    with files.editing(path, root=mini.root), pytest.raises(Locked, match="is being edited"):
        ledger.confirm(mini, "stone-letter", 56, **SAID)


# --- as typed -----------------------------------------------------------------------


def test_the_list_says_where_each_number_stands_and_how_it_is_read(
    mini: Project, workbench: Command
) -> None:
    code, out, _ = workbench(mini.root, "figures", "stone-letter")

    assert code == 0
    assert out.splitlines()[0].split() == [
        *("stone-letter", "[56,", "61)", "count", "3", "partners"),
        *("w", "Shade", "Street.", "⟦Three⟧", "partners", "run", "it"),
    ]
    assert "2 proposals; 3 of 3 rows of the ledger are found with their value" in out
    assert "workbench new figure stone-letter 56" in out


def test_a_number_is_confirmed_from_the_command_line(mini: Project, workbench: Command) -> None:
    words = ["--zh", "合办者", "--en", "partners", "--definition", "partners"]
    code, out, _ = workbench(mini.root, "new", "figure", "stone-letter", "56", *words)

    assert code == 0
    assert (
        "added f-stone-letter-04 to corpus/coding/figures.csv: [56, 61) 'Three' -> count 3" in out
    )
    assert workbench(mini.root, "check")[0] == 0


def test_a_typed_number_in_a_chapter_fails_the_check(mini: Project, workbench: Command) -> None:
    chapter = mini.root / "book" / "index.md"
    chapter.write_text(chapter.read_text() + "\nIt has 24 rooms, {figure}`f-03`.\n")
    last = len(chapter.read_text().splitlines())

    code, out, _ = workbench(mini.root, "check")

    assert code == 1
    assert f"book/index.md:{last}: the number '24' leads to no span" in out
    assert f"book/index.md:{last}: no figure 'f-03'" in out

"""What the tables say of a text read under repairs, of reprints, and what a check finds."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench import checks, counting, files, lookup, pipeline, project, revision, store, study
from workbench.errors import InputError, UsageError
from workbench.pipeline import Report
from workbench.project import Project, find
from workbench.schema.artefacts import ARTEFACTS
from workbench.stages import STAGES, Session

Make = Callable[..., Report]

REPORT, LETTER = "corpus/documents/willow-report.yml", "corpus/documents/stone-letter.yml"
WHOLE_GAPS = "{name: digit_one_space,"
FURNITURE = "{start: 0, end: 15,"
MOBILE = "139 0000 0001"  # invented


def told(project: Project) -> list[str]:
    return [str(finding) for finding in checks.findings(project)]


def edit(made: Project, name: str, old: str, new: str) -> None:
    path = made.root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def add(made: Project, doc: str, text: str, **fields: Any) -> None:
    """Put a document into a study: its text and a card that fits it."""
    card = {
        "title": {"zh": "另一篇"},
        "language": "zh",
        "genre": "note",
        "date": "2020",
        "source": "The makers of this example",
        "rights": "open",
        "licence": "CC0-1.0",
        "sha256": store.sha256(text),
        "length": len(text),
        **fields,
    }
    made.corpus("documents", f"{doc}.yml").write_text(project.yaml_text(card), encoding="utf-8")
    path = made.corpus("texts" if card["rights"] == "open" else "withheld", f"{doc}.txt")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


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
    found = lookup.locate(mini, doc, "the")

    assert [text[row["start"] : row["end"]] for row in found] == ["the"] * text.count("the")
    with pytest.raises(UsageError, match="does not hold 'no such words'"):
        lookup.locate(mini, doc, "no such words")
    with pytest.raises(UsageError, match="did you mean stone-letter"):
        lookup.locate(mini, "stone-leter", "the")


def test_the_facts_of_a_text_are_those_of_its_card(mini: Project) -> None:
    card = mini.corpus("documents", "stone-letter.yml").read_text(encoding="utf-8")
    facts = lookup.facts(Path(mini.corpus("texts", "stone-letter.txt")))

    assert f"sha256: {facts['sha256']}" in card
    assert f"length: {facts['length']}" in card


# --- the text as it is read -------------------------------------------------------


@pytest.fixture
def attached(mini: Project, original: Path) -> Project:
    """A mini study with the original of its withheld document."""
    revision.attach(mini, [original])
    return mini


def counted(made: Project, make: Make, doc: str = "willow-report") -> dict[str, int]:
    """How often each word stands in a document, as it is counted now."""
    make(find(made.root), "corpus", "tokens")
    counts = store.Tables(made)["counts"]
    words = counts[counts["doc"] == doc]
    return dict(zip(words["word"], words["count"], strict=True))


def numbers(words: dict[str, int]) -> dict[str, int]:
    return {word: count for word, count in words.items() if word[0].isdigit()}


def test_numbers_are_counted_as_they_are_read(attached: Project, make: Make) -> None:
    # the text has 12, and with a gap before each inner 1: 2 100, 4 1, 2 1, 3 1%
    assert numbers(counted(attached, make)) == {"12": 1, "2100": 1, "41": 1, "21": 1, "31%": 1}


def test_a_repair_that_is_switched_off_on_the_card_is_not_counted_with(
    attached: Project, make: Make
) -> None:
    edit(attached, REPORT, WHOLE_GAPS, WHOLE_GAPS + " applied: false,")

    # the same numbers in pieces: 2, 100; 4, 1; 2, 1; 3, 1%
    assert numbers(counted(attached, make)) == {
        "12": 1, "2": 2, "100": 1, "4": 1, "1": 2, "3": 1, "1%": 1,
    }  # fmt: skip


def test_a_span_set_aside_is_counted_once_it_is_switched_off(attached: Project, make: Make) -> None:
    without = counted(attached, make)
    edit(attached, REPORT, FURNITURE, FURNITURE + " applied: false,")
    within = counted(attached, make)

    # the line of the page names 街道 once more, and no word of it is lost
    assert within["街道"] == without["街道"] + 1
    assert sum(within.values()) > sum(without.values()) + 1
    assert all(within[word] >= without[word] for word in without)


def test_switching_off_a_repair_leaves_the_words_of_other_documents_alone(
    attached: Project, make: Make
) -> None:
    before = counted(attached, make, "bamboo-kitchen")
    edit(attached, REPORT, WHOLE_GAPS, WHOLE_GAPS + " applied: false,")

    assert counted(attached, make, "bamboo-kitchen") == before


def test_the_span_of_a_token_of_a_repaired_text_is_one_of_the_stored_text(
    attached: Project, make: Make
) -> None:
    make(attached, "corpus", "tokens")
    text = files.read_text(attached.corpus("withheld", "willow-report.txt"))
    tokens = store.Tables(attached)["tokens"].query("doc == 'willow-report'")
    stored = {
        word: text[start:end]
        for word, start, end in zip(tokens["word"], tokens["start"], tokens["end"], strict=True)
    }

    assert stored["2100"] == "2 100"
    assert stored["31%"] == "3 1%"
    assert stored["12"] == "12"
    assert all(word == of.replace(" ", "").lower() for word, of in stored.items())
    # and every letter of the text is in one: nothing after a gap has slid
    assert tokens["start"].is_monotonic_increasing
    assert stored["全队"] == "全队"


def test_the_ledger_of_a_study_says_what_is_applied(attached: Project, make: Make) -> None:
    edit(attached, REPORT, FURNITURE, FURNITURE + " applied: false,")
    make(attached, "corpus")
    tables = store.Tables(attached)
    ledger = tables["repairs"].set_index("repair")
    read_so = tables["documents"].set_index("doc")["repairs"]

    assert ledger["applied"].to_dict() == {"cut_furniture": False, "digit_one_space": True}
    assert ledger.loc["cut_furniture", ["start", "end"]].tolist() == [0, 15]
    assert ledger.loc["digit_one_space", ["start", "end"]].tolist() == [0, 175]
    assert read_so["willow-report"] == "digit_one_space"


def test_a_figure_that_rests_on_a_repair_that_is_off_has_no_value(
    mini: Project, make: Make
) -> None:
    make(mini, "coding")
    before = store.Tables(mini)["figures"].set_index("id")["value"]
    edit(mini, REPORT, WHOLE_GAPS, WHOLE_GAPS + " applied: false,")
    make(mini, "coding")
    after = store.Tables(mini)["figures"].set_index("id")

    assert before[["f-01", "f-02"]].tolist() == ["2100", "12"]
    assert after.loc[["f-01", "f-02"], "value"].tolist() == ["", "12"]
    assert after["value"].drop("f-01").equals(before.drop("f-01"))
    assert after.loc["f-01", "raw"] == "2 100元"


@pytest.mark.parametrize("switched", [WHOLE_GAPS, FURNITURE])
def test_counts_on_file_are_older_than_a_card_on_which_something_is_switched(
    attached: Project, switched: str
) -> None:
    edit(attached, REPORT, switched, switched + " applied: false,")
    [finding] = told(attached)
    counted = counting.recount(attached)

    assert finding.startswith("corpus/features/willow-report.csv: counts are older than")
    assert counted == ["willow-report"]
    assert told(attached) == []
    assert counting.recount(attached) == []


# --- reprints ------------------------------------------------------------------

AGAIN = "One more line stands at the end of it.\n"


def reprint(made: Project) -> str:
    """Add a reprint of the letter, and let a cell rest on a passage of it as well."""
    text = files.read_text(made.corpus("texts", "stone-letter.txt")) + AGAIN
    add(made, "stone-again", text, language="en", reprint_of="stone-letter")
    [row] = lookup.locate(made, "stone-again", "The street lends the room")
    path = made.corpus("coding", "segments", "bo.csv")
    judged = {
        "id": "bo-003",
        "code": "tool-room",
        "case": "stone-bridge",
        "confidence": 0.9,
        "speaker_role": "author",
        "basis": "stated",
        "paraphrase_zh": "房间是借来的。",
        "paraphrase_en": "A room is lent.",
    }
    written = f"{','.join(str(value) for value in (row | judged).values())}\n"
    path.write_text(path.read_text(encoding="utf-8") + written, encoding="utf-8")
    edit(made, "corpus/coding/cells.csv", "an-007;bo-002;an-006", "an-007;bo-002;an-006;bo-003")
    return text


def test_a_reprint_is_a_document_that_is_not_counted(mini: Project, make: Make) -> None:
    make(mini, "corpus", "tokens")
    before = store.Tables(mini)
    counts, rates, words = (before[name] for name in ("counts", "rates", "frequencies"))
    reprint(mini)
    make(mini, "corpus", "tokens")
    after = store.Tables(mini)

    assert "stone-again" in set(after["documents"]["doc"])
    assert "stone-again" in set(after["paragraphs"]["doc"])
    assert "stone-again" in set(after["tokens"]["doc"])  # its passages are found
    assert after["counts"].equals(counts)
    assert after["rates"].equals(rates)
    assert after["frequencies"].equals(words)
    assert "stone-again" not in set(after["sizes"]["doc"])


def test_the_same_story_is_counted_twice_where_both_are_documents_of_their_own(
    mini: Project, make: Make
) -> None:
    once = counted(mini, make, "stone-letter")["street"]
    reprint(mini)
    edit(mini, "corpus/documents/stone-again.yml", "reprint_of: stone-letter",
         "distinct_from: [stone-letter]")  # fmt: skip
    make(mini, "corpus", "tokens")
    words = store.Tables(mini)["frequencies"].set_index(["language", "word"])["count"]

    # Willow Shade Street, and three times the street
    assert once == 4
    assert counted(mini, make, "stone-again")["street"] == 4
    assert words[("en", "street")] == 8


def test_a_passage_of_a_reprint_is_evidence_from_its_original(mini: Project, make: Make) -> None:
    reprint(mini)
    make(mini)
    tables = store.Tables(mini)
    cell = tables["matrix"].set_index(["case", "dimension"]).loc[("stone-bridge", "instruments")]
    segments = tables["segments"].set_index("id")

    assert cell["segments"].endswith(";bo-003")
    assert cell["documents"] == "stone-letter"
    assert segments.loc["bo-003", "doc"] == "stone-again"
    assert segments.loc["bo-003", "quote"] == "The street lends the room"


def test_a_document_that_is_no_reprint_is_evidence_of_its_own(mini: Project, make: Make) -> None:
    reprint(mini)
    edit(mini, "corpus/documents/stone-again.yml", "reprint_of: stone-letter\n", "")
    make(mini)
    cells = store.Tables(mini)["matrix"].set_index(["case", "dimension"])

    assert cells.loc[("stone-bridge", "instruments"), "documents"] == "stone-again;stone-letter"


# --- the districts ---------------------------------------------------------------

NAMED = "districts: [east-bank, west-bank]\n"


def test_the_districts_of_the_settings_are_those_that_get_a_chapter(mini: Project) -> None:
    edit(mini, "corpus/workbench.yml", NAMED, "districts: [west-bank]\n")

    assert study.districts(find(mini.root)) == ["west-bank"]


def test_without_settings_every_district_with_a_case_gets_a_chapter(mini: Project) -> None:
    """In the order of the gazetteer; of a merged district the one of today."""
    edit(mini, "corpus/workbench.yml", NAMED, "")
    west = "  west-bank: {zh: 西岸区, en: 'West Bank $x$ <i>', level: district, in: liuxi, "
    edit(mini, "corpus/places.yml", west, "  far: {zh: 远区, en: Far, level: district}\n" + west)
    made = find(mini.root)

    assert study.districts(made) == ["east-bank", "west-bank"]
    assert told(made) == []
    edit(mini, "corpus/places.yml", "  east-bank: {", "  west: {zh: 西, en: W, level: district}\n"
         "  east-bank: {")  # fmt: skip
    edit(mini, "corpus/cases/bamboo.yml", "place: bamboo", "place: west")
    assert study.districts(made) == ["west", "east-bank"]


def test_a_case_that_lies_in_no_district_makes_no_chapter(mini: Project) -> None:
    edit(mini, "corpus/workbench.yml", NAMED, "")
    edit(mini, "corpus/cases/bamboo.yml", "place: bamboo", "place: liuxi")

    assert study.districts(find(mini.root)) == ["east-bank"]


def test_districts_are_not_guessed_from_a_case_that_cannot_be_read(mini: Project) -> None:
    edit(mini, "corpus/workbench.yml", NAMED, "")
    edit(mini, "corpus/cases/bamboo.yml", "place: bamboo", "plaec: bamboo")

    with pytest.raises(InputError, match=r"cases/bamboo\.yml:4: plaec: no such key"):
        study.districts(find(mini.root))


def test_the_chapters_of_a_study_without_named_districts_are_known(mini: Project) -> None:
    edit(mini, "corpus/workbench.yml", NAMED, "")
    states = {state.name for state in pipeline.status(find(mini.root))}

    assert {"run east-bank", "run west-bank"} <= states


# --- what a check finds ------------------------------------------------------------


def test_a_repair_that_the_text_does_not_prove_is_told(mini: Project) -> None:
    with (mini.root / LETTER).open("a", encoding="utf-8") as card:
        card.write("repairs:\n  - {name: digit_one_space, proof: I think so}\n")
        card.write("  - {name: nbsp_space, proof: I think so, applied: false}\n")

    assert told(mini) == [
        f"{LETTER}: repairs: digit_one_space is not proved by the text; remove it",
        f"{LETTER}: repairs: nbsp_space is not proved by the text; remove it",
    ]


def test_a_repair_is_not_doubted_while_its_text_is_away(mini: Project) -> None:
    edit(mini, REPORT, WHOLE_GAPS, "{name: nbsp_space, proof: x}\n  - " + WHOLE_GAPS)
    edit(mini, REPORT, "{name: nbsp_space, proof: x}", "{name: nbsp_space, proof: x, applied: no}")

    assert not any("is not proved" in finding for finding in told(mini))


def test_a_span_set_aside_that_is_not_its_passage_any_more_is_told(attached: Project) -> None:
    edit(attached, REPORT, FURNITURE, "{start: 1, end: 16,")

    todo = "write its place without quote_sha256, then run: workbench anchor"

    assert f"{REPORT}: set_aside: [1, 16) is not the passage it was; {todo}" in told(attached)


def test_a_card_that_cannot_be_read_is_a_finding_among_the_others(mini: Project) -> None:
    edit(mini, LETTER, "language: en", "language: fr")
    edit(mini, "corpus/cases/bamboo.yml", "level: community", "level: village")
    found = told(mini)

    assert any(finding.startswith(f"{LETTER}:2: language: ") for finding in found)
    assert any(finding.startswith("corpus/cases/bamboo.yml:3: level: ") for finding in found)


def test_a_text_that_is_not_utf8_is_a_finding_among_the_others(mini: Project) -> None:
    mini.corpus("texts", "stone-letter.txt").write_bytes("来信".encode("gb18030"))

    assert told(mini) == [
        "corpus/texts/stone-letter.txt: not UTF-8; save it as UTF-8, or attach the original again"
    ]


def test_what_stands_twice_in_the_ledger_of_a_card_is_told_and_not_built(
    mini: Project, make: Make
) -> None:
    edit(mini, REPORT, WHOLE_GAPS, "{name: digit_one_space, proof: x}\n  - " + WHOLE_GAPS)

    with pytest.raises(InputError, match="repairs: stands twice; keep one"):
        make(mini, "corpus")


def test_a_segment_of_another_text_than_the_one_of_the_card_is_told(mini: Project) -> None:
    """Its document is away: only the hash of its text says that it was another."""
    own = "2b82280b2540e4e73f853f93f94bcd0382a351290f41dd772a22973dd4028943"
    edit(mini, "corpus/coding/segments/bo.csv", own, "0" * 64)

    [finding] = told(mini)
    assert finding == (
        "corpus/coding/segments/bo.csv:3: bo-001: coded in another text of willow-report than its "
        "card names; re-anchor it, or re-select the passage; cells that rest on it: "
        "willow-street x instruments"
    )


def test_a_segment_without_any_anchor_is_one_written_by_hand(mini: Project) -> None:
    anchor = "dfb3d93bf90665a5,c919386695c85af5,"
    own = "2b82280b2540e4e73f853f93f94bcd0382a351290f41dd772a22973dd4028943"
    edit(mini, "corpus/coding/segments/bo.csv", anchor + own, ",,")

    assert told(mini) == []


# --- documents that repeat one another -------------------------------------------------

STORY = "".join(
    f"第{day}天，第{day * 7 % 13}户人家送来粮食，账本上写着{day * 31}斤，煮了{day % 9}锅。\n"
    for day in range(40)
)


def test_documents_that_repeat_one_another_are_told_until_somebody_decides(mini: Project) -> None:
    add(mini, "a-story", STORY)
    add(mini, "b-story", STORY + "完。\n")
    [finding] = told(mini)

    assert finding.startswith("corpus/documents/b-story.yml: repeats a-story (near, similarity ")
    assert "reprint_of: a-story" in finding
    assert "distinct_from: [a-story]" in finding


@pytest.mark.parametrize("decided", [{"reprint_of": "a-story"}, {"distinct_from": ["a-story"]}])
def test_what_a_card_has_decided_is_told_no_more(mini: Project, decided: dict[str, Any]) -> None:
    add(mini, "a-story", STORY)
    add(mini, "b-story", STORY + "完。\n", **decided)

    assert told(mini) == []


def test_either_card_may_decide(mini: Project) -> None:
    add(mini, "a-story", STORY, distinct_from=["b-story"])
    add(mini, "b-story", STORY + "完。\n")

    assert told(mini) == []


def test_what_is_set_aside_is_no_story(mini: Project) -> None:
    """Two notes under one long heading of the site have nothing else in common."""
    whole = {"start": 0, "end": len(STORY), "kind": "furniture", "why": "every page has it"}
    cut = {"set_aside": [whole | {"quote_sha256": store.sha256(STORY)}]}
    add(mini, "a-story", STORY + "The first note is about tea and the people who pour it.\n", **cut)
    add(mini, "b-story", STORY + "Nobody came on Sunday, so the second was never read.\n", **cut)

    assert told(mini) == []


def test_two_reprints_of_one_story_need_no_decision_about_each_other(mini: Project) -> None:
    add(mini, "a-story", STORY)
    add(mini, "b-story", STORY + "完。\n", reprint_of="a-story")
    add(mini, "c-story", STORY + "转载。\n", reprint_of="a-story")

    assert told(mini) == []


def test_a_twin_is_told_once_its_text_is_attached(mini: Project) -> None:
    add(mini, "a-story", STORY)
    add(mini, "b-story", STORY + "完。\n", rights="withheld")
    path = mini.corpus("withheld", "b-story.txt")
    text = path.read_bytes()
    path.unlink()
    before = [finding for finding in told(mini) if "repeats" in finding]
    path.write_bytes(text)

    assert before == []
    assert any("repeats a-story" in finding for finding in told(mini))


# --- what is private ---------------------------------------------------------------


def test_a_private_number_in_an_open_text_is_told_with_its_line(mini: Project) -> None:
    add(mini, "c-note", f"第一行。\n电话{MOBILE}。\n")

    # 第一行。 and the line end are five characters, 电话 two: the number is [7, 20)
    [finding] = told(mini)
    assert finding == (
        "corpus/texts/c-note.txt:2: mobile number at [7, 20); withhold the document, take it out "
        "with workbench correct, or allow it on the card under public"
    )


def test_the_message_about_something_private_does_not_repeat_it(mini: Project) -> None:
    add(mini, "c-note", f"陆青青的电话{MOBILE}。\n", private=["陆青青"])
    found = told(mini)

    assert len(found) == 2
    assert not any("0001" in finding or "陆青青" in finding for finding in found)


def test_a_number_that_the_card_allows_is_no_finding(mini: Project) -> None:
    add(mini, "c-note", f"电话{MOBILE}。\n", public=[MOBILE])

    assert told(mini) == []


def test_a_name_that_the_card_calls_private_is_told(mini: Project) -> None:
    add(mini, "c-note", "陆青青来了。\n", private=["陆青青"])
    add(mini, "d-note", "陆青青又来了，名字在这里不是秘密。\n")

    assert [finding.split(";")[0] for finding in told(mini)] == [
        "corpus/texts/c-note.txt:1: private name at [0, 3)"
    ]


def test_a_withheld_text_may_hold_what_is_private(mini: Project) -> None:
    add(mini, "c-note", f"电话{MOBILE}。\n", rights="withheld", private=["电话"])
    counting.recount(mini)

    assert told(mini) == []

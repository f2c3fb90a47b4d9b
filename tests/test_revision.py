"""Changes to what is held: nothing is lost, every move is told, a failure can be mended."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from workbench import checks, counting, files, intake, revision, store
from workbench.coding import anchors
from workbench.errors import InputError, UsageError
from workbench.project import Project
from workbench.schema import SEGMENTS_FILE
from workbench.study import read

DiskFull = Callable[[str], AbstractContextManager[None]]
Type = Callable[..., tuple[int, str, str]]

ADDED = "Nobody quite remembers when the house was built. "
LETTER = "stone-letter"
COMMENT = "# asked the archive about the date\n"


def text_of(made: Project, doc: str) -> str:
    folder = "texts" if made.corpus("texts", f"{doc}.txt").exists() else "withheld"
    return files.read_text(made.corpus(folder, f"{doc}.txt"))


def rows(made: Project, coder: str) -> dict[str, dict[str, str]]:
    written = files.read_text(made.corpus("coding", "segments", f"{coder}.csv"))
    return {row["id"]: row for row in csv.DictReader(io.StringIO(written))}


def better(folder: Path, text: str, name: str = "better.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def kept(made: Project) -> list[str]:
    return sorted(made.relative(path) for path in made.corpus().rglob("*.replaced-*"))


@pytest.fixture
def attached(mini: Project, original: Path) -> Project:
    """The mini study with the text of its withheld document."""
    assert revision.attach(mini, [original])[1] == []
    return mini


# --- correct ------------------------------------------------------------------------


def test_every_span_moves_by_what_was_inserted_before_it(
    mini: Project, tmp_path: Path, workbench: Type
) -> None:
    before = {**rows(mini, "ana"), **rows(mini, "bo")}
    file = better(tmp_path, ADDED + text_of(mini, LETTER))
    code, out, _ = workbench(mini.root, "correct", LETTER, str(file))
    after = {**rows(mini, "ana"), **rows(mini, "bo")}
    own = [name for name, row in before.items() if row["doc"] == LETTER]

    assert code == 0
    assert len(own) == 5
    for name in own:
        assert int(after[name]["start"]) == int(before[name]["start"]) + len(ADDED)
        assert after[name]["quote"] == before[name]["quote"]
        assert after[name]["doc_sha256"] == store.sha256(ADDED + text_of_before(mini))
        span = f"[{before[name]['start']}, {before[name]['end']})"
        assert f"{name}: {span} of {LETTER} -> " in out
    assert {name: after[name] for name in after if name not in own} == {
        name: before[name] for name in before if name not in own
    }
    assert "0 stay, 8 moved, 0 orphans" in out
    assert checks.findings(mini) == []


def text_of_before(made: Project) -> str:
    return text_of(made, LETTER).removeprefix(ADDED)


def test_what_is_replaced_is_kept(mini: Project, tmp_path: Path) -> None:
    names = [f"texts/{LETTER}.txt", f"documents/{LETTER}.yml", "coding/segments/ana.csv"]
    names.append("coding/figures.csv")
    before = [mini.corpus(name).read_bytes() for name in names]
    revision.correct(mini, LETTER, better(tmp_path, ADDED + text_of(mini, LETTER)))
    revision.correct(mini, LETTER, better(tmp_path, ADDED + text_of(mini, LETTER)))

    assert [mini.corpus(f"{name}.replaced-1").read_bytes() for name in names] == before
    assert all(mini.corpus(f"{name}.replaced-2").is_file() for name in names)
    assert not any("cells" in name for name in kept(mini))  # they name no position


def test_the_card_keeps_its_comments_and_its_order(mini: Project, tmp_path: Path) -> None:
    path = mini.corpus("documents", f"{LETTER}.yml")
    path.write_text(COMMENT + path.read_text(encoding="utf-8"), encoding="utf-8")
    old = path.read_text(encoding="utf-8")
    text = ADDED + text_of(mini, LETTER)
    revision.correct(mini, LETTER, better(tmp_path, text))

    assert path.read_text(encoding="utf-8") == (
        old.replace("length: 400", f"length: {400 + len(ADDED)}").replace(
            store.sha256(text_of_before(mini)), store.sha256(text)
        )
    )


def test_a_text_may_be_edited_in_place(mini: Project, workbench: Type) -> None:
    path = mini.corpus("texts", f"{LETTER}.txt")
    path.write_text(ADDED + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert any("workbench correct stone-letter" in each.message for each in checks.findings(mini))
    code, out, _ = workbench(mini.root, "correct", LETTER)

    assert code == 0
    assert "8 moved, 0 orphans" in out
    assert checks.findings(mini) == []
    assert not any(name.startswith("corpus/texts") for name in kept(mini))


def test_what_a_card_sets_aside_moves_and_its_words_are_counted_anew(
    attached: Project, tmp_path: Path
) -> None:
    text = "柳溪市的新闻\n" + text_of(attached, "willow-report")
    moves = revision.correct(attached, "willow-report", better(tmp_path, text))
    (span,) = read(attached).documents["willow-report"].set_aside

    # the head is seven characters, with its line end
    assert (span.start, span.end) == (7, 22)
    assert [move.how for move in moves] == ["moved"] * 8  # 5 segments, 2 figures, 1 set aside
    assert "word,zh,新闻,1" in files.read_text(attached.corpus("features", "willow-report.csv"))
    assert checks.findings(attached) == []
    assert {row["quote"] for row in rows(attached, "ana").values() if "willow" in row["doc"]} == {
        ""
    }


def test_a_changed_quote_is_an_orphan_that_blocks_the_book_until_it_is_healed(
    mini: Project, tmp_path: Path, workbench: Type
) -> None:
    sound = text_of(mini, LETTER)
    broken = sound.replace("on Saturday mornings", "on Sunday mornings")
    code, out, _ = workbench(mini.root, "correct", LETTER, str(better(tmp_path, broken)))
    lost = rows(mini, "ana")["an-006"]

    assert code == 1
    assert "an-006: [183, 234) of stone-letter ORPHAN: " in out
    assert "1 orphans" in out
    assert (lost["start"], lost["end"], lost["doc_sha256"]) == ("183", "234", store.sha256(sound))
    assert lost["quote"] == "The charity trains volunteers on Saturday mornings."

    code, out, _ = workbench(mini.root, "check")
    assert code == 1
    assert "an-006" in out
    assert "cells that rest on it: stone-bridge x instruments" in out

    code, _, err = workbench(mini.root, "compare")
    assert code == 3
    assert "an-006" in err
    assert not list(mini.root.glob("build/4-comparison/*"))

    code, out, _ = workbench(mini.root, "correct", LETTER, str(better(tmp_path, sound)))
    assert code == 0
    assert checks.findings(mini) == []
    assert rows(mini, "ana")["an-006"] == {**lost}


def test_a_span_set_aside_that_is_gone_leaves_a_card_that_can_be_read(
    mini: Project, original: Path, tmp_path: Path, workbench: Type
) -> None:
    revision.attach(mini, [original])
    text = text_of(mini, "willow-report")
    longer = better(tmp_path, text + "\n责任编辑：陆青\n")
    revision.correct(mini, "willow-report", longer)
    card = mini.corpus("documents", "willow-report.yml")
    foot = len(text) + 1
    sha = store.sha256("责任编辑：陆青")
    entry = (
        f"  - {{start: {foot}, end: {foot + 7}, kind: furniture, why: x, quote_sha256: {sha}}}\n"
    )
    written = card.read_text(encoding="utf-8").replace("repairs:\n", entry + "repairs:\n")
    card.write_text(written, encoding="utf-8")
    assert len(read(mini).documents["willow-report"].set_aside) == 2

    code, out, _ = workbench(mini.root, "correct", "willow-report", str(better(tmp_path, text)))

    assert code == 1
    assert f"set_aside 1: [{foot}, {foot + 7}) of corpus/documents/willow-report.yml ORPHAN" in out
    assert "taken off the card" in out
    assert len(read(mini).documents["willow-report"].set_aside) == 1
    assert checks.findings(mini) == []


@pytest.mark.parametrize("named", [False, True], ids=["the stored text", "the file again"])
def test_a_failure_in_the_middle_is_mended_by_the_same_again(
    mini: Project, tmp_path: Path, disk_full: DiskFull, named: bool
) -> None:
    file = better(tmp_path, ADDED + text_of(mini, LETTER))
    with disk_full("bo.csv"):
        revision.correct(mini, LETTER, file)

    assert text_of(mini, LETTER).startswith(ADDED)
    assert any(LETTER in each.message for each in checks.findings(mini))

    moves = revision.correct(mini, LETTER, file if named else None)

    assert {move.how for move in moves} <= {"stays", "moved"}
    assert checks.findings(mini) == []
    assert rows(mini, "bo")["bo-002"]["start"] == str(235 + len(ADDED))


def test_what_cannot_be_corrected_is_refused_and_nothing_is_written(
    mini: Project, tmp_path: Path
) -> None:
    old = better(tmp_path, "", "old.txt")
    old.write_bytes("东岸".encode("gb18030"))
    same = better(tmp_path, text_of(mini, LETTER), "same.txt")
    for doc, file, message in (
        ("stone-leter", same, "no document 'stone-leter'; did you mean stone-letter?"),
        (LETTER, same, "has this text already; nothing to correct"),
        (LETTER, None, "has this text already; nothing to correct"),
        ("willow-report", None, "no text of willow-report is here"),
        (LETTER, old, "old.txt: not UTF-8 at byte 0"),
    ):
        with pytest.raises((UsageError, InputError)) as refused:
            revision.correct(mini, doc, file)
        assert message in str(refused.value)

    assert kept(mini) == []


def test_a_better_text_may_be_in_a_declared_encoding(
    mini: Project, tmp_path: Path, workbench: Type
) -> None:
    file = tmp_path / "better.txt"
    file.write_bytes((text_of(mini, "policy-2018-teams") + "完。\n").encode("gb18030"))
    code, _, _ = workbench(
        mini.root, "correct", "policy-2018-teams", str(file), "--encoding", "gb18030"
    )

    assert code == 0
    assert text_of(mini, "policy-2018-teams").endswith("完。\n")


def test_a_row_that_would_be_lost_stops_the_correction(mini: Project, tmp_path: Path) -> None:
    path = mini.corpus("coding", "segments", "bo.csv")
    path.write_text(path.read_text(encoding="utf-8") + "bo-003,stone-letter\n", encoding="utf-8")
    before = text_of(mini, LETTER)
    with pytest.raises(InputError, match=r"bo\.csv:4: 2 fields instead of"):
        revision.correct(mini, LETTER, better(tmp_path, ADDED + before))

    assert text_of(mini, LETTER) == before
    assert kept(mini) == []


def test_a_study_without_figures_can_be_corrected(mini: Project, tmp_path: Path) -> None:
    mini.corpus("coding", "figures.csv").unlink()
    moves = revision.correct(mini, LETTER, better(tmp_path, ADDED + text_of(mini, LETTER)))

    assert len(moves) == 5
    assert not mini.corpus("coding", "figures.csv").exists()


# --- anchor -------------------------------------------------------------------------


def by_hand(made: Project, coder: str, **known: object) -> None:
    path = made.corpus("coding", "segments", f"{coder}.csv")
    table, _ = store.read_csv(path, SEGMENTS_FILE, shown=coder)
    row = {name: 0.0 if kind == "float64" else "" for name, kind in SEGMENTS_FILE.items()}
    row |= {"code": "tool-room", "speaker_role": "author", "basis": "stated", "confidence": 0.5}
    row |= {"paraphrase_zh": "一", "paraphrase_en": "one", **known}
    table.loc[999] = row
    store.write_csv(table.astype(SEGMENTS_FILE), path, SEGMENTS_FILE)


def test_a_row_by_hand_is_completed(mini: Project, workbench: Type) -> None:
    text = text_of(mini, LETTER)
    start = text.index("a charity")
    quote = text[start : start + 9]
    by_hand(mini, "bo", id="bo-003", doc=LETTER, start=start, end=start + 9, quote=quote)
    code, _, _ = workbench(mini.root, "anchor")
    row = rows(mini, "bo")["bo-003"]

    assert code == 0
    assert {name: row[name] for name in ("quote_sha256", "before_sha256", "after_sha256")} == (
        anchors.anchor(text, start, start + 9)
    )
    assert row["doc_sha256"] == store.sha256(text)
    assert row["quote"] == "a charity"
    assert checks.findings(mini) == []


def test_a_row_by_hand_with_a_wrong_span_is_placed_by_its_quote(mini: Project) -> None:
    by_hand(mini, "bo", id="bo-003", doc=LETTER, start=5, end=14, quote="a charity")
    (move,) = revision.anchor(mini)

    assert (move.id, move.how) == ("bo-003", "moved")
    assert rows(mini, "bo")["bo-003"]["start"] == str(text_of(mini, LETTER).index("a charity"))


def test_of_a_withheld_document_only_hashes_are_kept(attached: Project) -> None:
    text = text_of(attached, "willow-report")
    start = text.index("居民议事会")
    by_hand(
        attached, "bo", id="bo-003", doc="willow-report", start=start, end=start + 5,
        quote="居民议事会",
    )  # fmt: skip
    assert any("may not stand here" in each.message for each in checks.findings(attached))
    revision.anchor(attached)
    row = rows(attached, "bo")["bo-003"]

    assert row["quote"] == ""
    assert row["quote_sha256"] == store.sha256("居民议事会")
    assert row["doc_sha256"] == store.sha256(text)
    assert checks.findings(attached) == []


def test_a_quote_that_is_not_in_the_text_is_an_orphan_and_stays(
    mini: Project, workbench: Type
) -> None:
    by_hand(mini, "bo", id="bo-003", doc=LETTER, start=5, end=12, quote="no such")
    code, out, _ = workbench(mini.root, "anchor")

    assert code == 1
    assert "bo-003: [5, 12) of stone-letter ORPHAN" in out
    assert rows(mini, "bo")["bo-003"]["quote"] == "no such"


def test_where_every_row_is_whole_nothing_is_written(attached: Project) -> None:
    before = {path: path.read_bytes() for path in attached.corpus().rglob("*") if path.is_file()}

    assert revision.anchor(attached) == []
    assert before == {
        path: path.read_bytes() for path in attached.corpus().rglob("*") if path.is_file()
    }


# --- remove -------------------------------------------------------------------------


def test_a_document_on_which_codings_rest_stays(mini: Project, workbench: Type) -> None:
    code, _, err = workbench(mini.root, "remove", LETTER)

    assert code == 2
    assert "8 codings rest on stone-letter (" in err
    assert "an-005" in err
    assert "the cells stone-bridge x " in err
    assert "--archive" in err
    assert mini.corpus("texts", f"{LETTER}.txt").is_file()


def test_with_archive_a_document_and_its_codings_move(mini: Project, workbench: Type) -> None:
    text, before = text_of(mini, LETTER), {**rows(mini, "ana"), **rows(mini, "bo")}
    code, out, _ = workbench(mini.root, "remove", LETTER, "--archive")
    folder = mini.corpus("archive", LETTER)
    names = sorted(path.name for path in folder.iterdir())
    gone = {
        row["id"]: row
        for name in ("ana.csv", "bo.csv")
        for row in csv.DictReader(io.StringIO(files.read_text(folder / name)))
    }
    left = {**rows(mini, "ana"), **rows(mini, "bo")}

    assert code == 0
    assert "with 8 codings" in out
    assert names == ["ana.csv", "bo.csv", "figures.csv", f"{LETTER}.yml"]
    assert files.read_text(mini.corpus("withheld", "archive", LETTER, f"{LETTER}.txt")) == text
    assert gone.keys() | left.keys() == before.keys()
    assert {**gone, **left} == before
    assert not mini.corpus("documents", f"{LETTER}.yml").exists()

    code, out, _ = workbench(mini.root, "check")
    assert code == 1
    assert "stone-bridge x leadership" in out


def test_a_withheld_text_never_leaves_its_folder(attached: Project) -> None:
    words = text_of(attached, "willow-report")[20:50].encode()
    gone = revision.remove(attached, "willow-report", archive=True)
    holding = [path for path in attached.root.rglob("*") if path.is_file()]
    holding = [path for path in holding if words in path.read_bytes()]

    assert len(gone) == 7  # five segments and two figures
    assert [attached.relative(path) for path in holding] == [
        "corpus/withheld/archive/willow-report/willow-report.txt"
    ]


def test_a_document_that_another_card_names_stays(mini: Project) -> None:
    path = mini.corpus("documents", "bamboo-kitchen.yml")
    path.write_text(
        path.read_text(encoding="utf-8") + "distinct_from: [policy-2018-teams]\n", encoding="utf-8"
    )
    with pytest.raises(UsageError, match="the cards of bamboo-kitchen name policy-2018-teams"):
        revision.remove(mini, "policy-2018-teams", archive=True)

    assert mini.corpus("texts", "policy-2018-teams.txt").is_file()


def test_a_document_nobody_coded_goes_without_more_ado(mini: Project) -> None:
    assert revision.remove(mini, "policy-2018-teams", archive=False) == []
    assert mini.corpus("archive", "policy-2018-teams", "policy-2018-teams.yml").is_file()
    assert mini.corpus("withheld", "archive", "policy-2018-teams").is_dir()
    assert checks.findings(mini) == []


def test_what_cannot_be_removed_is_refused(mini: Project) -> None:
    with pytest.raises(UsageError, match=r"no document 'stone'.*"):
        revision.remove(mini, "stone", archive=False)
    earlier = mini.corpus("archive", "policy-2018-teams")
    earlier.mkdir(parents=True)
    (earlier / "policy-2018-teams.yml").touch()
    with pytest.raises(UsageError, match="is there already; rename it, and "):
        revision.remove(mini, "policy-2018-teams", archive=False)


# --- attach -------------------------------------------------------------------------


def imported(made: Project, path: Path, **declared: str) -> str:
    """Bring a withheld document in, then take its text away, as in a clone."""
    from workbench.intake import Declared, Intake

    (item,) = Intake(made, Declared(genre="note", **declared)).add([path])
    assert item.problems == []
    made.corpus("withheld", f"{item.doc}.txt").unlink()
    return item.doc


def word_file(text: str) -> bytes:
    import zipfile

    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        opened.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{kind}" '
            'Target="word/document.xml"/></Relationships>',
        )
        opened.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
            "</w:body></w:document>",
        )
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "encoding"),
    [
        ("old.txt", "东岸的茶馆关了门。\r\n".encode("gb18030"), "gb18030"),
        ("note.docx", word_file("东岸的茶馆关了门。"), ""),
    ],
    ids=["gb18030", "docx"],
)
def test_an_original_is_found_by_its_bytes_whatever_its_name(
    mini: Project, tmp_path: Path, name: str, data: bytes, encoding: str
) -> None:
    path = tmp_path / "first" / name
    path.parent.mkdir()
    path.write_bytes(data)
    doc = imported(mini, path, encoding=encoding)
    elsewhere = tmp_path / "elsewhere" / "deep" / "scan 07 (copy)"
    elsewhere.parent.mkdir(parents=True)
    path.rename(elsewhere)
    found, missing = revision.attach(mini, [tmp_path / "elsewhere"])

    assert found == {doc: elsewhere}
    assert missing == ["willow-report"]
    assert text_of(mini, doc) == "东岸的茶馆关了门。\n"
    assert mini.corpus("features", f"{doc}.csv").is_file()


def test_a_row_that_was_saved_as_a_text_is_found_by_its_text(mini: Project, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("text,title\n茶馆关了门。,题\n", encoding="utf-8")
    doc = imported(mini, path)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "row.txt").write_text("茶馆关了门。", encoding="utf-8")

    assert revision.attach(mini, [folder])[0] == {doc: folder / "row.txt"}


def test_edits_of_a_withheld_text_are_kept_when_the_original_comes_back(
    attached: Project, original: Path
) -> None:
    path = attached.corpus("withheld", "willow-report.txt")
    path.write_text("someone's edits", encoding="utf-8")
    revision.attach(attached, [original])

    assert files.read_text(path.with_name(f"{path.name}.replaced-1")) == "someone's edits"
    assert checks.findings(attached) == []


# --- what a card sets aside -----------------------------------------------------------

REPORT = "willow-report"
HEAD = "柳溪晚讯 > 街道 > 正文"


def cuts(made: Project) -> list[tuple[int, int]]:
    return [(cut.start, cut.end) for cut in read(made).documents[REPORT].set_aside]


def test_a_cut_whose_passage_is_gone_is_taken_off_and_what_is_furniture_now_is_told(
    attached: Project, tmp_path: Path
) -> None:
    text = text_of(attached, REPORT)
    assert text.startswith(HEAD)
    other = "首页 > 新闻 > 街道 > 正文"
    moves = revision.correct(attached, REPORT, better(tmp_path, other + text[len(HEAD) :]))
    told = {(move.how, move.note.rpartition("; ")[2]) for move in moves if "set_aside" in move.id}

    assert ("orphan", "taken off the card: what it cut is read from now on") in told
    assert {how for how, _ in told} == {"orphan", "proposed"}
    assert cuts(attached) == []
    assert [f for f in checks.findings(attached) if "set_aside" in f.message] == []


TWICE = "街道的旧粮站改成了活动室，居民自己排班。"


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_repetition_that_is_gone_does_not_become_its_twin(
    mini: Project, tmp_path: Path, *, by_hand: bool
) -> None:
    """A sentence stands twice and once is cut; the better text has it once: it is read."""
    text = f"一段话。\n{TWICE}\n又一段话，说的是别的事。\n{TWICE}\n结尾在这里。\n"
    path = mini.corpus("documents", "bamboo-kitchen.yml")
    stored = mini.corpus("texts", "bamboo-kitchen.txt")
    start = text.rindex(TWICE)
    card = read(mini).documents["bamboo-kitchen"]
    written = path.read_text(encoding="utf-8")
    written = written.replace(card.sha256, store.sha256(text)).replace("182", str(len(text)))
    cut = f"start: {start}, end: {start + len(TWICE)}, kind: repetition, why: twice"
    written += f"set_aside:\n  - {{{cut}, quote_sha256: {store.sha256(TWICE)}}}\n"
    path.write_text(written, encoding="utf-8")
    stored.write_text(text, encoding="utf-8")
    once = text[:start] + text[start + len(TWICE) + 1 :]
    if by_hand:
        stored.write_text(once, encoding="utf-8")
    revision.correct(mini, "bamboo-kitchen", None if by_hand else better(tmp_path, once))

    assert read(mini).documents["bamboo-kitchen"].set_aside == []


def test_a_cut_by_hand_without_a_hash_is_completed(attached: Project, workbench: Type) -> None:
    path = attached.corpus("documents", f"{REPORT}.yml")
    before = read(attached).documents[REPORT].set_aside[0]
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace(f", quote_sha256: {before.quote_sha256}", ""), encoding="utf-8")
    assert any("run: workbench anchor" in each.message for each in checks.findings(attached))
    code, _, _ = workbench(attached.root, "anchor")

    assert code == 0
    assert read(attached).documents[REPORT].set_aside == [before]
    assert checks.findings(attached) == []


def test_a_passage_in_what_is_set_aside_is_no_evidence(attached: Project) -> None:
    by_hand(attached, "bo", id="bo-003", doc=REPORT, start=0, end=4, quote="柳溪晚讯")
    revision.anchor(attached)

    assert [f.message.partition(";")[0] for f in checks.findings(attached)] == [
        "bo-003: [0, 4) of willow-report touches [0, 15), which its card sets aside"
    ]


def test_another_document_is_no_correction(mini: Project, tmp_path: Path) -> None:
    before = text_of(mini, LETTER)
    with pytest.raises(UsageError, match=r"another text than stone-letter \(similarity 0\.00\)"):
        revision.correct(mini, LETTER, better(tmp_path, "山谷里的合唱团每周三晚上排练。" * 9))

    assert text_of(mini, LETTER) == before
    assert kept(mini) == []


def test_a_passage_that_a_person_selected_anew_is_not_taken_back(mini: Project) -> None:
    text, other = text_of(mini, LETTER), "The charity trains volunteers on Saturday mornings."
    path = mini.corpus("coding", "segments", "ana.csv")
    table, _ = store.read_csv(path, SEGMENTS_FILE, shown="ana")
    start = text.index(other)
    mine = table["id"] == "an-007"
    table.loc[mine, ["start", "end", "quote"]] = [start, start + len(other), other]
    store.write_csv(table, path, SEGMENTS_FILE)
    revision.anchor(mini)
    row = rows(mini, "ana")["an-007"]

    assert (row["start"], row["quote"]) == (str(start), other)
    assert row["quote_sha256"] == store.sha256(other)


def test_what_was_removed_earlier_under_the_same_name_is_kept(mini: Project) -> None:
    path = mini.corpus("documents", "policy-2018-teams.yml")
    card, text = path.read_bytes(), mini.corpus("texts", "policy-2018-teams.txt")
    first = text.read_bytes()
    revision.remove(mini, "policy-2018-teams", archive=False)
    mini.corpus("archive", "policy-2018-teams").rename(mini.corpus("archive", "earlier"))
    path.write_bytes(card)
    text.write_bytes(first)
    revision.remove(mini, "policy-2018-teams", archive=False)
    held = [each.read_bytes() for each in mini.corpus("withheld", "archive").rglob("*.txt*")]

    assert held == [first, first]


def test_a_removal_that_broke_off_goes_on(mini: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from workbench.revision import removal

    with monkeypatch.context() as broken:
        broken.setattr(removal.os, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            revision.remove(mini, "bamboo-kitchen", archive=True)
    revision.remove(mini, "bamboo-kitchen", archive=True)

    assert mini.corpus("archive", "bamboo-kitchen", "bamboo-kitchen.yml").is_file()
    assert "an-009" in mini.corpus("archive", "bamboo-kitchen", "ana.csv").read_text("utf-8")


def test_an_original_that_two_cards_share_is_found_for_both(
    attached: Project, original: Path
) -> None:
    path = attached.corpus("documents", f"{REPORT}.yml")
    twin = attached.corpus("documents", "willow-again.yml")
    twin.write_text(path.read_text(encoding="utf-8") + f"reprint_of: {REPORT}\n", encoding="utf-8")
    found, missing = revision.attach(attached, [original])

    assert sorted(found) == ["willow-again", REPORT]
    assert missing == []


def test_counts_are_never_those_of_another_text(attached: Project) -> None:
    path = attached.corpus("withheld", f"{REPORT}.txt")
    path.write_text("别的话，别的话。\n", encoding="utf-8")
    attached.corpus("features", f"{REPORT}.json").unlink()

    assert counting.recount(attached) == []


def test_without_its_lexicon_nothing_is_counted(attached: Project) -> None:
    attached.corpus("features", f"{REPORT}.json").unlink()
    path = attached.corpus("lexicon", "terms.tsv")
    path.write_text("trem\tpart\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"terms\.tsv:1"):
        counting.recount(attached)


def test_a_corrected_text_is_attached_from_the_file_it_came_from(
    mini: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    text = "街道办了一间活动室。居民自己排班，每周三开门，钱由街道出一半。\n"
    (folder / "g.txt").write_bytes(text.encode("gb18030"))
    (folder / "g2.txt").write_bytes(("新添的一句。" + text).encode("gb18030"))
    declared = intake.Declared(encoding="gb18030", genre="note")
    assert [i.state for i in intake.Intake(mini, declared).add([folder / "g.txt"])] == ["added"]
    revision.correct(mini, "g", folder / "g2.txt", encoding="gb18030")
    mini.corpus("withheld", "g.txt").unlink()
    found, _ = revision.attach(mini, [folder])

    assert found["g"] == folder / "g2.txt"
    assert text_of(mini, "g") == "新添的一句。" + text

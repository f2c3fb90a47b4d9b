"""What comes in: judged as a whole, never guessed, never twice, and refused in words."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from workbench import checks, files, lookup, store
from workbench.corpus.cards import Document
from workbench.corpus.facts import Fact
from workbench.errors import UsageError
from workbench.intake import Declared, Intake, Item
from workbench.project import Project

Put = Callable[..., Path]
DiskFull = Callable[[str], AbstractContextManager[None]]
Take = Callable[..., list[Item]]
Card = Callable[[str], Document]
Type = Callable[..., tuple[int, str, str]]

NEWS = """\
石桥茶馆开张
来源：柳溪晚讯　2020年5月4日
石桥社区的茶馆今天开张，屋子是街道借的，茶是居民自己炒的。
"""
LONG = (
    "茶馆开张那天下着小雨，邻居们把自家的凳子搬到桥边。"
    "街道办事处的小周送来一块旧匾，上面的金字已经看不清。"
    "卖茶的钱记在黑板上，每个月底由三位老人当众念一遍。"
    "有人问亏了怎么办，掌柜说亏了就关门，匾还给街道。"
)


def everything(root: Path) -> dict[str, bytes | None]:
    """All files and folders of a study, whatever they are."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
    }


def corpus(made: Project) -> dict[str, bytes | None]:
    return everything(made.corpus())


# --- one call ---------------------------------------------------------------------


def test_a_file_becomes_a_text_and_a_card_that_nothing_is_said_against(
    mini: Project, put: Put, workbench: Type, card: Card
) -> None:
    path = put("note.txt", NEWS)
    code, out, _ = workbench(mini.root, "add", str(path), "--case", "stone-bridge")
    made = card("note")
    stored = mini.corpus("withheld", "note.txt").read_bytes()

    assert code == 0
    assert stored == NEWS.encode()
    assert (made.title.zh, made.date, made.source) == ("石桥茶馆开张", "2020-05-04", "柳溪晚讯")
    assert (made.genre, made.language, made.rights) == ("news", "zh", "withheld")
    assert (made.places, made.cases) == (["stone"], ["stone-bridge"])
    assert (made.sha256, made.length) == (store.sha256(NEWS), len(NEWS))
    assert "1 added, 0 here already, 0 refused" in out
    assert checks.findings(mini) == []


def test_everything_said_of_a_document_tells_where_it_was_found(
    mini: Project, put: Put, workbench: Type
) -> None:
    path = put("note.txt", NEWS)
    _, out, _ = workbench(mini.root, "add", str(path), "--case", "stone-bridge", "--dry-run")

    for line in (
        "title: 石桥茶馆开张 (line 1)",
        "date: 2020-05-04 (line 2: 2020年5月4日)",
        "genre: news (line 2: source)",
        "places: stone (the place of stone-bridge)",
        "cases: stone-bridge (as you said)",
        "rights: withheld (unless you say open)",
        "could be added: title.en",
    ):
        assert line in out


def test_a_dry_run_writes_nothing_at_all(mini: Project, put: Put, workbench: Type) -> None:
    path = put("note.txt", NEWS)
    put("rows.csv", "text,title,genre\n茶馆要关门了,关门,note\n")
    before = everything(mini.root)
    code, out, _ = workbench(mini.root, "add", str(path.parent), "--dry-run")

    assert code == 0
    assert "would be added note: note.txt" in out
    assert "2 would be added, 0 here already" in out
    assert everything(mini.root) == before


def test_a_dry_run_after_a_build_leaves_the_build_as_it_was(
    mini: Project, put: Put, workbench: Type
) -> None:
    workbench(mini.root, "add", str(put("first.txt", LONG)), "--genre", "note")
    before = everything(mini.root)
    code, out, _ = workbench(
        mini.root, "add", str(put("copy.txt", LONG[:-10])), "--genre", "note", "--dry-run"
    )

    assert code == 0
    assert "copy and first: near, similarity" in out
    assert everything(mini.root) == before


def test_the_same_again_changes_nothing_and_says_so(
    mini: Project, put: Put, workbench: Type
) -> None:
    path = put("note.txt", NEWS)
    put("rows.jsonl", '{"text": "茶馆要关门了", "title": "关门", "genre": "note"}\n')
    workbench(mini.root, "add", str(path.parent))
    before = corpus(mini)
    code, out, _ = workbench(mini.root, "add", str(path.parent))

    assert code == 0
    assert "known    note.txt: here already as note; nothing changed" in out
    assert "known    rows.jsonl row 1: here already as rows-1; nothing changed" in out
    assert "0 added, 2 here already, 0 refused" in out
    assert corpus(mini) == before


def test_the_same_bytes_under_another_name_are_known(put: Put, take: Take) -> None:
    first, again = put("a.txt", NEWS), put("b.txt", NEWS)

    assert [(each.state, each.doc) for each in take(first, again)] == [
        ("added", "a"),
        ("known", "a"),
    ]


def test_the_same_text_in_other_bytes_is_refused_and_named(put: Put, take: Take) -> None:
    (again,) = take(put("a.txt", NEWS))[1:] + take(put("b.txt", NEWS.replace("\n", "\r\n")))

    assert again.state == "refused"
    assert again.problems == ["the same text as a, which is here already"]


# --- everything at once -------------------------------------------------------------


def test_all_that_is_wrong_with_a_document_is_said_at_once(put: Put, take: Take) -> None:
    path = put("note.txt", "茶馆的事。\n")
    put(
        "note.yml",
        "date: 二〇二一\nplaces: [东安]\ncases: [stone-brige]\nrights: open\ngener: note\n",
    )
    (item,) = take(path)
    said = "\n".join(item.problems)

    assert item.state == "refused"
    for problem in (
        "note.yml: no such field 'gener'; did you mean genre?",
        "genre: missing and not found in it; say --genre",
        "unknown place '东安'; did you mean 东岸",
        "unknown case 'stone-brige'; did you mean stone-bridge?",
        "date: write a date as 2018, 2018-08 or 2018-08-08 (found '二〇二一')",
        "an open document names its licence",
    ):
        assert problem in said
    assert "future" not in said


def test_a_date_to_come_is_refused(put: Put, take: Take) -> None:
    path = put("note.txt", "茶馆的事。\n")
    put("note.yml", "genre: note\ndate: 2999-05\n")
    (item,) = take(path)

    assert item.problems == ["date: 2999-05 lies in the future"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"case": "stone-brige"}, "did you mean stone-bridge?; to make one: workbench new case"),
        ({"place": "东安"}, "unknown place '东安'; did you mean 东岸"),
        ({"genre": "novel"}, "genre: Input should be 'news'"),
        ({"date": "20210401"}, "write a date as 2018"),
        ({"date": "2999"}, "date: 2999 lies in the future"),
        ({"language": "fr"}, "language: Input should be 'zh' or 'en'"),
        ({"rights": "open"}, "an open document names its licence; say it: --licence CC-BY-4.0"),
        ({"encoding": "gb2132"}, "unknown encoding 'gb2132'; did you mean gb2312"),
        ({"place": "东安"}, "or add it: workbench new place ID"),
        ({"rights": "closed"}, "rights: Input should be 'open' or 'withheld'"),
    ],
)
def test_what_is_said_of_all_files_and_cannot_be_is_refused_before_any_is_read(
    mini: Project, wrong: dict[str, str], message: str
) -> None:
    before = everything(mini.root)
    with pytest.raises(UsageError) as refused:
        Intake(mini, Declared(**wrong))

    assert message in str(refused.value)
    assert everything(mini.root) == before


def test_a_path_that_is_not_there_is_2(mini: Project, workbench: Type) -> None:
    code, _, err = workbench(mini.root, "add", "no-such-folder")

    assert code == 2
    assert "no-such-folder: no such file or folder" in err


def test_six_bad_files_stop_no_good_one_and_come_in_when_they_are_mended(
    mini: Project, put: Put, workbench: Type
) -> None:
    folder = put("good.txt", NEWS).parent
    put("binary.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    put("empty.txt", "\ufeff \n")
    put("old.txt", "东岸的茶馆关了门。\n".encode("gb18030"))
    put("bare.txt", "谁也不知道这是什么。\n")
    put("twin.txt", NEWS.replace("\n", "\r\n"))
    put("lost.txt", "来源：柳溪晚讯\n茶馆搬走了。\n")
    put("lost.yml", "place: 东安\n")
    code, out, _ = workbench(mini.root, "add", str(folder))

    assert code == 1
    for told in (
        "refused  binary.txt: no text: byte 8 is NUL",
        "refused  empty.txt: empty: no text in it",
        "refused  old.txt: not UTF-8 at byte 0, no encoding declared; it reads ",
        "as gb18030: 东岸的茶馆关了门。",
        "refused  bare.txt: genre: missing and not found in it; say --genre",
        "refused  twin.txt: the same text as good, which is here already",
        "refused  lost.txt: unknown place '东安'; did you mean 东岸",
    ):
        assert told in out
    assert "1 added, 0 here already, 6 refused" in out
    assert [path.stem for path in mini.corpus("withheld").glob("*.txt")] == ["good"]

    put("metadata.csv", "file,genre,place\nold.txt,note,东岸\nbare.txt,note,西岸\n")
    put("lost.yml", "place: 东岸\n")
    code, out, _ = workbench(mini.root, "add", str(folder), "--encoding", "gb18030")

    assert code == 1
    assert "3 added, 1 here already, 3 refused" in out
    assert {"bare", "lost", "old"} <= {path.stem for path in mini.corpus("withheld").iterdir()}


# --- who is believed -----------------------------------------------------------------

PAGE = (
    "<html lang=zh><head><meta charset=utf-8><title>茶馆开张</title>"
    "<meta name=author content=陆青></head><body><article><h1>茶馆开张</h1>"
    f"<p>作者：白桂枝</p><p>{LONG}</p></article></body></html>"
)


def test_what_the_file_declares_comes_before_what_its_text_says(put: Put, take: Take) -> None:
    (item,) = take(put("page.html", PAGE), genre="web")

    assert "作者：白桂枝" in item.text
    assert item.facts["authors"] == Fact("陆青", "meta author")


def test_what_is_said_of_all_files_comes_before_what_they_say(put: Put, take: Take) -> None:
    (item,) = take(
        put("note.txt", NEWS), genre="note", date="2021", source="柳溪早讯", language="en"
    )
    known = {name: fact.value for name, fact in item.facts.items()}

    assert known["genre"] == "note"
    assert known["date"] == "2021"
    assert known["source"] == "柳溪早讯"
    assert known["language"] == "en"
    assert item.facts["date"].where == "as you said"


def test_what_is_said_beside_a_file_comes_first(put: Put, take: Take, card: Card) -> None:
    front = "---\ntitle: 扉页\nsource: 扉页\nauthor: 扉页\nnote: 扉页\n---\n"
    path = put("note.md", front + "# 标题\n正文。\n")
    put("metadata.csv", "file,title,source,author\nnote.md,表格,表格,表格\n")
    put("note.yml", "title: 旁注\nsource: 旁注\n")
    take(path, genre="note", source="大家", date="2020")
    made = card("note")

    # FILE.yml, then metadata.csv, then the front matter, then what is said of all
    assert made.title.zh == "旁注"
    assert made.source == "旁注"
    assert made.authors == ["表格"]
    assert made.note == "扉页"
    assert made.date == "2020"


def test_a_date_that_nobody_said_is_noted_on_the_card(put: Put, take: Take, card: Card) -> None:
    take(put("found.txt", NEWS))
    take(put("said.txt", NEWS + "又一行。\n"), date="2020-05-04")

    assert card("found").date_note == "Found at import: line 2: 2020年5月4日."
    assert card("said").date_note == ""


# --- encodings ------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_an_encoding_is_never_guessed(mini: Project, put: Put, take: Take, encoding: str) -> None:
    path = put("old.txt", "東岸的茶館關了門。\n".encode(encoding))
    before = corpus(mini)
    (item,) = take(path, genre="note")

    assert item.state == "refused"
    assert "not UTF-8 at byte 0, no encoding declared" in item.problems[0]
    assert f"as {encoding}: 東岸的茶館關了門。" in item.problems[0]
    assert corpus(mini) == before


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le"])
def test_a_declared_encoding_is_noted_and_the_bytes_are_remembered(
    mini: Project, put: Put, take: Take, card: Card, encoding: str
) -> None:
    data = "東岸的茶館關了門。\r\n".encode(encoding)
    take(put("old.txt", data), genre="note", encoding=encoding)
    made = card("old")

    assert files.read_text(mini.corpus("withheld", "old.txt")) == "東岸的茶館關了門。\n"
    assert made.original
    assert made.original.sha256 == store.sha256(data)
    assert made.original.encoding == encoding
    assert made.original.name == "old.txt"
    assert made.original.notes == ["line ends were CRLF"]
    assert made.sha256 == store.sha256("東岸的茶館關了門。\n")


def test_an_encoding_declared_for_all_breaks_no_file_in_utf_8(put: Put, take: Take) -> None:
    old, new = put("a.txt", "茶馆".encode("gb18030")), put("b.txt", "茶馆开了")
    items = take(old, new, genre="note", encoding="gb18030")

    assert [each.text for each in items] == ["茶馆", "茶馆开了"]
    assert items[1].notes == ["declared gb18030, but it is valid UTF-8 and was read as that"]


def test_a_text_of_another_encoding_is_not_stored_as_rubbish(
    mini: Project, put: Put, take: Take
) -> None:
    folder = put("a.txt", "茶馆开张了，三家合办。".encode("gb18030")).parent
    put("b.txt", "茶館開張了，三家合辦。".encode("big5"))
    good, bad = take(folder, genre="note", encoding="gb18030")

    assert (good.state, bad.state) == ("added", "refused")
    assert bad.problems[0].startswith("reads as gb18030 with characters nobody uses")
    assert not mini.corpus("withheld", "b.txt").exists()


def test_a_document_read_in_another_encoding_than_said_now_is_told_how_to_mend(
    put: Put, take: Take
) -> None:
    old, new = put("a.txt", "茶馆".encode("gb18030")), put("b.txt", "茶馆开了")
    take(old, new, genre="note", encoding="gb18030")
    same = take(old, new, genre="note", encoding="gbk")
    other = take(old, new, genre="note", encoding="big5")

    assert [item.notes for item in same] == [[], []]
    assert [item.state for item in other] == ["known", "known"]
    assert other[0].notes == [
        "read as gb18030; to read it otherwise: workbench remove a, then add it again"
    ]
    assert other[1].notes == []


# --- what is said of many ----------------------------------------------------------------


def test_of_thirteen_with_known_ones_before_them_the_details_are_whole(
    mini: Project, put: Put, workbench: Type
) -> None:
    folder = put("a.txt", "茶馆零").parent
    for number in range(12):
        put(f"a{number:02}.txt", f"茶馆{number}")
    workbench(mini.root, "add", str(folder), "--genre", "note")
    put("z.txt", "柳溪晚讯 > 街道 > 正文\n" + NEWS)
    code, out, _ = workbench(mini.root, "add", str(folder))

    assert code == 0
    assert "1 added, 13 here already" in out
    text = mini.corpus("withheld", "z.txt").read_text(encoding="utf-8")
    assert f"added    z: z.txt, {len(text)} characters" in out
    assert re.search(r"cut \[0, \d+\) furniture: .*: 柳溪晚讯 > 街道 > 正文", out)


def test_of_more_than_a_dozen_each_has_a_line(mini: Project, put: Put, workbench: Type) -> None:
    folder = put("news.txt", "柳溪晚讯 > 街道 > 正文\n" + NEWS).parent
    for number in range(12):
        put(f"tea-{number}.txt", f"茶馆{number}")
    _, out, _ = workbench(mini.root, "add", str(folder), "--genre", "note", "--dry-run")
    lines = [line for line in out.splitlines() if line.startswith("would be added ")]

    assert len(lines) == 13
    assert any(
        re.fullmatch(
            "would be added news: news.txt; 石桥茶馆开张; 2020-05-04; note; 2 cuts, 0 repairs; "
            "could have title.en, places, cases",
            line,
        )
        for line in lines
    )
    assert (
        "would be added tea-3: tea-3.txt; tea-3; note; 0 cuts, 0 repairs; waits for date, source; "
        "could have title.en, places, cases"
    ) in lines
    assert "the book waits for fields of 12 cards" in out


def test_of_very_many_the_first_fifty_have_a_line(
    mini: Project, put: Put, workbench: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.cli.reporting.LISTED", 14)
    monkeypatch.setattr("workbench.cli.reporting.FIRST", 4)
    for number in range(15):
        folder = put(f"tea-{number}.txt", f"茶馆{number}").parent
    _, out, _ = workbench(mini.root, "add", str(folder), "--genre", "note", "--dry-run")

    assert len([line for line in out.splitlines() if line.startswith("would be added tea")]) == 4
    assert "would be added and 11 more; every card says where its values were found" in out


def test_what_the_book_waits_for_is_what_check_finds(
    mini: Project, put: Put, workbench: Type
) -> None:
    path = put("tea.txt", "关于茶馆的办法\n茶馆可以开。\n")
    put("tea.yml", "genre: policy\njurisdiction: 柳溪\n")
    _, out, _ = workbench(mini.root, "add", str(path))
    found = {
        each.message.partition(":")[0] for each in checks.findings(mini) if "tea.yml" in each.path
    }

    assert "         the book waits for: date, source, policy.issuer\n" in out
    assert "         could be added: title.en, policy.number\n" in out
    assert found == {"date", "source", "policy.issuer"}


def test_a_date_that_cannot_be_known_keeps_no_book_waiting(put: Put, take: Take) -> None:
    path = put("tea.txt", "茶馆可以开。\n")
    put("tea.yml", "genre: note\ndate_note: undated leaf\nsource: a wall\n")
    (item,) = take(path)

    assert item.awaited == []
    assert "date" in item.welcome


# --- what an interrupted call leaves -----------------------------------------------------


def test_the_words_that_an_interrupted_call_left_are_counted_by_the_next(
    mini: Project, put: Put, workbench: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> list[str]:
        raise KeyboardInterrupt

    path = put("note.txt", NEWS)
    with monkeypatch.context() as interrupted:
        interrupted.setattr("workbench.counting.recount", stop)
        code, _, err = workbench(mini.root, "add", str(path))
    left = mini.corpus("features", "note.json").exists()

    assert (code, left) == (130, False)
    assert "interrupted; run the same command again to go on where it stopped" in err

    code, out, _ = workbench(mini.root, "add", str(path))

    assert code == 0
    assert "note     counted what an earlier call had left: 1 document (note)" in out
    assert mini.corpus("features", "note.json").is_file()
    assert checks.findings(mini) == []


# --- spans and repairs -----------------------------------------------------------------


def test_what_is_set_aside_is_held_to_its_passage(
    mini: Project, put: Put, take: Take, card: Card
) -> None:
    take(put("note.txt", "柳溪晚讯 > 街道 > 正文\n" + NEWS + "\n责任编辑：陆青\n"))
    text = files.read_text(mini.corpus("withheld", "note.txt"))
    made = card("note")
    quotes = [text[cut.start : cut.end] for cut in made.set_aside]

    assert len(quotes) >= 2
    assert any("责任编辑" in quote for quote in quotes)
    assert all(
        store.sha256(quote) == cut.quote_sha256
        for quote, cut in zip(quotes, made.set_aside, strict=True)
    )
    assert all(cut.why for cut in made.set_aside)


def test_a_damage_that_proves_itself_is_on_the_card_and_the_text_is_read_without_it(
    mini: Project, put: Put, take: Take, card: Card
) -> None:
    damaged = "茶馆在20 1 1年有2 1张桌子，卖出1 1300杯茶，亏了47. 1%。\n"
    (item,) = take(put("note.txt", damaged), genre="note")
    (repair,) = card("note").repairs

    # 20 1 1: two gaps; 2 1: one; 1 1300: one; the point of 47. 1: none between digits
    assert repair.name == "digit_one_space"
    assert repair.proof == item.offered["digit_one_space"]
    assert "20 1 1 -> 2011" in repair.proof
    assert lookup.reading(mini, "note").text == (
        "茶馆在2011年有21张桌子，卖出11300杯茶，亏了47.1%。\n"
    )
    assert files.read_text(mini.corpus("withheld", "note.txt")) == damaged


def test_a_sound_text_is_not_repaired(put: Put, take: Take, card: Card) -> None:
    take(put("note.txt", "茶馆在2011年有21张桌子。\n"), genre="note")

    assert card("note").repairs == []


# --- places and policies -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2013-06", "南渡区 Nandu District belongs today to 东岸区 East Bank District"),
        ("2021", "since 2019-05; the document of 2021 is younger"),
    ],
)
def test_a_place_that_was_merged_is_kept_and_told(
    put: Put, take: Take, card: Card, date: str, said: str
) -> None:
    (item,) = take(put("note.txt", "南渡的茶馆。\n"), genre="note", place="南渡", date=date)

    assert card("note").places == ["nandu"]
    assert said in "\n".join(item.notes)
    assert ("younger" in "\n".join(item.notes)) == (date == "2021")


def test_a_policy_is_in_force_where_its_title_says(put: Put, take: Take, card: Card) -> None:
    text = "柳溪市茶馆管理办法\n第一条 为了管好茶馆，制定本办法。\n第二条 茶馆由街道登记。\n"
    (item,) = take(put("rules.txt", text), genre="policy", source="柳溪市")
    policy = card("rules").policy

    assert item.problems == []
    assert policy
    assert policy.jurisdiction == "liuxi"


def test_a_policy_of_a_place_nobody_knows_is_refused(put: Put, take: Take) -> None:
    text = "茶馆管理办法\n第一条 为了管好茶馆，制定本办法。\n第二条 茶馆由街道登记。\n"
    (item,) = take(put("rules.txt", text), genre="policy")  # the gazetteer has no country

    assert item.problems == ["jurisdiction: its title names no place that is in places.yml"]


# --- rights ----------------------------------------------------------------------------


def test_an_open_text_is_for_everyone_and_needs_no_counts(
    mini: Project, put: Put, workbench: Type
) -> None:
    code, _, _ = workbench(
        mini.root, "add", str(put("note.txt", NEWS)), "--rights", "open", "--licence", "CC0-1.0"
    )

    assert code == 0
    assert mini.corpus("texts", "note.txt").read_text(encoding="utf-8") == NEWS
    assert not mini.corpus("withheld", "note.txt").exists()
    assert not mini.corpus("features", "note.csv").exists()


def test_a_withheld_text_lies_apart_and_is_counted(
    mini: Project, put: Put, workbench: Type
) -> None:
    workbench(mini.root, "add", str(put("note.txt", NEWS)))
    counted = mini.corpus("features", "note.csv").read_text(encoding="utf-8")

    assert mini.corpus("withheld", "note.txt").is_file()
    assert not mini.corpus("texts", "note.txt").exists()
    assert "word,zh,茶馆," in counted
    assert mini.corpus("features", "note.json").is_file()


def test_what_is_private_in_an_open_text_is_told(put: Put, take: Take) -> None:
    # 13800138000 stands behind four characters
    path = put("note.txt", "掌柜电话13800138000，茶二元。\n")
    (item,) = take(path, genre="note", rights="open", licence="CC0-1.0")
    (kept,) = take(put("kept.txt", "账房电话13800138000，茶二元。\n"), genre="note")

    assert item.notes == ["mobile number at [4, 15): it would be published"]
    assert kept.notes == []


# --- ids ---------------------------------------------------------------------------------


def test_an_id_is_made_of_the_name_in_any_script(put: Put, take: Take) -> None:
    items = take(
        put("社区治理.txt", "一"), put("My File (2020).txt", "二"), put("case-3.txt", "三"),
        put("🍵.txt", "四 tea"), genre="note",
    )  # fmt: skip

    assert [each.doc for each in items] == [
        "she-qu-zhi-li",
        "my-file-2020",
        "d-case-3",
        items[3].doc,
    ]
    assert items[3].doc


def test_of_two_names_that_are_spelt_alike_the_second_is_numbered(
    put: Put, take: Take, mini: Project
) -> None:
    items = take(
        put("茶馆.txt", "一"), put("a/茶馆.txt", "二"), put("Cha Guan.txt", "三"), genre="note"
    )

    assert [each.doc for each in items] == ["cha-guan", "cha-guan-2", "cha-guan-3"]
    assert mini.corpus("withheld", "cha-guan-2.txt").read_text(encoding="utf-8") == "二"


def test_an_id_may_be_given_and_one_that_is_taken_is_refused(put: Put, take: Take) -> None:
    path = put("a.md", "---\nid: tea-house\n---\n一")
    again = put("b.md", "---\nid: stone-letter\n---\n二")
    wrong = put("c.md", "---\nid: case-tea\n---\n三")
    first, taken, unfit = take(path, again, wrong, genre="note")

    assert (first.state, first.doc) == ("added", "tea-house")
    assert len(taken.problems) == 1
    assert taken.problems[0].startswith("id 'stone-letter' is that of another text")
    assert taken.problems[0].endswith("workbench correct stone-letter FILE")
    assert unfit.problems == ["front matter: id 'case-tea' may not begin with case-"]


def test_a_name_that_is_no_utf_8_is_still_a_document(
    tmp_path: Path, take: Take, card: Card
) -> None:
    path = tmp_path / "inbox" / "茶馆.txt".encode("gb18030").decode(errors="surrogateescape")
    path.parent.mkdir()
    try:
        path.write_text("茶馆的事。\n", encoding="utf-8")
    except OSError:
        pytest.skip("this disk takes names in UTF-8 only")
    (item,) = take(path.parent, genre="note")
    made = card(item.doc)
    made.model_dump_json()  # nothing on it that could not be written

    assert item.state == "added"
    assert made.original


# --- what goes wrong while writing -------------------------------------------------------


def test_a_card_never_stands_without_its_text(
    mini: Project, put: Put, take: Take, disk_full: DiskFull
) -> None:
    path = put("note.txt", NEWS)
    with disk_full(".yml"):
        take(path)

    assert not mini.corpus("documents", "note.yml").exists()
    assert [each.state for each in take(path)] == ["added"]
    assert checks.findings(mini) == [
        each for each in checks.findings(mini) if "features" in each.path
    ]


def test_while_another_command_holds_the_study_nothing_comes_in(
    mini: Project, put: Put, workbench: Type
) -> None:
    path = put("note.txt", NEWS)
    with files.locked(mini.root / "build"):
        before = corpus(mini)
        code, _, err = workbench(mini.root, "add", str(path))

        assert code == 5
        assert "wait for it to end" in err
        assert corpus(mini) == before

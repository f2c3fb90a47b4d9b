"""What is held: known by content, told where it repeats, asked of the cards only once."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import opencc
import pytest

from workbench import checks, holdings, project, store
from workbench.errors import InputError
from workbench.intake import Declared, Intake
from workbench.project import Project

Type = Callable[..., tuple[int, str, str]]

STORY = (
    "茶馆开张那天下着小雨，邻居们把自家的凳子搬到桥边。"
    "街道办事处的小周送来一块旧匾，上面的金字已经看不清。"
    "卖茶的钱记在黑板上，每个月底由三位老人当众念一遍。"
    "有人问亏了怎么办，掌柜说亏了就关门，匾还给街道。"
    "到了秋天，桥边的凳子从九张添到四十一张，茶还是两块钱一碗。"
    "入冬以后炉子一直烧着，写作业的孩子比喝茶的老人来得还早。"
)
NEAR = STORY.replace("下着小雨", "出了太阳")
OTHER = (
    "修鞋的老陈把摊子收进了菜场，说是风太大。菜场管理员给他腾出一个角落，不收租金，"
    "只要他每逢周三替大家磨刀。半年下来，磨刀的人比修鞋的人多，老陈干脆换了招牌。"
)


@pytest.fixture
def bring(mini: Project, tmp_path: Path) -> Callable[..., None]:
    """What brings texts in by their ids; a field beside one is a line of its YAML."""

    def add(texts: dict[str, str], beside: dict[str, str] | None = None) -> None:
        folder = tmp_path / "inbox"
        folder.mkdir(exist_ok=True)
        for doc, text in texts.items():
            (folder / f"{doc}.txt").write_text(text, encoding="utf-8")
            (folder / f"{doc}.yml").write_text((beside or {}).get(doc, ""), encoding="utf-8")
        desk = Intake(mini, Declared(genre="note", date="2020", source="x"))
        assert {item.state for item in desk.add([folder])} <= {"added", "known"}

    return add


def pairs(made: Project) -> list[tuple[str, str, str]]:
    return [pair[:3] for pair in holdings.read(made).pairs()]


def write_on(made: Project, doc: str, line: str) -> None:
    path = made.corpus("documents", f"{doc}.yml")
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


# --- what is known ----------------------------------------------------------------


def test_documents_are_known_by_their_originals_and_their_texts(
    mini: Project, bring: Callable[..., None]
) -> None:
    bring({"a": STORY})
    held = holdings.read(mini)

    assert held.originals == {store.sha256(STORY): "a"}
    assert held.texts[store.sha256(STORY)] == "a"
    assert set(held.documents) == {
        "a", "bamboo-kitchen", "policy-2018-teams", "stone-letter", "willow-report",
    }  # fmt: skip


def test_a_card_that_did_not_change_is_not_read_again(
    mini: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = holdings.read(mini)
    before.save()
    monkeypatch.setattr(holdings.projects, "load", pytest.fail)
    mini.corpus("documents", "willow-report.yml").unlink()  # its text was never here

    assert set(holdings.read(mini).documents) == set(before.documents) - {"willow-report"}


def test_a_card_that_changed_is_read_again(mini: Project, bring: Callable[..., None]) -> None:
    bring({"a": STORY, "b": NEAR})
    assert pairs(mini) == [("a", "b", "near")]
    holdings.read(mini).save()
    write_on(mini, "b", "reprint_of: a")

    assert pairs(mini) == []


def test_a_text_that_was_attached_since_is_compared(
    mini: Project, bring: Callable[..., None]
) -> None:
    bring({"a": STORY, "b": NEAR})
    text = mini.corpus("withheld", "b.txt")
    away = text.rename(text.with_suffix(".away"))
    Path(mini.root / "build" / "0-intake" / "holdings.json").unlink()
    assert pairs(mini) == []
    holdings.read(mini).save()
    away.rename(text)

    assert pairs(mini) == [("a", "b", "near")]


@pytest.mark.parametrize(
    "kept", ["", "[]", "{", '{"a": 1}', '{"a": {"stamp": [1, 2]}}', '{"a": {"other": 1}}']
)
def test_what_another_version_kept_is_not_trusted(mini: Project, kept: str) -> None:
    path = mini.root / "build" / "0-intake" / "holdings.json"
    path.parent.mkdir(parents=True)
    path.write_text(kept, encoding="utf-8")
    held = holdings.read(mini)
    held.save()

    assert "stone-letter" in held.documents
    assert "stone-letter" in json.loads(path.read_text(encoding="utf-8"))


def test_a_card_that_cannot_be_read_is_named(mini: Project) -> None:
    path = mini.corpus("documents", "stone-letter.yml")
    path.write_text("language: fr\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"corpus/documents/stone-letter\.yml"):
        holdings.read(mini)


# --- what repeats -----------------------------------------------------------------


def test_a_near_copy_and_one_in_traditional_characters_are_named(
    mini: Project, tmp_path: Path, workbench: Type
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    texts = {"a": STORY, "near": NEAR, "other": OTHER, "wide": opencc.OpenCC("s2t").convert(STORY)}
    for doc, text in texts.items():
        (folder / f"{doc}.txt").write_text(text, encoding="utf-8")
    # four changed letters within a text lie in 4 + 4 of its shingles of five letters
    of = len(re.sub(r"\W", "", STORY)) - 4
    share = (of - 8) / (of + 8)
    code, out, _ = workbench(mini.root, "add", str(folder), "--genre", "note")
    named = [line.split("; ")[0] for line in out.splitlines() if line.startswith("twins")]

    assert code == 0
    assert named[1] == "twins    a and wide: script, similarity 1.00"
    assert named[0] == f"twins    a and near: near, similarity {share:.2f}"
    assert len(named) == 2

    code, out, _ = workbench(mini.root, "duplicates")

    assert code == 1
    assert "2 pairs to decide" in out
    told = [str(each) for each in checks.findings(mini) if "repeats a" in each.message]
    assert [line.partition(":")[0] for line in told] == [
        "corpus/documents/near.yml",
        "corpus/documents/wide.yml",
    ]


def test_the_same_story_with_another_head_is_a_copy(
    mini: Project, bring: Callable[..., None]
) -> None:
    head = "柳溪晚讯 > 街道 > 正文\n茶馆的事\n来源：柳溪晚讯\n"
    bring({"a": STORY, "b": head + STORY + "\n责任编辑：陆青\n"})

    assert [pair[:2] for pair in pairs(mini)] == [("a", "b")]


@pytest.mark.parametrize("line", ["reprint_of: a", "distinct_from: [a]"])
def test_what_a_card_decides_is_settled(
    mini: Project, bring: Callable[..., None], workbench: Type, line: str
) -> None:
    bring({"a": STORY, "b": NEAR})
    write_on(mini, "b", line)
    code, out, _ = workbench(mini.root, "duplicates")

    assert (code, out.strip()) == (0, "0 pairs to decide")
    assert not [each for each in checks.findings(mini) if "repeats" in each.message]


def test_the_card_of_either_document_decides(mini: Project, bring: Callable[..., None]) -> None:
    bring({"a": STORY, "b": NEAR})
    write_on(mini, "a", "distinct_from: [b]")

    assert pairs(mini) == []


def test_two_reprints_of_one_story_are_not_asked_about_one_another(
    mini: Project, bring: Callable[..., None]
) -> None:
    again = STORY.replace("两块钱", "三块钱")
    bring({"a": STORY, "b": NEAR, "c": again})
    assert len(pairs(mini)) == 3
    write_on(mini, "b", "reprint_of: a")
    write_on(mini, "c", "reprint_of: a")

    assert pairs(mini) == []


def test_what_is_told_apart_from_a_story_is_told_apart_from_its_reprints(
    mini: Project, bring: Callable[..., None]
) -> None:
    # b is the story, a its reprint; a stands first and alone is compared with c
    bring({"a": STORY + "。", "b": STORY, "c": NEAR})
    write_on(mini, "a", "reprint_of: b")
    assert [pair[:2] for pair in pairs(mini)] == [("a", "c")]
    write_on(mini, "c", "distinct_from: [b]")

    assert pairs(mini) == []


def test_a_decision_settles_no_other_pair(mini: Project, bring: Callable[..., None]) -> None:
    bring({"a": STORY, "b": NEAR, "c": OTHER, "d": OTHER.replace("周三", "周五")})
    write_on(mini, "b", "reprint_of: a")

    assert [pair[:2] for pair in pairs(mini)] == [("c", "d")]


def test_documents_of_a_call_are_compared_with_those_that_were_here(
    mini: Project, bring: Callable[..., None], tmp_path: Path
) -> None:
    bring({"a": STORY, "b": OTHER, "c": OTHER.replace("周三", "周五")})
    path = tmp_path / "later.txt"
    path.write_text(NEAR, encoding="utf-8")
    desk = Intake(mini, Declared(genre="note"))
    list(desk.add([path]))

    assert [pair[:2] for pair in desk.twins()] == [("a", "later")]


def test_nothing_is_written_but_what_may_be_deleted(mini: Project) -> None:
    before = {path: path.stat().st_mtime_ns for path in mini.corpus().rglob("*")}
    holdings.read(mini).save()
    made = [path for path in (mini.root / "build").rglob("*") if path.is_file()]

    assert {path: path.stat().st_mtime_ns for path in mini.corpus().rglob("*")} == before
    assert [project.find(mini.root).relative(path) for path in made] == [
        "build/0-intake/holdings.json"
    ]

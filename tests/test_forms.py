"""What people add by a form: short, with hints, and never over what is there."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workbench import checks, files, forms, lookup
from workbench.corpus.cards import Case
from workbench.errors import InputError, UsageError
from workbench.project import Project, load, read_yaml
from workbench.study import read

Type = Callable[..., tuple[int, str, str]]

BLANK = {"zh": "", "en": "", "level": "", "place": "", "years": ""}
FULL = {"zh": "桥头茶馆", "en": "Bridge tea house", "level": "street", "place": "柳荫街道"}
FULL |= {"years": "2016/2018"}
NEW = {"zh": "西湖区", "en": "Xihu District", "level": "district", "within": "柳溪"}


@pytest.fixture(scope="module")
def shared(fresh: Callable[[Path], Project], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A mini study for many cases one after another."""
    return fresh(tmp_path_factory.mktemp("shared") / "mini")


# --- a case -------------------------------------------------------------------------


def test_a_case_is_a_card_of_six_lines(mini: Project, workbench: Type) -> None:
    options = [word for name, value in FULL.items() for word in (f"--{name}", value)]
    code, out, _ = workbench(mini.root, "new", "case", "bridge-tea", *options)
    path = mini.corpus("cases", "bridge-tea.yml")
    made = load(path, Case, shown="x")

    assert code == 0
    assert "wrote corpus/cases/bridge-tea.yml" in out
    assert "missing" not in out
    assert len(path.read_text(encoding="utf-8").splitlines()) == 6
    assert (made.label.zh, made.short.en, made.level) == ("桥头茶馆", "Bridge tea house", "street")
    assert (made.place, made.years, made.note) == ("willow", "2016/2018", "")


def test_a_case_with_nothing_said_has_hints_and_check_names_what_is_missing(
    mini: Project, workbench: Type
) -> None:
    code, out, _ = workbench(mini.root, "new", "case", "bridge-tea")
    written = mini.corpus("cases", "bridge-tea.yml").read_text(encoding="utf-8")
    found = [str(each) for each in read(mini).findings]

    assert code == 0
    assert "still missing: zh, en, level, place, years" in out
    assert "# its full name in both languages" in written
    assert "workbench new place ID" in written
    for line, field in ((1, "label.zh"), (1, "label.en"), (2, "short.zh"), (3, "level"),
                        (5, "years")):  # fmt: skip
        assert any(
            each.startswith(f"corpus/cases/bridge-tea.yml:{line}: {field}: missing")
            for each in found
        )


def test_a_case_without_a_place_is_told_once_the_rest_is_there(mini: Project) -> None:
    forms.new_case(mini, "bridge-tea", **{**FULL, "place": ""})

    assert "corpus/cases/bridge-tea.yml:4: place: missing; fill it in" in [
        str(each) for each in read(mini).findings
    ]


@pytest.mark.parametrize(
    ("case", "place", "message"),
    [
        ("bamboo", "willow", "corpus/cases/bamboo.yml is there already"),
        ("Bridge Tea", "willow", "id 'Bridge Tea': write small letters, digits and hyphens"),
        ("case-tea", "willow", "do not begin with case-"),
        ("../tea", "willow", "write small letters"),
        ("bridge-tea", "东安", "unknown place '东安'; did you mean 东岸"),
    ],
)
def test_a_case_that_cannot_be_is_refused_and_not_written(
    mini: Project, case: str, place: str, message: str
) -> None:
    before = {path: path.read_bytes() for path in mini.corpus("cases").iterdir()}
    with pytest.raises(UsageError) as refused:
        forms.new_case(mini, case, **{**BLANK, "place": place})

    assert message in str(refused.value)
    assert {path: path.read_bytes() for path in mini.corpus("cases").iterdir()} == before


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=30))
@example('a: "b" #c, {d} [e] \\ \n')
@example("NO")
@example("0310")
@example("2016")
@example("null")
@example("🍵𠮷")
@example("a}}: {b")
def test_any_name_comes_back_from_the_card(shared: Project, name: str):
    shared.corpus("cases", "tea.yml").unlink(missing_ok=True)
    path, _ = forms.new_case(shared, "tea", **{**BLANK, "zh": name, "en": name})
    source, findings = read_yaml(path, shown="x")

    assert findings == []
    assert source
    assert source.data["label"] == source.data["short"] == {"zh": name, "en": name}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"level": "District"}, "unknown level 'District'; did you mean district?; one of munici"),
        ({"level": "village"}, "unknown level 'village'; one of municipality, district, street"),
        ({"years": "2016-2018"}, "years '2016-2018'; did you mean 2016/2018?; write them as"),
        ({"years": "2016"}, "years '2016'; did you mean 2016/2016?; write them as 2016/2018"),
        ({"years": "2018/2016"}, "years '2018/2016'; write them as 2016/2018, or 2009/.."),
        ({"years": "lately"}, "years 'lately'; write them as 2016/2018, or 2009/.."),
        ({"place": "东安"}, "or add it: workbench new place ID"),
    ],
)
def test_a_value_that_no_card_may_have_is_refused_before_the_card_is_written(
    mini: Project, wrong: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        forms.new_case(mini, "bridge-tea", **{**FULL, **wrong})

    assert message in str(refused.value)
    assert not mini.corpus("cases", "bridge-tea.yml").exists()


def test_all_that_is_wrong_with_a_new_case_is_said_at_once(mini: Project) -> None:
    with pytest.raises(UsageError, match=r"unknown level 'x'.*; years 'y'"):
        forms.new_case(mini, "bridge-tea", **{**FULL, "level": "x", "years": "y"})


@pytest.mark.parametrize("years", ["2009/..", "2016/2016", "2016-05/2018"])
def test_years_that_a_card_may_have_are_taken(mini: Project, years: str) -> None:
    path, missing = forms.new_case(mini, "bridge-tea", **{**FULL, "years": years})

    assert load(path, Case, shown="x").years == years
    assert missing == []


@pytest.mark.parametrize(
    "command",
    [
        ["case", "bridge-tea"],
        ["place", "xihu", "--zh", "西湖区", "--en", "Xihu", "--level", "district"],
        ["term", "楼组长", "--language", "zh", "--category", "actor"],
    ],
)
def test_no_card_is_written_while_another_command_is_at_work(
    mini: Project, workbench: Type, command: list[str]
) -> None:
    gazetteer = mini.corpus("places.yml").read_bytes()
    listed = mini.corpus("lexicon", "terms.tsv").read_bytes()
    with files.locked(mini.root / "build"):
        code, _, err = workbench(mini.root, "new", *command)

    assert code == 5
    assert "wait for it to end" in err
    assert not mini.corpus("cases", "bridge-tea.yml").exists()
    assert mini.corpus("places.yml").read_bytes() == gazetteer
    assert mini.corpus("lexicon", "terms.tsv").read_bytes() == listed


# --- a place ------------------------------------------------------------------------


def test_a_place_is_a_line_at_the_end_and_the_rest_stays(mini: Project, workbench: Type) -> None:
    path = mini.corpus("places.yml")
    before = "# names of all times\n" + path.read_text(encoding="utf-8").rstrip("\n") + "  # last"
    path.write_text(before, encoding="utf-8")
    code, out, _ = workbench(
        mini.root, "new", "place", "xihu", "--zh", "西湖区", "--en", "Xihu District",
        "--level", "district", "--in", "柳溪",
    )  # fmt: skip

    assert code == 0
    assert "added xihu to corpus/places.yml" in out
    assert path.read_text(encoding="utf-8") == (
        before + '\n  xihu: {zh: "西湖区", en: "Xihu District", level: district, in: liuxi, '
        'aliases: ["西湖", "Xihu"]}\n'
    )
    assert read(mini).places["xihu"].within == "liuxi"
    assert checks.findings(mini) == []


def test_a_place_may_lie_in_none(mini: Project) -> None:
    forms.new_place(mini, "far", zh="远省", en="Far", level="province", within="")

    assert read(mini).places["far"].within == ""


@pytest.mark.parametrize(
    ("place", "other", "message"),
    [
        ("stone", {}, "stone is in corpus/places.yml already"),
        ("Xihu", {}, "id 'Xihu': write small letters"),
        ("xihu", {"level": "distrct"}, "unknown level 'distrct'; did you mean district"),
        ("xihu", {"within": "东安"}, "unknown place '东安'; did you mean 东岸"),
        ("xihu", {"zh": "东岸"}, "'东岸' names 'east-bank' already"),
        ("xihu", {"en": "Liuxi City"}, "'Liuxi City' names 'liuxi' already"),
        ("xihu", {"within": "stone"}, "a district cannot lie in a community"),
    ],
)
def test_a_place_that_cannot_be_is_refused_and_not_written(
    mini: Project, place: str, other: dict[str, str], message: str
) -> None:
    path = mini.corpus("places.yml")
    before = path.read_bytes()
    with pytest.raises(UsageError) as refused:
        forms.new_place(mini, place, **{**NEW, **other})

    assert message in str(refused.value)
    assert path.read_bytes() == before


def test_an_id_that_another_place_has_as_its_alias_is_refused(mini: Project) -> None:
    path = mini.corpus("places.yml")
    path.write_text(
        path.read_text(encoding="utf-8").replace("[东岸]", "[东岸, xihu]"), encoding="utf-8"
    )
    with pytest.raises(UsageError, match="'xihu' names 'xihu' already"):
        forms.new_place(mini, "xihu", **NEW)


def test_a_gazetteer_that_cannot_be_added_to_gives_the_line_to_write(mini: Project) -> None:
    path = mini.corpus("places.yml")
    path.write_text(path.read_text(encoding="utf-8").replace("\n  ", "\n    "), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"(?s)cannot be added to.*xihu: \{zh: "):
        forms.new_place(mini, "xihu", **NEW)

    assert path.read_bytes() == before


# --- a term -------------------------------------------------------------------------


def test_a_term_is_a_line_in_its_place_and_the_rest_stays(mini: Project, workbench: Type) -> None:
    path = mini.corpus("lexicon", "terms.tsv")
    before = path.read_text(encoding="utf-8").splitlines()
    code, out, _ = workbench(
        mini.root, "new", "term", "居民团队之家", "--language", "zh", "--category", "organisation",
        "--parts", "居民团队", "--note", 'as "printed"',
    )  # fmt: skip
    after = path.read_text(encoding="utf-8").splitlines()
    line = '居民团队之家\tzh\t居民团队\torganisation\t"as ""printed"""'
    made = read(mini)

    assert code == 0
    assert "added 居民团队之家 to corpus/lexicon/terms.tsv" in out
    assert after == [*before[:4], line, *before[4:]]
    assert before[3].startswith("居民团队\t")
    assert made.lexicon.parts == {"居民团队之家": ("居民团队",)}
    assert made.terms["note"].tolist()[3] == 'as "printed"'
    assert made.findings == read(mini).findings


@pytest.mark.parametrize(
    ("term", "language", "number"), [("阿姨", "zh", 7), ("zoo", "en", 3), ("Alley", "en", 1)]
)
def test_a_term_stands_behind_those_of_its_language_that_sort_before_it(
    mini: Project, term: str, language: str, number: int
) -> None:
    path = forms.new_term(mini, term, language=language, category="actor", parts="", note="")
    lines = path.read_text(encoding="utf-8").splitlines()

    assert lines[number] == f"{term.lower()}\t{language}\t\tactor\t"


def test_the_line_ends_of_the_list_stay(mini: Project) -> None:
    path = mini.corpus("lexicon", "terms.tsv")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    forms.new_term(mini, "楼组长", language="zh", category="actor", parts="", note="")
    written = path.read_bytes()

    assert written.count(b"\n") == written.count(b"\r\n") == 8


@pytest.mark.parametrize(
    ("term", "other", "message"),
    [
        ("活动室", {}, "term '活动室' stands twice"),
        ("活動室", {}, "term '活動室' is '活动室' in another width, case or script"),
        ("的", {}, "term '的' is a stop word as well"),
        ("楼 长", {}, "holds a space or a mark"),
        ("", {}, "term: say it"),
        ("楼组长", {"category": ""}, "category: say it"),
        ("楼组长", {"language": "fr"}, "language 'fr' is neither zh nor en"),
        ("楼组长", {"parts": "组长"}, "part '组长' is no term"),
        ("楼组长", {"parts": "活动室"}, "part '活动室' does not stand in '楼组长'"),
        ("楼组长", {"note": "a\tb"}, "note holds a tab or a line break"),
    ],
)
def test_a_term_that_cannot_be_is_refused_and_not_written(
    mini: Project, term: str, other: dict[str, str], message: str
) -> None:
    path = mini.corpus("lexicon", "terms.tsv")
    before = path.read_bytes()
    fields = {"language": "zh", "category": "actor", "parts": "", "note": "", **other}
    with pytest.raises(UsageError) as refused:
        forms.new_term(mini, term, **fields)

    assert message in str(refused.value)
    assert path.read_bytes() == before


def test_a_list_of_other_columns_is_not_added_to(mini: Project) -> None:
    path = mini.corpus("lexicon", "terms.tsv")
    path.write_text("term\tlanguage\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"terms\.tsv:1: the first line has to be"):
        forms.new_term(mini, "楼组长", language="zh", category="actor", parts="", note="")

    assert path.read_text(encoding="utf-8") == "term\tlanguage\n"


# --- what may be one ----------------------------------------------------------------


def test_candidates_are_listed_without_what_the_lexicon_has(mini: Project, workbench: Type) -> None:
    path = mini.corpus("texts", "stone-letter.txt")
    path.write_text("a hill walk. a hill walk! tea house. tea house.\n" * 2, encoding="utf-8")
    edited = mini.corpus("documents", "stone-letter.yml")
    told = lookup.facts(path)
    card = re.sub("sha256: .*", f"sha256: {told['sha256']}", edited.read_text(encoding="utf-8"))
    edited.write_text(card, encoding="utf-8")
    code, out, _ = workbench(mini.root, "terms", "--language", "en")
    listed = {line.split("  ")[0]: line for line in out.splitlines()}

    assert code == 0
    assert listed["hill walk"].endswith("a hill walk. a hill")
    assert "tea house" not in listed


def test_no_candidate_is_shortened_on_a_narrow_screen(
    mini: Project, workbench: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    phrase = "neighbourhood supper conversation circle evening"
    found = pd.DataFrame({"term": [phrase], "count": [3], "example": [f"the {phrase} was"]})
    monkeypatch.setattr(lookup, "terms", lambda *_args, **_options: found)
    monkeypatch.setenv("COLUMNS", "40")
    _, out, _ = workbench(mini.root, "terms", "--language", "en")

    assert out.splitlines()[1] == f"{phrase}  3      the {phrase} was"


def test_where_there_is_no_candidate_it_is_said(mini: Project, workbench: Type) -> None:
    for path in mini.corpus("texts").glob("*.txt"):
        path.write_text("", encoding="utf-8")
    code, out, _ = workbench(mini.root, "terms")

    assert (code, out.strip()) == (0, "no candidate in the texts that are here")


def test_candidates_of_a_third_language_are_refused(mini: Project) -> None:
    with pytest.raises(UsageError, match="language 'fr' is neither zh nor en"):
        lookup.terms(mini, language="fr", most=5)

"""The study on disk: what its YAML means, and what is said where it is wrong."""

from pathlib import Path

import pytest

from workbench.errors import InputError, UsageError
from workbench.project import Source, find, load, read_yaml
from workbench.schema import Label, Record

SETTINGS = """\
title: {zh: 小镇, en: Little town}
authors: [A. Author]
districts: [north, south]
"""


class Card(Record):
    title: Label
    years: str
    places: list[str] = []


def study(root: Path, settings: str = SETTINGS) -> Path:
    (root / "corpus").mkdir(parents=True)
    (root / "corpus" / "workbench.yml").write_text(settings, encoding="utf-8")
    return root


def yaml(folder: Path, content: str | bytes) -> Path:
    path = folder / "card.yml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def source(folder: Path, content: str | bytes) -> Source:
    found, findings = read_yaml(yaml(folder, content), shown="card.yml")
    assert found is not None, findings
    return found


def faults(folder: Path, content: str | bytes) -> list[str]:
    _, findings = read_yaml(yaml(folder, content), shown="card.yml")
    return [str(finding) for finding in findings]


# --- scalars ------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "NO",
        "yes",
        "on",
        "0310",
        "2018-08-08",
        "2018-08",
        "0x1F",
        "12:30",
        "1e3",
        "1_000",
        ".5",
        "=",
    ],
)
def test_what_yaml_would_turn_into_something_else_stays_a_string(tmp_path: Path, written: str):
    assert source(tmp_path, f"value: {written}").data == {"value": written}


@pytest.mark.parametrize(
    ("written", "read"),
    [("310", 310), ("-7", -7), ("0", 0), ("1.50", 1.5), ("true", True), ("~", None), ("", None)],
)
def test_plain_numbers_truths_and_nothing_are_themselves(
    tmp_path: Path, written: str, read: object
):
    found = source(tmp_path, f"value: {written}").data["value"]

    assert found == read
    assert type(found) is type(read)


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path):
    assert source(tmp_path, b"\xef\xbb\xbftitle: \xe5\x8d\x97\n").data == {"title": "南"}


# --- syntax -------------------------------------------------------------------


def test_a_key_that_stands_twice_is_refused_on_its_second_line(tmp_path: Path):
    said = faults(tmp_path, "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 2\n")

    assert said == [
        "card.yml:5: key 'c' stands twice; keep one",
        "card.yml:6: key 'a' stands twice; keep one",
    ]


def test_the_same_key_in_two_mappings_is_no_duplicate(tmp_path: Path):
    assert faults(tmp_path, "- {a: 1}\n- {a: 2}\n") == []


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("a: 1\nb:\n\tc: 2\n", "card.yml:3: column 1: "),
        ("a: 1\nb: [1, 2\n", "card.yml:3: column 1: "),
        ("a: b: c\n", "card.yml:1: column 5: "),
        ("a: 1\n---\nb: 2\n", "card.yml:2: column 1: "),
        ("a: *nowhere\n", "card.yml:1: column 4: "),
        ("a: !!python/object:os.system x\n", "card.yml:1: column 4: "),
    ],
    ids=["tab", "open bracket", "two colons", "two documents", "unknown alias", "python tag"],
)
def test_a_fault_of_syntax_names_line_and_column(tmp_path: Path, content: str, where: str):
    said = faults(tmp_path, content)

    assert len(said) == 1
    assert said[0].startswith(where)


def test_bytes_that_are_not_utf8_are_refused_with_their_position(tmp_path: Path):
    # "a: " is three bytes, so the first bad one is byte 3
    assert faults(tmp_path, b"a: \xd6\xd0\n") == ["card.yml: not UTF-8 at byte 3; save it as UTF-8"]


def test_a_control_character_is_a_finding(tmp_path: Path):
    assert len(faults(tmp_path, b"a: 1\nb: \x00\n")) == 1


def test_a_key_that_is_a_list_is_a_finding(tmp_path: Path):
    assert len(faults(tmp_path, "? [a, b]\n: 1\n")) == 1


def test_an_alias_inside_its_own_anchor_is_a_finding(tmp_path: Path):
    assert len(faults(tmp_path, "a: &x [*x]\n")) == 1


# --- records ------------------------------------------------------------------


def test_every_misfit_of_a_record_is_told_at_once_with_its_line(tmp_path: Path):
    wrong = "title:\n  zh: 南\n  eng: South\nplaces:\n  - a\n  - 7\nyear: 2018\n"

    parsed, findings = source(tmp_path, wrong).parse(Card)

    assert parsed is None
    assert sorted(str(finding) for finding in findings) == [
        "card.yml:1: title.en: missing",
        "card.yml:1: years: missing",
        "card.yml:3: title.eng: no such key; remove it or correct its spelling",
        'card.yml:6: places.1: write it in quotes: "7"',
        "card.yml:7: year: no such key; remove it or correct its spelling",
    ]


def test_a_record_that_fits_is_parsed_and_frozen(tmp_path: Path):
    card = load(
        yaml(tmp_path, "title: {zh: 南, en: South}\nyears: 2016/2018\n"), Card, shown="card.yml"
    )

    assert card.title.zh == "南"
    assert card.places == []
    with pytest.raises(ValueError, match="frozen"):
        card.years = "2017/2018"  # type: ignore[misc]


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "- a\n- b\n", "plain\n"])
def test_a_file_that_is_no_record_is_refused_as_a_whole(tmp_path: Path, content: str):
    path = yaml(tmp_path, content)

    with pytest.raises(InputError, match=r"^card\.yml:1: file: "):
        load(path, Card, shown="card.yml")


def test_a_finding_stands_on_the_deepest_key_the_file_has(tmp_path: Path):
    found = source(tmp_path, "a:\n  b:\n    c: 1\n")

    assert found.line(("a", "b", "c")) == 3
    assert found.line(("a", "b", "nothing", "here")) == 2
    assert found.line(("nothing",)) == 1


# --- the study ----------------------------------------------------------------


def test_a_study_is_found_from_any_folder_inside_it(tmp_path: Path):
    root = study(tmp_path / "中文 and space")
    deep = root / "notebooks" / "deeper"
    deep.mkdir(parents=True)

    assert find(deep).root == root.resolve()
    assert find(root).settings.districts == ["north", "south"]


def test_the_working_folder_is_where_one_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(study(tmp_path / "study"))

    assert find().root == (tmp_path / "study").resolve()


def test_outside_a_study_the_refusal_says_where_to_go(tmp_path: Path):
    with pytest.raises(UsageError, match=r"go to the folder that holds corpus/workbench\.yml"):
        find(tmp_path)


def test_a_study_makes_no_folders(tmp_path: Path):
    project = find(study(tmp_path / "study"))
    paths = [project.stage("corpus"), project.artefact("book", "x"), project.corpus("a", "b.txt")]

    assert not any(path.exists() for path in paths)
    assert [project.relative(path) for path in paths] == [
        "build/1-corpus",
        "build/6-book/x",
        "corpus/a/b.txt",
    ]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (SETTINGS + "cut_off: 0.8\n", "workbench.yml:4: cut_off: no such key"),
        ("title: {zh: 小, en: S}\nauthors: []\n", "workbench.yml:1: districts: missing"),
        (
            SETTINGS.replace("[north, south]", "[]"),
            "workbench.yml:3: districts: List should have at least 1 item",
        ),
        (SETTINGS.replace("[north", "[310"), "workbench.yml:3: districts.0: write it in quotes"),
        (SETTINGS + "authors: []\n", "workbench.yml:4: key 'authors' stands twice"),
    ],
)
def test_settings_that_do_not_fit_are_refused(tmp_path: Path, settings: str, said: str):
    root = study(tmp_path / "study", settings)

    with pytest.raises(InputError) as refusal:
        find(root)
    assert said in str(refusal.value)

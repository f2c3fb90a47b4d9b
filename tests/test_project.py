"""The study on disk: what its YAML means, and what is said where it is wrong."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.errors import InputError, UsageError
from workbench.project import Source, find, load, parse_yaml, read_yaml, yaml_text
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


# --- written and read again -----------------------------------------------------

SIGNS = "NOyesnul0127.:-# '\"\n\t\r\u00a0\u2028\ufeff\u200d👩é文&*!|>%@`{}[],?~=<\x00\x1b"
LINES = st.lists(st.text(SIGNS, max_size=30), max_size=9).map(" ".join)  # longer than a line
WORDS = st.text(st.characters(codec="utf-8"), max_size=30) | st.text(SIGNS, max_size=15) | LINES
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(0.001, 1) | WORDS
RECORDS = st.dictionaries(
    WORDS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


def again(data: Any) -> Any:
    """``data`` as it is read back after it was written."""
    found, findings = parse_yaml(yaml_text(data), shown="card.yml")
    assert found is not None, findings
    return found.data


@settings(max_examples=150, deadline=None)
@given(RECORDS)
@example({"title": {"zh": "社区👨‍👩‍👧", "en": "a\u00a0b"}, "tags": ["NO", "on", "~", "true", ""]})
@example({"date": "2018-08-08", "years": "2016/2018", "time": "12:30", "hex": "0x1F"})
@example({"number": "0310", "code": "310", "share": 0.1, "length": 310, "point": ".5", "one": "1."})
@example({"proof": "f-01: '2 100' -> 2100", "why": "a # b", "key: x": "- y", "note": "a\n\n b\n"})
@example({"NO": "a\r\nb", "0310": "\ufeffa", "a\nb": ["\x00", "\u2028", " a ", "\n"], "": {}})
def test_what_is_written_is_read_back_as_it_was(data: dict[str, Any]):
    read = again(data)

    assert read == data
    assert repr(read) == repr(data)  # an order is kept, and 1 is neither True nor 1.0


@pytest.mark.parametrize("text", ["a\x85b", "\x85", "x: \x85\ny"])
def test_a_next_line_sign_in_a_string_is_read_back(text: str):
    # U+0085 is what is left of an ellipsis of Windows; YAML takes it for the end of a line
    assert again({"note": text}) == {"note": text}


@pytest.mark.parametrize("number", [1e-05, 1e-10, 1e16])
def test_a_very_small_or_large_number_is_read_back_as_a_number(number: float):
    assert again({"share": number}) == {"share": number}


def test_chinese_is_written_as_it_is():
    assert yaml_text({"zh": "社区"}) == "zh: 社区\n"


def test_keys_are_written_in_the_order_they_were_given():
    assert yaml_text({"b": 1, "a": 2}) == "b: 1\na: 2\n"


@pytest.mark.parametrize(
    ("written", "line"), [("a: 1\nb: c: d\n", 2), ("a: 1\na: 2\n", 2), ("a: [\n", 2)]
)
def test_what_is_no_yaml_is_a_finding_of_its_line(written: str, line: int):
    found, [finding] = parse_yaml(written, shown="front matter")

    assert found is None
    assert (finding.path, finding.line) == ("front matter", line)


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


def test_of_a_long_misfit_only_the_beginning_is_shown(tmp_path: Path):
    wrong = f"title: {{zh: 南, en: South}}\nyears: 2016/2018\nplaces: {{a: {'b' * 200}}}\n"

    _, (finding,) = source(tmp_path, wrong).parse(Card)

    shown = finding.message.partition(" (found ")[2]
    assert shown == "{'a': '" + "b" * (60 - 8) + "…)"


def test_a_record_that_fits_is_parsed_and_frozen(tmp_path: Path):
    card = load(
        yaml(tmp_path, "title: {zh: 南, en: South}\nyears: 2016/2018\n"), Card, shown="card.yml"
    )

    assert card.title.zh == "南"
    assert card.places == []
    with pytest.raises(ValueError, match="frozen"):
        card.years = "2017/2018"  # type: ignore[misc]


@pytest.mark.parametrize("empty", ['""', ""])
def test_a_label_is_given_in_both_languages(tmp_path: Path, empty: str):
    content = f"title:\n  zh: 南\n  en: {empty}\nyears: 2016/2018\n"
    parsed, [finding] = source(tmp_path, content).parse(Card)

    assert parsed is None
    assert str(finding).startswith("card.yml:3: title.en: ")
    assert empty == "" or str(finding).endswith("title.en: missing; fill it in")


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


@pytest.mark.parametrize("districts", ["", "districts: []\n"])
def test_a_study_needs_to_name_no_district(tmp_path: Path, districts: str):
    written = SETTINGS.replace("districts: [north, south]\n", districts)

    assert find(study(tmp_path / "study", written)).settings.districts == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (SETTINGS + "cut_off: 0.8\n", "workbench.yml:4: cut_off: no such key"),
        ("title: {zh: 小, en: S}\ndistricts: []\n", "workbench.yml:1: authors: missing"),
        (SETTINGS.replace("小镇", '""'), "workbench.yml:1: title.zh: missing; fill it in"),
        (SETTINGS.replace("[north, south]", "north"), "workbench.yml:3: districts: Input should"),
        (SETTINGS.replace("[north", "[310"), "workbench.yml:3: districts.0: write it in quotes"),
        (SETTINGS + "authors: []\n", "workbench.yml:4: key 'authors' stands twice"),
    ],
)
def test_settings_that_do_not_fit_are_refused(tmp_path: Path, written: str, said: str):
    root = study(tmp_path / "study", written)

    with pytest.raises(InputError) as refusal:
        _ = find(root).settings
    assert said in str(refusal.value)

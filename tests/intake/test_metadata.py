"""What is said of a file by another hand, field by field."""

import pytest

from workbench.corpus.facts import Fact
from workbench.errors import InputError
from workbench.intake.metadata import said, spelled, table, yaml


def test_fields_have_the_names_people_use():
    facts, problems = said({"author": "甲", "place": "东岸", "license": "CC0-1.0"}, "here")

    assert problems == []
    assert facts == {
        "authors": Fact("甲", "here"),
        "places": Fact("东岸", "here"),
        "licence": Fact("CC0-1.0", "here"),
    }


def test_a_field_without_a_value_says_nothing():
    assert said({"title": "", "id": "", "date": ""}, "here") == ({}, [])


def test_lists_are_joined_and_a_title_may_stand_in_both_languages():
    facts, _ = yaml("title: {zh: 茶馆, en: The tea house}\nauthors: [甲, 乙]\nplaces:\n", "a.yml")

    assert {name: fact.value for name, fact in facts.items()} == {
        "title_zh": "茶馆",
        "title_en": "The tea house",
        "authors": "甲;乙",
    }


def test_what_yaml_would_read_as_something_else_stays_what_was_written():
    facts, problems = yaml("title: NO\nnumber: 0310\ndate: 2018-08-08\nnote: 1e3\n", "a.yml")

    assert problems == []
    assert [fact.value for fact in facts.values()] == ["NO", "0310", "2018-08-08", "1e3"]


@pytest.mark.parametrize("blank", ["", "\n \n"])
def test_an_empty_file_says_nothing(blank: str):
    assert yaml(blank, "a.yml") == ({}, [])


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("title: a\n\tdate: b\n", "a.yml:2: column "),
        ("title: [a\n", "a.yml:2: column "),
        ("title: a\ntitle: b\n", "a.yml:2: key 'title' stands twice; keep one"),
        ("only words\n", "a.yml: write one `field: value` a line"),
        ("lenght: 3\n", "a.yml: no such field 'lenght'"),
        ("sha256: 3\n", "a.yml: no such field 'sha256'"),
        ("id: Tea House\n", "a.yml: id 'Tea House' is not small letters, digits and hyphens"),
        ("id: case-tea\n", "a.yml: id 'case-tea' may not begin with case-"),
    ],
)
def test_what_cannot_be_said_is_told_with_its_place(written: str, problem: str):
    _, problems = yaml(written, "a.yml")

    assert any(problem in each for each in problems)


def test_a_table_names_files_and_the_columns_it_has_for_nothing():
    written = 'file, title ,likes\n a.txt ,"茶馆, 桥边",3\n\nb.txt,,4\n'
    given, unused = table(written.encode(), "")

    assert given == {"a.txt": {"title": "茶馆, 桥边"}, "b.txt": {"title": ""}}
    assert unused == ["likes"]


def test_a_table_may_be_in_a_declared_encoding():
    assert table("file,title\na.txt,茶馆\n".encode("gb18030"), "gb18030")[0] == {
        "a.txt": {"title": "茶馆"}
    }


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", "no column 'file'"),
        ("title\nx\n", "no column 'file'; the columns are title"),
        ("file,title\na\n", "line 2: 1 fields where the header names 2"),
        ("file,title\na,x\na,y\n", "line 3: 'a' stands twice; keep one"),
        ('file,title\na,"x"y\n', "line 2: "),
    ],
)
def test_what_is_no_table_of_files_is_refused(written: str, problem: str):
    with pytest.raises(InputError) as refused:
        table(written.encode(), "")

    assert problem in str(refused.value)


def test_a_name_is_one_however_its_accents_are_kept():
    assert spelled("cafe\u0301.txt") == spelled("caf\u00e9.txt") == "caf\u00e9.txt"

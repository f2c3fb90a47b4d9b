"""Migrations: where a code is used, its new name everywhere, and what is refused."""

from typing import Any

import pandas as pd
import pytest

from workbench.coding.codebook import Codebook
from workbench.coding.migration import (
    MIGRATIONS_FILE,
    faults,
    logged,
    meant,
    merged_in_yaml,
    renamed,
    renamed_in_yaml,
    uses,
)

NAME = {"zh": "名", "en": "name"}


def code(parent: str = "") -> dict[str, Any]:
    return {"parent": parent, "label": NAME, "definition": "what it means"}


def dimension(*codes: str) -> dict[str, Any]:
    return {"label": NAME, "question": "which?", "scale": "nominal", "codes": list(codes)}


BOOK = Codebook.model_validate(
    {
        "codes": {
            "idea": code(),
            "idea-market": code("idea"),
            "idea-need": code("idea"),
            "idea-need-old": code("idea-need"),
            "role-guide": code(),
        },
        "dimensions": {
            "idea": dimension("idea-market", "idea-need"),
            "role": dimension("role-guide"),
        },
    }
)

SEGMENTS = pd.DataFrame({"code": ["idea-need", "idea", "idea-need"]}).astype("str")
CELLS = pd.DataFrame({"value": ["idea-market; idea-need", "idea-need-old", ""]}).astype("str")
TYPE_TABLE = pd.DataFrame({"value": ["idea-market", "role-guide"]}).astype("str")


# --- uses and new names -------------------------------------------------------


def test_the_rows_that_bear_a_code_are_counted_in_each_table():
    # idea-need-old is another code; "idea-market; idea-need" bears two
    assert uses("idea-need", SEGMENTS, CELLS, TYPE_TABLE) == {"segments": 2, "cells": 1}
    assert uses("idea-market", SEGMENTS, CELLS, TYPE_TABLE) == {"cells": 1, "type_table": 1}
    assert uses("nowhere", SEGMENTS, CELLS, TYPE_TABLE) == {}


def test_a_code_is_renamed_in_its_cells_and_nothing_else_is_touched():
    table = pd.DataFrame(
        {"value": ["a;b", "ab; b", "b ;a-b;a", ""], "note": ["a", "", "a", ""]},
        index=pd.Index([5, 2, 9, 3], name="line"),
    ).astype("str")

    made = renamed(table, "value", "a", "new")

    assert made["value"].to_dict() == {5: "new;b", 2: "ab; b", 9: "b;a-b;new", 3: ""}
    assert made["note"].tolist() == ["a", "", "a", ""]
    assert made.index.equals(table.index)
    assert made.index.name == "line"
    assert made.dtypes.equals(table.dtypes)
    assert table.loc[5, "value"] == "a;b"


def test_a_merge_leaves_the_code_once_in_a_cell_at_its_first_place():
    table = pd.DataFrame({"value": ["old;x;kept", "kept;x;old", "old"]}).astype("str")

    assert renamed(table, "value", "old", "kept")["value"].tolist() == ["kept;x", "kept;x", "kept"]


def test_an_empty_table_stays_an_empty_table():
    table = pd.DataFrame({"value": []}).astype("str")

    assert renamed(table, "value", "a", "b").equals(table)


def test_each_step_is_logged_under_the_next_number():
    none = pd.DataFrame(columns=list(MIGRATIONS_FILE)).astype(MIGRATIONS_FILE)
    one = logged(none, "rename", "a", "b", rows=3, why="clearer")
    two = logged(one, "delete", "c", "", rows=0, why="never used")

    assert two.to_dict("records") == [
        {"step": 1, "action": "rename", "old": "a", "new": "b", "rows": 3, "why": "clearer"},
        {"step": 2, "action": "delete", "old": "c", "new": "", "rows": 0, "why": "never used"},
    ]
    assert two.dtypes.astype(str).to_dict() == MIGRATIONS_FILE


# --- what is refused ----------------------------------------------------------


def told(action: Any, old: str, new: str = "", **used: int) -> list[str]:
    return [fault.message for fault in faults(action, old, new, codebook=BOOK, used=used)]


def test_what_may_be_done_has_no_fault():
    assert told("rename", "idea-need", "idea-demand", segments=2) == []
    assert told("merge", "idea-need", "idea-market", segments=2, cells=1) == []
    assert told("delete", "idea-need-old") == []


@pytest.mark.parametrize("action", ["rename", "merge", "delete"])
def test_an_unknown_code_is_told_with_the_nearest_name(action: str):
    assert told(action, "role-gide", "x") == ["unknown code 'role-gide'; did you mean role-guide?"]
    assert told(action, "zzz", "x") == ["unknown code 'zzz'; see corpus/coding/codebook.yml"]


RENAME = {
    "idea": "'idea' is its name already; give another",
    "role-guide": (
        "'role-guide' is another code already; merge 'idea' into it or choose another name"
    ),
    "Idea Two": "'Idea Two' is no id; use small letters, digits and hyphens",
    "": "'' is no id; use small letters, digits and hyphens",
    "no": "'no' would be read as another thing than a name in YAML; choose another",
    "2024-01-01": "'2024-01-01' would be read as another thing than a name in YAML; choose another",
}


@pytest.mark.parametrize("new", RENAME)
def test_a_new_name_must_be_new_and_an_id(new: str):
    assert told("rename", "idea", new) == [RENAME[new]]


def test_codes_are_merged_within_one_dimension_only():
    assert told("merge", "idea-need", "role-guide") == [
        "'idea-need' is a value of idea, 'role-guide' of role; merge codes of one dimension only"
    ]
    (message,) = told("merge", "idea-market", "idea")

    assert message == (
        "'idea-market' is a value of idea, 'idea' of no dimension; "
        "merge codes of one dimension only"
    )


def test_a_code_is_merged_into_another_known_one():
    assert told("merge", "idea", "idea") == [
        "'idea' cannot be merged into itself; name another code"
    ]
    assert told("merge", "role-guide", "zzz") == [
        "unknown code 'zzz'; rename 'role-guide' if no code is to take it in"
    ]
    assert told("merge", "role-guide", "idea-ned")[0].startswith(
        "unknown code 'idea-ned'; did you mean idea-need"
    )


def test_a_code_is_not_merged_into_one_that_lies_under_it():
    # idea-need-old > idea-need > idea: its parent would become itself
    assert told("merge", "idea", "idea-need-old") == [
        "'idea-need-old' lies under 'idea'; give it another parent first"
    ]


def test_deleting_a_code_in_use_is_refused_and_names_where():
    (message,) = told("delete", "idea-need-old", segments=2, cells=1)

    assert message == (
        "'idea-need-old' is in use in segments (2), cells (1); "
        "rename it, or merge it into another code"
    )


def test_deleting_a_code_that_others_stand_under_is_refused():
    assert told("delete", "idea") == [
        "idea-market, idea-need under 'idea' would lose the parent; give another first"
    ]


def test_a_fault_leads_to_the_code_in_the_codebook():
    (fault,) = faults("rename", "idea", "idea", codebook=BOOK, used={})

    assert fault.keys == ("codes", "idea")


# --- YAML ---------------------------------------------------------------------

CODEBOOK = """\
# the idea of it
codes:
  idea:   # idea, the first
    label: {zh: 念, en: idea}
    definition: An idea is what
      parent: idea would say, as prose goes on.
    indicators:
      en:
        - idea
        - codes
    pitfalls: |
      codes:
        - idea

        parent: idea
  idea-need:
    parent: idea   # under idea
    label: {zh: 念, en: idea}
    definition: 'idea: not (idea-need)'
  "quoted":
    parent: "idea"
    definition: idea
  flow: {parent: idea, definition: idea}
  idea-2: {definition: idea, parent: idea}
dimensions:
  idea:
    label: {zh: 念, en: idea}
    question: idea
    codes:
      - idea
      - idea-need
      - 'idea'
  other:
    codes: [idea-need, idea,
      my-idea, idea_x]  # idea
    pitfalls: idea
  same_depth:
    codes:
    - idea
    include: idea
  short: {question: idea, codes: [idea, idea-need]}
crosswalk:
  - perspective: {zh: 念, en: idea}
    dimensions: [idea]
"""

RENAMED = """\
# the idea of it
codes:
  thought:   # idea, the first
    label: {zh: 念, en: idea}
    definition: An idea is what
      parent: idea would say, as prose goes on.
    indicators:
      en:
        - idea
        - codes
    pitfalls: |
      codes:
        - idea

        parent: idea
  idea-need:
    parent: thought   # under idea
    label: {zh: 念, en: idea}
    definition: 'idea: not (idea-need)'
  "quoted":
    parent: "thought"
    definition: idea
  flow: {parent: thought, definition: idea}
  idea-2: {definition: idea, parent: thought}
dimensions:
  idea:
    label: {zh: 念, en: idea}
    question: idea
    codes:
      - thought
      - idea-need
      - 'thought'
  other:
    codes: [idea-need, thought,
      my-idea, idea_x]  # idea
    pitfalls: idea
  same_depth:
    codes:
    - thought
    include: idea
  short: {question: idea, codes: [thought, idea-need]}
crosswalk:
  - perspective: {zh: 念, en: idea}
    dimensions: [idea]
"""


def test_a_codebook_is_changed_where_the_code_is_meant_and_not_where_a_word_is():
    # the key, four parents, and 2 + 1 + 1 + 1 entries of lists
    assert renamed_in_yaml(CODEBOOK, "idea", "thought") == (RENAMED, 10)


def test_the_codebook_comes_back_when_the_name_does():
    assert renamed_in_yaml(RENAMED, "thought", "idea") == (CODEBOOK, 10)


def test_a_quoted_code_keeps_its_quotes():
    made, times = renamed_in_yaml("codes:\n  \"quoted\":\n    parent: 'quoted'\n", "quoted", "q")

    assert (made, times) == ("codes:\n  \"q\":\n    parent: 'q'\n", 2)


TYPOLOGY = """\
families:
  idea:
    label: {zh: 型, en: idea}
    types:
      idea:
        drawn_from: [idea]
        rules:
          idea: [idea, idea-need]
          other:
            - idea
        why: 'idea: idea'
      flow:
        rules: {idea: [idea], other: [idea-need, idea]}
"""


def test_a_typology_is_changed_in_its_rules_only():
    made, times = renamed_in_yaml(TYPOLOGY, "idea", "thought")

    assert times == 4
    assert made == TYPOLOGY.replace("[idea, idea-need]", "[thought, idea-need]").replace(
        "            - idea", "            - thought"
    ).replace("{idea: [idea], other: [idea-need, idea]}", (
        "{idea: [thought], other: [idea-need, thought]}"
    ))  # fmt: skip


def test_a_text_without_the_code_stays_as_it_is():
    assert renamed_in_yaml(TYPOLOGY, "nowhere", "x") == (TYPOLOGY, 0)
    assert renamed_in_yaml("", "a", "b") == ("", 0)
    assert renamed_in_yaml("codes:\r\n  a:\r\n    parent: a", "a", "b") == (
        "codes:\r\n  b:\r\n    parent: b",
        2,
    )


# --- merged and deleted, and what is meant ------------------------------------


BLOCK = """\
codes:
  idea:
    label: {zh: 念, en: idea}
    indicators:
      en:
        - need
  need:   # taken in
    parent: idea
    pitfalls: |
      codes:
        - need
  want: {parent: need}
dimensions:
  first:
    codes:
      - need
      - want
      - idea
  second: {question: need, codes: [idea, need, want]}
"""


def test_a_merged_code_loses_its_entry_and_stands_once_in_each_list():
    made, _ = merged_in_yaml(BLOCK, "need", "want")

    assert "  need:" not in made
    assert "pitfalls" not in made
    assert "        - need\n" in made  # an indicator
    assert "codes:\n      - want\n      - idea\n" in made
    assert "{question: need, codes: [idea, want]}" in made


def test_a_deleted_code_loses_its_entry_and_its_place_in_each_list():
    made, _ = merged_in_yaml(BLOCK.replace("{parent: need}", "{parent: idea}"), "need", "")

    assert "  need:" not in made
    assert "codes:\n      - want\n      - idea\n" in made
    assert "{question: need, codes: [idea, want]}" in made
    assert "        - need\n" in made


SAID: dict[str, Any] = {
    "codes": {"a": {"parent": "", "of": 1}, "b": {"parent": "", "of": 2}, "c": {"parent": "a"}},
    "dimensions": {"a": {"question": "a", "codes": ["c", "b", "a"]}},
}
RULES: dict[str, Any] = {
    "families": {
        "a": {"types": {"b": {"why": "a", "drawn_from": ["a"], "rules": {"a": ["b", "a"]}}}}
    }
}


def test_what_is_meant_by_a_new_name():
    assert meant(SAID, "a", "x") == {
        "codes": {"x": {"parent": "", "of": 1}, "b": {"parent": "", "of": 2}, "c": {"parent": "x"}},
        "dimensions": {"a": {"question": "a", "codes": ["c", "b", "x"]}},
    }
    assert meant(RULES, "a", "x")["families"]["a"]["types"]["b"] == {
        "why": "a",
        "drawn_from": ["a"],
        "rules": {"a": ["b", "x"]},
    }


def test_what_is_meant_by_a_merge_and_by_a_deletion():
    assert meant(SAID, "a", "b") == {
        "codes": {"b": {"parent": "", "of": 2}, "c": {"parent": "b"}},
        "dimensions": {"a": {"question": "a", "codes": ["c", "b"]}},
    }
    assert meant(RULES, "a", "b")["families"]["a"]["types"]["b"]["rules"] == {"a": ["b"]}
    assert meant(SAID, "c", "") == {
        "codes": {"a": {"parent": "", "of": 1}, "b": {"parent": "", "of": 2}},
        "dimensions": {"a": {"question": "a", "codes": ["b", "a"]}},
    }
    assert SAID["dimensions"]["a"]["codes"] == ["c", "b", "a"]  # what was given stays

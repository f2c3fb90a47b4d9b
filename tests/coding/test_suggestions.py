"""Suggestions: which code a word speaks for, whether it is denied, and who says so."""

from collections.abc import Iterable

import pandas as pd
import pytest

from workbench.coding.codebook import Code
from workbench.coding.suggestions import NAMED, indicators, suggestions
from workbench.schema.artefacts import SUGGESTIONS
from workbench.tokens.sentences import clause


def code(zh: Iterable[str] = (), en: Iterable[str] = ()) -> Code:
    own = {"zh": list(zh), "en": list(en)}
    return Code.model_validate(
        {"label": {"zh": "名", "en": "n"}, "definition": "d", "indicators": own}
    )


CODES = {
    "tool-money": code(["经费"], ["Money"]),
    "tool-any": code(["经费", "食堂"], ["canteen"]),
    "tool-none": code(),
}


def suggested(text: str, term: str, *, quotable: Iterable[str] = ("a",)) -> dict[str, object]:
    """What is said of the last place of ``term`` in a text, for the first code it speaks for."""
    start = text.rindex(term)
    matches = pd.DataFrame(
        [("a", start, start + len(term), term)], columns=["doc", "start", "end", "term"]
    )
    table = suggestions(CODES, matches, {"a": text}, clause, quotable=set(quotable))
    return dict(table.iloc[0])


def test_a_term_is_suggested_for_every_code_it_indicates():
    matches = pd.DataFrame({"doc": ["a"], "start": [2], "end": [4], "term": ["经费"]})
    table = suggestions(CODES, matches, {"a": "街道经费少。"}, clause)

    assert list(table.columns) == list(SUGGESTIONS)
    assert table[["doc", "start", "end", "code", "term"]].to_numpy().tolist() == [
        ["a", 2, 4, "tool-any", "经费"],
        ["a", 2, 4, "tool-money", "经费"],
    ]
    assert table.dtypes.astype(str).to_dict() == SUGGESTIONS


def test_nothing_found_is_an_empty_table_of_the_same_columns():
    matches = pd.DataFrame(columns=["doc", "start", "end", "term"])
    table = suggestions(CODES, matches, {}, clause)

    assert table.dtypes.astype(str).to_dict() == SUGGESTIONS
    assert len(table) == 0


def test_indicators_are_looked_for_in_lower_case_where_they_are_english():
    assert indicators(CODES, "zh") == {"经费", "食堂"}
    assert indicators(CODES, "en") == {"money", "canteen"}


@pytest.mark.parametrize(
    ("text", "term", "cue"),
    [
        ("村里没有经费。", "经费", "没有"),
        ("村里没有图书馆、食堂。", "食堂", "没有"),  # an enumeration shares its verb
        ("经费尚未到账。", "经费", "尚未"),
        ("经费不够，食堂开了。", "食堂", ""),  # denied in the clause before
        ("不仅有食堂。", "食堂", ""),
        ("食堂不断扩大，不少人来。", "食堂", ""),
        ("无论食堂大小。", "食堂", ""),
        ("两个不同的食堂。", "食堂", ""),
        ("未来的食堂。", "食堂", ""),
        ("不仅没有食堂。", "食堂", "没有"),
        ("没有人、食堂不开。", "食堂", "不"),  # the nearer: 0 characters, not 2
        ("这是邻居而非食堂的事。", "食堂", "而非"),
        ("楼里没建食堂。", "食堂", "没"),
        ("志愿者无私支持食堂。", "食堂", ""),
        ("无锡的食堂。", "食堂", ""),
        ("老人离不开食堂。", "食堂", ""),
        ("食堂必不可少。", "食堂", ""),
        ("有没有食堂？", "食堂", ""),
        ("不可能没有食堂。", "食堂", "没有"),  # two cues: a coder counts them, no rule does
        ("They never had money.", "money", "never"),
        ("They didn’t get money.", "money", "didn’t"),
        ("Neither money nor time.", "money", "neither"),
        ("No. 191 names money.", "money", ""),
        ("No 191 names money.", "money", "no"),
        ("It won no less than money.", "money", ""),
        ("Not only money, a canteen too.", "money", ""),
        ("It lacks money.", "money", "lacks"),
        ("A notable sum of money.", "money", ""),
        ("WITHOUT money", "money", "without"),
    ],
)
def test_a_negation_is_the_nearest_cue_in_the_clause(text: str, term: str, cue: str):
    found = suggested(text, term)

    assert (found["negated"], found["negation"]) == (bool(cue), cue)


@pytest.mark.parametrize(
    ("text", "term", "cue", "speaker"),
    [
        ("王主任说经费够了。", "经费", "说", "王主任"),
        ("王主任表示，经费够了，食堂也开了。", "食堂", "表示", "王主任"),
        ("楼长李阿姨介绍：“食堂很好。”", "食堂", "介绍", "楼长李阿姨"),
        ("王主任表示满意。食堂也开了。", "食堂", "", ""),  # another sentence
        ("说明书放在食堂。", "食堂", "", ""),
        ("食堂的王主任说好。", "食堂", "", ""),  # it belongs to the speaker
        ("According to the street office, money was short.", "money", "according to",
         "the street office"),
        ("There was no money, Ms Li said.", "money", "said", "Ms Li"),
        ("There was no money. Ms Li said so.", "money", "", ""),
        ("Ms Li said there was money.", "money", "said", "Ms Li"),
        ("According to the street office of Willow District, money came.", "money",
         "according to", "the street office of"),
        ("Money came late Ms Li said.", "Money", "said", "came late Ms Li"),
    ],
)  # fmt: skip
def test_an_attribution_names_its_cue_and_the_words_of_the_speaker(
    text: str, term: str, cue: str, speaker: str
):
    start = text.rindex(term)
    matches = pd.DataFrame(
        [("a", start, start + len(term), term.lower())], columns=["doc", "start", "end", "term"]
    )
    found = suggestions(CODES, matches, {"a": text}, clause, quotable={"a"}).iloc[0]

    assert (found["attribution"], found["speaker"]) == (cue, speaker)


def test_the_speaker_of_a_withheld_document_is_not_named():
    found = suggested("王主任说经费够了。", "经费", quotable=())

    assert (found["attribution"], found["speaker"]) == ("说", "")


def test_a_speaker_has_at_most_twenty_characters_the_last_before_the_cue():
    name = "柳溪市东岸区柳荫街道办事处社会工作科科长王某某"  # 23 characters
    found = suggested(f"{name}说经费够了。", "经费")

    assert found["speaker"] == name[-NAMED:]

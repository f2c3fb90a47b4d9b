"""Labels: every id and every fixed word has a name in both languages."""

from typing import get_args

import pandas as pd
import pytest

from workbench.corpus.cards import Case, Document
from workbench.show import labels
from workbench.show.labels import names, word

Tables = dict[str, pd.DataFrame]


def test_a_word_is_named_in_both_languages():
    assert word(labels.MARKS, "not_found").markup == (
        '<span lang="zh">查无</span> <span lang="en">looked for, not found</span>'
    )


def test_a_word_nobody_named_stands_as_it_is_and_harmless():
    assert word(labels.MARKS, "<b>").markup == "&lt;b&gt;"


def test_looked_for_and_not_looked_for_have_different_names():
    (found_zh, found_en), (looked_zh, looked_en) = (
        labels.MARKS["not_found"],
        labels.MARKS["not_looked"],
    )

    assert found_zh != looked_zh
    assert found_en != looked_en


@pytest.mark.parametrize(
    ("named", "model", "field"),
    [
        (labels.LEVELS, Case, "level"),
        (labels.GENRES, Document, "genre"),
        (labels.LANGUAGES, Document, "language"),
        (labels.RIGHTS, Document, "rights"),
    ],
)
def test_every_word_a_card_may_hold_has_a_name(named: dict[str, object], model: type, field: str):
    assert set(named) == set(get_args(model.model_fields[field].annotation))


@pytest.mark.parametrize(
    ("kind", "name", "zh"),
    [
        ("case", "c1", "街道中心"),
        ("short", "c1", "街道"),
        ("code", "weak", "弱"),
        ("dimension", "independence", "独立性"),
        ("type", "vassal", "附庸型"),
    ],
)
def test_an_id_has_a_chinese_name_for_figures(tables: Tables, kind: str, name: str, zh: str):
    assert names(tables, kind).zh(name) == zh


@pytest.mark.parametrize(
    "kind",
    ["case", "short", "place", "code", "dimension", "document", "policy", "type", "family"],
)
def test_an_id_nobody_named_is_shown_as_it_is_and_harmless(tables: Tables, kind: str):
    assert names(tables, kind)("<i>").markup == "&lt;i&gt;"
    assert names(tables, kind).zh("x-1") == "x-1"


def test_a_kind_that_does_not_exist_is_an_error(tables: Tables):
    with pytest.raises(KeyError):
        names(tables, "mood")

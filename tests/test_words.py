"""Questions to the words of a study and of a collection."""

import json
from collections.abc import Callable

import pytest

from workbench import partitions, project
from workbench.errors import InputError, UsageError
from workbench.pipeline import Report
from workbench.project import Project
from workbench.words import CollectionWords, StudyWords, Words, words

Make = Callable[..., Report]

CARD = """\
title: {zh: 会议记录, en: Minutes}
language: zh
genre: note
rights: withheld
path: data/minutes.jsonl
columns: {text: text, id: id, date: date, keep: [group]}
"""
MINUTES = [
    ("m1", "2018-03-01", "east", "社区居民讨论食堂的经费。\n食堂开到晚上。"),
    ("m2", "2018-05-01", "east", "居民讨论食堂，居民决定食堂的账本。"),
    ("m3", "2020-01-01", "west", "街道讨论道路，街道决定修路的经费。"),
    ("m4", "2020-02-01", "west", "街道的道路开工，街道讨论经费。"),
]


@pytest.fixture(scope="module")
def study(built: Project) -> Words:
    return words(built)


@pytest.fixture
def minutes(mini: Project) -> Words:
    """A collection of four short texts, cut."""
    path = mini.root / "data" / "minutes.jsonl"
    path.parent.mkdir()
    names = ("id", "date", "group", "text")
    lines = [json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in MINUTES]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    card = mini.corpus("collections", "minutes.yml")
    card.parent.mkdir()
    card.write_text(CARD, encoding="utf-8")
    made = project.find(mini.root)
    partitions.cut(made, "minutes", terms=[], engine="fast")
    return words(made, "minutes")


# --- a study -------------------------------------------------------------------------


def test_the_words_that_tell_a_document_are_no_stop_words(study: Words) -> None:
    doc = study.matrix.docs[0]
    own = set(study.matrix.words[study.matrix.take(study.matrix.rows([doc])).column])

    assert own & set(study.stopwords)
    assert set(study.tfidf(doc)["word"]) == own - set(study.stopwords)


def test_a_study_knows_city_year_and_size_of_its_documents(study: Words) -> None:
    rows = study.documents.set_index("doc")

    assert isinstance(study, StudyWords)
    assert rows.loc["policy-2018-teams", "year"] == "2018"
    assert rows["tokens"].sum() == study.matrix.sizes().sum()


def test_counts_rest_on_all_documents_and_places_on_the_texts_that_are_here(study: Words) -> None:
    # 活动室 stands in the withheld report alone
    assert "willow-report" in study.matrix.docs
    assert "活动室" in set(study.frequencies()["word"])
    with pytest.raises(UsageError, match="no text that is here has the word '活动室'"):
        study.places("活动室")


def test_stop_words_are_left_out_of_frequencies(study: Words) -> None:
    assert "的" in study.matrix.words
    assert "的" not in set(study.frequencies()["word"])


def test_a_question_may_be_asked_of_some_documents(study: Words) -> None:
    asked = study.frequencies(["stone-letter"])

    assert set(asked["language"]) == {"en"}
    assert study.concordance("居民", ["stone-letter"]).empty
    assert len(study.concordance("居民", ["policy-2018-teams"])) == 3


def test_traditional_characters_find_simplified_ones(study: Words) -> None:
    assert study.concordance("團隊").equals(study.concordance("团队"))
    assert not study.concordance("團隊").empty


def test_a_passage_is_shown_with_what_stands_around_it(study: Words) -> None:
    [hit] = study.concordance("账本").to_dict("records")
    before, match, after = study.passage(hit["doc"], hit["start"], hit["end"], around=5)

    assert match == "账本"
    assert before + match + after in study.texts[hit["doc"]]


def test_the_reasons_of_words_know_the_lexicon_of_the_study(study: Words) -> None:
    assert study.why("居民团队").iloc[0][["word", "how"]].tolist() == ["居民团队", "lexicon"]


def test_an_unknown_group_is_refused_with_the_nearest(study: Words) -> None:
    with pytest.raises(UsageError, match="no column 'genr'; did you mean genre"):
        study.contingency(["街道"], by="genr")


# --- a collection ----------------------------------------------------------------------


def test_a_collection_is_asked_like_a_study(minutes: Words) -> None:
    # east has 居民 three times, west never
    assert isinstance(minutes, CollectionWords)
    assert minutes.documents["year"].tolist() == ["2018", "2018", "2020", "2020"]
    assert minutes.documents["group"].tolist() == ["east", "east", "west", "west"]
    first = minutes.keyness(["m1", "m2"]).iloc[0]
    assert (first["word"], first["count"], first["reference_count"]) in {
        ("街道", 0, 4), ("食堂", 4, 0),
    }  # fmt: skip


def test_a_word_of_a_collection_is_found_with_its_context(minutes: Words) -> None:
    found = minutes.concordance("经费")

    assert found["doc"].tolist() == ["m1", "m3", "m4"]
    assert found["left"].iloc[0] == "社区居民讨论食堂的"
    assert minutes.concordance("经费", sort="left")["doc"].tolist() != []
    assert minutes.concordance("食堂|道路").shape[0] == 6


def test_trends_places_and_groups_of_a_collection(minutes: Words) -> None:
    assert minutes.trends(["食堂"])[["year", "count"]].to_numpy().tolist() == [
        ["2018", 4], ["2020", 0],
    ]  # fmt: skip
    assert minutes.places("街道")["doc"].tolist() == ["m3", "m3", "m4", "m4"]
    assert minutes.contingency(["食堂", "街道"], by="group").to_numpy().tolist() == [[4, 0], [0, 4]]
    assert minutes.passage("m2", 0, 2)[1] == "居民"
    assert len(minutes.texts) == 4


def test_a_collection_that_was_not_cut_says_what_to_do(mini: Project) -> None:
    card = mini.corpus("collections", "minutes.yml")
    card.parent.mkdir()
    card.write_text(CARD, encoding="utf-8")

    with pytest.raises(InputError, match="is not cut yet; run: workbench tokens"):
        words(mini, "minutes")
    with pytest.raises(UsageError, match="no collection 'minute'"):
        words(mini, "minute")

"""How much of a study is read, and for what."""

from workbench import study
from workbench.project import Project


def test_counting_one_document_reads_its_card_its_text_and_the_lexicon(mini: Project) -> None:
    part, whole = study.countable(mini, ["stone-letter"]), study.read(mini)

    assert part.documents == {"stone-letter": whole.documents["stone-letter"]}
    assert part.texts == {"stone-letter": whole.texts["stone-letter"]}
    assert part.lexicon == whole.lexicon
    assert part.findings == []


def test_counting_all_reads_what_the_counts_were_made_from_and_not_the_counts(
    mini: Project,
) -> None:
    part, whole = study.countable(mini), study.read(mini)

    assert part.documents == whole.documents
    assert list(part.features_records) == ["willow-report"]
    assert part.features_records == whole.features_records
    assert part.features == {}


def test_a_card_that_cannot_be_read_keeps_no_other_document_from_being_counted(
    mini: Project,
) -> None:
    mini.corpus("documents", "bamboo-kitchen.yml").write_text("title: [", encoding="utf-8")

    assert study.countable(mini, ["stone-letter"]).findings == []
    assert [found.path for found in study.countable(mini).findings] == [
        "corpus/documents/bamboo-kitchen.yml"
    ]


def test_the_hash_of_a_lexicon_changes_with_a_term(mini: Project) -> None:
    before = study.countable(mini).lexicon_sha256
    terms = mini.corpus("lexicon", "terms.tsv")
    terms.write_text(terms.read_text(encoding="utf-8") + "议事厅\tzh\tplace\t\n", encoding="utf-8")

    assert study.countable(mini).lexicon_sha256 != before

"""How much of a study is read, and for what."""

from workbench import study
from workbench.project import Project


def test_counting_one_document_reads_its_card_its_text_and_the_lexicon(mini: Project) -> None:
    part, whole = study.countable(mini, ["stone-letter"]), study.read(mini)

    assert part.documents == {"stone-letter": whole.documents["stone-letter"]}
    assert part.texts == {"stone-letter": whole.texts["stone-letter"]}
    assert part.lexicon == whole.lexicon
    assert part.findings == []


def test_counting_all_reads_the_counts_on_file_and_nothing_that_was_coded(mini: Project) -> None:
    part, whole = study.countable(mini), study.read(mini)

    assert part.documents == whole.documents
    assert list(part.features_records) == ["willow-report"]
    assert part.features_records == whole.features_records
    assert list(part.features) == ["willow-report"]
    assert part.segments.empty


def test_a_card_that_cannot_be_read_keeps_no_other_document_from_being_counted(
    mini: Project,
) -> None:
    mini.corpus("documents", "bamboo-kitchen.yml").write_text("title: [", encoding="utf-8")

    assert study.countable(mini, ["stone-letter"]).findings == []
    assert [found.path for found in study.countable(mini).findings] == [
        "corpus/documents/bamboo-kitchen.yml"
    ]

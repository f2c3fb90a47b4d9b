"""The notebook that explores: each question is answered in a study, and in an empty one too."""

from collections.abc import Callable

from workbench.project import Project


def test_an_empty_study_can_be_explored_and_says_what_it_lacks(
    empty: Project, executed: Callable[..., str]
):
    shown = executed(empty, "explore")

    assert "检索结果 0 处" in shown
    assert "尚无词频" in shown
    assert "两组都要有文献" in shown
    assert "<img" not in shown
    assert "词典" in shown  # a text that someone writes is cut all the same


def test_a_study_with_texts_shows_its_pictures_and_tables(
    built: Project, executed: Callable[..., str]
):
    shown = executed(built, "explore", pattern="居民", word="居民", by="language", group="zh")

    assert shown.count("data:image/svg+xml") >= 5
    assert "Key words of A against B" in shown
    assert "居民" in shown
    assert "<script>alert" not in shown

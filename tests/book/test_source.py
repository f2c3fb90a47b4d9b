import json
from pathlib import Path

import pytest

from workbench.book import assemble, config, toc
from workbench.errors import InputError

CONTENTS = """format: jb-book
root: intro
chapters:
  - file: method  # by hand
  - generated: districts
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
    (folder / "intro.md").write_text("# Intro\n", encoding="utf-8")
    return folder


def notebook(path: Path, heading: str) -> Path:
    cell = {"cell_type": "markdown", "metadata": {}, "source": [heading, "\n", "text"]}
    path.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    return path


def test_a_placeholder_becomes_its_pages_in_order_and_the_rest_stays(book: Path) -> None:
    filled = toc(book / "_toc.yml", generated={"districts": ["runs/b", "runs/a"]})

    assert filled == CONTENTS.replace(
        "  - generated: districts\n", "  - file: runs/b\n  - file: runs/a\n"
    )


def test_a_misspelt_placeholder_is_refused_with_its_line_and_the_nearest_name(book: Path) -> None:
    with pytest.raises(InputError, match=r"_toc.yml:5: .*did you mean 'district'"):
        toc(book / "_toc.yml", generated={"district": ["runs/a"]})


def test_a_placeholder_without_pages_goes_and_the_rest_stays(book: Path) -> None:
    filled = toc(book / "_toc.yml", generated={"districts": []})

    assert filled == CONTENTS.replace("  - generated: districts\n", "")


PARTS = """root: index
parts:
  - caption: Study
    chapters:
      - file: method

  - caption: Districts  # one chapter each
    chapters:
      # filled by the build
      - generated: districts
  - caption: Appendices
    chapters:
      - file: cases
        sections:
        - generated: cases
      - file: codebook
  - caption: Documents
    chapters:
      - generated: documents
"""


def test_a_list_and_a_part_go_with_the_last_page_in_them(book: Path) -> None:
    (book / "_toc.yml").write_text(PARTS, encoding="utf-8")
    filled = toc(book / "_toc.yml", generated={"districts": [], "cases": [], "documents": []})

    assert filled == (
        "root: index\nparts:\n"
        "  - caption: Study\n    chapters:\n      - file: method\n\n"
        "      # filled by the build\n"
        "  - caption: Appendices\n    chapters:\n      - file: cases\n      - file: codebook\n"
    )


def test_a_list_that_still_has_a_page_stays(book: Path) -> None:
    (book / "_toc.yml").write_text(PARTS, encoding="utf-8")
    pages = {"districts": ["d"], "cases": ["c"], "documents": ["e"]}
    filled = toc(book / "_toc.yml", generated=pages)

    assert filled.count("chapters:") == 4
    assert "        sections:\n        - file: c\n" in filled


def test_contents_of_nothing_but_empty_parts_are_the_first_page(book: Path) -> None:
    parts = "root: index\nparts:\n- caption: Districts\n  chapters:\n  - generated: districts\n"
    (book / "_toc.yml").write_text(parts, encoding="utf-8")

    assert toc(book / "_toc.yml", generated={"districts": []}) == "root: index\n"


def test_pages_without_a_placeholder_are_refused(book: Path) -> None:
    with pytest.raises(InputError, match="no place for the generated pages 'evidence'"):
        toc(book / "_toc.yml", generated={"districts": ["a"], "evidence": ["b"]})


def test_the_source_holds_what_was_written_and_what_was_made_and_nothing_older(
    book: Path, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    run = notebook(tmp_path / "run.ipynb", "# Run")
    filled = toc(book / "_toc.yml", generated={"districts": ["runs/a"]})
    pages = {"_toc.yml": filled, "evidence/a.md": "# A\n"}
    assemble(source, handwritten=book, notebooks={}, pages={**pages, "old.md": "# Old\n"})
    assemble(source, handwritten=book, notebooks={"runs/a.ipynb": run}, pages=pages)

    names = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    assert names == {"_toc.yml", "intro.md", "evidence/a.md", "runs/a.ipynb"}


def test_everything_that_does_not_fit_is_refused_at_once_and_the_old_source_stays(
    book: Path, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    with pytest.raises(InputError) as refusal:
        assemble(
            source,
            handwritten=book,
            notebooks={"runs/a.ipynb": tmp_path / "absent.ipynb"},
            pages={"intro.md": "# Mine", "../outside.md": "# Out"},
        )

    said = str(refusal.value)
    assert "intro.md: is made twice" in said
    assert "../outside.md: lies outside the book" in said
    assert "absent.ipynb is not there; run the study first" in said
    assert list(source.iterdir()) == []


def test_a_placeholder_left_open_is_refused(book: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"_toc\.yml:5: the placeholder was not filled"):
        assemble(tmp_path / "source", handwritten=book, notebooks={}, pages={})


def test_title_and_author_of_the_book_are_those_of_the_study():
    text = 'title: "x"  # set\nauthor: y\nlogo: ""\n'
    named = config(text, title='A "b" 社区 \\1', author="C, D")

    assert named == 'title: "A \\"b\\" 社区 \\\\1"\nauthor: "C, D"\nlogo: ""\n'
    with pytest.raises(InputError, match="one line 'author"):
        config("title: x\n", title="A", author="B")

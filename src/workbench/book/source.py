"""The source of the whole book: what was written and what was made, in one folder.

Sphinx reads one folder. A study's `book/` holds only what people wrote; runs
and evidence pages are made by the build. They meet here, in a folder that is
made anew every time, so that no page of an earlier build survives in it.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from workbench.book.pictures import captioned
from workbench.book.swap import replacing
from workbench.errors import Finding, InputError, refuse

TOC = "_toc.yml"
REPLACED = {TOC, "_config.yml"}  # hand-written files that a generated one may replace
PLACEHOLDER = re.compile(r"^(?P<indent>\s*)- +generated: *(?P<name>[\w-]+)\s*(?:#.*)?$")
LIST = re.compile(r"\s*(?:parts|chapters|sections|entries): *(?:#.*)?")
PART = re.compile(r"\s*- +caption:")
BLANK = re.compile(r"\s*(?:#.*)?")
NOT_SOURCE = {"_build", "__pycache__", ".ipynb_checkpoints", ".DS_Store", "Thumbs.db"}


def toc(handwritten_toc: Path, *, generated: Mapping[str, list[str]]) -> str:
    """Return the contents of the book, its placeholders replaced by pages.

    The hand-written file says where generated pages go by an entry such as
    ``- generated: districts``; each becomes one ``- file:`` entry a page, in
    the order given. Where a study has no such page yet, the entry goes, and with
    it the list and the part that would be empty. The rest of the file, comments
    included, stays as it is.
    """
    lines = handwritten_toc.read_text(encoding="utf-8").splitlines()
    marks = {i: mark for i, line in enumerate(lines) if (mark := PLACEHOLDER.match(line))}
    named = {mark["name"] for mark in marks.values()}
    refuse(
        [
            Finding(TOC, i + 1, _problem(mark["name"], generated))
            for i, mark in marks.items()
            if mark["name"] not in generated
        ]
        + [
            Finding(TOC, 0, f"has no place for the generated pages {name!r}; "
                            f"add the entry '- generated: {name}'")
            for name in sorted(set(generated) - named)
            if generated[name]
        ]
    )  # fmt: skip
    filled = [
        text
        for i, line in enumerate(lines)
        for text in (_entries(marks[i], generated) if i in marks else [line])
    ]
    return "".join(f"{line}\n" for line in _without_empty_lists(filled))


def _entries(mark: re.Match[str], generated: Mapping[str, list[str]]) -> list[str]:
    return [f"{mark['indent']}- file: {page}" for page in generated[mark["name"]]]


def _without_empty_lists(lines: list[str]) -> list[str]:
    """The contents without lists that hold nothing, and without parts that hold no list."""
    for i, line in enumerate(lines):
        below = next((each for each in lines[i + 1 :] if not BLANK.fullmatch(each)), "")
        if not _holds(line, below) and (LIST.fullmatch(line) or PART.match(line)):
            return _without_empty_lists(lines[:i] + lines[i + 1 :])
    return lines


def _holds(line: str, below: str) -> bool:
    """Whether ``below``, the next line that says something, belongs to ``line``."""
    item = LIST.fullmatch(line) and below.lstrip().startswith("- ")
    return _indent(below) > _indent(line) or bool(item and _indent(below) == _indent(line))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _problem(name: str, generated: Mapping[str, list[str]]) -> str:
    near = difflib.get_close_matches(name, generated, 1)
    known = f"did you mean {near[0]!r}?" if near else f"there are {sorted(generated)}"
    return f"nothing called {name!r} is generated; {known}"


def assemble(
    source: Path,
    *,
    handwritten: Path,
    notebooks: Mapping[str, Path],
    pages: Mapping[str, str],
) -> None:
    """Make ``source`` the complete Sphinx source of the book.

    handwritten : the study's `book/` folder.
    notebooks : executed notebooks, by their place in the book.
    pages : generated MyST, by its place in the book. `_toc.yml` is given here
        when it has placeholders (see ``toc``), and `_config.yml` when its title
        is the study's (see ``config``); no other hand-written file is replaced.
    """
    written = {path.relative_to(handwritten).as_posix() for path in _files(handwritten)}
    refuse(clashes(written, notebooks=notebooks, pages=pages))
    with replacing(source) as fresh:
        for name in sorted(written):
            _place(fresh, name).write_bytes((handwritten / name).read_bytes())
        for name, notebook in sorted(notebooks.items()):
            _place(fresh, name).write_bytes(captioned(notebook.read_bytes()))
        for name, text in sorted(pages.items()):
            _place(fresh, name).write_text(text, encoding="utf-8", newline="\n")
        _refuse_placeholders(fresh / TOC)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in NOT_SOURCE:
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def _place(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def clashes(
    written: set[str],
    *,
    notebooks: Mapping[str, Path],
    pages: Mapping[str, str],
) -> list[Finding]:
    """Everything that keeps these parts from lying in one folder."""
    made = [*notebooks, *pages]
    outside = [name for name in made if ".." in PurePosixPath(name).parts or name.startswith("/")]
    twice = (written & set(made) - REPLACED) | (set(notebooks) & set(pages))
    return [
        *(Finding(name, 0, "lies outside the book; give a path below it") for name in outside),
        *(Finding(name, 0, "is made twice; rename one of the two") for name in twice),
        *(
            Finding(name, 0, f"the notebook {path} is not there; run the study first")
            for name, path in notebooks.items()
            if not path.is_file()
        ),
    ]


def _refuse_placeholders(contents: Path) -> None:
    if not contents.is_file():
        raise InputError(f"{TOC}: the book has no contents; write one beside its chapters")
    lines = contents.read_text(encoding="utf-8").splitlines()
    refuse(
        [
            Finding(TOC, number, "the placeholder was not filled; pass toc(…) as a page")
            for number, line in enumerate(lines, start=1)
            if PLACEHOLDER.match(line)
        ]
    )

"""The texts that are measured on: a folder of one's own, or words drawn at random.

``WORKBENCH_BENCH`` names a folder with the files of ``FILES``: a JSON document a line, with
``id``, ``group``, ``date`` and ``text``, compressed by xz.
"""

import json
import lzma
import os
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.intake import WORDS

FILES = {"zh": "zh_laws.jsonl.xz", "en": "en_sources.jsonl.xz"}
SIZES = {"zh": (3475, 5800), "en": (245, 49_600)}  # documents, characters in each, if made up
GROUPS = {"zh": "上海", "en": "later"}
TERMS = {"zh": "社区", "en": "peace"}
PART = 10  # a quick look is at every tenth document
FEW = 10

Document = dict[str, Any]


class Corpus(NamedTuple):
    """Texts of one language as lines of JSON, and what is asked of them.

    ``few`` are ten of the documents. ``group`` is compared with all others; ``term`` is
    what a concordance is made of.
    """

    language: str
    path: Path
    few: Path
    documents: int
    characters: int
    source: str
    group: str
    term: str

    @classmethod
    def of(cls, values: Sequence[Any]) -> "Corpus":
        """The same from values that came through JSON."""
        language, path, few, *rest = values
        return cls(language, Path(path), Path(few), *rest)

    def __str__(self) -> str:
        return f"{self.source}: {self.documents:,} documents, {self.characters:,} characters"


def prepared(folder: str, quick: bool) -> dict[str, Corpus]:
    """The corpora by language, written as plain lines below ``folder``."""
    return {language: _corpus(language, Path(folder), quick=quick) for language in FILES}


def read(path: str | Path) -> list[Document]:
    """The documents of a file of lines."""
    return list(lines(Path(path)))


def texts(path: str | Path) -> list[tuple[str, str]]:
    """The id and the text of each document."""
    return [(document["id"], document["text"]) for document in lines(Path(path))]


def lines(path: Path) -> Iterator[Document]:
    """The documents of a file of lines, one at a time."""
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def write(documents: Iterable[Document], path: Path) -> tuple[int, int]:
    """Write documents as lines of JSON; returns how many, and their characters."""
    number = characters = 0
    with path.open("w", encoding="utf-8") as stream:
        for document in documents:
            stream.write(json.dumps(document, ensure_ascii=False) + "\n")
            number += 1
            characters += len(document["text"])
    return number, characters


def repeated(corpus: Corpus, times: int, path: Path) -> tuple[int, int]:
    """Write a corpus several times over, each time under other ids."""
    return write(
        (
            document | {"id": f"{time}-{document['id']}"}
            for time in range(times)
            for document in lines(corpus.path)
        ),
        path,
    )


def changed(path: Path, number: int, word: str) -> None:
    """Add a word to the end of document ``number`` in a file of lines."""
    before = path.with_suffix(".before")
    path.rename(before)
    write(
        (
            document | {"text": document["text"] + word} if at == number else document
            for at, document in enumerate(lines(before))
        ),
        path,
    )
    before.unlink()


def _corpus(language: str, folder: Path, *, quick: bool) -> Corpus:
    given = os.environ.get("WORKBENCH_BENCH", "")
    source = Path(given) / FILES[language]
    if given and not source.is_file():
        sys.exit(f"WORKBENCH_BENCH has no {FILES[language]}; leave it empty for texts made up")
    found = _stored(source) if given else _drawn(language)
    kept = (document for at, document in enumerate(found) if at % PART == 0 or not quick)
    path, few = folder / f"{language}.jsonl", folder / f"{language}-few.jsonl"
    documents, characters = write(kept, path)
    if not given or len({document["group"] for document in lines(path)}) == 1:
        _halve(path, documents, language)
    write(_few(path, GROUPS[language], TERMS[language]), few)
    name = FILES[language].partition(".")[0] if given else f"words drawn at random ({language})"
    return Corpus(
        *(language, path, few, documents, characters),
        *(f"a tenth of {name}" if quick else name, GROUPS[language], TERMS[language]),
    )


def _stored(source: Path) -> Iterator[Document]:
    with lzma.open(source, "rt", encoding="utf-8") as stream:
        for line in stream:
            document = json.loads(line)
            yield {key: document[key] for key in ("id", "group", "date", "text")}


def _halve(path: Path, documents: int, language: str) -> None:
    """Make the second half of a file a group of its own."""
    before = path.with_suffix(".before")
    path.rename(before)
    groups = ["others", GROUPS[language]]
    halves = (
        document | {"group": groups[2 * at >= documents]}
        for at, document in enumerate(lines(before))
    )
    write(halves, path)
    before.unlink()


def _few(path: Path, group: str, term: str) -> Iterator[Document]:
    """Documents in and outside a group, as many of both; those with the term first."""
    for side in (True, False):
        own = [
            (term not in document["text"], at)
            for at, document in enumerate(lines(path))
            if (document["group"] == group) == side
        ]
        chosen = {at for _, at in sorted(own)[: FEW // 2]}
        yield from (document for at, document in enumerate(lines(path)) if at in chosen)


# --- texts made up ------------------------------------------------------------------


def _drawn(language: str) -> Iterator[Document]:
    number, length = SIZES[language]
    vocabulary = _vocabulary(language)
    for at in range(number):
        chance = random.Random(at)  # noqa: S311 — nothing is kept secret here
        text = "\n".join(_paragraphs(language, vocabulary, chance, length))
        date = f"{2000 + at % 20}-{1 + at % 12:02}-{1 + at % 28:02}"
        yield {"id": f"{language}-{at}", "group": "", "date": date, "text": text}


def _vocabulary(language: str) -> tuple[list[str], list[float]]:
    """Words with the sums of their weights: for Chinese those of jieba's dictionary."""
    if language == "en":
        words = [*WORDS["en"], TERMS["en"]]
        weights = [1 / rank for rank in range(1, len(words) + 1)]
    else:
        from importlib.util import find_spec

        found = find_spec("jieba")
        assert found
        assert found.origin
        listed = Path(found.origin).with_name("dict.txt").read_text(encoding="utf-8")
        entries = [line.split(" ") for line in listed.splitlines()]
        words, weights = [entry[0] for entry in entries], [float(entry[1]) for entry in entries]
    return words, list(accumulate(weights))


def _paragraphs(
    language: str, vocabulary: tuple[list[str], list[float]], chance: random.Random, length: int
) -> Iterator[str]:
    words, weights = vocabulary
    between, stop = ("", "。") if language == "zh" else (" ", ".")
    while length > 0:
        said = chance.choices(words, cum_weights=weights, k=chance.randint(20, 120))
        sentences = [
            between.join(said[at : at + 12]).capitalize() + stop for at in range(0, len(said), 12)
        ]
        paragraph = between.join(sentences)
        yield paragraph
        length -= len(paragraph)

"""From paths to documents: the files of a folder, the rows of a collection."""

import codecs
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Literal

from workbench import store
from workbench.corpus import importers, texts
from workbench.corpus.facts import Fact
from workbench.corpus.importers import Extract, collection, decoding
from workbench.corpus.importers.collection import BadRow, Ignored, Row
from workbench.errors import InputError, UsageError
from workbench.intake import metadata
from workbench.intake.item import Declared, Source

Kind = Literal["csv", "tsv", "jsonl", "parquet"]

COLLECTIONS: dict[str, Kind] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".parquet": "parquet",
}
METADATA = "metadata.csv"
BLOCK = 1 << 20  # bytes of a collection that are looked at in one go


def listed(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Every file to bring in, with the name it is shown by; nothing hidden, no metadata."""
    stems: dict[Path, Counter[str]] = {}  # of the folders that hold YAML
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
        within = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in within:
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            hidden = any(part.startswith((".", "~$")) for part in Path(name).parts)
            if file.is_file() and not hidden and not _is_metadata(file, stems):
                # bytes of a name that are no UTF-8 could stand on no card
                yield file, name.encode(errors="surrogateescape").decode(errors="replace")


def _is_metadata(file: Path, stems: dict[Path, Counter[str]]) -> bool:
    """``metadata.csv``, and a YAML file beside the file it speaks of."""
    if file.suffix in {".yml", ".yaml"}:
        if file.parent not in stems:
            stems[file.parent] = Counter(other.stem for other in file.parent.iterdir())
        return stems[file.parent][file.stem] > 1
    return file.name == METADATA


class Sources:
    """The documents of files, and what lies beside them; ``remarks`` are about whole files."""

    def __init__(self, declared: Declared, known: Container[str]) -> None:
        self.declared, self.known = declared, known
        self.remarks: list[str] = []
        self._tables: dict[Path, dict[str, dict[str, str]]] = {}
        self._broken: set[Path] = set()

    def of(self, path: Path, name: str) -> Iterator[Source]:
        """The documents of one file: itself, or the rows of a collection."""
        try:
            if path.suffix.lower() in COLLECTIONS:
                yield from self._rows(path, name)
            else:
                yield self._file(path, name)
        except (InputError, UsageError) as error:
            yield Source(name, "", problems=(str(error),))
        except OSError as error:
            yield Source(name, "", problems=(f"cannot be read ({error.strerror})",))

    def _file(self, path: Path, name: str) -> Source:
        limit = self.declared.max_mb * 2**20
        if path.stat().st_size > limit:
            message = f"larger than {self.declared.max_mb} MB; split it, or raise --max-mb"
            return Source(name, "", problems=(message,))
        data = path.read_bytes()
        known = store.sha256(data)
        if known in self.known:
            return Source(name, known)
        beside, problems = self._beside(path)
        try:
            extract = importers.read(data, path.name, encoding=self.declared.encoding, limit=limit)
        except InputError as error:
            return Source(name, known, beside=beside, problems=(str(error), *problems))
        front, more = metadata.yaml(extract.front_matter, "front matter")
        return Source(name, known, extract, front | beside, problems=(*problems, *more))

    def _rows(self, path: Path, name: str) -> Iterator[Source]:
        kind = COLLECTIONS[path.suffix.lower()]
        for row in _read_rows(path, kind, self.declared):
            if isinstance(row, Ignored):
                self.remarks.append(f"{name}: columns not used: {', '.join(row.columns)}")
                continue
            shown = f"{name} row {row.number}"
            if isinstance(row, BadRow):
                yield Source(shown, "", row=row.number, problems=(row.message,))
                continue
            beside, problems = metadata.said(row.fields, f"row {row.number}")
            extract = Extract(row.text, kind, "")
            yield Source(
                shown, store.sha256(row.text), extract, beside, row.number, tuple(problems)
            )

    def _beside(self, path: Path) -> tuple[dict[str, Fact], list[str]]:
        """What a YAML file beside it and the folder's ``metadata.csv`` say of a file."""
        said = self._table(path.parent).get(metadata.spelled(path.name), {})
        facts, problems = metadata.said(said, METADATA)
        for own in (path.with_suffix(".yml"), path.with_suffix(".yaml")):
            if own.is_file() and own != path:
                written = texts.stored(own.read_bytes())
                if written is None:
                    problems.append(f"{own.name}: not UTF-8; save it as UTF-8")
                more, wrong = metadata.yaml(written or "", own.name)
                facts, problems = facts | more, problems + wrong
        return facts, problems

    def _table(self, folder: Path) -> dict[str, dict[str, str]]:
        path = folder / METADATA
        if folder in self._broken:  # what is wrong with it was said of the first file
            raise InputError(f"waits until {path} is mended")
        if folder not in self._tables and path.is_file():
            try:
                said, unused = metadata.table(path.read_bytes(), self.declared.encoding)
            except InputError as error:
                self._broken.add(folder)
                raise InputError(f"{path}: {error}") from None
            there = {metadata.spelled(file.name) for file in folder.iterdir()}
            self.remarks += [f"{path}: columns not used: {', '.join(unused)}"] if unused else []
            self.remarks += [
                f"{path}: no file {name!r} beside it" for name in sorted(said.keys() - there)
            ]
            self._tables[folder] = said
        return self._tables.get(folder, {})


def _read_rows(path: Path, kind: Kind, declared: Declared) -> Iterator[Row | BadRow | Ignored]:
    column = declared.text_column
    if kind != "parquet":
        with path.open(encoding=_encoding(path, declared.encoding), newline="") as lines:
            yield from collection.rows(lines, kind, text_column=column)
        return
    for number, row in enumerate(store.parquet_rows(path), start=1):
        if number == 1 and (unused := collection.unused(row, text_column=column)):
            yield Ignored(number, unused)
        yield collection.row(number, row, text_column=column)


def _encoding(path: Path, declared: str) -> str:
    """How a collection is read: by its mark, as UTF-8, as declared; never by a guess.

    All of it is looked at before the first row is taken, for a wrong encoding can look
    like text, and half a collection is worse than none.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    marked = next((codec for mark, codec in decoding.MARKS.items() if head.startswith(mark)), "")
    if marked:
        codec = {"utf-8": "utf-8-sig"}.get(marked, marked[: len("utf-16")])  # both drop the mark
    elif (bad := _first_bad(path, "utf-8")) < 0:
        return "utf-8"
    elif declared:
        codec = decoding.known_encoding(declared)
    else:
        hint = "say --encoding gb18030, big5 or the one it was saved in"
        raise InputError(f"not UTF-8 at byte {bad}, no encoding declared; {hint}")
    if (bad := _first_bad(path, codec)) >= 0:
        raise InputError(f"not {codec} at byte {bad}; save it as UTF-8")
    with path.open(encoding=codec, newline="") as lines:
        for number, line in enumerate(lines, start=1):
            if odd := decoding.unused(line, codec):
                raise InputError(f"line {number} {odd}; save it as UTF-8")
    return codec


def _first_bad(path: Path, codec: str) -> int:
    """The first byte that is not of ``codec``, or -1."""
    decoder = codecs.getincrementaldecoder(codec)()
    done = 0
    with path.open("rb") as stream:
        while True:
            held, block = len(decoder.getstate()[0]), stream.read(BLOCK)
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return done - held + error.start
            if not block:
                return -1
            done += len(block)

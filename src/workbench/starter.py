"""Another study: a folder with everything the workbench needs, and nothing in it yet.

What every study shares (notebooks, how the book is rendered, stop words) exists
once, in the repository of the workbench; the wheel carries a copy of it. What an
author rewrites lies in ``starter_files`` beside this module.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from workbench import files
from workbench.errors import UsageError
from workbench.project import SETTINGS
from workbench.schema import CELLS_FILE, FIGURES_FILE, SEGMENTS_FILE, Label, Schema

FILES = Path(__file__).parent / "starter_files"
REPOSITORY = Path(__file__).parents[2]

# Files and folders of the repository that every study has; pyproject.toml packs them.
SHARED = (
    *(f"notebooks/{name}.ipynb" for name in ("codebook", "comparison", "district", "explore")),
    *(f"notebooks/{name}.ipynb" for name in ("framework", "qca", "sensitivity", "sources")),
    "notebooks/switchboard.ipynb",
    *("book/_ext", "book/_static", "book/pdf", "book/evidence"),
    *("book/_config.yml", "book/_toc.yml", "book/references.md"),
    *("corpus/lexicon/stopwords-en.tsv", "corpus/lexicon/stopwords-zh.tsv"),
)
DOTTED = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
TABLES: dict[str, Schema] = {
    "corpus/coding/segments/lead.csv": SEGMENTS_FILE,
    "corpus/coding/figures.csv": FIGURES_FILE,
    "corpus/coding/cells.csv": CELLS_FILE,
}
FOLDERS = ("corpus/documents", "corpus/cases", "corpus/texts", "corpus/withheld")
LEFT_BEHIND = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}


def init(
    folder: Path, *, title_zh: str = "", title_en: str = "", authors: Sequence[str] = ()
) -> list[Path]:
    """Write a new study into ``folder``, which is made if need be; returns its files.

    A title in one language stands for both, and without any the study is called
    like its folder. Raises UsageError where the folder holds or lies in a study,
    or holds a file that would be overwritten. Whatever fails, no file is left.
    """
    root = folder.resolve()
    title = _title(title_zh, title_en, otherwise=root.name)
    contents = _copied() | _filled(title) | _heads() | {SETTINGS: _settings(title, authors)}
    _refuse(root, contents)
    written: list[Path] = []
    try:
        for name, data in contents.items():
            written.append(files.write_bytes(data, root / name))
    except BaseException:
        for path in written:
            path.unlink()
        raise
    for name in FOLDERS:
        (root / name).mkdir(parents=True, exist_ok=True)
    return sorted(written)


def _title(zh: str, en: str, *, otherwise: str) -> Label:
    zh, en = " ".join(zh.split()), " ".join(en.split())
    return Label(zh=zh or en or otherwise, en=en or zh or otherwise)


def _refuse(root: Path, names: Iterable[str]) -> None:
    """Raise where a study is there already or a file is in the way."""
    around = [each for each in (root, *root.parents) if (each / SETTINGS).is_file()]
    if around:
        raise UsageError(f"{around[0]} is a study already; name a folder outside it")
    outside = next((each for each in (root, *root.parents) if each.exists()), root)
    if not outside.is_dir():
        raise UsageError(f"{outside} is a file; name a folder")
    there = sorted(name for name in names if (root / name).exists())
    if there:
        listed = "\n".join(f"  {name}" for name in there)
        raise UsageError(f"{root} holds files that would be overwritten; move them:\n{listed}")


def _shared(name: str) -> Path:
    """A shared file or folder: packed in the wheel, in the repository otherwise."""
    packed = FILES / "shared" / name
    return packed if packed.exists() else REPOSITORY / name


def _copied() -> dict[str, bytes]:
    """What every study has alike, by its place in the study."""
    found: dict[str, bytes] = {}
    for name in SHARED:
        whole = _shared(name)
        for path in sorted(whole.rglob("*")) if whole.is_dir() else [whole]:
            if path.is_file() and not LEFT_BEHIND & set(path.parts):
                below = path.relative_to(whole).as_posix()
                found[name if path == whole else f"{name}/{below}"] = path.read_bytes()
    return found


def _filled(title: Label) -> dict[str, bytes]:
    """What the author rewrites, under the title of the study."""
    shown = " ".join(dict.fromkeys((title.zh, title.en)))
    return {
        DOTTED.get(name, name): files.read_text(path)
        .replace("STUDY-TITLE", _literal(shown))
        .encode()
        for name, path in _own().items()
    }


def _own() -> Mapping[str, Path]:
    paths = {path.relative_to(FILES).as_posix(): path for path in sorted(FILES.rglob("*"))}
    return {
        name: path
        for name, path in paths.items()
        if path.is_file() and not name.startswith("shared/") and not LEFT_BEHIND & set(path.parts)
    }


def _literal(title: str) -> str:
    """A title that Markdown shows as it is."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", title)


def _heads() -> dict[str, bytes]:
    """The tables people write, without rows yet."""
    return {name: f"{','.join(columns)}\n".encode() for name, columns in TABLES.items()}


def _settings(title: Label, authors: Sequence[str]) -> bytes:
    return f"""\
# The study's settings; a key that the workbench does not know is refused.
title:
  zh: {_quoted(title.zh)}
  en: {_quoted(title.en)}
authors: [{", ".join(map(_quoted, authors))}]
# Places of corpus/places.yml with a chapter of their own, in this order; while the
# list is empty, every district that has a case gets one.
districts: []
""".encode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

"""The book on paper: PDF by Typst, and DOCX for those who want to comment.

Neither TeX nor a browser nor a font of the machine is needed: pandoc and Typst
come with the environment, and the Chinese font with zhplot.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pypandoc
import typst

from workbench.book.manuscript import manuscript, spine
from workbench.book.webfont import font_folder
from workbench.book.word import finish
from workbench.errors import InputError
from workbench.files import write_bytes

EPOCH = "315532800"  # 1980-01-01, the earliest date a DOCX can carry
CONTENTS = "--metadata=toc-title=Contents 目录"
# Names of places in ASCII: readers of PDF do not agree on how others are written.
READER = "--from=html-native_divs+ascii_identifiers"
MAIN = '#import "book.typ": *\n#show: book.with(..json("about.json"))\n\n'


def pdf(
    html_dir: Path,
    out: Path,
    *,
    template: Path,
    title: str | None = None,
    author: str | None = None,
    date: str = "",
) -> None:
    """Typeset the site in ``html_dir`` as the file ``out``.

    template : the folder with `book.typ` and `typst.lua` (a study's `book/pdf/`).
    title, author : as in `_config.yml` unless given.
    date : printed on the title page; nothing is printed if it is empty.

    The same site gives the same bytes.
    """
    about = spine(html_dir)
    facts = {
        "title": title or about.title,
        "author": author or about.author,
        "date": date,
        "language": about.language,
    }
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work).resolve()
        shutil.copytree(template, folder, dirs_exist_ok=True)
        text = manuscript(html_dir, folder=folder)
        body = pandoc(text, "--to=typst", f"--lua-filter={folder / 'typst.lua'}", folder=folder)
        (folder / "about.json").write_text(json.dumps(facts), encoding="utf-8")
        (folder / "main.typ").write_text(MAIN + body, encoding="utf-8")
        _compile(folder / "main.typ", folder / "main.pdf")
        write_bytes((folder / "main.pdf").read_bytes(), out)


def docx(html_dir: Path, out: Path, *, title: str | None = None, date: str = "") -> None:
    """Write the site in ``html_dir`` as a Word document."""
    about = spine(html_dir)
    facts = {"title": title or about.title, "author": about.author, "date": date}
    options = [f"--metadata={name}={value}" for name, value in facts.items() if value]
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work).resolve()
        text = manuscript(html_dir, folder=folder)
        for drawing in sorted(folder.glob("*.svg")):
            text = text.replace(f'src="{drawing.name}"', f'src="{pixels(drawing).name}"')
        fresh = folder / "main.docx"
        pandoc(text, "--to=docx", "--toc", CONTENTS, *options, f"--output={fresh}", folder=folder)
        finish(fresh)
        write_bytes(fresh.read_bytes(), out)


def pixels(drawing: Path) -> Path:
    """The drawing as PNG beside it: Word wants one, and Typst knows how."""
    sheet = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{drawing.name}")'
    drawing.with_suffix(".typ").write_text(sheet, encoding="utf-8")
    _compile(drawing.with_suffix(".typ"), drawing.with_suffix(".png"))
    return drawing.with_suffix(".png")


def pandoc(text: str, *options: str, folder: Path) -> str:
    """Run pandoc on one HTML text whose pictures lie in ``folder``."""
    command = [pypandoc.get_pandoc_path(), READER, "--wrap=none", *options]
    settled = {"SOURCE_DATE_EPOCH": EPOCH, **os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(  # noqa: S603
        command, input=text.encode(), cwd=folder, env=settled, capture_output=True, check=False
    )
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode or "Could not" in said:
        raise InputError(f"pandoc could not read the book; correct the page it names:\n{said}")
    return done.stdout.decode()


def _compile(main: Path, out: Path) -> None:
    """Let Typst make a PDF or PNG; it sees the folder of ``main`` and our fonts only."""
    try:
        typst.compile(
            main,
            output=out,
            root=main.parent,
            font_paths=[font_folder()],
            ignore_system_fonts=True,
            ppi=200.0,
        )
    except typst.TypstError as error:
        hints = "\n".join(error.hints)
        raise InputError(f"the PDF was not set: {error.message}\n{hints}".rstrip()) from error

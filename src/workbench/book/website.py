"""The book as web pages that need nothing but themselves."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from workbench.book.anchors import links
from workbench.book.captions import number_tables
from workbench.book.hosts import external_requests
from workbench.book.sphinx import render
from workbench.book.swap import replacing
from workbench.book.webfont import add_webfont
from workbench.errors import Finding, refuse

# What Sphinx and the theme leave behind for themselves.
NOT_FOR_READERS = (".buildinfo", ".nojekyll", "_static/*.html", "_static/**/*.map")


def html(
    source: Path,
    out: Path,
    *,
    log: Path | None = None,
    gate: Callable[[Path], list[Finding]] = lambda _: [],
) -> None:
    """Render the assembled ``source`` into the folder ``out``.

    Nothing is published that is not whole: a warning of Sphinx, a link that
    does not arrive, a request to another host or what ``gate`` finds in the pages
    refuses the build, and ``out`` stays as it was. What Sphinx said is kept in
    ``log`` (beside ``out``).
    """
    log = log or out.with_name(f"{out.name}.log")
    with replacing(out) as fresh, tempfile.TemporaryDirectory() as work:
        built = render(source.resolve(), Path(work), log=log)
        shutil.copytree(built, fresh, dirs_exist_ok=True)
        for leftover in (path for name in NOT_FOR_READERS for path in fresh.glob(name)):
            leftover.unlink()
        number_tables(fresh)
        add_webfont(fresh)
        refuse(external_requests(fresh) + links(fresh) + gate(fresh))

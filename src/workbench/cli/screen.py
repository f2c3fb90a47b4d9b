"""What every command shares: the application, the two consoles, the way a refusal ends."""

import io
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typer.core import TyperGroup

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.holdings import Pair

# The groups of commands in the order of the work.
CORPUS = "The corpus"
ASKING = "Questions"
BUILDING = "The build"
JOINERS = "\u200c\u200d\u2060"  # seen only in what they make of their neighbours

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


class Commands(TyperGroup):
    """All commands; Ctrl-C in any of them says that nothing is lost, where typer says nothing."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was typed."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            err.print("interrupted; run the same command again to go on where it stopped")
            raise typer.Exit(130) from None


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="From a corpus of documents to a published comparison; every value leads to a span.",
    epilog="Examples: `workbench add ~/papers --case jiyang` · `workbench build` · "
    "`workbench status` · `workbench find 枢纽型`",
)


def main() -> None:
    """Run a command; a refusal is printed as it stands and sets the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that has no Chinese shows its number
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except WorkbenchError as error:
        err.print(f"[red]refused:[/] {plain(str(error))}")
        sys.exit(error.exit_code)


def plain(text: str) -> str:
    """``text`` without a meaning to the console or the terminal."""
    return "".join(c if _is_harmless(c) else "\ufffd" for c in text).replace("[", r"\[")


def _is_harmless(character: str) -> bool:
    if character.isprintable() or character in "\n" + JOINERS:
        return True
    return unicodedata.category(character) == "Zs"  # a space of another width


def number(count: int, what: str) -> str:
    """How many there are of something, in words."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def likeness(pair: "Pair") -> str:
    """Two documents that resemble each other, in words."""
    about = "about " if pair.estimated else ""
    return f"{pair.one} and {pair.other}: {pair.kind}, similarity {about}{pair.similarity:.2f}"


@contextmanager
def progress(verb: str, what: str) -> Iterator[Callable[[int, int], None]]:
    """Give what tells how many are done: a bar on a terminal, else a line each tenth of many."""
    columns = (TextColumn(verb), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shown = err.is_terminal
    with Progress(*columns, console=err, disable=not shown, transient=True) as bar:
        task = bar.add_task(verb, total=None)
        told = -1

        def tell(done: int, of: int) -> None:
            nonlocal told
            bar.update(task, completed=done, total=of)
            if not shown and of > 100 and (tenth := 10 * done // of) > told:
                told = tenth
                err.print(f"{verb}: {done} of {of} {what}")

        yield tell

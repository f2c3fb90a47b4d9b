"""What every command shares: the application, the two consoles, the way a refusal ends."""

import sys
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.holdings import Pair

# The groups of commands in the order of the work.
CORPUS = "The corpus"
ASKING = "Questions"
BUILDING = "The build"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="From a corpus of documents to a published comparison; every value leads to a span.",
    epilog="Examples: `workbench add ~/papers --case jiyang` · `workbench build` · "
    "`workbench status` · `workbench find 枢纽型`",
)
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def main() -> None:
    """Run a command; a refusal is printed as it stands and sets the exit code."""
    try:
        app()
    except WorkbenchError as error:
        err.print(f"[red]refused:[/] {plain(str(error))}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        err.print("interrupted; run the same command again to go on where it stopped")
        sys.exit(130)


def plain(text: str) -> str:
    """``text`` without a meaning to the console or the terminal."""
    visible = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)
    return visible.replace("[", r"\[")


def likeness(pair: "Pair") -> str:
    """Two documents that resemble each other, in words."""
    about = "about " if pair.estimated else ""
    return f"{pair.one} and {pair.other}: {pair.kind}, similarity {about}{pair.similarity:.2f}"

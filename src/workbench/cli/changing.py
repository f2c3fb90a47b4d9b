"""What has changed since a commit, on the terminal or as JSON."""

import json
import sys
from typing import Annotated

import typer
from rich.table import Table

from workbench import project as projects
from workbench.cli.screen import ASKING, app, err, number, out, plain


@app.command(rich_help_panel=ASKING)
def changes(
    ref: Annotated[str, typer.Argument(help="A commit, tag or branch of git.")] = "HEAD",
    cells: Annotated[bool, typer.Option("--cells", help="Only cells.")] = False,
    types: Annotated[bool, typer.Option("--types", help="Only types.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it for a machine.")] = False,
) -> None:
    """Say which cells, segments and types have changed since an earlier commit.

    Matrix and types of then are derived by the rules of then and the code of today.
    Example: `workbench changes` · `workbench changes HEAD~3 --types` · `workbench changes --json`
    """
    from workbench import changes as history

    found = history.since(projects.find(), ref)
    asked = [name for name, wanted in (("cells", cells), ("types", types)) if wanted]
    rows = found.table[found.table["what"].isin(asked or list(history.KEYS))]
    if as_json:
        said = {"commit": found.commit, "notes": found.notes, "changes": rows.to_dict("records")}
        sys.stdout.write(json.dumps(said, ensure_ascii=False, indent=1) + "\n")
        return
    for note in found.notes:
        err.print(plain(f"note: {note}"))
    if len(rows):
        table = Table("what", "case", "name", "change", box=None, pad_edge=False)
        for name in ("before", "after"):
            table.add_column(name, overflow="fold")
        for row in rows.to_dict("records"):
            change = row["column"] if row["change"] == "changed" else row["change"]
            shown = (row["what"], row["case"], row["name"], change, row["before"], row["after"])
            table.add_row(*map(plain, shown))
        out.print(table)
    out.print(f"{number(len(rows), 'change')} since {found.commit[:12]}")

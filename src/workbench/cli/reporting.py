"""What `workbench add` says: what was taken and what was found out, or why not."""

from typing import TYPE_CHECKING

import typer

from workbench.cli.screen import likeness, number, out, plain

if TYPE_CHECKING:
    from workbench.holdings import Pair
    from workbench.intake import Item

DETAILED = 12  # documents of one call that are shown with all that was found in them
LISTED = 200  # documents of one call that get a line each; of more only the first ...
FIRST = 50
NOTED = 20  # different notes of a larger call
SHOWN = 40  # characters of what was cut


def report(items: "list[Item]", twins: "list[Pair]", *, dry_run: bool) -> None:
    """Say what became of each document; ends with exit code 1 where one was refused."""
    states: dict[str, list[Item]] = {"added": [], "known": [], "refused": []}
    for item in items:
        states[item.state].append(item)
    verb = "would be added" if dry_run else "added"
    _added(states["added"], verb)
    for place, item in enumerate(states["known"]):
        if item.notes or place < DETAILED:
            said = "; ".join(item.notes) or "nothing changed"
            out.print(plain(f"known    {item.name}: here already as {item.doc}; {said}"))
    for item in states["refused"]:
        for problem in item.problems:
            out.print(plain(f"refused  {item.name}: {problem}"))
    for pair in twins:
        out.print(plain(f"twins    {likeness(pair)}; write reprint_of or distinct_from on a card"))
    _closing(states, verb, dry_run=dry_run)
    if states["refused"]:
        raise typer.Exit(1)


def _added(items: "list[Item]", verb: str) -> None:
    if len(items) <= DETAILED:
        for item in items:
            _details(item, verb)
        return
    shown = items if len(items) <= LISTED else items[:FIRST]
    for item in shown:
        _line(item, verb)
    if len(items) > len(shown):
        more = len(items) - len(shown)
        out.print(f"{verb:8} and {more:,} more; every card says where its values were found")
    _notes(items)


def _closing(states: "dict[str, list[Item]]", verb: str, *, dry_run: bool) -> None:
    waiting = sum(bool(item.awaited) for item in states["added"])
    out.print(
        f"{len(states['added'])} {verb}, {len(states['known'])} here already, "
        f"{len(states['refused'])} refused; the book waits for fields of {number(waiting, 'card')}"
    )
    if states["added"] and not dry_run:
        out.print("next: fill the cards in corpus/documents/, then workbench check")


def _notes(items: "list[Item]") -> None:
    """The notes of many documents, each said once with those it is said of."""
    said: dict[str, list[str]] = {}
    for item in items:
        for note in item.notes:
            said.setdefault(note, []).append(item.doc)
    for note, docs in list(said.items())[:NOTED]:
        more = f" and {len(docs) - 3} more" if len(docs) > 3 else ""
        out.print(plain(f"note     {note}: {', '.join(docs[:3])}{more}"))
    if len(said) > NOTED:
        out.print(f"note     {len(said) - NOTED} more")


def _line(item: "Item", verb: str) -> None:
    """One of many documents: what a reader would look for first."""
    named = ("title", "title_zh", "title_en")
    title = next((item.facts[name].value for name in named if name in item.facts), "no title")
    known = [item.facts[name].value for name in ("date", "genre") if name in item.facts]
    counts = [number(len(item.cuts), "cut"), number(len(item.offered), "repair")]
    lacks = [f"waits for {', '.join(item.awaited)}"] if item.awaited else []
    lacks += [f"could have {', '.join(item.welcome)}"] if item.welcome else []
    said = "; ".join([title, *known, ", ".join(counts), *lacks])
    out.print(plain(f"{verb:8} {item.doc}: {item.name}; {said}"))


def _details(item: "Item", verb: str) -> None:
    out.print(plain(f"{verb:8} {item.doc}: {item.name}, {number(len(item.text), 'character')}"))
    for name, fact in item.facts.items():
        out.print(plain(f"         {name}: {fact.value} ({fact.where})"))
    for cut in item.cuts:
        shown = " ".join(item.text[cut.start : cut.end].split())
        shown = shown if len(shown) <= SHOWN else shown[: SHOWN - 1] + "…"
        out.print(plain(f"         cut [{cut.start}, {cut.end}) {cut.kind}: {cut.why}: {shown}"))
    for name, proof in item.offered.items():
        out.print(plain(f"         repair {name}: {proof}"))
    for note in item.notes:
        out.print(plain(f"         note: {note}"))
    if item.awaited:
        out.print(plain(f"         the book waits for: {', '.join(item.awaited)}"))
    if item.welcome:
        out.print(plain(f"         could be added: {', '.join(item.welcome)}"))

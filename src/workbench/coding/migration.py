"""Changes of the codebook that reach what was coded: a code renamed, merged or deleted.

Nothing here writes a file. A change is first tried against ``faults``, then made in
each table and in the YAML files, and one row of ``MIGRATIONS_FILE`` remembers it.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Literal

import pandas as pd

from workbench.coding.codebook import Codebook
from workbench.errors import Fault, did_you_mean
from workbench.schema import ID, MIGRATIONS_FILE, ids

Action = Literal["rename", "merge", "delete"]

_YAML_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def uses(
    code: str, segments: pd.DataFrame, cells: pd.DataFrame, type_table: pd.DataFrame
) -> dict[str, int]:
    """How many rows of which table bear ``code``; a table without any is left out."""
    columns = {
        "segments": segments["code"],
        "cells": cells["value"],
        "type_table": type_table["value"],
    }
    counts = {name: sum(code in ids(cell) for cell in column) for name, column in columns.items()}
    return {name: count for name, count in counts.items() if count}


def renamed(table: pd.DataFrame, column: str, old: str, new: str) -> pd.DataFrame:
    """``table`` with ``new`` for ``old`` in ``column``, whose cells may join several ids.

    Order and index stay, and so does every cell without ``old``. Where a merge makes
    a cell name ``new`` twice, the first stays.
    """
    cells = [
        ";".join(dict.fromkeys(new if code == old else code for code in ids(cell)))
        if old in ids(cell)
        else cell
        for cell in table[column]
    ]
    return table.assign(**{column: pd.Series(cells, table.index, table[column].dtype)})


def faults(
    action: Action, old: str, new: str, *, codebook: Codebook, used: Mapping[str, int]
) -> list[Fault]:
    """Why ``action`` on ``old`` may not be done; empty if it may.

    ``used`` is what ``uses`` found, with whatever else must not lose the code: place ->
    times. ``new`` is the id to come, the code to merge into, or empty for a deletion.
    """
    if old not in codebook.codes:
        near = did_you_mean(old, codebook.codes) or "; see corpus/coding/codebook.yml"
        return [Fault("", ("codes",), f"unknown code {old!r}{near}")]
    if action == "delete":
        told = _delete(old, codebook, used)
    else:
        told = (_rename if action == "rename" else _merge)(old, new, codebook)
    return [Fault("", ("codes", old), message) for message in told]


def _rename(old: str, new: str, codebook: Codebook) -> Iterator[str]:
    if new == old:
        yield f"{old!r} is its name already; give another"
    elif new in codebook.codes:
        yield f"{new!r} is another code already; merge {old!r} into it or choose another name"
    elif not re.fullmatch(ID, new):
        yield f"{new!r} is no id; use small letters, digits and hyphens"
    elif new[0].isdigit() or new in _YAML_WORDS:
        yield f"{new!r} would be read as another thing than a name in YAML; choose another"


def _merge(old: str, new: str, codebook: Codebook) -> Iterator[str]:
    if new == old:
        yield f"{old!r} cannot be merged into itself; name another code"
        return
    if new not in codebook.codes:
        near = did_you_mean(new, codebook.codes) or f"; rename {old!r} if no code is to take it in"
        yield f"unknown code {new!r}{near}"
        return
    mine, other = _dimension(old, codebook), _dimension(new, codebook)
    if mine != other:
        yield (
            f"{old!r} is a value of {mine or 'no dimension'}, {new!r} of "
            f"{other or 'no dimension'}; merge codes of one dimension only"
        )
    if old in _above(new, codebook):
        yield f"{new!r} lies under {old!r}; give it another parent first"


def _delete(old: str, codebook: Codebook, used: Mapping[str, int]) -> Iterator[str]:
    if used:
        where = ", ".join(f"{place} ({times})" for place, times in used.items())
        yield f"{old!r} is in use in {where}; rename it, or merge it into another code"
    under = [name for name, code in codebook.codes.items() if code.parent == old]
    if under:
        yield f"{', '.join(under)} under {old!r} would lose the parent; give another first"


def _dimension(code: str, codebook: Codebook) -> str:
    return next((name for name, d in codebook.dimensions.items() if code in d.codes), "")


def _above(code: str, codebook: Codebook) -> list[str]:
    path: list[str] = []
    while code in codebook.codes and code not in path:
        path.append(code)
        code = codebook.codes[code].parent
    return [*path[1:], code]


def logged(
    migrations: pd.DataFrame, action: Action, old: str, new: str, *, rows: int, why: str
) -> pd.DataFrame:
    """``migrations`` with one more step at its end, as ``MIGRATIONS_FILE``."""
    step = int(migrations["step"].max()) + 1 if len(migrations) else 1
    row = pd.DataFrame([[step, action, old, new, rows, why]], columns=list(MIGRATIONS_FILE))
    both = pd.concat([migrations, row], ignore_index=True) if len(migrations) else row
    return both.astype(MIGRATIONS_FILE)


# --- YAML, changed as the text it is, so that its comments and lines stay -------

_KEY = re.compile(r"(?P<indent> *)(?P<key>[^\s#'\"\[{][^:#]*|'[^']*'|\"[^\"]*\") *:(?=\s|$)")
_ITEM = re.compile(r" *- ")


def renamed_in_yaml(text: str, old: str, new: str) -> tuple[str, int]:
    """A codebook or typology with ``new`` for the code ``old``, and how often it stood there.

    Changed are the key of the code, the ``parent`` of others, and the lists under
    ``codes`` of a dimension and under ``rules`` of a type; every other text, an
    indicator or a definition that happens to be the same word, is left alone. Of the
    flow style ``{…}`` it reads records of one line. Two codes merged leave a key or a
    list entry twice: take one out.
    """
    lines, count = [], 0
    for line, path, spot in _spots(text):
        done, times = _replaced(line, path, spot, old, new)
        lines.append(done)
        count += times
    return "".join(lines), count


def merged_in_yaml(text: str, old: str, new: str) -> tuple[str, int]:
    """As ``renamed_in_yaml``, where ``new`` stands already: the entry of ``old`` goes.

    With an empty ``new`` the code is taken out of the lists as well.
    """
    kept = "".join(line for line, path, _ in _spots(text) if path[:2] != ("codes", old))
    made, count = renamed_in_yaml(kept, old, new or old)
    return "".join(_listed_once(made, new or old, keep=int(bool(new)))), count


def meant(said: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    """What a codebook or a typology says with ``new`` for ``old``, to hold a changed text to.

    ``said`` is its dump. Where ``new`` is a code already it stays as it is; with an
    empty ``new`` the code is taken out.
    """
    made = deepcopy(dict(said))
    codes = made.get("codes", {})
    if (gone := codes.pop(old, None)) and new:
        codes.setdefault(new, gone)
    for code in codes.values():
        code["parent"] = new if code["parent"] == old else code["parent"]
    rules = [
        kind["rules"] for of in made.get("families", {}).values() for kind in of["types"].values()
    ]
    for lists in [*made.get("dimensions", {}).values(), *rules]:
        for name, listed in lists.items():
            if isinstance(listed, list) and old in listed:
                now = dict.fromkeys(new if code == old else code for code in listed)
                lists[name] = [code for code in now if code]
    return made


def _listed_once(text: str, code: str, *, keep: int) -> Iterator[str]:
    """The lines of ``text``, with ``code`` at most ``keep`` times in each list of codes."""
    seen: dict[tuple[str, ...], int] = {}
    for line, path, spot in _spots(text):
        record = path[:1] == ("dimensions",) and len(path) == 2  # {…, codes: […]}
        if not record and path[-1:] != ("codes",) and "rules" not in path:
            yield line
        elif _ITEM.match(line) and _uncommented(line[spot:]).strip() == code:
            seen[path] = seen.get(path, 0) + 1
            if seen[path] <= keep:
                yield line
        else:
            flow = (r"(\bcodes: *)" if record else "()") + r"\[([^\]]*)\]"
            yield re.sub(flow, lambda found: found[1] + _flow_once(found[2], code, keep), line)


def _flow_once(items: str, code: str, keep: int) -> str:
    listed = [item.strip() for item in items.split(",")]
    first = listed.index(code) if keep and code in listed else None
    kept = [item for at, item in enumerate(listed) if item != code or at == first]
    return f"[{', '.join(kept)}]" if len(kept) < len(listed) else f"[{items}]"


def _spots(text: str) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Each line with the keys that lead to its value and where in it the value starts."""
    stack: list[tuple[int, str]] = []
    running = False  # the value of the last key goes on in deeper lines
    for line in text.splitlines(keepends=True):
        body = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        if not body or (body.startswith("#") and not running):
            yield line, (), 0
            continue
        spot = indent
        if not (running and indent > stack[-1][0]):
            running = False
            item, key = _ITEM.match(line), _KEY.match(line)
            while stack and (stack[-1][0] > indent or (not item and stack[-1][0] == indent)):
                stack.pop()
            if item:
                spot = item.end()
            elif key:
                stack.append((indent, key["key"].strip("'\"")))
                spot = key.end()
                running = bool(_uncommented(line[spot:]).strip())
        yield line, tuple(name for _, name in stack), spot


def _replaced(line: str, path: tuple[str, ...], spot: int, old: str, new: str) -> tuple[str, int]:
    word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    head, value = line[:spot], _uncommented(line[spot:])
    rest = line[spot + len(value) :]
    key = 0
    match path:
        case ("codes", name):
            if name == old:
                head, key = word.subn(new, head)
            within = r"(?:^|[{,])\s*parent: *[^,}]*"
        case ("dimensions", _):
            within = r"(?:^|[{,])\s*codes: *\[[^\]]*"
        case ("families", _, "types", _, "rules"):
            within = r"\[[^\]]*"
        case ("codes", _, "parent") | ("dimensions", _, "codes"):
            within = r".+"
        case ("families", _, "types", _, "rules", _):
            within = r".+"
        case _:
            return line, 0
    found = sum(len(word.findall(part)) for part in re.findall(within, value))
    value = re.sub(within, lambda part: word.sub(new, part[0]), value)
    return head + value + rest, key + found


def _uncommented(value: str) -> str:
    return re.split(r"(?:^|\s)#", value, maxsplit=1)[0]

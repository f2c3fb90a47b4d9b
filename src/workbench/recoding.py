"""A change of the codebook that reaches everything coded, and is remembered.

Renaming, merging or deleting a code is one step: codebook, typology, conclusions and all
tables that name the code change together, or nothing does. So every file is held from
before it is read until all are saved, and put back as it was if one cannot be saved.
"""

import codecs
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from glob import escape
from pathlib import Path
from typing import TypeVar

import pandas as pd
from pydantic import BaseModel

from workbench import errors, files, store
from workbench import project as projects
from workbench.coding import anchors, codebook, migration
from workbench.coding.codebook import Codebook
from workbench.coding.migration import Action
from workbench.comparison import recoded as conclusions
from workbench.comparison import typology
from workbench.errors import EnvironmentFault, Locked, UsageError
from workbench.files import Edit
from workbench.project import Project
from workbench.schema import CELLS_FILE, MIGRATIONS_FILE, SEGMENTS_FILE, TYPE_TABLE_FILE, Schema
from workbench.study import Study, read

CODING = "corpus/coding"
BOOK, RULES = f"{CODING}/codebook.yml", f"{CODING}/typology.yml"
TOLD = f"{CODING}/conclusions.yml"  # not every study has it
LOG = f"{CODING}/migrations.csv"
Model = TypeVar("Model", bound=BaseModel)


def recode(project: Project, old: str, new: str, *, why: str) -> tuple[str, dict[str, int]]:
    """Rename the code ``old`` to ``new``, merge it into ``new`` if that is a code, or delete it.

    An empty ``new`` deletes. Returns the action and how many rows of which file changed.
    Raises UsageError where a code is unknown or still needed, where two passages of one
    coder would say the same, and where the YAML is written in a way that the change
    cannot follow; Locked where someone else is at work on one of the files. Whatever is
    raised, every file is as it was.
    """
    with ExitStack() as held:
        edits = {
            shown: held.enter_context(files.editing(project.root / shown, root=project.root))
            for shown in _named(project)
        }
        study = read(project)
        _unmoved(project, edits)
        study.refuse()
        action = _action(study, old, new)
        texts = {shown: _changed(edits[shown].data, action, old, new) for shown in (BOOK, RULES)}
        if TOLD in edits:
            texts[TOLD] = _told(study, edits[TOLD].data, old, new)
        tables, rows = _tables(study, _check(study, texts, old, new), old, new)
        log = _log(edits[LOG].path, (action, old, new), rows, why)
        _save(edits, {**tables, **texts, LOG: log})
    return action, rows


def _named(project: Project) -> list[str]:
    """The log, the YAML files and the tables that are there."""
    tables = sorted(project.corpus("coding", "segments").glob("*.csv"))
    tables += [project.root / TOLD]
    tables += [project.corpus("coding", f"{name}.csv") for name in ("cells", "type_table")]
    return [LOG, BOOK, RULES, *(project.relative(path) for path in tables if path.is_file())]


def _unmoved(project: Project, edits: Mapping[str, Edit]) -> None:
    """Raise Locked unless the files held are what the study was read from."""
    moved = [shown for shown, edit in edits.items() if (_bytes(edit.path) or b"") != edit.data]
    if moved := sorted({*moved, *set(_named(project)) - set(edits)}):
        what = f"{', '.join(moved)} changed while the study was read; nothing was written"
        raise Locked(f"{what}; look at it, then do the same again")


def _action(study: Study, old: str, new: str) -> Action:
    """What is to be done; raises UsageError where it may not be."""
    codes = study.codebook.codes
    action: Action = "delete" if not new else "merge" if new in codes else "rename"
    used = migration.uses(old, study.segments, study.cells, study.type_table)
    kinds = [kind for _, _, kind in typology.types(study.typology)] if study.typology else []
    if count := sum(old in accepted for kind in kinds for accepted in kind.rules.values()):
        used["typology.yml"] = count
    if count := conclusions.uses(study.conclusions, old):
        used["conclusions.yml"] = count
    if faults := migration.faults(action, old, new, codebook=study.codebook, used=used):
        raise UsageError("; ".join(fault.message for fault in faults))
    return action


# --- what is to be written ----------------------------------------------------


def _changed(data: bytes, action: Action, old: str, new: str) -> bytes:
    change = migration.renamed_in_yaml if action == "rename" else migration.merged_in_yaml
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + change(data.decode("utf-8-sig"), old, new)[0].encode()


def _check(study: Study, texts: Mapping[str, bytes], old: str, new: str) -> Codebook:
    """The codebook as it will be.

    Raises UsageError unless the files say what they said, with ``new`` for ``old`` and
    nothing else changed: they are rewritten as text, which not every style of YAML allows.
    """
    assert study.typology is not None  # or the study would have been refused
    book = _made(BOOK, texts, study.codebook, old, new)
    rules = _made(RULES, texts, study.typology, old, new)
    codes_of = {name: dimension.codes for name, dimension in book.dimensions.items()}
    if faults := codebook.faults(book) + typology.faults(rules, codes_of):
        raise UsageError(f"{BOOK} would not fit: {faults[0].message}; change it by hand")
    return book


def _made(shown: str, texts: Mapping[str, bytes], was: Model, old: str, new: str) -> Model:
    source, _ = projects.parse_yaml(texts[shown].decode("utf-8-sig"), shown=shown)
    made = source.parse(type(was))[0] if source else None
    if made is None or made.model_dump() != migration.meant(was.model_dump(), old, new):
        what = f"{shown}: {old!r} stands there in a way that cannot be followed (in braces?)"
        raise UsageError(f"{what}; nothing was written; change it by hand")
    return made


def _told(study: Study, data: bytes, old: str, new: str) -> bytes:
    """The conclusions as they will be; a code that is deleted stands in none of them."""
    text = conclusions.recoded(data.decode("utf-8-sig"), old, new)
    source, _ = projects.parse_yaml(text, shown=TOLD)
    made = source.parse(type(study.conclusions))[0] if source else None
    if made is None or made.model_dump() != conclusions.meant(study.conclusions, old, new):
        what = f"{TOLD}: {old!r} stands there outside of square brackets"
        raise UsageError(f"{what}; nothing was written; change it by hand")
    return text.encode()


def _tables(
    study: Study, meant: Codebook, old: str, new: str
) -> tuple[dict[str, bytes], dict[str, int]]:
    """The tables that change, by file, as they will be, and how many rows of each."""
    tables, rows = dict[str, bytes](), dict[str, int]()
    for shown, (before, column, schema) in _coded(study).items():
        after = migration.renamed(before, column, old, new)
        if "rank" in schema:  # of a value that may stand elsewhere in its dimension now
            pairs = zip(after["dimension"], after["value"], strict=True)
            after["rank"] = [meant.dimensions[dimension].rank(value) for dimension, value in pairs]
        if schema is SEGMENTS_FILE and (repeated := anchors.repeated(after)):
            said = "; ".join(fault.message for fault in repeated)
            raise UsageError(f"{shown}: passages would repeat: {said}")
        columns = [column, *{"rank"} & set(schema)]
        if count := int((before[columns] != after[columns]).any(axis="columns").sum()):
            tables[shown], rows[shown] = store.csv_text(after, schema).encode(), count
    return tables, rows


def _coded(study: Study) -> dict[str, tuple[pd.DataFrame, str, Schema]]:
    """Each table that names codes, by file, with the column where it does."""
    coded = {
        f"{CODING}/segments/{coder}.csv": (rows[list(SEGMENTS_FILE)], "code", SEGMENTS_FILE)
        for coder, rows in study.segments.groupby("coder", sort=True)
    }
    coded[f"{CODING}/cells.csv"] = (study.cells, "value", CELLS_FILE)
    coded[f"{CODING}/type_table.csv"] = (study.type_table, "value", TYPE_TABLE_FILE)
    return coded


def _log(path: Path, step: tuple[Action, str, str], rows: dict[str, int], why: str) -> bytes:
    none = store.empty(MIGRATIONS_FILE), list[errors.Finding]()
    before, findings = store.read_csv(path, MIGRATIONS_FILE, shown=LOG) if path.is_file() else none
    errors.refuse(findings)  # a row that cannot be read would be lost
    segments = sum(count for shown, count in rows.items() if "/segments/" in shown)
    after = migration.logged(before, *step, rows=segments, why=why)
    return store.csv_text(after, MIGRATIONS_FILE).encode()


# --- all of it or nothing -----------------------------------------------------


def _save(edits: Mapping[str, Edit], made: Mapping[str, bytes]) -> None:
    """Save what differs, the log last; copies of all that is replaced but the log are kept."""
    new = {edits[shown]: data for shown, data in made.items() if data != edits[shown].data}
    old = {edit: _bytes(edit.path) for edit in new}
    kept = _kept(old)
    try:
        for edit in old:
            if edit is not edits[LOG]:  # which only ever grows
                files.keep(edit.path)
        for edit, data in new.items():
            edit.save(data)
    except BaseException as error:
        if left := [str(edit.path) for edit in new if not _put_back(edit, old[edit], new[edit])]:
            what = f"{', '.join(left)}: changed, although the rest could not be ({error})"
            todo = "put the newest NAME.replaced-N beside it in its place"
            raise EnvironmentFault(f"{what}; {todo}") from error
        for path in _kept(old) - kept:
            path.unlink()
        raise


def _put_back(edit: Edit, old: bytes | None, new: bytes) -> bool:
    with suppress(OSError, EnvironmentFault):
        if _bytes(edit.path) == new:  # or it was not its turn yet
            edit.path.unlink() if old is None else files.write_bytes(old, edit.path)
        return True
    return False


def _kept(edits: Iterable[Edit]) -> set[Path]:
    names = ((edit.path.parent, escape(edit.path.name)) for edit in edits)
    return {path for folder, name in names for path in folder.glob(f"{name}.replaced-*")}


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None

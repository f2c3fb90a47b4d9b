"""What is said of a file by another hand: beside it, in a table, at its head."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping

from workbench import project as projects
from workbench.corpus.facts import SEVERAL, SINGLE, SPELLED, Fact
from workbench.corpus.importers import decoding
from workbench.errors import InputError, did_you_mean
from workbench.schema import ID


def yaml(text: str, where: str) -> tuple[dict[str, Fact], list[str]]:
    """The fields that YAML gives, and what is wrong with it; ``where`` names it to the user."""
    if not text.strip():
        return {}, []
    source, findings = projects.parse_yaml(text, shown=where)
    if source is None:
        return {}, [str(finding) for finding in findings]
    if not isinstance(source.data, dict):
        return {}, [f"{where}: write one `field: value` a line"]
    flat: dict[str, str] = {}
    for key, value in source.data.items():
        if key == "title" and isinstance(value, dict):
            flat |= {f"title_{language}": str(title) for language, title in value.items()}
        elif isinstance(value, list):
            flat[key] = ";".join(map(str, value))
        else:
            flat[key] = "" if value is None else str(value)
    return said(flat, where)


def said(given: Mapping[str, str], where: str) -> tuple[dict[str, Fact], list[str]]:
    """Fields of a card, by their names or the ones people use; others are problems."""
    facts, problems = {}, []
    for key, value in given.items():
        name = SPELLED.get(key, key)
        if name not in (*SINGLE, *SEVERAL):
            known = (*SINGLE, *SEVERAL)
            near = did_you_mean(name, known) or f"; the fields are {', '.join(known)}"
            problems.append(f"{where}: no such field {key!r}{near}")
        elif name == "id" and value and not re.fullmatch(ID, value):
            problems.append(f"{where}: id {value!r} is not small letters, digits and hyphens")
        elif name == "id" and value.startswith("case-"):
            problems.append(f"{where}: id {value!r} may not begin with case-")
        elif value:
            facts[name] = Fact(value, where)
    return facts, problems


def table(data: bytes, encoding: str) -> tuple[dict[str, dict[str, str]], list[str]]:
    """What a ``metadata.csv`` says: file name -> fields; and the columns it has for nothing.

    Read as any text: UTF-8, or else what is declared. Raises InputError where it is no
    table with a column ``file`` that names each file once.
    """
    text = decoding.decode(data, encoding).text
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    given: dict[str, dict[str, str]] = {}
    try:
        header = [name.strip() for name in next(reader, [])]
        if "file" not in header:
            raise InputError(f"no column 'file'; the columns are {', '.join(header)}")
        for row in filter(None, reader):
            if len(row) != len(header):
                wrong = f"{len(row)} fields where the header names {len(header)}"
                raise InputError(f"line {reader.line_num}: {wrong}")
            fields = {name: value.strip() for name, value in zip(header, row, strict=True)}
            name = spelled(fields.pop("file"))
            if name in given:
                raise InputError(f"line {reader.line_num}: {name!r} stands twice; keep one")
            given[name] = fields
    except csv.Error as error:
        raise InputError(f"line {reader.line_num}: {error}; check the quotation marks") from None
    unused = [name for name in header if SPELLED.get(name, name) not in ("file", *SINGLE, *SEVERAL)]
    kept = {name: {k: v for k, v in row.items() if k not in unused} for name, row in given.items()}
    return kept, unused


def spelled(name: str) -> str:
    """A file name as it is compared: a disk may keep its accents apart from their letters."""
    return unicodedata.normalize("NFC", name)

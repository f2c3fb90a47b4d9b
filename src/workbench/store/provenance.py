"""What an artefact was made from: the hashes beside it, and what they say today."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from workbench.files import read_text, write_text


@dataclass(frozen=True)
class Provenance:
    """What an artefact was made from; the same provenance gives the same bytes.

    ``inputs`` maps what was read (a path from the study's root, or ``code`` for
    the package) to its sha256, or to an empty string where it is absent.
    """

    inputs: dict[str, str]
    settings: dict[str, Any]
    versions: dict[str, str]

    def difference(self, other: "Provenance") -> list[str]:
        """What differs in ``other``, each as ``changed|new|gone NAME``."""
        return [
            *_difference(self.inputs, other.inputs, "file"),
            *_difference(self.settings, other.settings, "setting"),
            *_difference(self.versions, other.versions, "version of"),
        ]


def _difference(old: dict[str, Any], new: dict[str, Any], kind: str) -> list[str]:
    def verb(name: str) -> str:
        return "new" if name not in old else "gone" if name not in new else "changed"

    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return [f"{verb(name)} {kind} {name}" for name in names]


def sha256(data: bytes | str) -> str:
    """The sha256 of bytes, or of the UTF-8 bytes of a string, in hexadecimal."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def file_hash(path: Path) -> str:
    """The sha256 of a file's bytes, or of a folder's files with their names.

    An empty string where there is neither.
    """
    if path.is_dir():
        held = sorted(each for each in path.rglob("*") if each.is_file())
        return sha256("".join(f"{each.relative_to(path)} {file_hash(each)}\n" for each in held))
    if not path.is_file():
        return ""
    with path.open("rb") as stream:  # may be larger than the memory
        return hashlib.file_digest(stream, "sha256").hexdigest()


def versions(*packages: str) -> dict[str, str]:
    """The installed version of each package."""
    return {package: version(package) for package in packages}


def write_json(data: Any, path: Path) -> Path:
    """Write ``data`` as JSON with sorted keys and a final line end."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    return write_text(text + "\n", path)


def read_json(path: Path) -> Any:
    """The data of a JSON file."""
    return json.loads(read_text(path))


def write_sidecar(path: Path, made_from: Provenance, **facts: Any) -> Path:
    """Say beside ``path`` what it was made from and which bytes it has."""
    record = {"artefact": path.name, "sha256": file_hash(path), **facts, **vars(made_from)}
    return write_json(record, path.with_name(path.name + ".json"))


def is_intact(path: Path) -> bool:
    """Whether an artefact is there with the bytes that were written."""
    sidecar = path.with_name(path.name + ".json")
    try:
        return bool(read_json(sidecar)["sha256"] == file_hash(path))
    except (OSError, ValueError, KeyError):  # not there, or not whole
        return False


def staleness(paths: Iterable[Path], made_from: Provenance) -> list[str] | None:
    """Why artefacts have to be made again: [] if all are fresh, None if one is missing."""
    each = [_staleness(path, made_from) for path in paths]
    if any(reasons is None for reasons in each):
        return None
    return sorted({reason for reasons in each for reason in reasons or []})


def _staleness(path: Path, made_from: Provenance) -> list[str] | None:
    sidecar = path.with_name(path.name + ".json")
    try:
        record = read_json(sidecar)
        old = Provenance(record["inputs"], record["settings"], record["versions"])
    except (OSError, ValueError, KeyError):  # not there, or not whole
        return None
    if not path.exists():
        return None
    altered = [] if record["sha256"] == file_hash(path) else [f"altered by hand: {path.name}"]
    return altered + old.difference(made_from)

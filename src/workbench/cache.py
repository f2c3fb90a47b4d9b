"""What this machine keeps to be quicker next time. Nothing in it is needed.

It lies in the user's own cache folder, and what anyone else could have written is never
read. Without such a folder everything works, a second slower.
"""

import contextlib
import hashlib
import io
import os
import stat
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.errors import EnvironmentFault
from workbench.files import write_bytes

Arrays = Mapping[str, NDArray[Any]]


def arrays(name: str, source: bytes, make: Callable[[], Arrays]) -> Arrays:
    """What ``make`` makes of ``source``, kept under its hash; not to be changed."""
    path = _folder() / f"{name}-{hashlib.sha256(source).hexdigest()[:32]}.npz"
    held = _held(path)
    if held is None:
        held = make()
        packed = io.BytesIO()
        np.savez(packed, **dict(held))  # type: ignore[arg-type]
        with contextlib.suppress(EnvironmentFault):
            write_bytes(packed.getvalue(), path)
            path.chmod(0o600)
    return held


def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("workbench", appauthor=False)


def _held(path: Path) -> Arrays | None:
    """The arrays of a file that only this user can have written, or None."""
    try:
        if not all(map(_is_own, (path, path.parent))):
            return None
        with np.load(path, allow_pickle=False) as packed:
            return {name: packed[name] for name in packed.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def _is_own(path: Path) -> bool:
    if not hasattr(os, "getuid"):  # on Windows the folder is within the user's profile
        return True
    seen = path.stat()
    return seen.st_uid == os.getuid() and not seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH)

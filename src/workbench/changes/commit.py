"""The study as it stood at a commit. The only module that knows git."""

import io
import os
import subprocess
import tarfile
from pathlib import Path

from workbench.errors import EnvironmentFault, UsageError

# Cells are compared by the hashes of their passages: no text is needed.
LEFT_OUT = ("texts", "withheld", "features", "collections", "archive")


def resolved(root: Path, ref: str) -> str:
    """The full hash of a commit.

    Raises UsageError where the study is not kept in git or ``ref`` names no commit,
    EnvironmentFault where git is missing.
    """
    try:
        _git(root, "rev-parse", "--git-dir")
    except UsageError as error:
        raise UsageError(f"changes are told from git, which says: {error}") from None
    try:
        named = _git(root, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}")
    except UsageError:
        raise UsageError(f"{ref!r} is no commit, tag or branch here; see: git log") from None
    return named.decode("ascii").strip()


def extracted(root: Path, commit: str, folder: Path) -> Path:
    """Write ``corpus/`` as of ``commit`` into ``folder``, without texts; returns ``folder``.

    Raises UsageError where the commit has no ``corpus/`` at this place.
    """
    without = [f":(exclude)corpus/{name}" for name in LEFT_OUT]
    try:
        packed = _git(root, "archive", "--format=tar", commit, "--", "corpus", *without)
    except UsageError as error:
        raise UsageError(f"no study stood here at {commit[:12]} ({error})") from None
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _git(root: Path, *arguments: str) -> bytes:
    """What git says in the folder of the study; raises UsageError where it refuses."""
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and no argument is an option
            ["git", *arguments],  # noqa: S607
            cwd=root,
            env=environment,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise EnvironmentFault(
            "git is not on this machine; changes are told from the history it keeps"
        ) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(said[0] if said else f"git {arguments[0]} ended with {done.returncode}")
    return done.stdout

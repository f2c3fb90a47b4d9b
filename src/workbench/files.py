"""Putting files in place: whole or not at all, and never over someone else's work.

A file is written beside its target under a name of its own, flushed to the disk
and put in place in one step: whatever happens, a reader finds the old file or the
new one. What people edit is locked while a program changes it.
"""

import errno
import functools
import hashlib
import os
import platform
import re
import shutil
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from workbench.errors import EnvironmentFault, Locked

LONG = 100  # bytes of a name; with ours around it, it has to fit into 143 (eCryptfs) or 255
UNFINISHED = re.compile(
    r"\..+\.(?P<pid>\d+)-(?P<machine>[0-9a-f]{8})-[0-9a-f]{8}\.unfinished", re.DOTALL
)

ADVICE = {
    "free some space there, then do the same again": {errno.ENOSPC, errno.EDQUOT},
    "the file is larger than this machine allows; see `ulimit -f`": {errno.EFBIG},
    "nothing can be written there; copy the study to a disk of your own": {errno.EROFS},
    "close what has it open, or get the right to write in that folder": {errno.EACCES, errno.EPERM},
    "a folder has the name of the file; rename the folder": {errno.EISDIR},
    "a file has the name of a folder above it; rename the file": {errno.EEXIST, errno.ENOTDIR},
    "choose a shorter name": {errno.ENAMETOOLONG},
}


def write_bytes(data: bytes, path: Path) -> Path:
    """Put ``data`` in place of ``path`` in one step, or leave it untouched.

    Folders above are made; the rights of a file that is replaced are kept; a
    link is followed. Raises EnvironmentFault where the machine does not allow it.
    """
    try:
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(target.parent)
        _put(data, target)
    except OSError as error:
        raise _fault(error, path) from error
    return path


def write_text(text: str, path: Path) -> Path:
    """Write ``text`` as UTF-8 with its own line ends, as ``write_bytes`` does."""
    return write_bytes(text.encode(), path)


def keep(path: Path) -> None:
    """Keep a copy of a file that is about to be replaced, beside the earlier ones."""
    if path.is_file():
        number = 1
        while (kept := path.with_name(f"{path.name}.replaced-{number}")).exists():
            number += 1
        write_bytes(path.read_bytes(), kept)


def read_text(path: Path) -> str:
    """The text of a UTF-8 file as stored: no line end is translated."""
    return path.read_bytes().decode()


@contextmanager
def workplace(path: Path) -> Iterator[Path]:
    """Give an empty, private folder beside ``path``, on the same disk; then remove it."""
    work = path.with_name(_unfinished(path.name))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(path.parent)
        work.mkdir(mode=0o700)
    except OSError as error:
        raise _fault(error, path) from error
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


# --- unfinished files ---------------------------------------------------------


def _put(data: bytes, target: Path) -> None:
    if target.is_dir():  # not every system says so by itself
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    rights = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    draft = target.with_name(_unfinished(target.name))
    try:
        with draft.open("xb") as stream:  # the system applies the umask
            if rights is not None:
                draft.chmod(rights)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """Have the new name survive a power cut, where a folder can be flushed at all."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        with suppress(OSError):
            os.fsync(handle)
        os.close(handle)


def _unfinished(name: str) -> str:
    """A hidden name that says whose it is: ``.NAME.PID-MACHINE-RANDOM.unfinished``."""
    return f"{_prefix(name)}{os.getpid()}-{_machine()}-{uuid.uuid4().hex[:8]}.unfinished"


def _prefix(name: str) -> str:
    return f".{name if len(os.fsencode(name)) <= LONG else _key(name)}."


def _machine() -> str:
    """The host and, in a container, the world in which its process ids count."""
    world = Path("/proc/self/ns/pid").resolve().name  # "pid" where there is no such link
    return _key(f"{platform.node()} {world}")[:8]


def _key(name: str) -> str:
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:16]


@functools.cache  # once for each folder: ten thousand files are written into one
def _clear(folder: Path) -> None:
    """Remove what processes that are no more left unfinished in a folder."""
    machine = _machine()
    with suppress(OSError):  # another process clears the same, or the folder cannot be listed
        for path in folder.iterdir():
            owner = UNFINISHED.fullmatch(path.name)
            if owner and owner["machine"] == machine and _is_dead(int(owner["pid"])):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()


def _is_dead(pid: int) -> bool:
    if os.name == "nt":  # no one can be asked: there this signal is Ctrl-C
        return False
    try:
        os.kill(pid, 0)
    except (OSError, OverflowError) as error:
        return isinstance(error, ProcessLookupError)  # or else it is another user's
    return False


def _fault(error: OSError, path: Path) -> EnvironmentFault:
    what = (error.strerror or str(error)).lower()
    todo = next((do for do, of in ADVICE.items() if error.errno in of), "see to that first")
    return EnvironmentFault(f"{path}: not written ({what}); what was there is untouched; {todo}")


# --- one at a time ------------------------------------------------------------


class Edit:
    """A file under change by this process alone; see ``editing``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = _bytes(path)
        self._open = True

    @property
    def data(self) -> bytes:
        """The bytes as read or last saved here; none where there is no file yet."""
        return self._seen or b""

    def save(self, data: bytes) -> None:
        """Put ``data`` in place of what was read.

        Raises Locked where the file is no longer that: an editor takes no lock.
        """
        if not self._open:
            raise ValueError(f"{self.path}: save within the with block")
        if _bytes(self.path) != self._seen:
            raise Locked(
                f"{self.path} was changed by someone else since it was read; "
                "nothing was written; look at the file, then do the same again"
            )
        write_bytes(data, self.path)
        self._seen = data


@contextmanager
def editing(path: Path, *, root: Path) -> Iterator[Edit]:
    """Hold a file that people edit, read it, and give what saves it.

    root : the study's folder; the lock lies in its ``build/.locks/``, known by
        the file's place in the study, so that it is the same for everyone.
    Raises Locked at once where another process holds the file. A save replaces
    only bytes that were read here, so no copy of them is kept.
    """
    place = Path(os.path.relpath(os.path.realpath(path), os.path.realpath(root))).as_posix()
    with _holding(root / "build" / ".locks" / _key(place), f"{path} is being edited"):
        try:
            edit = Edit(path)
        except OSError as error:
            raise _fault(error, path) from error
        try:
            yield edit
        finally:
            edit._open = False


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a study's build folder, so that two builds never mix their files.

    Raises Locked at once where another process holds it.
    """
    with _holding(folder / ".lock", f"another build of {folder.parent} is running"):
        yield


@contextmanager
def _holding(lock: Path, what: str) -> Iterator[None]:
    from filelock import FileLock, Timeout  # brings asyncio: only for those who write

    holder = lock.with_name(f"{lock.name}.holder")  # a lock itself cannot be read everywhere
    held = FileLock(lock, timeout=0)
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        held.acquire()
    except Timeout:
        raise Locked(f"{what}{_by(holder)}; wait for it to end") from None
    except OSError as error:
        raise _fault(error, lock) from error
    try:
        with suppress(OSError):  # a courtesy
            holder.write_text(f"process {os.getpid()} on {platform.node()}", encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink()
        held.release()


def _by(holder: Path) -> str:
    with suppress(OSError, ValueError):
        return f" by {holder.read_text(encoding='utf-8')}"
    return ""


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None

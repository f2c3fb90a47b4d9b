"""Files are put in place whole or not at all, and nobody's work is written over."""

import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import files
from workbench.errors import EnvironmentFault, Locked

NEW = "new\n" * 50_000  # more than any buffer holds

# A child stops where it calls `pause`, says so, and goes on when its input is closed.
CHILD = """
import os, sys
from pathlib import Path
from workbench import files
from workbench.errors import EnvironmentFault, Locked

path = Path(sys.argv[1])

def pause(*_):
    print("here", flush=True)
    sys.stdin.read()

def before(module, name):
    real = getattr(module, name)
    def step(*given):
        setattr(module, name, real)
        pause()
        return real(*given)
    setattr(module, name, step)
"""

# The stream of the unfinished file, of which half is on the disk when the child stops.
HALF = """
class Half:
    def __init__(self, stream): self.stream = stream
    def __enter__(self): return self
    def __exit__(self, *_): self.stream.close()
    def write(self, data):
        self.stream.write(data[:len(data) // 2])
        self.stream.flush()
        pause()

real_open = Path.open
Path.open = lambda self, *given: Half(real_open(self, *given))
"""

SAVE = f"files.write_text({NEW[:4]!r} * {len(NEW) // 4}, path)"


def command(script: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", CHILD + textwrap.dedent(script), *map(str, arguments)]


@contextmanager
def child(script: str, *arguments: object) -> Iterator["subprocess.Popen[str]"]:
    """A process that has come to its `pause`; it is ended at the latest with the block."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(command(script, *arguments), stdin=pipe, stdout=pipe, text=True)
    with process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "here\n"
            yield process
        finally:
            process.kill()


def said(script: str, *arguments: object, **options: Any) -> str:
    """What a process prints that has to end well."""
    done = subprocess.run(
        command(script, *arguments), capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def kill(process: "subprocess.Popen[str]") -> None:
    process.kill()
    assert process.wait() == -signal.SIGKILL


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def unfinished(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.endswith(".unfinished")]


# --- what is written ----------------------------------------------------------


def test_texts_keep_their_own_line_ends(tmp_path: Path) -> None:
    text = "a\r\nb\rc\n𠮷"
    path = files.write_text(text, tmp_path / "new" / "a.txt")

    assert files.read_text(path) == text
    assert path.read_bytes() == text.encode()
    assert names(path.parent) == ["a.txt"]


def test_a_new_file_gets_the_rights_of_the_umask(tmp_path: Path) -> None:
    # 0o666 without the bits of 0o027 is 0o640
    before = os.umask(0o027)
    try:
        path = files.write_text("x", tmp_path / "deep" / "er" / "a.txt")
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("rights", [0o600, 0o664, 0o444])
def test_a_file_that_is_replaced_keeps_its_rights(tmp_path: Path, rights: int) -> None:
    path = files.write_text("old", tmp_path / "a.txt")
    path.chmod(rights)

    files.write_text("new", path)

    assert stat.S_IMODE(path.stat().st_mode) == rights
    assert path.read_text() == "new"


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    real = files.write_text("old", tmp_path / "elsewhere" / "a.txt")
    link = tmp_path / "a.txt"
    link.symlink_to(real)

    files.write_text("new", link)

    assert link.is_symlink()
    assert real.read_text() == "new"


def test_names_may_be_as_long_as_the_disk_allows(tmp_path: Path) -> None:
    # 85 characters of 3 bytes are 255 bytes, the most a name may have
    path = files.write_text("一", tmp_path / ("长" * 85))
    files.write_text("二", path)

    assert path.read_text(encoding="utf-8") == "二"


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_chinese_and_spaces_in_paths_work_in_the_locale_c(
    tmp_path: Path, locale: dict[str, str]
) -> None:
    path = tmp_path / "社区 治理" / "编码 甲.csv"
    script = """
        files.write_text("\\u7532", path)
        with files.editing(path, root=path.parent) as edit:
            edit.save(edit.data + "\\u4e59".encode())
    """

    said(script, path, env={**os.environ, **locale})

    assert path.read_text(encoding="utf-8") == "甲乙"
    assert names(path.parent) == ["build", "编码 甲.csv"]


# --- a process that is killed -------------------------------------------------

STEPS = {
    "write": HALF + SAVE,
    "flush": "before(os, 'fsync')\n" + SAVE,
    "replace": "before(os, 'replace')\n" + SAVE,
}


def save_anew(path: Path) -> None:
    """Save in a process of its own: one looks for leftovers in a folder only once."""
    said(SAVE, path)


@pytest.mark.parametrize("step", STEPS)
def test_who_is_killed_while_saving_leaves_the_old_file_and_the_next_save_clears_up(
    tmp_path: Path, step: str
) -> None:
    path = files.write_text("old\n", tmp_path / "a.csv")
    with child(STEPS[step], path) as process:
        kill(process)
        left = unfinished(tmp_path)

    assert path.read_text() == "old\n"
    assert [each.name.startswith(f".a.csv.{process.pid}-") for each in left] == [True]
    save_anew(path)
    assert path.read_text() == NEW
    assert names(tmp_path) == ["a.csv"]


def test_who_is_killed_once_the_file_is_in_place_has_saved_it(tmp_path: Path) -> None:
    path = files.write_text("old", tmp_path / "a.csv")
    with child(f"files._settle = pause\n{SAVE}", path) as process:
        kill(process)

    assert path.read_text() == NEW
    assert names(tmp_path) == ["a.csv"]


def test_the_unfinished_file_of_a_process_alive_is_left_to_it(tmp_path: Path) -> None:
    path = files.write_text("old", tmp_path / "a.csv")
    with child(STEPS["replace"], path) as process:
        files.write_text("meanwhile", path)
        assert len(unfinished(tmp_path)) == 1
        assert path.read_text() == "meanwhile"
        process.communicate()

    assert process.returncode == 0
    assert path.read_text() == NEW
    assert names(tmp_path) == ["a.csv"]


def test_only_what_is_known_to_be_left_over_is_removed(tmp_path: Path) -> None:
    path = files.write_text("old", tmp_path / "a.csv")
    with child(STEPS["flush"], path) as process:
        kill(process)
    (left,) = unfinished(tmp_path)
    dead, machine, rest = left.name.removeprefix(".a.csv.").split("-")
    kept = [
        f".a.csv.{dead}-{'0' * 8}-{rest}",  # another machine's
        f".a.csv.{dead}-{machine}-{rest}.txt",  # someone's own
        f"{dead}-{machine}-{rest}",
        f".a.csv.1-{machine}-{rest}",  # process 1 always lives
    ]
    for name in kept:
        shutil.copy(left, tmp_path / name)

    save_anew(path)

    assert names(tmp_path) == sorted([*kept, "a.csv"])


def test_a_long_name_is_cleared_up_after_too(tmp_path: Path) -> None:
    path = files.write_text("old", tmp_path / ("长" * 85))
    with child(STEPS["flush"], path) as process:
        kill(process)
    assert len(unfinished(tmp_path)) == 1

    save_anew(path)

    assert names(tmp_path) == [path.name]


# --- a machine that does not allow it -----------------------------------------


class Full:
    """A stream to a disk that is full."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __enter__(self) -> "Full":
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def write(self, data: bytes) -> None:
        self.stream.write(data[:2])
        self.stream.flush()
        no_space()


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def fill_at_write(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda self, *given: Full(real(self, *given)))


def fill_at_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", no_space)


def fill_at_replace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "replace", no_space)


@pytest.mark.parametrize("fill", [fill_at_write, fill_at_fsync, fill_at_replace])
def test_a_full_disk_leaves_the_old_file_and_no_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fill: Callable[[pytest.MonkeyPatch], None]
) -> None:
    path = files.write_text("old", tmp_path / "a.csv")
    with monkeypatch.context() as patched:
        fill(patched)
        with pytest.raises(EnvironmentFault) as refusal:
            files.write_text("new", path)

    assert str(refusal.value) == (
        f"{path}: not written (no space left on device); what was there is untouched; "
        "free some space there, then do the same again"
    )
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.csv"]


def test_a_limit_that_the_system_sets_leaves_the_old_file_and_no_temporary(tmp_path: Path) -> None:
    path = files.write_text("old", tmp_path / "a.csv")
    script = """
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            files.write_text("x" * 1001, path)
        except EnvironmentFault as fault:
            print(fault)
        files.write_text("x" * 1000, path.with_name("b.csv"))
    """
    refusal = said(script, path)

    assert "a.csv: not written (file too large)" in refusal
    assert "ulimit -f" in refusal
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.csv", "b.csv"]


def test_an_interruption_leaves_the_old_file_and_no_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files.write_text("old", tmp_path / "a.csv")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)

    with pytest.raises(KeyboardInterrupt):
        files.write_text("new", path)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.csv"]


@pytest.mark.parametrize(
    "attempt",
    [
        "files.write_text('new', Path('a.csv'))",
        "files.write_text('new', Path('deep', 'a.csv'))",
        "with files.editing(Path('a.csv'), root=Path()) as edit: edit.save(b'new')",
        "with files.locked(Path('build')): print('entered')",
        "with files.workplace(Path('site')): print('entered')",
    ],
)
def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path: Path, attempt: str) -> None:
    path = files.write_text("old", tmp_path / "a.csv")
    path.chmod(0o644)
    tmp_path.chmod(0o555)
    script = f"""
        import filelock  # while it may still be read
        os.chdir(path.parent)
        if os.getuid() == 0:  # who may do anything cannot be refused
            os.setuid(65534)
        try:
            {attempt}
        except EnvironmentFault as fault:
            print(fault)
    """
    try:
        refusal = said(script, path)
    finally:
        tmp_path.chmod(0o755)

    assert "not written (permission denied); what was there is untouched" in refusal
    assert "get the right to write" in refusal
    assert "entered" not in refusal
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.csv"]


@pytest.mark.parametrize(
    ("place", "todo"),
    [
        ("folder", "a folder has the name of the file; rename the folder"),
        ("file/a.csv", "a file has the name of a folder above it; rename the file"),
        ("file/deep/a.csv", "a file has the name of a folder above it; rename the file"),
        ("长" * 86, "choose a shorter name"),
        ("x" * 256, "choose a shorter name"),
    ],
)
def test_a_place_that_cannot_hold_a_file_is_refused(tmp_path: Path, place: str, todo: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")

    with pytest.raises(EnvironmentFault, match=todo):
        files.write_text("new", tmp_path / place)
    assert names(tmp_path) == ["file", "folder"]
    assert (tmp_path / "file").read_text() == "mine"


def test_a_text_that_is_no_unicode_touches_nothing(tmp_path: Path) -> None:
    path = files.write_text("old", tmp_path / "a.csv")

    with pytest.raises(UnicodeEncodeError):
        files.write_text("\ud800", path)
    assert path.read_text() == "old"


# --- a folder for what is being made ------------------------------------------


def test_a_workplace_is_private_and_gone_afterwards(tmp_path: Path) -> None:
    with files.workplace(tmp_path / "new" / "site") as work:
        (work / "page.html").write_text("x")

        assert work.parent == tmp_path / "new"
        assert stat.S_IMODE(work.stat().st_mode) == 0o700
    assert names(tmp_path / "new") == []


def test_a_workplace_is_gone_after_a_failure_too(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), files.workplace(tmp_path / "site") as work:
        (work / "deep" / "er").mkdir()
    assert names(tmp_path) == []


def test_the_workplace_of_a_killed_process_goes_with_the_next(tmp_path: Path) -> None:
    script = """
        with files.workplace(path) as work:
            (work / "deep").mkdir()
            (work / "deep" / "page.html").write_text("x")
            pause()
    """
    listed = """
        with files.workplace(path):
            print(len(os.listdir(path.parent)))
    """
    with child(script, tmp_path / "site") as process:
        assert said(listed, tmp_path / "site") == "2"  # the other's, which is alive, and its own
        kill(process)
    assert len(names(tmp_path)) == 1

    assert said(listed, tmp_path / "site") == "1"


# --- one at a time ------------------------------------------------------------

EDITING = """
with files.editing(path, root=Path(sys.argv[2])) as edit:
    pause()
    edit.save(edit.data + b"theirs\\n")
"""


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    return files.write_text("first\n", tmp_path / "corpus" / "coding" / "li 甲.csv")


def append(line: bytes, path: Path, root: Path) -> None:
    with files.editing(path, root=root) as edit:
        edit.save(edit.data + line)


def test_a_file_that_another_process_edits_is_refused_at_once(tmp_path: Path, coded: Path) -> None:
    with child(EDITING, coded, tmp_path) as process:
        with pytest.raises(Locked) as refusal:
            append(b"mine\n", coded, tmp_path)
        process.communicate()
    append(b"mine\n", coded, tmp_path)

    assert str(refusal.value).startswith(f"{coded} is being edited by process {process.pid} on ")
    assert str(refusal.value).endswith("; wait for it to end")
    assert coded.read_text() == "first\ntheirs\nmine\n"


def test_the_lock_lies_in_build_and_not_beside_what_is_edited(tmp_path: Path, coded: Path) -> None:
    append(b"mine\n", coded, tmp_path)

    assert names(coded.parent) == [coded.name]
    assert names(tmp_path / "build") == [".locks"]
    assert not list(tmp_path.rglob("*.holder"))


def test_the_same_file_by_another_way_is_the_same_file(tmp_path: Path, coded: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "corpus")
    (tmp_path / "clone").symlink_to(tmp_path)
    other = tmp_path / "clone" / "link" / "coding" / ".." / "coding" / coded.name

    with child(EDITING, coded, tmp_path), pytest.raises(Locked):
        append(b"mine\n", other, tmp_path / "clone")


def test_another_file_is_free(tmp_path: Path, coded: Path) -> None:
    other = coded.with_name("wang.csv")
    with child(EDITING, coded, tmp_path):
        append(b"mine\n", other, tmp_path)

    assert other.read_text() == "mine\n"


def test_the_file_of_a_killed_editor_is_free(tmp_path: Path, coded: Path) -> None:
    with child(EDITING, coded, tmp_path) as process:
        kill(process)
    append(b"mine\n", coded, tmp_path)

    assert coded.read_text() == "first\nmine\n"


@pytest.mark.parametrize("now", [b"by hand\n", b"", None], ids=["changed", "emptied", "deleted"])
def test_a_file_changed_since_it_was_read_is_not_written_over(
    tmp_path: Path, coded: Path, now: bytes | None
) -> None:
    with files.editing(coded, root=tmp_path) as edit:
        coded.unlink() if now is None else coded.write_bytes(now)
        with pytest.raises(Locked, match=r"changed by someone else.*nothing was written"):
            edit.save(b"mine\n")

    assert (coded.read_bytes() if coded.exists() else None) == now
    assert not unfinished(coded.parent)


def test_a_file_that_came_up_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    with files.editing(path, root=tmp_path) as edit:
        assert edit.data == b""
        path.write_bytes(b"")
        with pytest.raises(Locked):
            edit.save(b"mine\n")

    assert path.read_bytes() == b""


def test_a_failed_save_may_be_tried_again(
    tmp_path: Path, coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with files.editing(coded, root=tmp_path) as edit:
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", no_space)
            with pytest.raises(EnvironmentFault):
                edit.save(b"one\n")
        edit.save(b"one\n")
        edit.save(edit.data + b"two\n")

    assert coded.read_bytes() == b"one\ntwo\n"


def test_who_no_longer_holds_a_file_cannot_save_it(tmp_path: Path, coded: Path) -> None:
    with files.editing(coded, root=tmp_path) as edit:
        pass

    with pytest.raises(ValueError, match="within the with block"):
        edit.save(b"mine\n")
    assert coded.read_text() == "first\n"


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(EnvironmentFault, match="rename the folder"),
        files.editing(tmp_path, root=tmp_path),
    ):
        pass


@settings(max_examples=25, deadline=None)
@given(lines=st.lists(st.binary(max_size=20), max_size=8))
def test_edits_one_after_another_lose_nothing(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    root = tmp_path_factory.mktemp("study")
    for line in lines:
        append(line, root / "corpus" / "a.csv", root)
    path = root / "corpus" / "a.csv"

    assert (path.read_bytes() if path.exists() else b"") == b"".join(lines)


def test_edits_of_three_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    script = """
        for number in range(20):
            while True:
                try:
                    with files.editing(path, root=path.parent) as edit:
                        edit.save(edit.data + f"{sys.argv[2]}{number}\\n".encode())
                    break
                except Locked:
                    continue
    """
    path = tmp_path / "a.csv"
    workers = [subprocess.Popen(command(script, path, name)) for name in "abc"]

    assert [worker.wait() for worker in workers] == [0, 0, 0]
    lines = path.read_text().split()
    assert sorted(lines) == sorted(f"{name}{number}" for name in "abc" for number in range(20))
    for name in "abc":
        own = [line for line in lines if line[0] == name]
        assert own == [f"{name}{number}" for number in range(20)]


# --- the build ----------------------------------------------------------------


def test_a_build_folder_is_held_by_one_process(tmp_path: Path) -> None:
    with child("with files.locked(path): pause()", tmp_path / "build") as process:
        with pytest.raises(Locked) as refusal, files.locked(tmp_path / "build"):
            pass
        process.communicate()

    assert str(refusal.value).startswith(
        f"another build of {tmp_path} is running by process {process.pid} on "
    )
    with files.locked(tmp_path / "build"):
        assert names(tmp_path / "build") == [".lock", ".lock.holder"]
    assert names(tmp_path / "build") == [".lock"]


def test_a_lock_whose_holder_is_not_known_holds_all_the_same(tmp_path: Path) -> None:
    with (
        FileLock(tmp_path / ".lock"),
        pytest.raises(Locked, match="is running; wait for it to end"),
        files.locked(tmp_path),
    ):
        pass


def test_what_fails_under_a_lock_frees_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), files.locked(tmp_path):
        raise ZeroDivisionError

    with files.locked(tmp_path):
        pass

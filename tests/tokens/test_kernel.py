"""Compiled kernels: within their arrays, and also where there is no compiler."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import workbench
from workbench.tokens import matrix
from workbench.tokens.matrix import counted
from workbench.tokens.tokenize import cutter

PACKAGE = Path(workbench.__file__).parent


def said_by(script: str, **environment: str) -> list[str]:
    """The lines that a script prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **environment, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


# --- within their arrays ----------------------------------------------------------

# A compiled kernel writes past the end of an array without a word; as plain Python it
# is told. Each batch brings new words only, so that the tables are filled to the last row.
FILLED = """
import numpy as np
from workbench.tokens.dictionary import codes_of
from workbench.tokens.fast import Vocabulary
for first in range(1, 9):
    for second in range(1, 3 * first):
        codes = codes_of("".join(map(chr, range(0x4E00, 0x4E00 + first + second))))
        start = np.arange(len(codes), dtype=np.int32)
        words, is_english = Vocabulary(), np.zeros(len(codes), bool)
        found = [
            number
            for part in (slice(0, first), slice(first, None))
            for number in words.number(codes, start[part], start[part] + 1, is_english[part])
        ]
        spelled = words.sorted()[0]
        assert found == list(range(len(codes))), found
        assert "".join(spelled) == codes.tobytes().decode("utf-32-le")
print("filled")
"""

CUT = """
from workbench.tokens import tokenize
from workbench.tokens.tokenize import cutter
tokenize.BATCH = 0
pieces = ["社区社会组织", "K队有51个", "3.14%", "1.", "%", "a", "NGO the team.", "，", "\\r\\n"]
pieces += ["㐀𠮷", ""]
texts = pieces + ["".join(pieces[at:]) for at in range(len(pieces))] + [""]
tokens = cutter(["社区社会组织", "K队"])((str(at), text) for at, text in enumerate(texts))
print(*tokens.words[tokens.word[tokens.of(len(pieces))]])
"""


def test_a_vocabulary_has_room_for_every_batch_of_new_words() -> None:
    assert said_by(FILLED, NUMBA_DISABLE_JIT="1", PYTHONWARNINGS="ignore") == ["filled"]


def test_no_kernel_reaches_beyond_its_arrays() -> None:
    # "3.14%" and "1" are numbers; ".%" behind them is no word; the full stop is a mark
    found = said_by(CUT, NUMBA_DISABLE_JIT="1", PYTHONWARNINGS="ignore")

    assert found == ["社区社会组织 K队 有 51 个 3.14% 1 ango the team 㐀 𠮷"]


# --- where nothing can be kept, or compiled ---------------------------------------

BROKEN = """
import sys
from workbench.tokens import tokenize
from workbench.tokens.matrix import counted
tokenize.BATCH = 8
tokens = tokenize.cutter(["社区社会组织"])([("a", "社区社会组织在这里"), ("b", "NGO the teams")])
print(*tokens.words, counted(tokens).count.sum(), "workbench.tokens.fast" in sys.modules)
"""


def test_where_numba_does_not_load_the_words_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "numba.py").write_text("raise ImportError('needs another NumPy')")
    path = os.pathsep.join([str(tmp_path), str(PACKAGE.parent)])

    assert said_by(BROKEN, PYTHONPATH=path) == ["ngo teams the 在 社区社会组织 这里 6 False"]


@pytest.mark.skipif(sys.platform == "win32", reason="the user's folders come from the registry")
def test_kernels_load_where_no_folder_can_be_written(tmp_path: Path) -> None:
    # a file stands where numba would make its folder
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE / "tokens", tmp_path / "workbench" / "tokens", ignore=unwanted)
    for name in ("__init__", "cache", "errors", "files"):
        shutil.copy(PACKAGE / f"{name}.py", tmp_path / "workbench")
    (tmp_path / "workbench" / "tokens" / "__pycache__").touch()
    script = "from workbench.tokens import kernel; print(kernel.__file__, kernel._is_letter(65))"
    nowhere = {"HOME": os.devnull, "XDG_CACHE_HOME": os.devnull, "NUMBA_CACHE_DIR": ""}
    found = said_by(script, PYTHONPATH=str(tmp_path), **nowhere)

    assert found == [f"{tmp_path / 'workbench' / 'tokens' / 'kernel.py'} True"]


# --- counting ---------------------------------------------------------------------


@pytest.mark.parametrize("compiled", [True, False])
def test_words_are_counted_by_document_with_columns_ascending(
    monkeypatch: pytest.MonkeyPatch, compiled: bool
) -> None:
    # the vocabulary is 区 在 社区: b has 社区 twice and 在 once, c nothing, d 区 once
    monkeypatch.setattr(matrix, "MANY", 0)
    monkeypatch.setattr(matrix, "compiles", lambda: compiled)
    tokens = cutter([])([("a", ""), ("b", "社区，在社区"), ("c", "。"), ("d", "区")])
    made = counted(tokens)

    assert made.words.tolist() == ["区", "在", "社区"]
    assert made.pointer.tolist() == [0, 0, 2, 2, 3]
    assert made.column.tolist() == [1, 2, 0]
    assert made.count.tolist() == [1, 2, 1]
    assert [made.pointer.dtype, made.column.dtype, made.count.dtype] == [np.int64, *[np.int32] * 2]

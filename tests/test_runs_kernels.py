"""A forked kernel is the kernel that Jupyter launches, and no other run's."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import psutil
import pytest

from workbench.errors import UsageError
from workbench.runs import Job, crew, preload, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are launched there")

IMPORTS = """
import gc, logging, multiprocessing, os, random, signal, sys, threading, warnings
import IPython, jieba, matplotlib as mpl, matplotlib.pyplot as plt, networkx, numpy as np
import pandas as pd, pyarrow as pa, scipy.stats, seaborn as sns
from workbench import project, show, store
"""
STATE = [
    "json = __import__('json')\nsorted(vars(json))",
    "{k: v for k, v in mpl.rcParams.items() if k != 'backend'}, mpl.get_backend()",
    "plt.get_fignums(), sorted(globals()), In, Out",
    "sys.path, sys.argv[0], sys.orig_argv[:3], sys.flags, os.getcwd(), os.umask(0o22)",
    "{k: hash(v) for k, v in sorted(os.environ.items()) if k not in changing}",
    "sorted(map(str, warnings.filters))",
    "logging.root.level, logging.root.handlers",
    "sorted(map(str, logging.root.manager.loggerDict.values()))",
    "[t.name.rstrip('0123456789') for t in threading.enumerate()], threading.active_count()",
    "[signal.getsignal(n) for n in (2, 15, 17)], signal.pthread_sigmask(signal.SIG_BLOCK, [])",
    "multiprocessing.get_start_method(), multiprocessing.current_process()",
    "pd.get_option('display.max_rows'), np.geterr(), sys.getrecursionlimit(), jieba.dt.FREQ",
    "len(get_ipython().history_manager.input_hist_raw), get_ipython().events.callbacks.keys()",
    "sorted(n for n in get_ipython().kernel.comm_manager.targets)",
    "[h.stream.name for h in jieba.default_logger.handlers]",
    "__import__('locale').setlocale(0), __import__('time').tzname, np.get_printoptions()",
    "[__import__('resource').getrlimit(n) for n in range(16)], os.nice(0)",
    "[(n, str(signal.getsignal(n))) for n in range(1, 65)], signal.getitimer(0)",
    "gc.isenabled(), gc.get_threshold(), __import__('faulthandler').is_enabled()",
    "pa.cpu_count(), pa.default_memory_pool().backend_name, threading.stack_size()",
    "os.getpgid(0) == os.getsid(0) == os.getpid(), sys.meta_path, sys.path_hooks",
    "__import__('decimal').getcontext(), scipy.stats.norm.random_state is np.random.mtrand._rand",
    "[(f.read(), f.close()) for f in [sys.__stdin__]], sys.__stdout__.encoding, sys.excepthook",
]
SPOIL = """
import atexit, json
json.left = sys.left = True
plt.rcParams["font.size"] = 40; sns.set_theme(style="dark"); plt.figure()
sys.path.insert(0, "/left"); os.chdir("/"); os.umask(0); os.environ["LEFT"] = "1"
random.seed(1); np.random.seed(1); np.seterr(all="raise"); sys.setrecursionlimit(900)
warnings.simplefilter("error"); logging.basicConfig(level=1); logging.getLogger("left")
signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGCHLD, signal.SIG_IGN)
threading.Thread(target=threading.Event().wait, name="left", daemon=True).start()
multiprocessing.set_start_method("spawn", force=True)
pd.set_option("display.max_rows", 3); jieba.add_word("left")
gc.disable(); np.set_printoptions(precision=2); signal.signal(signal.SIGUSR1, signal.SIG_IGN)
__import__("resource").setrlimit(7, (64, 64)); __import__("decimal").getcontext().prec = 3
get_ipython().events.register("post_run_cell", print); left = 1
"""
CHANGING = (
    "changing = {'JUPYTER_PATH', 'JUPYTER_RUNTIME_DIR', 'JUPYTER_CONFIG_DIR', 'IPYTHONDIR', "
    "'JPY_PARENT_PID', 'WORKBENCH_READS'}"
)
DRAWN = "_ = open('drawn', 'a').write(f'{random.random()} {np.random.random()} ')"


def notebook(path: Path, *sources: str) -> Path:
    v4 = nbformat.v4
    declaration = v4.new_code_cell('district: str = ""', metadata={"tags": ["parameters"]})
    cells = [declaration, *map(v4.new_code_cell, sources)]
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


def job(path: Path, name: str) -> Job:
    return Job(path, {"district": "rencheng"}, path.parent / "build" / name)


def good(*jobs: Job, **options: object) -> list[bytes]:
    outcomes = run(jobs, workers=1, progress=False, **options)
    assert [outcome.error for outcome in outcomes] == [""] * len(jobs)
    return [each.executed.read_bytes() for each in jobs]


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[bytes]]:
    """What runs jobs with kernels that Jupyter launches, as where nothing can be forked."""

    def run_launched(*jobs: Job) -> list[bytes]:
        with monkeypatch.context() as without:
            without.setattr(crew, "FORKS", False)
            return good(*jobs)

    return run_launched


def test_nothing_of_a_run_reaches_the_next(tmp_path: Path, launched: Callable[..., list[bytes]]):
    state = notebook(tmp_path / "state.ipynb", IMPORTS, CHANGING, *STATE, DRAWN)
    spoil = notebook(tmp_path / "spoil.ipynb", IMPORTS, SPOIL)
    first, _, second = good(job(state, "a"), job(spoil, "b"), job(state, "c"))
    [alone] = launched(job(state, "d"))

    assert first == second
    assert cells(first) == cells(alone)
    drawn = (tmp_path / "drawn").read_text().split()
    assert len(set(drawn)) == len(drawn) == 6


def cells(executed: bytes) -> list[tuple[str, list[str]]]:
    """Each cell with what it said, to see which differs."""
    content = nbformat.reads(executed.decode(), as_version=4)
    return [
        (cell.source, [str(output.get("data", output)) for output in cell.outputs])
        for cell in content.cells
        if cell.cell_type == "code"
    ]


WORK = [
    "data = pd.DataFrame({'word': list('abcab'), 'n': [3, 1, 4, 1, 5]}, dtype='category')\ndata",
    "data.astype({'n': int}).groupby('word', observed=True).sum().style.bar().set_uuid('a')",
    "sns.barplot(data.astype({'n': int}), x='word', y='n').set_title(district)",
    "%config InlineBackend.figure_formats = ['svg']\nplt.rcParams['svg.hashsalt'] = 'a'",
    "plt.plot([3, 1, 2])",
    "import io\npa.parquet.write_table(pa.Table.from_pandas(data), out := io.BytesIO())",
    "hash(out.getvalue()), pd.read_parquet(out).to_html()",
    "warnings.warn('old', DeprecationWarning); jieba.default_logger.error('told')",
    "os.system('echo below python'); logging.getLogger('mine').warning('said')",
    "%%capture said\nprint(1)",
    "{*'abcdefgh'}, object(), said.stdout",
    "import ipywidgets\nipywidgets.IntSlider(3)",
    "with multiprocessing.Pool(2) as pool:\n    print(pool.map(abs, [-1, -2]))",
]


def test_a_forked_kernel_gives_the_bytes_of_a_launched_one(
    tmp_path: Path, launched: Callable[..., list[bytes]]
):
    path = notebook(tmp_path / "work.ipynb", IMPORTS, "import pyarrow.parquet", *WORK)
    forked = good(job(path, "a"))
    alone = launched(job(path, "b"))

    assert cells(forked[0]) == cells(alone[0])
    assert forked == alone


@pytest.mark.parametrize("forks", [True, False], ids=["forked", "launched"])
def test_whoever_runs_a_notebook_gives_it_no_style_and_no_warnings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forks: bool
):
    path = notebook(
        tmp_path / "style.ipynb",
        "import matplotlib, warnings\nmatplotlib.rcParams['font.size'], str(warnings.filters)",
    )
    monkeypatch.setattr(crew, "FORKS", forks)
    [alone] = good(job(path, "a"))
    (tmp_path / "matplotlib").mkdir()
    (tmp_path / "matplotlib" / "matplotlibrc").write_text("font.size: 33")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")

    assert good(job(path, "b")) == [alone]


def test_only_what_is_fit_is_imported_before_the_fork(tmp_path: Path):
    path = notebook(
        tmp_path / "a.ipynb",
        "import pandas as pd, plotly, helper\nfrom scipy import stats\nfrom . import x",
        "%matplotlib inline\nimport numpy",
        "from workbench import show",
    )

    assert preload.fit([path]) == sorted(
        ["pandas", "scipy", "workbench", "workbench.show"]
        + preload.LATE["pandas"]
        + preload.LATE["workbench"]
    )


DEAF = "sum(range(10**13))"  # days, and no signal is heard before it is through


# --- limits -----------------------------------------------------------------------------


def failed(path: Path, **options: object) -> str:
    [outcome] = run([job(path, "a")], progress=False, **options)
    assert not outcome.ok
    return outcome.error


@pytest.mark.parametrize("forks", [True, False], ids=["forked", "launched"])
def test_a_cell_that_needs_too_much_memory_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forks: bool
):
    monkeypatch.setattr(crew, "FORKS", forks)
    path = notebook(tmp_path / "large.ipynb", "small = bytes(10**6)\nlarge = bytes(2**30)")

    assert failed(path, memory=2**29) == (
        "large.ipynb: cell 2, line 2: needs more than 512 MiB of memory; "
        "read less at once or allow more"
    )


def test_a_kernel_that_does_not_listen_is_ended_and_its_cell_named(tmp_path: Path):
    path = notebook(tmp_path / "deaf.ipynb", "1", DEAF)

    assert failed(path, timeout=1) == (
        "deaf.ipynb: cell 3: was ended, since it did not stop after 1 s; "
        "make it faster or allow more time"
    )


def test_a_limit_has_to_be_one(tmp_path: Path):
    path = notebook(tmp_path / "a.ipynb")

    with pytest.raises(UsageError, match="workers, timeout and memory must be positive"):
        run([job(path, "a")], memory=0, progress=False)


# --- ends -------------------------------------------------------------------------------

BATCH = """
from pathlib import Path
from workbench.runs import Job, run

root = Path({root!r})
run([Job(root / f"{{name}}.ipynb", {{}}, root / "build" / name) for name in ("deaf", "fine")],
    workers=1)
"""


SAID = {
    "batch": "",
    "runs.kernel": r"FAILED deaf.deaf .* its process ended with code -9 .*\nok fine.fine .*\n",
    "runs.zygote": r"FAILED deaf.deaf .* cell 2: the kernel died .*\nok fine.fine .*\n",
}


@pytest.mark.parametrize("victim", SAID)
def test_a_deaf_kernel_ends_with_whatever_it_depends_on(tmp_path: Path, victim: str):
    notebook(tmp_path / "deaf.ipynb", f"open('there', 'w').close()\n{DEAF}")
    notebook(tmp_path / "fine.ipynb", "1")
    command = [sys.executable, "-c", BATCH.format(root=str(tmp_path))]
    batch = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert within(60, (tmp_path / "there").exists)
        family = psutil.Process(batch.pid).children(recursive=True)
        named = [each for each in family if f"{victim} import" in " ".join(each.cmdline())]
        (named[0] if named else batch).kill()
        _, said = batch.communicate(timeout=120)
    finally:
        batch.kill()
    _, left = psutil.wait_procs(family, timeout=30)

    assert len(family) == 3
    assert left == []
    assert re.fullmatch(SAID[victim], said)


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True

"""Every way a notebook can lie about having run, produced on purpose."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from workbench.errors import InputError, UsageError
from workbench.runs import Job, Outcome, check, declared, fingerprint, run, stale

DECLARATION = 'district: str = "rencheng"\nseed: int = 7\nfail: bool = False'


def notebook(path: Path, *sources: str, tags: tuple[str, ...] = ("parameters",)) -> Path:
    """A title, one cell a tag, and the given code."""
    v4 = nbformat.v4
    cells = [
        v4.new_markdown_cell("# A district"),
        *(v4.new_code_cell(DECLARATION, metadata={"tags": [tag]}) for tag in tags),
        *(v4.new_code_cell(source) for source in sources),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


def declaring(path: Path, declaration: str) -> Path:
    cell = nbformat.v4.new_code_cell(declaration, metadata={"tags": ["parameters"]})
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path


@pytest.fixture
def district(tmp_path: Path) -> Path:
    return notebook(tmp_path / "district.ipynb", "print(district)")


# --- what a notebook declares -------------------------------------------------


def test_a_notebook_declares_its_parameters_with_their_defaults(district: Path):
    assert declared(district) == {"district": "rencheng", "seed": 7, "fail": False}


def test_an_annotation_without_a_value_declares_a_required_parameter(tmp_path: Path):
    path = declaring(tmp_path / "a.ipynb", "district: str\nyear = None\nnote: str | None = None")

    assert declared(path) == {"district": None, "year": None, "note": None}
    with pytest.raises(UsageError, match=r"missing \['district', 'year'\]"):
        check(path, {"note": None})


@pytest.mark.parametrize("tags", [(), ("parameters", "parameters")])
def test_exactly_one_cell_may_declare_parameters(tmp_path: Path, tags: tuple[str, ...]):
    path = notebook(tmp_path / "a.ipynb", tags=tags)

    with pytest.raises(InputError, match=f"{len(tags)} code cells tagged 'parameters'"):
        declared(path)


@pytest.mark.parametrize(
    ("declaration", "said"),
    [
        ("import os\nseed = 7", "cell 1, line 1: only `name = value` may stand here"),
        ("seed = 7\nhome = open('x')", r"line 2: `open\('x'\)` is not a plain value"),
        ("pair = (1, 2)", r"`\(1, 2\)` is not a plain value"),
        ("seed: int = 'a'", "the default of 'seed' is not int"),
        ("seed: Path = 'a'", "no parameter is of type `Path`"),
        ("seed = 7\nseed = 8", "line 2: 'seed' is declared twice"),
        ("seed = ", "line 1: invalid syntax"),
    ],
)
def test_a_declaration_that_is_no_plain_value_is_refused(
    tmp_path: Path, declaration: str, said: str
):
    with pytest.raises(InputError, match=said):
        declared(declaring(tmp_path / "a.ipynb", declaration))


def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path):
    (tmp_path / "a.ipynb").write_text("<html>")

    with pytest.raises(InputError, match="restore it from git"):
        declared(tmp_path / "a.ipynb")
    with pytest.raises(UsageError, match="no such notebook"):
        declared(tmp_path / "b.ipynb")


# --- what it may be told --------------------------------------------------------


def test_everything_wrong_with_parameters_is_said_at_once(district: Path):
    with pytest.raises(UsageError) as refusal:
        check(district, {"distrct": "rencheng", "seed": "7", "x = 1; import os": 1})

    assert str(refusal.value) == (
        "district.ipynb: not parameter names ['x = 1; import os'], "
        "unknown parameters ['distrct'] (did you mean 'district'?), "
        "'seed' must be int, not '7'; it declares ['district', 'seed', 'fail']"
    )


def test_a_parameter_name_that_carries_code_is_never_run(tmp_path: Path, district: Path):
    code = f"seed = open({str(tmp_path / 'trace')!r}, 'w').write('here'); seed"

    with pytest.raises(UsageError, match="not parameter names"):
        run([Job(district, {code: 7}, tmp_path / "runs" / "a")], progress=False)
    assert not (tmp_path / "trace").exists()


@pytest.mark.parametrize("value", ["../rencheng", "a/../../b", "..", "/etc", "~/x", "C:\\x", "a\0"])
def test_a_path_is_no_id(district: Path, value: str):
    with pytest.raises(UsageError, match="'district' must be an id, not the path"):
        check(district, {"district": value})


@pytest.mark.parametrize("value", ["2021/2022", "pudong-03", "任城区", "a..b", ""])
def test_an_id_is_no_path(district: Path, value: str):
    check(district, {"district": value})


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("int", 7, True),
        ("float", 7, "7"),
        ("float", 0.5, float("nan")),
        ("bool", True, 1),
        ("list[str]", ["a"], ["a", 1]),
        ("dict[str, float]", {"a": 1}, {"a": "b"}),
        ("str | None", None, 1),
        ("list", [["a"]], [["../a"]]),
    ],
)
def test_a_value_must_have_the_declared_type(tmp_path: Path, kind: str, good: object, bad: object):
    path = declaring(tmp_path / "a.ipynb", f"value: {kind}")

    if good is not None:
        check(path, {"value": good})
    with pytest.raises(UsageError, match="'value' must be"):
        check(path, {"value": bad})


def test_two_runs_may_not_write_the_same_file(tmp_path: Path, district: Path):
    job = Job(district, {}, tmp_path / "runs" / "a")

    with pytest.raises(UsageError, match="two runs would write"):
        run([job, job], progress=False)


# --- what is believed afterwards --------------------------------------------------

GOOD = (
    "print(district)\nhash(district), set('abc')",
    "import os, sys, warnings\nprint(os.getcwd(), sys.prefix, object())\nwarnings.warn('old')",
    "import os\nif fail:\n    raise ValueError('told to')\nos.environ['SOURCE_DATE_EPOCH']",
)
FAULTY = {
    "error": ("x = 1", "y = 2\n1 / 0"),
    "library": ("import json\n\njson.loads('{')",),
    "left": ("import sys\nsys.exit(0)", "print('never')"),
    "dead": ("import os\n\nos._exit(0)", "print('never')"),
    "slow": ("n = 0\nwhile True:\n    n += 1",),
    "broken": ("a = 1\n(",),
    "skipped": ("print('tagged below')",),
}


@dataclass
class Study:
    root: Path
    jobs: list[Job]
    outcomes: dict[str, Outcome]

    def error(self, name: str) -> str:
        return self.outcomes[f"{name}.{name}"].error


def good_job(root: Path) -> Job:
    path = notebook(root / "notebooks" / "district.ipynb", *GOOD)
    given = {"district": '任城 "区"', "seed": 3}
    return Job(path, given, root / "build" / "rencheng", inputs={"matrix.parquet": "ab12"})


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """One good run and one of every fault, in a folder with blanks, braces and Chinese."""
    root = tmp_path_factory.mktemp("runs") / "研究 {one}"
    jobs = [good_job(root)]
    for name, sources in FAULTY.items():
        path = notebook(root / "notebooks" / f"{name}.ipynb", *sources)
        jobs.append(Job(path, {"seed": 1}, root / "build" / name))
    skipped = nbformat.read(root / "notebooks" / "skipped.ipynb", as_version=4)
    skipped.cells[-1].metadata["tags"] = ["skip-execution"]
    nbformat.write(skipped, root / "notebooks" / "skipped.ipynb")
    outcomes = run(jobs, workers=2, timeout=5)
    return Study(root, jobs, {outcome.name: outcome for outcome in outcomes})


def test_one_failed_run_does_not_stop_the_others(study: Study):
    assert [outcome.ok for outcome in study.outcomes.values()] == [True] + [False] * len(FAULTY)
    assert list(study.outcomes) == [job.name for job in study.jobs]


def test_an_error_is_reported_with_its_cell_and_line(study: Study):
    # The title is cell 1, the parameters cell 2; the injected cell does not count.
    assert (
        study.error("error") == "error.ipynb: cell 4, line 2: ZeroDivisionError: division by zero"
    )


def test_an_error_inside_a_library_is_reported_where_the_notebook_called_it(study: Study):
    assert study.error("library").startswith("library.ipynb: cell 3, line 3: JSONDecodeError:")


def test_a_cell_that_is_no_python_is_named_without_what_the_kernel_calls_it(study: Study):
    assert study.error("broken") == "broken.ipynb: cell 3, line 2: SyntaxError: incomplete input"


def test_leaving_through_sys_exit_is_a_failure(study: Study):
    assert study.error("left").startswith("left.ipynb: cell 3: left through sys.exit")


def test_a_dead_kernel_is_a_failure_at_the_cell_that_killed_it(study: Study):
    assert study.error("dead").startswith("dead.ipynb: cell 3: the kernel died")


def test_an_endless_loop_is_stopped_and_its_line_told(study: Study):
    assert study.error("slow").startswith("slow.ipynb: cell 3, line ")
    assert "stopped here after 5 s" in study.error("slow")


def test_a_cell_that_was_not_run_is_a_failure(study: Study):
    assert study.error("skipped") == "skipped.ipynb: cell 3: was not run; every code cell must run"


def test_a_failed_run_is_kept_apart_from_the_results(study: Study):
    outcome = study.outcomes["error.error"]

    assert outcome.path == study.root / "build" / "_failed" / "error.error.ipynb"
    assert "ZeroDivisionError" in outcome.path.read_text(encoding="utf-8")
    assert not (study.root / "build" / "error").exists()


def test_the_executed_notebook_says_nothing_of_the_machine(study: Study):
    text = study.jobs[0].executed.read_text(encoding="utf-8")
    content = nbformat.reads(text, as_version=4)

    assert [cell.id for cell in content.cells] == [f"cell-{n}" for n in range(1, 7)]
    assert content.cells[2].metadata.tags == ["injected-parameters", "remove-input"]
    assert content.cells[3].outputs[0].text == '任城 "区"\n'
    assert content.cells[4].outputs[0].text == "…/notebooks … <object object at 0x0>\n"
    assert not any(word in text for word in (str(study.root), sys.prefix, "papermill", "iopub"))


def test_the_record_says_what_the_result_was_made_from(study: Study):
    job = study.jobs[0]
    record = json.loads(job.record.read_text(encoding="utf-8"))

    assert record["parameters"] == {"district": '任城 "区"', "seed": 3}
    assert record["inputs"] == {"matrix.parquet": "ab12"}
    assert record["source_sha256"] == fingerprint(job.notebook)
    assert record["versions"]["python"] == f"{sys.version_info.major}.{sys.version_info.minor}"


def test_a_run_is_stale_as_soon_as_anything_it_depends_on_changed(study: Study):
    job = study.jobs[0]
    otherwise = Job(job.notebook, {"seed": 4}, job.folder, inputs={"matrix.parquet": "cd34"})

    assert stale(job) == ""
    assert stale(otherwise) == "changed since the run: matrix.parquet, parameters"
    assert stale(study.jobs[1]) == "result.json is missing"


def test_opening_a_notebook_does_not_make_its_run_stale(district: Path):
    before = fingerprint(district)
    content = nbformat.read(district, as_version=4)
    content.cells[-1].execution_count = 5
    content.cells[-1].metadata["execution"] = {"iopub.status.busy": "2021"}
    nbformat.write(content, district)

    assert fingerprint(district) == before


EDITOR = {"editable": True, "tags": [], "slideshow": {"slide_type": ""}, "scrolled": True}


def test_what_an_editor_saves_with_a_notebook_is_of_no_run(district: Path):
    job = Job(district, {}, district.parent / "runs" / "a")
    run([job], progress=False)
    kept = job.executed.read_bytes()
    content = nbformat.read(district, as_version=4)
    content.cells[-1].metadata.update(EDITOR)
    content.metadata["language_info"] = {"name": "python", "version": "3.99"}
    nbformat.write(content, district)
    found = stale(job)
    run([job], progress=False)

    assert found == ""
    assert job.executed.read_bytes() == kept


@pytest.mark.parametrize("what", ["attachments", "metadata"])
def test_a_picture_in_the_prose_and_what_the_notebook_asks_of_the_book_are_its_author_s(
    district: Path, what: str
):
    before = fingerprint(district)
    content = nbformat.read(district, as_version=4)
    if what == "attachments":
        content.cells[0]["attachments"] = {"a.png": {"image/png": "AAAA"}}
    else:
        content.metadata["mystnb"] = {"remove_code_source": True}
    nbformat.write(content, district)

    assert fingerprint(district) != before


SCRIPT = """
from pathlib import Path
from workbench.runs import Job, run

if __name__ == "__main__":
    root = Path({root!r})
    {body}
"""


STILLBORN = """
import os, pathlib, sys

died = pathlib.Path(__file__).with_name("died")
if "zygote" in str(sys.orig_argv):
    os._exit(1)
if "ipykernel_launcher" in sys.orig_argv and not died.exists():
    died.touch()
    os._exit(1)
"""


def script(root: Path, body: str) -> list[str]:
    """The command of a separate process that runs jobs under ``root``."""
    path = root / "batch.py"
    path.write_text(SCRIPT.format(root=str(root), body=body), encoding="utf-8")
    return [sys.executable, str(path)]


@pytest.fixture(scope="module")
def elsewhere(study: Study) -> tuple[Path, "subprocess.CompletedProcess[str]"]:
    """The same job in another clone on another machine, and one more try that fails.

    Locale C, another hash seed, clock, backend, home, a foreign python3 kernel, no
    process that could be forked into kernels, and a first kernel that dies before it
    answers, as one does that finds its port taken.
    """
    root = study.root.parent / "another clone"
    good_job(root)
    foreign = root / "share" / "kernels" / "python3" / "kernel.json"
    foreign.parent.mkdir(parents=True)
    foreign.write_text('{"argv": ["/bin/false"], "display_name": "x", "language": "python"}')
    different = {"LC_ALL": "C", "PYTHONHASHSEED": "5", "TZ": "Asia/Shanghai", "MPLBACKEND": "svg"}
    (root / "sitecustomize.py").write_text(STILLBORN, encoding="utf-8")
    folders = {"JUPYTER_PATH": str(root / "share"), "HOME": str(root), "PYTHONPATH": str(root)}
    body = """path = root / "notebooks" / "district.ipynb"
    given = {"district": '任城 "区"', "seed": 3}
    inputs = {"matrix.parquet": "ab12"}
    good = Job(path, given, root / "build" / "rencheng", inputs=inputs)
    other = root.parent / "研究 {one}" / "build" / "rencheng"
    run([good, Job(path, {"fail": True}, other)], workers=1)"""
    done = subprocess.run(
        script(root, body),
        env={**os.environ, **different, **folders},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return root, done


def test_another_clone_on_another_machine_writes_the_same_bytes(study: Study, elsewhere):
    root, done = elsewhere

    assert done.stderr.startswith("ok rencheng.district")
    for name in ("district.ipynb", "result.json"):
        ours, theirs = (r / "build" / "rencheng" / name for r in (study.root, root))
        assert ours.read_bytes() == theirs.read_bytes()


def test_a_kernel_that_dies_before_the_first_cell_is_started_again(elsewhere):
    root, done = elsewhere

    assert (root / "died").exists()
    assert done.stderr.startswith("ok rencheng.district")


def test_a_failed_rerun_leaves_the_previous_result_in_place(study: Study, elsewhere):
    _, done = elsewhere
    job = study.jobs[0]

    assert "district.ipynb: cell 5, line 3: ValueError: told to" in done.stderr
    assert job.failed.exists()
    assert stale(job) == ""
    assert sorted(path.name for path in job.folder.iterdir()) == ["district.ipynb", "result.json"]


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_kernels_end_with_the_batch(tmp_path: Path, blow: signal.Signals):
    source = "import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))"
    notebook(tmp_path / "endless.ipynb", source + "\ntime.sleep(60)")
    body = """path = root / "endless.ipynb"
    run([Job(path, {}, root / "runs" / name) for name in "ab"], workers=1)"""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(script(tmp_path, body), stderr=subprocess.PIPE, env=environment)
    try:
        kernel = pid(tmp_path / "pid")
        process.send_signal(blow)
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()

    assert process.returncode == -blow
    assert (b"KeyboardInterrupt" in said) is (blow is signal.SIGINT)
    assert within(10, lambda: not alive(kernel))
    assert not (tmp_path / "runs").exists()


def pid(path: Path) -> int:
    assert within(30, lambda: path.exists() and path.read_text() != "")
    return int(path.read_text())


def alive(process: int) -> bool:
    """Whether a process runs; one that is dead but not yet buried does not."""
    state = Path(f"/proc/{process}/stat")
    if Path("/proc").exists():
        return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return not subprocess.run(["kill", "-0", str(process)], capture_output=True).returncode


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def test_an_output_of_one_long_line_is_kept_like_any_other(tmp_path: Path) -> None:
    # read again for each of its signs, a million of them would take hours
    page = "from IPython.display import HTML\nHTML('x' * 10**6)"
    cells = [("parameters", 'district = ""  # a place'), ("", page)]
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(source, metadata={"tags": [tag] if tag else []})
            for tag, source in cells
        ]
    )
    path = tmp_path / "notebooks" / "long.ipynb"
    path.parent.mkdir()
    nbformat.write(notebook, path)
    [outcome] = run([Job(path, {}, tmp_path / "build" / "long", {})], progress=False)

    assert outcome.ok

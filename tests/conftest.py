"""Studies to test with: the mini study fresh, built and published, and real originals."""

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from workbench import cli, files, pipeline, project
from workbench.pipeline import Report
from workbench.project import Project

HERE = Path(__file__).parent
REPO = HERE.parent
TABLES = ["corpus", "tokens", "coding", "compare"]


def study(folder: Path) -> Project:
    """The mini study in ``folder``, with the notebooks and the make-up of the repository."""
    unwanted = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    shutil.copytree(HERE / "mini", folder)
    shutil.copytree(REPO / "notebooks", folder / "notebooks", ignore=unwanted)
    for name in ("_ext", "_static", "pdf"):
        shutil.copytree(REPO / "book" / name, folder / "book" / name, ignore=unwanted)
    for name in ("_config.yml", "references.bib"):
        shutil.copy(REPO / "book" / name, folder / "book" / name)
    return project.find(folder)


@pytest.fixture(scope="session")
def repo() -> Path:
    """The repository; nothing in it is to be changed."""
    return REPO


@pytest.fixture(scope="session")
def original() -> Path:
    """The folder with the original of the withheld document of the mini study."""
    return HERE / "originals"


@pytest.fixture(scope="session")
def fresh() -> Callable[[Path], Project]:
    """What makes a mini study in a folder that is not there yet."""
    return study


@pytest.fixture
def mini(tmp_path: Path) -> Project:
    """A mini study to change at will."""
    return study(tmp_path / "mini")


@pytest.fixture(scope="session")
def make() -> Callable[..., Report]:
    """What builds some stages of a study, the tables unless others are named."""

    def build(made: Project, *names: str) -> Report:
        return pipeline.build(made, names or TABLES, tell=lambda _: None)

    return build


@pytest.fixture(scope="session")
def tables_of() -> Callable[[Project], dict[str, bytes]]:
    """What reads every artefact and sidecar of the stages up to the comparison."""

    def read(made: Project) -> dict[str, bytes]:
        paths = sorted(made.root.glob("build/[1-4]-*/*"))
        return {made.relative(path): path.read_bytes() for path in paths}

    return read


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The mini study with its tables; to be read only."""
    made = study(tmp_path_factory.mktemp("built") / "mini")
    pipeline.build(made, TABLES, tell=lambda _: None)
    return made


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The mini study with its runs and its book, in an awkward folder; to be read only."""
    made = study(tmp_path_factory.mktemp("published") / "a study 研究")
    report = pipeline.build(made, pipeline.ORDER, tell=lambda _: None)
    assert not report.failed
    return made


@pytest.fixture
def workbench(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """What types a command in the folder of a study: its exit code, output and errors."""

    def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(folder)
        monkeypatch.setattr("sys.argv", ["workbench", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        code = ended.value.code
        return (code if isinstance(code, int) else int(code is not None)), *capsys.readouterr()

    return run


@pytest.fixture(scope="session")
def makers() -> ModuleType:
    """The module that makes Word files and PDFs by hand."""
    return _module(HERE / "corpus" / "importers" / "conftest.py")


@pytest.fixture(scope="session")
def dask() -> ModuleType:
    """The module that starts a Dask scheduler and workers on this machine."""
    return _module(HERE / "cluster.py")


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"made_by_hand_{path.parent.name}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def disk_full(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AbstractContextManager[None]]:
    """What lets every save of a file whose name ends so fail."""

    @contextmanager
    def at(ending: str) -> Iterator[None]:
        whole = files.write_bytes

        def full(data: bytes, path: Path) -> Path:
            if path.name.endswith(ending):
                raise OSError("no space")
            return whole(data, path)

        with monkeypatch.context() as broken:
            broken.setattr(files, "write_bytes", full)
            with pytest.raises(OSError, match="no space"):
                yield

    return at


@pytest.fixture(scope="session")
def originals() -> list[Path]:
    """The folders that hold the real originals, from WORKBENCH_ORIGINALS."""
    named = os.environ.get("WORKBENCH_ORIGINALS", "")
    if not named:
        pytest.skip("WORKBENCH_ORIGINALS names no folders with the originals")
    return [Path(name) for name in named.split(os.pathsep)]

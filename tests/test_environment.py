"""pyproject.toml, environment.yml and uv.lock ask for the same things."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]

ON_CONDA_FORGE = {
    "matplotlib": "matplotlib-base",
    "seaborn": "seaborn-base",
    "typst": "typst-py",
}
ONLY_ON_PYPI = {"ahocorasick-rs", "opencc", "pypandoc-binary", "rocrate", "zhplot"}

Constraints = dict[str, frozenset[str]]


def constraints(requirements: list[Requirement]) -> Constraints:
    """Requirements as ``{name: {">=1", "<2"}}``, without extras."""
    return {
        canonicalize_name(requirement.name): frozenset(map(str, requirement.specifier))
        for requirement in requirements
    }


@pytest.fixture
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture
def asked(pyproject: dict[str, Any]) -> list[Requirement]:
    lines = pyproject["project"]["dependencies"] + pyproject["dependency-groups"]["dev"]
    return [Requirement(line) for line in lines]


@pytest.fixture
def environment() -> list[Any]:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    dependencies: list[Any] = yaml.safe_load(text)["dependencies"]
    return dependencies


@pytest.fixture
def locked() -> list[dict[str, Any]]:
    packages: list[dict[str, Any]] = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    return packages


def from_conda(environment: list[Any]) -> list[Requirement]:
    return [Requirement(line) for line in environment if isinstance(line, str)]


def from_pip(environment: list[Any]) -> list[str]:
    (section,) = [entry for entry in environment if isinstance(entry, dict)]
    lines: list[str] = section["pip"]
    return lines


def test_conda_and_pyproject_ask_for_the_same_packages_in_the_same_versions(
    asked: list[Requirement], environment: list[Any], pyproject: dict[str, Any]
):
    wanted = constraints([r for r in asked if canonicalize_name(r.name) not in ONLY_ON_PYPI])
    wanted = {ON_CONDA_FORGE.get(name, name): versions for name, versions in wanted.items()}
    python = Requirement(f"python{pyproject['project']['requires-python']}")

    assert constraints(from_conda(environment)) == {
        **wanted,
        **constraints([python, Requirement("pip")]),
    }


def test_what_conda_forge_lacks_comes_from_pip_and_the_workbench_comes_last(
    asked: list[Requirement], environment: list[Any]
):
    *lines, last = from_pip(environment)
    wanted = [r for r in asked if canonicalize_name(r.name) in ONLY_ON_PYPI]

    assert constraints([Requirement(line) for line in lines]) == constraints(wanted)
    assert last == "-e ."


def test_no_package_is_asked_for_twice(asked: list[Requirement], environment: list[Any]):
    pip = [Requirement(line) for line in from_pip(environment)[:-1]]
    names = [canonicalize_name(r.name) for r in from_conda(environment) + pip]

    assert len(names) == len(set(names))
    assert len(asked) == len(constraints(asked))


def test_the_lock_holds_a_version_within_every_constraint(
    asked: list[Requirement], locked: list[dict[str, Any]]
):
    versions: dict[str, list[str]] = {}
    for package in locked:
        versions.setdefault(package["name"], []).append(package.get("version", ""))
    outside = [
        f"{requirement}: locked {version}"
        for requirement in asked
        for version in versions.get(canonicalize_name(requirement.name), ["nothing"])
        if version == "nothing" or version not in requirement.specifier
    ]

    assert outside == [], "run: uv lock"


def test_the_lock_was_made_from_this_pyproject(
    pyproject: dict[str, Any], locked: list[dict[str, Any]]
):
    (own,) = [package for package in locked if package["name"] == pyproject["project"]["name"]]
    recorded = own["metadata"]["requires-dist"] + own["metadata"]["requires-dev"]["dev"]
    lines = [
        f"{entry['name']}[{','.join(entry.get('extras', []))}]{entry.get('specifier', '')}"
        for entry in recorded
    ]
    now = pyproject["project"]["dependencies"] + pyproject["dependency-groups"]["dev"]

    assert own["version"] == pyproject["project"]["version"]
    assert sorted(map(plain, lines)) == sorted(map(plain, now)), "run: uv lock"


def plain(line: str) -> str:
    requirement = Requirement(line)
    extras = ",".join(sorted(requirement.extras))
    return f"{canonicalize_name(requirement.name)}[{extras}]{requirement.specifier}"


def test_the_lock_allows_the_same_pythons(pyproject: dict[str, Any]):
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))

    def parts(text: str) -> set[str]:
        return set(re.split(r",\s*", text))

    assert parts(lock["requires-python"]) == parts(pyproject["project"]["requires-python"])

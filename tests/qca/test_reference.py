"""Every analysis of the reference data, made with QCA for R, is reproduced to 1e-9."""

import json
import math
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from workbench import qca
from workbench.qca.expressions import conjunctions

ANALYSES = [
    "LC-SURV",
    "LC-SURV-ncut2",
    "LC-notSURV",
    "LF-STB-0.8",
    "LF-SURV-0.7",
    "LF-SURV-0.8",
    "LF-SURV-0.8-ESA-noCSA",
    "LF-SURV-0.8-ESA-noDEVnotLIT",
    "LF-SURV-0.8-conjunctural",
    "LF-notSURV-0.8",
    "LM4-SURV",
    "LM4-SURV-contradiction",
    "LM4-notSURV",
    "LM5-SURV",
    "LM5-notSURV",
]
KINDS = {"LC": "crisp", "LM": "multivalue", "LF": "fuzzy", "LR": "raw"}
near = pytest.approx


@pytest.fixture(scope="module")
def reference() -> Path:
    """The folder with data and the results expected of them."""
    folder = os.environ.get("WORKBENCH_REFERENCE")
    if not folder:
        pytest.skip("WORKBENCH_REFERENCE names no folder")
    return Path(folder) / "qca"


def read(reference: Path, name: str) -> Any:
    return json.loads((reference / "expected" / f"{name}.json").read_text(encoding="utf-8"))


def cut(given: Any) -> Any:
    return tuple(given) if isinstance(given, list) else given


def table_of(expected: dict[str, Any]) -> qca.TruthTable:
    return qca.truth_table(
        qca.lipset(KINDS[expected["dataset"]]),
        conditions=expected["conditions"],
        outcome=("~" if expected["negate_outcome"] else "") + expected["outcome"],
        inclusion=cut(expected["incl_cut"]),
        frequency=expected["n_cut"],
    )


def names(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given


def literals(term: dict[str, Any]) -> frozenset[tuple[str, int]]:
    return frozenset(term["literals"].items())


def one(solution: qca.Solution, term: str) -> tuple[int, ...]:
    """The term that a text writes: ``[1]`` is R's way, and both values may be written."""
    [found] = solution.space.terms(
        conjunctions(term.replace("[", "{").replace("]", "}"), solution.space.sizes)
    )
    return found


def number(given: float | None) -> float:
    return math.nan if given is None else given


def agree(solution: qca.Solution, expected: list[dict[str, Any]], pair: str = "") -> None:
    """The models of a pair are the expected ones, and so is every number of each."""
    totals, fit = solution.totals.set_index("model"), solution.fit
    own = {
        frozenset(frozenset(solution.space.literals(term).items()) for term in model.terms): model
        for model in solution.models
        if model.name.startswith(pair)
    }
    theirs = {frozenset(literals(term) for term in model["terms"]): model for model in expected}

    assert set(own) == set(theirs)
    for key, model in own.items():
        measured = fit[fit["model"] == model.name]
        terms = {literals(term): term for term in theirs[key]["terms"]}
        for term, row in zip(model.terms, measured.to_dict("records"), strict=True):
            known = terms[frozenset(solution.space.literals(term).items())]
            for column, code in zip(
                ("inclusion", "pri", "coverage", "unique_coverage"),
                ("inclS", "PRI", "covS", "covU"),
                strict=True,
            ):
                assert row[column] == near(number(known[code]), abs=1e-9, nan_ok=True)
            if "cases" in known:
                cases = {case for group in known["cases"].split("; ") for case in group.split(",")}
                assert set(row["cases"].split(";")) == cases
        whole = theirs[key]["solution"]
        assert totals.loc[model.name, "inclusion"] == near(whole["inclS"], abs=1e-9)
        assert totals.loc[model.name, "pri"] == near(whole["PRI"], abs=1e-9)
        assert totals.loc[model.name, "coverage"] == near(whole["covS"], abs=1e-9)


# --- the analyses -------------------------------------------------------------------


def test_no_analysis_of_the_reference_is_left_out(reference: Path) -> None:
    others = {"LF-ESA-rows", "LR-to-LF-direct", "calibration"}
    others |= {"pof-single-conditions", "superSubset-necessity"}

    assert {path.stem for path in (reference / "expected").iterdir()} == {*ANALYSES, *others}


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_shipped_are_those_of_the_reference(reference: Path, kind: str) -> None:
    theirs = pd.read_csv(reference / "data" / f"{kind}.csv", index_col="case")

    pd.testing.assert_frame_equal(qca.lipset(KINDS[kind]), theirs)


@pytest.mark.parametrize("name", ANALYSES)
def test_the_truth_table_is_the_same(reference: Path, name: str) -> None:
    expected = read(reference, name)
    table = table_of(expected)
    own = table.rows.set_index("row")
    observed = [row for row in expected["truth_table"] if row["n"]]  # the others are excluded ones
    barred = [row["row"] for row in expected["truth_table"] if not row["n"]]

    assert barred == (expected["excluded_rows"] or [])
    assert sorted(own.index) == [row["row"] for row in observed]
    for row in observed:
        mine = own.loc[row["row"]]
        assert mine["out"] == row["OUT"]
        assert {name: mine[name] for name in row["config"]} == row["config"]
        assert mine["cases"].split(";") == names(row["cases"])
        assert mine["n"] == row["n"]
        assert mine["inclusion"] == near(row["incl"], abs=1e-9)
        assert mine["pri"] == near(row["PRI"], abs=1e-9)
    counts = table.rows.groupby("out")["n"].sum()
    assert all(counts.get(out, 0) == expected["n_out"][out] for out in "10C")


@pytest.mark.parametrize("name", ANALYSES)
def test_the_same_models_with_the_same_fit_are_found(reference: Path, name: str) -> None:
    expected = read(reference, name)
    table, excluded = table_of(expected), expected["excluded_rows"] or []
    known = expected["solutions"]
    agree(qca.solutions(table, kind="conservative"), known["conservative"]["models"])
    parsimonious = qca.solutions(table, kind="parsimonious", excluded=excluded)
    agree(parsimonious, known["parsimonious"]["models"])

    assert {one(parsimonious, term) for term in parsimonious.chart.index} == {
        one(parsimonious, term) for term in known["parsimonious"]["prime_implicants"]
    }
    assert {one(parsimonious, term) for term in parsimonious.essential} == {
        one(parsimonious, term) for term in known["parsimonious"]["essential"]
    }


@pytest.mark.parametrize("name", [name for name in ANALYSES if not name.startswith("LM")])
def test_the_same_intermediate_models_are_found(reference: Path, name: str) -> None:
    expected = read(reference, name)
    found = qca.solutions(
        table_of(expected),
        kind="intermediate",
        expectations=[text.strip() for text in expected["dir_exp"].split(",")],
        excluded=expected["excluded_rows"] or [],
    )
    own = {"".join(model.name.partition("M")[0]) for model in found.models}

    assert own == set(expected["solutions"]["intermediate"])
    for pair, known in expected["solutions"]["intermediate"].items():
        agree(found, known["models"], pair)

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


@pytest.mark.parametrize("name", ANALYSES)
def test_the_same_remainders_are_assumed(reference: Path, name: str) -> None:
    expected = read(reference, name)
    known = expected["solutions"]["parsimonious"]
    excluded = expected["excluded_rows"] or []
    solution = qca.solutions(table_of(expected), kind="parsimonious", excluded=excluded)
    models = [frozenset(literals(term) for term in model["terms"]) for model in known["models"]]
    theirs = {
        model: [row["row"] for row in known["simplifying_assumptions"][f"M{number}"]]
        for number, model in enumerate(models, start=1)
    }
    for model in solution.models:
        key = frozenset(frozenset(solution.space.literals(term).items()) for term in model.terms)

        assert qca.assumptions(solution, model.name)["row"].tolist() == theirs[key]


@pytest.mark.parametrize("name", [name for name in ANALYSES if not name.startswith("LM")])
def test_the_same_counterfactuals_are_easy(reference: Path, name: str) -> None:
    expected = read(reference, name)
    table, excluded = table_of(expected), expected["excluded_rows"] or []
    hopes = [text.strip() for text in expected["dir_exp"].split(",")]
    between = qca.solutions(table, kind="intermediate", expectations=hopes, excluded=excluded)
    ends = qca.solutions(table, kind="parsimonious", excluded=excluded)
    found = qca.counterfactuals(between, ends)
    for pair, known in expected["solutions"]["intermediate"].items():
        own = found[found["model"] == f"{pair}M1"]
        easy = own.loc[own["kind"] == "easy", "row"].tolist()

        assert easy == [row["row"] for row in known["easy_counterfactuals"]]
        assert (own["kind"] == "difficult").sum() == known["n_difficult_counterfactuals"]


# --- calibration, fit, necessity, untenable assumptions -------------------------------


def close(found: pd.Series, known: list[float]) -> None:
    assert found.tolist() == near(known, abs=1e-9)


def test_calibrated_incomes_are_the_same(reference: Path) -> None:
    known = read(reference, "calibration")["ragin_income"]
    x, anchors = pd.Series(known["x"], dtype=float, name="income"), (2500, 5000, 20000)

    close(qca.direct(x, anchors), known["direct_e2500_c5000_i20000"])
    close(qca.direct(x, anchors, idm=0.99), known["direct_idm099"])
    close(qca.direct(x, anchors, curve="power"), known["direct_linear"])
    close(qca.direct(x, anchors[::-1]), known["direct_decreasing"])
    indirect = qca.indirect(x, (1000, 4000, 5000, 10000, 20000))
    close(indirect, known["indirect_1000_4000_5000_10000_20000"])


def test_bells_are_the_same(reference: Path) -> None:
    known = read(reference, "calibration")["bell"]
    x, anchors = pd.Series(known["x"], dtype=float, name="height"), (155, 165, 175, 175, 185, 195)
    steep = qca.direct(x, anchors, curve="power", below=3, above=3)

    close(qca.direct(x, anchors, curve="power"), known["bell_e155_c165_i175_i175_c185_e195"])
    wide = (156, 164, 172, 179, 187, 195)
    close(qca.direct(x, wide, curve="power"), known["trapezoid"])
    close(steep, known["bell_below3_above3"])
    close(1 - steep, known["inverse_bell"])


def test_crisp_and_multivalue_sets_come_from_the_same_thresholds(reference: Path) -> None:
    raw = qca.lipset("raw")
    for known in read(reference, "calibration")["crisp"]:
        column = known["source"].partition("$")[2]
        several = isinstance(known["thresholds"], list)
        theirs = qca.lipset("multivalue" if several else "crisp")[column]
        found = qca.crisp(raw[column], known["thresholds"])

        assert (1 - found if known.get("negate") else found).tolist() == theirs.tolist()


def test_fuzzy_sets_come_from_the_same_anchors(reference: Path) -> None:
    known = read(reference, "LR-to-LF-direct")["anchors_full_out_crossover_full_in"]
    for column, anchors in known.items():
        found = qca.direct(qca.lipset("raw")[column], anchors, idm=1 / (1 + math.exp(-3)))

        assert found.round(2).tolist() == qca.lipset("fuzzy")[column].tolist()


def test_single_conditions_fit_the_same(reference: Path) -> None:
    columns = {"inclN": "inclusion", "inclS": "inclusion", "covN": "coverage", "covS": "coverage"}
    columns |= {"RoN": "ron", "PRI": "pri", "covU": "unique_coverage"}
    for known in read(reference, "pof-single-conditions"):
        measure = qca.necessity if known["relation"] == "necessity" else qca.sufficiency
        data = qca.lipset(KINDS[known["dataset"]])
        for side in ("presence", "absence"):
            names = [row["set"] for row in known[side]]
            found = measure(data, names, known["outcome"])
            for row, own in zip(known[side], found.to_dict("records"), strict=True):
                assert own["expression"] == row.pop("set")
                for code, value in row.items():
                    assert own[columns[code]] == near(value, abs=1e-9)


def test_the_same_sets_are_necessary(reference: Path) -> None:
    for known in read(reference, "superSubset-necessity"):
        data = qca.lipset(KINDS[known["dataset"]])
        names = [name for name in data.columns if name != "SURV"]
        found = qca.supersets(
            qca.truth_table(data, conditions=names, outcome=known["outcome"]),
            inclusion=known["incl_cut"],
            coverage=known["cov_cut"],
            ron=known["ron_cut"],
        ).set_index("expression")

        assert set(found.index) == {one["expr"] for one in known["combos"]}
        for one in known["combos"]:
            assert found.loc[one["expr"]].tolist() == near(
                [one["inclN"], one["RoN"], one["covN"]], abs=1e-9
            )


def test_the_same_assumptions_are_untenable(reference: Path) -> None:
    known = read(reference, "LF-ESA-rows")
    data = qca.lipset("fuzzy")
    names = [name for name in data.columns if name != "SURV"]
    tables = [
        qca.truth_table(data, conditions=names, outcome=outcome, inclusion=known["incl_cut"])
        for outcome in ("SURV", "~SURV")
    ]
    sides = [qca.solutions(table, kind="parsimonious") for table in tables]

    assert qca.contradictory(*sides)["row"].tolist() == known["csa_rows_type2"]
    expected = known["subset_relation_rows_expression_DEVxnotLIT"]
    assert qca.remainders(tables[0], "DEV*~LIT")["row"].tolist() == expected
    assert qca.simultaneous(*tables)["row"].tolist() == known["simultaneous_subset_type3"]
    for side, name in zip(sides, ("SA_SURV", "SA_notSURV"), strict=True):
        rows = [row["row"] for row in known[name]["M1"]]
        assert qca.assumptions(side, "M1")["row"].tolist() == rows

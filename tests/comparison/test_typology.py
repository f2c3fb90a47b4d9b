"""Types by rule: the distances by hand, the verdicts, and Pu's three organisations."""

import csv
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from workbench.coding.codebook import Codebook, codes_table, dimensions_table
from workbench.comparison.typology import (
    Decide,
    Reading,
    Type,
    Typology,
    distance,
    faults,
    labels,
    rule_distance,
    type_table,
    verdict,
)
from workbench.project import load
from workbench.schema.artefacts import TYPE_LABELS, TYPES

CODING = Path(__file__).parents[2] / "corpus" / "coding"
NAME = {"zh": "名", "en": "name"}
DECIDE = {"known_at_least": 2, "distance_at_most": 0.34, "margin_at_least": 0.1}
ORDER = ["weak", "partial", "strong"]


def nominal(*value: str) -> Reading:
    return Reading("nominal", ["gov", "market", "balance"], list(value))


def ordinal(*value: str) -> Reading:
    return Reading("ordinal", ORDER, list(value))


def several(*value: str) -> Reading:
    return Reading("set", ["hatch", "train", "buy", "link"], list(value))


def kind(**rules: list[str]) -> Type:
    return Type.model_validate({"label": NAME, "definition": "d", "rules": rules, "why": "w"})


def typology(**families: dict[str, dict[str, list[str]]]) -> Typology:
    return Typology.model_validate(
        {
            "decide": DECIDE,
            "families": {
                family: {
                    "label": NAME,
                    "source": "s",
                    "types": {
                        name: {"label": NAME, "definition": "d", "rules": rules}
                        for name, rules in types.items()
                    },
                }
                for family, types in families.items()
            },
        }
    )


# --- the distance of one rule -------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (("gov",), 0),  # the leading code is accepted
        (("market", "gov"), 0.5),  # only a secondary one is
        (("gov", "market"), 0),
        (("balance", "market"), 1),  # none is
    ],
)
def test_a_nominal_cell_fits_half_fits_or_contradicts(value: tuple[str, ...], expected: float):
    assert rule_distance(nominal(*value), ["gov"]) == expected


@pytest.mark.parametrize(
    ("value", "accepted", "expected"),
    [
        ("weak", ["weak"], 0),  # 0 steps of 2
        ("partial", ["weak"], 0.5),  # 1 step of 2
        ("strong", ["weak"], 1),  # 2 steps of 2
        ("strong", ["weak", "partial"], 0.5),  # partial is nearer than weak
        ("partial", ["weak", "strong"], 0.5),  # one step either way
    ],
)
def test_an_ordinal_cell_is_as_far_as_the_steps_to_the_nearest_accepted_rank(
    value: str, accepted: list[str], expected: float
):
    assert rule_distance(ordinal(value), accepted) == expected


def test_an_order_of_one_code_has_no_steps():
    assert rule_distance(Reading("ordinal", ["only"], ["only"]), ["only"]) == 0


@pytest.mark.parametrize(
    ("value", "accepted", "expected"),
    [
        (("hatch", "train"), ["hatch", "train"], 0),
        (("train", "hatch", "buy"), ["hatch", "train"], 0),  # more than the rule asks
        (("hatch",), ["hatch", "train"], 0.5),  # 1 of 2 lacks
        (("hatch", "buy"), ["hatch", "train", "link"], 2 / 3),  # 2 of 3 lack
        (("buy",), ["hatch", "train"], 1),
    ],
)
def test_a_set_is_as_far_as_the_share_it_lacks(
    value: tuple[str, ...], accepted: list[str], expected: float
):
    assert rule_distance(several(*value), accepted) == pytest.approx(expected)


# --- the distance of a type ---------------------------------------------------

RULES = kind(idea=["gov"], independence=["weak"], mechanism=["hatch", "train"])


def test_a_distance_is_the_mean_over_the_rules():
    # nominal 0.5, ordinal 1, set 0.5: 2 / 3
    readings = {
        "idea": nominal("market", "gov"),
        "independence": ordinal("strong"),
        "mechanism": several("hatch"),
    }

    assert distance(readings, RULES) == (pytest.approx(2 / 3), 3)


def test_a_rule_without_evidence_counts_neither_for_nor_against():
    # only the ordinal rule can be read: 1 step of 2, over 1 rule
    assert distance({"independence": ordinal("partial")}, RULES) == (0.5, 1)


def test_a_dimension_without_a_rule_changes_nothing():
    readings = {"idea": nominal("gov"), "mood": nominal("balance")}

    assert distance(readings, RULES) == (0, 1)


def test_a_case_without_evidence_is_near_to_nothing():
    measured, known = distance({}, RULES)

    assert math.isnan(measured)
    assert known == 0


# --- the verdict --------------------------------------------------------------

RULE = Decide(known_at_least=3, distance_at_most=0.34, margin_at_least=0.1)


@pytest.mark.parametrize(
    ("measured", "types", "ground", "reason"),
    [
        pytest.param(
            {"a": (0.1, 3), "b": (0.5, 3)}, ("a",), "nearest", "nearest at 0.10", id="member"
        ),
        pytest.param({"a": (0.34, 3)}, ("a",), "nearest", "nearest at 0.34", id="as far as may be"),
        pytest.param(
            {"a": (0.35, 5), "b": (0.9, 5)},
            (),
            "too_far",
            "nearest is a at 0.35, beyond 0.34",
            id="too far",
        ),
        pytest.param(
            {"a": (0.2, 5), "b": (0.2, 5)},
            ("a", "b"),
            "close",
            "between a at 0.20 and b at 0.20",
            id="tie",
        ),
        pytest.param(
            {"a": (0.29, 3), "b": (0.2, 3), "c": (0.3, 3)},
            ("b", "a"),
            "close",
            "between b at 0.20 and a at 0.29",
            id="hybrid of the two within the margin",
        ),
        pytest.param(
            {"a": (0.3, 3), "b": (0.25, 3), "c": (0.2, 3)},
            ("c", "b"),
            "close",
            "between c at 0.20 and b at 0.25",
            id="the margin is counted from the nearest",
        ),
        pytest.param(
            {"a": (0.29, 3), "b": (0.38, 3)},
            ("a", "b"),
            "close",
            "between a at 0.29 and b at 0.38",
            id="the second of a hybrid may be beyond the limit by less than the margin",
        ),
        pytest.param(
            {"a": (0.3, 3), "b": (0.2, 3)}, ("b",), "nearest", "nearest at 0.20", id="just apart"
        ),
        pytest.param(
            {"a": (0.0, 2), "b": (math.nan, 0)},
            (),
            "too_few_known",
            "evidence missing: no type has 3 known rules",
            id="missing",
        ),
        pytest.param(
            {"a": (0.0, 2), "b": (0.3, 3)},
            ("b",),
            "nearest",
            "nearest at 0.30",
            id="the unknown is no rival",
        ),
    ],
)
def test_a_verdict_its_ground_and_its_reason(
    measured: dict[str, tuple[float, int]], types: tuple[str, ...], ground: str, reason: str
):
    # the margin: 0.29 - 0.20 = 0.09 is below 0.1, 0.30 - 0.20 = 0.10 is not
    assert verdict(measured, RULE) == (types, ground, reason)


def test_without_a_margin_the_nearest_wins_however_near_the_next():
    sharp = RULE.model_copy(update={"margin_at_least": 0})

    assert verdict({"a": (0.2, 3), "b": (0.21, 3)}, sharp).types == ("a",)


def test_the_order_of_the_types_does_not_decide():
    measured = {"b": (0.2, 3), "a": (0.2, 3)}

    assert verdict(measured, RULE) == verdict(dict(reversed(measured.items())), RULE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"known_at_least": 0},
        {"distance_at_most": 1.1},
        {"margin_at_least": -0.1},
        {"kown_at_least": 3},
    ],
)
def test_a_rule_of_decision_out_of_range_is_refused(wrong: dict[str, Any]):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Decide.model_validate(DECIDE | wrong)


# --- the table ----------------------------------------------------------------

DIMENSIONS = pd.DataFrame(
    {"dimension": ["idea", "independence"], "scale": ["nominal", "ordinal"], "position": [0, 1]}
)
CODES = pd.DataFrame(
    [
        ("gov", "idea", 0),
        ("market", "idea", 0),
        ("strong", "independence", 3),
        ("partial", "independence", 2),
        ("weak", "independence", 1),
        ("loose", "", 0),
    ],
    columns=["code", "dimension", "rank"],
)
TWO = {
    "vassal": {"idea": ["gov"], "independence": ["weak"]},
    "free": {"idea": ["market"], "independence": ["strong"]},
}


def typed(rules: Typology, **cells: dict[str, str]) -> pd.DataFrame:
    rows = [
        (case, dimension, values.get(dimension, ""))
        for case, values in cells.items()
        for dimension in DIMENSIONS["dimension"]
    ]
    matrix = pd.DataFrame(rows, columns=["case", "dimension", "value"])
    table = type_table(matrix, DIMENSIONS, CODES, rules)
    assert list(table.columns) == list(TYPES)
    return table.astype(TYPES).set_index(["case", "type"])


def test_a_member_of_one_type_is_no_member_of_the_others():
    # vassal: 0 and 0 / 2 -> 0;  free: 1 and 2 / 2 -> 1
    table = typed(typology(f=TWO), c={"idea": "gov", "independence": "weak"})

    assert table.loc[("c", "vassal"), ["distance", "known", "rules"]].tolist() == [0, 2, 2]
    assert table.loc[("c", "free"), "distance"] == 1
    assert table["verdict"].to_dict() == {("c", "vassal"): "member", ("c", "free"): "other"}
    assert set(table["reason"]) == {"nearest at 0.00"}


def test_the_ranks_order_the_codes_whatever_the_order_of_the_rows():
    # CODES lists strong before weak; from weak, partial is 1 step of 2: (0 + 0.5) / 2
    table = typed(typology(f=TWO), c={"idea": "gov", "independence": "partial"})

    assert table.loc[("c", "vassal"), "distance"] == 0.25


def test_a_case_about_as_near_to_two_types_is_a_hybrid_of_both_and_no_other():
    # vassal, and its twin with the same rules: (0 + 1/2) / 2;  free: (1 + 1/2) / 2
    three = TWO | {"twin": TWO["vassal"]}
    table = typed(typology(f=three), c={"idea": "gov", "independence": "partial"})

    assert table["verdict"].to_dict() == {
        ("c", "vassal"): "hybrid",
        ("c", "free"): "other",
        ("c", "twin"): "hybrid",
    }
    assert set(table["ground"]) == {"close"}


def test_membership_is_what_is_left_of_one():
    # vassal: (0 + 1/2) / 2 = 0.25 -> 0.75;  free: (1 + 1/2) / 2 = 0.75 -> 0.25
    table = typed(typology(f=TWO), c={"idea": "gov", "independence": "partial"})

    assert table["membership"].to_dict() == {("c", "vassal"): 0.75, ("c", "free"): 0.25}


def test_a_case_as_far_from_two_types_is_undecided_for_both():
    # gov is vassal's (0), strong is free's (0): each is 0.5 away
    table = typed(typology(f=TWO), c={"idea": "gov", "independence": "strong"})

    assert set(table["verdict"]) == {"undecided"}
    assert set(table["ground"]) == {"too_far"}
    assert set(table["reason"]) == {"nearest is free and vassal at 0.50, beyond 0.34"}


def test_a_case_without_evidence_is_undecided_and_its_distance_is_not_known():
    table = typed(typology(f=TWO), c={})

    assert table["distance"].isna().all()
    assert table["membership"].isna().all()
    assert set(table["known"]) == {0}
    assert set(table["verdict"]) == {"undecided"}
    assert set(table["ground"]) == {"too_few_known"}


def test_a_family_may_decide_by_a_rule_of_its_own():
    rules = typology(f=TWO, g=TWO)
    lenient = Decide(known_at_least=1, distance_at_most=0.5, margin_at_least=0)
    family = rules.families["g"].model_copy(update={"decide": lenient})
    own = rules.model_copy(update={"families": rules.families | {"g": family}})
    table = typed(own, c={"idea": "gov"}).reset_index()

    assert table.groupby("family")["verdict"].agg(set).to_dict() == {
        "f": {"undecided"},
        "g": {"member", "other"},
    }


def test_no_matrix_gives_no_types():
    empty = pd.DataFrame({"case": [], "dimension": [], "value": []})

    assert type_table(empty, DIMENSIONS, CODES, typology(f=TWO)).empty


def test_a_second_code_after_a_space_is_read():
    # market leads and gov stands second: 0.5; weak fits: (0.5 + 0) / 2
    table = typed(typology(f=TWO), c={"idea": "market; gov", "independence": "weak"})

    assert table.loc[("c", "vassal"), "distance"] == 0.25


# --- faults and labels --------------------------------------------------------


def test_a_rule_over_what_does_not_exist_is_a_fault():
    rules = typology(f={"t": {"mood": ["x"], "idea": ["gov", "odd"], "independence": []}})
    codes_of = {"idea": ["gov", "market"], "independence": ORDER}

    assert [(fault.keys[-1], fault.message) for fault in faults(rules, codes_of)] == [
        ("mood", "unknown dimension 'mood'"),
        ("idea", "['odd'] is not a value of 'idea'"),
        ("independence", "no code is not a value of 'independence'"),
    ]
    assert faults(typology(f=TWO), codes_of) == []


def test_a_type_without_rules_is_refused():
    with pytest.raises(ValueError, match="rules"):
        kind()


def test_no_types_have_a_table_of_labels_all_the_same():
    made = labels(Typology(decide=RULE, families={}))

    assert made.empty
    assert list(made.columns) == list(TYPE_LABELS)


def test_the_rules_are_written_out():
    table = labels(typology(f=TWO))

    assert set(table.columns) == set(TYPE_LABELS)
    assert table[["position", "type", "rules"]].to_dict("list") == {
        "position": [0, 1],
        "type": ["vassal", "free"],
        "rules": ["idea: gov | independence: weak", "idea: market | independence: strong"],
    }


# --- the published reference --------------------------------------------------

PU = {
    "hubin-qingyu": "government_oriented",
    "fuying": "market_oriented",
    "bang-service": "government_market_oriented",
}
ASPECTS = {
    "cultivating_idea",
    "government_role",
    "independence",
    "professional_competence",
    "resource_acquisition",
}


def pu_table() -> dict[str, dict[str, str]]:
    """Pu's Table 1 as coded: type -> dimension -> value."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    with (CODING / "type_table.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table[row["type"]][row["dimension"]] = row["value"]
    return dict(table)


def test_each_of_pus_organisations_is_a_member_of_its_own_type_at_distance_0():
    # Pu, Table 1: five aspects of three types; each rule accepts the table's own value
    book = load(CODING / "codebook.yml", Codebook, shown="codebook.yml")
    rules = load(CODING / "typology.yml", Typology, shown="typology.yml")
    printed = pu_table()
    rows = [
        (case, dimension, printed[name].get(dimension, ""))
        for case, name in PU.items()
        for dimension in book.dimensions
    ]
    matrix = pd.DataFrame(rows, columns=["case", "dimension", "value"])

    table = type_table(matrix, dimensions_table(book), codes_table(book, {}), rules)
    members = table[(table["family"] == "orientation") & (table["verdict"] == "member")]

    assert {name: set(values) for name, values in printed.items()} == dict.fromkeys(
        PU.values(), ASPECTS
    )
    assert dict(zip(members["case"], members["type"], strict=True)) == PU
    assert members[["distance", "known", "rules"]].to_numpy().tolist() == [[0, 5, 5]] * 3


def test_stronger_ranks_below_strong_and_in_general_is_average():
    # printed "Stronger" = 较强, rank 2 of 3; "In general" = 一般, rank 2 of 3
    book = load(CODING / "codebook.yml", Codebook, shown="codebook.yml")
    competence = book.dimensions["professional_competence"]
    resources = book.dimensions["resource_acquisition"]

    assert competence.codes == ["competence-weak", "competence-fairly-strong", "competence-strong"]
    assert resources.codes == ["resources-weak", "resources-average", "resources-strong"]
    assert pu_table()["government_market_oriented"]["professional_competence"] == (
        "competence-fairly-strong"
    )

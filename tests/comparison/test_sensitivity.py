"""What remains without some of the evidence, and which conclusions and types then change."""

from collections.abc import Collection
from typing import Any

import pandas as pd
import pytest

from workbench.comparison.conclusions import Conclusions, faults
from workbench.comparison.evidence import Evidence, Scenario, remaining, scenarios
from workbench.comparison.sensitivity import judged, sensitivity
from workbench.comparison.typology import Typology
from workbench.comparison.view import Known
from workbench.schema.artefacts import CELLS

CASES = pd.DataFrame(
    {
        "case": ["town", "mill", "dock", "club"],
        "level": ["district", "street", "street", "organisation"],
        "depth": [0, 1, 0, 2],
    }
)
DIMENSIONS = pd.DataFrame(
    {"dimension": ["rank", "tool"], "scale": ["ordinal", "set"], "position": [0, 1]}
)
CODES = pd.DataFrame(
    {
        "code": ["weak", "fair", "strong", "room", "money"],
        "dimension": ["rank", "rank", "rank", "tool", "tool"],
        "rank": [1, 2, 3, 0, 0],
    }
)
LABEL = {"zh": "甲", "en": "a"}
TYPOLOGY = Typology.model_validate(
    {
        "decide": {"known_at_least": 2, "distance_at_most": 0.34, "margin_at_least": 0.1},
        "families": {
            "help": {
                "label": LABEL,
                "source": "paper",
                "types": {
                    "housed": {
                        "label": LABEL,
                        "definition": "d",
                        "rules": {"rank": ["weak"], "tool": ["room"]},
                    },
                    "paid": {
                        "label": LABEL,
                        "definition": "d",
                        "rules": {"rank": ["weak"], "tool": ["money"]},
                    },
                },
            }
        },
    }
)

# id, document, code, case, role, basis, confidence, coder
SEGMENTS = [
    ("s1", "paper", "weak", "mill", "author", "stated", 0.9, "ann"),
    ("s2", "paper", "room", "mill", "official", "stated", 0.9, "ann"),
    ("s3", "news", "money", "mill", "resident", "stated", 0.9, "bob"),
    ("s4", "news", "strong", "dock", "author", "inferred", 0.9, "ann"),
    ("s5", "talk", "fair", "dock", "author", "stated", 0.5, "ann"),
    ("s6", "talk", "room", "dock", "official", "stated", 0.6, "ann"),
]
GENRES = {"paper": "paper", "news": "news", "talk": "press_conference"}
MACHINE = {"talk"}


def row(case: str, dimension: str, value: str, segments: str, **others: Any) -> dict[str, Any]:
    basis = "stated" if value else "not_found"
    said = dict.fromkeys(("counter", "summary_zh", "summary_en", "note"), "")
    given = {"basis": basis, "confidence": 0.9, **said}
    named = {"case": case, "dimension": dimension, "value": value, "segments": segments}
    return {**given, **named, **others}


WHOLE = [
    row("mill", "rank", "weak", "s1"),
    row("mill", "tool", "room;money", "s2;s3"),
    row("dock", "rank", "strong;fair", "s4;s5", confidence=0.7),
    row("dock", "tool", "room", "s6"),
    row("town", "rank", "", ""),
    row("club", "tool", "", ""),
]


def evidence(*cells: dict[str, Any], repaired: Collection[str] = ()) -> Evidence:
    names = ("id", "doc", "code", "case", "speaker_role", "basis", "confidence", "coder")
    segments = pd.DataFrame(SEGMENTS, columns=list(names)).assign(speaker="")
    return Evidence(
        cells=pd.DataFrame(list(cells or WHOLE), columns=list(CELLS)).astype(CELLS),
        segments=segments.assign(
            genre=segments["doc"].map(GENRES),
            translation=["machine" if doc in MACHINE else "none" for doc in segments["doc"]],
            repaired=segments["id"].isin(list(repaired)),
        ),
        cases=CASES,
        dimensions=DIMENSIONS,
        codes=CODES,
        documents=pd.DataFrame(GENRES.items(), columns=["doc", "genre"]),
        typology=TYPOLOGY,
        doubtful_below=0.6,
    )


def left(*left_out: Scenario, of: Evidence | None = None) -> dict[str, str]:
    """The value of every cell that remains, by ``case:dimension``; not found is empty."""
    read = of or evidence()
    rows = {**read.by_case, **remaining(read, left_out)}
    return {f"{case}:{row['dimension']}": row["value"] for case in rows for row in rows[case]}


def given(*says: dict[str, Any], across: bool = False) -> Conclusions:
    one = {"statement": LABEL, "chapter": "findings", "map": across, "says": list(says)}
    return Conclusions.model_validate({"conclusions": {"it": one}})


def verdict(says: dict[str, Any], *left_out: str, of: Evidence | None = None) -> str:
    found = judged(of or evidence(), given(says), left_out)
    return str(found["verdict"].iloc[0])


# --- what remains ---------------------------------------------------------------


def test_nothing_left_out_changes_nothing():
    assert remaining(evidence(), []) == {}


def test_a_cell_keeps_the_codes_that_a_remaining_segment_carries():
    # mill:tool is room by s2 (paper) and money by s3 (news); only s3 and s4 are of news
    without = left(Scenario("document", "news"))

    assert without["mill:tool"] == "room"
    assert without["dock:rank"] == "fair"


def test_a_cell_without_segments_is_gone_and_not_weak():
    # paper holds s1, the only segment of mill:rank
    assert "mill:rank" not in left(Scenario("document", "paper"))


def test_a_code_that_no_segment_carries_stands_while_one_segment_remains():
    # weak is carried by neither s2 (room) nor s3 (money)
    read = evidence(row("mill", "rank", "weak", "s2;s3"))

    assert left(Scenario("document", "paper"), of=read) == {"mill:rank": "weak"}
    assert left(Scenario("document", "paper"), Scenario("document", "news"), of=read) == {}


@pytest.mark.parametrize(
    ("scenario", "gone"),
    [
        (Scenario("genre", "press_conference"), {"dock:tool"}),  # s5 goes too, s4 carries strong
        (Scenario("translation", "machine"), {"dock:tool"}),
        (Scenario("official"), {"dock:tool"}),  # s2 and s6; mill:tool keeps money by s3
        (Scenario("coder", "ann"), {"mill:rank", "dock:rank", "dock:tool"}),
        (Scenario("coder", "bob"), set()),
        (Scenario("cell", "mill:rank"), {"mill:rank"}),
    ],
)
def test_a_scenario_takes_the_cells_that_rest_on_it_alone(scenario: Scenario, gone: set[str]):
    valued = {name for name, value in left().items() if value}

    assert valued - {name for name, value in left(scenario).items() if value} == gone


def test_a_reading_of_too_little_confidence_goes_be_it_of_a_segment_or_of_a_cell():
    # under 0.6 lie s5 (0.5) and the cell; s6 has 0.6 and stays
    read = evidence(
        row("dock", "rank", "strong;fair", "s4;s5"),
        row("dock", "tool", "room", "s6"),
        row("mill", "rank", "weak", "s1", confidence=0.59),
    )

    assert left(Scenario("doubtful", "0.6"), of=read) == {
        "dock:rank": "strong",
        "dock:tool": "room",
    }


def test_an_inferred_reading_goes_be_it_of_a_segment_or_of_a_cell():
    # s4 is inferred, which leaves fair by s5
    read = evidence(*WHOLE[1:], row("mill", "rank", "weak", "s1", basis="inferred"))
    without = left(Scenario("inferred"), of=read)

    assert without["dock:rank"] == "fair"
    assert "mill:rank" not in without


def test_without_repairs_a_segment_goes_whose_number_needs_one():
    assert left(Scenario("repairs"), of=evidence(repaired=["s3"]))["mill:tool"] == "room"


def test_not_found_stands_while_somebody_is_heard_of_the_case():
    # dock is heard in news (s4) and talk (s5, s6); it rests on both
    read = evidence(*WHOLE[:3], row("dock", "tool", "", ""))

    assert left(Scenario("document", "talk"), of=read)["dock:tool"] == ""
    assert "dock:tool" not in left(
        Scenario("document", "talk"), Scenario("document", "news"), of=read
    )


def test_the_switches_are_those_that_take_something_away():
    # nothing is read by a repair; of translations only machine is one; 4 cells have a value
    assert [scenario.id for scenario in scenarios(evidence())] == [
        "document:news", "document:paper", "document:talk",
        "genre:news", "genre:paper", "genre:press_conference",
        "translation:machine", "official", "inferred", "doubtful:0.6", "coder:ann", "coder:bob",
        "cell:dock:rank", "cell:dock:tool", "cell:mill:rank", "cell:mill:tool",
    ]  # fmt: skip


# --- the kinds of condition -----------------------------------------------------

ALL = ["document:news", "document:paper", "document:talk"]


@pytest.mark.parametrize(
    ("says", "verdicts"),
    [  # with everything; without news, paper, talk
        ({"has": {"cases": ["mill"], "dimension": "tool", "all_of": ["room", "money"]}},
         "holds falls falls holds"),
        ({"has": {"cases": ["mill", "dock"], "dimension": "tool", "any_of": ["room", "money"]}},
         "holds holds holds unsaid"),
        ({"leads": {"cases": ["dock"], "dimension": "rank", "one_of": ["strong"]}},
         "holds falls holds holds"),
        ({"lacks": {"cases": ["dock"], "dimension": "rank", "codes": ["fair"]}},
         "falls falls falls holds"),
        ({"lacks": {"cases": ["mill", "dock"], "dimension": "rank", "codes": ["weak"]}},
         "falls falls holds falls"),
        ({"alike": {"cases": ["mill", "dock"], "dimension": "tool"}},
         "holds holds falls unsaid"),  # without paper mill leads with money
        ({"marked": {"cases": ["dock"], "dimension": "tool", "mark": "stated"}},
         "holds holds holds unsaid"),
        ({"marked": {"cases": ["mill"], "dimension": "tool", "mark": "inferred"}},
         "falls falls falls falls"),
        ({"said_by": {"cases": ["mill"], "dimension": "tool", "roles": ["official"]}},
         "falls holds falls falls"),  # the resident speaks in news
        ({"below": {"cases": ["mill"], "than": "dock", "dimension": "rank"}},
         "holds holds unsaid holds"),
        ({"below": {"cases": ["dock"], "than": "mill", "dimension": "rank"}},
         "falls falls unsaid falls"),
        # mill fits both types (0, 0) until one of its tools goes: then 0 against (0 + 1) / 2
        ({"hybrid": {"cases": ["mill"], "of": ["housed", "paid"]}},
         "holds falls unsaid holds"),
        ({"outside": {"cases": ["mill"], "type": "housed"}}, "falls falls unsaid falls"),
        ({"member": {"cases": ["mill"], "type": "housed"}}, "falls holds unsaid falls"),
    ],
)  # fmt: skip
def test_a_condition_holds_falls_or_cannot_be_said(says: dict[str, Any], verdicts: str):
    found = [verdict(says), *(verdict(says, name) for name in ALL)]

    assert " ".join(found) == verdicts


def test_that_nothing_is_there_cannot_be_said_where_nobody_looked():
    says = {"lacks": {"cases": ["club"], "dimension": "rank", "codes": ["strong"]}}

    assert verdict(says) == "unsaid"
    assert verdict({"lacks": says["lacks"] | {"cases": ["town"]}}) == "holds"  # not found there


def test_a_conclusion_falls_with_any_of_its_conditions_rather_than_being_unsaid():
    unsaid = {"leads": {"cases": ["town"], "dimension": "rank", "one_of": ["weak"]}}
    falls = {"leads": {"cases": ["mill"], "dimension": "rank", "one_of": ["strong"]}}
    found = judged(evidence(), given(unsaid, falls, across=True)).iloc[0]

    assert found["verdict"] == "falls"
    assert found["why"] == "otherwise: mill x rank"
    assert found["cells"] == "town:rank;mill:rank"


def test_several_things_can_be_left_out_at_once():
    says = {"has": {"cases": ["mill"], "dimension": "tool", "any_of": ["room", "money"]}}

    assert verdict(says, "document:news") == verdict(says, "document:paper") == "holds"
    assert verdict(says, "document:news", "document:paper") == "unsaid"


# --- sensitivity ----------------------------------------------------------------


def test_only_the_conclusion_falls_that_rests_on_what_is_left_out():
    both = {
        "mill-has-both": {"has": {"cases": ["mill"], "dimension": "tool", "all_of": ["money"]}},
        "dock-has-a-room": {"has": {"cases": ["dock"], "dimension": "tool", "all_of": ["room"]}},
    }
    rows = {n: {"statement": LABEL, "chapter": "c", "says": [s]} for n, s in both.items()}
    found = sensitivity(evidence(), Conclusions.model_validate({"conclusions": rows}))
    at = found.sensitivity.set_index(["conclusion", "scenario"])

    assert set(found.conclusions["verdict"]) == {"holds"}
    assert at.loc[("mill-has-both", "document:news"), "verdict"] == "falls"
    assert at.loc[("mill-has-both", "document:news"), "changed"] == "mill:tool"
    assert at.loc[("dock-has-a-room", "document:news"), "verdict"] == "holds"
    assert at.loc[("dock-has-a-room", "document:news"), "changed"] == ""
    assert at.loc[("dock-has-a-room", "cell:dock:tool"), "verdict"] == "unsaid"


def test_a_type_changes_where_a_document_or_a_cell_decides_it():
    # mill: a hybrid of both; without news housed, without paper too little is known;
    # without the official's s2 only money is left, which is paid
    moved = sensitivity(evidence(), Conclusions()).type_sensitivity
    own = moved[moved["case"] == "mill"].set_index("scenario")[["before", "after"]]

    assert own.loc["document:news"].tolist() == ["housed;paid", "housed"]
    assert own.loc["official"].tolist() == ["housed;paid", "paid"]
    assert own.loc["coder:bob"].tolist() == ["housed;paid", "housed"]
    assert own.loc["document:paper"].tolist() == ["housed;paid", ""]
    assert "cell:dock:tool" not in own.index


def test_a_study_without_conclusions_still_says_how_its_types_move():
    found = sensitivity(evidence(), Conclusions())

    assert found.conclusions.empty
    assert found.sensitivity.empty
    assert len(found.scenarios) == 16


# --- refusals -------------------------------------------------------------------

KNOWN = Known(
    levels=dict(zip(CASES["case"], CASES["level"], strict=True)),
    inside={"club": "mill", "mill": "town", "dock": "", "town": ""},
    codes={"rank": ["weak", "fair", "strong"], "tool": ["room", "money"]},
    scales={"rank": "ordinal", "tool": "set"},
    typology=TYPOLOGY,
)


def refused(*says: dict[str, Any], across: bool = False) -> list[str]:
    return [fault.message for fault in faults(given(*says, across=across), KNOWN)]


RANK = {"dimension": "rank"}
EACH = "write a condition for each level"


@pytest.mark.parametrize(
    ("says", "message"),
    [
        ({"leads": {"cases": ["mil"], **RANK, "one_of": ["weak"]}},
         "unknown case 'mil'; did you mean mill?"),
        ({"leads": {"cases": ["mill"], "dimension": "rnk", "one_of": ["weak"]}},
         "unknown dimension 'rnk'; did you mean rank?"),
        ({"leads": {"cases": ["mill"], **RANK, "one_of": ["room"]}},
         "unknown value of rank 'room'"),
        ({"marked": {"cases": ["mill"], **RANK, "mark": "statd"}},
         "unknown mark 'statd'; did you mean stated?"),
        ({"said_by": {"cases": ["mill"], **RANK, "roles": ["offical"]}},
         "unknown role 'offical'; did you mean official?"),
        ({"member": {"cases": ["mill"], "type": "house"}},
         "unknown type 'house'; did you mean housed?"),
        ({"below": {"cases": ["mill"], "than": "dock", "dimension": "tool"}},
         "'tool' has no ranks; below needs an ordinal dimension"),
        ({"below": {"cases": ["mill"], "than": "mill", **RANK}}, "'mill' is held against itself"),
        ({"below": {"cases": ["mill"], "than": "town", **RANK}},
         f"compares across levels: mill (street), town (district); {EACH}"),
        ({"alike": {"cases": ["dock", "club"], "dimension": "tool"}},
         f"compares across levels: dock (street), club (organisation); {EACH}"),
    ],
)  # fmt: skip
def test_a_condition_over_what_there_is_not_or_across_levels_is_refused(
    says: dict[str, Any], message: str
):
    assert refused(says) == [message]


def test_several_levels_need_a_map_and_a_map_several_levels():
    district = {"lacks": {"cases": ["town"], **RANK, "codes": ["strong"]}}
    street = {"leads": {"cases": ["dock"], **RANK, "one_of": ["strong"]}}
    [message] = refused(district, street)

    assert message.startswith("speaks of several levels (district, street)")
    assert refused(district, street, across=True) == []
    assert refused(street, across=True) == ["is no map: all its cases are of the level street"]


def test_what_all_lack_may_be_said_of_several_levels_in_a_map():
    says = {"lacks": {"cases": ["town", "dock", "club"], **RANK, "codes": ["weak"]}}

    assert refused(says, across=True) == []
    assert len(refused(says)) == 1


def test_a_case_is_never_counted_beside_one_it_lies_in_however_deep():
    town = {"leads": {"cases": ["town"], **RANK, "one_of": ["weak"]}}
    club = {"leads": {"cases": ["club"], **RANK, "one_of": ["weak"]}}

    assert refused(town, club, across=True) == [
        "counts club beside town, in which it lies; name one of the two"
    ]


@pytest.mark.parametrize(
    ("says", "message"),
    [
        ({}, "name exactly one of"),
        ({"leads": {"cases": ["mill"], **RANK, "one_of": ["weak"]},
          "member": {"cases": ["mill"], "type": "paid"}}, "name exactly one of"),
        ({"has": {"cases": ["mill"], **RANK}}, "in either any_of or all_of"),
        ({"has": {"cases": ["mill"], **RANK, "any_of": ["weak"], "all_of": ["weak"]}},
         "in either any_of or all_of"),
        ({"alike": {"cases": ["mill"], **RANK}}, "at least 2 items"),
        ({"leads": {"cases": [], **RANK, "one_of": ["weak"]}}, "at least 1 item"),
        ({"leeds": {}}, "Extra inputs are not permitted"),
    ],
)  # fmt: skip
def test_a_condition_that_says_nothing_or_two_things_is_refused(says: dict[str, Any], message: str):
    with pytest.raises(ValueError, match=message):
        given(says)

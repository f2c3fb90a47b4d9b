"""Groups of the mini study: who is in which, what is left out, what is refused."""

import pytest

from workbench import groups, store
from workbench.errors import UsageError
from workbench.project import Project


def test_groups_by_level_count_an_inner_case_with_its_container(built: Project) -> None:
    by_level = groups.groups(built)

    assert by_level.of == {
        "community": ["bamboo-kitchen"],
        "street": ["stone-letter", "willow-report"],
    }
    assert by_level.cases == {"bamboo": "community", "willow-street": "street"}
    assert by_level.left_out.values.tolist() == [["stone-bridge", "nested"]]


def test_groups_by_genre_are_of_all_documents(built: Project) -> None:
    assert groups.groups(built, "genre").of == {
        "news": ["willow-report"],
        "note": ["bamboo-kitchen"],
        "paper": ["stone-letter"],
        "policy": ["policy-2018-teams"],
    }


def test_groups_of_ones_own_name_the_cases_to_compare(built: Project) -> None:
    own = groups.groups(built, {"stone-bridge": "tea", "bamboo": "food"})

    assert own.of == {"food": ["bamboo-kitchen"], "tea": ["stone-letter"]}


def test_groups_by_a_family_of_types_are_of_its_members(built: Project) -> None:
    types = store.Tables(built)["types"]
    for family, own in types.groupby("family"):
        members = own[own["verdict"] == "member"]

        assert set(groups.groups(built, str(family)).cases) <= set(members["case"])
    assert (types["verdict"] == "member").any()


def test_code_rates_rest_on_each_passage_once_and_on_coded_documents_only(built: Project) -> None:
    # the letter: room, money and training, once each, whoever coded them
    found = groups.groups(built).code_rates()
    tools = found.query("language == 'en' and item == 'tool'").iloc[0]
    by_genre = groups.groups(built, "genre").code_rates()

    assert (tools["group"], tools["count"], tools["of"]) == ("street", 3, 1)
    assert tools["rate"] == pytest.approx(1000 * 3 / tools["base"])
    assert "policy" not in set(by_genre["group"])


def test_term_rates_have_the_base_of_the_documents_of_the_group(built: Project) -> None:
    by_level = groups.groups(built)
    sizes = store.Tables(built)["sizes"].query("doc == 'willow-report' and language == 'zh'")
    found = by_level.term_rates().query("group == 'street' and language == 'zh'")

    assert set(found["base"]) == set(sizes["characters"])


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda g: g.contingency(), r"groups of fewer than 2 documents: community \(1\)"),
        (lambda g: g.correspondence(), "codes and .* cases have 5 passages or more; a map takes 3"),
        (lambda g: g.clusters("community"), "1 cases: clusters need 8 or more"),
    ],
)
def test_so_few_cases_carry_no_analysis(built: Project, ask, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        ask(groups.groups(built))


@pytest.mark.parametrize(
    ("by", "message"),
    [("levle", r"no groups by 'levle'.*level"), ({"bambo": "x"}, r"no cases \['bambo'\].*bamboo")],
)
def test_groups_that_are_none_are_refused_with_what_there_is(built: Project, by, message) -> None:
    with pytest.raises(UsageError, match=message):
        groups.groups(built, by)

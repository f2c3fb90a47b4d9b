"""What a refusal says, and the order in which findings are told."""

import pytest

from workbench.errors import (
    EnvironmentFault,
    Finding,
    InputError,
    Locked,
    UsageError,
    WorkbenchError,
    refuse,
)


def test_a_finding_names_file_and_line_and_a_whole_file_has_no_line():
    assert str(Finding("corpus/a.yml", 3, "missing")) == "corpus/a.yml:3: missing"
    assert str(Finding("corpus/a.yml", 0, "missing")) == "corpus/a.yml: missing"


def test_a_refusal_lists_every_finding_by_file_and_line():
    # line 10 comes after line 9: lines are numbers, not words
    found = [Finding("b.yml", 1, "x"), Finding("a.yml", 10, "y"), Finding("a.yml", 9, "z")]

    with pytest.raises(InputError) as refusal:
        refuse(found)
    assert str(refusal.value).splitlines() == ["a.yml:9: z", "a.yml:10: y", "b.yml:1: x"]


def test_nothing_wrong_is_no_refusal():
    assert refuse([]) is None


@pytest.mark.parametrize(
    ("kind", "code"),
    [(WorkbenchError, 1), (UsageError, 2), (InputError, 3), (EnvironmentFault, 4), (Locked, 5)],
)
def test_each_kind_of_refusal_ends_the_command_with_its_own_code(kind: type, code: int):
    assert kind("no").exit_code == code
    assert issubclass(kind, WorkbenchError)

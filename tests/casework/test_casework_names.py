"""What the notes of a case tell of each name: which names are one, and who takes part in the abuse."""

from __future__ import annotations

import pytest

from caseflags.casework.household import Household
from caseflags.casework.names import Names
from caseflags.model import Introduction, NoteRef, Reading, Role

Pair = tuple[str, str, int]


def reading(counts: dict[str, int], *pairs: Pair) -> Reading:
    facts = tuple((reference, str(count)) for reference, count in sorted(counts.items()))
    return Reading(NoteRef("c", "n0", 2), (), tuple(Introduction(*pair) for pair in pairs), facts)


SHORT = [
    pytest.param(
        {"name:stefan": 3, "name:stef": 3},
        [("name:stefan", "father", 3), ("name:stef", "he", 1)],
        "name:stef",
        "name:stefan",
        id="a-nickname",
    ),
    pytest.param(
        {"name:farzana": 2, "name:f": 9}, [("name:farzana", "adult", 2)], "name:f", "name:farzana", id="an-initial"
    ),
    pytest.param(
        {"name:farzana": 2, "name:faye": 2, "name:f": 9},
        [("name:farzana", "adult", 2)],
        "name:f",
        None,
        id="an-initial-of-two-names",
    ),
    pytest.param(
        {"name:gemma": 9, "name:gw": 5},
        [("name:gemma", "surname:w", 1), ("name:gw", "mother", 3)],
        "name:gw",
        "name:gemma",
        id="initials-of-both-names",
    ),
    pytest.param(
        {"name:fraser": 9, "name:mr k": 5},
        [("name:fraser", "surname:k", 1), ("name:mr k", "he", 1)],
        "name:mr k",
        "name:fraser",
        id="a-title",
    ),
    pytest.param(
        {"name:pip": 9, "name:mr k": 5},
        [("name:pip", "surname:k", 1), ("name:pip", "she", 1), ("name:mr k", "he", 1)],
        "name:mr k",
        None,
        id="a-title-of-the-other-gender",
    ),
    pytest.param(
        {"name:barry": 3, "name:baz": 2},
        [("name:barry", "name:baz", 3), ("name:baz", "father", 1)],
        "name:baz",
        "name:barry",
        id="a-nickname-told",
    ),
]


@pytest.mark.parametrize(("counts", "pairs", "short", "name"), SHORT)
def test_names_that_are_one(counts: dict[str, int], pairs: list[Pair], short: str, name: str | None) -> None:
    assert Names([reading(counts, *pairs)]).short.get(short) == name


MOTHERS = [
    pytest.param(
        {"name:zeph": 3, "name:sam": 5, "she": 9, "he": 4},
        [("name:sam", "father", 3), ("name:zeph", "adult", 2)],
        Role.MOTHER,
        id="the-adult-who-is-left",
    ),
    pytest.param(
        {"name:zeph": 3, "name:sam": 5, "she": 9, "he": 4}, [("name:sam", "father", 3)], None, id="hardly-spoken-of"
    ),
    pytest.param(
        {"name:zeph": 6, "name:sam": 5, "she": 9, "he": 4}, [("name:sam", "father", 3)], Role.MOTHER, id="spoken-of"
    ),
    pytest.param(
        {"name:zeph": 6, "name:sam": 5, "she": 1, "he": 9}, [("name:sam", "father", 3)], None, id="a-case-about-men"
    ),
    pytest.param(
        {"name:zeph": 6, "name:sam": 5, "she": 9, "he": 4},
        [("name:sam", "father", 3), ("name:zeph", "child", 2)],
        Role.CHILD,
        id="a-child",
    ),
]


@pytest.mark.parametrize(("counts", "pairs", "role"), MOTHERS)
def test_the_mother_whom_nobody_introduces(counts: dict[str, int], pairs: list[Pair], role: Role | None) -> None:
    home = Household([reading({"child": 3, "mother": 1, **counts}, *pairs)])
    assert home.names.get("name:zeph") is role

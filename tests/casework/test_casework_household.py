"""Who is who: names by their introductions, couples of one sex, grown sons, records without children."""

from __future__ import annotations

import pytest

from caseflags.casework.household import Household
from caseflags.model import Introduction, NoteRef, Reading, Role

Pair = tuple[str, str, int]


def household(counts: dict[str, int], *pairs: Pair, notes: int = 1) -> Household:
    facts = tuple((reference, str(count)) for reference, count in sorted(counts.items()))
    introductions = tuple(Introduction(*pair) for pair in pairs)
    readings = [Reading(NoteRef("c", f"n{i}", i + 2)) for i in range(1, notes)]
    return Household([Reading(NoteRef("c", "n0", 2), (), introductions, facts), *readings])


HIM, HER = "name:sam", "name:lea"
NAMES = [
    pytest.param([(HIM, "father", 3)], HIM, Role.FATHER, id="introduced"),
    pytest.param([(HIM, "partner", 3), (HIM, "he", 2)], HIM, Role.FATHER, id="a-partner-is-the-father"),
    pytest.param([(HIM, "child", 2), (HIM, "adult", 2)], HIM, Role.OTHER, id="a-grown-son"),
    pytest.param([(HIM, "other", 3), (HIM, "child", 2)], HIM, Role.CHILD, id="a-brother-of-school-age"),
    pytest.param([(HIM, "word:professional", 9)], HIM, None, id="a-worker"),
    pytest.param([(HER, "she", 5), (HER, "adult", 2)], HER, Role.MOTHER, id="the-woman-of-the-case"),
    pytest.param([(HIM, "father", 3), ("name:sammy", "he", 1)], HIM, Role.FATHER, id="a-longer-name"),
]


@pytest.mark.parametrize(("pairs", "name", "role"), NAMES)
def test_names(pairs: list[Pair], name: str, role: Role | None) -> None:
    home = household({"child": 3, "mother": 1, HIM: 4, HER: 4}, *pairs)
    assert home.names.get(name) is role


def test_a_short_name_is_who_the_long_name_is() -> None:
    home = household(
        {"child": 3, "name:stefan": 3, "name:stef": 3}, ("name:stefan", "father", 3), ("name:stef", "he", 1)
    )
    assert home.names["name:stef"] is Role.FATHER


def test_of_two_mothers_the_one_less_spoken_of_is_the_partner() -> None:
    home = household(
        {"child": 3, HER: 9, "name:dee": 5}, (HER, "mother", 3), (HER, "she", 3), ("name:dee", "mother", 3)
    )
    assert (home.names[HER], home.names["name:dee"], home.two_women) == (Role.MOTHER, Role.PARTNER, True)


def test_his_partner_with_a_man_s_name_makes_two_men() -> None:
    home = household(
        {"child": 3, HIM: 5, "name:ian": 5}, ("of:he:partner", HIM, 3), (HIM, "he", 2), ("name:ian", "father", 3)
    )
    assert (home.two_men, home.names[HIM], home.partner) == (True, Role.PARTNER, Role.PARTNER)


@pytest.mark.parametrize(
    ("counts", "notes", "childless"),
    [
        pytest.param({"none/child": 1, "child/any": 1, "child": 1}, 1, True, id="said"),
        pytest.param({"she": 9}, 5, True, id="never-spoken-of"),
        pytest.param({"she": 9}, 1, False, id="a-single-note-tells-nothing"),
        pytest.param({"child": 5, "child/any": 5}, 5, False, id="children"),
        pytest.param({"mother": 5}, 5, False, id="a-mother"),
    ],
)
def test_childless(counts: dict[str, int], notes: int, *, childless: bool) -> None:
    home = household(counts, notes=notes)
    assert home.childless is childless
    assert (home.woman is Role.OTHER) is childless

"""Who abuses whom, weighed from the voices of a case."""

from __future__ import annotations

import pytest

from caseflags.casework.couple import Couple, Sides
from caseflags.model import Role

USUAL = Couple(Role.FATHER, Role.MOTHER)


def couple(*voices: tuple[Role | None, Role | None], abuse: int = 1) -> Couple | None:
    sides = Sides(abuse=abuse)
    for abuser, victim in voices:
        sides.add(abuser, victim)
    return sides.couple(USUAL)


def test_without_affirmed_abuse_there_is_none() -> None:
    assert couple((Role.FATHER, Role.MOTHER), abuse=0) is None


def test_the_usual_pair_where_nobody_is_named() -> None:
    assert couple((None, None)) == USUAL


def test_who_is_named_often_enough_outweighs_what_is_usual() -> None:
    assert couple(*[(Role.MOTHER, Role.FATHER)] * 3) == Couple(Role.MOTHER, Role.FATHER)


def test_nobody_abuses_himself() -> None:
    assert couple(*[(Role.FATHER, Role.FATHER)] * 9) == USUAL


@pytest.mark.parametrize("times", [3, 6])
def test_a_son_may_abuse_his_mother_where_both_are_others(times: int) -> None:
    assert couple(*[(Role.OTHER, Role.OTHER)] * times) == Couple(Role.OTHER, Role.OTHER)


def test_children_take_no_side() -> None:
    assert couple(*[(Role.CHILD, Role.MOTHER)] * 3) == USUAL

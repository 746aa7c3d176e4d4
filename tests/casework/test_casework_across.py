"""All cases together: sums, chance, and independence of the order in which cases come."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.casework import Across, CaseworkOptions, read_case
from caseflags.casework.chance import Chance, against_chance
from caseflags.model import CATEGORIES, CaseResult, Reading, Role

DA, SM, MH, RT = CATEGORIES
HIT = "He [[DA/physical aff cur father>mother|hit her]]."
DRUNK = "He was [[SM/alcohol aff cur father|drunk]]."
ANXIOUS = "Mum is [[MH/anxiety unc cur mother|?anxious]]."

EXPORT = f"""=== A
--- a1 | 2024-01-01
{HIT}
--- a2 | 2024-01-11
{DRUNK}
=== B
--- b1 | 2024-01-01
{DRUNK} {HIT} {ANXIOUS}
=== C
--- c1 | 2024-01-01
{DRUNK}
--- c2 | 2024-02-01
{HIT}
=== D
--- d1 | 2024-01-01
All well.
"""


@pytest.fixture
def cases(readings: Callable[[str], dict[str, list[Reading]]]) -> list[CaseResult]:
    return [read_case(case, CaseworkOptions()) for case in readings(EXPORT).values()]


def across(cases: list[CaseResult]) -> Across:
    found = Across()
    for case in cases:
        found.add(case)
    return found


def test_sums_over_cases(cases: list[CaseResult]) -> None:
    cell = across(cases).matrix().cell(DA, SM)
    assert (cell.cases, cell.notes, cell.sentences, cell.findings) == (3, 1, 0, 2)
    assert (cell.window_pairs, cell.row_first, cell.column_first) == (1, 1, 0)
    assert cell.delays == ((10, 1),)
    wanted = {
        "cases_total": 4,
        "expected_cases": 2.25,
        "ratio": 1.333,
        "small": 1,
        "cases_same_sentence": 0,
        "cases_same_note": 1,
        "cases_in_window": 1,
        "cases_row_first": 1,
        "cases_column_first": 1,
        "cases_same_day": 1,
        "median_days": 10,
        "same_person_notes": 1,
    }
    assert {name: cell.measures[name] for name in wanted} == wanted


def test_one_category_and_people(cases: list[CaseResult]) -> None:
    matrix = across(cases).matrix()
    assert (matrix.cell(DA, DA).cases, matrix.cell(DA, DA).findings) == (3, 3)
    assert (matrix.cell(MH, MH).cases, matrix.cell(MH, MH).uncertain) == (0, 1)
    assert matrix.cell(MH, RT).cases == 0
    people = {(p.role, p.category, p.part): p.affirmed for p in matrix.people}
    assert people[Role.FATHER, DA, "subject"] == people[Role.MOTHER, DA, "victim"] == 3


def test_evidence_comes_from_the_cases_where_both_are_closest(cases: list[CaseResult]) -> None:
    evidence = across(cases).matrix().cell(DA, SM).evidence
    note_of = {f.finding_id: f.note_id for case in cases for f in case.case.findings}
    assert [note_of[ref] for ref in evidence] == ["b1", "b1", "a1", "a2"]


def test_neither_the_order_of_cases_nor_parts_change_anything(cases: list[CaseResult]) -> None:
    expected = across(cases).matrix()
    for order in itertools.permutations(cases):
        assert across(list(order)).matrix() == expected
        left, right = across(list(order[:2])), across(list(order[2:]))
        left.merge(right)
        assert left.matrix() == expected


def test_no_cases_make_an_empty_matrix() -> None:
    matrix = Across().matrix()
    assert matrix.categories == CATEGORIES
    assert matrix.cell(DA, SM).measures["ratio"] is None


CHANCES = [
    pytest.param((12, 20, 15, 40), Chance(12, 7.5, 1.6, 1.199, 2.135), id="the example of the docs"),
    pytest.param((40, 40, 40, 40), Chance(40, 40.0, 1.0, 1.0, 1.0), id="every case has both"),
    pytest.param((0, 4, 10, 40), Chance(0, 1.0, 0.0, 0.0, 3.689), id="none observed: Garwood's limit"),
    pytest.param((0, 2, 10, 40), Chance(0, 0.5, 0.0, 0.0, 4.0), id="none observed: no more than the margins allow"),
    pytest.param((0, 0, 10, 40), Chance(0, 0.0, None, None, None), id="one factor never occurs"),
    pytest.param((1, 1, 1, 1), Chance(1, 1.0, None, None, None), id="a single case"),
    pytest.param((0, 0, 0, 0), Chance(0, 0.0, None, None, None), id="no case"),
]


@pytest.mark.parametrize(("numbers", "expected"), CHANCES)
def test_against_chance(numbers: tuple[int, int, int, int], expected: Chance) -> None:
    assert against_chance(*numbers) == expected


@given(st.lists(st.integers(0, 60), min_size=4, max_size=4))
def test_the_interval_holds_the_ratio(table: list[int]) -> None:
    both, one_only, other_only, neither = table
    one, other = both + one_only, both + other_only
    chance = against_chance(both, one, other, both + one_only + other_only + neither)
    assert chance.small == (both < 10)
    if chance.ratio is not None and chance.low is not None and chance.high is not None:
        assert 0 <= chance.low <= chance.ratio <= chance.high
        assert chance == against_chance(both, other, one, both + one_only + other_only + neither)

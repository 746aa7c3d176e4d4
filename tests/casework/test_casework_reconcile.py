"""Notes beside the record, case by case and in total."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from caseflags.casework import CaseworkOptions
from caseflags.casework.reconcile import Compared, Totals, code_order, compare, factor_of
from caseflags.model import CaseResult
from caseflags.rulebook import load

CODES = load().codes
CIN = next(codes for codes in CODES if codes.id == "cin")
Read = Callable[..., CaseResult]

STORY = """--- n1 | 2024-01-01 | police
Dad was [[SM/alcohol aff cur father|drunk]] and [[DA/physical aff cur father>mother|hit Mum]], the baby in her arms.
Mum was [[MH/depression aff his mother|depressed]] and [[MH/anxiety den cur mother|denies anxiety]].
"""


@pytest.fixture
def case(read: Read) -> CaseResult:
    return read(STORY, CaseworkOptions(codes=CODES))


def told(compared: Compared) -> dict[str, list[str]]:
    return {
        "both": [hit.code for hit in compared.both],
        "notes": [hit.code for hit in compared.notes_only],
        "record": [lone.code for lone in compared.record_only],
        "check": [hit.code for hit in compared.to_check],
        "uncovered": list(compared.uncovered),
    }


CASES = [
    pytest.param(
        {"1B", "16A", "4B", "2A"},
        {"both": ["1B"], "notes": ["3B"], "record": ["2A", "4B"], "check": ["3A"], "uncovered": ["16A"]},
        True,
        id="both ways",
    ),
    pytest.param(
        {"1B", "3A", "3B"},
        {"both": ["1B", "3A", "3B"], "notes": [], "record": [], "check": [], "uncovered": []},
        False,
        id="what is to be checked is settled by the record",
    ),
    pytest.param(
        {"21"},
        {"both": [], "notes": ["1B", "3B"], "record": [], "check": ["3A"], "uncovered": ["21"]},
        True,
        id="none is a record",
    ),
    pytest.param(
        set(),
        {"both": [], "notes": ["1B", "3B"], "record": [], "check": ["3A"], "uncovered": []},
        False,
        id="no record, nothing to differ from",
    ),
]


@pytest.mark.parametrize(("recorded", "expected", "differs"), CASES)
def test_a_case_is_laid_beside_its_record(
    case: CaseResult,
    recorded: set[str],
    expected: dict[str, list[str]],
    differs: bool,  # noqa: FBT001 - of the table above
) -> None:
    compared = compare(case, recorded, CIN)
    assert told(compared) == expected
    assert compared.differs is differs


def test_what_the_notes_hold_otherwise_is_said(case: CaseResult) -> None:
    lone = {lone.code: lone for lone in compare(case, {"4B", "2A"}, CIN).record_only}
    assert lone["4B"].why == "in the notes only as denied (1), past (1)"
    assert len(lone["4B"].evidence) == 2
    assert (lone["2A"].why, lone["2A"].evidence) == ("nothing in the notes", ())


def test_totals_are_over_cases_with_a_record(case: CaseResult) -> None:
    totals = Totals(CIN)
    for recorded in ({"1B", "4B"}, {"1B", "3B"}, set()):
        totals.add(compare(case, recorded, CIN))
    assert (totals.cases, totals.with_record, totals.differing) == (3, 2, 1)
    abuse = totals.factors["3"]
    assert (abuse.title, abuse.notes, abuse.recorded, abuse.both) == ("Domestic abuse", 2, 1, 1)
    assert (abuse.notes_only, abuse.record_only) == (1, 0)
    assert (totals.codes["4B"].record_only, totals.codes["3A"].to_check) == (1, 2)


def test_codes_are_sorted_as_the_form_has_them() -> None:
    assert sorted({"10A", "2B", "1C", "21", "2A"}, key=code_order) == ["1C", "2A", "2B", "10A", "21"]
    assert [factor_of(code) for code in ("1A", "15A", "21")] == ["1", "15", "21"]

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflags.engine.codec import decode_case, decode_note, decode_reading, encode_case, encode_note, encode_reading
from caseflags.model import Case, CaseResult, Cell, Finding, Matrix, NoteRef, PatternHit, Reading


@given(st.from_type(Reading))
def test_a_reading_comes_back_as_it_was(reading: Reading) -> None:
    assert decode_note(encode_note(reading.note)) == reading.note
    assert decode_reading(reading.note, encode_reading(reading)) == reading


@given(st.builds(Case), st.lists(st.from_type(Finding), max_size=2), st.lists(st.from_type(PatternHit), max_size=1))
def test_a_case_comes_back_as_it_was(case: Case, findings: list[Finding], patterns: list[PatternHit]) -> None:
    cell = Cell("a", "b", 1, measures={"ratio": 1.5, "days": None, "small": 1}, delays=((-3, 2), (0, 1)))
    whole = Case(case.case_id, case.notes, tuple(findings), case.people, case.family_id)
    result = CaseResult(whole, Matrix(("a", "b"), 30, (cell,)), tuple(patterns))
    assert decode_case(encode_case(result)) == result


def test_what_no_type_describes_comes_back_too() -> None:
    extra = {
        "day": date(2024, 2, 29),
        "list": ("a", 1, None),
        "deep": {"$": {"x": (1.5,)}},
        "note": NoteRef("c", "n", 1),
    }
    result = CaseResult(Case("c", (), ()), Matrix((), 30, ()), extra=extra)
    assert decode_case(encode_case(result)) == result


def test_a_foreign_object_is_refused() -> None:
    result = CaseResult(Case("c", (), ()), Matrix((), 30, ()), extra={"x": object()})
    with pytest.raises(TypeError, match="object"):
        encode_case(result)


def test_half_a_character_survives() -> None:
    note = NoteRef("c\ud800", "n", 1)
    assert decode_note(encode_note(note)) == note

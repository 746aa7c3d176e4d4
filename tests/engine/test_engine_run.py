from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from caseflags.casework import read_case as real_read_case
from caseflags.engine import cases as engine_cases
from caseflags.engine import release
from caseflags.engine.codec import encode_case
from caseflags.errors import CaseflagsError
from caseflags.model import CaseResult, Note, Reading, Rejected, Result

Run = Callable[..., Result]
Notes = Callable[..., list[Note]]


def whole(result: Result) -> str:
    """Everything that a report could show of a result."""
    rejected = [asdict(row) for row in result.rejected]
    parts = [asdict(result.run), [encode_case(case) for case in result.cases], asdict(result.matrix), rejected]
    return json.dumps(parts, default=str)


@pytest.mark.usefixtures("few")
def test_the_number_of_workers_makes_no_difference(run: Run, tools: ModuleType, make_notes: Notes) -> None:
    notes = make_notes(60, cases=7)
    results = [whole(run(notes, tools.Plain(), workers=workers)) for workers in (1, 2, 4)]
    assert results[0] == results[1] == results[2]


@pytest.mark.usefixtures("few")
def test_cases_read_by_workers_are_the_same(
    run: Run, tools: ModuleType, make_notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = make_notes(60, cases=7)
    here = whole(run(notes, tools.Plain()))
    monkeypatch.setattr(engine_cases, "FEW_NOTES", 1)
    monkeypatch.setattr(engine_cases, "BATCH_CHARACTERS", 200)
    assert whole(run(notes, tools.Plain(), workers=2)) == here


def test_the_order_of_rows_with_a_date_makes_no_difference(run: Run, tools: ModuleType, make_notes: Notes) -> None:
    notes = make_notes(30)
    assert whole(run(notes, tools.Plain())) == whole(run(notes[::-1], tools.Plain()))


@pytest.mark.usefixtures("few")
def test_a_note_that_kills_workers_is_rejected_and_the_run_goes_on(
    run: Run, tools: ModuleType, make_notes: Notes, tmp_path: Path
) -> None:
    result = run(make_notes(30), tools.Deadly("note 12 ", str(tmp_path)), workers=2)
    assert list(result.rejected) == [Rejected("a.csv", 14, "note n12: reading it ends the worker process")]
    rows = result.run.rows
    assert (rows.read, rows.analysed, rows.rejected) == (30, 29, 1)


def test_few_notes_start_no_process(run: Run, tools: ModuleType, make_notes: Notes, tmp_path: Path) -> None:
    result = run(make_notes(9), tools.Forgetful(str(tmp_path)), workers=4)
    assert result.run.rows.analysed == 9
    assert len(list(tmp_path.glob("built-*"))) == 1


def test_every_row_is_accounted_for(run: Run, tools: ModuleType, make_notes: Notes) -> None:
    notes = make_notes(20)
    rows = [*notes[:18], Rejected("a.csv", 99, "no case"), *(replace(note, date=None) for note in notes[18:])]
    result = run(rows, tools.Faulty("note 7 "), cases=("C0", "C1"), since=date(2024, 1, 5))
    counts = result.run.rows
    assert counts.read == counts.analysed + counts.rejected + counts.filtered == 21
    assert (counts.rejected, counts.undated) == (2, 2)
    assert [row.reason for row in result.rejected] == ["note n7: reading it failed (ValueError)", "no case"]
    assert "2 notes without a date were read all the same" in result.messages


def test_filters_leave_cases_and_days(run: Run, tools: ModuleType, make_notes: Notes) -> None:
    result = run(make_notes(20), tools.Plain(), cases=("C1",), since=date(2024, 1, 5), until=date(2024, 1, 11))
    assert [[note.note_id for note in case.case.notes] for case in result.cases] == [["n4", "n7", "n10"]]


def test_a_family_can_be_named_like_a_case(run: Run, tools: ModuleType, make_notes: Notes) -> None:
    notes = [replace(note, family_id="F" if note.case_id != "C2" else "") for note in make_notes(9)]
    (family,) = run(notes, tools.Plain(), cases=("F",), mapping={"family_id": ("Family",)}).cases
    assert (family.case.case_id, len(family.case.notes)) == ("F", 6)


def test_a_family_column_that_nobody_mapped_is_said_and_not_used(
    run: Run, tools: ModuleType, make_notes: Notes
) -> None:
    notes = [replace(note, family_id="F" if note.case_id != "C2" else "G") for note in make_notes(9)]
    apart = run(notes, tools.Plain())
    assert [case.case.case_id for case in apart.cases] == ["C0", "C1", "C2"]
    assert [message for message in apart.messages if message.startswith("1 family has several cases")]
    assert run(notes, tools.Plain(), mapping={"family_id": ("Family",)}).messages == ()
    assert run(make_notes(9), tools.Plain()).messages == ()


def test_the_record_is_complete_up_to_the_last_note_or_as_said(run: Run, tools: ModuleType, make_notes: Notes) -> None:
    notes = make_notes(5)
    assert run(notes, tools.Plain()).run.options["as_of"] == "2024-01-05"
    assert run(notes, tools.Plain(), as_of=date(2025, 1, 1)).run.options["as_of"] == "2025-01-01"
    assert run([replace(n, date=None) for n in notes], tools.Plain()).run.options["as_of"] is None


def test_what_makes_a_run_faster_is_no_part_of_its_record(
    run: Run, tools: ModuleType, make_notes: Notes, tmp_path: Path
) -> None:
    notes = make_notes(20)
    plain = run(notes, tools.Plain())
    cached = run(notes, tools.Plain(), cache=tmp_path / "cache", workers=3)
    again = run(notes, tools.Unbuildable(), cache=tmp_path / "cache")
    assert whole(plain) == whole(cached) == whole(again)


def test_rules_are_counted_by_findings(run: Run, tools: ModuleType, make_notes: Notes) -> None:
    result = run([*make_notes(4), *make_notes(2, word="BIT")], tools.Plain())
    assert result.run.rules == {"fake.bit": 1, "fake.hit": 2}


def test_without_excerpts_no_sentence_is_left(run: Run, tools: ModuleType, make_notes: Notes) -> None:
    result = run(make_notes(6), tools.Plain(), excerpts=False)
    assert "note 1" not in whole(result)


def test_no_notes_are_an_error(run: Run, tools: ModuleType, make_notes: Notes) -> None:
    with pytest.raises(CaseflagsError, match="no notes to read"):
        run([], tools.Plain())
    with pytest.raises(CaseflagsError, match="did you mean 'C1'") as caught:
        run(make_notes(6), tools.Plain(), cases=("C11",))
    assert "cases are C0, C1, C2" in caught.value.problems[0].hint


def test_an_unknown_category_is_an_error(run: Run, tools: ModuleType, make_notes: Notes) -> None:
    with pytest.raises(CaseflagsError, match="no rule has the category"):
        run(make_notes(6), tools.Plain(), categories=("neglect",))


def test_a_case_that_cannot_be_read_together_is_rejected_note_by_note(
    run: Run, tools: ModuleType, make_notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_case(readings: list[Reading], options: object) -> CaseResult:
        if readings[0].note.case_id == "C1":
            raise ZeroDivisionError
        return real_read_case(readings, options)  # type: ignore[arg-type]

    monkeypatch.setattr(engine_cases, "read_case", read_case)
    result = run(make_notes(9), tools.Plain())
    assert [case.case.case_id for case in result.cases] == ["C0", "C2"]
    assert (result.run.rows.analysed, result.run.rows.rejected) == (6, 3)
    assert {row.reason.partition(": ")[2] for row in result.rejected} == {
        "its case cannot be read together (ZeroDivisionError)"
    }


def test_a_result_keeps_nothing_on_disk_once_it_is_released(run: Run, tools: ModuleType, make_notes: Notes) -> None:
    result = run(make_notes(6), tools.Plain())
    folder = result.cases._spool.folder  # type: ignore[attr-defined]
    assert folder.exists()
    release(result)
    assert not folder.exists()

"""A case read together, as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from caseflags.casework import CaseworkOptions, read_case
from caseflags.model import CaseResult, Introduction, Reading

Read = Callable[..., CaseResult]

NOTES = """--- n1 | 2024-01-01
Sam [[DA/physical aff cur father>mother|hit Mum]] on the stairs.
--- n2 | 2024-01-02
He was [[SM/alcohol aff cur father|drunk]].
"""


def test_findings_keep_the_order_of_notes_and_offsets(read: Read) -> None:
    case = read(NOTES).case
    assert [note.note_id for note in case.notes] == ["n1", "n2"]
    assert [finding.text for finding in case.findings] == ["hit Mum", "drunk"]


def test_people_bear_the_names_of_the_notes(readings: Callable[[str], dict[str, list[Reading]]]) -> None:
    first, *rest = readings(f"=== C\n{NOTES}")["C"]
    first = replace(first, introductions=(Introduction("name:sam", "father"),), facts=(("name:sam", "1"),))
    (father,) = read_case([first, *rest], CaseworkOptions()).case.people
    assert (father.role.value, father.called) == ("father", ("sam",))
    assert read_case([first, *rest], CaseworkOptions(excerpts=False)).case.people == ()


def test_without_excerpts_only_references_are_kept(read: Read) -> None:
    result = read(NOTES, CaseworkOptions(excerpts=False))
    assert {(f.excerpt, f.text, *(cue.text for cue in f.cues)) for f in result.case.findings} == {("", "")}
    assert [event.text for event in result.chronology] == ["physical", "alcohol"]


def test_copies_are_found_before_excerpts_are_dropped(read: Read) -> None:
    line = "On that night Dad [[DA/physical aff cur father>mother|hit Mum]] on the stairs of the flat."
    result = read(f"--- n1 | 2024-01-01\n{line}\n--- n2 | 2024-01-02\n{line}\n", CaseworkOptions(excerpts=False))
    assert [finding.copied_from for finding in result.case.findings] == ["", "n1"]


def test_cases_of_one_family_read_as_one_bear_its_id(readings: Callable[[str], dict[str, list[Reading]]]) -> None:
    one = [replace(r, note=replace(r.note, family_id="F")) for r in readings(f"=== A\n{NOTES}")["A"]]
    two = [replace(r, note=replace(r.note, case_id="B")) for r in one]
    assert read_case(one, CaseworkOptions()).case.case_id == "A"
    assert read_case(one + two, CaseworkOptions()).case.case_id == "F"


def test_a_quiet_case_has_an_empty_matrix(read: Read) -> None:
    result = read("--- n1 | 2024-01-01\nAll well.\n")
    assert len(result.matrix.cells) == 10
    assert not any(cell.findings or cell.notes or cell.cases for cell in result.matrix.cells)
    assert result.chronology == ()

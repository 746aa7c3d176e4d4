"""Notes are found in JSON at any depth, with what the objects around them say; broken JSON costs what is broken."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseflags.errors import CaseflagsError
from caseflags.intake import IntakeOptions, Recognised, json_stream, open_export
from caseflags.model import Note, Rejected


def load(path: Path, **options: Any) -> tuple[list[Note], list[Rejected], Recognised]:
    """The notes and rejected rows of a JSON file, and what was recognised."""
    with open_export([str(path)], IntakeOptions(**options)) as export:
        found = list(export)
        counts = export.counts()
        assert counts.read == export.expected
        assert counts.read == counts.analysed + counts.empty + counts.duplicate + counts.rejected
        (recognised,) = export.recognised
    return [n for n in found if isinstance(n, Note)], [n for n in found if isinstance(n, Rejected)], recognised


NOTE = {"id": 7, "date": "2023-01-09", "text": "Seen"}
SHAPES: dict[str, tuple[Any, tuple[str, str, str] | None]] = {
    "array": ([{"case_id": "A", **NOTE}], ("A", "7", "Seen")),
    "one-note": ({"case_id": "A", **NOTE}, ("A", "7", "Seen")),
    "one-case": ({"case_id": "A", "notes": [NOTE]}, ("A", "7", "Seen")),
    "one-case-with-id": ({"id": "A", "notes": [NOTE]}, ("A", "7", "Seen")),
    "cases": ({"cases": [{"id": "A", "notes": [NOTE]}]}, ("A", "7", "Seen")),
    "cases-after-notes": ({"cases": [{"notes": [NOTE], "case_number": "A"}]}, ("A", "7", "Seen")),
    "array-of-cases": ([{"id": "A", "notes": [NOTE]}], ("A", "7", "Seen")),
    "person-around": ({"data": [{"person": {"id": "A"}, "entries": [NOTE]}]}, ("A", "7", "Seen")),
    "keys-are-cases": ({"A-1": [NOTE], "B-2": [NOTE]}, ("A-1", "7", "Seen")),
    "keys-below": ({"cases": {"A-1": {"notes": [NOTE]}}}, ("A-1", "7", "Seen")),
    "deep": ({"export": {"families": [{"children": [{"id": "A", "notes": [NOTE]}]}]}}, ("A", "7", "Seen")),
    "text-below-note": ([{"case_id": "A", "id": 7, "note": {"text": "Seen", "format": "x"}}], ("A", "7", "Seen")),
    "described-case": (
        {"cases": [{"id": "A", "description": "A long description of the case", "notes": [NOTE]}]},
        ("A", "7", "Seen"),
    ),
    "described-attachment": (
        [{"case_id": "A", **NOTE, "attachments": [{"id": 1, "description": "A long description"}]}],
        ("A", "7", "Seen"),
    ),
    "paragraphs": ([{"case_id": "A", "id": 7, "text": ["Seen at home by me and others, long", "x" * 41]}], None),
    "numbers": ([{"case_id": 17, "id": 7.50, "text": "Seen"}], ("17", "7.5", "Seen")),
    "leading-zeros": ([{"case_id": "0017", "id": None, "note_id": True, "text": "Seen"}], ("0017", "true", "Seen")),
}


@pytest.mark.parametrize(("document", "expected"), SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize("piece", [1 << 22, 120], ids=["whole", "in-pieces"])
def test_notes_are_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    document: Any,
    expected: tuple[str, str, str] | None,
    piece: int,
) -> None:
    monkeypatch.setattr(json_stream, "LARGEST_PIECE", piece)
    monkeypatch.setattr(json_stream, "_BLOCK", 8)
    path = tmp_path / "f.json"
    path.write_text(json.dumps(document, indent=2 if piece > 1000 else None), encoding="utf-8")
    notes, rejected, _ = load(path)
    assert not rejected
    if expected is None:
        assert notes[0].text.endswith("\n\n" + "x" * 41)
    else:
        assert (notes[0].case_id, notes[0].note_id, notes[0].text) == expected
        assert notes[0].row == 1


def test_own_fields_go_before_inherited_ones(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    document = {
        "source": "council",
        "cases": [
            {
                "case_id": "A",
                "date": "2020-01-01",
                "notes": [
                    {"text": "one", "date": "2023-01-09", "source": "police"},
                    {"text": "two", "source": ""},
                ],
            }
        ],
    }
    path.write_text(json.dumps(document), encoding="utf-8")
    notes, _, recognised = load(path)
    assert [(n.source, n.date) for n in notes] == [("police", date(2023, 1, 9)), ("", None)]
    assert recognised.table == "cases[].notes[]"
    assert "root.source" in recognised.columns


def test_a_date_around_the_notes_is_theirs_if_they_have_none(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    document = {"case_id": "A", "days": [{"date": "2023-01-09", "entries": [{"text": "one"}, {"text": "two"}]}]}
    path.write_text(json.dumps(document), encoding="utf-8")
    notes, _, _ = load(path)
    assert [n.date for n in notes] == [date(2023, 1, 9)] * 2


def test_notes_at_two_places_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    case = {
        "id": "A",
        "visits": [{"visit_date": "2023-01-09", "narrative": "one"}],
        "calls": [{"date": "2023-01-10", "text": "two"}],
    }
    path.write_text(json.dumps({"cases": [case]}), encoding="utf-8")
    notes, _, recognised = load(path)
    assert [(n.text, n.row, n.date) for n in notes] == [("one", 1, date(2023, 1, 9)), ("two", 2, date(2023, 1, 10))]
    assert recognised.table == "cases[].visits[], cases[].calls[]"


def test_text_elsewhere_is_pointed_out(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_text(json.dumps({"cases": [{"id": "A", "summary": "x", "notes": [NOTE]}]}), encoding="utf-8")
    _, _, recognised = load(path)
    assert "text at cases[] was not read as notes" in recognised.messages


def test_any_column_can_be_mapped(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_text(
        json.dumps({"families": [{"ref": "F", "log": [{"said": "Seen", "by": {"name": "x"}}]}]}), encoding="utf-8"
    )
    notes, _, _ = load(path, mapping={"text": ("said",), "case_id": ("family.ref",), "author": ("by.name",)})
    assert (notes[0].case_id, notes[0].author) == ("F", "x")


def test_an_object_without_text_is_an_empty_row_and_a_plain_value_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_text(json.dumps([{"case_id": "A", "text": "x"}, {"case_id": "A"}, "stray", None]), encoding="utf-8")
    notes, rejected, _ = load(path)
    assert len(notes) == 1
    assert [(r.row, r.reason) for r in rejected] == [(3, "a note that is no object")]


BROKEN = {
    "truncated-text": (
        '[{"case_id": "A", "text": "one"},\n{"case_id": "A", "text": "tw',
        1,
        "ends too early at line 2",
    ),
    "truncated-array": ('[{"case_id": "A", "text": "one"},\n', 1, "ends too early at line 2"),
    "truncated-case": ('{"cases": [{"id": "A", "notes": [{"text": "one"}, {"te', 1, "ends too early at line 1"),
    "missing-colon": ('[{"case_id": "A", "text": "one"},\n{"case_id" "A"}]', 1, "not valid JSON at line 2, column 12"),
    "rubbish-behind": ('[{"case_id": "A", "text": "one"}] rubbish', 1, "not valid JSON at line 1"),
}


@pytest.mark.parametrize(("text", "count", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_notes_before_the_break_stand(tmp_path: Path, text: str, count: int, reason: str) -> None:
    path = tmp_path / "f.json"
    path.write_text(text, encoding="utf-8")
    notes, rejected, _ = load(path)
    assert len(notes) == count
    (fault,) = rejected
    assert fault.row == count + 1
    assert reason in fault.reason
    assert "one" not in fault.reason


def test_lines_are_rows_and_broken_lines_are_rejected(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    lines = ['{"case_id": "A", "text": "one"}', "", '{"case_id": "A", "te', "17", '{"case_id": "A", "text": "two"}']
    path.write_text("\r\n".join(lines), encoding="utf-8")
    notes, rejected, recognised = load(path)
    assert [(n.row, n.text) for n in notes] == [(1, "one"), (5, "two")]
    assert [(r.row, r.reason) for r in rejected] == [(3, "the line is not valid JSON"), (4, "a note that is no object")]
    assert recognised.format == "jsonl"


def test_lines_that_hold_cases(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    case = json.dumps({"id": "A", "notes": [{"text": "one"}, {"text": "two"}]})
    path.write_text(f"{case}\n{{broken\n{case.replace('A', 'B')}\n", encoding="utf-8")
    notes, rejected, _ = load(path)
    assert [(n.case_id, n.row) for n in notes] == [("A", 1), ("A", 2), ("B", 4), ("B", 5)]
    assert [(r.row, r.reason) for r in rejected] == [(3, "line 2: the line is not valid JSON")]


def test_values_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    note = json.dumps({"case_id": "A", "text": "one"}, indent=1)
    path.write_text(f"{note}\n{note.replace('one', 'two')}\n", encoding="utf-8")
    assert [n.text for n in load(path)[0]] == ["one", "two"]


def test_half_characters_and_nul(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_text('[{"case_id": "A", "text": "a\\ud83d b"}, {"case_id": "A", "text": "a\\u0000b"}]', encoding="utf-8")
    notes, rejected, _ = load(path)
    assert notes[0].text == "a\ufffd b"
    assert [r.row for r in rejected] == [2]


def test_too_deep_is_said(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_text('[{"case_id": "A", "text": "one"}, ' + "[" * 5000, encoding="utf-8")
    notes, rejected, _ = load(path)
    assert len(notes) == 1
    assert "nested too deeply" in rejected[0].reason


NOT_FOUND = {
    "no-text": ('[{"case_id": "A", "foo": "bar"}]', "columns are: case_id, foo"),
    "no-case": ('[{"text": "bar"}]', "recognised as the case"),
    "nothing": ("[]", "no notes"),
    "broken-at-once": ("[{", "no notes"),
    "plain-values": ("[[1, 2]]", "columns are: none"),
}


@pytest.mark.parametrize(("text", "said"), NOT_FOUND.values(), ids=NOT_FOUND.keys())
def test_json_without_notes_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "f.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseflagsError, match=said):
        load(path)


def test_fields_behind_the_notes_of_a_large_object_are_inherited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "LARGEST_PIECE", 30)
    monkeypatch.setattr(json_stream, "_BLOCK", 10)
    document = {"cases": [{"notes": [{"text": f"note {i}"} for i in range(20)], "id": "A"}], "agency": "police"}
    path = tmp_path / "f.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    notes, _, _ = load(path)
    assert {(n.case_id, n.source) for n in notes} == {("A", "police")}
    assert [n.row for n in notes] == list(range(1, 21))

"""Workbooks: which sheets hold notes, what cells become, and damage."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from caseflags.errors import CaseflagsError
from caseflags.intake import IntakeOptions, open_export
from caseflags.intake.workbook import cell_text
from caseflags.model import Note

NOTES: list[list[object]] = [
    ["Case ID", "Date", "Note text"],
    ["A1", datetime(2023, 1, 9, 14, 30), "Seen"],  # noqa: DTZ001
    [17, 44935, "He hit her"],
]
OTHERS: list[list[object]] = [["Code", "Meaning"], ["1", "Open"]]


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    """Write a workbook with these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def notes_of(path: Path) -> list[Note]:
    """The notes of a workbook in which no row is rejected."""
    with open_export([str(path)]) as export:
        return [note for note in export if isinstance(note, Note)]


def test_the_sheet_with_notes_is_chosen_and_said(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", Codes=OTHERS, Notes=NOTES, Empty=[])
    with open_export([str(path)]) as export:
        notes = list(export)
        (recognised,) = export.recognised
    assert [(n.case_id, n.row, n.date) for n in notes if isinstance(n, Note)] == [
        ("A1", 2, date(2023, 1, 9)),
        ("17", 3, date(2023, 1, 9)),
    ]
    assert (recognised.format, recognised.table, recognised.file) == ("xlsx", "Notes", "f.xlsx")
    assert "the notes are in the sheet Notes" in recognised.messages
    assert "sheets without notes were left out: Codes, Empty" in recognised.messages


def test_all_sheets_with_notes_are_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", Police=NOTES, School=[NOTES[0], ["B2", "", "Late"]])
    assert [(n.file, n.row, n.case_id) for n in notes_of(path)] == [
        ("f.xlsx[Police]", 2, "A1"),
        ("f.xlsx[Police]", 3, "17"),
        ("f.xlsx[School]", 2, "B2"),
    ]


def test_rows_bear_the_numbers_that_the_spreadsheet_shows(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Report"], [], *NOTES[:2], [], ["B2", None, "Late"], ["", "", ""], [None]]
    path = workbook(tmp_path / "f.xlsx", Notes=rows)
    with open_export([str(path)]) as export:
        assert [n.row for n in export] == [4, 6]
        assert export.counts().read == 2
        assert export.recognised[0].header_row == 3


def test_short_and_empty_rows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", Notes=[NOTES[0], ["A1"], ["A1", None, "Seen", "stray"]])
    with open_export([str(path)]) as export:
        assert [n.text for n in export if isinstance(n, Note)] == ["Seen"]
        assert export.counts().empty == 1


CELLS = {
    "nothing": (None, ""),
    "text": (" x ", " x "),
    "whole-number": (17.0, "17"),
    "integer": (17, "17"),
    "fraction": (1.5, "1.5"),
    "huge": (1e300, "1e+300"),
    "truth": (True, "true"),
    "day": (date(2023, 1, 9), "2023-01-09"),
    "midnight": (datetime(2023, 1, 9), "2023-01-09"),  # noqa: DTZ001
    "moment": (datetime(2023, 1, 9, 14, 30), "2023-01-09 14:30:00"),  # noqa: DTZ001
    "time": (time(14, 30), "14:30:00"),
}


@pytest.mark.parametrize(("value", "expected"), CELLS.values(), ids=CELLS.keys())
def test_cells_as_text(value: object, expected: str) -> None:
    assert cell_text(value) == expected


def test_a_compressed_workbook(tmp_path: Path) -> None:
    plain = workbook(tmp_path / "f.xlsx", Notes=NOTES)
    path = tmp_path / "f.xlsx.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    assert len(notes_of(path)) == 2


def test_without_notes_the_nearest_sheet_is_described(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", Codes=OTHERS, Data=[["Case ID", "Said"], ["A1", "x"]])
    with pytest.raises(CaseflagsError) as caught:
        open_export([str(path)])
    (problem,) = caught.value.problems
    assert str(problem.place) == "f.xlsx, sheet Data"
    assert "columns are: Case ID, Said" in problem.message


def test_a_mapping_chooses_the_sheet_that_has_the_column(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", Notes=NOTES, Data=[["Case ID", "Said"], ["A1", "x"]])
    with open_export([str(path)], IntakeOptions(mapping={"text": ("said",)})) as export:
        assert [n.text for n in export if isinstance(n, Note)] == ["x"]


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(CaseflagsError, match="the workbook is empty"):
        open_export([str(workbook(tmp_path / "f.xlsx", Sheet=[]))])


def damaged(data: bytes, name: str, content: bytes) -> bytes:
    """A workbook in which one part is replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


PARTS = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("content", [b"", b"<not xml", b"<a/>"], ids=["empty", "no-xml", "other-xml"])
def test_damage_is_said(tmp_path: Path, part: str, content: bytes) -> None:
    path = workbook(tmp_path / "f.xlsx", Notes=NOTES)
    path.write_bytes(damaged(path.read_bytes(), part, content))
    try:
        assert len(notes_of(path)) == 2  # some parts can be done without
    except CaseflagsError as error:
        assert "f.xlsx" in str(error)  # noqa: PT017


def test_a_truncated_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", Notes=NOTES)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(CaseflagsError, match="damaged zip or XLSX"):
        open_export([str(path)])

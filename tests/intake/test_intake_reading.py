"""What a user may say about an export, and what is said about it: mapping, order of dates, header, kept columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caseflags.errors import CaseflagsError
from caseflags.intake import IntakeOptions, inspect_export, open_export
from caseflags.model import Note, RowCounts


def read(path: Path, **options: Any) -> tuple[list[Note], RowCounts]:
    """The notes of an export and what became of its rows."""
    with open_export([str(path)], IntakeOptions(**options)) as export:
        notes = [note for note in export if isinstance(note, Note)]
        return notes, export.counts()


def test_missing_ids_stay_when_rows_are_reordered(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("case,date,text\nA,1/2/2023,one\nA,1/2/2023,two\nB,1/2/2023,one\n", encoding="utf-8")
    second.write_text("text,case,date\none,B,2023-02-01\ntwo,A,2023-02-01\none,A,2023-02-01\n", encoding="utf-8")
    ids = [{(n.case_id, n.text): n.note_id for n in read(path)[0]} for path in (first, second)]
    assert ids[0] == ids[1]
    assert len(set(ids[0].values())) == 3


def test_copied_text_is_no_duplicate(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(
        "case,note id,date,text\nA,1,1/2/2023,same\nA,2,1/2/2023,same\nA,1,2/2/2023,same\nB,1,1/2/2023,same\n"
        "A,1,2023-02-01 10:00,same\n",
        encoding="utf-8",
    )
    notes, counts = read(path)
    assert (len(notes), counts.duplicate) == (4, 1)


def test_several_text_columns_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("case,details,outcome\nA,one,two\nA, ,three\nA,four,\nA,,\n", encoding="utf-8")
    notes, counts = read(path, mapping={"text": ("details", "outcome")})
    assert [n.text for n in notes] == ["one\n\ntwo", "three", "four"]
    assert counts.empty == 1


def test_one_case_gives_every_note_the_same_case(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("date,text\n1/2/2023,one\n2/2/2023,two\n", encoding="utf-8")
    notes, _ = read(path, one_case=True)
    assert len({n.case_id for n in notes}) == 1


DATE_OPTIONS = {
    "as-written": ({}, date(2023, 4, 3), True),
    "month-first": ({"date_order": "mdy"}, date(2023, 3, 4), False),
    "day-first": ({"date_order": "dmy"}, date(2023, 4, 3), False),
}


@pytest.mark.parametrize(("options", "expected", "ambiguous"), DATE_OPTIONS.values(), ids=DATE_OPTIONS.keys())
def test_an_ambiguous_column_is_read_day_first_and_said(
    tmp_path: Path,
    options: dict[str, Any],
    expected: date,
    ambiguous: bool,  # noqa: FBT001
) -> None:
    path = tmp_path / "f.csv"
    path.write_text("case,date,text\nA,03/04/2023,one\n", encoding="utf-8")
    found = inspect_export([str(path)], IntakeOptions(**options))
    assert found.first_date == expected
    assert found.recognised[0].date_ambiguous == ambiguous
    assert any("day first" in message for message in found.recognised[0].messages) == ambiguous


def test_the_last_row_decides_the_order_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("case,date,text\nA,03/04/2023,one\nA,03/14/2023,two\n", encoding="utf-8")
    notes, _ = read(path)
    assert [n.date for n in notes] == [date(2023, 3, 4), date(2023, 3, 14)]


@pytest.mark.parametrize(("order", "expected"), [("mm/dd/yyyy", date(2023, 3, 4)), ("DD/MM/YY", date(2023, 4, 3))])
def test_a_header_may_say_the_order(tmp_path: Path, order: str, expected: date) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f"case,Date ({order}),text\nA,03/04/2023,one\n", encoding="utf-8")
    found = inspect_export([str(path)])
    assert (found.first_date, found.recognised[0].date_ambiguous) == (expected, False)


def test_the_header_may_stand_below_a_title(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Case notes report\nPrinted,01/02/2023\n\nCase ID,Date,Text\nA,1/2/2023,one\n", encoding="utf-8")
    ((note,), _) = read(path)
    assert (note.row, note.text) == (5, "one")
    assert "row 4" in " ".join(inspect_export([str(path)]).recognised[0].messages)


def test_inspection_of_undated_notes(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("case,text\nA,one\n", encoding="utf-8")
    found = inspect_export([str(path)])
    assert (found.first_date, found.last_date, found.undated) == (None, None, 1)
    assert any("no date column" in message for message in found.recognised[0].messages)


def test_a_table_without_rows_is_said(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("case,date,text\n", encoding="utf-8")
    found = inspect_export([str(path)])
    assert found.counts.read == 0
    assert "the table has no rows" in found.recognised[0].messages


def test_a_column_to_keep_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("case,text,team\nA,one,x\n", encoding="utf-8")
    with pytest.raises(CaseflagsError, match="did you mean 'team'"):
        open_export([str(path)], IntakeOptions(keep=("taem",)))


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("foo,bar\n1,x\n", encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(CaseflagsError) as caught:
        open_export([str(tmp_path)])
    assert [str(p.place) for p in caught.value.problems] == ["a.csv", "a.csv", "b.csv"]


def test_a_single_column_needs_no_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "f.txt"
    path.write_text('text\nHe hit her, then left; she | cried\n"Sam" said no, twice\n"quoted, too"\n', encoding="utf-8")
    notes, _ = read(path, one_case=True)
    assert [n.text for n in notes] == ["He hit her, then left; she | cried", '"Sam" said no, twice', "quoted, too"]


def test_values_that_are_column_names_do_not_make_a_header(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Ref,Kind,Said\nA17,Note,Sam hit her\n", encoding="utf-8")
    with pytest.raises(CaseflagsError) as caught:
        read(path)
    assert "columns are: Ref, Kind, Said" in str(caught.value)
    assert "Sam" not in str(caught.value)


def test_stray_quotation_marks_are_said(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text('case,text\nA,"she said "no" twice"\nA,plain\n', encoding="utf-8")
    found = inspect_export([str(path)])
    assert found.counts.analysed == 2
    assert "1 rows have stray quotation marks, which were read as text" in found.recognised[0].messages

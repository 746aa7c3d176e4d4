"""Exports become notes: every row is accounted for, whatever the format, the encoding and the way it comes in."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseflags.errors import CaseflagsError
from caseflags.intake import IntakeOptions, inspect_export, open_export
from caseflags.intake.cleaning import clean
from caseflags.model import Note, Rejected, RowCounts

HEADER = ["Case ID", "Note ID", "Date", "Note text"]
ROWS = [
    ["A1", "1", "13/01/2023", "Mum said: \u201che hit me\u201d.\nThen left; upset, café"],
    ["A1", "2", "14/01/2023", "No concerns"],
    ["B2", "3", "", "Dad\u2019s drinking"],
]
EXPECTED = [
    Note("A1", "1", ROWS[0][3], 2, date(2023, 1, 13), file="f"),
    Note("A1", "2", "No concerns", 3, date(2023, 1, 14), file="f"),
    Note("B2", "3", "Dad\u2019s drinking", 4, None, file="f"),
]


def csv_bytes(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows under the usual header as a CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *rows])
    return out.getvalue().encode(encoding)


def read(path: Path | str, **options: object) -> tuple[list[Note], list[Rejected], RowCounts]:
    """All that an export gives."""
    with open_export([str(path)], IntakeOptions(**options)) as export:  # type: ignore[arg-type]
        found = list(export)
        counts = export.counts()
        assert counts.read == export.expected
    assert counts.read == counts.analysed + counts.empty + counts.duplicate + counts.rejected
    notes = [note for note in found if isinstance(note, Note)]
    rejected = [note for note in found if isinstance(note, Rejected)]
    assert (counts.analysed, counts.rejected) == (len(notes), len(rejected))
    return notes, rejected, counts


def as_json(rows: list[list[str]]) -> bytes:
    return json.dumps([dict(zip(HEADER, row, strict=True)) for row in rows], ensure_ascii=False).encode()


def as_json_lines(rows: list[list[str]]) -> bytes:
    return "\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in rows).encode()


def as_xlsx(rows: list[list[str]]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - only this test needs it

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [HEADER, *rows]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITTEN: dict[str, tuple[bytes, int]] = {
    "comma": (csv_bytes(ROWS), 0),
    "semicolon": (csv_bytes(ROWS, ";"), 0),
    "tab": (csv_bytes(ROWS, "\t"), 0),
    "pipe": (csv_bytes(ROWS, "|"), 0),
    "utf-8-mark": (csv_bytes(ROWS, encoding="utf-8-sig"), 0),
    "utf-16": (csv_bytes(ROWS, encoding="utf-16"), 0),
    "utf-16-without-mark": (csv_bytes(ROWS, ";", "utf-16-le"), 0),
    "windows-1252": (csv_bytes(ROWS, ";", "cp1252"), 0),
    "excel-hint": (b"sep=;\r\n" + csv_bytes(ROWS, ";", "cp1252"), 0),
    "json": (as_json(ROWS), -1),
    "json-lines": (as_json_lines(ROWS), -1),
    "xlsx": (as_xlsx(ROWS), 0),
}


@pytest.mark.parametrize(("data", "shift"), WRITTEN.values(), ids=WRITTEN.keys())
@pytest.mark.parametrize("way", ["file", "gzip", "stdin"])
def test_the_same_notes_whatever_the_format(tmp_path: Path, data: bytes, shift: int, way: str) -> None:
    path = tmp_path / "f"
    path.write_bytes(gzip.compress(data) if way == "gzip" else data)
    paths, stdin = (["-"], io.BytesIO(data)) if way == "stdin" else ([str(path)], None)
    with open_export(paths, stdin=stdin) as export:
        notes = [note for note in export if isinstance(note, Note)]
        assert export.counts() == RowCounts(read=3, analysed=3, undated=1)
        (recognised,) = export.recognised
        assert recognised.compression == ("gzip" if way == "gzip" else "")
        assert recognised.date_order == "dmy"
        assert not recognised.date_ambiguous
    expected = [(n.case_id, n.note_id, n.text, n.row + shift, n.date) for n in EXPECTED]
    assert [(n.case_id, n.note_id, n.text, n.row, n.date) for n in notes] == expected


def test_every_field_arrives(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(
        "case_id,note_id,date,source,note_type,author,subject,family_id,text,Team\n"
        " A1 , 7 ,2023-01-09, police , PPN , PC 1 , mother , F1 , He hit her. , East \n",
        encoding="utf-8",
    )
    ((note,), _, _) = read(path, keep=("team",))
    assert note == Note(
        "A1",
        "7",
        " He hit her. ",
        2,
        date(2023, 1, 9),
        "police",
        "PPN",
        "PC 1",
        "mother",
        "F1",
        "f.csv",
        {"Team": " East "},
    )


def test_a_pass_can_be_repeated(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(csv_bytes(ROWS))
    with open_export([str(path)]) as export:
        assert list(export) == list(export)
        assert export.counts().read == 3


def test_inputs_bear_size_and_digest_of_the_bytes_as_they_lie_there(tmp_path: Path) -> None:
    data = gzip.compress(csv_bytes(ROWS))
    path = tmp_path / "f.csv.gz"
    path.write_bytes(data)
    with open_export([str(path)]) as export:
        (found,) = export.inputs
    assert (found.name, found.size, found.sha256) == ("f.csv.gz", len(data), hashlib.sha256(data).hexdigest())


MESSY = b"""Case ID;Note ID;Date;Note text
A1;1;13/01/2023;"Seen"
A1;2;13/01/2023
A1;3;13/01/2023;"Seen";more
A1;4;13/01/2023;"open

A1;5;soon;"Dad\x92s <b>drinking</b>"
A1;6;13/01/2023;
A1;6;13/01/2023;"<p>&nbsp;</p>"
A1;1;13/01/2023;"Seen"
;7;13/01/2023;"No case"
A1;8;13/01/2023;"a\0b"
Case ID;Note ID;Date;Note text
B2;1;13/01/2023;"Seen"
"""


def test_every_row_of_a_messy_export_is_accounted_for(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(MESSY)
    notes, rejected, counts = read(path)
    assert counts == RowCounts(read=12, analysed=3, empty=2, duplicate=1, rejected=6, undated=1)
    assert [(n.case_id, n.row, n.text) for n in notes] == [
        ("A1", 2, "Seen"),
        ("A1", 7, "Dad\u2019s <b>drinking</b>"),
        ("B2", 14, "Seen"),
    ]
    assert [(r.row, r.reason) for r in sorted(rejected, key=lambda r: r.row)] == [
        (3, "too few cells: 3 instead of 4"),
        (4, "too many cells: 5 instead of 4"),
        (5, "the quotation marks do not match"),
        (11, "no case is given"),
        (12, "the row holds a NUL character"),
        (13, "the header again"),
    ]


def test_rejected_rows_never_show_note_text(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(MESSY)
    _, rejected, _ = read(path)
    assert not [r for r in rejected if "Seen" in r.reason or "open" in r.reason]


CELL = st.text(alphabet="ab ,;\n\"'é<>&", max_size=10)
CASE = st.sampled_from(["A", "B", "", " "])
TABLE = st.lists(
    st.tuples(CASE, st.sampled_from(["", "1", "2"]), st.sampled_from(["", "1/2/23", "x"]), CELL), max_size=15
)


@given(TABLE, st.sampled_from(["comma", "json", "lines"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_read_is_analysed_and_empty_and_duplicate_and_rejected(
    tmp_path: Path, table: list[tuple[str, str, str, str]], kind: str
) -> None:
    rows = [list(row) for row in table] or [["A", "", "", "x"]]
    write: dict[str, Callable[[list[list[str]]], bytes]] = {
        "comma": csv_bytes,
        "json": as_json,
        "lines": as_json_lines,
    }
    path = tmp_path / "f"
    path.write_bytes(write[kind](rows))
    notes, rejected, counts = read(path)
    assert counts.read == len(rows)
    filled = [row for row in rows if clean(row[3]).text.strip()]
    assert counts.empty == len(rows) - len(filled)
    cased = [row for row in filled if row[0].strip()]
    assert len(rejected) == len(filled) - len(cased)
    assert len(notes) == len({tuple(row) for row in cased})


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_any_bytes_are_notes_or_a_clear_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"case_id,text\nA1,Seen\n" + data)
    try:
        read(path)
    except CaseflagsError as error:
        assert error.problems  # noqa: PT017 - it need not be raised


EDITS = st.lists(
    st.tuples(
        st.integers(0, 2000), st.integers(0, 20), st.sampled_from([b"", b'"', b"\n", b",", b"\0", b"{", b"]", b"\xff"])
    ),
    min_size=1,
    max_size=4,
)


@given(st.sampled_from(sorted(WRITTEN)), EDITS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_damaged_exports_are_notes_or_a_clear_error(
    tmp_path: Path, kind: str, edits: list[tuple[int, int, bytes]]
) -> None:
    data = WRITTEN[kind][0]
    for at, size, new in edits:
        start = at % (len(data) + 1)
        data = data[:start] + new + data[start + size :]
    path = tmp_path / "f"
    path.write_bytes(data)
    try:
        read(path)
    except CaseflagsError as error:
        assert error.problems  # noqa: PT017 - it need not be raised


def test_duplicates_are_known_across_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(csv_bytes(ROWS))
    (tmp_path / "b.json").write_bytes(as_json(ROWS))
    with open_export([str(tmp_path)]) as export:
        list(export)
        assert export.counts() == RowCounts(read=6, analysed=3, duplicate=3, undated=1)


def test_very_long_cells_are_read(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    text = 'He said "no".\n' * 100_000
    path.write_bytes(csv_bytes([["A", "1", "", text]]))
    ((note,), _, _) = read(path)
    assert note.text == text


def test_inspection_tells_all(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(MESSY + b"A1;9\n" * 30)
    found = inspect_export([str(path)])
    assert (found.cases, found.undated, found.longest_note) == (2, 1, 21)
    assert (found.first_date, found.last_date) == (date(2023, 1, 13), date(2023, 1, 13))
    assert (len(found.rejected), found.more_rejected, found.counts.rejected) == (20, 16, 36)
    (recognised,) = found.recognised
    assert (recognised.delimiter, recognised.encoding) == ("semicolon", "Windows-1252")
    assert recognised.rows == found.counts.read == 42


def test_pandas_is_imported_only_when_notes_are_read() -> None:
    code = (
        "import sys, caseflags.intake, caseflags.intake.cleaning, caseflags.intake.options\n"
        "assert not {'pandas', 'openpyxl', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_notes_can_be_sent_to_another_process(tmp_path: Path) -> None:
    import pickle  # noqa: PLC0415

    path = tmp_path / "f"
    path.write_bytes(csv_bytes(ROWS))
    with open_export([str(path)]) as export:
        notes = list(export)
    assert pickle.loads(pickle.dumps(notes)) == notes  # noqa: S301


@pytest.mark.slow
@pytest.mark.parametrize("write", [csv_bytes, as_json, as_json_lines], ids=["csv", "json", "json-lines"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, write: Callable[[list[list[str]]], bytes]) -> None:
    import tracemalloc  # noqa: PLC0415

    def peak(count: int) -> int:
        path = tmp_path / str(count)
        path.write_bytes(write([[f"C{i % 50}", str(i), "13/01/2023", f"note {i} " * 60] for i in range(count)]))
        tracemalloc.start()
        try:
            with open_export([str(path)]) as export:
                assert sum(1 for _ in export) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # what is imported and cached on the way is none of it
    digests = 24_000 * 200  # with the set that holds them, at its emptiest
    assert peak(36_000) < peak(12_000) * 1.15 + digests

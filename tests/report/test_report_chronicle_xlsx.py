"""The chronology as a workbook: its sheets as other programs read them."""

from __future__ import annotations

import io
import json

import openpyxl
import pandas as pd
import pytest

from caseflags.model import Result, Role
from caseflags.report.chronicle import ChronologyOptions
from caseflags.report.chronicle_formats import render_chronology
from caseflags.report.chronicle_xlsx import COLUMNS


def written(result: Result, options: ChronologyOptions | None = None) -> bytes:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8")
    render_chronology(result, "xlsx", stream, options=options)
    stream.flush()
    return raw.getvalue()


@pytest.fixture
def book(story: Result) -> bytes:
    return written(story)


def test_sheets_headers_and_filters(book: bytes) -> None:
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    assert sheets.sheetnames == ["chronology", "cases", "run"]
    for sheet in sheets:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet["A1"].font.bold


def test_it_holds_the_lines_of_the_other_formats_with_dates_as_dates(story: Result, book: bytes) -> None:
    stream = io.StringIO(newline="")
    render_chronology(story, "jsonl", stream)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    head, *rows = openpyxl.load_workbook(io.BytesIO(book))["chronology"].iter_rows(values_only=True)
    cells = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    assert head == COLUMNS
    assert set(COLUMNS) == set(lines[0])
    for name in ("kind", "event", "shown", "words", "note_id", "number", "row"):
        assert [row[name] for row in cells] == [line[name] or None for line in lines]
    for name in ("date", "noted"):
        assert [str(row[name].date()) if row[name] else None for row in cells] == [line[name] for line in lines]


def test_cases_count_their_events_and_silences(book: bytes) -> None:
    frame = pd.read_excel(io.BytesIO(book), sheet_name="cases")
    assert frame.iloc[0][["events", "undated", "silences"]].tolist() == [6, 1, 1]
    assert frame.iloc[1][["events", "undated", "silences"]].tolist() == [0, 0, 0]


def test_what_is_left_out_is_said_and_the_bytes_are_the_same(story: Result, book: bytes) -> None:
    assert written(story) == book
    run = pd.read_excel(io.BytesIO(written(story, ChronologyOptions(Role.FATHER))), sheet_name="run")
    assert run.iloc[0]["value"] == "Only events about father"

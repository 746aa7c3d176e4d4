"""The workbook: its sheets as other programs read them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from caseflags.errors import CaseflagsError
from caseflags.model import Rejected, Result
from caseflags.report import render, workbook
from caseflags.report.records import FIELDS


@pytest.fixture
def book(result: Result) -> bytes:
    return written(result)


def written(result: Result) -> bytes:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8")
    render(result, "xlsx", stream)
    stream.flush()
    return raw.getvalue()


def test_sheets_headers_and_filters(book: bytes) -> None:
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    assert sheets.sheetnames == ["cases", "matrix", "patterns", "findings", "chronology", "run"]
    for sheet in sheets:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet["A1"].font.bold


def test_findings_are_all_there_with_dates_as_dates(book: bytes, result: Result) -> None:
    frame = pd.read_excel(io.BytesIO(book), sheet_name="findings")
    found = [finding for case in result.cases for finding in case.case.findings]
    assert list(frame.columns) == [*FIELDS, "copied_from"]
    assert list(frame["finding_id"]) == [finding.finding_id for finding in found]
    dated = [finding.date for finding in found if finding.date]
    assert [when.date() for when in frame["date"].dropna()] == dated


def test_cases_count_what_the_result_counts(book: bytes, result: Result) -> None:
    frame = pd.read_excel(io.BytesIO(book), sheet_name="cases", dtype={"case_id": str})
    assert list(frame["notes"]) == [len(case.case.notes) for case in result.cases]


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(1)", "http://example.org", "{=A1}", "\x0b\x1f odd"])
def test_nothing_is_a_formula_or_a_link(result: Result, text: str) -> None:
    hostile = replace(result, messages=(text,), rejected=(Rejected(text, 1, text),))
    sheet = openpyxl.load_workbook(io.BytesIO(written(hostile)))["run"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type in {"s", "n", "inlineStr"} and cell.hyperlink is None for cell in cells)
    assert any(str(cell.value).strip("?").strip() in text for cell in cells)


def test_the_same_result_gives_the_same_bytes(result: Result, book: bytes) -> None:
    assert written(result) == book
    created = openpyxl.load_workbook(io.BytesIO(book)).properties.created
    assert created == datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl gives naive ones


def test_long_text_is_cut_and_a_full_sheet_goes_on(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    long = replace(result, messages=("x" * 40_000,))
    sheets = openpyxl.load_workbook(io.BytesIO(written(long)))
    assert "findings 2" in sheets.sheetnames
    assert sheets["findings 2"]["A1"].value == "finding_id"
    texts = [cell.value for name in sheets.sheetnames if name.startswith("run") for cell in sheets[name]["C"]]
    assert max(len(str(text)) for text in texts) == workbook.MOST_CHARACTERS
    assert any(str(text).endswith("[…]") for text in texts)


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [io.StringIO(), _Terminal(io.BytesIO())], ids=["text", "a terminal"])
def test_what_takes_no_bytes_is_refused(result: Result, stream: io.TextIOBase) -> None:
    with pytest.raises(CaseflagsError, match="workbook is no text"):
        render(result, "xlsx", stream)
